//! What all documents stand on: who is who, what belongs together, and the address of everything.
//!
//! Comes in: what this edition shows. Goes out: a [`Ground`]. Most edits leave it as it is: it depends on names,
//! addresses, dates and links, not on what is said between them. [`Ground::is_ground_of`] tells whether two editions share one.

use std::collections::HashSet;
use std::sync::Arc;

use super::groups::{self, Groups};
use super::lay::{self, Lay};
use super::names::Names;
use super::outputs::{self, Feed};
use super::registry::{Registered, Registry};
use super::shown::{self, Shown};
use crate::diagnostic::{Diagnostic, SourceId};
use crate::markdown::Outline;
use crate::model::{Brief, SiteConfig, WatchStatus, Written};
use crate::parse::{Claim, Document};

/// What all documents stand on.
#[derive(Debug)]
pub(crate) struct Ground {
    pub(crate) registry: Registry,
    pub(crate) names: Arc<Names>,
    pub(crate) lay: Arc<Lay>,
    pub(crate) tags: Groups,
    pub(crate) authors: Groups,
    pub(crate) series: Groups,
    /// What was found wrong on the way.
    pub(crate) told: Arc<[Diagnostic]>,
    /// The files that this is about.
    accused: HashSet<SourceId>,
}

impl Ground {
    /// Lays the ground. The names are taken from `before` if they are the same there.
    pub(crate) fn new(shown: &Shown, config: &SiteConfig, before: Option<&Self>) -> Self {
        let mut told = Vec::new();
        let registry = shown::register(shown, &mut told);
        let mut lay = lay::lay(shown, config, &registry, &mut told);
        let tags = groups::tags(&shown.briefs);
        let authors = groups::authors(&shown.briefs);
        let series = groups::series(&shown.briefs);
        groups::enter(&mut lay.table, [&tags, &authors, &series], &mut told);
        for (index, tag) in tags.groups.iter().enumerate() {
            outputs::enter_feeds(
                &mut lay.table,
                config,
                &tag.url,
                Feed::Tag(index),
                &mut told,
            );
        }
        let names = match before {
            Some(before) if before.has_registry(&registry) => Arc::clone(&before.names),
            _ => Arc::new(Names::new(&registry)),
        };
        let spans = told.iter().flat_map(|d| {
            d.span
                .into_iter()
                .chain(d.related.iter().map(|(span, _)| *span))
        });
        let accused = spans.map(|span| span.source).collect();
        Self {
            registry,
            names,
            lay: Arc::new(lay),
            tags,
            authors,
            series,
            told: told.into(),
            accused,
        }
    }

    /// Briefs by tag, by author and by series.
    pub(crate) fn lists(&self) -> [&Groups; 3] {
        [&self.tags, &self.authors, &self.series]
    }

    /// Whether everybody in `registry` is the very same here.
    pub(crate) fn has_registry(&self, registry: &Registry) -> bool {
        let (ours, theirs) = (self.registry.entries(), registry.entries());
        ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| is_same(a, b))
    }

    /// Whether `now` stands on this ground, as `before` does.
    pub(crate) fn is_ground_of(&self, now: &Shown, before: &Shown) -> bool {
        let is_same = |a: &Arc<Document<Brief>>, b: &Arc<Document<Brief>>| {
            Arc::ptr_eq(a, b) || (!self.accused.contains(&a.source) && says_the_same(a, b))
        };
        are(&now.briefs, &before.briefs, is_same)
            && are(&now.absent, &before.absent, |a, b| {
                a.1 == b.1 && is_same(&a.0, &b.0)
            })
            && are(&now.companies, &before.companies, Arc::ptr_eq)
            && are(&now.pages, &before.pages, Arc::ptr_eq)
            && are(&now.absent_pages, &before.absent_pages, Arc::ptr_eq)
            && now.claims == before.claims
            && now.files == before.files
    }
}

fn are<T>(a: &[T], b: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn is_same(a: &Registered, b: &Registered) -> bool {
    a.slug == b.slug
        && a.name == b.name
        && match (&a.document, &b.document) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
}

/// Whether two briefs give the same ground: all that [`Ground::new`] reads of one, but for its places in the file.
fn says_the_same(a: &Document<Brief>, b: &Document<Brief>) -> bool {
    let (one, other) = (&a.value, &b.value);
    let front = |document: &Document<Brief>| {
        let range = document.front.start as usize..document.front.end as usize;
        (
            document.front.clone(),
            document.text.get(range).map(str::to_owned),
        )
    };
    a.source == b.source
        && a.path == b.path
        && one.slug == other.slug
        && one.date.value == other.date.value
        && one.publication == other.publication
        && values(&one.tags).eq(values(&other.tags))
        && values(&one.authors).eq(values(&other.authors))
        && values(one.series.as_slice()).eq(values(other.series.as_slice()))
        && companies(one).eq(companies(other))
        && targets(&a.outline).eq(targets(&b.outline))
        && lists(one) == lists(other)
        && one.image.as_ref().map(|i| &i.path.value) == other.image.as_ref().map(|i| &i.path.value)
        // The places of old addresses are kept, for when another source wants one of them.
        && (one.aliases.is_empty() && other.aliases.is_empty() || front(a) == front(b))
}

fn values<T>(written: &[Written<T>]) -> impl Iterator<Item = &T> {
    written.iter().map(|written| &written.value)
}

/// Every name that a brief uses for a company, in the order in which they are looked up.
fn companies(brief: &Brief) -> impl Iterator<Item = &str> {
    shown::references(brief).map(|name| &*name.value)
}

/// Which of the lists that have an address of their own a brief has entries for.
fn lists(brief: &Brief) -> [bool; 5] {
    let dated = brief.watch.iter().any(|item| item.due.is_some());
    let decided = brief
        .watch
        .iter()
        .any(|item| item.status != WatchStatus::Open);
    let (numbers, effects, watch) = (&brief.numbers, &brief.effects, &brief.watch);
    [
        !numbers.is_empty(),
        !effects.is_empty(),
        !watch.is_empty(),
        dated,
        decided,
    ]
}

/// What the links and pictures of a text lead to.
fn targets(outline: &Outline) -> impl Iterator<Item = &str> {
    let links = outline.links.iter().map(|link| &*link.dest);
    links.chain(outline.images.iter().map(|image| &*image.src))
}

impl super::Claims {
    /// What broken companies lay claim to, which decides what names mean.
    pub(crate) fn of_companies(&self) -> &[Claim] {
        &self.companies
    }
}
