//! What all briefs together say about each company.
//!
//! Comes in: linked briefs. Goes out: a [`Dossier`] by company: figures, effects that touch it, what is watched, and
//! who is named beside it. Indexes only: no text is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::memo::Edit;
use super::series::{self, MetricSeries};
use super::{BriefEntry, BriefId, CompanyEntry, CompanyId, CompanyRole, Site};
use crate::model::Order;

/// What all briefs together say about one company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dossier {
    /// Its numbers as series, the longest first.
    pub figures: Vec<MetricSeries>,
    /// The effects that touch it, newest brief first.
    pub exposure: Vec<Touch>,
    /// The watch items that concern it: brief and index of the item, newest brief first.
    pub watch: Vec<(BriefId, u32)>,
    /// The companies that stand in the same briefs, and in how many: most first, then by slug.
    pub companions: Vec<(CompanyId, usize)>,
}

/// An effect that touches a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The brief.
    pub brief: BriefId,
    /// The index of the effect in it.
    pub effect: u32,
    /// At which order.
    pub order: Order,
}

/// The dossiers of all companies, each made when it is first asked for. Those that an edit leaves alone are shared.
#[derive(Clone, Debug, Default)]
pub struct Dossiers(Vec<Arc<Concern>>);

/// The briefs that say anything about a company, and what comes of that.
#[derive(Clone, Debug, Default)]
struct Concern {
    /// Newest first.
    briefs: Vec<BriefId>,
    dossier: OnceLock<Dossier>,
}

impl Dossiers {
    /// Finds out which briefs concern whom, of as many `companies`.
    pub(super) fn of(briefs: &[Arc<BriefEntry>], companies: usize) -> Self {
        let mut concerns = vec![Concern::default(); companies];
        for (index, entry) in (0u32..).zip(briefs) {
            for company in concerned(entry) {
                concerns[company.0 as usize].briefs.push(BriefId(index));
            }
        }
        Self(concerns.into_iter().map(Arc::new).collect())
    }

    /// The same after `edits`, after which all briefs have kept their places.
    pub(super) fn again(&self, edits: &[Edit<'_>]) -> Self {
        let mut concerns = self.0.clone();
        for edit in edits {
            let now = concerned(&edit.now.entry);
            for company in concerned(&edit.then.entry).union(&now) {
                let concern = &mut concerns[company.0 as usize];
                let mut briefs = concern.briefs.clone();
                let at = briefs.partition_point(|known| *known < edit.id);
                let known = briefs.get(at) == Some(&edit.id);
                briefs.splice(
                    at..at + usize::from(known),
                    now.contains(company).then_some(edit.id),
                );
                *concern = Arc::new(Concern {
                    briefs,
                    dossier: OnceLock::new(),
                });
            }
        }
        Self(concerns)
    }
}

/// Every company that a brief says anything about.
fn concerned(entry: &BriefEntry) -> BTreeSet<CompanyId> {
    let named = entry.companies.iter().map(|(id, _)| id);
    let touched = entry.effect_companies.iter().flatten();
    let watched = entry.watch_companies.iter().flatten();
    let counted = entry.number_companies.iter().flatten();
    named
        .chain(touched)
        .chain(watched)
        .chain(counted)
        .copied()
        .collect()
}

impl Site {
    /// What all briefs together say about a company.
    pub fn dossier(&self, id: CompanyId) -> Option<&Dossier> {
        let concern = self.dossiers.0.get(id.0 as usize)?;
        let dossier = || dossier(id, &concern.briefs, self);
        Some(concern.dossier.get_or_init(dossier))
    }
}

fn dossier(id: CompanyId, concerned: &[BriefId], site: &Site) -> Dossier {
    let company = site.companies.get(id.0 as usize);
    let year_end = company
        .and_then(|entry| entry.document.as_deref())
        .map(|document| document.value.fiscal_year_end)
        .unwrap_or_default();
    let mut dossier = Dossier {
        figures: series::of_company(id, concerned, &site.briefs, &site.config, year_end),
        ..Dossier::default()
    };
    let mut beside: BTreeMap<CompanyId, usize> = BTreeMap::new();
    for brief in concerned {
        let entry = &site.briefs[brief.0 as usize];
        let effects = &entry.document.value.effects;
        for ((effect, written), touched) in (0u32..).zip(effects).zip(&entry.effect_companies) {
            if touched.contains(&id) {
                dossier.exposure.push(Touch {
                    brief: *brief,
                    effect,
                    order: written.order,
                });
            }
        }
        for (item, concerned) in (0u32..).zip(&entry.watch_companies) {
            if concerned.contains(&id) {
                dossier.watch.push((*brief, item));
            }
        }
        if entry.companies.iter().any(|(named, _)| *named == id) {
            for (other, _) in entry.companies.iter().filter(|(other, _)| *other != id) {
                *beside.entry(*other).or_default() += 1;
            }
        }
    }
    dossier.companions = beside.into_iter().collect();
    // Companies are sorted by slug, and the sort is stable.
    dossier
        .companions
        .sort_by_key(|(_, briefs)| std::cmp::Reverse(*briefs));
    dossier
}

/// Why one brief is related to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The other brief.
    pub brief: BriefId,
    /// The companies that both declare.
    pub companies: Vec<CompanyId>,
    /// The tags that both have: indexes into the site's tags.
    pub tags: Vec<usize>,
}

/// How many briefs of a company or tag are looked at on each side of a brief in time. Without a bound, what all briefs
/// cost together would grow with the square of their number.
const NEAR: usize = 64;

/// At most `most` briefs that share declared companies or tags with `id`: those that share most first, a company
/// weighing as much as two tags, then the newest. Of companies and tags with many briefs, only those near it in time are
/// looked at.
pub fn related(
    id: BriefId,
    briefs: &[Arc<BriefEntry>],
    companies: &[Arc<CompanyEntry>],
    tags: &[super::Group],
    most: usize,
) -> Vec<Related> {
    let Some(entry) = briefs.get(id.0 as usize) else {
        return Vec::new();
    };
    // Each brief as often as it weighs.
    let mut near_by: Vec<BriefId> = Vec::new();
    for company in &entry.declared {
        let declared = declaring(companies, *company, id);
        near_by.extend(declared.flat_map(|brief| [brief, brief]));
    }
    for tag in &entry.tags {
        near_by.extend_from_slice(tagged(tags, *tag, id));
    }
    near_by.sort_unstable();
    // Those that weigh most, the newest before the others: briefs are numbered from the newest.
    let mut found: Vec<(usize, BriefId)> = Vec::with_capacity(most + 1);
    for same in near_by.chunk_by(|a, b| a == b).filter(|same| same[0] != id) {
        let at = found.partition_point(|(weight, _)| *weight >= same.len());
        if at < most {
            found.truncate(most - 1);
            found.insert(at, (same.len(), same[0]));
        }
    }
    let related = found.into_iter().map(|(_, brief)| {
        let both_declare =
            |company: &&CompanyId| declaring(companies, **company, id).any(|other| other == brief);
        let both_have = |tag: &&usize| tagged(tags, **tag, id).contains(&brief);
        Related {
            brief,
            companies: entry
                .declared
                .iter()
                .filter(both_declare)
                .copied()
                .collect(),
            tags: entry.tags.iter().filter(both_have).copied().collect(),
        }
    });
    related.collect()
}

/// The briefs near `id` that declare a company.
fn declaring(
    companies: &[Arc<CompanyEntry>],
    company: CompanyId,
    id: BriefId,
) -> impl Iterator<Item = BriefId> {
    let known = companies.get(company.0 as usize);
    let appearances = known.map_or(&[][..], |known| &known.appearances);
    near(appearances, id, |appearance| appearance.brief)
        .iter()
        .filter(|appearance| appearance.role != CompanyRole::Mentioned)
        .map(|appearance| appearance.brief)
}

/// The briefs near `id` that have a tag.
fn tagged(tags: &[super::Group], tag: usize, id: BriefId) -> &[BriefId] {
    let briefs = tags.get(tag).map_or(&[][..], |tag| &tag.briefs);
    near(briefs, id, |brief| *brief)
}

/// The part of `list`, which is sorted by brief, that is near `id`.
fn near<T>(list: &[T], id: BriefId, brief: impl Fn(&T) -> BriefId) -> &[T] {
    let at = list.partition_point(|item| brief(item) < id);
    &list[at.saturating_sub(NEAR)..(at + 1 + NEAR).min(list.len())]
}
