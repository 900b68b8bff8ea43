//! What all briefs together say about one company, as far as one page shows it.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::chart::{self, Value};
use super::contract::{
    ChangeView, CompanionView, DossierView, ExposureView, FigureRow, Href, LinkView,
    PartialDateView, SentenceView, SeriesOfFigures, TouchView, VerdictView, WatchState,
    WatchedView,
};
use super::{Views, amounts, cards, items, setting, words};
use crate::link::{
    BriefEntry, BriefId, Change, CompanyId, Dated, KindLine, MetricSeries, Place, Point, Standing,
    Touch, sentence_around,
};
use crate::model::{
    Amount, MetricDirection, Number, NumberKind, Order, PartialDate, Passage, SiteConfig, Unit,
    WatchItem,
};

/// Series with a table and a chart of their own.
const SERIES: usize = 12;
/// Values in a table.
const ROWS: usize = 16;
/// Values in a chart, of each kind.
const DRAWN: usize = 60;
/// Figures with a single value.
const SINGLE: usize = 30;
/// Effects of one order.
const TOUCHES: usize = 12;
/// Watch items, open or resolved.
const WATCHED: usize = 15;
/// Companies named together with this one.
const COMPANIONS: usize = 12;
/// Characters of an effect or item that stand for it.
const BEGINNING: usize = 200;

/// What the first page of a dossier shows beside profile and timeline.
pub(super) fn dossier(views: &Views, id: CompanyId) -> Option<DossierView> {
    let known = views.site.dossier(id)?;
    let config = &*views.site.config;
    let (long, single): (Vec<&MetricSeries>, Vec<&MetricSeries>) =
        known.figures.iter().partition(|series| series.len() > 1);
    // What is shown is chosen first: most of what a much-written-about company has is only counted.
    let mut points: Vec<(&KindLine, usize)> = single
        .iter()
        .flat_map(|series| each_point(series))
        .collect();
    points.sort_by_key(|(line, at)| std::cmp::Reverse(line.points[*at].days.1));
    let shown = long.len().min(SERIES) + points.len().min(SINGLE);
    let more_figures = views.words.count(long.len() + points.len() - shown);
    let (mut open, resolved): (Vec<Followed<'_>>, Vec<Followed<'_>>) = known
        .watch
        .iter()
        .filter_map(|(brief, item)| Followed::of(views, *brief, *item))
        .partition(|item| matches!(item.status, WatchState::Open | WatchState::Overdue));
    open.sort_by_key(|item| (item.due.is_none(), item.due));
    let (more_open, more_resolved) = (
        left_out(views, &open, WATCHED),
        left_out(views, &resolved, WATCHED),
    );
    let watched = |items: &[Followed<'_>]| {
        let items = items.iter().take(WATCHED);
        items.filter_map(|item| item.view(views)).collect()
    };
    Some(DossierView {
        series: long
            .into_iter()
            .take(SERIES)
            .map(|series| of_figures(views, series, config))
            .collect(),
        single: points
            .into_iter()
            .take(SINGLE)
            .filter_map(|(line, at)| row(views, line, at, None))
            .collect(),
        more_figures,
        exposure: [Order::First, Order::Second, Order::Third]
            .into_iter()
            .filter_map(|order| exposure(views, id, order, &known.exposure))
            .collect(),
        open: watched(&open),
        more_open,
        resolved: watched(&resolved),
        more_resolved,
        companions: known
            .companions
            .iter()
            .take(COMPANIONS)
            .filter_map(|(other, briefs)| {
                Some(CompanionView {
                    company: views.company(*other)?,
                    briefs: views.words.count(*briefs),
                })
            })
            .collect(),
    })
}

fn left_out<T>(views: &Views, all: &[T], shown: usize) -> super::contract::Count {
    views.words.count(all.len().saturating_sub(shown))
}

fn each_point(series: &MetricSeries) -> impl Iterator<Item = (&KindLine, usize)> {
    series
        .lines
        .iter()
        .flat_map(|line| (0..line.points.len()).map(move |at| (line, at)))
}

fn of_figures(views: &Views, series: &MetricSeries, config: &SiteConfig) -> SeriesOfFigures {
    let mut points: Vec<(&KindLine, usize)> = each_point(series).collect();
    points.sort_by_key(|(line, at)| std::cmp::Reverse(line.points[*at].days.1));
    let earlier = left_out(views, &points, ROWS);
    let unit = series.unit.as_ref();
    let values: Vec<Value> = series
        .lines
        .iter()
        .flat_map(|line| {
            let from = line.points.len().saturating_sub(DRAWN);
            line.points[from..]
                .iter()
                .map(move |point| (line.kind, point))
        })
        .map(|(kind, point)| drawn(views, kind, point))
        .collect();
    let unit_in_anchor = unit.map_or_else(String::new, |unit| {
        format!(
            "-{}",
            unit.as_str()
                .to_lowercase()
                .replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        )
    });
    SeriesOfFigures {
        name: series.name(config),
        anchor: format!("figures-{}{unit_in_anchor}", series.metric).into(),
        unit: unit.map(|unit| unit.as_str().into()),
        rows: points
            .into_iter()
            .take(ROWS)
            .filter_map(|(line, at)| row(views, line, at, Some(series)))
            .collect(),
        earlier,
        chart: chart::chart(&views.words, &values, unit),
    }
}

fn drawn(views: &Views, kind: NumberKind, point: &Point) -> Value {
    Value {
        kind: cards::number_kind(kind),
        days: point.days,
        date: date(views, point.dated),
        dated: matches!(point.dated, Dated::AsOf(_)),
        amount: point.amount,
        // A change has two amounts, and an amount without its unit says less than the axis.
        written: said(views, point)
            .map(|number| &number.quantity)
            .filter(|said| said.unit.is_some() && !matches!(said.amount, Amount::Change { .. }))
            .map_or_else(Box::default, |said| said.as_written.clone()),
        superseded: point.standing == Standing::Superseded,
    }
}

/// The number as the latest of its briefs says it.
fn said<'a>(views: &'a Views, point: &Point) -> Option<&'a Number> {
    let (brief, index) = point.said.last()?;
    let entry = views.site.briefs.get(brief.0 as usize)?;
    entry.document.value.numbers.get(*index as usize)
}

fn date(views: &Views, dated: Dated) -> PartialDateView {
    views.words.partial(match dated {
        Dated::AsOf(date) => date,
        Dated::Brief(day) => PartialDate::Day(day),
    })
}

/// One value. Without its series nothing is said of a change.
fn row(
    views: &Views,
    line: &KindLine,
    at: usize,
    series: Option<&MetricSeries>,
) -> Option<FigureRow> {
    let point = line.points.get(at)?;
    let (brief, _) = point.said.last()?;
    let entry = views.site.briefs.get(brief.0 as usize)?;
    let number = said(views, point)?;
    Some(FigureRow {
        label_text: setting::plain(&number.label).into(),
        date: date(views, point.dated),
        dated: matches!(point.dated, Dated::AsOf(_)),
        since: number.since.map(|date| views.words.partial(date)),
        through: number.through.map(|date| views.words.partial(date)),
        as_written: number.quantity.as_written.clone(),
        kind: cards::number_kind(line.kind),
        superseded: point.standing == Standing::Superseded,
        change: point
            .change
            .as_ref()
            .zip(series)
            .and_then(|(change, series)| changed(views, change, line, point, series)),
        brief: LinkView {
            name: views.brief(*brief)?.title_text.clone(),
            href: Href::anchor(&views.site.config, &entry.url, &number.anchor()),
        },
    })
}

fn changed(
    views: &Views,
    change: &Change,
    line: &KindLine,
    point: &Point,
    series: &MetricSeries,
) -> Option<ChangeView> {
    let unit = series.unit.as_ref();
    let metric = views.site.config.metrics.get(&series.metric);
    let direction = metric.and_then(|metric| metric.direction);
    let before = line.points.get(change.since)?;
    let of_percents = matches!(
        unit,
        Some(Unit::Percent | Unit::PercentagePoints | Unit::BasisPoints)
    );
    Some(ChangeView {
        text: amounts::difference(change.difference, unit).into(),
        percent_text: change
            .percent
            .filter(|_| !of_percents)
            .map(|percent| amounts::percent(percent).into()),
        from: date(views, before.dated),
        to: date(views, point.dated),
        verdict: direction
            .filter(|_| line.kind != NumberKind::Projection)
            .and_then(|direction| verdict(direction, change.difference)),
    })
}

/// What a difference means; nothing if there is none.
fn verdict(direction: MetricDirection, difference: Decimal) -> Option<VerdictView> {
    let wanted = match direction {
        MetricDirection::Up => Ordering::Greater,
        MetricDirection::Down => Ordering::Less,
    };
    match difference.cmp(&Decimal::ZERO) {
        Ordering::Equal => None,
        way if way == wanted => Some(VerdictView::Better),
        _ => Some(VerdictView::Worse),
    }
}

fn exposure(views: &Views, id: CompanyId, order: Order, all: &[Touch]) -> Option<ExposureView> {
    let of_order: Vec<&Touch> = all.iter().filter(|touch| touch.order == order).collect();
    if of_order.is_empty() {
        return None;
    }
    Some(ExposureView {
        order: items::order(order),
        more: left_out(views, &of_order, TOUCHES),
        touches: of_order
            .into_iter()
            .take(TOUCHES)
            .filter_map(|touch| self::touch(views, id, touch))
            .collect(),
    })
}

fn touch(views: &Views, id: CompanyId, touch: &Touch) -> Option<TouchView> {
    let entry = views.site.briefs.get(touch.brief.0 as usize)?;
    let effect = entry.document.value.effects.get(touch.effect as usize)?;
    Some(TouchView {
        brief: views.brief(touch.brief)?,
        href: Href::anchor(&views.site.config, &entry.url, &effect.anchor()),
        title_text: effect
            .title
            .as_deref()
            .map(|title| setting::plain(title).into()),
        sentence: sentence(entry, id, &effect.text, Place::EffectText(touch.effect)),
    })
}

/// The first sentence of `passage` that names the company, else its beginning.
fn sentence(entry: &BriefEntry, id: CompanyId, passage: &Passage, place: Place) -> SentenceView {
    let file = &entry.document.text;
    let text = source(entry, passage);
    let plain = setting::plain(text);
    let name = entry.mentions.iter().find_map(|mention| {
        let inside = match passage {
            Passage::Front(_) => mention.place == place,
            Passage::Body(range) => {
                mention.place == Place::Body
                    && range.start <= mention.range.start
                    && mention.range.end <= range.end
            }
        };
        let from: &str = match passage {
            Passage::Front(text) => text,
            Passage::Body(_) => file,
        };
        let range = mention.range.start as usize..mention.range.end as usize;
        (inside && mention.company == id).then(|| from.get(range))?
    });
    // A name that markup cuts apart is not found in the plain text: then the beginning is shown.
    let found = name.and_then(|name| Some((plain.find(name)?, name.len())));
    match found {
        Some((at, len)) => {
            let (text, name) = sentence_around(&plain, at..at + len);
            SentenceView {
                before: text[..name.start].into(),
                name: text[name.clone()].into(),
                after: text[name.end..].into(),
            }
        }
        None => SentenceView {
            before: words::beginning(&plain, BEGINNING).into(),
            name: "".into(),
            after: "".into(),
        },
    }
}

fn source<'a>(entry: &'a BriefEntry, passage: &'a Passage) -> &'a str {
    match passage {
        Passage::Front(text) => text,
        Passage::Body(range) => entry
            .document
            .text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default(),
    }
}

/// A watch item, looked at as far as its place in the list needs it.
struct Followed<'a> {
    brief: BriefId,
    entry: &'a BriefEntry,
    item: &'a WatchItem,
    due: Option<jiff::civil::Date>,
    status: WatchState,
}

impl<'a> Followed<'a> {
    fn of(views: &'a Views, brief: BriefId, index: u32) -> Option<Self> {
        let entry = views.site.briefs.get(brief.0 as usize)?;
        let item = entry.document.value.watch.get(index as usize)?;
        let due = entry.watch_due.get(index as usize).copied().flatten();
        let (status, _) = items::state(item, due, views.site.edition.today);
        Some(Self {
            brief,
            entry,
            item,
            due,
            status,
        })
    }

    fn view(&self, views: &Views) -> Option<WatchedView> {
        let item = self.item;
        let title_text = if item.title.trim().is_empty() {
            words::beginning(&setting::plain(source(self.entry, &item.text)), BEGINNING)
        } else {
            setting::plain(&item.title)
        };
        Some(WatchedView {
            brief: views.brief(self.brief)?,
            href: Href::anchor(&views.site.config, &self.entry.url, &item.anchor()),
            title_text: title_text.into(),
            due: self.due.map(|date| views.words.day(date)),
            status: self.status,
            resolved: item.resolved.map(|date| views.words.partial(date)),
        })
    }
}
