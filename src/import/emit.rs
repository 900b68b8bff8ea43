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
        Node::Plain(text) if is_plain_value(text) => out.extend([" ", text, "\n"]),
        Node::Plain(text) | Node::Text(text) => match block_style(text) {
            Some(style) => {
                out.extend([" ", style, "\n"]);
                for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                    if !line.is_empty() {
                        indent(out, depth + 1);
                        out.push_str(line);
                    }
                    out.push('\n');
                }
            }
            None => out.extend([" ", &scalar(text), "\n"]),
        },
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
    if is_plain(key) {
        key.to_owned()
    } else {
        in_quotes(key)
    }
}

/// A text, as short as it can be.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        in_quotes(text)
    }
}

/// Whether `text` reads back as this very text when it stands there without quotes. Strict: what is not surely text
/// is said not to be.
fn is_plain(text: &str) -> bool {
    let first = text.chars().next();
    let good = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '_' | '-' | '.' | '/' | '(' | ')' | '+' | '’' | '&' | '%' | '$' | '€'
            )
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
    matches!(
        lower.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "null" | "nan" | "inf"
    )
}

/// Whether a number, a truth value or a date may stand without quotes, as its author had it.
fn is_plain_value(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_' | ':');
    let colon_ends = text.ends_with(':') || text.starts_with(':');
    let dashes =
        text.starts_with('-') && !text[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    !text.is_empty() && text.chars().all(good) && !colon_ends && !dashes
}

/// How a text of several lines is written out line by line, if it can be.
fn block_style(text: &str) -> Option<&'static str> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let plain = |line: &str| {
        !line.ends_with([' ', '\t']) && !line.chars().any(|c| c.is_control() || is_hidden(c))
    };
    let begins = body.starts_with(|c: char| !c.is_whitespace());
    let ends = !body.ends_with('\n');
    let good = body.contains('\n') && begins && ends && body.split('\n').all(plain);
    good.then_some(if body.len() < text.len() { "|" } else { "|-" })
}

/// Not printable by YAML's rules, or not visible to a reader of the file.
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    )
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
            c if c.is_control() || is_hidden(c) => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Node {
        Node::text(text)
    }

    #[test]
    fn texts_are_quoted_where_yaml_would_read_something_else() {
        for (value, expected) in [
            ("Runway: the shift", "\"Runway: the shift\""),
            ("plain words", "plain words"),
            ("no", "\"no\""),
            ("1984", "\"1984\""),
            ("2026-02-12", "\"2026-02-12\""),
            ("a #b", "\"a #b\""),
            ("- item", "\"- item\""),
            ("@x", "\"@x\""),
            ("\"q\" \\", "\"\\\"q\\\" \\\\\""),
            ("", "\"\""),
            ("a\tb\u{7}", "\"a\\tb\\u0007\""),
            ("x\ny\n", "|\n  x\n  y"),
            ("$5.3B", "\"$5.3B\""),
        ] {
            let entry = Entry::new("k", 1, text(value));
            assert_eq!(yaml(&[entry], &[]), format!("k: {expected}\n"), "{value}");
        }
    }

    #[test]
    fn maps_and_lists_are_nested() {
        let inner = Node::Map(vec![
            Entry::new("a", 1, text("x")),
            Entry::new(
                "b",
                1,
                Node::List(vec![
                    text("y"),
                    Node::Null,
                    Node::List(vec![text("z"), text("l\nm")]),
                ]),
            ),
            Entry::new("1", 1, Node::Map(Vec::new())),
        ]);
        let list = Node::List(vec![inner, Node::Plain("1.10".to_owned())]);
        let expected = "k:\n  - a: x\n    b:\n      - \"y\"\n      - null\n      - - z\n        - |-\n          l\n          m\n    \"1\": {}\n  - 1.10\n";
        assert_eq!(yaml(&[Entry::new("k", 1, list)], &[]), expected);
    }

    /// Any tree of texts.
    fn tree() -> impl Strategy<Value = Node> {
        let leaf = prop_oneof![
            3 => "(?s)[\\PC\n\t]{0,16}".prop_map(Node::Text),
            1 => "[a-z: #'\"\\\\\n&*!|>%@`,\\[\\]{}?-]{0,8}".prop_map(Node::Text),
            1 => Just(Node::Null),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List),
                prop::collection::btree_map("\\PC{1,6}|[a-z: #\n-]{1,4}", inner, 0..4).prop_map(
                    |map| {
                        Node::Map(
                            map.into_iter()
                                .map(|(key, value)| Entry::new(key, 1, value))
                                .collect(),
                        )
                    }
                ),
            ]
        })
    }

    fn same(node: &Node, value: &serde_yaml::Value) -> bool {
        use serde_yaml::Value;
        match (node, value) {
            (Node::Null, Value::Null) => true,
            (Node::Text(text), Value::String(other)) => text == other,
            (Node::List(items), Value::Sequence(others)) => {
                items.len() == others.len() && items.iter().zip(others).all(|(a, b)| same(a, b))
            }
            (Node::Map(entries), Value::Mapping(map)) => {
                entries.len() == map.len()
                    && entries
                        .iter()
                        .all(|e| map.get(e.key.as_str()).is_some_and(|v| same(&e.value, v)))
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in tree()) {
            let written = yaml(&[Entry::new("k", 1, value.clone())], &[]);
            let read: serde_yaml::Value = serde_yaml::from_str(&written).map_err(|e| TestCaseError::fail(format!("{e}: {written}")))?;
            prop_assert!(same(&value, &read["k"]), "{:?}\n{}", value, written);
        }
    }
}
