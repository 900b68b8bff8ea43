//! The body of a brief, cut into sections, and what is typed in them.
//!
//! Comes in: the blocks of the body, and what the front matter gave already. Goes out: sections in the order of the file
//! with all that became no item, and the items. Headings of level 1 and 2 begin a section.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use super::effects;
use super::ids::Ids;
use super::items::{self, passage};
use super::numbers;
use super::reader::Reader;
use super::roles;
use super::watch;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::{self, Block, BlockKind, Outline};
use crate::model::{At, Effect, Number, Passage, Role, Section, WatchItem, Written};

/// What the front matter gave; `None` where it has not the key.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) numbers: Option<Vec<Number>>,
    pub(super) effects: Option<Vec<Effect>>,
    pub(super) watch: Option<Vec<WatchItem>>,
}

/// A body that was read.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) sections: Vec<Section>,
    pub(super) numbers: Vec<Number>,
    pub(super) effects: Vec<Effect>,
    pub(super) watch: Vec<WatchItem>,
}

/// Reads a body. Deadlines count from `date`.
pub(super) fn read(
    r: &mut Reader<'_>,
    ids: &mut Ids,
    date: Option<Date>,
    outline: &Outline,
    blocks: &[Block],
    more: &BTreeMap<Box<str>, Role>,
    given: Given,
) -> Body {
    let mut found = Found::default();
    let mut sections = Vec::new();
    for (heading, blocks) in cut(outline, blocks) {
        let (role, title, anchor) = match heading {
            None => (Role::Lead, None, "".into()),
            Some((index, inline)) => {
                let heading = &outline.headings[index];
                let title = items::slice(r.text, &inline).into();
                (
                    roles::role(&heading.text, more),
                    Some(Written::new(title, At::Body(inline))),
                    heading.anchor.clone(),
                )
            }
        };
        sections.push(Section {
            role,
            heading: title,
            anchor,
            prose: found.section(r, role, blocks, outline, &given),
        });
    }
    let numbers = numbers::from_body(r, ids, found.numbers);
    let effects = effects::from_body(r, ids, found.effects);
    let watch = watch::from_body(r, ids, date, found.watch);
    Body {
        sections,
        numbers: given.numbers.unwrap_or(numbers),
        effects: given.effects.unwrap_or(effects),
        watch: given.watch.unwrap_or(watch),
    }
}

/// A heading of level 1 or 2: its index, and the bytes of its inline content.
type Opening = Option<(usize, Range<u32>)>;

/// The blocks of each section, after its heading. Without blocks before the first heading there is no lead.
fn cut<'b>(outline: &Outline, blocks: &'b [Block]) -> Vec<(Opening, &'b [Block])> {
    let opens = |block: &Block| match &block.kind {
        BlockKind::Heading(index, inline) if outline.headings[*index].level <= 2 => {
            Some((*index, inline.clone()))
        }
        _ => None,
    };
    let mut sections = Vec::new();
    let mut heading: Opening = None;
    let mut start = 0;
    for (at, block) in blocks.iter().enumerate() {
        let Some(next) = opens(block) else { continue };
        if heading.is_some() || start < at {
            sections.push((heading, &blocks[start..at]));
        }
        heading = Some(next);
        start = at + 1;
    }
    if heading.is_some() || start < blocks.len() {
        sections.push((heading, &blocks[start..]));
    }
    sections
}

/// The items of the body so far.
#[derive(Debug, Default)]
struct Found {
    numbers: Vec<numbers::Found>,
    effects: Vec<effects::Found>,
    watch: Vec<watch::Found>,
}

impl Found {
    /// Takes the items out of a section; gives its prose.
    fn section(
        &mut self,
        r: &mut Reader<'_>,
        role: Role,
        blocks: &[Block],
        outline: &Outline,
        given: &Given,
    ) -> Vec<Range<u32>> {
        let all = || blocks.iter().map(|block| block.range.clone()).collect();
        match role {
            Role::Numbers => {
                let scan = numbers::scan(r.text, blocks);
                if let Some(given) = &given.numbers {
                    let again = scan.items.iter().find(|(_, read)| {
                        let same = |n: &Number| {
                            (n.quantity.amount, &n.quantity.unit)
                                == (read.quantity.amount, &read.quantity.unit)
                        };
                        given.iter().any(same)
                    });
                    tell_repeated(r, "numbers", again.map(|(range, _)| range));
                    return all();
                }
                for range in &scan.unread {
                    let words = items::unwrap_lines(items::slice(r.text, range));
                    tell_unread(r, range, &words);
                }
                self.numbers.extend(scan.items);
                scan.prose
            }
            Role::Matters => {
                let scan = effects::scan(r.text, blocks, &outline.headings);
                if let Some(given) = &given.effects {
                    let again = scan.items.iter().find(|found| {
                        given.iter().any(|effect| {
                            effect.order == found.order && alike(r.text, &effect.text, &found.text)
                        })
                    });
                    tell_repeated(r, "effects", again.map(|found| &found.whole));
                    return all();
                }
                self.effects.extend(scan.items);
                scan.prose
            }
            Role::Watch => {
                let scan = watch::scan(r.text, blocks);
                if let Some(given) = &given.watch {
                    let again = scan.items.iter().find(|found| {
                        let title = plain(items::slice(r.text, &found.title));
                        given.iter().any(|item| {
                            !title.is_empty() && plain(&item.title) == title
                                || alike(r.text, &item.text, &found.text)
                        })
                    });
                    tell_repeated(r, "watch", again.map(|found| &found.whole));
                    return all();
                }
                self.watch.extend(scan.items);
                scan.prose
            }
            Role::Lead | Role::Shift | Role::Happened | Role::Other => all(),
        }
    }
}

/// Whether two texts say the same, but for markup, case and signs.
fn alike(text: &str, given: &Passage, found: &Range<u32>) -> bool {
    let given = plain(passage(text, given));
    !given.is_empty() && given == plain(items::slice(text, found))
}

fn plain(text: &str) -> Box<str> {
    roles::plain(&markdown::plain_text(text))
}

fn tell_repeated(r: &mut Reader<'_>, key: &str, at: Option<&Range<u32>>) {
    let Some(range) = at else { return };
    let span = Span::new(r.source, range.clone());
    r.diagnostics.push(
        Diagnostic::new(
            Code::SectionRepeats,
            span,
            format!("this is in `{key}` of the front matter already, and will be shown twice"),
        )
        .help(format!("take it out here, or take `{key}` out of the front matter")),
    );
}

fn tell_unread(r: &mut Reader<'_>, range: &Range<u32>, words: &str) {
    let span = Span::new(r.source, range.clone());
    let words: String = words.chars().take(60).collect();
    r.diagnostics.push(
        Diagnostic::new(
            Code::NumberUnread,
            span,
            format!("there is no figure in `{words}`, so that it is shown as text only"),
        )
        .help("write a figure such as `$5.3B` or `34.2%`, or move the line out of this section"),
    );
}
