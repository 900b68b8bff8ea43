//! Numbers of one metric, across briefs and companies.
//!
//! Comes in: the briefs that are shown, and the metrics of site.yaml. Goes out: every [`Metric`] that two numbers or
//! more share, and that therefore has a page.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::routes::Table;
use super::series::metric_name;
use super::{BriefEntry, BriefId, Route};
use crate::diagnostic::Diagnostic;
use crate::model::{SiteConfig, Slug, UrlPath};

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
}

/// The metrics of all numbers, by slug.
pub(super) fn metrics(briefs: &[Arc<BriefEntry>], config: &SiteConfig) -> Vec<Metric> {
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
        .filter(|(slug, numbers)| numbers.len() > 1 && slug.as_str() != "page")
        .map(|(slug, numbers)| Metric {
            name: metric_name(slug, config),
            url: UrlPath::from_decoded(&format!("/numbers/{slug}/")).expect("a slug makes a path"),
            slug: slug.clone(),
            numbers,
        })
        .collect()
}

/// Gives each metric its address.
pub(super) fn enter(table: &mut Table, metrics: &[Metric], diagnostics: &mut Vec<Diagnostic>) {
    for (index, metric) in metrics.iter().enumerate() {
        let what = format!("the metric {}", metric.slug);
        let route = Route::Metric(index);
        table.add(metric.url.clone(), route, None, what, diagnostics);
    }
}
