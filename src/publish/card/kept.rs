//! Cards that were drawn before, so that the next build need not draw them again.
//!
//! Comes in: what a card is made from; or a card. Goes out: the name under which it is kept; or the bytes that are kept,
//! which say by themselves whether they are whole. Nothing here knows where that is.

use super::{Card, Colours, Drawn, faces};

/// Changes when the same card would come out otherwise. A test tells when that is so.
pub(super) const RECIPE: &[u8] = b"2";

/// A hash of what all cards of a site have in common: how they are drawn, their typefaces and their colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look(blake3::Hash);

impl Look {
    /// That of cards in these colours, with the typefaces that the site adds.
    pub(crate) fn of(added: &[Vec<u8>], colours: &Colours) -> Self {
        let mut hash = blake3::Hasher::new();
        part(&mut hash, RECIPE);
        part(&mut hash, env!("CARGO_PKG_VERSION").as_bytes());
        for face in faces::OWN
            .into_iter()
            .chain(added.iter().map(Vec::as_slice))
        {
            part(&mut hash, face);
        }
        let Colours {
            paper,
            ink,
            soft,
            signal,
        } = colours;
        for colour in [paper, ink, soft, signal] {
            part(&mut hash, colour);
        }
        Self(hash.finalize())
    }

    /// The name of a card's file: a hash of all that it is made from.
    pub(crate) fn name(&self, card: &Card) -> String {
        let Card {
            site,
            title,
            date,
            number,
        } = card;
        let mut hash = blake3::Hasher::new_keyed(self.0.as_bytes());
        part(&mut hash, site.as_bytes());
        part(&mut hash, title.as_bytes());
        // What is not there is told from what is empty.
        let number = number.as_ref().map(|(figure, label)| [figure, label]);
        for text in date.iter().chain(number.into_iter().flatten()) {
            part(&mut hash, text.as_bytes());
        }
        format!("{}.card", &hash.finalize().to_hex()[..32])
    }
}

/// Adds a part of which it is clear where it ends.
fn part(hash: &mut blake3::Hasher, bytes: &[u8]) {
    hash.update(&(bytes.len() as u64).to_le_bytes())
        .update(bytes);
}

/// A card as it is kept: a hash of the rest, how many characters are missing, these, and the picture.
pub(crate) fn pack(drawn: &Drawn) -> Vec<u8> {
    let mut rest = Vec::with_capacity(drawn.picture.len() + 4 * drawn.missing.len() + 4);
    let count = u32::try_from(drawn.missing.len()).unwrap_or(u32::MAX);
    rest.extend(count.to_le_bytes());
    for c in &drawn.missing {
        rest.extend(u32::from(*c).to_le_bytes());
    }
    rest.extend(&drawn.picture);
    let hash = blake3::hash(&rest);
    [&hash.as_bytes()[..], &rest].concat()
}

/// What [`pack`] was given; `None` if these are not all of its bytes.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Drawn> {
    let (hash, rest) = bytes.split_at_checked(blake3::OUT_LEN)?;
    if blake3::hash(rest).as_bytes()[..] != *hash {
        return None;
    }
    let (count, mut rest) = rest.split_first_chunk::<4>()?;
    let mut missing = Vec::new();
    for _ in 0..u32::from_le_bytes(*count) {
        let (c, after) = rest.split_first_chunk::<4>()?;
        missing.push(char::from_u32(u32::from_le_bytes(*c))?);
        rest = after;
    }
    Some(Drawn {
        picture: rest.to_vec(),
        missing,
    })
}
