//! Levels of headings.
//!
//! Comes in: the lines of a body. Goes out: what is added to the levels of an author's own headings, so that the sections of
//! a brief have level 2.

use super::super::heading::{self, Names};
use super::super::signs::{Fences, atx};
use super::super::text::Line;

/// What is added to the levels of an author's own headings: as much as makes the sections of a brief, if they all have
/// one level, headings of level 2.
pub(super) fn shift(lines: &[Line], names: &Names) -> isize {
    let mut levels = Vec::new();
    let mut code = Fences::default();
    for line in lines {
        if !code.covers(line)
            && let Some((level, _)) = atx(line.trimmed())
            && heading::known(line.trimmed(), false, names).is_some()
        {
            levels.push(level);
        }
    }
    let Some(&first) = levels.first() else {
        return 0;
    };
    if levels.iter().any(|level| *level != first) {
        return 0;
    }
    2 - isize::try_from(first).unwrap_or(2)
}
