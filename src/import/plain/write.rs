//! Blocks of plain text are written as Markdown.
//!
//! Comes in: blocks. Goes out: Markdown that shows their words: one line a paragraph, labels in bold, lists with the
//! depth that their indentation showed.

use super::blocks::{Block, Item, Kind};
use super::bullet::Mark;
use super::escape;
use super::table;
use crate::parse;

/// The body.
pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    let mut list = List::default();
    let labels = labels(blocks);
    for (index, block) in blocks.iter().enumerate() {
        let same_list = matches!(block.kind, Kind::Item(_)) && list.is_open();
        if !out.is_empty() && !same_list {
            out.push('\n');
        }
        match &block.kind {
            Kind::Item(item) => {
                list.write(&mut out, item);
                continue;
            }
            Kind::Section(_, title) => out += &format!("## {title}\n"),
            Kind::Heading(level, title) => {
                out += &format!(
                    "{} {}\n",
                    "#".repeat((*level).max(2)),
                    escape::inline(title)
                );
            }
            Kind::Text(text) => {
                out += &paragraph(text, labels[index]);
                out.push('\n');
            }
            Kind::Table(rows) => out += &table::markdown(rows),
            Kind::Rule => out.push_str("---\n"),
        }
        list = List::default();
    }
    out
}

/// Lists that are open, the outermost first.
#[derive(Debug, Default)]
struct List {
    open: Vec<Level>,
}

/// A list inside others.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// How far its marks are indented in the input.
    indent: usize,
    /// The column at which its texts begin in the output.
    text: usize,
    mark: Mark,
}

impl List {
    fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    fn write(&mut self, out: &mut String, item: &Item) {
        while self.open.len() > 1
            && self
                .open
                .last()
                .is_some_and(|level| item.indent < level.indent)
        {
            self.open.pop();
        }
        let deeper = self
            .open
            .last()
            .is_some_and(|level| item.indent >= level.indent + 2);
        let mut sign = match item.mark {
            Mark::Number(_, ')') => ')',
            _ => '.',
        };
        if !deeper && let Some(level) = self.open.pop() {
            let goes_on = match (level.mark, item.mark) {
                (
                    Mark::Sign(_) | Mark::Letter(_) | Mark::Roman(_),
                    Mark::Sign(_) | Mark::Letter(_) | Mark::Roman(_),
                ) => true,
                (Mark::Number(before, used), Mark::Number(number, _)) if number == before + 1 => {
                    sign = used;
                    true
                }
                (Mark::Number(_, used), Mark::Number(..)) => {
                    // Numbers that begin anew need a sign of their own, else they would be counted on.
                    sign = if used == ')' { '.' } else { ')' };
                    false
                }
                _ => false,
            };
            if !goes_on {
                out.push('\n');
            }
        }
        let (mark, kind) = match item.mark {
            Mark::Sign(_) | Mark::Letter(_) | Mark::Roman(_) => ("-".to_owned(), item.mark),
            Mark::Number(number, _) => (format!("{number}{sign}"), Mark::Number(number, sign)),
        };
        let column = self.open.last().map_or(0, |level| level.text);
        let text = column + mark.chars().count() + 1;
        self.open.push(Level {
            indent: item.indent,
            text,
            mark: kind,
        });
        for (index, part) in item.texts.iter().enumerate() {
            let part = paragraph(part, None);
            match index {
                0 => *out += &format!("{}{mark} {part}\n", " ".repeat(column)),
                _ => *out += &format!("\n{}{part}\n", " ".repeat(text)),
            }
        }
    }
}

/// A paragraph, its label in bold: that of an effect, or the one that ends before byte `label`.
fn paragraph(text: &str, label: Option<usize>) -> String {
    let Some(end) = parse::order_label(text).or(label) else {
        return escape::block(text);
    };
    let (head, rest) = text.split_at(end);
    // Emphasis that was there is replaced.
    let head = head.trim().trim_matches(['*', '_']).trim();
    let words = head.trim_end_matches([':', '—', '–', '-', '.', ' ']);
    let sign = head[words.len()..].trim();
    let head = match sign {
        ":" => format!("**{}:**", escape::inline(words)),
        "" | "." => format!("**{}{sign}**", escape::inline(words)),
        sign => format!("**{}** {sign}", escape::inline(words)),
    };
    let rest = escape::inline(rest.trim());
    if rest.is_empty() {
        head
    } else {
        format!("{head} {rest}")
    }
}

/// Where each block has a label that is set bold: `Risk: ...`, if more than one paragraph of its section has one.
fn labels(blocks: &[Block]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = Vec::with_capacity(blocks.len());
    let mut start = 0;
    for block in blocks {
        if matches!(block.kind, Kind::Section(..) | Kind::Heading(..)) {
            keep_several(&mut found[start..]);
            start = found.len();
        }
        found.push(match &block.kind {
            Kind::Text(text) => label(text),
            _ => None,
        });
    }
    keep_several(&mut found[start..]);
    found
}

/// A single label is rather a sentence with a colon.
fn keep_several(found: &mut [Option<usize>]) {
    if found.iter().flatten().count() < 2 {
        found.fill(None);
    }
}

/// The end of a label of one to four words, its colon included.
fn label(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let words = &text[..colon];
    let count = words.split_whitespace().count();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | '\'' | '&' | '/');
    let good = (1..=4).contains(&count)
        && words.starts_with(char::is_uppercase)
        && words.len() <= 40
        && words.chars().all(plain)
        && text[colon + 1..].starts_with(' ');
    good.then_some(colon + 1)
}
