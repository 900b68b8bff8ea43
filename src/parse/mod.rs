//! One file becomes one typed value with places.
//!
//! Comes in: a path and a text. Goes out: a [`Document`] and what is wrong with it. Every function here is pure and
//! sees one file only: names of other companies, other briefs' effects and fiscal years are left as written for
//! `link` to resolve.

mod cursor;
pub mod date;
#[cfg(test)]
mod spellings;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::SourceId;
use crate::markdown::Outline;
use crate::model::Slug;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The file.
    pub source: SourceId,
    /// Its path relative to the site.
    pub path: Arc<str>,
    /// Its slug, as far as it can be known.
    pub slug: Option<Slug>,
    /// Names it would have registered (of a company).
    pub names: Vec<Box<str>>,
}
