//! Numbers and watch items that stand on lines of their own, without bullets.
//!
//! Comes in: blocks. Goes out: the same, with these lines as list items, since that is what a brief's sections hold.
//! Only where a whole section is made of such lines.

use super::super::report::Notes;
use super::blocks::{Block, Item, Kind, ends_sentence};
use super::bullet::Mark;
use crate::model::Role;

/// Makes lists of the sections that want one.
pub(super) fn list(blocks: &mut Vec<Block>, notes: &mut Notes) {
    let mut start = 0;
    while start < blocks.len() {
        let begin = start + 1;
        let is_section = |block: &Block| matches!(block.kind, Kind::Section(..));
        let end = blocks[begin..]
            .iter()
            .position(is_section)
            .map_or(blocks.len(), |at| begin + at);
        if let Kind::Section(role, _) = blocks[start].kind {
            let titled = with_titles(role, &blocks[begin..end], notes);
            if let Some(items) = titled {
                start = begin + items.len();
                blocks.splice(begin..end, items);
                continue;
            }
            section(role, &mut blocks[begin..end], notes);
        }
        start = end;
    }
}

/// The items of a section that stand on two lines each, if all of it is written so: a title above its text, a figure
/// above or below what it is of.
fn with_titles(role: Role, blocks: &[Block], notes: &mut Notes) -> Option<Vec<Block>> {
    let joined = |above: &str, below: &str| match role {
        Role::Watch if is_title(above) && ends_sentence(below) => Some(format!("{above}: {below}")),
        Role::Numbers
            if is_title(below) && has_figure(above) && !has_figure(below)
                || is_title(above) && has_figure(below) && !has_figure(above) =>
        {
            Some(format!("{above}: {below}"))
        }
        _ => None,
    };
    let item = |pair: &[Block]| match pair {
        [
            Block {
                line,
                kind: Kind::Text(above),
            },
            Block {
                line: next,
                kind: Kind::Text(below),
            },
        ] if *next == line + 1 => Some(Block {
            line: *line,
            kind: Kind::Item(Item {
                indent: 0,
                mark: Mark::Sign('-'),
                texts: vec![joined(above, below)?],
            }),
        }),
        _ => None,
    };
    let items: Vec<Block> = blocks.chunks(2).map(item).collect::<Option<_>>()?;
    let what = "what stood on two lines each became a list";
    notes.done(items.first()?.line, what);
    Some(items)
}

/// Whether a line is a title of the line below it, or says what the figure beside it is of.
fn is_title(text: &str) -> bool {
    text.chars().take(61).count() <= 60
        && text.starts_with(char::is_uppercase)
        && !text.contains(':')
        && !ends_sentence(text)
}

/// Whether a short line holds a figure.
fn has_figure(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().take(61).count() <= 60
}

fn section(role: Role, blocks: &mut [Block], notes: &mut Notes) {
    let fits = |block: &Block| match &block.kind {
        Kind::Text(text) => match role {
            Role::Numbers => {
                text.contains(|c: char| c.is_ascii_digit()) && text.chars().take(161).count() <= 160
            }
            Role::Watch => has_title(text) || is_short_line(text),
            _ => false,
        },
        _ => false,
    };
    // One line alone is an item only if it says what it is the name of.
    let several = match (role, &*blocks) {
        (
            Role::Watch,
            [
                Block {
                    kind: Kind::Text(text),
                    ..
                },
            ],
        ) => has_title(text),
        _ => true,
    };
    let Some(first) = blocks.first() else { return };
    if !several || !blocks.iter().all(fits) {
        let what = match role {
            Role::Numbers => "number",
            Role::Watch => "watch item",
            _ => return,
        };
        let has_list = (blocks.iter()).any(|block| matches!(block.kind, Kind::Item(_)));
        if has_list {
            tell_beside(role, blocks, notes);
        } else {
            notes.not_understood(
                first.line,
                "",
                format!("there is no list here, so that no {what} was read; begin each with `-`"),
            );
        }
        return;
    }
    notes.done(blocks[0].line, "lines without bullets became a list");
    for block in blocks {
        if let Kind::Text(text) = &mut block.kind {
            let texts = vec![std::mem::take(text)];
            block.kind = Kind::Item(Item {
                indent: 0,
                mark: Mark::Sign('-'),
                texts,
            });
        }
    }
}

/// Tells of short lines with a figure that stand beside the list of a section, where none is read.
fn tell_beside(role: Role, blocks: &[Block], notes: &mut Notes) {
    for block in blocks {
        if let Kind::Text(text) = &block.kind
            && role == Role::Numbers
            && has_figure(text)
            && !ends_sentence(text)
        {
            let message =
                "this stands beside the list, so that no number was read; begin it with `- `";
            notes.not_understood(block.line, text, message);
        }
    }
}

/// A line that is one thing to watch, rather than a paragraph on several or the words that lead to a list.
fn is_short_line(text: &str) -> bool {
    text.chars().take(161).count() <= 160 && !text.ends_with(':')
}

/// `Model Convergence: observe whether ...`.
fn has_title(text: &str) -> bool {
    let Some((title, rest)) = text.split_once(':') else {
        return false;
    };
    let short = title.chars().take(61).count() <= 60 && !title.contains(['.', '?', '!']);
    short && title.starts_with(char::is_uppercase) && rest.starts_with(char::is_whitespace)
}
