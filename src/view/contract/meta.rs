//! `meta`: what a page says about itself to browsers and machines.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

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
    /// In JSON they can only stand inside strings, where the escape says the same.
    pub fn new(value: &serde_json::Value) -> Self {
        let plain = value.to_string();
        let mut safe = String::with_capacity(plain.len());
        for c in plain.chars() {
            match c {
                '<' => safe.push_str("\\u003c"),
                '>' => safe.push_str("\\u003e"),
                '&' => safe.push_str("\\u0026"),
                '\u{2028}' => safe.push_str("\\u2028"),
                '\u{2029}' => safe.push_str("\\u2029"),
                c => safe.push(c),
            }
        }
        Self(safe.into())
    }

    /// The JSON.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for JsonLd {
    /// Serialises as [`Markup`](crate::markdown::Markup) does: a newtype struct of that name, which is not escaped.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Markup", &self.0)
    }
}
