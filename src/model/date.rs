//! Dates as precise as they were written, and no more.
//!
//! Comes in: what `parse` has read. Goes out: the first and last day of a date, an order, and the spelling in data
//! (ISO 8601 where it has one). Years are 1000 to 9999. Nothing here asks a clock.

use std::cmp::Ordering;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

/// A day, or an instant with the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day: of the instant as written, in its own offset.
    pub day: Date,
    /// The instant, if a time was written (RFC 3339).
    pub instant: Option<Timestamp>,
    /// The offset from UTC that the time was written with; UTC for a day.
    pub offset: Offset,
}

impl Moment {
    /// A day without a time.
    pub const fn day(day: Date) -> Self {
        Self {
            day,
            instant: None,
            offset: Offset::UTC,
        }
    }

    /// An instant, seen from `offset`.
    pub fn instant(instant: Timestamp, offset: Offset) -> Self {
        Self {
            day: offset.to_datetime(instant).date(),
            instant: Some(instant),
            offset,
        }
    }
}

impl fmt::Display for Moment {
    /// `2026-02-12`, or RFC 3339 with the offset that was written: `2026-02-12T10:00:00+02:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.instant {
            None => self.day.fmt(f),
            Some(instant) if self.offset.is_zero() => instant.fmt(f),
            Some(instant) => instant.display_with_offset(self.offset).fmt(f),
        }
    }
}

/// A date as precise as it was written.
///
/// Values out of their bounds (a month 13) can't come from a parser; the functions here read them as the nearest
/// good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// `2026-02-12`.
    Day(Date),
    /// `2026-02`; month from 1 to 12.
    Month(i16, i8),
    /// `2026-Q1`; quarter from 1 to 4.
    Quarter(i16, i8),
    /// `2026-H1`; half from 1 to 2.
    Half(i16, i8),
    /// `FY2025`: the fiscal year that is named after, and ends in, this year.
    FiscalYear(i16),
    /// `2028`.
    Year(i16),
}

/// The years that a date may have.
pub const YEARS: std::ops::RangeInclusive<i16> = 1000..=9999;

impl PartialDate {
    /// The first day that it covers.
    pub fn first_day(self, end: FiscalYearEnd) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => day_in(year, month, 1),
            Self::Quarter(year, quarter) => day_in(year, quarter.clamp(1, 4) * 3 - 2, 1),
            Self::Half(year, half) => day_in(year, half.clamp(1, 2) * 6 - 5, 1),
            Self::FiscalYear(year) => end.in_year(year.saturating_sub(1)).saturating_add(1.day()),
            Self::Year(year) => day_in(year, 1, 1),
        }
    }

    /// The last day that it covers; as a deadline, the last day that counts.
    pub fn last_day(self, end: FiscalYearEnd) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(year, month) => day_in(year, month, 31),
            Self::Quarter(year, quarter) => day_in(year, quarter.clamp(1, 4) * 3, 31),
            Self::Half(year, half) => day_in(year, half.clamp(1, 2) * 6, 31),
            Self::FiscalYear(year) => end.in_year(year),
            Self::Year(year) => day_in(year, 12, 31),
        }
    }

    /// What the order is made of: when it begins, when it ends, then how it was written.
    fn sort_key(self) -> (Date, Date, u8, i16, i8) {
        let (rank, year, part) = match self {
            Self::Day(day) => (0, day.year(), 0),
            Self::Month(year, month) => (1, year, month),
            Self::Quarter(year, quarter) => (2, year, quarter),
            Self::Half(year, half) => (3, year, half),
            Self::FiscalYear(year) => (4, year, 0),
            Self::Year(year) => (5, year, 0),
        };
        let end = FiscalYearEnd::default();
        (self.first_day(end), self.last_day(end), rank, year, part)
    }
}

impl Ord for PartialDate {
    /// By first day, then by last day; a fiscal year counts as if it ended in December.
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    /// The spelling in data: `2026-02-12`, `2026-02`, `2026-Q1`, `2026-H1`, `FY2025`, `2028`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Self::FiscalYear(year) => write!(f, "FY{year:04}"),
            Self::Year(year) => write!(f, "{year:04}"),
        }
    }
}

/// The last day of a company's fiscal year. 31 December unless a company says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalYearEnd {
    /// From 1 to 12.
    pub month: i8,
    /// From 1 to 31; clamped to the month's length in a given year.
    pub day: i8,
}

impl FiscalYearEnd {
    /// Reads `01-31`: month and day, one or two digits each. A day that the month never has is `None`; 02-29 is
    /// good, and ends other years on the 28th.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.trim().split_once('-')?;
        let number = |text: &str| -> Option<i8> {
            let digits = matches!(text.len(), 1..=2) && text.bytes().all(|b| b.is_ascii_digit());
            if digits { text.parse().ok() } else { None }
        };
        let (month, day) = (number(month)?, number(day)?);
        let leap_year = 2000;
        Date::new(leap_year, month, day).ok()?;
        Some(Self { month, day })
    }

    /// The last day of the fiscal year that ends in this year.
    fn in_year(self, year: i16) -> Date {
        day_in(year, self.month, self.day)
    }
}

impl Default for FiscalYearEnd {
    fn default() -> Self {
        Self { month: 12, day: 31 }
    }
}

/// A day, with month and day brought within their bounds. The year before 1000 is there for the fiscal year 1000.
fn day_in(year: i16, month: i8, day: i8) -> Date {
    let year = year.clamp(*YEARS.start() - 1, *YEARS.end());
    let first = Date::new(year, month.clamp(1, 12), 1)
        .expect("the year is from 999 to 9999 and the month from 1 to 12");
    let day = day.clamp(1, first.days_in_month());
    Date::new(first.year(), first.month(), day).expect("the day is within its month")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_date_is_printed_with_the_precision_that_it_has() {
        for (value, printed) in [
            (PartialDate::Day(date(2026, 2, 12)), "2026-02-12"),
            (PartialDate::Month(2026, 2), "2026-02"),
            (PartialDate::Quarter(2026, 1), "2026-Q1"),
            (PartialDate::Half(2026, 1), "2026-H1"),
            (PartialDate::FiscalYear(2025), "FY2025"),
            (PartialDate::Year(2028), "2028"),
        ] {
            assert_eq!(value.to_string(), printed);
        }
    }

    #[test]
    fn a_date_covers_its_days() {
        let january = FiscalYearEnd { month: 1, day: 31 };
        let december = FiscalYearEnd::default();
        for (value, end, first, last) in [
            (
                PartialDate::Day(date(2026, 2, 12)),
                december,
                date(2026, 2, 12),
                date(2026, 2, 12),
            ),
            (
                PartialDate::Month(2028, 2),
                december,
                date(2028, 2, 1),
                date(2028, 2, 29),
            ),
            (
                PartialDate::Quarter(2017, 2),
                december,
                date(2017, 4, 1),
                date(2017, 6, 30),
            ),
            (
                PartialDate::Half(2026, 2),
                december,
                date(2026, 7, 1),
                date(2026, 12, 31),
            ),
            (
                PartialDate::FiscalYear(2025),
                december,
                date(2025, 1, 1),
                date(2025, 12, 31),
            ),
            (
                PartialDate::FiscalYear(2026),
                january,
                date(2025, 2, 1),
                date(2026, 1, 31),
            ),
            (
                PartialDate::FiscalYear(1000),
                december,
                date(1000, 1, 1),
                date(1000, 12, 31),
            ),
            (
                PartialDate::Year(9999),
                december,
                date(9999, 1, 1),
                date(9999, 12, 31),
            ),
        ] {
            assert_eq!(
                (value.first_day(end), value.last_day(end)),
                (first, last),
                "{value}"
            );
        }
    }

    #[test]
    fn a_fiscal_year_that_ends_on_a_leap_day_is_clamped() {
        let end = FiscalYearEnd::parse("02-29").unwrap();
        assert_eq!(
            PartialDate::FiscalYear(2025).last_day(end),
            date(2025, 2, 28)
        );
        assert_eq!(
            PartialDate::FiscalYear(2024).last_day(end),
            date(2024, 2, 29)
        );
        assert_eq!(
            PartialDate::FiscalYear(2025).first_day(end),
            date(2024, 3, 1)
        );
    }

    #[test]
    fn a_fiscal_year_end_is_a_month_and_a_day_of_it() {
        assert_eq!(
            FiscalYearEnd::parse("01-31"),
            Some(FiscalYearEnd { month: 1, day: 31 })
        );
        assert_eq!(
            FiscalYearEnd::parse(" 9-30 "),
            Some(FiscalYearEnd { month: 9, day: 30 })
        );
        for text in [
            "",
            "13-01",
            "02-30",
            "04-31",
            "0131",
            "01-31-2026",
            "+1-31",
            "00-10",
            "1-0",
        ] {
            assert_eq!(FiscalYearEnd::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_sort_by_their_first_day_and_then_by_length() {
        let mut dates = [
            PartialDate::Year(2026),
            PartialDate::Day(date(2026, 2, 12)),
            PartialDate::Half(2026, 1),
            PartialDate::Month(2026, 1),
            PartialDate::FiscalYear(2026),
            PartialDate::Quarter(2026, 1),
            PartialDate::Day(date(2026, 1, 1)),
        ];
        dates.sort();
        assert_eq!(
            dates.map(|date| date.to_string()),
            [
                "2026-01-01",
                "2026-01",
                "2026-Q1",
                "2026-H1",
                "FY2026",
                "2026",
                "2026-02-12"
            ]
        );
    }

    #[test]
    fn a_moment_is_printed_with_the_offset_that_was_written() {
        let instant: Timestamp = "2026-02-12T08:00:00Z".parse().unwrap();
        let plus_two = Offset::constant(2);
        assert_eq!(Moment::day(date(2026, 2, 12)).to_string(), "2026-02-12");
        assert_eq!(
            Moment::instant(instant, Offset::UTC).to_string(),
            "2026-02-12T08:00:00Z"
        );
        assert_eq!(
            Moment::instant(instant, plus_two).to_string(),
            "2026-02-12T10:00:00+02:00"
        );
    }

    #[test]
    fn the_day_of_a_moment_is_the_day_where_it_was_written() {
        let instant: Timestamp = "2026-02-12T23:30:00Z".parse().unwrap();
        assert_eq!(
            Moment::instant(instant, Offset::constant(9)).day,
            date(2026, 2, 13)
        );
    }

    proptest! {
        #[test]
        fn no_date_panics_and_none_ends_before_it_begins(
            kind in 0..5, year: i16, part: i8, month: i8, day: i8,
        ) {
            let value = match kind {
                0 => PartialDate::Month(year, part),
                1 => PartialDate::Quarter(year, part),
                2 => PartialDate::Half(year, part),
                3 => PartialDate::FiscalYear(year.clamp(1000, 9999)),
                _ => PartialDate::Year(year),
            };
            let end = FiscalYearEnd { month, day };
            prop_assert!(value.first_day(end) <= value.last_day(end));
        }
    }
}
