//! Links around names.
//!
//! Comes in: the names that may stand at a place. Goes out: their links, well nested with the elements of the sheet:
//! around a whole element that belongs to the name, else one link on each side of its border.

use std::ops::Range;

use super::{Mention, Sheet};
use crate::markdown::escape;

/// A link around a name.
#[derive(Debug)]
pub(super) struct NameLink {
    /// How many elements were open when it was opened.
    pub(super) depth: usize,
    /// The bytes of the name.
    pub(super) range: Range<u32>,
}

impl Sheet {
    /// Puts the link of a name around a whole inline element that is part of it, or ends the link before an element
    /// of which only a part is.
    pub(super) fn widen(&mut self, range: &Range<u32>, mentions: &[Mention], source: &str) {
        let only_marks = |from: u32, to: u32| {
            // A name in more marks than these is not worth the search.
            to.saturating_sub(from) <= 8
                && source
                    .get(from as usize..to as usize)
                    .is_some_and(|s| s.bytes().all(|b| matches!(b, b'*' | b'_' | b'~')))
        };
        let covers = |end: u32| end >= range.end || only_marks(end, range.end);
        if let Some(name) = &self.name
            && !covers(name.range.end)
        {
            self.end_name();
        }
        if self.name.is_none()
            && let Some((mention, address)) = mentions
                .iter()
                .find(|(mention, _)| mention.end > range.start)
            && mention.start >= range.start
            && only_marks(range.start, mention.start)
            && covers(mention.end)
        {
            self.begin_text();
            self.start_name(mention, address);
        }
    }

    /// Opens the link of a name, unless it is open.
    pub(super) fn start_name(&mut self, mention: &Range<u32>, address: &str) {
        if let Some(name) = &self.name {
            if name.range == *mention {
                return;
            }
            self.end_name();
            if self.name.is_some() {
                return;
            }
        }
        self.out.push_str("<a class=\"company\" href=\"");
        escape::address(&mut self.out, address);
        self.out.push_str("\">");
        self.name = Some(NameLink {
            depth: self.stack.len(),
            range: mention.clone(),
        });
    }

    /// Ends the link of a name, unless elements are open that were opened in it.
    pub(super) fn end_name(&mut self) {
        if self
            .name
            .as_ref()
            .is_some_and(|name| name.depth >= self.stack.len())
        {
            self.out.push_str("</a>");
            self.name = None;
        }
    }

    /// Ends the link of a name that ends at `at` or before.
    pub(super) fn settle_name(&mut self, at: u32) {
        if self.name.as_ref().is_some_and(|name| name.range.end <= at) {
            self.end_name();
        }
    }
}
