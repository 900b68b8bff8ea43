//! Effects whose label does not stand before their own paragraph.
//!
//! Comes in: blocks. Goes out: the same, with a paragraph for each effect of Why It Matters, and with a colon behind a
//! label that stood on a line of its own. What begins like an effect and can't be read as one is told.

use super::super::report::Notes;
use super::blocks::{Block, Kind};
use crate::model::Role;
use crate::parse;

/// Mends the effects in `blocks`.
pub(super) fn mend(blocks: Vec<Block>, notes: &mut Notes) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut matters = false;
    for block in blocks {
        if let Kind::Section(role, _) = block.kind {
            matters = role == Role::Matters;
        }
        match block.kind {
            Kind::Text(text) if matters => {
                let line = block.line;
                let mut push = |text: &str| {
                    out.push(Block {
                        line,
                        kind: Kind::Text(text.to_owned()),
                    });
                };
                if is_label(&text) {
                    notes.done(line, "the label got a colon, so that it is read as one");
                    push(&format!("{text}:"));
                    continue;
                }
                if begins_with_order(&text) {
                    let words: Vec<&str> = text.split_whitespace().take(6).collect();
                    let message = "this begins like an effect, and is not read as one; begin it with `First-order:` and so on";
                    notes.not_understood(line, &words.join(" "), message);
                }
                let mut rest = text.as_str();
                while let Some(at) = next_label(rest) {
                    notes.done(
                        line,
                        "another effect in the same paragraph got one of its own",
                    );
                    push(rest[..at].trim_end());
                    rest = &rest[at..];
                }
                push(rest);
            }
            _ => out.push(block),
        }
    }
    out
}

/// Whether a line is but the label of an effect: `Second-order effects`.
fn is_label(text: &str) -> bool {
    let ends = text.ends_with(|c: char| c.is_alphanumeric());
    ends && parse::order_label(text).is_none()
        && parse::order_label(&format!("{text}:")) == Some(text.len() + 1)
}

/// Whether a paragraph begins with an order, such as `Second-order (rivals)`, and has no label.
fn begins_with_order(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let two = format!("{first} {}", words.next().unwrap_or_default());
    let is_order = |words: &str| {
        let words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
        parse::order_label(&format!("{words}:")).is_some()
    };
    parse::order_label(text).is_none() && (is_order(first) || is_order(&two))
}

/// Where the next effect of a paragraph begins, behind the end of a sentence.
fn next_label(text: &str) -> Option<usize> {
    let ends = text
        .char_indices()
        .filter(|(_, c)| ".!?;”’\")".contains(*c));
    ends.map(|(at, c)| at + c.len_utf8()).find_map(|at| {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        let begins = rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let head = parse::order_label(rest).filter(|_| begins && start > at)?;
        rest[..head].contains(':').then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str], notes_made: usize) {
        let block = |kind| Block { line: 1, kind };
        let mut notes = Notes::default();
        let blocks = vec![
            block(Kind::Section(Role::Matters, String::new())),
            block(Kind::Text(text.to_owned())),
        ];
        let made = mend(blocks, &mut notes);
        let texts: Vec<_> = (made.iter())
            .filter_map(|block| match &block.kind {
                Kind::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(texts, expected);
        assert_eq!(notes.0.len(), notes_made, "{text}: {:?}", notes.0);
    }

    #[test]
    fn each_effect_gets_a_paragraph() {
        check("First-order effects", &["First-order effects:"], 1);
        check(
            "First-order: it lends. Second-order: they follow! 3rd order: rules.",
            &[
                "First-order: it lends.",
                "Second-order: they follow!",
                "3rd order: rules.",
            ],
            2,
        );
        check(
            "Second-order (rivals): follow.",
            &["Second-order (rivals): follow."],
            1,
        );
        check(
            "First-order: A second-order: b.",
            &["First-order: A second-order: b."],
            0,
        );
        check(
            "It matters. First of all.",
            &["It matters. First of all."],
            0,
        );
        check("", &[""], 0);
    }
}
