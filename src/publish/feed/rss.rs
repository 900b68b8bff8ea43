//! A feed as RSS 2.0, with the full text in `content:encoded` and authors in `dc:creator`, since RSS itself has but one
//! author with a mail address.

use super::channel::{Channel, Entry};
use crate::publish::xml::Xml;

pub(super) fn rss(channel: &Channel<'_>) -> Vec<u8> {
    let mut xml = Xml::document();
    let attributes = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.open("rss", &attributes);
    xml.open("channel", &[]);
    xml.element("title", &channel.title);
    xml.element("link", &channel.page);
    let description = channel.description.as_ref().unwrap_or(&channel.title);
    xml.element("description", description);
    xml.element("language", channel.language);
    xml.element("lastBuildDate", &channel.updated.rfc822());
    let program = concat!("briefpress ", env!("CARGO_PKG_VERSION"));
    xml.element("generator", program);
    let own = [
        ("rel", "self"),
        ("type", "application/rss+xml"),
        ("href", &*channel.own),
    ];
    xml.empty("atom:link", &own);
    for entry in &channel.entries {
        item(&mut xml, entry);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn item(xml: &mut Xml, entry: &Entry) {
    xml.open("item", &[]);
    xml.element("title", &entry.title);
    xml.element("link", &entry.url);
    xml.element_with("guid", &[("isPermaLink", "false")], &entry.id);
    xml.element("pubDate", &entry.published.rfc822());
    for author in &entry.authors {
        xml.element("dc:creator", author);
    }
    for tag in &entry.tags {
        xml.element("category", tag);
    }
    // A description is HTML to most readers of RSS: the summary is escaped once more to stay text.
    let summary = entry.summary.as_deref().unwrap_or(&entry.title);
    xml.element("description", &quick_xml::escape::partial_escape(summary));
    xml.element("content:encoded", &entry.content);
    xml.close("item");
}
