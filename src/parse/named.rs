//! Dates that words name: `mid-2027`, `13 May`, `Q2`, `next quarter`. One without its year comes round every year.
//!
//! Comes in: a cursor before one, and the day from which it is seen. Goes out: the date, or what comes round; which day of
//! it is due, [`edge`](super::edge) says.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::cursor::{Cursor, Lower};
use super::date;
use super::due::year_said;
use super::edge::{Edge, Part, due, is_over};
use super::timespan::{TimeUnit, in_bounds, time_unit};
use super::units::{self, Count};
use crate::model::PartialDate;
use crate::model::date::YEARS;

/// A date as prose names it: one that stands still, or one that comes round every year.
pub(super) enum Named {
    /// With its year.
    Fixed(PartialDate),
    /// Without: the next that is not over.
    EveryYear(Yearly),
}

/// What comes round every year.
#[derive(Clone, Copy)]
pub(super) enum Yearly {
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
    pub(super) fn of(self, year: i16) -> Option<PartialDate> {
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
    pub(super) fn in_year(self, c: &mut Cursor<'_>, from: Date) -> Option<Self> {
        let Self::EveryYear(yearly) = self else {
            return Some(self);
        };
        match year_said(c, from) {
            Some(year) => yearly.of(year).map(Self::Fixed),
            None => Some(self),
        }
    }

    /// The due date of a part of it.
    pub(super) fn on(self, part: Part, from: Date, edge: Edge) -> Option<PartialDate> {
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

/// The next day with this date.
pub(super) fn next_year_day(from: Date, month: i8, day: i8) -> Option<PartialDate> {
    Named::EveryYear(Yearly::Day(month, day)).on(Part::Whole, from, Edge::End)
}

/// Reads a date with or without its year.
pub(super) fn named(c: &mut Cursor<'_>, from: Date, part: Part) -> Option<Named> {
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
pub(super) fn month_alone(c: &mut Cursor<'_>) -> Option<i8> {
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
pub(super) fn relative(c: &mut Cursor<'_>, from: Date, part: Part) -> Option<Named> {
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
pub(super) fn this(unit: TimeUnit, from: Date, steps: i8) -> Option<PartialDate> {
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
