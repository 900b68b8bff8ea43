//! Raw HTML inside Markdown: what of it may stay.
//!
//! Comes in: the raw HTML of a text, or all HTML of a text that has some. Goes out: its tags with their places, the
//! problems they have, and sanitised HTML. Sanitising itself is ammonia's; the tables here are its settings, and the
//! same tables say to authors what it will take out. The small scanner below is only for reports and for bounds: no
//! safety hangs on it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::escape::{Use, is_harmless};
use super::{Flow, Problem};

/// Elements that may stand in a line of text, and their attributes beyond [`ANYWHERE`].
const PHRASING: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang"]),
    ("abbr", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("br", &[]),
    ("cite", &[]),
    ("code", &[]),
    ("data", &["value"]),
    ("del", &["cite", "datetime"]),
    ("dfn", &[]),
    ("em", &[]),
    ("i", &[]),
    (
        "img",
        &["src", "alt", "width", "height", "loading", "decoding"],
    ),
    ("ins", &["cite", "datetime"]),
    ("kbd", &[]),
    ("mark", &[]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("time", &["datetime"]),
    ("u", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// Elements that may stand among blocks. No `h1`, `main` or `nav`: a page has its own. No form, frame, script, style,
/// svg or math.
const BLOCKS: &[(&str, &[&str])] = &[
    ("address", &[]),
    ("article", &[]),
    ("aside", &[]),
    ("blockquote", &["cite"]),
    ("caption", &[]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("dd", &[]),
    ("details", &["open"]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("footer", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("header", &[]),
    ("hr", &[]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("p", &[]),
    ("pre", &[]),
    ("section", &[]),
    ("summary", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("tfoot", &[]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Attributes that any of these elements may have.
const ANYWHERE: &[&str] = &["class", "dir", "id", "lang", "role", "tabindex", "title"];

const ARIA: &str = "aria-";

/// Elements that are taken out with all that is in them.
const DROPPED_WHOLE: &[&str] = &["script", "style"];

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

/// Elements without content, and those that HTML closes by itself when their like comes next.
const NEVER_LEFT_OPEN: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "th", "tr", "track", "wbr",
];

fn builder(elements: &[&[(&'static str, &[&'static str])]]) -> ammonia::Builder<'static> {
    let allowed = || elements.iter().flat_map(|table| table.iter());
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(allowed().map(|(name, _)| *name).collect())
        .clean_content_tags(DROPPED_WHOLE.iter().copied().collect())
        .tag_attributes(
            allowed()
                .map(|(name, attributes)| (*name, attributes.iter().copied().collect()))
                .collect::<HashMap<_, HashSet<_>>>(),
        )
        .generic_attributes(ANYWHERE.iter().copied().collect())
        .generic_attribute_prefixes(HashSet::from([ARIA]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None);
    builder
}

/// Sanitises the HTML of a whole text, this room's own markup included.
pub(super) fn sanitise(html: &str, flow: Flow) -> String {
    static BLOCK: LazyLock<ammonia::Builder<'static>> =
        LazyLock::new(|| builder(&[PHRASING, BLOCKS]));
    static INLINE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| builder(&[PHRASING]));
    match flow {
        Flow::Block => BLOCK.clean(html),
        Flow::Inline => INLINE.clean(html),
    }
    .to_string()
}

/// A part of raw HTML that is not text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
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
pub(super) fn parts(html: &str) -> impl Iterator<Item = (Part<'_>, Range<usize>)> {
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
    let name_end = rest[name_start..]
        .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
        .map_or(rest.len(), |at| name_start + at);
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
enum Step<'a> {
    Attribute(&'a str, &'a str),
    /// The `>` that ends the tag.
    End(usize),
}

fn attributes(inside: &str) -> impl Iterator<Item = Step<'_>> {
    let mut at = 0;
    let blank = |c: char| c.is_ascii_whitespace() || c == '/';
    std::iter::from_fn(move || {
        at += inside[at..].find(|c| !blank(c))?;
        if inside[at..].starts_with('>') {
            let end = at;
            at = inside.len();
            return Some(Step::End(end));
        }
        // A name may begin with `=`, hence the search from its second character on.
        let first = inside[at..].chars().next().map_or(0, char::len_utf8);
        let name_end = inside[at + first..]
            .find(|c| blank(c) || c == '=' || c == '>')
            .map_or(inside.len(), |found| at + first + found);
        let name = &inside[at..name_end];
        at = name_end;
        let rest = inside[at..].trim_ascii_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_ascii_start) else {
            return Some(Step::Attribute(name, ""));
        };
        let value_start = inside.len() - value.len();
        let (value, next) = match value.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => {
                let end = value[1..].find(quote as char).map(|end| end + 1);
                // Without a closing quote the tag has no end either.
                let Some(end) = end else {
                    at = inside.len();
                    return None;
                };
                (&value[1..end], value_start + end + 1)
            }
            _ => {
                let end = value
                    .find(|c: char| c.is_ascii_whitespace() || c == '>')
                    .unwrap_or(value.len());
                (&value[..end], value_start + end)
            }
        };
        at = next;
        Some(Step::Attribute(name, value))
    })
}

/// How much of `html` can stand before other markup: all, up to a tag or opaque element that does not end in it and
/// would take what follows into itself.
pub(super) fn whole(html: &str) -> usize {
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
pub(super) fn is_silent(html: &str) -> bool {
    let mut shown = 0;
    for (part, range) in parts(html) {
        if part != Part::Silent || !html[shown..range.start].trim_ascii().is_empty() {
            return false;
        }
        shown = range.end;
    }
    shown > 0 && html[shown..].trim_ascii().is_empty()
}

/// What sanitising takes out of this raw HTML, with its bytes.
pub(super) fn problems(html: &str, mut report: impl FnMut(Range<usize>, Problem)) {
    for (part, range) in parts(html) {
        match part {
            Part::Silent | Part::Close(_) => {}
            Part::Unfinished => report(range, Problem::Unfinished),
            Part::Open(name, inside) => {
                let allowed = PHRASING
                    .iter()
                    .chain(BLOCKS)
                    .find(|(allowed, _)| allowed.eq_ignore_ascii_case(name));
                let Some((element, own)) = allowed else {
                    report(range, Problem::Element(name.to_ascii_lowercase().into()));
                    continue;
                };
                for step in attributes(inside) {
                    let Step::Attribute(attribute, value) = step else {
                        break;
                    };
                    let attribute = attribute.to_ascii_lowercase();
                    let known = own.contains(&&*attribute)
                        || ANYWHERE.contains(&&*attribute)
                        || attribute.starts_with(ARIA);
                    let purpose = match &*attribute {
                        "src" => Some(Use::Picture),
                        "href" | "cite" => Some(Use::Link),
                        _ => None,
                    };
                    if !known {
                        report(
                            range.clone(),
                            Problem::Attribute(attribute.into(), (*element).into()),
                        );
                    } else if purpose.is_some_and(|purpose| !is_harmless(value, purpose)) {
                        report(range.clone(), Problem::Address(value.into()));
                    }
                }
            }
        }
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// The raw elements that are open at a point of a text.
///
/// An HTML parser opens the likes of `<b>` anew in every later block until they are closed, so that a few unclosed
/// tags in a long text can grow to any size. [`Open::step`] counts what that costs and says when it is too much.
#[derive(Debug, Default)]
pub(super) struct Open {
    names: Vec<(Box<str>, usize)>,
    weight: usize,
    cost: usize,
}

impl Open {
    /// Bytes that may come of elements being open while others begin: far above what any real text needs.
    const LIMIT: usize = 1 << 20;

    /// Notes one more element inside those that are open. False if that is too much.
    pub(super) fn step(&mut self) -> bool {
        self.cost = self.cost.saturating_add(self.weight);
        self.cost <= Self::LIMIT
    }

    /// Notes the tags of raw HTML. False if they are too many.
    pub(super) fn read(&mut self, html: &str) -> bool {
        for (part, range) in parts(html) {
            match part {
                Part::Open(name, _) if !is_one_of(name, NEVER_LEFT_OPEN) => {
                    self.weight += range.len();
                    self.names.push((name.into(), range.len()));
                    if !self.step() {
                        return false;
                    }
                }
                Part::Close(name) => {
                    let found = self
                        .names
                        .iter()
                        .rposition(|(open, _)| open.eq_ignore_ascii_case(name));
                    if let Some(at) = found {
                        self.weight -= self.names.remove(at).1;
                    }
                    if !self.step() {
                        return false;
                    }
                }
                _ => {}
            }
        }
        true
    }

    /// Whether an element of this name is open.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|(open, _)| open.eq_ignore_ascii_case(name))
    }

    /// Appends the end tags of all that is open, the last first, and forgets it.
    pub(super) fn close_all(&mut self, out: &mut String) {
        for (name, _) in self.names.drain(..).rev() {
            out.push_str("</");
            // Tag names hold neither blanks nor `>`; a quote or `&` in one is harmless in an end tag.
            out.push_str(&name);
            out.push('>');
        }
        self.weight = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> Vec<String> {
        let mut all = Vec::new();
        problems(html, |range, problem| {
            all.push(format!("{range:?} {problem:?}"));
        });
        all
    }

    #[test]
    fn what_sanitising_takes_out_is_reported_with_its_place() {
        let cases: &[(&str, &[&str])] = &[
            ("<b class=x>bold</b> <!-- note -->", &[]),
            ("<details open><summary>S</summary>", &[]),
            (
                "x <SCRIPT>if (a < b) alert('<b>')</script>",
                &["2..10 Element(\"script\")"],
            ),
            (
                "<a href=\"javascript:x\" onclick='y>z'>",
                &[
                    "0..37 Address(\"javascript:x\")",
                    "0..37 Attribute(\"onclick\", \"a\")",
                ],
            ),
            ("<img src=data:x alt>", &["0..20 Address(\"data:x\")"]),
            ("<!-- no end", &["0..11 Unfinished"]),
            ("<div title=\"no end>", &["0..19 Unfinished"]),
            ("<div", &["0..4 Unfinished"]),
            ("a < b <3 </ >", &[]),
            (
                "<svg><math>",
                &["0..5 Element(\"svg\")", "5..11 Element(\"math\")"],
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(found(html), *expected, "{html}");
        }
    }

    #[test]
    fn sanitising_keeps_what_is_harmless() {
        let cases = [
            ("<b class=\"x\">a</b>", "<b class=\"x\">a</b>"),
            ("<script>x</script>y", "y"),
            ("<a href=\"javascript:x\">y</a>", "<a>y</a>"),
            ("<p onclick=\"x\" style=\"y\">z", "<p>z</p>"),
            ("<svg><p>x</p></svg>", "<p>x</p>"),
            ("<iframe src=\"https://x.org\"></iframe>a", "a"),
            ("<div><b>x</div>y", "<div><b>x</b></div><b>y</b>"),
        ];
        for (html, expected) in cases {
            assert_eq!(sanitise(html, Flow::Block), expected, "{html}");
        }
        assert_eq!(sanitise("<div><b>x</b></div>", Flow::Inline), "<b>x</b>");
    }

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

    #[test]
    fn unclosed_elements_have_a_price() {
        let mut open = Open::default();
        assert!(open.read("<details><summary>x</summary><p>"));
        assert!(open.has("DETAILS") && !open.has("p") && !open.has("summary"));
        assert!(open.read("</i></details>") && open.weight == 0);
        assert!(!open.read(&"<b id=1>".repeat(10_000)));
        let mut out = String::new();
        open.close_all(&mut out);
        assert!(out.starts_with("</b></b>"));
        assert!(!open.read("<b title=x>"), "too much stays too much");
    }
}
