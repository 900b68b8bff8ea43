//! The effects of a brief, by order.
//!
//! Comes in: `effects` of the front matter in each of its forms, or the section "Why It Matters" with its labels
//! (`**First-order:** ...`). Goes out: effects, first order first. What `follows` and `confirms` name is not looked up.

use std::ops::Range;

use super::front::offset;
use super::ids::Ids;
use super::items::{self, Scan};
use super::keys::Keys;
use super::node::Node;
use super::order::{heading, is_beyond, is_beyond_as_heading, label, order};
use super::reader::{Field, Reader};
use super::suggest;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{Block, BlockKind};
use crate::model::{At, Effect, Order, Passage};

const ORDER_HELP: &str = "write `first`, `second` or `third`";

/// Reads `effects:`: a map by order, each with a string, a map or a list of either; or a list whose maps name their
/// `order`.
pub(super) fn from_front(r: &mut Reader<'_>, ids: &mut Ids, field: &Field<'_>) -> Vec<Effect> {
    let mut groups: Vec<(Order, Field<'_>)> = Vec::new();
    let items;
    match field.node {
        Node::Map(_) => by_order(r, field, &mut groups),
        Node::List(_) => {
            items = field.items();
            for item in &items {
                one_of_list(r, item, &mut groups);
            }
        }
        _ => r.wrong_type(
            field,
            "a map by order",
            "{ first: \"What changes at once\" }",
        ),
    }
    let mut found: Vec<(Order, Field<'_>)> = groups
        .iter()
        .flat_map(|(order, group)| group.items().into_iter().map(|item| (*order, item)))
        .collect();
    found.sort_by_key(|(order, _)| *order);
    let mut effects = Vec::new();
    for (index, (order, item)) in found.iter().enumerate() {
        effects.extend(effect(r, ids, index, *order, item));
    }
    effects
}

/// A map whose keys are orders.
fn by_order<'p>(r: &mut Reader<'_>, field: &'p Field<'p>, groups: &mut Vec<(Order, Field<'p>)>) {
    let Some(keys) = Keys::of(field) else {
        return;
    };
    let mut seen: Vec<(Order, Field<'p>)> = Vec::new();
    for field in keys.unasked().filter(|field| !field.node.is_blank()) {
        let key = field.key_name();
        let span = r.key_span(&field.path);
        let Some(order) = order(key) else {
            let message = format!("`{key}` is no order of effects");
            let help = match suggest::near(key, &["first", "second", "third"])[..] {
                [near, ..] => format!("did you mean `{near}`?"),
                [] => ORDER_HELP.into(),
            };
            r.diagnostics
                .push(Diagnostic::new(Code::InvalidOrder, span, message).help(help));
            continue;
        };
        match seen.iter().find(|(known, _)| *known == order) {
            Some((_, first)) if first.key_name() != key => {
                let message = format!("`{key}` says the same as {}", first.name());
                let related = r.key_span(&first.path);
                r.diagnostics.push(
                    Diagnostic::new(Code::SynonymClash, span, message)
                        .help("write both as one list under one of the two")
                        .related(related, "this is read"),
                );
            }
            // A key that is given twice was told already.
            Some(_) => {}
            None => {
                seen.push((order, field));
                groups.push((order, field));
            }
        }
    }
}

/// An item of a list: a map with `order`, a map by order, or a text with its label.
fn one_of_list<'p>(r: &mut Reader<'_>, item: &'p Field<'p>, groups: &mut Vec<(Order, Field<'p>)>) {
    if let Some(mut keys) = Keys::of(item) {
        if let Some(field) = keys.get(r, &["order"]) {
            let text = r.words(&field, "first");
            let order = text.as_deref().and_then(order);
            if let (None, Some(text)) = (order, &text) {
                let message = format!("`order` can't be `{text}`");
                r.tell(Code::InvalidOrder, &field, message, ORDER_HELP.into());
            }
            groups.extend(order.map(|order| (order, *item)));
            return;
        }
        let orders = |node: &Node| match node {
            Node::Map(entries) => entries.iter().all(|(key, _)| order(key).is_some()),
            _ => false,
        };
        if orders(item.node) {
            return by_order(r, item, groups);
        }
    }
    let labelled = match item.with_colon(r) {
        Some(text) => label(&text).map(|label| label.order),
        None => match item.node {
            Node::Text(text) => label(text).map(|label| label.order),
            _ => None,
        },
    };
    match labelled {
        Some(order) => groups.push((order, *item)),
        None => {
            let message = format!("{} does not say of which order it is", item.name());
            let help = "add `order: first`, `second` or `third`; or write `effects` as a map with these keys";
            r.tell(Code::InvalidOrder, item, message, help.into());
        }
    }
}

fn effect(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    index: usize,
    order: Order,
    item: &Field<'_>,
) -> Option<Effect> {
    let at = item.at();
    let text = match item.with_colon(r) {
        Some(text) => Some(text.into()),
        None if matches!(item.node, Node::Map(_)) => None,
        None => Some(r.words(item, "\"What changes at once\"")?),
    };
    if let Some(text) = text {
        let id = ids.give(r, None, 'e', index + 1, &at);
        // A label that says the order once more is no part of the text.
        let label = label(&text).filter(|label| label.order == order);
        let title = label.as_ref().and_then(|label| label.title.clone());
        return Some(Effect {
            id,
            order,
            title: title.map(|range| text[range].into()),
            text: Passage::Front(text[label.map_or(0, |label| label.end)..].trim().into()),
            companies: Vec::new(),
            follows: None,
            confirms: None,
            at,
        });
    }
    let mut keys = Keys::of(item)?;
    let given = keys.get(r, &["id"]);
    let id = ids.give(r, given, 'e', index + 1, &at);
    let again = keys.get(r, &["order"]);
    if let Some(field) = again {
        let text = r.words(&field, "first");
        if text.is_some_and(|text| super::order::order(&text) != Some(order)) {
            let message = "`order` says otherwise than the key that this effect stands under";
            r.tell(
                Code::InvalidOrder,
                &field,
                message.into(),
                "take one of the two out".into(),
            );
        }
    }
    let title = keys
        .get(r, &["title"])
        .and_then(|f| r.words(&f, "The squeeze"));
    let has_text = keys.has(&["text"]);
    let text = keys
        .get(r, &["text"])
        .and_then(|f| r.words(&f, "What changes at once"));
    let companies = keys
        .get(r, &["companies", "company"])
        .map_or_else(Vec::new, |f| r.texts(&f, "adobe"));
    let follows = keys.get(r, &["follows"]).and_then(|f| r.text(&f, "first"));
    let confirms = keys
        .get(r, &["confirms"])
        .and_then(|f| r.text(&f, "\"older-brief#e3\""));
    keys.finish(r, "an effect");
    if title.is_none() && text.is_none() && !has_text {
        r.missing(Some(&item.path), "text", "What changes");
    }
    Some(Effect {
        id,
        order,
        title,
        text: Passage::Front(text.unwrap_or_default()),
        companies,
        follows,
        confirms,
        at,
    })
}

/// An effect in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) order: Order,
    title: Option<Range<u32>>,
    /// Without the label.
    pub(super) text: Range<u32>,
    /// With it.
    pub(super) whole: Range<u32>,
}

/// Finds the effects of a section by their labels: at the start of a paragraph or of one of its lines, of a list
/// item, or as a heading. A text runs on over what follows, up to the next label; labels of other orders are unread.
pub(super) fn scan(text: &str, blocks: &[Block]) -> Scan<Found> {
    let mut walk = Walk {
        text,
        scan: Scan::default(),
        open: None,
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(_, inline) => {
                let inline = items::trim(text, inline.clone());
                match heading(items::slice(text, &inline)) {
                    Some((order, title)) => {
                        let start = inline.start;
                        let title = title.map(|t| start + offset(t.start)..start + offset(t.end));
                        walk.begin(order, title, block.range.start, block.range.end);
                    }
                    None => {
                        if is_beyond_as_heading(items::slice(text, &inline)) {
                            walk.scan.unread.push(inline);
                        }
                        walk.go_on(block.range.clone());
                    }
                }
            }
            BlockKind::Paragraph(inline) => walk.lines(inline, block.range.end),
            BlockKind::List(list) => {
                let labelled = |item: &Range<u32>| label(items::slice(text, item)).is_some();
                let beyond = list
                    .iter()
                    .filter(|item| is_beyond(items::slice(text, item)));
                walk.scan
                    .unread
                    .extend(beyond.map(|item| items::first_line(text, item)));
                if !list.iter().any(labelled) {
                    walk.go_on(block.range.clone());
                    continue;
                }
                for item in list {
                    let item = items::trim(text, item.clone());
                    walk.label_at(item.start, item.end);
                }
            }
            BlockKind::Table | BlockKind::Other => walk.go_on(block.range.clone()),
        }
    }
    walk.finish();
    walk.scan
}

struct Walk<'t> {
    text: &'t str,
    scan: Scan<Found>,
    open: Option<Found>,
}

impl Walk<'_> {
    /// A paragraph: each of its lines may begin with a label.
    fn lines(&mut self, inline: &Range<u32>, end: u32) {
        let inner = items::slice(self.text, inline);
        let mut begin = inline.start;
        let mut at = inline.start;
        for line in inner.split_inclusive('\n') {
            let start = at + offset(line.len() - line.trim_start().len());
            if is_beyond(line.trim_start()) {
                self.scan
                    .unread
                    .push(start..start + offset(line.trim().len()));
            }
            if start > begin && label(&self.text[start as usize..]).is_some() {
                self.label_at(begin, start);
                begin = start;
            }
            at += offset(line.len());
        }
        self.label_at(begin, end.max(inline.end));
    }

    /// A stretch that may begin with a label.
    fn label_at(&mut self, start: u32, end: u32) {
        let stretch = &self.text[start as usize..end as usize];
        match label(stretch) {
            Some(label) => {
                let title = label
                    .title
                    .map(|t| start + offset(t.start)..start + offset(t.end));
                self.begin(label.order, title, start, start + offset(label.end));
                self.go_on(start + offset(label.end)..end);
            }
            None => self.go_on(start..end),
        }
    }

    fn begin(&mut self, order: Order, title: Option<Range<u32>>, start: u32, text: u32) {
        self.finish();
        self.open = Some(Found {
            order,
            title,
            text: text..text,
            whole: start..text,
        });
    }

    /// More of the effect that is open; prose if there is none.
    fn go_on(&mut self, range: Range<u32>) {
        match &mut self.open {
            Some(open) => {
                open.text.end = range.end.max(open.text.end);
                open.whole.end = open.text.end;
            }
            None if !items::slice(self.text, &range).trim().is_empty() => {
                self.scan.prose.push(items::trim(self.text, range));
            }
            None => {}
        }
    }

    /// Ends the effect that is open. A label that nothing follows says nothing: it stays prose.
    fn finish(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        open.text = items::trim(self.text, open.text);
        open.whole = items::trim(self.text, open.whole);
        if open.text.is_empty() && open.title.is_none() {
            self.scan.prose.push(open.whole);
        } else {
            self.scan.items.push(open);
        }
    }
}

/// The effects that were found in the body.
pub(super) fn from_body(r: &mut Reader<'_>, ids: &mut Ids, mut found: Vec<Found>) -> Vec<Effect> {
    found.sort_by_key(|found| found.order);
    let mut effects = Vec::with_capacity(found.len());
    for found in found {
        let at = At::Body(found.whole);
        let id = ids.give(r, None, 'e', effects.len() + 1, &at);
        let title = found.title.map(|range| items::slice(r.text, &range).into());
        effects.push(Effect {
            id,
            order: found.order,
            title,
            text: Passage::Body(found.text),
            companies: Vec::new(),
            follows: None,
            confirms: None,
            at,
        });
    }
    effects
}
