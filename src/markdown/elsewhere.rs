//! HTML for readers who are not on its page: in feed readers and in mail.
//!
//! Comes in: HTML that this room has set, and where its page is. Goes out: the same with whole addresses, and sanitised
//! whatever site.yaml allows on pages, since it is read among other people's texts.

use std::borrow::Cow;

use super::raw::{self, Part};
use super::token::Placement;
use super::{Flow, embed, escape};
use crate::model::HtmlPolicy;

/// Where the page of a text is.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere<'a> {
    /// Scheme and host of the site, without a slash; empty if nobody knows them.
    pub origin: &'a str,
    /// The whole address of the page.
    pub page: &'a str,
    /// How raw HTML was treated when the text was set.
    pub html: HtmlPolicy,
}

/// `html` with whole addresses, and nothing in it that could do harm.
pub fn elsewhere(html: &str, place: &Elsewhere<'_>) -> String {
    let html = match place.html {
        HtmlPolicy::Allow => {
            let linked = embed::linked(html, Placement::Block);
            Cow::Owned(raw::sanitise(
                linked.as_deref().unwrap_or(html),
                Flow::Block,
            ))
        }
        // Nothing else was let in when the text was set.
        HtmlPolicy::Sanitize | HtmlPolicy::Escape => Cow::Borrowed(html),
    };
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut done = 0;
    for (part, tag) in raw::parts(&html) {
        let Part::Open(_, inside) = part else {
            continue;
        };
        // A link of a heading to itself shows nothing but by the theme's styles.
        const EMPTY: &str = "</a>";
        if inside.starts_with(" class=\"anchor\"") && html[tag.end..].starts_with(EMPTY) {
            out.push_str(&html[done..tag.start]);
            done = tag.end + EMPTY.len();
            continue;
        }
        for (name, value) in raw::named(inside) {
            let many = name.eq_ignore_ascii_case("srcset");
            let one = ["href", "src", "cite"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known));
            if !many && !one {
                continue;
            }
            // `value` is a part of `html`.
            let start = value.as_ptr() as usize - html.as_ptr() as usize;
            out.push_str(&html[done..start]);
            if many {
                sources(&mut out, value, place);
            } else {
                address(&mut out, value, place);
            }
            done = start + value.len();
        }
    }
    out.push_str(&html[done..]);
    out
}

/// Appends each address of a `srcset`, with its width or density.
fn sources(out: &mut String, value: &str, place: &Elsewhere<'_>) {
    for (index, source) in value.split(',').enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        address(out, source.trim(), place);
    }
}

/// Appends an escaped address, made whole.
fn address(out: &mut String, value: &str, place: &Elsewhere<'_>) {
    let scheme = || {
        let first = value.split(['/', '?', '#']).next().unwrap_or_default();
        first.contains(':')
    };
    if value.starts_with("//") || scheme() {
        // It is whole.
    } else if value.starts_with('/') {
        escape::attribute(out, place.origin);
    } else if value.starts_with('#') || value.starts_with('?') || value.is_empty() {
        escape::attribute(out, place.page);
    } else {
        let folder = place.page.rfind('/').map_or(0, |slash| slash + 1);
        escape::attribute(out, &place.page[..folder]);
    }
    out.push_str(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(html: &str, policy: HtmlPolicy) -> String {
        elsewhere(
            html,
            &Elsewhere {
                origin: "https://desk.example",
                page: "https://desk.example/news/briefs/x/",
                html: policy,
            },
        )
    }

    #[test]
    fn every_address_is_whole() {
        for (html, expected) in [
            (
                "<a href=\"/news/a/?b=c&amp;d=e#f\">x</a>",
                "<a href=\"https://desk.example/news/a/?b=c&amp;d=e#f\">x</a>",
            ),
            (
                "<a class=\"x\" href=\"#fn:1\">1</a>",
                "<a class=\"x\" href=\"https://desk.example/news/briefs/x/#fn:1\">1</a>",
            ),
            (
                "<img alt=\"a > b\" src=\"chart.png\">",
                "<img alt=\"a > b\" src=\"https://desk.example/news/briefs/x/chart.png\">",
            ),
            (
                "<img srcset=\"/a.png 1x, /b.png 2x\" src=\"/a.png\">",
                "<img srcset=\"https://desk.example/a.png 1x, https://desk.example/b.png 2x\" src=\"https://desk.example/a.png\">",
            ),
            (
                "<blockquote cite=\"/a\">b</blockquote>",
                "<blockquote cite=\"https://desk.example/a\">b</blockquote>",
            ),
        ] {
            assert_eq!(set(html, HtmlPolicy::Sanitize), expected);
        }
        for same in [
            "<a href=\"https://other.example/\">x</a>",
            "<a href=\"//other.example/\">x</a>",
            "<a href=\"mailto:a@b.example\">x</a>",
            "<p title=\"href=/x\">a &lt;a href=\"/x\"&gt; b</p>",
            "",
        ] {
            assert_eq!(set(same, HtmlPolicy::Sanitize), same);
        }
    }

    #[test]
    fn what_pages_may_run_is_not_sent_to_feeds() {
        let html =
            "<p onclick=\"x\">a</p><script>b</script><svg><path d=\"\"/></svg><a href=\"/x\">c</a>";
        assert_eq!(
            set(html, HtmlPolicy::Allow),
            "<p>a</p><a href=\"https://desk.example/x\">c</a>"
        );
    }
}
