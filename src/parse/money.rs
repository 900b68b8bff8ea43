//! Currencies, as they stand before or after a figure.
//!
//! Comes in: a cursor before or after a number. Goes out: the currency, if the table knows it. Codes that are also a
//! company or a name with a number (`AMD`, `COP 30`, `PHP 8`) are left out on purpose.

use super::cursor::Cursor;
use crate::model::Currency;

/// Money, as it was written on one side of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Money {
    /// The currency that it is by itself.
    pub(crate) currency: Currency,
    /// Whether other currencies share the sign, so that a code may correct it.
    sign: Sign,
}

/// Whether a sign belongs to one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// `USD`, `€`, `US$`.
    Own,
    /// `$`, `¥`, `dollars`.
    Shared,
}

impl Money {
    /// What both say together: `$5M CAD`, `USD $5M`, `¥5bn RMB`. `None` if they contradict each other.
    pub(crate) fn with(self, other: Self) -> Option<Self> {
        let agrees = |shared: Self, exact: Self| match (shared.sign, shared.currency.code()) {
            (Sign::Own, _) => false,
            (Sign::Shared, "USD") => DOLLARS
                .iter()
                .any(|(_, code)| *code == exact.currency.code()),
            (Sign::Shared, _) => exact.currency.code() == "CNY",
        };
        if self.currency == other.currency {
            Some(if self.sign == Sign::Own { self } else { other })
        } else if agrees(self, other) {
            Some(other)
        } else {
            agrees(other, self).then_some(self)
        }
    }
}

/// Codes of ISO 4217 that are read.
const CODES: [&str; 38] = [
    "USD", "EUR", "JPY", "GBP", "CNY", "CHF", "AUD", "CAD", "HKD", "SGD", "INR", "KRW", "SEK",
    "NOK", "DKK", "NZD", "MXN", "TWD", "ZAR", "BRL", "PLN", "THB", "ILS", "IDR", "CZK", "AED",
    "TRY", "HUF", "CLP", "SAR", "MYR", "RUB", "RON", "VND", "NGN", "EGP", "PKR", "UAH",
];

/// Letters that stand before a `$`, and the currency.
const DOLLARS: [(&str, &str); 13] = [
    ("US", "USD"),
    ("A", "AUD"),
    ("AU", "AUD"),
    ("C", "CAD"),
    ("CA", "CAD"),
    ("CDN", "CAD"),
    ("HK", "HKD"),
    ("NZ", "NZD"),
    ("S", "SGD"),
    ("SG", "SGD"),
    ("NT", "TWD"),
    ("MX", "MXN"),
    ("R", "BRL"),
];

/// Signs that stand alone.
const SIGNS: [(&str, &str, Sign); 15] = [
    ("$", "USD", Sign::Shared),
    ("＄", "USD", Sign::Shared),
    ("€", "EUR", Sign::Own),
    ("£", "GBP", Sign::Own),
    ("¥", "JPY", Sign::Shared),
    ("￥", "JPY", Sign::Shared),
    ("₹", "INR", Sign::Own),
    ("₩", "KRW", Sign::Own),
    ("₽", "RUB", Sign::Own),
    ("₺", "TRY", Sign::Own),
    ("₪", "ILS", Sign::Own),
    ("₫", "VND", Sign::Own),
    ("฿", "THB", Sign::Own),
    ("₦", "NGN", Sign::Own),
    ("₴", "UAH", Sign::Own),
];

/// Reads what stands before a number, with the space after it: `$`, `US$`, `CN¥`, `EUR `, `USD $`, `Rs. `.
pub(crate) fn before(c: &mut Cursor<'_>) -> Option<Money> {
    c.attempt(|c| {
        let word = if c.peek()?.is_alphabetic() {
            let word = c.attempt(prefix)?;
            c.space();
            Some(word)
        } else {
            None
        };
        let sign = c.attempt(sign);
        c.space();
        match (word, sign) {
            (Some(word), Some(sign)) => word.with(sign),
            (one, other) => one.or(other),
        }
    })
}

/// Reads what stands after a number and its scale: ` USD`, ` US dollars`, `€`.
pub(crate) fn after(c: &mut Cursor<'_>) -> Option<Money> {
    c.attempt(|c| {
        c.space();
        if let Some(money) = c.attempt(sign) {
            let next_figure = c.peek().is_some_and(|next| next.is_ascii_digit());
            return (!next_figure).then_some(money);
        }
        c.peek()?.is_alphabetic().then_some(())?;
        if let Some((code, sign)) = c.attempt(name) {
            return Some(money(code, sign));
        }
        code(c.word()?)
    })
}

/// The name of a currency, as it stands after a figure. `pounds` and `won` are words of their own, and not read alone.
fn name(c: &mut Cursor<'_>) -> Option<(&'static str, Sign)> {
    if c.eat("U.S.") {
        return (c.space() && dollars(c)).then_some(("USD", Sign::Own));
    }
    let dollars_of = match c.lower_word()?.as_str() {
        "dollars" | "dollar" => return Some(("USD", Sign::Shared)),
        "euros" | "euro" => return Some(("EUR", Sign::Own)),
        "yen" => return Some(("JPY", Sign::Own)),
        "yuan" | "renminbi" => return Some(("CNY", Sign::Own)),
        "rupees" => return Some(("INR", Sign::Own)),
        "pounds" => return (c.space() && c.keyword("sterling")).then_some(("GBP", Sign::Own)),
        "british" => return (c.space() && c.keyword("pounds")).then_some(("GBP", Sign::Own)),
        "indian" => return (c.space() && c.keyword("rupees")).then_some(("INR", Sign::Own)),
        "swiss" => return (c.space() && c.keyword("francs")).then_some(("CHF", Sign::Own)),
        "korean" => return (c.space() && c.keyword("won")).then_some(("KRW", Sign::Own)),
        "us" => "USD",
        "australian" => "AUD",
        "canadian" => "CAD",
        "singapore" => "SGD",
        "taiwan" => "TWD",
        "hong" => (c.space() && c.keyword("kong")).then_some("HKD")?,
        "new" => (c.space() && c.keyword("zealand")).then_some("NZD")?,
        _ => return None,
    };
    (c.space() && dollars(c)).then_some((dollars_of, Sign::Own))
}

/// Passes `dollars`.
fn dollars(c: &mut Cursor<'_>) -> bool {
    c.keyword("dollars")
}

/// Whether this is the sign of a currency.
pub(crate) fn is_sign(c: char) -> bool {
    SIGNS.iter().any(|(sign, _, _)| sign.starts_with(c))
}

/// Letters before a number: a code, or what makes a shared sign exact.
fn prefix(c: &mut Cursor<'_>) -> Option<Money> {
    let letters = c.letters()?;
    if let Some(money) = code(letters) {
        return Some(money);
    }
    let exact = match letters {
        "Rs" => {
            c.eat(".");
            "INR"
        }
        "U" => (c.eat(".S.") && (c.eat("$") || c.eat(" $"))).then_some("USD")?,
        "US" if c.eat(" $") => "USD",
        "CN" => c.eat_any(&["¥", "￥"]).then_some("CNY")?,
        "JP" => c.eat_any(&["¥", "￥"]).then_some("JPY")?,
        _ => {
            c.eat("$").then_some(())?;
            DOLLARS.iter().find(|(known, _)| *known == letters)?.1
        }
    };
    Some(money(exact, Sign::Own))
}

/// A sign that stands alone.
fn sign(c: &mut Cursor<'_>) -> Option<Money> {
    SIGNS
        .iter()
        .find(|(sign, _, _)| c.eat(sign))
        .map(|(_, code, sign)| money(code, *sign))
}

/// The currency with this code, in capitals as written. RMB is what many write for CNY.
fn code(letters: &str) -> Option<Money> {
    if letters == "RMB" {
        return Some(money("CNY", Sign::Own));
    }
    CODES.contains(&letters).then(|| money(letters, Sign::Own))
}

/// The currency of a code in one of the tables above.
fn money(code: &str, sign: Sign) -> Money {
    Money {
        currency: Currency::new(code).expect("the tables hold codes of three capital letters"),
        sign,
    }
}
