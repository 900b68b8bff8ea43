//! A small scanner of raw HTML, for reports and for bounds: no safety hangs on it.

use std::ops::Range;

/// Elements after whose start tag no markup is seen until their end tag.
const OPAQUE: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
];

/// A part of raw HTML that is not text.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Part<'a> {
    /// `<name attributes>`.
    Open(&'a str, &'a str),
    /// `</name>`.
    Close(&'a str),
    /// A comment, declaration or processing instruction: it never shows.
    Silent,
    /// The beginning of one of these without its end.
    Unfinished,
}

/// The parts of `html` that are not text, with their bytes.
pub(in crate::markdown) fn parts(html: &str) -> impl Iterator<Item = (Part<'_>, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + html[at..].find('<')?;
            let (part, length) = part(&html[start + 1..]);
            at = start + 1 + length;
            let Some(part) = part else { continue };
            let range = start..at;
            if let Part::Open(name, _) = part
                && is_one_of(name, OPAQUE)
            {
                at = end_tag(html, at, name);
            }
            return Some((part, range));
        }
    })
}

/// Where after `at` the end tag of the opaque element `name` begins; the end if it has none.
fn end_tag(html: &str, mut at: usize, name: &str) -> usize {
    while let Some(found) = html[at..].find("</") {
        at += found;
        let rest = &html.as_bytes()[at + 2..];
        if rest
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// What begins at `rest`, which follows a `<`, and how long it is; `None` if the `<` is text.
fn part(rest: &str) -> (Option<Part<'_>>, usize) {
    let until = |end: &str| match rest.find(end) {
        Some(at) => (Some(Part::Silent), at + end.len()),
        None => (Some(Part::Unfinished), rest.len()),
    };
    match rest.as_bytes().first() {
        Some(b'!') if rest.starts_with("!-->") || rest.starts_with("!--->") => until(">"),
        Some(b'!') if rest.starts_with("!--") => until("-->"),
        Some(b'!' | b'?') => until(">"),
        Some(b'/') => match rest.as_bytes().get(1) {
            Some(b) if b.is_ascii_alphabetic() => tag(rest, 1),
            None => (None, 0),
            Some(_) => until(">"),
        },
        Some(b) if b.is_ascii_alphabetic() => tag(rest, 0),
        _ => (None, 0),
    }
}

fn tag(rest: &str, name_start: usize) -> (Option<Part<'_>>, usize) {
    let bytes = rest.as_bytes();
    let name_end = first(bytes, name_start, |b| is_blank(b) || b == b'>');
    let name = &rest[name_start..name_end];
    let end = attributes(&rest[name_end..]).find_map(|step| match step {
        Step::End(at) => Some(name_end + at),
        Step::Attribute(..) => None,
    });
    match end {
        None => (Some(Part::Unfinished), rest.len()),
        Some(end) if name_start == 1 => (Some(Part::Close(name)), end + 1),
        Some(end) => (Some(Part::Open(name, &rest[name_end..end])), end + 1),
    }
}

/// What the scan of a tag's inside meets.
pub(super) enum Step<'a> {
    Attribute(&'a str, &'a str),
    /// The `>` that ends the tag.
    End(usize),
}

/// What parts attributes.
const fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// Where from `at` on the first byte stands that is wanted; the end if there is none. Whoever wants ASCII only gets a
/// place between two characters.
fn first(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let found = bytes[at..].iter().position(|b| wanted(*b));
    found.map_or(bytes.len(), |found| at + found)
}

pub(super) fn attributes(inside: &str) -> impl Iterator<Item = Step<'_>> {
    let bytes = inside.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        at = first(bytes, at, |b| !is_blank(b));
        if *bytes.get(at)? == b'>' {
            let end = at;
            at = bytes.len();
            return Some(Step::End(end));
        }
        // A name may begin with `=`, hence the search from its second byte on.
        let name_end = first(bytes, at + 1, |b| is_blank(b) || b == b'=' || b == b'>');
        let name = &inside[at..name_end];
        at = name_end;
        let after = first(bytes, at, |b| !b.is_ascii_whitespace());
        if bytes.get(after) != Some(&b'=') {
            return Some(Step::Attribute(name, ""));
        }
        let value = first(bytes, after + 1, |b| !b.is_ascii_whitespace());
        let value = match bytes.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                let length = inside[value + 1..].find(char::from(quote));
                let end = length.map_or(bytes.len(), |length| value + 1 + length);
                at = (end + 1).min(bytes.len());
                // Without a closing quote the tag has no end either.
                inside.get(value + 1..end).filter(|_| end < bytes.len())?
            }
            _ => {
                at = first(bytes, value, |b| b.is_ascii_whitespace() || b == b'>');
                &inside[value..at]
            }
        };
        Some(Step::Attribute(name, value))
    })
}

/// How much of `html` can stand before other markup: all, up to a tag or opaque element that does not end in it and
/// would take what follows into itself.
pub(in crate::markdown) fn whole(html: &str) -> usize {
    let mut opaque = None;
    for (part, range) in parts(html) {
        match part {
            Part::Unfinished => return opaque.unwrap_or(range.start),
            Part::Open(name, _) if is_one_of(name, OPAQUE) => opaque = Some(range.start),
            _ => opaque = None,
        }
    }
    opaque.unwrap_or(html.len())
}

/// Whether `html` is comments and blanks only, so that nothing of it would show.
pub(in crate::markdown) fn is_silent(html: &str) -> bool {
    let mut shown = 0;
    for (part, range) in parts(html) {
        if part != Part::Silent || !html[shown..range.start].trim_ascii().is_empty() {
            return false;
        }
        shown = range.end;
    }
    shown > 0 && html[shown..].trim_ascii().is_empty()
}

/// Whether a tag's name is one of these, in any case.
pub(super) fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_are_silent() {
        for silent in ["<!-- more -->", " <!-- a -->\n<!-- b -->\n", "<?php x ?>"] {
            assert!(is_silent(silent), "{silent}");
        }
        for shown in [
            "",
            "x",
            "<!-- a --> x",
            "<b>",
            "<!-- open",
            "<!-- a --><br>",
        ] {
            assert!(!is_silent(shown), "{shown}");
        }
    }

    #[test]
    fn what_would_swallow_the_rest_is_not_whole() {
        let cases = [
            ("<b>x</b>", 8),
            ("<b><i title=\"", 3),
            ("<b><!-- x", 3),
            ("<script>x</script>", 18),
            ("<b><script>x", 3),
            ("<plaintext>", 0),
            ("a < b", 5),
        ];
        for (html, length) in cases {
            assert_eq!(whole(html), length, "{html}");
        }
    }
}
