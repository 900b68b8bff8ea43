//! Units that are not money, and words that make a figure approximate.
//!
//! Comes in: a cursor after or before a number. Goes out: what stands there, if a table knows it. A word that is in no
//! table is not a unit; it stays in the author's label.

use super::cursor::{Cursor, Lower};
use crate::model::Unit;

/// Units that are written as symbols, whose case matters.
const SYMBOLS: [&str; 26] = [
    "kW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "TWh", "MB", "GB", "TB", "PB", "EB", "Mbps",
    "Gbps", "Tbps", "MHz", "GHz", "TFLOPS", "PFLOPS", "EFLOPS", "km", "nm", "kg", "Mt", "Gt",
];

/// Nouns that are counted: the plural, which is the unit, and the singular, which is one only after `1`.
#[rustfmt::skip]
const NOUNS: [(&str, &str); 101] = [
    ("people", "person"), ("employees", "employee"), ("workers", "worker"), ("staff", "staff"),
    ("engineers", "engineer"), ("developers", "developer"), ("researchers", "researcher"),
    ("scientists", "scientist"), ("contractors", "contractor"), ("users", "user"), ("customers", "customer"),
    ("clients", "client"), ("subscribers", "subscriber"), ("members", "member"), ("viewers", "viewer"),
    ("listeners", "listener"), ("readers", "reader"), ("players", "player"), ("students", "student"),
    ("patients", "patient"), ("passengers", "passenger"), ("riders", "rider"), ("drivers", "driver"),
    ("merchants", "merchant"), ("sellers", "seller"), ("buyers", "buyer"), ("creators", "creator"),
    ("advertisers", "advertiser"), ("investors", "investor"), ("shareholders", "shareholder"),
    ("suppliers", "supplier"), ("partners", "partner"), ("households", "household"), ("companies", "company"),
    ("startups", "startup"), ("businesses", "business"), ("banks", "bank"), ("hospitals", "hospital"),
    ("schools", "school"), ("countries", "country"), ("cities", "city"), ("stores", "store"), ("shops", "shop"),
    ("restaurants", "restaurant"), ("branches", "branch"), ("offices", "office"), ("factories", "factory"),
    ("plants", "plant"), ("warehouses", "warehouse"), ("stations", "station"), ("chargers", "charger"),
    ("homes", "home"), ("hotels", "hotel"), ("rooms", "room"), ("seats", "seat"), ("beds", "bed"),
    ("vehicles", "vehicle"), ("cars", "car"), ("trucks", "truck"), ("robots", "robot"), ("robotaxis", "robotaxi"),
    ("drones", "drone"), ("aircraft", "aircraft"), ("planes", "plane"), ("ships", "ship"),
    ("satellites", "satellite"), ("devices", "device"), ("phones", "phone"), ("smartphones", "smartphone"),
    ("units", "unit"), ("chips", "chip"), ("wafers", "wafer"), ("GPUs", "GPU"), ("CPUs", "CPU"), ("TPUs", "TPU"),
    ("servers", "server"), ("reactors", "reactor"), ("turbines", "turbine"), ("parameters", "parameter"),
    ("tokens", "token"), ("downloads", "download"), ("orders", "order"), ("trips", "trip"), ("patents", "patent"),
    ("shares", "share"), ("jobs", "job"), ("barrels", "barrel"), ("ounces", "ounce"), ("tons", "ton"),
    ("bushels", "bushel"), ("acres", "acre"), ("hectares", "hectare"), ("miles", "mile"), ("qubits", "qubit"),
    ("minutes", "minute"), ("hours", "hour"), ("days", "day"), ("weeks", "week"), ("months", "month"),
    ("quarters", "quarter"), ("years", "year"),
];

/// Whether a number is exactly one, for nouns in the singular.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// `1`.
    One,
    /// Any other.
    Many,
}

/// Reads the unit after a number and its scale, with the space before it.
pub(crate) fn unit(c: &mut Cursor<'_>, count: Count) -> Option<Unit> {
    c.attempt(|c| {
        let apart = c.space();
        if c.eat_any(&["%", "％"]) {
            return Some(Unit::Percent);
        }
        if c.eat("×") || c.keyword("x") {
            // `5 x 3` is a product, not a multiple.
            let product = c.sees(|c| {
                c.space();
                c.digits()
            });
            return (!product).then_some(Unit::Times);
        }
        if !c.peek()?.is_alphabetic() {
            return None;
        }
        points(c)
            .or_else(|| measure(c))
            .or_else(|| if apart { noun(c, count) } else { None })
    })
}

/// Percent, percentage points and basis points in words.
fn points(c: &mut Cursor<'_>) -> Option<Unit> {
    c.attempt(|c| {
        let word = c.word()?;
        let unit = match Lower::new(word).as_str() {
            "percent" | "pct" => return Some(Unit::Percent),
            "per" => return (c.space() && c.keyword("cent")).then_some(Unit::Percent),
            "pp" | "ppt" | "ppts" => return Some(Unit::PercentagePoints),
            "bps" => return Some(Unit::BasisPoints),
            // `BP` in capitals is a company.
            "bp" => return (word == "bp").then_some(Unit::BasisPoints),
            "percentage" => Unit::PercentagePoints,
            "basis" => Unit::BasisPoints,
            _ => return None,
        };
        let points = dash_or_space(c) && c.word_if(|word| matches!(word, "point" | "points"));
        points.then_some(unit)
    })
}

/// Physical units: symbols, and long forms that mean the same.
fn measure(c: &mut Cursor<'_>) -> Option<Unit> {
    c.attempt(|c| {
        let word = c.word()?;
        if SYMBOLS.contains(&word) {
            return Some(Unit::Named(word.into()));
        }
        let unit = match Lower::new(word).as_str() {
            "kilowatt" | "kilowatts" => power(c, "kW", "kWh"),
            "megawatt" | "megawatts" => power(c, "MW", "MWh"),
            "gigawatt" | "gigawatts" => power(c, "GW", "GWh"),
            "terawatt" | "terawatts" => power(c, "TW", "TWh"),
            "megabyte" | "megabytes" => "MB",
            "gigabyte" | "gigabytes" => "GB",
            "terabyte" | "terabytes" => "TB",
            "petabyte" | "petabytes" => "PB",
            "exabyte" | "exabytes" => "EB",
            "megahertz" => "MHz",
            "gigahertz" => "GHz",
            "teraflops" => "TFLOPS",
            "petaflops" => "PFLOPS",
            "exaflops" => "EFLOPS",
            "kilometer" | "kilometers" | "kilometre" | "kilometres" => "km",
            "nanometer" | "nanometers" | "nanometre" | "nanometres" => "nm",
            "kilogram" | "kilograms" => "kg",
            "megatonne" | "megatonnes" => "Mt",
            "gigatonne" | "gigatonnes" => "Gt",
            "tonne" | "tonnes" => "tonnes",
            "metric" => {
                let tons = dash_or_space(c) && c.word_if(|word| matches!(word, "ton" | "tons"));
                tons.then_some("tonnes")?
            }
            "square" | "sq" => {
                dash_or_space(c).then_some(())?;
                match c.lower_word()?.as_str() {
                    "feet" | "foot" | "ft" => "square feet",
                    "meters" | "metres" | "meter" | "metre" | "m" => "square meters",
                    "miles" | "mile" | "mi" => "square miles",
                    _ => return None,
                }
            }
            "ms" | "millisecond" | "milliseconds" => "milliseconds",
            _ => return None,
        };
        Some(Unit::Named(unit.into()))
    })
}

/// A unit of power, or with `hours` after it of energy.
fn power<'a>(c: &mut Cursor<'_>, power: &'a str, energy: &'a str) -> &'a str {
    let hours = c.attempt(|c| {
        let hours = dash_or_space(c) && c.word_if(|word| matches!(word, "hour" | "hours"));
        hours.then_some(())
    });
    if hours.is_some() { energy } else { power }
}

/// Passes what joins the words of a unit; whether something did.
fn dash_or_space(c: &mut Cursor<'_>) -> bool {
    c.eat("-") || c.space()
}

/// A noun that is counted. `90 days' notice` counts no days, and `5 month delay` no months.
fn noun(c: &mut Cursor<'_>, count: Count) -> Option<Unit> {
    let word = c.word()?;
    let (plural, _) = NOUNS.iter().find(|(plural, singular)| {
        word.eq_ignore_ascii_case(plural)
            || count == Count::One && word.eq_ignore_ascii_case(singular)
    })?;
    let joined = c.peek().is_some_and(|next| "'’-\u{2011}".contains(next));
    (!joined).then(|| Unit::Named((*plural).into()))
}

/// Signs of approximation before a figure.
pub(crate) const SIGNS: &str = "~≈∼～≃><≥≤";

/// Reads signs and words of approximation before a figure, with the space after them; whether there were some.
pub(crate) fn approximation(c: &mut Cursor<'_>) -> bool {
    let found = approximate_once(c);
    if found {
        // `over ~140`: nobody writes three, and a bound keeps every scan linear.
        approximate_once(c);
    }
    found
}

/// Reads what may follow a figure to the same effect: ` or more`, ` or so`.
pub(crate) fn approximation_after(c: &mut Cursor<'_>) -> bool {
    c.attempt(|c| {
        c.space().then_some(())?;
        (c.keyword("or") && c.space()).then_some(())?;
        c.word_if(|word| matches!(word, "more" | "so" | "less" | "fewer"))
            .then_some(())
    })
    .is_some()
}

/// One sign or phrase of approximation, with the space after it.
fn approximate_once(c: &mut Cursor<'_>) -> bool {
    c.attempt(|c| {
        if !c.peek()?.is_alphabetic() {
            // Two tildes strike a text through.
            let struck = c.rest().starts_with("~~");
            (!struck && SIGNS.contains(c.bump()?)).then_some(())?;
            c.eat("=");
            c.space();
            return Some(());
        }
        let mut word = c.lower_word()?;
        if matches!(word.as_str(), "just" | "well" | "slightly" | "far") {
            c.space().then_some(())?;
            word = c.lower_word()?;
        }
        let mut then = |next: fn(&str) -> bool| c.space() && c.word_if(next);
        let phrase = match word.as_str() {
            "approximately" | "about" | "around" | "roughly" | "nearly" | "almost" | "circa"
            | "some" | "over" | "above" | "under" | "below" => true,
            // Too short to be read without their dot.
            "c" | "ca" => return c.eat(".").then(|| _ = c.space()),
            "approx" => return (c.eat(".") | c.space()).then(|| _ = c.space()),
            "up" => then(|next| next == "to"),
            "more" | "less" | "fewer" | "greater" => then(|next| next == "than"),
            "no" | "not" => {
                then(|next| matches!(next, "more" | "less" | "fewer"))
                    && then(|next| next == "than")
            }
            "at" => then(|next| matches!(next, "least" | "most")),
            "as" => {
                then(|next| matches!(next, "much" | "many" | "little" | "few"))
                    && then(|next| next == "as")
            }
            "close" => then(|next| next == "to"),
            "north" | "upwards" => then(|next| next == "of"),
            "in" => then(|next| next == "excess") && then(|next| next == "of"),
            _ => false,
        };
        (phrase && c.space()).then_some(())
    })
    .is_some()
}
