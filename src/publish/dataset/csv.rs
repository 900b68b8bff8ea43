//! The dataset as CSV (RFC 4180), with a line of names. A text that a spreadsheet would take for a formula gets an
//! apostrophe before it; a plain decimal is none, and stays as it is. What a text opens with directional formatting
//! characters ends in its own cell.

use std::borrow::Cow;

use super::json::names;
use super::rows::{Cell, Filter, rows};
use crate::link::Site;
use crate::model::bidi;
use crate::model::dataset::Table;

/// A table of the dataset.
pub(super) fn csv(site: &Site, table: Table) -> Vec<u8> {
    lines(|writer| {
        writer.write_record(names(table.columns()))?;
        rows(site, table, Filter::default(), |row| {
            for cell in row {
                writer.write_field(&*inert(cell))?;
            }
            writer.write_record(None::<&[u8]>)
        })
    })
}

/// One row.
pub(crate) fn write_row(row: &[Cell]) -> Vec<u8> {
    lines(|writer| writer.write_record(row.iter().map(|cell| inert(cell).into_owned())))
}

/// The line of names.
pub(crate) fn write_names(names: &[&str]) -> Vec<u8> {
    lines(|writer| writer.write_record(names))
}

fn lines(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    write(&mut writer)
        .and_then(|()| {
            Ok(writer
                .into_inner()
                .map_err(csv::IntoInnerError::into_error)?)
        })
        .expect("rows of one length can be written to memory")
}

/// A cell as text that no spreadsheet runs. In a list, `;` separates, and a `;` inside an entry becomes a comma.
fn inert(cell: &Cell) -> Cow<'_, str> {
    let text = match cell {
        Cell::Null => return "".into(),
        Cell::Decimal(text) => return text.into(),
        Cell::Integer(number) => return number.to_string().into(),
        Cell::Flag(flag) => return flag.to_string().into(),
        Cell::Text(text) => bidi::closed(text),
        Cell::List(texts) => {
            let entry = |text: &String| bidi::closed(text).replace(';', ",");
            let entries: Vec<String> = texts.iter().map(entry).collect();
            entries.join(";").into()
        }
    };
    if begins_a_formula(&text) {
        format!("'{text}").into()
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
