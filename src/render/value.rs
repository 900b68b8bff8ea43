//! Views become tera values.
//!
//! Comes in: anything that serialises. Goes out: a [`Value`] in which ready HTML is marked as safe, so that templates
//! print it without a filter while all other text is escaped. HTML is known by its type: a newtype struct named
//! `Markup`. Tera's own conversion ignores such names, which is the only reason for this file.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{self, Impossible, Serialize};
use tera::value::Key;
use tera::{Map, Value};

use crate::model::Phrase;

/// The name of the newtype structs whose text is ready HTML.
const READY_HTML: &str = "Markup";

/// Turns a view into what templates see.
///
/// # Errors
/// If `value` holds what no template can see: bytes, or a map whose keys are no text. Views have neither.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, Unseen> {
    value.serialize(Values { safe: false })
}

/// Turns the words of the interface into the map that templates see as `t`.
pub(crate) fn words(words: &BTreeMap<String, Phrase>) -> Value {
    let forms = |forms: &BTreeMap<Box<str>, Box<str>>| {
        Map::from_iter(
            forms
                .iter()
                .map(|(name, text)| (Key::from(name.to_string()), Value::from(&**text))),
        )
    };
    Value::from(Map::from_iter(words.iter().map(|(key, phrase)| {
        let phrase = match phrase {
            Phrase::Text(text) => Value::from(&**text),
            Phrase::Plural(plural) => Value::from(forms(plural)),
        };
        (Key::from(key.clone()), phrase)
    })))
}

/// A value that has no form in a template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unseen(String);

impl fmt::Display for Unseen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unseen {}

impl ser::Error for Unseen {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// Serialises into values. `safe` is whether text that comes next is ready HTML.
#[derive(Clone, Copy)]
struct Values {
    safe: bool,
}

const PLAIN: Values = Values { safe: false };

macro_rules! scalars {
    ($($method:ident: $type:ty),+ $(,)?) => {
        $(fn $method(self, v: $type) -> Result<Value, Unseen> { Ok(Value::from(v)) })+
    };
}

impl ser::Serializer for Values {
    type Ok = Value;
    type Error = Unseen;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = Tagged<List>;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Tagged<Fields>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char,
    }

    fn serialize_i16(self, v: i16) -> Result<Value, Unseen> {
        Ok(Value::from(i32::from(v)))
    }

    fn serialize_str(self, text: &str) -> Result<Value, Unseen> {
        Ok(if self.safe {
            Value::safe_string(text)
        } else {
            Value::normal_string(text)
        })
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Unseen> {
        Err(ser::Error::custom("templates see no bytes"))
    }

    fn serialize_none(self) -> Result<Value, Unseen> {
        Ok(Value::none())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Unseen> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Unseen> {
        Ok(Value::none())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Unseen> {
        Ok(Value::none())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, Unseen> {
        Ok(Value::normal_string(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value, Unseen> {
        value.serialize(Self {
            safe: name == READY_HTML,
        })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Unseen> {
        Ok(tagged(variant, value.serialize(PLAIN)?))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<List, Unseen> {
        // A length is a hint of the type that is serialised, and is not trusted beyond reason.
        Ok(List(Vec::with_capacity(len.unwrap_or(0).min(4096))))
    }

    fn serialize_tuple(self, len: usize) -> Result<List, Unseen> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<List, Unseen> {
        self.serialize_seq(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Tagged<List>, Unseen> {
        Ok(Tagged {
            variant,
            content: self.serialize_seq(Some(len))?,
        })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Fields, Unseen> {
        Ok(Fields {
            map: Map::with_capacity(len.unwrap_or(0).min(4096)),
            key: None,
        })
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Fields, Unseen> {
        self.serialize_map(Some(len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Tagged<Fields>, Unseen> {
        Ok(Tagged {
            variant,
            content: self.serialize_map(Some(len))?,
        })
    }
}

fn tagged(variant: &'static str, content: Value) -> Value {
    Value::from(Map::from_iter([(Key::Str(variant), content)]))
}

/// A list that is being filled.
struct List(Vec<Value>);

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        self.0.push(value.serialize(PLAIN)?);
        Ok(())
    }
}

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(Value::from(self.0))
    }
}

impl ser::SerializeTuple for List {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(Value::from(self.0))
    }
}

impl ser::SerializeTupleStruct for List {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(Value::from(self.0))
    }
}

/// A map or struct that is being filled.
struct Fields {
    map: Map,
    key: Option<Key<'static>>,
}

impl ser::SerializeMap for Fields {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unseen> {
        self.key = Some(Key::String(key.serialize(KeyText)?.into()));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        let Some(key) = self.key.take() else {
            return Err(ser::Error::custom("a map gave a value before its key"));
        };
        self.map.insert(key, value.serialize(PLAIN)?);
        Ok(())
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(Value::from(self.map))
    }
}

impl ser::SerializeStruct for Fields {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unseen> {
        self.map.insert(Key::Str(key), value.serialize(PLAIN)?);
        Ok(())
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(Value::from(self.map))
    }
}

/// The content of an enum's variant, under the variant's name.
struct Tagged<C> {
    variant: &'static str,
    content: C,
}

impl ser::SerializeTupleVariant for Tagged<List> {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unseen> {
        self.content.push(value)
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(tagged(self.variant, Value::from(self.content.0)))
    }
}

impl ser::SerializeStructVariant for Tagged<Fields> {
    type Ok = Value;
    type Error = Unseen;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unseen> {
        ser::SerializeStruct::serialize_field(&mut self.content, key, value)
    }

    fn end(self) -> Result<Value, Unseen> {
        Ok(tagged(self.variant, Value::from(self.content.map)))
    }
}

/// Serialises the key of a map into text.
struct KeyText;

macro_rules! key_text {
    ($($method:ident: $type:ty),+ $(,)?) => {
        $(fn $method(self, v: $type) -> Result<String, Unseen> { Ok(v.to_string()) })+
    };
}

macro_rules! no_key {
    ($($method:ident($($arg:ty),*) -> $ok:ty),+ $(,)?) => {
        $(fn $method(self, $(_: $arg),*) -> Result<$ok, Unseen> {
            Err(ser::Error::custom("the keys of a map must be text"))
        })+
    };
}

type No = Impossible<String, Unseen>;

impl ser::Serializer for KeyText {
    type Ok = String;
    type Error = Unseen;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    key_text! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_char: char,
        serialize_str: &str,
    }

    no_key! {
        serialize_f32(f32) -> String,
        serialize_f64(f64) -> String,
        serialize_bytes(&[u8]) -> String,
        serialize_none() -> String,
        serialize_unit() -> String,
        serialize_unit_struct(&'static str) -> String,
        serialize_seq(Option<usize>) -> No,
        serialize_tuple(usize) -> No,
        serialize_tuple_struct(&'static str, usize) -> No,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> No,
        serialize_map(Option<usize>) -> No,
        serialize_struct(&'static str, usize) -> No,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> No,
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, Unseen> {
        Ok(variant.to_owned())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Unseen> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, Unseen> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Unseen> {
        Err(ser::Error::custom("the keys of a map must be text"))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Serialize, Serializer};
    use serde_json::json;

    use super::*;

    struct Ready(&'static str);

    impl Serialize for Ready {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_newtype_struct("Markup", self.0)
        }
    }

    #[derive(Serialize)]
    enum Kind {
        Unit,
        New(u8),
        Struct { a: Ready },
    }

    #[derive(Serialize)]
    struct View {
        text: &'static str,
        html: Ready,
        maybe_html: Option<Ready>,
        list: Vec<Ready>,
        none: Option<u8>,
        year: i16,
        kinds: Vec<Kind>,
        map: BTreeMap<u8, bool>,
    }

    fn view() -> View {
        View {
            text: "<b>",
            html: Ready("<b>"),
            maybe_html: Some(Ready("<i>")),
            list: vec![Ready("<u>")],
            none: None,
            year: -3,
            kinds: vec![Kind::Unit, Kind::New(7), Kind::Struct { a: Ready("<p>") }],
            map: BTreeMap::from([(2, true)]),
        }
    }

    #[test]
    fn only_markup_is_safe_wherever_it_stands() {
        let value = to_value(&view()).unwrap();
        let at = |path: &str| value.get_from_path(path).unwrap().clone();
        assert!(!at("text").is_safe());
        assert!(at("html").is_safe());
        assert!(at("maybe_html").is_safe());
        assert!(at("list.0").is_safe());
        assert!(at("kinds.2.Struct.a").is_safe());
        assert!(!at("kinds.0").is_safe());
    }

    #[test]
    fn a_value_says_what_serde_json_says() {
        let ours = serde_json::to_value(to_value(&view()).unwrap()).unwrap();
        assert_eq!(ours, serde_json::to_value(view()).unwrap());
        let json = json!({"b": [1, 2.5, null, "x"], "a": {"z": true, "y": -1}});
        assert_eq!(
            serde_json::to_value(to_value(&json).unwrap()).unwrap(),
            json
        );
    }

    #[test]
    fn the_order_of_keys_is_kept() {
        let value = to_value(&view()).unwrap();
        let keys: Vec<_> = value
            .as_map()
            .unwrap()
            .keys()
            .map(ToString::to_string)
            .collect();
        assert_eq!(keys[..3], ["text", "html", "maybe_html"]);
    }

    #[test]
    fn what_no_template_can_see_is_an_error() {
        let map = BTreeMap::from([(vec![1], 2)]);
        assert_eq!(
            to_value(&map).unwrap_err().to_string(),
            "the keys of a map must be text"
        );
    }
}
