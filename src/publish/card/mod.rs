//! Cards: the pictures that stand for a brief or a company where a link to it is shared.
//!
//! Comes in: what a card says, typefaces and colours. Goes out: a PNG of 1200 by 630 pixels, and the characters that no
//! typeface has. Outlines are drawn straight into three layers, one a colour, and those become a picture of 192 colours:
//! a tenth of the work of a general SVG renderer.
//!
//! Glyphs are shaped, and words stand in the order in which they are read, so that ligatures, marks, joined scripts and
//! two directions in one line are right where a typeface has the letters. What is set simply: lines break at blanks, and
//! inside a word only where it is longer than a line, without a hyphen. Emoji in colour are left out.

mod faces;
mod kept;
mod layout;
mod paint;
mod subject;

#[cfg(test)]
mod tests;

pub(crate) use faces::Faces;
pub(crate) use kept::{Look, pack, unpack};
pub(crate) use paint::Colours;
pub(crate) use subject::{of_brief, of_company};

use layout::{Layout, Role};

/// The width in pixels, as Open Graph advises.
pub(crate) const WIDTH: u32 = 1200;

/// The height in pixels.
pub(crate) const HEIGHT: u32 = 630;

/// What a card says; plain text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Card {
    /// The publication.
    pub(crate) site: String,
    /// The title of the brief, the name of the company.
    pub(crate) title: String,
    /// The day.
    pub(crate) date: Option<String>,
    /// A figure and what it is a figure of.
    pub(crate) number: Option<(String, String)>,
}

/// A card as a picture.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// The bytes of the PNG.
    pub(crate) picture: Vec<u8>,
    /// Characters that no typeface has, each once, in order; nothing is drawn for them. A title that lacks many of its
    /// letters gives way to the name of the publication.
    pub(crate) missing: Vec<char>,
}

/// The distance of the text from the edges.
const MARGIN: f32 = 72.0;

/// Where text may stand.
const INNER: f32 = 1200.0 - 2.0 * MARGIN;

/// The characters of a card that no typeface has.
pub(crate) fn missing(card: &Card, faces: &Faces<'_>) -> Vec<char> {
    let mut layout = Layout::new(faces);
    layout.fitted(&card.title, Role::Title, INNER, INNER);
    for text in card
        .number
        .iter()
        .flat_map(|(figure, label)| [figure, label])
        .chain([&card.site])
    {
        layout.line(text, Role::Details, 30.0, INNER);
    }
    layout.missing()
}

/// Draws a card.
pub(crate) fn draw(card: &Card, faces: &Faces<'_>, colours: &Colours) -> Drawn {
    let mut layout = Layout::new(faces);
    let date = card
        .date
        .as_ref()
        .map(|date| layout.line(date, Role::Details, 28.0, INNER / 2.0));
    let date_width = date.as_ref().map_or(0.0, layout::Line::width);
    let site = layout.line(&card.site, Role::Details, 32.0, INNER - date_width - 32.0);
    let number = card.number.as_ref().map(|(figure, label)| {
        let figure = layout.line(figure, Role::Title, 60.0, INNER * 0.6);
        let room = INNER - figure.width() - 28.0;
        let label = layout.lines(label, Role::Details, 30.0, room, 2);
        (figure, label)
    });
    let below = if number.is_some() { 458.0 } else { 566.0 };
    let mut title = layout.fitted(&card.title, Role::Title, INNER, below - 140.0);
    if layout.is_maimed(&card.title) {
        // What is left of it would say something else.
        title = layout.fitted(&card.site, Role::Title, INNER, below - 140.0);
    }

    let mut paint = paint::Paint::new(faces);
    paint.line(&site, paint::Layer::Ink, MARGIN, 92.0, INNER);
    if let Some(date) = &date {
        // Opposite of the name.
        let at = if site.is_rtl() {
            MARGIN
        } else {
            MARGIN + INNER - date.width()
        };
        paint.line(date, paint::Layer::Soft, at, 92.0, date.width());
    }
    paint.rule(paint::Layer::Signal, MARGIN, 116.0, INNER, 4.0);
    let mut baseline = 140.0;
    for line in &title {
        baseline += line.size() * 1.16;
        paint.line(line, paint::Layer::Ink, MARGIN, baseline, INNER);
    }
    if let Some((figure, label)) = &number {
        paint.rule(paint::Layer::Soft, MARGIN, 486.0, INNER, 1.0);
        let rtl = title.first().is_some_and(layout::Line::is_rtl);
        let (figure_at, label_at) = if rtl {
            (MARGIN + INNER - figure.width(), MARGIN)
        } else {
            (MARGIN, MARGIN + figure.width() + 28.0)
        };
        paint.line(
            figure,
            paint::Layer::Signal,
            figure_at,
            556.0,
            figure.width(),
        );
        let first = if label.len() > 1 { 534.0 } else { 556.0 };
        let room = INNER - figure.width() - 28.0;
        for (line, baseline) in label.iter().zip([first, first + 36.0]) {
            // Beside its figure, whichever way it runs itself.
            let at = if rtl && !line.is_rtl() {
                label_at + room - line.width()
            } else {
                label_at
            };
            paint.line(line, paint::Layer::Soft, at, baseline, room);
        }
    }
    Drawn {
        picture: paint.png(colours),
        missing: layout.missing(),
    }
}
