//! The metadata of a page.
//!
//! Comes in: HTML. Goes out: its `<title>` and `<meta>` elements as front matter, and where its head ends.

use super::super::front::{Front, Syntax};
use super::super::keys;
use super::super::report::Notes;
use super::super::tree::{Entry, Node};
use super::visible::{attribute, unescaped};

/// The metadata of a page: its `<title>` and its `<meta>` elements, as Pelican reads them. And the byte after its head.
pub(in super::super) fn head(html: &str, notes: &mut Notes) -> (Option<Front>, usize) {
    let lower = html.to_ascii_lowercase();
    let Some(end) = lower.find("</head>").map(|at| at + "</head>".len()) else {
        return (None, 0);
    };
    let mut entries = Vec::new();
    let line = |at: usize| html[..at].matches('\n').count() + 1;
    let title = lower[..end]
        .find("<title")
        .and_then(|at| Some(at + lower[at..end].find('>')? + 1));
    if let Some(at) = title
        && let Some(length) = lower[at..end].find("</title>")
    {
        entries.push(Entry::new(
            "title",
            line(at),
            Node::text(unescaped(&html[at..at + length]).trim()),
        ));
    }
    for (at, _) in lower[..end].match_indices("<meta") {
        // No tag that says something is longer.
        let window = &html[at..html.floor_char_boundary((at + 4096).min(end))];
        let tag = &window[..window.find('>').map_or(window.len(), |length| length + 1)];
        let (Some(name), Some(content)) = (
            attribute(tag, "name").or_else(|| attribute(tag, "property")),
            attribute(tag, "content"),
        ) else {
            continue;
        };
        if keys::is_header(&name) {
            entries.push(Entry::new(name, line(at), Node::text(content)));
        } else {
            notes.kept(line(at), tag, "metadata of a page was left out");
        }
    }
    let front = Front {
        syntax: Syntax::Html,
        entries,
        comments: Vec::new(),
        faults: Vec::new(),
    };
    ((!front.entries.is_empty()).then_some(front), end)
}
