//! Markdown: as a page, as runs of text, and as the body of a brief.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::told::told;
use super::{all, html};
use crate::diagnostic::SourceId;
use crate::markdown::{self, Flow, Marks, Options, Piece, Typesetter};
use crate::model::{At, Brief, HtmlPolicy};
use crate::parse::{self, Document, Outcome};

/// What is set is well nested and runs nothing, runs of text lead back into the source, and no word of a brief is lost.
pub fn body(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    for policy in [HtmlPolicy::Escape, HtmlPolicy::Sanitize, HtmlPolicy::Allow] {
        set(text, policy);
    }
    let (outline, _) = markdown::outline(text, all(text));
    for link in outline.links.iter().chain(&outline.html_links) {
        assert!(piece(text, &link.range).is_some(), "{link:?}");
    }
    for run in markdown::runs(text, all(text)) {
        let mut end = 0;
        for segment in &run.segments {
            assert_eq!(segment.text.start, end, "{run:?}");
            assert!(piece(text, &segment.source).is_some(), "{run:?}");
            end = segment.text.end;
        }
        assert_eq!(end as usize, run.text.len(), "{run:?}");
    }
    markdown::plain_text(text);
    brief(text);
}

fn piece<'a>(text: &'a str, range: &std::ops::Range<u32>) -> Option<&'a str> {
    text.get(range.start as usize..range.end as usize)
}

/// Sets the text as a page does, and as one line.
fn set(text: &str, policy: HtmlPolicy) {
    let options = Options { html: policy };
    let mut typesetter = Typesetter::new(text, all(text), &options);
    let pieces = [Flow::Block, Flow::Inline].map(|flow| Piece {
        ranges: vec![all(text)],
        flow,
    });
    let mut made = typesetter.pieces(&pieces, &Marks::default());
    made.extend(typesetter.footnotes());
    made.push(markdown::set(
        text,
        Flow::Inline,
        &Marks::default(),
        &options,
    ));
    for markup in made {
        let markup = markup.as_str();
        match policy {
            HtmlPolicy::Escape => assert_eq!(html::fault(markup), None, "{markup}"),
            HtmlPolicy::Sanitize => assert!(!runs(markup), "{markup}"),
            // The author's own: it only must be made.
            HtmlPolicy::Allow => {}
        }
    }
}

/// Whether something in the tags of sanitised HTML could run. Its attributes all stand in double quotes.
fn runs(markup: &str) -> bool {
    markup.split('<').skip(1).any(|piece| {
        // A `>` may stand in a quoted value.
        let mut quoted = false;
        let end = piece.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let tag = piece[..end.unwrap_or(piece.len())].to_ascii_lowercase();
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        let known = [
            "script", "iframe", "object", "embed", "svg", "math", "base", "style", "link", "meta",
            "form",
        ];
        let mut outside = tag.split('"').step_by(2);
        let names = outside.any(|between| {
            between
                .split_whitespace()
                .any(|name| name.starts_with("on"))
        });
        let addresses = ["javascript:", "vbscript:", "data:text"];
        let leads = addresses.iter().any(|scheme| {
            ["href=\"", "src=\"", "cite=\"", "action=\""]
                .iter()
                .any(|attribute| tag.contains(&format!("{attribute}{scheme}")))
        });
        known.contains(&name) || names || leads
    })
}

/// The text as the body of a brief.
fn brief(body: &str) {
    let text: Arc<str> = format!("---\ntitle: T\ndate: 2026-02-12\n---\n{body}").into();
    let path = Arc::from("content/briefs/x.md");
    let read = parse::brief(SourceId::new(0), &path, &text, &BTreeMap::new());
    told(&text, &read.diagnostics);
    if let Outcome::Good(document) = read.value {
        let lost = lost(&document);
        assert!(
            !lost.contains(char::is_alphabetic),
            "{text:?} loses {lost:?}"
        );
    }
}

/// What of a body is neither white space, nor a heading, nor a list's bullet, nor in an item or the prose.
pub(crate) fn lost(document: &Document<Brief>) -> String {
    let mut covered = vec![false; document.text.len()];
    let brief = &document.value;
    let items = brief.numbers.iter().map(|n| &n.at);
    let items = items.chain(brief.effects.iter().map(|e| &e.at));
    let items = items.chain(brief.watch.iter().map(|w| &w.at));
    let items = items.filter_map(|at| match at {
        At::Body(range) => Some(range.clone()),
        _ => None,
    });
    let prose = brief.sections.iter().flat_map(|s| s.prose.iter().cloned());
    let headings = document.outline.headings.iter().map(|h| h.range.clone());
    for range in items.chain(prose).chain(headings) {
        covered[range.start as usize..range.end as usize].fill(true);
    }
    let body = document.body.start as usize..document.body.end as usize;
    let mut lost = String::new();
    let mut piece = String::new();
    for (at, c) in document.text[body.clone()].char_indices() {
        if covered[body.start + at] {
            lost += kept_of(&std::mem::take(&mut piece));
        } else if !c.is_whitespace() {
            piece.push(c);
        }
    }
    lost + kept_of(&piece)
}

/// What of a piece that no reader sees should have been seen: all of it, unless it says where links lead.
fn kept_of(piece: &str) -> &str {
    let definition = piece.starts_with('[') && !piece.starts_with("[^") && piece.contains("]:");
    if definition { "" } else { piece }
}
