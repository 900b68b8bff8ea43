//! Elements of HTML that Markdown says in its own way.
//!
//! Comes in: an element. Goes out: the Markdown that stands for it.

use htmd::Element;
use htmd::element_handler::{HandlerResult, Handlers};

use super::super::picture;
use super::super::plain::escape;
use super::super::shortcode;
use super::MARKDOWN_TEXT;

/// What a page embeds is linked.
pub(super) fn embedded(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
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
    let link = match attribute(&element, "title") {
        Some(title) => format!(
            "[{}]({})",
            escape::inline(&title),
            picture::destination(&address)
        ),
        None if web => format!("<{}>", address.replace(['<', '>', ' '], "")),
        None => address,
    };
    Some(blocks(&[&link, inner.trim()]).into())
}

/// Blocks of Markdown stay as their author wrote them.
pub(super) fn as_it_is(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
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
pub(super) fn bookmark(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let address = element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == "href")
        .map(|attribute| attribute.value.trim().to_owned());
    // Substack's footnotes: the number in the text, and the one before the note.
    if has_class(&element, "footnote-anchor") {
        let number = handlers.walk_children(element.node).content;
        return Some(format!("[^{}]", number.trim()).into());
    }
    if has_class(&element, "footnote-number") {
        let number = handlers.walk_children(element.node).content;
        return Some(format!("\n\n[^{}]:\n\n", number.trim()).into());
    }
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
pub(super) fn bookmark_part(
    handlers: &dyn Handlers,
    element: Element<'_>,
) -> Option<HandlerResult> {
    if !has_class(&element, "kg-bookmark-") {
        return handlers.fallback(element);
    }
    let inner = handlers.walk_children(element.node).content;
    Some(blocks(&[inner.trim()]).into())
}

/// Blocks with blank lines around them, the empty ones left out.
pub(super) fn blocks(blocks: &[&str]) -> String {
    let blocks: Vec<_> = (blocks.iter().copied())
        .filter(|block| !block.trim().is_empty())
        .collect();
    format!("\n\n{}\n\n", blocks.join("\n\n"))
}

/// The value of an attribute on one line, if there is anything in it.
fn attribute(element: &Element<'_>, name: &str) -> Option<String> {
    let found = element
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)?;
    let words: Vec<&str> = found.value.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// What was struck out stays so: `~~gone~~`, block by block.
pub(super) fn struck(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let strike = |block: &str| {
        let text = block.trim();
        if text.is_empty() || text.starts_with(['#', '-', '>', '|', '`', '~']) {
            return block.to_owned();
        }
        let start = block.len() - block.trim_start().len();
        let (lead, tail) = (&block[..start], &block[start + text.len()..]);
        format!("{lead}~~{text}~~{tail}")
    };
    let blocks: Vec<_> = inner.split("\n\n").map(strike).collect();
    Some(blocks.join("\n\n").into())
}

/// What an abbreviation stands for, which a page only shows when it is pointed at, follows it in parentheses.
pub(super) fn abbreviation(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    match attribute(&element, "title") {
        Some(title) => Some(format!("{inner} ({})", escape::inline(&title)).into()),
        None => Some(inner.into()),
    }
}

/// A footnote of Substack's: its number, and the paragraphs of the note indented below.
pub(super) fn footnote(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    if !element
        .attrs
        .iter()
        .any(|a| &*a.name.local == "class" && &*a.value == "footnote")
    {
        return handlers.fallback(element);
    }
    let inner = handlers.walk_children(element.node).content;
    let Some((mark, note)) = inner
        .trim()
        .split_once(":\n")
        .filter(|(mark, _)| mark.starts_with("[^"))
    else {
        return Some(blocks(&[inner.trim()]).into());
    };
    let lines: Vec<String> = note
        .trim()
        .lines()
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("    {line}")
            }
        })
        .collect();
    Some(blocks(&[&format!("{mark}: {}", lines.join("\n").trim_start())]).into())
}

/// What is set as it was typed, without saying that it is code: a block of code all the same, since nothing else keeps its
/// lines.
pub(super) fn typed(handlers: &dyn Handlers, element: Element<'_>) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    if inner.trim_start().starts_with("```") || inner.trim().is_empty() {
        return handlers.fallback(element);
    }
    let lines: Vec<&str> = inner
        .trim_matches('\n')
        .lines()
        .map(str::trim_end)
        .collect();
    Some(blocks(&[&shortcode::fenced("", &lines.join("\n"))]).into())
}
