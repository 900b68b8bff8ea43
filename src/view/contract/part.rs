//! Small values that many views share.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

/// An address, ready for an `href` or `src`: inside the site it begins with the base path, outside it is http(s).
/// A template sees it as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Href(pub(in crate::view) Arc<str>);

impl Href {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Href {
    /// An address of a sample page, which leads nowhere.
    pub(crate) fn sample(address: &str) -> Self {
        Self(address.into())
    }
}

/// What many pages show, made once. A template sees its content and nothing else.
///
/// It serialises as a newtype struct named `Shared`, by which the template room knows it. To a format that is not for
/// people the content is a number, which nothing else that is shared in this process bears.
#[derive(Debug)]
pub struct Shared<T>(Arc<Numbered<T>>);

#[derive(Debug)]
struct Numbered<T> {
    number: u64,
    content: T,
}

impl<T> Shared<T> {
    /// Shares `content`.
    pub fn new(content: T) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(Arc::new(Numbered {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            content,
        }))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.content
    }
}

/// The schema is that of the content.
impl<T: JsonSchema> JsonSchema for Shared<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Shared", &*self.0)
    }
}

impl<T: Serialize> Serialize for Numbered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            self.content.serialize(serializer)
        } else {
            serializer.serialize_u64(self.number)
        }
    }
}

/// A name that leads somewhere inside the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkView {
    /// What is shown.
    pub name: Arc<str>,
    /// Where it leads.
    pub href: Href,
}

/// An address outside the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OutsideLink {
    /// Where it leads: http or https.
    pub href: Href,
    /// What to show for it: the host without `www.`, or a name such as `Q11288`.
    pub host: Box<str>,
}

/// A day, or an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DateView {
    /// The day: `2026-02-12`.
    pub iso: Box<str>,
    /// The day in words: `12 February 2026`.
    pub text: Box<str>,
    /// The year: 2026.
    pub year: i16,
    /// For `<time datetime>`: the instant as it was written (RFC 3339) if it has a time, else the day.
    pub datetime: Box<str>,
}

/// A date as precise as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PartialDateView {
    /// As in the dataset: `2026-02`, `2026-Q1`, `2026-H1`, `FY2025`, `2028`.
    pub iso: Box<str>,
    /// In words: `February 2026`, `Q1 2026`.
    pub text: Box<str>,
    /// For `<time datetime>`, if HTML has a form for this precision: a day, a month or a year; else null.
    pub datetime: Option<Box<str>>,
}

/// How many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// For comparing.
    pub value: usize,
    /// For showing: `1,204`.
    pub text: Box<str>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImageView {
    /// Where it is.
    pub href: Href,
    /// The same as an absolute address; null without a base URL.
    pub url: Option<Box<str>>,
    /// What it shows, in words; may be empty.
    pub alt: Box<str>,
    /// Its width in pixels; null if it is not known, as of SVG and of pictures on other sites.
    pub width: Option<u32>,
    /// Its height in pixels.
    pub height: Option<u32>,
    /// The same picture as WebP in several widths, for `srcset`; null if there are none.
    pub srcset: Option<Box<str>>,
}

/// An entry of a table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TocEntry {
    /// The heading as plain text.
    pub text: Box<str>,
    /// The anchor, without `#`.
    pub anchor: Box<str>,
    /// 2 or 3.
    pub level: u8,
}
