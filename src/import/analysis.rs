//! What a brief that was made is read as.
//!
//! Comes in: the text of a new file. Goes out: its effects, numbers and watch items for the report, and what is wrong
//! with it. The reader is the one that builds the site, so that the report can't promise what a build does not keep.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::heading::Names;
use super::names;
use super::report::{BriefReport, EffectFound, Notes, NumberRead, WatchFound};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId};
use crate::markdown::{self, BlockKind, Linkable};
use crate::model::quantity::decimal_text;
use crate::model::{
    Amount, Brief, FiscalYearEnd, Number, Order, PartialDate, Passage, Role, Unit, WatchItem,
};
use crate::parse::{self, Document, Outcome};

/// A file that is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet<'a> {
    pub(super) path: &'a str,
    /// All of its text.
    pub(super) text: &'a str,
    /// The same with one date, and with another, if it has none of its own.
    pub(super) dated: Option<[&'a str; 2]>,
}

/// Fills in what a site makes of `sheet`.
pub(super) fn read(sheet: Sheet<'_>, names: &Names, report: &mut BriefReport, notes: &mut Notes) {
    let (document, diagnostics) = parsed(sheet.path, sheet.text, names);
    for diagnostic in &diagnostics {
        if diagnostic.code == Code::NumberUnread {
            let words = diagnostic.span.map_or("", |span| {
                sheet
                    .text
                    .get(span.start as usize..span.end as usize)
                    .unwrap_or_default()
            });
            report.numbers_not_read.push(words.trim().to_owned());
            continue;
        }
        let message = told(diagnostic, sheet.text);
        match diagnostic.severity {
            Severity::Error => notes.decide(None, message),
            Severity::Warning | Severity::Note => notes.not_understood(None, "", message),
        }
    }
    // Without a date nothing is typed. With any date all is, but for the deadlines, which differ with it.
    let (document, other) = match (document, sheet.dated) {
        (Some(document), _) => (Some(document), None),
        (None, Some([one, other])) => {
            let (document, diagnostics) = parsed(sheet.path, one, names);
            let unread = diagnostics.iter().filter(|d| d.code == Code::NumberUnread);
            report.numbers_not_read = unread
                .filter_map(|d| d.span)
                .map(|span| {
                    one.get(span.start as usize..span.end as usize)
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                })
                .collect();
            (document, parsed(sheet.path, other, names).0)
        }
        (None, None) => (None, None),
    };
    let Some(document) = document else { return };
    let brief = &document.value;
    let passage = |passage: &Passage| match passage {
        Passage::Front(text) => text.to_string(),
        Passage::Body(range) => document.text[range.start as usize..range.end as usize].to_owned(),
    };
    report.effects = brief
        .effects
        .iter()
        .map(|effect| EffectFound {
            order: match effect.order {
                Order::First => 1,
                Order::Second => 2,
                Order::Third => 3,
            },
            text: super::plain::sentence::title(&markdown::plain_text(&passage(&effect.text))),
        })
        .collect();
    report.numbers = brief.numbers.iter().map(number).collect();
    tell_unread(brief, notes);
    report.watch = (brief.watch.iter().enumerate())
        .map(|(index, item)| {
            watch(
                item,
                other.as_ref().map(|other| other.value.watch.get(index)),
                &passage(&item.text),
            )
        })
        .collect();
    for (item, found) in brief.watch.iter().zip(&report.watch) {
        if found.due.is_none() && found.due_as_written.is_none() {
            tell_time(&markdown::plain_text(&passage(&item.text)), notes);
        }
    }
    for item in report.watch.iter().filter(|item| item.due.is_none()) {
        if let Some(words) = &item.due_as_written {
            notes.decide(
                None,
                format!(
                    "`{words}` counts from the date of the brief, which has none; it is unresolved"
                ),
            );
        }
    }
    report.names = names::find(&texts(&document), &declared(brief));
}

/// Tells what stands where effects and figures are looked for, and was not read as such.
fn tell_unread(brief: &Brief, notes: &mut Notes) {
    let matters = (brief.sections.iter()).any(|section| section.role == Role::Matters);
    if matters && brief.effects.is_empty() {
        notes.not_understood(
            None,
            "",
            "no effect was read in the section on why it matters; begin each with its order: `First-order: ...`",
        );
    }
    for number in &brief.numbers {
        let Some((range, more)) = parse::find_quantity(&number.label) else {
            continue;
        };
        // What only counts things may be a part of a name.
        if more.unit.is_some() && !matches!(more.unit, Some(Unit::Named(_))) {
            let message = format!(
                "of several figures in one entry only the first, `{}`, was read; give this one an entry of its own",
                number.quantity.as_written
            );
            notes.not_understood(None, &number.label[range], message);
        }
    }
}

/// Tells of a date in a watch item that says when something is, and not by when: `in Q4 2026`.
fn tell_time(text: &str, notes: &mut Notes) {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        if !["in", "during", "on"].contains(&word.to_ascii_lowercase().as_str()) {
            continue;
        }
        let dates = (1..=3)
            .rev()
            .filter_map(|count| words.get(at + 1..at + 1 + count));
        let date = dates
            .map(|words| words.join(" "))
            .map(|words| words.trim_end_matches(['.', ',', ';', ':', ')']).to_owned())
            .find(|words| parse::date::partial(words).is_some());
        if let Some(date) = date {
            let message = format!(
                "this says when, not by when, and sets no deadline; write `by {date}` if it is one"
            );
            notes.not_understood(None, &format!("{word} {date}"), message);
            return;
        }
    }
}

fn declared(brief: &Brief) -> Vec<String> {
    brief
        .companies
        .iter()
        .map(|company| company.value.to_string())
        .collect()
}

/// The file as the site reads it, if it has no error.
fn parsed(path: &str, text: &str, names: &Names) -> (Option<Document<Brief>>, Vec<Diagnostic>) {
    let checked = parse::brief(SourceId::new(0), &Arc::from(path), &Arc::from(text), names);
    let document = match checked.value {
        Outcome::Good(document) => Some(document),
        Outcome::Broken(_) => None,
    };
    (document, checked.diagnostics)
}

/// A diagnostic in one line, with its place in the new file.
pub(super) fn told(diagnostic: &Diagnostic, text: &str) -> String {
    let line = diagnostic.span.map_or(1, |span| {
        text.get(..span.start as usize)
            .unwrap_or_default()
            .matches('\n')
            .count()
            + 1
    });
    match &diagnostic.help {
        Some(help) => format!(
            "{}; {help} (line {line} of the new file)",
            diagnostic.message
        ),
        None => format!("{} (line {line} of the new file)", diagnostic.message),
    }
}

fn number(number: &Number) -> NumberRead {
    let decimal = |value: Decimal| decimal_text(value);
    let amount = match number.quantity.amount {
        Amount::One(value) => decimal(value),
        Amount::Range { low, high } => format!("{} to {}", decimal(low), decimal(high)),
        Amount::Change { previous, value } => {
            format!("{}, before {}", decimal(value), decimal(previous))
        }
    };
    let unit = number
        .quantity
        .unit_text()
        .map_or(String::new(), |unit| format!(" {unit}"));
    let approx = if number.quantity.approx { "about " } else { "" };
    let mut when = Vec::new();
    let mut add = |word: &str, date: Option<PartialDate>| {
        when.extend(date.map(|date| format!("{word} {date}")));
    };
    add("as of", number.as_of);
    add("since", number.since);
    add("through", number.through);
    NumberRead {
        as_written: number.quantity.as_written.to_string(),
        read_as: format!("{approx}{amount}{unit}"),
        label: number.label.to_string(),
        when: (!when.is_empty()).then(|| when.join(", ")),
    }
}

/// A watch item; `other` is the same item of a brief with another date, if the true date is not known.
fn watch(item: &WatchItem, other: Option<Option<&WatchItem>>, text: &str) -> WatchFound {
    let title = match item.title.is_empty() {
        true => super::plain::sentence::title(&markdown::plain_text(text)),
        false => item.title.to_string(),
    };
    let resolved = other.is_none_or(|other| other.is_some_and(|other| other.due == item.due));
    WatchFound {
        title,
        due_as_written: item.due_as_written.as_ref().map(ToString::to_string),
        due: item.due.filter(|_| resolved).map(last_day),
    }
}

/// The last day that counts; a fiscal year, whose end its company decides, as it is.
fn last_day(due: PartialDate) -> String {
    match due {
        PartialDate::FiscalYear(_) => due.to_string(),
        due => due.last_day(FiscalYearEnd::default()).to_string(),
    }
}

/// The texts of a brief as a reader sees them, one a paragraph or item; headings and code left out.
fn texts(document: &Document<Brief>) -> Vec<String> {
    let slice = |range: &std::ops::Range<u32>| {
        document
            .text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    };
    let (_, blocks) = markdown::outline(&document.text, document.body.clone());
    let mut texts: Vec<String> = document
        .value
        .dek
        .iter()
        .map(|dek| read_aloud(&dek.value))
        .collect();
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(inline) => pieces(slice(&inline), &mut texts),
            BlockKind::List(items) => {
                (items.iter()).for_each(|item| item_texts(slice(item), &mut texts));
            }
            BlockKind::Heading(..) | BlockKind::Other => {}
        }
    }
    texts
}

/// Adds a paragraph as a reader sees it: as one text, or as several with what a reader never sees between them. One
/// that is all in bold stands for a heading.
fn pieces(paragraph: &str, texts: &mut Vec<String>) {
    let whole = paragraph.trim();
    let bold = whole
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"));
    if bold.is_some_and(|inner| !inner.contains("**")) {
        return;
    }
    let mut rest = whole;
    while let Some((before, after)) = cut_at_tag(rest) {
        texts.push(read_aloud(before));
        rest = after;
    }
    texts.push(read_aloud(rest));
}

/// A text as somebody would read it aloud: without pictures, code and addresses, in which no company is named.
fn read_aloud(text: &str) -> String {
    let mut out = String::new();
    for run in markdown::text_runs(text) {
        for segment in &run.segments {
            let piece = run
                .text
                .get(segment.text.start as usize..segment.text.end as usize);
            match segment.linkable {
                Linkable::No => out.push_str(" | "),
                Linkable::Yes | Linkable::InLink(_) | Linkable::Suppressed => {
                    out.push_str(piece.unwrap_or_default());
                }
            }
        }
        out.push(' ');
    }
    let is_address =
        |word: &str| word.contains("://") || word.contains('@') || word.starts_with("www.");
    let words: Vec<&str> = (out.split_whitespace())
        .map(|word| if is_address(word) { "|" } else { word })
        .collect();
    words.join(" ")
}

/// What stands before and behind the first tag of another generator.
fn cut_at_tag(text: &str) -> Option<(&str, &str)> {
    let (at, close) = [("{{", "}}"), ("{%", "%}")]
        .into_iter()
        .filter_map(|(open, close)| Some((text.find(open)?, close)))
        .min()?;
    let end = text[at..].find(close)? + close.len();
    Some((&text[..at], &text[at + end..]))
}

/// Adds the texts of a list item: its own, and those of the items inside it.
fn item_texts(item: &str, texts: &mut Vec<String>) {
    let mut parts: Vec<String> = vec![String::new()];
    for line in item.lines() {
        let text = line.trim_start();
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let begins = text.starts_with(['-', '*', '+'])
            || number.len() < text.len() && number.starts_with(['.', ')']);
        match parts.last_mut() {
            Some(part) if !begins && !text.is_empty() => {
                part.push_str(line);
                part.push('\n');
            }
            _ => parts.push(format!("{line}\n")),
        }
    }
    parts.iter().for_each(|part| pieces(part, texts));
}

/// The text of the first paragraph or item of a body that says something, as a reader sees it: `Hi Jane,` does not.
pub(super) fn first_text(body: &str) -> Option<String> {
    let end = u32::try_from(body.len()).ok()?;
    let (_, blocks) = markdown::outline(body, 0..end);
    let texts = || blocks.iter().filter_map(|block| block_text(body, block));
    let says = |text: &String| !is_salutation(text) && !text.starts_with('>');
    texts().find(says).or_else(|| texts().next())
}

/// `Hi Jane,`, `Dear all:`.
fn is_salutation(text: &str) -> bool {
    const GREETINGS: [&str; 7] = ["hi", "hello", "hey", "dear", "good", "team", "all"];
    let first = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let greets = GREETINGS
        .iter()
        .any(|word| word.eq_ignore_ascii_case(first));
    greets && text.ends_with([',', ':', '!']) && text.split_whitespace().count() <= 6
}

/// The text of a paragraph, or of the first item of a list.
fn block_text(body: &str, block: &markdown::Block) -> Option<String> {
    let range = match &block.kind {
        BlockKind::Paragraph(inline) => inline,
        BlockKind::List(items) => items.first()?,
        BlockKind::Heading(..) | BlockKind::Other => return None,
    };
    let text = markdown::plain_text(body.get(range.start as usize..range.end as usize)?);
    // The label of an effect is no part of its sentence.
    let text = text
        .get(parse::order_label(&text).unwrap_or(0)..)?
        .to_owned();
    text.contains(char::is_alphanumeric).then_some(text)
}
