//! JSON front matter, and JSON at large.
//!
//! Comes in: JSON. Goes out: a tree in the order of the file; numbers keep their spelling, and a key that is given
//! twice stands in it twice.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::tree::{Entry, Node};
use super::{DEPTH_CAP, Fault, Read, Reading};

/// The object that `text` begins with.
pub(super) fn cut(text: &str) -> Option<&str> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    values.next()?.ok()?;
    Some(&text[..values.byte_offset()])
}

pub(super) fn read(text: &str) -> Reading {
    let top = tree(text)?;
    Ok(Read {
        top,
        values: Vec::new(),
        faults: Vec::new(),
        marks: Vec::new(),
    })
}

/// The value that all of `text` is.
pub(super) fn tree(text: &str) -> Result<Node, Fault> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| Fault {
        line: error.line(),
        reason: format!("this is not valid JSON: {error}"),
    })?;
    let places = Places {
        start: text.as_ptr() as usize,
        breaks: text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at)
            .collect(),
    };
    node(&places, raw, 0).ok_or_else(|| Fault {
        line: 1,
        reason: "objects are nested too deeply".to_owned(),
    })
}

/// Where the lines of a text end, for finding the line of a part of it.
struct Places {
    start: usize,
    breaks: Vec<usize>,
}

impl Places {
    fn line(&self, part: &str) -> usize {
        let at = (part.as_ptr() as usize).saturating_sub(self.start);
        self.breaks.partition_point(|end| *end < at) + 1
    }
}

/// `raw` as a tree.
fn node(places: &Places, raw: &RawValue, depth: usize) -> Option<Node> {
    if depth > DEPTH_CAP {
        return None;
    }
    let json = raw.get();
    Some(match json.as_bytes().first()? {
        b'{' => {
            let Pairs(pairs) = serde_json::from_str(json).ok()?;
            let entries = pairs.into_iter().map(|(key, value)| {
                Some(Entry::new(
                    key,
                    places.line(value.get()),
                    node(places, value, depth + 1)?,
                ))
            });
            Node::Map(entries.collect::<Option<_>>()?)
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            let items = items.into_iter().map(|item| node(places, item, depth + 1));
            Node::List(items.collect::<Option<_>>()?)
        }
        b'"' => Node::Text(
            serde_json::from_str::<Cow<'_, str>>(json)
                .ok()?
                .into_owned(),
        ),
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
