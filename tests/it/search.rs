//! The files of the search, and the cards: what is in them, and when there are none. How queries are answered is tried in a
//! browser, by tests/site/search.mjs.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Mutex;

use briefpress::link::{Drafts, Route};
use briefpress::picture::Shelf;
use briefpress::press::{self, Part};
use briefpress::publish::Artifact;

use crate::support::{Loaded, built, load, load_with, options};

const SITE: &str = r#"
-- site.yaml --
title: Signals
base_url: https://example.org/news
-- content/companies/google.md --
---
name: Google
aliases: [Alphabet]
---
-- content/briefs/2026-02-12-runway.md --
---
title: "Runway raises"
companies: [google]
tags: [AI video]
numbers: ["$5.3B valuation as of Feb 2026"]
---
## What Happened

Runway's investors paid <b>$315 million</b>.
-- content/briefs/2026-01-02-hidden.md --
---
title: "Unspeakable"
draft: true
---
Unspeakable.
-- content/briefs/2027-01-02-coming.md --
---
title: "Unspeakable too"
---
Unspeakable.
"#;

fn search_files(site: &Loaded) -> BTreeMap<String, Vec<u8>> {
    let mut files = built(site);
    files.retain(|url, _| {
        url.starts_with("/search/") && !url.ends_with('/') && !url.ends_with(".js")
    });
    files
}

#[test]
fn words_amounts_and_names_lead_to_lists() {
    let files = search_files(&load(SITE));
    let words: String = files
        .iter()
        .filter(|(url, _)| url.contains("/w"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for word in [
        "=315000000usd",
        "=5300000000",
        "@c:google",
        "@t:ai-video",
        "alphabet",
        "investors",
        "runway",
    ] {
        assert!(
            words
                .lines()
                .any(|line| line.split(' ').next() == Some(word)),
            "{word} is not in\n{words}"
        );
    }
    // The mark of the genitive is no word, and neither is markup.
    assert!(
        !words
            .lines()
            .any(|line| line.starts_with("s ") || line.starts_with("b ")),
        "{words}"
    );
}

#[test]
fn a_result_has_its_address_with_the_base_path_and_its_texts_without_markup() {
    let files = search_files(&load(SITE));
    let record = files
        .iter()
        .find(|(url, _)| url.ends_with("/b0.json"))
        .unwrap()
        .1;
    let record = String::from_utf8_lossy(record);
    assert!(
        record.contains(r#""url":"/news/briefs/runway/""#),
        "{record}"
    );
    assert!(
        record.contains(r#"["what-happened","Runway’s investors paid $315 million."]"#),
        "{record}"
    );
    assert!(
        record.contains(r#"["number-n1","$5.3B valuation"]"#),
        "{record}"
    );
}

#[test]
fn what_is_held_back_is_in_no_file() {
    let holds = |site: &Loaded| {
        let files = built(site);
        let has = |bytes: &Vec<u8>| {
            String::from_utf8_lossy(bytes)
                .to_lowercase()
                .contains("unspeak")
        };
        files
            .iter()
            .filter(|(url, bytes)| url.starts_with("/search/") && has(bytes))
            .count()
    };
    assert_eq!(holds(&load(SITE)), 0);
    let mut shown = options();
    shown.edition.drafts = Drafts::Include;
    assert!(holds(&load_with(SITE, &shown)) > 0);
}

#[test]
fn the_files_are_the_same_every_time_and_have_other_names_when_a_text_changes() {
    let one = search_files(&load(SITE));
    assert_eq!(one, search_files(&load(SITE)));
    let other = search_files(&load(&SITE.replace("investors", "lenders")));
    let shared: Vec<&String> = one.keys().filter(|url| other.contains_key(*url)).collect();
    assert_eq!(shared, ["/search/index.json"]);
}

#[test]
fn a_preview_answers_what_a_build_writes() {
    let site = load(SITE);
    let files = search_files(&site);
    assert!(files.len() > 5, "{:?}", files.keys());
    let site = load(SITE);
    for (url, bytes) in &files {
        let url = briefpress::model::UrlPath::new(url).unwrap();
        let route = site.press().find(&url).unwrap();
        let made = site.press().press(&url, route).value;
        assert_eq!(made, Some(Artifact::Bytes(bytes.clone())), "{url}");
    }
    for nothing in ["/search/x/w0.txt", "/search/", "/search/index.json/"] {
        let url = briefpress::model::UrlPath::new(nothing).unwrap();
        let found = site.press().find(&url);
        assert!(!matches!(found, Some(Route::SearchPart(_))), "{nothing}");
    }
}

#[test]
fn a_site_can_do_without_search_and_cards() {
    let site = load(&SITE.replace(
        "title: Signals",
        "title: Signals\nsearch: false\ncards: false",
    ));
    let files = built(&site);
    let made = |url: &&String| url.starts_with("/search") || url.ends_with("card.png");
    assert_eq!(files.keys().find(made), None);
    let page = site.get("/briefs/runway/");
    assert!(
        !page.contains("/search/") && !page.contains("card.png"),
        "{page}"
    );
}

/// A shelf in memory, and what was put there.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<String, Vec<u8>>>);

impl Shelf for Kept {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }
    fn put(&self, name: &str, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap();
        kept.insert(name.to_owned(), bytes.to_owned());
    }
}

/// The cards of a build with a shelf, and the letters that are told to be missing.
fn cards(text: &str, shelf: &Kept) -> (Vec<(String, Vec<u8>)>, Vec<String>) {
    let site = load(text);
    let made = Mutex::new(Vec::new());
    let told = press::build(site.press(), shelf, |url, part| {
        let is_card = url.as_str().ends_with("/card.png");
        if let (true, Part::First(Artifact::Bytes(bytes))) = (is_card, part) {
            made.lock().unwrap().push((url.as_str().to_owned(), bytes));
        }
        Ok::<(), Infallible>(())
    });
    let told = told.unwrap().into_iter().map(|d| d.message.clone());
    let mut made = made.into_inner().unwrap();
    made.sort();
    (made, told.collect())
}

#[test]
fn a_card_is_drawn_once_and_again_when_anything_in_it_changes() {
    let shelf = Kept::default();
    let site = SITE.replace("Runway raises", "Runway 日本 raises and raises");
    let first = cards(&site, &shelf);
    assert_eq!(first.0.len(), 2);
    assert!(first.1[0].contains("U+65E5"), "{:?}", first.1);
    let names = || shelf.0.lock().unwrap().keys().cloned().collect::<Vec<_>>();
    let kept = names();
    assert_eq!(kept.len(), 2);
    // The same from the shelf, with what is told of it.
    assert_eq!(cards(&site, &shelf), first);
    assert_eq!(names(), kept);
    // What is not of the card draws nothing anew.
    let elsewhere = site.replace("paid <b>", "paid out <b>");
    assert_eq!(cards(&elsewhere, &shelf), first);
    assert_eq!(names(), kept);
    // What is of the card does: of one, or of all.
    cards(&site.replace("and raises", "money"), &shelf);
    assert_eq!(names().len(), 3);
    cards(&site.replace("title: Signals", "title: Signs"), &shelf);
    assert_eq!(names().len(), 5);
    // What lies there broken is not shown.
    for bytes in shelf.0.lock().unwrap().values_mut() {
        bytes.truncate(100);
    }
    assert_eq!(cards(&site, &shelf), first);
    let fresh = Kept::default();
    assert_eq!(cards(&site, &fresh), first, "without a shelf the same");
}

#[test]
fn a_shared_link_shows_the_card_and_a_picture_of_its_own_wins() {
    let site = load(SITE);
    let page = site.get("/briefs/runway/");
    assert!(
        page.contains(
            r#"property="og:image" content="https://example.org/news/briefs/runway/card.png""#
        ),
        "{page}"
    );
    let files = built(&site);
    for card in ["/briefs/runway/card.png", "/companies/google/card.png"] {
        assert!(files[card].starts_with(b"\x89PNG"), "{card}");
    }
    let own = SITE.replace(
        "tags: [AI video]",
        "image: { path: /photo.png, alt: A photo }",
    ) + "-- static/photo.png --\nx\n";
    let site = load(&own);
    assert!(!built(&site).contains_key("/briefs/runway/card.png"));
    assert!(site.get("/briefs/runway/").contains("/news/photo.png"));
}

#[test]
fn letters_that_no_typeface_has_are_told_with_what_to_do() {
    let site = load(&SITE.replace("Runway raises", "人工 raises"));
    let told = press::prove(site.press(), |_, _| Ok::<(), Infallible>(())).unwrap();
    let told: Vec<String> = told
        .iter()
        .map(|d| format!("{}: {}", d.code.as_str(), d.message))
        .collect();
    assert_eq!(
        told,
        ["missing-glyph: no typeface of the card has 人 (U+4EBA), 工 (U+5DE5)"]
    );
    let site = load(&SITE.replace(
        "title: Signals",
        "title: Signals\ncard_fonts: [static/none.ttf]",
    ));
    assert!(site.told().contains("site.yaml:2:14 "), "{}", site.told());
    assert!(
        site.told()
            .contains("there is no file `static/none.ttf` that could be read"),
        "{}",
        site.told()
    );
}
