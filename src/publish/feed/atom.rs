//! A feed as Atom (RFC 4287).

use super::channel::{Channel, Entry};
use crate::publish::xml::Xml;

pub(super) fn atom(channel: &Channel<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    let attributes = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xml:lang", channel.language),
    ];
    xml.open("feed", &attributes);
    xml.element("id", &channel.id);
    xml.element("title", &channel.title);
    if let Some(description) = &channel.description {
        xml.element("subtitle", description);
    }
    xml.element("updated", &channel.updated.rfc3339());
    link(&mut xml, "self", "application/atom+xml", &channel.own);
    link(&mut xml, "alternate", "text/html", &channel.page);
    person(&mut xml, &channel.publication);
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    xml.element_with("generator", &version, "briefpress");
    for entry in &channel.entries {
        self::entry(&mut xml, entry);
    }
    xml.close("feed");
    xml.finish()
}

fn entry(xml: &mut Xml, entry: &Entry) {
    xml.open("entry", &[]);
    xml.element("id", &entry.id);
    xml.element("title", &entry.title);
    link(xml, "alternate", "text/html", &entry.url);
    xml.element("published", &entry.published.rfc3339());
    xml.element("updated", &entry.updated.rfc3339());
    for author in &entry.authors {
        person(xml, author);
    }
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    if let Some(summary) = &entry.summary {
        xml.element("summary", summary);
    }
    xml.element_with("content", &[("type", "html")], &entry.content);
    xml.close("entry");
}

fn link(xml: &mut Xml, rel: &str, media_type: &str, href: &str) {
    xml.empty(
        "link",
        &[("rel", rel), ("type", media_type), ("href", href)],
    );
}

fn person(xml: &mut Xml, name: &str) {
    xml.open("author", &[]);
    xml.element("name", name);
    xml.close("author");
}
