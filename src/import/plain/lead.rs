//! What stands above the first heading: a title, a date, a byline.
//!
//! Comes in: the blocks of a text. Goes out: what is said about the brief, taken out of them. Only a line that can't
//! well be anything else is taken; the rest stays as the brief's lead.

use super::super::date;
use super::super::lexicon;
use super::super::report::Notes;
use super::Title;
use super::blocks::{Block, Kind};
use super::escape;

/// What the lines before the first heading say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Lead {
    /// A title, escaped.
    pub(in super::super) title: Option<String>,
    /// A day or time.
    pub(in super::super) date: Option<String>,
    /// Names of authors.
    pub(in super::super) authors: Vec<String>,
}

/// Takes the lead off `blocks`.
pub(super) fn take(blocks: &mut Vec<Block>, title: Title, notes: &mut Notes) -> Lead {
    let mut lead = Lead::default();
    if title == Title::Wanted
        && let Some(Block {
            line,
            kind: Kind::Text(text) | Kind::Heading(_, text),
        }) = blocks.first()
        && blocks.len() > 1
        && (matches!(blocks[0].kind, Kind::Heading(..)) || is_title(text, &blocks[1].kind))
    {
        lead.title = Some(escape::inline(text));
        notes.done(*line, "the first line became the title");
        blocks.remove(0);
    }
    // A date and a byline may follow, in either order.
    for _ in 0..2 {
        let Some(Block {
            line,
            kind: Kind::Text(text),
        }) = blocks.first()
        else {
            break;
        };
        if let Some(found) = dated(text).filter(|_| lead.date.is_none()) {
            notes.changed(*line, text, "this line became the date");
            lead.date = Some(found);
        } else if let Some(names) = byline(text).filter(|_| lead.authors.is_empty()) {
            notes.changed(*line, text, "this line became the authors");
            lead.authors = names;
        } else {
            break;
        }
        blocks.remove(0);
    }
    lead
}

/// Whether a paragraph is a title: short, no sentence, and something other than a list follows it.
fn is_title(text: &str, next: &Kind) -> bool {
    let length = text.chars().take(121).count();
    let sentence = text.ends_with(['.', ',', ';', ':', '!']) || text.contains(". ");
    let words = text.split_whitespace().count();
    let label = crate::parse::order_label(text).is_some();
    let list = matches!(next, Kind::Item(_) | Kind::Table(_) | Kind::Rule);
    let names_part = lexicon::is_opening(text);
    length <= 120
        && words >= 2
        && !sentence
        && !label
        && !list
        && !names_part
        && dated(text).is_none()
        && text.starts_with(|c: char| {
            c.is_alphanumeric() && !c.is_lowercase() || "“‘\"'$€£¥#(«¿¡".contains(c)
        })
}

/// The date that a line is, with a word such as `Published:` before it or not.
fn dated(text: &str) -> Option<String> {
    const WORDS: [&str; 4] = ["date", "published", "posted", "dated"];
    if text.len() > 60 {
        return None;
    }
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let led = WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let rest = if led {
        rest.trim_start_matches([':', ' '])
    } else {
        text
    };
    let rest = rest.strip_prefix("on ").filter(|_| led).unwrap_or(rest);
    date::moment(rest)
}

/// `By Jane Doe and John Roe`.
fn byline(text: &str) -> Option<Vec<String>> {
    let names = text
        .strip_prefix("By ")
        .or_else(|| text.strip_prefix("by "))
        .or_else(|| text.strip_prefix("BY "))?;
    let names = names.strip_prefix(':').unwrap_or(names);
    let names: Vec<&str> = names
        .split(" and ")
        .flat_map(|n| n.split(','))
        .map(str::trim)
        .collect();
    let good = |name: &&str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (1..=4).contains(&words.len())
            && words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase))
            && !name.ends_with('.')
    };
    let all = names.len() <= 6 && names.iter().all(good);
    all.then(|| names.into_iter().map(str::to_owned).collect())
}
