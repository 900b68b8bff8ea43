//! The watch list as it is rendered, in both themes, before, on and after a deadline.

use jiff::civil::{Date, date};

use crate::support::{load_with, options};

const SITE: &str = "-- content/briefs/2026-02-12-runway.md --
---
title: Runway wants to be paid
companies: [Runway]
watch:
  - { id: parity, title: Parity, text: The models are level within 90 days., probability: 0.6 }
  - { id: sale, text: Somebody buys a studio., by: 2026-12-31 }
  - { id: someday, title: A day without a date }
  - { id: price, title: Prices, by: 2026-03-01, status: hit, resolved: 2026-02-20, probability: 0.8, outcome: They fell., evidence: \"https://example.org/prices\" }
  - { id: void, title: A rule, status: void }
---
-- content/companies/runway.md --
---
name: Runway
---
";

/// What the page says on a day: the text between its tags, one piece a line, with the classes that tell how an item stands.
fn said(theme: &str, today: Date) -> String {
    let mut options = options();
    options.edition.today = today;
    let site = load_with(
        &format!("-- site.yaml --\ntheme: {theme}\n{SITE}"),
        &options,
    );
    let page = site.get("/watch/");
    let main = page.split("<main").nth(1).unwrap();
    let main = main.split("</main>").next().unwrap();
    let mut lines = Vec::new();
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let states = ["overdue", "open", "hit", "void"];
        if let Some(state) = states.iter().find(|state| {
            tag.starts_with("li class=\"item") && tag.ends_with(&format!(" {state}\""))
        }) {
            lines.push(format!("[{state}]"));
        } else if let Some(state) = states
            .iter()
            .find(|state| tag == format!("tr class=\"{state}\""))
        {
            lines.push(format!("[{state}]"));
        }
        if !text.trim().is_empty() {
            lines.push(text.trim().to_owned());
        }
    }
    lines.join("\n")
}

#[test]
fn the_watch_list_before_on_and_after_a_deadline_in_both_themes() {
    for theme in ["broadsheet", "wire"] {
        for (when, today) in [
            ("before", date(2026, 4, 12)),
            ("on", date(2026, 5, 13)),
            ("after", date(2026, 5, 14)),
        ] {
            insta::assert_snapshot!(format!("watch_{theme}_{when}"), said(theme, today));
        }
    }
}
