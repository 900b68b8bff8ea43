//! Phrases that say when a number holds: `as of Feb 2026`, `since 2018`, `through 2028`, `2024–2028`.
//!
//! Comes in: a cursor before such a phrase. Goes out: the point in time, or the start and end, that it names. A date
//! that may be a part of something longer (`in 2025 dollars`, `FY2025 Q3`) is not read.

use super::cursor::Cursor;
use super::date;
use crate::model::{FiscalYearEnd, PartialDate};

/// When a number holds, as far as one phrase says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Period {
    /// The point in time.
    pub(crate) as_of: Option<PartialDate>,
    /// The start of the period.
    pub(crate) since: Option<PartialDate>,
    /// The end of the period.
    pub(crate) through: Option<PartialDate>,
}

impl Period {
    /// A point in time.
    const fn point(date: PartialDate) -> Self {
        Self {
            as_of: Some(date),
            since: None,
            through: None,
        }
    }

    /// Takes over what `other` says, if nothing is said twice; whether it did.
    pub(crate) fn take(&mut self, other: Self) -> bool {
        let clash = self.as_of.is_some() && other.as_of.is_some()
            || self.since.is_some() && other.since.is_some()
            || self.through.is_some() && other.through.is_some();
        if !clash {
            self.as_of = self.as_of.or(other.as_of);
            self.since = self.since.or(other.since);
            self.through = self.through.or(other.through);
        }
        !clash
    }
}

/// Reads a phrase that begins here with a preposition, or that is a period such as `2024–2028`.
pub(crate) fn phrase(c: &mut Cursor<'_>) -> Option<Period> {
    c.attempt(|c| {
        let period = match c.peek()? {
            next if next.is_alphabetic() => worded(c).or_else(|| span(c))?,
            _ => span(c)?,
        };
        stands_alone(c).then_some(period)
    })
}

/// Reads a date that begins here without a preposition: `Feb 2026`, `end of 2025`.
pub(crate) fn bare(c: &mut Cursor<'_>) -> Option<PartialDate> {
    c.attempt(|c| {
        let date = point(c)?;
        stands_alone(c).then_some(date)
    })
}

/// The phrase, or date, that the whole text is.
pub(crate) fn whole(text: &str) -> Option<Period> {
    let text = text.trim();
    let mut c = Cursor::new(text);
    let period = phrase(&mut c).or_else(|| bare(&mut c).map(Period::point))?;
    c.is_done().then_some(period)
}

/// A preposition and what it governs.
fn worded(c: &mut Cursor<'_>) -> Option<Period> {
    c.attempt(|c| {
        let word = c.lower_word()?;
        c.space().then_some(())?;
        match word.as_str() {
            "as" => {
                let point_in_time = c.word_if(|word| matches!(word, "of" | "at")) && c.space();
                point_in_time.then_some(())?;
                point(c).map(Period::point)
            }
            "in" | "for" | "during" => span(c).or_else(|| point(c).map(Period::point)),
            // `at 2025 levels` and `on 2025 figures` are no points in time.
            "at" | "on" => point(c)
                .filter(|date| matches!(date, PartialDate::Day(_)))
                .map(Period::point),
            "from" | "over" | "across" | "throughout" => span(c),
            "between" => {
                let since = point(c)?;
                (c.space() && c.keyword("and") && c.space()).then_some(())?;
                ordered(since, point(c)?)
            }
            "since" => Some(Period {
                since: Some(point(c)?),
                ..Period::default()
            }),
            "up" => {
                (c.keyword("to") && c.space()).then_some(())?;
                until(c)
            }
            "through" | "thru" | "until" | "till" | "by" | "to" => until(c),
            _ => None,
        }
    })
}

/// The end of a period.
fn until(c: &mut Cursor<'_>) -> Option<Period> {
    Some(Period {
        through: Some(point(c)?),
        ..Period::default()
    })
}

/// Two dates with a dash, `to` or `through` between them.
fn span(c: &mut Cursor<'_>) -> Option<Period> {
    c.attempt(|c| {
        let since = point(c)?;
        let spaced = c.space();
        let word = spaced && c.word_if(|word| matches!(word, "to" | "through" | "thru" | "until"));
        if !word {
            c.eat_any(&["–", "-", "—", "\u{2011}"]).then_some(())?;
        }
        (c.space() == spaced).then_some(())?;
        let through = point(c).or_else(|| short_end(c, since))?;
        ordered(since, through)
    })
}

/// The `28` of `2024–28`.
fn short_end(c: &mut Cursor<'_>, since: PartialDate) -> Option<PartialDate> {
    let PartialDate::Year(first) = since else {
        return None;
    };
    c.attempt(|c| {
        let digits = c.digits().filter(|digits| digits.len() == 2)?;
        let last: i16 = digits.parse().ok()?;
        c.ends_word()
            .then(|| PartialDate::Year(first - first % 100 + last))
    })
}

/// A period, if it does not end before it begins.
fn ordered(since: PartialDate, through: PartialDate) -> Option<Period> {
    (since < through).then_some(Period {
        as_of: None,
        since: Some(since),
        through: Some(through),
    })
}

/// A date, or the first or last day of one: `the end of 2025`, `year-end 2025`, `the start of Q3 2026`.
fn point(c: &mut Cursor<'_>) -> Option<PartialDate> {
    edge(c).or_else(|| date::date(c))
}

/// The first or last day of a date. Of a fiscal year nobody knows it here, so the end of one is the year itself.
fn edge(c: &mut Cursor<'_>) -> Option<PartialDate> {
    c.attempt(|c| {
        if c.keyword("the") {
            c.space();
        }
        let last = match c.lower_word()?.as_str() {
            "end" | "close" => true,
            "start" | "beginning" => false,
            "year" => ((c.eat("-") || c.space()) && c.keyword("end")).then_some(true)?,
            _ => return None,
        };
        (c.eat("-") || c.space()).then_some(())?;
        if c.keyword("of") {
            c.space().then_some(())?;
        }
        let end = FiscalYearEnd::default();
        match (date::date(c)?, last) {
            (year @ PartialDate::FiscalYear(_), true) => Some(year),
            (PartialDate::FiscalYear(_), false) => None,
            (date, true) => Some(PartialDate::Day(date.last_day(end))),
            (date, false) => Some(PartialDate::Day(date.first_day(end))),
        }
    })
}

/// Whether a date that was read is all of what it belongs to.
fn stands_alone(c: &Cursor<'_>) -> bool {
    let goes_on = c.sees(|c| {
        (c.space() || c.eat("-")).then_some(())?;
        if date::part_of_year(c).is_some() {
            return Some(());
        }
        let base = |word: &str| {
            matches!(
                word,
                "dollars" | "euros" | "prices" | "terms" | "levels" | "money"
            )
        };
        c.word_if(base).then_some(())
    });
    date::ends(c) && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_name_a_point_or_a_period() {
        for (text, as_of, since, through) in [
            ("as of Feb 2026", "2026-02", "", ""),
            ("As at 31 December 2025", "2025-12-31", "", ""),
            ("at the end of 2025", "2025-12-31", "", ""),
            ("at year-end 2025", "2025-12-31", "", ""),
            ("at end-2025", "2025-12-31", "", ""),
            ("as of the end of Q3 2025", "2025-09-30", "", ""),
            ("as of the end of FY2025", "FY2025", "", ""),
            ("in 2025", "2025", "", ""),
            ("in the first quarter of 2026", "2026-Q1", "", ""),
            ("for Q3 2025", "2025-Q3", "", ""),
            ("on 12 February 2026", "2026-02-12", "", ""),
            ("Feb 2026", "2026-02", "", ""),
            ("since 2018", "", "2018", ""),
            ("since the start of 2024", "", "2024-01-01", ""),
            ("through 2028", "", "", "2028"),
            ("by 2028", "", "", "2028"),
            ("to 2028", "", "", "2028"),
            ("up to 2028", "", "", "2028"),
            ("until June 2026", "", "", "2026-06"),
            ("by the end of 2026", "", "", "2026-12-31"),
            ("2024–2028", "", "2024", "2028"),
            ("2024-2028", "", "2024", "2028"),
            ("2024 – 2028", "", "2024", "2028"),
            ("2024–28", "", "2024", "2028"),
            ("in 2024-25", "", "2024", "2025"),
            ("from 2024 to 2028", "", "2024", "2028"),
            ("between 2024 and 2028", "", "2024", "2028"),
            ("over 2024–2028", "", "2024", "2028"),
            ("Jan 2024 – Mar 2025", "", "2024-01", "2025-03"),
            ("from Q1 2024 through Q2 2025", "", "2024-Q1", "2025-Q2"),
        ] {
            let shown = |date: Option<PartialDate>| date.map_or(String::new(), |d| d.to_string());
            let read = whole(text).unwrap_or_else(|| panic!("not read: {text}"));
            assert_eq!(
                [shown(read.as_of), shown(read.since), shown(read.through)],
                [as_of, since, through],
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_date_of_its_own_is_not_read() {
        for text in [
            "in 2025 dollars",
            "at 2025 levels",
            "at 2028",
            "from 2024",
            "in FY2025 Q3",
            "in Q3 FY2025",
            "in fiscal Q3 2025",
            "in early 2025",
            "in mid-2025",
            "in 2025’s first half",
            "in 2,025",
            "by 2028%",
            "2028–2024",
            "on 2025",
            "in May",
            "since inception",
        ] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
