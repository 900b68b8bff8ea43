//! Lengths of time in prose: `90 days`, `two quarters`, `6–12 months`.
//!
//! Comes in: a cursor before one. Goes out: the length, which can be added to a day. Months clamp to the last day.

use jiff::ToSpan;
use jiff::civil::Date;

use super::cursor::Cursor;
use crate::model::PartialDate;
use crate::model::date::YEARS;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    /// How many.
    pub(crate) count: i32,
    /// Of what.
    pub(crate) unit: TimeUnit,
}

/// What time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    /// 24 of them are a day, and a part of a day is one.
    Hour,
    /// Days of the calendar.
    Day,
    /// Seven days.
    Week,
    /// Months of the calendar; a day that the last one has not is its last day.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl Length {
    /// The day that is this long after another.
    pub(crate) fn after(self, from: Date) -> Option<PartialDate> {
        let count = self.count;
        let span = match self.unit {
            TimeUnit::Hour => (count + 23) / 24,
            TimeUnit::Day => count,
            TimeUnit::Week => count * 7,
            TimeUnit::Month => return self.months(from, 1),
            TimeUnit::Quarter => return self.months(from, 3),
            TimeUnit::Year => return self.months(from, 12),
        };
        in_bounds(from.checked_add(span.days()).ok()?)
    }

    /// The day that is `count` times so many months later.
    fn months(self, from: Date, each: i32) -> Option<PartialDate> {
        in_bounds(from.checked_add((self.count * each).months()).ok()?)
    }
}

/// A day whose year can be written.
pub(crate) fn in_bounds(day: Date) -> Option<PartialDate> {
    YEARS.contains(&day.year()).then_some(PartialDate::Day(day))
}

/// `month`, but not `months`.
pub(crate) fn one_of_unit(c: &mut Cursor<'_>) -> Option<Length> {
    c.attempt(|c| {
        let start = c.at();
        let unit = time_unit(c)?;
        let plural = c.since(start).ends_with(['s', 'S']);
        (!plural).then_some(Length { count: 1, unit })
    })
}

/// `90 days`, `two quarters`, `a year`, `6–12 months`: of a range, the longer.
pub(crate) fn length(c: &mut Cursor<'_>) -> Option<Length> {
    c.attempt(|c| {
        if c.phrase("half a year") {
            return Some(Length {
                count: 6,
                unit: TimeUnit::Month,
            });
        }
        let mut count = count(c)?;
        let longer = c.attempt(|c| {
            let spaced = c.gap();
            let word = spaced && (c.keyword("to") || c.keyword("or"));
            (word || c.eat_any(&["-", "–"])).then_some(())?;
            c.gap();
            self::count(c)
        });
        if let Some(longer) = longer {
            (longer >= count).then_some(())?;
            count = longer;
        }
        // `twelve (12) months`, as contracts write.
        c.attempt(|c| {
            (c.gap() && c.eat("(") && self::count(c)? == count && c.eat(")")).then_some(())
        });
        c.gap().then_some(())?;
        if c.keyword("calendar") {
            c.gap().then_some(())?;
        }
        Some(Length {
            count,
            unit: time_unit(c)?,
        })
    })
}

/// A whole number up to 9999, in digits or in words up to ninety-nine; `a` is one.
fn count(c: &mut Cursor<'_>) -> Option<i32> {
    c.attempt(|c| {
        if c.peek()?.is_ascii_digit() {
            let number = c.small_number(4)?;
            return c.ends_word().then_some(i32::from(number));
        }
        let word = c.lower_word()?;
        let tens = match word.as_str() {
            "a" | "an" => return Some(1),
            "twenty" => 20,
            "thirty" => 30,
            "forty" => 40,
            "fifty" => 50,
            "sixty" => 60,
            "seventy" => 70,
            "eighty" => 80,
            "ninety" => 90,
            small => return small_number(small),
        };
        let ones = c.attempt(|c| {
            (c.eat("-") || c.space()).then_some(())?;
            small_number(c.lower_word()?.as_str()).filter(|ones| (1..10).contains(ones))
        });
        Some(tens + ones.unwrap_or(0))
    })
}

/// A number below twenty in words.
fn small_number(word: &str) -> Option<i32> {
    const NUMBERS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let index = NUMBERS.iter().position(|number| *number == word)?;
    i32::try_from(index).ok()
}

/// `day`, `quarter`; the plural too.
pub(crate) fn time_unit(c: &mut Cursor<'_>) -> Option<TimeUnit> {
    c.attempt(|c| {
        Some(match c.lower_word()?.as_str() {
            "hour" | "hours" => TimeUnit::Hour,
            "day" | "days" => TimeUnit::Day,
            "week" | "weeks" => TimeUnit::Week,
            "month" | "months" => TimeUnit::Month,
            "quarter" | "quarters" => TimeUnit::Quarter,
            "year" | "years" => TimeUnit::Year,
            _ => return None,
        })
    })
}
