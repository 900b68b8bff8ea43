//! Pages about numbers, effects and watch items of all briefs.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::{Date, date};

use crate::link::{Audience, Documents, Drafts, Edition, EffectsBy, Future, Route, link};
use crate::model::{Order, SiteConfig, WatchStatus};
use crate::view::Views;
use crate::view::contract::{EffectsPage, PageView, WatchPage, WatchRow};
use crate::view::sample::{brief, effect, views, watch, written};

fn watch_page(documents: Documents, today: Date) -> WatchPage {
    let edition = Edition {
        today,
        audience: Audience::Public,
        drafts: Drafts::HoldBack,
        future: Future::Include,
    };
    let site = link(documents, Arc::new(SiteConfig::default()), edition).value;
    match Views::new(Arc::new(site)).page(Route::Watch(1)) {
        Some(PageView::Watch(page)) => *page,
        other => panic!("there is a watch list, not {other:?}"),
    }
}

fn told(page: &WatchPage) -> String {
    let mut told = String::new();
    for (name, rows) in [
        ("overdue", &page.overdue),
        ("due soon", &page.due_soon),
        ("later", &page.later),
        ("undated", &page.undated),
        ("resolved", &page.resolved),
    ] {
        let row = |row: &WatchRow| {
            let due = row.item.due.as_ref().map_or("-", |due| &due.iso);
            let late = row
                .item
                .overdue_days
                .map_or(String::new(), |days| format!(" +{days}"));
            format!("{} {due} {:?}{late}", row.item.id, row.item.status)
        };
        let rows: Vec<String> = rows.iter().map(row).collect();
        let _ = writeln!(told, "{name}: {}", rows.join(", "));
    }
    told
}

fn waiting() -> Documents {
    let document = brief("first", date(2026, 2, 12), &[], |b| {
        b.watch = vec![
            watch("undated", WatchStatus::Open, None),
            watch("later", WatchStatus::Open, Some(date(2026, 6, 13))),
            watch("next", WatchStatus::Open, Some(date(2026, 5, 13))),
            watch("hit", WatchStatus::Hit, Some(date(2026, 3, 1))),
            watch("void", WatchStatus::Void, None),
        ];
    });
    Documents {
        briefs: vec![document],
        ..Documents::default()
    }
}

#[test]
fn the_watch_list_before_on_and_after_a_deadline() {
    let mut all = String::new();
    for today in [
        date(2026, 4, 12),
        date(2026, 4, 13),
        date(2026, 5, 13),
        date(2026, 5, 14),
    ] {
        let _ = writeln!(all, "{today}\n{}", told(&watch_page(waiting(), today)));
    }
    insta::assert_snapshot!(all, @r"
    2026-04-12
    overdue: 
    due soon: 
    later: next 2026-05-13 Open, later 2026-06-13 Open
    undated: undated - Open
    resolved: hit 2026-03-01 Hit, void - Void

    2026-04-13
    overdue: 
    due soon: next 2026-05-13 Open
    later: later 2026-06-13 Open
    undated: undated - Open
    resolved: hit 2026-03-01 Hit, void - Void

    2026-05-13
    overdue: 
    due soon: next 2026-05-13 Open
    later: later 2026-06-13 Open
    undated: undated - Open
    resolved: hit 2026-03-01 Hit, void - Void

    2026-05-14
    overdue: next 2026-05-13 Overdue +1
    due soon: later 2026-06-13 Open
    later: 
    undated: undated - Open
    resolved: hit 2026-03-01 Hit, void - Void
    ");
}

#[test]
fn the_score_counts_voids_apart_and_says_when_it_tells_nothing() {
    let score = |outcomes: &[(WatchStatus, Option<&str>)]| {
        let document = brief("first", date(2026, 2, 12), &[], |b| {
            b.watch = (0..)
                .zip(outcomes)
                .map(|(index, (status, probability))| {
                    let mut item = watch(&format!("w{index}"), *status, None);
                    item.probability = probability.map(|p| p.parse().unwrap());
                    item
                })
                .collect();
        });
        let documents = Documents {
            briefs: vec![document],
            ..Documents::default()
        };
        let score = watch_page(documents, date(2026, 6, 1)).score;
        let counts = [&score.hits, &score.misses, &score.voids, &score.judged].map(|c| c.value);
        (counts, score.brier.map(String::from), score.too_few)
    };
    let (hit, miss, void) = (WatchStatus::Hit, WatchStatus::Miss, WatchStatus::Void);
    assert_eq!(score(&[(hit, None)]), ([1, 0, 0, 0], None, true));
    assert_eq!(
        score(&[
            (hit, Some("0.9")),
            (miss, Some("0.6")),
            (void, Some("1")),
            (hit, None)
        ]),
        ([2, 1, 1, 2], Some("0.185".into()), true)
    );
    assert_eq!(
        score(&[(miss, Some("0.1")); 20]),
        ([0, 20, 0, 20], Some("0.01".into()), false)
    );
    assert_eq!(
        score(&[(hit, Some("0.3333333333333333333333333333"))]),
        ([1, 0, 0, 1], Some("0.444".into()), true)
    );
    // 0.35² is 0.1225, and 0.45² is 0.2025: a half to even would give 0.122 and 0.202.
    for (one, expected) in [("0.35", "0.123"), ("0.45", "0.203"), ("0.65", "0.423")] {
        assert_eq!(
            score(&[(miss, Some(one))]).1,
            Some(expected.into()),
            "{one}"
        );
    }
}

fn effects_page(documents: Documents) -> EffectsPage {
    match views(documents).page(Route::Effects(EffectsBy::Order, 1)) {
        Some(PageView::Effects(page)) => page,
        other => panic!("there is a page of effects, not {other:?}"),
    }
}

/// Chains as indented text, and whether their lists close.
fn chains(documents: Documents) -> String {
    let (mut depth, mut text) = (0_usize, String::new());
    for step in &effects_page(documents).chains {
        let at = step.effect.href.as_str().rsplit('/').next().unwrap();
        let _ = writeln!(text, "{}{at}", "  ".repeat(depth));
        assert!(!step.opens || step.closes == 0);
        depth = depth + usize::from(step.opens) - step.closes;
    }
    assert_eq!(depth, 0);
    text
}

fn chained(
    name: &str,
    day: i8,
    follows: &[(&str, &str)],
) -> Arc<crate::parse::Document<crate::model::Brief>> {
    brief(name, date(2026, 1, day), &[], |b| {
        b.effects = follows
            .iter()
            .map(|(id, target)| {
                let mut effect = effect(id, Order::First, "Text.");
                effect.follows = (!target.is_empty()).then(|| written(target));
                effect
            })
            .collect();
    })
}

#[test]
fn chains_go_across_briefs_and_circles_end() {
    let documents = Documents {
        briefs: vec![
            chained("old", 1, &[("a", ""), ("b", "a"), ("alone", "")]),
            chained("new", 2, &[("c", "old#b"), ("d", "old#a")]),
            chained("round", 3, &[("x", "z"), ("y", "x"), ("z", "y")]),
        ],
        ..Documents::default()
    };
    insta::assert_snapshot!(chains(documents), @r"
    #effect-x
      #effect-y
        #effect-z
    #effect-a
      #effect-d
      #effect-b
        #effect-c
    ");
}

#[test]
fn a_very_long_chain_goes_on_at_the_deepest_level() {
    let ids: Vec<String> = (0..40).map(|n| format!("e-{n}")).collect();
    let links: Vec<(&str, &str)> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| (&**id, n.checked_sub(1).map_or("", |before| &*ids[before])))
        .collect();
    let documents = Documents {
        briefs: vec![chained("long", 1, &links)],
        ..Documents::default()
    };
    let text = chains(documents);
    assert_eq!(text.lines().count(), 40);
    assert!(
        text.lines()
            .all(|line| line.starts_with(' ') != line.ends_with("e-0"))
    );
    assert!(
        text.lines()
            .all(|line| line.len() - line.trim_start().len() <= 24)
    );
}

#[test]
fn an_effect_that_came_true_says_where() {
    let old = chained("old", 1, &[("a", "")]);
    let new = brief("new", date(2026, 2, 1), &[], |b| {
        let mut later = effect("b", Order::Second, "It came.");
        later.confirms = Some(written("old#a"));
        b.effects = vec![later];
    });
    let views = views(Documents {
        briefs: vec![old, new],
        ..Documents::default()
    });
    let old = super::brief_page(&views, 1);
    let later = &old.effects.first[0].came_true_in[0];
    assert_eq!(later.href.as_str(), "/repo/briefs/new/#effect-b");
    assert_eq!(&*later.brief.as_ref().unwrap().title_text, "new");
}
