//! A document of XML as a tree, for tests that look into it. What is not well-formed, or holds a character that XML
//! forbids, ends the test.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name with its prefix.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// The text that stands directly in it.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// Its children of this name.
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Element> + use<'a, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Its one child of this name.
    pub fn one<'a>(&'a self, name: &str) -> &'a Element {
        let found: Vec<_> = self.all(name).collect();
        assert_eq!(found.len(), 1, "<{}> has not one <{name}>", self.name);
        found[0]
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The root of a document.
pub fn parse(document: &str) -> Element {
    let good = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(bad) = document.chars().find(|c| !good(*c)) {
        panic!("XML can't hold {bad:?}");
    }
    let mut reader = Reader::from_str(document);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let element = element(&start);
                open.last_mut().unwrap().children.push(element);
            }
            Event::End(_) => {
                let element = open.pop().unwrap();
                open.last_mut().unwrap().children.push(element);
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::GeneralRef(name) => {
                let last = &mut open.last_mut().unwrap().text;
                match name.resolve_char_ref().unwrap() {
                    Some(c) => last.push(c),
                    None => {
                        last.push_str(resolve_predefined_entity(&name.decode().unwrap()).unwrap());
                    }
                }
            }
            Event::Decl(_) => {}
            Event::Eof => break,
            other => panic!("nobody writes {other:?}"),
        }
    }
    let mut root = open.pop().unwrap();
    assert!(open.is_empty(), "an element is not closed");
    assert_eq!(root.children.len(), 1, "there is not one root");
    root.children.pop().unwrap()
}

fn element(start: &BytesStart<'_>) -> Element {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Element {
        name: text(start.name().as_ref()),
        attributes: start
            .attributes()
            .map(|attribute| {
                let attribute = attribute.unwrap();
                let value = attribute
                    .decoded_and_normalized_value(XmlVersion::Implicit1_0, start.decoder())
                    .unwrap();
                (text(attribute.key.as_ref()), value.into_owned())
            })
            .collect(),
        ..Element::default()
    }
}
