//! `meta`: what a page says about itself to browsers and machines.

use std::io;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::{Href, ImageView};

/// What a page says about itself, under the key `meta`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PageMeta {
    /// For `<title>`: the page's own title and the publication's name.
    pub title: Box<str>,
    /// For `og:title`: the page's own title, plain.
    pub og_title: Box<str>,
    /// For `<meta name="description">` and `og:description`; plain.
    pub description: Option<Box<str>>,
    /// The page's own address.
    pub href: Href,
    /// The page's path before the base path: `/briefs/runway/`.
    pub path: Box<str>,
    /// For `<link rel="canonical">` and `og:url`: absolute. Null without a base URL and for pages that have none.
    pub canonical: Option<Box<str>>,
    /// The `href` of the entry of `site.nav` that this page is, or lies under.
    pub nav_href: Option<Href>,
    /// For `og:type`: `website`, `article` or `profile`.
    pub og_type: OgType,
    /// For `og:image`.
    pub image: Option<ImageView>,
    /// Whether search engines shall leave it out: drafts, scheduled briefs, 404, and everything on a preview.
    pub noindex: bool,
    /// When it was published, for `article:published_time`: a day or an instant.
    pub published: Option<Box<str>>,
    /// When it was last changed, for `article:modified_time`: a day or an instant.
    pub modified: Option<Box<str>>,
    /// Feeds, for `<link rel="alternate">`: those of the page itself, then that of the site.
    pub feeds: Vec<FeedLink>,
    /// The same text as Markdown, for `<link rel="alternate" type="text/markdown">`.
    pub markdown: Option<Href>,
    /// Linked data, for `<script type="application/ld+json">`. Safe there as it is.
    pub json_ld: Option<JsonLd>,
}

/// A feed, as a page offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FeedLink {
    /// What it holds: `The Knock-On: Runway (Atom)`.
    pub title: Box<str>,
    /// Where it is.
    pub href: Href,
    /// Its media type: `application/atom+xml`.
    pub media_type: &'static str,
}

/// The kind of a page in Open Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OgType {
    /// A list, a plain page.
    Website,
    /// A brief.
    Article,
    /// A dossier.
    Profile,
}

/// JSON that can stand inside `<script>`: none of its characters means anything to HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonLd(Box<str>);

impl JsonLd {
    /// Writes `value` with `<`, `>`, `&` and the two line separators that old scripts trip over as `\u` escapes.
    pub fn new(value: &serde_json::Value) -> Self {
        let mut json = Vec::new();
        let mut writer = serde_json::Serializer::with_formatter(&mut json, InScript);
        value
            .serialize(&mut writer)
            .expect("a value has text for keys, and memory takes what is written to it");
        let json = String::from_utf8(json).expect("texts and escapes are UTF-8");
        Self(json.into())
    }

    /// The JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Writes JSON for the inside of `<script>`. What means anything there can only stand inside strings, where the escape says the
/// same.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices() {
            let escape = match c {
                '<' => "\\u003c",
                '>' => "\\u003e",
                '&' => "\\u0026",
                '\u{2028}' => "\\u2028",
                '\u{2029}' => "\\u2029",
                _ => continue,
            };
            writer.write_all(&fragment.as_bytes()[done..at])?;
            writer.write_all(escape.as_bytes())?;
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

impl Serialize for JsonLd {
    /// Serialises as [`Markup`](crate::markdown::Markup) does: a newtype struct of that name, which is not escaped.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Markup", &self.0)
    }
}
