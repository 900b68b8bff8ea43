//! The figures of a brief.
//!
//! Comes in: `numbers` of the front matter, or the lists of the section "The Numbers". Goes out: typed numbers. Which
//! company a label names is not decided here.

use std::ops::Range;

use super::fields::is_web_address;
use super::ids::Ids;
use super::items::{self, Scan};
use super::keys::Keys;
use super::node::Node;
use super::number::{Compact, compact};
use super::quantity::quantity;
use super::reader::{Field, Reader};
use crate::diagnostic::Code;
use crate::markdown::{Block, BlockKind};
use crate::model::{At, Number, NumberKind, Quantity};

const EXAMPLE: &str = "\"$5.3B valuation as of Feb 2026\"";

/// How figures can be written.
const FIGURE_HELP: &str = "write a figure such as `$5.3B`, `34.2%`, `+250 bps`, `~140 people`, `3.5x`, `$10–12B` or `$3.3B -> $5.3B`";

const KINDS: &[(&str, NumberKind)] = &[
    ("reported", NumberKind::Reported),
    ("estimate", NumberKind::Estimate),
    ("projection", NumberKind::Projection),
];

/// Reads `numbers:`: compact strings or maps.
pub(super) fn from_front(r: &mut Reader<'_>, ids: &mut Ids, field: &Field<'_>) -> Vec<Number> {
    let mut numbers = Vec::new();
    for (index, item) in field.items().iter().enumerate() {
        let number = match (item.with_colon(r), Keys::of(item)) {
            (Some(text), _) => from_text(r, ids, index, item, &text),
            (None, Some(keys)) => from_map(r, ids, index, item, keys),
            (None, None) => {
                let text = r.words(item, EXAMPLE);
                text.and_then(|text| from_text(r, ids, index, item, &text))
            }
        };
        numbers.extend(number);
    }
    numbers
}

fn from_text(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    index: usize,
    item: &Field<'_>,
    text: &str,
) -> Option<Number> {
    let Some(read) = compact(text) else {
        let (message, help) = if text.contains(|c: char| c.is_ascii_digit()) {
            let help = format!("{FIGURE_HELP}; sums and products are not worked out");
            (format!("no figure can be read off `{text}`"), help)
        } else {
            (
                format!("there is no figure in `{text}`"),
                FIGURE_HELP.into(),
            )
        };
        r.tell(Code::InvalidQuantity, item, message, help);
        return None;
    };
    let at = item.at();
    let id = ids.give(r, None, 'n', index + 1, &at);
    Some(number(read, id, at))
}

fn from_map(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    index: usize,
    item: &Field<'_>,
    mut keys: Keys<'_>,
) -> Option<Number> {
    let at = item.at();
    let given = keys.get(r, &["id"]);
    let id = ids.give(r, given, 'n', index + 1, &at);
    let value = keys.need(r, &["value"], "$5.3B");
    let read = value.and_then(|field| {
        let text = r.words(&field, "$5.3B")?;
        let whole = quantity(&text).map(bare);
        let read = whole.or_else(|| compact(&text));
        if read.is_none() {
            let message = format!("`value` is no figure: `{text}`");
            r.tell(Code::InvalidQuantity, &field, message, FIGURE_HELP.into());
        }
        read
    });
    let label = keys
        .get(r, &["label"])
        .and_then(|f| r.words(&f, "valuation"));
    let company = keys.get(r, &["company"]).and_then(|f| r.text(&f, "runway"));
    let metric = keys
        .get(r, &["metric"])
        .and_then(|f| r.words(&f, "valuation"));
    let mut date = |name: &'static str| {
        let field = keys.get(r, &[name])?;
        r.partial_date(&field)
    };
    let (as_of, since, through) = (date("as_of"), date("since"), date("through"));
    let kind = keys.get(r, &["kind"]).and_then(|f| r.one_of(&f, KINDS));
    let note = keys
        .get(r, &["note"])
        .and_then(|f| r.words(&f, "General Atlantic led"));
    let source = keys.get(r, &["source"]).and_then(|f| r.web_address(&f));
    keys.finish(r, "a number");

    // The value may itself be a compact string: its words stay, and the map's own keys win.
    let base = number(read?, id, at);
    Some(Number {
        label: join(base.label, label, " "),
        company,
        metric,
        as_of: as_of.or(base.as_of),
        since: since.or(base.since),
        through: through.or(base.through),
        kind: kind.unwrap_or(base.kind),
        note: match base.note {
            Some(first) => Some(join(first, note, "; ")),
            None => note,
        },
        source: source.map(|text| text.value).or(base.source),
        ..base
    })
}

/// Two texts as one.
fn join(first: Box<str>, second: Option<Box<str>>, joint: &str) -> Box<str> {
    match second {
        Some(second) if first.is_empty() => second,
        Some(second) => format!("{first}{joint}{second}").into(),
        None => first,
    }
}

fn number(read: Compact, id: Box<str>, at: At) -> Number {
    Number {
        id,
        quantity: read.quantity,
        label: read.label.into(),
        company: None,
        metric: None,
        as_of: read.as_of,
        since: read.since,
        through: read.through,
        kind: read.kind,
        note: read.note.map(Into::into),
        source: read
            .source
            .filter(|url| is_web_address(url))
            .map(Into::into),
        at,
    }
}

/// A figure with nothing about it.
fn bare(quantity: Quantity) -> Compact {
    Compact {
        quantity,
        label: String::new(),
        as_of: None,
        since: None,
        through: None,
        note: None,
        source: None,
        kind: NumberKind::Reported,
    }
}

/// A figure in a list of the body: the bytes it was read from, and what it says.
pub(super) type Found = (Range<u32>, Compact);

/// Finds the figures in the lists of a section.
pub(super) fn scan(text: &str, blocks: &[Block]) -> Scan<Found> {
    let mut scan = Scan::default();
    for block in blocks {
        let BlockKind::List(list) = &block.kind else {
            scan.prose.push(block.range.clone());
            continue;
        };
        for item in list {
            let item = items::without_box(text, item);
            let (head, rest) = items::first_paragraph(text, &item);
            match compact(&items::unwrap_lines(items::slice(text, &head))) {
                Some(read) => {
                    scan.items.push((head, read));
                    if !rest.is_empty() {
                        scan.prose.push(rest);
                    }
                }
                None if item.is_empty() => {}
                None => {
                    scan.unread.push(item.clone());
                    scan.prose.push(item);
                }
            }
        }
    }
    scan
}

/// The numbers that were found in the body.
pub(super) fn from_body(r: &mut Reader<'_>, ids: &mut Ids, found: Vec<Found>) -> Vec<Number> {
    let mut numbers = Vec::with_capacity(found.len());
    for (range, read) in found {
        let at = At::Body(range);
        let id = ids.give(r, None, 'n', numbers.len() + 1, &at);
        numbers.push(number(read, id, at));
    }
    numbers
}

impl Field<'_> {
    /// The text that an item was meant to be, where YAML took it for a map: `- Model Convergence: observe ...`, `- $5.3B:
    /// valuation`. Keys are written in small letters; anything else before the colon is the author's own.
    pub(super) fn with_colon(&self, r: &mut Reader<'_>) -> Option<String> {
        let Node::Map(entries) = self.node else {
            return None;
        };
        let [(key, value)] = &entries[..] else {
            return None;
        };
        let is_key =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if key.chars().all(is_key) || matches!(value, Node::List(_) | Node::Map(_) | Node::Null) {
            return None;
        }
        let value = r.scalar(&self.child(key, value))?;
        Some(format!("{key}: {value}"))
    }
}
