//! The prose of a brief, as somebody would read it aloud.
//!
//! Comes in: a brief that was read, or a body. Goes out: its texts, one a paragraph or item, in which companies are looked
//! for; and the first of them that says something.

use super::lexicon;
use crate::markdown::{self, BlockKind, Linkable};
use crate::model::Brief;
use crate::parse::{self, Document};

/// The texts of a brief as a reader sees them, one a paragraph or item; headings and code left out.
pub(super) fn texts(document: &Document<Brief>) -> Vec<String> {
    let slice = |range: &std::ops::Range<u32>| {
        document
            .text
            .get(range.start as usize..range.end as usize)
            .unwrap_or_default()
    };
    let (_, blocks) = markdown::outline(&document.text, document.body.clone());
    let mut texts: Vec<String> = document
        .value
        .dek
        .iter()
        .map(|dek| read_aloud(&dek.value))
        .collect();
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(inline) => pieces(slice(&inline), &mut texts),
            BlockKind::List(items) => {
                (items.iter()).for_each(|item| item_texts(slice(item), &mut texts));
            }
            BlockKind::Heading(..) | BlockKind::Table | BlockKind::Other => {}
        }
    }
    texts
}

/// Adds a paragraph as a reader sees it: as one text, or as several with what a reader never sees between them. One
/// that is all in bold stands for a heading.
fn pieces(paragraph: &str, texts: &mut Vec<String>) {
    let whole = paragraph.trim();
    let bold = whole
        .strip_prefix("**")
        .and_then(|rest| rest.strip_suffix("**"));
    if bold.is_some_and(|inner| !inner.contains("**")) {
        return;
    }
    let mut rest = whole;
    while let Some((before, after)) = cut_at_tag(rest) {
        texts.push(read_aloud(before));
        rest = after;
    }
    texts.push(read_aloud(rest));
}

/// A text as somebody would read it aloud: without pictures, code and addresses, in which no company is named.
fn read_aloud(text: &str) -> String {
    let mut out = String::new();
    for run in markdown::text_runs(text) {
        for segment in &run.segments {
            let piece = run
                .text
                .get(segment.text.start as usize..segment.text.end as usize);
            match segment.linkable {
                Linkable::No => out.push_str(" | "),
                Linkable::Yes | Linkable::InLink(_) | Linkable::Suppressed => {
                    out.push_str(piece.unwrap_or_default());
                }
            }
        }
        out.push(' ');
    }
    let is_address =
        |word: &str| word.contains("://") || word.contains('@') || word.starts_with("www.");
    let words: Vec<&str> = (out.split_whitespace())
        .map(|word| if is_address(word) { "|" } else { word })
        .collect();
    words.join(" ")
}

/// What stands before and behind the first tag of another generator.
fn cut_at_tag(text: &str) -> Option<(&str, &str)> {
    let (at, close) = [("{{", "}}"), ("{%", "%}")]
        .into_iter()
        .filter_map(|(open, close)| Some((text.find(open)?, close)))
        .min()?;
    let end = text[at..].find(close)? + close.len();
    Some((&text[..at], &text[at + end..]))
}

/// Adds the texts of a list item: its own, and those of the items inside it.
fn item_texts(item: &str, texts: &mut Vec<String>) {
    let mut parts: Vec<String> = vec![String::new()];
    for line in item.lines() {
        let text = line.trim_start();
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let begins = text.starts_with(['-', '*', '+'])
            || number.len() < text.len() && number.starts_with(['.', ')']);
        match parts.last_mut() {
            Some(part) if !begins && !text.is_empty() => {
                part.push_str(line);
                part.push('\n');
            }
            _ => parts.push(format!("{line}\n")),
        }
    }
    parts.iter().for_each(|part| pieces(part, texts));
}

/// The text of the first paragraph or item of a body that says something, as a reader sees it: `Hi Jane,` does not.
pub(super) fn first_text(body: &str) -> Option<String> {
    let end = u32::try_from(body.len()).ok()?;
    let (_, blocks) = markdown::outline(body, 0..end);
    let mut other = None;
    let mut below_picture = false;
    for block in &blocks {
        let Some(text) = block_text(body, block) else {
            below_picture = matches!(block.kind, BlockKind::Paragraph(_));
            continue;
        };
        let is_caption = below_picture && !text.ends_with(['.', '!', '?']);
        let says_nothing = is_salutation(&text) || lexicon::is_opening(&text);
        if !is_caption && !says_nothing && !text.starts_with('>') {
            return Some(text);
        }
        below_picture = false;
        other.get_or_insert(text);
    }
    other
}

/// `Hi Jane,`, `Dear all:`.
fn is_salutation(text: &str) -> bool {
    const GREETINGS: [&str; 7] = ["hi", "hello", "hey", "dear", "good", "team", "all"];
    let first = text
        .split(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    let greets = GREETINGS
        .iter()
        .any(|word| word.eq_ignore_ascii_case(first));
    greets && text.ends_with([',', ':', '!']) && text.split_whitespace().count() <= 6
}

/// The text of a paragraph, or of the first item of a list.
fn block_text(body: &str, block: &markdown::Block) -> Option<String> {
    let range = match &block.kind {
        BlockKind::Paragraph(inline) => inline,
        BlockKind::List(items) => items.first()?,
        BlockKind::Heading(..) | BlockKind::Table | BlockKind::Other => return None,
    };
    let text = without_references(body.get(range.start as usize..range.end as usize)?);
    let text = text.as_str();
    // A picture alone says nothing.
    let seen = read_aloud(text);
    if !seen.contains(char::is_alphanumeric) {
        return None;
    }
    let text = if seen.contains('|') {
        markdown::plain_text(text)
    } else {
        seen
    };
    // The label of an effect is no part of its sentence.
    let text = text
        .get(parse::order_label(&text).unwrap_or(0)..)?
        .to_owned();
    text.contains(char::is_alphanumeric).then_some(text)
}

/// A text without the `[^1]` that refer to its footnotes.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[^") {
        let end = rest[at..].find(']').map(|length| at + length + 1);
        let name = end.map_or("", |end| &rest[at + 2..end - 1]);
        let refers = !name.is_empty() && !name.contains(char::is_whitespace);
        let taken = end.filter(|_| refers).unwrap_or(at + 2);
        out.push_str(&rest[..if refers { at } else { taken }]);
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_text_that_says_something_is_found() {
        for (body, expected) in [
            (
                "Hi Jane,\n\nAcme rents.[^1] So.\n\n[^1]: Note.\n",
                Some("Acme rents. So."),
            ),
            (
                "![A chart](a.png)\n\nSource: Acme\n\nAcme rents.\n",
                Some("Acme rents."),
            ),
            ("## Head\n\n**First-order:** less\n", Some("less")),
            ("a [^ b] c\n", Some("a [^ b] c")),
            ("Hello all,\n", Some("Hello all,")),
            ("Executive Summary\n\nAcme rents.\n", Some("Acme rents.")),
            ("![A](a.png)\n", None),
            ("", None),
        ] {
            assert_eq!(first_text(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn pictures_code_and_addresses_are_not_read_aloud() {
        assert_eq!(
            read_aloud(
                "See ![Acme](a.png) `Globex` at https://Initech.example/x or me@Hooli.example, then [Luma](/x/)."
            ),
            "See | | at | or | then Luma."
        );
    }
}
