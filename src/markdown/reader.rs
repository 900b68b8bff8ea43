//! Markdown text becomes [`Token`]s: what pulldown-cmark says, in the terms of this room.
//!
//! Comes in: a text, or the body of a file. Goes out: tokens with their bytes. What CommonMark leaves undone is done
//! here, once for all readers of tokens, so that they agree on what is a link and what is not: bare URLs, `\Name` and
//! `[Name]{.nolink}`, anchors of headings, pictures with a caption, one token for each picture, code block and piece
//! of raw HTML. Nesting beyond [`MAX_DEPTH`] is flattened, so that nothing downstream grows with it.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, BrokenLinkCallback, CodeBlockKind, CowStr, Event, LinkType, OffsetIter, Options,
    Parser, Tag, TagEnd,
};

use super::anchor::Anchors;
use super::{LinkKind, url};

/// How deep elements may stand in each other; a list and its item are two.
pub(super) const MAX_DEPTH: usize = 100;

/// The mark that says that a name is not to be linked.
const NO_LINK: &str = "{.nolink}";

/// One thing that was read.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Begins anything but a heading, link, picture, code block or raw HTML, which have tokens of their own.
    Start(Tag<'a>),
    Heading(Box<HeadingStart>),
    Link(Box<LinkStart<'a>>),
    /// Ends what [`Token::Start`], [`Token::Heading`] or [`Token::Link`] began.
    End(TagEnd),
    Text(Text<'a>),
    /// Code in a line of text.
    Code(CowStr<'a>),
    CodeBlock {
        /// The first word after the fence; may be empty.
        language: CowStr<'a>,
        code: CowStr<'a>,
    },
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
    events: OffsetIter<'a, NoLinks<'a>>,
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
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM
            | Options::ENABLE_WIKILINKS;
        let parser = Parser::new_with_broken_link_callback(text, options, Some(NoLinks { text }));
        Self {
            text,
            plus: 0,
            minus: 0,
            events: parser.into_offset_iter(),
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

    /// Reads a line of a text of its own, made ready by [`line`]: no blocks are seen in it, so that `10. What now`
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
        self.stash.pop_front().or_else(|| self.events.next())
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
                return Some(Token::CodeBlock { language, code });
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
            tag => Some(Token::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) -> Option<Token<'a>> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth >= MAX_DEPTH {
            return None;
        }
        if tag == TagEnd::Link {
            match self.links.pop() {
                Some(Open::NoLink) => {
                    self.skip_to = range.end + NO_LINK.len();
                    return None;
                }
                Some(Open::Ignored) => return None,
                Some(Open::Link) | None => {}
            }
        }
        Some(Token::End(tag))
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

    /// Text, with bare URLs and suppressed names taken out of it.
    fn text(&mut self, mut text: CowStr<'a>, mut range: Range<usize>) -> Option<Token<'a>> {
        let source = &self.text[range.clone()];
        let exact = text.len() == source.len() && std::ptr::eq(text.as_ptr(), source.as_ptr());
        if range.end <= self.skip_to && !range.is_empty() {
            return None;
        }
        let cut = exact && range.start < self.skip_to;
        if cut {
            text = self.text[self.skip_to..range.end].into();
            range.start = self.skip_to;
        }
        if exact && text.bytes().any(|b| b == b':' || b == b'\\') {
            self.specials(range);
        } else if cut {
            self.push_text(range, false);
        } else {
            return Some(Token::Text(Text {
                text,
                exact,
                suppressed: matches!(self.links.last(), Some(Open::NoLink)),
            }));
        }
        None
    }

    /// Pushes the tokens of text that may have bare URLs and suppressed names.
    fn specials(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut done = range.start;
        let mut at = range.start;
        while let Some(found) = text[at..range.end].find([':', '\\']) {
            let special = at + found;
            at = special + 1;
            if text.as_bytes()[special] == b'\\' {
                if let Some(end) = suppressed_name(text, special, range.end) {
                    self.push_text(done..special, false);
                    self.push_text(special + 1..end, true);
                    (done, at) = (end, end);
                }
            } else if self.links.is_empty()
                && let Some(start) = url::start(text, done, special)
                && let Some(end) = self.url_end(special, range.end)
            {
                self.push_text(done..start, false);
                self.push_url(start..end);
                if end >= range.end {
                    self.skip_to = end;
                    return;
                }
                (done, at) = (end, end);
            }
        }
        self.push_text(done..range.end, false);
    }

    /// The end of the bare URL whose first `:` is at `colon`. Special characters cut text into several events; those
    /// that follow without a gap up to `text_end` and beyond belong to it.
    fn url_end(&mut self, colon: usize, text_end: usize) -> Option<usize> {
        let widest = url::end(self.text, colon)?;
        let mut reach = text_end;
        let mut next = 0;
        while reach < widest.end {
            if next == self.stash.len() {
                let Some(event) = self.events.next() else {
                    break;
                };
                self.stash.push_back(event);
            }
            match &self.stash[next] {
                (Event::Text(_), range) if range.start == reach => reach = range.end,
                _ => break,
            }
            next += 1;
        }
        (reach >= widest.host_end).then(|| url::trim(self.text, colon, widest.end.min(reach)))
    }

    fn push_text(&mut self, range: Range<usize>, suppressed: bool) {
        if !range.is_empty() {
            let text = Text {
                text: self.text[range.clone()].into(),
                exact: true,
                suppressed: suppressed || matches!(self.links.last(), Some(Open::NoLink)),
            };
            let place = self.place(&range);
            self.pending.push_back((Token::Text(text), place));
        }
    }

    fn push_url(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        let dest: CowStr<'a> = if source.contains("&amp;") {
            source.replace("&amp;", "&").into()
        } else {
            source.into()
        };
        let place = self.place(&range);
        let text = Text {
            exact: dest.len() == source.len(),
            text: dest.clone(),
            suppressed: false,
        };
        let link = LinkStart {
            dest,
            title: "".into(),
            kind: LinkKind::Plain,
        };
        self.pending.extend([
            (Token::Link(Box::new(link)), place.clone()),
            (Token::Text(text), place.clone()),
            (Token::End(TagEnd::Link), place),
        ]);
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Spanned<'a>;

    fn next(&mut self) -> Option<Spanned<'a>> {
        if let Some(token) = self.heading.pop_front() {
            return Some(token);
        }
        let (token, range) = self.step()?;
        let Token::Start(Tag::Heading { level, id, .. }) = token else {
            return Some((token, range));
        };
        let mut text = String::new();
        while let Some((token, at)) = self.step() {
            let end = matches!(token, Token::End(TagEnd::Heading(_)));
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
        let anchor = match &mut self.anchors {
            Some(anchors) => anchors.give(id.as_deref(), &text),
            None => "".into(),
        };
        let heading = HeadingStart {
            level: level as u8,
            text: text.into(),
            anchor,
        };
        Some((Token::Heading(Box::new(heading)), range))
    }
}

/// Put before a line so that no block begins there, and taken off again. Emphasis, quotes and links begin after it as
/// they would at the start of a line.
const LINE_START: &str = "(";

/// Makes a text ready for [`Reader::line`]: same length but for [`LINE_START`], and no line breaks.
pub(super) fn line(markdown: &str) -> String {
    let mut ready = String::with_capacity(LINE_START.len() + markdown.len());
    ready.push_str(LINE_START);
    ready.extend(markdown.chars().map(|c| match c {
        '\n' | '\r' => ' ',
        c => c,
    }));
    ready
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

/// The end of the word that a backslash keeps from being linked: CommonMark leaves a backslash before a letter as it
/// is. Those of `C:\Users`, `AC\DC` and `\n` are the author's.
fn suppressed_name(text: &str, backslash: usize, end: usize) -> Option<usize> {
    let opens = match text[..backslash].chars().next_back() {
        None => true,
        Some(c) => c.is_whitespace() || "([{\"'“‘«„*_~–—->|;".contains(c),
    };
    let word = &text[backslash + 1..end];
    let length = word
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(word.len());
    let first = word.chars().next()?;
    let name = first.len_utf8() < length || !first.is_ascii_lowercase();
    (opens && length > 0 && name).then_some(backslash + 1 + length)
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
