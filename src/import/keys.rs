//! What the keys of other programs' front matter are called here.
//!
//! Comes in: a key in any spelling (`lastmod`, `Last-Modified`, `last_modified_at`). Goes out: what it says. The table
//! follows the documentation of Jekyll (and jekyll-seo-tag, jekyll-redirect-from), Hugo, Zola, Pelican and MultiMarkdown.

/// What a key says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Meaning {
    Title,
    Dek,
    Date,
    Updated,
    /// `draft: true`.
    Draft,
    /// `published: false`; a date in some themes.
    Published,
    /// `status: draft`.
    Status,
    /// `private: true`.
    Private,
    Authors,
    Tags,
    Series,
    Companies,
    /// Addresses that led here before.
    Aliases,
    /// The address it had: `permalink`, `url`, `path`.
    Address,
    Image,
    Canonical,
    Slug,
    Numbers,
    Effects,
    Watch,
    /// A map of the author's own.
    Extra,
    /// Zola's map of tags and categories.
    Taxonomies,
}

use Meaning::*;

/// Synonyms, in their simple form. Where several of one meaning are given, the one further up wins.
const TABLE: &[(&str, Meaning)] = &[
    ("title", Title),
    ("dek", Dek),
    ("description", Dek),
    ("summary", Dek),
    ("excerpt", Dek),
    ("subtitle", Dek),
    ("abstract", Dek),
    ("lede", Dek),
    ("standfirst", Dek),
    ("tagline", Dek),
    ("date", Date),
    ("publishdate", Date),
    ("pubdate", Date),
    ("publisheddate", Date),
    ("publishedat", Date),
    ("datepublished", Date),
    ("publishedon", Date),
    ("created", Date),
    ("createdat", Date),
    ("datecreated", Date),
    // Of the head of a page, as Open Graph names them.
    ("articlepublishedtime", Date),
    ("updated", Updated),
    ("lastmod", Updated),
    ("modified", Updated),
    ("lastmodified", Updated),
    ("lastmodifiedat", Updated),
    ("lastmodifieddate", Updated),
    ("lastupdated", Updated),
    ("updatedat", Updated),
    ("updateddate", Updated),
    ("datemodified", Updated),
    ("moddate", Updated),
    ("articlemodifiedtime", Updated),
    ("ogupdatedtime", Updated),
    ("draft", Draft),
    ("published", Published),
    ("status", Status),
    ("private", Private),
    ("authors", Authors),
    ("author", Authors),
    ("byline", Authors),
    ("creator", Authors),
    ("tags", Tags),
    ("tag", Tags),
    ("categories", Tags),
    ("category", Tags),
    ("topics", Tags),
    ("articletag", Tags),
    ("articlesection", Tags),
    ("series", Series),
    ("companies", Companies),
    ("company", Companies),
    ("aliases", Aliases),
    ("alias", Aliases),
    ("redirectfrom", Aliases),
    ("redirects", Aliases),
    ("oldurls", Aliases),
    ("permalink", Address),
    ("url", Address),
    ("path", Address),
    ("image", Image),
    ("cover", Image),
    ("featureimage", Image),
    ("featuredimage", Image),
    ("coverimage", Image),
    ("headerimage", Image),
    ("heroimage", Image),
    ("images", Image),
    ("banner", Image),
    ("hero", Image),
    ("thumbnail", Image),
    ("ogimage", Image),
    ("header", Image),
    ("canonical", Canonical),
    ("canonicalurl", Canonical),
    ("slug", Slug),
    ("numbers", Numbers),
    ("effects", Effects),
    ("watch", Watch),
    ("extra", Extra),
    ("taxonomies", Taxonomies),
];

/// Keys that stand under `extra`, and still show that header lines are metadata.
const OTHER_HEADERS: &[&str] = &[
    "lang",
    "language",
    "keywords",
    "template",
    "saveas",
    "translation",
    "layout",
    "subject",
    "copyright",
    "email",
    "affiliation",
    "cssclass",
    "sidebar",
    "id",
    "type",
    "weight",
];

/// Keys of the head of a mail.
const OF_MAIL: &[&str] = &[
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "date",
    "sent",
    "subject",
    "replyto",
    "inreplyto",
    "references",
    "messageid",
    "mimeversion",
    "contenttype",
    "contenttransferencoding",
    "returnpath",
    "received",
    "deliveredto",
    "listunsubscribe",
    "importance",
    "attachments",
];

/// A key without case, hyphens, underscores and spaces.
pub(super) fn simple(key: &str) -> String {
    key.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What `key` says, and its place among keys that say the same; the lowest wins.
pub(super) fn meaning(key: &str) -> Option<(Meaning, usize)> {
    let simple = simple(key);
    let place = TABLE.iter().position(|(name, _)| *name == simple)?;
    Some((TABLE[place].1, place))
}

/// What `key` says in the head of a mail. What names people there, and the ways of a mail, says nothing about a brief.
pub(super) fn meaning_in_mail(key: &str) -> Option<(Meaning, usize)> {
    match simple(key).as_str() {
        "subject" => Some((Title, 0)),
        "date" | "sent" => Some((Date, 0)),
        _ => None,
    }
}

/// Whether `key` stands in the head of a mail.
pub(super) fn is_of_mail(key: &str) -> bool {
    OF_MAIL.contains(&simple(key).as_str())
}

/// Whether a line `key: ...` at the top of a text is metadata.
pub(super) fn is_header(key: &str) -> bool {
    meaning(key).is_some() || OTHER_HEADERS.contains(&simple(key).as_str())
}

impl Meaning {
    /// What briefpress calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Title => "title",
            Dek => "dek",
            Date => "date",
            Updated => "updated",
            Draft | Published | Status | Private => "draft",
            Authors => "authors",
            Tags => "tags",
            Series => "series",
            Companies => "companies",
            Aliases | Address => "aliases",
            Image => "image",
            Canonical => "canonical",
            Slug => "slug",
            Numbers => "numbers",
            Effects => "effects",
            Watch => "watch",
            Extra | Taxonomies => "extra",
        }
    }
}
