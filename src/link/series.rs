//! The numbers of a company as series: one metric, in one unit, through time.
//!
//! Comes in: the briefs with the company of each number, and the metrics of site.yaml. Goes out: [`MetricSeries`] by
//! company. Units and kinds are never mixed, no value is hidden, and nothing is converted or interpolated.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{BriefEntry, BriefId, CompanyId};
use crate::markdown;
use crate::model::{
    Amount, FiscalYearEnd, MetricConfig, Number, NumberKind, PartialDate, SiteConfig, Slug, Unit,
};

/// One metric of a company in one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetricSeries {
    /// The metric: the same word in every company.
    pub metric: Slug,
    /// The unit of all its values.
    pub unit: Option<Unit>,
    /// Its values, a line for each kind: reported, estimates, projections. No line is empty.
    pub lines: Vec<KindLine>,
}

/// The values of one kind, by date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindLine {
    /// Of which kind they are.
    pub kind: NumberKind,
    /// By date, then by the brief that said it first.
    pub points: Vec<Point>,
}

/// One value at one time. The same value in a later brief is the same point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// The briefs that say it, oldest first, and the index of the number in each.
    pub said: Vec<(BriefId, u32)>,
    /// What it holds for.
    pub dated: Dated,
    /// The first and last day that the date covers.
    pub days: (jiff::civil::Date, jiff::civil::Date),
    /// The value or values.
    pub amount: Amount,
    /// Whether it is approximate.
    pub approx: bool,
    /// Whether a later brief gives another value for the same date.
    pub standing: Standing,
    /// What it is against the value before it, where both are single figures and its date begins after that one's.
    pub change: Option<Change>,
}

/// How a point got its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dated {
    /// Its author gave it.
    AsOf(PartialDate),
    /// It is the day of the brief, for want of a better one.
    Brief(jiff::civil::Date),
}

/// Whether a value still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody took it back.
    Stands,
    /// A later brief gives another.
    Superseded,
}

/// The way from one value to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The index of the value before it in its line.
    pub since: usize,
    /// The value less the one before.
    pub difference: Decimal,
    /// The difference in percent of the one before, unless that is zero or less.
    pub percent: Option<Decimal>,
}

/// Which metric a number is of: its own `metric`, else that which site.yaml gives to its label, else its label without
/// the words that say its kind. `None` if it has neither.
pub fn metric_of(number: &Number, config: &SiteConfig) -> Option<Slug> {
    if let Some(metric) = &number.metric {
        return named(metric, config).or_else(|| Slug::from_name(metric));
    }
    let label = markdown::plain_text(&number.label);
    named(&label, config).or_else(|| {
        let bare = without_kind(&label);
        named(&bare, config).or_else(|| Slug::from_name(&bare))
    })
}

/// The metric that site.yaml's dictionary knows a number by: by its `metric`, else by its label.
pub fn known_metric(number: &Number, config: &SiteConfig) -> Option<Slug> {
    if let Some(metric) = &number.metric {
        return named(metric, config);
    }
    let label = markdown::plain_text(&number.label);
    named(&label, config).or_else(|| named(&without_kind(&label), config))
}

/// A label without the words that say its kind.
fn without_kind(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().filter(|w| !says_kind(w)).collect();
    words.join(" ")
}

/// The metric of site.yaml that `text` is, or is a label of.
fn named(text: &str, config: &SiteConfig) -> Option<Slug> {
    let text = folded(text);
    let is = |name: &str| folded(name) == text;
    let (slug, _) = config
        .metrics
        .iter()
        .find(|(slug, metric)| is(slug.as_str()) || metric.labels.iter().any(|label| is(label)))?;
    Some(slug.clone())
}

/// Without regard to case, hyphens and blanks.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{2011}'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

fn says_kind(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "reported",
        "estimated",
        "estimate",
        "estimates",
        "projected",
        "projection",
        "projections",
        "expected",
        "forecast",
        "reportedly",
    ];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    WORDS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// A metric in words: the first label that site.yaml gives it, else its slug with blanks.
pub fn metric_name(metric: &Slug, config: &SiteConfig) -> Box<str> {
    let label = |metric: &MetricConfig| metric.labels.first().cloned();
    let given = config.metrics.get(metric).and_then(label);
    given.unwrap_or_else(|| metric.as_str().replace('-', " ").into())
}

/// What a number counts: as written, else as its metric says.
pub fn unit_of(number: &Number, metric: &Slug, config: &SiteConfig) -> Option<Unit> {
    let written = number.quantity.unit.clone();
    written.or_else(|| config.metrics.get(metric)?.unit.clone())
}

/// What a number of a brief counts: as written, else as its metric says.
pub fn number_unit(entry: &BriefEntry, index: u32, config: &SiteConfig) -> Option<Unit> {
    let at = index as usize;
    let number = entry.document.value.numbers.get(at)?;
    match entry.number_metrics.get(at).and_then(Option::as_ref) {
        Some(metric) => unit_of(number, metric, config),
        None => number.quantity.unit.clone(),
    }
}

/// The series of one company, found in those of `briefs` that are `concerned` with it, newest first. The longest come
/// first, then by metric and unit.
pub(crate) fn of_company(
    company: CompanyId,
    concerned: &[BriefId],
    briefs: &[Arc<BriefEntry>],
    config: &SiteConfig,
    year_end: FiscalYearEnd,
) -> Vec<MetricSeries> {
    type Key<'a> = (&'a Slug, Option<Unit>);
    let mut found: BTreeMap<Key<'_>, BTreeMap<NumberKind, Vec<Point>>> = BTreeMap::new();
    // Oldest first, so that the first who says a value is the first in its point.
    for id in concerned.iter().rev() {
        let entry = &briefs[id.0 as usize];
        let brief = &entry.document.value;
        let metrics = entry.number_companies.iter().zip(&entry.number_metrics);
        for ((n, number), (of, metric)) in (0u32..).zip(&brief.numbers).zip(metrics) {
            let (Some(metric), true) = (metric, *of == Some(company)) else {
                continue;
            };
            let dated = match number.as_of {
                Some(date) => Dated::AsOf(date),
                None => Dated::Brief(brief.date.value.day),
            };
            let unit = unit_of(number, metric, config);
            let points = found
                .entry((metric, unit))
                .or_default()
                .entry(number.kind)
                .or_default();
            let said = (*id, n);
            let amount = number.quantity.amount;
            let same = |point: &&mut Point| {
                point.dated == dated && current(point.amount) == current(amount)
            };
            match points.iter_mut().find(same) {
                Some(point) => point.said.push(said),
                None => points.push(Point {
                    said: vec![said],
                    dated,
                    days: days(dated, year_end),
                    amount,
                    approx: number.quantity.approx,
                    standing: Standing::Stands,
                    change: None,
                }),
            }
        }
    }
    let mut series: Vec<MetricSeries> = found
        .into_iter()
        .map(|((metric, unit), kinds)| MetricSeries {
            metric: metric.clone(),
            unit,
            lines: kinds
                .into_iter()
                .map(|(kind, points)| line(kind, points, briefs))
                .collect(),
        })
        .collect();
    let length = |s: &MetricSeries| s.lines.iter().map(|l| l.points.len()).sum::<usize>();
    // Stable: the map's order decides between equals.
    series.sort_by_key(|s| std::cmp::Reverse(length(s)));
    series
}

/// What a value is compared by: a change to $5.3B is $5.3B.
const fn current(amount: Amount) -> (Option<Decimal>, Option<(Decimal, Decimal)>) {
    match amount {
        Amount::One(value) | Amount::Change { value, .. } => (Some(value), None),
        Amount::Range { low, high } => (None, Some((low, high))),
    }
}

fn days(dated: Dated, end: FiscalYearEnd) -> (jiff::civil::Date, jiff::civil::Date) {
    match dated {
        Dated::AsOf(date) => (date.first_day(end), date.last_day(end)),
        Dated::Brief(day) => (day, day),
    }
}

/// Sorts points by date, marks what was superseded and counts the changes.
fn line(kind: NumberKind, mut points: Vec<Point>, briefs: &[Arc<BriefEntry>]) -> KindLine {
    points.sort_by(|a, b| {
        (a.days.1, a.days.0)
            .cmp(&(b.days.1, b.days.0))
            .then_with(|| older(a, b))
    });
    let day = |at: BriefId| briefs[at.0 as usize].document.value.date.value.day;
    let last_said = |point: &Point| point.said.last().map(|(brief, _)| day(*brief));
    // The newest day on which a brief spoke of a date decides which of its values stands.
    let mut newest = HashMap::new();
    for point in &points {
        if let Dated::AsOf(date) = point.dated {
            let day = newest.entry(date).or_insert(None);
            *day = (*day).max(last_said(point));
        }
    }
    for point in &mut points {
        if let Dated::AsOf(date) = point.dated
            && newest.get(&date).is_some_and(|day| *day > last_said(point))
        {
            point.standing = Standing::Superseded;
        }
    }
    let mut before: Option<usize> = None;
    for at in 0..points.len() {
        if points[at].standing == Standing::Superseded {
            continue;
        }
        if let Some(since) = before {
            points[at].change = change(since, &points[since], &points[at]);
        }
        before = Some(at);
    }
    points.shrink_to_fit();
    KindLine { kind, points }
}

/// Briefs are numbered from the newest.
fn older(a: &Point, b: &Point) -> Ordering {
    let key = |point: &Point| {
        point
            .said
            .first()
            .map(|(brief, n)| (std::cmp::Reverse(*brief), *n))
    };
    key(a).cmp(&key(b))
}

fn change(since: usize, before: &Point, now: &Point) -> Option<Change> {
    // Of two values whose dates cover a common day, such as a month and a day of it, neither is the earlier one.
    if before.days.1 >= now.days.0 {
        return None;
    }
    let (old, new) = (current(before.amount).0?, current(now.amount).0?);
    let difference = new.checked_sub(old)?;
    let percent = (old > Decimal::ZERO)
        .then(|| {
            difference
                .checked_div(old)?
                .checked_mul(Decimal::ONE_HUNDRED)
        })
        .flatten();
    Some(Change {
        since,
        difference,
        percent,
    })
}

impl MetricSeries {
    /// The metric in words: the first label that site.yaml gives it, else its slug with blanks.
    pub fn name(&self, config: &SiteConfig) -> Box<str> {
        metric_name(&self.metric, config)
    }

    /// How many values it has.
    pub fn len(&self) -> usize {
        self.lines.iter().map(|line| line.points.len()).sum()
    }

    /// Whether it has none; a series of a site never is.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
