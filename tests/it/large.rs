//! Pages stay small however many briefs there are, and all of it is reached from them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::support::{self, Loaded};

/// No page of a list or a dossier is larger, in bytes.
const LARGEST: usize = 300_000;

/// A site in which every brief is about one company, in full: text, numbers, effects, and what is watched.
fn site(briefs: u32) -> Loaded {
    let mut text =
        String::from("-- content/companies/vast.md --\n---\nname: Vast\n---\nA profile of Vast.\n");
    let long =
        "which goes on for a while so that a line of it is as long as a long line gets ".repeat(3);
    for n in 0..briefs {
        let (year, month, day) = (2000 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
        let _ = write!(
            text,
            "-- content/briefs/{year}-{month:02}-{day:02}-b{n}.md --\n---\ntitle: \"Brief {n} about Vast, {long}\"\n\
             companies: [vast]\ntags: [all]\n\
             numbers:\n  - {{ value: ${n}.5B, label: valuation, as_of: {year}-{month:02} }}\n  \
             - {{ value: {n} people, label: \"figure {n} of {long}\" }}\n\
             effects:\n  first: {{ title: \"First {n}\", text: \"Vast moves, {long}\" }}\n  \
             second: {{ text: \"Vast is moved, {long}\", follows: first }}\n  third: {{ text: \"And Vast, {long}\", follows: second }}\n\
             watch:\n  - {{ title: \"Soon {n}\", text: \"Vast {long}\", by: {year}-12-31 }}\n  \
             - {{ title: \"Done {n}\", text: \"Vast {long}\", status: hit, probability: 60% }}\n---\n\
             Vast does something, {long}.\n"
        );
    }
    support::load(&text)
}

/// The addresses of briefs on a page and on those after it.
fn reached(loaded: &Loaded, first: &str) -> BTreeSet<String> {
    let (mut found, mut next) = (BTreeSet::new(), Some(first.to_owned()));
    while let Some(url) = next {
        let page = loaded.get(&url);
        assert!(page.len() < LARGEST, "{url} has {} bytes", page.len());
        let links = page.split("href=\"/briefs/").skip(1);
        found.extend(links.filter_map(|rest| Some(rest.split(['/', '"']).next()?.to_owned())));
        next = page
            .split("<link rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| Some(rest.split('"').next()?.to_owned()));
    }
    found
}

#[test]
fn pages_do_not_grow_with_the_number_of_briefs() {
    let (some, more) = (site(250), site(500));
    for url in [
        "/companies/vast/",
        "/companies/",
        "/numbers/",
        "/numbers/valuation/",
        "/effects/",
        "/watch/",
        "/archive/",
    ] {
        let (some, more) = (some.get(url).len(), more.get(url).len());
        assert!(more < LARGEST, "{url} has {more} bytes");
        assert!(
            more < some + 4_000,
            "{url} grows with the briefs: {some} bytes for 250, {more} for 500"
        );
    }
}

#[test]
fn everything_is_reached_from_the_first_page_of_a_list() {
    let loaded = site(420);
    for url in [
        "/companies/vast/",
        "/numbers/",
        "/numbers/valuation/",
        "/effects/",
        "/watch/",
        "/archive/",
    ] {
        assert_eq!(reached(&loaded, url).len(), 420, "{url}");
    }
}

/// What stands on a page and on those after it between `before` and `after`, each time.
fn gathered(loaded: &Loaded, first: &str, before: &str, after: &str) -> Vec<String> {
    let (mut found, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(url) = next {
        let page = loaded.get(&url);
        let between = |rest: &str| Some(rest.split(after).next()?.to_owned());
        found.extend(page.split(before).skip(1).filter_map(between));
        next = page
            .split("<link rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| Some(rest.split('"').next()?.to_owned()));
    }
    found
}

#[test]
fn companies_and_what_they_share_are_lost_on_no_page() {
    let mut text = String::new();
    for n in 0..450 {
        let currency = if n % 3 == 0 { "€" } else { "$" };
        let _ = write!(
            text,
            "-- content/companies/c{n}.md --\n---\nname: {}{n}\nsector: Sector {}\n---\n\
             -- content/briefs/2026-01-01-b{n}.md --\n---\ntitle: B{n}\ncompanies: [c{n}]\n\
             numbers: [{{ id: v, value: {currency}{n}M, label: valuation }}, {{ value: {n}%, label: share {} }}]\n---\nText.\n",
            ["Alder", "Birch", "Cedar", "Dogwood", "Elm"][n % 5],
            n % 7,
            n / 2,
        );
    }
    // One company of each unit has an older number too: else there is nothing to compare the latest with.
    text.push_str(
        "-- content/briefs/2025-01-01-older.md --\n---\ntitle: Older\ncompanies: [c0, c1]\n\
         numbers: [{ value: €999M, label: valuation, company: c0 }, { value: $998M, label: valuation, company: c1 }]\n---\nText.\n",
    );
    let loaded = support::load(&text);
    // Each company is listed once; on the first page the recent ones are named too, and every sector names its own.
    let listed = gathered(&loaded, "/companies/", "<a href=\"/companies/", "/\"");
    let each: BTreeSet<&String> = listed
        .iter()
        .filter(|slug| slug.starts_with('c') && !slug.contains('"'))
        .collect();
    assert_eq!(each.len(), 450);
    assert!(loaded.get("/companies/page/3/").contains("<h1"));
    // The letters lead to the page on which they begin.
    assert!(loaded.get("/companies/").contains("/companies/page/2/#"));
    // Each number of a metric stands in the list of its unit, and each company in the comparison before it.
    let rows = gathered(
        &loaded,
        "/numbers/valuation/",
        "<td class=\"reported\"",
        "</td>",
    );
    assert_eq!(rows.len(), 902);
    let each: BTreeSet<&String> = rows.iter().collect();
    assert_eq!(each.len(), 452);
    // So does each metric in the list of metrics.
    let metrics = gathered(&loaded, "/numbers/", "<li><a href=\"/numbers/", "/\"");
    let each: BTreeSet<&String> = metrics
        .iter()
        .filter(|name| name.starts_with("share-"))
        .collect();
    assert_eq!(each.len(), 225);
}
