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
        "/effects/",
        "/watch/",
        "/archive/",
    ] {
        assert_eq!(reached(&loaded, url).len(), 420, "{url}");
    }
}
