//! Lists as bytes, as `search.js` reads them.
//!
//! A *varint* has seven bits a byte, the lowest first; the high bit says that another follows. A *chunk* is the number
//! of its parts, the length of each, then the parts. A *list* is its length doubled, plus one if a bitmap follows
//! instead of gaps; then its documents; then a level of four bits for each, two a byte, the low half first.

use super::gather::List;

/// Adds a number.
pub(super) fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).expect("seven bits fit") | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).expect("seven bits are left"));
}

/// Reads a number, and moves on.
fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0u32;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// A list, of a site of `all` documents.
pub(super) fn list(list: &List, all: u32) -> Vec<u8> {
    let dense = list.length > all / 8;
    let mut bytes = Vec::with_capacity(list.gaps.len() + list.levels.len() / 2 + 8);
    varint(&mut bytes, list.length * 2 + u32::from(dense));
    if dense {
        let start = bytes.len();
        bytes.resize(start + all.div_ceil(8) as usize, 0);
        let mut doc = list.first;
        let mut gaps = &*list.gaps;
        loop {
            bytes[start + (doc / 8) as usize] |= 1 << (doc % 8);
            match take(&mut gaps) {
                Some(gap) => doc += gap,
                None => break,
            }
        }
    } else {
        varint(&mut bytes, list.first);
        bytes.extend_from_slice(&list.gaps);
    }
    bytes.extend(
        list.levels
            .chunks(2)
            .map(|two| two[0] | two.get(1).map_or(0, |high| high << 4)),
    );
    bytes
}

/// Parts as one file.
pub(super) fn chunk(parts: &[Vec<u8>]) -> Vec<u8> {
    let number =
        |length: usize| u32::try_from(length).expect("texts are capped far below four gigabytes");
    let mut bytes = Vec::new();
    varint(&mut bytes, number(parts.len()));
    for part in parts {
        varint(&mut bytes, number(part.len()));
    }
    for part in parts {
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn numbers_come_back(values in proptest::collection::vec(proptest::num::u32::ANY, 0..20)) {
            let mut bytes = Vec::new();
            for value in &values {
                varint(&mut bytes, *value);
            }
            let mut rest = &*bytes;
            let read: Vec<u32> = std::iter::from_fn(|| take(&mut rest)).collect();
            proptest::prop_assert_eq!(read, values);
        }
    }

    fn made(docs: &[u32]) -> List {
        let mut gaps = Vec::new();
        for two in docs.windows(2) {
            varint(&mut gaps, two[1] - two[0]);
        }
        List {
            length: u32::try_from(docs.len()).unwrap(),
            first: docs[0],
            gaps,
            levels: (1..=15).cycle().take(docs.len()).collect(),
            ..List::default()
        }
    }

    #[test]
    fn a_list_of_few_documents_has_gaps_and_one_of_many_a_bitmap() {
        assert_eq!(list(&made(&[3, 200]), 1000), [4, 3, 0xc5, 1, 0x21]);
        assert_eq!(list(&made(&[0, 2, 9]), 10), [7, 0b101, 0b10, 0x21, 3]);
    }

    #[test]
    fn a_chunk_says_how_long_its_parts_are() {
        assert_eq!(chunk(&[vec![7, 8], vec![], vec![9]]), [3, 2, 0, 1, 7, 8, 9]);
        assert_eq!(chunk(&[]), [0]);
    }
}
