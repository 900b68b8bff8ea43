//! What the room promises, as tables and as laws that hold for any input.

mod html;
mod laws;
mod mentions;
mod pieces;
mod reading;
mod setting;

use std::ops::Range;

use super::{Flow, Marks, Options, Piece, Typesetter, set};

/// All bytes of a text.
fn all(text: &str) -> Range<u32> {
    0..u32::try_from(text.len()).expect("tests are short")
}

/// The bytes of `part` in `text`.
fn find(text: &str, part: &str) -> Range<u32> {
    let start = text
        .find(part)
        .unwrap_or_else(|| panic!("{part:?} is not in {text:?}"));
    let range = start..start + part.len();
    range.start.try_into().expect("short")..range.end.try_into().expect("short")
}

/// A block of Markdown as HTML, without marks.
fn block(markdown: &str) -> String {
    set(
        markdown,
        Flow::Block,
        &Marks::default(),
        &Options::default(),
    )
    .as_str()
    .to_owned()
}

/// A whole body as HTML, and its footnotes.
fn body(text: &str, marks: &Marks, options: &Options) -> (String, String) {
    let mut typesetter = Typesetter::new(text, all(text), options);
    let piece = Piece {
        ranges: vec![all(text)],
        flow: Flow::Block,
    };
    let set = typesetter.pieces(&[piece], marks);
    let notes = typesetter.footnotes().unwrap_or_default();
    (set[0].as_str().to_owned(), notes.as_str().to_owned())
}
