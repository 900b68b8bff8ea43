//! Rows in columns, for people.
//!
//! Comes in: names and cells. Goes out: lines whose columns stand under each other, on any terminal: texts are made
//! inert, and long ones are cut.

use std::io::{self, Write};

use console::{measure_text_width, truncate_str};

use crate::diagnostic::inert::inert_line;

/// The widest that a column gets, in columns of the terminal.
const WIDEST: usize = 56;

/// Writes a table; nothing if there are no rows.
pub(super) fn write(out: &mut dyn Write, names: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let head = names.iter().map(|name| (*name).to_owned()).collect();
    let lines: Vec<Vec<String>> = std::iter::once(&head)
        .chain(rows)
        .map(|row| row.iter().map(|cell| shown(cell)).collect())
        .collect();
    let widths: Vec<usize> = (0..names.len())
        .map(|column| {
            let widths = lines.iter().filter_map(|line| line.get(column));
            widths
                .map(|cell| measure_text_width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    for line in &lines {
        let mut text = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            text.push_str(cell);
            let gap = width.saturating_sub(measure_text_width(cell)) + 2;
            text.extend(std::iter::repeat_n(' ', gap));
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

fn shown(cell: &str) -> String {
    truncate_str(&inert_line(cell), WIDEST, "…").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_and_nothing_moves_the_cursor() {
        let rows = [
            vec!["a\u{1b}[2J".to_owned(), "one".to_owned()],
            vec!["東京".to_owned(), "x".repeat(80)],
        ];
        let mut out = Vec::new();
        write(&mut out, &["name", "text"], &rows).unwrap();
        let expected = format!("name   text\na␛[2J  one\n東京   {}…\n", "x".repeat(55));
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
