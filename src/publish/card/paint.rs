//! Glyphs become pixels.
//!
//! Comes in: lines and where they stand. Goes out: a PNG with a palette: a ramp from the paper to each of three colours.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use tiny_skia::{FillRule, Mask, PathBuilder, Rect, Transform};

use super::faces::Faces;
use super::layout::Line;
use super::{HEIGHT, WIDTH};

/// Red, green and blue.
pub(crate) type Colour = [u8; 3];

/// The colours of a card: a theme's own tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Colours {
    /// The ground.
    pub(crate) paper: Colour,
    /// Text.
    pub(crate) ink: Colour,
    /// Text of less weight.
    pub(crate) soft: Colour,
    /// The one colour that stands out.
    pub(crate) signal: Colour,
}

/// What is drawn in one colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    Ink,
    Soft,
    Signal,
}

/// Steps from the paper to a colour; three ramps of so many fit into a palette.
const STEPS: u8 = 64;

/// A card that is being drawn.
pub(super) struct Paint<'a> {
    faces: &'a Faces<'a>,
    layers: [PathBuilder; 3],
}

impl<'a> Paint<'a> {
    pub(super) fn new(faces: &'a Faces<'a>) -> Self {
        Self {
            faces,
            layers: [PathBuilder::new(), PathBuilder::new(), PathBuilder::new()],
        }
    }

    /// A line whose text begins at `x`, or ends at `x + room` if it runs to the left.
    pub(super) fn line(&mut self, line: &Line, layer: Layer, x: f32, baseline: f32, room: f32) {
        let start = if line.is_rtl() {
            x + room - line.width()
        } else {
            x
        };
        for (at, glyph) in line.glyphs() {
            let face = self.faces.get(glyph.face);
            let scale = line.size() / f32::from(u16::try_from(face.units_per_em()).unwrap_or(1000));
            let mut pen = Pen {
                path: &mut self.layers[layer as usize],
                x: start + at,
                y: baseline - glyph.y * line.size(),
                scale,
            };
            face.outline_glyph(GlyphId(glyph.id), &mut pen);
        }
    }

    /// A horizontal bar.
    pub(super) fn rule(&mut self, layer: Layer, x: f32, y: f32, width: f32, height: f32) {
        if let Some(bar) = Rect::from_xywh(x, y, width, height) {
            self.layers[layer as usize].push_rect(bar);
        }
    }

    pub(super) fn png(self, colours: &Colours) -> Vec<u8> {
        let mut pixels = vec![0u8; (WIDTH * HEIGHT) as usize];
        for (layer, path) in (0u8..).zip(self.layers) {
            let Some(path) = path.finish() else { continue };
            let mut mask = Mask::new(WIDTH, HEIGHT).expect("a card has a size");
            mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
            for (pixel, cover) in pixels.iter_mut().zip(mask.data()) {
                let step = cover / (u8::MAX / STEPS + 1);
                if step > 0 {
                    *pixel = layer * STEPS + step;
                }
            }
        }
        encode(&pixels, &palette(colours)).expect("writing to memory does not fail")
    }
}

/// The ramps of the three layers, one after the other.
fn palette(colours: &Colours) -> Vec<u8> {
    let mix = |to: Colour, step: u8| {
        colours.paper.into_iter().zip(to).map(move |(from, to)| {
            let (from, to, step) = (u32::from(from), u32::from(to), u32::from(step));
            let last = u32::from(STEPS) - 1;
            u8::try_from((from * (last - step) + to * step) / last)
                .expect("it lies between two bytes")
        })
    };
    [colours.ink, colours.soft, colours.signal]
        .into_iter()
        .flat_map(|colour| (0..STEPS).flat_map(move |step| mix(colour, step)))
        .collect()
}

fn encode(pixels: &[u8], palette: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

/// Draws an outline where its glyph stands: upside down, since pixels are counted from the top.
struct Pen<'a> {
    path: &'a mut PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
