//! A site that is kept up to date: files are read, documents parsed and linked, only as far as something changed.
//!
//! Comes in: the site's folder, then batches of changed paths. Goes out: a [`Proof`] after each, which answers for
//! every route until the next is there. Knows no network.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::fault::Result;
use crate::link::Route;
use crate::model::UrlPath;
use crate::press::{self, Memo, Press};
use crate::publish::Artifact;
use crate::source::{Content, Sources};

/// Paths that changed, relative to the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// Files or folders: new, changed or gone.
    pub(super) paths: BTreeSet<String>,
    /// Whether anything else may have changed too.
    pub(super) all: bool,
}

/// The site as it is being worked on.
pub(super) struct Studio {
    root: PathBuf,
    options: press::Options,
    sources: Arc<Sources>,
    /// What is wrong with files that could not be read as text.
    unreadable: Vec<Diagnostic>,
    memo: Memo,
    proof: Arc<Proof>,
}

/// The site at one moment. Never changes.
pub(super) struct Proof {
    number: u64,
    sources: Arc<Sources>,
    press: Option<Arc<Press>>,
    /// The last press before something broke: it still has the pages that the newest lacks.
    whole: Option<Arc<Press>>,
    diagnostics: Vec<Diagnostic>,
    /// Whether only stylesheets changed since the proof before.
    style_only: bool,
}

impl Studio {
    /// Reads the site for the first time.
    pub(super) fn open(root: PathBuf, options: press::Options) -> Result<Self> {
        let checked = Sources::read(&root)?;
        let root = checked.value.root().map_or(root, Path::to_owned);
        let mut studio = Self {
            root,
            options,
            sources: Arc::new(checked.value),
            unreadable: checked.diagnostics,
            memo: Memo::default(),
            proof: Arc::new(Proof {
                number: 0,
                sources: Arc::default(),
                press: None,
                whole: None,
                diagnostics: Vec::new(),
                style_only: false,
            }),
        };
        studio.print(false);
        Ok(studio)
    }

    /// The folder of the site, with links resolved.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The newest proof.
    pub(super) fn proof(&self) -> Arc<Proof> {
        Arc::clone(&self.proof)
    }

    /// Takes in what changed. Gives the proof to show and how many files were really different; if none was, the proof
    /// is the one from before.
    pub(super) fn take_in(&mut self, changes: &Changes) -> (Arc<Proof>, usize) {
        let before = Arc::clone(&self.sources);
        // A fault here is a file in the middle of a move: the next event brings another look.
        if self.read(changes).is_err() {
            return (self.proof(), 0);
        }
        let different = difference(&before, &self.sources);
        if !different.is_empty() {
            let style_only = different
                .iter()
                .all(|path| path.starts_with("themes/") && path.ends_with(".css"));
            self.print(style_only);
        }
        (self.proof(), different.len())
    }

    fn read(&mut self, changes: &Changes) -> Result<()> {
        let mut sources = Sources::clone(&self.sources);
        let mut all = changes.all;
        for path in &changes.paths {
            if all {
                break;
            }
            match sources.read_one(path)? {
                Some(diagnostics) => {
                    let id = sources.id(path);
                    self.unreadable
                        .retain(|d| d.span.map(|span| span.source) != id);
                    self.unreadable.extend(diagnostics);
                }
                None => all = true,
            }
        }
        if all {
            self.unreadable = sources.read_again()?;
        }
        self.sources = Arc::new(sources);
        Ok(())
    }

    fn print(&mut self, style_only: bool) {
        let sources = Arc::make_mut(&mut self.sources);
        let checked = press::load_again(sources, &self.options, &mut self.memo);
        let mut diagnostics = self.unreadable.clone();
        diagnostics.extend(checked.diagnostics);
        diagnostic::sort(&mut diagnostics, sources);
        let press = checked.value.map(Arc::new);
        let good = !press::has_errors(&diagnostics);
        let whole = if good {
            press.clone()
        } else {
            self.proof.whole.clone()
        };
        self.proof = Arc::new(Proof {
            number: self.proof.number + 1,
            sources: Arc::clone(&self.sources),
            press,
            whole,
            diagnostics,
            style_only,
        });
    }
}

/// The paths whose content is not the same in both.
fn difference(before: &Sources, after: &Sources) -> BTreeSet<String> {
    let same = |a: &Content, b: &Content| match (a, b) {
        (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(a, b) || a == b,
        (Content::Bytes(a), Content::Bytes(b)) => a == b,
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
    };
    let changed = after.iter().filter(|file| {
        before
            .by_path(&file.path)
            .is_none_or(|old| !same(&old.content, &file.content))
    });
    let gone = before
        .iter()
        .filter(|file| after.by_path(&file.path).is_none());
    changed
        .chain(gone)
        .map(|file| file.path.to_string())
        .collect()
}

/// What a request gets.
pub(super) enum Answer {
    /// An artifact.
    Made(Artifact),
    /// The same with a slash at the end.
    MovedTo(UrlPath),
    /// Nothing is there; the page that says so, if it can be made.
    Missing(Option<Artifact>),
    /// It can't be made; what is wrong.
    Broken(Vec<Diagnostic>),
}

impl Proof {
    /// Counts up from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The files it is made from.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// All that is wrong, in order.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether only stylesheets changed since the proof before.
    pub(super) fn style_only(&self) -> bool {
        self.style_only
    }

    /// How many briefs are shown.
    pub(super) fn briefs(&self) -> usize {
        self.press
            .as_ref()
            .map_or(0, |press| press.site().briefs.len())
    }

    /// The path that all addresses begin with: empty, or `/repo`.
    pub(super) fn base_path(&self) -> &str {
        self.press
            .as_ref()
            .or(self.whole.as_ref())
            .map_or("", |press| press.site().config.base_path())
    }

    /// What is at an address (base path taken off).
    pub(super) fn answer(&self, url: &UrlPath) -> Answer {
        let mut told = Vec::new();
        for press in [&self.press, &self.whole].into_iter().flatten() {
            let Some(route) = press.find(url) else {
                continue;
            };
            let checked = press.press(url, route);
            match checked.value {
                Some(artifact) => return Answer::Made(artifact),
                None => told.extend(checked.diagnostics),
            }
        }
        if !told.is_empty() {
            return Answer::Broken(told);
        }
        let Some(press) = self.press.as_ref().or(self.whole.as_ref()) else {
            return Answer::Broken(self.diagnostics.clone());
        };
        if !url.as_str().ends_with('/')
            && let Some(folder) = UrlPath::from_decoded(&format!("{}/", url.decoded()))
            && press.find(&folder).is_some()
        {
            return Answer::MovedTo(folder);
        }
        let not_found =
            UrlPath::new("/404.html").and_then(|page| press.press(&page, Route::NotFound).value);
        Answer::Missing(not_found)
    }

    /// The addresses that are most like one that does not exist.
    pub(super) fn near(&self, url: &str) -> Vec<&UrlPath> {
        let Some(press) = &self.press else {
            return Vec::new();
        };
        let pages = press
            .routes()
            .iter()
            .filter(|(_, route)| route.is_page())
            .map(|(known, _)| known);
        let mut near: Vec<(f64, &UrlPath)> = pages
            .map(|known| (strsim::jaro_winkler(known.as_str(), url), known))
            .filter(|(likeness, _)| *likeness > 0.85)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.into_iter().take(5).map(|(_, known)| known).collect()
    }
}
