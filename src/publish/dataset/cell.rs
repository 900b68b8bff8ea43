//! The cells of a row, and how texts, words and decimals become cells.
//!
//! Comes in: what a brief says. Goes out: values that each format writes in its own manner. Texts are plain and on one
//! line; nothing is escaped yet.

use std::fmt;

use rust_decimal::Decimal;

use crate::link::BriefEntry;
use crate::model::{Passage, decimal_text};
use crate::publish::plain::{self, one_line};

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Nothing is known.
    Null,
    /// A text; of a decimal too, which must not become a float.
    Text(String),
    /// A decimal without exponent.
    Decimal(String),
    /// A whole number.
    Integer(u64),
    /// Yes or no.
    Flag(bool),
    /// Several texts.
    List(Vec<String>),
}

impl fmt::Display for Cell {
    /// For people: nothing for what is not known, lists with commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Text(text) | Self::Decimal(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::List(texts) => f.write_str(&texts.join(", ")),
        }
    }
}

/// A text of the author's, without its markup.
pub(super) fn text(markdown: &str) -> Cell {
    plain::text(markdown).map_or(Cell::Null, Cell::Text)
}

pub(super) fn optional(markdown: Option<&str>) -> Cell {
    markdown.map_or(Cell::Null, text)
}

pub(super) fn passage(entry: &BriefEntry, passage: &Passage) -> Cell {
    plain::passage(entry, passage).map_or(Cell::Null, Cell::Text)
}

pub(super) fn verbatim(text: Option<&str>) -> Cell {
    text.map(one_line)
        .filter(|text| !text.is_empty())
        .map_or(Cell::Null, Cell::Text)
}

pub(super) fn word(word: &str) -> Cell {
    Cell::Text(word.to_owned())
}

pub(super) fn printed(value: Option<impl fmt::Display>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Text(value.to_string()))
}

pub(super) fn decimal(value: Option<Decimal>) -> Cell {
    value.map_or(Cell::Null, |value| Cell::Decimal(decimal_text(value)))
}
