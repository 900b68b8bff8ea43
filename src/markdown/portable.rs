//! Markdown that means the same elsewhere: whole addresses, and none of the notation that only this program reads.
//!
//! Comes in: a text with its new addresses. Goes out: the same text, of which only these things are changed:
//! destinations of links and pictures, `[[names]]`, links by reference (whose definitions may stand elsewhere), and
//! the marks that keep a name from being linked. What no page shows goes: comments, and footnotes that nothing refers to.

use std::ops::Range;
use std::sync::Arc;

use super::footnotes::Footnotes;
use super::reader::{self, Reader};
use super::runs::is_line;
use super::token::{End, Image, Token};
use super::{LinkKind, raw};

/// Something to write in the place of some bytes.
type Edit = (Range<u32>, String);

/// Where a text's links lead: the bytes of a whole link or picture, and its address.
pub(super) type Destinations<'a> = &'a dyn Fn(&Range<u32>, &str) -> Option<Arc<str>>;

/// A text whose changes are known.
#[derive(Debug)]
pub struct Portable<'a> {
    text: &'a str,
    edits: Vec<Edit>,
}

impl<'a> Portable<'a> {
    /// The body `text[body]`. Ranges are bytes of `text`.
    pub fn body(text: &'a str, body: Range<u32>, to: Destinations<'_>) -> Self {
        Self::read(text, Reader::body(text, &body), to)
    }

    /// A text of its own. Ranges are bytes of it.
    pub fn text(text: &'a str, to: Destinations<'_>) -> Self {
        if is_line(text) {
            Self::read(text, Reader::line(&reader::line(text)), to)
        } else {
            Self::read(text, Reader::blocks(text), to)
        }
    }

    fn read(text: &'a str, tokens: Reader<'_>, to: Destinations<'_>) -> Self {
        let mut draft = Draft {
            text,
            to,
            edits: Vec::new(),
            link: None,
            footnotes: Footnotes::default(),
        };
        for (token, range) in tokens {
            draft.footnotes.take(&token, &range);
            draft.take(token, range);
        }
        let unused = draft.footnotes.unused().map(|range| (range, String::new()));
        draft.edits.extend(unused);
        draft
            .edits
            .sort_by_key(|(range, _)| (range.start, range.end));
        Self {
            text,
            edits: draft.edits,
        }
    }

    /// The text of these bytes, changed.
    pub fn cut(&self, range: &Range<u32>) -> String {
        let mut out = String::with_capacity(range.len());
        let mut done = range.start;
        let from = self
            .edits
            .partition_point(|(edit, _)| edit.start < range.start);
        for (edit, text) in &self.edits[from..] {
            if edit.end > range.end {
                break;
            }
            // An edit inside of one that was made is part of it.
            if edit.start >= done {
                out.push_str(slice(self.text, &(done..edit.start)));
                out.push_str(text);
                done = edit.end;
            }
        }
        out.push_str(slice(self.text, &(done..range.end)));
        out
    }

    /// All of the text, changed.
    pub fn whole(&self) -> String {
        self.cut(&(0..u32::try_from(self.text.len()).unwrap_or(u32::MAX)))
    }
}

/// A link that is open.
struct OpenLink {
    range: Range<u32>,
    dest: String,
    title: String,
    kind: LinkKind,
    /// Where the last thing in it ended.
    inner_end: u32,
}

struct Draft<'a, 't> {
    text: &'a str,
    to: Destinations<'t>,
    edits: Vec<Edit>,
    link: Option<OpenLink>,
    footnotes: Footnotes,
}

impl Draft<'_, '_> {
    fn take(&mut self, token: Token<'_>, range: Range<u32>) {
        match token {
            Token::Link(link) => {
                self.link = Some(OpenLink {
                    inner_end: range.start + 1,
                    dest: link.dest.to_string(),
                    title: link.title.to_string(),
                    kind: link.kind,
                    range,
                });
                return;
            }
            Token::End(End::Link) => {
                if let Some(link) = self.link.take() {
                    self.link(&link);
                }
                return;
            }
            Token::Image(image) => self.image(&image, &range),
            Token::Html(html, _) => self.html(&html, &range),
            Token::Text(text) if text.suppressed => self.suppressed(&range),
            _ => {}
        }
        if let Some(link) = &mut self.link
            && range.end < link.range.end
        {
            link.inner_end = link.inner_end.max(range.end);
        }
    }

    fn link(&mut self, link: &OpenLink) {
        let source = slice(self.text, &link.range);
        let address = (self.to)(&link.range, &link.dest);
        if link.kind == LinkKind::Wiki {
            let inside = source
                .strip_prefix("[[")
                .and_then(|rest| rest.strip_suffix("]]"))
                .unwrap_or(source);
            let shown = match inside.split_once('|') {
                Some((name, "")) => name,
                Some((_, shown)) => shown,
                None => inside,
            };
            let shown = shown.trim_end_matches('\\');
            let text = match address {
                Some(address) => format!("[{shown}]({})", destination(&address)),
                None => shown.to_owned(),
            };
            self.edits.push((link.range.clone(), text));
            return;
        }
        // `<https://...>` and bare addresses are whole.
        if !source.starts_with('[') {
            return;
        }
        let after = slice(self.text, &(link.inner_end..link.range.end));
        let Some(bracket) = after.find(']') else {
            return;
        };
        let inline = after[bracket..].starts_with("](");
        let address = match address {
            Some(address) => address,
            None if inline => return,
            None => link.dest.as_str().into(),
        };
        let tail = format!("]({}{})", destination(&address), title(&link.title));
        let start = link.inner_end + length(&after[..bracket]);
        // The range of `[text][]` ends before the empty brackets.
        let collapsed = !inline && self.text[link.range.end as usize..].starts_with("[]");
        let end = link.range.end + if collapsed { 2 } else { 0 };
        self.edits.push((start..end, tail));
    }

    fn image(&mut self, image: &Image<'_>, range: &Range<u32>) {
        let source = slice(self.text, range);
        let address = (self.to)(range, &image.src);
        let inline = source.ends_with(')') && source.contains("](") && !source.starts_with("![[");
        if address.is_none() && inline {
            return;
        }
        let address = address.unwrap_or_else(|| (*image.src).into());
        let mut alt = String::with_capacity(image.alt.len());
        for c in image.alt.chars() {
            if matches!(c, '[' | ']' | '\\' | '`' | '*' | '_' | '<' | '&') {
                alt.push('\\');
            }
            alt.push(c);
        }
        let text = format!("![{alt}]({}{})", destination(&address), title(&image.title));
        let end = range.start + length(source.trim_end());
        self.edits.push((range.start..end, text));
    }

    fn html(&mut self, html: &str, range: &Range<u32>) {
        self.comments(html, range);
        for found in raw::addresses(html, self.text, range) {
            let Some(address) = (self.to)(&found.tag, &html[found.value.clone()]) else {
                continue;
            };
            let value = &html[found.value];
            let Some(at) = slice(self.text, &found.tag).find(value) else {
                continue;
            };
            let start = found.tag.start + length(&slice(self.text, &found.tag)[..at]);
            let safe = address.replace('&', "&amp;").replace('"', "%22");
            self.edits.push((start..start + length(value), safe));
        }
    }

    /// What an author notes for themselves is for nobody else. In a quote or a list the source has marks between the
    /// lines of a comment, so that it is found by its ends.
    fn comments(&mut self, html: &str, range: &Range<u32>) {
        let source = slice(self.text, range);
        let mut from = 0;
        for (part, at) in raw::parts(html) {
            if !matches!(part, raw::Part::Silent | raw::Part::Unfinished) {
                continue;
            }
            let comment = &html[at];
            let first = comment.lines().next().unwrap_or_default().trim();
            let last = comment.lines().next_back().unwrap_or_default().trim();
            let Some(start) = source[from..].find(first).map(|found| from + found) else {
                continue;
            };
            let Some(end) = source[start..]
                .find(last)
                .map(|found| start + found + last.len())
            else {
                continue;
            };
            from = end.max(start + first.len());
            let start = range.start + length(&source[..start]);
            let end = range.start + length(&source[..from]);
            self.edits.push((start..end, String::new()));
        }
    }

    /// `\Runway` and `[Runway]{.nolink}` are `Runway` to everybody else.
    fn suppressed(&mut self, range: &Range<u32>) {
        const END: &str = "]{.nolink}";
        let before = slice(self.text, &(0..range.start));
        if before.ends_with('\\') {
            self.edits
                .push((range.start - 1..range.start, String::new()));
            return;
        }
        let rest = &self.text[range.end as usize..];
        if let (Some(open), Some(close)) = (before.rfind('['), rest.find(END)) {
            let (open, close) = (length(&before[..open]), range.end + length(&rest[..close]));
            self.edits.push((open..open + 1, String::new()));
            self.edits.push((close..close + length(END), String::new()));
        }
    }
}

fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize)
        .unwrap_or_default()
}

/// Texts are capped far below four gigabytes.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// An address as the destination of a link.
fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    if out.contains(['(', ')']) || out.is_empty() {
        out = format!("<{out}>");
    }
    out
}

/// A title with the blank before it; nothing without one.
fn title(title: &str) -> String {
    if title.is_empty() {
        return String::new();
    }
    let plain = title.replace('\\', "\\\\").replace('"', "\\\"");
    format!(" \"{plain}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every link and picture that is not whole leads to the same place.
    fn portable(text: &str) -> String {
        let to = |range: &Range<u32>, _: &str| {
            let source = &text[range.start as usize..range.end as usize];
            (!source.contains("://") && !source.contains("external"))
                .then(|| Arc::from("https://d.example/x/"))
        };
        Portable::body(text, 0..length(text), &to).whole()
    }

    #[test]
    fn only_what_is_bound_to_the_site_is_changed() {
        for (text, expected) in [
            ("Plain *text* with `code`.\n", "Plain *text* with `code`.\n"),
            ("[a](/b)", "[a](https://d.example/x/)"),
            (
                "[**a** b](/b \"t\")",
                "[**a** b](https://d.example/x/ \"t\")",
            ),
            ("[a](https://e.example/)", "[a](https://e.example/)"),
            (
                "<https://e.example/> https://e.example/",
                "<https://e.example/> https://e.example/",
            ),
            ("![a](b.png)", "![a](https://d.example/x/)"),
            (
                "[![a](b.png)](/c)",
                "[![a](https://d.example/x/)](https://d.example/x/)",
            ),
            (
                "[[Runway]] and [[runway|the firm]]",
                "[Runway](https://d.example/x/) and [the firm](https://d.example/x/)",
            ),
            ("\\Runway and [Luma AI]{.nolink}", "Runway and Luma AI"),
            ("`\\Runway` \\*", "`\\Runway` \\*"),
            (
                "[a][external] [external][] [external]\n\n[external]: https://e.example/\n",
                "[a](https://e.example/) [external](https://e.example/) [external](https://e.example/)\n\n[external]: https://e.example/\n",
            ),
            (
                "a <a href=\"/b\">c</a>",
                "a <a href=\"https://d.example/x/\">c</a>",
            ),
            ("[a]\n", "[a]\n"),
            ("a <!-- for us --> b", "a  b"),
            ("<!-- for\nus -->\n\nb", "\n\nb"),
            ("> <!-- for\n> us -->\n\nb", "> \n\nb"),
            (
                "<b title=\"<!-- a -->\">c</b>",
                "<b title=\"<!-- a -->\">c</b>",
            ),
            ("`<!-- a -->`", "`<!-- a -->`"),
            ("a[^1]\n\n[^1]: b\n\n[^2]: c\n", "a[^1]\n\n[^1]: b\n\n"),
        ] {
            assert_eq!(portable(text), expected, "{text}");
        }
    }

    #[test]
    fn a_destination_never_ends_too_early() {
        assert_eq!(destination("/a(b)"), "</a(b)>");
        assert_eq!(destination("/a b\n<c>"), "/a%20b%20%3Cc%3E");
        assert_eq!(title("a \"b\" \\"), " \"a \\\"b\\\" \\\\\"");
    }
}
