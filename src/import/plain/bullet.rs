//! Bullets of every kind.
//!
//! Comes in: a line. Goes out: its mark and the text after it. Numbers and letters are bullets only where they count on, so
//! that `1986. The year` and `a. m.` stay prose.

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A sign: `-`, `•`, `–`, `o`.
    Sign(char),
    /// A number, and whether a full stop or a parenthesis follows it.
    Number(u32, char),
    /// A letter, by its place in the alphabet: `a)`, `(b)`, `c.`.
    Letter(u32),
    /// A small Roman number: `i)`, `(ii)`, `iv.`.
    Roman(u32),
}

/// Signs that are bullets even without a space behind them.
const GLYPHS: &[char] = &[
    '•', '‣', '⁃', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '◇', '➢', '➤', '▶', '►', '⦁', '∙', '▸',
    '▹', '▻', '❖', '✦', '➔', '➜', '➙', '⇒', '👉', '🔹', '🔸', '\u{F0B7}', '\u{F0A7}',
];

/// Signs that need a space.
const SPACED: &[char] = &['-', '*', '+', '–', '—', '−', '·', '→', '»', '‐', '‑'];

/// The mark that a line (without white space around it) begins with, and its text. `last` is the mark before, if items
/// were counted so far.
pub(super) fn read(line: &str, last: Option<Mark>) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let text = rest.trim_start();
    let spaced = text.len() < rest.len() && !text.is_empty();
    if GLYPHS.contains(&first) && !text.is_empty() || SPACED.contains(&first) && spaced {
        return Some((Mark::Sign(first), text));
    }
    // `-Approval` is written in haste; `-$3M` may be a loss.
    if matches!(first, '-' | '–' | '—') && rest.starts_with(char::is_uppercase) {
        return Some((Mark::Sign(first), rest));
    }
    let arrow = ["--", "->", "=>"]
        .iter()
        .find_map(|sign| line.strip_prefix(sign));
    if let Some(rest) = arrow
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
    number(line, last).or_else(|| letter(line, last))
}

/// `a)`, `(b)`, `c.`, `iv)`. Of capitals only those with a parenthesis: `A. Smith` is a person.
fn letter(line: &str, last: Option<Mark>) -> Option<(Mark, &str)> {
    let inner = line.strip_prefix('(');
    let letters = inner.unwrap_or(line);
    let end = letters.find(|c: char| !c.is_ascii_alphabetic())?;
    let word = &letters[..end];
    let small = word.chars().all(|c| c.is_ascii_lowercase());
    let sign = letters[end..].chars().next()?;
    let good = match sign {
        ')' => small || end == 1,
        '.' => small && inner.is_none(),
        _ => false,
    };
    let rest = &letters[end + sign.len_utf8()..];
    if !good || !rest.starts_with(char::is_whitespace) || rest.trim().is_empty() {
        return None;
    }
    let place = match word.as_bytes() {
        [byte] => Some(u32::from(byte.to_ascii_lowercase() - b'a') + 1),
        _ => None,
    };
    let roman = small
        .then(|| ROMAN.iter().position(|known| *known == word))
        .flatten();
    let roman = roman.and_then(|at| u32::try_from(at + 1).ok());
    // `i)` behind `h)` is a letter.
    let mark = match (last, place, roman) {
        (Some(Mark::Letter(before)), Some(place), _) if place == before + 1 => Mark::Letter(place),
        (Some(Mark::Roman(before)), _, Some(number)) if number == before + 1 => Mark::Roman(number),
        (_, Some(1), _) => Mark::Letter(1),
        (_, _, Some(1)) => Mark::Roman(1),
        _ => return None,
    };
    Some((mark, rest.trim_start()))
}

/// The Roman numbers that lists come to.
const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// `1.`, `2)`, `(3)`.
fn number(line: &str, last: Option<Mark>) -> Option<(Mark, &str)> {
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
    let counts = value <= 1 || matches!(last, Some(Mark::Number(before, _)) if before == value - 1);
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
            ("-Approval", None, Mark::Sign('-'), "Approval"),
            ("▸ a", None, Mark::Sign('▸'), "a"),
            ("👉 a", None, Mark::Sign('👉'), "a"),
            ("– a", None, Mark::Sign('–'), "a"),
            ("-- a", None, Mark::Sign('-'), "a"),
            ("-> a", None, Mark::Sign('-'), "a"),
            ("o Acme", None, Mark::Sign('o'), "Acme"),
            ("1. a", None, Mark::Number(1, '.'), "a"),
            (
                "(2) a",
                Some(Mark::Number(1, ')')),
                Mark::Number(2, ')'),
                "a",
            ),
            (
                "12) a",
                Some(Mark::Number(11, ')')),
                Mark::Number(12, ')'),
                "a",
            ),
            ("a) b", None, Mark::Letter(1), "b"),
            ("(b) c", Some(Mark::Letter(1)), Mark::Letter(2), "c"),
            ("i) b", None, Mark::Roman(1), "b"),
            ("iv. b", Some(Mark::Roman(3)), Mark::Roman(4), "b"),
            ("i. b", Some(Mark::Letter(8)), Mark::Letter(9), "b"),
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
            "(b) c",
            "A. Smith",
            "iv. b",
            "",
            "1.",
            "–",
        ] {
            assert_eq!(read(line, None), None, "{line}");
        }
    }
}
