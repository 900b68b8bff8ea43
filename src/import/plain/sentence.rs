//! The first sentence of a text, for a title where none was given.
//!
//! Comes in: plain text. Goes out: some of its first words. A sentence ends at a full stop with a capital letter (or
//! nothing) after it, and not after an abbreviation or an initial.

/// The longest title that is made of a sentence, in characters.
const LENGTH: usize = 100;

/// A title: the first sentence without its full stop, cut at a word if it is long.
pub(crate) fn title(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = first(&text);
    let sentence = sentence
        .strip_suffix('.')
        .filter(|s| !s.ends_with('.'))
        .unwrap_or(sentence);
    shorten(sentence)
}

/// The first sentence, with its full stop and the quotes that close it.
fn first(text: &str) -> &str {
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let after = at + c.len_utf8();
        let rest = &text[after..];
        let closed = rest.trim_start_matches(['’', '”', '"', '\'', ')', ']', '»']);
        let end = text.len() - closed.len();
        let next = closed.trim_start();
        let begins = next.is_empty()
            || next.len() < closed.len()
                && !next.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
        if begins && !(c == '.' && is_short(&text[..at])) {
            return &text[..end];
        }
    }
    text
}

/// Whether the word before a full stop is an initial or an abbreviation.
fn is_short(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "inc", "corp", "co", "ltd", "llc", "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "jr",
        "sr", "e.g", "i.e", "approx", "est", "dept",
    ];
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let letters = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let initial = letters
        .split('.')
        .all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    initial
        || WORDS
            .iter()
            .any(|known| letters.eq_ignore_ascii_case(known))
}

/// A text cut at a word, with an ellipsis, if it is longer than a title may be.
fn shorten(text: &str) -> String {
    let Some((limit, _)) = text.char_indices().nth(LENGTH) else {
        return text.to_owned();
    };
    let cut = text[..limit].rfind(char::is_whitespace).unwrap_or(limit);
    let head = text[..cut]
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '”' | ')' | '%'));
    format!("{head}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence() {
        for (text, expected) in [
            ("Nvidia ships. And more.", "Nvidia ships"),
            (
                "It sells ‘slow steel.’ With that it",
                "It sells ‘slow steel.’",
            ),
            (
                "Acme Inc. buys J. Doe Corp. for 3.5 billion. Then",
                "Acme Inc. buys J. Doe Corp. for 3.5 billion",
            ),
            ("The U.S. Treasury waits! Yes", "The U.S. Treasury waits!"),
            ("No stop at all", "No stop at all"),
            ("Wait... what. Next", "Wait... what"),
            ("", ""),
            ("x\n\n y", "x y"),
        ] {
            assert_eq!(title(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_title_ends_at_a_word() {
        let long = title(&"wörld models, ".repeat(20));
        assert!(
            long.chars().count() <= LENGTH + 1 && long.ends_with("models…"),
            "{long}"
        );
        assert_eq!(title(&"x".repeat(300)).chars().count(), LENGTH + 1);
    }
}
