//! Bullets of every kind.
//!
//! Comes in: a line. Goes out: its mark and the text after it. Numbers are bullets only where they count on, so that
//! `1986. The year` stays prose.

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A sign: `-`, `•`, `–`, `o`.
    Sign(char),
    /// A number, and whether a full stop or a parenthesis follows it.
    Number(u32, char),
}

/// Signs that are bullets even without a space behind them.
const GLYPHS: &[char] = &[
    '•', '‣', '⁃', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '◇', '➢', '➤', '▶', '►', '⦁', '∙',
    '\u{F0B7}', '\u{F0A7}',
];

/// Signs that need a space.
const SPACED: &[char] = &['-', '*', '+', '–', '—', '−', '·', '→', '»', '‐', '‑'];

/// The mark that a line (without white space around it) begins with, and its text. `last` is the number before, if
/// items were numbered so far.
pub(super) fn read(line: &str, last: Option<u32>) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let text = rest.trim_start();
    let spaced = text.len() < rest.len() && !text.is_empty();
    if GLYPHS.contains(&first) && !text.is_empty() || SPACED.contains(&first) && spaced {
        return Some((Mark::Sign(first), text));
    }
    if let Some(rest) = line.strip_prefix("--")
        && rest.starts_with([' ', '\t'])
        && !rest.trim().is_empty()
    {
        return Some((Mark::Sign('-'), rest.trim_start()));
    }
    // Office programs write the hollow bullet of a second level as the letter.
    let upper = text
        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "$€£¥“‘\"'".contains(c));
    if first == 'o' && spaced && upper {
        return Some((Mark::Sign('o'), text));
    }
    number(line, last)
}

/// `1.`, `2)`, `(3)`.
fn number(line: &str, last: Option<u32>) -> Option<(Mark, &str)> {
    let inner = line.strip_prefix('(');
    let digits = inner.unwrap_or(line);
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    // `01.` would be shown as `1.`.
    if !(1..=3).contains(&end) || end > 1 && digits.starts_with('0') {
        return None;
    }
    let value: u32 = digits[..end].parse().ok()?;
    let sign = digits[end..].chars().next()?;
    let good = if inner.is_some() {
        sign == ')'
    } else {
        matches!(sign, '.' | ')')
    };
    let rest = &digits[end + sign.len_utf8()..];
    let spaced = rest.starts_with(char::is_whitespace) && !rest.trim().is_empty();
    let counts = value <= 1 || last == Some(value - 1);
    (good && spaced && counts).then(|| (Mark::Number(value, sign), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_every_kind_are_read() {
        for (line, last, mark, text) in [
            ("- a", None, Mark::Sign('-'), "a"),
            ("*\ta", None, Mark::Sign('*'), "a"),
            ("+\u{a0}a", None, Mark::Sign('+'), "a"),
            ("•a", None, Mark::Sign('•'), "a"),
            ("– a", None, Mark::Sign('–'), "a"),
            ("-- a", None, Mark::Sign('-'), "a"),
            ("o Acme", None, Mark::Sign('o'), "Acme"),
            ("1. a", None, Mark::Number(1, '.'), "a"),
            ("(2) a", Some(1), Mark::Number(2, ')'), "a"),
            ("12) a", Some(11), Mark::Number(12, ')'), "a"),
        ] {
            assert_eq!(read(line, last), Some((mark, text)), "{line}");
        }
    }

    #[test]
    fn what_is_no_bullet_stays_text() {
        for line in [
            "-5%",
            "*bold*",
            "1986. The year",
            "2. b",
            "o governo",
            "-",
            "•",
            "1.5 times",
            "(a) b",
            "",
            "1.",
            "–",
        ] {
            assert_eq!(read(line, None), None, "{line}");
        }
    }
}
