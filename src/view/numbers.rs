//! All numbers, and those of one metric.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;

use super::contract::{
    Href, MetricCard, MetricDirectionView, MetricPage, MetricUnit, NumberRow, NumbersPage,
};
use super::setting::Setting;
use super::{Views, items, lists, words};
use crate::link::{
    BriefEntry, BriefId, CompanyId, LONG_TABLE, Metric, Site, metric_of, number_unit, page_url,
    unit_of,
};
use crate::model::{FiscalYearEnd, MetricDirection, Number, NumberKind, Slug, Unit};

/// A page of all numbers; `None` if there is no such page.
pub(super) fn numbers(views: &Views, page: u32) -> Option<NumbersPage> {
    let list = views.indexes.numbers.as_ref()?;
    let (shown, pagination) = lists::cut(views, list, views.all_numbers(), LONG_TABLE, page)?;
    // A metric has a number at least, so that there are never more pages of them.
    let metrics = views.all_metrics();
    let until = metrics.len().min(LONG_TABLE * page as usize);
    let from = until.min(LONG_TABLE * (page as usize - 1));
    Some(NumbersPage {
        meta: lists::list_meta(
            views,
            &page_url(list, page),
            &views
                .words
                .numbered(words::text(&views.words.all_numbers), page),
        ),
        numbers: rows(views, shown),
        currencies: currencies(views, shown),
        metrics: metrics[from..until].to_vec(),
        more_metrics: views.words.count(metrics.len() - until),
        pagination,
    })
}

/// Every number, newest brief first.
pub(super) fn all(site: &Site) -> Vec<(BriefId, u32)> {
    let mut all = Vec::new();
    for (brief, entry) in (0u32..).zip(&site.briefs) {
        let numbers = (0u32..).zip(&entry.document.value.numbers);
        all.extend(numbers.map(|(index, _)| (BriefId(brief), index)));
    }
    all
}

/// Every metric that has a page, by name.
pub(super) fn metrics(views: &Views) -> Vec<MetricCard> {
    let metrics = views.site.metrics.iter();
    let mut metrics: Vec<_> = metrics.map(|metric| card(views, metric)).collect();
    metrics.sort_by_cached_key(|metric| metric.name.to_lowercase());
    metrics
}

/// The numbers of a metric in one unit.
#[derive(Debug)]
pub(super) struct UnitLists {
    unit: Option<Unit>,
    /// The latest of each company, if there are two or more, and some company has more than one.
    latest: Vec<(BriefId, u32)>,
    /// All, newest first.
    numbers: Vec<(BriefId, u32)>,
}

/// The numbers of a metric, by unit.
pub(super) fn units(views: &Views, metric: usize) -> Vec<UnitLists> {
    let Some(metric) = views.site.metrics.get(metric) else {
        return Vec::new();
    };
    let better = direction(views, &metric.slug);
    let mut by_unit: BTreeMap<Option<Unit>, Vec<(BriefId, u32)>> = BTreeMap::new();
    for at in &metric.numbers {
        if let Some((_, number)) = get(views, *at) {
            let unit = unit_of(number, &metric.slug, &views.site.config);
            by_unit.entry(unit).or_default().push(*at);
        }
    }
    let lists = by_unit.into_iter().map(|(unit, mut numbers)| {
        numbers.sort_by_cached_key(|at| Reverse(day(views, *at)));
        let mut latest = latest(views, &numbers, better);
        // Where each company has one number, both lists would be the same.
        if latest.len() < 2 || latest.len() == numbers.len() {
            latest.clear();
        }
        UnitLists {
            unit,
            latest,
            numbers,
        }
    });
    lists.collect()
}

/// What a page shows of lists that follow each other.
struct Window {
    skipped: usize,
    room: usize,
}

impl Window {
    /// The part of the next list.
    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a [T] {
        let from = self.skipped.min(list.len());
        let shown = self.room.min(list.len() - from);
        self.skipped -= from;
        self.room -= shown;
        &list[from..from + shown]
    }
}

/// A page of a metric; `None` if there is no such metric or page.
pub(super) fn metric(views: &Views, index: usize, page: u32) -> Option<MetricPage> {
    let metric = views.site.metrics.get(index)?;
    let (shown, pagination) = lists::part(views, &metric.url, metric.rows, LONG_TABLE, page)?;
    let mut window = Window {
        skipped: shown.start,
        room: shown.len(),
    };
    let all = views.metric_units(index);
    let mut units = Vec::new();
    for lists in all {
        let (latest, numbers) = (window.of(&lists.latest), window.of(&lists.numbers));
        if !latest.is_empty() || !numbers.is_empty() {
            units.push(MetricUnit {
                unit: lists.unit.as_ref().map(|unit| unit.as_str().into()),
                latest: rows(views, latest),
                numbers: rows(views, numbers),
            });
        }
    }
    let codes = all.iter().filter_map(|lists| match &lists.unit {
        Some(Unit::Currency(currency)) => Some(currency.code().into()),
        _ => None,
    });
    let title = words::capital(&metric.name);
    Some(MetricPage {
        meta: lists::list_meta(
            views,
            &page_url(&metric.url, page),
            &views.words.numbered(&title, page),
        ),
        metric: card(views, metric),
        units,
        currencies: codes.collect(),
        pagination,
    })
}

fn card(views: &Views, metric: &Metric) -> MetricCard {
    MetricCard {
        name: metric.name.clone(),
        href: Href::inside(&views.site.config, &metric.url),
        numbers: views.words.count(metric.numbers.len()),
        direction: direction(views, &metric.slug).map(|direction| match direction {
            MetricDirection::Up => MetricDirectionView::Up,
            MetricDirection::Down => MetricDirectionView::Down,
        }),
    }
}

/// Which way of a metric is good news, if site.yaml says so.
fn direction(views: &Views, metric: &Slug) -> Option<MetricDirection> {
    views.site.config.metrics.get(metric)?.direction
}

fn get(views: &Views, (brief, index): (BriefId, u32)) -> Option<(&BriefEntry, &Number)> {
    let entry = views.site.briefs.get(brief.0 as usize)?;
    let number = entry.document.value.numbers.get(index as usize)?;
    Some((entry, number))
}

fn company(views: &Views, (brief, index): (BriefId, u32)) -> Option<CompanyId> {
    let entry = views.site.briefs.get(brief.0 as usize)?;
    entry.number_companies.get(index as usize).copied()?
}

/// The last day that a number holds for; without a date of its own, that of its brief.
fn day(views: &Views, at: (BriefId, u32)) -> Option<Date> {
    let (entry, number) = get(views, at)?;
    let file = company(views, at)
        .and_then(|id| views.site.companies.get(id.0 as usize))
        .and_then(|company| company.document.as_ref());
    let end = file.map_or_else(FiscalYearEnd::default, |file| file.value.fiscal_year_end);
    let date = number.as_of.or(number.through).or(number.since);
    Some(date.map_or(entry.document.value.date.value.day, |date| {
        date.last_day(end)
    }))
}

/// The latest number of each company, the largest first, or the smallest where less is better. `numbers` has the newest
/// first.
fn latest(
    views: &Views,
    numbers: &[(BriefId, u32)],
    better: Option<MetricDirection>,
) -> Vec<(BriefId, u32)> {
    let mut chosen = Vec::new();
    let mut seen = HashSet::new();
    for kind in [
        NumberKind::Reported,
        NumberKind::Estimate,
        NumberKind::Projection,
    ] {
        for at in numbers {
            let of_kind = get(views, *at).is_some_and(|(_, number)| number.kind == kind);
            if let Some(company) = company(views, *at)
                && of_kind
                && seen.insert(company)
            {
                chosen.push(*at);
            }
        }
    }
    let value = |at: &(BriefId, u32)| {
        let quantity = get(views, *at).map(|(_, number)| &number.quantity)?;
        quantity.value().or(quantity.high())
    };
    if better == Some(MetricDirection::Down) {
        chosen.sort_by_key(|at| (value(at).is_none(), value(at)));
    } else {
        chosen.sort_by_key(|at| Reverse(value(at)));
    }
    chosen
}

fn rows(views: &Views, numbers: &[(BriefId, u32)]) -> Vec<NumberRow> {
    let mut rows = Vec::with_capacity(numbers.len());
    for at in numbers {
        let (brief, index) = *at;
        let (Some((entry, number)), Some(card)) = (get(views, *at), views.brief(brief)) else {
            continue;
        };
        let mut setting = Setting::card(views, entry);
        let view = items::number(
            views,
            entry,
            number,
            index,
            company(views, *at),
            &mut setting,
        );
        let config = &views.site.config;
        let slug = metric_of(number, config);
        let metric = slug.as_ref().and_then(|slug| {
            let metrics = &views.site.metrics;
            let index = metrics
                .binary_search_by(|metric| metric.slug.cmp(slug))
                .ok()?;
            Some(views.links.metrics[index].clone())
        });
        // Without a page and a metric of the author's, it would only repeat the label.
        let named = metric.is_some() || number.metric.is_some();
        let metric_name = slug
            .filter(|_| named)
            .map(|slug| crate::link::metric_name(&slug, config));
        let day = day(views, *at);
        rows.push(NumberRow {
            href: Href::anchor(&views.site.config, &entry.url, &number.anchor()),
            number: view,
            metric,
            metric_name,
            day: day.map_or_else(|| card.date.iso.clone(), |day| day.to_string().into()),
            year: day.map_or(card.date.year, Date::year),
            brief: card,
        });
    }
    rows
}

fn currencies(views: &Views, numbers: &[(BriefId, u32)]) -> Vec<Box<str>> {
    let codes: BTreeSet<Box<str>> = numbers
        .iter()
        .filter_map(|(brief, index)| {
            let entry = views.site.briefs.get(brief.0 as usize)?;
            match number_unit(entry, *index, &views.site.config)? {
                Unit::Currency(currency) => Some(currency.code().into()),
                _ => None,
            }
        })
        .collect();
    codes.into_iter().collect()
}
