//! JSON front matter, and JSON at large.
//!
//! Comes in: JSON. Goes out: a tree in the order of the file; numbers keep their spelling, and a key that is given
//! twice stands in it twice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::tree::{Entry, Node};
use super::{DEPTH_CAP, Fault, Read, Reading, line_of};

/// The object that `text` begins with.
pub(super) fn cut(text: &str) -> Option<&str> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    values.next()?.ok()?;
    Some(&text[..values.byte_offset()])
}

pub(super) fn read(text: &str) -> Reading {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| Fault {
        line: error.line(),
        reason: format!("this is not valid JSON: {error}"),
    })?;
    let top = node(text, raw, 0)
        .ok_or_else(|| Fault { line: 1, reason: "objects are nested too deeply".to_owned() })?;
    Ok(Read { top, values: Vec::new(), faults: Vec::new() })
}

/// `raw`, which is a part of `text`, as a tree.
fn node(text: &str, raw: &RawValue, depth: usize) -> Option<Node> {
    if depth > DEPTH_CAP {
        return None;
    }
    let json = raw.get();
    Some(match json.as_bytes().first()? {
        b'{' => {
            let Pairs(pairs) = serde_json::from_str(json).ok()?;
            let entries = pairs.into_iter().map(|(key, value)| {
                let at = value.get().as_ptr() as usize - text.as_ptr() as usize;
                Some(Entry::new(key, line_of(text, at), node(text, value, depth + 1)?))
            });
            Node::Map(entries.collect::<Option<_>>()?)
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            let items = items.into_iter().map(|item| node(text, item, depth + 1));
            Node::List(items.collect::<Option<_>>()?)
        }
        b'"' => Node::Text(serde_json::from_str::<Cow<'_, str>>(json).ok()?.into_owned()),
        b'n' => Node::Null,
        _ => Node::Plain(json.to_owned()),
    })
}

/// An object as pairs, in order.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }

        }
        deserializer.deserialize_map(Collect)
    }
}
