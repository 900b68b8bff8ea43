//! A made-up newsletter: the same bytes for the same number of briefs, on every machine.
//!
//! Comes in: how many briefs. Goes out: the files of a site as paths and texts, in the form of briefpress or of Hugo, with
//! the same titles, dates, companies, tags, figures and sentences in both. A brief has about 600 words in four sections, 2
//! to 5 declared companies, 2 to 4 tags, 3 to 6 numbers, one effect of each order and 3 watch items; one in four has a
//! table, one in ten a code block. Companies are named by Zipf's law, one for 20 briefs and 50 at least.

use std::fmt::Write as _;

/// For whom the files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavor {
    /// briefpress.
    Briefpress,
    /// Hugo, with the same facts as parameters and taxonomies.
    Hugo,
}

/// A file: its path in the site, and its text.
pub(crate) type File = (String, String);

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

const FIRST: &[&str] = &[
    "Alder", "Amber", "Apex", "Argo", "Atlas", "Aurora", "Beacon", "Birch", "Calder", "Cedar",
    "Copper", "Coral", "Delta", "Ember", "Falcon", "Fern", "Garnet", "Granite", "Harbor", "Haven",
    "Indigo", "Ivory", "Jasper", "Juniper", "Kestrel", "Larch", "Linden", "Lumen", "Maple",
    "Meridian", "Mesa", "Nimbus", "Ochre", "Onyx", "Osprey", "Pebble", "Quarry", "Raven", "Ridge",
    "Sage", "Sierra", "Slate", "Summit", "Thistle", "Timber", "Tundra", "Umber", "Vertex",
    "Willow", "Zephyr",
];
const SECOND: &[&str] = &[
    "Robotics",
    "Logistics",
    "Energy",
    "Foods",
    "Motors",
    "Networks",
    "Materials",
    "Pharma",
    "Devices",
    "Software",
    "Optics",
    "Studios",
    "Retail",
    "Mobility",
    "Storage",
    "Analytics",
    "Telecom",
    "Freight",
    "Instruments",
    "Payments",
    "Security",
    "Foundry",
    "Biologics",
    "Wireless",
    "Power",
    "Rail",
    "Shipping",
    "Textiles",
    "Steel",
    "Genomics",
    "Dynamics",
    "Computing",
    "Labs",
    "Packaging",
    "Photonics",
    "Water",
    "Health",
    "Exchange",
    "Capital",
    "Media",
];
const TAGS: &[&str] = &[
    "AI",
    "Semiconductors",
    "Energy",
    "Retail",
    "Logistics",
    "Payments",
    "Cloud",
    "Security",
    "Biotech",
    "Mobility",
    "Media",
    "Telecom",
    "Robotics",
    "Space",
    "Materials",
    "Insurance",
    "Agriculture",
    "Gaming",
    "Housing",
    "Education",
    "Regulation",
    "Pricing",
    "Platforms",
    "Labor",
];
const ASSETS: &[&str] = &[
    "distribution",
    "switching costs",
    "gross margin",
    "the installed base",
    "bargaining power",
    "unit economics",
    "working capital",
    "the data advantage",
    "manufacturing yield",
    "pricing power",
    "customer concentration",
];
const MOVES: &[&str] = &[
    "vertical integration",
    "a platform bundle",
    "an outcome-based contract",
    "a usage-based meter",
    "a direct channel",
    "an open standard",
    "a captive supplier",
    "a shared roadmap",
    "a lower entry price",
    "a regional hub",
];
const RISKS: &[&str] = &[
    "channel conflict",
    "an antitrust review",
    "a talent exodus",
    "inventory write-downs",
    "a slower migration",
    "service penalties",
    "a price war",
    "single-source dependency",
    "customer churn",
];
const MARKETS: &[&str] = &[
    "mid-market buyers",
    "hospital systems",
    "independent merchants",
    "fleet operators",
    "regional utilities",
    "public agencies",
    "consumer brands",
    "online marketplaces",
    "small developers",
    "insurance carriers",
];
const METRICS: &[&str] = &[
    "annual recurring revenue",
    "gross margin",
    "net retention",
    "units shipped",
    "average order value",
    "backlog",
    "free cash flow",
    "customer count",
    "cost per transaction",
    "headcount",
    "contracted revenue",
];
const SENTENCES: &[&str] = &[
    "{c} is moving from {move} to {move}, and the change says more about {asset} than about technology.",
    "For years the market read {asset} as the quiet part of the business, while {c} treated it as a cost.",
    "The shift is **structural**: management repriced the contract, and {market} now face other choices.",
    "It matters because {asset} compounds: whoever holds it sets the terms for {market}.",
    "If {c} is right, {move} becomes the default, and rivals who waited have to buy their way back in.",
    "The second reading is less kind: {risk} may arrive before {asset} improves.",
    "For {market} the practical question is not price but *who carries the risk* when the deal slips.",
    "The terms were not what {market} had expected, according to a [filing](https://filings.example.net/{n}).",
    "{c} declined to name the counterparty, but {asset} is among the conditions.",
    "Boards tend to underrate `lead time` and overrate {asset}; this case is a clean test of both.",
    "A change in how {market} are billed would say that {asset} is already under pressure.",
    "Silence is informative too: no word within two quarters would point to {risk}.",
];

/// The files of a site with so many briefs.
pub(crate) fn files(briefs: usize, flavor: Flavor) -> impl Iterator<Item = File> {
    let companies = names((briefs / 20).max(50));
    let zipf = weights(companies.len());
    let registry: Vec<File> = companies.iter().map(|name| company(name, flavor)).collect();
    registry
        .into_iter()
        .chain((0..briefs).map(move |index| brief(index, briefs, &companies, &zipf)))
}

fn names(count: usize) -> Vec<String> {
    (0..count)
        .map(|index| {
            let (first, second) = (index % FIRST.len(), index / FIRST.len());
            let second_name = SECOND[(second + first * 7) % SECOND.len()];
            match second / SECOND.len() {
                0 => format!("{} {second_name}", FIRST[first]),
                round => format!("{} {second_name} {}", FIRST[first], round + 1),
            }
        })
        .collect()
}

/// How often each company is named, added up.
fn weights(count: usize) -> Vec<u64> {
    (1..=count as u64)
        .scan(0, |sum, rank| {
            *sum += 1_000_000 / rank;
            Some(*sum)
        })
        .collect()
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn company(name: &str, flavor: Flavor) -> File {
    let slug = slug(name);
    let about = format!(
        "{name} sells mainly to {}.",
        MARKETS[name.len() % MARKETS.len()]
    );
    match flavor {
        Flavor::Briefpress => (
            format!("content/companies/{slug}.md"),
            format!(
                "---\nname: {name}\naliases: [\"{name} Group\"]\ndescription: \"{about}\"\n---\n{about}\n"
            ),
        ),
        Flavor::Hugo => (
            format!("content/companies/{slug}/_index.md"),
            format!(
                "---\ntitle: {name}\nalso_known_as: [\"{name} Group\"]\ndescription: \"{about}\"\n---\n{about}\n"
            ),
        ),
    }
}

/// Numbers that look random (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(SEED);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % end as u64).expect("it is below a usize")
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn name<'a>(&mut self, companies: &'a [String], zipf: &[u64]) -> &'a str {
        let all = zipf.last().copied().unwrap_or(1);
        let at = self.roll() % all;
        &companies[zipf.partition_point(|sum| *sum <= at)]
    }

    /// A sentence about one of `names`.
    fn sentence(&mut self, names: &[&str]) -> String {
        let mut out = String::new();
        let mut rest = self.pick(SENTENCES);
        while let Some((before, after)) = rest.split_once('{') {
            let (field, after) = after.split_once('}').expect("every brace is closed");
            out.push_str(before);
            match field {
                "c" => out.push_str(names[self.below(names.len())]),
                "move" => out.push_str(self.pick(MOVES)),
                "asset" => out.push_str(self.pick(ASSETS)),
                "risk" => out.push_str(self.pick(RISKS)),
                "market" => out.push_str(self.pick(MARKETS)),
                _ => out.push_str(&self.below(900_000).to_string()),
            }
            rest = after;
        }
        out + rest
    }

    fn sentences(&mut self, count: usize, names: &[&str]) -> String {
        let all: Vec<String> = (0..count).map(|_| self.sentence(names)).collect();
        all.join(" ")
    }
}

/// Ten years of briefs, evenly spread, the last on 2025-12-31.
fn day(index: usize, of: usize) -> String {
    let day = index * 3650 / of.max(1);
    let (year, rest) = (2016 + day / 365, day % 365);
    format!("{year}-{:02}-{:02}", rest / 31 + 1, rest % 31 % 28 + 1)
}

fn brief(index: usize, of: usize, companies: &[String], zipf: &[u64]) -> File {
    let mut dice = Dice(index as u64);
    let mut named: Vec<&str> = Vec::new();
    let wanted = 2 + dice.below(4);
    while named.len() < wanted {
        let name = dice.name(companies, zipf);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    let mut tags: Vec<&str> = Vec::new();
    let wanted = 2 + dice.below(3);
    while tags.len() < wanted {
        let tag = dice.pick(TAGS);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    let (subject, day) = (named[0], day(index, of));
    let title = format!("{subject} bets on {}", dice.pick(MOVES));
    let dek = format!(
        "The real prize is {}, and {} feel it first.",
        dice.pick(ASSETS),
        dice.pick(MARKETS)
    );

    let mut text = format!(
        "---\ntitle: \"{title}\"\ndate: {day}\nsummary: \"{dek}\"\ncompanies: {named:?}\ntags: {tags:?}\nnumbers:\n"
    );
    let mut rows = String::from("\n| Metric | Value |\n|:--|--:|\n");
    for _ in 0..3 + dice.below(4) {
        let label = dice.pick(METRICS);
        let value = match dice.below(3) {
            0 => format!("${}.{} billion", 1 + dice.below(40), dice.below(10)),
            1 => format!("{}.{}%", dice.below(90), dice.below(10)),
            _ => format!("{}", 100 + dice.below(9000)),
        };
        let _ = writeln!(text, "  - value: \"{value}\"\n    label: \"{label}\"");
        let _ = writeln!(rows, "| {label} | {value} |");
    }
    text.push_str("effects:\n");
    for order in ["first", "second", "third"] {
        let (title, words) = (
            format!("Pressure on {}", dice.pick(ASSETS)),
            dice.sentences(4, &named),
        );
        let _ = writeln!(
            text,
            "  - order: {order}\n    title: \"{title}\"\n    text: >-\n      {words}"
        );
    }
    text.push_str("watch:\n");
    for _ in 0..3 {
        let (risk, day) = (dice.pick(RISKS), 1 + dice.below(28));
        let _ = writeln!(
            text,
            "  - item: \"Any sign of {risk}\"\n    by: \"2026-{:02}-{day:02}\"",
            1 + dice.below(12)
        );
    }
    text.push_str("---\n");
    for (heading, paragraphs) in [
        ("The Strategic Shift", 2),
        ("What Happened", 2),
        ("Why It Matters", 2),
        ("What To Watch", 1),
    ] {
        let _ = writeln!(text, "\n## {heading}");
        for _ in 0..paragraphs {
            let _ = writeln!(text, "\n{}", dice.sentences(5, &named));
        }
        if heading == "What Happened" {
            let _ = writeln!(
                text,
                "\n- {}\n- {}",
                dice.sentence(&named),
                dice.sentence(&named)
            );
            if dice.below(4) == 0 {
                text.push_str(&rows);
            }
        }
        if heading == "Why It Matters" && dice.below(10) == 0 {
            let _ = writeln!(
                text,
                "\n```python\ndef margin(price, cost, units):\n    return (price - cost) * units  # {}\n```",
                dice.below(9)
            );
        }
    }
    (
        format!("content/briefs/{index:06}-{}.md", slug(subject)),
        text,
    )
}
