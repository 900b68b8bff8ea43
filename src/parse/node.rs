//! YAML as a plain tree.
//!
//! Comes in: YAML. Goes out: a [`Node`] in which nothing is lost that a reader over it needs: maps keep their order
//! and their duplicate keys. How a number was spelled is not kept (binary floats would not keep it either): who needs
//! the spelling asks [`super::marks`] for the source. Aliases are expanded within a budget, so that a small file can't
//! grow into a large tree.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::Number;

use crate::model::bidi;

/// The deepest nesting that is read.
pub(super) const DEPTH_CAP: usize = 64;

/// The largest tree: a node counts 1, a text its bytes too. Without aliases no tree of 64 KiB of YAML comes near.
const BUDGET: usize = 1024 * 1024;

/// What the errors below say, so that they are known again.
pub(super) const TOO_DEEP: &str = "nested too deeply";
pub(super) const TOO_LARGE: &str = "expands to too much";
pub(super) const TAGGED: &str = "has the YAML tag !";

/// A YAML value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A plain number. For knowing that it is one: figures are read from the source.
    Number(Number),
    /// Text.
    Text(Box<str>),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file; a key may stand in it twice.
    Map(Vec<(Box<str>, Node)>),
}

/// A text of the author's. It will stand beside others, whose characters it must not order anew.
fn own(text: &str) -> Box<str> {
    bidi::closed(text).into()
}

impl Node {
    /// Reads one YAML document.
    pub(super) fn read(yaml: &str) -> Result<Self, serde_yaml::Error> {
        let budget = Cell::new(BUDGET);
        let seed = Seed {
            budget: &budget,
            depth: 0,
        };
        let mut node = seed.deserialize(serde_yaml::Deserializer::from_str(yaml))?;
        node.merge();
        Ok(node)
    }

    /// What it is, in words: `a list`.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }

    /// Whether nothing is written: `null`, or a text of blanks.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The value of `key` in a map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(k, _)| &**k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The same value as JSON; of a key that is given twice, the first value.
    pub(super) fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => Value::Number(value.clone()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Map(entries) => {
                let mut map = serde_json::Map::new();
                for (key, value) in entries {
                    map.entry(&**key).or_insert_with(|| value.to_json());
                }
                Value::Object(map)
            }
        }
    }

    /// Carries out `<<: *other` (YAML's merge key): keys of the other map that this one has not are added.
    fn merge(&mut self) {
        match self {
            Self::List(items) => items.iter_mut().for_each(Self::merge),
            Self::Map(entries) => {
                entries.iter_mut().for_each(|(_, value)| value.merge());
                while let Some(at) = entries
                    .iter()
                    .position(|(key, value)| &**key == "<<" && value.is_mergeable())
                {
                    let (_, merged) = entries.remove(at);
                    let maps = match merged {
                        Self::List(maps) => maps,
                        map => vec![map],
                    };
                    for map in maps {
                        let Self::Map(others) = map else { continue };
                        for (key, value) in others {
                            if !entries.iter().any(|(known, _)| *known == key) {
                                entries.push((key, value));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn is_mergeable(&self) -> bool {
        match self {
            Self::Map(_) => true,
            Self::List(items) => items.iter().all(|item| matches!(item, Self::Map(_))),
            _ => false,
        }
    }
}

/// Reads a node within what is left of the budget.
#[derive(Clone, Copy)]
struct Seed<'b> {
    budget: &'b Cell<usize>,
    depth: usize,
}

impl Seed<'_> {
    fn spend<E: de::Error>(&self, bytes: usize) -> Result<(), E> {
        let left = self.budget.get().checked_sub(bytes + 1);
        self.budget.set(left.ok_or_else(|| E::custom(TOO_LARGE))?);
        Ok(())
    }

    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == DEPTH_CAP {
            return Err(E::custom(TOO_DEEP));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }

    fn number<E: de::Error>(&self, number: Option<Number>, text: String) -> Result<Node, E> {
        self.spend(0)?;
        Ok(number.map_or_else(|| Node::Text(text.into()), Node::Number))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.spend(0)?;
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.number(Some(value.into()), String::new())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.number(Some(value.into()), String::new())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.number(None, value.to_string())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.number(None, value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.number(Number::from_f64(value), value.to_string())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        self.spend(text.len())?;
        Ok(Node::Text(own(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        self.spend(0)?;
        let inner = self.deeper()?;
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            self.spend(key.len())?;
            entries.push((key, map.next_value_seed(inner)?));
        }
        Ok(Node::Map(entries))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        // A tag names a type of some program's own. Reading on without it would lose the author's word.
        let (Key(tag), rest) = tagged.variant()?;
        rest.newtype_variant::<de::IgnoredAny>()?;
        Err(de::Error::custom(format_args!("{TAGGED}{tag}")))
    }
}

/// The key of a map, as text whatever YAML takes it for. A list or a map as a key is refused.
struct Key(Box<str>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Key, E> {
        Ok(Key(text.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(yaml: &str) -> String {
        Node::read(yaml).map_or_else(|e| format!("error: {e}"), |node| node.to_json().to_string())
    }

    #[test]
    fn yaml_becomes_a_tree() {
        for (yaml, expected) in [
            ("", "null"),
            ("~", "null"),
            ("a: 1\nb: [x, true, 1.5]\n", r#"{"a":1,"b":["x",true,1.5]}"#),
            (
                "2026: y\ntrue: z\n~: n\n",
                r#"{"2026":"y","true":"z","~":"n"}"#,
            ),
            (
                "a: no\nb: 010\nc: 2026-02-12",
                r#"{"a":"no","b":"010","c":"2026-02-12"}"#,
            ),
            (
                "a: 99999999999999999999\n",
                r#"{"a":"99999999999999999999"}"#,
            ),
            ("a: .inf\n", r#"{"a":"inf"}"#),
            (
                "a: &x {k: 1}\nb: {<<: *x, k: 2, l: 3}\n",
                r#"{"a":{"k":1},"b":{"k":2,"l":3}}"#,
            ),
            (
                "a: &x {k: 1}\nb:\n  <<: [*x, {m: 4}]\n",
                r#"{"a":{"k":1},"b":{"k":1,"m":4}}"#,
            ),
            ("<<: text\n", r#"{"<<":"text"}"#),
            ("a: !!str 5\n", r#"{"a":"5"}"#),
        ] {
            assert_eq!(json(yaml), expected, "{yaml:?}");
        }
    }

    #[test]
    fn duplicate_keys_are_kept_for_the_reader_to_tell() {
        let node = Node::read("a: 1\na: 2\n").expect("it is YAML");
        assert!(matches!(node, Node::Map(entries) if entries.len() == 2));
    }

    #[test]
    fn tags_are_refused_by_name() {
        assert!(json("title: !x y z\n").contains("YAML tag !x"));
    }

    #[test]
    fn aliases_can_not_blow_up() {
        let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for i in 1..30 {
            let before = format!("*a{}", i - 1);
            let list = [&*before; 9].join(", ");
            laughs += &format!("a{i}: &a{i} [{list}]\n");
        }
        assert!(json(&laughs).starts_with("error"));
        let wide = format!("- &a {}\n{}", "x".repeat(30_000), "- *a\n".repeat(6_000));
        assert!(json(&wide).contains(TOO_LARGE));
        assert!(json("a: &a [*a]\n").starts_with("error"));
    }

    #[test]
    fn depth_is_capped() {
        let nested = |n: usize| format!("{}x", "- ".repeat(n));
        assert!(Node::read(&nested(DEPTH_CAP)).is_ok());
        assert!(json(&nested(DEPTH_CAP + 1)).contains(TOO_DEEP));
        assert!(json(&nested(20_000)).starts_with("error"));
    }
}
