//! One pass over the tokens of a text, which writes the parts that are wanted onto their sheets.
//!
//! Comes in: tokens in order, the byte ranges that are wanted and the sheet of each, marks. Goes out: finished sheets.
//! A sheet opens the elements around a place only when something is written there, so that a range may begin and end
//! anywhere and still gives well-nested HTML.

mod objects;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::Alignment;

use super::aside::Quote;
use super::element::Element;
use super::escape::{self, Use};
use super::markup::Markup;
use super::sheet::Sheet;
use super::token::{Kind, LinkStart, Spanned, Text, Token};
use super::{Flow, LinkKind, Marks, PictureSet, raw};
use crate::model::{HtmlPolicy, bidi};
use objects::code_block;

pub(super) use objects::reference_id;

/// A range that is wanted.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) range: Range<u32>,
    /// Index of the sheet.
    pub(super) sheet: usize,
    /// Whether the sheet has other ranges too.
    pub(super) several: bool,
}

/// Gives numbers to footnotes.
pub(super) trait Notes {
    /// Notes a reference to `label`: the footnote's number and which reference to it this is, both from 1.
    fn refer(&mut self, label: &str) -> (u32, u32);
}

/// An element around the token that is being read.
struct Around {
    element: Element,
    range: Range<u32>,
    /// The sheets that have opened it or passed over it: most often one.
    first: Option<usize>,
    others: Vec<usize>,
}

/// One pass.
pub(super) struct Pass<'p> {
    /// The text that ranges are bytes of.
    source: &'p str,
    marks: &'p Marks,
    notes: &'p mut dyn Notes,
    html: HtmlPolicy,
    targets: Vec<Target>,
    /// The first target that does not end before the token that is being read.
    current: usize,
    /// The first mention that does not end before it.
    mention: usize,
    sheets: Vec<Sheet>,
    around: Vec<Around>,
    /// How many of the elements around are headings and links, in which no name is linked.
    quiet: usize,
    /// The column of the cell that comes next.
    column: usize,
    /// How many elements are open in the footnote definition that is being read, itself included. Definitions are
    /// set in the end, not where they stand.
    definition: usize,
}

impl<'p> Pass<'p> {
    /// A pass that writes `targets`, sorted and apart from each other, onto sheets of these flows.
    pub(super) fn new(
        source: &'p str,
        marks: &'p Marks,
        notes: &'p mut dyn Notes,
        html: HtmlPolicy,
        targets: Vec<Target>,
        flows: impl Iterator<Item = Flow>,
    ) -> Self {
        Self {
            source,
            marks,
            notes,
            html,
            targets,
            current: 0,
            mention: 0,
            sheets: flows.map(Sheet::new).collect(),
            around: Vec::new(),
            quiet: 0,
            column: 0,
            definition: 0,
        }
    }

    /// A pass that writes everything onto one sheet.
    pub(super) fn whole(
        source: &'p str,
        marks: &'p Marks,
        notes: &'p mut dyn Notes,
        html: HtmlPolicy,
        flow: Flow,
    ) -> Self {
        let target = Target {
            range: 0..u32::MAX,
            sheet: 0,
            several: false,
        };
        Self::new(
            source,
            marks,
            notes,
            html,
            vec![target],
            std::iter::once(flow),
        )
    }

    /// Reads all tokens.
    pub(super) fn run<'a>(mut self, tokens: impl Iterator<Item = Spanned<'a>>) -> Vec<Markup> {
        let mut tokens = tokens.peekable();
        if let Some((_, first)) = tokens.peek() {
            // A footnote's tokens begin far inside the text.
            let behind = |(mention, _): &(Range<u32>, _)| mention.end <= first.start;
            self.mention = self.marks.mentions.partition_point(behind);
        }
        for (unread, (token, range)) in raw::unread(tokens) {
            if unread && self.html == HtmlPolicy::Sanitize {
                continue;
            }
            self.take(token, &range);
        }
        self.sheets.into_iter().map(Sheet::finish).collect()
    }

    fn take(&mut self, token: Token<'_>, range: &Range<u32>) {
        if self.definition > 0 {
            match token {
                Token::Start(_) | Token::Heading(_) | Token::Link(_) => self.definition += 1,
                Token::End(_) => self.definition -= 1,
                _ => {}
            }
            return;
        }
        match token {
            Token::Start(Kind::Footnote(_)) => self.definition = 1,
            Token::Start(kind) => {
                let element = self.element(kind, range);
                self.start(element, range);
            }
            Token::Heading(heading) => {
                self.quiet += 1;
                let element = Element::Heading {
                    level: heading.level,
                    anchor: heading.anchor,
                };
                self.start(element, range);
            }
            Token::Link(link) => {
                let element = self.link(&link, range);
                self.start(element, range);
            }
            Token::End(_) => self.end(),
            Token::Text(text) => self.text(&text, range),
            Token::SoftBreak => {
                if let Some(sheet) = self.sheet(range) {
                    sheet.wrap(range);
                }
            }
            Token::HardBreak => {
                if let Some(sheet) = self.sheet(range) {
                    sheet.begin_object();
                    sheet.out.push_str("<br>\n");
                }
            }
            Token::Code(code) => {
                if let Some(sheet) = self.sheet(range) {
                    sheet.begin_object();
                    sheet.out.push_str("<code>");
                    escape::text(&mut sheet.out, &bidi::closed(&code));
                    sheet.out.push_str("</code>");
                }
            }
            Token::CodeBlock(block) => {
                if let Some(sheet) = self.sheet(range) {
                    code_block(sheet, &block);
                }
            }
            Token::Rule => {
                if let Some(sheet) = self.sheet(range)
                    && sheet.flow() == Flow::Block
                {
                    sheet.begin_block();
                    sheet.out.push_str("<hr>\n");
                }
            }
            Token::Task(done) => self.task(done, range),
            Token::Html(html, placement) => self.raw(&html, placement, range),
            Token::Image(image) => self.image(&image, range),
            Token::FootnoteReference(label) => self.reference(&label, range),
        }
    }

    fn element(&mut self, kind: Kind<'_>, range: &Range<u32>) -> Element {
        match kind {
            Kind::Paragraph => Element::Paragraph,
            Kind::Embed(service) => Element::Embed(service),
            Kind::Quote(Quote::Plain) => Element::Quote,
            Kind::Quote(Quote::Pull) => Element::Pull,
            Kind::Quote(Quote::Side) => Element::Side,
            Kind::Quote(Quote::Alert(kind)) => {
                Element::Alert(kind, self.marks.alerts.of(kind).into())
            }
            Kind::List(start) => Element::List {
                ordered: start.is_some(),
                next: start.unwrap_or(1),
            },
            Kind::Item => Element::Item { task: None },
            Kind::Table(columns) => Element::Table(columns),
            Kind::Head => {
                self.column = 0;
                Element::Head
            }
            Kind::Row => {
                self.column = 0;
                Element::Row
            }
            Kind::Cell => {
                let column = self.column;
                self.column += 1;
                let mut above = self.around.iter().rev().map(|around| &around.element);
                let header = matches!(above.next(), Some(Element::Head));
                let align = match above.next() {
                    Some(Element::Table(columns)) => columns.get(column).copied(),
                    _ => None,
                };
                let cell = self.source.get(range.start as usize..range.end as usize);
                Element::Cell {
                    header,
                    align: align.unwrap_or(Alignment::None),
                    empty: cell.is_none_or(|cell| cell.trim_ascii().is_empty()),
                }
            }
            Kind::Emphasis => Element::Emphasis,
            Kind::Strong => Element::Strong,
            Kind::Strike => Element::Strike,
            Kind::Footnote(_) | Kind::Other => Element::Nothing,
        }
    }

    fn link(&mut self, link: &LinkStart<'_>, range: &Range<u32>) -> Element {
        let address = match (self.new_address(range), link.kind) {
            (Some(address), _) => Some(address),
            // Nobody knows where it leads: its text is just text.
            (None, LinkKind::Wiki) => None,
            (None, LinkKind::Plain) => Some(Arc::from(&*link.dest)),
        };
        self.quiet += 1;
        Element::Link {
            address: address.filter(|a| escape::is_allowed(a, Use::Link, self.html)),
            title: (*link.title).into(),
        }
    }

    fn new_address(&self, range: &Range<u32>) -> Option<Arc<str>> {
        let addresses = &self.marks.addresses;
        if addresses.is_empty() {
            return None;
        }
        let key = (range.start, range.end);
        let first = addresses.partition_point(|(at, _)| (at.start, at.end) < key);
        addresses
            .get(first)
            .filter(|(at, _)| at == range)
            .map(|(_, address)| address.clone())
    }

    /// What is known of the picture at `range`.
    fn picture(&self, range: &Range<u32>) -> Option<Arc<PictureSet>> {
        let pictures = &self.marks.pictures;
        let key = (range.start, range.end);
        let first = pictures.partition_point(|(at, _)| (at.start, at.end) < key);
        let found = pictures.get(first).filter(|(at, _)| at == range);
        found.map(|(_, picture)| Arc::clone(picture))
    }

    fn start(&mut self, element: Element, range: &Range<u32>) {
        self.around.push(Around {
            element,
            range: range.clone(),
            first: None,
            others: Vec::new(),
        });
        self.sheet(range);
    }

    fn end(&mut self) {
        let Some(around) = self.around.pop() else {
            return;
        };
        match (
            &around.element,
            self.around.last_mut().map(|list| &mut list.element),
        ) {
            (Element::Link { .. } | Element::Heading { .. }, _) => self.quiet -= 1,
            (Element::Item { .. }, Some(Element::List { next, .. })) => {
                *next = next.saturating_add(1);
            }
            _ => {}
        }
        for sheet in around.first.into_iter().chain(around.others) {
            self.sheets[sheet].close(around.range.end);
        }
    }

    /// The sheet for what begins at `range`, with the elements around it opened; none if it is not wanted.
    fn sheet(&mut self, range: &Range<u32>) -> Option<&mut Sheet> {
        self.advance(range.start);
        let target = self.targets.get(self.current)?;
        if target.range.start > range.start {
            return None;
        }
        Some(self.open(self.current))
    }

    fn advance(&mut self, at: u32) {
        while self
            .targets
            .get(self.current)
            .is_some_and(|t| t.range.end <= at)
        {
            self.current += 1;
        }
        let mentions = &self.marks.mentions;
        while mentions.get(self.mention).is_some_and(|(m, _)| m.end <= at) {
            self.mention += 1;
        }
    }

    /// The sheet of a target, with the elements around opened or passed over.
    fn open(&mut self, target: usize) -> &mut Sheet {
        let target = &self.targets[target];
        let sheet = &mut self.sheets[target.sheet];
        for depth in sheet.depth()..self.around.len() {
            let wanted = match sheet.flow() {
                Flow::Inline => self.around[depth].element.is_inline(),
                Flow::Block => is_wanted(&self.around[depth..], target),
            };
            let around = &mut self.around[depth];
            if !wanted {
                sheet.pass_over(&around.element);
            } else if around.element.is_inline() {
                let mentions = if self.quiet == 0 {
                    self.marks.mentions.get(self.mention..).unwrap_or(&[])
                } else {
                    &[]
                };
                sheet.open_inline(&around.element, &around.range, mentions, self.source);
            } else {
                sheet.open_block(&around.element);
            }
            if around.first.is_none() {
                around.first = Some(target.sheet);
            } else {
                around.others.push(target.sheet);
            }
        }
        sheet
    }

    fn text(&mut self, text: &Text<'_>, range: &Range<u32>) {
        self.advance(range.start);
        if !text.exact {
            let mentions = self.mentions();
            if let Some(sheet) = self.sheet(range) {
                sheet.text(&text.text, range, false, mentions);
            }
            return;
        }
        // Several targets may have a part of it.
        let mut at = range.start;
        while at < range.end {
            self.advance(at);
            let Some(target) = self.targets.get(self.current) else {
                return;
            };
            if target.range.start >= range.end {
                return;
            }
            let from = at.max(target.range.start);
            let to = range.end.min(target.range.end);
            let whole = &*text.text;
            let offset = |at: u32| whole.floor_char_boundary((at - range.start) as usize);
            let part = &whole[offset(from)..offset(to)];
            let mentions = self.mentions();
            let current = self.current;
            if !part.is_empty() {
                self.open(current).text(part, &(from..to), true, mentions);
            }
            at = to;
        }
    }

    fn mentions(&self) -> &'p [(Range<u32>, Arc<str>)] {
        if self.quiet > 0 {
            return &[];
        }
        self.marks.mentions.get(self.mention..).unwrap_or(&[])
    }

    fn task(&mut self, done: bool, range: &Range<u32>) {
        // A range that begins after the box still shows it with its item.
        let item = self
            .around
            .iter_mut()
            .rev()
            .find_map(|around| match &mut around.element {
                Element::Item { task } => Some(task),
                _ => None,
            });
        if let Some(task) = item {
            *task = Some(done);
        }
        if let Some(sheet) = self.sheet(range) {
            sheet.task(done);
        }
    }
}

/// Whether the first of these elements, each inside the one before, is opened for what a block piece has of it.
fn is_wanted(around: &[Around], target: &Target) -> bool {
    let [first, inside @ ..] = around else {
        return false;
    };
    let begins_here = target.range.start <= first.range.start;
    match first.element {
        Element::Nothing => false,
        // A single item, or a part of one, stands without its list; the list goes by the item that is to be written.
        Element::Item { .. } => begins_here || target.several || target.range.end > first.range.end,
        Element::List { .. } => begins_here || is_wanted(inside, target),
        _ => true,
    }
}
