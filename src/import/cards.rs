//! The cards of Ghost's editors.
//!
//! Comes in: a card, as Lexical or Mobiledoc keeps it. Goes out: HTML with every text that a reader saw. What only says
//! how a card looks is left out.

use super::html;
use super::lexical::{escaped, list, text, wrap};
use super::tree::Node;

/// Keys that say how a node is built or looks. So do those that end like [`SETTING_ENDS`].
const SETTINGS: &[&str] = &[
    "type",
    "version",
    "src",
    "url",
    "href",
    "format",
    "mode",
    "style",
    "direction",
    "indent",
    "detail",
    "tag",
    "listType",
    "rel",
    "target",
    "alignment",
    "layout",
    "size",
    "icon",
    "thumbnail",
    "visibility",
    "segment",
    "embedType",
    "language",
    "id",
    "width",
    "height",
    "fileName",
    "labels",
    "swapped",
    "cardName",
];

/// How the names of more such keys end.
const SETTING_ENDS: &[&str] = &[
    "Url",
    "_url",
    "Link",
    "Src",
    "Color",
    "Hex",
    "Width",
    "Height",
    "Size",
    "Style",
    "Type",
    "Alignment",
    "_version",
    "_width",
    "_height",
];

/// Keys whose text is HTML.
const HTML: &[&str] = &[
    "html",
    "caption",
    "calloutText",
    "heading",
    "subheading",
    "content",
    "header",
    "subheader",
    "disclaimer",
    "productTitle",
    "productDescription",
    "textValue",
    "sponsorLabel",
];

/// Keys of what a card leads to, and of what its link is called.
const ADDRESSES: &[&str] = &["url", "buttonUrl", "productUrl", "src", "href"];
const LABELS: &[&str] = &["buttonText", "productButton", "fileTitle", "title"];

/// Keys of pictures.
const PICTURES: &[&str] = &["imageUrl", "productImageSrc", "backgroundImageSrc"];

/// Hands each text in `node` that a reader may have seen to `take`, with its key.
fn each_leaf(node: &Node, key: &str, take: &mut impl FnMut(&str, &str)) {
    match node {
        Node::Text(text) if !text.trim().is_empty() => take(key, text),
        Node::List(items) => items.iter().for_each(|item| each_leaf(item, key, take)),
        Node::Map(entries) => {
            for entry in entries {
                let key = entry.key.as_str();
                if !SETTINGS.contains(&key) && !SETTING_ENDS.iter().any(|end| key.ends_with(end)) {
                    each_leaf(&entry.value, key, take);
                }
            }
        }
        _ => {}
    }
}

/// Adds every text of a tree to `texts`.
pub(super) fn count(node: &Node, texts: &mut String) {
    each_leaf(node, "", &mut |key, text| {
        if HTML.contains(&key) {
            texts.push_str(&html::visible(text));
        } else {
            texts.push_str(text);
        }
        texts.push('\n');
    });
}

/// An attribute, if there is a value for it.
pub(super) fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        format!(" {name}=\"{}\"", escaped(value))
    }
}

/// A text of a card as a block.
fn block(key: &str, text: &str, out: &mut String) {
    if HTML.contains(&key) {
        wrap(out, "div", "", text);
    } else {
        wrap(out, "p", "", &escaped(text));
    }
}

/// A card as HTML.
pub(super) fn card(kind: &str, node: &Node, out: &mut String) {
    match kind {
        "image" => picture(node, out),
        "gallery" => {
            list(node.get("images"))
                .iter()
                .for_each(|image| picture(image, out));
            rest(node, &["images"], out);
        }
        "html" => {
            out.push_str(text(node, "html"));
            rest(node, &["html"], out);
        }
        "code" | "codeblock" => {
            let language = text(node, "language");
            let class = if language.is_empty() {
                String::new()
            } else {
                attribute("class", &format!("language-{language}"))
            };
            let code = format!("<code{class}>{}</code>", escaped(text(node, "code")));
            wrap(out, "pre", "", &code);
            rest(node, &["code"], out);
        }
        "hr" => out.push_str("<hr>"),
        "markdown" | "card-markdown" => {
            let markdown = attribute(html::MARKDOWN_TEXT, text(node, "markdown"));
            wrap(out, html::MARKDOWN, &markdown, "");
            rest(node, &["markdown"], out);
        }
        "toggle" => {
            let heading = text(node, "heading");
            if !heading.is_empty() {
                wrap(out, "p", "", &format!("<strong>{heading}</strong>"));
            }
            rest(node, &["heading"], out);
        }
        "callout" => {
            let mut inner = String::new();
            rest(node, &[], &mut inner);
            wrap(out, "blockquote", "", &inner);
        }
        // What is embedded is a link already.
        "embed" if !text(node, "html").is_empty() => rest(node, &[], out),
        _ => linked(node, out),
    }
}

/// A picture with its caption, inside its link.
fn picture(node: &Node, out: &mut String) {
    let image = format!(
        "<img{} alt=\"{}\"{}>",
        attribute("src", text(node, "src")),
        escaped(text(node, "alt")),
        attribute("title", text(node, "title"))
    );
    let image = match text(node, "href") {
        "" => image,
        address => format!("<a{}>{image}</a>", attribute("href", address)),
    };
    wrap(out, "p", "", &image);
    rest(node, &["alt", "title"], out);
}

/// The texts of a card but for those under some keys.
fn rest(node: &Node, but: &[&str], out: &mut String) {
    let Node::Map(entries) = node else {
        return each_leaf(node, "", &mut |key, text| block(key, text, out));
    };
    for key in PICTURES {
        let address = text(node, key);
        if !address.is_empty() {
            *out += &format!("<p><img{} alt=\"\"></p>", attribute("src", address));
        }
    }
    for entry in entries {
        let key = entry.key.as_str();
        // Children are nodes of their own.
        if key != "children" && !but.contains(&key) {
            let one = Node::Map(vec![entry.clone()]);
            each_leaf(&one, "", &mut |key, text| block(key, text, out));
        }
    }
}

/// A card with a link, and all its texts.
fn linked(node: &Node, out: &mut String) {
    let first = |keys: &[&'static str]| {
        keys.iter()
            .map(|key| (*key, text(node, key)))
            .find(|(_, text)| !text.is_empty())
    };
    let Some((_, address)) = first(ADDRESSES) else {
        return rest(node, &[], out);
    };
    let (key, label) = first(LABELS).unwrap_or(("", ""));
    // What a bookmark leads to has its title among the data about it.
    let named = match node.get("metadata") {
        Some(about) if label.is_empty() => text(about, "title"),
        _ => "",
    };
    let label = [label, named, address]
        .into_iter()
        .find(|label| !label.trim().is_empty())
        .unwrap_or_default();
    let link = format!(
        "<p><a{}>{}</a></p>",
        attribute("href", address),
        escaped(label)
    );
    let button = matches!(key, "buttonText" | "productButton");
    if !button {
        out.push_str(&link);
    }
    match node.get("metadata") {
        Some(Node::Map(about)) if !named.trim().is_empty() => {
            let about = about.iter().filter(|entry| entry.key != "title");
            rest(&Node::Map(about.cloned().collect()), &[], out);
            rest(node, &[key, "metadata"], out);
        }
        _ => rest(node, &[key], out),
    }
    if button {
        out.push_str(&link);
    }
}
