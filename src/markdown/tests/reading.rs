//! Outlines and runs.

use super::super::{
    Block, BlockKind, LinkKind, Linkable, Outline, Problem, outline, runs, text_outline, text_runs,
};
use super::all;
use crate::model::HtmlPolicy;

fn read(text: &str) -> (Outline, Vec<Block>) {
    outline(text, all(text))
}

fn at<'t>(text: &'t str, range: &std::ops::Range<u32>) -> &'t str {
    &text[range.start as usize..range.end as usize]
}

#[test]
fn headings_have_levels_texts_and_anchors() {
    let text =
        "# *One* & `two`\n\nThree\n=====\n\n### Four {#4th}\n\n> ## One & two\n\n## Four ##\n";
    let (outline, blocks) = read(text);
    let found: Vec<(u8, &str, &str)> = outline
        .headings
        .iter()
        .map(|h| (h.level, &*h.text, &*h.anchor))
        .collect();
    assert_eq!(
        found,
        [
            (1, "One & two", "one-two"),
            (1, "Three", "three"),
            (3, "Four", "4th"),
            (2, "One & two", "one-two-2"),
            (2, "Four", "four"),
        ]
    );
    let contents: Vec<(usize, &str)> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading(index, content) => Some((*index, at(text, content))),
            _ => None,
        })
        .collect();
    assert_eq!(
        contents,
        [(0, "*One* & `two`"), (1, "Three"), (2, "Four"), (4, "Four")]
    );
}

#[test]
fn links_are_those_that_authors_wrote() {
    let text = "[a](b&amp;c) [d][e] <https://f.org> https://g.org/h_i. [[J]] [[k|l *m*]] `https://n.org`\n\
                | [[o\\|p]] |\n|---|\n\n[q]{.nolink} \\R\n\n[e]: /e\n";
    let (outline, _) = read(text);
    let found: Vec<(&str, LinkKind, &str)> = outline
        .links
        .iter()
        .map(|link| (&*link.dest, link.kind, at(text, &link.range)))
        .collect();
    assert_eq!(
        found,
        [
            ("b&c", LinkKind::Plain, "[a](b&amp;c)"),
            ("/e", LinkKind::Plain, "[d][e]"),
            ("https://f.org", LinkKind::Plain, "<https://f.org>"),
            ("https://g.org/h_i", LinkKind::Plain, "https://g.org/h_i"),
            ("J", LinkKind::Wiki, "[[J]]"),
            ("k", LinkKind::Wiki, "[[k|l *m*]]"),
            ("o", LinkKind::Wiki, "[[o\\|p]]"),
        ]
    );
}

#[test]
fn pictures_and_unknown_footnotes_are_found() {
    let text =
        "![a *b*](c) ![[d]] x[^1] y[^2] \\[^3] `[^4]` [^5](z)\n\n![](e \"f\")\n\n[^1]: g [^6]\n";
    let (outline, blocks) = read(text);
    let pictures: Vec<(&str, &str)> = outline
        .images
        .iter()
        .map(|i| (&*i.src, i.alt.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(pictures, [("c", "a b"), ("d", ""), ("e", "")]);
    let unknown: Vec<&str> = outline
        .unknown_footnotes
        .iter()
        .map(|r| at(text, r))
        .collect();
    assert_eq!(unknown, ["[^2]", "[^6]"]);
    assert!(
        matches!(&blocks[1].kind, BlockKind::Paragraph(range) if at(text, range) == "![](e \"f\")")
    );
}

#[test]
fn blocks_come_in_order() {
    let text =
        "a\nb\n\n- c\n  d\n\n- [x] *e*\n\n  f\n10. \\g\n\n> h\n\n```\ni\n```\n***\n<div>\n\n\\*j\n";
    let (_, blocks) = read(text);
    let shown: Vec<String> = blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Heading(_, range) => format!("heading {}", at(text, range)),
            BlockKind::Paragraph(range) => format!("paragraph {}", at(text, range)),
            BlockKind::List(items) => {
                let items: Vec<&str> = items.iter().map(|item| at(text, item)).collect();
                format!("list {items:?}")
            }
            BlockKind::Table => "table".to_owned(),
            BlockKind::Other => "other".to_owned(),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "paragraph a\nb",
            "list [\"c\\n  d\", \"*e*\\n\\n  f\"]",
            "list [\"\\\\g\"]",
            "other",
            "other",
            "other",
            "other",
            "paragraph \\*j",
        ]
    );
    assert!(
        blocks
            .windows(2)
            .all(|w| w[0].range.end <= w[1].range.start)
    );
}

#[test]
fn a_body_begins_anywhere_in_its_file() {
    let text = "---\ntitle: x\n---\n## A\n\n[b](c)\n";
    let start = u32::try_from(text.find("##").expect("there")).expect("short");
    let (outline, blocks) = outline(text, start..all(text).end);
    assert_eq!(at(text, &outline.headings[0].range).trim(), "## A");
    assert_eq!(at(text, &outline.links[0].range), "[b](c)");
    assert_eq!(at(text, &blocks[1].range).trim(), "[b](c)");
    assert_eq!(
        runs(text, start..all(text).end)[0].segments[0].source,
        outline.links[0].range.start + 1..outline.links[0].range.start + 2
    );
}

#[test]
fn words_are_counted_without_code() {
    let cases = [
        ("", 0),
        ("one *two* th*ree* -- four-five's", 4),
        ("# A\n\nb\nc `d e`\n\n```\nf\n```\n", 3),
        ("| a | b |\n|---|---|\n| c | |\n", 3),
        ("&amp; ... $5", 1),
    ];
    for (text, words) in cases {
        assert_eq!(read(text).0.words, words, "{text:?}");
    }
}

#[test]
fn what_is_not_shown_as_written_is_told() {
    let text = "<b onclick=x>a</b> <iframe>\n\n> <p>\n> <svg>\n\n[c](javascript:x) ![d](data:y)\n";
    let problems = read(text).0.problems;
    let shown: Vec<(&str, String)> = problems
        .iter()
        .map(|(range, problem)| (at(text, range), format!("{problem:?}")))
        .collect();
    assert_eq!(
        shown,
        [
            ("<b onclick=x>", "Attribute(\"onclick\", \"b\")".to_owned()),
            ("<iframe>", "Element(\"iframe\")".to_owned()),
            ("<p>\n> <svg>\n", "Element(\"svg\")".to_owned()),
            ("[c](javascript:x)", "Address(\"javascript:x\")".to_owned()),
            ("![d](data:y)", "Address(\"data:y\")".to_owned()),
        ]
    );
    let counts = |policy| problems.iter().filter(|(_, p)| p.applies(policy)).count();
    assert_eq!(counts(HtmlPolicy::Sanitize), 5);
    assert_eq!(counts(HtmlPolicy::Escape), 2);
    assert_eq!(counts(HtmlPolicy::Allow), 0);
    assert!(Problem::TooDeep.applies(HtmlPolicy::Allow));
}

#[test]
fn deep_nesting_is_told_once() {
    let deep = format!("{} a", ">".repeat(200));
    assert_eq!(read(&deep).0.problems.len(), 1);
    assert_eq!(read(&deep).0.problems[0].1, Problem::TooDeep);
    let fine = format!("{} a", ">".repeat(90));
    assert_eq!(read(&fine).0.problems, []);
}

/// The runs of a text: each run with its segments, those that are not plain marked.
fn shown(text: &str) -> Vec<String> {
    text_runs(text)
        .iter()
        .map(|run| {
            run.segments
                .iter()
                .map(|segment| {
                    let part = at(&run.text, &segment.text);
                    match segment.linkable {
                        Linkable::Yes => part.to_owned(),
                        Linkable::InLink(index) => format!("{{{index}:{part}}}"),
                        Linkable::Suppressed => format!("{{-{part}}}"),
                        Linkable::No => format!("{{!{part}}}"),
                    }
                })
                .collect()
        })
        .collect()
}

#[test]
fn runs_are_whole_where_the_source_is_cut() {
    let cases: &[(&str, &[&str])] = &[
        ("Runway's *Gen-4*\nmodel", &["Runway’s Gen-4 model"]),
        ("Luma *AI* AT&amp;T", &["Luma AI AT&T"]),
        (
            "# No\n\na\n\n- b\n- c\n\n  d\n\n| e | f |\n|---|---|\n",
            &["a", "b", "c", "d", "e", "f"],
        ),
        (
            "\\Runway and [Luma AI]{.nolink} b",
            &["{-Runway} and {-Luma AI} b"],
        ),
        (
            "[a](b) [[C]] [[d|e]] https://f.org",
            &["{0:a} {1:C} {2:e} {3:https://f.org}"],
        ),
        ("a `b` ![c](d) e", &["a {!b} {!c} e"]),
        ("a <a href=x>b</a> <b>c</b><br>d", &["a {!b} c{!\n}d"]),
        ("a  \nb", &["a{!\n}b"]),
        ("a[^1].\n\n[^1]: b\n", &["a.", "b"]),
        ("<div>a</div>\n\n```\nb\n```\n\nc", &["c"]),
        ("# [a](b)\n\n[c](d)\n", &["{1:c}"]),
        ("10. Runway", &["10. Runway"]),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), *expected, "{text}");
    }
}

#[test]
fn links_of_a_text_are_counted_alike() {
    let text = "1. [a](b) https://c.org";
    let links = text_outline(text).links;
    assert_eq!(links.len(), 2);
    assert_eq!(shown(text), ["1. {0:a} {1:https://c.org}"]);
}

#[test]
fn the_text_of_scripts_and_styles_is_no_prose() {
    let text = "One <script>let Runway = 1;</script> two <style>b { top: 0 }</style>three\n\n<b>four</b> <script>x\n\nfive\n";
    assert_eq!(read(text).0.words, 6);
    let runs: Vec<String> = runs(text, all(text))
        .into_iter()
        .map(|run| run.text)
        .collect();
    assert_eq!(runs, ["One  two three", "four x", "five"]);
}

#[test]
fn a_footnote_that_nothing_refers_to_has_no_runs() {
    let text = "One[^a].\n\n[^A]: Said.\n\n[^b]: Unsaid.\n\n    Unsaid too.\n\nTwo.\n";
    let runs = runs(text, 0..u32::try_from(text.len()).unwrap());
    let texts: Vec<&str> = runs.iter().map(|run| &*run.text).collect();
    assert_eq!(texts, ["One.", "Said.", "Two."]);
}
