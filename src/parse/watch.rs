//! What to watch.
//!
//! Comes in: `watch` of the front matter, or the lists of the section "What To Watch". Goes out: watch items, each with
//! its deadline counted from the brief's date, as far as it has one.

use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::deadline;
use super::front::offset;
use super::ids::Ids;
use super::items::{self, Scan};
use super::keys::Keys;
use super::reader::{Field, Reader};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::markdown::{Block, BlockKind};
use crate::model::{At, PartialDate, Passage, WatchItem, WatchStatus};

const EXAMPLE: &str = "\"Model Convergence: observe whether it ships within 90 days\"";

const STATUS: &[(&str, WatchStatus)] = &[
    ("open", WatchStatus::Open),
    ("hit", WatchStatus::Hit),
    ("miss", WatchStatus::Miss),
    ("void", WatchStatus::Void),
];

/// Reads `watch:`: strings (`Title: text`) or maps. Deadlines count from `date`; without one none is read.
pub(super) fn from_front(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    field: &Field<'_>,
) -> Vec<WatchItem> {
    let mut watch = Vec::new();
    for (index, item) in field.items().iter().enumerate() {
        let found = match (item.with_colon(r), Keys::of(item)) {
            (Some(text), _) => Some(from_text(r, ids, date, index, item, &text)),
            (None, Some(keys)) => from_map(r, ids, date, index, item, keys),
            (None, None) => {
                let text = r.words(item, EXAMPLE);
                text.map(|text| from_text(r, ids, date, index, item, &text))
            }
        };
        watch.extend(found);
    }
    watch
}

fn from_text(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    index: usize,
    item: &Field<'_>,
    text: &str,
) -> WatchItem {
    let at = item.at();
    let id = ids.give(r, None, 'w', index + 1, &at);
    let (title, rest) = match items::title(text) {
        Some(found) => (&text[found.title], &text[found.rest..]),
        None => ("", text),
    };
    let rest = rest.trim();
    let (due, due_as_written) = scanned(r, date, rest, title, &at);
    open_item(
        id,
        title.into(),
        Passage::Front(rest.into()),
        due,
        due_as_written,
        at,
    )
}

fn from_map(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    index: usize,
    item: &Field<'_>,
    mut keys: Keys<'_>,
) -> Option<WatchItem> {
    let at = item.at();
    let given = keys.get(r, &["id"]);
    let id = ids.give(r, given, 'w', index + 1, &at);
    let title = keys
        .get(r, &["title", "item", "claim"])
        .and_then(|f| r.words(&f, "Model Convergence"));
    let text = keys
        .get(r, &["text"])
        .and_then(|f| r.words(&f, "Observe whether it ships"));
    let by = keys.get(r, &["by"]);
    let by = by.map(|field| by_date(r, date, &field));
    let probability = keys
        .get(r, &["probability"])
        .and_then(|f| probability(r, &f));
    let status_field = keys.get(r, &["status"]);
    let status = status_field.and_then(|f| r.one_of(&f, STATUS));
    let resolved_field = keys.get(r, &["resolved"]);
    let resolved = resolved_field.and_then(|f| r.partial_date(&f));
    let outcome = keys
        .get(r, &["outcome"])
        .and_then(|f| r.words(&f, "It shipped in May"));
    let evidence = keys.get(r, &["evidence"]).and_then(|f| r.web_address(&f));
    let companies = keys
        .get(r, &["companies", "company"])
        .map_or_else(Vec::new, |f| r.texts(&f, "runway"));
    if !keys.has(&["title", "item", "claim", "text"]) {
        r.missing(Some(&item.path), "title", "Model Convergence");
    }
    keys.finish(r, "a watch item");

    let open = matches!(status, None | Some(WatchStatus::Open));
    let understood = status.is_some() || status_field.is_none();
    if let (true, true, Some(field)) = (open, understood, resolved_field) {
        let span = r.key_span(&field.path);
        r.diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                span,
                "the item is resolved, and its status is open",
            )
            .severity(Severity::Warning)
            .help("add `status: hit`, `miss` or `void`"),
        );
    }
    let title = title.unwrap_or_default();
    let text = text.unwrap_or_default();
    let (due, due_as_written) = match by {
        Some(by) => by,
        None if open => scanned(r, date, &text, &title, &at),
        None => found(date, &text, &title),
    };
    Some(WatchItem {
        probability,
        status: status.unwrap_or(WatchStatus::Open),
        resolved,
        outcome,
        evidence: evidence.map(|text| text.value),
        companies,
        ..open_item(id, title, Passage::Front(text), due, due_as_written, at)
    })
}

type Due = (Option<PartialDate>, Option<Box<str>>);

/// `by: 2026-05-13`, `by: 2017-Q2`, `by: within 90 days`.
fn by_date(r: &mut Reader<'_>, date: Option<Date>, field: &Field<'_>) -> Due {
    let Some(text) = r.words(field, "2026-05-13") else {
        return (None, None);
    };
    // Without a date of the brief only words that need none can be read, and only to find out whether they can be.
    let from = date.unwrap_or(Date::constant(2000, 1, 1));
    let Some(due) = deadline::by(&text, from) else {
        let message = format!("`by` is no date: `{text}`");
        let help = "write it as `2026-05-13`, `2026-05`, `2026-Q2`, `FY2026`, or in words such as `within 90 days` or `in May`";
        r.tell(Code::InvalidDate, field, message, help.into());
        return (None, None);
    };
    (Some(due), Some(text))
}

/// The deadline of an open item. Words that set one which can't be read are told.
fn scanned(r: &mut Reader<'_>, date: Option<Date>, text: &str, title: &str, at: &At) -> Due {
    let due = found(date, text, title);
    let unread = |text: &str| {
        let text = items::unwrap_lines(text);
        deadline::unread(&text).map(|range| text[range].to_owned())
    };
    if due.0.is_none()
        && date.is_some()
        && let Some(words) = unread(text).or_else(|| unread(title))
    {
        let span = r.place(at);
        r.diagnostics.push(
            Diagnostic::new(
                Code::DeadlineUnread,
                span,
                format!("`{words}` is no deadline that can be read, so that the item has none"),
            )
            .help("say the day: `by 13 May 2026` in the text, or `by: 2026-05-13` in the front matter"),
        );
    }
    due
}

/// The deadline in an item's text, else in its title.
fn found(date: Option<Date>, text: &str, title: &str) -> Due {
    let find = |text: &str| {
        // A wrapped line must not come between the words of a deadline.
        let text = items::unwrap_lines(text);
        let found = deadline::find(&text, date?)?;
        Some((found.due, text[found.range].into()))
    };
    match find(text).or_else(|| find(title)) {
        Some((due, words)) => (Some(due), Some(words)),
        None => (None, None),
    }
}

/// From 0 to 1, or as a percentage; exact.
fn probability(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Decimal> {
    let text = r.words(field, "0.6")?;
    let value = match text.strip_suffix('%') {
        Some(percent) => percent
            .trim_end()
            .parse()
            .ok()
            .map(|p: Decimal| p / Decimal::ONE_HUNDRED),
        None => text.parse().ok(),
    };
    let good = value.filter(|p| (Decimal::ZERO..=Decimal::ONE).contains(p));
    if good.is_none() {
        let message = format!("`probability` can't be `{text}`");
        // `3` may be anything; nobody writes `60` for anything but 60 %.
        let percent = value
            .filter(|p| *p >= Decimal::TEN && *p <= Decimal::ONE_HUNDRED && !text.ends_with('%'));
        let help = match percent {
            Some(percent) => format!("write `probability: {percent}%`"),
            None => "a probability is from 0 to 1, or a percentage such as `60%`".into(),
        };
        r.tell(Code::InvalidValue, field, message, help);
    }
    good.map(|probability| probability.normalize())
}

fn open_item(
    id: Box<str>,
    title: Box<str>,
    text: Passage,
    due: Option<PartialDate>,
    due_as_written: Option<Box<str>>,
    at: At,
) -> WatchItem {
    WatchItem {
        id,
        title,
        text,
        due,
        due_as_written,
        probability: None,
        status: WatchStatus::Open,
        resolved: None,
        outcome: None,
        evidence: None,
        companies: Vec::new(),
        at,
    }
}

/// A watch item in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) title: Range<u32>,
    pub(super) text: Range<u32>,
    pub(super) whole: Range<u32>,
}

/// Finds the watch items in the lists of a section.
pub(super) fn scan(text: &str, blocks: &[Block]) -> Scan<Found> {
    let mut scan = Scan::default();
    for block in blocks {
        let BlockKind::List(list) = &block.kind else {
            scan.prose.push(block.range.clone());
            continue;
        };
        for item in list {
            let whole = items::without_box(text, item);
            if whole.is_empty() {
                continue;
            }
            let inner = items::slice(text, &whole);
            let (title, rest) = match items::title(inner) {
                Some(found) => (
                    whole.start + offset(found.title.start)..whole.start + offset(found.title.end),
                    whole.start + offset(found.rest),
                ),
                None => (whole.start..whole.start, whole.start),
            };
            scan.items.push(Found {
                title,
                text: items::trim(text, rest..whole.end),
                whole,
            });
        }
    }
    scan
}

/// The watch items that were found in the body.
pub(super) fn from_body(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    found: Vec<Found>,
) -> Vec<WatchItem> {
    let mut watch = Vec::with_capacity(found.len());
    for found in found {
        let at = At::Body(found.whole);
        let id = ids.give(r, None, 'w', watch.len() + 1, &at);
        let title = items::unwrap_lines(items::slice(r.text, &found.title));
        let (due, words) = scanned(r, date, items::slice(r.text, &found.text), &title, &at);
        let text = Passage::Body(found.text);
        watch.push(open_item(id, title.into(), text, due, words, at));
    }
    watch
}
