//! Times: a day, a clock and an offset.
//!
//! Comes in: a cursor before one. Goes out: the instant, with the offset that was written: RFC 3339, and the looser
//! forms of YAML 1.1.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::cursor::Cursor;
use super::date;
use crate::model::Moment;

/// A day, a time and perhaps an offset.
pub(crate) fn time(c: &mut Cursor<'_>) -> Option<Moment> {
    let year = date::year(c)?;
    c.eat("-").then_some(())?;
    let month = i8::try_from(c.small_number(2)?).ok()?;
    c.eat("-").then_some(())?;
    let day = Date::new(year, month, i8::try_from(c.small_number(2)?).ok()?).ok()?;
    (c.eat_any(&["T", "t"]) || c.space()).then_some(())?;
    let hour = two_digits(c)?;
    c.eat(":").then_some(())?;
    let minute = two_digits(c)?;
    let second = if c.eat(":") { two_digits(c)? } else { 0 };
    let mut nanosecond = 0_i32;
    if c.eat(".") {
        let digits = c.digits()?;
        for index in 0..9 {
            let digit = digits.as_bytes().get(index).map_or(0, |byte| byte - b'0');
            nanosecond = nanosecond * 10 + i32::from(digit);
        }
    }
    // A leap second has no place on the clock of a site: it is the second before.
    let clock = Time::new(hour, minute, second.min(59), nanosecond).ok()?;
    (second <= 60).then_some(())?;
    c.space();
    let offset = if c.is_done() { Offset::UTC } else { offset(c)? };
    let instant: Timestamp = offset.to_timestamp(day.to_datetime(clock)).ok()?;
    Some(Moment::instant(instant, offset))
}

/// `Z`, `UTC`, `+02:00`, `-0500`, `+2`.
fn offset(c: &mut Cursor<'_>) -> Option<Offset> {
    if c.word_if(|zone| matches!(zone, "z" | "utc" | "gmt")) {
        return Some(Offset::UTC);
    }
    let sign = if c.eat("+") {
        1
    } else if c.eat("-") || c.eat("\u{2212}") {
        -1
    } else {
        return None;
    };
    let digits = c.digits()?;
    let (hours, minutes) = match digits.len() {
        1 | 2 if c.eat(":") => (digits, c.digits().filter(|minutes| minutes.len() == 2)?),
        1 | 2 => (digits, "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// Exactly two digits.
fn two_digits(c: &mut Cursor<'_>) -> Option<i8> {
    let digits = c.digits().filter(|digits| digits.len() == 2)?;
    digits.parse().ok()
}
