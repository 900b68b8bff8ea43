//! Quantities: a figure as the author wrote it, and as exact decimals.
//!
//! Comes in: what `parse` has read. Goes out: the figure, its unit and the spelling of both in data. Nothing here
//! converts a currency or rounds a digit.

use rust_decimal::Decimal;

/// A figure. The wording is kept for display, the decimals are for arithmetic; a binary float never touches it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// The author's wording: `$5.3B`, `~140 people`, `$3.3B -> $5.3B`.
    pub as_written: Box<str>,
    /// The figure or figures, scale applied: `$5.3B` is 5300000000.
    pub amount: Amount,
    /// What is counted, if it was said.
    pub unit: Option<Unit>,
    /// Whether a word or sign of approximation stands with it (`~`, about, nearly, up to).
    pub approx: bool,
}

impl Quantity {
    /// The figure now: the one figure, or the later one of a change. A range has none, only its two ends.
    pub fn value(&self) -> Option<Decimal> {
        match self.amount {
            Amount::One(value) | Amount::Change { value, .. } => Some(value),
            Amount::Range { .. } => None,
        }
    }

    /// The lower end of a range.
    pub fn low(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Range { low, .. } => Some(low),
            Amount::One(_) | Amount::Change { .. } => None,
        }
    }

    /// The upper end of a range.
    pub fn high(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Range { high, .. } => Some(high),
            Amount::One(_) | Amount::Change { .. } => None,
        }
    }

    /// The figure before a change.
    pub fn previous(&self) -> Option<Decimal> {
        match self.amount {
            Amount::Change { previous, .. } => Some(previous),
            Amount::One(_) | Amount::Range { .. } => None,
        }
    }

    /// The unit's spelling in data, if there is a unit.
    pub fn unit_text(&self) -> Option<&str> {
        self.unit.as_ref().map(Unit::as_str)
    }
}

/// One figure, a range or a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// `$5.3B`.
    One(Decimal),
    /// `$10–12B`; `low` is not above `high`.
    Range {
        /// The lower end.
        low: Decimal,
        /// The upper end.
        high: Decimal,
    },
    /// `$3.3B -> $5.3B`.
    Change {
        /// The figure before.
        previous: Decimal,
        /// The figure now.
        value: Decimal,
    },
}

/// What a figure counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Money, by ISO 4217 code.
    Currency(Currency),
    /// Percent: `34.2%` is 34.2 of these.
    Percent,
    /// Percentage points: `+3 pp`.
    PercentagePoints,
    /// Basis points: `+250 bps`.
    BasisPoints,
    /// A multiple: `3.5x`.
    Times,
    /// Anything else that was named: `people`, `GW`, `months`. Nouns are plural.
    Named(Box<str>),
}

impl Unit {
    /// The spelling in data: `USD`, `percent`, `pp`, `bps`, `x`, `people`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Currency(currency) => currency.code(),
            Self::Percent => "percent",
            Self::PercentagePoints => "pp",
            Self::BasisPoints => "bps",
            Self::Times => "x",
            Self::Named(name) => name,
        }
    }
}

/// An ISO 4217 code: three capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency with this code, or `None` if it is not three capital letters.
    pub fn new(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(bytes))
    }

    /// The code: `USD`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is made of three ASCII letters")
    }
}

/// A decimal as data spells it: no exponent, no digit more than it takes, no thousands separator.
pub fn decimal_text(value: Decimal) -> String {
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_printed_without_exponent_or_spare_digits() {
        for (text, printed) in [
            ("5300000000", "5300000000"),
            ("34.20", "34.2"),
            ("-0.0", "0"),
            ("-250.000", "-250"),
            (
                "0.0000000000000000000000000001",
                "0.0000000000000000000000000001",
            ),
            (
                "9999999999999999999999999999",
                "9999999999999999999999999999",
            ),
        ] {
            assert_eq!(decimal_text(text.parse().unwrap()), printed);
        }
    }

    #[test]
    fn a_range_has_ends_and_no_value() {
        let quantity = |amount| Quantity {
            as_written: "".into(),
            amount,
            unit: None,
            approx: false,
        };
        let (ten, twelve) = (Decimal::from(10), Decimal::from(12));
        let range = quantity(Amount::Range {
            low: ten,
            high: twelve,
        });
        assert_eq!((range.value(), range.previous()), (None, None));
        assert_eq!((range.low(), range.high()), (Some(ten), Some(twelve)));
        let change = quantity(Amount::Change {
            previous: ten,
            value: twelve,
        });
        assert_eq!((change.low(), change.high()), (None, None));
        assert_eq!(
            (change.previous(), change.value()),
            (Some(ten), Some(twelve))
        );
    }

    #[test]
    fn a_currency_is_three_capital_letters() {
        assert_eq!(
            Currency::new("USD").as_ref().map(Currency::code),
            Some("USD")
        );
        for code in ["usd", "US", "USDT", "U$D", "ÄB"] {
            assert_eq!(Currency::new(code), None);
        }
    }
}
