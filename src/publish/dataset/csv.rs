//! The dataset as CSV (RFC 4180), with a line of names. A text that a spreadsheet would take for a formula gets an
//! apostrophe before it; a plain decimal is none, and stays as it is.

use std::convert::Infallible;

use super::json::names;
use super::rows::{Cell, Filter, rows};
use crate::link::Site;
use crate::model::dataset::Table;

/// A table of the dataset.
pub(super) fn csv(site: &Site, table: Table) -> Vec<u8> {
    let mut bytes = write_names(&names(table.columns()));
    let Ok(()) = rows(site, table, Filter::default(), |row| {
        bytes.extend(write_row(row));
        Ok::<(), Infallible>(())
    });
    bytes
}

/// One row.
pub(crate) fn write_row(row: &[Cell]) -> Vec<u8> {
    let cells: Vec<String> = row.iter().map(inert).collect();
    line(&cells)
}

/// The line of names.
pub(crate) fn write_names(names: &[&str]) -> Vec<u8> {
    line(names)
}

fn line(cells: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer
        .write_record(cells)
        .and_then(|()| {
            Ok(writer
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?)
        })
        .expect("a line can be written to memory")
}

/// A cell as text that no spreadsheet runs. In a list, `;` separates, and a `;` inside an entry becomes a comma.
fn inert(cell: &Cell) -> String {
    let text = match cell {
        Cell::Null => return String::new(),
        Cell::Decimal(text) => return text.clone(),
        Cell::Integer(number) => return number.to_string(),
        Cell::Flag(flag) => return flag.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::List(texts) => {
            let entries: Vec<String> = texts.iter().map(|text| text.replace(';', ",")).collect();
            entries.join(";")
        }
    };
    if begins_a_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// Whether a spreadsheet would take a text for a formula: by its first character, full-width forms included, after
/// quotes and characters that it does not show.
fn begins_a_formula(text: &str) -> bool {
    const SIGNS: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '−'];
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{61C}' | '\u{FEFF}')
    };
    text.trim_start_matches(unseen).starts_with(SIGNS)
}
