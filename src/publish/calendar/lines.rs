//! Content lines as RFC 5545 has them (sections 3.1 and 3.3.11): escaped, folded at 75 octets between characters,
//! ended by CRLF. The escaper drops every control character but the line feed, which becomes `\n`: no text can end
//! its line or begin another. What it opens with directional formatting characters, it closes.

use crate::model::bidi;

/// The octets of a line, without its end.
const LONGEST: usize = 75;

/// The lines of a calendar.
#[derive(Debug, Default)]
pub(super) struct Lines(Vec<u8>);

impl Lines {
    /// A property whose value is no text: a date, a number, a word or an address, which has neither control characters
    /// nor any other to escape.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        let clean: String = value.chars().filter(|c| !c.is_control()).collect();
        self.line(&format!("{name}:{clean}"));
    }

    /// A property whose value is text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.line(&format!("{name}:{}", escaped(text)));
    }

    /// A property whose value is a list of texts.
    pub(super) fn texts(&mut self, name: &str, texts: &[String]) {
        let texts: Vec<String> = texts.iter().map(|text| escaped(text)).collect();
        self.line(&format!("{name}:{}", texts.join(",")));
    }

    /// The bytes of all lines.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LONGEST;
        while rest.len() > room {
            let mut cut = room;
            while !rest.is_char_boundary(cut) {
                cut -= 1;
            }
            self.0.extend_from_slice(&rest.as_bytes()[..cut]);
            self.0.extend_from_slice(b"\r\n ");
            rest = &rest[cut..];
            // The blank that begins a further line counts.
            room = LONGEST - 1;
        }
        self.0.extend_from_slice(rest.as_bytes());
        self.0.extend_from_slice(b"\r\n");
    }
}

fn escaped(text: &str) -> String {
    let text = bidi::closed(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            // Python's and other readers end a line at these too.
            '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(name: &str, text: &str) -> String {
        let mut lines = Lines::default();
        lines.text(name, text);
        String::from_utf8(lines.finish()).unwrap()
    }

    #[test]
    fn text_cannot_leave_its_line() {
        for (text, line) in [
            ("a, b; c\\d", "X:a\\, b\\; c\\\\d\r\n"),
            ("one\ntwo", "X:one\\ntwo\r\n"),
            ("a\r\nEND:VEVENT", "X:a\\nEND:VEVENT\r\n"),
            ("a\rBEGIN:VALARM\u{85}b", "X:aBEGIN:VALARMb\r\n"),
            ("", "X:\r\n"),
        ] {
            assert_eq!(lines("X", text), line);
        }
    }

    #[test]
    fn a_line_is_folded_between_characters() {
        let folded = lines("SUMMARY", &"é".repeat(80));
        let parts: Vec<&str> = folded.split("\r\n").collect();
        assert_eq!(parts[0].len(), 74);
        assert_eq!(parts[1].len(), 75);
        assert_eq!(
            folded.replace("\r\n ", ""),
            format!("SUMMARY:{}\r\n", "é".repeat(80))
        );
    }

    proptest! {
        #[test]
        fn every_text_survives_and_no_line_is_too_long(text in "\\PC{0,300}") {
            let folded = lines("DESCRIPTION", &text);
            for line in folded.split("\r\n") {
                prop_assert!(line.len() <= LONGEST);
            }
            let whole = folded.replace("\r\n ", "");
            let value = whole.strip_prefix("DESCRIPTION:").and_then(|v| v.strip_suffix("\r\n")).unwrap();
            let mut read = String::new();
            let mut chars = value.chars();
            while let Some(c) = chars.next() {
                match c {
                    '\\' => match chars.next() { Some('n') => read.push('\n'), Some(c) => read.push(c), None => {} },
                    c => read.push(c),
                }
            }
            prop_assert_eq!(read, text.replace(['\u{2028}', '\u{2029}'], " "));
        }
    }
}
