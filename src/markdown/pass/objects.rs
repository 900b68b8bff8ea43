//! What is neither text nor element: raw HTML, pictures, code blocks, references to footnotes.

use std::borrow::Cow;
use std::ops::Range;

use super::Pass;
use crate::markdown::element::Element;
use crate::markdown::escape::{self, Use};
use crate::markdown::sheet::Sheet;
use crate::markdown::token::{CodeBlock, Image, Placement};
use crate::markdown::{Flow, embed, highlight, raw};
use crate::model::HtmlPolicy;

/// How wide a picture in running text is: a column, or all of a narrow screen.
const COLUMN: &str = "(max-width: 45rem) 100vw, 45rem";

impl Pass<'_> {
    /// Writes raw HTML as the policy says.
    pub(super) fn raw(&mut self, html: &str, placement: Placement, range: &Range<u32>) {
        let policy = self.html;
        if policy != HtmlPolicy::Escape && raw::is_silent(html) {
            return;
        }
        let html = &*self.readdressed(html, range);
        let linked = match policy {
            HtmlPolicy::Sanitize => embed::linked(html, placement),
            HtmlPolicy::Allow | HtmlPolicy::Escape => None,
        };
        let html = linked.as_deref().unwrap_or(html);
        let Some(sheet) = self.sheet(range) else {
            return;
        };
        match placement {
            Placement::Line => sheet.begin_object(),
            Placement::Block => sheet.begin_block(),
        }
        match policy {
            HtmlPolicy::Sanitize => sheet.raw(html),
            HtmlPolicy::Allow => sheet.trusted(html),
            HtmlPolicy::Escape => sheet.plain(html.trim_end()),
        }
    }

    /// Raw HTML with the new addresses of its links and pictures.
    fn readdressed<'h>(&self, html: &'h str, range: &Range<u32>) -> Cow<'h, str> {
        if self.html == HtmlPolicy::Escape || self.marks.addresses.is_empty() {
            return Cow::Borrowed(html);
        }
        let mut out = String::new();
        let mut done = 0;
        for found in raw::addresses(html, self.source, range) {
            if let Some(address) = self.new_address(&found.tag) {
                out.push_str(&html[done..found.value.start]);
                escape::address(&mut out, &address);
                done = found.value.end;
            }
        }
        if done == 0 {
            return Cow::Borrowed(html);
        }
        out.push_str(&html[done..]);
        Cow::Owned(out)
    }

    /// Writes a picture, or its alternative text where its address is not allowed.
    pub(super) fn image(&mut self, image: &Image<'_>, range: &Range<u32>) {
        let address = self.new_address(range);
        let picture = self.picture(range);
        let address = address.as_deref().unwrap_or(&image.src);
        let allowed = escape::is_allowed(address, Use::Picture, self.html);
        let Some(sheet) = self.sheet(range) else {
            return;
        };
        let figure = image.placement == Placement::Block && sheet.flow() == Flow::Block;
        if !allowed {
            sheet.plain(&image.alt);
            return;
        }
        if figure {
            sheet.begin_block();
            sheet.out.push_str("<figure>");
        } else {
            sheet.begin_object();
        }
        let out = &mut sheet.out;
        let sizes = picture.as_ref().filter(|known| !known.sizes.is_empty());
        if let Some(sizes) = sizes {
            out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            out.push_str(&sizes.srcset());
            out.push_str("\" sizes=\"");
            out.push_str(COLUMN);
            out.push_str("\">");
        }
        out.push_str("<img src=\"");
        escape::address(out, address);
        out.push_str("\" alt=\"");
        escape::attribute(out, &image.alt);
        if !figure && !image.title.is_empty() {
            out.push_str("\" title=\"");
            escape::attribute(out, &image.title);
        }
        // Room is kept before the picture is there, so that the text does not jump.
        if let Some(picture) = &picture {
            out.push_str(&format!(
                "\" width=\"{}\" height=\"{}",
                picture.width, picture.height
            ));
        }
        out.push_str("\" loading=\"lazy\" decoding=\"async\">");
        if sizes.is_some() {
            out.push_str("</picture>");
        }
        if figure {
            out.push_str("<figcaption>");
            escape::text(out, &image.title);
            out.push_str("</figcaption></figure>\n");
        }
    }

    /// Writes a reference to a footnote.
    pub(super) fn reference(&mut self, label: &str, range: &Range<u32>) {
        let in_link = self
            .around
            .iter()
            .any(|around| matches!(around.element, Element::Link { .. }));
        if self.sheet(range).is_none() {
            return;
        }
        let (number, use_) = self.notes.refer(label);
        let Some(sheet) = self.sheet(range) else {
            return;
        };
        sheet.begin_object();
        let linked = !in_link && !sheet.in_name();
        let out = &mut sheet.out;
        out.push_str("<sup class=\"note\">");
        let number = number.to_string();
        if linked {
            out.push_str("<a id=\"");
            reference_id(out, &number, use_);
            out.push_str("\" href=\"#fn:");
            out.push_str(&number);
            out.push_str("\" role=\"doc-noteref\">");
        }
        out.push_str(&number);
        out.push_str(if linked { "</a></sup>" } else { "</sup>" });
    }
}

/// Appends the id of a reference to a footnote, for its way back. No anchor of a heading has a `:`.
pub(in crate::markdown) fn reference_id(out: &mut String, number: &str, nth: u32) {
    out.push_str("fnref:");
    out.push_str(number);
    if nth > 1 {
        out.push(':');
        out.push_str(&nth.to_string());
    }
}

/// Writes a code block.
pub(super) fn code_block(sheet: &mut Sheet, block: &CodeBlock<'_>) {
    let (language, code) = (&*block.language, &*block.code);
    if sheet.flow() == Flow::Inline {
        sheet.begin_block();
        sheet.out.push_str("<code>");
        escape::text(&mut sheet.out, code.trim_end());
        sheet.out.push_str("</code>");
        return;
    }
    sheet.begin_block();
    // Long lines scroll, and what scrolls must be reached by keyboard.
    sheet.out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        sheet.out.push_str(" class=\"language-");
        escape::attribute(&mut sheet.out, language);
        sheet.out.push('"');
    }
    sheet.out.push('>');
    highlight::code(&mut sheet.out, code, language);
    sheet.out.push_str("</code></pre>\n");
}
