//! The words of HTML, without building a tree of it.
//!
//! Comes in: HTML. Goes out: what a reader sees of it, for counting words; and the values of attributes.

/// Elements that may stand in the middle of a word, as in `<b>hap</b>pened`.
const INSIDE_WORDS: &[&str] = &[
    "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];

/// The words that a reader of `html` sees, titles that come up, and the addresses of its links: text with tags taken
/// out.
pub(in super::super) fn visible(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let tag_text = &tag[..end];
        if !is_inside_words(tag_text) {
            out.push(' ');
        }
        for name in ["href", "src", "alt", "title"] {
            if let Some(value) = attribute(tag_text, name)
                .filter(|value| !value.is_empty() && !value.starts_with('#'))
            {
                out.extend([" ", &value, " "]);
            }
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    unescaped(&out)
}

/// Text with the five references that HTML needs, and numbers, as characters.
pub(super) fn unescaped(text: &str) -> String {
    const NAMES: [(&str, &str); 6] = [
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", "\u{a0}"),
        ("amp", "&"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .map(|(end, _)| end);
        let name = end.map_or("", |end| &after[..end]);
        let number =
            name.strip_prefix('#')
                .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                });
        let named = NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| (*text).to_owned());
        match named.or_else(|| number.and_then(char::from_u32).map(String::from)) {
            Some(text) => {
                out.push_str(&text);
                rest = &after[name.len() + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a tag parts no words.
fn is_inside_words(tag: &str) -> bool {
    // The parts of a bookmark are blocks.
    if tag.contains("kg-bookmark-") {
        return false;
    }
    let name = tag.trim_start_matches(['<', '/']);
    let name = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    INSIDE_WORDS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// The value of an attribute of a tag.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let quote = tag[at..].chars().next()?;
    let value = match quote {
        '"' | '\'' => tag[at + 1..].split(quote).next()?,
        _ => tag[at..].split([' ', '>', '/']).next()?,
    };
    Some(unescaped(value).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_words_are_those_of_the_text() {
        for (html, expected) in [
            ("<p class=\"x\">a &amp; <b>c</b> 1 < 2</p>", " a & c 1 < 2 "),
            ("<b>hap</b>pened<br>then", "happened then"),
            ("<abbr title='World Health'>WHO</abbr>", " World Health WHO"),
            ("<i data-title=\"no\">a</i>", "a"),
        ] {
            assert_eq!(visible(html), expected, "{html}");
        }
    }
}
