//! Quantities as people write them: one figure, a range or a change.
//!
//! Comes in: a text. Goes out: the quantity that the text is, or the first one inside it. What only looks like one
//! (`Gen-4.5`, `10-K`, `24/7`, a year, a date) is none. Nothing is converted, rounded or guessed.

use std::ops::Range;

use super::cursor::{Cursor, Lower};
use super::date;
use super::figure::{Figure, Sign, figure};
use super::{money, units};
use crate::model::{Amount, Quantity, Unit};

/// The quantity that the whole text is: `$5.3B`, `~140 people`, `$10–12B`, `$3.3B -> $5.3B`, `($5M)`.
pub fn quantity(text: &str) -> Option<Quantity> {
    let text = text.trim();
    let mut c = Cursor::new(text);
    let found = accounting(&mut c);
    match found.or_else(|| amount(&mut c))? {
        Found::Sure(read) => c.is_done().then(|| read.named(text)),
        Found::Unclear => None,
    }
}

/// The first quantity inside a text, with its bytes. A number without currency, scale or unit counts only where
/// nothing else can be meant: at the start, after a separator, after a word of approximation.
pub(crate) fn find(text: &str) -> Option<(Range<usize>, Quantity)> {
    let opening = |c: char| c.is_whitespace() || OPENERS.contains(c);
    let begin = text.len() - text.trim_start_matches(opening).len();
    let mut c = Cursor::new(text);
    while !c.is_done() {
        if c.peek().is_some_and(begins) && c.before().is_none_or(opening) {
            let start = c.at();
            let mut ahead = c;
            let alone = start <= begin || follows_separator(text, start);
            let loss = if alone { accounting(&mut ahead) } else { None };
            let read = match loss.or_else(|| amount(&mut ahead)) {
                Some(Found::Sure(read)) => Some(read),
                Some(Found::Unclear) => {
                    c = ahead;
                    continue;
                }
                None => None,
            };
            let strong = read.as_ref().is_some_and(|read| !read.doubtful);
            if !strong && skip_date(&mut c) {
                continue;
            }
            let sure = |read: &Read| !read.year && (strong || alone || read.approx);
            if let Some(read) = read.filter(sure) {
                let range = start..ahead.at();
                return Some((range.clone(), read.named(&text[range])));
            }
        }
        if c.eat("](") {
            // Where a link leads is no text.
            c.take(|c| !c.is_whitespace() && c != ')');
        } else {
            c.skip_chunk();
        }
    }
    None
}

/// What may stand directly before a figure.
const OPENERS: &str = "([{\"'“”‘’„«*_:|–—\\,;";

/// Whether a figure, or a date, may begin with this.
fn begins(c: char) -> bool {
    c.is_alphanumeric()
        || "(+-–\u{2212}.".contains(c)
        || units::SIGNS.contains(c)
        || money::is_sign(c)
}

/// Whether what stands before leaves no doubt that a bare number is a figure.
fn follows_separator(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() || "*_\\".contains(c));
    let apart = before.len() < at;
    if before.ends_with([':', '=', '|', '–', '—']) {
        return apart;
    }
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    word.is_some_and(|word| {
        matches!(
            Lower::new(word).as_str(),
            "of" | "is" | "was" | "are" | "were" | "at" | "to" | "reached" | "hit"
        )
    })
}

/// Passes a date, so that its day or year is not taken for a figure.
fn skip_date(c: &mut Cursor<'_>) -> bool {
    date::date(c).is_some() || date::day_of_year(c).is_some()
}

/// An amount, and how sure it is that it is one.
struct Read {
    /// The figures.
    amount: Amount,
    /// What they count.
    unit: Option<Unit>,
    /// Whether a word of approximation stands with them.
    approx: bool,
    /// Whether it may as well be a part of a name or a date.
    doubtful: bool,
    /// Whether there are only digits that look like a year.
    year: bool,
}

impl Read {
    /// The quantity with the author's words.
    fn named(self, as_written: &str) -> Quantity {
        Quantity {
            as_written: as_written.into(),
            amount: self.amount,
            unit: self.unit,
            approx: self.approx,
        }
    }
}

/// What stands where an amount may stand.
enum Found {
    /// An amount.
    Sure(Read),
    /// Figures that belong together, but how is not clear, or that would have to be worked out: `$900–1.2B`, `5nm to 3nm`,
    /// `$0.1 + $0.2`.
    Unclear,
}

/// Reads an amount that begins here and that neither a number nor a word goes on after.
fn amount(c: &mut Cursor<'_>) -> Option<Found> {
    c.attempt(|c| {
        let found = change_in_words(c)
            .or_else(|| between(c))
            .map(Found::Sure)
            .or_else(|| plain(c))?;
        match &found {
            Found::Sure(read) if !closes(c, read.doubtful) => None,
            Found::Sure(_) if is_worked_out(c) => Some(Found::Unclear),
            Found::Sure(_) | Found::Unclear => Some(found),
        }
    })
}

/// Passes what is added to an amount or multiplied with it: `$0.1 + $0.2`, `3 × 100 MW`. Nothing is worked out here, and
/// the first figure alone would be wrong.
fn is_worked_out(c: &mut Cursor<'_>) -> bool {
    let term = |c: &mut Cursor<'_>| {
        let before = c.so_far();
        let spaced = c.space();
        if spaced && c.eat_any(&["+", "*", "x", "±"]) {
            c.space().then_some(())?;
        } else if c.eat_any(&["×", "÷", "±"]) || before.ends_with('×') {
            c.space();
        } else if spaced || !c.eat("+") && !before.ends_with('+') {
            return None;
        }
        let next = figure(c)?;
        (!next.is_year()).then_some(())
    };
    let mut found = false;
    while c.attempt(term).is_some() {
        found = true;
    }
    found
}

/// `($5M)`, as accountants write a loss: only of money, and only with nothing else inside. `(3%)` and `(3)%` may be a loss
/// or an aside.
fn accounting(c: &mut Cursor<'_>) -> Option<Found> {
    c.attempt(|c| {
        c.eat("(").then_some(())?;
        let mut figure = figure(c)?;
        c.eat(")").then_some(())?;
        if figure.sign.is_some() {
            return None;
        }
        let of_hundred = matches!(
            figure.unit,
            Some(Unit::Percent | Unit::PercentagePoints | Unit::BasisPoints)
        );
        if of_hundred || figure.is_bare() && c.eat("%") {
            return Some(Found::Unclear);
        }
        figure.money?;
        figure.sign = Some(Sign::Minus);
        one(figure).map(Found::Sure)
    })
}

/// `from $3.3B to $5.3B`, also with the year of the first: `from $3.3B in 2024 to $5.3B`.
fn change_in_words(c: &mut Cursor<'_>) -> Option<Read> {
    c.attempt(|c| {
        (c.keyword("from") && c.space()).then_some(())?;
        let previous = figure(c)?;
        date_aside(c);
        (c.space() && c.keyword("to") && c.space()).then_some(())?;
        let value = figure(c)?;
        change(previous, value)
    })
}

/// `between $10 and $12 billion`.
fn between(c: &mut Cursor<'_>) -> Option<Read> {
    c.attempt(|c| {
        (c.keyword("between") && c.space()).then_some(())?;
        let low = figure(c)?;
        (c.space() && c.keyword("and") && c.space()).then_some(())?;
        let high = figure(c)?;
        match range(low, high, Joint::Word) {
            Joined::Yes(read) => Some(read),
            Joined::Unrelated | Joined::Unclear => None,
        }
    })
}

/// Steps of `$1B -> $3B -> $5B` that are followed.
const LONGEST_CHAIN: usize = 3;

/// One figure, or figures joined by a dash, an arrow or `to`.
fn plain(c: &mut Cursor<'_>) -> Option<Found> {
    let mut first = figure(c)?;
    if first.is_unclear() {
        return Some(Found::Unclear);
    }
    let mut changed = None;
    for step in 0.. {
        let next = c.attempt(|c| {
            date_aside(c);
            c.space();
            arrow(c).then_some(())?;
            c.space();
            figure(c)
        });
        let Some(next) = next else { break };
        // The last step of a chain counts; a bound keeps every scan linear.
        if step == LONGEST_CHAIN {
            return Some(Found::Unclear);
        }
        changed = Some(change(first, next.clone()));
        first = next;
    }
    if let Some(changed) = changed {
        return Some(changed.map_or(Found::Unclear, Found::Sure));
    }
    let mut ahead = *c;
    if let Some((joint, second)) = joined(&mut ahead) {
        // `up 20% to $4.9B`: a change and what it led to.
        if joint == Joint::Word && second.money.is_some() && first.unit == Some(Unit::Percent) {
            *c = ahead;
            return Some(Found::Unclear);
        }
        match range(first.clone(), second, joint) {
            Joined::Yes(read) => {
                *c = ahead;
                return Some(Found::Sure(read));
            }
            Joined::Unrelated => {}
            Joined::Unclear => {
                *c = ahead;
                return Some(Found::Unclear);
            }
        }
    }
    // `$3.3B in 2024 to $5.3B in 2025`: the first figure alone would be wrong.
    let mut ahead = *c;
    date_aside(&mut ahead);
    if let Some((Joint::Word, second)) = joined(&mut ahead)
        && second.whole_unit() == first.whole_unit()
        && !second.is_year()
    {
        *c = ahead;
        return Some(Found::Unclear);
    }
    one(first).map(Found::Sure)
}

/// A figure by itself.
fn one(figure: Figure) -> Option<Read> {
    Some(Read {
        amount: Amount::One(figure.value(figure.exponent)?),
        unit: figure.whole_unit(),
        approx: figure.approx,
        doubtful: figure.is_doubtful(),
        year: figure.is_year(),
    })
}

/// What joins two ends of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// A dash that touches both: `$10–12B`.
    Dash,
    /// A dash with space around it.
    SpacedDash,
    /// `to`, `and`.
    Word,
}

/// Reads a joint and the figure after it.
fn joined(c: &mut Cursor<'_>) -> Option<(Joint, Figure)> {
    c.attempt(|c| {
        let spaced = c.space();
        let joint = if spaced && c.keyword("to") {
            Joint::Word
        } else if c.eat_any(&["-", "–", "\u{2011}"]) {
            if spaced {
                Joint::SpacedDash
            } else {
                Joint::Dash
            }
        } else {
            return None;
        };
        (c.space() == (joint != Joint::Dash)).then_some(())?;
        Some((joint, figure(c)?))
    })
}

/// An arrow between two figures.
fn arrow(c: &mut Cursor<'_>) -> bool {
    c.eat_any(&["-->", "->", "=>", "→", "⟶", "➜", "➔", "⇒"])
}

/// Passes the date of the earlier figure of a change: ` in 2024`, ` (2024)`.
fn date_aside(c: &mut Cursor<'_>) {
    c.attempt(|c| {
        c.space();
        let bracket = c.eat("(");
        if c.keyword("in") || c.phrase("as of") {
            c.space().then_some(())?;
        } else if !bracket {
            return None;
        }
        date::date(c)?;
        (!bracket || c.eat(")")).then_some(())
    });
}

/// What came of joining two figures.
enum Joined {
    /// They are one amount.
    Yes(Read),
    /// They are two amounts, and the first stands by itself.
    Unrelated,
    /// They seem to be one amount, but which is not clear: `$900–1.2B`.
    Unclear,
}

/// Two figures as the ends of a range.
fn range(low: Figure, high: Figure, joint: Joint) -> Joined {
    if low.is_year() && high.is_year() {
        return Joined::Unclear;
    }
    if high.is_year() && joint != Joint::Dash || high.is_bare() && joint == Joint::SpacedDash {
        return Joined::Unrelated;
    }
    if high.sign.is_some() && low.sign.is_none() && joint != Joint::Word {
        return Joined::Unrelated;
    }
    // `-10–12%` may be meant to have two signs.
    if low.sign == Some(Sign::Minus) && high.sign.is_none() && joint == Joint::Dash {
        return Joined::Unclear;
    }
    let Some(unit) = common_unit(&low, &high) else {
        return Joined::Unrelated;
    };
    let exponent = match (low.exponent, high.exponent) {
        (Some(_), None) if high.money.is_none() => return Joined::Unrelated,
        (Some(_), None) => return Joined::Unclear,
        (low, high) => low.or(high),
    };
    let ends = low.value(exponent).zip(high.value(high.exponent));
    match ends.filter(|(low, high)| low < high) {
        Some((least, most)) => Joined::Yes(Read {
            amount: Amount::Range {
                low: least,
                high: most,
            },
            unit,
            approx: low.approx || high.approx,
            doubtful: low.is_doubtful() && high.is_doubtful(),
            year: false,
        }),
        None => Joined::Unclear,
    }
}

/// Two figures as before and after.
fn change(previous: Figure, value: Figure) -> Option<Read> {
    if previous.is_year() && value.is_year() {
        return None;
    }
    let unit = common_unit(&previous, &value)?;
    let exponent = match (previous.exponent, value.exponent) {
        (Some(_), None) => return None,
        // `$3.3 → $5.3B` shares the scale; in `140 → 1.2K` nobody knows.
        (None, Some(shared)) => {
            let (before, after) = (previous.value(None)?.abs(), value.value(None)?.abs());
            (before.checked_div(10.into())? <= after).then_some(())?;
            Some(shared)
        }
        (own, _) => own,
    };
    Some(Read {
        amount: Amount::Change {
            previous: previous.value(exponent)?,
            value: value.value(value.exponent)?,
        },
        unit,
        approx: previous.approx || value.approx,
        doubtful: previous.is_doubtful() && value.is_doubtful(),
        year: false,
    })
}

/// The unit that two figures share: one may leave it out, but only money may be left out at the second. The outer
/// `None` says that they are figures of different things.
fn common_unit(first: &Figure, second: &Figure) -> Option<Option<Unit>> {
    if let (Some(one), Some(other)) = (first.money, second.money) {
        return one
            .with(other)
            .map(|money| Some(Unit::Currency(money.currency)));
    }
    match (first.whole_unit(), second.whole_unit()) {
        (None, unit) => Some(unit),
        (Some(unit), None) if first.money.is_some() => Some(Some(unit)),
        (Some(one), Some(other)) if one == other => Some(Some(one)),
        _ => None,
    }
}

/// Whether a figure ends here: no letter, digit or part of a longer token follows. Digits alone are part of a
/// token more often: `10-K`, `401(k)`.
fn closes(c: &Cursor<'_>, doubtful: bool) -> bool {
    let mut ahead = *c;
    let Some(next) = ahead.bump() else {
        return true;
    };
    let digit_follows = ahead.peek().is_some_and(|c| c.is_ascii_digit());
    match next {
        '.' | ',' | ':' | '–' | '\'' | '’' | '_' | '\u{2212}' if digit_follows => false,
        '-' | '\u{2011}' if doubtful || digit_follows => ahead.ends_word(),
        '\'' | '’' if doubtful => ahead.ends_word(),
        _ if next.is_alphanumeric() => c.before().is_some_and(|last| !last.is_alphanumeric()),
        _ if doubtful => next.is_whitespace() || ",.;:!?)]}\"'”’*_…–—|\\".contains(next),
        _ => true,
    }
}
