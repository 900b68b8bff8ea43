//! What is left of a line when its figure and its dates are taken out.
//!
//! Comes in: the line and the bytes to take out. Goes out: the rest as one text. Words stay as they are; only white
//! space, separators and empty markup at the seams are mended.

use std::ops::Range;

/// The line without its figure and without the other cuts, and the address that the figure was a link to.
pub(crate) fn without(
    text: &str,
    figure: Range<usize>,
    mut cuts: Vec<Range<usize>>,
) -> (String, Option<String>) {
    cuts.push(figure.clone());
    cuts.sort_by_key(|cut| cut.start);
    let mut source = None;
    let mut merged: Vec<Range<usize>> = Vec::new();
    for cut in cuts {
        let cut = widen(text, cut, &mut source);
        match merged.last_mut() {
            Some(last) if text[last.end.min(cut.start)..cut.start].trim().is_empty() => {
                let both = last.start..cut.end.max(last.end);
                *last = widen(text, both, &mut source);
            }
            _ => merged.push(cut),
        }
    }
    let mut label = String::new();
    let mut at = 0;
    let mut at_figure = false;
    for cut in merged {
        append(&mut label, &text[at..cut.start.max(at)], at_figure);
        at_figure = cut.start <= figure.start && figure.end <= cut.end;
        if at_figure {
            end_of_name(&mut label);
        }
        at = cut.end.max(at);
    }
    append(&mut label, &text[at..], at_figure);
    (finish(label), source)
}

/// Takes along what stands around a cut and would be empty without it: emphasis, quotes, parentheses, a link, the
/// backslash of an escaped sign.
fn widen(text: &str, mut cut: Range<usize>, source: &mut Option<String>) -> Range<usize> {
    const PAIRS: [(&str, &str); 8] = [
        ("*", "*"),
        ("_", "_"),
        ("~~", "~~"),
        ("(", ")"),
        ("\"", "\""),
        ("“", "”"),
        ("‘", "’"),
        ("'", "'"),
    ];
    loop {
        let (before, after) = (&text[..cut.start], &text[cut.end..]);
        if before.ends_with('\\') {
            cut.start -= 1;
        } else if let Some((open, close)) = PAIRS
            .iter()
            .find(|(open, close)| before.ends_with(open) && after.starts_with(close))
        {
            cut = cut.start - open.len()..cut.end + close.len();
        } else if let Some(address) = link(before, after).filter(|_| source.is_none()) {
            cut = cut.start - 1..cut.end + "](".len() + address.len() + 1;
            *source = Some(address.to_owned());
        } else {
            return cut;
        }
    }
}

/// The address of the link whose text is all of the cut, if it leads to the web.
fn link<'a>(before: &str, after: &'a str) -> Option<&'a str> {
    let rest = before.ends_with('[').then(|| after.strip_prefix("]("))??;
    let web = rest.starts_with("https://") || rest.starts_with("http://");
    let end = rest.find(|c: char| c.is_whitespace() || c == ')' || c == '(')?;
    (web && rest[end..].starts_with(')')).then(|| &rest[..end])
}

/// Adds a piece to the label, with a space between if there must be one. After the figure, the dash or colon that
/// led to the piece is left out.
fn append(label: &mut String, piece: &str, after_figure: bool) {
    let mut piece = piece.trim();
    if after_figure {
        let led = piece.trim_start_matches([':', '=', '|', '–', '—', '-']);
        if led.len() < piece.len() && led.starts_with(char::is_whitespace) {
            piece = led.trim_start();
        }
    }
    if label.is_empty() || label.ends_with([',', ';']) {
        piece = piece.trim_start_matches([',', ';']).trim_start();
    }
    if piece.is_empty() {
        return;
    }
    if !label.is_empty() && !opens(label) && !closes(piece) {
        label.push(' ');
    }
    label.push_str(piece);
}

/// Whether a text ends with something that waits for what follows: a parenthesis or emphasis that begins.
fn opens(text: &str) -> bool {
    let marks = text.trim_end_matches(['*', '_']);
    if marks.len() < text.len() {
        return marks.is_empty()
            || marks.ends_with(|c: char| c.is_whitespace() || "([“".contains(c));
    }
    text.ends_with(['(', '[', '{', '“', '„', '«'])
}

/// Whether a text begins with something that belongs to what stands before: punctuation, or emphasis that ends.
fn closes(text: &str) -> bool {
    let rest = text.trim_start_matches(['*', '_']);
    if rest.len() < text.len() {
        return !rest.starts_with(char::is_alphanumeric);
    }
    text.starts_with([',', '.', ';', ':', '!', '?', ')', ']', '}', '”', '»', '’'])
}

/// Takes the separator off the name that leads to a figure: `Valuation:`, `**Valuation:**`, `Valuation –`.
fn end_of_name(label: &mut String) {
    let core = label.trim_end_matches(['*', '_']);
    let marks = label[core.len()..].to_owned();
    let bare = core.trim_end_matches(|c: char| c.is_whitespace() || ":=|–—".contains(c));
    // A hyphen is a separator only with space before it.
    let bare = bare.strip_suffix(" -").unwrap_or(bare).trim_end();
    let length = bare.len();
    if length < core.len() && !(length == 0 && marks.is_empty()) || length == 0 && !core.is_empty()
    {
        label.truncate(length);
        label.push_str(&marks);
    }
}

/// Trims the ends, the full stop of a line, and emphasis around all of it.
fn finish(label: String) -> String {
    let separator = |c: char| c.is_whitespace() || ",;:=|–—".contains(c);
    let mut text = label.trim_matches(separator);
    text = text.strip_prefix("- ").unwrap_or(text);
    text = text.strip_suffix(" -").unwrap_or(text);
    text = text.trim_matches(separator);
    if let Some(rest) = text.strip_suffix('.') {
        let word = rest
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let short = ["inc", "corp", "ltd", "est", "etc", "vs"];
        let is_sentence =
            word.chars().count() > 2 && !short.iter().any(|s| word.eq_ignore_ascii_case(s));
        if is_sentence || rest.is_empty() || !rest.ends_with(char::is_alphanumeric) {
            text = rest.trim_end();
        }
    }
    for marks in ["**", "__"] {
        let inner = text
            .strip_prefix(marks)
            .and_then(|text| text.strip_suffix(marks));
        if let Some(inner) = inner.filter(|inner| !inner.contains(marks)) {
            text = inner;
        }
    }
    if !text.contains(char::is_alphanumeric) && text.is_ascii() {
        return String::new();
    }
    text.to_owned()
}
