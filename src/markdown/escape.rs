//! Text becomes HTML text, attribute values and addresses.
//!
//! Comes in: any text. Goes out: HTML that means that text and nothing else. Every piece of markup that this room
//! writes passes its free text through here.

use crate::model::{HtmlPolicy, bidi};

/// Appends `text` for use between tags.
pub(super) fn text(out: &mut String, text: &str) {
    escape(out, text, false);
}

/// Appends `text` for use in a double-quoted attribute. It orders no text but its own.
pub(super) fn attribute(out: &mut String, text: &str) {
    escape(out, &bidi::closed(text), true);
}

fn escape(out: &mut String, text: &str, quotes: bool) {
    // Most texts need none of this, and a fold without a way out looks at many bytes at a time.
    let needed = text.bytes().fold(false, |found, b| {
        let control = (b < 0x20) & (b != b'\n') & (b != b'\t') | (b == 0x7f);
        found | (b == b'&') | (b == b'<') | (b == b'>') | (b == b'"') | control
    });
    if !needed {
        out.push_str(text);
        return;
    }
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            b'\r' if text.as_bytes().get(at + 1) == Some(&b'\n') => "",
            b'\r' => "\n",
            // HTML forbids these even as references.
            0x00..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(replacement);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Appends `address` for use in a double-quoted `href` or `src`: what no URL may hold is percent-encoded, escapes
/// that are there stay as they are.
pub(super) fn address(out: &mut String, address: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = address.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte as char),
            b'-' | b'_' | b'.' | b'+' | b'!' | b'*' | b'(' | b')' | b',' | b'#' | b'@' | b'?'
            | b'=' | b';' | b':' | b'/' | b'$' | b'~' => out.push(byte as char),
            b'%' if matches!(bytes.get(at + 1..at + 3), Some([a, b])
                if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()) =>
            {
                out.push('%');
            }
            _ => {
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Link,
    Picture,
}

/// Whether an address may be written under `policy`: relative, or of a scheme that runs no script. Only
/// [`HtmlPolicy::Allow`] trusts its authors with everything.
pub(super) fn is_allowed(address: &str, purpose: Use, policy: HtmlPolicy) -> bool {
    policy == HtmlPolicy::Allow || is_harmless(address, purpose)
}

/// Whether an address is relative or of a harmless scheme.
pub(super) fn is_harmless(address: &str, purpose: Use) -> bool {
    const LINK: &[&str] = &["https", "http", "mailto", "tel"];
    const PICTURE: &[&str] = &["https", "http"];
    // Browsers leave out tabs and line breaks anywhere, and blanks and controls before an address (the URL
    // standard, "basic URL parser"), before they look for the scheme.
    let mut scheme = [0_u8; 8];
    let mut length = 0;
    for byte in address
        .bytes()
        .skip_while(|b| *b <= b' ')
        .filter(|b| !matches!(b, b'\t' | b'\n' | b'\r'))
    {
        match byte {
            b':' => {
                let scheme = &scheme[..length.min(scheme.len())];
                let known = match purpose {
                    Use::Link => LINK,
                    Use::Picture => PICTURE,
                };
                return length == 0 || known.iter().any(|k| k.as_bytes() == scheme);
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.' => {
                if let Some(slot) = scheme.get_mut(length) {
                    *slot = byte.to_ascii_lowercase();
                }
                length += 1;
            }
            _ => return true,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_script_are_not_harmless() {
        let bad = [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "httpsx:y",
            "mailto-x:y",
            "longer-than-eight:x",
        ];
        for address in bad {
            assert!(!is_harmless(address, Use::Link), "{address:?}");
        }
        let good = [
            "",
            "#a",
            "a/b:c",
            "/x",
            "//host/x",
            "?q=a:b",
            "https://x.org",
            "HTTP://x.org",
            "mailto:a@b.org",
            "tel:+49123",
            "ä:b",
            ":x",
        ];
        for address in good {
            assert!(is_harmless(address, Use::Link), "{address:?}");
        }
        assert!(!is_harmless("mailto:a@b.org", Use::Picture));
        assert!(!is_harmless("data:image/png;base64,xx", Use::Picture));
    }

    #[test]
    fn text_means_itself() {
        let cases = [
            (
                "a < b & c > d \"e\"",
                "a &lt; b &amp; c &gt; d \"e\"",
                "a &lt; b &amp; c &gt; d &quot;e&quot;",
            ),
            (
                "\0\u{b}\t\r\n\r",
                "\u{fffd}\u{fffd}\t\n\n",
                "\u{fffd}\u{fffd}\t\n\n",
            ),
            ("ä’", "ä’", "ä’"),
        ];
        for (input, as_text, as_attribute) in cases {
            let (mut a, mut b) = (String::new(), String::new());
            text(&mut a, input);
            attribute(&mut b, input);
            assert_eq!((a.as_str(), b.as_str()), (as_text, as_attribute));
        }
    }

    #[test]
    fn addresses_are_encoded_once() {
        let cases = [
            ("/a b?c=d&e='f'", "/a%20b?c=d&amp;e=&#39;f&#39;"),
            ("/%20%zz%", "/%20%25zz%25"),
            ("/ä\"<>", "/%C3%A4%22%3C%3E"),
        ];
        for (input, expected) in cases {
            let mut out = String::new();
            address(&mut out, input);
            assert_eq!(out, expected);
        }
    }
}
