//! The sample site as its readers see it: the dossiers that nobody wrote.

use briefpress::link::{CompanyEntry, CompanyId, Dated, Dossier, Standing};
use briefpress::model::{Amount, NumberKind, Order};

use crate::support::{self, Loaded};

fn company<'a>(loaded: &'a Loaded, name: &str) -> (CompanyId, &'a CompanyEntry, &'a Dossier) {
    let site = loaded.press().site();
    let id = site.company_named(name).expect("it is registered");
    (
        id,
        &site.companies[id.0 as usize],
        site.dossier(id).unwrap(),
    )
}

/// The text of a page without its tags, blanks folded.
fn text(page: &str) -> String {
    let mut text = String::new();
    for part in page.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, after)| after));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_lint_has_nothing_to_ask() {
    let loaded = support::sample();
    assert_eq!(loaded.asked(), [""; 0], "{}", loaded.told());
}

#[test]
fn the_valuation_of_runway_stands_over_time_with_each_change_and_its_dates() {
    let loaded = support::sample();
    let (_, _, dossier) = company(&loaded, "Runway");
    let valuation = dossier
        .figures
        .iter()
        .find(|series| series.metric.as_str() == "valuation")
        .expect("there is a series");
    let [line] = &valuation.lines[..] else {
        panic!("one kind only: {:?}", valuation.lines);
    };
    assert_eq!(line.kind, NumberKind::Reported);
    let points: Vec<String> = line
        .points
        .iter()
        .map(|point| {
            let (Dated::AsOf(date), Amount::One(value)) = (point.dated, point.amount) else {
                panic!("{point:?}");
            };
            assert_eq!(point.standing, Standing::Stands);
            let change = point.change.as_ref();
            let change = change.map_or(String::new(), |c| format!(" {:+}", c.difference));
            format!("{date} {value}{change}")
        })
        .collect();
    assert_eq!(
        points,
        [
            "2023-06 1500000000",
            "2025-04 3300000000 +1800000000",
            "2026-02 5300000000 +2000000000",
        ]
    );
    let page = loaded.get("/companies/runway/");
    let told = text(&page);
    assert!(
        told.contains("$5.3B +$2B (+61%)")
            && told.contains("from April 2025 to February 2026")
            && told.contains("From $1.5B (June 2023) to $5.3B (February 2026): +$3.8B"),
        "{told}"
    );
    assert!(page.contains(r#"role="img""#), "the series is drawn");
}

#[test]
fn adobe_is_exposed_at_second_order_with_sentence_and_brief() {
    let loaded = support::sample();
    let (_, _, dossier) = company(&loaded, "Adobe");
    let site = loaded.press().site();
    let second: Vec<&str> = dossier
        .exposure
        .iter()
        .filter(|touch| touch.order == Order::Second)
        .map(|touch| {
            site.briefs[touch.brief.0 as usize]
                .document
                .value
                .slug
                .as_str()
        })
        .collect();
    assert_eq!(
        second,
        [
            "runway-world-models",
            "figma-ipo",
            "runway-series-d",
            "openai-sora",
            "adobe-figma-ends",
            "adobe-figma-ends",
        ]
    );
    let page = loaded.get("/companies/adobe/");
    let told = text(&page);
    let at = told.find("Second order").expect("there is such a heading");
    let part = &told[at..at + told[at..].find("Third order").expect("and the next")];
    assert!(
        part.contains(
            "Adobe has a related problem: if footage is computed from a scene description, the editor that sits on \
             top loses some of its hold."
        ),
        "{part}"
    );
    assert!(
        page.contains("href=\"/briefs/runway-world-models/#effect-"),
        "{page}"
    );
}

#[test]
fn competitors_stand_on_both_sides() {
    let loaded = support::sample();
    let (adobe, ..) = company(&loaded, "Adobe");
    let (figma, figma_entry, _) = company(&loaded, "Figma");
    assert!(figma_entry.competitors.contains(&adobe));
    let (_, adobe_entry, _) = company(&loaded, "Adobe");
    assert!(adobe_entry.competitors.contains(&figma));
}
