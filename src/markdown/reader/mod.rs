//! Markdown text becomes [`Token`]s: what pulldown-cmark says, in the terms of this room.
//!
//! Comes in: a text, or the body of a file. Goes out: tokens with their bytes. What CommonMark leaves undone is done
//! here, once for all readers of tokens, so that they agree on what is a link and what is not: bare URLs, `\Name` and
//! `[Name]{.nolink}`, anchors of headings, pictures with a caption, one token for each picture, code block and piece
//! of raw HTML. Nesting beyond [`MAX_DEPTH`] is flattened, so that nothing downstream grows with it.

mod text;

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, LinkType, OffsetIter, Options,
    Parser, Tag, TagEnd,
};

use super::LinkKind;
use super::anchor::Anchors;
use super::aside::{Quote, Service};
use super::token::{
    CodeBlock, End, HeadingStart, Image, Kind, LinkStart, Placement, Spanned, Text, Token,
};

/// How deep elements may stand in each other; a list and its item are two.
pub(super) const MAX_DEPTH: usize = 100;

/// The mark that says that a name is not to be linked.
const NO_LINK: &str = "{.nolink}";

/// What a link turned out to be, for its end.
enum Open {
    Link,
    /// `[Name]{.nolink}`: no link at all.
    NoLink,
    /// A link in a link, which HTML does not have.
    Ignored,
}

/// Reads tokens.
pub(super) struct Reader<'a> {
    /// What pulldown-cmark parses. All `usize` ranges below are bytes of it.
    text: &'a str,
    /// What is added to its offsets, and then taken from them, to give those of the caller's text.
    plus: usize,
    minus: usize,
    /// What it says of that; `None` where all was known without it.
    events: Option<OffsetIter<'a, NoLinks<'a>>>,
    /// Events that were looked at too early.
    stash: VecDeque<(Event<'a>, Range<usize>)>,
    /// Tokens that came with another one.
    pending: VecDeque<Spanned<'a>>,
    /// The tokens of a heading, which is read whole for its anchor.
    heading: VecDeque<Spanned<'a>>,
    links: Vec<Open>,
    /// Text before this was used up.
    skip_to: usize,
    depth: usize,
    too_deep: Option<Range<u32>>,
    anchors: Option<Anchors>,
}

impl<'a> Reader<'a> {
    /// Reads the body of a document.
    pub(super) fn body(text: &'a str, body: &Range<u32>) -> Self {
        let start = body.start as usize;
        let slice = text.get(start..body.end as usize).unwrap_or("");
        Self {
            plus: start,
            anchors: Some(Anchors::default()),
            ..Self::blocks(slice)
        }
    }

    /// Reads a text of its own as blocks.
    pub(super) fn blocks(text: &'a str) -> Self {
        if !is_paragraph(text) {
            return Self::parsed(text);
        }
        let all = 0..text.len();
        let stash = [
            (Event::Start(Tag::Paragraph), all.clone()),
            (Event::Text(text.into()), all.clone()),
            (Event::End(TagEnd::Paragraph), all),
        ];
        Self {
            stash: stash.into(),
            ..Self::of(text, None)
        }
    }

    /// Reads a text of its own as blocks, whatever it is.
    fn parsed(text: &'a str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM
            | Options::ENABLE_WIKILINKS;
        let parser = Parser::new_with_broken_link_callback(text, options, Some(NoLinks { text }));
        Self::of(text, Some(parser.into_offset_iter()))
    }

    fn of(text: &'a str, events: Option<OffsetIter<'a, NoLinks<'a>>>) -> Self {
        Self {
            text,
            plus: 0,
            minus: 0,
            events,
            stash: VecDeque::new(),
            pending: VecDeque::new(),
            heading: VecDeque::new(),
            links: Vec::new(),
            skip_to: 0,
            depth: 0,
            too_deep: None,
            anchors: None,
        }
    }

    /// Reads a line of a text of its own, made ready by [`line()`]: no blocks are seen in it, so that `10. What now`
    /// keeps its number.
    pub(super) fn line(ready: &'a str) -> Self {
        Self {
            minus: LINE_START.len(),
            skip_to: LINE_START.len(),
            ..Self::blocks(ready)
        }
    }

    /// The first element that was nested too deeply, as far as has been read.
    pub(super) fn too_deep(&self) -> Option<Range<u32>> {
        self.too_deep.clone()
    }

    fn place(&self, range: &Range<usize>) -> Range<u32> {
        let offset = |at: usize| {
            // A text longer than 4 GiB is refused long before.
            u32::try_from((at + self.plus).saturating_sub(self.minus)).unwrap_or(u32::MAX)
        };
        offset(range.start)..offset(range.end)
    }

    fn event(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.stash
            .pop_front()
            .or_else(|| self.events.as_mut()?.next())
    }

    /// The next token, headings not yet read whole.
    fn step(&mut self) -> Option<Spanned<'a>> {
        loop {
            if let Some(token) = self.pending.pop_front() {
                return Some(token);
            }
            let (event, range) = self.event()?;
            let token = match event {
                Event::Text(text) => self.text(text, range.clone()),
                Event::Start(tag) => self.start(tag, &range),
                Event::End(tag) => self.end(tag, &range),
                Event::Code(code) => Some(Token::Code(code)),
                Event::Html(html) | Event::InlineHtml(html) => {
                    Some(Token::Html(html, Placement::Line))
                }
                Event::FootnoteReference(label) => Some(Token::FootnoteReference(label)),
                // The line of a mark that was taken off ends with it.
                Event::SoftBreak if range.end <= self.skip_to => None,
                Event::SoftBreak => Some(Token::SoftBreak),
                Event::HardBreak => Some(Token::HardBreak),
                Event::Rule => Some(Token::Rule),
                Event::TaskListMarker(done) => Some(Token::Task(done)),
                // Formulas are switched off, since `$5-$10 bn` would be one.
                Event::InlineMath(text) | Event::DisplayMath(text) => Some(Token::Code(text)),
            };
            if let Some(token) = token {
                return Some((token, self.place(&range)));
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) -> Option<Token<'a>> {
        match tag {
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => first_word(info),
                    CodeBlockKind::Indented => "".into(),
                };
                let code = self.collect(TagEnd::CodeBlock);
                return Some(Token::CodeBlock(Box::new(CodeBlock { language, code })));
            }
            Tag::HtmlBlock => {
                let html = self.collect(TagEnd::HtmlBlock);
                return Some(Token::Html(html, Placement::Block));
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                return Some(self.image(link_type, dest_url, title, Placement::Line));
            }
            Tag::Paragraph => {
                if let Some(figure) = self.figure(range) {
                    return Some(figure);
                }
            }
            _ => {}
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            if self.too_deep.is_none() {
                self.too_deep = Some(self.place(range));
            }
            return None;
        }
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, dest_url, title, range),
            Tag::Heading { level, id, .. } => Some(Token::Heading(Box::new(HeadingStart {
                level: level as u8,
                wanted: id.map(|id| id.as_ref().into()),
                text: "".into(),
                anchor: "".into(),
            }))),
            Tag::Paragraph => {
                let service = self.text.get(range.clone()).and_then(Service::of);
                let kind = service.map_or(Kind::Paragraph, Kind::Embed);
                Some(Token::Start(kind))
            }
            Tag::BlockQuote(kind) => {
                let source = self.text.get(range.clone()).unwrap_or("");
                let (quote, mark) = Quote::of(kind, source);
                if mark > 0 {
                    self.skip_to = range.start + mark;
                }
                Some(Token::Start(Kind::Quote(quote)))
            }
            Tag::List(start) => Some(Token::Start(Kind::List(start))),
            Tag::Item => Some(Token::Start(Kind::Item)),
            Tag::FootnoteDefinition(label) => Some(Token::Start(Kind::Footnote(label))),
            Tag::Table(columns) => Some(Token::Start(Kind::Table(columns))),
            Tag::TableHead => Some(Token::Start(Kind::Head)),
            Tag::TableRow => Some(Token::Start(Kind::Row)),
            Tag::TableCell => Some(Token::Start(Kind::Cell)),
            Tag::Emphasis => Some(Token::Start(Kind::Emphasis)),
            Tag::Strong => Some(Token::Start(Kind::Strong)),
            Tag::Strikethrough => Some(Token::Start(Kind::Strike)),
            _ => Some(Token::Start(Kind::Other)),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) -> Option<Token<'a>> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth >= MAX_DEPTH {
            return None;
        }
        let end = match tag {
            TagEnd::Link => match self.links.pop() {
                Some(Open::NoLink) => {
                    self.skip_to = range.end + NO_LINK.len();
                    return None;
                }
                Some(Open::Ignored) => return None,
                Some(Open::Link) | None => End::Link,
            },
            TagEnd::Heading(_) => End::Heading,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => End::Style,
            _ => End::Block,
        };
        Some(Token::End(end))
    }

    fn link(
        &mut self,
        link_type: LinkType,
        dest: CowStr<'a>,
        title: CowStr<'a>,
        range: &Range<usize>,
    ) -> Option<Token<'a>> {
        if !self.links.is_empty() {
            self.links.push(Open::Ignored);
            return None;
        }
        let (dest, kind) = match link_type {
            LinkType::ShortcutUnknown => {
                self.links.push(Open::NoLink);
                return None;
            }
            LinkType::Email => (format!("mailto:{dest}").into(), LinkKind::Plain),
            LinkType::WikiLink { has_pothole } => {
                let wrapped = dest.contains(['\n', '\r']) && !has_pothole;
                let name = wiki_name(&dest, has_pothole);
                let end = range.end.saturating_sub(2);
                if wrapped || has_pothole && self.text[..end].ends_with('|') {
                    // Text of its own is missing, or is the name as it stands in the source, line wraps and all.
                    self.skip_to = end;
                    let text = Text {
                        text: name.clone(),
                        exact: false,
                        suppressed: false,
                    };
                    let start = if wrapped { range.start + 2 } else { end };
                    let place = self.place(&(start..end));
                    self.pending.push_back((Token::Text(text), place));
                }
                (name, LinkKind::Wiki)
            }
            _ => (dest, LinkKind::Plain),
        };
        self.links.push(Open::Link);
        Some(Token::Link(Box::new(LinkStart { dest, title, kind })))
    }

    /// The texts up to the end of a code block or HTML block, put together.
    fn collect(&mut self, end: TagEnd) -> CowStr<'a> {
        let mut all: Option<CowStr<'a>> = None;
        while let Some((event, _)) = self.event() {
            match event {
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    all = Some(match all {
                        None => text,
                        Some(all) => {
                            let mut all = all.into_string();
                            all.push_str(&text);
                            all.into()
                        }
                    });
                }
                Event::End(tag) if tag == end => break,
                _ => {}
            }
        }
        all.unwrap_or_else(|| "".into())
    }

    /// A picture, whose start was read, up to its end.
    fn image(
        &mut self,
        link_type: LinkType,
        src: CowStr<'a>,
        title: CowStr<'a>,
        placement: Placement,
    ) -> Token<'a> {
        let mut alt = String::new();
        // Pictures may stand in the alternative texts of pictures, to any depth.
        let mut depth = 0_usize;
        while let Some((event, _)) = self.event() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                _ => {}
            }
        }
        let src = match link_type {
            LinkType::WikiLink { has_pothole } => {
                if !has_pothole {
                    // Its text is the address once more, which tells nobody what the picture shows.
                    alt.clear();
                }
                wiki_name(&src, has_pothole)
            }
            _ => src,
        };
        Token::Image(Box::new(Image {
            src,
            title,
            alt,
            placement,
        }))
    }

    /// The picture that is all of the paragraph at `range` and has a title; its paragraph was begun.
    fn figure(&mut self, range: &Range<usize>) -> Option<Token<'a>> {
        let paragraph = self.text.get(range.clone())?;
        if !paragraph.starts_with("![") {
            return None;
        }
        let (event, at) = self.event()?;
        match event {
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            }) if !title.is_empty() && at.end == range.start + paragraph.trim_end().len() => {
                let token = self.image(link_type, dest_url, title, Placement::Block);
                // The end of the paragraph.
                self.event();
                Some(token)
            }
            event => {
                self.stash.push_front((event, at));
                None
            }
        }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Spanned<'a>;

    fn next(&mut self) -> Option<Spanned<'a>> {
        if let Some(token) = self.heading.pop_front() {
            return Some(token);
        }
        let (token, range) = self.step()?;
        let Token::Heading(mut heading) = token else {
            return Some((token, range));
        };
        let mut text = String::new();
        while let Some((token, at)) = self.step() {
            let end = matches!(token, Token::End(End::Heading));
            match &token {
                Token::Text(t) => text.push_str(&t.text),
                Token::Code(t) => text.push_str(t),
                Token::SoftBreak | Token::HardBreak => text.push(' '),
                _ => {}
            }
            self.heading.push_back((token, at));
            if end {
                break;
            }
        }
        if let Some(anchors) = &mut self.anchors {
            heading.anchor = anchors.give(heading.wanted.as_deref(), &text);
        }
        heading.text = text.into();
        Some((Token::Heading(heading), range))
    }
}

/// Put before a line so that no block begins there, and taken off again. Emphasis, quotes and links begin after it as
/// they would at the start of a line.
const LINE_START: &str = "(";

/// Makes a text ready for [`Reader::line`]: same length but for [`LINE_START`], and no line breaks.
pub(super) fn line(markdown: &str) -> String {
    let ready = [LINE_START, markdown].concat();
    match ready.contains(['\n', '\r']) {
        true => ready.replace(['\n', '\r'], " "),
        false => ready,
    }
}

/// Whether a text is one paragraph in which nothing is markup, so that nobody has to be asked what it is: most titles,
/// labels and items are.
fn is_paragraph(text: &str) -> bool {
    let begins = |c: char| c.is_alphabetic() || LINE_START.contains(c);
    text.starts_with(begins) && !text.ends_with(' ') && is_bare(text)
}

/// Whether nothing in a line can be markup inside it, or is set otherwise than it is written.
pub(super) fn is_bare(line: &str) -> bool {
    // A fold without a way out looks at many bytes at a time.
    let special = |found: bool, b: u8| {
        let marks =
            (b == b'*') | (b == b'_') | (b == b'~') | (b == b'`') | (b == b'|') | (b == b'\\');
        let opens = (b == b'[') | (b == b']') | (b == b'<') | (b == b'&');
        let quotes = (b == b'\'') | (b == b'"');
        found | marks | opens | quotes | (b < 0x20) | (b == 0x7f)
    };
    !line.bytes().fold(false, special) && !line.contains("--") && !line.contains("..")
}

/// Makes a link of `[text]{.nolink}`, whose end then tells that it is none; any other reference without a definition
/// stays as it was written.
struct NoLinks<'a> {
    text: &'a str,
}

impl<'a> BrokenLinkCallback<'a> for NoLinks<'a> {
    fn handle_broken_link(&mut self, link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
        let marked = link.link_type == LinkType::Shortcut
            && self
                .text
                .get(link.span.end..)
                .is_some_and(|rest| rest.starts_with(NO_LINK));
        marked.then(|| ("".into(), "".into()))
    }
}

/// The name in a wiki link: a table's `\|` leaves its backslash there.
fn wiki_name<'a>(dest: &CowStr<'a>, has_pothole: bool) -> CowStr<'a> {
    let name = dest.trim();
    let name = match name.strip_suffix('\\') {
        Some(name) if has_pothole => name.trim_end(),
        _ => name,
    };
    if name.len() == dest.len() && !name.contains(['\n', '\r', '\t']) {
        return dest.clone();
    }
    let mut lines = name.lines();
    let mut words: Vec<&str> = lines.next().unwrap_or("").split_whitespace().collect();
    for line in lines {
        // The marks of the quotes that it stands in.
        words.extend(line.trim_start_matches(['>', ' ']).split_whitespace());
    }
    words.join(" ").into()
}

/// The language in the info string of a code block.
fn first_word(info: CowStr<'_>) -> CowStr<'_> {
    let end = info
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '{'))
        .unwrap_or(info.len());
    if end == info.len() {
        return info;
    }
    match info {
        CowStr::Borrowed(text) => text[..end].into(),
        other => other[..end].to_owned().into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(reader: Reader<'_>) -> Vec<String> {
        reader.map(|token| format!("{token:?}")).collect()
    }

    #[test]
    fn most_lines_need_no_parser() {
        for (line, bare) in [
            (
                "Runway closes a $315M round (at $5.3B) - so it says: 34.2% more!",
                true,
            ),
            ("https://youtu.be/x", true),
            ("É. Example sells", true),
            ("10. What now", false),
            ("It’s **so**", false),
            ("AT&T", false),
            ("A row | of cells", false),
            ("An end ", false),
            ("", false),
        ] {
            assert_eq!(is_paragraph(line), bare, "{line}");
        }
    }

    proptest! {
        #[test]
        fn what_needs_no_parser_is_read_as_by_the_parser(
            text in "[A-Za-zé(][ -~é\u{a0}’…😀]{0,40}|[A-Za-z(][A-Za-z0-9 .:/,;#{}()!?$%+=@>-]{0,60}"
        ) {
            prop_assert_eq!(read(Reader::blocks(&text)), read(Reader::parsed(&text)));
        }
    }
}
