//! What the view of one brief holds.

use std::sync::Arc;

use super::{brief_page, full};
use crate::link::{BriefId, CompanyId, Documents, Linking, Mention, Place, Route};
use crate::model::{Image, Order, Role};
use crate::view::Views;
use crate::view::contract::{BriefCard, SectionRole, Shared, WatchState};
use crate::view::sample::{TODAY, brief, effect, number, site, views, written};

#[test]
fn items_without_a_section_get_one_in_the_order_of_reading() {
    let views = views(full());
    let brief = brief_page(&views, 1);
    let sections: Vec<(SectionRole, &str, bool)> = brief
        .sections
        .iter()
        .map(|s| (s.role, &*s.anchor, s.items))
        .collect();
    assert_eq!(
        sections,
        [
            (SectionRole::Lead, "", false),
            (SectionRole::Shift, "the-strategic-shift", false),
            (SectionRole::Other, "sources", false),
            (SectionRole::Matters, "why-it-matters", true),
            (SectionRole::Numbers, "the-numbers", true),
            (SectionRole::Watch, "what-to-watch", true),
        ]
    );
    let toc: Vec<&str> = brief.toc.iter().map(|entry| &*entry.anchor).collect();
    assert_eq!(
        toc,
        [
            "the-strategic-shift",
            "sources",
            "why-it-matters",
            "the-numbers",
            "what-to-watch"
        ]
    );
}

#[test]
fn items_stand_in_the_first_section_of_their_kind() {
    let body = [
        (Role::Watch, "What To Watch", ""),
        (Role::Numbers, "The Numbers", "Beside them."),
        (Role::Numbers, "Numbers again", "More."),
    ];
    let briefs = vec![brief("one", TODAY, &body, |b| {
        b.numbers = vec![number("n1", "")];
        b.effects = vec![effect("e1", Order::First, "x")];
    })];
    let views = views(Documents {
        briefs,
        ..Documents::default()
    });
    let sections = brief_page(&views, 0).sections;
    let items: Vec<(&str, bool)> = sections.iter().map(|s| (&*s.anchor, s.items)).collect();
    assert_eq!(
        items,
        [
            ("why-it-matters", true),
            ("what-to-watch", false),
            ("the-numbers", true),
            ("numbers-again", false)
        ]
    );
}

#[test]
fn an_added_section_never_takes_the_anchor_of_a_heading() {
    let body = [(Role::Other, "The Numbers", "Not understood as such.")];
    let briefs = vec![brief("one", TODAY, &body, |b| {
        b.numbers = vec![number("n1", "")];
    })];
    let views = views(Documents {
        briefs,
        ..Documents::default()
    });
    let sections = brief_page(&views, 0).sections;
    assert_eq!(&*sections[1].anchor, "the-numbers-2");
}

#[test]
fn an_open_watch_item_is_overdue_after_its_last_day() {
    let views = views(full());
    let states: Vec<(WatchState, Option<i32>)> = brief_page(&views, 1)
        .watch
        .iter()
        .map(|w| (w.status, w.overdue_days))
        .collect();
    assert_eq!(
        states,
        [
            (WatchState::Overdue, Some(19)),
            (WatchState::Open, None),
            (WatchState::Hit, None),
            (WatchState::Open, None),
        ]
    );
}

#[test]
fn an_effect_points_at_effects_here_and_elsewhere() {
    let views = views(full());
    let brief = brief_page(&views, 1);
    let effect = &brief.effects.second[0];
    let follows = effect.follows.as_ref().expect("it follows the first order");
    assert_eq!(follows.href.as_str(), "/repo/briefs/second/#effect-e1");
    assert!(follows.brief.is_none());
    let confirms = effect.confirms.as_ref().expect("it confirms an older one");
    assert_eq!(confirms.href.as_str(), "/repo/briefs/first/#effect-squeeze");
    assert_eq!(confirms.order, 2);
    assert_eq!(
        confirms.brief.as_ref().map(|card| &*card.title_text),
        Some("first")
    );
}

#[test]
fn neighbours_are_by_time_and_by_series() {
    let views = views(full());
    let title =
        |card: &Option<Shared<BriefCard>>| card.as_ref().map(|card| card.href.as_str().to_owned());
    let brief = brief_page(&views, 1);
    assert_eq!(
        title(&brief.previous).as_deref(),
        Some("/repo/briefs/first/")
    );
    assert_eq!(title(&brief.next).as_deref(), Some("/repo/briefs/third/"));
    let series = brief.series.expect("it is part of a series");
    assert_eq!((series.position, series.total), (2, 3));
    assert_eq!(
        title(&series.previous).as_deref(),
        Some("/repo/briefs/first/")
    );
    assert_eq!(title(&brief_page(&views, 0).next), None);
    assert_eq!(title(&brief_page(&views, 2).previous), None);
}

#[test]
fn drafts_and_scheduled_briefs_are_marked_and_kept_from_search_engines() {
    let views = views(full());
    for (id, draft, future) in [(0, false, true), (1, false, false), (2, true, false)] {
        let brief = brief_page(&views, id);
        assert_eq!((brief.draft, brief.future), (draft, future));
        let page = views
            .page(Route::Brief(BriefId(id)))
            .expect("it has a page");
        assert_eq!(page.meta().noindex, draft || future);
    }
}

#[test]
fn a_card_without_a_dek_takes_the_beginning_of_the_shift() {
    let views = views(full());
    let card = views.brief(BriefId(1)).expect("there is a card");
    assert_eq!(card.dek_text.as_deref(), Some("Runway turns. It is bold."));
    let lead_only = views.brief(BriefId(0)).expect("there is a card");
    assert_eq!(lead_only.dek_text.as_deref(), Some("Later."));
}

#[test]
fn a_card_is_made_once_and_shared() {
    let views = views(full());
    let card = views.brief(BriefId(1)).expect("there is a card");
    let brief = brief_page(&views, 0);
    assert!(std::ptr::eq(
        &*card,
        &**brief.previous.as_ref().expect("there is an older brief")
    ));
}

#[test]
fn a_title_with_a_link_is_plain_on_a_card() {
    let briefs = vec![brief("one", TODAY, &[], |b| {
        b.title = written("See [this](https://example.org/) & that");
    })];
    let views = views(Documents {
        briefs,
        ..Documents::default()
    });
    let card = views.brief(BriefId(0)).expect("there is a card");
    assert_eq!(card.title.as_str(), "See this &amp; that");
    assert_eq!(&*card.title_text, "See this & that");
    assert!(brief_page(&views, 0).title.as_str().contains("<a "));
}

#[test]
fn a_linked_mention_leads_to_the_dossier() {
    let mut site = site(full(), |_| {});
    let start = site.briefs[1]
        .document
        .text
        .find("Runway")
        .expect("it is named");
    let start = u32::try_from(start).expect("a sample is short");
    let mention = |linking| Mention {
        company: CompanyId(1),
        place: Place::Body,
        range: start..start + 6,
        linking,
    };
    for (linking, linked) in [(Linking::Added, true), (Linking::Plain, false)] {
        Arc::make_mut(&mut site.briefs[1]).mentions = Arc::new(vec![mention(linking)]);
        let views = Views::new(Arc::new(site.clone()));
        let html = brief_page(&views, 1).sections[1].html.as_str().to_owned();
        assert_eq!(
            html.contains("href=\"/repo/companies/runway/\""),
            linked,
            "{html}"
        );
    }
}

#[test]
fn a_picture_on_another_site_is_shown_as_written() {
    let briefs = vec![brief("one", TODAY, &[], |b| {
        b.image = Some(Image {
            path: written("https://pictures.example/a.png"),
            alt: Some("A chart".into()),
        });
    })];
    let views = Views::new(Arc::new(site(
        Documents {
            briefs,
            ..Documents::default()
        },
        |config| {
            config
                .csp
                .insert("img-src".into(), vec!["https://pictures.example".into()]);
        },
    )));
    let image = brief_page(&views, 0).image.expect("it has a picture");
    assert_eq!(image.href.as_str(), "https://pictures.example/a.png");
    assert_eq!(&*image.alt, "A chart");
}
