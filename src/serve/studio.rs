//! A site that is kept up to date: files are read, documents parsed and linked, only as far as something changed.
//!
//! Comes in: the site's folder, then batches of changed paths. Goes out: a [`Proof`] after each, which answers for
//! every route until the next is there. Knows no network, and writes nothing.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::Author;
use super::good::{Faults, Good, Restored};
use super::kept::Kept;
use super::proof::{Draft, Proof};
use super::since::Since;
use crate::diagnostic::{self, Diagnostic, Tally, Told};
use crate::fault::Result;
use crate::press::{self, Memo, Press};
use crate::source::{Content, SourceFile, Sources};

/// Paths that may have changed, relative to the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// Files or folders: new, changed or gone.
    pub(super) paths: BTreeSet<String>,
    /// Whether anything else may have changed too.
    pub(super) all: bool,
}

/// The site as it is being worked on.
pub(super) struct Studio {
    author: Arc<dyn Author>,
    options: press::Options,
    sources: Arc<Sources>,
    /// What is wrong with files that could not be read as text.
    unreadable: Vec<Diagnostic>,
    maker: Maker,
    proof: Arc<Proof>,
}

/// What makes each site from its files, and remembers how it made the one before.
#[derive(Default)]
struct Maker {
    memo: Memo,
    good: Good,
    /// The last press with nothing wrong.
    whole: Option<Arc<Press>>,
    kept: Arc<Kept>,
}

/// What came of taking changes in.
pub(super) struct Taken {
    /// The proof to show from now on.
    pub(super) proof: Arc<Proof>,
    /// How many files were really different.
    pub(super) files: usize,
    /// What is wrong now and was not before.
    pub(super) fresh: Vec<Diagnostic>,
    /// How much was wrong before.
    pub(super) before: Tally,
}

/// What a changed file means for a page that a browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Pages are made from it.
    Page,
    /// It is a stylesheet, which can be swapped.
    Style,
    /// Pages refer to it: a picture, a script.
    File,
}

impl Studio {
    /// Reads the site for the first time.
    ///
    /// # Errors
    /// As [`Sources::read`].
    pub(super) fn open(root: &Path, author: Arc<dyn Author>) -> Result<(Self, Arc<Proof>)> {
        let checked = Sources::read(root)?;
        let mut sources = checked.value;
        let options = author.view(&press::config(&sources));
        let mut maker = Maker::default();
        press::complete(&mut sources);
        let sources = Arc::new(sources);
        let draft = maker.print(&sources, &checked.diagnostics, &options);
        let proof = Arc::new(Proof::new(
            None,
            Since::start(),
            Arc::clone(&sources),
            draft,
        ));
        let studio = Self {
            author,
            options,
            sources,
            unreadable: checked.diagnostics,
            maker,
            proof: Arc::clone(&proof),
        };
        Ok((studio, proof))
    }

    /// Takes in what changed: files, or the day. `None` if nothing did.
    ///
    /// # Errors
    /// As [`Sources::read_again`]; all is then as it was before.
    pub(super) fn take_in(&mut self, changes: &Changes) -> Result<Option<Taken>> {
        if changes.is_empty() && self.author.view(&press::config(&self.sources)) == self.options {
            return Ok(None);
        }
        let mut sources = Sources::clone(&self.sources);
        let unreadable = self.read(&mut sources, changes)?;
        press::complete(&mut sources);
        let different = difference(&self.sources, &sources, changes);
        let options = self.author.view(&press::config(&sources));
        if different.is_empty() && unreadable == self.unreadable && options == self.options {
            return Ok(None);
        }
        let sources = Arc::new(sources);
        let draft = self.maker.print(&sources, &unreadable, &options);
        let number = self.proof.number() + 1;
        let mut since = self.proof.since().clone();
        for path in &different {
            match kind(path) {
                Kind::Page => since.pages = number,
                Kind::Style => since.styles = number,
                Kind::File => since.files.note(number, path),
            }
        }
        if different.is_empty() {
            since.pages = number;
        }
        self.unreadable = unreadable;
        self.options = options;
        self.sources = Arc::clone(&sources);
        let proof = Arc::new(Proof::new(Some(&self.proof), since, sources, draft));
        let before = std::mem::replace(&mut self.proof, Arc::clone(&proof));
        Ok(Some(Taken {
            fresh: fresh(before.told(), proof.told(), proof.sources()),
            before: before.tally(),
            files: different.len(),
            proof,
        }))
    }

    /// Remembers nothing of how it made the newest proof: after a panic on the way to the next, what is remembered may be
    /// half of one and half of the other.
    pub(super) fn start_over(&mut self) {
        self.maker.memo = Memo::default();
        self.maker.good.start_over();
    }

    /// Reads again what may have changed. Gives all that is wrong with files that can't be read as text.
    fn read(&self, sources: &mut Sources, changes: &Changes) -> Result<Vec<Diagnostic>> {
        if changes.all {
            return sources.read_again();
        }
        let mut unreadable = self.unreadable.clone();
        for path in &changes.paths {
            let told = sources.read_path(path)?;
            unreadable.retain(|diagnostic| {
                let of = diagnostic
                    .span
                    .map_or("", |span| &*sources.file(span.source).path);
                !is_at(of, path)
            });
            unreadable.extend(told);
        }
        Ok(unreadable)
    }
}

impl Maker {
    /// Makes the site of these files anew: of the last good version of each that is broken. What is wrong is told of the
    /// files as they are.
    fn print(
        &mut self,
        sources: &Arc<Sources>,
        unreadable: &[Diagnostic],
        options: &press::Options,
    ) -> Draft {
        let understood = press::understand(sources, options, &mut self.memo);
        let faults = Faults::of(&understood, unreadable, sources);
        let made = match self.good.stand_in(sources, &faults) {
            None => {
                let (press, mut told) = understood.link(sources, &mut self.memo);
                told.add(unreadable.to_vec());
                Made {
                    is_good: !press::has_errors(told.iter()),
                    press,
                    told,
                    shown: Arc::clone(sources),
                    restored: Restored::default(),
                    faults,
                    memo: None,
                }
            }
            Some((shown, restored)) => {
                let mut memo = self.good.memo(&self.memo);
                let (_, mut told) = understood.link(sources, &mut self.memo);
                told.add(unreadable.to_vec());
                let understood = press::understand(&shown, options, &mut memo);
                let faults = Faults::of(&understood, &[], &shown);
                let (press, of_shown) = understood.link(&shown, &mut memo);
                Made {
                    is_good: !press::has_errors(of_shown.iter()),
                    press,
                    told,
                    shown: Arc::new(shown),
                    restored,
                    faults,
                    memo: Some(memo),
                }
            }
        };
        let press = made.press.map(Arc::new);
        if made.is_good {
            self.whole.clone_from(&press);
        }
        let draft = Draft {
            press,
            whole: self.whole.clone(),
            told: made.told,
            shown: Arc::clone(&made.shown),
            restored: made.restored,
            all_broken: made.faults.setting,
            kept: Arc::clone(&self.kept),
        };
        self.good.keep(made.shown, made.faults, made.memo);
        draft
    }
}

/// A site as it was made.
struct Made {
    press: Option<Press>,
    /// What is wrong with the files as they are.
    told: Told,
    /// The files that it was made of.
    shown: Arc<Sources>,
    restored: Restored,
    /// What is broken in those.
    faults: Faults,
    /// Whether nothing is wrong with it.
    is_good: bool,
    /// How it was made, if not of the files as they are.
    memo: Option<Memo>,
}

/// The paths whose content is not the same in both.
fn difference(before: &Sources, after: &Sources, changes: &Changes) -> BTreeSet<String> {
    let mut different = BTreeSet::new();
    let mut compare = |file: &SourceFile, other: &Sources| {
        let other = other.by_path(&file.path);
        if other.is_none_or(|other| !is_same(&file.content, &other.content)) {
            different.insert(file.path.to_string());
        }
    };
    if changes.all {
        after.iter().for_each(|file| compare(file, before));
        before.iter().for_each(|file| compare(file, after));
    } else {
        for path in &changes.paths {
            after.at(path).for_each(|file| compare(file, before));
            before.at(path).for_each(|file| compare(file, after));
        }
    }
    different
}

fn is_same(a: &Content, b: &Content) -> bool {
    match (a, b) {
        (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(a, b) || a == b,
        (Content::Bytes(a), Content::Bytes(b)) => Arc::ptr_eq(a, b) || a == b,
        (
            Content::OnDisk {
                len: a,
                modified: x,
            },
            Content::OnDisk {
                len: b,
                modified: y,
            },
        ) => a == b && x == y,
        _ => false,
    }
}

/// What is in `after` and not in `before`, in order. A diagnostic that has only moved in its file is not new.
fn fresh(before: &Told, after: &Told, sources: &Sources) -> Vec<Diagnostic> {
    fn address(piece: &Arc<[Diagnostic]>) -> *const Diagnostic {
        piece.as_ptr()
    }
    fn others<'a>(told: &'a Told, of: &Told) -> impl Iterator<Item = &'a Diagnostic> {
        let shared: HashSet<_> = of.pieces().iter().map(address).collect();
        let others = told
            .pieces()
            .iter()
            .filter(move |piece| !shared.contains(&address(piece)));
        others.flat_map(|piece| piece.iter())
    }
    let key = |d: &Diagnostic| (d.span.map(|span| span.source), d.code, d.message.clone());
    let known: HashSet<_> = others(before, after).map(key).collect();
    let mut fresh: Vec<Diagnostic> = others(after, before)
        .filter(|d| !known.contains(&key(d)))
        .cloned()
        .collect();
    diagnostic::sort(&mut fresh, sources);
    fresh
}

fn kind(path: &str) -> Kind {
    let in_theme = |path: &str| {
        let mut parts = path.split('/');
        parts.next() == Some("themes") && parts.nth(1) == Some("static")
    };
    if path.ends_with(".css") {
        Kind::Style
    } else if path.starts_with("static/")
        || in_theme(path)
        || (path.starts_with("content/") && !path.ends_with(".md"))
    {
        Kind::File
    } else {
        Kind::Page
    }
}

/// Whether `path` is `place` or below it.
fn is_at(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Changes {
    /// Everything may have changed.
    pub(super) fn everything() -> Self {
        Self {
            all: true,
            ..Self::default()
        }
    }

    /// Whether nothing has.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_change_means_for_a_page_is_told_by_its_path() {
        for (path, expected) in [
            ("site.yaml", Kind::Page),
            ("content/briefs/a.md", Kind::Page),
            ("content/briefs/a/photo.png", Kind::File),
            ("themes/own/templates/brief.html", Kind::Page),
            ("themes/own/theme.yaml", Kind::Page),
            ("themes/own/static/style.css", Kind::Style),
            ("themes/own/static/menu.js", Kind::File),
            ("static/print.css", Kind::Style),
            ("static/logo.svg", Kind::File),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }
}
