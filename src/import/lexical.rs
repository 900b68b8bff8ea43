//! What Ghost's editors keep, where a post has no HTML.
//!
//! Comes in: a post. Goes out: HTML of its paragraphs, headings, lists, quotes, links and pictures. Lexical is the
//! editor of today, Mobiledoc the one before; both are JSON inside a JSON string.

use super::cards;
use super::front;
use super::tree::Node;

/// What a post says that has only its editor's form.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// Its HTML.
    pub(super) html: String,
    /// Every text in it, a line each, whether the HTML has it or not.
    pub(super) texts: String,
}

/// Reads the editor's form of a post. `None` if it can't be read.
pub(super) fn read(post: &Node) -> Option<Form> {
    let mut form = Form::default();
    if let Some(text) = post.get("lexical").and_then(Node::as_text) {
        let tree = front::json(text).ok()?;
        let root = tree.get("root")?;
        lexical(root, &mut form.html);
        cards::count(root, &mut form.texts);
    } else {
        let text = post.get("mobiledoc").and_then(Node::as_text)?;
        let doc = front::json(text).ok()?;
        mobiledoc(&doc, &mut form.html);
        for section in list(doc.get("sections")) {
            // Behind its kind and its tag or address.
            for part in list(Some(section)).iter().skip(2) {
                cards::count(part, &mut form.texts);
            }
        }
        for named in [doc.get("atoms"), doc.get("cards")] {
            for part in list(named)
                .iter()
                .flat_map(|it| list(Some(it)).iter().skip(1))
            {
                cards::count(part, &mut form.texts);
            }
        }
    }
    Some(form)
}

pub(super) fn text<'a>(node: &'a Node, key: &str) -> &'a str {
    match node.get(key) {
        // White space counts here: words are parted by it.
        Some(Node::Text(text) | Node::Plain(text)) => text,
        _ => "",
    }
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

pub(super) fn wrap(out: &mut String, tag: &str, attributes: &str, inner: &str) {
    *out += &format!("<{tag}{attributes}>{inner}</{tag}>");
}

fn children(node: &Node, out: &mut String) {
    if let Some(Node::List(items)) = node.get("children") {
        items.iter().for_each(|item| lexical(item, out));
    }
}

/// One node of Lexical, and what is in it.
fn lexical(node: &Node, out: &mut String) {
    let mut inner = String::new();
    children(node, &mut inner);
    match text(node, "type") {
        "text" | "extended-text" => {
            let format: u32 = text(node, "format").parse().unwrap_or(0);
            let mut inner = escaped(text(node, "text"));
            for (bit, tag) in [(1, "strong"), (2, "em"), (4, "s"), (16, "code")] {
                if format & bit != 0 {
                    inner = format!("<{tag}>{inner}</{tag}>");
                }
            }
            out.push_str(&inner);
        }
        "linebreak" => out.push_str("<br>"),
        "paragraph" => wrap(out, "p", "", &inner),
        "heading" | "extended-heading" => {
            let tag = text(node, "tag");
            let tag = if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                tag
            } else {
                "h2"
            };
            wrap(out, tag, "", &inner);
        }
        "list" => wrap(
            out,
            if text(node, "listType") == "number" {
                "ol"
            } else {
                "ul"
            },
            "",
            &inner,
        ),
        "listitem" => wrap(out, "li", "", &inner),
        "quote" | "extended-quote" | "aside" => wrap(out, "blockquote", "", &inner),
        "link" | "autolink" | "at-link" => {
            let attributes = ["url", "title"].map(|key| {
                let name = if key == "url" { "href" } else { key };
                cards::attribute(name, text(node, key))
            });
            wrap(out, "a", &attributes.concat(), &inner);
        }
        "horizontalrule" => out.push_str("<hr>"),
        "root" => out.push_str(&inner),
        kind => {
            cards::card(kind, node, out);
            out.push_str(&inner);
        }
    }
}

pub(super) fn list(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(items)) => items,
        _ => &[],
    }
}

fn item(items: &[Node], at: usize) -> &str {
    match items.get(at) {
        Some(Node::Text(text) | Node::Plain(text)) => text,
        _ => "",
    }
}

/// The item whose number another item says.
fn referred<'a>(items: &'a [Node], number: &str) -> &'a [Node] {
    list(
        number
            .parse::<usize>()
            .ok()
            .and_then(|number| items.get(number)),
    )
}

/// Mobiledoc: sections that refer to lists of markups, atoms and cards.
fn mobiledoc(doc: &Node, out: &mut String) {
    let (markups, atoms, cards) = (
        list(doc.get("markups")),
        list(doc.get("atoms")),
        list(doc.get("cards")),
    );
    for section in list(doc.get("sections")) {
        let section = list(Some(section));
        match item(section, 0) {
            "1" => {
                let tag = item(section, 1);
                let tag = if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote") {
                    tag
                } else {
                    "p"
                };
                wrap(out, tag, "", &markers(list(section.get(2)), markups, atoms));
            }
            "2" => {
                let src = escaped(item(section, 1));
                *out += &format!("<img src=\"{src}\" alt=\"\">");
            }
            "3" => {
                let items: String = list(section.get(2))
                    .iter()
                    .map(|entry| format!("<li>{}</li>", markers(list(Some(entry)), markups, atoms)))
                    .collect();
                wrap(
                    out,
                    if item(section, 1) == "ol" { "ol" } else { "ul" },
                    "",
                    &items,
                );
            }
            "10" => {
                let card = referred(cards, item(section, 1));
                if let Some(payload) = card.get(1) {
                    cards::card(item(card, 0), payload, out);
                }
            }
            _ => {}
        }
    }
}

/// Text with its markups: `[0, [opened], closed, text]`.
fn markers(items: &[Node], markups: &[Node], atoms: &[Node]) -> String {
    let mut out = String::new();
    let mut open: Vec<String> = Vec::new();
    for marker in items {
        let marker = list(Some(marker));
        for number in list(marker.get(1)) {
            let markup = referred(markups, number.as_text().unwrap_or_default());
            let tag = item(markup, 0);
            let tag = if matches!(tag, "a" | "strong" | "b" | "em" | "i" | "code" | "s" | "u") {
                tag
            } else {
                "span"
            };
            let href = list(markup.get(1))
                .windows(2)
                .find(|pair| pair[0].as_text() == Some("href"));
            match href.and_then(|pair| pair[1].as_text()) {
                Some(address) => out += &format!("<{tag} href=\"{}\">", escaped(address)),
                None => out += &format!("<{tag}>"),
            }
            open.push(tag.to_owned());
        }
        match item(marker, 0) {
            "1" if item(referred(atoms, item(marker, 3)), 0) == "soft-return" => {
                out.push_str("<br>");
            }
            "1" => {
                let atom = referred(atoms, item(marker, 3));
                out += &escaped(item(atom, 1));
                // What it holds beside the text that it shows.
                let mut held = String::new();
                if let Some(payload) = atom.get(2) {
                    cards::count(payload, &mut held);
                }
                for line in held.lines() {
                    out += " ";
                    out += &escaped(line);
                }
            }
            _ => out += &escaped(item(marker, 3)),
        }
        let closed: usize = item(marker, 2).parse().unwrap_or(0);
        for _ in 0..closed.min(open.len()) {
            if let Some(tag) = open.pop() {
                out += &format!("</{tag}>");
            }
        }
    }
    while let Some(tag) = open.pop() {
        out += &format!("</{tag}>");
    }
    out
}
