//! What is wrong, where, and what to do about it.
//!
//! Comes in: nothing; every other room makes [`Diagnostic`]s. Goes out: the types that carry them, and
//! printers for people ([`human`]), for programs ([`json`]) and for GitHub ([`github`]). This room never knows what a
//! brief is, and never prints by itself: it writes to what it is given.

mod cap;
mod codes;
pub mod github;
pub mod human;
pub(crate) mod inert;
pub mod json;
mod place;
mod told;

use std::cmp::Ordering;

pub(crate) use cap::cap;
pub use codes::Code;
pub(crate) use inert::inert;
pub use place::Position;
pub use told::Told;

/// The number of a file among the files of one run. Stable for as long as the process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

impl SourceId {
    /// The id of the file with this index.
    pub const fn new(index: u32) -> Self {
        Self(index)
    }

    /// The index this id was made from.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in one file, `start` included, `end` excluded. An empty span at 0 means the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `range` of `source`.
    pub const fn new(source: SourceId, range: std::ops::Range<u32>) -> Self {
        Self {
            source,
            start: range.start,
            end: range.end,
        }
    }

    /// The file as a whole, for what has no better place.
    pub const fn file(source: SourceId) -> Self {
        Self::new(source, 0..0)
    }
}

/// How bad it is. Errors stop a build; warnings stop it with `--strict`; notes never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The content is wrong; nothing is published.
    Error,
    /// The content is probably not what its author meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that is printed: `error`, `warning` or `note`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One thing that is wrong. Built with [`Diagnostic::new`] and the `with_`-less setters that follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of thing it is; permanent.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where. `None` only for what is in no file.
    pub span: Option<Span>,
    /// Other places that have a part in it, each with a few words.
    pub related: Vec<(Span, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic with the severity that is usual for its code.
    pub fn new(code: Code, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span: span.into(),
            related: Vec::new(),
            help: None,
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names another place that has a part in it.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Changes the severity from the usual one.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// A value and all that was found wrong while making it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value; complete, with what was wrong left out.
    pub value: T,
    /// What was wrong, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// A value with nothing wrong.
    pub const fn clean(value: T) -> Self {
        Self {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// The value, after its diagnostics were moved to `into`.
    pub fn drain(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }

    /// The same diagnostics with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Checked<U> {
        Checked {
            value: change(self.value),
            diagnostics: self.diagnostics,
        }
    }
}

/// What the printers need to know of the files that spans point into.
pub trait Files {
    /// The path as people should see it: relative to the site, with `/`.
    fn path(&self, source: SourceId) -> &str;
    /// The text, or `None` for a file that is not text.
    fn text(&self, source: SourceId) -> Option<&str>;
}

/// Where each of `spans` begins. The text of a file is walked once, however many spans are in it.
pub fn positions(spans: impl IntoIterator<Item = Span>, files: &dyn Files) -> Vec<Position> {
    let mut places = place::Places::new(files);
    let start = |span| places.find(span).start;
    spans.into_iter().map(start).collect()
}

/// Sorts by path, place, severity and code, so that the order never depends on threads.
pub fn sort(diagnostics: &mut [Diagnostic], files: &dyn Files) {
    diagnostics.sort_by(|a, b| order(a, b, files));
}

/// The order in which two diagnostics are shown.
pub fn order(a: &Diagnostic, b: &Diagnostic, files: &dyn Files) -> Ordering {
    fn place<'a>(d: &Diagnostic, files: &'a dyn Files) -> Option<(&'a str, u32, u32)> {
        d.span.map(|s| (files.path(s.source), s.start, s.end))
    }
    place(a, files)
        .cmp(&place(b, files))
        .then(a.severity.cmp(&b.severity))
        .then(a.code.as_str().cmp(b.code.as_str()))
        .then_with(|| a.message.cmp(&b.message))
}

/// How many there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts `diagnostics`.
    pub fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut tally = Self::default();
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
        }
        tally
    }
}
