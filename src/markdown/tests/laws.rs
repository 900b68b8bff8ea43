//! What holds for any input.

use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::{
    Flow, Marks, Options, Piece, Typesetter, outline, plain_text, raw, runs, set, text_outline,
    text_runs,
};
use super::{all, body, html};
use crate::model::HtmlPolicy;

/// Text with much markup in it.
fn markdown() -> impl Strategy<Value = String> {
    const BITS: &[&str] = &[
        "Runway",
        "Luma AI",
        "AT&amp;T",
        "a",
        "é",
        " ",
        " ",
        "\n",
        "\n\n",
        "\n",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "[",
        "]",
        "(",
        ")",
        "![",
        "[[",
        "]]",
        "|",
        "\\",
        "<",
        ">",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n```\n",
        "    ",
        "---",
        "[^1]",
        "\n[^1]: ",
        "https://x.org/a_b",
        "http://",
        "'",
        "\"",
        "...",
        "&",
        ";",
        "{.nolink}",
        "{#id}",
        "<b>",
        "</b>",
        "<div title=\"",
        "<!--",
        "-->",
        "<script>",
        "</details>",
        "- [x] ",
        "\n| a | b |\n|---|:-:|\n| ",
        "](javascript:x)",
        "](y \"t\")",
        "\n[a]: /b\n",
        "\r\n",
        "\0",
        "\t",
        "> [!NOTE]\n> ",
        "\u{a0}",
        "😀",
    ];
    prop_oneof![
        4 => proptest::collection::vec(proptest::sample::select(BITS), 0..40).prop_map(|bits| bits.concat()),
        1 => "\\PC{0,60}",
        1 => "[ -~\n]{0,80}",
    ]
}

/// Any number of ranges of a text, sorted; they may overlap.
fn ranges(text: &str, cuts: &[(prop::sample::Index, prop::sample::Index)]) -> Vec<Range<u32>> {
    let places: Vec<u32> = (0..=text.len())
        .filter(|at| text.is_char_boundary(*at))
        .map(|at| u32::try_from(at).expect("short"))
        .collect();
    let mut ranges: Vec<Range<u32>> = cuts
        .iter()
        .map(|(a, b)| {
            let (a, b) = (places[a.index(places.len())], places[b.index(places.len())]);
            a.min(b)..a.max(b)
        })
        .collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges
}

fn cuts() -> impl Strategy<Value = Vec<(prop::sample::Index, prop::sample::Index)>> {
    proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_set_is_well_nested(text in markdown(), names in cuts(), wanted in cuts(), inline: bool) {
        let marks = Marks {
            mentions: ranges(&text, &names).into_iter().map(|r| (r, Arc::from("/c/"))).collect(),
            addresses: outline(&text, all(&text)).0.links.iter().map(|l| (l.range.clone(), Arc::from("/l/"))).collect(),
            ..Marks::default()
        };
        let flow = if inline { Flow::Inline } else { Flow::Block };
        let wanted = ranges(&text, &wanted);
        let (first, second) = wanted.split_at(wanted.len() / 2);
        let pieces = [
            Piece { ranges: first.to_vec(), flow: Flow::Block },
            Piece { ranges: second.to_vec(), flow },
        ];
        // Sanitised markup is nested well by ammonia, to rules of its own.
        let options = Options { html: HtmlPolicy::Escape };
        let mut typesetter = Typesetter::new(&text, all(&text), &options);
        let set = typesetter.pieces(&pieces, &marks);
        for markup in &set {
            prop_assert_eq!(html::fault(markup.as_str()), None, "{}", markup.as_str());
        }
        if inline {
            for block in ["<p>", "<li>", "<h2", "<div", "<blockquote", "<pre"] {
                prop_assert!(!set[1].as_str().contains(block), "{}", set[1].as_str());
            }
        }
        if let Some(notes) = typesetter.footnotes() {
            prop_assert_eq!(html::fault(notes.as_str()), None, "{}", notes.as_str());
        }
        let (whole, notes) = body(&text, &marks, &options);
        prop_assert_eq!(html::fault(&whole), None, "{}", &whole);
        // What this room writes itself is nothing that the sanitiser, or a browser, would change; only addresses
        // without a proper host go.
        if !text.contains("://") {
            let parsed = raw::sanitise(&whole, Flow::Block).replace("&nbsp;", "\u{a0}");
            prop_assert_eq!(parsed, &*whole);
        }
        prop_assert_eq!(html::fault(&notes), None, "{}", &notes);
        let line = super::super::set(&text, Flow::Inline, &marks, &options);
        prop_assert_eq!(html::fault(line.as_str()), None, "{}", line.as_str());
    }

    #[test]
    fn nothing_that_runs_survives(text in markdown()) {
        let set = set(&text, Flow::Block, &Marks::default(), &Options::default());
        for bad in ["<script", "href=\"javascript", "onclick"] {
            prop_assert!(!set.as_str().contains(bad), "{}", set.as_str());
        }
    }

    #[test]
    fn segments_lead_back_to_the_source(text in markdown()) {
        let links = text_outline(&text).links.len();
        let body = (runs(&text, all(&text)), outline(&text, all(&text)).0.links.len());
        for (runs, links) in [(text_runs(&text), links), body] {
            for run in runs {
                let mut end = 0;
                let mut source_end = 0;
                for segment in &run.segments {
                    prop_assert_eq!(segment.text.start, end);
                    prop_assert!(segment.source.start >= source_end, "{:?}", run);
                    end = segment.text.end;
                    source_end = segment.source.end;
                    let shown = &run.text[segment.text.start as usize..end as usize];
                    let source = &text[segment.source.start as usize..source_end as usize];
                    if shown != source && source.starts_with(|c: char| c.is_alphanumeric()) {
                        prop_assert!(source.contains("&amp;") || source.contains(['\n', '\r']), "{:?} is not {:?}", shown, source);
                    }
                    if let super::super::Linkable::InLink(index) = segment.linkable {
                        prop_assert!((index as usize) < links);
                    }
                }
                prop_assert_eq!(end as usize, run.text.len());
            }
        }
        plain_text(&text);
    }

    #[test]
    fn no_word_is_lost(text in "[a-zA-Z0-9é,.:!?()$% \n'\"&>/-]{0,200}") {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        let options = Options { html: HtmlPolicy::Escape };
        let line = set(&text, Flow::Inline, &Marks::default(), &options);
        prop_assert_eq!(words(&html::text(line.as_str())), words(&text));
        // A paragraph that begins with a word holds no blocks but after blank lines.
        let paragraph = format!("x {}", text.replace('\n', " "));
        let block = set(&paragraph, Flow::Block, &Marks::default(), &options);
        prop_assert_eq!(words(&html::text(block.as_str())), words(&paragraph));
        prop_assert_eq!(words(&plain_text(&paragraph)), words(&paragraph));
    }

    #[test]
    fn anchors_of_outline_and_page_are_the_same(text in markdown()) {
        let (outline, _) = outline(&text, all(&text));
        let (html, notes) = body(&text, &Marks::default(), &Options { html: HtmlPolicy::Escape });
        let ids: Vec<String> = html
            .split("<h").skip(1)
            .filter_map(|h| h.split_once(" id=\"")?.1.split_once('"').map(|(id, _)| id.to_owned()))
            .collect();
        let anchors: Vec<String> = outline.headings.iter().map(|h| h.anchor.to_string()).collect();
        if notes.is_empty() && !text.contains("[^1]:") {
            prop_assert_eq!(ids, anchors);
        }
    }
}

/// What takes long for what would be quadratic takes no time otherwise. The bound is generous: these texts would take
/// minutes.
#[test]
fn hostile_texts_take_no_time() {
    let repeated = [
        (">", 50_000),
        ("[", 50_000),
        ("![", 50_000),
        ("[[", 50_000),
        ("*a ", 50_000),
        ("- ", 20_000),
        ("<b>", 20_000),
        ("<div>\n\n", 10_000),
        ("</i>", 20_000),
        ("`", 50_000),
        ("`a``", 20_000),
        ("https://a.b(", 20_000),
        ("https://a.*b*", 20_000),
        ("\\A ", 50_000),
        ("# a\n\n", 10_000),
        ("[a]{.nolink}", 20_000),
        ("<!", 50_000),
        ("<a b='", 20_000),
        ("[^1]", 20_000),
        ("| a ", 20_000),
        ("&amp;", 50_000),
        ("\"'", 50_000),
    ];
    let mut texts: Vec<String> = repeated.iter().map(|(bit, n)| bit.repeat(*n)).collect();
    texts.push(
        (0..10_000)
            .map(|i| format!("a[^{i}]\n\n[^{i}]: b\n\n"))
            .collect(),
    );
    texts.push(format!("{}[^1]\n\n[^1]: b\n", "a[^1] ".repeat(10_000)));
    texts.push("![a".repeat(5000) + &"](b)".repeat(5000));
    for text in &texts {
        let start = Instant::now();
        let mentions = (0..text.len() / 4)
            .map(|at| u32::try_from(at * 4).expect("short"))
            .map(|at| (at..at + 2, Arc::from("/c/")))
            .collect();
        let marks = Marks {
            mentions,
            addresses: vec![],
            ..Marks::default()
        };
        outline(text, all(text));
        runs(text, all(text));
        plain_text(text);
        body(text, &marks, &Options::default());
        let time = start.elapsed();
        let name: String = text.chars().take(12).collect();
        assert!(time < Duration::from_secs(10), "{name:?} took {time:?}");
    }
}
