//! One piece of HTML while it is written.
//!
//! Comes in: elements, text and other content, in order. Goes out: well-nested HTML. A sheet knows which of the
//! elements around a place it has opened, gives loose text a paragraph, and puts links around names.

mod name;

use std::ops::Range;
use std::sync::Arc;

use super::element::{Element, task_box};
use super::markup::Markup;
use super::{Flow, escape, raw};
use crate::model::bidi;
use name::NameLink;

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
    /// What of its text is ordered anew in the block that is open.
    order: bidi::Open,
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
            order: bidi::Open::default(),
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
        self.end_order();
        if !self.out.is_empty() && !self.out.ends_with(['\n', '>']) {
            self.out.push('\n');
        }
        self.begin_element();
        if let (Element::Row, Some(table)) = (element, self.stack.last_mut())
            && !std::mem::replace(&mut table.rows, true)
        {
            self.out.push_str("<tbody>\n");
        }
        let close = element.open(&mut self.out);
        self.stack.push(Opened {
            close,
            inline: false,
            holds_text: element.holds_text(),
            rows: false,
        });
        self.fresh = true;
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
        let linked = self.name.is_none() || !matches!(element, Element::Link { .. });
        let close = if linked {
            element.open(&mut self.out)
        } else {
            ""
        };
        self.stack.push(Opened {
            close,
            inline: true,
            holds_text: true,
            rows: false,
        });
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
        if !opened.inline {
            self.end_order();
        }
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
                self.write(rest);
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
            self.write(&rest[..length]);
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
            self.write(rest);
        } else {
            raw.close_all(&mut self.out);
            self.write(html);
        }
    }

    /// Writes text. What it opens with directional formatting characters ends with its block at the latest.
    fn write(&mut self, text: &str) {
        if bidi::has_controls(text) {
            let mut known = String::with_capacity(text.len());
            self.order.read(text, &mut known);
            escape::text(&mut self.out, &known);
        } else {
            escape::text(&mut self.out, text);
        }
    }

    fn end_order(&mut self) {
        if !self.order.is_empty() {
            self.order.end(&mut self.out);
        }
    }

    /// Writes raw HTML as it is, for authors who are trusted with it.
    pub(super) fn trusted(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Writes text that has no place in the source.
    pub(super) fn plain(&mut self, text: &str) {
        self.begin_object();
        self.write(text);
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
            self.end_order();
            self.trim_end();
            self.out.push_str("</p>\n");
        }
    }

    fn trim_end(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
    }

    /// Ends the sheet.
    pub(super) fn finish(mut self) -> Markup {
        while !self.stack.is_empty() {
            self.close(u32::MAX);
        }
        self.end_loose();
        self.end_order();
        self.out
            .truncate(self.out.trim_end_matches([' ', '\n']).len());
        if self.raw.is_some() {
            return Markup::new(raw::sanitise(&self.out, self.flow));
        }
        Markup::new(self.out)
    }
}
