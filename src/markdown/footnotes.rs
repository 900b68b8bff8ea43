//! Footnotes that nothing refers to: no page shows them, so nobody else may tell of them.
//!
//! Comes in: the tokens of a text. Goes out: the bytes of such footnotes.

use std::collections::HashSet;
use std::ops::Range;

use super::token::{Kind, Token};

/// The footnotes of a text, and what is referred to.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    defined: Vec<(String, Range<u32>)>,
    used: HashSet<String>,
}

impl Footnotes {
    /// Reads one token. Its range is that of the whole element.
    pub(super) fn take(&mut self, token: &Token<'_>, range: &Range<u32>) {
        match token {
            Token::Start(Kind::Footnote(label)) => {
                self.defined.push((label.to_lowercase(), range.clone()));
            }
            Token::FootnoteReference(label) => {
                self.used.insert(label.to_lowercase());
            }
            _ => {}
        }
    }

    /// The bytes of those that nothing refers to, in order.
    pub(super) fn unused(&self) -> impl Iterator<Item = Range<u32>> {
        (self.defined.iter())
            .filter(|(label, _)| !self.used.contains(label))
            .map(|(_, range)| range.clone())
    }
}
