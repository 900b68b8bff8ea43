//! The ids of numbers, effects and watch items.
//!
//! Comes in: items, one after the other. Goes out: the id that was given, else kind and ordinal (`w2`); and an error
//! where two items of one brief would have the same, since an id is an anchor of its page.

use std::collections::HashMap;

use super::reader::{Field, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{At, Slug};

/// The ids of one brief so far, and where they come from.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<Box<str>, At>);

impl Ids {
    /// The id of the item at `at`: `given`, or `kind` and `ordinal`.
    pub(super) fn give(
        &mut self,
        r: &mut Reader<'_>,
        given: Option<Field<'_>>,
        kind: char,
        ordinal: usize,
        at: &At,
    ) -> Box<str> {
        let read = given.and_then(|field| {
            let id = r.words(&field, "parity")?;
            if is_id(&id) {
                return Some((id, field.at()));
            }
            let help = match Slug::from_name(&id) {
                Some(good) => format!("write `id: {good}`"),
                None => "use letters, digits, `-` and `_`".into(),
            };
            r.tell(Code::InvalidValue, &field, format!("`{id}` is no id"), help);
            None
        });
        let (id, at) = read.unwrap_or_else(|| (format!("{kind}{ordinal}").into(), at.clone()));
        if let Some(first) = self.0.get(&id) {
            let span = r.place(&at);
            let first = r.place(first);
            r.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    span,
                    format!("two items of this brief have the id `{id}`"),
                )
                .related(first, "the first is here")
                .help("give each an `id` of its own"),
            );
        } else {
            self.0.insert(id.clone(), at);
        }
        id
    }
}

/// Ids are anchors and parts of `brief#id`: letters, digits, `-`, `_` and `.` of ASCII.
fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    text.len() <= 100 && text.bytes().all(allowed)
}
