//! Every occurrence of a company's name in one brief, with the sentence it stands in.
//!
//! Comes in: a linked brief. Goes out: one [`Occurrence`] for each of its mentions. They are made anew when they are
//! asked for: the sentences of a whole site would be most of its text again.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::mentions::{Section, body_parts, part_at};
use super::{BriefEntry, CompanyId, Linking, Mention, Place, sentence};
use crate::markdown::{self, Segment, TextRun};
use crate::model::{Brief, Passage};

/// A company's name where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Whose name.
    pub company: CompanyId,
    /// The name as it stands there.
    pub name: Box<str>,
    /// The anchor of the section, effect, number or watch item on the page of the brief; none in what stands before
    /// the first heading.
    pub section: Option<Box<str>>,
    /// The sentence as plain text; a very long one is cut around the name.
    pub sentence: Arc<str>,
    /// Whether the name is a link.
    pub linking: Linking,
}

/// The occurrences in a brief, in order of reading.
pub fn occurrences(entry: &BriefEntry) -> Vec<Occurrence> {
    let document = &*entry.document;
    let brief = &document.value;
    let parts = body_parts(brief);
    let mut found = Vec::with_capacity(entry.mentions.len());
    let mut mentions = entry.mentions.as_slice();
    while let Some(first) = mentions.first() {
        let place = first.place;
        let length = mentions.iter().take_while(|m| m.place == place).count();
        let (here, rest) = mentions.split_at(length);
        mentions = rest;
        let runs = match text_at(brief, place) {
            Some(text) => markdown::text_runs(text),
            None => markdown::runs(&document.text, document.body.clone()),
        };
        let runs = Runs::new(&runs);
        for mention in here {
            let section = match place {
                Place::Body => part_at(&parts, mention.range.start),
                _ => section_of(place),
            };
            if let Some((name, sentence)) = runs.quote(mention) {
                found.push(Occurrence {
                    company: mention.company,
                    name,
                    section: section.and_then(|section| anchor(brief, section)),
                    sentence,
                    linking: mention.linking,
                });
            }
        }
    }
    found
}

/// A text of the front matter; none for one of the body.
fn front(passage: &Passage) -> Option<&str> {
    match passage {
        Passage::Front(text) => Some(text),
        Passage::Body(_) => None,
    }
}

/// The text of a place; none for the body.
fn text_at(brief: &Brief, place: Place) -> Option<&str> {
    match place {
        Place::Body | Place::Image | Place::Correction(_) => None,
        Place::Title => Some(&brief.title.value),
        Place::Dek => brief.dek.as_ref().map(|dek| &*dek.value),
        Place::EffectText(i) => front(&brief.effects.get(i as usize)?.text),
        Place::EffectTitle(i) => brief.effects.get(i as usize)?.title.as_deref(),
        Place::NumberLabel(i) => Some(&brief.numbers.get(i as usize)?.label),
        Place::NumberNote(i) => brief.numbers.get(i as usize)?.note.as_deref(),
        Place::WatchTitle(i) => Some(&brief.watch.get(i as usize)?.title),
        Place::WatchText(i) => front(&brief.watch.get(i as usize)?.text),
        Place::WatchOutcome(i) => brief.watch.get(i as usize)?.outcome.as_deref(),
    }
}

fn section_of(place: Place) -> Option<Section> {
    match place {
        Place::EffectText(i) | Place::EffectTitle(i) => Some(Section::Effect(i as usize)),
        Place::NumberLabel(i) | Place::NumberNote(i) => Some(Section::Number(i as usize)),
        Place::WatchTitle(i) | Place::WatchText(i) | Place::WatchOutcome(i) => {
            Some(Section::Watch(i as usize))
        }
        Place::Body | Place::Image | Place::Title | Place::Dek | Place::Correction(_) => None,
    }
}

fn anchor(brief: &Brief, section: Section) -> Option<Box<str>> {
    let anchor: Box<str> = match section {
        Section::Prose(i) => brief.sections.get(i)?.anchor.clone(),
        Section::Effect(i) => brief.effects.get(i)?.anchor().into(),
        Section::Number(i) => brief.numbers.get(i)?.anchor().into(),
        Section::Watch(i) => brief.watch.get(i)?.anchor().into(),
    };
    (!anchor.is_empty()).then_some(anchor)
}

/// The runs of one text by the bytes they came from, each with the ends of its sentences once they were asked for.
struct Runs<'a>(Vec<(&'a TextRun, OnceCell<Vec<usize>>)>);

impl<'a> Runs<'a> {
    fn new(runs: &'a [TextRun]) -> Self {
        let mut runs: Vec<_> = runs
            .iter()
            .filter(|run| !run.segments.is_empty())
            .map(|run| (run, OnceCell::new()))
            .collect();
        runs.sort_by_key(|(run, _)| run.segments[0].source.start);
        Self(runs)
    }

    /// The name of a mention, and its sentence.
    fn quote(&self, mention: &Mention) -> Option<(Box<str>, Arc<str>)> {
        let range = &mention.range;
        let next = self
            .0
            .partition_point(|(run, _)| run.segments[0].source.start < range.end);
        let (run, ends) = self.0[..next].last()?;
        let text = text_of(run, range)?;
        let name = run.text.get(text.start as usize..text.end as usize)?;
        let ends = ends.get_or_init(|| sentence::ends(&run.text).collect());
        let (sentence, _) = sentence::around_one_of(&run.text, ends, text);
        Some((name.into(), sentence))
    }
}

/// The bytes of a run's text that came from the bytes `range` of the source.
fn text_of(run: &TextRun, range: &Range<u32>) -> Option<Range<u32>> {
    let first = run
        .segments
        .partition_point(|segment| segment.source.end <= range.start);
    let last = run
        .segments
        .partition_point(|segment| segment.source.start < range.end)
        .checked_sub(1)?;
    let (head, tail) = (run.segments.get(first)?, run.segments.get(last)?);
    let verbatim = |s: &Segment| s.text.end - s.text.start == s.source.end - s.source.start;
    let start = match range.start.checked_sub(head.source.start) {
        Some(skipped) if verbatim(head) => head.text.start + skipped,
        _ => head.text.start,
    };
    let end = match tail.source.end.checked_sub(range.end) {
        Some(left) if verbatim(tail) => tail.text.end - left,
        _ => tail.text.end,
    };
    (start < end).then_some(start..end)
}
