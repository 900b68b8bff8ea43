//! Where words begin and end for the search, and what is left of a word so that accents and case do not matter.
//!
//! Comes in: plain text. Goes out: its tokens in order. `search.js` cuts queries by the same rule, so that a change here
//! is a change there. The rule is simpler than UAX #29, which browsers and libraries fill with dictionaries that differ.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// The tokens of a text: bytes of it.
///
/// A token is letters, digits and accents; between digits also a point or comma (`4.5`, `5,300`). Scripts that are
/// written without blanks give one token a character. The `s` of `Google's` is none.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices().peekable();
    let mut before = None;
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            let behind = before.replace(first);
            if stands_alone(first) {
                return Some(start..start + first.len_utf8());
            }
            if !is_part(first) {
                continue;
            }
            let (mut end, mut last) = (start + first.len_utf8(), first);
            while let Some((at, c)) = chars.next_if(|(at, c)| {
                let joins = matches!(c, '.' | ',') && last.is_numeric();
                is_part(*c) || joins && text[at + 1..].starts_with(char::is_numeric)
            }) {
                (end, last) = (at + c.len_utf8(), c);
            }
            before = Some(last);
            let possessive =
                matches!(behind, Some('\'' | '’')) && matches!(&text[start..end], "s" | "S");
            if !possessive {
                return Some(start..end);
            }
        }
    })
}

/// Whether a character is part of a token of several.
fn is_part(c: char) -> bool {
    (c.is_alphanumeric() || is_accent(c)) && !stands_alone(c)
}

/// Combining diacritical marks, which folding takes away.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Han, Hiragana, Thai, Lao, Khmer and Burmese: words are not kept apart by blanks.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{309f}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// A word in lower case.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

/// A word as people type it who leave accents out: compatibility forms (NFKD) without combining diacritical marks.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let bare: String = word.nfkd().filter(|c| !is_accent(*c)).collect();
    Cow::Owned(bare.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_end_where_letters_and_digits_do() {
        check(
            "Runway’s Gen-4.5, at $5.3B.",
            &["Runway", "Gen", "4.5", "at", "5.3B"],
        );
        check(
            "5,300,000 or 5, or 10-K",
            &["5,300,000", "or", "5", "or", "10", "K"],
        );
        check("l'été Müller", &["l", "été", "Müller"]);
        check("e\u{301}te\u{301}", &["e\u{301}te\u{301}"]);
        check("人工 AI とカメラ", &["人", "工", "AI", "と", "カメラ"]);
        check("'s 's S", &["S"]);
        check("", &[]);
        check("…—", &[]);
    }

    #[test]
    fn case_and_accents_fold_away() {
        for (word, folded) in [
            ("MÜLLER", "muller"),
            ("e\u{301}te\u{301}", "ete"),
            ("Ｆｕｌｌ", "full"),
            ("Ωμέγα", "ωμεγα"),
        ] {
            assert_eq!(fold(&lower(word)), folded);
        }
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_pieces_of_the_text_in_order(text in "\\PC{0,60}") {
            let mut end = 0;
            for range in tokens(&text) {
                proptest::prop_assert!(range.start >= end && range.end > range.start);
                proptest::prop_assert!(text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
