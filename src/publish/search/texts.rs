//! What of a brief or company can be found, text by text.
//!
//! Comes in: a linked brief or company. Goes out: plain texts, each with what it is and the anchor it stands under.

use std::ops::Range;

use super::super::plain::{one_line, passage, text};
use crate::link::{BriefEntry, CompanyEntry};
use crate::markdown;
use crate::model::Brief;

/// What a text is: what a word in it says about the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The title of a brief.
    Title,
    /// A company's name or alias on its own page.
    Name,
    /// A company's products on its own page.
    Product,
    /// The sentence under the title; the description of a company.
    Dek,
    /// A number's figure and label.
    Number,
    /// An effect.
    Effect,
    /// A watch item.
    Watch,
    /// A heading.
    Heading,
    /// Any other text.
    Prose,
}

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) field: Field,
    /// The anchor on the page; empty for the top.
    pub(super) anchor: Box<str>,
    pub(super) text: String,
}

impl Piece {
    fn new(field: Field, anchor: impl Into<Box<str>>, text: String) -> Self {
        Self {
            field,
            anchor: anchor.into(),
            text,
        }
    }
}

/// The texts of a brief: title and dek first, then in order of reading; items of the front matter last.
pub(super) fn of_brief(entry: &BriefEntry) -> Vec<Piece> {
    let document = &*entry.document;
    let brief = &document.value;
    let mut pieces = Vec::new();
    let mut add = |field, anchor: String, text: Option<String>| {
        if let Some(text) = text {
            pieces.push(Piece::new(field, anchor, text));
        }
    };
    add(Field::Title, String::new(), text(&brief.title.value));
    add(
        Field::Dek,
        String::new(),
        brief.dek.as_ref().and_then(|dek| text(&dek.value)),
    );
    let parts = prose(brief);
    for section in &brief.sections {
        if let Some(heading) = &section.heading {
            add(
                Field::Heading,
                section.anchor.to_string(),
                text(&heading.value),
            );
        }
    }
    for run in markdown::runs(&document.text, document.body.clone()) {
        let Some(at) = run.segments.first().map(|segment| segment.source.start) else {
            continue;
        };
        let next = parts.partition_point(|(range, _)| range.start <= at);
        let part = parts[..next]
            .last()
            .filter(|(range, _)| range.contains(&at));
        if let Some((_, anchor)) = part {
            add(
                Field::Prose,
                (*anchor).to_owned(),
                Some(one_line(&run.text)),
            );
        }
    }
    for effect in &brief.effects {
        let title = effect.title.as_deref().and_then(text);
        let text = joined(". ", [title, passage(entry, &effect.text)]);
        add(Field::Effect, effect.anchor(), text);
    }
    for number in &brief.numbers {
        let figure = Some(one_line(&number.quantity.as_written));
        let note = number.note.as_deref().and_then(text);
        let text = joined(" ", [figure, text(&number.label), note]);
        add(Field::Number, number.anchor(), text);
    }
    for item in &brief.watch {
        let outcome = item.outcome.as_deref().and_then(text);
        let text = joined(
            ". ",
            [text(&item.title), passage(entry, &item.text), outcome],
        );
        add(Field::Watch, item.anchor(), text);
    }
    pieces
}

/// The texts of a company's page that are its own.
pub(super) fn of_company(company: &CompanyEntry) -> Vec<Piece> {
    let mut pieces = vec![Piece::new(Field::Name, "", one_line(&company.name))];
    let Some(document) = &company.document else {
        return pieces;
    };
    let profile = &document.value;
    let mut add = |field, name: &str| pieces.push(Piece::new(field, "", one_line(name)));
    for alias in &profile.aliases {
        add(Field::Name, &alias.value);
    }
    for product in &profile.products {
        add(Field::Product, &product.name.value);
        for alias in &product.aliases {
            add(Field::Product, &alias.value);
        }
    }
    if let Some(description) = profile.description.as_ref().and_then(|d| text(&d.value)) {
        add(Field::Dek, &description);
    }
    for run in markdown::runs(&document.text, document.body.clone()) {
        add(Field::Prose, &run.text);
    }
    pieces
}

/// The parts of a body that are prose, by first byte, and the anchor of the section that each belongs to.
fn prose(brief: &Brief) -> Vec<(Range<u32>, &str)> {
    let mut parts: Vec<(Range<u32>, &str)> = Vec::new();
    for section in &brief.sections {
        parts.extend(
            section
                .prose
                .iter()
                .map(|range| (range.clone(), &*section.anchor)),
        );
    }
    parts.sort_by_key(|(range, _)| range.start);
    parts
}

/// Texts as one, with `separator` between them unless the one before ends in a mark of its own.
fn joined<const N: usize>(separator: &str, texts: [Option<String>; N]) -> Option<String> {
    let mut all = String::new();
    for text in texts.into_iter().flatten() {
        if !all.is_empty() {
            let ended = all.ends_with(['.', '!', '?', ':', ';', ',', '…']);
            all.push_str(if ended { " " } else { separator });
        }
        all.push_str(&text);
    }
    (!all.is_empty()).then_some(all)
}
