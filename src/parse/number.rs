//! Compact numbers: `$5.3B valuation as of Feb 2026 (General Atlantic led)`.
//!
//! Comes in: one line of an author's list. Goes out: its figure, its label, when it holds, how firm it is, and its
//! note. Its law: every word of the line is in the figure as written, in the label, in the note, or in a phrase that
//! was read as a date. What could not be read stays in the label.
//!
//! 1. Find the first figure.
//! 2. Set aside the parentheses at the end: the note.
//! 3. Read date phrases beside the figure, up to the next figure or a word that compares (`vs.`, `than`): what
//!    stands after those belongs to another figure.
//! 4. What is left, without the seams, is the label.

use std::ops::Range;

use super::cursor::{Cursor, Lower};
use super::date;
use super::label;
use super::period::{self, Period};
use super::quantity;
use crate::model::{NumberKind, PartialDate, Quantity, Unit};

/// A compact number, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compact {
    /// The first figure.
    pub quantity: Quantity,
    /// What it is a figure of; inline Markdown as the author wrote it. May be empty.
    pub label: String,
    /// The point in time it holds for.
    pub as_of: Option<PartialDate>,
    /// The start of the period it covers.
    pub since: Option<PartialDate>,
    /// The end of the period it covers.
    pub through: Option<PartialDate>,
    /// What stands in parentheses at the end, without them and without a date that was read.
    pub note: Option<String>,
    /// The address that the figure itself is a link to: `[$5.3B](https://...)`.
    pub source: Option<String>,
    /// `Reported` unless a word says otherwise.
    pub kind: NumberKind,
}

/// Reads a compact number; `None` if there is no figure in it.
pub fn compact(text: &str) -> Option<Compact> {
    take_apart(text).map(|(compact, _)| compact)
}

/// A compact number, and the bytes that were read as dates.
pub(crate) fn take_apart(text: &str) -> Option<(Compact, Vec<Range<usize>>)> {
    let (figure, quantity) = figure(text)?;
    let groups = groups_at_end(text, figure.end);
    let end = groups.last().map_or(text.len(), |group| group.start);
    let before = survey(&text[..figure.start]);
    let after = survey(&text[figure.end..end]);
    let rival = quantity::find(&text[figure.end..figure.end + after.end]);
    let after_end = figure.end + rival.map_or(after.end, |(rival, _)| rival.start);

    let mut period = Period::default();
    let mut cuts = Vec::new();
    for (side, whole) in [
        (0..before.end, 0..figure.start),
        (figure.end..after_end, figure.end..end),
    ] {
        let complete = side == whole;
        read_dates(text, side, complete, &mut period, &mut cuts);
    }
    let mut dates = cuts.clone();

    let mut note = None;
    for group in groups {
        let inner = group.start + 1..group.end - 1;
        if period::whole(&text[inner.clone()]).is_some_and(|read| period.take(read)) {
            dates.push(inner);
        } else if note.is_none() {
            let (rest, date) = without_date(text, inner, &mut period);
            dates.extend(date);
            note = Some(rest);
        } else {
            break;
        }
        cuts.push(group);
    }

    // A note with a figure of its own speaks of that one.
    let noted = note
        .as_deref()
        .filter(|note| quantity::find(note).is_none())
        .and_then(|note| survey(note).kind);
    let kinds = [before.kind, after.kind, noted];
    let kind = kinds.into_iter().flatten().max();
    let (label, source) = label::without(text, figure, cuts);
    let compact = Compact {
        quantity,
        label,
        as_of: period.as_of,
        since: period.since,
        through: period.through,
        note: note.filter(|note| !note.is_empty()),
        source,
        kind: kind.unwrap_or(NumberKind::Reported),
    };
    Some((compact, dates))
}

/// The figure that a line is about: the first. But one that only counts things may be a part of a name (`Boeing 737
/// orders: 300`), and gives way to one that a colon announces.
fn figure(text: &str) -> Option<(Range<usize>, Quantity)> {
    let (range, quantity) = quantity::find(text)?;
    if matches!(quantity.unit, None | Some(Unit::Named(_)))
        && let Some(colon) = text[range.end..].find(':')
    {
        let from = range.end + colon + 1;
        let markup = |c: char| c.is_whitespace() || "*_([".contains(c);
        if let Some((later, quantity)) = quantity::find(&text[from..])
            && text[from..from + later.start].chars().all(markup)
        {
            return Some((from + later.start..from + later.end, quantity));
        }
    }
    Some((range, quantity))
}

/// The parenthesised groups with which a text ends, last one first, all after `from`. The address of a link is none.
fn groups_at_end(text: &str, from: usize) -> Vec<Range<usize>> {
    const MOST: usize = 4;
    let mut groups = Vec::new();
    let mut end = text.len();
    while groups.len() < MOST {
        let rest = &text[from..end];
        let close = from
            + rest
                .trim_end_matches(|c: char| c.is_whitespace() || ".*_".contains(c))
                .len();
        if !text[from..close].ends_with(')') {
            break;
        }
        let mut depth = 0_usize;
        let open = text[from..close].bytes().rposition(|byte| {
            match byte {
                b')' => depth += 1,
                b'(' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some(open) = open.map(|open| from + open) else {
            break;
        };
        let glued = text[..open].ends_with(|c: char| c == ']' || c.is_alphanumeric());
        if glued {
            break;
        }
        groups.push(open..close);
        end = open;
    }
    groups
}

/// What the words of a text say about the figure beside it.
struct Survey {
    /// Where the text stops being about it: before a word that compares, or at its end.
    end: usize,
    /// The least firm kind that a word of it names.
    kind: Option<NumberKind>,
}

/// Reads words up to the first that compares with something else.
fn survey(text: &str) -> Survey {
    let mut kind = None;
    let mut c = Cursor::new(text);
    loop {
        c.take(|c| !c.is_alphanumeric());
        let end = c.at();
        let word = c.take(char::is_alphanumeric);
        let word_kind = match Lower::new(word).as_str() {
            "" if word.is_empty() => return Survey { end, kind },
            "vs" | "versus" | "compared" | "than" | "against" | "above" | "below" | "beat"
            | "beats" | "beating" | "topping" | "missing" => return Survey { end, kind },
            "projected" | "projection" | "projections" | "projecting" | "forecast"
            | "forecasts" | "forecasted" | "forecasting" | "expected" | "expects"
            | "anticipated" | "predicted" | "predicts" | "guidance" | "outlook" | "planned"
            | "targeted" | "proj" | "fcst" => Some(NumberKind::Projection),
            "estimated" | "estimate" | "estimates" | "estimation" | "est" | "consensus" => {
                Some(NumberKind::Estimate)
            }
            _ => None,
        };
        kind = kind.max(word_kind);
    }
}

/// Reads the date phrases of `side`. `complete` says whether the side ends where the text or the figure does, so that
/// what stands at its end stands at an end indeed.
fn read_dates(
    text: &str,
    side: Range<usize>,
    complete: bool,
    period: &mut Period,
    cuts: &mut Vec<Range<usize>>,
) {
    let part = &text[side.clone()];
    let mut c = Cursor::new(part);
    while !c.is_done() {
        let start = c.at();
        let opens = c
            .before()
            .is_none_or(|before| before.is_whitespace() || "(*_,;:–—".contains(before));
        let begins = c
            .peek()
            .is_some_and(|next| next.is_alphanumeric() || next == '(');
        if opens && begins {
            let read = bracketed(&mut c)
                .or_else(|| period::phrase(&mut c))
                .or_else(|| unmarked(&mut c, part, complete));
            match read {
                Some(read) if period.take(read) => {
                    cuts.push(side.start + start..side.start + c.at());
                    continue;
                }
                Some(_) => continue,
                // What is no phrase by itself is not cut in the middle either: `from 1 Nov 2025`.
                None if date::date(&mut c).is_some() => continue,
                None => {}
            }
        }
        c.skip_chunk();
    }
}

/// `(Feb 2026)`: parentheses with nothing but a date in them.
fn bracketed(c: &mut Cursor<'_>) -> Option<Period> {
    c.attempt(|c| {
        c.eat("(").then_some(())?;
        let inner = c.take(|c| c != ')' && c != '(');
        // No date is longer than this, and a bound keeps the scan linear.
        let read = (inner.len() < 80).then(|| period::whole(inner))?;
        c.eat(")").then_some(())?;
        read
    })
}

/// A date without a preposition, where its place says that the figure holds for it: at an end of the text, set off
/// by a comma, colon or dash; or, if it is a quarter, a half or a fiscal year, next to the figure or at an end. `140
/// people, founded May 2018` holds for another time.
fn unmarked(c: &mut Cursor<'_>, part: &str, complete: bool) -> Option<Period> {
    let start = c.at();
    c.attempt(|c| {
        let date = period::bare(c)?;
        let before = part[..start].trim_end();
        let after = c.rest().trim_start();
        let is_term = matches!(
            date,
            PartialDate::Quarter(..) | PartialDate::Half(..) | PartialDate::FiscalYear(_)
        );
        let first = before.is_empty();
        let last = complete && after.trim_start_matches(seam).is_empty();
        let set_off = if first {
            after.starts_with(seam)
        } else {
            before.ends_with(seam)
        };
        let word = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        let guarded = matches!(
            Lower::new(word).as_str(),
            "of" | "fiscal"
                | "early"
                | "mid"
                | "late"
                | "from"
                | "over"
                | "on"
                | "around"
                | "about"
                | "before"
                | "after"
        ) || is_part_of_year(word);
        let holds = if first {
            is_term || set_off || last
        } else {
            last && (set_off || is_term && !guarded)
        };
        holds.then_some(Period {
            as_of: Some(date),
            ..Period::default()
        })
    })
}

/// What sets a date off from a label.
fn seam(c: char) -> bool {
    c.is_whitespace() || ",;:|.–—-*_".contains(c)
}

/// Whether a word is `Q1` or the like.
fn is_part_of_year(word: &str) -> bool {
    let mut c = Cursor::new(word);
    date::part_of_year(&mut c).is_some()
}

/// A note without the date that stands before its first or after its last comma.
fn without_date(
    text: &str,
    note: Range<usize>,
    period: &mut Period,
) -> (String, Option<Range<usize>>) {
    let inner = &text[note.clone()];
    let separator = |c: char| c == ',' || c == ';';
    let pieces = [
        inner.find(separator).map(|at| (0..at, at + 1..inner.len())),
        inner
            .rfind(separator)
            .map(|at| (at + 1..inner.len(), 0..at)),
    ];
    for (date, rest) in pieces.into_iter().flatten() {
        let rest = inner[rest].trim();
        let read = period::whole(&inner[date.clone()]);
        if !rest.is_empty() && read.is_some_and(|read| period.take(read)) {
            return (
                rest.to_owned(),
                Some(note.start + date.start..note.start + date.end),
            );
        }
    }
    (inner.trim().to_owned(), None)
}
