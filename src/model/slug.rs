//! Slugs and URL paths: the parts of an address that briefpress makes.

use std::fmt;
use std::sync::Arc;

/// One segment of a URL: lower-case ASCII letters, digits, `-`, `_` and `.`, never empty, never only dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(Arc<str>);

impl Slug {
    /// Takes `text` as it is, or gives `None` if it is no slug.
    pub fn new(text: &str) -> Option<Self> {
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        let good = !text.is_empty()
            && text.len() <= 200
            && text.chars().all(allowed)
            && !text.starts_with(['.', '-'])
            && !text.ends_with('.');
        good.then(|| Self(text.into()))
    }

    /// Makes a slug of any name: transliterated, lower case, words joined by `-`. `None` if nothing is left.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut text = slug::slugify(name);
        text.truncate(200);
        Self::new(text.trim_end_matches('-'))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An absolute path inside the site, before any base path: `/`, `/briefs/runway/`, `/style.css`. ASCII, no `//`,
/// no `.` or `..` segment, no query, no fragment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

impl UrlPath {
    /// Takes `text` as it is, or gives `None` if it is no such path.
    pub fn new(text: &str) -> Option<Self> {
        let allowed = |c: u8| c.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:@%/".contains(&c);
        let good = text.starts_with('/')
            && text.len() <= 1024
            && text.bytes().all(allowed)
            && !text.contains("//")
            && !text.split('/').any(|s| s == "." || s == "..");
        good.then(|| Self(text.into()))
    }

    /// The text, beginning with `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file under the output folder that answers this path: `briefs/runway/index.html`. Percent-escapes are
    /// decoded by whoever made the path, so that this never leaves the folder.
    pub fn file(&self) -> String {
        let path = &self.0[1..];
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
