//! How well companies are found: precision and recall on labelled sentences, and on sentences made up by rule.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use briefpress::link::{Linking, Place, Site};
use proptest::prelude::*;

use crate::support;

/// A sentence without its marks, and the links that must come out: bytes of the name, and the company.
fn read(marked: &str) -> (String, BTreeSet<(usize, usize, String)>) {
    let (mut text, mut links, mut rest) = (String::new(), BTreeSet::new(), marked);
    while let Some((before, after)) = rest.split_once('«') {
        let (mark, after) = after.split_once('»').expect("a mark ends");
        let (name, slug) = mark.rsplit_once(':').expect("a mark names a company");
        text.push_str(before);
        links.insert((text.len(), text.len() + name.len(), slug.to_owned()));
        text.push_str(name);
        rest = after;
    }
    text.push_str(rest);
    (text, links)
}

/// The registry of companies.txt as files of a site.
fn registry() -> String {
    let mut site = String::new();
    for line in include_str!("../mentions/companies.txt").lines() {
        if line.starts_with('#') {
            continue;
        }
        let mut columns = line.split('|').map(str::trim);
        let mut next = || columns.next().filter(|text| !text.is_empty());
        let (slug, name) = (next().expect("a slug"), next().expect("a name"));
        let _ = write!(
            site,
            "-- content/companies/{slug}.md --\n---\nname: \"{name}\"\n"
        );
        for key in ["aliases", "products"] {
            if let Some(names) = next() {
                let quoted: Vec<String> = names.split("; ").map(|n| format!("\"{n}\"")).collect();
                let _ = writeln!(site, "{key}: [{}]", quoted.join(", "));
            }
        }
        if let Some(policy) = next() {
            let _ = writeln!(site, "mention: {policy}");
        }
        site.push_str("---\n");
    }
    site
}

/// A brief of its own for each body.
fn with_briefs<'a>(registry: &str, bodies: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut site = format!("{registry}-- static/x.png --\n\n");
    for (index, (declares, body)) in bodies.enumerate() {
        let _ = write!(
            site,
            "-- content/briefs/2026-01-01-n{index}.md --\n---\ntitle: X\ncompanies: [{declares}]\n---\n{body}\n"
        );
    }
    site
}

/// The links that came out in the brief n`index`, as bytes of its body.
fn found(site: &Site, index: usize) -> BTreeSet<(usize, usize, String)> {
    let slug = format!("n{index}");
    let entry = site
        .briefs
        .iter()
        .find(|entry| entry.document.value.slug.as_str() == slug)
        .expect("the brief was read");
    let start = entry.document.body.start as usize;
    let mentions = entry.mentions.iter();
    mentions
        .filter(|m| m.linking == Linking::Added && m.place == Place::Body)
        .map(|m| {
            let slug = &site.companies[m.company.0 as usize].slug;
            let (from, to) = (m.range.start as usize, m.range.end as usize);
            (from - start, to - start, slug.to_string())
        })
        .collect()
}

#[test]
fn labelled_sentences_get_the_links_that_they_should() {
    let mut cases = Vec::new();
    let mut declares = String::new();
    for line in include_str!("../mentions/sentences.txt").lines() {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        if let Some(slugs) = line.strip_prefix('@') {
            declares = slugs.trim().replace(' ', ", ");
            continue;
        }
        let (text, links) = read(&line.replace("\\n", "\n"));
        cases.push((declares.clone(), text, links));
    }
    assert!(
        cases.len() >= 300,
        "there are only {} sentences",
        cases.len()
    );
    let bodies = cases
        .iter()
        .map(|(declares, text, _)| (&**declares, &**text));
    let loaded = support::load(&with_briefs(&registry(), bodies));
    assert_eq!(loaded.asked(), [""; 0], "a false alarm:\n{}", loaded.told());
    let (mut right, mut false_ones, mut missed) = (0, 0, 0);
    let mut wrong = String::new();
    for (index, (_, text, expected)) in cases.iter().enumerate() {
        let found = found(loaded.press().site(), index);
        right += found.intersection(expected).count();
        false_ones += found.difference(expected).count();
        missed += expected.difference(&found).count();
        if found != *expected {
            let _ = writeln!(wrong, "{text:?}\n  wanted {expected:?}\n  found  {found:?}");
        }
    }
    // In thousandths, rounded down: 1000 is all.
    let precision = right * 1000 / (right + false_ones);
    let recall = right * 1000 / (right + missed);
    println!(
        "{} sentences, {right} links: precision {precision} and recall {recall} of 1000\n{wrong}",
        cases.len()
    );
    assert_eq!(precision, 1000, "{wrong}");
    assert!(recall >= 980, "recall {recall} of 1000\n{wrong}");
}

/// A text and the companies in it, put together from pieces that are known to name one or none.
fn pieces() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    let piece = prop::sample::select(vec![
        ("Runway", "runway"),
        ("Luma AI", "luma-ai"),
        ("Luma", "luma-ai"),
        ("Google’s", "google"),
        ("*Coca-Cola*", "coca-cola"),
        ("AT&amp;T", "att"),
        ("Gen-4.5", "runway"),
        ("Siemens Energy", "siemens-energy"),
        ("runway", ""),
        ("Googling", ""),
        ("Gen-4.7", ""),
        ("`OpenAI`", ""),
        ("\\Tesla", ""),
        ("Apple", ""),
        ("and", ""),
        ("(sold)", ""),
        ("grew 5%,", ""),
    ]);
    prop::collection::vec(piece, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_companies_of_a_made_up_text_are_those_it_was_made_of(pieces in pieces()) {
        // Joined by a comma, so that no two pieces make up a third name.
        let body: Vec<&str> = pieces.iter().map(|(text, _)| *text).collect();
        let body = body.join(", so ");
        let expected: BTreeSet<&str> = pieces.iter().map(|(_, slug)| *slug).filter(|s| !s.is_empty()).collect();
        let loaded = support::load(&with_briefs(&registry(), [("", &*body)].into_iter()));
        let found = found(loaded.press().site(), 0);
        let found: BTreeSet<&str> = found.iter().map(|(_, _, slug)| slug.as_str()).collect();
        prop_assert_eq!(found, expected, "{}", body);
    }
}
