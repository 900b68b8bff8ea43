//! Samples of the pages that remember: numbers, metrics, watch items, effects, the dataset.

use super::brief::{effect, number, watch as item};
use super::{Amount, card, count, href, link, meta, pagination};
use crate::view::PageView;
use crate::view::contract::*;

fn row(amount: Amount, kind: NumberKindView) -> NumberRow {
    NumberRow {
        number: number("$5.3B", "valuation", kind, amount),
        href: href("/briefs/runway/#number-n1"),
        brief: card(amount),
        metric: amount.some(link("valuation", "/numbers/valuation/")),
        metric_name: Some("valuation".into()),
        day: "2026-02-28".into(),
        year: 2026,
    }
}

/// A number that is a range, in a period.
fn range(amount: Amount) -> NumberRow {
    let mut row = row(amount, NumberKindView::Estimate);
    row.number.value = None;
    row.number.as_of = None;
    row.number.low = amount.some("10000000000".into());
    row.number.high = amount.some("12000000000".into());
    row
}

fn metric_card(amount: Amount) -> MetricCard {
    MetricCard {
        name: "valuation".into(),
        href: href("/numbers/valuation/"),
        numbers: count(2),
        direction: amount.some(MetricDirectionView::Down),
    }
}

pub(super) fn numbers(amount: Amount) -> PageView {
    PageView::Numbers(NumbersPage {
        meta: meta("/numbers/", "Numbers", OgType::Website, amount),
        numbers: amount.all([
            row(amount, NumberKindView::Reported),
            row(Amount::Bare, NumberKindView::Projection),
            range(amount),
        ]),
        currencies: amount.all(["EUR".into(), "USD".into()]),
        metrics: amount.all([metric_card(amount)]),
        more_metrics: count(amount.all([(), ()]).len()),
        pagination: pagination(amount),
    })
}

pub(super) fn metric(amount: Amount) -> PageView {
    let unit = |unit: Option<&str>| MetricUnit {
        unit: unit.map(Into::into),
        latest: amount.all([
            row(amount, NumberKindView::Reported),
            row(Amount::Bare, NumberKindView::Estimate),
        ]),
        numbers: vec![row(amount, NumberKindView::Reported), range(amount)],
    };
    PageView::Metric(MetricPage {
        meta: meta("/numbers/valuation/", "Valuation", OgType::Website, amount),
        metric: metric_card(amount),
        units: amount.all([unit(Some("USD")), unit(None)]),
        currencies: amount.all(["EUR".into(), "USD".into()]),
        pagination: pagination(amount),
    })
}

/// Watch items of other pages than their brief's.
pub(super) fn watch_rows(states: &[WatchState], amount: Amount) -> Vec<WatchRow> {
    amount.all(states.iter().map(|state| WatchRow {
        item: item(*state, amount),
        href: href("/briefs/runway/#watch-w1"),
        brief: card(amount),
    }))
}

pub(super) fn watch(amount: Amount) -> PageView {
    let rows = |states: &[WatchState]| watch_rows(states, amount);
    PageView::Watch(Box::new(WatchPage {
        meta: meta("/watch/", "Watch list", OgType::Website, amount),
        overdue: rows(&[WatchState::Overdue]),
        due_soon: rows(&[WatchState::Open]),
        later: rows(&[WatchState::Open]),
        undated: rows(&[WatchState::Open]),
        resolved: rows(&[WatchState::Hit, WatchState::Miss, WatchState::Void]),
        totals: WatchTotals {
            overdue: count(1),
            due_soon: count(1),
            later: count(1),
            undated: count(1),
            resolved: count(103),
        },
        score: ScoreView {
            hits: count(1),
            misses: count(1),
            voids: count(1),
            judged: count(2),
            brier: amount.some("0.21".into()),
            too_few: true,
        },
        calendar: amount.some(href("/watch.ics")),
        pagination: pagination(amount),
    }))
}

fn reference(order: u8, amount: Amount) -> EffectRef {
    EffectRef {
        href: href("/briefs/runway/#effect-e1"),
        order,
        title_text: amount.some("Compute becomes scarce".into()),
        brief: Some(card(amount)),
    }
}

pub(super) fn effects(amount: Amount) -> PageView {
    let step = |order, opens, closes| ChainStep {
        effect: reference(order, amount),
        opens,
        closes,
    };
    let group = |name: &str, path: &str, anchor: &str| EffectGroup {
        link: link(name, path),
        anchor: anchor.into(),
        effects: vec![reference(1, amount), reference(2, Amount::Bare)],
        total: count(5),
        more: count(amount.all([(), (), ()]).len()),
    };
    PageView::Effects(EffectsPage {
        meta: meta("/effects/", "Effects", OgType::Website, amount),
        by: EffectsByView::Order,
        by_order: href("/effects/"),
        by_company: amount.some(href("/effects/companies/")),
        by_tag: amount.some(href("/effects/tags/")),
        orders: amount.all([1, 2, 3].map(|order| EffectOrder {
            order,
            effects: vec![EffectRow {
                effect: effect(order, "Budgets move, at once", amount),
                href: href("/briefs/runway/#effect-e1"),
                brief: card(amount),
            }],
        })),
        chains: amount.all([
            step(1, true, 0),
            step(2, true, 0),
            step(3, false, 2),
            step(1, false, 0),
        ]),
        more_steps: count(amount.all([(), ()]).len()),
        companies: amount.all([group("Adobe", "/companies/adobe/", "company-adobe")]),
        tags: amount.all([group("Funding", "/tags/funding/", "tag-funding")]),
        pagination: pagination(amount),
    })
}

pub(super) fn data(amount: Amount) -> PageView {
    let column = |name, optional| ColumnView {
        name,
        about: "What it says.",
        optional,
    };
    PageView::Data(DataPage {
        meta: meta("/data/", "Data", OgType::Website, amount),
        tables: amount.all([TableView {
            name: "numbers",
            about: "Every number.",
            json: href("/data/numbers.json"),
            csv: href("/data/numbers.csv"),
            schema: href("/data/numbers.schema.json"),
            columns: vec![column("id", false), column("value", true)],
        }]),
    })
}
