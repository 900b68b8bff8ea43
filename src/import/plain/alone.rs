//! Lines that stand alone as headings do, and that no site knows.
//!
//! Comes in: blocks. Goes out: notes; whether such a line is a heading only its author knows.

use super::super::report::Notes;
use super::blocks::{Block, Kind, ends_sentence};

/// Tells of each short line without an end that stands before a text, if the text has sections at all.
pub(super) fn tell(blocks: &[Block], notes: &mut Notes) {
    let sections = (blocks.iter()).any(|block| matches!(block.kind, Kind::Section(..)));
    if !sections {
        return;
    }
    for pair in blocks.windows(2) {
        let [block, next] = pair else { continue };
        if let (Kind::Text(text), Kind::Text(_) | Kind::Item(_) | Kind::Table(_)) =
            (&block.kind, &next.kind)
            && may_be_heading(text)
        {
            notes.not_understood(
                block.line,
                text,
                format!("this stands alone as a heading does; write `## {text}` if it is one"),
            );
        }
    }
}

fn may_be_heading(text: &str) -> bool {
    let short = text.chars().take(51).count() <= 50 && text.split_whitespace().count() <= 6;
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || "-'’&/?".contains(c);
    let ends = ends_sentence(text) && !text.ends_with('?') || text.ends_with(',');
    short && !ends && text.starts_with(char::is_uppercase) && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_lines_without_an_end_may_be_headings() {
        for (text, expected) in [
            ("Bottom Line", true),
            ("What happened?", true),
            ("Sources", true),
            ("Ferro rents.", false),
            ("Hi Jane,", false),
            ("$5B", false),
            ("and so on", false),
            ("Metric\tValue", true),
        ] {
            assert_eq!(may_be_heading(text), expected, "{text}");
        }
    }
}
