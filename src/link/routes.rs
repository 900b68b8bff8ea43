//! Which addresses exist, and what is to blame when two sources lead to one.
//!
//! Comes in: everything that has an address. Goes out: a [`Table`] from address to route, by which links are checked.

use std::collections::{BTreeMap, BTreeSet};

use super::Route;
use super::portable::{Trouble, troubles};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Slug, UrlPath};

/// The file by which a folder that briefpress made is known. No page or file of a site may have its name.
const MARKER: &str = ".briefpress";

/// Every address, what answers it, and where it was asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    entries: BTreeMap<UrlPath, Entry>,
    /// Addresses of sources that are broken or held back, with the reason: links to them are judged by it.
    absent: BTreeMap<UrlPath, Absent>,
    /// Slugs of broken sources, whose whole address is not known.
    claimed: BTreeSet<Box<str>>,
}

#[derive(Clone, Debug)]
struct Entry {
    route: Route,
    /// Where its source stands, if it has one.
    span: Option<Span>,
    /// What it is, for a message: `the brief`, `the file static/about/index.html`.
    what: String,
}

/// Why an address that was asked for does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// Its source has errors, which are reported on their own.
    Broken,
    /// It is a draft.
    Draft,
    /// It is dated after today.
    Future,
}

impl Table {
    /// Enters an address. If another source has it already, or is a file where this one needs a folder, that is an
    /// error which names both.
    pub(crate) fn add(
        &mut self,
        url: UrlPath,
        route: Route,
        span: Option<Span>,
        what: impl Into<String>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let entry = Entry {
            route,
            span,
            what: what.into(),
        };
        match self.entries.get(&url) {
            None => {
                self.entries.insert(url, entry);
            }
            Some(first) => diagnostics.push(clash(&url, first, &entry)),
        }
    }

    /// How many addresses are pages.
    pub(crate) fn pages(&self) -> usize {
        let routes = self.entries.values().map(|entry| entry.route);
        routes.filter(|route| route.is_page()).count()
    }

    /// Remembers an address that does not exist in this edition.
    pub(crate) fn add_absent(&mut self, url: UrlPath, reason: Absent) {
        self.absent.insert(url, reason);
    }

    /// What answers this address.
    pub(crate) fn get(&self, url: &UrlPath) -> Option<Route> {
        self.entries.get(url).map(|entry| entry.route)
    }

    /// Remembers the slug of a broken source.
    pub(crate) fn claim(&mut self, slug: &Slug) {
        self.claimed.insert(slug.as_str().into());
    }

    /// Why this address does not exist, if that is known.
    pub(crate) fn absent(&self, url: &UrlPath) -> Option<Absent> {
        let claimed = || {
            url.as_str()
                .split('/')
                .any(|segment| self.claimed.contains(segment))
        };
        self.absent
            .get(url)
            .copied()
            .or_else(|| claimed().then_some(Absent::Broken))
    }

    /// The address that is most like `url`, for a hint.
    pub(crate) fn nearest(&self, url: &str) -> Option<&UrlPath> {
        self.entries
            .iter()
            .filter(|(_, entry)| entry.route.is_page())
            .map(|(known, _)| {
                (
                    strsim::normalized_damerau_levenshtein(known.as_str(), url),
                    known,
                )
            })
            .filter(|(likeness, _)| *likeness > 0.7)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
            .map(|(_, known)| known)
    }

    /// Reports files that stand where another address needs a folder, then gives the addresses away, in order.
    pub(crate) fn finish(self, diagnostics: &mut Vec<Diagnostic>) -> Vec<(UrlPath, Route)> {
        let mut by_file: BTreeMap<String, (&UrlPath, &Entry)> = BTreeMap::new();
        for (url, entry) in &self.entries {
            let file = url.file();
            if file == MARKER {
                diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateUrl,
                        entry.span,
                        format!("the name `{MARKER}` at the top of a site is briefpress's own"),
                    )
                    .help("rename the file"),
                );
            }
            // `/index.html` and `/` are two addresses of one file.
            match by_file.get(&file) {
                Some((_, first)) => diagnostics.push(clash(url, first, entry)),
                None => {
                    by_file.insert(file, (url, entry));
                }
            }
        }
        let held = |file: &str| by_file.get_key_value(file).map(|(file, _)| file.as_str());
        for (file, trouble) in troubles(by_file.keys().map(String::as_str), held) {
            let Some((_, entry)) = by_file.get(file) else {
                continue;
            };
            diagnostics.push(unportable(file, trouble, entry));
        }
        for (file, (url, entry)) in &by_file {
            for (slash, _) in file.match_indices('/') {
                if let Some((_, blocker)) = by_file.get(&file[..slash]) {
                    diagnostics.push(clash(url, blocker, entry));
                }
            }
        }
        self.entries
            .into_iter()
            .map(|(url, entry)| (url, entry.route))
            .collect()
    }
}

fn clash(url: &UrlPath, first: &Entry, second: &Entry) -> Diagnostic {
    // What has no source of its own (the index of tags) can't be changed: the other one is to blame.
    let (blamed, other) = if second.span.is_some() {
        (second, first)
    } else {
        (first, second)
    };
    let message = format!("{} and {} both lead to `{url}`", other.what, blamed.what);
    let diagnostic = Diagnostic::new(Code::DuplicateUrl, blamed.span, message)
        .help("give one of them another `slug`, or move the file");
    match other.span {
        Some(span) => diagnostic.related(span, format!("{} is here", other.what)),
        None => diagnostic,
    }
}

/// What stands in the way of a build on another system.
fn unportable(file: &str, trouble: Trouble<'_>, entry: &Entry) -> Diagnostic {
    let message = match trouble {
        Trouble::Like(other) => {
            format!("`{file}` and `{other}` are one file on Windows and macOS")
        }
        Trouble::Reserved(name) => format!("Windows can hold nothing named `{name}`"),
    };
    Diagnostic::new(Code::UnportableName, entry.span, message)
        .help("rename it, or give it another `slug`, if the site is ever built there")
}

impl Route {
    /// Whether a reader would call it a page: what hints and maps of the site are about.
    pub fn is_page(self) -> bool {
        match self {
            Self::Home(_)
            | Self::Brief(_)
            | Self::Companies(_)
            | Self::Company(..)
            | Self::Tags(_)
            | Self::Tag(..)
            | Self::Author(..)
            | Self::Series(..)
            | Self::Archive(_)
            | Self::DataPage
            | Self::Numbers(_)
            | Self::Metric(..)
            | Self::Effects(..)
            | Self::Watch(_)
            | Self::Search
            | Self::Page(_) => true,
            Self::NotFound
            | Self::Redirect(_)
            | Self::RedirectList
            | Self::Sitemap
            | Self::SitemapPart(_)
            | Self::HeaderList
            | Self::Robots
            | Self::Data(..)
            | Self::Calendar
            | Self::CompanyCalendar(_)
            | Self::BriefCard(_)
            | Self::CompanyCard(_)
            | Self::SearchScript
            | Self::SearchHead
            | Self::SearchPart(_)
            | Self::Feed(..)
            | Self::Twin(_)
            | Self::Guide
            | Self::FullText
            | Self::File(_)
            | Self::ThemeFile(_)
            | Self::HighlightStyle
            | Self::ThemeStyle
            | Self::Picture(..) => false,
        }
    }
}
