//! What changed last, and when, by what a browser must do about it.

use std::collections::VecDeque;
use std::sync::Arc;

use serde::Serialize;

/// How many changed files are remembered. A page that has missed more is loaded again.
const MOST: usize = 64;

/// The numbers of the proofs that last changed something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Since {
    /// What pages are made from.
    pub(super) pages: u64,
    /// Stylesheets.
    pub(super) styles: u64,
    /// Other files that pages refer to.
    pub(super) files: Files,
}

/// The other files that changed last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Files {
    /// What changed at this number or before is no longer known.
    forgotten: u64,
    /// Each with the number at which it changed, and its name without the folder, the oldest first.
    changed: VecDeque<(u64, Arc<str>)>,
}

impl Since {
    /// Everything is new at the first proof.
    pub(super) fn start() -> Self {
        Self {
            pages: 1,
            styles: 1,
            files: Files {
                forgotten: 1,
                changed: VecDeque::new(),
            },
        }
    }
}

impl Files {
    /// Notes that the file at `path` changed with proof `number`.
    pub(super) fn note(&mut self, number: u64, path: &str) {
        if self.changed.len() == MOST
            && let Some((oldest, _)) = self.changed.pop_front()
        {
            self.forgotten = oldest;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        self.changed.push_back((number, name.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_is_known_to_be() {
        let mut files = Since::start().files;
        files.note(2, "static/a/logo.svg");
        assert_eq!(files.changed, [(2, "logo.svg".into())]);
        assert_eq!(files.forgotten, 1);
        (3..=65).for_each(|number| files.note(number, "b.png"));
        assert_eq!((files.forgotten, files.changed.len()), (1, 64));
        files.note(66, "b.png");
        assert_eq!((files.forgotten, files.changed.len()), (2, 64));
    }
}
