//! Plain text becomes the Markdown body of a brief.
//!
//! Comes in: lines of text that nobody wrote as Markdown. Goes out: the same words as sections, paragraphs and lists,
//! escaped so that a reader sees them as they were, and what was found on the way.
//!
//! 1. [`blocks`] finds headings, paragraphs and list items.
//! 2. [`lead`] takes a title, a date and a byline off the lines before the first heading.
//! 3. [`orders`] gives each effect a paragraph, [`items`] makes lists of the numbers and watch items that stand there
//!    without bullets, [`alone`] tells of lines that may be headings.
//! 4. [`mod@write`] sets labels bold, escapes, and writes it all down.

mod alone;
mod blocks;
mod bullet;
pub(super) mod escape;
mod items;
mod lead;
mod orders;
pub(super) mod sentence;
mod table;
mod write;

pub(super) use lead::Lead;

use super::heading::Names;
use super::report::{Notes, SectionFound};
use super::text::Line;

/// A plain text that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// The body.
    pub(super) markdown: String,
    /// Its sections.
    pub(super) sections: Vec<SectionFound>,
    /// What stood before the first heading and says something about the brief.
    pub(super) lead: Lead,
}

/// Whether a title is still wanted, so that a line that looks like one is taken for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Title {
    Wanted,
    Given,
}

/// Reads `lines`.
pub(super) fn read(lines: &[Line], title: Title, names: &Names, notes: &mut Notes) -> Plain {
    let (mut blocks, sections) = blocks::read(lines, names, notes);
    let lead = lead::take(&mut blocks, title, notes);
    let mut blocks = orders::mend(blocks, notes);
    items::list(&mut blocks, notes);
    alone::tell(&blocks, notes);
    Plain {
        markdown: write::markdown(&blocks),
        sections,
        lead,
    }
}

#[cfg(test)]
mod tests;
