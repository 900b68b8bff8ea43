//! Tables that are drawn with signs.
//!
//! Comes in: lines. Goes out: how many of them are one table (`| a | b |`, or three columns and more that tabs part, as
//! office programs paste them), and the same as Markdown. Which row heads it is
//! read off a line of dashes below; where there is none, no row is made a heading.

use super::super::text::Line;
use super::bullet;
use super::escape;

/// How many lines at the start of `lines` are a table: two rows at least.
pub(super) fn rows(lines: &[Line]) -> usize {
    let is_part = |line: &&Line| is_row(line.trimmed()) || is_border(line.trimmed());
    let part = lines.iter().take_while(is_part);
    let (count, rows) = part.fold((0, 0), |(count, rows), line| {
        (count + 1, rows + usize::from(!is_border(line.trimmed())))
    });
    if rows >= 2 {
        return count;
    }
    let columns = lines.first().map_or(0, tabbed);
    let same = lines.iter().take_while(|line| tabbed(line) == columns);
    match same.count() {
        rows if columns >= 3 && rows >= 2 => rows,
        _ => 0,
    }
}

/// How many columns tabs make of a line.
fn tabbed(line: &Line) -> usize {
    match bullet::read(line.trimmed(), None) {
        None => line.trimmed().split('\t').count(),
        Some(_) => 0,
    }
}

/// `| a | b |`, the last sign perhaps left out.
fn is_row(text: &str) -> bool {
    text.strip_prefix('|')
        .is_some_and(|rest| rest.contains('|'))
}

/// `|---|---|`, `+---+---+`: lines between rows.
fn is_border(text: &str) -> bool {
    text.starts_with(['|', '+'])
        && text.contains(['-', '='])
        && text
            .chars()
            .all(|c| matches!(c, '|' | '+' | '-' | '=' | ':' | ' '))
}

/// The lines of a table as one that Markdown knows.
pub(super) fn markdown(lines: &[String]) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut headed = false;
    for line in lines {
        if is_border(line) {
            headed |= rows.len() == 1;
        } else {
            rows.push(cells(line));
        }
    }
    if !headed {
        rows.insert(0, Vec::new());
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let cells: Vec<&str> = (0..columns).map(cell).collect();
        out += &format!("| {} |\n", cells.join(" | "));
        if index == 0 {
            out += &format!("|{}\n", " --- |".repeat(columns));
        }
    }
    out
}

/// The texts between the signs of a row.
fn cells(line: &str) -> Vec<String> {
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let sign = if line.starts_with('|') { '|' } else { '\t' };
    inner
        .split(sign)
        .map(|cell| escape::inline(cell.trim()).replace('|', "\\|"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::text::lines;
    use super::*;

    #[test]
    fn tables_are_known_by_their_signs() {
        for (text, count) in [
            ("| a | b |\n|---|---|\n| 1 | 2 |\nMore", 3),
            ("+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+", 5),
            ("| a | b\n| 1 | 2", 2),
            ("| alone | here |\nMore", 0),
            ("a\tb\tc\n1\t2\t3\nMore", 2),
            ("-\ta\tb\n-\tc\td", 0),
            ("Label:\ttext\nOther:\ttext", 0),
            ("a | b\nc | d", 0),
            ("+ item\n+ item", 0),
        ] {
            assert_eq!(rows(&lines(text, 1)), count, "{text}");
        }
    }

    #[test]
    fn only_a_line_below_makes_a_heading() {
        let table = |text: &str| markdown(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(
            table("| a | *b* |\n|---|---|\n| 1 |"),
            "| a | \\*b\\* |\n| --- | --- |\n| 1 |  |\n"
        );
        assert_eq!(
            table("a\t|b\n1\t2"),
            "|  |  |\n| --- | --- |\n| a | \\|b |\n| 1 | 2 |\n"
        );
        assert_eq!(
            table("| a | b |\n| 1 | 2 |"),
            "|  |  |\n| --- | --- |\n| a | b |\n| 1 | 2 |\n"
        );
    }
}
