//! The site at one moment: what every address answers with until the next moment.
//!
//! Comes in: a press of the last good version of each file, what is wrong, and the last press with nothing wrong. Goes
//! out: answers. What that press has no page for, because files contradict each other, the last good one has; what was
//! deleted is gone.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::failures::Failures;
use super::good::Restored;
use super::kept::Kept;
use super::since::Since;
use super::standing::{self, source_of};
use crate::diagnostic::{Diagnostic, Severity, SourceId, Tally, Told};
use crate::link::{Linking, Mention, Route};
use crate::markdown::Outline;
use crate::model::{Publication, UrlPath};
use crate::press::Press;
use crate::publish::Artifact;
use crate::source::Sources;

/// The site at one moment. Never changes.
pub(super) struct Proof {
    number: u64,
    since: Since,
    /// The files as they are.
    sources: Arc<Sources>,
    /// The files that pages are made of: each as it was when it was last good.
    shown: Arc<Sources>,
    restored: Restored,
    press: Option<Arc<Press>>,
    /// The last press with nothing wrong, if this is none.
    whole: Option<Arc<Press>>,
    told: Told,
    tally: Tally,
    broken: Broken,
    kept: Arc<Kept>,
    /// Pages of this very moment that were asked for: a browser asks for a page and then how it stands.
    asked: Kept,
    /// Pages that were asked for and can't be made.
    pub(super) failures: Failures,
    /// Paths that addresses began with before site.yaml said otherwise.
    former_bases: Vec<Box<str>>,
}

/// What a proof is made of.
pub(super) struct Draft {
    pub(super) press: Option<Arc<Press>>,
    pub(super) whole: Option<Arc<Press>>,
    /// What is wrong with the files as they are.
    pub(super) told: Told,
    /// The files that the press is made of.
    pub(super) shown: Arc<Sources>,
    /// Which of them stand in the place of something broken.
    pub(super) restored: Restored,
    /// Whether site.yaml or the theme is broken and never was good.
    pub(super) all_broken: bool,
    pub(super) kept: Arc<Kept>,
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
    /// A picture of the site, this many pixels wide: made by whoever has the time.
    Picture(SourceId, u32),
    /// The same with a slash at the end.
    MovedTo(UrlPath),
    /// Nothing is there; the page that says so, if it can be made.
    Missing(Option<Arc<[u8]>>),
    /// It can't be made, and never was. What is wrong is told beside.
    Broken,
}

/// Where a path leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// To this address of the site, whether or not something is there.
    Here(UrlPath),
    /// To this path, which has what this one had before.
    MovedTo(String),
    /// Out of the site.
    Outside,
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
    /// The proof that comes after `before`.
    pub(super) fn new(
        before: Option<&Self>,
        since: Since,
        sources: Arc<Sources>,
        draft: Draft,
    ) -> Self {
        let Draft {
            press,
            whole,
            told,
            shown,
            restored,
            all_broken,
            kept,
        } = draft;
        let mut broken = Broken {
            everything: all_broken,
            ..Broken::default()
        };
        for diagnostic in told.iter().filter(|d| d.severity == Severity::Error) {
            match diagnostic.span {
                Some(span) => {
                    broken.files.insert(span.source);
                }
                None => broken.everything = true,
            }
        }
        let same = |whole: &Arc<Press>| press.as_ref().is_some_and(|p| Arc::ptr_eq(p, whole));
        let whole = whole.filter(|whole| !same(whole));
        let mut proof = Self {
            number: before.map_or(1, |before| before.number + 1),
            since,
            sources,
            shown,
            restored,
            press,
            whole,
            tally: Tally::of(told.iter()),
            told,
            broken,
            kept,
            asked: Kept::default(),
            failures: before.map_or_else(Failures::default, |b| Failures::after(&b.failures)),
            former_bases: Vec::new(),
        };
        proof.former_bases = before.map_or_else(Vec::new, |before| {
            let bases = before.former_bases.iter().map(|base| &**base);
            let bases = bases.chain([before.base_path()]);
            let mut bases: Vec<Box<str>> = bases
                .filter(|base| *base != proof.base_path())
                .map(Into::into)
                .collect();
            // The longest first: an empty one fits everything.
            bases.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            bases.dedup();
            bases
        });
        proof
    }

    /// Counts up from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// When what was changed last.
    pub(super) fn since(&self) -> &Since {
        &self.since
    }

    /// The files that pages are made of.
    pub(super) fn shown(&self) -> &Sources {
        &self.shown
    }

    /// The files as they are, of which is told.
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

    /// Where a path as browsers ask for it leads, base path included.
    pub(super) fn place(&self, path: &str) -> Place {
        let base = self.base_path();
        let below = |base: &str| {
            let rest = path.strip_prefix(base)?;
            UrlPath::new(if rest.is_empty() { "/" } else { rest })
        };
        let inside = below(base);
        if let Some(url) = inside.as_ref().filter(|url| self.has(url)) {
            return Place::Here(url.clone());
        }
        let mut former = self.former_bases.iter().filter_map(|base| below(base));
        if let Some(url) = former.find(|url| self.has(url)) {
            return Place::MovedTo(format!("{base}{url}"));
        }
        match inside {
            Some(url) => Place::Here(url),
            // The home page is what somebody wants who forgot the base path.
            None if path == "/" => Place::MovedTo(format!("{base}/")),
            None => Place::Outside,
        }
    }

    /// Whether something is at an address.
    fn has(&self, url: &UrlPath) -> bool {
        self.presses().any(|(press, _)| find(press, url).is_some())
    }

    /// What is at an address (base path taken off), and why it can't be made, if so.
    pub(super) fn answer(&self, url: &UrlPath) -> (Answer, Vec<Diagnostic>) {
        if let Some(bytes) = self.asked.get(url) {
            let stands_in = false;
            return (Answer::Made { bytes, stands_in }, Vec::new());
        }
        let mut told = Vec::new();
        for (press, stands_in) in self.presses() {
            let Some(route) = find(press, url) else {
                continue;
            };
            if stands_in && !self.may_stand_in(press, route) {
                continue;
            }
            let made = press.press(url, route).drain(&mut told);
            let answer = match made {
                Some(Artifact::File(id)) => Answer::File(id),
                Some(Artifact::Picture(id, width)) => Answer::Picture(id, width),
                Some(Artifact::Bytes(bytes)) => {
                    let bytes: Arc<[u8]> = bytes.into();
                    let is_restored = self.restored.has(source_of(press, route));
                    if !stands_in && route.is_page() {
                        self.kept.put(url, &bytes);
                        if told.is_empty() && !is_restored {
                            self.asked.put(url, &bytes);
                        }
                    }
                    let stands_in = stands_in || is_restored;
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
            && presses.any(|press| find(press, &folder).is_some())
        {
            return Answer::MovedTo(folder);
        }
        self.missing(told)
    }

    /// The theme's page for where nothing is, and why it can't be made, if so.
    pub(super) fn missing(&self, told: &mut Vec<Diagnostic>) -> Answer {
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

    /// Whether a page of the last good site is shown where the newest has none.
    fn may_stand_in(&self, whole: &Press, route: Route) -> bool {
        let sources = &self.sources;
        let is_there = |id| sources.is_listed(id) || sources.is_out_of_sight(id);
        let is_broken = |id| {
            let broken = self.broken.everything || self.broken.files.contains(&id);
            broken && sources.is_listed(id) || sources.is_out_of_sight(id)
        };
        let files = standing::Files {
            is_there: &is_there,
            is_broken: &is_broken,
        };
        standing::stands_in(whole, route, &files) || self.is_front(route)
    }

    /// Whether it is a page that every site has, and all pages are broken.
    fn is_front(&self, route: Route) -> bool {
        self.broken.everything && matches!(route, Route::Home(1) | Route::NotFound)
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

/// The route at an address. A folder of the author's own answers with its `index.html`, as it does on every host.
fn find(press: &Press, url: &UrlPath) -> Option<Route> {
    let index = || {
        let folder = url.as_str().ends_with('/').then(|| url.decoded())?;
        press.find(&UrlPath::from_decoded(&format!("{folder}index.html"))?)
    };
    // And the page of a folder is asked for by the name of its file too, as on a host.
    let folder = || {
        let folder = url.as_str().strip_suffix("index.html")?;
        press.find(&UrlPath::new(folder).filter(|_| folder.ends_with('/'))?)
    };
    press.find(url).or_else(index).or_else(folder)
}

fn last_part(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
