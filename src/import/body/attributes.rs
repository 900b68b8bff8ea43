//! What only another program reads behind a text: attributes of headings and paragraphs, the end of a teaser.
//!
//! Comes in: a line. Goes out: the same without them; each is told.

use super::super::marks;
use super::super::report::Notes;
use super::super::text::Line;

/// A heading without the attributes that kramdown, Hugo and Pandoc read: `{#id .class}`.
pub(super) fn without_attributes(line: &Line, title: &str, notes: &mut Notes) -> String {
    let cut = title.rfind('{').filter(|_| title.ends_with('}'));
    match cut.filter(|at| title[at + 1..].trim_start().starts_with(['#', '.', ':'])) {
        Some(at) => {
            notes.changed(
                line.number,
                &title[at..],
                "attributes of a heading were left out",
            );
            title[..at].trim_end().to_owned()
        }
        None => title.to_owned(),
    }
}

/// A line without kramdown's `{: .class}` behind a picture, a link or emphasis, and without the mark that ends a
/// teaser behind a text.
pub(super) fn without_attribute_lists(line: &Line, notes: &mut Notes) -> Line {
    let mut text = line.text.clone();
    if let Some((at, what)) = marks::teaser_behind(&text) {
        notes.changed(line.number, text[at..].trim_end(), what);
        text.truncate(text[..at].trim_end().len());
    }
    let mut from = 0;
    while let Some(at) = text[from..].find("{:").map(|at| from + at) {
        let end = text[at..].find('}').map(|end| at + end + 1);
        match end.filter(|_| text[..at].ends_with([')', '*', '_', '`', ']'])) {
            Some(end) => {
                notes.changed(
                    line.number,
                    &text[at..end],
                    "a kramdown attribute list was left out",
                );
                text.replace_range(at..end, "");
                from = at;
            }
            None => from = at + 2,
        }
    }
    Line {
        number: line.number,
        text,
    }
}
