//! Numbers of one metric, across briefs and companies.
//!
//! Comes in: the briefs that are shown, and the metrics of site.yaml. Goes out: every [`Metric`] that has a page: those of
//! site.yaml that have a number, and those that two numbers or more share by their label alone.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::routes::Table;
use super::series::{metric_name, unit_of};
use super::{BriefEntry, BriefId, CompanyId, Route};
use crate::diagnostic::Diagnostic;
use crate::model::{Offer, SiteConfig, Slug, Unit, UrlPath};

/// A metric and its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its slug.
    pub slug: Slug,
    /// Its name in words.
    pub name: Box<str>,
    /// Its address.
    pub url: UrlPath,
    /// Its numbers: brief and index, newest brief first.
    pub numbers: Vec<(BriefId, u32)>,
    /// The rows of its pages: each number, and unit by unit the latest of each company, where there are two or more and one
    /// has more than one number.
    pub rows: usize,
}

/// The metrics of all numbers, by slug; none if the site has no pages for numbers.
pub(super) fn metrics(briefs: &[Arc<BriefEntry>], config: &SiteConfig) -> Vec<Metric> {
    if config.numbers == Offer::Off {
        return Vec::new();
    }
    let mut by_slug: HashMap<&Slug, Vec<(BriefId, u32)>> = HashMap::new();
    for (brief, entry) in (0u32..).zip(briefs) {
        for (index, metric) in (0u32..).zip(&entry.number_metrics) {
            if let Some(slug) = metric {
                by_slug
                    .entry(slug)
                    .or_default()
                    .push((BriefId(brief), index));
            }
        }
    }
    let by_slug: BTreeMap<&Slug, Vec<(BriefId, u32)>> = by_slug.into_iter().collect();
    by_slug
        .into_iter()
        .filter(|(slug, numbers)| {
            let is_known = config.metrics.contains_key(*slug);
            (numbers.len() > 1 || is_known) && slug.as_str() != "page"
        })
        .map(|(slug, numbers)| Metric {
            name: metric_name(slug, config),
            url: UrlPath::from_decoded(&format!("/numbers/{slug}/")).expect("a slug makes a path"),
            rows: rows(&numbers, slug, briefs, config),
            slug: slug.clone(),
            numbers,
        })
        .collect()
}

fn rows(
    numbers: &[(BriefId, u32)],
    metric: &Slug,
    briefs: &[Arc<BriefEntry>],
    config: &SiteConfig,
) -> usize {
    let mut units: HashMap<Option<Unit>, (usize, HashSet<CompanyId>)> = HashMap::new();
    for (brief, index) in numbers {
        let entry = &briefs[brief.0 as usize];
        let number = &entry.document.value.numbers[*index as usize];
        let unit = unit_of(number, metric, config);
        let (count, companies) = units.entry(unit).or_default();
        *count += 1;
        companies.extend(entry.number_companies[*index as usize]);
    }
    // Where each company has one number, the list of the latest would be the whole list again.
    let compared = units
        .values()
        .map(|(count, companies)| (count, companies.len()))
        .filter(|(count, companies)| *companies > 1 && companies < count)
        .map(|(_, companies)| companies);
    numbers.len() + compared.sum::<usize>()
}

/// Whether two briefs give the same to metrics.
pub(super) fn say_the_same(a: &BriefEntry, b: &BriefEntry) -> bool {
    let units = |entry: &BriefEntry| {
        let numbers = &entry.document.value.numbers;
        numbers
            .iter()
            .map(|number| number.quantity.unit.clone())
            .collect::<Vec<_>>()
    };
    a.number_metrics == b.number_metrics
        && a.number_companies == b.number_companies
        && units(a) == units(b)
}

/// Gives each metric its address.
pub(super) fn enter(table: &mut Table, metrics: &[Metric], diagnostics: &mut Vec<Diagnostic>) {
    for (index, metric) in metrics.iter().enumerate() {
        let what = format!("the metric {}", metric.slug);
        let route = Route::Metric(index, 1);
        table.add(metric.url.clone(), route, None, what, diagnostics);
    }
}
