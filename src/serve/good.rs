//! The last good version of every file, and the site that is made of those.
//!
//! Comes in: the files as they are now, and which of them are broken. Goes out: the same files with each broken one as it
//! was when it was last good; nothing, if there is none to put in the place of another. What is deleted is gone, whatever
//! is broken. site.yaml and the theme lean on each other, and count as one.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Files as _, Severity, SourceId};
use crate::press::{Memo, Understood};
use crate::source::Sources;

/// Which files can't be taken as they are.
#[derive(Debug, Default)]
pub(super) struct Faults {
    files: HashSet<SourceId>,
    /// Whether site.yaml or the theme is broken, so that all pages are.
    pub(super) setting: bool,
}

/// The files that the site was last made of.
#[derive(Debug)]
pub(super) struct Good {
    sources: Arc<Sources>,
    /// What was broken in them: it was never good.
    faults: Faults,
    /// How the site was made of them, if they are not the files as they are.
    memo: Option<Memo>,
}

/// What stands in the place of something that is broken.
#[derive(Debug, Default)]
pub(super) struct Restored {
    files: HashSet<SourceId>,
    setting: bool,
}

impl Faults {
    /// Of files as they were `understood`, some of which are `unreadable`.
    pub(super) fn of(
        understood: &Understood,
        unreadable: &[Diagnostic],
        sources: &Sources,
    ) -> Self {
        let is_usable = |id: &SourceId| sources.by_path(sources.path(*id)).is_some();
        // Whether what is passed over is an error, or to be expected, is said where it was read.
        let mut files: HashSet<SourceId> = understood.unfit().filter(is_usable).collect();
        let errors = unreadable.iter().filter(|d| d.severity == Severity::Error);
        files.extend(errors.filter_map(|d| d.span).map(|span| span.source));
        let is_broken_setting = files.iter().any(|id| is_of_setting(sources.path(*id)));
        Self {
            setting: is_broken_setting || !understood.setting_is_fit(),
            files,
        }
    }
}

impl Default for Good {
    /// Before anything was read nothing was good.
    fn default() -> Self {
        Self {
            sources: Arc::default(),
            faults: Faults {
                files: HashSet::new(),
                setting: true,
            },
            memo: None,
        }
    }
}

impl Good {
    /// The files to make the site of, if they are others than `now`.
    pub(super) fn stand_in(&self, now: &Sources, faults: &Faults) -> Option<(Sources, Restored)> {
        let before = &*self.sources;
        let mut restored = Restored {
            files: HashSet::new(),
            setting: faults.setting && !self.faults.setting,
        };
        for id in &faults.files {
            // A folder that can't be read may hold any of the files that it held.
            let known = before.at(now.path(*id)).map(|file| file.id);
            let known = known.filter(|id| !is_of_setting(now.path(*id)));
            restored
                .files
                .extend(known.filter(|id| !self.faults.files.contains(id)));
        }
        if restored.files.is_empty() && !restored.setting {
            return None;
        }
        let mut shown = now.clone();
        for id in &restored.files {
            let file = before.file(*id);
            shown.add(&file.path, file.content.clone());
        }
        if restored.setting {
            for path in SETTING {
                shown.remove(path);
                for file in before.at(path) {
                    shown.add(&file.path, file.content.clone());
                }
            }
        }
        Some((shown, restored))
    }

    /// How the site was made that is to be made again; of `memo`, if it was made of the files as they were.
    pub(super) fn memo(&mut self, memo: &Memo) -> Memo {
        self.memo.take().unwrap_or_else(|| memo.clone())
    }

    /// Remembers what the site was made of, and what is broken in that; `memo` if that are not the files as they are.
    pub(super) fn keep(&mut self, sources: Arc<Sources>, faults: Faults, memo: Option<Memo>) {
        *self = Self {
            sources,
            faults,
            memo,
        };
    }

    /// Remembers nothing of how the site was made.
    pub(super) fn start_over(&mut self) {
        self.memo = None;
    }
}

impl Restored {
    /// Whether what is made from this file is as it was before something broke.
    pub(super) fn has(&self, source: Option<SourceId>) -> bool {
        self.setting || source.is_some_and(|id| self.files.contains(&id))
    }
}

/// What decides on every page.
const SETTING: [&str; 2] = ["site.yaml", "themes"];

fn is_of_setting(path: &str) -> bool {
    SETTING.contains(&path) || path.starts_with("themes/")
}
