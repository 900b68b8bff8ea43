//! Bare URLs in text.
//!
//! Comes in: a text and the place of a `:`. Goes out: where the URL around it begins and ends, by the rules of GitHub
//! Flavored Markdown's extended autolinks for `http://` and `https://`; typographic quotes and dashes end it too.

/// Where the URL begins whose scheme ends at `colon`; not before `from`.
pub(super) fn start(text: &str, from: usize, colon: usize) -> Option<usize> {
    let before = &text.as_bytes()[from..colon];
    let scheme = [&b"https"[..], b"http"].into_iter().find(|scheme| {
        before.len() >= scheme.len()
            && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme)
    })?;
    let start = colon - scheme.len();
    let clear = match text[..start].chars().next_back() {
        None => true,
        Some(c) => !c.is_alphanumeric() && !matches!(c, '/' | '.' | '-' | '@' | '+'),
    };
    clear.then_some(start)
}

/// How far a URL could go.
pub(super) struct Widest {
    /// The end of its host.
    pub(super) host_end: usize,
    /// The end of all that can be in a URL.
    pub(super) end: usize,
}

/// How far the URL whose scheme ends at `colon` could go; `None` if there is no host with a dot in it.
pub(super) fn end(text: &str, colon: usize) -> Option<Widest> {
    let host_start = colon + 3;
    if !text[colon..].starts_with("://") {
        return None;
    }
    let rest = &text[host_start..];
    let host_length = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'))
        .unwrap_or(rest.len());
    let host = rest[..host_length].trim_end_matches(['.', '-', '_']);
    if !host.contains('.') || host.starts_with('.') {
        return None;
    }
    let host_end = host_start + host.len();
    let end = match text.as_bytes().get(host_end) {
        Some(b'/' | b'?' | b'#' | b':') => {
            let rest = &text[host_end..];
            host_end + rest.find(ends_url).unwrap_or(rest.len())
        }
        _ => host_end,
    };
    Some(Widest { host_end, end })
}

fn ends_url(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>'
                | '"'
                | '`'
                | '\\'
                | '|'
                | '['
                | ']'
                | '{'
                | '}'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '–'
                | '—'
                | '…'
        )
}

/// Leaves out what ends the sentence rather than the URL: punctuation, an entity, a bracket that was not opened.
pub(super) fn trim(text: &str, colon: usize, mut end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut open = 0_isize;
    for byte in &bytes[colon..end] {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
    }
    while end > colon + 3 {
        match bytes[end - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' => end -= 1,
            b')' if open < 0 => {
                open += 1;
                end -= 1;
            }
            b';' => {
                let name = text[colon..end - 1]
                    .bytes()
                    .rev()
                    .take(32)
                    .take_while(u8::is_ascii_alphanumeric)
                    .count();
                let entity = name > 0 && bytes[end - 2 - name] == b'&';
                end -= if entity { name + 2 } else { 1 };
            }
            _ => break,
        }
    }
    end
}
