//! The metadata of a page.
//!
//! Comes in: HTML. Goes out: its `<title>` and `<meta>` elements as front matter, and where its head ends.

use super::super::front::{Front, Syntax};
use super::super::keys::{self, Meaning};
use super::super::report::Notes;
use super::super::tree::{Entry, Node};
use super::visible::{attribute, unescaped};
use super::without_scripts;

/// The metadata of a page: its `<title>` and its `<meta>` elements, as Pelican reads them. And the byte after its head.
pub(in super::super) fn head(html: &str, notes: &mut Notes) -> (Option<Front>, usize) {
    let lower = html.to_ascii_lowercase();
    let Some(end) = lower.find("</head>").map(|at| at + "</head>".len()) else {
        return (None, 0);
    };
    // Only for what is told of them.
    without_scripts(&html[..end], None, notes);
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
        let tag = tag(&html[at..end]);
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
    for (at, _) in lower[..end].match_indices("<link") {
        let tag = tag(&html[at..end]);
        let rel = attribute(tag, "rel").unwrap_or_default();
        if let Some(address) = attribute(tag, "href").filter(|_| rel == "canonical") {
            entries.push(Entry::new("canonical", line(at), Node::text(address)));
        }
    }
    // Medium says when a post was published at its end.
    let dated = (entries.iter()).any(|entry| {
        matches!(
            keys::meaning(&entry.key),
            Some((Meaning::Date | Meaning::Published, _))
        )
    });
    if !dated
        && let Some((at, time)) = lower
            .match_indices("<time")
            .map(|(at, _)| (at, tag(&html[at..])))
            .find(|(_, tag)| tag.contains("dt-published") || tag.contains(" pubdate"))
        && let Some(time) = attribute(time, "datetime")
    {
        entries.push(Entry::new("published", line(at), Node::text(time)));
    }
    let front = Front {
        syntax: Syntax::Html,
        entries,
        comments: Vec::new(),
        faults: Vec::new(),
    };
    ((!front.entries.is_empty()).then_some(front), end)
}

/// The tag that `html` begins with. None that says something is longer than this.
fn tag(html: &str) -> &str {
    let window = &html[..html.floor_char_boundary(4096.min(html.len()))];
    &window[..window.find('>').map_or(window.len(), |length| length + 1)]
}
