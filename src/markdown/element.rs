//! The elements that Markdown makes, as HTML.
//!
//! Comes in: an element. Goes out: its tags. Where they may stand is not known here.

use std::sync::Arc;

use pulldown_cmark::{Alignment, BlockQuoteKind};

use super::aside::Service;
use super::{alert, escape};

/// An element that Markdown makes.
#[derive(Debug)]
pub(super) enum Element {
    Paragraph,
    Heading {
        level: u8,
        anchor: Box<str>,
    },
    /// A card for a film or a post elsewhere.
    Embed(Service),
    Quote,
    /// A sentence of the text, set large.
    Pull,
    /// A note in the margin.
    Side,
    /// An alert and its title.
    Alert(BlockQuoteKind, Box<str>),
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
    pub(super) fn holds_text(&self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Embed(_)
                | Self::Heading { .. }
                | Self::Item { .. }
                | Self::Cell { .. }
        )
    }

    /// Writes the start tag, and gives the end tag.
    pub(super) fn open(&self, out: &mut String) -> &'static str {
        match self {
            Self::Paragraph => {
                out.push_str("<p>");
                "</p>\n"
            }
            Self::Heading { level, anchor } => {
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
            Self::Embed(service) => {
                out.push_str("<p class=\"embed ");
                out.push_str(service.class());
                out.push_str("\">");
                "</p>\n"
            }
            Self::Pull => {
                out.push_str("<blockquote class=\"pull\">\n");
                "</blockquote>\n"
            }
            Self::Side => {
                out.push_str("<aside class=\"side-note\" role=\"note\">\n");
                "</aside>\n"
            }
            Self::Quote => {
                out.push_str("<blockquote>\n");
                "</blockquote>\n"
            }
            Self::Alert(kind, title) => {
                // The role keeps it from being a landmark without a name.
                out.push_str("<aside class=\"alert ");
                out.push_str(alert::class(*kind));
                out.push_str("\" role=\"note\">\n<p class=\"alert-title\">");
                escape::text(out, title);
                out.push_str("</p>\n");
                "</aside>\n"
            }
            Self::List { ordered: false, .. } => {
                out.push_str("<ul>\n");
                "</ul>\n"
            }
            Self::List { next, .. } => {
                if *next == 1 {
                    out.push_str("<ol>\n");
                } else {
                    out.push_str("<ol start=\"");
                    out.push_str(&next.to_string());
                    out.push_str("\">\n");
                }
                "</ol>\n"
            }
            Self::Item { task } => {
                out.push_str("<li>");
                if let Some(done) = task {
                    task_box(out, *done);
                }
                "</li>\n"
            }
            Self::Table(_) => {
                // It scrolls when it is too wide, and what scrolls must be reached by keyboard.
                out.push_str("<div class=\"table\" tabindex=\"0\">\n<table>\n");
                "</table>\n</div>\n"
            }
            Self::Head => {
                out.push_str("<thead>\n<tr>");
                "</tr>\n</thead>\n"
            }
            Self::Row => {
                out.push_str("<tr>");
                "</tr>\n"
            }
            Self::Cell {
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
            Self::Emphasis => {
                out.push_str("<em>");
                "</em>"
            }
            Self::Strong => {
                out.push_str("<strong>");
                "</strong>"
            }
            Self::Strike => {
                out.push_str("<del>");
                "</del>"
            }
            Self::Link {
                address: Some(address),
                title,
            } => {
                out.push_str("<a href=\"");
                escape::address(out, address);
                if !title.is_empty() {
                    out.push_str("\" title=\"");
                    escape::attribute(out, title);
                }
                out.push_str("\">");
                "</a>"
            }
            Self::Link { address: None, .. } | Self::Nothing => "",
        }
    }
}

/// A task's box as a character: a form control would need a label, and feeds and mail leave it out.
pub(super) fn task_box(out: &mut String, done: bool) {
    out.push_str(if done {
        "<span class=\"task done\">☑</span> "
    } else {
        "<span class=\"task\">☐</span> "
    });
}
