//! Text becomes lines of glyphs.
//!
//! Comes in: plain text, a size and a width. Goes out: [`Line`]s whose words stand in the order in which they are seen.

use std::collections::BTreeSet;

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use super::faces::Faces;

/// What a text is, and so its face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Details,
}

/// A glyph of a word, in parts of the size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) face: usize,
    pub(super) id: u16,
    /// From the start of the word, and up from the baseline.
    pub(super) x: f32,
    pub(super) y: f32,
}

/// A word or a part of one, with what is drawn of it.
#[derive(Clone, Debug)]
struct Word {
    glyphs: Vec<Glyph>,
    /// In parts of the size.
    width: f32,
    level: Level,
    /// Whether a blank stands before it.
    spaced: bool,
}

/// A line of text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    words: Vec<Word>,
    space: f32,
    size: f32,
    base: Level,
}

impl Line {
    /// In pixels.
    pub(super) fn width(&self) -> f32 {
        width(&self.words, self.space) * self.size
    }

    /// The size of its type in pixels.
    pub(super) fn size(&self) -> f32 {
        self.size
    }

    /// Whether its text begins at the right.
    pub(super) fn is_rtl(&self) -> bool {
        self.base.is_rtl()
    }

    /// Every glyph with its distance in pixels from the left end of the line.
    pub(super) fn glyphs(&self) -> impl Iterator<Item = (f32, Glyph)> {
        let levels: Vec<Level> = self.words.iter().map(|word| word.level).collect();
        let order = BidiInfo::reorder_visual(&levels);
        let mut at = 0.0;
        let mut placed = Vec::new();
        for (seen, index) in order.iter().enumerate() {
            let word = &self.words[*index];
            // The blank between two words belongs to the later of them.
            let before = seen.checked_sub(1).map(|before| order[before]);
            if before.is_some_and(|before| self.words[before.max(*index)].spaced) {
                at += self.space;
            }
            placed.extend(
                word.glyphs
                    .iter()
                    .map(|glyph| ((at + glyph.x) * self.size, *glyph)),
            );
            at += word.width;
        }
        placed.into_iter()
    }
}

fn width(words: &[Word], space: f32) -> f32 {
    let blanks = words.iter().skip(1).filter(|word| word.spaced).count();
    let blanks = u16::try_from(blanks).map_or(0.0, f32::from);
    words.iter().map(|word| word.width).sum::<f32>() + blanks * space
}

/// The longest text that is set, in bytes: more than any card can show.
const LONGEST: usize = 600;

/// Marks that one letter may carry: more than any language puts there, and too few to leave the line.
const MOST_MARKS: usize = 3;

/// Sizes of a title, largest first.
const SIZES: [f32; 6] = [84.0, 74.0, 66.0, 58.0, 50.0, 44.0];

/// Sets texts, and remembers what it has no glyphs for.
pub(super) struct Layout<'a> {
    faces: &'a Faces<'a>,
    missing: BTreeSet<char>,
}

/// A text cut into words and shaped; no line is broken yet.
struct Shaped {
    words: Vec<Word>,
    space: f32,
    base: Level,
    /// Whether a part of the text was left out.
    cut: bool,
}

impl<'a> Layout<'a> {
    pub(super) fn new(faces: &'a Faces<'a>) -> Self {
        Self {
            faces,
            missing: BTreeSet::new(),
        }
    }

    /// The characters that were looked for and that no face has.
    pub(super) fn missing(self) -> Vec<char> {
        self.missing.into_iter().collect()
    }

    /// Whether so much of a text was missing that the rest makes no sense: more than a quarter of its letters.
    pub(super) fn is_maimed(&self, text: &str) -> bool {
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let lost = letters().filter(|c| self.missing.contains(c)).count();
        lost * 4 > letters().count()
    }

    /// One line; what does not fit is cut off with an ellipsis.
    pub(super) fn line(&mut self, text: &str, role: Role, size: f32, room: f32) -> Line {
        let mut lines = self.lines(text, role, size, room, 1);
        lines.pop().unwrap_or(Line {
            words: Vec::new(),
            space: 0.0,
            size,
            base: Level::ltr(),
        })
    }

    /// At most `most` lines.
    pub(super) fn lines(
        &mut self,
        text: &str,
        role: Role,
        size: f32,
        room: f32,
        most: usize,
    ) -> Vec<Line> {
        let shaped = self.shape(text, role, room / size);
        let broken = breaks(&shaped, room / size);
        self.cut(shaped, broken, role, size, room, most)
    }

    /// Lines of the largest size at which all of the text fits.
    pub(super) fn fitted(&mut self, text: &str, role: Role, room: f32, height: f32) -> Vec<Line> {
        let smallest = SIZES[SIZES.len() - 1];
        // Words are cut so that a part fits at any size.
        let shaped = self.shape(text, role, room / SIZES[0]);
        for size in SIZES {
            let broken = breaks(&shaped, room / size);
            let most = (1usize..)
                .take_while(|n| {
                    u16::try_from(*n).is_ok_and(|n| f32::from(n) * size * 1.16 <= height)
                })
                .count();
            if broken.len() <= most && !shaped.cut || size == smallest {
                return self.cut(shaped, broken, role, size, room, most);
            }
        }
        Vec::new()
    }

    /// Takes the first `most` lines; if there is more, the last of them ends in an ellipsis.
    fn cut(
        &mut self,
        shaped: Shaped,
        broken: Vec<usize>,
        role: Role,
        size: f32,
        room: f32,
        most: usize,
    ) -> Vec<Line> {
        let more = shaped.cut || broken.len() > most;
        let mut words = shaped.words.into_iter();
        let mut lines = Vec::new();
        for count in broken.into_iter().take(most) {
            let words = words.by_ref().take(count).collect();
            lines.push(Line {
                words,
                space: shaped.space,
                size,
                base: shaped.base,
            });
        }
        if let Some(last) = lines.last_mut().filter(|_| more) {
            let mut dots = self.word("…", role, shaped.base);
            dots.spaced = false;
            while last.words.len() > 1 && last.width() + dots.width * size > room {
                last.words.pop();
            }
            last.words.push(dots);
        }
        lines
    }

    fn shape(&mut self, text: &str, role: Role, room: f32) -> Shaped {
        let end = (0..=LONGEST.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let cut = end < text.len();
        let text = &text[..end];
        let bidi = BidiInfo::new(text, None);
        let base = bidi
            .paragraphs
            .first()
            .map_or(Level::ltr(), |paragraph| paragraph.level);
        let mut words = Vec::new();
        for piece in text.split_whitespace() {
            let start = piece.as_ptr().addr() - text.as_ptr().addr();
            let levels = bidi
                .levels
                .get(start..start + piece.len())
                .unwrap_or_default();
            // A word of two directions is several: `ב-$40B`.
            let mut spaced = true;
            let mut from = 0;
            for run in levels.chunk_by(PartialEq::eq) {
                let part = piece.get(from..from + run.len()).unwrap_or_default();
                from += run.len();
                let whole = self.word(part, role, run[0]);
                // Longer than a line: cut between characters as readers see them.
                let parts = if whole.width <= room {
                    vec![whole]
                } else {
                    part.graphemes(true)
                        .map(|part| self.word(part, role, run[0]))
                        .collect()
                };
                for mut word in parts.into_iter().filter(|word| !word.glyphs.is_empty()) {
                    word.spaced = std::mem::take(&mut spaced);
                    words.push(word);
                }
            }
        }
        let face = role_face(role);
        let face = self.faces.get(face);
        let space = face
            .glyph_index(' ')
            .and_then(|id| face.glyph_hor_advance(id));
        let space = f32::from(space.unwrap_or(0)) / em(face);
        Shaped {
            words,
            space,
            base,
            cut,
        }
    }

    /// What is drawn for a character: itself, or what it is made of where no face has it as one (`ﬁ`).
    fn instead(&self, c: char, preferred: usize) -> Vec<char> {
        let has = |c: &char| self.faces.with(*c, preferred).is_some();
        if has(&c) {
            return vec![c];
        }
        let parts: Vec<char> = match c {
            '→' | '⟶' | '➜' => vec!['›'],
            c => c.nfkd().collect(),
        };
        if parts.iter().all(has) {
            parts
        } else {
            vec![c]
        }
    }

    /// Shapes a word: stretches of one face each.
    fn word(&mut self, text: &str, role: Role, level: Level) -> Word {
        let preferred = role_face(role);
        let mut runs: Vec<(usize, String)> = Vec::new();
        let mut marks = 0;
        let drawn: Vec<char> = text
            .chars()
            .flat_map(|c| self.instead(c, preferred))
            .filter(|c| {
                marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
                marks <= MOST_MARKS
            })
            .collect();
        for c in drawn {
            let joins = c.is_control() || is_invisible(c);
            let face = match runs.last() {
                // What joins or modifies the character before stays with it.
                Some((face, _)) if joins => Some(*face),
                None if joins => continue,
                _ => self.faces.with(c, preferred),
            };
            match (face, runs.last_mut()) {
                (Some(face), Some((last, run))) if *last == face => run.push(c),
                (Some(face), _) => runs.push((face, c.to_string())),
                (None, _) => {
                    self.missing.insert(c);
                }
            }
        }
        if level.is_rtl() {
            runs.reverse();
        }
        let (mut glyphs, mut at) = (Vec::new(), 0.0);
        for (index, run) in runs {
            let face = self.faces.get(index);
            let em = em(face);
            let mut buffer = UnicodeBuffer::new();
            buffer.push_str(&run);
            buffer.guess_segment_properties();
            buffer.set_direction(if level.is_rtl() {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            });
            let shaped = rustybuzz::shape(face, &[], buffer);
            for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
                if let Ok(id) = u16::try_from(info.glyph_id) {
                    let x = at + units(position.x_offset) / em;
                    glyphs.push(Glyph {
                        face: index,
                        id,
                        x,
                        y: units(position.y_offset) / em,
                    });
                }
                at += units(position.x_advance) / em;
            }
        }
        Word {
            glyphs,
            width: at,
            level,
            spaced: true,
        }
    }
}

/// The index of the face for a role.
fn role_face(role: Role) -> usize {
    match role {
        Role::Title => 0,
        Role::Details => 1,
    }
}

/// Variation selectors, joiners and marks of direction: nothing is drawn for them alone.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn em(face: &rustybuzz::Face<'_>) -> f32 {
    f32::from(u16::try_from(face.units_per_em()).unwrap_or(1000))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "distances of glyphs are far below 2^24"
)]
fn units(value: i32) -> f32 {
    value as f32
}

/// How many words stand on each line of `room` (in parts of the size).
fn breaks(shaped: &Shaped, room: f32) -> Vec<usize> {
    let mut lines = Vec::new();
    let (mut count, mut used) = (0, 0.0);
    for word in &shaped.words {
        let blank = if word.spaced { shaped.space } else { 0.0 };
        if count > 0 && used + blank + word.width > room {
            lines.push(count);
            (count, used) = (1, word.width);
        } else {
            used += word.width + if count > 0 { blank } else { 0.0 };
            count += 1;
        }
    }
    if count > 0 {
        lines.push(count);
    }
    lines
}
