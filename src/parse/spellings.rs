//! Tables of real-world spellings, in `tests/data`, and laws that hold for any text.

use jiff::civil::date;
use proptest::prelude::*;

use super::date as dates;
use crate::model::PartialDate;

/// The rows of a table: cells between tabs, without comments.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Holds a table against a function that prints what it read, and tells every row that differs.
fn check(table: &str, read: impl Fn(&str) -> Vec<String>) {
    let mut wrong = String::new();
    let mut count = 0;
    for row in rows(table) {
        count += 1;
        let found = read(row[0]);
        if found != row[1..] {
            wrong += &format!(
                "{}\n  expected {:?}\n  found    {found:?}\n",
                row[0],
                &row[1..]
            );
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
    check(include_str!("../../tests/data/dates.tsv"), |text| {
        vec![printed(dates::partial(text))]
    });
}

#[test]
fn moments_are_read_as_the_table_says() {
    check(include_str!("../../tests/data/moments.tsv"), |text| {
        vec![printed(dates::moment(text))]
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
    fn no_text_makes_the_date_readers_panic(text in "\\PC{0,40}|[0-9QHFYTZ:+\\-/.,' ]{0,24}") {
        dates::partial(&text);
        dates::moment(&text);
    }
}
