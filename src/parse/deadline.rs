//! Deadlines: by when a thing to watch can be judged.
//!
//! Comes in: the prose of a watch item, or the value of its key `by`, and the day that its brief was published. Goes
//! out: an absolute date, with the words it was read off. The due day is included. A span that counts from something
//! else (`within 90 days of closing`) or from nobody knows when (`in early summer`) is not read.

use std::ops::Range;

use jiff::civil::Date;

use super::cursor::Cursor;
use super::date;
use super::due::{names_date, point};
use super::edge::{Edge, is_over};
use super::named::is_weekday;
use super::timespan::{length, one_of_unit, time_unit};
use super::units;
use crate::model::PartialDate;

/// A deadline that was found in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The date; its last day counts.
    pub due: PartialDate,
    /// The bytes it was read off: `within 90 days`.
    pub range: Range<usize>,
}

/// The first deadline in a text that is not over on the day `from`: `within 90 days`, `in the next two quarters`, `by
/// May 13`, `before June 2026`, `by year-end`, `through Q3 2026`.
pub fn find(text: &str, from: Date) -> Option<Deadline> {
    let mut c = Cursor::new(text);
    while !c.is_done() {
        let opens = c
            .before()
            .is_none_or(|before| before.is_whitespace() || "([{\"“‘'*_,;:—–".contains(before));
        if opens && c.peek().is_some_and(char::is_alphanumeric) && !is_denied(text, c) {
            let start = c.at();
            let mut ahead = c;
            let due = span(&mut ahead, from)
                .or_else(|| from_now(&mut ahead, from))
                .or_else(|| limit(&mut ahead, from));
            if let Some(due) = due.filter(|due| !is_over(*due, from)) {
                close_emphasis(&mut ahead, start);
                return Some(Deadline {
                    due,
                    range: start..ahead.at(),
                });
            }
        }
        c.skip_chunk();
    }
    None
}

/// The date that the whole text means as the value of `by`: a date of any precision, or a phrase as in prose, with or
/// without its preposition (`90 days`, `year-end`, `in May`, `before June`). A date may be over.
pub fn by(text: &str, from: Date) -> Option<PartialDate> {
    let text = text.trim();
    if let Some(date) = date::partial(text) {
        return Some(date);
    }
    if let Some(moment) = date::moment(text) {
        return Some(PartialDate::Day(moment.day));
    }
    let grammars: [fn(&mut Cursor<'_>, Date) -> Option<PartialDate>; 5] = [
        span,
        limit,
        |c, from| {
            if c.keyword("in") {
                c.gap();
            }
            length(c)?.after(from)
        },
        |c, from| {
            // `in May` is by the end of it.
            (c.keyword("in") && c.gap()).then_some(())?;
            point(c, from, Edge::End)
        },
        |c, from| point(c, from, Edge::End),
    ];
    grammars.into_iter().find_map(|grammar| {
        let mut c = Cursor::new(text.trim_end_matches('.'));
        let due = grammar(&mut c, from)?;
        c.is_done().then_some(due)
    })
}

/// The first words in a text that set a deadline which can't be read: a span that counts from something else (`within 90
/// days of closing`), a day that moves (`by Thanksgiving`), a season (`before summer`), or a date in figures whose order
/// nobody knows (`by 5/6/2026`).
pub(crate) fn unread(text: &str) -> Option<Range<usize>> {
    let mut c = Cursor::new(text);
    while !c.is_done() {
        let opens = c.before().is_none_or(|before| !before.is_alphanumeric());
        if opens && c.peek().is_some_and(char::is_alphanumeric) && !is_denied(text, c) {
            let start = c.at();
            let mut ahead = c;
            if unread_span(&mut ahead)
                .or_else(|| unread_limit(&mut ahead))
                .is_some()
            {
                return Some(start..ahead.at());
            }
        }
        c.skip_chunk();
    }
    None
}

/// Whether `before`, `until` or `prior to` stands here after a denial: `not expected before Q3` is no deadline.
fn is_denied(text: &str, mut c: Cursor<'_>) -> bool {
    let start = c.at();
    if !c.word_if(|word| matches!(word, "before" | "until" | "till" | "prior")) {
        return false;
    }
    text[..start]
        .split_whitespace()
        .rev()
        .take(3)
        .take_while(|word| !word.ends_with(['.', ',', ';', ':']))
        .any(|word| {
            let word = word.to_lowercase();
            matches!(word.as_str(), "not" | "unlikely" | "never" | "no")
                || word.ends_with("n't")
                || word.ends_with("n’t")
        })
}

/// `within 90 days of`, `within the year`, `within 1.5 years`, `within 10 business days`, `within a week or two`.
fn unread_span(c: &mut Cursor<'_>) -> Option<()> {
    c.attempt(|c| {
        (c.keyword("within") && c.gap()).then_some(())?;
        if c.phrase("the year") {
            return Some(());
        }
        units::approximation(c);
        let odd = c.attempt(|c| {
            c.digits()?;
            let part = (c.eat(".") || c.eat(",")) && c.digits().is_some();
            c.gap().then_some(())?;
            let working = c.word_if(|word| {
                matches!(
                    word,
                    "business" | "working" | "trading" | "fiscal" | "financial"
                )
            });
            (part || working).then_some(())?;
            c.gap();
            time_unit(c).map(drop)
        });
        if odd.is_some() {
            return odd;
        }
        length(c)?;
        c.gap().then_some(())?;
        (c.word_if(counts_from) || c.phrase("and a half") || c.phrase("or two")).then_some(())
    })
}

/// `by Thanksgiving`, `before the summer`, `until 5/6/2026`.
fn unread_limit(c: &mut Cursor<'_>) -> Option<()> {
    c.attempt(|c| {
        match c.lower_word()?.as_str() {
            "by" | "until" | "till" | "before" => {}
            "no" | "not" => (c.gap() && c.phrase("later than")).then_some(())?,
            "prior" => (c.gap() && c.keyword("to")).then_some(())?,
            _ => return None,
        }
        c.gap().then_some(())?;
        if c.attempt(names_date).is_some() {
            let earliest = c.sees(|c| (c.gap() && c.phrase("at the earliest")).then_some(()));
            return (!earliest).then_some(());
        }
        if c.keyword("the") {
            c.gap().then_some(())?;
        }
        let part = |word: &str| matches!(word, "early" | "mid" | "late" | "next" | "this" | "end");
        if c.word_if(part) {
            (c.eat("-") || c.gap()).then_some(())?;
            if c.keyword("of") {
                c.gap().then_some(())?;
            }
            if c.keyword("the") {
                c.gap().then_some(())?;
            }
        }
        c.attempt(figures)
            .or_else(|| c.attempt(fiscal_part))
            .or_else(|| c.attempt(moving_day))
            .filter(|()| c.ends_word())
    })
}

/// `fiscal Q3`, `fiscal year`.
fn fiscal_part(c: &mut Cursor<'_>) -> Option<()> {
    c.word_if(|word| matches!(word, "fiscal" | "financial" | "fy"))
        .then_some(())?;
    (c.eat("-") || c.gap()).then_some(())?;
    if c.digits().is_some() {
        c.gap().then_some(())?;
    }
    date::part_of_year(c)
        .map(drop)
        .or_else(|| time_unit(c).map(drop))
}

/// `summer` or `Friday`, but not `Summer Health`.
fn moving_day(c: &mut Cursor<'_>) -> Option<()> {
    c.word_if(|word| is_moving_day(word) || is_weekday(word))
        .then_some(())?;
    let name = c.sees(|c| {
        c.space().then_some(())?;
        c.peek().filter(|next| next.is_uppercase())
    });
    (!name).then_some(())
}

/// `5/6/2026`, `05.06.26`.
fn figures(c: &mut Cursor<'_>) -> Option<()> {
    c.small_number(2)?;
    let sign = c.eat("/");
    (sign || c.eat(".")).then_some(())?;
    c.small_number(2)?;
    c.eat(if sign { "/" } else { "." }).then_some(())?;
    let year = c.digits()?;
    matches!(year.len(), 2 | 4).then_some(())
}

/// A season, or a day that is another one each year or in each country.
fn is_moving_day(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "thanksgiving",
        "christmas",
        "xmas",
        "easter",
        "halloween",
        "diwali",
        "ramadan",
        "hanukkah",
        "passover",
        "midsummer",
    ];
    WORDS.contains(&word)
}

/// What a span counts from is said after these words.
fn counts_from(word: &str) -> bool {
    matches!(
        word,
        "of" | "after" | "from" | "following" | "before" | "prior" | "since"
    )
}

/// Takes the asterisks that end an emphasis which began inside: `within **90 days**`.
fn close_emphasis(c: &mut Cursor<'_>, start: usize) {
    let runs = c
        .since(start)
        .split(|c| c != '*')
        .filter(|run| !run.is_empty())
        .count();
    if runs % 2 == 1 {
        c.take(|c| c == '*');
    }
}

/// `within 90 days`, `in the next 18 months`, `over the coming year`, `the next two quarters`.
fn span(c: &mut Cursor<'_>, from: Date) -> Option<PartialDate> {
    c.attempt(|c| {
        let within = c.keyword("within");
        let other = !within
            && c.word_if(|word| {
                matches!(
                    word,
                    "in" | "over" | "during" | "for" | "through" | "throughout" | "across"
                )
            });
        if within || other {
            c.gap().then_some(())?;
        }
        let the = c.keyword("the");
        if the {
            c.gap().then_some(())?;
        }
        let next = c.word_if(|word| matches!(word, "next" | "coming"));
        if next {
            c.gap().then_some(())?;
        } else if !within {
            return None;
        }
        if within {
            // `within about 90 days` are 90.
            units::approximation(c);
        }
        let length = match length(c) {
            Some(length) => length,
            // `over the next quarter` is a span of one; `through next quarter` ends with that quarter.
            None if next && (within || other && the) => one_of_unit(c)?,
            None => return None,
        };
        counts_from_now(c).then_some(())?;
        length.after(from)
    })
}

/// `six months from now`.
fn from_now(c: &mut Cursor<'_>, from: Date) -> Option<PartialDate> {
    c.attempt(|c| {
        let length = length(c)?;
        (c.gap() && (c.phrase("from now") || c.phrase("from today"))).then_some(())?;
        length.after(from)
    })
}

/// Whether a span is not counted from something else. Passes `from now`.
fn counts_from_now(c: &mut Cursor<'_>) -> bool {
    let now = c.attempt(|c| {
        c.gap().then_some(())?;
        (c.phrase("from now") || c.phrase("from today")).then_some(())
    });
    let other = c.sees(|c| {
        c.gap().then_some(())?;
        (c.word_if(counts_from) || c.phrase("and a half") || c.phrase("or two")).then_some(())
    });
    now.is_some() || !other
}

/// `by 2026-05-13`, `before 1 June`, `no later than mid-2027`, `through Q3 2026`.
fn limit(c: &mut Cursor<'_>, from: Date) -> Option<PartialDate> {
    c.attempt(|c| {
        let edge = match c.lower_word()?.as_str() {
            "by" | "until" | "till" | "through" => Edge::End,
            "before" => Edge::Start,
            "prior" => (c.gap() && c.keyword("to")).then_some(Edge::Start)?,
            "no" | "not" => (c.gap() && c.phrase("later than")).then_some(Edge::End)?,
            "on" => (c.gap() && c.phrase("or before")).then_some(Edge::End)?,
            _ => return None,
        };
        c.gap().then_some(())?;
        let due = point(c, from, edge)?;
        // `by 2030 at the earliest` is no deadline.
        let earliest = c.sees(|c| (c.gap() && c.phrase("at the earliest")).then_some(()));
        (!earliest).then_some(due)
    })
}
