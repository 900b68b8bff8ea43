//! Headings get anchors: readable, stable, unique in their document.

use std::collections::HashMap;

use crate::model::Slug;

/// The anchors that a document has given out so far.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Each anchor, and the number that its next namesake tries first.
    taken: HashMap<Box<str>, u32>,
}

impl Anchors {
    /// The anchor of the next heading: `wanted` if it is safe, else made of `text`; with `-2`, `-3` if it is taken.
    pub(super) fn give(&mut self, wanted: Option<&str>, text: &str) -> Box<str> {
        let base: Box<str> = match wanted.filter(|id| is_safe(id)) {
            Some(id) => id.into(),
            // Long enough for any real heading, and the cost of a page of text in a heading stays bounded.
            None => {
                let start = &text[..text.floor_char_boundary(200)];
                Slug::from_name(start).map_or_else(|| "section".into(), |slug| slug.as_str().into())
            }
        };
        let Some(&first) = self.taken.get(&base) else {
            self.taken.insert(base.clone(), 2);
            return base;
        };
        let mut number = first;
        let anchor = loop {
            let candidate: Box<str> = format!("{base}-{number}").into();
            number += 1;
            if !self.taken.contains_key(&candidate) {
                break candidate;
            }
        };
        self.taken.insert(base, number);
        self.taken.insert(anchor.clone(), 2);
        anchor
    }
}

/// Whether an author's `{#id}` can be an anchor: ASCII letters, digits, `-`, `_` and `.`, a letter or digit first.
/// Footnotes have a `:` in their ids and so never meet a heading.
fn is_safe(id: &str) -> bool {
    id.len() <= 100
        && id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn anchors_are_unique_and_safe() {
        let mut anchors = Anchors::default();
        let cases = [
            (None, "The Numbers", "the-numbers"),
            (None, "The numbers", "the-numbers-2"),
            (None, "The Numbers 2", "the-numbers-2-2"),
            (None, "The Numbers", "the-numbers-3"),
            (Some("Facts"), "x", "Facts"),
            (Some("Facts"), "y", "Facts-2"),
            (Some("fn:1"), "Notes", "notes"),
            (Some("\"><script>"), "Évil", "evil"),
            (None, "!!!", "section"),
            (None, "", "section-2"),
        ];
        for (wanted, text, expected) in cases {
            assert_eq!(&*anchors.give(wanted, text), expected, "{wanted:?} {text}");
        }
    }

    #[test]
    fn a_long_heading_is_cut_between_characters() {
        let anchor = Anchors::default().give(None, &"é".repeat(5000));
        assert_eq!(&*anchor, "e".repeat(100));
    }
}
