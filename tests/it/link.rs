//! Who is linked where.

use crate::support::load;

/// A registry of usual suspects.
const COMPANIES: &str = "
-- content/companies/runway.md --
---
name: Runway
products: [{ name: Gen-4.5, aliases: [Gen 4.5] }, Gen-4]
---
-- content/companies/luma-ai.md --
---
name: Luma AI
aliases: [Luma]
---
-- content/companies/att.md --
---
name: AT&T
---
-- content/companies/apple.md --
---
name: Apple
mention: declared
---
-- content/companies/google.md --
---
name: Google
aliases: [Alphabet]
---
";

/// The body's links to companies, in order, as `text -> slug`.
fn links(front: &str, body: &str) -> Vec<String> {
    let site = format!(
        "-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\n{front}---\n{body}\n{COMPANIES}"
    );
    let page = load(&site).get("/briefs/x/");
    let main = page
        .split("<main")
        .nth(1)
        .and_then(|rest| rest.split("</main>").next())
        .expect("it has a main part");
    let article = main
        .split("data-part=\"companies\"")
        .next()
        .expect("split gives a first part");
    let mut found = Vec::new();
    for part in article
        .split("<a class=\"company\" href=\"/companies/")
        .skip(1)
    {
        let (slug, rest) = part
            .split_once("/\">")
            .expect("the link is of the expected form");
        let (text, _) = rest.split_once("</a>").expect("the link ends");
        found.push(format!("{text} -> {slug}"));
    }
    found
}

#[test]
fn names_are_linked_once_a_section() {
    for (body, expected) in [
        ("Runway and Runway.", vec!["Runway -> runway"]),
        (
            "## One\nRunway.\n\n## Two\nRunway.",
            vec!["Runway -> runway", "Runway -> runway"],
        ),
        ("Alphabet and Google.", vec!["Alphabet -> google"]),
        ("Runway's Gen-4.5 and Runway.", vec!["Runway -> runway"]),
        (
            "Google's deal with Luma AI.",
            vec!["Google -> google", "Luma AI -> luma-ai"],
        ),
        ("Luma\nAI is wrapped.", vec!["Luma\nAI -> luma-ai"]),
        ("Luma *AI* is marked.", vec!["Luma <em>AI</em> -> luma-ai"]),
        ("AT&amp;T is escaped, AT&T is not.", vec!["AT&amp;T -> att"]),
        ("Apple is a word here.", vec![]),
        ("`Runway` ![Runway](/x.png)", vec![]),
        ("## Runway\n\nNothing.", vec![]),
        (
            "[Runway](https://example.com) and Runway.",
            vec!["Runway -> runway"],
        ),
        ("[[Runway]] and Runway.", vec![]),
        ("\\Runway and Runway.", vec!["Runway -> runway"]),
        ("[Runway]{.nolink} only.", vec![]),
        ("Gen-4.5 is newer than Gen-4.", vec!["Gen-4.5 -> runway"]),
        ("Gen-4.6 is nobody's.", vec![]),
        ("RUNWAY and runway and Runways.", vec![]),
    ] {
        let site = if body.contains("/x.png") {
            "-- static/x.png --\n"
        } else {
            ""
        };
        let body = format!("{body}\n{site}");
        assert_eq!(links("", &body), expected, "{body}");
    }
}

#[test]
fn a_common_word_is_linked_where_its_company_is_declared() {
    assert_eq!(
        links("companies: [apple]\n", "Apple rose."),
        ["Apple -> apple"]
    );
}

#[test]
fn every_company_links_back() {
    let site = load(&format!(
        "-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\ncompanies: [Stranger]\n---\nRunway rose. It fell.\n{COMPANIES}"
    ));
    assert!(
        site.told().contains("unregistered-company"),
        "{}",
        site.told()
    );
    for (url, sentence) in [
        ("/companies/runway/", " rose."),
        ("/companies/stranger/", ""),
    ] {
        let page = site.get(url);
        assert!(
            page.contains("href=\"/briefs/x/\"") && page.contains(sentence),
            "{page}"
        );
    }
}

#[test]
fn the_first_sentence_that_tells_something_is_quoted() {
    for (body, expected) in [
        (
            "- Mostly Runway’s\n- Runway\n\nThen Runway rose.",
            "Then |Runway| rose.",
        ),
        ("Runway fell.\n\n- Mostly Runway’s", "|Runway| fell."),
        (
            "## Runway\n\nIt is *Runway* that rose.",
            "It is |Runway| that rose.",
        ),
        ("- Mostly Runway’s\n- Runway", ""),
    ] {
        let site = load(&format!(
            "-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\n---\n{body}\n{COMPANIES}"
        ));
        let page = site.get("/companies/runway/");
        assert!(page.contains("href=\"/briefs/x/\""), "{page}");
        let quoted = page
            .split_once("<p class=\"sentence\">")
            .map_or("", |(_, rest)| {
                rest.split_once("</p>").expect("a paragraph ends").0
            });
        let quoted = quoted.replace("<strong>", "|").replace("</strong>", "|");
        assert_eq!(quoted, expected, "{body}");
    }
}

#[test]
fn a_number_that_names_another_company_is_not_the_subjects() {
    let brief = "companies: [google]\nnumbers: [$4B revenue, $5B Apple revenue, $6B Runway revenue, $7B market size]\n";
    let site = load(&format!(
        "-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\n{brief}---\n{COMPANIES}"
    ));
    let site = site.press().site();
    let names: Vec<_> = site.briefs[0]
        .number_companies
        .iter()
        .map(|id| id.map(|id| &*site.companies[id.0 as usize].name))
        .collect();
    assert_eq!(names, [Some("Google"), None, Some("Runway"), None]);
}
