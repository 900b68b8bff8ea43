//! Markdown text becomes what the other rooms need of it: an [`Outline`] for parse and link, runs of linkable text
//! for mentions, and [`Markup`] for readers.
//!
//! This is the only room that knows pulldown-cmark, syntect and ammonia; it never knows what a company is. All
//! ranges are bytes of the *file* that a body stands in; for a text of its own (a title, a label) they are bytes of
//! that text.

use std::ops::Range;
use std::sync::Arc;

/// What a body is made of, without a syntax tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Headings of every level, in order.
    pub headings: Vec<Heading>,
    /// Links written by the author (not autolinked mentions), in order.
    pub links: Vec<Link>,
    /// Pictures, in order.
    pub images: Vec<Picture>,
    /// Footnote references that nothing defines: their whole `[^x]`.
    pub unknown_footnotes: Vec<Range<u32>>,
    /// Words of text, code left out.
    pub words: u32,
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
    /// Its alternative text; may be empty.
    pub alt: Box<str>,
    /// Its bytes.
    pub range: Range<u32>,
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
    /// A list; each item with the bytes of all of its content (without the bullet).
    List(Vec<Range<u32>>),
    /// Anything else: table, quote, code, HTML, rule, footnote definition.
    Other,
}

/// A stretch of linkable text: the text nodes of one block, merged, with what emphasis, entities and line wraps cut
/// apart put together again.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Bytes of the source. As long as `text` unless it was an entity, an escape or a smart quote.
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
    /// `\Runway` or `[Runway]{.nolink}`.
    Suppressed,
    /// Code, an image's alternative text, raw HTML: no name is looked for.
    No,
}

/// HTML that is ready for readers: sanitised, and never escaped again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
impl Markup {
    /// HTML that a test vouches for.
    pub(crate) fn of(html: &str) -> Self {
        Self(html.to_owned())
    }
}

impl serde::Serialize for Markup {
    /// Serialises as a newtype struct named `Markup`, by which the template room knows that it is safe.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Markup", &self.0)
    }
}

/// Whether a text is set as paragraphs or inside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Inside a paragraph, heading or cell: no block elements come out.
    Inline,
    /// As paragraphs, lists and so on.
    Block,
}

/// A part of a body that is set on its own: some bytes of it, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// In order, without overlap.
    pub ranges: Vec<Range<u32>>,
    /// Inline or block.
    pub flow: Flow,
}

/// What is added to a text while it is set. Both lists are sorted by range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Names that become links: bytes of the source, and the address.
    pub mentions: Vec<(Range<u32>, Arc<str>)>,
    /// Links and pictures whose address is replaced: the whole link's bytes, and the new address.
    pub addresses: Vec<(Range<u32>, Arc<str>)>,
}
