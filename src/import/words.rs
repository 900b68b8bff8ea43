//! What counts as a word, and how many of each a text has.
//!
//! Comes in: texts. Goes out: their words, for the law that none is lost. A word is a run of letters and digits;
//! markup, quotes and dashes stand between words, and characters that can't be seen stand nowhere.

use std::collections::BTreeMap;

/// The words of `text`, in order.
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && !is_invisible(c))
        .map(|word| word.replace(is_invisible, ""))
        .filter(|word| !word.is_empty())
}

/// Whether `c` has neither a width nor a meaning of its own: zero-width spaces and joiners, soft hyphens, byte order
/// marks, marks of direction and variation.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// How often each word stands in some texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordCount(BTreeMap<String, usize>);

impl WordCount {
    /// Counts the words of one more text.
    pub(super) fn add(&mut self, text: &str) {
        for word in words(text) {
            *self.0.entry(word).or_default() += 1;
        }
    }

    /// Whether there is no word at all.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words that stand here more often than in `others`, each as often as it is lacking there.
    pub(super) fn lacking_in(&self, others: &Self) -> Vec<String> {
        let mut lacking = Vec::new();
        for (word, count) in &self.0 {
            let there = others.0.get(word).copied().unwrap_or(0);
            lacking.extend((there..*count).map(|_| word.clone()));
        }
        lacking
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits() {
        let all: Vec<_> = words("“Gen-4.5” costs $5.3B; Run\u{200b}way’s, naïve_x").collect();
        assert_eq!(
            all,
            [
                "Gen", "4", "5", "costs", "5", "3B", "Runway", "s", "naïve", "x"
            ]
        );
    }

    #[test]
    fn a_word_that_stands_twice_must_be_found_twice() {
        let (mut here, mut there) = (WordCount::default(), WordCount::default());
        here.add("a b a c");
        there.add("c a x");
        assert_eq!(here.lacking_in(&there), ["a", "b"]);
    }
}
