//! Text becomes runs, in which names can be looked for, and plain text, in which nothing is markup.
//!
//! Comes in: a text. Goes out: [`TextRun`]s that know where each of their bytes came from. A name that emphasis, an
//! entity or a line wrap cuts apart in the source is whole in a run.

use std::ops::Range;

use super::footnotes::Footnotes;
use super::reader::{self, Reader};
use super::token::{End, Kind, Placement, Token};
use super::{Linkable, Segment, TextRun, raw};
use crate::model::bidi;

/// The runs of the body `text[body]`: one for each paragraph, item and cell that has text. Headings give none.
pub fn runs(text: &str, body: Range<u32>) -> Vec<TextRun> {
    collect(Reader::body(text, &body))
}

/// The runs of a text of its own: a title, a label, an effect's text.
///
/// [`Linkable::InLink`] counts the links of [`text_outline`](super::text_outline).
pub fn text_runs(markdown: &str) -> Vec<TextRun> {
    if is_line(markdown) {
        collect(Reader::line(&reader::line(markdown)))
    } else {
        collect(Reader::blocks(markdown))
    }
}

/// The text without any markup: for titles, feeds and descriptions. Blocks are joined by a blank.
/// What it opens with directional formatting characters, it closes.
pub fn plain_text(markdown: &str) -> String {
    let ready;
    let tokens = if is_line(markdown) {
        if reader::is_bare(markdown) {
            return bidi::closed(markdown.trim()).into_owned();
        }
        ready = reader::line(markdown);
        Reader::line(&ready)
    } else {
        Reader::blocks(markdown)
    };
    let mut out = String::with_capacity(markdown.len());
    for (unread, (token, _)) in raw::unread(tokens) {
        match token {
            _ if unread => {}
            Token::Text(text) => out.push_str(&text.text),
            Token::Code(code) => out.push_str(&code),
            Token::Image(image) => out.push_str(&image.alt),
            Token::CodeBlock(block) => {
                gap(&mut out);
                out.push_str(block.code.trim_end());
            }
            Token::Html(html, Placement::Line) if !is_break(&html) => {}
            Token::Start(Kind::Emphasis | Kind::Strong | Kind::Strike)
            | Token::End(End::Style | End::Link)
            | Token::Link(_)
            | Token::FootnoteReference(_)
            | Token::Task(_) => {}
            _ => gap(&mut out),
        }
    }
    // What a text is cut from may define its footnotes elsewhere: their marks are no words.
    // One with a backslash before it is text.
    let escaped = markdown.contains("\\[^");
    let mut from = 0;
    while let Some(at) = out[from..].find("[^") {
        let start = from + at;
        let end = out[start..].find(']').map(|length| start + length + 1);
        let mark = end.map(|end| &out[start..end]).filter(|mark| {
            let label = &mark[2..mark.len() - 1];
            !label.is_empty()
                && !label.contains(|c: char| c.is_whitespace() || c == '[')
                && (!escaped || markdown.contains(*mark))
        });
        match mark.map(str::len) {
            Some(length) => out.replace_range(start..start + length, ""),
            None => from = start + 2,
        }
    }
    out.truncate(out.trim_end().len());
    if bidi::has_controls(&out) {
        out = bidi::closed(&out).into_owned();
    }
    out
}

fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Whether a text is one line, in which a leading number, `#` or `-` is no markup.
pub(super) fn is_line(markdown: &str) -> bool {
    !markdown.trim_ascii_end().contains('\n')
}

/// Whether a raw tag ends a line.
fn is_break(html: &str) -> bool {
    raw::parts(html).any(
        |(part, _)| matches!(part, raw::Part::Open(name, _) if name.eq_ignore_ascii_case("br")),
    )
}

fn collect(reader: Reader<'_>) -> Vec<TextRun> {
    let mut draft = Draft::default();
    let mut footnotes = Footnotes::default();
    for (unread, (token, range)) in raw::unread(reader) {
        footnotes.take(&token, &range);
        if !unread {
            draft.take(token, range);
        }
    }
    draft.finish();
    let unused: Vec<Range<u32>> = footnotes.unused().collect();
    if !unused.is_empty() {
        draft.done.retain(|run| {
            let start = run
                .segments
                .first()
                .map_or(0, |segment| segment.source.start);
            // Definitions come one after the other, and do not hold each other.
            let next = unused.partition_point(|range| range.start <= start);
            !unused[..next]
                .last()
                .is_some_and(|range| range.contains(&start))
        });
    }
    draft.done
}

#[derive(Default)]
struct Draft {
    done: Vec<TextRun>,
    run: TextRun,
    /// Whether the last segment of the run is byte for byte as in the source.
    exact: bool,
    /// How many links were begun.
    links: u32,
    /// The link that is open.
    link: Option<u32>,
    /// Raw elements that are open.
    raw: raw::Open,
    heading: bool,
}

impl Draft {
    fn take(&mut self, token: Token<'_>, range: Range<u32>) {
        match token {
            Token::Text(text) => {
                let linkable = if self.in_raw() {
                    Linkable::No
                } else if text.suppressed {
                    Linkable::Suppressed
                } else {
                    self.link.map_or(Linkable::Yes, Linkable::InLink)
                };
                self.push(&text.text, range, linkable, text.exact);
            }
            Token::Code(code) => self.push(&code, range, Linkable::No, false),
            Token::Image(image) if image.placement == Placement::Line => {
                self.push(&image.alt, range, Linkable::No, false);
            }
            Token::SoftBreak => {
                let linkable = self.link.map_or(Linkable::Yes, Linkable::InLink);
                self.push(" ", range, linkable, false);
            }
            Token::HardBreak => self.push("\n", range, Linkable::No, false),
            Token::Html(html, Placement::Line) => {
                if is_break(&html) {
                    self.push("\n", range, Linkable::No, false);
                }
                // Too many open elements count as none: what is unsafe in them goes when the text is set.
                if !self.raw.read(&html) {
                    self.raw = raw::Open::default();
                }
            }
            Token::Link(_) => {
                self.link = Some(self.links);
                self.links += 1;
            }
            Token::End(End::Link) => self.link = None,
            Token::Start(Kind::Emphasis | Kind::Strong | Kind::Strike)
            | Token::End(End::Style)
            | Token::FootnoteReference(_)
            | Token::Task(_) => {}
            Token::Heading(_) => {
                self.finish();
                self.heading = true;
            }
            Token::End(End::Heading) => {
                self.finish();
                self.heading = false;
            }
            Token::Start(_)
            | Token::End(_)
            | Token::Image(_)
            | Token::Html(_, Placement::Block)
            | Token::CodeBlock(_)
            | Token::Rule => self.finish(),
        }
    }

    /// Whether a raw element is open in which no name is looked for.
    fn in_raw(&self) -> bool {
        ["a", "code", "pre", "kbd", "samp", "var"]
            .iter()
            .any(|name| self.raw.has(name))
    }

    fn push(&mut self, text: &str, source: Range<u32>, linkable: Linkable, exact: bool) {
        if self.heading || text.is_empty() {
            return;
        }
        let end = |run: &TextRun| u32::try_from(run.text.len()).unwrap_or(u32::MAX);
        let start = end(&self.run);
        self.run.text.push_str(text);
        let whole = start..end(&self.run);
        let follows_exact = std::mem::replace(&mut self.exact, exact);
        if exact
            && follows_exact
            && let Some(last) = self.run.segments.last_mut()
            && last.linkable == linkable
            && last.source.end == source.start
        {
            last.text.end = whole.end;
            last.source.end = source.end;
            return;
        }
        self.run.segments.push(Segment {
            text: whole,
            source,
            linkable,
        });
    }

    fn finish(&mut self) {
        self.raw = raw::Open::default();
        self.exact = false;
        if !self.run.text.is_empty() {
            self.done.push(std::mem::take(&mut self.run));
        }
    }
}

/// Counts words: stretches between blanks that have a letter or digit.
#[derive(Debug, Default)]
pub(super) struct Words {
    count: u32,
    in_word: bool,
}

impl Words {
    pub(super) fn read(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.gap();
            } else if !self.in_word && c.is_alphanumeric() {
                self.in_word = true;
            }
        }
    }

    pub(super) fn gap(&mut self) {
        self.count += u32::from(self.in_word);
        self.in_word = false;
    }

    pub(super) fn count(mut self) -> u32 {
        self.gap();
        self.count
    }
}
