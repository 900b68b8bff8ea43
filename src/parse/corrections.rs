//! What was corrected after a brief was published.
//!
//! Comes in: `corrections`. Goes out: each with its day and its text, the latest first.

use super::keys::Keys;
use super::reader::{Field, Reader};
use crate::model::{Correction, Moment, Written};

const EXAMPLE: &str = "{ date: 2026-03-01, text: The valuation was $5.3B, not $5.8B. }";

/// `[{ date: 2026-03-01, text: ... }]`.
pub(super) fn corrections(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for item in field.items() {
        let Some(mut keys): Option<Keys<'_>> = r.map(&item, EXAMPLE) else {
            continue;
        };
        let date = keys
            .need(r, &["date"], "2026-03-01")
            .and_then(|f| r.moment(&f));
        let text = keys
            .need(r, &["text"], "\"The valuation was $5.3B, not $5.8B.\"")
            .and_then(|f| r.text(&f, "The valuation was $5.3B, not $5.8B."));
        keys.finish(r, "a correction");
        if let (Some(date), Some(text)) = (date, text) {
            corrections.push(Correction { date, text });
        }
    }
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.value.day));
    corrections
}

/// When a brief was last changed: a correction is a change, whether its author says so or not.
pub(super) fn last_change(
    updated: Option<Written<Moment>>,
    corrections: &[Correction],
) -> Option<Written<Moment>> {
    let corrected = corrections.first().map(|latest| latest.date.clone());
    match (updated, corrected) {
        (Some(said), Some(corrected)) if corrected.value.day > said.value.day => Some(corrected),
        (Some(said), _) => Some(said),
        (None, corrected) => corrected,
    }
}
