//! One file becomes one typed value with places.
//!
//! Comes in: a path and a text. Goes out: a [`Document`] and what is wrong with it. Every function here is pure and
//! sees one file only: names of other companies, other briefs' effects and fiscal years are left as written for
//! `link` to resolve.

mod body;
mod brief;
mod cause;
mod clock;
mod company;
mod config;
mod corrections;
mod csp;
mod cursor;
pub mod date;
pub mod deadline;
mod due;
mod edge;
mod effects;
mod fields;
mod figure;
mod file;
mod front;
mod ids;
mod items;
mod keys;
mod label;
mod lint;
mod look;
mod marks;
mod mend;
mod metrics;
mod money;
mod named;
mod names;
mod node;
pub mod number;
mod numbers;
mod order;
mod page;
mod period;
pub mod quantity;
mod reader;
mod roles;
mod suggest;
#[cfg(test)]
mod tests;
mod timespan;
mod units;
mod watch;
mod yaml;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{SourceId, Span};
use crate::markdown::Outline;
use crate::model::{At, KeyPath, Slug};

#[cfg(test)]
pub(crate) use csp::DIRECTIVES as CSP_DIRECTIVES;
#[cfg(test)]
pub(crate) use keys::tests::asked;

pub use brief::brief;
pub use company::company;
pub use config::config;
pub(crate) use order::order_label;
pub use page::page;
pub(crate) use quantity::find as find_quantity;
pub(crate) use roles::{plain as heading_key, role as section_role};

/// A file that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Document<T> {
    /// The file.
    pub source: SourceId,
    /// Its path relative to the site.
    pub path: Arc<str>,
    /// All of its text.
    pub text: Arc<str>,
    /// The bytes of its YAML, without the `---` lines.
    pub front: Range<u32>,
    /// The bytes of its body.
    pub body: Range<u32>,
    /// What it says.
    pub value: T,
    /// What its body is made of.
    pub outline: Outline,
}

/// What came of a file: a document, or, if it is broken, what it still lays claim to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// It was understood; warnings at most.
    Good(Document<T>),
    /// It has errors. It is left out, and its neighbours are not blamed for what it would have held.
    Broken(Claim),
}

/// What a broken file lays claim to.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The file.
    pub source: SourceId,
    /// Its path relative to the site.
    pub path: Arc<str>,
    /// Its slug, as far as it can be known.
    pub slug: Option<Slug>,
    /// Names it would have registered (of a company).
    pub names: Vec<Box<str>>,
    /// Its text, if that could be told from its front matter: the links in it are checked, and it is never shown.
    pub body: Option<Arc<Document<()>>>,
}

impl<T> Document<T> {
    /// The place of a value: looked up in the file, for a diagnostic. What is not there has the place of its nearest
    /// parent, and what was written nowhere that of the file.
    pub fn span(&self, at: &At) -> Span {
        self.place(at, locate)
    }

    /// The places of several values. The file is read once for all of them.
    pub fn spans<'a>(&self, places: impl IntoIterator<Item = &'a At>) -> Vec<Span> {
        let mut marks = None;
        let span = |at: &At| match at {
            At::Front(path) => {
                let marks =
                    marks.get_or_insert_with(|| marks::Places::read(&self.text, &self.front));
                Span::new(self.source, marks.locate(path))
            }
            At::Body(_) | At::File => self.span(at),
        };
        places.into_iter().map(span).collect()
    }

    /// The place of the key that a value stands under; of the value, where it has none.
    pub fn key_span(&self, at: &At) -> Span {
        self.place(at, marks::locate_key)
    }

    fn place(&self, at: &At, find: fn(&str, Range<u32>, &KeyPath) -> Range<u32>) -> Span {
        match at {
            At::Front(path) => Span::new(self.source, find(&self.text, self.front.clone(), path)),
            At::Body(range) => Span::new(self.source, range.clone()),
            At::File => Span::file(self.source),
        }
    }
}

/// The bytes of the value at `path`, in the YAML at `front` of `text`: for site.yaml and broken files, which are no
/// [`Document`]. What is not there has the place of its nearest parent, at last that of the first line.
pub fn locate(text: &str, front: Range<u32>, path: &KeyPath) -> Range<u32> {
    marks::locate(text, front, path)
}

/// What a text of YAML says, as JSON; `None` if it can't be read.
#[cfg(any(test, fuzzing))]
pub(crate) fn yaml_as_json(yaml: &str) -> Option<serde_json::Value> {
    node::Node::read(yaml).ok().map(|node| node.to_json())
}

/// The slug of a file that could not be read at all, as far as its name tells.
pub fn slug_of_path(path: &str) -> Option<Slug> {
    Slug::new(names::FileName::of(path).name)
}
