//! The site at one moment: what every address answers with until the next moment.
//!
//! Comes in: a press, what is wrong, and the last press with nothing wrong. Goes out: answers. Where something is
//! broken, the last good page stands in for it; what was deleted is gone.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use super::kept::Kept;
use crate::diagnostic::{Diagnostic, Severity, SourceId, Tally, Told};
use crate::link::{Linking, Mention, Route};
use crate::markdown::Outline;
use crate::model::{Publication, UrlPath};
use crate::picture::NoShelf;
use crate::press::{self, Press};
use crate::publish::Artifact;
use crate::source::Sources;

/// The site at one moment. Never changes.
pub(super) struct Proof {
    number: u64,
    since: Since,
    sources: Arc<Sources>,
    press: Option<Arc<Press>>,
    /// The last press with nothing wrong, if this is none.
    whole: Option<Arc<Press>>,
    told: Told,
    tally: Tally,
    broken: Broken,
    kept: Arc<Kept>,
    /// Pages that were asked for and can't be made, and why.
    failed: Mutex<BTreeMap<UrlPath, Vec<Diagnostic>>>,
}

/// What a proof is made of.
pub(super) struct Draft {
    pub(super) press: Option<Arc<Press>>,
    pub(super) whole: Option<Arc<Press>>,
    pub(super) told: Told,
}

/// The numbers of the proofs that last changed something, by what a browser must do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Since {
    /// What pages are made from.
    pub(super) pages: u64,
    /// Stylesheets.
    pub(super) styles: u64,
    /// Other files that pages refer to.
    pub(super) files: u64,
}

/// What errors are about.
#[derive(Debug, Default)]
struct Broken {
    files: HashSet<SourceId>,
    /// Whether site.yaml or the theme is broken, so that all pages are.
    everything: bool,
}

/// What an address answers with.
#[derive(Debug)]
pub(super) enum Answer {
    /// Something that is made.
    Made {
        bytes: Arc<[u8]>,
        /// Whether it is from before something broke.
        stands_in: bool,
    },
    /// A file of the site, as it is.
    File(SourceId),
    /// The same with a slash at the end.
    MovedTo(UrlPath),
    /// Nothing is there; the page that says so, if it can be made.
    Missing(Option<Arc<[u8]>>),
    /// It can't be made, and never was. What is wrong is told beside.
    Broken,
}

/// What an author wants to know of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// Its source, if it has one.
    pub(super) source: Option<SourceId>,
    /// Words of its text.
    pub(super) words: u32,
    /// Mentions that are links.
    pub(super) linked: usize,
    /// Why readers can't see it yet.
    pub(super) waiting: Option<Waiting>,
}

/// Why readers can't see a page yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiting {
    /// It is a draft.
    Draft,
    /// It is dated after today.
    Until(Date),
}

impl Proof {
    pub(super) fn new(
        number: u64,
        since: Since,
        sources: Arc<Sources>,
        draft: Draft,
        kept: Arc<Kept>,
    ) -> Self {
        let Draft { press, whole, told } = draft;
        let mut broken = Broken::default();
        for diagnostic in told.iter().filter(|d| d.severity == Severity::Error) {
            match diagnostic.span {
                Some(span) => {
                    let path = &*sources.file(span.source).path;
                    broken.everything |= path == "site.yaml" || path.starts_with("themes/");
                    broken.files.insert(span.source);
                }
                None => broken.everything = true,
            }
        }
        let same = |whole: &Arc<Press>| press.as_ref().is_some_and(|p| Arc::ptr_eq(p, whole));
        let whole = whole.filter(|whole| !same(whole));
        Self {
            number,
            since,
            sources,
            press,
            whole,
            tally: Tally::of(told.iter()),
            told,
            broken,
            kept,
            failed: Mutex::default(),
        }
    }

    /// Counts up from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// When what was changed last.
    pub(super) fn since(&self) -> Since {
        self.since
    }

    /// The files it is made from.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// All that is wrong, but for pages that can't be made.
    pub(super) fn told(&self) -> &Told {
        &self.told
    }

    /// How much of it there is.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// How many briefs are shown.
    pub(super) fn briefs(&self) -> usize {
        self.press
            .as_ref()
            .map_or(0, |press| press.site().briefs.len())
    }

    /// The path that all addresses begin with: empty, or `/repo`.
    pub(super) fn base_path(&self) -> &str {
        let press = self.presses().next();
        press.map_or("", |(press, _)| press.site().config.base_path())
    }

    /// What is at an address (base path taken off), and why it can't be made, if so.
    pub(super) fn answer(&self, url: &UrlPath) -> (Answer, Vec<Diagnostic>) {
        let mut told = Vec::new();
        for (press, stands_in) in self.presses() {
            let Some(route) = press.find(url) else {
                continue;
            };
            if stands_in && !self.may_stand_in(press, route) {
                continue;
            }
            let made = press.press(url, route).drain(&mut told);
            let answer = match made {
                Some(Artifact::File(id)) => Answer::File(id),
                // Made when a browser asks for it; what can't be made smaller is shown as it is.
                Some(Artifact::Picture(id, width)) => {
                    match press::develop(&self.sources, &NoShelf, url, id, width) {
                        Ok(bytes) => Answer::Made {
                            bytes: bytes.into(),
                            stands_in,
                        },
                        Err(_) => Answer::File(id),
                    }
                }
                Some(Artifact::Bytes(bytes)) => {
                    let bytes: Arc<[u8]> = bytes.into();
                    if !stands_in && route.is_page() {
                        self.kept.put(url, &bytes);
                    }
                    Answer::Made { bytes, stands_in }
                }
                None => match self.kept.get(url) {
                    Some(bytes) => Answer::Made {
                        bytes,
                        stands_in: true,
                    },
                    None => continue,
                },
            };
            return (answer, told);
        }
        if !told.is_empty() {
            return (Answer::Broken, told);
        }
        (self.answer_otherwise(url, &mut told), told)
    }

    /// What is answered where nothing is.
    fn answer_otherwise(&self, url: &UrlPath, told: &mut Vec<Diagnostic>) -> Answer {
        let mut presses = self.presses().map(|(press, _)| press);
        if !url.as_str().ends_with('/')
            && let Some(folder) = UrlPath::from_decoded(&format!("{}/", url.decoded()))
            && presses.any(|press| press.find(&folder).is_some())
        {
            return Answer::MovedTo(folder);
        }
        let Some(not_found) = UrlPath::new("/404.html") else {
            return Answer::Missing(None);
        };
        let made = self.presses().find_map(|(press, _)| {
            match press.press(&not_found, Route::NotFound).drain(told) {
                Some(Artifact::Bytes(bytes)) => Some(bytes.into()),
                _ => None,
            }
        });
        Answer::Missing(made)
    }

    /// The presses that answer, in order, and whether each is from before something broke. If all pages are broken,
    /// the last good site comes first.
    fn presses(&self) -> impl Iterator<Item = (&Press, bool)> {
        let newest = self.press.as_deref().map(|press| (press, false));
        let whole = self.whole.as_deref().map(|press| (press, true));
        let both = if self.broken.everything {
            [whole, newest]
        } else {
            [newest, whole]
        };
        both.into_iter().flatten()
    }

    /// Whether a page of the last good site is shown: its source is there and is broken, or it has none of its own.
    fn may_stand_in(&self, whole: &Press, route: Route) -> bool {
        let source = match route {
            Route::File(id) | Route::ThemeFile(id) => Some(id),
            route => source_of(whole, route),
        };
        source.is_none_or(|source| {
            let there = self.sources.is_listed(source);
            there && (self.broken.everything || self.broken.files.contains(&source))
        })
    }

    /// Remembers that a page can't be made. Whether this is news.
    pub(super) fn note_failure(&self, url: &UrlPath, told: &[Diagnostic]) -> bool {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.insert(url.clone(), told.to_vec()).is_none()
    }

    /// Why pages that were asked for can't be made.
    pub(super) fn failures(&self) -> Vec<Diagnostic> {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.values().flatten().cloned().collect()
    }

    /// What an author wants to know of the page at an address; `None` unless it is of a brief or a company.
    pub(super) fn facts(&self, url: &UrlPath) -> Option<Facts> {
        let (press, route) = self
            .presses()
            .find_map(|(press, _)| Some((press, press.find(url)?)))?;
        let site = press.site();
        let of = |outline: Option<&Outline>, mentions: &[Mention]| {
            let linked = mentions
                .iter()
                .filter(|mention| mention.linking != Linking::Plain);
            (outline.map_or(0, |outline| outline.words), linked.count())
        };
        let ((words, linked), waiting) = match route {
            Route::Brief(id) => {
                let entry = site.briefs.get(id.0 as usize)?;
                let brief = &entry.document.value;
                let day = brief.date.value.day;
                let waiting = if brief.publication == Publication::Draft {
                    Some(Waiting::Draft)
                } else {
                    (day > site.edition.today).then_some(Waiting::Until(day))
                };
                (of(Some(&entry.document.outline), &entry.mentions), waiting)
            }
            Route::Company(id, _) => {
                let entry = site.companies.get(id.0 as usize)?;
                let outline = entry.document.as_ref().map(|document| &document.outline);
                (of(outline, &entry.mentions), None)
            }
            _ => return None,
        };
        Some(Facts {
            source: source_of(press, route),
            words,
            linked,
            waiting,
        })
    }

    /// The addresses that are most like one that does not exist.
    pub(super) fn near(&self, url: &UrlPath) -> Vec<&UrlPath> {
        let Some(press) = self.press.as_ref() else {
            return Vec::new();
        };
        let wanted = last_part(url.as_str());
        let mut near: Vec<(f64, &UrlPath)> = press
            .routes()
            .iter()
            .filter(|(_, route)| route.is_page())
            .map(|(known, _)| {
                (
                    strsim::jaro_winkler(last_part(known.as_str()), wanted),
                    known,
                )
            })
            .filter(|(likeness, _)| *likeness > 0.8)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.truncate(5);
        near.into_iter().map(|(_, known)| known).collect()
    }
}

/// The file that a page is made from, if there is one.
fn source_of(press: &Press, route: Route) -> Option<SourceId> {
    let site = press.site();
    match route {
        Route::Brief(id) => Some(site.briefs.get(id.0 as usize)?.document.source),
        Route::Company(id, _) => Some(site.companies.get(id.0 as usize)?.document.as_ref()?.source),
        Route::Page(index) => Some(site.pages.get(index)?.document.source),
        _ => None,
    }
}

fn last_part(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
