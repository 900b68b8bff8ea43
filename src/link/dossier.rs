//! What all briefs together say about each company.
//!
//! Comes in: linked briefs. Goes out: a [`Dossier`] by company: figures, effects that touch it, what is watched, and
//! who is named beside it. Indexes only: no text is copied.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::series::{self, MetricSeries};
use super::{BriefEntry, BriefId, CompanyEntry, CompanyId, CompanyRole};
use crate::model::{FiscalYearEnd, Order, SiteConfig};

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

/// The dossiers of all companies, parallel to `companies`.
pub(crate) fn dossiers(
    briefs: &[Arc<BriefEntry>],
    companies: &[Arc<CompanyEntry>],
    config: &SiteConfig,
) -> Vec<Dossier> {
    let year_ends: Vec<FiscalYearEnd> = companies
        .iter()
        .map(|entry| {
            let document = entry.document.as_deref();
            document
                .map(|d| d.value.fiscal_year_end)
                .unwrap_or_default()
        })
        .collect();
    let mut dossiers: Vec<Dossier> = series::by_company(briefs, config, &year_ends)
        .into_iter()
        .map(|figures| Dossier {
            figures,
            ..Dossier::default()
        })
        .collect();
    let mut beside: Vec<BTreeMap<CompanyId, usize>> = vec![BTreeMap::new(); companies.len()];
    for (index, entry) in (0u32..).zip(briefs) {
        let brief = BriefId(index);
        let value = &entry.document.value;
        for ((effect, written), touched) in
            (0u32..).zip(&value.effects).zip(&entry.effect_companies)
        {
            for company in touched {
                dossiers[company.0 as usize].exposure.push(Touch {
                    brief,
                    effect,
                    order: written.order,
                });
            }
        }
        for (item, concerned) in (0u32..).zip(&entry.watch_companies) {
            for company in concerned {
                dossiers[company.0 as usize].watch.push((brief, item));
            }
        }
        for (company, _) in &entry.companies {
            for (other, _) in entry.companies.iter().filter(|(id, _)| id != company) {
                *beside[company.0 as usize].entry(*other).or_default() += 1;
            }
        }
    }
    for (dossier, beside) in dossiers.iter_mut().zip(beside) {
        dossier.companions = beside.into_iter().collect();
        // Companies are sorted by slug, and the sort is stable.
        dossier
            .companions
            .sort_by_key(|(_, briefs)| std::cmp::Reverse(*briefs));
    }
    dossiers
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

/// At most `most` briefs that share declared companies or tags with `id`: those that share most first, a company
/// weighing as much as two tags, then the newest. `by_company` are the appearances of each company.
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
    let mut found: BTreeMap<BriefId, (Vec<CompanyId>, Vec<usize>)> = BTreeMap::new();
    for company in &entry.declared {
        let Some(known) = companies.get(company.0 as usize) else {
            continue;
        };
        for appearance in known.appearances.iter() {
            if appearance.role != CompanyRole::Mentioned && appearance.brief != id {
                found.entry(appearance.brief).or_default().0.push(*company);
            }
        }
    }
    for tag in &entry.tags {
        for brief in tags.get(*tag).map_or(&[][..], |tag| &tag.briefs) {
            if *brief != id {
                found.entry(*brief).or_default().1.push(*tag);
            }
        }
    }
    let mut related: Vec<Related> = found
        .into_iter()
        .map(|(brief, (companies, tags))| Related {
            brief,
            companies,
            tags,
        })
        .collect();
    // Briefs are numbered from the newest, and the sort is stable.
    related.sort_by_key(|r| std::cmp::Reverse(2 * r.companies.len() + r.tags.len()));
    related.truncate(most);
    related
}
