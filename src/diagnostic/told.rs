//! Many diagnostics, most of which were there before.

use std::sync::Arc;

use super::Diagnostic;

/// All that was found wrong, in pieces that are shared with whoever remembers them: to hand on thousands after an edit
/// of one file costs next to nothing. In no order.
#[derive(Clone, Debug, Default)]
pub struct Told(Vec<Arc<[Diagnostic]>>);

impl Told {
    /// Adds what somebody remembers.
    pub fn share(&mut self, piece: &Arc<[Diagnostic]>) {
        if !piece.is_empty() {
            self.0.push(Arc::clone(piece));
        }
    }

    /// Adds what was found just now.
    pub fn add(&mut self, found: Vec<Diagnostic>) {
        if !found.is_empty() {
            self.0.push(found.into());
        }
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().flat_map(|piece| piece.iter())
    }

    /// The pieces.
    pub fn pieces(&self) -> &[Arc<[Diagnostic]>] {
        &self.0
    }

    /// Copies of all.
    pub fn to_vec(&self) -> Vec<Diagnostic> {
        self.iter().cloned().collect()
    }
}
