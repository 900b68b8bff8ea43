//! What a brief that was made is read as.
//!
//! Comes in: the text of a new file. Goes out: its effects, numbers and watch items for the report, and what is wrong
//! with it. The reader is the one that builds the site, so that the report can't promise what a build does not keep.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::heading::Names;
use super::names;
use super::prose;
use super::report::{BriefReport, EffectFound, Notes, NumberRead, WatchFound};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId};
use crate::markdown;
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
    report.names = names::find(&prose::texts(&document), &declared(brief));
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
