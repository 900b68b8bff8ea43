//! Frames that show other people's pages (`<iframe>`), as links to what they show.
//!
//! Comes in: raw HTML. Goes out: the same with a link in the place of each frame, still to be sanitised. Nobody is called
//! before a reader follows the link.

use super::aside::Service;
use super::escape;
use super::raw::{self, Part};
use super::token::Placement;

/// Where the frame with these attributes leads, and what its link says; `None` if it shows no page of the web.
pub(super) fn frame(attributes: &str) -> Option<(String, String)> {
    let value = |wanted: &str| {
        let mut all = raw::named(attributes);
        let (_, value) = all.find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(value.trim().replace("&amp;", "&")).filter(|value| !value.is_empty())
    };
    let address = destination(&value("src")?)?;
    let name = value("title").unwrap_or_else(|| {
        let bare = address
            .split_once("://")
            .map_or(&*address, |(_, rest)| rest);
        bare.strip_prefix("www.").unwrap_or(bare).to_owned()
    });
    Some((address, name))
}

/// The page for people: the film's own in place of its player.
fn destination(src: &str) -> Option<String> {
    let rest = ["https://", "http://", "//"]
        .iter()
        .find_map(|scheme| src.strip_prefix(scheme))?;
    if rest.is_empty() || rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parameter = |name: &str| {
        let mut all = query.split('&').filter_map(|pair| pair.split_once('='));
        all.find(|(key, value)| *key == name && is_id(value))
            .map(|(_, value)| value)
    };
    let page = match host {
        "youtube.com" | "youtube-nocookie.com" => path
            .strip_prefix("embed/")
            .filter(|id| is_id(id) && *id != "videoseries")
            .map(|id| format!("https://www.youtube.com/watch?v={id}")),
        // An unlisted film has a second half to its name.
        "player.vimeo.com" => path
            .strip_prefix("video/")
            .filter(|id| is_id(id))
            .map(|id| match parameter("h") {
                Some(half) => format!("https://vimeo.com/{id}/{half}"),
                None => format!("https://vimeo.com/{id}"),
            }),
        "platform.twitter.com" | "platform.x.com" => {
            parameter("id").map(|id| format!("https://x.com/i/status/{id}"))
        }
        _ => None,
    };
    Some(page.unwrap_or_else(|| match src.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => src.to_owned(),
    }))
}

fn is_id(text: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    !text.is_empty() && text.bytes().all(known)
}

/// `html` with links for frames; `None` if it has none.
pub(super) fn linked(html: &str, placement: Placement) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    let mut changed = false;
    for (part, tag) in raw::parts(html) {
        match part {
            Part::Open(name, inside) if is_frame(name) => {
                let Some((address, name)) = frame(inside) else {
                    continue;
                };
                out.push_str(&html[done..tag.start]);
                link(&mut out, &address, &name, placement);
            }
            // What stood in the frame is for browsers that know none.
            Part::Close(name) if is_frame(name) => {
                if !changed {
                    out.push_str(&html[done..tag.start]);
                }
            }
            _ => continue,
        }
        changed = true;
        done = tag.end;
    }
    changed.then(|| {
        out.push_str(&html[done..]);
        out
    })
}

/// Whether an element of this name is a frame.
pub(super) fn is_frame(name: &str) -> bool {
    name.eq_ignore_ascii_case("iframe")
}

fn link(out: &mut String, address: &str, name: &str, placement: Placement) {
    if placement == Placement::Block {
        out.push_str("<p class=\"embed");
        if let Some(service) = Service::at(address) {
            out.push(' ');
            out.push_str(service.class());
        }
        out.push_str("\">");
    }
    out.push_str("<a href=\"");
    escape::address(out, address);
    out.push_str("\">");
    escape::text(out, name);
    out.push_str(match placement {
        Placement::Block => "</a></p>",
        Placement::Line => "</a>",
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_a_link_to_the_page_for_people() {
        for (src, expected) in [
            (
                "https://www.youtube.com/embed/a-B_1?rel=0",
                Some("https://www.youtube.com/watch?v=a-B_1"),
            ),
            (
                "//www.youtube-nocookie.com/embed/abc",
                Some("https://www.youtube.com/watch?v=abc"),
            ),
            (
                "https://www.youtube.com/embed/videoseries?list=x",
                Some("https://www.youtube.com/embed/videoseries?list=x"),
            ),
            (
                "https://player.vimeo.com/video/12?h=f0&dnt=1",
                Some("https://vimeo.com/12/f0"),
            ),
            (
                "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=99",
                Some("https://x.com/i/status/99"),
            ),
            ("http://charts.example/1", Some("http://charts.example/1")),
            ("//charts.example", Some("https://charts.example")),
            ("/local.html", None),
            ("javascript:alert(1)", None),
            ("https://a b", None),
            ("https://", None),
        ] {
            assert_eq!(destination(src).as_deref(), expected, "{src}");
        }
    }

    #[test]
    fn a_link_stands_where_the_frame_stood() {
        for (html, placement, expected) in [
            (
                "<div><iframe src=\"https://youtube.com/embed/a\" title=\"A & B\">old</iframe></div>",
                Placement::Block,
                Some(
                    "<div><p class=\"embed youtube\"><a href=\"https://www.youtube.com/watch?v=a\">A &amp; B</a></p></div>",
                ),
            ),
            (
                "<IFRAME src=//x.example/y>",
                Placement::Line,
                Some("<a href=\"https://x.example/y\">x.example/y</a>"),
            ),
            ("</iframe>", Placement::Line, Some("")),
            ("<iframe src=\"data:x\">", Placement::Line, None),
            ("<b>a</b>", Placement::Line, None),
        ] {
            assert_eq!(linked(html, placement).as_deref(), expected, "{html}");
        }
    }
}
