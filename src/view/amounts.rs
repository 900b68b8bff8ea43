//! Amounts in few characters, for axes and changes. Exact figures are shown in their author's wording.

use rust_decimal::Decimal;

use crate::model::Unit;

/// Three significant digits with a letter for the scale: `$5.3B`, `34.2%`, `250M users`.
pub(super) fn short(value: Decimal, unit: Option<&Unit>) -> String {
    let sign = if value.is_sign_negative() && !value.is_zero() {
        "\u{2212}"
    } else {
        ""
    };
    format!("{sign}{}", with_unit(value.abs(), unit))
}

/// A difference, with its sign; of percentages in points.
pub(super) fn difference(value: Decimal, unit: Option<&Unit>) -> String {
    let unit = match unit {
        Some(Unit::Percent) => Some(&Unit::PercentagePoints),
        other => other,
    };
    if value.is_zero() {
        return format!("\u{b1}{}", with_unit(value, unit));
    }
    let sign = if value.is_sign_negative() {
        '\u{2212}'
    } else {
        '+'
    };
    format!("{sign}{}", with_unit(value.abs(), unit))
}

/// A change in percent: `+61%`, `+6.1%`.
pub(super) fn percent(value: Decimal) -> String {
    let digits = if value.abs() >= Decimal::TEN { 0 } else { 1 };
    difference_text(value.round_dp(digits))
}

fn difference_text(value: Decimal) -> String {
    let sign = match (value.is_zero(), value.is_sign_negative()) {
        (true, _) => '\u{b1}',
        (_, true) => '\u{2212}',
        _ => '+',
    };
    format!("{sign}{}%", value.abs().normalize())
}

fn with_unit(value: Decimal, unit: Option<&Unit>) -> String {
    let number = scaled(value);
    match unit {
        None => number,
        Some(Unit::Currency(currency)) => match currency.code() {
            "USD" => format!("${number}"),
            "EUR" => format!("€{number}"),
            "GBP" => format!("£{number}"),
            "JPY" => format!("¥{number}"),
            code => format!("{code} {number}"),
        },
        Some(Unit::Percent) => format!("{number}%"),
        Some(Unit::PercentagePoints) => format!("{number} pp"),
        Some(Unit::BasisPoints) => format!("{number} bps"),
        Some(Unit::Times) => format!("{number}x"),
        Some(Unit::Named(name)) => format!("{number} {name}"),
    }
}

fn scaled(value: Decimal) -> String {
    const SCALES: [(i64, &str); 4] = [
        (1_000_000_000_000, "T"),
        (1_000_000_000, "B"),
        (1_000_000, "M"),
        (10_000, "K"),
    ];
    for (from, letter) in SCALES {
        if value >= Decimal::from(from) {
            let by = if letter == "K" { 1_000 } else { from };
            return format!("{}{letter}", rounded(value / Decimal::from(by)));
        }
    }
    rounded(value)
}

/// Three significant digits; all of the whole part.
fn rounded(value: Decimal) -> String {
    let value = if value >= Decimal::ONE_HUNDRED {
        value.round()
    } else {
        value.round_sf(3).unwrap_or(value)
    };
    value.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Currency;

    #[test]
    fn amounts_are_short_and_keep_their_unit() {
        let usd = Currency::new("USD").map(Unit::Currency);
        let chf = Currency::new("CHF").map(Unit::Currency);
        let users = Some(Unit::Named("users".into()));
        for (value, unit, expected) in [
            ("5300000000", &usd, "$5.3B"),
            ("-12000000", &usd, "−$12M"),
            ("0", &usd, "$0"),
            ("1234567890123", &chf, "CHF 1.23T"),
            ("250000000", &users, "250M users"),
            ("9999", &users, "9999 users"),
            ("34.25", &Some(Unit::Percent), "34.2%"),
        ] {
            let value: Decimal = value.parse().expect("a decimal");
            assert_eq!(short(value, unit.as_ref()), expected);
        }
    }

    #[test]
    fn a_difference_shows_its_sign() {
        let points = Some(Unit::Percent);
        for (value, text, in_percent) in [
            ("2", "+2 pp", "+2%"),
            ("-60.6", "−60.6 pp", "−61%"),
            ("0", "±0 pp", "±0%"),
        ] {
            let value: Decimal = value.parse().expect("a decimal");
            assert_eq!(difference(value, points.as_ref()), text);
            assert_eq!(percent(value), in_percent);
        }
    }
}
