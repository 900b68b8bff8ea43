//! What is read of a text, piece by piece.

use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr};

use super::LinkKind;
use super::aside::{Quote, Service};

/// One thing that was read.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Start(Kind<'a>),
    Heading(Box<HeadingStart>),
    Link(Box<LinkStart<'a>>),
    /// Ends what [`Token::Start`], [`Token::Heading`] or [`Token::Link`] began.
    End(End),
    Text(Text<'a>),
    /// Code in a line of text.
    Code(CowStr<'a>),
    CodeBlock(Box<CodeBlock<'a>>),
    Image(Box<Image<'a>>),
    /// Raw HTML: a whole block of it, or one tag in a line.
    Html(CowStr<'a>, Placement),
    FootnoteReference(CowStr<'a>),
    SoftBreak,
    HardBreak,
    Rule,
    /// The box of a task, ticked or not.
    Task(bool),
}

/// What begins, where that is no heading or link.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    Paragraph,
    /// A paragraph that is nothing but a link to a film or a post elsewhere.
    Embed(Service),
    /// A quote, or what is written like one.
    Quote(Quote),
    /// A list, with the number of its first item if it has numbers.
    List(Option<u64>),
    Item,
    /// The definition of a footnote with this label.
    Footnote(CowStr<'a>),
    Table(Vec<Alignment>),
    Head,
    Row,
    Cell,
    Emphasis,
    Strong,
    Strike,
    /// What this room switches off, should it come.
    Other,
}

impl Kind<'_> {
    /// Whether it stands in a line of text.
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::Emphasis | Self::Strong | Self::Strike)
    }
}

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Heading,
    Link,
    /// Emphasis and the like.
    Style,
    Block,
}

/// A code block.
#[derive(Debug)]
pub(super) struct CodeBlock<'a> {
    /// The first word after the fence; may be empty.
    pub(super) language: CowStr<'a>,
    pub(super) code: CowStr<'a>,
}

/// Text of a paragraph, heading, item or cell.
#[derive(Debug)]
pub(super) struct Text<'a> {
    pub(super) text: CowStr<'a>,
    /// Whether the text is byte for byte what stands in the source: not so for entities and typographic quotes.
    pub(super) exact: bool,
    /// Whether the author asked that no name in it be linked.
    pub(super) suppressed: bool,
}

/// The beginning of a heading.
#[derive(Debug)]
pub(super) struct HeadingStart {
    pub(super) level: u8,
    /// What the author wrote in `{#...}`.
    pub(super) wanted: Option<Box<str>>,
    /// Its text without markup.
    pub(super) text: Box<str>,
    /// Empty in texts that are not a document's body.
    pub(super) anchor: Box<str>,
}

/// The beginning of a link.
#[derive(Debug)]
pub(super) struct LinkStart<'a> {
    pub(super) dest: CowStr<'a>,
    pub(super) title: CowStr<'a>,
    pub(super) kind: LinkKind,
}

/// A picture.
#[derive(Debug)]
pub(super) struct Image<'a> {
    pub(super) src: CowStr<'a>,
    pub(super) title: CowStr<'a>,
    pub(super) alt: String,
    /// In a line of text, or alone in a paragraph and with a title to be its caption.
    pub(super) placement: Placement,
}

/// Whether something stands in a line of text or among blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    Line,
    Block,
}

/// A token and its bytes.
pub(super) type Spanned<'a> = (Token<'a>, Range<u32>);
