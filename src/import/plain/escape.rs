//! Plain words become Markdown that shows these very words.
//!
//! Comes in: one line of plain text. Goes out: the same line, with a backslash before whatever Markdown would take for
//! markup where it stands. What is harmless where it stands (`snake_case`, `5 * 3`, `$5.3B`) stays as it is, so that a
//! person can still read the file.

/// A text inside a paragraph, a heading or a title.
pub(crate) fn inline(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        if needs_backslash(c, before, after, &chars[at..]) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A text that begins a paragraph or a list item, where more is markup.
pub(crate) fn block(text: &str) -> String {
    let text = text.trim();
    let escaped = inline(text);
    match block_mark(text) {
        // The inline rules have escaped it already.
        Some(0) if escaped.starts_with('\\') => escaped,
        // Everything before the mark is digits, which the inline rules leave alone.
        Some(at) => format!("{}\\{}", &escaped[..at], &escaped[at..]),
        None => escaped,
    }
}

fn needs_backslash(c: char, before: Option<char>, after: Option<char>, rest: &[char]) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '[' | ']' => true,
        '*' => !(space(before) && space(after)),
        '_' => !(word(before) && word(after) || space(before) && space(after)),
        // Two make a strikethrough, and so does one that can end it.
        '~' => after == Some('~') || !space(before),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => is_entity(rest),
        _ => false,
    }
}

/// Whether `&` begins a character reference: `&amp;`, `&#8217;`, `&#x27;`.
fn is_entity(rest: &[char]) -> bool {
    let name = rest
        .iter()
        .skip(1)
        .take(40)
        .take_while(|c| c.is_ascii_alphanumeric() || **c == '#');
    let length = name.count();
    length > 0 && rest.get(length + 1) == Some(&';')
}

/// The byte before which a text that begins a block needs a backslash, if it needs one.
fn block_mark(text: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    let first = text.chars().next()?;
    match first {
        '#' => {
            let rest = text.trim_start_matches('#');
            (text.len() - rest.len() <= 6 && ends(rest)).then_some(0)
        }
        '>' => Some(0),
        '-' | '+' | '*' if ends(&text[1..]) => Some(0),
        // A line of these alone is a rule, or makes a heading of the line above it.
        '-' | '*' | '_' | '=' if text.chars().all(|c| c == first || c == ' ' || c == '\t') => {
            Some(0)
        }
        '~' if text.starts_with("~~~") => Some(0),
        '0'..='9' => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = text.len() - rest.len();
            (digits <= 9 && rest.starts_with(['.', ')']) && ends(&rest[1..])).then_some(digits)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown;

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        for (text, expected) in [
            ("1986. The year", "1986\\. The year"),
            ("3) third", "3\\) third"),
            ("2.5 times", "2.5 times"),
            ("#hashtag", "#hashtag"),
            ("# number", "\\# number"),
            ("####### seven", "####### seven"),
            ("*starred* and 5 * 3", "\\*starred\\* and 5 * 3"),
            ("_under_ snake_case", "\\_under\\_ snake_case"),
            ("<tag> a < b <3", "\\<tag> a < b <3"),
            ("$5.3B–$6B, ~140 people", "$5.3B–$6B, ~140 people"),
            ("AT&T &amp; R&D;", "AT&T \\&amp; R\\&D;"),
            ("> said", "\\> said"),
            ("- dash", "\\- dash"),
            ("-5% down", "-5% down"),
            ("---", "\\---"),
            ("a [1] b", "a \\[1\\] b"),
            ("C:\\Users", "C:\\\\Users"),
            ("~~struck~~", "\\~\\~struck\\~\\~"),
            ("**", "\\*\\*"),
            ("***", "\\*\\*\\*"),
        ] {
            assert_eq!(block(text), expected, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_footnote_is_shown() {
        for text in ["[^[[x]]", "a [^1] b", "[^ a] [^b]"] {
            assert_eq!(markdown::plain_text(&block(text)), text);
        }
    }

    /// The text without what typography changes: quotes, dashes, dots.
    fn plainly(text: &str) -> String {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '‘' | '’' => '\'',
                '“' | '”' => '"',
                '–' | '—' => '-',
                c => c,
            })
            .collect::<String>()
            .replace('…', "...")
            .replace(['-', '.'], "")
    }

    proptest! {
        #[test]
        fn what_is_shown_is_what_was_written(
            text in "([ *_`~\\[\\]()<>#+.!|\\\\&;:='\"^$/-]|[a-c1]|&amp;|<b>|http://a\\.b/|\\[\\[x\\]\\]){0,24}"
        ) {
            let text = text.trim();
            let shown = markdown::plain_text(&block(text));
            prop_assert_eq!(plainly(&shown), plainly(text), "{}", block(text));
        }
    }
}
