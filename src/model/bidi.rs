//! Directional formatting characters (Unicode UAX #9): embeddings and overrides (U+202A–202E), isolates (U+2066–2069).
//!
//! Comes in: a text that will stand beside others. Goes out: the same text, in which each of them ends where the text
//! ends, so that it orders its own text and no other. Most texts have none and are not touched.

use std::borrow::Cow;

/// What ends an embedding or an override: POP DIRECTIONAL FORMATTING.
const PDF: char = '\u{202C}';

/// What ends an isolate: POP DIRECTIONAL ISOLATE.
const PDI: char = '\u{2069}';

/// How many may stand inside each other. UAX #9 (BD2) heeds 125 levels, of which one of these takes two at most; those
/// that are deeper have no effect, and are left out.
const DEEPEST: usize = 60;

/// Whether a character is one of them.
pub fn is_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a text has one of them.
pub fn has_controls(text: &str) -> bool {
    // A fold without a way out looks at many bytes at a time. In UTF-8 all of them begin with 0xE2.
    text.bytes().fold(false, |found, b| found | (b == 0xe2)) && text.contains(is_control)
}

/// The text in which all that it opens is closed at the end, and nothing is closed that it did not open. A line end
/// closes too (rule X8).
pub fn closed(text: &str) -> Cow<'_, str> {
    if !has_controls(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 12);
    let mut open = Open::default();
    open.read(text, &mut out);
    open.end(&mut out);
    out.into()
}

/// The text without any of them: for what is cut out of its text, and loses those that order it.
pub fn without(text: &str) -> Cow<'_, str> {
    if has_controls(text) {
        text.replace(is_control, "").into()
    } else {
        text.into()
    }
}

/// What a text that comes in pieces has opened and not closed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Open(Vec<Opened>);

#[derive(Clone, Copy, Debug)]
struct Opened {
    closer: char,
    /// Whether it was written; what is too deep was not.
    written: bool,
}

impl Open {
    /// Appends the next piece to `out`, without what closes nothing.
    pub(crate) fn read(&mut self, piece: &str, out: &mut String) {
        for c in piece.chars() {
            match c {
                '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => self.open(c, PDF, out),
                '\u{2066}'..='\u{2068}' => self.open(c, PDI, out),
                PDF => {
                    // Rule X7: an embedding around an isolate does not end inside of it.
                    if let Some(opened) = self.0.pop_if(|opened| opened.closer == PDF)
                        && opened.written
                    {
                        out.push(c);
                    }
                }
                PDI => {
                    // Rule X6a: with an isolate all ends that was opened in it.
                    let isolate = self.0.iter().rposition(|opened| opened.closer == PDI);
                    if let Some(at) = isolate {
                        if self.0[at].written {
                            out.push(c);
                        }
                        self.0.truncate(at);
                    }
                }
                '\n' | '\r' | '\u{85}' | '\u{2029}' => {
                    self.end(out);
                    out.push(c);
                }
                c => out.push(c),
            }
        }
    }

    /// Closes all that is open.
    pub(crate) fn end(&mut self, out: &mut String) {
        let written = self.0.drain(..).rev().filter(|opened| opened.written);
        out.extend(written.map(|opened| opened.closer));
    }

    /// Whether nothing is open.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn open(&mut self, c: char, closer: char, out: &mut String) {
        let written = self.0.len() < DEEPEST;
        if written {
            out.push(c);
        }
        self.0.push(Opened { closer, written });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_text_opens_ends_with_it() {
        for (text, expected) in [
            ("plain “text” — ’", "plain “text” — ’"),
            ("\u{202E}gpj.exe", "\u{202E}gpj.exe\u{202C}"),
            ("a\u{2067}b\u{2069}c", "a\u{2067}b\u{2069}c"),
            ("\u{2067}a\u{202A}b\u{2069}c", "\u{2067}a\u{202A}b\u{2069}c"),
            (
                "\u{202B}a\u{2068}b\u{202C}c",
                "\u{202B}a\u{2068}bc\u{2069}\u{202C}",
            ),
            ("\u{202C}\u{2069}a", "a"),
            ("\u{202E}a\nb\u{202C}", "\u{202E}a\u{202C}\nb"),
        ] {
            assert_eq!(closed(text), expected, "{text:?}");
        }
        assert!(matches!(closed("it’s"), Cow::Borrowed(_)));
        assert_eq!(without("a\u{202E}b\u{2069}’"), "ab’");
    }

    #[test]
    fn what_is_too_deep_is_left_out_with_its_end() {
        let deep = format!("{}x{}", "\u{202E}".repeat(500), "\u{202C}".repeat(500));
        let expected = format!("{}x{}", "\u{202E}".repeat(60), "\u{202C}".repeat(60));
        assert_eq!(closed(&deep), expected);
    }

    proptest! {
        #[test]
        fn a_text_orders_nothing_after_it(text in "[a\u{202A}-\u{202E}\u{2066}-\u{2069}\n]{0,40}") {
            let once = closed(&text).into_owned();
            prop_assert_eq!(closed(&once), once.as_str());
            // By the rules themselves, as another library carries them out: what follows is ordered as if it stood alone.
            let line = once.replace('\n', "");
            let both = format!("{line}zz");
            let levels = unicode_bidi::BidiInfo::new(&both, Some(unicode_bidi::Level::ltr())).levels;
            let last = &levels[line.len()..];
            prop_assert!(last.iter().all(|level| level.number() == 0), "{:?}", last);
            prop_assert_eq!(without(&text), text.replace(is_control, ""));
        }
    }
}
