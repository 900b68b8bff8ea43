//! The author's texts as plain text on one line, for artifacts that have no markup.

use crate::link::BriefEntry;
use crate::markdown;
use crate::model::{Passage, WatchItem};

/// A text without its markup; `None` if nothing is left.
pub(super) fn text(markdown: &str) -> Option<String> {
    let line = one_line(&markdown::plain_text(markdown));
    (!line.is_empty()).then_some(line)
}

/// The text of an effect or a watch item without its markup; `None` if nothing is left.
pub(super) fn passage(entry: &BriefEntry, passage: &Passage) -> Option<String> {
    match passage {
        Passage::Front(markdown) => text(markdown),
        Passage::Body(range) => {
            let range = range.start as usize..range.end as usize;
            entry.document.text.get(range).and_then(text)
        }
    }
}

/// A text without its markup.
pub(super) fn plain_text(markdown: &str) -> String {
    text(markdown).unwrap_or_default()
}

/// What a watch item is called where nothing else is said of it: its title, else its text, else its id.
pub(crate) fn watch_name(entry: &BriefEntry, item: &WatchItem) -> String {
    text(&item.title)
        .or_else(|| passage(entry, &item.text))
        .unwrap_or_else(|| item.id.to_string())
}

/// The text with each stretch of white space or control characters as one blank.
pub(super) fn one_line(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if text.bytes().all(is_plain) && !text.contains("  ") && text.trim_ascii().len() == text.len() {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for part in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if !part.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
    }
    line
}
