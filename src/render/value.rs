//! Views become tera values.
//!
//! Comes in: anything that serialises. Goes out: a [`Value`] in which ready HTML is marked as safe, so that templates
//! print it without a filter while all other text is escaped, and in which what many pages show was made only once.
//! Both are known by their types: newtype structs named `Markup` and `Shared`. Tera's own conversion ignores such
//! names, which is the only reason for this file.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::ser::{self, Error as _, Serialize, Serializer};
use tera::value::Key;
use tera::{Map, Value};

use crate::model::Phrase;

/// The name of the newtype structs whose text is ready HTML.
const READY_HTML: &str = "Markup";

/// The name of the newtype structs whose content many pages show.
const SHARED: &str = "Shared";

/// Turns a view into what templates see. What it shares with views before is taken from `known`.
///
/// # Errors
/// If `value` holds what no template can see: a map whose keys are neither text, number nor bool. Views have none.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T, known: &Known) -> Result<Value, Unseen> {
    Value::try_from_serializable(&Shown { value, known }).map_err(|error| Unseen(error.to_string()))
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

/// The values of what many pages show, by the number that it bears. It is split, so that threads seldom wait.
#[derive(Default)]
pub(crate) struct Known([Mutex<HashMap<u64, Value>>; SHELVES]);

const SHELVES: usize = 32;

impl Known {
    /// The value of something shared: the one that was made before, if it was.
    fn shared<T: Serialize + ?Sized>(&self, value: &T) -> Result<Value, Unseen> {
        let shown = Shown { value, known: self };
        let number = Value::try_from_serializable(&Numbered(shown))
            .ok()
            .and_then(|number| number.as_u64())
            .ok_or_else(|| Unseen("something shared that has no number".to_owned()))?;
        if let Some(made) = self.shelf(number).get(&number) {
            return Ok(made.clone());
        }
        let made = to_value(value, self)?;
        self.shelf(number).insert(number, made.clone());
        Ok(made)
    }

    fn shelf(&self, number: u64) -> MutexGuard<'_, HashMap<u64, Value>> {
        let index = usize::try_from(number % SHELVES as u64).expect("it is below SHELVES");
        self.0[index].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

/// A part of a view on its way into tera's own serializer: as itself, but for the two names that are known here.
struct Shown<'a, T: ?Sized> {
    value: &'a T,
    known: &'a Known,
}

impl<T: Serialize + ?Sized> Serialize for Shown<'_, T> {
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Through {
            inner,
            known: self.known,
            asks_for: Asked::Content,
        })
    }
}

/// What is shared, on its way into tera's own serializer as no more than its number.
struct Numbered<'a, T: ?Sized>(Shown<'a, T>);

impl<T: Serialize + ?Sized> Serialize for Numbered<'_, T> {
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.0.value.serialize(Through {
            inner,
            known: self.0.known,
            asks_for: Asked::Number,
        })
    }
}

/// What something shared is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Content,
    /// As a format does that is not for people.
    Number,
}

/// A serializer, or what it collects a list or map with, whose parts become [`Shown`].
struct Through<'a, S> {
    inner: S,
    known: &'a Known,
    asks_for: Asked,
}

impl<'a, S> Through<'a, S> {
    fn shown<'v, T: ?Sized>(&self, value: &'v T) -> Shown<'v, T>
    where
        'a: 'v,
    {
        Shown {
            value,
            known: self.known,
        }
    }
}

macro_rules! scalars {
    ($($method:ident($($name:ident: $type:ty),*)),+ $(,)?) => {
        $(fn $method(self, $($name: $type),*) -> Result<S::Ok, S::Error> { self.inner.$method($($name),*) })+
    };
}

macro_rules! collections {
    ($($method:ident($($name:ident: $type:ty),*) -> $part:ident),+ $(,)?) => {
        $(fn $method(self, $($name: $type),*) -> Result<Self::$part, S::Error> {
            Ok(Through {
                inner: self.inner.$method($($name),*)?,
                known: self.known,
                asks_for: self.asks_for,
            })
        })+
    };
}

impl<'a, S: Serializer> Serializer for Through<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Through<'a, S::SerializeSeq>;
    type SerializeTuple = Through<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Through<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Through<'a, S::SerializeTupleVariant>;
    type SerializeMap = Through<'a, S::SerializeMap>;
    type SerializeStruct = Through<'a, S::SerializeStruct>;
    type SerializeStructVariant = Through<'a, S::SerializeStructVariant>;

    scalars! {
        serialize_bool(v: bool), serialize_i8(v: i8), serialize_i16(v: i16), serialize_i32(v: i32),
        serialize_i64(v: i64), serialize_i128(v: i128), serialize_u8(v: u8), serialize_u16(v: u16),
        serialize_u32(v: u32), serialize_u64(v: u64), serialize_u128(v: u128), serialize_f32(v: f32),
        serialize_f64(v: f64), serialize_char(v: char), serialize_str(v: &str), serialize_bytes(v: &[u8]),
        serialize_none(), serialize_unit(), serialize_unit_struct(name: &'static str),
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str),
    }

    collections! {
        serialize_seq(len: Option<usize>) -> SerializeSeq,
        serialize_tuple(len: usize) -> SerializeTuple,
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct,
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeTupleVariant,
        serialize_map(len: Option<usize>) -> SerializeMap,
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct,
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeStructVariant,
    }

    fn is_human_readable(&self) -> bool {
        self.asks_for == Asked::Content
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        match name {
            READY_HTML => Value::try_from_serializable(value)
                .map_err(S::Error::custom)?
                .mark_safe()
                .serialize(self.inner),
            SHARED => self
                .known
                .shared(value)
                .map_err(S::Error::custom)?
                .serialize(self.inner),
            _ => value.serialize(self),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let shown = self.shown(value);
        self.inner
            .serialize_newtype_variant(name, index, variant, &shown)
    }
}

macro_rules! parts {
    ($($part:ident: $method:ident($($key:ident: $type:ty)?)),+ $(,)?) => {
        $(impl<S: ser::$part> ser::$part for Through<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: $type,)? value: &T) -> Result<(), S::Error> {
                let shown = self.shown(value);
                self.inner.$method($($key,)? &shown)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        })+
    };
}

parts! {
    SerializeSeq: serialize_element(),
    SerializeTuple: serialize_element(),
    SerializeTupleStruct: serialize_field(),
    SerializeTupleVariant: serialize_field(),
    SerializeStruct: serialize_field(key: &'static str),
    SerializeStructVariant: serialize_field(key: &'static str),
}

impl<S: ser::SerializeMap> ser::SerializeMap for Through<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        let shown = self.shown(value);
        self.inner.serialize_value(&shown)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use serde::{Serialize, Serializer};
    use serde_json::json;

    use super::*;
    use crate::view::contract::Shared;

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
        let value = to_value(&view(), &Known::default()).unwrap();
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
        let ours = serde_json::to_value(to_value(&view(), &Known::default()).unwrap()).unwrap();
        assert_eq!(ours, serde_json::to_value(view()).unwrap());
        let json = json!({"b": [1, 2.5, null, "x"], "a": {"z": true, "y": -1}});
        assert_eq!(
            serde_json::to_value(to_value(&json, &Known::default()).unwrap()).unwrap(),
            json
        );
    }

    #[test]
    fn what_is_shared_is_made_once_and_never_mistaken() {
        let (known, a, b) = (Known::default(), Shared::new("a"), Shared::new("b"));
        let maps = to_value(&(BTreeMap::from([("k", &a)]), [&b, &a]), &known).unwrap();
        assert_eq!(
            serde_json::to_value(&maps).unwrap(),
            json!([{"k": "a"}, ["b", "a"]])
        );
        let card = Shared::new(view());
        let text = |value: &Value| std::ptr::from_ref(value.as_map().unwrap());
        let (first, second) = (
            to_value(&card, &known).unwrap(),
            to_value(&card, &known).unwrap(),
        );
        assert_eq!(text(&first), text(&second));
        assert!(first.get_from_path("html").unwrap().is_safe());
        assert_ne!(
            text(&first),
            text(&to_value(&card, &Known::default()).unwrap())
        );
    }

    #[test]
    fn the_order_of_keys_is_kept() {
        let value = to_value(&view(), &Known::default()).unwrap();
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
        let error = to_value(&map, &Known::default()).unwrap_err();
        assert!(error.to_string().contains("map key must be"), "{error}");
    }
}
