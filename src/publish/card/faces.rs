//! The typefaces of cards: those in the binary, and those that a site adds.
//!
//! Comes in: bytes of TrueType or OpenType files. Goes out: faces in the order in which a character is looked for.

use rustybuzz::Face;

/// Source Serif 4 SemiBold: Latin, Greek, Cyrillic. Its licence lies beside it.
const SERIF: &[u8] = include_bytes!("faces/card-serif.ttf");

/// Source Sans 3 Regular: Latin, Greek, Cyrillic. Its licence lies beside it.
const SANS: &[u8] = include_bytes!("faces/card-sans.ttf");

/// Those in the binary.
pub(super) const OWN: [&[u8]; 2] = [SERIF, SANS];

/// Typefaces, read once for all cards.
pub(crate) struct Faces<'a> {
    /// For titles and figures, for details, then what the site adds.
    all: Vec<Face<'a>>,
}

impl std::fmt::Debug for Faces<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Faces({})", self.all.len())
    }
}

impl<'a> Faces<'a> {
    /// The faces in the binary, and `added` behind them. Gives back the indexes of those that are no typeface.
    pub(crate) fn new(added: &[&'a [u8]]) -> (Self, Vec<usize>) {
        let own = OWN.map(|bytes| {
            Face::from_slice(bytes, 0).expect("the faces in the binary are read by our own tests")
        });
        let mut all = Vec::from(own);
        let mut broken = Vec::new();
        for (index, bytes) in added.iter().enumerate() {
            match Face::from_slice(bytes, 0) {
                Some(face) => all.push(face),
                None => broken.push(index),
            }
        }
        (Self { all }, broken)
    }

    pub(super) fn get(&self, index: usize) -> &Face<'a> {
        &self.all[index]
    }

    /// The first face that has a character, beginning with `preferred`.
    pub(super) fn with(&self, c: char, preferred: usize) -> Option<usize> {
        let has = |index: &usize| self.all[*index].glyph_index(c).is_some();
        std::iter::once(preferred)
            .chain(0..self.all.len())
            .find(has)
    }
}
