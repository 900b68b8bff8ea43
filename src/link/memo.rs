//! What was found out before, for linking again after an edit.
//!
//! Everything here stands beside all that it was made from, and is taken again only where that is the very same. Losing
//! it costs nothing but time.

use std::collections::HashMap;
use std::sync::Arc;

use super::addresses::Late;
use super::ground::Ground;
use super::mentions::Found;
use super::paging::Extent;
use super::registry::Registry;
use super::together::Together;
use super::{BriefEntry, BriefId, CompanyEntry, CompanyId, Edition, Route, Shown};
use crate::diagnostic::Diagnostic;
use crate::model::{Brief, SiteConfig, UrlPath};
use crate::parse::{Claim, Document};

/// Remembers from one linking to the next.
#[derive(Clone, Debug, Default)]
pub struct Memo(Option<Past>);

/// One linking: what came in, and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) shown: Shown,
    pub(super) config: Arc<SiteConfig>,
    pub(super) edition: Edition,
    pub(super) ground: Arc<Ground>,
    /// Parallel to the briefs that were shown.
    pub(super) briefs: Vec<Read>,
    pub(super) companies: Companies,
    pub(super) together: Together,
    pub(super) routes: Routes,
}

/// What came of one brief.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) entry: Arc<BriefEntry>,
    pub(super) found: Arc<Found>,
    /// What is wrong with it.
    pub(super) told: Arc<[Diagnostic]>,
    /// The briefs whose anchors its links name: those come and go without the ground's knowledge.
    pub(super) leans_on: Vec<BriefId>,
    /// Its links that can't be judged before all briefs were read.
    pub(super) late: Arc<[Late]>,
    /// Whether its effects name others.
    pub(super) to_effects: bool,
}

/// A brief that is not what it was.
pub(super) struct Edit<'a> {
    pub(super) id: BriefId,
    pub(super) then: &'a Read,
    pub(super) now: &'a Read,
}

/// What came of all companies.
#[derive(Clone, Debug)]
pub(super) struct Companies {
    /// Without their appearances.
    pub(super) plain: Arc<Vec<CompanyEntry>>,
    pub(super) entries: Vec<Arc<CompanyEntry>>,
    /// What is wrong with them.
    pub(super) told: Arc<[Diagnostic]>,
    /// The briefs whose anchors their links name.
    pub(super) leans_on: Arc<[BriefId]>,
    /// Their links that can't be judged before all briefs were read.
    pub(super) late: Arc<[Late]>,
}

/// The addresses of all pages.
#[derive(Clone, Debug)]
pub(super) struct Routes {
    /// All that they are made of, beside the ground.
    pub(super) extent: Extent,
    pub(super) routes: Arc<[(UrlPath, Route)]>,
    /// What is wrong with them.
    pub(super) told: Arc<[Diagnostic]>,
}

impl Memo {
    /// Takes the past out; [`Memo::keep`] puts the next one in.
    pub(super) fn take(&mut self) -> Option<Past> {
        self.0.take()
    }

    /// Remembers this time, and only this.
    pub(super) fn keep(&mut self, past: Past) {
        self.0 = Some(past);
    }
}

impl Past {
    /// What this edition stands on, if it is the same ground as then.
    pub(super) fn ground_of(&self, shown: &Shown, config: &SiteConfig) -> Option<Arc<Ground>> {
        let same = *self.config == *config && self.ground.is_ground_of(shown, &self.shown);
        same.then(|| Arc::clone(&self.ground))
    }

    /// Whether all that a document's entry is made from, beside itself and the briefs it leans on, is the same.
    pub(super) fn is_same(&self, ground: &Arc<Ground>, edition: Edition) -> bool {
        Arc::ptr_eq(&self.ground, ground) && self.edition == edition
    }

    /// What came of this brief, if it is the very same, at the same place.
    pub(super) fn read(&self, index: usize, now: &Shown) -> Option<&Read> {
        let (read, document) = (self.briefs.get(index)?, now.briefs.get(index)?);
        let same = Arc::ptr_eq(&read.entry.document, document);
        (same && self.holds(&read.leans_on, now)).then_some(read)
    }

    /// The briefs that are not what they were, of as many as there were.
    pub(super) fn edits<'a>(&'a self, now: &'a [Read]) -> Vec<Edit<'a>> {
        let both = (0u32..).zip(self.briefs.iter().zip(now));
        both.filter(|(_, (then, now))| !Arc::ptr_eq(&then.entry, &now.entry))
            .map(|(id, (then, now))| Edit {
                id: BriefId(id),
                then,
                now,
            })
            .collect()
    }

    /// Whether each of these briefs is the very same, at the same place.
    pub(super) fn holds(&self, briefs: &[BriefId], now: &Shown) -> bool {
        briefs.iter().all(|id| {
            let at = id.0 as usize;
            match (self.shown.briefs.get(at), now.briefs.get(at)) {
                (Some(before), Some(now)) => Arc::ptr_eq(before, now),
                _ => false,
            }
        })
    }

    /// What briefs mention, which depends on the document, on what it declares and on who is in the registry alone.
    pub(super) fn found(&self, registry: &Registry, claims: &[Claim]) -> FoundBefore<'_> {
        let same = self.ground.has_registry(registry) && self.shown.claims.of_companies() == claims;
        let briefs = if same { self.briefs.as_slice() } else { &[] };
        FoundBefore(
            briefs
                .iter()
                .map(|read| (address(&read.entry.document), read))
                .collect(),
        )
    }
}

/// What briefs mentioned before, by where the document lies in memory.
#[derive(Default)]
pub(super) struct FoundBefore<'a>(HashMap<usize, &'a Read>);

impl FoundBefore<'_> {
    /// What was found in this document.
    pub(super) fn get(
        &self,
        document: &Arc<Document<Brief>>,
        declared: &[CompanyId],
    ) -> Option<Arc<Found>> {
        // The entry holds its document, so that no other can have come to lie at its address.
        let read = self.0.get(&address(document))?;
        (read.entry.declared == declared).then(|| Arc::clone(&read.found))
    }
}

fn address(document: &Arc<Document<Brief>>) -> usize {
    Arc::as_ptr(document).addr()
}
