//! Markdown text becomes what the other rooms need of it: an [`Outline`] for parse and link, runs of linkable text
//! for mentions, and [`Markup`] for readers.
//!
//! This is the only room that knows pulldown-cmark, syntect and ammonia; it never knows what a company is. All
//! ranges are bytes of the *file* that a body stands in; for a text of its own (a title, a label) they are bytes of
//! that text.

mod alert;
mod anchor;
mod aside;
mod element;
mod elsewhere;
mod embed;
mod escape;
mod footnotes;
mod highlight;
mod markup;
mod outline;
mod outside;
mod pass;
mod portable;
mod raw;
mod reader;
mod runs;
mod sheet;
mod token;
mod typeset;
mod url;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use crate::model::HtmlPolicy;

pub use alert::AlertTitles;
pub use elsewhere::{Elsewhere, elsewhere};
pub use highlight::highlight_style;
pub use markup::Markup;
pub use outline::{may_have_links, outline, text_outline};
pub use outside::{OutsideLinks, outside_links};
pub use portable::Portable;
pub use runs::{plain_text, runs, text_runs};
pub use typeset::{Typesetter, set};

/// What a body is made of, without a syntax tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Headings of every level, in order.
    pub headings: Vec<Heading>,
    /// Links written by the author (not autolinked mentions), in order.
    pub links: Vec<Link>,
    /// Pictures, in order.
    pub images: Vec<Picture>,
    /// Links of raw HTML, in order; each with the bytes of its tag.
    pub html_links: Vec<Link>,
    /// Pictures of raw HTML, in order; each with the bytes of its tag.
    /// Their alternative texts are not read: an empty one is the author's word that the picture says nothing.
    pub html_images: Vec<Picture>,
    /// Footnote references that nothing defines: their whole `[^x]`.
    pub unknown_footnotes: Vec<Range<u32>>,
    /// What will not be shown as it was written.
    pub problems: Vec<(Range<u32>, Problem)>,
    /// Words of text, code left out.
    pub words: u32,
}

/// Something that will not be shown as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A raw HTML element that is not allowed: its name in lower case. Its text stays, unless it is script or style.
    Element(Box<str>),
    /// A frame that shows a page of others: it becomes a link to this address.
    Frame(Box<str>),
    /// An attribute that is not allowed in raw HTML: its name in lower case, and its element's.
    Attribute(Box<str>, Box<str>),
    /// A link or picture whose address could run script or is of no scheme that a page may use. The text stays.
    Address(Box<str>),
    /// A raw HTML tag or comment that never ends.
    Unfinished,
    /// An element inside more than a hundred others.
    TooDeep,
}

impl Problem {
    /// Whether it is one where raw HTML is treated by `policy`. Nesting always is.
    pub fn applies(&self, policy: HtmlPolicy) -> bool {
        match (self, policy) {
            (Self::TooDeep, _) | (_, HtmlPolicy::Sanitize) => true,
            // Raw HTML is shown as text then, and nothing of it is lost.
            (Self::Address(_), HtmlPolicy::Escape) => true,
            (_, HtmlPolicy::Escape | HtmlPolicy::Allow) => false,
        }
    }
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: Box<str>,
    /// Its anchor, unique in the document.
    pub anchor: Box<str>,
    /// Its bytes.
    pub range: Range<u32>,
}

/// A link as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written, entities and escapes resolved.
    pub dest: Box<str>,
    /// Its bytes.
    pub range: Range<u32>,
    /// Inline, wiki or bare.
    pub kind: LinkKind,
}

/// How a link was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](dest)`, `[text][ref]`, `<dest>` or a bare URL.
    Plain,
    /// `[[dest]]` or `[[dest|text]]`: the author forces a mention.
    Wiki,
}

/// A picture as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Where it is, as written.
    pub src: Box<str>,
    /// Its alternative text; `Some("")` where raw HTML says by `alt=""` that it is decoration, `None` if there is none.
    pub alt: Option<Box<str>>,
    /// Its bytes.
    pub range: Range<u32>,
}

/// How large a picture is, and in which sizes it can be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSet {
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The same picture as WebP, the smallest first; may be empty.
    pub sizes: Vec<PictureSize>,
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// Its address, base path included.
    pub href: Box<str>,
    /// Its width in pixels.
    pub width: u32,
}

impl PictureSet {
    /// The sizes as `srcset` has them; empty if there are none.
    pub fn srcset(&self) -> String {
        let mut out = String::new();
        for PictureSize { href, width } in &self.sizes {
            if !out.is_empty() {
                out.push_str(", ");
            }
            escape::address(&mut out, href);
            out.push_str(&format!(" {width}w"));
        }
        out
    }
}

/// A top-level block of a body, for finding sections and their items.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes, trailing line break included or not.
    pub range: Range<u32>,
}

/// What a top-level block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading: index into [`Outline::headings`], and the bytes of its inline content.
    Heading(usize, Range<u32>),
    /// A paragraph: the bytes of its inline content.
    Paragraph(Range<u32>),
    /// A list; each item with the bytes of all of its content (without the bullet and the box of a task), blanks at
    /// its end left out.
    List(Vec<Range<u32>>),
    /// A table.
    Table,
    /// Anything else: quote, code, HTML, rule, footnote definition.
    Other,
}

/// A stretch of linkable text: the text nodes of one block, merged, with what emphasis, entities and line wraps cut
/// apart put together again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextRun {
    /// The text as a reader sees it; a line wrap is one space, typographic quotes as rendered.
    pub text: String,
    /// Pieces in order of `text`: where each begins in `text`, and which bytes it came from.
    pub segments: Vec<Segment>,
}

/// A piece of a [`TextRun`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes of [`TextRun::text`].
    pub text: Range<u32>,
    /// Bytes of the source. The very bytes of `text` unless it was an entity, a typographic quote or dash, a line
    /// wrap, code or a picture.
    pub source: Range<u32>,
    /// Whether names in it may be linked.
    pub linkable: Linkable,
}

/// Whether a name in a segment may be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linkable {
    /// Ordinary prose.
    Yes,
    /// Inside a link (index into [`Outline::links`]), where a name counts as mentioned and is not linked again.
    InLink(u32),
    /// `\Runway` or `[Runway]{.nolink}`: a name that touches it is not linked. Of several words behind a backslash
    /// only the first is marked.
    Suppressed,
    /// Code, an image's alternative text, the inside of raw `<a>` or `<code>`: no name is looked for.
    No,
}

/// Whether a text is set as paragraphs or inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Inside a paragraph, heading or cell: no block elements come out.
    Inline,
    /// As paragraphs, lists and so on.
    Block,
}

/// How texts are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What happens to raw HTML.
    pub html: HtmlPolicy,
}

/// A part of a body that is set on its own: some bytes of it, and how.
///
/// A range may be whole blocks, whole items of a list, or begin and end inside a paragraph or an item. Items stay in
/// their list if the range holds their bullets, or if the piece has several ranges or items; the content of a single
/// item is set without a list. Text without a block of its own gets a `<p>`, unless the piece is inline. No two
/// ranges of one body, of whatever pieces, may overlap: of two that do, the second is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In order, without overlap.
    pub ranges: Vec<Range<u32>>,
    /// Inline or block.
    pub flow: Flow,
}

/// What is added to a text while it is set. Each list is sorted by range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Names that become links: bytes of the source, and the address.
    pub mentions: Vec<(Range<u32>, Arc<str>)>,
    /// Links and pictures whose address is replaced: the whole link's bytes, and the new address.
    pub addresses: Vec<(Range<u32>, Arc<str>)>,
    /// Pictures whose size is known: their bytes, and what is known of them.
    pub pictures: Vec<(Range<u32>, Arc<PictureSet>)>,
    /// What stands above alerts.
    pub alerts: Arc<AlertTitles>,
}
