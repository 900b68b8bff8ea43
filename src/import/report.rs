//! What came of an import, for people and for programs.
//!
//! Comes in: nothing; the import fills these. Goes out: types that serialise to JSON whose keys are public. What a
//! file does not say as it was written stands here word for word.

use serde::Serialize;

/// What came of all files that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One for each brief (or page) that was found, in the order of the input.
    pub briefs: Vec<BriefReport>,
    /// Files, or parts of files, of which nothing was made.
    pub refused: Vec<Refusal>,
}

/// A file, or a part of one, of which nothing was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The file, as it was named.
    pub file: String,
    /// The line it begins on, from 1, if it is a part of the file.
    pub line: Option<usize>,
    /// Why, in a sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// What came of one brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BriefReport {
    /// The file it was read from, as it was named.
    pub file: String,
    /// The line of it that the brief begins on, from 1.
    pub line: usize,
    /// What it was read as: `plain text`, `Markdown, YAML front matter`.
    pub form: String,
    /// The file that was made: relative to the site, with `/`.
    pub path: String,
    /// The title, and where it is from.
    pub title: Option<Found>,
    /// The date, and where it is from.
    pub date: Option<Found>,
    /// Sections of a brief that were recognised, in order.
    pub sections: Vec<SectionFound>,
    /// Effects that were read, by order.
    pub effects: Vec<EffectFound>,
    /// Figures that were read, and as what.
    pub numbers: Vec<NumberRead>,
    /// Entries of The Numbers in which no figure could be read.
    pub numbers_not_read: Vec<String>,
    /// What to watch, with the deadlines that were read.
    pub watch: Vec<WatchFound>,
    /// Names that look like companies: declared ones first, then by how often they stand in the text.
    pub names: Vec<Name>,
    /// Files that come along: pictures.
    pub pictures: Vec<String>,
    /// All else there is to say, by line.
    pub notes: Vec<Note>,
}

/// A value, and where it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The value.
    pub value: String,
    /// Where it was found: `front matter`, `first sentence`, `--title`.
    pub from: String,
}

/// A section that was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionFound {
    /// What it is: `What Happened`.
    pub name: String,
    /// Its heading, as it was written.
    pub as_written: String,
    /// The line of its heading.
    pub line: usize,
}

/// An effect that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EffectFound {
    /// 1, 2 or 3.
    pub order: u8,
    /// Its first words.
    pub text: String,
}

/// A figure that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberRead {
    /// As it was written: `$5.3B`.
    pub as_written: String,
    /// As it was understood: `5300000000 USD`.
    pub read_as: String,
    /// What it is a figure of.
    pub label: String,
    /// Its dates: `as of 2026-02`.
    pub when: Option<String>,
}

/// A watch item that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WatchFound {
    /// Its title.
    pub title: String,
    /// The words of its deadline: `within 90 days`.
    pub due_as_written: Option<String>,
    /// The deadline as a date, if it could be worked out.
    pub due: Option<String>,
}

/// A name that looks like a company's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The name.
    pub name: String,
    /// How often it stands in the text.
    pub count: usize,
    /// Whether the brief declares it.
    pub declared: bool,
}

/// One thing more to say about a brief.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The line of the input, from 1, if it is about one.
    pub line: Option<usize>,
    /// What there is to say, in a sentence without a full stop.
    pub message: String,
    /// What the input says, word for word, where the output says it otherwise or not at all.
    pub was: Option<String>,
}

/// What kind of thing a note says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person must decide.
    Decide,
    /// Something was not understood.
    NotUnderstood,
    /// Something is written otherwise than it was.
    Changed,
    /// Something has no place of its own and was kept, or left out and is kept here.
    Kept,
}

/// Notes as they are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes(pub(super) Vec<Note>);

impl Notes {
    fn add(
        &mut self,
        kind: Kind,
        line: impl Into<Option<usize>>,
        message: String,
        was: Option<String>,
    ) {
        self.0.push(Note {
            kind,
            line: line.into(),
            message,
            was,
        });
    }

    /// A person must decide something.
    pub(super) fn decide(&mut self, line: impl Into<Option<usize>>, message: impl Into<String>) {
        self.add(Kind::Decide, line, message.into(), None);
    }

    /// A person must decide about what the input says as `was`.
    pub(super) fn decide_about(
        &mut self,
        line: impl Into<Option<usize>>,
        was: &str,
        message: impl Into<String>,
    ) {
        self.add(Kind::Decide, line, message.into(), Some(was.to_owned()));
    }

    /// `was` was not understood.
    pub(super) fn not_understood(
        &mut self,
        line: impl Into<Option<usize>>,
        was: &str,
        message: impl Into<String>,
    ) {
        self.add(
            Kind::NotUnderstood,
            line,
            message.into(),
            Some(was.to_owned()),
        );
    }

    /// `was` is written otherwise.
    pub(super) fn changed(
        &mut self,
        line: impl Into<Option<usize>>,
        was: &str,
        message: impl Into<String>,
    ) {
        self.add(Kind::Changed, line, message.into(), Some(was.to_owned()));
    }

    /// Something was done that concerns no words.
    pub(super) fn done(&mut self, line: impl Into<Option<usize>>, message: impl Into<String>) {
        self.add(Kind::Changed, line, message.into(), None);
    }

    /// `was` has no place in the output and is kept here, or under `extra`.
    pub(super) fn kept(
        &mut self,
        line: impl Into<Option<usize>>,
        was: &str,
        message: impl Into<String>,
    ) {
        self.add(Kind::Kept, line, message.into(), Some(was.to_owned()));
    }
}

impl BriefReport {
    /// Whether a person must decide something before the brief is sound.
    pub fn needs_decision(&self) -> bool {
        self.notes.iter().any(|note| note.kind == Kind::Decide)
    }

    /// Every text of the report that holds words of the input.
    pub(super) fn each_text(&self, take: &mut impl FnMut(&str)) {
        for section in &self.sections {
            take(&section.as_written);
        }
        for note in &self.notes {
            take(note.was.as_deref().unwrap_or_default());
        }
    }
}
