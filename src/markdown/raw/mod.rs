//! Raw HTML inside Markdown: what of it may stay.
//!
//! Comes in: the raw HTML of a text, or all HTML of a text that has some. Goes out: its tags with their places, the
//! problems they have, and sanitised HTML. Sanitising itself is ammonia's; the tables here are its settings, and the
//! same tables say to authors what it will take out.

mod open;
mod scan;
mod unread;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::escape::{Use, is_harmless};
use super::{Flow, Problem, embed};
use scan::{Step, attributes};

pub(super) use open::Open;
pub(super) use scan::{Part, is_silent, parts, whole};
pub(super) use unread::unread;

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
    ("picture", &[]),
    ("q", &["cite"]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("small", &[]),
    ("source", &["type", "srcset", "sizes"]),
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
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("source", "srcset") => is_own_set(value).then(|| value.into()),
            _ => Some(value.into()),
        })
        .link_rel(None);
    builder
}

/// Whether every address of a `srcset` is one of the site's own: sizes of its pictures. Others would be asked for without
/// having been checked.
fn is_own_set(srcset: &str) -> bool {
    srcset.split(',').all(|candidate| {
        let address = candidate.trim_start();
        address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', ':'])
    })
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

/// An address in raw HTML that may be checked and replaced.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) purpose: Use,
    /// As written, but for `&amp;`.
    pub(super) address: Cow<'a, str>,
    /// Its `alt`, if it has one; as written.
    pub(super) alt: Option<&'a str>,
    /// The bytes of its tag in the file.
    pub(super) tag: Range<u32>,
    /// The bytes of its value in the raw HTML.
    pub(super) value: Range<usize>,
}

/// The addresses of the links and pictures in this raw HTML, which stands at `range` of `source`. What could run
/// script is left to [`problems`].
///
/// The marks of a quote stand between the lines of its HTML, so that each tag is looked for in the source; one that
/// such a mark cuts apart is passed over.
pub(super) fn addresses<'a>(html: &'a str, source: &str, range: &Range<u32>) -> Vec<Address<'a>> {
    let mut found = Vec::new();
    let mut at = range.start as usize;
    for (part, tag) in parts(html) {
        let Part::Open(name, inside) = part else {
            continue;
        };
        let (wanted, purpose) = match () {
            () if name.eq_ignore_ascii_case("a") => ("href", Use::Link),
            () if name.eq_ignore_ascii_case("img") => ("src", Use::Picture),
            () => continue,
        };
        let text = &html[tag];
        let Some(start) = source
            .get(at..range.end as usize)
            .and_then(|rest| rest.find(text))
            .map(|found| at + found)
        else {
            continue;
        };
        at = start + text.len();
        // Of an attribute that is given twice, HTML reads the first.
        let value = attributes(inside).find_map(|step| match step {
            Step::Attribute(name, value) if name.eq_ignore_ascii_case(wanted) => Some(value),
            _ => None,
        });
        let Some(value) = value.filter(|v| !v.is_empty() && is_harmless(v, purpose)) else {
            continue;
        };
        let (Ok(tag_start), Ok(tag_end)) = (u32::try_from(start), u32::try_from(at)) else {
            continue;
        };
        let address = match value.contains("&amp;") {
            true => Cow::Owned(value.replace("&amp;", "&")),
            false => Cow::Borrowed(value),
        };
        // `value` is a part of `html`.
        let offset = value.as_ptr() as usize - html.as_ptr() as usize;
        found.push(Address {
            purpose,
            address,
            alt: named(inside)
                .find(|(name, _)| name.eq_ignore_ascii_case("alt"))
                .map(|(_, alt)| alt),
            tag: tag_start..tag_end,
            value: offset..offset + value.len(),
        });
    }
    found
}

/// The attributes of a tag, given what stands between its name and its end.
pub(super) fn named(inside: &str) -> impl Iterator<Item = (&str, &str)> {
    attributes(inside).filter_map(|step| match step {
        Step::Attribute(name, value) => Some((name, value)),
        Step::End(_) => None,
    })
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
                    if embed::is_frame(name)
                        && let Some((address, _)) = embed::frame(inside)
                    {
                        report(range, Problem::Frame(address.into()));
                        continue;
                    }
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
}
