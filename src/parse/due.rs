//! Dates as prose names them after a preposition: `mid-2027`, `the end of Q2`, `13 May`, `year-end`, `next quarter`.
//!
//! Comes in: a cursor before one, and the day from which it is seen. Goes out: the absolute date by which, or before
//! which, something is due. A date without its year is the next one that is not over.

use jiff::civil::Date;

use super::cursor::Cursor;
use super::date;
use super::edge::{Edge, Part, day};
use super::named::{month_alone, named, next_year_day, this};
use super::timespan::TimeUnit;
use crate::model::PartialDate;
use crate::model::date::YEARS;

/// Reads a date as prose names it, seen from a day, and gives the date that is due on this side of it.
pub(crate) fn point(c: &mut Cursor<'_>, from: Date, edge: Edge) -> Option<PartialDate> {
    c.attempt(|c| {
        let due = c.attempt(|c| period_end_word(c, from)).or_else(|| {
            let part = c.attempt(part_word).unwrap_or(Part::Whole);
            c.attempt(|c| named(c, from, part))?
                .in_year(c, from)?
                .on(part, from, edge)
        })?;
        (date::ends(c) && !c.sees(|c| goes_on(c, from))).then_some(due)
    })
}

/// Whether words name a date at all, also one that [`point`] refuses.
pub(crate) fn names_date(c: &mut Cursor<'_>) -> Option<()> {
    let any = Date::constant(2000, 1, 1);
    c.attempt(|c| {
        let end = c.attempt(|c| period_end_word(c, any)).is_some();
        if !end {
            let part = c.attempt(part_word).unwrap_or(Part::Whole);
            c.attempt(|c| named(c, any, part).map(drop))
                .or_else(|| date::part_of_year(c).map(drop))?;
        }
        date::ends(c).then_some(())
    })
}

/// The year that is said after a date: `2027`, `of 2027`, `, '27`, `of next year`.
pub(super) fn year_said(c: &mut Cursor<'_>, from: Date) -> Option<i16> {
    c.attempt(|c| {
        c.eat(",");
        c.gap().then_some(())?;
        if c.keyword("of") {
            c.gap().then_some(())?;
        }
        if c.phrase("next year") {
            return Some(from.year() + 1).filter(|year| YEARS.contains(year));
        }
        if c.phrase("this year") {
            return Some(from.year());
        }
        let year = date::apostrophe_year(c).or_else(|| date::year(c))?;
        c.ends_word().then_some(year)
    })
}

/// What makes another date of the one before it: a year, `of its fiscal year`, `or June`, `–Q3`.
fn goes_on(c: &mut Cursor<'_>, from: Date) -> Option<()> {
    if c.sees(|c| year_said(c, from)) {
        return Some(());
    }
    let spaced = c.gap();
    if c.eat_any(&["–", "—", "-", "/"]) || spaced && c.word_if(|word| matches!(word, "or" | "to"))
    {
        c.gap();
        if c.keyword("the") {
            c.gap();
        }
        return c
            .attempt(|c| date::date(c).map(drop))
            .or_else(|| date::day_of_year(c).map(drop))
            .or_else(|| date::part_of_year(c).map(drop))
            .or_else(|| month_alone(c).map(drop));
    }
    for _ in 0..4 {
        let word = c.lower_word()?;
        match word.as_str() {
            "fiscal" | "financial" | "fy" | "year" => return Some(()),
            "of" | "in" | "the" | "its" | "their" | "our" | "next" | "following" | "coming" => {}
            _ => return None,
        }
        c.gap().then_some(())?;
    }
    None
}

/// `the end of `, `end-`, `mid-`, `early `.
fn part_word(c: &mut Cursor<'_>) -> Option<Part> {
    if c.keyword("the") {
        c.gap().then_some(())?;
    }
    let part = match c.lower_word()?.as_str() {
        "end" | "close" => Part::End,
        "start" | "beginning" => Part::Start,
        "early" => Part::Early,
        "mid" => Part::Mid,
        "late" => Part::Late,
        _ => return None,
    };
    (c.eat("-") || c.gap()).then_some(())?;
    if c.keyword("of") {
        c.gap().then_some(())?;
    }
    Some(part)
}

/// `year-end`, `the year's end`, `quarter-end`, `EOY`, `midyear`.
fn period_end_word(c: &mut Cursor<'_>, from: Date) -> Option<PartialDate> {
    if c.keyword("the") {
        c.gap().then_some(())?;
    }
    let unit = match c.lower_word()?.as_str() {
        "eoy" => {
            return match year_said(c, from) {
                Some(year) => Some(PartialDate::Year(year)),
                None => this(TimeUnit::Year, from, 0),
            };
        }
        "midyear" => {
            return match year_said(c, from) {
                Some(year) => day(year, 6, 30),
                None => next_year_day(from, 6, 30),
            };
        }
        "year" => TimeUnit::Year,
        "quarter" => TimeUnit::Quarter,
        "month" => TimeUnit::Month,
        _ => return None,
    };
    if c.eat_any(&["'s", "’s"]) {
        c.gap().then_some(())?;
    } else {
        (c.eat("-") || c.gap()).then_some(())?;
    }
    c.keyword("end").then_some(())?;
    match (unit, year_said(c, from)) {
        (TimeUnit::Year, Some(year)) => Some(PartialDate::Year(year)),
        (_, Some(_)) => None,
        (unit, None) => this(unit, from, 0),
    }
}
