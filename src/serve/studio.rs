//! A site that is kept up to date: files are read, documents parsed and linked, only as far as something changed.
//!
//! Comes in: the site's folder, then batches of changed paths. Goes out: a [`Proof`] after each, which answers for
//! every route until the next is there. Knows no network, and writes nothing.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use super::Author;
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
    memo: Memo,
    kept: Arc<Kept>,
    /// The last press with nothing wrong.
    whole: Option<Arc<Press>>,
    proof: Arc<Proof>,
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
        let mut memo = Memo::default();
        let kept = Arc::new(Kept::default());
        let (draft, whole) = print(
            &mut sources,
            &checked.diagnostics,
            &options,
            &mut memo,
            None,
        );
        let sources = Arc::new(sources);
        let proof = Arc::new(Proof::new(
            None,
            Since::start(),
            Arc::clone(&sources),
            draft,
            Arc::clone(&kept),
        ));
        let studio = Self {
            author,
            options,
            sources,
            unreadable: checked.diagnostics,
            memo,
            kept,
            whole,
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
        let (draft, whole) = print(
            &mut sources,
            &unreadable,
            &options,
            &mut self.memo,
            self.whole.clone(),
        );
        self.whole = whole;
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
        self.sources = Arc::new(sources);
        let sources = Arc::clone(&self.sources);
        let proof = Arc::new(Proof::new(
            Some(&self.proof),
            since,
            sources,
            draft,
            Arc::clone(&self.kept),
        ));
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
        self.memo = Memo::default();
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

/// Links a site anew. Gives what the next proof is made of, and the last press with nothing wrong.
fn print(
    sources: &mut Sources,
    unreadable: &[Diagnostic],
    options: &press::Options,
    memo: &mut Memo,
    whole: Option<Arc<Press>>,
) -> (Draft, Option<Arc<Press>>) {
    let (press, mut told) = press::load_again(sources, options, memo);
    told.add(unreadable.to_vec());
    let press = press.map(Arc::new);
    let whole = if press::has_errors(told.iter()) {
        whole
    } else {
        press.clone()
    };
    let draft = Draft {
        press,
        whole: whole.clone(),
        told,
    };
    (draft, whole)
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
