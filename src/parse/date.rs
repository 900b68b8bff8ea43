//! Dates and times as people write them.
//!
//! Comes in: a text. Goes out: a date with the precision that was written. What could be read in two ways
//! (`02/03/2026`, fiscal quarters, `early 2027`) is not read. Nothing here asks what day it is.

use jiff::civil::Date;

use super::clock;
use super::cursor::{Cursor, Lower};
use crate::model::date::YEARS;
use crate::model::{Moment, PartialDate};

/// The date that the whole text is: `2026-02-12`, `Feb 2026`, `1Q26`, `H1 2026`, `FY 2025`, `2028`.
pub fn partial(text: &str) -> Option<PartialDate> {
    whole(text, date)
}

/// The day or time that the whole text is: a day in any spelling, RFC 3339, or the looser times that YAML allows
/// (`2026-02-12 10:00:00 +02:00`). A time without an offset is UTC, as in YAML 1.1.
pub fn moment(text: &str) -> Option<Moment> {
    match partial(text) {
        Some(PartialDate::Day(day)) => Some(Moment::day(day)),
        Some(_) => None,
        None => whole(text, clock::time),
    }
}

/// What `grammar` reads, if it reads all of the text.
fn whole<T>(text: &str, grammar: fn(&mut Cursor<'_>) -> Option<T>) -> Option<T> {
    let mut cursor = Cursor::new(text.trim());
    let read = grammar(&mut cursor)?;
    cursor.is_done().then_some(read)
}

/// Reads a date that begins here. It ends before a sign or a space, never inside a word or a number; `2024` of
/// `2024-2028` is read, and the caller decides what the rest makes of it.
pub(crate) fn date(c: &mut Cursor<'_>) -> Option<PartialDate> {
    c.attempt(|c| {
        let mut ahead = *c;
        let lead = Lower::new(ahead.letters().unwrap_or_default());
        let date = match lead.as_str() {
            "" if c.peek()?.is_ascii_digit() => c
                .attempt(year_first)
                .or_else(|| c.attempt(day_first))
                .or_else(|| c.attempt(period_first))
                .or_else(|| ordinal_period(c)),
            "q" | "h" => period_letter_first(c),
            "fy" | "fiscal" | "financial" => fiscal(c),
            "the" | "first" | "second" | "third" | "fourth" => ordinal_period(c),
            month if month_number(month).is_some() => month_first(c),
            _ => None,
        }?;
        c.ends_word().then_some(date)
    })
}

/// Whether a date that was read ends here: the text goes on neither as a number nor as a longer date.
pub(crate) fn ends(c: &Cursor<'_>) -> bool {
    !c.sees(|c| {
        let sign = c.bump()?;
        match sign {
            '%' | '％' | '+' => Some(()),
            '-' | '\u{2011}' | '/' | '\'' | '’' => (!c.ends_word()).then_some(()),
            '–' | '.' | ',' | ':' => c.peek()?.is_ascii_digit().then_some(()),
            _ => (sign.is_alphanumeric()).then_some(()),
        }
    })
}

/// `2026-02-12`, `2026-02`, `2026-Q1`, `2026 H1`, `2028`; `/` for `-`.
fn year_first(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let year = year(c)?;
    let rest = c.attempt(|c| {
        let period = c.attempt(|c| {
            dash_or_space(c);
            period_of(c, year)
        });
        if period.is_some() {
            return period;
        }
        let sign = ["-", "/"].into_iter().find(|sign| c.eat(sign))?;
        let digits = c.digits()?;
        let month = digits.parse().ok()?;
        let day = c.attempt(|c| if c.eat(sign) { c.small_number(2) } else { None });
        // `2025/12` may as well be a season: only the whole day is read with slashes.
        let iso_month = digits.len() == 2 && sign == "-" && (1..=12).contains(&month);
        match day {
            Some(day) if digits.len() <= 2 => day_of(year, month, day),
            None if iso_month => Some(PartialDate::Month(year, month)),
            _ => None,
        }
        .filter(|_| c.ends_word())
    });
    Some(rest.unwrap_or(PartialDate::Year(year)))
}

/// `12 Feb 2026`, `12th of February, 2026`, `12-Feb-2026`.
fn day_first(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let (month, day) = day_and_month(c)?;
    c.eat_any(&[".", ","]);
    dash_or_space(c);
    day_of(year(c)?, month, day)
}

/// `12 Feb`, `12th of February`.
fn day_and_month(c: &mut Cursor<'_>) -> Option<(i8, u16)> {
    c.attempt(|c| {
        let day = c.small_number(2)?;
        if !c.ends_word() {
            ordinal_ending(c)?;
        }
        dash_or_space(c).then_some(())?;
        if c.keyword("of") {
            c.space();
        }
        Some((month_name(c)?, day))
    })
}

/// `Feb 12, 2026`, `Feb. 12th 2026`, `February 2026`, `Feb '26`.
fn month_first(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let month = month_name(c)?;
    c.eat(".");
    let day = c.attempt(|c| {
        dash_or_space(c).then_some(())?;
        let day = day_number(c)?;
        let comma = c.eat(",");
        let space = c.space();
        (comma || space).then_some(())?;
        day_of(year(c)?, month, day)
    });
    if day.is_some() {
        return day;
    }
    c.eat(",");
    let year = c.attempt(|c| {
        dash_or_space(c).then_some(())?;
        if c.keyword("of") {
            c.space();
        }
        apostrophe_year(c).or_else(|| year(c))
    })?;
    Some(PartialDate::Month(year, month))
}

/// A day and a month without a year: `13 May`, `May 13th`. Whether that day exists depends on the year.
pub(crate) fn day_of_year(c: &mut Cursor<'_>) -> Option<(i8, i8)> {
    c.attempt(|c| {
        let (month, day) = match day_and_month(c) {
            Some(read) => read,
            None => {
                let month = month_name(c)?;
                c.eat(".");
                c.space().then_some(())?;
                (month, day_number(c)?)
            }
        };
        let leap_year = 2000;
        let day = i8::try_from(day).ok()?;
        Date::new(leap_year, month, day).ok()?;
        c.ends_word().then_some((month, day))
    })
}

/// `12`, `12th`.
fn day_number(c: &mut Cursor<'_>) -> Option<u16> {
    c.attempt(|c| {
        let day = c.small_number(2)?;
        if !c.ends_word() {
            ordinal_ending(c)?;
        }
        Some(day)
    })
}

/// `1Q26`, `1H 2026`.
fn period_first(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let number = c.small_number(1)?;
    let letter = c.letters()?;
    c.space();
    let year = short_year(c)?;
    period(letter, number, year)
}

/// `Q1 2026`, `Q1-2026`, `Q1 of 2026`, `Q1/26`, `H1 '26`.
fn period_letter_first(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let letter = c.letters()?;
    let number = c.small_number(1)?;
    let comma = c.eat(",");
    let spaced = c.space();
    if spaced && c.keyword("of") {
        c.space();
    }
    let year = if !comma && !spaced && (c.eat("/") || c.eat("-")) {
        short_year(c)?
    } else {
        apostrophe_year(c).or_else(|| if spaced { year(c) } else { None })?
    };
    period(letter, number, year)
}

/// The `Q1` or `H2` of a year that is known.
fn period_of(c: &mut Cursor<'_>, year: i16) -> Option<PartialDate> {
    let letter = c.letters()?;
    let number = c.small_number(1)?;
    c.ends_word().then_some(())?;
    period(letter, number, year)
}

/// A quarter or half without its year: `Q2`, `the second quarter`, `H1`. The letter is `Q` or `H`.
pub(crate) fn part_of_year(c: &mut Cursor<'_>) -> Option<(char, i8)> {
    c.attempt(|c| {
        let read = c.attempt(ordinal_part).or_else(|| {
            let letter = c.letters()?;
            Some((period_letter(letter)?, c.small_number(1)?))
        })?;
        let number = i8::try_from(read.1).ok()?;
        let most = if read.0 == 'Q' { 4 } else { 2 };
        ((1..=most).contains(&number) && c.ends_word()).then_some((read.0, number))
    })
}

/// `first quarter of 2026`, `2nd half 2025`, with or without `the`.
fn ordinal_period(c: &mut Cursor<'_>) -> Option<PartialDate> {
    c.attempt(|c| {
        if c.keyword("the") {
            c.space();
        }
        let (letter, number) = ordinal_part(c)?;
        c.space().then_some(())?;
        if c.keyword("of") {
            c.space();
        }
        let year = year(c)?;
        part(letter, number, year)
    })
}

/// `first quarter`, `2nd half`.
fn ordinal_part(c: &mut Cursor<'_>) -> Option<(char, u16)> {
    let number = if c.peek()?.is_ascii_digit() {
        let number = c.small_number(1)?;
        ordinal_ending(c)?;
        number
    } else {
        match c.lower_word()?.as_str() {
            "first" => 1,
            "second" => 2,
            "third" => 3,
            "fourth" => 4,
            _ => return None,
        }
    };
    dash_or_space(c);
    if c.keyword("quarter") {
        Some(('Q', number))
    } else if c.keyword("half") {
        Some(('H', number))
    } else {
        None
    }
}

/// `FY2025`, `FY 25`, `FY'25`, `FY2024/25`, `fiscal 2025`, `fiscal year 2025`, `financial year 2025`.
fn fiscal(c: &mut Cursor<'_>) -> Option<PartialDate> {
    let word = c.letters()?;
    let first = if word.eq_ignore_ascii_case("fy") {
        dash_or_space(c);
        apostrophe_year(c).or_else(|| short_year(c))?
    } else {
        let fiscal = word.eq_ignore_ascii_case("fiscal");
        (fiscal || word.eq_ignore_ascii_case("financial")).then_some(())?;
        c.space().then_some(())?;
        if c.keyword("year") {
            c.space().then_some(())?;
        } else if !fiscal {
            return None;
        }
        year(c)?
    };
    // A year that spans two calendar years is named after the one in which it ends.
    let second = c.attempt(|c| {
        c.eat_any(&["/", "-", "–"]).then_some(())?;
        let year = short_year(c)?;
        (year == first + 1 && c.ends_word()).then_some(year)
    });
    Some(PartialDate::FiscalYear(second.unwrap_or(first)))
}

/// Four digits, from 1000 to 9999.
pub(crate) fn year(c: &mut Cursor<'_>) -> Option<i16> {
    c.attempt(|c| {
        let digits = c.digits()?;
        if digits.len() != 4 {
            return None;
        }
        digits.parse().ok().filter(|year| YEARS.contains(year))
    })
}

/// Four digits, or two: `26` is 2026, `98` is 1998.
pub(crate) fn short_year(c: &mut Cursor<'_>) -> Option<i16> {
    if let Some(year) = year(c) {
        return Some(year);
    }
    c.attempt(|c| {
        let digits = c.digits()?;
        if digits.len() != 2 {
            return None;
        }
        let year: i16 = digits.parse().ok()?;
        Some(if year < 70 { 2000 + year } else { 1900 + year })
    })
}

/// `'26`, with either apostrophe.
pub(crate) fn apostrophe_year(c: &mut Cursor<'_>) -> Option<i16> {
    c.attempt(|c| {
        c.eat_any(&["'", "’", "‘"]).then_some(())?;
        short_year(c)
    })
}

/// A month by its English name or its usual short form.
pub(crate) fn month_name(c: &mut Cursor<'_>) -> Option<i8> {
    month_number(c.lower_word()?.as_str())
}

/// The month with this English name or usual short form, in small letters.
pub(crate) fn month_number(name: &str) -> Option<i8> {
    Some(match name {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// Passes what may stand between the parts of a date; whether something did.
fn dash_or_space(c: &mut Cursor<'_>) -> bool {
    c.eat("-") || c.space()
}

/// The `th` of `12th`.
fn ordinal_ending(c: &mut Cursor<'_>) -> Option<()> {
    c.word_if(|ending| matches!(ending, "st" | "nd" | "rd" | "th"))
        .then_some(())
}

/// `Q` or `H`, from the letters that stand before or after the number.
fn period_letter(letters: &str) -> Option<char> {
    match letters {
        "Q" | "q" => Some('Q'),
        "H" | "h" => Some('H'),
        _ => None,
    }
}

/// The quarter or half with this number.
fn period(letters: &str, number: u16, year: i16) -> Option<PartialDate> {
    part(period_letter(letters)?, number, year)
}

/// The quarter (`Q`) or half (`H`) with this number.
fn part(letter: char, number: u16, year: i16) -> Option<PartialDate> {
    let number = i8::try_from(number).ok()?;
    match (letter, number) {
        ('Q', 1..=4) => Some(PartialDate::Quarter(year, number)),
        ('H', 1..=2) => Some(PartialDate::Half(year, number)),
        _ => None,
    }
}

/// A day that exists.
fn day_of(year: i16, month: i8, day: u16) -> Option<PartialDate> {
    Date::new(year, month, i8::try_from(day).ok()?)
        .ok()
        .map(PartialDate::Day)
}
