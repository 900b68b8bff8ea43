//! Quantities: a figure as the author wrote it, and as exact decimals.

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
    /// Anything else that was named: `people`, `GW`, `months`.
    Named(Box<str>),
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
