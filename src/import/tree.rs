//! Front matter as a tree, whatever it was written in.
//!
//! Comes in: nothing; the readers of YAML, TOML, JSON and header lines make these. Goes out: values with the spelling
//! of their author: `1.10` stays `1.10`, and `007` does not become 7.

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// A key without a value, or `null`.
    Null,
    /// Text.
    Text(String),
    /// A number, `true`, `false`: as it was spelled. Text to whoever wants text.
    Plain(String),
    /// A list.
    List(Vec<Node>),
    /// A map.
    Map(Vec<Entry>),
}

/// One key of a map, and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The key, as written.
    pub(super) key: String,
    /// The line of the file that it stands on, from 1.
    pub(super) line: usize,
    /// The value.
    pub(super) value: Node,
}

impl Entry {
    /// An entry that was written on `line`.
    pub(super) fn new(key: impl Into<String>, line: usize, value: Node) -> Self {
        Self {
            key: key.into(),
            line,
            value,
        }
    }
}

impl Node {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text of a scalar, without white space around it.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// Whether it is `true` or `false`, if it is one of these.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self.as_text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// The texts of a list of scalars, or of one scalar. `None` if there is anything else in it.
    pub(super) fn as_texts(&self) -> Option<Vec<&str>> {
        match self {
            Self::List(items) => items.iter().map(Self::as_text).collect(),
            other => other.as_text().map(|text| vec![text]),
        }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) | Self::Plain(text) => text.trim().is_empty(),
            Self::List(items) => items.iter().all(Self::is_empty),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    /// The value of `key` in a map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.value),
            _ => None,
        }
    }

    /// Hands every text in it to `take`: keys and scalars.
    pub(super) fn each_text(&self, take: &mut impl FnMut(&str)) {
        match self {
            Self::Null => {}
            Self::Text(text) | Self::Plain(text) => take(text),
            Self::List(items) => items.iter().for_each(|item| item.each_text(take)),
            Self::Map(entries) => {
                for entry in entries {
                    take(&entry.key);
                    entry.value.each_text(take);
                }
            }
        }
    }

    /// It, on one line, for people: `[a, b]`, `{k: v}`.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Plain(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::shown).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|e| format!("{}: {}", e.key, e.value.shown()))
                    .collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }
}
