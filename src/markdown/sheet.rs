//! One piece of HTML while it is written.
//!
//! Comes in: elements, text and other content, in order. Goes out: well-nested HTML. A sheet knows which of the
//! elements around a place it has opened, gives loose text a paragraph, and puts links around names.

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind};

use super::markup::Markup;
use super::raw;
use super::{Flow, escape};

/// An element that Markdown makes.
#[derive(Debug)]
pub(super) enum Element {
    Paragraph,
    Heading {
        level: u8,
        anchor: Box<str>,
    },
    Quote(Option<BlockQuoteKind>),
    List {
        ordered: bool,
        /// The number of the item that comes next.
        next: u64,
    },
    Item {
        /// The box of a task, if it was read before the item was opened.
        task: Option<bool>,
    },
    Table(Vec<Alignment>),
    Head,
    Row,
    Cell {
        header: bool,
        align: Alignment,
        empty: bool,
    },
    Emphasis,
    Strong,
    Strike,
    Link {
        /// `None` if it leads nowhere that it may: its text is set without a link.
        address: Option<Arc<str>>,
        title: Box<str>,
    },
    /// Anything that has no element of its own.
    Nothing,
}

impl Element {
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Emphasis | Self::Strong | Self::Strike | Self::Link { .. }
        )
    }

    /// Whether text stands in it without a paragraph.
    fn holds_text(&self) -> bool {
        matches!(
            self,
            Self::Paragraph | Self::Heading { .. } | Self::Item { .. } | Self::Cell { .. }
        )
    }
}

/// An element around the place that is being written, opened or passed over.
#[derive(Debug)]
struct Opened {
    /// Empty if it was passed over.
    close: &'static str,
    inline: bool,
    /// Whether text in it needs no paragraph.
    holds_text: bool,
    /// Of a table: whether its body was begun.
    rows: bool,
}

/// A link around a name.
#[derive(Debug)]
struct NameLink {
    /// How many elements were open when it was opened.
    depth: usize,
    /// The bytes of the name.
    range: Range<u32>,
}

/// A name that becomes a link: its bytes, and the address.
pub(super) type Mention = (Range<u32>, Arc<str>);

/// One piece of HTML.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) out: String,
    flow: Flow,
    stack: Vec<Opened>,
    /// Whether a paragraph is open that no [`Opened`] stands for.
    loose: bool,
    /// Whether nothing was written in the block that is open.
    fresh: bool,
    /// Whether a blank is due before the next text, between blocks of an inline sheet.
    gap: bool,
    name: Option<NameLink>,
    /// Raw elements, if there are any.
    raw: Option<raw::Open>,
}

impl Sheet {
    pub(super) fn new(flow: Flow) -> Self {
        Self {
            out: String::new(),
            flow,
            stack: Vec::new(),
            loose: false,
            fresh: true,
            gap: false,
            name: None,
            raw: None,
        }
    }

    pub(super) fn flow(&self) -> Flow {
        self.flow
    }

    /// How many of the elements around the place it has opened or passed over.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Whether a name's link is open that can't be closed before the next element.
    pub(super) fn in_name(&self) -> bool {
        self.name.is_some()
    }

    fn holds_text(&self) -> bool {
        self.loose
            || match self.stack.last() {
                Some(opened) => opened.holds_text,
                None => self.flow == Flow::Inline,
            }
    }

    /// Passes over an element: what is in it is written as if it were not there.
    pub(super) fn pass_over(&mut self, element: &Element) {
        let holds_text = self.holds_text();
        if self.flow == Flow::Inline && !element.is_inline() {
            self.gap = true;
        }
        self.stack.push(Opened {
            close: "",
            inline: element.is_inline(),
            holds_text,
            rows: false,
        });
    }

    /// Opens a block.
    pub(super) fn open_block(&mut self, element: &Element) {
        self.end_loose();
        if !self.out.is_empty() && !self.out.ends_with(['\n', '>']) {
            self.out.push('\n');
        }
        self.begin_element();
        let close = self.block_tag(element);
        self.stack.push(Opened {
            close,
            inline: false,
            holds_text: element.holds_text(),
            rows: false,
        });
        self.fresh = true;
    }

    fn block_tag(&mut self, element: &Element) -> &'static str {
        let out = &mut self.out;
        match element {
            Element::Paragraph => {
                out.push_str("<p>");
                "</p>\n"
            }
            Element::Heading { level, anchor } => {
                // A body's `#` is no title of the page.
                let (open, close) = match level {
                    0..=2 => ("<h2", "</h2>\n"),
                    3 => ("<h3", "</h3>\n"),
                    4 => ("<h4", "</h4>\n"),
                    5 => ("<h5", "</h5>\n"),
                    _ => ("<h6", "</h6>\n"),
                };
                out.push_str(open);
                if anchor.is_empty() {
                    out.push('>');
                } else {
                    out.push_str(" id=\"");
                    escape::attribute(out, anchor);
                    // For those who point and copy. It has no text, so that neither screen readers nor feeds
                    // read a mark at each heading; the theme shows one.
                    out.push_str("\"><a class=\"anchor\" href=\"#");
                    escape::address(out, anchor);
                    out.push_str("\" aria-hidden=\"true\" tabindex=\"-1\"></a>");
                }
                close
            }
            Element::Quote(None) => {
                out.push_str("<blockquote>\n");
                "</blockquote>\n"
            }
            Element::Quote(Some(kind)) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "Note"),
                    BlockQuoteKind::Tip => ("tip", "Tip"),
                    BlockQuoteKind::Important => ("important", "Important"),
                    BlockQuoteKind::Warning => ("warning", "Warning"),
                    BlockQuoteKind::Caution => ("caution", "Caution"),
                };
                // The role keeps it from being a landmark without a name.
                out.push_str("<aside class=\"alert ");
                out.push_str(class);
                out.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
                out.push_str(title);
                out.push_str("</p>\n");
                "</aside>\n"
            }
            Element::List { ordered: false, .. } => {
                out.push_str("<ul>\n");
                "</ul>\n"
            }
            Element::List { next, .. } => {
                if *next == 1 {
                    out.push_str("<ol>\n");
                } else {
                    out.push_str("<ol start=\"");
                    out.push_str(&next.to_string());
                    out.push_str("\">\n");
                }
                "</ol>\n"
            }
            Element::Item { task } => {
                out.push_str("<li>");
                if let Some(done) = task {
                    task_box(out, *done);
                }
                "</li>\n"
            }
            Element::Table(_) => {
                // It scrolls when it is too wide, and what scrolls must be reached by keyboard.
                out.push_str("<div class=\"table\" tabindex=\"0\">\n<table>\n");
                "</table>\n</div>\n"
            }
            Element::Head => {
                out.push_str("<thead>\n<tr>");
                "</tr>\n</thead>\n"
            }
            Element::Row => {
                if let Some(table) = self.stack.last_mut()
                    && !std::mem::replace(&mut table.rows, true)
                {
                    out.push_str("<tbody>\n");
                }
                out.push_str("<tr>");
                "</tr>\n"
            }
            Element::Cell {
                header,
                align,
                empty,
            } => {
                // A header that is empty names nothing.
                let header = *header && !empty;
                out.push_str(if header { "<th scope=\"col\"" } else { "<td" });
                out.push_str(match align {
                    Alignment::None => ">",
                    Alignment::Left => " class=\"left\">",
                    Alignment::Center => " class=\"center\">",
                    Alignment::Right => " class=\"right\">",
                });
                if header { "</th>" } else { "</td>" }
            }
            _ => "",
        }
    }

    /// Opens an inline element with the bytes `range`. `source` is the text that ranges are bytes of.
    pub(super) fn open_inline(
        &mut self,
        element: &Element,
        range: &Range<u32>,
        mentions: &[Mention],
        source: &str,
    ) {
        if let Element::Link { .. } = element {
            self.end_name();
        } else {
            self.widen(range, mentions, source);
        }
        self.begin_text();
        self.begin_element();
        let out = &mut self.out;
        let close = match element {
            Element::Emphasis => {
                out.push_str("<em>");
                "</em>"
            }
            Element::Strong => {
                out.push_str("<strong>");
                "</strong>"
            }
            Element::Strike => {
                out.push_str("<del>");
                "</del>"
            }
            Element::Link {
                address: Some(address),
                title,
            } if self.name.is_none() => {
                out.push_str("<a href=\"");
                escape::address(out, address);
                if !title.is_empty() {
                    out.push_str("\" title=\"");
                    escape::attribute(out, title);
                }
                out.push_str("\">");
                "</a>"
            }
            _ => "",
        };
        self.stack.push(Opened {
            close,
            inline: true,
            holds_text: true,
            rows: false,
        });
    }

    /// Puts the link of a name around a whole inline element that is part of it, or ends the link before an element
    /// of which only a part is.
    fn widen(&mut self, range: &Range<u32>, mentions: &[Mention], source: &str) {
        let only_marks = |from: u32, to: u32| {
            // A name in more marks than these is not worth the search.
            to.saturating_sub(from) <= 8
                && source
                    .get(from as usize..to as usize)
                    .is_some_and(|s| s.bytes().all(|b| matches!(b, b'*' | b'_' | b'~')))
        };
        let covers = |end: u32| end >= range.end || only_marks(end, range.end);
        if let Some(name) = &self.name
            && !covers(name.range.end)
        {
            self.end_name();
        }
        if self.name.is_none()
            && let Some((mention, address)) = mentions
                .iter()
                .find(|(mention, _)| mention.end > range.start)
            && mention.start >= range.start
            && only_marks(range.start, mention.start)
            && covers(mention.end)
        {
            self.begin_text();
            self.start_name(mention, address);
        }
    }

    /// Closes the innermost element, which ends at `end`.
    pub(super) fn close(&mut self, end: u32) {
        if self
            .name
            .as_ref()
            .is_some_and(|name| name.depth == self.stack.len())
        {
            self.end_name();
        }
        if self.stack.last().is_some_and(|opened| !opened.inline) {
            self.end_loose();
        }
        let Some(opened) = self.stack.pop() else {
            return;
        };
        if opened.rows {
            self.out.push_str("</tbody>\n");
        }
        if !opened.inline && !opened.close.is_empty() {
            self.trim_end();
        }
        self.out.push_str(opened.close);
        if opened.inline {
            self.settle_name(end);
        } else if self.flow == Flow::Inline {
            self.gap = true;
        } else {
            self.fresh = true;
        }
    }

    /// Writes text of the bytes `range`. `mentions` are the names that may be in it; `exact` says that the text is
    /// byte for byte that of the source.
    pub(super) fn text(
        &mut self,
        text: &str,
        range: &Range<u32>,
        exact: bool,
        mut mentions: &[Mention],
    ) {
        let mut rest = text;
        if self.fresh {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return;
            }
        }
        self.begin_text();
        let mut at = range.start;
        if exact {
            at += u32::try_from(text.len() - rest.len()).unwrap_or(0);
        }
        while !rest.is_empty() {
            while let [(first, _), others @ ..] = mentions
                && (first.end <= at || first.is_empty())
            {
                mentions = others;
            }
            let Some((mention, address)) = mentions.first().filter(|(m, _)| m.start < range.end)
            else {
                self.end_name();
                escape::text(&mut self.out, rest);
                return;
            };
            let named = mention.start <= at;
            let until = if named { mention.end } else { mention.start };
            let length = if exact && until < range.end {
                rest.floor_char_boundary((until - at) as usize)
            } else {
                rest.len()
            };
            if length == 0 {
                // A mark inside a character marks nothing.
                mentions = &mentions[1..];
                continue;
            }
            if named {
                self.start_name(mention, address);
            } else {
                self.end_name();
            }
            escape::text(&mut self.out, &rest[..length]);
            rest = &rest[length..];
            at = if exact {
                at.saturating_add(u32::try_from(length).unwrap_or(u32::MAX))
            } else {
                range.end
            };
            self.settle_name(at);
        }
    }

    /// Writes a line wrap.
    pub(super) fn wrap(&mut self, range: &Range<u32>) {
        if self.fresh {
            return;
        }
        self.settle_name(range.start);
        self.out.push(match self.flow {
            Flow::Block => '\n',
            Flow::Inline => ' ',
        });
    }

    /// Makes ready for something other than text in a line.
    pub(super) fn begin_object(&mut self) {
        self.end_name();
        self.begin_text();
        self.begin_element();
    }

    /// Makes ready for something among blocks.
    pub(super) fn begin_block(&mut self) {
        if self.flow == Flow::Inline {
            self.gap = true;
            self.begin_object();
            return;
        }
        self.end_loose();
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.begin_element();
        self.fresh = true;
    }

    /// Writes the box of a task.
    pub(super) fn task(&mut self, done: bool) {
        self.begin_text();
        task_box(&mut self.out, done);
        self.fresh = true;
    }

    /// Writes raw HTML as it is; it is sanitised in the end. What comes after too much of it is set as text.
    pub(super) fn raw(&mut self, html: &str) {
        let raw = self.raw.get_or_insert_default();
        let (whole, rest) = html.split_at(raw::whole(html));
        if raw.read(whole) {
            self.out.push_str(whole);
            escape::text(&mut self.out, rest);
        } else {
            raw.close_all(&mut self.out);
            escape::text(&mut self.out, html);
        }
    }

    /// Writes raw HTML as it is, for authors who are trusted with it.
    pub(super) fn trusted(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Writes text that has no place in the source.
    pub(super) fn plain(&mut self, text: &str) {
        self.begin_object();
        escape::text(&mut self.out, text);
    }

    fn begin_text(&mut self) {
        if std::mem::take(&mut self.gap) && !self.out.is_empty() && !self.out.ends_with([' ', '\n'])
        {
            self.out.push(' ');
        }
        if !self.holds_text() {
            if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push('\n');
            }
            self.out.push_str("<p>");
            self.loose = true;
        }
        self.fresh = false;
    }

    fn begin_element(&mut self) {
        if let Some(raw) = &mut self.raw
            && !raw.step()
        {
            raw.close_all(&mut self.out);
        }
    }

    fn end_loose(&mut self) {
        self.end_name();
        if std::mem::take(&mut self.loose) {
            self.trim_end();
            self.out.push_str("</p>\n");
        }
    }

    fn trim_end(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    fn start_name(&mut self, mention: &Range<u32>, address: &str) {
        if let Some(name) = &self.name {
            if name.range == *mention {
                return;
            }
            self.end_name();
            if self.name.is_some() {
                return;
            }
        }
        self.out.push_str("<a class=\"company\" href=\"");
        escape::address(&mut self.out, address);
        self.out.push_str("\">");
        self.name = Some(NameLink {
            depth: self.stack.len(),
            range: mention.clone(),
        });
    }

    /// Ends the link of a name, unless elements are open that were opened in it.
    fn end_name(&mut self) {
        if self
            .name
            .as_ref()
            .is_some_and(|name| name.depth >= self.stack.len())
        {
            self.out.push_str("</a>");
            self.name = None;
        }
    }

    /// Ends the link of a name that ends at `at` or before.
    fn settle_name(&mut self, at: u32) {
        if self.name.as_ref().is_some_and(|name| name.range.end <= at) {
            self.end_name();
        }
    }

    /// Ends the sheet.
    pub(super) fn finish(mut self) -> Markup {
        while !self.stack.is_empty() {
            self.close(u32::MAX);
        }
        self.end_loose();
        self.out
            .truncate(self.out.trim_end_matches([' ', '\n']).len());
        if self.raw.is_some() {
            return Markup::new(raw::sanitise(&self.out, self.flow));
        }
        Markup::new(self.out)
    }
}

/// A task's box as a character: a form control would need a label, and feeds and mail leave it out.
fn task_box(out: &mut String, done: bool) {
    out.push_str(if done {
        "<span class=\"task done\">☑</span> "
    } else {
        "<span class=\"task\">☐</span> "
    });
}
