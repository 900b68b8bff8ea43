//! A feed as JSON Feed 1.1.

use serde::Serialize;

use super::channel::{Channel, Entry};

#[derive(Serialize)]
struct Feed<'a> {
    version: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    home_page_url: &'a str,
    feed_url: &'a str,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
}

pub(super) fn json(channel: &Channel<'_>) -> Vec<u8> {
    let feed = Feed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        description: channel.description.as_deref(),
        home_page_url: &channel.page,
        feed_url: &channel.own,
        language: channel.language,
        authors: [Author {
            name: &channel.publication,
        }],
        items: channel.entries.iter().map(item).collect(),
    };
    let mut bytes = serde_json::to_vec(&feed).expect("texts and lists are JSON");
    bytes.push(b'\n');
    bytes
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: &entry.content,
        summary: entry.summary.as_deref(),
        image: entry.image.as_deref(),
        date_published: entry.published.rfc3339(),
        date_modified: entry.updated.rfc3339(),
        authors: entry.authors.iter().map(|name| Author { name }).collect(),
        tags: &entry.tags,
    }
}
