//! Whole files in, typed values and diagnostics out.

mod company;
mod properties;
mod spellings;
mod told;
mod typed;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::items::{passage as item_passage, slice, unwrap_lines};
use super::*;
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::{Amount, Brief, Company, NumberKind, Page, Passage, Publication, WatchStatus};

const ID: SourceId = SourceId::new(0);

fn read_brief(path: &str, text: &str) -> Checked<Outcome<Brief>> {
    brief(ID, &path.into(), &text.into(), &BTreeMap::new())
}

/// Each diagnostic as `line:column code: message | help`.
fn told(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|d| {
            let span = d.span.expect("it has a place");
            let before = &text[..span.start as usize];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let help = d.help.as_deref().expect("there is always help");
            format!(
                "{line}:{column} {}: {} | {help}",
                d.code.as_str(),
                d.message
            )
        })
        .collect()
}

/// The brief that front matter and body make, which must be good, and the warnings.
fn good(front: &str, body: &str) -> (Document<Brief>, Vec<String>) {
    let text = format!("---\ntitle: T\ndate: 2026-02-12\nslug: s\n{front}---\n{body}");
    let checked = read_brief("content/briefs/x.md", &text);
    let warnings = told(&text, &checked.diagnostics);
    match checked.value {
        Outcome::Good(document) => (document, warnings),
        Outcome::Broken(_) => panic!("{text}\nis broken: {warnings:#?}"),
    }
}

/// What is said of a brief whose front matter has these keys besides title, date and slug; lines count from the first.
fn complaints(front: &str) -> Vec<String> {
    let text = format!("---\n{front}title: T\ndate: 2026-02-12\nslug: s\n---\n");
    let checked = read_brief("content/briefs/x.md", &text);
    told(&text[4..], &shifted(checked.diagnostics))
}

/// The same diagnostics, seen from the first line of the front matter.
fn shifted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for d in &mut diagnostics {
        if let Some(span) = &mut d.span {
            span.start = span.start.saturating_sub(4);
        }
    }
    diagnostics
}

fn passage(document: &Document<Brief>, passage: &Passage) -> String {
    unwrap_lines(item_passage(&document.text, passage))
}

/// Numbers, effects, watch items and prose of a brief, a line each.
fn shown(document: &Document<Brief>) -> String {
    let brief = &document.value;
    let mut out = String::new();
    for n in &brief.numbers {
        let amount = match n.quantity.amount {
            Amount::One(one) => one.to_string(),
            Amount::Range { low, high } => format!("{low}..{high}"),
            Amount::Change { previous, value } => format!("{previous}->{value}"),
        };
        let _ = write!(
            out,
            "{} {:?} {amount} {:?}",
            n.id, n.quantity.as_written, n.label
        );
        for (name, date) in [
            ("as_of", n.as_of),
            ("since", n.since),
            ("through", n.through),
        ] {
            if let Some(date) = date {
                let _ = write!(out, " {name}={date}");
            }
        }
        if n.kind != NumberKind::Reported {
            let _ = write!(out, " {:?}", n.kind);
        }
        for (name, value) in [
            ("company", n.company.as_ref().map(|c| &*c.value)),
            ("metric", n.metric.as_deref()),
            ("note", n.note.as_deref()),
            ("source", n.source.as_deref()),
        ] {
            if let Some(value) = value {
                let _ = write!(out, " {name}={value:?}");
            }
        }
        out.push('\n');
    }
    for e in &brief.effects {
        let _ = write!(out, "{} {:?}", e.id, e.order);
        if let Some(title) = &e.title {
            let _ = write!(out, " [{title}]");
        }
        let _ = write!(out, " {:?}", passage(document, &e.text));
        for company in &e.companies {
            let _ = write!(out, " @{}", company.value);
        }
        for (name, value) in [("follows", &e.follows), ("confirms", &e.confirms)] {
            if let Some(value) = value {
                let _ = write!(out, " {name}={}", value.value);
            }
        }
        out.push('\n');
    }
    for w in &brief.watch {
        let _ = write!(
            out,
            "{} [{}] {:?}",
            w.id,
            w.title,
            passage(document, &w.text)
        );
        if let Some(due) = w.due {
            let _ = write!(out, " due={due}");
        }
        if let Some(words) = &w.due_as_written {
            let _ = write!(out, " ({words})");
        }
        if w.status != WatchStatus::Open {
            let _ = write!(out, " {:?}", w.status);
        }
        if let Some(p) = w.probability {
            let _ = write!(out, " p={p}");
        }
        out.push('\n');
    }
    for s in &brief.sections {
        let heading = s.heading.as_ref().map_or("", |h| &h.value);
        let _ = write!(out, "{:?} {heading:?} #{}", s.role, s.anchor);
        for range in &s.prose {
            let _ = write!(out, " {:?}", unwrap_lines(slice(&document.text, range)));
        }
        out.push('\n');
    }
    out
}

#[rustfmt::skip]
#[test]
fn every_synonym_is_read() {
    for key in ["dek", "description", "summary", "subtitle"] {
        assert_eq!(&*good(&format!("{key}: x\n"), "").0.value.dek.expect(key).value, "x");
    }
    for key in ["authors", "author"] {
        assert_eq!(good(&format!("{key}: x\n"), "").0.value.authors.len(), 1);
    }
    for key in ["tags", "tag"] {
        assert_eq!(good(&format!("{key}: [x, y]\n"), "").0.value.tags.len(), 2);
    }
    for key in ["companies", "company"] {
        assert_eq!(good(&format!("{key}: x\n"), "").0.value.companies.len(), 1);
    }
    for key in ["aliases", "redirect_from"] {
        assert_eq!(good(&format!("{key}: /x/\n"), "").0.value.aliases[0].value.as_str(), "/x/");
    }
    for key in ["canonical", "canonical_url"] {
        assert!(good(&format!("{key}: https://x.example/\n"), "").0.value.canonical.is_some());
    }
    for key in ["path", "src"] {
        assert!(good(&format!("image: {{ {key}: x.png, alt: y }}\n"), "").0.value.image.expect(key).alt.is_some());
    }
    for key in ["title", "item", "claim"] {
        assert_eq!(&*good(&format!("watch: [{{ {key}: x }}]\n"), "").0.value.watch[0].title, "x");
    }
    for (a, b) in [("dek", "summary"), ("authors", "author"), ("aliases", "redirect_from"), ("tags", "tag")] {
        let found = complaints(&format!("{b}: /x/\n{a}: /y/\n"));
        assert_eq!(found, [format!("1:1 synonym-clash: `{b}` says the same as `{a}` | keep one of the two")]);
    }
    let found = complaints("watch:\n  - item: x\n    claim: y\n");
    assert_eq!(found, ["3:5 synonym-clash: `claim` says the same as `item` | keep one of the two"]);
}

#[test]
fn the_other_keys_of_a_brief_are_read() {
    let (document, warnings) = good(
        "updated: 2026-02-13T09:30:00+01:00\ndraft: yes\nseries: Worlds\nimage: cover.png\ntags: [ai, 2026, true, 1.10]\nextra: { mood: calm, list: [1, 2.5] }\n",
        "",
    );
    assert_eq!(warnings, Vec::<String>::new());
    let brief = document.value;
    assert!(brief.updated.is_some_and(|u| u.value.instant.is_some()));
    assert_eq!(brief.publication, Publication::Draft);
    assert_eq!(brief.series.map(|s| s.value).as_deref(), Some("Worlds"));
    assert_eq!(
        brief.image.map(|i| i.path.value).as_deref(),
        Some("cover.png")
    );
    let tags: Vec<_> = brief.tags.iter().map(|t| &*t.value).collect();
    assert_eq!(tags, ["ai", "2026", "true", "1.10"]);
    assert_eq!(brief.extra["list"][1], 2.5);
}

#[test]
fn slug_and_date_come_from_the_front_matter_else_from_the_file_name() {
    for (path, front, slug, date) in [
        (
            "content/briefs/2026-02-12-runway.md",
            "",
            "runway",
            "2026-02-12",
        ),
        (
            "content/briefs/a/2026-02-12-runway/index.md",
            "",
            "runway",
            "2026-02-12",
        ),
        (
            "content/briefs/2026-02-12-runway.md",
            "slug: x\ndate: 2025-01-01\n",
            "x",
            "2025-01-01",
        ),
        (
            "content/briefs/Runway Shift.md",
            "slug: x\ndate: 2025-01-01\n",
            "x",
            "2025-01-01",
        ),
    ] {
        let checked = read_brief(path, &format!("---\ntitle: T\n{front}---\n"));
        let Outcome::Good(document) = checked.value else {
            panic!("{path}: {:?}", checked.diagnostics);
        };
        assert_eq!(document.value.slug.as_str(), slug);
        assert_eq!(document.value.date.value.to_string(), date);
    }
    for (path, front, expected) in [
        (
            "content/briefs/Runway Shift.md",
            "date: 2026-02-12\n",
            "2:1 invalid-slug: the name of the file, `Runway Shift`, is no slug | rename the file to `runway-shift.md`, or add `slug: runway-shift`",
        ),
        (
            "content/briefs/日.md",
            "date: 2026-02-12\n",
            "2:1 invalid-slug: the name of the file, `日`, is no slug | rename the file to `ri.md`, or add `slug: ri`",
        ),
        (
            "content/briefs/index.md",
            "date: 2026-02-12\n",
            "2:1 invalid-slug: the name of the file, `index`, is no slug | add a `slug`: use small letters, digits and hyphens",
        ),
        (
            "content/briefs/runway.md",
            "",
            "2:1 missing-key: `date` is missing | add `date: 2026-02-12` with its day, or begin the file's name with it",
        ),
    ] {
        let text = format!("---\ntitle: T\n{front}---\n");
        let checked = read_brief(path, &text);
        assert_eq!(told(&text, &checked.diagnostics), [expected]);
        assert!(matches!(checked.value, Outcome::Broken(_)));
    }
}

#[test]
fn a_broken_brief_still_claims_its_slug() {
    for (path, text, slug) in [
        (
            "content/briefs/2026-02-12-runway.md",
            "no front matter",
            Some("runway"),
        ),
        (
            "content/briefs/a.md",
            "---\nslug: b\ntitle: x: y\n---\n",
            Some("b"),
        ),
        ("content/briefs/a.md", "---\nslug: b\n---\n", Some("b")),
        ("content/briefs/a.md", "---\n- slug\n---\n", Some("a")),
        ("content/briefs/A B.md", "---\nslug: C D\n---\n", None),
    ] {
        let Outcome::Broken(claim) = read_brief(path, text).value else {
            panic!("{text} is broken");
        };
        assert_eq!(claim.slug.as_ref().map(Slug::as_str), slug, "{text}");
    }
}

#[test]
fn a_document_finds_its_values_again() {
    let (document, _) = good(
        "numbers:\n  - $5 é\n  - { value: $6, id: x }\n",
        "## What To Watch\n- Ü: b\n",
    );
    let get = |span: Span| &document.text[span.start as usize..span.end as usize];
    let brief = &document.value;
    assert_eq!(get(document.span(&brief.title.at)), "T");
    assert_eq!(get(document.key_span(&brief.title.at)), "title");
    assert_eq!(get(document.span(&brief.numbers[0].at)), "$5 é");
    assert_eq!(
        get(document.span(&brief.numbers[1].at)),
        "{ value: $6, id: x }"
    );
    assert_eq!(get(document.span(&brief.watch[0].at)), "Ü: b");
    assert_eq!(document.span(&At::File), Span::file(ID));
    let range = locate("a: é\nb: c\n", 0..11, &KeyPath::key("b"));
    assert_eq!(range, 9..10);
}
