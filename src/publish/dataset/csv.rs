//! The dataset as CSV (RFC 4180), with a line of names.
//!
//! Comes in: rows. Goes out: bytes from which a spreadsheet runs nothing, also one that takes `;` or a tab for what
//! separates cells: where a text begins, and after each `;` in it, an apostrophe stands before what would be taken for a
//! formula. The apostrophe itself counts as unseen, so that the rule can be undone: of a part that would be a formula, the
//! apostrophe before it was added. A plain decimal is no formula, and stays as it is. In a list, `;` separates; in an entry
//! `;` and `\` have a `\` before them. What a text opens with directional formatting characters ends in its own cell.

use std::borrow::Cow;
use std::convert::Infallible;

use super::cell::Cell;
use super::json::names;
use super::rows::{Filter, rows};
use crate::link::Site;
use crate::model::bidi;
use crate::model::dataset::Table;

/// A table of the dataset.
pub(super) fn csv(site: &Site, table: Table) -> Vec<u8> {
    let mut lines = Lines::new(&names(table.columns()));
    let Ok(()) = rows(site, table, Filter::default(), |row| {
        lines.add(row);
        Ok::<(), Infallible>(())
    });
    lines.end()
}

/// One row.
pub(crate) fn write_row(row: &[Cell]) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.add(row);
    lines.end()
}

/// The line of names.
pub(crate) fn write_names(names: &[&str]) -> Vec<u8> {
    Lines::new(names).end()
}

/// Rows of one length that are being written to memory, where nothing goes wrong.
pub(super) struct Lines(csv::Writer<Vec<u8>>);

/// Why no error of the writer is looked at.
const WRITABLE: &str = "rows of one length can be written to memory";

impl Default for Lines {
    fn default() -> Self {
        let mut builder = csv::WriterBuilder::new();
        Self(
            builder
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new()),
        )
    }
}

impl Lines {
    /// A table with the line of its names.
    pub(super) fn new(names: &[&str]) -> Self {
        let mut lines = Self::default();
        lines.0.write_record(names).expect(WRITABLE);
        lines
    }

    /// Writes a row.
    pub(super) fn add(&mut self, row: &[Cell]) {
        let mut fields = row.iter();
        fields
            .try_for_each(|cell| self.0.write_field(&*inert(cell)))
            .and_then(|()| self.0.write_record(None::<&[u8]>))
            .expect(WRITABLE);
    }

    /// About how many bytes were not taken yet.
    pub(super) fn held(&self) -> usize {
        self.0.get_ref().len()
    }

    /// What was not taken yet, to which more will come.
    pub(super) fn part(&mut self) -> Vec<u8> {
        std::mem::take(self).end()
    }

    /// The rest of what was written.
    pub(super) fn end(self) -> Vec<u8> {
        self.0.into_inner().expect(WRITABLE)
    }
}

/// A cell as text that no spreadsheet runs.
fn inert(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Null => "".into(),
        Cell::Decimal(text) => text.into(),
        Cell::Integer(number) => number.to_string().into(),
        Cell::Flag(flag) => flag.to_string().into(),
        Cell::Text(text) => guarded(bidi::closed(text)),
        Cell::List(texts) => guarded(list(texts).into()),
    }
}

/// Texts as one, `;` between them.
fn list(texts: &[String]) -> String {
    let mut list = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            list.push(';');
        }
        for c in bidi::closed(text).chars() {
            if matches!(c, ';' | '\\') {
                list.push('\\');
            }
            list.push(c);
        }
    }
    list
}

/// What may separate cells: not in this file, but to a spreadsheet that was told so or guesses.
const SEPARATORS: &[char] = &[';', '\t', '\r', '\n'];

/// The text with an apostrophe before each part that a spreadsheet would take for a formula.
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.split(SEPARATORS).any(begins_a_formula) {
        return text;
    }
    let mut guarded = String::with_capacity(text.len() + 1);
    for part in text.split_inclusive(SEPARATORS) {
        if begins_a_formula(part) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    guarded.into()
}

/// Whether a spreadsheet would take a text for a formula: by its first character, full-width forms included, after
/// quotes and characters that it does not show.
fn begins_a_formula(text: &str) -> bool {
    const SIGNS: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠', '−'];
    let unseen = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{61C}' | '\u{FEFF}')
    };
    text.trim_start_matches(unseen).starts_with(SIGNS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What was guarded, as a reader takes the apostrophes off again, by the words of /data/.
    fn unguarded(text: &str) -> String {
        let parts = text.split_inclusive(SEPARATORS);
        parts
            .map(|part| match part.strip_prefix('\'') {
                Some(rest) if begins_a_formula(rest) => rest,
                _ => part,
            })
            .collect()
    }

    /// The entries of a list, as a reader takes them apart.
    fn entries(list: &str) -> Vec<String> {
        let mut entries = vec![String::new()];
        let mut chars = list.chars();
        while let Some(c) = chars.next() {
            match c {
                ';' => entries.push(String::new()),
                '\\' => entries.last_mut().unwrap().extend(chars.next()),
                c => entries.last_mut().unwrap().push(c),
            }
        }
        entries
    }

    #[test]
    fn no_part_of_a_cell_runs_whatever_separates_cells() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("a;=1+1", "a;'=1+1"),
            ("a; \"+1\";-2", "a;' \"+1\";'-2"),
            ("a\t@b\n=c", "a\t'@b\n'=c"),
            ("'=1", "''=1"),
            ("a = b; c - d", "a = b; c - d"),
        ] {
            assert_eq!(inert(&Cell::Text(text.into())), expected, "{text:?}");
        }
        let list = ["=1".to_owned(), "a;=2".to_owned(), "b\\".to_owned()];
        assert_eq!(inert(&Cell::List(list.into())), "'=1;a\\;'=2;b\\\\");
        assert_eq!(inert(&Cell::Decimal("-3.5".into())), "-3.5");
    }

    proptest! {
        #[test]
        fn a_guard_can_be_taken_off_again(text in "[ab='\"+;\t\n\u{200B} \\\\-]{0,20}") {
            let written = guarded(Cow::Borrowed(&text));
            let mut parts = written.split(SEPARATORS);
            let inert = parts.all(|part| !begins_a_formula(part) || part.starts_with('\''));
            prop_assert!(inert);
            prop_assert_eq!(unguarded(&written), text);
        }

        #[test]
        fn a_list_can_be_taken_apart_again(
            texts in prop::collection::vec("[ab='+;\\\\-]{0,8}", 1..4),
        ) {
            let list = Cell::List(texts.clone());
            let written = inert(&list);
            prop_assert_eq!(entries(&unguarded(&written)), texts);
        }
    }
}
