//! Slugs and URL paths: the parts of an address that briefpress makes.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

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

/// An absolute path inside the site, before any base path: `/`, `/briefs/runway/`, `/style.css`. ASCII with
/// percent-escapes (RFC 3986), no `//`, no `.` or `..` segment (escaped or not), no query, no fragment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UrlPath(Arc<str>);

/// What a path segment holds as it is, by RFC 3986 (unreserved, sub-delims, `:` and `@`), without `'`, which markup
/// would have to escape.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

impl UrlPath {
    /// Takes an address as it would be typed, percent-escapes and all, or gives `None` if it is no path inside a site.
    pub fn new(text: &str) -> Option<Self> {
        Self::from_decoded(&percent_decode_str(text).decode_utf8().ok()?)
    }

    /// Makes a path of plain text, escaping what a URL can't hold: `/a b/ü.png` becomes `/a%20b/%C3%BC.png`.
    pub fn from_decoded(text: &str) -> Option<Self> {
        let good = text.starts_with('/')
            && text.len() <= 1024
            && !text.contains("//")
            && !text.contains(|c: char| c.is_control() || matches!(c, '\\' | '?' | '#'))
            && !text.split('/').any(|s| s == "." || s == "..");
        good.then(|| Self(utf8_percent_encode(text, SEGMENT).to_string().into()))
    }

    /// The text, beginning with `/`, percent-escaped.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text with percent-escapes decoded.
    pub fn decoded(&self) -> String {
        percent_decode_str(&self.0).decode_utf8_lossy().into_owned()
    }

    /// The file under the output folder that answers this path: `briefs/runway/index.html`. Never leaves the folder.
    pub fn file(&self) -> String {
        let path = percent_decode_str(&self.0[1..]).decode_utf8_lossy();
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.into_owned()
        }
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_site() {
        for bad in [
            "",
            "a",
            "//a",
            "/a//b",
            "/..",
            "/a/../b",
            "/%2e%2e/a",
            "/a%2F%2e%2e%2fb",
            "/a\\b",
            "/a\0",
            "/a?b",
        ] {
            assert_eq!(UrlPath::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_path_is_escaped_once() {
        let path = UrlPath::from_decoded("/a b/ü.png").expect("it is a path");
        assert_eq!(path.as_str(), "/a%20b/%C3%BC.png");
        assert_eq!(UrlPath::new(path.as_str()), Some(path.clone()));
        assert_eq!(path.file(), "a b/ü.png");
    }
}
