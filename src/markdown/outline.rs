//! A body becomes its outline: headings, links, pictures, top-level blocks, and what is wrong with its markup.
//!
//! Comes in: a text. Goes out: [`Outline`] and [`Block`]s, in one pass. No HTML is made here.

use std::ops::Range;

use super::escape::{Use, is_harmless};
use super::reader::{self, Reader};
use super::runs::{Words, is_line};
use super::token::{End, Image, Kind, LinkStart, Text, Token};
use super::{Block, BlockKind, Heading, Link, LinkKind, Outline, Picture, Problem, raw};

/// The outline of the body `text[body]`, and its top-level blocks in order. All ranges are bytes of `text`.
pub fn outline(text: &str, body: Range<u32>) -> (Outline, Vec<Block>) {
    read(text, Reader::body(text, &body))
}

/// The outline of a text of its own: a title, a label, an effect's text. Its headings have no anchors; a text of one
/// line has no headings, lists or other blocks.
///
/// The links are those that [`Linkable::InLink`](super::Linkable::InLink) of [`text_runs`](super::text_runs) counts.
pub fn text_outline(markdown: &str) -> Outline {
    if is_line(markdown) {
        read(markdown, Reader::line(&reader::line(markdown))).0
    } else {
        read(markdown, Reader::blocks(markdown)).0
    }
}

/// Whether a text can hold a link or picture at all: a quick look, before an outline is made for nothing.
pub fn may_have_links(markdown: &str) -> bool {
    markdown.contains(['[', '<']) || markdown.contains("://")
}

fn read(text: &str, mut reader: Reader<'_>) -> (Outline, Vec<Block>) {
    let mut draft = Draft {
        text,
        outline: Outline::default(),
        blocks: Vec::new(),
        words: Words::default(),
        depth: 0,
        heading: None,
    };
    for (unread, (token, range)) in raw::unread(reader.by_ref()) {
        draft.take(token, range, unread);
    }
    let Draft {
        mut outline,
        blocks,
        words,
        ..
    } = draft;
    outline.words = words.count();
    if let Some(range) = reader.too_deep() {
        outline.problems.push((range, Problem::TooDeep));
    }
    // An outline stays as long as its text does.
    outline.headings.shrink_to_fit();
    outline.links.shrink_to_fit();
    (outline, blocks)
}

/// An outline that is being read.
struct Draft<'a> {
    text: &'a str,
    outline: Outline,
    blocks: Vec<Block>,
    words: Words,
    /// How many elements are open.
    depth: usize,
    /// The bytes of what was seen inside the top-level heading that is open.
    heading: Option<Range<u32>>,
}

impl Draft<'_> {
    fn take(&mut self, token: Token<'_>, range: Range<u32>, unread: bool) {
        if let Some(seen) = &mut self.heading
            && !matches!(token, Token::End(_))
        {
            seen.start = seen.start.min(range.start);
            seen.end = seen.end.max(range.end);
        }
        match token {
            Token::Start(kind) => {
                match (self.depth, &kind) {
                    (0, Kind::Paragraph | Kind::Embed(_)) => {
                        let content = trimmed(self.text, &range);
                        self.block(BlockKind::Paragraph(content), range);
                    }
                    (0, Kind::List(_)) => self.block(BlockKind::List(Vec::new()), range),
                    (0, Kind::Table(_)) => self.block(BlockKind::Table, range),
                    (0, _) => self.block(BlockKind::Other, range),
                    (1, Kind::Item) => {
                        let content = item_content(self.text, &range);
                        if let Some(BlockKind::List(items)) =
                            self.blocks.last_mut().map(|block| &mut block.kind)
                        {
                            items.push(content);
                        }
                    }
                    _ => {}
                }
                self.depth += 1;
                if !kind.is_inline() {
                    self.words.gap();
                }
            }
            Token::Heading(heading) => {
                if self.depth == 0 {
                    self.heading = Some(range.end..range.start);
                    let index = self.outline.headings.len();
                    self.block(BlockKind::Heading(index, range.clone()), range.clone());
                }
                self.depth += 1;
                self.words.gap();
                self.outline.headings.push(Heading {
                    level: heading.level,
                    text: heading.text,
                    anchor: heading.anchor,
                    range,
                });
            }
            Token::Link(link) => {
                self.depth += 1;
                self.link(*link, range);
            }
            Token::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                if let (End::Heading, Some(seen)) = (end, &self.heading)
                    && self.depth == 0
                {
                    let content = heading_content(self.text, seen, &range);
                    if let Some(BlockKind::Heading(_, place)) =
                        self.blocks.last_mut().map(|block| &mut block.kind)
                    {
                        *place = content;
                    }
                    self.heading = None;
                }
                if matches!(end, End::Heading | End::Block) {
                    self.words.gap();
                }
            }
            Token::Text(text) => self.words_of(&text, &range, unread),
            Token::Image(image) => {
                if self.depth == 0 {
                    let content = trimmed(self.text, &range);
                    self.block(BlockKind::Paragraph(content), range.clone());
                }
                self.picture(*image, range);
            }
            Token::Html(html, _) => {
                if self.depth == 0 {
                    self.block(BlockKind::Other, range.clone());
                }
                self.html(&html, &range);
            }
            Token::CodeBlock(_) | Token::Rule => {
                if self.depth == 0 {
                    self.block(BlockKind::Other, range);
                }
            }
            Token::SoftBreak | Token::HardBreak => self.words.gap(),
            Token::Code(_) | Token::FootnoteReference(_) | Token::Task(_) => {}
        }
    }

    fn block(&mut self, kind: BlockKind, range: Range<u32>) {
        self.blocks.push(Block { kind, range });
    }

    fn words_of(&mut self, text: &Text<'_>, range: &Range<u32>, unread: bool) {
        if !unread {
            self.words.read(&text.text);
        }
        // A `[` that could have opened a link stands in a token alone; an escaped one does not if `^` follows.
        if text.exact
            && &*text.text == "["
            && let Some(label) = footnote_label(&self.text[range.end as usize..])
        {
            self.outline
                .unknown_footnotes
                .push(range.start..range.end + label);
        }
    }

    fn link(&mut self, link: LinkStart<'_>, range: Range<u32>) {
        if !is_harmless(&link.dest, Use::Link) && link.kind == LinkKind::Plain {
            let problem = Problem::Address(link.dest.as_ref().into());
            self.outline.problems.push((range.clone(), problem));
        }
        self.outline.links.push(Link {
            dest: link.dest.as_ref().into(),
            range,
            kind: link.kind,
        });
    }

    fn picture(&mut self, image: Image<'_>, range: Range<u32>) {
        if !is_harmless(&image.src, Use::Picture) {
            let problem = Problem::Address(image.src.as_ref().into());
            self.outline.problems.push((range.clone(), problem));
        }
        self.outline.images.push(Picture {
            src: image.src.as_ref().into(),
            alt: Some(image.alt.trim())
                .filter(|alt| !alt.is_empty())
                .map(Into::into),
            range,
        });
    }

    fn html(&mut self, html: &str, range: &Range<u32>) {
        let at_start = self.text[range.start as usize..].starts_with(html);
        raw::problems(html, |part, problem| {
            // Inside a quote or list the lines of raw HTML lie apart in the source.
            let place = if at_start {
                let offset = |at: usize| range.start + u32::try_from(at).unwrap_or(0);
                offset(part.start)..offset(part.end)
            } else {
                range.clone()
            };
            self.outline.problems.push((place, problem));
        });
        for found in raw::addresses(html, self.text, range) {
            match found.purpose {
                Use::Link => self.outline.html_links.push(Link {
                    dest: found.address.into(),
                    range: found.tag,
                    kind: LinkKind::Plain,
                }),
                Use::Picture => self.outline.html_images.push(Picture {
                    src: found.address.into(),
                    alt: found.alt.map(Into::into),
                    range: found.tag,
                }),
            }
        }
    }
}

/// The length of `^x]` at the start of `rest`.
fn footnote_label(rest: &str) -> Option<u32> {
    let label = rest.strip_prefix('^')?;
    let end = label.find(|c: char| c == ']' || c == '[' || c.is_whitespace())?;
    let closed = end > 0 && label[end..].starts_with(']');
    closed.then(|| u32::try_from(end + 2).ok()).flatten()
}

fn trimmed(text: &str, range: &Range<u32>) -> Range<u32> {
    let slice = &text[range.start as usize..range.end as usize];
    let start = slice.len() - slice.trim_ascii_start().len();
    let slice = slice.trim_ascii();
    let start = range.start + u32::try_from(start).unwrap_or(0);
    start..start + u32::try_from(slice.len()).unwrap_or(0)
}

/// The inside of a heading: what was seen of it, and the backslash before an escaped character at its start.
fn heading_content(text: &str, seen: &Range<u32>, heading: &Range<u32>) -> Range<u32> {
    if seen.start >= seen.end {
        return heading.end..heading.end;
    }
    let before = &text[heading.start as usize..seen.start as usize];
    let escaped = u32::from(before.ends_with('\\'));
    seen.start - escaped..seen.end
}

/// The inside of an item: what follows its bullet or number and the box of a task.
fn item_content(text: &str, item: &Range<u32>) -> Range<u32> {
    let slice = &text[item.start as usize..item.end as usize];
    let slice = slice.trim_ascii_start();
    let digits = slice.bytes().take_while(u8::is_ascii_digit).count();
    let content = slice.get(digits + 1..).unwrap_or("").trim_ascii_start();
    let content = ["[ ]", "[x]", "[X]"]
        .iter()
        .find_map(|task| content.strip_prefix(task))
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_whitespace()))
        .unwrap_or(content);
    let content = content.trim_ascii_start();
    let end = content.trim_ascii_end().len();
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(0);
    let start = item.end - length(content);
    start..start + u32::try_from(end).unwrap_or(0)
}
