//! A brief in full, and what it is made of.

use super::{
    Amount, FOOTNOTES, PROSE, card, company_card, count, day, extra, href, html, image, link,
    month, outside, toc,
};
use crate::markdown::Markup;
use crate::view::contract::*;

pub(super) fn brief(amount: Amount) -> BriefView {
    let full = amount == Amount::Full;
    BriefView {
        slug: "runway".into(),
        href: href("/briefs/runway/"),
        title: html("Runway turns from <em>clips</em> to simulated worlds"),
        title_text: "Runway turns from clips to simulated worlds".into(),
        dek: amount.some(html("The money buys compute for models of the world, and the studios are no longer the customer that matters.")),
        date: day("2026-02-12", "12 February 2026"),
        updated: amount.some(day("2026-03-01", "1 March 2026")),
        authors: amount.all([link("The Desk", "/authors/desk/")]),
        tags: amount.all([link("AI video", "/tags/ai-video/"), link("Funding", "/tags/funding/")]),
        series: amount.some(SeriesView {
            name: "World models".into(),
            href: href("/series/world-models/"),
            position: 2,
            total: 3,
            previous: Some(card(amount)),
            next: Some(card(amount)),
        }),
        draft: full,
        future: false,
        companies: amount.all([
            brief_company("Runway", CompanyRoleView::Subject),
            brief_company("Adobe", CompanyRoleView::Declared),
            brief_company("Google", CompanyRoleView::Mentioned),
        ]),
        image: amount.some(image(amount)),
        sections: sections(amount),
        effects: EffectsView {
            first: vec![effect(1, "Compute, not crews, becomes the budget line", amount)],
            second: amount.all([effect(2, "Suites must answer", amount), effect(2, "Rivals raise or fold", Amount::Bare)]),
            third: vec![effect(3, "Robots learn from film", amount)],
        },
        numbers: vec![
            number("$5.3B", "valuation", NumberKindView::Reported, amount),
            number("~$860M", "raised in all", NumberKindView::Estimate, amount),
            number("34.2%", "growth of the market for generated video a year", NumberKindView::Projection, amount),
        ],
        watch: [WatchState::Open, WatchState::Overdue, WatchState::Hit, WatchState::Miss, WatchState::Void]
            .map(|state| watch(state, amount))
            .into(),
        toc: toc(amount),
        corrections: amount.all([CorrectionView {
            date: day("2026-03-01", "1 March 2026"),
            text: html("The valuation was <em>$5.3B</em>, not $5.8B."),
        }]),
        footnotes: amount.some(html(FOOTNOTES)),
        words: count(640),
        reading_minutes: if full { 3 } else { 1 },
        related: amount.all([
            RelatedView {
                brief: card(amount),
                companies: vec![link("Runway", "/companies/runway/")],
                tags: vec![link("Funding", "/tags/funding/")],
            },
            RelatedView {
                brief: card(Amount::Bare),
                companies: Vec::new(),
                tags: vec![link("Funding", "/tags/funding/")],
            },
        ]),
        previous: amount.some(card(amount)),
        next: amount.some(card(amount)),
        extra: extra(amount),
    }
}

fn brief_company(name: &str, role: CompanyRoleView) -> BriefCompany {
    BriefCompany {
        name: name.into(),
        href: href(&format!("/companies/{}/", name.to_lowercase())),
        role,
    }
}

fn sections(amount: Amount) -> Vec<SectionView> {
    let section = |role, heading: &str, items| SectionView {
        role,
        heading: Some(html(heading)),
        anchor: heading.to_lowercase().replace(' ', "-").into(),
        html: html(PROSE),
        is_empty: false,
        items,
    };
    let lead = SectionView {
        role: SectionRole::Lead,
        heading: None,
        anchor: "".into(),
        html: html("<p>A few words before the first heading.</p>\n"),
        is_empty: false,
        items: false,
    };
    let mut sections = vec![
        lead,
        section(SectionRole::Shift, "The Strategic Shift", false),
    ];
    sections.extend(amount.all([
        section(SectionRole::Happened, "What Happened", false),
        section(
            SectionRole::Other,
            "A Section of the Author’s Own, With a Long Name",
            false,
        ),
        section(SectionRole::Matters, "Why It Matters", true),
        SectionView {
            html: Markup::default(),
            is_empty: true,
            ..section(SectionRole::Numbers, "The Numbers", true)
        },
        section(SectionRole::Watch, "What To Watch", true),
    ]));
    sections
}

pub(super) fn effect(order: u8, title: &str, amount: Amount) -> EffectView {
    let reference = |brief| EffectRef {
        href: href("/briefs/older/#e3"),
        order: 1,
        title_text: amount.some("Compute becomes scarce".into()),
        brief,
    };
    let words = title.to_lowercase().replace([' ', ','], "-");
    EffectView {
        id: format!("e{order}").into(),
        anchor: format!("{words}-e{order}").into(),
        order,
        title: amount.some(html(title)),
        text: html(
            "<p>The next round of spending goes to clusters that simulate light, weight and touch. <a href=\"/news/companies/adobe/\">Adobe</a> sells to the people who used to hold the camera.</p>\n",
        ),
        companies: amount.all([
            link("Adobe", "/companies/adobe/"),
            link("Canva", "/companies/canva/"),
        ]),
        follows: amount.some(reference(None)),
        confirms: amount.some(reference(Some(card(amount)))),
        came_true_in: amount.all([reference(Some(card(amount)))]),
    }
}

pub(super) fn number(
    as_written: &str,
    label: &str,
    kind: NumberKindView,
    amount: Amount,
) -> NumberView {
    NumberView {
        id: "n1".into(),
        anchor: format!("n-{}", label.replace(' ', "-")).into(),
        as_written: as_written.into(),
        label: amount.some(html(label)),
        value: amount.some("5300000000".into()),
        low: None,
        high: None,
        previous: amount.some("3300000000".into()),
        unit: amount.some("USD".into()),
        approx: kind == NumberKindView::Estimate,
        kind,
        metric: amount.some("valuation".into()),
        company: amount.some(company_card("Runway", amount)),
        as_of: amount.some(month("2026-02", "February 2026", Some("2026-02"))),
        since: amount.some(month("FY2018", "FY2018", None)),
        through: amount.some(month("2028", "2028", Some("2028"))),
        note: amount.some(html("General Atlantic led")),
        source: amount.some(outside("https://example.org/story", "example.org")),
    }
}

pub(super) fn watch(status: WatchState, amount: Amount) -> WatchView {
    let overdue = status == WatchState::Overdue;
    let open = overdue || status == WatchState::Open;
    WatchView {
        id: "w1".into(),
        anchor: format!("w-{status:?}").into(),
        title: amount.some(html("Model convergence")),
        text: html(
            "<p>Observe whether two of the three rivals ship a model of the world within 90 days.</p>\n",
        ),
        companies: amount.all([link("Luma AI", "/companies/luma-ai/")]),
        due: if overdue {
            Some(day("2026-05-13", "13 May 2026"))
        } else {
            amount.some(day("2026-06-30", "30 June 2026"))
        },
        due_as_written: amount.some("within 90 days".into()),
        status,
        overdue_days: overdue.then_some(7),
        probability: amount.some("0.6".into()),
        probability_text: amount.some("60%".into()),
        resolved: if open {
            None
        } else {
            amount.some(month("2026-04", "April 2026", Some("2026-04")))
        },
        outcome: if open {
            None
        } else {
            amount.some(html("Luma shipped in April."))
        },
        evidence: if open {
            None
        } else {
            amount.some(outside("https://example.org/proof", "example.org"))
        },
    }
}
