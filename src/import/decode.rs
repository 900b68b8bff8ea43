//! Bytes become text.
//!
//! Comes in: the bytes of a file. Goes out: its text as lines that end in `\n`, and what had to be done for that; or
//! the reason why it is no text. UTF-8 is read as it is, UTF-16 by its byte order mark, and what is neither as
//! Windows-1252 (in which older mail and office programs write), unless it looks like no text at all.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The largest file that is read, in bytes.
pub(super) const CAP: usize = 64 << 20;

/// A text, and what was done to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text: line breaks are `\n`, and a form feed stands between two texts.
    pub(super) text: String,
    /// What was done that changes characters, each with its line (from 1) where it has one.
    pub(super) changes: Vec<(Option<usize>, String)>,
}

/// Reads `bytes`, or says in a sentence without a full stop why they are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, &'static str> {
    if bytes.len() > CAP {
        return Err("the file is larger than 64 MiB");
    }
    let mut changes = Vec::new();
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let body = &bytes[mark..];
    let raw = match std::str::from_utf8(body) {
        Ok(text) if encoding == UTF_8 => text.to_owned(),
        _ if encoding == UTF_16LE || encoding == UTF_16BE => {
            let (text, broken) = encoding.decode_without_bom_handling(body);
            if broken {
                return Err("the file begins as UTF-16 and is broken further on");
            }
            changes.push((None, format!("read as {}", encoding.name())));
            text.into_owned()
        }
        _ if encoding == UTF_8 && mark > 0 => {
            return Err("the file says that it is UTF-8, and is not");
        }
        _ if looks_binary(body) => return Err("the file is no text"),
        _ => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
            changes.push((None, "not UTF-8; read as Windows-1252".to_owned()));
            text.into_owned()
        }
    };
    if raw.bytes().take(4096).filter(|&b| b == 0).count() > 8 {
        return Err("the file is no text");
    }
    let text = clean(&raw, &mut changes);
    Ok(Decoded { text, changes })
}

/// Whether bytes that are not UTF-8 are no Windows-1252 text either: control characters, or the five bytes that this
/// encoding leaves open.
fn looks_binary(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .any(|&b| matches!(b, 0x00..=0x08 | 0x0E..=0x1F | 0x7F | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D))
}

/// One kind of line break, and no character that can neither be seen nor be written in YAML.
fn clean(raw: &str, changes: &mut Vec<(Option<usize>, String)>) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut line = 1;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\n' | '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                text.push('\n');
                line += 1;
            }
            '\t' | '\u{C}' => text.push(c),
            '\u{FEFF}' | '\u{200B}' | '\u{2060}' | '\u{AD}' => {
                tell(changes, line, "a character of no width was taken out", c);
            }
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                // It stands between words, as in files that separate fields with it.
                text.push(' ');
                tell(changes, line, "a control character became a space", c);
            }
            c => text.push(c),
        }
    }
    text
}

/// Tells each kind of character once a line.
fn tell(changes: &mut Vec<(Option<usize>, String)>, line: usize, what: &str, c: char) {
    let change = (Some(line), format!("{what} (U+{:04X})", u32::from(c)));
    if changes.last() != Some(&change) {
        changes.push(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Result<String, &'static str> {
        decode(bytes).map(|decoded| decoded.text)
    }

    #[test]
    fn texts_are_read_in_their_own_encoding() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            let mark = std::iter::once(0xFEFF).chain(text.encode_utf16());
            mark.flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
        };
        for (bytes, expected) in [
            (b"a\r\nb\rc\n".to_vec(), Ok("a\nb\nc\n")),
            (b"\xEF\xBB\xBFa".to_vec(), Ok("a")),
            (utf16("é“x”\r\n", false), Ok("é“x”\n")),
            (utf16("é“x”", true), Ok("é“x”")),
            (b"caf\xE9 \x93x\x94 \x80 5".to_vec(), Ok("café “x” € 5")),
            (b"a\x0Cb".to_vec(), Ok("a\x0Cb")),
            (b"\x89PNG\r\n\x1A\n".to_vec(), Err("the file is no text")),
            (vec![0; 64], Err("the file is no text")),
            (
                b"\xEF\xBB\xBFa\xFF".to_vec(),
                Err("the file says that it is UTF-8, and is not"),
            ),
            (
                b"\xFF\xFEa".to_vec(),
                Err("the file begins as UTF-16 and is broken further on"),
            ),
        ] {
            assert_eq!(text(&bytes).as_deref(), expected.as_deref(), "{bytes:?}");
        }
    }

    #[test]
    fn what_can_not_be_seen_is_told() {
        let decoded = decode("a\u{200b}b\u{200b}\nc\u{7}d".as_bytes()).unwrap();
        assert_eq!(decoded.text, "ab\nc d");
        assert_eq!(
            decoded.changes,
            [
                (
                    Some(1),
                    "a character of no width was taken out (U+200B)".to_owned()
                ),
                (
                    Some(2),
                    "a control character became a space (U+0007)".to_owned()
                ),
            ]
        );
    }
}
