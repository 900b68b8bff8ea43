//! A tree becomes YAML.
//!
//! Comes in: entries. Goes out: YAML in block style that reads back as the same values, by YAML 1.1 as well as 1.2.
//! Whatever could be taken for something else (a number, a date, `no`, a colon) is put in double quotes.

use super::tree::{Entry, Node};

/// The entries as YAML, each on lines of its own. Keys named in `quoted` have their text in quotes even where that is
/// not needed: titles look alike in every file then.
pub(super) fn yaml(entries: &[Entry], quoted: &[&str]) -> String {
    let mut out = String::new();
    for entry in entries {
        out += &scalar_key(&entry.key);
        out.push(':');
        match &entry.value {
            Node::Text(text) if quoted.contains(&entry.key.as_str()) => {
                out.push(' ');
                out += &in_quotes(text);
                out.push('\n');
            }
            value => write(&mut out, value, 0),
        }
    }
    out
}

/// Writes `value` after a `:` or `-`, with what belongs to it indented below `depth` levels.
fn write(out: &mut String, value: &Node, depth: usize) {
    match value {
        Node::Null => out.push('\n'),
        Node::Plain(text) => {
            let plain = if is_plain_value(text) { text.clone() } else { in_quotes(text) };
            out.extend([" ", &plain, "\n"]);
        }
        Node::Text(text) => out.extend([" ", &scalar(text), "\n"]),
        Node::List(items) if items.is_empty() => out.push_str(" []\n"),
        Node::Map(entries) if entries.is_empty() => out.push_str(" {}\n"),
        Node::List(items) => {
            out.push('\n');
            for item in items {
                indent(out, depth + 1);
                out.push('-');
                write_item(out, item, depth + 1);
            }
        }
        Node::Map(entries) => {
            out.push('\n');
            write_map(out, entries, depth + 1, false);
        }
    }
}

/// Writes an item after its `-`. A map or a list begins on the same line.
fn write_item(out: &mut String, item: &Node, depth: usize) {
    match item {
        Node::Map(entries) if !entries.is_empty() => {
            out.push(' ');
            write_map(out, entries, depth + 1, true);
        }
        Node::List(items) if !items.is_empty() => {
            out.push(' ');
            for (index, inner) in items.iter().enumerate() {
                if index > 0 {
                    indent(out, depth + 1);
                }
                out.push('-');
                write_item(out, inner, depth + 1);
            }
        }
        Node::Null => out.push_str(" null\n"),
        scalar => write(out, scalar, depth),
    }
}

fn write_map(out: &mut String, entries: &[Entry], depth: usize, begun: bool) {
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 || !begun {
            indent(out, depth);
        }
        out.push_str(&scalar_key(&entry.key));
        out.push(':');
        write(out, &entry.value, depth);
    }
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

/// A key. One that could be read as anything but text is quoted.
fn scalar_key(key: &str) -> String {
    if is_plain(key) { key.to_owned() } else { in_quotes(key) }
}

/// A text, as short as it can be.
fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { in_quotes(text) }
}

/// Whether `text` reads back as this very text when it stands there without quotes. Strict: what is not surely text
/// is said not to be.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next();
    let good = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '(' | ')' | '+' | '’' | '&' | '%' | '$' | '€')
    };
    first.is_some_and(char::is_alphabetic)
        && text.len() <= 200
        && text.chars().all(good)
        && !text.ends_with(' ')
        && !is_keyword(text)
}

/// Whether YAML 1.1 or 1.2 takes `text` for something else than text, though it begins with a letter.
fn is_keyword(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null" | "nan" | "inf")
}

/// Whether a number, a truth value or a date may stand without quotes, as its author had it.
fn is_plain_value(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_' | ':');
    let colon_ends = text.ends_with(':') || text.starts_with(':');
    let dashes = text.starts_with('-') && !text[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    !text.is_empty() && text.chars().all(good) && !colon_ends && !dashes
}

/// A text in double quotes.
fn in_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Not printable by YAML's rules, or not visible to a reader of the file.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}') => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
