//! HTML becomes Markdown.
//!
//! Comes in: the HTML of a post. Goes out: Markdown with the same words, and notes on what no Markdown can say. Scripts
//! and styles are left out and told.

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BulletListMarker, HrStyle, Options};
use htmd::{Element, HtmlToMarkdown};

use super::front::{Front, Syntax};
use super::keys;
use super::picture;
use super::report::Notes;
use super::tree::{Entry, Node};

/// The deepest nesting that is converted: the converter walks recursively.
const DEPTH_CAP: usize = 128;

/// An element of our own: its attribute [`MARKDOWN_TEXT`] is Markdown already, and is printed as it is.
pub(super) const MARKDOWN: &str = "briefpress-markdown";

/// The attribute with the Markdown.
pub(super) const MARKDOWN_TEXT: &str = "text";

/// Elements that never have an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Converts `html`, or gives `None` if it is nested too deeply.
pub(super) fn markdown(html: &str, line: Option<usize>, notes: &mut Notes) -> Option<String> {
    let html = without_scripts(html, line, notes);
    if depth(&html) > DEPTH_CAP {
        return None;
    }
    let options = Options {
        hr_style: HrStyle::Dashes,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .scripting_enabled(false)
        .add_handler(vec!["iframe", "embed", "video", "audio"], embedded)
        .add_handler(vec![MARKDOWN], as_it_is)
        .add_handler(vec!["a"], bookmark)
        .add_handler(vec!["span"], bookmark_part)
        .build();
    let markdown = converter.convert(&html).ok()?;
    let markdown = markdown.replace("\n- - -\n", "\n---\n");
    Some(markdown)
}

/// The metadata of a page: its `<title>` and its `<meta>` elements, as Pelican reads them. And the byte after its head.
pub(super) fn head(html: &str, notes: &mut Notes) -> (Option<Front>, usize) {
    let lower = html.to_ascii_lowercase();
    let Some(end) = lower.find("</head>").map(|at| at + "</head>".len()) else {
        return (None, 0);
    };
    let mut entries = Vec::new();
    let line = |at: usize| html[..at].matches('\n').count() + 1;
    let title = lower[..end]
        .find("<title")
        .and_then(|at| Some(at + lower[at..end].find('>')? + 1));
    if let Some(at) = title
        && let Some(length) = lower[at..end].find("</title>")
    {
        entries.push(Entry::new(
            "title",
            line(at),
            Node::text(unescaped(&html[at..at + length]).trim()),
        ));
    }
    for (at, _) in lower[..end].match_indices("<meta") {
        // No tag that says something is longer.
        let window = &html[at..html.floor_char_boundary((at + 4096).min(end))];
        let tag = &window[..window.find('>').map_or(window.len(), |length| length + 1)];
        let (Some(name), Some(content)) = (
            attribute(tag, "name").or_else(|| attribute(tag, "property")),
            attribute(tag, "content"),
        ) else {
            continue;
        };
        if keys::is_header(&name) {
            entries.push(Entry::new(name, line(at), Node::text(content)));
        } else {
            notes.kept(line(at), tag, "metadata of a page was left out");
        }
    }
    let front = Front {
        syntax: Syntax::Html,
        entries,
        comments: Vec::new(),
        faults: Vec::new(),
    };
    ((!front.entries.is_empty()).then_some(front), end)
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let quote = tag[at..].chars().next()?;
    let value = match quote {
        '"' | '\'' => tag[at + 1..].split(quote).next()?,
        _ => tag[at..].split([' ', '>', '/']).next()?,
    };
    Some(unescaped(value).trim().to_owned())
}

/// What a page embeds is linked.
fn embedded(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let address = element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == "src")?;
    let address = address.value.trim();
    let address = address
        .strip_prefix("//")
        .map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
    let web = address.starts_with("https://") || address.starts_with("http://");
    let link = if web {
        format!("<{}>", address.replace(['<', '>', ' '], ""))
    } else {
        address
    };
    Some(format!("\n\n{link}\n\n{inner}\n\n").into())
}

/// Blocks of Markdown stay as their author wrote them.
fn as_it_is(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let text = element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == MARKDOWN_TEXT)?;
    let text = text.value.trim_matches(['\n', '\r']).trim_end();
    Some(blocks(&[text, inner.trim_matches('\n')]).into())
}

/// Whether an element has a class that begins so.
fn has_class(element: &Element<'_>, start: &str) -> bool {
    element.attrs.iter().any(|attribute| {
        &*attribute.name.local == "class"
            && attribute
                .value
                .split_whitespace()
                .any(|class| class.starts_with(start))
    })
}

/// Ghost's bookmarks are links around blocks, which Markdown does not have: the first block, the title, is the link.
fn bookmark(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == "href")
        .map(|attribute| attribute.value.trim().to_owned());
    let Some(address) = address.filter(|_| has_class(&element, "kg-bookmark-container")) else {
        return handlers.fallback(element);
    };
    let inner = handlers.walk_children(element.node).content;
    let inner = inner.trim();
    let (title, rest) = inner.split_once("\n\n").unwrap_or((inner, ""));
    let link = format!("[{title}]({})", picture::destination(&address));
    Some(blocks(&[&link, rest]).into())
}

/// Each part of a bookmark is a block.
fn bookmark_part(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    if !has_class(&element, "kg-bookmark-") {
        return handlers.fallback(element);
    }
    let inner = handlers.walk_children(element.node).content;
    Some(blocks(&[inner.trim()]).into())
}

/// Blocks with blank lines around them, the empty ones left out.
fn blocks(blocks: &[&str]) -> String {
    let blocks: Vec<_> = (blocks.iter().copied())
        .filter(|block| !block.trim().is_empty())
        .collect();
    format!("\n\n{}\n\n", blocks.join("\n\n"))
}

/// The HTML without scripts, styles, comments and the icons of bookmarks, which are told.
fn without_scripts(html: &str, line: Option<usize>, notes: &mut Notes) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(offset) = lower[at..].find('<') {
        let start = at + offset;
        out.push_str(&html[at..start]);
        let rest = &lower[start..];
        let found = [
            ("<script", "</script>"),
            ("<style", "</style>"),
            ("<!--", "-->"),
        ]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open));
        let icon = rest.starts_with("<img")
            && rest
                .split('>')
                .next()
                .is_some_and(|tag| tag.contains("kg-bookmark-icon"));
        let found = found.or(icon.then_some(("<img", ">")));
        let Some((open, close)) = found else {
            out.push('<');
            at = start + 1;
            continue;
        };
        let end = rest
            .find(close)
            .map_or(html.len(), |found| start + found + close.len());
        let piece = &html[start..end];
        // Ghost puts its cards between comments that say nothing to a reader.
        let inner = piece
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim();
        if !(open == "<!--" && inner.starts_with("kg-card-")) {
            let what = match open {
                "<img" => "the icon of a bookmark was left out",
                _ => "a script, style or comment was left out",
            };
            notes.kept(line, piece, what);
        }
        at = end;
    }
    out.push_str(&html[at..]);
    out
}

/// How deep elements are nested, roughly: an upper bound for what a parser makes of it.
fn depth(html: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = rest
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let void = VOID.iter().any(|known| known.eq_ignore_ascii_case(name));
            depth += usize::from(!void);
            most = most.max(depth);
        }
    }
    most
}

/// The words that a reader of `html` sees, and the addresses of its links: text with tags taken out.
pub(super) fn visible(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        let tag = &rest[start..];
        if !tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
            out.push('<');
            rest = &tag[1..];
            continue;
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        out.push(' ');
        for name in ["href=\"", "src=\"", "alt=\""] {
            if let Some((_, value)) = tag[..end].split_once(name) {
                out.push_str(value.split('"').next().unwrap_or_default());
                out.push(' ');
            }
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    unescaped(&out)
}

/// Text with the five references that HTML needs, and numbers, as characters.
fn unescaped(text: &str) -> String {
    const NAMES: [(&str, &str); 6] = [
        ("lt", "<"),
        ("gt", ">"),
        ("quot", "\""),
        ("apos", "'"),
        ("nbsp", "\u{a0}"),
        ("amp", "&"),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .map(|(end, _)| end);
        let name = end.map_or("", |end| &after[..end]);
        let number =
            name.strip_prefix('#')
                .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                });
        let named = NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| (*text).to_owned());
        match named.or_else(|| number.and_then(char::from_u32).map(String::from)) {
            Some(text) => {
                out.push_str(&text);
                rest = &after[name.len() + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(
            markdown(html, None, &mut Notes::default()).as_deref(),
            Some(expected),
            "{html}"
        );
    }

    #[test]
    fn html_becomes_markdown() {
        check(
            "<h2>What Happened</h2><p>A <strong>b</strong> &amp; <a href=\"/x/\">c</a>.</p>",
            "## What Happened\n\nA **b** & [c](/x/).",
        );
        check("<ul><li>$5B now</li><li>two</li></ul>", "- $5B now\n- two");
        check("<p>a_b *c* 1. [x]</p>", "a\\_b \\*c\\* 1. \\[x\\]");
        check(
            "<p>a</p><briefpress-markdown text=\"\n- *b* &amp;\n\n\n    c\n\"></briefpress-markdown><p>d</p>",
            "a\n\n- *b* &\n\n\n    c\n\nd",
        );
        check(
            "<figure><a class=\"kg-bookmark-container\" href=\"https://x.example/a b\"><div><div class=\"kg-bookmark-title\">T</div><div>D</div><span class=\"kg-bookmark-author\">A</span><span class=\"kg-bookmark-publisher\">P</span></div></a></figure><p><a href=\"/x/\"><span class=\"y\">z</span></a></p>",
            "[T](<https://x.example/a b>)\n\nD\n\nA\n\nP\n\n[z](/x/)",
        );
        check(
            "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>",
            "<https://www.youtube.com/embed/x>",
        );
    }

    #[test]
    fn scripts_are_told() {
        let mut notes = Notes::default();
        let text = markdown(
            "<p>a</p><script>evil()</script><!--kg-card-begin: html--><p>b</p>",
            Some(3),
            &mut notes,
        );
        assert_eq!(text.as_deref(), Some("a\n\nb"));
        assert_eq!(notes.0.len(), 1);
    }

    #[test]
    fn deep_html_is_refused() {
        assert_eq!(
            markdown(&"<div>".repeat(100_000), None, &mut Notes::default()),
            None
        );
    }

    #[test]
    fn visible_words_are_those_of_the_text() {
        assert_eq!(
            visible("<p class=\"x\">a &amp; <b>c</b> 1 < 2</p>"),
            " a &  c  1 < 2 "
        );
    }
}
