//! Which day is due: what a date, or a part of one, means after `by` and after `before`.
//!
//! Comes in: a date and the side of it that is meant. Goes out: the date that is due. It reads no text.

use jiff::civil::Date;

use super::timespan::in_bounds;
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

/// What part of a date is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
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

/// What a date means after `by` and after `before`.
#[derive(Clone, Copy)]
pub(super) struct Due {
    by: PartialDate,
    before: PartialDate,
}

impl Due {
    /// A date that lasts for a while, or for a day.
    pub(super) fn of(date: PartialDate) -> Option<Self> {
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
    pub(super) const fn end(date: PartialDate) -> Self {
        Self {
            by: date,
            before: date,
        }
    }

    /// The first day of a date.
    pub(super) fn start(date: PartialDate) -> Option<Self> {
        if matches!(date, PartialDate::FiscalYear(_)) {
            return None;
        }
        Self::of(PartialDate::Day(date.first_day(FiscalYearEnd::default())))
    }

    /// The due date on this side.
    pub(super) const fn on(self, edge: Edge) -> PartialDate {
        match edge {
            Edge::End => self.by,
            Edge::Start => self.before,
        }
    }
}

/// What a part of a date means after `by` and `before`. `None` if it is too vague.
pub(super) fn due(date: PartialDate, part: Part) -> Option<Due> {
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
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<PartialDate> {
    Date::new(year, month, day).ok().map(PartialDate::Day)
}
