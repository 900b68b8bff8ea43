//! One figure: sign, currency, digits, scale and unit.
//!
//! Comes in: a cursor before it. Goes out: the figure, with its digits as an integer and a number of places, so that a
//! scale is applied by moving the point and no digit is ever rounded.

use rust_decimal::Decimal;

use super::cursor::{Cursor, Lower};
use super::money::{self, Money};
use super::units::{self, Count};
use crate::model::Unit;

/// One figure as it was written, before it is known what its neighbour shares with it.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Whether a word or sign of approximation stands with it.
    pub(crate) approx: bool,
    /// Its sign, if one was written.
    pub(crate) sign: Option<Sign>,
    /// Its currency, if one was written.
    pub(crate) money: Option<Money>,
    /// Its digits.
    pub(crate) digits: Digits,
    /// The power of ten that was written: 9 for a billion.
    pub(crate) exponent: Option<u32>,
    /// Its unit, if one was written and it is not money.
    pub(crate) unit: Option<Unit>,
}

/// A written sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// `+`.
    Plus,
    /// `-`, `−` or an en dash.
    Minus,
}

impl Figure {
    /// Whether it is nothing but digits.
    pub(crate) fn is_bare(&self) -> bool {
        self.money.is_none() && self.exponent.is_none() && self.unit.is_none()
    }

    /// Whether it may as well be a part of a name or a date.
    pub(crate) fn is_doubtful(&self) -> bool {
        self.is_bare() && self.digits.look != Look::Grouped
    }

    /// Whether it may as well be two figures (`Model 3 500 km`, `10 300-seat planes`), or a thousand times as much: `110.000
    /// people`, of which nobody counts thousandths.
    pub(crate) fn is_unclear(&self) -> bool {
        match self.digits.look {
            Look::Unclear => true,
            Look::PointAndZeros => {
                self.exponent.is_none() && matches!(self.unit, None | Some(Unit::Named(_)))
            }
            Look::Number | Look::Grouped | Look::Year | Look::DecimalComma => false,
        }
    }

    /// Whether it is nothing but digits that look like a year of our time.
    pub(crate) fn is_year(&self) -> bool {
        self.is_bare() && self.sign.is_none() && self.digits.look == Look::Year
    }

    /// The unit, money included.
    pub(crate) fn whole_unit(&self) -> Option<Unit> {
        let money = self.money.map(|money| Unit::Currency(money.currency));
        money.or_else(|| self.unit.clone())
    }

    /// The exact value at this power of ten; `None` if it takes more than 28 digits.
    pub(crate) fn value(&self, exponent: Option<u32>) -> Option<Decimal> {
        let value = self.digits.value(exponent.unwrap_or(0))?;
        Some(if self.sign == Some(Sign::Minus) {
            -value
        } else {
            value
        })
    }
}

/// The digits of a number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Digits {
    /// All digits as one integer.
    mantissa: i128,
    /// How many of them stand after the point.
    places: u32,
    /// What they look like.
    look: Look,
}

/// What a run of digits looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// A number that may as well be a part of a name: `737`, `2.0`.
    Number,
    /// Groups of digits, which are in no name: `12,000`.
    Grouped,
    /// Four digits from 1900 to 2199: without a unit it is a year.
    Year,
    /// A group after a blank that may as well be a figure of its own.
    Unclear,
    /// `110.000`: in most of Europe a hundred and ten thousand.
    PointAndZeros,
    /// `1,2`: a number only where a currency, a scale or a unit says so.
    DecimalComma,
}

impl Digits {
    /// The value with the point moved `exponent` places to the right.
    fn value(self, exponent: u32) -> Option<Decimal> {
        let (mantissa, places) = if exponent >= self.places {
            let factor = 10_i128.checked_pow(exponent - self.places)?;
            (self.mantissa.checked_mul(factor)?, 0)
        } else {
            (self.mantissa, self.places - exponent)
        };
        Decimal::try_from_i128_with_scale(mantissa, places)
            .ok()
            .map(|value| value.normalize())
    }

    /// Whether it is this whole number.
    fn is(self, number: i128) -> bool {
        self.places == 0 && self.mantissa == number
    }
}

/// Reads one figure that begins here.
pub(crate) fn figure(c: &mut Cursor<'_>) -> Option<Figure> {
    c.attempt(|c| {
        let mut approx = units::approximation(c);
        let mut sign = sign(c);
        let before = money::before(c);
        if before.is_some() && sign.is_none() {
            sign = self::sign(c);
        }
        let digits = number(c, before.is_some() || approx)?;
        approx |= plus(c);
        let scaled = c.attempt(|c| {
            let scale = scale(c)?;
            let plus = plus(c);
            let tail = tail(c, before, Count::Many);
            let money_or_unit = before.is_some() || tail.is_some();
            let sure = match scale.firm {
                Firm::Sure => true,
                // `3M` is a company.
                Firm::Capital => money_or_unit || !digits.is(3) || scale.exponent != 6,
                // `4K` is a screen, `10K` a race or a filing, `401k` a pension plan.
                Firm::Thousand => {
                    let small = digits.places == 0 && digits.mantissa < 20;
                    money_or_unit || !small && !digits.is(401)
                }
                Firm::Weak => money_or_unit,
            };
            sure.then_some((scale.exponent, plus, tail))
        });
        let (exponent, tail) = match scaled {
            Some((exponent, plus, tail)) => {
                approx |= plus;
                (Some(exponent), tail)
            }
            None => {
                let count = if digits.is(1) {
                    Count::One
                } else {
                    Count::Many
                };
                (None, tail(c, before, count))
            }
        };
        let (money, unit) = match tail {
            Some(Tail::Money(money)) => (Some(money), None),
            Some(Tail::Unit(unit)) => (before, Some(unit)),
            None => (before, None),
        };
        approx |= plus(c);
        approx |= units::approximation_after(c);
        let figure = Figure {
            approx,
            sign,
            money,
            digits,
            exponent,
            unit,
        };
        (digits.look != Look::DecimalComma || !figure.is_bare()).then_some(figure)
    })
}

/// What stands after a number and its scale.
enum Tail {
    /// Money.
    Money(Money),
    /// Any other unit.
    Unit(Unit),
}

/// Reads what a number is a number of. Money that stands before it may only be made more exact.
fn tail(c: &mut Cursor<'_>, before: Option<Money>, count: Count) -> Option<Tail> {
    match before {
        Some(before) => c
            .attempt(|c| before.with(money::after(c)?))
            .map(Tail::Money),
        None => units::unit(c, count)
            .map(Tail::Unit)
            .or_else(|| money::after(c).map(Tail::Money)),
    }
}

/// A sign that touches what it belongs to.
fn sign(c: &mut Cursor<'_>) -> Option<Sign> {
    c.attempt(|c| {
        if c.keyword("minus") {
            return c.space().then_some(Sign::Minus);
        }
        let sign = match c.bump()? {
            '+' => Sign::Plus,
            '-' | '\u{2212}' | '–' => Sign::Minus,
            _ => return None,
        };
        let touches = c
            .peek()
            .is_some_and(|next| !next.is_whitespace() && !"-+–".contains(next));
        touches.then_some(sign)
    })
}

/// The `+` of `140+ people`.
fn plus(c: &mut Cursor<'_>) -> bool {
    c.attempt(|c| (c.eat("+") && c.ends_word()).then_some(()))
        .is_some()
}

/// Reads digits with their separators and point. `announced` says whether what stands before can only belong to a
/// figure. `None` for what is no decimal number: `007`, `1,2345`.
fn number(c: &mut Cursor<'_>, announced: bool) -> Option<Digits> {
    c.attempt(|c| {
        let announced = announced || !follows_name(c);
        let mut mantissa = 0_i128;
        let whole = c.take(|c| c.is_ascii_digit());
        push(&mut mantissa, whole)?;
        let mut look = if whole.len() == 4 && (1900..2200).contains(&mantissa) {
            Look::Year
        } else {
            Look::Number
        };
        if whole.len() > 1 && whole.starts_with('0') {
            return None;
        }
        if (1..=3).contains(&whole.len()) {
            let mut ahead = *c;
            match groups(&mut ahead, whole.len(), &mut mantissa)? {
                Groups::None => {}
                Groups::Thousands => {
                    *c = ahead;
                    look = Look::Grouped;
                }
                Groups::Blanks { count } => {
                    let another = count == 1 && (!announced || counts_by_itself(&ahead));
                    *c = ahead;
                    look = if another {
                        Look::Unclear
                    } else {
                        Look::Grouped
                    };
                }
                Groups::DecimalComma(places) => {
                    *c = ahead;
                    look = Look::DecimalComma;
                    return Some(Digits {
                        mantissa,
                        places,
                        look,
                    });
                }
            }
        }
        let mut places = 0;
        let fraction = c.attempt(|c| if c.eat(".") { c.digits() } else { None });
        match fraction {
            Some(fraction) => {
                if look == Look::Year {
                    look = Look::Number;
                }
                if look == Look::Number
                    && (1..=3).contains(&whole.len())
                    && whole != "0"
                    && fraction == "000"
                {
                    look = Look::PointAndZeros;
                }
                let fraction = fraction.trim_end_matches('0');
                places = u32::try_from(fraction.len())
                    .ok()
                    .filter(|places| *places <= 28)?;
                push(&mut mantissa, fraction)?;
            }
            None if whole.is_empty() => return None,
            None => {}
        }
        Some(Digits {
            mantissa,
            places,
            look,
        })
    })
}

/// What follows the first one to three digits of a number.
enum Groups {
    /// Nothing that belongs to it.
    None,
    /// Groups of three, or in the Indian way of two and at last three; they are in the mantissa now.
    Thousands,
    /// So many groups of three after blanks; they are in the mantissa now.
    Blanks { count: usize },
    /// A comma and this many digits, which are in the mantissa now.
    DecimalComma(u32),
}

/// Whether the word before may have a number in its name: `iPhone 17`, `RTX 5090`.
fn follows_name(c: &Cursor<'_>) -> bool {
    let before = c.so_far().trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or("");
    word.ends_with(char::is_alphanumeric)
        && word.contains(|c: char| c.is_uppercase() || c.is_numeric())
}

/// Whether a group of digits before this place is likely to be a figure of its own: `3 100% owned plants`, `10 300-seat
/// planes`.
fn counts_by_itself(c: &Cursor<'_>) -> bool {
    let mut rest = c.rest().chars();
    match rest.next() {
        Some('%') => true,
        Some('-') => rest.next().is_some_and(char::is_alphabetic),
        _ => false,
    }
}

/// Three digits after a blank.
fn blank_and_group<'a>(c: &mut Cursor<'a>) -> Option<&'a str> {
    c.eat(" ").then_some(())?;
    c.digits().filter(|digits| digits.len() == 3)
}

/// Reads groups of three digits after blanks: `1 234 567`. Any other number of digits after a blank is a figure of its own.
fn blanks(c: &mut Cursor<'_>, mantissa: &mut i128) -> Option<Groups> {
    let mut count = 0;
    while *mantissa != 0
        && let Some(digits) = c.attempt(blank_and_group)
    {
        push(mantissa, digits)?;
        count += 1;
    }
    Some(match count {
        0 => Groups::None,
        count => Groups::Blanks { count },
    })
}

/// Reads groups of digits. `None` if a comma or a low line makes no sense: `1,2345`, `1_00`.
fn groups(c: &mut Cursor<'_>, first: usize, mantissa: &mut i128) -> Option<Groups> {
    const SEPARATORS: [&str; 8] = [
        ",", "'", "’", "_", "\u{a0}", "\u{202f}", "\u{2009}", "\u{2007}",
    ];
    if c.peek() == Some(' ') {
        return blanks(c, mantissa);
    }
    let Some(separator) = SEPARATORS
        .into_iter()
        .find(|sign| c.rest().starts_with(sign))
    else {
        return Some(Groups::None);
    };
    let mut sum = *mantissa;
    let mut lengths = [0_usize; 12];
    let mut count = 0;
    while let Some(group) = c.attempt(|c| if c.eat(separator) { c.digits() } else { None }) {
        *lengths.get_mut(count)? = group.len();
        count += 1;
        if group.len() > 3 {
            break;
        }
        push(&mut sum, group)?;
    }
    let lengths = &lengths[..count];
    let Some((last, inner)) = lengths.split_last() else {
        return Some(Groups::None);
    };
    let thousands = *last == 3 && inner.iter().all(|length| *length == 3);
    let indian =
        separator == "," && *last == 3 && first <= 2 && inner.iter().all(|length| *length == 2);
    if thousands || indian {
        *mantissa = sum;
        Some(Groups::Thousands)
    } else if separator == "_" {
        None
    } else if separator != "," {
        Some(Groups::None)
    } else if inner.is_empty() && *last <= 2 {
        *mantissa = sum;
        Some(Groups::DecimalComma(u32::try_from(*last).ok()?))
    } else {
        None
    }
}

/// Appends digits to an integer; `None` if it overflows.
fn push(mantissa: &mut i128, digits: &str) -> Option<()> {
    for digit in digits.bytes() {
        *mantissa = mantissa
            .checked_mul(10)?
            .checked_add(i128::from(digit - b'0'))?;
    }
    Some(())
}

/// A power of ten, and how sure it is that its letters mean one.
struct Scale {
    /// `6` for a million.
    exponent: u32,
    /// How sure.
    firm: Firm,
}

/// How sure it is that letters after a number are a scale.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Firm {
    /// Nothing else: `million`, `bn`.
    Sure,
    /// A capital `M` or `B` that touches the number: nearly always.
    Capital,
    /// A `k` that touches the number: not in small numbers.
    Thousand,
    /// Letters that mean other things too (metres, tesla): only of money or of a counted noun.
    Weak,
}

/// Reads the scale after a number.
fn scale(c: &mut Cursor<'_>) -> Option<Scale> {
    c.attempt(|c| {
        let touches = !c.space();
        // `$300-million`, but not `10-K`.
        let hyphen = touches && c.eat("-");
        let word = c.word()?;
        let (exponent, firm) = match word {
            "K" | "k" if touches => (3, Firm::Thousand),
            "M" if touches => (6, Firm::Capital),
            "B" if touches => (9, Firm::Capital),
            "K" | "k" => (3, Firm::Weak),
            "M" | "m" | "MM" | "mm" => (6, Firm::Weak),
            "B" | "b" => (9, Firm::Weak),
            "T" | "t" => (12, Firm::Weak),
            _ => (scale_word(c, word)?, Firm::Sure),
        };
        if firm != Firm::Sure && (hyphen || !touches) {
            // A letter apart from its number: `$5 B`, but not `$5 T-shirt`.
            let ends = c
                .peek()
                .is_none_or(|next| next.is_whitespace() || ",.;:)!?*".contains(next));
            (ends && !hyphen).then_some(())?;
        }
        Some(Scale { exponent, firm })
    })
}

/// The power of ten that a word means.
fn scale_word(c: &mut Cursor<'_>, word: &str) -> Option<u32> {
    let exponent = match Lower::new(word).as_str() {
        "thousand" | "tausend" | "tsd" => 3,
        "lakh" | "lakhs" => 5,
        "million" | "millions" | "mn" | "mln" | "mio" | "millionen" | "millones" | "milioni"
        | "miljoen" => 6,
        "crore" | "crores" | "cr" => 7,
        "billion" | "billions" | "bn" | "bln" | "bil" => 9,
        "mrd" | "milliarde" | "milliarden" | "milliard" | "milliards" | "miliardi" | "miljard" => 9,
        // The short scale has no word like this.
        "trillion" | "trillions" | "tn" | "trn" | "billionen" => 12,
        "quadrillion" => 15,
        _ => return None,
    };
    let lakh = exponent == 5;
    let crore = |c: &mut Cursor<'_>| {
        let crore = c.space() && c.word_if(|word| matches!(word, "crore" | "crores" | "cr"));
        crore.then_some(())
    };
    Some(if lakh && c.attempt(crore).is_some() {
        12
    } else {
        exponent
    })
}
