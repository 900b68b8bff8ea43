//! Dates as prose names them after a preposition: `mid-2027`, `the end of Q2`, `13 May`, `year-end`, `next quarter`.
//!
//! Comes in: a cursor before one, and the day from which it is seen. Goes out: the absolute date by which, or before
//! which, something is due. A date without its year is the next one that is not over.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::cursor::{Cursor, Lower};
use super::date;
use super::timespan::{TimeUnit, in_bounds, time_unit};
use super::units::{self, Count};
use crate::model::date::YEARS;
use crate::model::{FiscalYearEnd, PartialDate};

/// Whether a date lies wholly before a day. A fiscal year may end on any day of its year.
pub(crate) fn is_over(due: PartialDate, from: Date) -> bool {
    due.last_day(FiscalYearEnd::default()) < from
}

/// Which side of a date a preposition means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Up to and including its last day: `by`, `until`, `through`.
    End,
    /// Up to the day before its first: `before`.
    Start,
}

/// What a date means after `by` and after `before`.
#[derive(Clone, Copy)]
struct Due {
    by: PartialDate,
    before: PartialDate,
}

impl Due {
    /// A date that lasts for a while, or for a day.
    fn of(date: PartialDate) -> Option<Self> {
        let before = match date {
            // When a fiscal year begins, only the company knows; it is when the one before ends.
            PartialDate::FiscalYear(year) => {
                let before = year.checked_sub(1).filter(|year| YEARS.contains(year))?;
                PartialDate::FiscalYear(before)
            }
            _ => in_bounds(date.first_day(FiscalYearEnd::default()).yesterday().ok()?)?,
        };
        Some(Self { by: date, before })
    }

    /// The end of a date: before it and by it are the same.
    const fn end(date: PartialDate) -> Self {
        Self {
            by: date,
            before: date,
        }
    }

    /// The first day of a date.
    fn start(date: PartialDate) -> Option<Self> {
        if matches!(date, PartialDate::FiscalYear(_)) {
            return None;
        }
        Self::of(PartialDate::Day(date.first_day(FiscalYearEnd::default())))
    }

    /// The due date on this side.
    const fn on(self, edge: Edge) -> PartialDate {
        match edge {
            Edge::End => self.by,
            Edge::Start => self.before,
        }
    }
}

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
fn year_said(c: &mut Cursor<'_>, from: Date) -> Option<i16> {
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

/// What part of a date is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// All of it.
    Whole,
    /// `the start of`.
    Start,
    /// `early`: the first quarter of a year.
    Early,
    /// `mid`: up to 30 June, or the 15th of a month.
    Mid,
    /// `late`: the last quarter of a year.
    Late,
    /// `the end of`.
    End,
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

/// A date as prose names it: one that stands still, or one that comes round every year.
enum Named {
    /// With its year.
    Fixed(PartialDate),
    /// Without: the next that is not over.
    EveryYear(Yearly),
}

/// What comes round every year.
#[derive(Clone, Copy)]
enum Yearly {
    /// `13 May`.
    Day(i8, i8),
    /// `June`.
    Month(i8),
    /// `Q2`.
    Quarter(i8),
    /// `H1`.
    Half(i8),
    /// `mid-year` is the middle of it.
    Year,
}

impl Yearly {
    /// The one of this year; 29 February is not in every year.
    fn of(self, year: i16) -> Option<PartialDate> {
        match self {
            Self::Day(month, day) => Date::new(year, month, day).ok().map(PartialDate::Day),
            Self::Month(month) => Some(PartialDate::Month(year, month)),
            Self::Quarter(quarter) => Some(PartialDate::Quarter(year, quarter)),
            Self::Half(half) => Some(PartialDate::Half(year, half)),
            Self::Year => Some(PartialDate::Year(year)),
        }
    }
}

impl Named {
    /// With the year that is said after it. `None` if that year has no such day.
    fn in_year(self, c: &mut Cursor<'_>, from: Date) -> Option<Self> {
        let Self::EveryYear(yearly) = self else {
            return Some(self);
        };
        match year_said(c, from) {
            Some(year) => yearly.of(year).map(Self::Fixed),
            None => Some(self),
        }
    }

    /// The due date of a part of it.
    fn on(self, part: Part, from: Date, edge: Edge) -> Option<PartialDate> {
        let yearly = match self {
            Self::Fixed(date) => return Some(due(date, part)?.on(edge)),
            Self::EveryYear(yearly) => yearly,
        };
        // No more than eight years lie between one 29 February and the next.
        let last = from.year().saturating_add(8).min(*YEARS.end());
        (from.year()..=last)
            .filter_map(|year| Some(due(yearly.of(year)?, part)?.on(edge)))
            .find(|due| !is_over(*due, from))
    }
}

/// What a part of a date means after `by` and `before`. `None` if it is too vague.
fn due(date: PartialDate, part: Part) -> Option<Due> {
    match (part, date) {
        (Part::Whole, _) => Due::of(date),
        (Part::Start, _) => Due::start(date),
        (Part::End, _) => Some(Due::end(date)),
        (Part::Early, PartialDate::Year(year)) => Due::of(PartialDate::Quarter(year, 1)),
        (Part::Late, PartialDate::Year(year)) => Due::of(PartialDate::Quarter(year, 4)),
        (Part::Mid, PartialDate::Year(year)) => day(year, 6, 30).map(Due::end),
        (Part::Mid, PartialDate::Month(year, month)) => day(year, month, 15).map(Due::end),
        (Part::Late, PartialDate::Month(..)) => Some(Due::end(date)),
        _ => None,
    }
}

/// A day that exists.
fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
    Date::new(year, month, day).ok().map(PartialDate::Day)
}

/// The next day with this date.
fn next_year_day(from: Date, month: i8, day: i8) -> Option<PartialDate> {
    Named::EveryYear(Yearly::Day(month, day)).on(Part::Whole, from, Edge::End)
}

/// Reads a date with or without its year.
fn named(c: &mut Cursor<'_>, from: Date, part: Part) -> Option<Named> {
    if c.keyword("the") {
        c.gap().then_some(())?;
    }
    let weekday = c.word_if(is_weekday);
    if weekday {
        c.eat(",");
        c.gap().then_some(())?;
    }
    let year = c.attempt(|c| {
        (!weekday && c.keyword("year") && c.gap()).then_some(())?;
        date::year(c).filter(|_| c.ends_word())
    });
    if let Some(year) = year {
        return Some(Named::Fixed(PartialDate::Year(year)));
    }
    if let Some(date) = date::date(c) {
        let goes_on = c.sees(|c| {
            (c.gap() || c.eat("-")).then_some(())?;
            date::part_of_year(c)
        });
        // `by 2000 people` names no year.
        let counts =
            matches!(date, PartialDate::Year(_)) && c.sees(|c| units::unit(c, Count::Many));
        return (!goes_on && !counts).then_some(Named::Fixed(date));
    }
    if let Some((month, day)) = date::day_of_year(c) {
        return Some(Named::EveryYear(Yearly::Day(month, day)));
    }
    if weekday {
        return None;
    }
    if let Some((letter, number)) = date::part_of_year(c) {
        let fiscal = c.sees(|c| {
            c.gap().then_some(())?;
            if c.keyword("of") {
                c.gap();
            }
            let word = c.letters()?;
            matches!(Lower::new(word).as_str(), "fiscal" | "fy" | "financial").then_some(())
        });
        let yearly = if letter == 'Q' {
            Yearly::Quarter(number)
        } else {
            Yearly::Half(number)
        };
        return (!fiscal).then_some(Named::EveryYear(yearly));
    }
    c.attempt(month_alone)
        .map(|month| Named::EveryYear(Yearly::Month(month)))
        .or_else(|| c.attempt(|c| relative(c, from, part)))
}

/// A day of the week in full.
pub(crate) fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}

/// `June`, but neither `may` nor `March Capital`.
fn month_alone(c: &mut Cursor<'_>) -> Option<i8> {
    c.peek()?.is_uppercase().then_some(())?;
    let month = date::month_name(c)?;
    let name = c.sees(|c| {
        (c.space() || c.eat("-")).then_some(())?;
        let next = c.peek()?;
        (next.is_alphanumeric() && !next.is_lowercase()).then_some(())
    });
    (!name).then_some(month)
}

/// `this year`, `next quarter`, `the current month`. Alone, a `year` is this one (`the end of the year`), but `by the
/// quarter` is no date.
fn relative(c: &mut Cursor<'_>, from: Date, part: Part) -> Option<Named> {
    let next = c.keyword("next");
    let said = next || c.word_if(|word| matches!(word, "this" | "current"));
    if said {
        c.gap().then_some(())?;
    } else if part == Part::Whole {
        return None;
    }
    match time_unit(c)? {
        TimeUnit::Year if !said => Some(Named::EveryYear(Yearly::Year)),
        unit => this(unit, from, i8::from(next)).map(Named::Fixed),
    }
}

/// The calendar year, quarter, month or week of a day, or the next one.
fn this(unit: TimeUnit, from: Date, steps: i8) -> Option<PartialDate> {
    let later = |months: i32| {
        from.first_of_month()
            .checked_add((i32::from(steps) * months).months())
            .ok()
    };
    match unit {
        TimeUnit::Year => {
            let year = from.year() + i16::from(steps);
            YEARS.contains(&year).then_some(PartialDate::Year(year))
        }
        TimeUnit::Quarter => {
            let day = later(3)?;
            Some(PartialDate::Quarter(day.year(), (day.month() + 2) / 3))
        }
        TimeUnit::Month => later(1).map(|day| PartialDate::Month(day.year(), day.month())),
        TimeUnit::Week => {
            let to_sunday = from.weekday().until(Weekday::Sunday);
            in_bounds(from.checked_add((to_sunday + 7 * steps).days()).ok()?)
        }
        TimeUnit::Day | TimeUnit::Hour => None,
    }
}
