//! The metrics of site.yaml: which labels mean the same figure.
//!
//! Comes in: `metrics`. Goes out: the metrics by slug, and diagnostics for labels that two metrics claim.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::reader::{Field, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Currency, MetricConfig, MetricDirection, Slug, Unit};

const EXAMPLE: &str = "{ valuation: { labels: [post-money valuation], unit: USD } }";

/// Which way is good news.
const DIRECTIONS: &[(&str, MetricDirection)] =
    &[("up", MetricDirection::Up), ("down", MetricDirection::Down)];

/// `{ valuation: { labels: [post-money valuation], unit: USD } }`, or shorter `valuation: [post-money valuation]`.
pub(super) fn metrics(r: &mut Reader<'_>, field: &Field<'_>) -> BTreeMap<Slug, MetricConfig> {
    let mut metrics = BTreeMap::new();
    let Some(keys) = r.map(field, EXAMPLE) else {
        return metrics;
    };
    let mut claimed: BTreeMap<String, Slug> = BTreeMap::new();
    for entry in keys.unasked() {
        let name = entry.key_name();
        let Some(slug) = Slug::from_name(name).filter(|slug| slug.as_str() == name) else {
            let message = format!("`{name}` can't be the name of a metric");
            let span = r.key_span(&entry.path);
            let help = "use small letters, digits and hyphens, such as `round-size`";
            r.diagnostics
                .push(Diagnostic::new(Code::InvalidSlug, span, message).help(help));
            continue;
        };
        let metric = match Keys::of(&entry) {
            Some(mut keys) => {
                let labels = keys.get(r, &["labels"]).map(|f| labels(r, &f));
                let unit = keys.get(r, &["unit"]).and_then(|f| unit(r, &f));
                let direction = keys
                    .get(r, &["direction"])
                    .and_then(|f| r.one_of(&f, DIRECTIONS));
                keys.finish(r, "a metric");
                MetricConfig {
                    labels: labels.unwrap_or_default(),
                    unit,
                    direction,
                }
            }
            None => MetricConfig {
                labels: labels(r, &entry),
                ..MetricConfig::default()
            },
        };
        for label in &metric.labels {
            let folded = label.to_lowercase();
            if let Some(other) = claimed.insert(folded, slug.clone())
                && other != slug
            {
                let message =
                    format!("the label `{label}` is given to two metrics, `{other}` and `{slug}`");
                r.tell(
                    Code::InvalidValue,
                    &entry,
                    message,
                    "keep one of the two".into(),
                );
            }
        }
        metrics.insert(slug, metric);
    }
    metrics
}

fn labels(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Box<str>> {
    let items = field.items();
    items
        .iter()
        .filter_map(|item| r.words(item, "post-money valuation"))
        .collect()
}

/// A unit as data spells it.
fn unit(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Unit> {
    let text = r.words(field, "USD")?;
    if let Some(currency) = Currency::new(&text) {
        return Some(Unit::Currency(currency));
    }
    match &*text {
        "percent" | "%" => Some(Unit::Percent),
        "pp" => Some(Unit::PercentagePoints),
        "bps" => Some(Unit::BasisPoints),
        "x" => Some(Unit::Times),
        _ if text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/')) =>
        {
            Some(Unit::Named(text))
        }
        _ => {
            let message = format!("`{text}` is no unit");
            let help = "write a currency such as `USD`, or `percent`, `pp`, `bps`, `x`, or a noun such as `people`";
            r.tell(Code::InvalidValue, field, message, help.into());
            None
        }
    }
}
