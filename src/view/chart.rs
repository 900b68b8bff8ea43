//! A series as a picture's geometry.
//!
//! Comes in: values with dates. Goes out: where axes, lines and marks stand. No markup is made here, and no value is
//! invented: where nothing is known, nothing is drawn. Values are exact decimals until they become a place.

mod label;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::amounts;
use super::contract::{
    ChartLineView, ChartMarkView, ChartView, NumberKindView, PartialDateView, TickView, TrendView,
};
use super::words::Words;
use crate::model::{Amount, PartialDate, Unit};

const WIDTH: i32 = 400;
const HEIGHT: i32 = 200;
const LEFT: i32 = 54;
const RIGHT: i32 = 386;
const TOP: i32 = 24;
const BOTTOM: i32 = 172;

/// A gap is a stretch without values that is so many tenths of the usual one.
const GAP_TENTHS: i64 = 25;

/// How many values it takes to know what is usual.
const USUAL: usize = 4;

/// One value to be drawn.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) kind: NumberKindView,
    /// The days that its date covers.
    pub(super) days: (Date, Date),
    pub(super) date: PartialDateView,
    pub(super) dated: bool,
    pub(super) amount: Amount,
    /// The amount in its author's words; empty if they do not stand for it alone.
    pub(super) written: Box<str>,
    pub(super) superseded: bool,
}

/// The most characters of an amount beside its point. A longer one is shown in three digits.
const LABEL: usize = 9;

/// The most characters beside the vertical axis. The unit stands above the chart, and is left out here if it needs more.
const TICK: usize = 5;

/// Draws values that are sorted by kind, then by date. `None` if all are of one day, or can't be told apart.
pub(super) fn chart(words: &Words, values: &[Value], unit: Option<&Unit>) -> Option<ChartView> {
    let first = values.iter().map(|v| v.days.0).min()?;
    let last = values.iter().map(|v| v.days.1).max()?;
    let days = Days::new(first, last)?;
    let ends = values.iter().flat_map(|v| {
        let (low, high) = ends(v.amount);
        [low, high]
    });
    let scale = Scale::new(ends)?;
    let mut marks: Vec<ChartMarkView> = values
        .iter()
        .map(|value| mark(value, &days, &scale, unit))
        .collect();
    let mut lines = Vec::new();
    let mut trend = None;
    let mut singles: Vec<usize> = Vec::new();
    let points: Vec<label::Taken> = marks
        .iter()
        .map(|mark| label::Taken::by_point(mark.x, mark.y))
        .collect();
    let mut labelled = Vec::new();
    let mut start = 0;
    while start < values.len() {
        let kind = values[start].kind;
        let end = values[start..]
            .iter()
            .position(|value| value.kind != kind)
            .map_or(values.len(), |length| start + length);
        let joined: Vec<usize> = (start..end)
            .filter(|i| !values[*i].superseded && single(values[*i].amount).is_some())
            .collect();
        if let Some(path) = path(&joined, values, &marks) {
            lines.push(ChartLineView { kind, path });
        }
        if trend.is_none() {
            trend = self::trend(&joined, values, unit);
        }
        singles.extend(joined.last());
        if let Some(at) = joined.last().copied() {
            let mark = &mut marks[at];
            mark.label = label::place(&mark.text, (mark.x, mark.y), &points, &mut labelled);
            mark.last = mark.label.is_some();
        }
        start = end;
    }
    if trend.is_none() {
        // No kind has two values: then from one kind to another, which both are named.
        singles.sort_by_key(|at| values[*at].days.1);
        trend = self::trend(&singles, values, unit);
    }
    Some(ChartView {
        width: f64::from(WIDTH),
        height: f64::from(HEIGHT),
        left: f64::from(LEFT),
        right: f64::from(RIGHT),
        top: f64::from(TOP),
        bottom: f64::from(BOTTOM),
        y_ticks: scale.ticks(unit),
        x_ticks: days.ticks(words),
        lines,
        marks,
        trend,
    })
}

const fn ends(amount: Amount) -> (Decimal, Decimal) {
    match amount {
        Amount::One(value) | Amount::Change { value, .. } => (value, value),
        Amount::Range { low, high } => (low, high),
    }
}

const fn single(amount: Amount) -> Option<Decimal> {
    match amount {
        Amount::One(value) | Amount::Change { value, .. } => Some(value),
        Amount::Range { .. } => None,
    }
}

fn mark(value: &Value, days: &Days, scale: &Scale, unit: Option<&Unit>) -> ChartMarkView {
    let (from, to) = (days.x(value.days.0), days.x(value.days.1));
    let (low, high) = ends(value.amount);
    let (bottom, top) = (scale.y(low), scale.y(high));
    let span = value.days.0 != value.days.1;
    let range = low != high;
    let text = if (1..=LABEL).contains(&value.written.chars().count()) {
        value.written.to_string()
    } else if range {
        format!(
            "{}–{}",
            amounts::short(low, unit),
            amounts::short(high, unit)
        )
    } else {
        amounts::short(low, unit)
    };
    ChartMarkView {
        kind: value.kind,
        x: tenth(f64::midpoint(from, to)),
        y: tenth(f64::midpoint(bottom, top)),
        from_x: span.then_some(from),
        to_x: span.then_some(to),
        top_y: range.then_some(top),
        bottom_y: range.then_some(bottom),
        hollow: !value.dated,
        superseded: value.superseded,
        text: text.into(),
        date: value.date.clone(),
        last: false,
        label: None,
    }
}

/// The line through the values `joined`; `None` if it has no stretch.
fn path(joined: &[usize], values: &[Value], marks: &[ChartMarkView]) -> Option<Box<str>> {
    let stretch =
        |pair: &[usize]| day_number(values[pair[1]].days.1) - day_number(values[pair[0]].days.1);
    let mut stretches: Vec<i64> = joined.windows(2).map(stretch).collect();
    stretches.sort_unstable();
    let usual = stretches
        .get(stretches.len() / 2)
        .copied()
        .filter(|_| joined.len() >= USUAL);
    let mut path = String::new();
    for pair in joined.windows(2) {
        if usual.is_some_and(|usual| stretch(pair) * 10 > usual * GAP_TENTHS) {
            continue;
        }
        let (a, b) = (&marks[pair[0]], &marks[pair[1]]);
        let goes_on = path.ends_with(&format!("L{} {}", a.x, a.y));
        if !goes_on {
            path.push_str(&format!("M{} {}", a.x, a.y));
        }
        path.push_str(&format!("L{} {}", b.x, b.y));
    }
    (!path.is_empty()).then(|| path.into())
}

fn trend(joined: &[usize], values: &[Value], unit: Option<&Unit>) -> Option<TrendView> {
    let (first, last) = (&values[*joined.first()?], &values[*joined.last()?]);
    if joined.len() < 2 {
        return None;
    }
    let (old, new) = (single(first.amount)?, single(last.amount)?);
    Some(TrendView {
        first_text: amounts::short(old, unit).into(),
        first_date: first.date.clone(),
        first_kind: first.kind,
        last_text: amounts::short(new, unit).into(),
        last_date: last.date.clone(),
        last_kind: last.kind,
        change_text: amounts::difference(new.checked_sub(old)?, unit).into(),
    })
}

/// The vertical axis: it begins at zero unless values lie below.
struct Scale {
    low: Decimal,
    high: Decimal,
    step: Decimal,
}

impl Scale {
    fn new(values: impl Iterator<Item = Decimal>) -> Option<Self> {
        let (mut low, mut high) = (Decimal::ZERO, Decimal::ZERO);
        for value in values {
            low = low.min(value);
            high = high.max(value);
        }
        let step = step(high.checked_sub(low)?.checked_div(Decimal::from(4))?)?;
        let whole = |value: Decimal| value.checked_div(step);
        Some(Self {
            low: whole(low)?.floor().checked_mul(step)?,
            high: whole(high)?.ceil().checked_mul(step)?,
            step,
        })
    }

    fn y(&self, value: Decimal) -> f64 {
        let part = (self.high - value).checked_div(self.high - self.low);
        let part = part.and_then(|part| part.to_f64()).unwrap_or_default();
        tenth(f64::from(TOP) + part * f64::from(BOTTOM - TOP))
    }

    fn ticks(&self, unit: Option<&Unit>) -> Vec<TickView> {
        let ticks = self.ticks_in(unit);
        if ticks.iter().all(|tick| tick.text.chars().count() <= TICK) {
            return ticks;
        }
        self.ticks_in(None)
    }

    fn ticks_in(&self, unit: Option<&Unit>) -> Vec<TickView> {
        let mut ticks = Vec::new();
        let mut value = self.low;
        while value <= self.high {
            ticks.push(TickView {
                at: self.y(value),
                text: amounts::short(value, unit).into(),
            });
            value += self.step;
        }
        ticks
    }
}

/// The next of 1, 2, 5 and their tenfolds that is not below `least`; `None` if there is no such number, or `least` is
/// not above zero.
fn step(least: Decimal) -> Option<Decimal> {
    if least <= Decimal::ZERO {
        return None;
    }
    let mut power = Decimal::ONE;
    while power > least {
        power = power.checked_div(Decimal::TEN).filter(|p| !p.is_zero())?;
    }
    while power.checked_mul(Decimal::TEN)? <= least {
        power *= Decimal::TEN;
    }
    [1, 2, 5, 10]
        .into_iter()
        .filter_map(|n| power.checked_mul(Decimal::from(n)))
        .find(|candidate| *candidate >= least)
        .map(|step| step.normalize())
}

/// The horizontal axis.
struct Days {
    first: Date,
    last: Date,
}

impl Days {
    fn new(first: Date, last: Date) -> Option<Self> {
        (first < last).then_some(Self { first, last })
    }

    fn x(&self, day: Date) -> f64 {
        let all = day_number(self.last) - day_number(self.first);
        let from = day_number(day) - day_number(self.first);
        // Both are days between the years 1000 and 9999, far below what a tenth of a unit could lose.
        let part = from * i64::from(RIGHT - LEFT) * 10 / all;
        f64::from(LEFT) + f64::from(i32::try_from(part).unwrap_or_default()) / 10.0
    }

    /// Years where two or more begin, else the first and the last month.
    fn ticks(&self, words: &Words) -> Vec<TickView> {
        let begins: Vec<i16> = (self.first.year()..=self.last.year())
            .filter(|year| Date::new(*year, 1, 1).is_ok_and(|d| d >= self.first && d <= self.last))
            .collect();
        if begins.len() < 2 {
            let month = |day: Date| TickView {
                at: self.x(day),
                text: words
                    .partial(PartialDate::Month(day.year(), day.month()))
                    .text,
            };
            return vec![month(self.first), month(self.last)];
        }
        let every = begins.len().div_ceil(6);
        begins
            .into_iter()
            .step_by(every)
            .filter_map(|year| {
                Some(TickView {
                    at: self.x(Date::new(year, 1, 1).ok()?),
                    text: year.to_string().into(),
                })
            })
            .collect()
    }
}

/// Days since 1 January 1970.
fn day_number(day: Date) -> i64 {
    let since = day.since(jiff::civil::date(1970, 1, 1));
    since.map_or(0, |span| i64::from(span.get_days()))
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::model::Currency;

    fn value(kind: NumberKindView, day: Date, amount: i64) -> Value {
        Value {
            kind,
            days: (day, day),
            date: Words::default().partial(PartialDate::Day(day)),
            dated: true,
            amount: Amount::One(Decimal::from(amount)),
            written: amount.to_string().into(),
            superseded: false,
        }
    }

    #[test]
    fn steps_of_an_axis_are_round() {
        for (least, expected) in [
            ("0.3", "0.5"),
            ("1", "1"),
            ("1.3", "2"),
            ("7", "10"),
            ("230", "500"),
        ] {
            let least = least.parse().expect("a decimal");
            assert_eq!(step(least).expect("above zero").to_string(), expected);
        }
        assert_eq!(step(Decimal::ZERO), None);
    }

    #[test]
    fn a_missing_quarter_is_a_gap_and_kinds_are_not_joined() {
        use NumberKindView::{Projection, Reported};
        let mut values: Vec<Value> = [
            (2024, 1),
            (2024, 4),
            (2024, 7),
            (2024, 10),
            (2025, 10),
            (2026, 1),
        ]
        .into_iter()
        .map(|(year, month)| value(Reported, date(year, month, 1), 5))
        .collect();
        values.push(value(Projection, date(2026, 4, 1), 9));
        let chart = chart(&Words::default(), &values, None).expect("it has a picture");
        assert_eq!(chart.lines.len(), 1);
        assert_eq!(chart.lines[0].path.matches('M').count(), 2);
        assert_eq!(chart.marks.iter().filter(|mark| mark.last).count(), 2);
    }

    #[test]
    fn an_amount_is_as_written_if_it_has_at_most_nine_characters() {
        use NumberKindView::Reported;
        for (written, expected) in [
            ("$1234.56M", "$1234.56M"),
            ("$1,234.56M", "$1.23B"),
            ("", "$1.23B"),
        ] {
            let mut last = value(Reported, date(2026, 2, 1), 1_234_560_000);
            last.written = written.into();
            let values = [value(Reported, date(2025, 2, 1), 1_000_000_000), last];
            let usd = Unit::Currency(Currency::new("USD").expect("a currency"));
            let chart = chart(&Words::default(), &values, Some(&usd)).expect("it has a picture");
            assert_eq!(&*chart.marks[1].text, expected);
            assert!(chart.marks[1].last);
        }
    }

    #[test]
    fn an_axis_without_room_for_the_unit_leaves_it_to_the_heading() {
        use NumberKindView::Reported;
        let values = [
            value(Reported, date(2025, 2, 1), 100_000_000),
            value(Reported, date(2026, 2, 1), 250_000_000),
        ];
        let chf = Currency::new("CHF").map(Unit::Currency);
        let usd = Currency::new("USD").map(Unit::Currency);
        for (unit, top) in [
            (usd, "$300M"),
            (chf, "300M"),
            (Some(Unit::Named("users".into())), "300M"),
        ] {
            let chart = chart(&Words::default(), &values, unit.as_ref()).expect("it has a picture");
            assert_eq!(&*chart.y_ticks.last().expect("an axis").text, top);
        }
    }

    #[test]
    fn one_reported_value_and_a_projection_are_told_with_their_kinds() {
        use NumberKindView::{Projection, Reported};
        let values = [
            value(Reported, date(2026, 2, 1), 5),
            value(Projection, date(2028, 12, 31), 9),
        ];
        let chart = chart(&Words::default(), &values, None).expect("it has a picture");
        let trend = chart.trend.expect("there are two values");
        assert_eq!((&*trend.first_text, &*trend.last_text), ("5", "9"));
        assert_eq!((trend.first_kind, trend.last_kind), (Reported, Projection));
    }

    proptest! {
        #[test]
        fn every_mark_stands_inside_its_field(
            given in prop::collection::vec((0_i32..20_000, -1_000_000_000_i64..1_000_000_000), 1..12)
        ) {
            let start = date(1970, 1, 1);
            let mut values: Vec<Value> = given
                .iter()
                .filter_map(|(days, amount)| {
                    let day = start.checked_add(jiff::Span::new().days(*days)).ok()?;
                    Some(value(NumberKindView::Reported, day, *amount))
                })
                .collect();
            values.sort_by_key(|value| value.days.1);
            if let Some(chart) = chart(&Words::default(), &values, None) {
                for mark in &chart.marks {
                    prop_assert!(mark.x >= chart.left && mark.x <= chart.right, "{mark:?}");
                    prop_assert!(mark.y >= chart.top && mark.y <= chart.bottom, "{mark:?}");
                }
                prop_assert!((2..=8).contains(&chart.y_ticks.len()));
                prop_assert!((2..=7).contains(&chart.x_ticks.len()));
            }
        }
    }
}
