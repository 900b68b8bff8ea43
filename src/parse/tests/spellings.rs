//! Tables of real-world spellings, in `tests/data`, and laws that hold for any text.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::fuzzing::lost_of_number as lost;
use crate::model::{
    Amount, Currency, FiscalYearEnd, NumberKind, PartialDate, Quantity, Unit, decimal_text,
};
use crate::parse::date as dates;
use crate::parse::deadline;
use crate::parse::number::compact;
use crate::parse::quantity;

/// The rows of a table: cells between tabs, without comments.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Holds a table against a function that prints what it read, and tells every row that differs.
fn check(table: &str, read: impl Fn(&str) -> Vec<String>) {
    check_from(table, 1, |given| read(given[0].as_str()));
}

/// The same for rows whose first `inputs` cells are given.
fn check_from(table: &str, inputs: usize, read: impl Fn(&[String]) -> Vec<String>) {
    let mut wrong = String::new();
    let mut count = 0;
    for row in rows(table) {
        count += 1;
        let spaced = |cell: &&str| cell.replace('␣', "\u{a0}").replace('‿', "\u{2009}");
        let given: Vec<_> = row[..inputs].iter().map(spaced).collect();
        let found = read(&given);
        if found != row[inputs..] {
            let expected = &row[inputs..];
            wrong += &format!("{given:?}\n  expected {expected:?}\n  found    {found:?}\n");
        }
    }
    assert!(count > 0, "the table is empty");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What was read, or `-`.
fn printed(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

#[test]
fn dates_are_read_as_the_table_says() {
    check(include_str!("../../../tests/data/dates.tsv"), |text| {
        vec![printed(dates::partial(text))]
    });
}

#[test]
fn moments_are_read_as_the_table_says() {
    check(include_str!("../../../tests/data/moments.tsv"), |text| {
        vec![printed(dates::moment(text))]
    });
}

/// The figures of a quantity as one cell.
fn amount(quantity: &Quantity) -> String {
    match quantity.amount {
        Amount::One(value) => decimal_text(value),
        Amount::Range { low, high } => format!("{}..{}", decimal_text(low), decimal_text(high)),
        Amount::Change { previous, value } => {
            format!("{}->{}", decimal_text(previous), decimal_text(value))
        }
    }
}

/// The unit of a quantity as one cell.
fn unit(quantity: &Quantity) -> String {
    quantity.unit_text().unwrap_or("-").to_owned()
}

#[test]
fn quantities_are_read_as_the_table_says() {
    check(include_str!("../../../tests/data/quantities.tsv"), |text| {
        let Some(read) = quantity::quantity(text) else {
            return vec!["-".to_owned()];
        };
        let approx = if read.approx { "approx" } else { "exact" };
        vec![amount(&read), unit(&read), approx.to_owned()]
    });
}

#[test]
fn compact_numbers_are_read_as_the_table_says() {
    check(include_str!("../../../tests/data/numbers.tsv"), |text| {
        let Some(read) = compact(text) else {
            return vec!["-".to_owned()];
        };
        let kind = match read.kind {
            NumberKind::Reported => "reported",
            NumberKind::Estimate => "estimate",
            NumberKind::Projection => "projection",
        };
        vec![
            amount(&read.quantity),
            unit(&read.quantity),
            if read.label.is_empty() {
                "-".to_owned()
            } else {
                read.label
            },
            printed(read.as_of),
            printed(read.since),
            printed(read.through),
            printed(read.note),
            kind.to_owned(),
        ]
    });
}

#[test]
fn deadlines_are_read_as_the_table_says() {
    check_from(
        include_str!("../../../tests/data/deadlines.tsv"),
        2,
        |given| {
            let [text, from] = given else {
                unreachable!("two cells are given")
            };
            let Some(found) = deadline::find(text, from.parse().unwrap()) else {
                return vec!["-".to_owned()];
            };
            let last = found.due.last_day(FiscalYearEnd::default());
            let words = &text[found.range];
            vec![found.due.to_string(), last.to_string(), words.to_owned()]
        },
    );
}

#[test]
fn values_of_by_are_read_as_the_table_says() {
    check_from(include_str!("../../../tests/data/by.tsv"), 2, |given| {
        let [text, from] = given else {
            unreachable!("two cells are given")
        };
        vec![printed(deadline::by(text, from.parse().unwrap()))]
    });
}

/// Any date that can be written.
fn any_date() -> impl Strategy<Value = PartialDate> {
    (1000_i16..=9999, 1_i8..=12, 1_i8..=28, 0..6).prop_map(|(year, month, day, kind)| match kind {
        0 => PartialDate::Day(date(year, month, day)),
        1 => PartialDate::Month(year, month),
        2 => PartialDate::Quarter(year, (month + 2) / 3),
        3 => PartialDate::Half(year, (month + 5) / 6),
        4 => PartialDate::FiscalYear(year),
        _ => PartialDate::Year(year),
    })
}

/// Any quantity that can be written.
fn any_quantity() -> impl Strategy<Value = Quantity> {
    let decimal = (0_i128..10_i128.pow(28), 0_u32..=28)
        .prop_map(|(digits, places)| Decimal::from_i128_with_scale(digits, places).normalize());
    let unit = prop::sample::select(vec![
        None,
        Some(Unit::Currency(Currency::new("USD").unwrap())),
        Some(Unit::Currency(Currency::new("KRW").unwrap())),
        Some(Unit::Percent),
        Some(Unit::PercentagePoints),
        Some(Unit::BasisPoints),
        Some(Unit::Times),
        Some(Unit::Named("people".into())),
        Some(Unit::Named("GW".into())),
        Some(Unit::Named("square feet".into())),
    ]);
    (decimal.clone(), decimal, unit, 0..4, any::<bool>()).prop_map(
        |(one, other, unit, kind, approx)| Quantity {
            as_written: "".into(),
            amount: match kind {
                0 => Amount::One(one),
                1 => Amount::One(-one),
                2 => Amount::Range {
                    low: one.min(other),
                    high: one.max(other),
                },
                _ => Amount::Change {
                    previous: one,
                    value: other,
                },
            },
            unit,
            approx,
        },
    )
}

/// A quantity as data spells it, joined with the signs that authors use.
fn print(quantity: &Quantity) -> String {
    let approx = if quantity.approx { "~" } else { "" };
    let unit = quantity.unit_text().unwrap_or("");
    let one = |value| {
        format!("{} {unit}", decimal_text(value))
            .trim_end()
            .to_owned()
    };
    match quantity.amount {
        Amount::One(value) => format!("{approx}{}", one(value)),
        Amount::Range { low, high } => format!("{approx}{} to {}", one(low), one(high)),
        Amount::Change { previous, value } => {
            format!("{approx}{} -> {}", one(previous), one(value))
        }
    }
}

/// Lines made of the pieces that compact numbers are made of, in any order.
fn any_line() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "$5.3B",
        "34.2%",
        "~140 people",
        "$10–12B",
        "$3.3B -> $5.3B",
        "from $3B to $5B",
        "($5M)",
        "737",
        "as of Feb 2026",
        "since 2018",
        "through 2028",
        "2024–2028",
        "in 2025",
        "FY2025",
        "(Feb 2026)",
        "(General Atlantic led)",
        "(post-money, Feb 2026)",
        "at the end of 2025",
        "Q3 2025",
        "by 2028",
        "valuation",
        "**valuation**",
        "*revenue*",
        "**",
        "*",
        "_",
        "(",
        ")",
        "[",
        "](https://example.org/a)",
        ":",
        "–",
        "-",
        ",",
        ";",
        ".",
        "|",
        "\\",
        "“",
        "”",
        "projected",
        "vs.",
        "than",
        "Gen-4.5",
        "up",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", "", "\u{a0}"]);
    prop::collection::vec((piece, gap), 0..9).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, gap)| [piece, gap])
            .collect()
    })
}

proptest! {
    #[test]
    fn a_printed_date_is_read_as_the_same_date(date in any_date()) {
        prop_assert_eq!(dates::partial(&date.to_string()), Some(date));
    }

    #[test]
    fn a_printed_moment_is_read_as_the_same_moment(
        seconds in -30_000_000_000_i64..250_000_000_000, minutes in -1439..=1439_i32,
    ) {
        let offset = jiff::tz::Offset::from_seconds(minutes * 60).unwrap();
        let instant = jiff::Timestamp::from_second(seconds).unwrap();
        let moment = crate::model::Moment::instant(instant, offset);
        prop_assert_eq!(dates::moment(&moment.to_string()), Some(moment));
    }

    #[test]
    fn a_printed_quantity_is_read_as_the_same_quantity(
        quantity in any_quantity(),
    ) {
        let text = print(&quantity);
        let read = quantity::quantity(&text);
        prop_assert_eq!(read, Some(Quantity { as_written: text.into(), ..quantity }));
    }

    #[test]
    fn no_word_of_a_compact_number_is_lost(text in any_line()) {
        prop_assert_eq!(lost(&text), None, "{}", text);
    }

    #[test]
    fn no_word_of_any_text_is_lost(text in "\\PC{0,60}|[ -~€–—“”]{0,60}|[$0-9BM%(),.:*_ \\[\\]\\\\a-f-]{0,40}") {
        prop_assert_eq!(lost(&text), None, "{}", text);
        quantity::quantity(&text);
    }

    #[test]
    fn a_span_is_never_over_before_it_begins(
        count in 0..=9999_u32, unit in "day|week|month|quarter|year|hour", year in 1000_i16..=9999,
        month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let from = date(year, month, day);
        let text = format!("Watch it within {count} {unit}s.");
        if let Some(found) = deadline::find(&text, from) {
            prop_assert!(found.due.last_day(FiscalYearEnd::default()) >= from);
            prop_assert_eq!(&text[found.range], format!("within {count} {unit}s"));
        } else {
            // Only what ends after the year 9999 has no date.
            prop_assert!(u32::from(year.unsigned_abs()) + count >= 9999);
        }
    }

    #[test]
    fn no_text_makes_the_deadline_readers_panic(
        text in "\\PC{0,60}|((by|before|within|the|next|end|of|mid|year|May|Q2|13|90|days|2027|FY|[*,.' -])[ -]?){0,9}",
        year in 1000_i16..=9999,
    ) {
        let from = date(year, 2, 28);
        if let Some(found) = deadline::find(&text, from) {
            prop_assert!(found.due.last_day(FiscalYearEnd::default()) >= from);
            prop_assert!(!text[found.range].trim().is_empty());
        }
        deadline::by(&text, from);
    }

    #[test]
    fn no_text_makes_the_date_readers_panic(text in "\\PC{0,40}|[0-9QHFYTZ:+\\-/.,' ]{0,24}") {
        dates::partial(&text);
        dates::moment(&text);
    }
}
