//! XML that is well-formed by construction: no text can end its element, and no character that XML 1.0 forbids gets in.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::model::bidi;

const FROM_MEMORY: &str = "writing to memory does not fail";

/// A document that is being written.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A document with its declaration, one element a line.
    pub(super) fn document() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// Ends the element of this name, which was begun last.
    pub(super) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds text.
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.element_with(name, &[], text);
    }

    /// An element that has attributes and holds text.
    pub(super) fn element_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// The document.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn event(&mut self, event: Event<'_>) {
        self.0.write_event(event).expect(FROM_MEMORY);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*allowed(value)));
    }
    start
}

/// The text without what no XML 1.0 document may hold, not even as a reference (its production 2, `Char`). A carriage
/// return, which readers turn into a line feed, is one from the start.
///
/// What a text opens with directional formatting characters, it closes (see [`bidi`]).
pub(super) fn allowed(text: &str) -> Cow<'_, str> {
    match bidi::closed(text) {
        Cow::Borrowed(text) => allowed_characters(text),
        Cow::Owned(text) => Cow::Owned(allowed_characters(&text).into_owned()),
    }
}

fn allowed_characters(text: &str) -> Cow<'_, str> {
    let good = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    // Most texts have none of it, and a fold without a way out looks at many bytes at a time. What begins with 0xef may
    // be U+FFFE or U+FFFF.
    let doubtful =
        |found: bool, b: u8| found | ((b < 0x20) & (b != b'\t') & (b != b'\n')) | (b == 0xef);
    if !text.bytes().fold(false, doubtful) || text.chars().all(good) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.chars().filter(|c| good(*c)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;

    use super::*;

    fn written(text: &str) -> String {
        let mut xml = Xml::document();
        xml.element_with("a", &[("b", text)], text);
        String::from_utf8(xml.finish()).unwrap()
    }

    fn read(document: &str) -> String {
        let mut reader = Reader::from_str(document);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Text(found) if reader.buffer_position() > 40 => {
                    text.push_str(&found.decode().unwrap());
                }
                Event::GeneralRef(name) => {
                    let name = name.decode().unwrap();
                    text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap());
                }
                Event::Eof => return text.trim_matches('\n').to_owned(),
                _ => {}
            }
        }
    }

    #[test]
    fn what_xml_forbids_is_left_out() {
        assert_eq!(allowed("a\0b\u{b}c\u{1b}\u{fffe}\u{ffff}d\te"), "abcd\te");
        assert_eq!(allowed("a\r\nb\rc"), "a\nb\nc");
        assert!(matches!(allowed("]]> \u{10ffff} é"), Cow::Borrowed(_)));
        assert!(written("]]>").contains("]]&gt;"));
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "\\PC{0,80}") {
            let (back, expected) = (read(&written(&text)), allowed(&text).into_owned());
            prop_assert_eq!(back.trim(), expected.trim());
        }
    }
}
