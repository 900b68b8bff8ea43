//! Shortcodes around a text: quotes, notes, diagrams.
//!
//! Comes in: a tag that is closed later. Goes out: a quote, an alert or a block of code in its place. Only what stands
//! on lines of its own and has no further tag inside becomes one: what is left is told where it stands.

use super::arguments::Call;
use super::known::{Place, fenced, until};
use super::{Becomes, Kind, Tag};

/// What becomes of a tag, if it is one of these.
pub(super) fn becomes(found: Tag<'_>, call: &Call, place: Place<'_>) -> Becomes {
    // Zola ends each by the same word, Hugo by the name of what it ends.
    let end = match found.kind {
        Kind::Hugo => call.name.as_str(),
        Kind::Block if found.inner.contains('(') => "end",
        Kind::Block | Kind::Value => return Becomes::Unknown,
    };
    let Some(shape) = shape(call) else {
        return Becomes::Unknown;
    };
    let before = &place.body[..place.after - found.raw.len()];
    let alone = before.trim_end_matches([' ', '\t']).ends_with('\n') || before.trim().is_empty();
    let Some((inside, after)) = until(place, end).filter(|_| alone) else {
        return Becomes::Unknown;
    };
    let rest = place.body[after..].lines().next().unwrap_or_default();
    let nested = inside.contains("{{") || inside.contains("{%");
    if inside.trim().is_empty() || nested || !rest.trim().is_empty() {
        return Becomes::Unknown;
    }
    let mut text = shape.around(inside);
    // Else a paragraph on the very next line would go on in the quote.
    let mut next = place.body[after..].lines().skip(1);
    let lines = place.body[place.after - found.raw.len()..after]
        .matches('\n')
        .count();
    if next.next().is_some_and(|next| !next.trim().is_empty())
        && text.starts_with('>')
        && lines <= text.matches('\n').count()
    {
        text.push('\n');
    }
    Becomes::Block(text, after)
}

/// What a text becomes.
enum Shape<'a> {
    /// A quote, and who said it.
    Quote(Option<&'a str>),
    /// GitHub's alerts: the word, and a title.
    Alert(&'static str, Option<&'a str>),
    /// A block of code in this language.
    Code(&'static str),
}

fn shape(call: &Call) -> Option<Shape<'_>> {
    match call.name.as_str() {
        "quote" | "blockquote" => {
            // Where the words are not the author's alone, who wrote the tag decides what they mean.
            let known = ["author", "by", "cite", "source"];
            let plain = call.named.iter().all(|(key, _)| known.contains(&&**key));
            let good = plain && call.named.len() + call.plain.len() <= 1;
            good.then(|| Shape::Quote(call.get_or(&known, 0)))
        }
        "mermaid" if call.named.is_empty() && call.plain.is_empty() => Some(Shape::Code("mermaid")),
        "alert" | "callout" | "admonition" | "notice" | "hint" => {
            let flag = |(key, value): &(String, String)| (value == "true").then(|| alert(key))?;
            let word = (call
                .get_or(&["type", "level", "kind", "style"], 0)
                .and_then(alert))
            .or_else(|| call.named.iter().find_map(flag))?;
            Some(Shape::Alert(word, call.get(&["title"])))
        }
        name => alert(name).map(|word| Shape::Alert(word, call.get_or(&["title"], 0))),
    }
}

/// The alert that a word of a theme means.
pub(in super::super) fn alert(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "todo" => "NOTE",
        "tip" | "success" | "hint" | "done" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "warn" | "attention" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" => "CAUTION",
        _ => return None,
    })
}

impl Shape<'_> {
    fn around(&self, inside: &str) -> String {
        let inside = inside.trim_matches(['\n', '\r']).trim_end();
        let mut lines = Vec::new();
        match self {
            Self::Code(language) => return fenced(language, inside),
            Self::Quote(_) => {}
            Self::Alert(word, title) => {
                lines.push(format!("[!{word}]"));
                lines.extend(title.map(|title| format!("**{title}**\\")));
            }
        }
        lines.extend(inside.lines().map(str::to_owned));
        if let (Self::Quote(Some(author)), Some(last)) = (self, lines.last_mut()) {
            last.push_str(&format!(" — {author}"));
        }
        let quoted: Vec<_> = lines
            .iter()
            .map(|line| format!("> {}", line.trim_end()).trim_end().to_owned())
            .collect();
        quoted.join("\n")
    }
}
