//! The dataset as JSON (RFC 8259): an array with one object a line. `<`, `>`, `&` and directional formatting
//! characters are written as escapes, so that no text can end a script element that the file is pasted into, or order
//! what stands beside it.

use std::convert::Infallible;
use std::io;

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::ser::Formatter;

use super::cell::Cell;
use super::rows::{Filter, rows};
use crate::link::Site;
use crate::model::bidi;
use crate::model::dataset::{Column, Table};

/// A table of the dataset.
pub(super) fn json(site: &Site, table: Table) -> Vec<u8> {
    let mut lines = Lines::new(table);
    let Ok(()) = rows(site, table, Filter::default(), |row| {
        lines.add(row);
        Ok::<(), Infallible>(())
    });
    lines.end()
}

/// A table that is being written.
pub(super) struct Lines {
    bytes: Vec<u8>,
    columns: Vec<&'static str>,
    separator: &'static [u8],
}

impl Lines {
    /// The beginning of a table.
    pub(super) fn new(table: Table) -> Self {
        Self {
            bytes: Vec::from(b"["),
            columns: names(table.columns()),
            separator: b"\n",
        }
    }

    /// Writes a row.
    pub(super) fn add(&mut self, row: &[Cell]) {
        self.bytes.extend_from_slice(self.separator);
        self.separator = b",\n";
        write_object(&mut self.bytes, &self.columns, row);
    }

    /// How many bytes were not taken yet.
    pub(super) const fn held(&self) -> usize {
        self.bytes.len()
    }

    /// What was not taken yet, to which more will come.
    pub(super) fn part(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// The rest of the table.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(b"\n]\n");
        self.bytes
    }
}

/// One row as an object.
pub(crate) fn object(columns: &[&str], row: &[Cell]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_object(&mut bytes, columns, row);
    bytes
}

fn write_object(bytes: &mut Vec<u8>, columns: &[&str], row: &[Cell]) {
    let mut writer = serde_json::Serializer::with_formatter(bytes, Harmless);
    Row { columns, row }
        .serialize(&mut writer)
        .expect("texts and numbers can be written to memory");
}

/// The JSON of any value, in the same manner.
pub(super) fn value(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, Harmless);
    value
        .serialize(&mut writer)
        .expect("a JSON value can be written to memory");
    bytes
}

struct Row<'a> {
    columns: &'a [&'a str],
    row: &'a [Cell],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.row) {
            map.serialize_entry(column, cell)?;
        }
        map.end()
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Text(text) | Self::Decimal(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_u64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::List(texts) => serializer.collect_seq(texts),
        }
    }
}

/// Compact JSON in which no text is markup.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_active) {
            let (before, from) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut chars = from.chars();
            if let Some(c) = chars.next() {
                write!(writer, "\\u{:04x}", u32::from(c))?;
            }
            rest = chars.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Whether a character could be markup, end a line of a script, or order the text around it anew.
fn is_active(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || bidi::is_control(c)
}

/// The names of some columns.
pub(super) fn names(columns: &[Column]) -> Vec<&'static str> {
    columns.iter().map(|column| column.name).collect()
}
