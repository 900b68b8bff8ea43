//! Units that are not money, and words that make a figure approximate.
//!
//! Comes in: a cursor after or before a number. Goes out: what stands there, if a table knows it. A word that is in no
//! table is not a unit; it stays in the author's label.

use super::cursor::Cursor;
use crate::model::Unit;

/// Units that are written as symbols, whose case matters: the symbol, then long forms that mean the same, with `-`
/// for a space or a hyphen.
const SYMBOLS: &str = "\
    kW/kilowatt/kilowatts MW/megawatt/megawatts GW/gigawatt/gigawatts TW/terawatt/terawatts \
    kWh/kilowatt-hour/kilowatt-hours MWh/megawatt-hour/megawatt-hours GWh/gigawatt-hour/gigawatt-hours \
    TWh/terawatt-hour/terawatt-hours MB/megabyte/megabytes GB/gigabyte/gigabytes TB/terabyte/terabytes \
    PB/petabyte/petabytes EB/exabyte/exabytes Mbps Gbps Tbps MHz/megahertz GHz/gigahertz TFLOPS/teraflops \
    PFLOPS/petaflops EFLOPS/exaflops km/kilometer/kilometers/kilometre/kilometres \
    nm/nanometer/nanometers/nanometre/nanometres kg/kilogram/kilograms Mt/megatonne/megatonnes Gt/gigatonne/gigatonnes";

/// Units of several words, or of which only words are usual: what stands in data, then the spellings.
const MEASURES: [(&str, &str); 5] = [
    ("tonnes", "tonne/tonnes/metric-tons/metric-ton"),
    ("square feet", "square-feet/square-foot/sq-ft"),
    ("square meters", "square-meters/square-metres/sq-m"),
    ("square miles", "square-miles/sq-mi"),
    ("milliseconds", "milliseconds/millisecond/ms"),
];

/// Nouns that are counted: the plural, which is the unit, and the singular, which is one only after `1`.
const NOUNS: &str = "\
    people/person employees/employee workers/worker staff/staff engineers/engineer developers/developer \
    researchers/researcher scientists/scientist contractors/contractor users/user customers/customer clients/client \
    subscribers/subscriber members/member viewers/viewer listeners/listener readers/reader players/player \
    students/student patients/patient passengers/passenger riders/rider drivers/driver merchants/merchant \
    sellers/seller buyers/buyer creators/creator advertisers/advertiser investors/investor shareholders/shareholder \
    suppliers/supplier partners/partner households/household companies/company startups/startup businesses/business \
    banks/bank hospitals/hospital schools/school countries/country cities/city stores/store shops/shop \
    restaurants/restaurant branches/branch offices/office factories/factory plants/plant warehouses/warehouse \
    stations/station chargers/charger homes/home hotels/hotel rooms/room seats/seat beds/bed vehicles/vehicle cars/car \
    trucks/truck robots/robot robotaxis/robotaxi drones/drone aircraft/aircraft planes/plane ships/ship \
    satellites/satellite devices/device phones/phone smartphones/smartphone units/unit chips/chip wafers/wafer \
    GPUs/GPU CPUs/CPU TPUs/TPU servers/server reactors/reactor turbines/turbine parameters/parameter tokens/token \
    downloads/download orders/order trips/trip patents/patent shares/share jobs/job barrels/barrel ounces/ounce \
    tons/ton bushels/bushel acres/acre hectares/hectare miles/mile qubits/qubit minutes/minute hours/hour days/day \
    weeks/week months/month quarters/quarter years/year";

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
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        if is("percent") || is("pct") || is("per") && c.space() && c.keyword("cent") {
            return Some(Unit::Percent);
        }
        if is("pp") || is("ppt") || is("ppts") {
            return Some(Unit::PercentagePoints);
        }
        // `BP` in capitals is a company.
        if is("bps") || word == "bp" {
            return Some(Unit::BasisPoints);
        }
        let unit = if is("percentage") {
            Unit::PercentagePoints
        } else if is("basis") {
            Unit::BasisPoints
        } else {
            return None;
        };
        (c.eat("-") || c.space()).then_some(())?;
        (c.keyword("points") || c.keyword("point")).then_some(unit)
    })
}

/// Physical units.
fn measure(c: &mut Cursor<'_>) -> Option<Unit> {
    let first = c.attempt(|c| {
        let word = c.word()?;
        SYMBOLS
            .split_ascii_whitespace()
            .filter_map(|entry| entry.split('/').next())
            .find(|symbol| *symbol == word)
    });
    if let Some(symbol) = first {
        return Some(Unit::Named(symbol.into()));
    }
    // The longest spelling wins: `gigawatt` begins `gigawatt hours`.
    let entries = SYMBOLS
        .split_ascii_whitespace()
        .map(|entry| entry.split_once('/').unwrap_or((entry, "")))
        .chain(MEASURES);
    let mut best: Option<(Cursor<'_>, &str)> = None;
    for (unit, spellings) in entries {
        for spelling in spellings.split('/') {
            let mut ahead = *c;
            let longer =
                spelled(&mut ahead, spelling) && best.is_none_or(|(end, _)| ahead.at() > end.at());
            if longer {
                best = Some((ahead, unit));
            }
        }
    }
    let (end, unit) = best?;
    *c = end;
    Some(Unit::Named(unit.into()))
}

/// Passes the words of a spelling; a `-` in it stands for a hyphen or a space.
fn spelled(c: &mut Cursor<'_>, spelling: &str) -> bool {
    spelling
        .split('-')
        .enumerate()
        .all(|(index, word)| (index == 0 || c.eat("-") || c.space()) && c.keyword(word))
}

/// A noun that is counted. `90 days' notice` counts no days, and `5 month delay` no months.
fn noun(c: &mut Cursor<'_>, count: Count) -> Option<Unit> {
    let word = c.word()?;
    let (plural, _) = NOUNS
        .split_ascii_whitespace()
        .filter_map(|entry| entry.split_once('/'))
        .find(|(plural, singular)| {
            word.eq_ignore_ascii_case(plural)
                || count == Count::One && word.eq_ignore_ascii_case(singular)
        })?;
    let joined = c.peek().is_some_and(|next| "'’-\u{2011}".contains(next));
    (!joined).then(|| Unit::Named(plural.into()))
}

/// Signs of approximation before a figure.
pub(crate) const SIGNS: &str = "~≈∼～≃><≥≤";

/// Words of approximation before a figure, longer ones first where they begin alike.
const PHRASES: [&str; 35] = [
    "approximately",
    "approx",
    "about",
    "around",
    "roughly",
    "nearly",
    "almost",
    "circa",
    "ca",
    "c",
    "some",
    "over",
    "above",
    "under",
    "below",
    "up to",
    "more than",
    "less than",
    "fewer than",
    "greater than",
    "no more than",
    "no less than",
    "no fewer than",
    "not more than",
    "at least",
    "at most",
    "as much as",
    "as many as",
    "as little as",
    "as few as",
    "close to",
    "north of",
    "upwards of",
    "in excess of",
    "on the order of",
];

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
        ["or more", "or so", "or less", "or fewer"]
            .iter()
            .any(|phrase| c.phrase(phrase))
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
        for adverb in ["just", "well", "slightly", "far"] {
            if c.keyword(adverb) {
                c.space().then_some(())?;
                break;
            }
        }
        let mut ahead = *c;
        let first = ahead.word()?;
        let phrase = PHRASES
            .iter()
            .filter(|phrase| {
                let start = phrase.split(' ').next().unwrap_or(phrase);
                start.eq_ignore_ascii_case(first)
            })
            .find(|phrase| c.phrase(phrase))?;
        let dot = matches!(*phrase, "approx" | "ca" | "c") && c.eat(".");
        // `c` and `ca` are too short to be read without their dot.
        (c.space() && (dot || phrase.len() > 2) || dot).then_some(())
    })
    .is_some()
}
