//! The room's behaviour on small sites.

mod brief;
mod contract;
mod lists;
mod memory;

use jiff::civil::date;

use super::Views;
use super::contract::BriefView;
use super::sample::{TODAY, brief, company, effect, number, page, watch, written};
use crate::link::{BriefId, Documents};
use crate::model::{At, Order, PartialDate, Publication, Role, UrlPath, WatchStatus, Written};

/// A site with one of everything.
fn full() -> Documents {
    let first = brief(
        "first",
        date(2025, 12, 30),
        &[(Role::Lead, "", "A lead.")],
        |b| {
            b.effects = vec![effect("squeeze", Order::Second, "Pressure.")];
            b.series = Some(written("World models"));
            b.publication = Publication::Draft;
        },
    );
    let body = [
        (Role::Lead, "", "Before all."),
        (
            Role::Shift,
            "The Strategic Shift",
            "Runway turns. It is *bold*.",
        ),
        (Role::Other, "Sources", "Some."),
    ];
    let second = brief("second", date(2026, 2, 12), &body, |b| {
        b.title = written(r"Runway *turns* & \<leaves>");
        b.companies = vec![written("Runway"), written("Adobe")];
        b.tags = vec![written("AI video")];
        b.authors = vec![written("Desk")];
        b.series = Some(written("World models"));
        b.numbers = vec![number("n1", "valuation")];
        b.numbers[0].as_of = Some(PartialDate::Month(2026, 2));
        b.numbers[0].source = Some("https://www.example.org/a".into());
        b.effects = vec![
            effect("e1", Order::First, "At once."),
            effect("e2", Order::Second, "Then."),
        ];
        b.effects[1].follows = Some(written("first"));
        b.effects[1].confirms = Some(written("first#squeeze"));
        b.watch = vec![
            watch("late", WatchStatus::Open, Some(date(2026, 5, 13))),
            watch("today", WatchStatus::Open, Some(TODAY)),
            watch("done", WatchStatus::Hit, Some(date(2026, 5, 13))),
            watch("undated", WatchStatus::Open, None),
        ];
        b.aliases = vec![Written::new(
            UrlPath::new("/old/").expect("it is a path"),
            At::File,
        )];
    });
    let third = brief(
        "third",
        date(2026, 7, 1),
        &[(Role::Lead, "", "Later.")],
        |b| {
            b.companies = vec![written("Adobe")];
            b.numbers = vec![number("n1", "valuation")];
            b.series = Some(written("World models"));
        },
    );
    Documents {
        briefs: vec![first, second, third],
        companies: vec![
            company("Runway", "Makes *films*.", |c| {
                c.competitors = vec![written("Adobe")];
                c.website = Some(written("https://runway.example/"));
                c.wikidata = Some("Q11288".into());
            }),
            company("Adobe", "", |c| c.sector = Some("software".into())),
        ],
        pages: vec![page("about", "About us", "Hello.")],
        ..Documents::default()
    }
}

fn brief_page(views: &Views, id: u32) -> BriefView {
    views
        .full_brief(BriefId(id))
        .expect("the sample has this brief")
}
