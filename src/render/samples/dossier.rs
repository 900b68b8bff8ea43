//! The sample of a dossier.

use super::{Amount, card, company_card, count, day, href, month, plain_link};
use crate::view::contract::*;

pub(super) fn dossier(amount: Amount) -> DossierView {
    DossierView {
        series: amount.all([
            SeriesOfFigures {
                name: "valuation <post-money>".into(),
                anchor: "figures-valuation-usd".into(),
                unit: Some("USD".into()),
                rows: vec![
                    row(NumberKindView::Projection, amount),
                    row(NumberKindView::Reported, amount),
                    row(NumberKindView::Estimate, Amount::Bare),
                ],
                earlier: count(2),
                chart: Some(chart(amount)),
            },
            SeriesOfFigures {
                name: "staff".into(),
                anchor: "figures-staff".into(),
                unit: None,
                rows: vec![row(NumberKindView::Reported, Amount::Bare)],
                earlier: count(0),
                chart: None,
            },
        ]),
        single: amount.all([row(NumberKindView::Reported, amount)]),
        more_figures: count(amount.all([(), ()]).len()),
        exposure: amount.all([1, 2, 3].map(|order| ExposureView {
            order,
            touches: vec![touch(amount), touch(Amount::Bare)],
            more: count(usize::from(order)),
        })),
        open: amount.all([
            watched(WatchState::Open, amount),
            watched(WatchState::Overdue, amount),
            watched(WatchState::Open, Amount::Bare),
        ]),
        more_open: count(amount.all([()]).len()),
        resolved: amount.all([
            watched(WatchState::Hit, amount),
            watched(WatchState::Miss, Amount::Bare),
            watched(WatchState::Void, amount),
        ]),
        more_resolved: count(amount.all([()]).len()),
        companions: amount.all([CompanionView {
            company: company_card("Luma AI", amount),
            briefs: count(4),
        }]),
    }
}

fn row(kind: NumberKindView, amount: Amount) -> FigureRow {
    let full = amount == Amount::Full;
    FigureRow {
        label_text: if full { "valuation".into() } else { "".into() },
        date: month("2026-02", "February 2026", Some("2026-02")),
        dated: full,
        since: amount.some(month("2025", "2025", Some("2025"))),
        through: amount.some(month("2030", "2030", Some("2030"))),
        as_written: "$5.3B".into(),
        kind,
        superseded: full && kind == NumberKindView::Reported,
        change: amount.some(ChangeView {
            text: "+$2B".into(),
            percent_text: Some("+61%".into()),
            from: month("2025-04", "April 2025", Some("2025-04")),
            to: month("2026-02", "February 2026", Some("2026-02")),
            verdict: Some(if kind == NumberKindView::Projection {
                VerdictView::Worse
            } else {
                VerdictView::Better
            }),
        }),
        brief: plain_link("Runway turns", "/briefs/runway/#number-n1"),
    }
}

fn chart(amount: Amount) -> ChartView {
    let tick = |at, text: &str| TickView {
        at,
        text: text.into(),
    };
    let mark = |kind, x: f64, last: bool| ChartMarkView {
        kind,
        x,
        y: 60.5,
        from_x: amount.some(x - 4.0),
        to_x: amount.some(x + 4.0),
        top_y: amount.some(50.0),
        bottom_y: amount.some(70.0),
        hollow: !last,
        superseded: !last && x > 60.0,
        text: "$5.3B".into(),
        date: month("2026-02", "February 2026", Some("2026-02")),
        last,
        label: last.then_some(ChartLabelView {
            x,
            y: 52.5,
            anchor: ChartAnchorView::End,
        }),
    };
    ChartView {
        width: 400.0,
        height: 200.0,
        left: 54.0,
        right: 386.0,
        top: 24.0,
        bottom: 172.0,
        y_ticks: vec![tick(172.0, "$0"), tick(24.0, "$6B")],
        x_ticks: vec![tick(54.0, "2025"), tick(386.0, "2026")],
        lines: vec![ChartLineView {
            kind: NumberKindView::Reported,
            path: "M54 172L386 24".into(),
        }],
        marks: vec![
            mark(NumberKindView::Reported, 54.0, false),
            mark(NumberKindView::Reported, 200.0, false),
            mark(NumberKindView::Projection, 386.0, true),
        ],
        trend: amount.some(TrendView {
            first_text: "$1.5B".into(),
            first_date: month("2023-06", "June 2023", Some("2023-06")),
            first_kind: NumberKindView::Reported,
            last_text: "$5.3B".into(),
            last_date: month("2026-02", "February 2026", Some("2026-02")),
            last_kind: NumberKindView::Reported,
            change_text: "+$3.8B".into(),
        }),
    }
}

fn touch(amount: Amount) -> TouchView {
    TouchView {
        brief: card(amount),
        href: href("/briefs/runway/#effect-e1"),
        title_text: amount.some("Stock libraries lose their buyers".into()),
        sentence: SentenceView {
            before: "The round lets ".into(),
            name: if amount == Amount::Full {
                "Runway".into()
            } else {
                "".into()
            },
            after: " train models.".into(),
        },
    }
}

fn watched(status: WatchState, amount: Amount) -> WatchedView {
    WatchedView {
        brief: card(amount),
        href: href("/briefs/runway/#watch-w1"),
        title_text: "Model convergence".into(),
        due: if status == WatchState::Overdue {
            Some(day("2026-05-13", "13 May 2026"))
        } else {
            amount.some(day("2026-07-13", "13 July 2026"))
        },
        status,
        resolved: amount.some(month("2026-05", "May 2026", Some("2026-05"))),
    }
}
