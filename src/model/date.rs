//! Dates as precise as they were written, and no more.

use jiff::Timestamp;
use jiff::civil::Date;

/// A day, or an instant with the offset it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day: of the instant as written, in its own offset.
    pub day: Date,
    /// The instant, if a time was written (RFC 3339).
    pub instant: Option<Timestamp>,
}

/// A date as precise as it was written.
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

/// The last day of a company's fiscal year. 31 December unless a company says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiscalYearEnd {
    /// From 1 to 12.
    pub month: i8,
    /// From 1 to 31; clamped to the month's length in a given year.
    pub day: i8,
}

impl Default for FiscalYearEnd {
    fn default() -> Self {
        Self { month: 12, day: 31 }
    }
}
