//! TOML front matter.
//!
//! Comes in: TOML. Goes out: a tree in the order of the file, with numbers and dates as they were spelled.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::super::tree::{Entry, Node};
use super::{DEPTH_CAP, Fault, Read, Reading, line_of};

pub(super) fn read(text: &str) -> Reading {
    let table = DeTable::parse(text).map_err(|error| Fault {
        line: error.span().map_or(1, |span| line_of(text, span.start)),
        reason: format!("this is not valid TOML: {}", error.message()),
    })?;
    let mut values = Vec::new();
    let top = map(text, table.get_ref(), &mut values, 0).ok_or_else(|| Fault {
        line: 1,
        reason: "tables and arrays are nested too deeply".to_owned(),
    })?;
    Ok(Read {
        top,
        values,
        faults: Vec::new(),
        marks: Vec::new(),
    })
}

fn map(
    text: &str,
    table: &DeTable<'_>,
    values: &mut Vec<Range<usize>>,
    depth: usize,
) -> Option<Node> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    let entries = entries.into_iter().map(|(key, value)| {
        values.push(key.span());
        let line = line_of(text, key.span().start);
        Some(Entry::new(
            key.get_ref().to_string(),
            line,
            node(text, value, values, depth + 1)?,
        ))
    });
    entries.collect::<Option<_>>().map(Node::Map)
}

fn node(
    text: &str,
    value: &Spanned<DeValue<'_>>,
    values: &mut Vec<Range<usize>>,
    depth: usize,
) -> Option<Node> {
    if depth > DEPTH_CAP {
        return None;
    }
    // The spelling in the file: `1_000` and `1979-05-27 07:32:00` stay as they are.
    let spelled = || text.get(value.span()).unwrap_or_default().to_owned();
    if !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_)) {
        values.push(value.span());
    }
    Some(match value.get_ref() {
        DeValue::String(text) => Node::text(text.as_ref()),
        DeValue::Boolean(value) => Node::Plain(value.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Node::Plain(spelled()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| node(text, item, values, depth + 1));
            Node::List(items.collect::<Option<_>>()?)
        }
        DeValue::Table(table) => map(text, table, values, depth)?,
    })
}
