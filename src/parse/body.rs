//! The body of a brief, cut into sections, and what is typed in them.
//!
//! Comes in: the blocks of the body, and what the front matter gave already. Goes out: sections in the order of the file
//! with all that became no item, and the items. Headings of level 1 and 2 begin a section.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;

use super::effects;
use super::ids::Ids;
use super::items::{self, passage};
use super::numbers;
use super::quantity;
use super::reader::Reader;
use super::roles;
use super::watch;
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::markdown::{self, Block, BlockKind, Outline};
use crate::model::{At, Effect, Number, Order, Role, Section, WatchItem, Written};

/// What the front matter gave; `None` where it has not the key.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) numbers: Option<Vec<Number>>,
    pub(super) effects: Option<Vec<Effect>>,
    pub(super) watch: Option<Vec<WatchItem>>,
}

/// A body that was read.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) sections: Vec<Section>,
    pub(super) numbers: Vec<Number>,
    pub(super) effects: Vec<Effect>,
    pub(super) watch: Vec<WatchItem>,
}

/// Reads a body. Deadlines count from `date`.
pub(super) fn read(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    outline: &Outline,
    blocks: &[Block],
    more: &BTreeMap<Box<str>, Role>,
    given: Given,
) -> Body {
    let mut found = Found::new(&given);
    let mut sections = Vec::new();
    for (heading, blocks) in cut(outline, blocks) {
        let (role, title, anchor) = match heading {
            None => (Role::Lead, None, "".into()),
            Some((index, inline)) => {
                let heading = &outline.headings[index];
                let title = items::slice(r.text, &inline).into();
                (
                    roles::role(&heading.text, more),
                    Some(Written::new(title, At::Body(inline))),
                    heading.anchor.clone(),
                )
            }
        };
        sections.push(Section {
            role,
            heading: title,
            anchor,
            prose: found.section(r, role, blocks),
        });
    }
    let Found {
        numbers,
        effects,
        watch,
        ..
    } = found;
    let numbers = numbers::from_body(r, ids, numbers);
    let effects = effects::from_body(r, ids, effects);
    let watch = watch::from_body(r, ids, date, watch);
    Body {
        sections,
        numbers: given.numbers.unwrap_or(numbers),
        effects: given.effects.unwrap_or(effects),
        watch: given.watch.unwrap_or(watch),
    }
}

/// A heading of level 1 or 2: its index, and the bytes of its inline content.
type Opening = Option<(usize, Range<u32>)>;

/// The blocks of each section, after its heading. Without blocks before the first heading there is no lead.
fn cut<'b>(outline: &Outline, blocks: &'b [Block]) -> Vec<(Opening, &'b [Block])> {
    let opens = |block: &Block| match &block.kind {
        BlockKind::Heading(index, inline) if outline.headings[*index].level <= 2 => {
            Some((*index, inline.clone()))
        }
        _ => None,
    };
    let mut sections = Vec::new();
    let mut heading: Opening = None;
    let mut start = 0;
    for (at, block) in blocks.iter().enumerate() {
        let Some(next) = opens(block) else { continue };
        if heading.is_some() || start < at {
            sections.push((heading, &blocks[start..at]));
        }
        heading = Some(next);
        start = at + 1;
    }
    if heading.is_some() || start < blocks.len() {
        sections.push((heading, &blocks[start..]));
    }
    sections
}

/// The most items of a body that are compared with the front matter. More would be no brief.
const COMPARED: usize = 500;

/// The most blocks and list items in which items are looked for. More would be no brief, and each costs memory.
const SCANNED: usize = 10_000;

/// The most lines without a figure that are told of one brief.
const UNREAD_TOLD: usize = 100;

/// The items of the body so far.
#[derive(Debug)]
struct Found<'g> {
    given: &'g Given,
    /// Order and text of the given effects, and titles and texts of the given watch items, without markup and signs.
    effects_given: OnceCell<HashSet<(Order, Box<str>)>>,
    watch_given: OnceCell<HashSet<Box<str>>>,
    /// How many more items are compared with what was given.
    left: usize,
    /// How many more blocks and list items are looked at; `None` once that was too many, and told.
    scannable: Option<usize>,
    /// How many lines without a figure there are.
    unread: usize,
    numbers: Vec<numbers::Found>,
    effects: Vec<effects::Found>,
    watch: Vec<watch::Found>,
}

impl<'g> Found<'g> {
    fn new(given: &'g Given) -> Self {
        Self {
            given,
            effects_given: OnceCell::new(),
            watch_given: OnceCell::new(),
            left: COMPARED,
            scannable: Some(SCANNED),
            unread: 0,
            numbers: Vec::new(),
            effects: Vec::new(),
            watch: Vec::new(),
        }
    }

    /// Takes the items out of a section; gives its prose. Where the front matter has the key, all of it is prose.
    fn section(&mut self, r: &mut Reader<'_>, role: Role, blocks: &[Block]) -> Vec<Range<u32>> {
        let may_hold_items = matches!(role, Role::Numbers | Role::Matters | Role::Watch);
        if may_hold_items && !self.may_scan(r, blocks) {
            return blocks.iter().map(|block| block.range.clone()).collect();
        }
        let repeated = match role {
            Role::Numbers => {
                let scan = numbers::scan(r.text, blocks);
                let Some(given) = &self.given.numbers else {
                    tell_tables(r, blocks, "a list: `- $5.3B valuation`");
                    self.tell_unread(r, &scan.unread);
                    let text = r.text;
                    let items = scan.items.iter();
                    let lines = items.flat_map(|(item, _)| swallowed(text, item));
                    lines
                        .take(UNREAD_TOLD)
                        .for_each(|line| tell_swallowed(r, line));
                    self.numbers.extend(scan.items);
                    return scan.prose;
                };
                let again = first(&mut self.left, &scan.items, |(_, found)| {
                    let same = |number: &Number| {
                        let (a, b) = (&number.quantity, &found.quantity);
                        a.amount == b.amount && a.unit == b.unit
                    };
                    given.iter().any(same)
                });
                again.map(|(range, _)| ("numbers", range.clone()))
            }
            Role::Matters => {
                let scan = effects::scan(r.text, blocks);
                let Some(given) = &self.given.effects else {
                    let unread = scan.unread.into_iter().take(UNREAD_TOLD);
                    unread.for_each(|range| tell_beyond(r, range));
                    self.effects.extend(scan.items);
                    return scan.prose;
                };
                // Made only if something is to be compared: it takes longer than the scan.
                let texts = || {
                    let texts = given
                        .iter()
                        .map(|e| (e.order, plain(passage(r.text, &e.text))));
                    texts.filter(|(_, text)| !text.is_empty()).collect()
                };
                let again = first(&mut self.left, &scan.items, |found| {
                    let texts = self.effects_given.get_or_init(texts);
                    texts.contains(&(found.order, plain(items::slice(r.text, &found.text))))
                });
                again.map(|found| ("effects", found.whole.clone()))
            }
            Role::Watch => {
                let scan = watch::scan(r.text, blocks);
                let Some(given) = &self.given.watch else {
                    tell_tables(r, blocks, "a list: `- A rival follows within 90 days`");
                    self.watch.extend(scan.items);
                    return scan.prose;
                };
                let texts = self.watch_given.get_or_init(|| {
                    let texts = given
                        .iter()
                        .flat_map(|item| [plain(&item.title), plain(passage(r.text, &item.text))]);
                    texts.filter(|text| !text.is_empty()).collect()
                });
                let again = first(&mut self.left, &scan.items, |found| {
                    [&found.title, &found.text]
                        .iter()
                        .any(|range| texts.contains(&plain(items::slice(r.text, range))))
                });
                again.map(|found| ("watch", found.whole.clone()))
            }
            Role::Lead | Role::Shift | Role::Happened | Role::Other => None,
        };
        if let Some((key, range)) = repeated {
            tell_repeated(r, key, range);
        }
        blocks.iter().map(|block| block.range.clone()).collect()
    }

    /// Whether these blocks can be looked at too. Tells if they are the first that are too many.
    fn may_scan(&mut self, r: &mut Reader<'_>, blocks: &[Block]) -> bool {
        let Some(left) = self.scannable else {
            return false;
        };
        let cost = |block: &Block| match &block.kind {
            BlockKind::List(items) => 1 + items.len(),
            _ => 1,
        };
        self.scannable = left.checked_sub(blocks.iter().map(cost).sum());
        if let (None, Some(first)) = (self.scannable, blocks.first()) {
            let span = Span::new(r.source, first.range.start..first.range.start);
            let message = format!(
                "the sections for effects, numbers and watch items hold more than {SCANNED} blocks and list items"
            );
            r.diagnostics.push(
                Diagnostic::new(Code::FileTooLarge, span, message)
                    .help("cut it into several files"),
            );
        }
        self.scannable.is_some()
    }

    /// Tells of lines without a figure, as far as anybody would read on.
    fn tell_unread(&mut self, r: &mut Reader<'_>, unread: &[Range<u32>]) {
        let before = self.unread;
        self.unread += unread.len();
        for range in unread.iter().take(UNREAD_TOLD.saturating_sub(before)) {
            tell_unread(r, range);
        }
        if before <= UNREAD_TOLD
            && self.unread > UNREAD_TOLD
            && let Some(range) = unread.get(UNREAD_TOLD - before)
        {
            let span = Span::new(r.source, range.clone());
            r.diagnostics.push(
                Diagnostic::new(
                    Code::NumberUnread,
                    span,
                    "there is no figure here either, nor perhaps in lines after it, of which no more is told",
                )
                .help("move the text out of this section"),
            );
        }
    }
}

/// The first of `items` that was given already. `left` says how many more may be compared.
fn first<'i, T>(left: &mut usize, items: &'i [T], given: impl Fn(&T) -> bool) -> Option<&'i T> {
    let count = items.len().min(*left);
    *left -= count;
    items[..count].iter().find(|item| given(item))
}

/// What a text says, without markup, case and signs.
fn plain(text: &str) -> Box<str> {
    roles::plain(&markdown::plain_text(text))
}

fn tell_repeated(r: &mut Reader<'_>, key: &str, range: Range<u32>) {
    let span = Span::new(r.source, range);
    r.diagnostics.push(
        Diagnostic::new(
            Code::SectionRepeats,
            span,
            format!("this is in `{key}` of the front matter already, and will be shown twice"),
        )
        .help(format!(
            "take it out here, or take `{key}` out of the front matter"
        )),
    );
}

/// The lines of a list item that look like items of their own: `-$6B revenue` without a blank, `– $7B`.
fn swallowed(text: &str, item: &Range<u32>) -> Vec<Range<u32>> {
    let mut at = item.start;
    let mut found = Vec::new();
    for (index, line) in items::slice(text, item).split_inclusive('\n').enumerate() {
        let length = |part: &str| u32::try_from(part.len()).unwrap_or(u32::MAX);
        let start = at + length(line) - length(line.trim_start());
        at += length(line);
        let words = line.trim();
        // What is indented is meant to go on.
        let indented = line.starts_with(char::is_whitespace);
        let figure = words
            .strip_prefix(['-', '*', '+'])
            .filter(|rest| !rest.starts_with(char::is_whitespace))
            .or_else(|| words.strip_prefix(['–', '—', '•', '·', '‣']));
        let begins = |rest: &str| quantity::find(rest).is_some_and(|(found, _)| found.start == 0);
        if index > 0 && !indented && figure.is_some_and(|rest| begins(rest.trim_start())) {
            found.push(start..start + length(words));
        }
    }
    found
}

fn tell_swallowed(r: &mut Reader<'_>, range: Range<u32>) {
    let words: String = items::slice(r.text, &range).chars().take(60).collect();
    r.diagnostics.push(
        Diagnostic::new(
            Code::NumberUnread,
            Span::new(r.source, range),
            format!("`{words}` goes on with the item above it, so that its figure is not read"),
        )
        .help("begin it with a hyphen and a blank, if it is an item of its own"),
    );
}

fn tell_tables(r: &mut Reader<'_>, blocks: &[Block], instead: &str) {
    let tables = blocks.iter().filter(|block| block.kind == BlockKind::Table);
    for table in tables.take(UNREAD_TOLD) {
        let span = Span::new(r.source, items::first_line(r.text, &table.range));
        r.diagnostics.push(
            Diagnostic::new(
                Code::TableUnread,
                span,
                "this table is shown as it is, and nothing is read from it",
            )
            .help(format!("write what it says as {instead}")),
        );
    }
}

fn tell_beyond(r: &mut Reader<'_>, range: Range<u32>) {
    let words: String = items::slice(r.text, &range).chars().take(60).collect();
    r.diagnostics.push(
        Diagnostic::new(
            Code::InvalidOrder,
            Span::new(r.source, range),
            format!("`{words}` begins no effect: the orders are first, second and third"),
        )
        .severity(Severity::Warning)
        .help("give it one of the three, or a section of its own"),
    );
}

fn tell_unread(r: &mut Reader<'_>, range: &Range<u32>) {
    let span = Span::new(r.source, range.clone());
    let words = items::unwrap_lines(items::slice(r.text, range));
    let words: String = words.chars().take(60).collect();
    r.diagnostics.push(
        Diagnostic::new(
            Code::NumberUnread,
            span,
            format!("there is no figure in `{words}`, so that it is shown as text only"),
        )
        .help("write a figure such as `$5.3B` or `34.2%`, or move the line out of this section"),
    );
}
