//! Names that become links.

use std::sync::Arc;

use super::super::{Flow, Marks, Options, runs, set};
use super::{all, body, find, html};

/// Looks for `name` in the runs of `text`, as the mention finder does, and links it wherever it may.
fn linked(text: &str, name: &str) -> String {
    let mut marks = Marks::default();
    for run in runs(text, all(text)) {
        for (at, _) in run.text.match_indices(name) {
            let at = u32::try_from(at).expect("short");
            let end = at + u32::try_from(name.len()).expect("short");
            let first = run
                .segments
                .iter()
                .find(|s| s.text.end > at)
                .expect("a segment");
            let last = run
                .segments
                .iter()
                .find(|s| s.text.end >= end)
                .expect("a segment");
            marks.mentions.push((
                first.source.start + (at - first.text.start)
                    ..last.source.end - (last.text.end - end),
                Arc::from("/c/"),
            ));
        }
    }
    body(text, &marks, &Options::default()).0
}

#[test]
fn a_name_is_linked_however_it_is_written() {
    let a = |text: &str| format!("<a class=\"company\" href=\"/c/\">{text}</a>");
    let cases = [
        (
            "So Runway's plan",
            "Runway",
            format!("<p>So {}’s plan</p>", a("Runway")),
        ),
        ("Runway", "Runway", format!("<p>{}</p>", a("Runway"))),
        (
            "Luma\nAI is",
            "Luma AI",
            format!("<p>{} is</p>", a("Luma\nAI")),
        ),
        (
            "> Luma\n> AI is",
            "Luma AI",
            format!("<blockquote>\n<p>{} is</p>\n</blockquote>", a("Luma\nAI")),
        ),
        (
            "Luma *AI* is",
            "Luma AI",
            format!("<p>{} is</p>", a("Luma <em>AI</em>")),
        ),
        (
            "*Luma* AI is",
            "Luma AI",
            format!("<p>{} is</p>", a("<em>Luma</em> AI")),
        ),
        (
            "**Luma AI** is",
            "Luma AI",
            format!("<p>{} is</p>", a("<strong>Luma AI</strong>")),
        ),
        (
            "***Luma** AI* is",
            "Luma AI",
            format!("<p>{} is</p>", a("<em><strong>Luma</strong> AI</em>")),
        ),
        (
            "*the Luma* AI is",
            "Luma AI",
            format!("<p><em>the {}</em>{} is</p>", a("Luma"), a(" AI")),
        ),
        (
            "Luma *AI is* it",
            "Luma AI",
            format!("<p>{}<em>{} is</em> it</p>", a("Luma "), a("AI")),
        ),
        (
            "*the Luma AI* is",
            "Luma AI",
            format!("<p><em>the {}</em> is</p>", a("Luma AI")),
        ),
        (
            "at AT&amp;T now",
            "AT&T",
            format!("<p>at {} now</p>", a("AT&amp;T")),
        ),
        (
            "an O'Reilly book",
            "O’Reilly",
            format!("<p>an {} book</p>", a("O’Reilly")),
        ),
        (
            "Runway, Runway",
            "Runway",
            format!("<p>{}, {}</p>", a("Runway"), a("Runway")),
        ),
        (
            "- Runway\n- x",
            "Runway",
            format!("<ul>\n<li>{}</li>\n<li>x</li>\n</ul>", a("Runway")),
        ),
        (
            r"Yahoo\! too",
            "Yahoo!",
            format!("<p>{} too</p>", a("Yahoo!")),
        ),
    ];
    for (text, name, expected) in cases {
        let set = linked(text, name);
        assert_eq!(set, expected, "{text}");
        assert_eq!(html::fault(&set), None, "{set}");
    }
}

#[test]
fn no_link_stands_in_a_link_or_heading() {
    let text = "# Runway\n\n[Runway](x) [[Runway]] ![Runway](y) <https://Runway.org>\n";
    let marks = Marks {
        mentions: text
            .match_indices("Runway")
            .map(|(at, name)| {
                let at = u32::try_from(at).expect("short");
                (
                    at..at + u32::try_from(name.len()).expect("short"),
                    Arc::from("/c/"),
                )
            })
            .collect(),
        addresses: vec![],
        ..Marks::default()
    };
    let (set, _) = body(text, &marks, &Options::default());
    assert!(!set.contains("/c/"), "{set}");
}

#[test]
fn marks_of_a_line_are_bytes_of_that_line() {
    let text = "10. How Runway won";
    let marks = Marks {
        mentions: vec![(find(text, "Runway"), Arc::from("/c/?a&b"))],
        addresses: vec![],
        ..Marks::default()
    };
    assert_eq!(
        set(text, Flow::Inline, &marks, &Options::default()).as_str(),
        "10. How <a class=\"company\" href=\"/c/?a&amp;b\">Runway</a> won"
    );
}
