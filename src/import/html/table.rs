//! Tables of HTML become tables of Markdown.
//!
//! Comes in: a `<table>`. Goes out: the same cells in the same rows and columns. What Markdown has no form for is not
//! bent into one: a table without headings gets an empty heading row, a heading of a row is set bold, and a table that only
//! lays out a page (one column, or blocks in its cells) becomes its cells, one below the other.

use std::rc::Rc;

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::{Element, Node};
use markup5ever_rcdom::NodeData;

use super::elements::blocks;

/// The most columns or rows that one cell covers; the browsers allow a thousand.
const SPAN_CAP: usize = 64;

/// The most columns that are still written as a table.
const COLUMNS_CAP: usize = 64;

/// Columns wider than this are not made even: one long cell would blow up all others.
const EVEN_WIDTH: usize = 40;

/// A cell, as Markdown.
#[derive(Clone, Default)]
struct Cell {
    text: String,
    is_heading: bool,
}

/// The cells of a table.
#[derive(Default)]
struct Table {
    captions: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Whether the first row stands in a `<thead>`.
    has_head: bool,
    /// For each column, how many rows more a cell from above covers.
    covered: Vec<usize>,
}

/// A table with all its cells.
pub(super) fn table(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let mut table = Table::default();
    table.read(handlers, element.node, false);
    Some(table.markdown().into())
}

fn tag(node: &Node) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// What a cell covers, by an attribute of it.
fn span(cell: &Node, attribute: &str) -> usize {
    let NodeData::Element { attrs, .. } = &cell.data else {
        return 1;
    };
    let attrs = attrs.borrow();
    let value = attrs.iter().find(|a| &*a.name.local == attribute);
    value
        .and_then(|a| a.value.trim().parse().ok())
        .unwrap_or(1)
        .clamp(1, SPAN_CAP)
}

impl Table {
    fn read(&mut self, handlers: &dyn Handlers, node: &Rc<Node>, in_head: bool) {
        for child in node.children.borrow().iter() {
            match tag(child) {
                "thead" => self.read(handlers, child, true),
                "tbody" | "tfoot" => self.read(handlers, child, false),
                "tr" => {
                    self.has_head |= in_head && self.rows.is_empty();
                    self.row(handlers, child);
                }
                "caption" => {
                    let text = handlers.walk_children(child).content;
                    self.captions.push(text.trim().to_owned());
                }
                _ => {}
            }
        }
    }

    fn row(&mut self, handlers: &dyn Handlers, row: &Rc<Node>) {
        let mut cells = Vec::new();
        for node in row.children.borrow().iter() {
            let is_heading = match tag(node) {
                "th" => true,
                "td" => false,
                _ => continue,
            };
            self.skip_covered(&mut cells);
            let start = cells.len();
            let text = handlers.walk_children(node).content.trim().to_owned();
            cells.push(Cell { text, is_heading });
            let beside = span(node, "colspan") - 1;
            cells.extend(std::iter::repeat_n(
                Cell {
                    text: String::new(),
                    is_heading,
                },
                beside,
            ));
            self.covered.resize(self.covered.len().max(cells.len()), 0);
            self.covered[start..cells.len()].fill(span(node, "rowspan") - 1);
        }
        self.skip_covered(&mut cells);
        if !cells.is_empty() {
            self.rows.push(cells);
        }
    }

    /// Adds empty cells where cells from above reach down.
    fn skip_covered(&mut self, cells: &mut Vec<Cell>) {
        while let Some(rows) = self.covered.get_mut(cells.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            cells.push(Cell::default());
        }
    }

    fn markdown(self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let headed = self.has_head
            || self
                .rows
                .first()
                .is_some_and(|row| row.iter().all(|cell| cell.is_heading));
        let cells = || self.rows.iter().flatten();
        let lays_out = columns < 2 && !headed || cells().any(|cell| has_blocks(&cell.text));
        let mut parts: Vec<&str> = self.captions.iter().map(String::as_str).collect();
        if lays_out || columns > COLUMNS_CAP {
            parts.extend(cells().map(|cell| cell.text.as_str()));
            return blocks(&parts);
        }
        let mut rows: Vec<Vec<String>> = Vec::with_capacity(self.rows.len() + 1);
        if !headed {
            rows.push(Vec::new());
        }
        for row in &self.rows {
            let heads = headed && rows.is_empty();
            rows.push(row.iter().map(|cell| cell.written(heads)).collect());
        }
        let widths: Vec<usize> = (0..columns).map(|column| width(&rows, column)).collect();
        let mut text = String::new();
        for (index, row) in rows.iter().enumerate() {
            line(&mut text, row, &widths);
            if index == 0 {
                let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
                line(&mut text, &rule, &widths);
            }
        }
        parts.push(text.trim_end());
        blocks(&parts)
    }
}

impl Cell {
    /// Its text on one line. What heads a row is bold, since only the first row is set as headings.
    fn written(&self, heads: bool) -> String {
        let words: Vec<&str> = self.text.split_whitespace().collect();
        let text = words.join(" ").replace('|', "\\|");
        if heads || !self.is_heading || text.is_empty() || text.starts_with("**") {
            text
        } else {
            format!("**{text}**")
        }
    }
}

/// Whether there is more in a cell than running text: a list, a heading, a quote, code, another table.
fn has_blocks(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with(['|', '>', '#'])
            || ["- ", "```", "1. "]
                .iter()
                .any(|mark| line.starts_with(mark))
    })
}

/// The width that a column is written in, in characters.
fn width(rows: &[Vec<String>], column: usize) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(column));
    let widest = cells.map(|cell| cell.chars().count()).max();
    widest.unwrap_or(0).clamp(3, EVEN_WIDTH)
}

fn line(text: &mut String, cells: &[String], widths: &[usize]) {
    text.push('|');
    for (index, width) in widths.iter().enumerate() {
        let cell = cells.get(index).map_or("", String::as_str);
        *text += &format!(" {cell:<width$} |");
    }
    text.push('\n');
}
