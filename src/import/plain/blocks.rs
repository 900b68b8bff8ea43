//! Lines of plain text become blocks.
//!
//! Comes in: lines. Goes out: headings, paragraphs, list items and rules, in order, nothing left out. Whether two lines
//! are one paragraph is read off the text as a whole: where no line goes on in the middle of a sentence, each line is a
//! paragraph of its own.

use super::super::heading::{self, Names};
use super::super::report::{Notes, SectionFound};
use super::super::text::{Line, is_rule};
use super::bullet::{self, Mark};
use super::table;
use crate::model::Role;
use crate::parse;

/// A block of plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line it begins on.
    pub(super) line: usize,
    pub(super) kind: Kind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The heading of a section that is known.
    Section(Role, String),
    /// Another heading, and its level.
    Heading(usize, String),
    /// A paragraph.
    Text(String),
    /// A list item.
    Item(Item),
    /// A table, row by row.
    Table(Vec<String>),
    /// A rule across the page.
    Rule,
}

/// A list item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// How far its mark is indented.
    pub(super) indent: usize,
    pub(super) mark: Mark,
    /// Its paragraphs.
    pub(super) texts: Vec<String>,
}

/// Reads `lines`.
pub(super) fn read(
    lines: &[Line],
    names: &Names,
    notes: &mut Notes,
) -> (Vec<Block>, Vec<SectionFound>) {
    let mut reader = Reader {
        lines,
        names,
        notes,
        wrap: wrap(lines),
        blocks: Vec::new(),
        sections: Vec::new(),
        count: None,
        glyphs: Vec::new(),
    };
    reader.run();
    (reader.blocks, reader.sections)
}

/// The width at which lines were wrapped, or `None` if they were not: no line goes on in small letters.
fn wrap(lines: &[Line]) -> Option<usize> {
    let goes_on = lines.windows(2).any(|pair| {
        let (before, after) = (pair[0].trimmed(), pair[1].trimmed());
        after.starts_with(char::is_lowercase)
            && !is_address(after)
            && !before.is_empty()
            && !ends_sentence(before)
            && bullet::read(after, None).is_none()
    });
    let longest = lines
        .iter()
        .map(|line| line.text.trim_end().chars().count())
        .max();
    longest.filter(|_| goes_on)
}

/// Whether a line begins with an address, whose small letters say nothing about the line above.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|start| text.starts_with(start))
}

pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['’', '”', '"', '\'', ')', ']'])
        .ends_with(['.', '!', '?', ':', ';'])
}

struct Reader<'a> {
    lines: &'a [Line],
    names: &'a Names,
    notes: &'a mut Notes,
    wrap: Option<usize>,
    blocks: Vec<Block>,
    sections: Vec<SectionFound>,
    /// The mark of the last item of this section that was counted.
    count: Option<Mark>,
    /// Bullets that were told already.
    glyphs: Vec<char>,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            at += self.take(at);
        }
    }

    /// Takes the line at `at`; gives how many lines that were.
    fn take(&mut self, at: usize) -> usize {
        let line = &self.lines[at];
        let text = line.trimmed();
        if text.is_empty() {
            return 1;
        }
        let before = at
            .checked_sub(1)
            .map(|at| &self.lines[at])
            .filter(|line| !line.is_blank());
        let below_text = matches!(
            self.blocks.last(),
            Some(Block {
                kind: Kind::Text(_) | Kind::Item(_),
                ..
            })
        );
        if let Some(known) = heading::known(text, before.is_some() && below_text, self.names) {
            self.sections.push(known.found(text, line.number));
            self.count = None;
            self.push(line, Kind::Section(known.role, known.title));
            if let Some(rest) = known.rest {
                self.push(line, Kind::Text(rest.to_owned()));
            }
            // A line of signs below it only underlines it.
            let underlined = self
                .lines
                .get(at + 1)
                .is_some_and(|next| underline(next.trimmed()).is_some());
            return if underlined && known.rest.is_none() {
                2
            } else {
                1
            };
        }
        if let Some(level) = self.underlined(at, before.is_some()) {
            self.push(line, Kind::Heading(level, text.to_owned()));
            return 2;
        }
        let rows = table::rows(&self.lines[at..]);
        if rows > 0 {
            let rows = self.lines[at..at + rows].iter();
            let rows: Vec<_> = rows.map(|line| line.trimmed().to_owned()).collect();
            let taken = rows.len();
            self.push(line, Kind::Table(rows));
            return taken;
        }
        if is_rule(text) {
            self.push(line, Kind::Rule);
        } else if let Some((mark, rest)) = bullet::read(text, self.count)
            .filter(|(mark, rest)| !self.is_dash(at, *mark, rest) && self.counts_on(at, *mark))
        {
            self.item(line, mark, rest);
        } else if !self.go_on(line, before) {
            self.push(line, Kind::Text(text.to_owned()));
        }
        1
    }

    fn push(&mut self, line: &Line, kind: Kind) {
        self.blocks.push(Block {
            line: line.number,
            kind,
        });
    }

    fn item(&mut self, line: &Line, mark: Mark, rest: &str) {
        match mark {
            Mark::Number(..) => self.count = Some(mark),
            Mark::Letter(_) | Mark::Roman(_) => {
                self.count = Some(mark);
                let text = line.trimmed();
                let was = text.strip_suffix(rest).unwrap_or(text).trim_end();
                self.notes.changed(
                    line.number,
                    was,
                    "the letter counted the items of a list, which has `-` now",
                );
            }
            Mark::Sign('o') => {
                self.notes
                    .changed(line.number, "o", "the letter stood for a bullet");
            }
            Mark::Sign('-') => {}
            Mark::Sign(sign) if self.glyphs.contains(&sign) => {}
            Mark::Sign(sign) => {
                self.glyphs.push(sign);
                let private = matches!(sign, '\u{E000}'..='\u{F8FF}');
                let shown = if private {
                    format!("U+{:04X}", u32::from(sign))
                } else {
                    sign.to_string()
                };
                self.notes.done(
                    line.number,
                    format!("bullets written as `{shown}` became `-`"),
                );
            }
        }
        let item = Item {
            indent: line.indent(),
            mark,
            texts: vec![rest.to_owned()],
        };
        self.push(line, Kind::Item(item));
    }

    /// Whether a letter counts indeed: the next one follows further down. `a) ...` alone may be anything.
    fn counts_on(&self, at: usize, mark: Mark) -> bool {
        if !matches!(mark, Mark::Letter(1) | Mark::Roman(1)) {
            return true;
        }
        let below = self.lines[at + 1..].iter().take(40);
        let mut marks = below.filter_map(|line| Some(bullet::read(line.trimmed(), Some(mark))?.0));
        marks.any(|next| matches!(next, Mark::Letter(2) | Mark::Roman(2)))
    }

    /// Whether a mark is a dash of running text, which a wrapped line happens to begin with: no list is one item that
    /// goes on in small letters between two lines of a sentence.
    fn is_dash(&self, at: usize, mark: Mark, rest: &str) -> bool {
        let open = matches!(
            self.blocks.last(),
            Some(Block {
                kind: Kind::Text(_),
                ..
            })
        );
        let before = at.checked_sub(1).map_or("", |at| self.lines[at].trimmed());
        let after = self.lines.get(at + 1).map_or("", Line::trimmed);
        let sentence = !before.is_empty() && !ends_sentence(before);
        let runs_on = !after.is_empty() && bullet::read(after, None).is_none();
        let dash = matches!(mark, Mark::Sign('-' | '–' | '—'));
        self.wrap.is_some()
            && dash
            && open
            && sentence
            && runs_on
            && rest.starts_with(char::is_lowercase)
    }

    /// The level of a heading that is underlined with `===` or `---`.
    fn underlined(&self, at: usize, follows: bool) -> Option<usize> {
        let text = self.lines[at].trimmed();
        let level = underline(self.lines.get(at + 1)?.trimmed())?;
        let short = text.chars().take(81).count() <= 80;
        let title = short && !follows && !text.ends_with(['.', ',', ';', ':']) && !is_rule(text);
        // Below `---` alone comes another part of the text, unless the line is as long as the words above it.
        let as_long = self.lines[at + 1].trimmed().chars().count() * 2 >= text.chars().count();
        (title && as_long && bullet::read(text, self.count).is_none()).then_some(level)
    }

    /// Adds the line to the paragraph or item above it, if it goes on there.
    fn go_on(&mut self, line: &Line, before: Option<&Line>) -> bool {
        let text = line.trimmed();
        let label = parse::order_label(text).is_some();
        let Some(block) = self.blocks.last_mut() else {
            return false;
        };
        match (&mut block.kind, before) {
            (Kind::Text(whole), Some(before)) if !label => {
                let goes_on = is_bare_label(whole) || goes_on(self.wrap, before, text);
                if goes_on {
                    append(whole, text);
                }
                goes_on
            }
            (Kind::Item(item), before) if line.indent() > item.indent => {
                match (before, item.texts.last_mut()) {
                    (Some(_), Some(last)) => append(last, text),
                    _ => item.texts.push(text.to_owned()),
                }
                true
            }
            (Kind::Item(item), Some(before)) if !label && goes_on(self.wrap, before, text) => {
                if let Some(last) = item.texts.last_mut() {
                    append(last, text);
                }
                true
            }
            _ => false,
        }
    }
}

/// The level that a line of `=` or `-` gives to the line above it.
fn underline(text: &str) -> Option<usize> {
    let all = |sign: char| text.chars().count() >= 3 && text.chars().all(|c| c == sign);
    match () {
        () if all('=') => Some(1),
        () if all('-') || all('~') => Some(2),
        () => None,
    }
}

/// Whether `text` is the rest of a paragraph that was wrapped in `before`.
fn goes_on(wrap: Option<usize>, before: &Line, text: &str) -> bool {
    let Some(width) = wrap else { return false };
    let first = text
        .split_whitespace()
        .next()
        .map_or(0, |word| word.chars().count());
    let length = before.text.trim_end().chars().count();
    let full = length + 1 + first > width;
    full || text.starts_with(char::is_lowercase) && !is_address(text)
        || length * 2 > width && !ends_sentence(before.trimmed())
}

/// Whether a paragraph is only a label so far: its text stands on the next line.
fn is_bare_label(text: &str) -> bool {
    parse::order_label(text).is_some_and(|end| text[end..].trim().is_empty())
}

fn append(text: &mut String, more: &str) {
    if !breaks_word(text, more) {
        text.push(' ');
    }
    text.push_str(more);
}

/// Whether a line ends inside a word with a hyphen of its own: `long-` and `term`, but not `short-` and `or long-term`.
fn breaks_word(text: &str, more: &str) -> bool {
    let inside = text
        .strip_suffix('-')
        .is_some_and(|head| head.ends_with(char::is_alphabetic));
    let next = more
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    inside
        && next.starts_with(char::is_lowercase)
        && !["and", "or", "to", "und", "oder"].contains(&next)
}
