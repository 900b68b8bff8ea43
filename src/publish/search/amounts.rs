//! Figures as terms of the search: one for each value, however it was spelled.
//!
//! Comes in: a typed quantity. Goes out: terms such as `=5300000000` and `=5300000000usd`. No word is spelled so, since
//! words have letters and digits only. `search.js` makes the same terms of what is typed: `$5.3B`, `5.3 billion dollars`.

use rust_decimal::Decimal;

use crate::model::{Amount, Quantity, Unit, decimal_text};

/// The terms of each figure of a quantity: its value alone, and with its unit if it has one of a few letters.
pub(super) fn terms(quantity: &Quantity) -> impl Iterator<Item = String> + '_ {
    let figures = match quantity.amount {
        Amount::One(value) => [Some(value), None],
        Amount::Range { low, high } => [Some(low), Some(high)],
        Amount::Change { previous, value } => [Some(previous), Some(value)],
    };
    figures.into_iter().flatten().flat_map(|figure| {
        let bare = term(figure);
        let unit = quantity.unit.as_ref().and_then(suffix);
        let with_unit = unit.map(|unit| format!("{bare}{unit}"));
        [Some(bare), with_unit].into_iter().flatten()
    })
}

/// The sign is left out: who looks for a fall of 12% types `12%`.
fn term(figure: Decimal) -> String {
    format!("={}", decimal_text(figure.abs()))
}

fn suffix(unit: &Unit) -> Option<String> {
    match unit {
        Unit::Currency(currency) => Some(currency.code().to_ascii_lowercase()),
        Unit::Percent => Some("%".to_owned()),
        Unit::PercentagePoints | Unit::BasisPoints | Unit::Times => Some(unit.as_str().to_owned()),
        // The noun is a word of its own in the text.
        Unit::Named(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn every_spelling_of_a_figure_has_the_same_terms() {
        for spelling in [
            "$5.3B",
            "$5.3 billion",
            "US$5,300 million",
            "$5,300,000,000",
        ] {
            let quantity = parse::quantity::quantity(spelling).expect(spelling);
            let terms: Vec<String> = terms(&quantity).collect();
            assert_eq!(terms, ["=5300000000", "=5300000000usd"], "{spelling}");
        }
    }

    #[test]
    fn ranges_and_changes_are_found_by_both_ends_and_falls_without_their_sign() {
        for (spelling, expected) in [
            (
                "$10–12B",
                &[
                    "=10000000000",
                    "=10000000000usd",
                    "=12000000000",
                    "=12000000000usd",
                ][..],
            ),
            (
                "$3.3B -> $5.3B",
                &[
                    "=3300000000",
                    "=3300000000usd",
                    "=5300000000",
                    "=5300000000usd",
                ],
            ),
            ("-12%", &["=12", "=12%"]),
            ("250 bps", &["=250", "=250bps"]),
            ("3.50x", &["=3.5", "=3.5x"]),
            ("~140 people", &["=140"]),
        ] {
            let quantity = parse::quantity::quantity(spelling).expect(spelling);
            assert_eq!(terms(&quantity).collect::<Vec<_>>(), expected, "{spelling}");
        }
    }
}
