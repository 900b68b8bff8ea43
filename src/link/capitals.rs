//! Capitalised names in running text, whether or not anybody knows them.
//!
//! Comes in: a run of text. Goes out: its capitalised words, those that stand together as one name. Nothing is known
//! here of companies; whether a word is a name or only begins a sentence is left to who asks.

use std::collections::HashSet;
use std::ops::Range;

use super::sentence;
use crate::markdown::{Linkable, TextRun};

/// Capitalised words that stand together: `Luma AI`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Capitals {
    /// The bytes of each word, in order; at least one.
    pub(crate) words: Vec<Range<usize>>,
    /// Whether the first word begins a sentence, or stands behind a colon, a bullet or an opening quote, where any word
    /// may have a capital.
    pub(crate) begins: bool,
}

impl Capitals {
    /// The bytes from the first word to the last.
    pub(crate) fn range(&self) -> Range<usize> {
        let start = self.words.first().map_or(0, |word| word.start);
        start..self.words.last().map_or(start, |word| word.end)
    }

    /// The same without its first word, unless it has no other.
    pub(crate) fn tail(&self) -> Option<Self> {
        let words = self.words.get(1..).filter(|words| !words.is_empty())?;
        Some(Self {
            words: words.to_vec(),
            begins: false,
        })
    }
}

/// The capitalised names of a run, as long as they go. What is code, a picture or suppressed has none.
pub(crate) fn capitals(run: &TextRun) -> Vec<Capitals> {
    let text = &*run.text;
    let sentences: HashSet<usize> = sentence::ends(text).collect();
    let mut found: Vec<Capitals> = Vec::new();
    let (mut end, mut open) = (0, false);
    for word in words(text) {
        let gap = &text[end..word.start];
        let begins = end == 0
            || gap.contains(['.', '!', '?', ':', ';', '•', '“', '‘', '"'])
            || (end..=word.start).any(|at| sentences.contains(&at));
        end = word.end;
        let capital = text[word.clone()].starts_with(char::is_uppercase);
        if !capital || !is_prose(run, &word) {
            open = false;
            continue;
        }
        match found.last_mut() {
            Some(name) if open && !begins && matches!(gap, " " | "\u{a0}" | " & ") => {
                name.words.push(word);
            }
            _ => found.push(Capitals {
                words: vec![word],
                begins,
            }),
        }
        // A possessive ends a name: `Google’s Veo` are two.
        open = !text[end..].starts_with(['\'', '\u{2019}']);
    }
    found
}

/// The words of a text. A hyphen, a full stop or an ampersand between letters is part of one (`Character.AI`), a hyphen
/// before a small letter is not (`Google-backed`).
pub(crate) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let mut end = start;
        let mut chars = text[start..].chars().peekable();
        while let Some(c) = chars.next() {
            let joins = match c {
                '-' | '\u{2011}' => chars
                    .peek()
                    .is_some_and(|c| c.is_uppercase() || c.is_numeric()),
                '.' | '&' => chars.peek().is_some_and(|c| c.is_alphanumeric()),
                _ => c.is_alphanumeric(),
            };
            if !joins {
                break;
            }
            end += c.len_utf8();
        }
        from = end;
        Some(start..end)
    })
}

fn is_prose(run: &TextRun, word: &Range<usize>) -> bool {
    let first = run
        .segments
        .partition_point(|segment| segment.text.end as usize <= word.start);
    run.segments
        .get(first)
        .is_some_and(|segment| matches!(segment.linkable, Linkable::Yes | Linkable::InLink(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown;

    fn found(text: &str) -> Vec<(String, bool)> {
        let runs = markdown::text_runs(text);
        let names = |run: &TextRun| -> Vec<_> {
            let names = capitals(run).into_iter();
            names
                .map(|name| (run.text[name.range()].to_owned(), name.begins))
                .collect()
        };
        runs.iter().flat_map(names).collect()
    }

    #[test]
    fn a_name_goes_as_far_as_its_capitals() {
        let told = found(
            "Yesterday Luma AI met Google’s Veo team, Google-backed Character.AI and *Johnson* & Johnson. \
             Nobody: `Code Here` or \\Tesla.",
        );
        let told: Vec<(&str, bool)> = told
            .iter()
            .map(|(name, begins)| (&**name, *begins))
            .collect();
        assert_eq!(
            told,
            [
                ("Yesterday Luma AI", true),
                ("Google", false),
                ("Veo", false),
                ("Google", false),
                ("Character.AI", false),
                ("Johnson & Johnson", false),
                ("Nobody", true),
            ]
        );
    }
}
