//! Text that does nothing to a terminal.
//!
//! Comes in: any text of a stranger's. Goes out: the same text with everything that a terminal obeys (escape
//! sequences, bells) or that hides what is there (bidirectional overrides, Trojan Source) replaced by one visible
//! character each.

use std::borrow::Cow;

/// Whether a terminal would obey `c`, or show the text around it in another order. Tabs and line feeds are not meant.
pub(super) fn is_active(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        c => c.is_control(),
    }
}

/// One visible character for each active one; the picture of the control character where Unicode has one.
fn shown(c: char) -> char {
    match c {
        '\0'..='\u{1F}' if is_active(c) => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        c if is_active(c) => '\u{FFFD}',
        c => c,
    }
}

/// `text` without active characters. As many characters as before, so that columns stay.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    if text.contains(is_active) {
        text.chars().map(shown).collect::<String>().into()
    } else {
        text.into()
    }
}

/// `text` without active characters, on one line.
pub(crate) fn inert_line(text: &str) -> Cow<'_, str> {
    let text = inert(text);
    if text.contains('\n') {
        text.replace('\n', "\u{240A}").into()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_and_overrides_become_visible() {
        assert_eq!(inert("a\u{1B}[31mb\u{7}\r"), "a␛[31mb␇␍");
        assert_eq!(
            inert("\u{202E}evil\u{2066} \u{9B}1m\u{7F}"),
            "\u{FFFD}evil\u{FFFD} \u{FFFD}1m␡"
        );
        assert_eq!(inert("tab\tand\nline"), "tab\tand\nline");
        assert_eq!(inert_line("a\nb"), "a␊b");
    }

    proptest! {
        #[test]
        fn nothing_active_is_left_and_no_character_is_lost(text in any::<String>()) {
            let inert = inert(&text);
            prop_assert!(!inert.contains(is_active));
            prop_assert_eq!(inert.chars().count(), text.chars().count());
        }
    }
}
