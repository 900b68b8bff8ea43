//! Compact numbers, and the figures in them.

use rust_decimal::Decimal;

use super::words;
use crate::model::{Amount, Quantity, decimal_text};
use crate::parse::{find_quantity, number, quantity};

/// No word of a number is lost, a figure stands where it is said to stand, and a decimal is printed so that it is read
/// as the same.
pub fn number(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    for line in text.lines() {
        line_of_a_list(line);
    }
}

fn line_of_a_list(line: &str) {
    if let Some((range, found)) = find_quantity(line) {
        assert_eq!(line.get(range), Some(&*found.as_written));
        check(&found);
    }
    if let Some(whole) = quantity::quantity(line) {
        assert_eq!(&*whole.as_written, line.trim());
        check(&whole);
    }
    if let Some((compact, _)) = number::take_apart(line) {
        check(&compact.quantity);
        assert_eq!(lost(line), None);
    }
}

/// A line and what came of it, if their words differ.
pub(crate) fn lost(line: &str) -> Option<(String, String)> {
    let (compact, dates) = number::take_apart(line)?;
    let mut parts = format!("{} {}", compact.quantity.as_written, compact.label);
    for part in [compact.note, compact.source].into_iter().flatten() {
        parts = parts + " " + &part;
    }
    for date in dates {
        parts = parts + " " + &line[date];
    }
    (words(line) != words(&parts)).then(|| (line.to_owned(), parts))
}

fn check(quantity: &Quantity) {
    let figures = match quantity.amount {
        Amount::One(value) => vec![value],
        Amount::Range { low, high } => {
            assert!(low <= high, "{quantity:?}");
            vec![low, high]
        }
        Amount::Change { previous, value } => vec![previous, value],
    };
    for value in figures {
        let text = decimal_text(value);
        assert!(!text.contains(['e', 'E']), "{text}");
        assert_eq!(text.parse::<Decimal>().ok(), Some(value), "{text}");
    }
}
