//! Companies found in made-up briefs against what was put into them. Names, forms and traps are drawn by a generator
//! that gives the same corpus every time.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use briefpress::link::Place;

use crate::support;

/// A generator of numbers that look random: Knuth's linear congruential one (MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }
}

/// The word of a number: each another, none a word of any language we know of.
fn word(number: usize) -> String {
    const BEGIN: [&str; 12] = [
        "Vo", "Ze", "Qua", "Bry", "Kla", "Myr", "Plo", "Xe", "Dru", "Fja", "Gno", "Hyl",
    ];
    const MIDDLE: [&str; 10] = [
        "ra", "xi", "lo", "mbe", "nsi", "ptu", "rvo", "ska", "tle", "zu",
    ];
    const END: [&str; 8] = ["dyx", "ffa", "glo", "kku", "lmo", "nque", "stri", "wun"];
    format!(
        "{}{}{}",
        BEGIN[number % 12],
        MIDDLE[number / 12 % 10],
        END[number / 120 % 8]
    )
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    Always,
    Declared,
    Never,
}

struct Company {
    slug: String,
    /// Name, alias, product.
    names: Vec<String>,
    policy: Policy,
}

fn companies(count: usize) -> (Vec<Company>, String) {
    let (mut companies, mut files, mut next) = (Vec::new(), String::new(), 0);
    let mut fresh = || {
        next += 1;
        word(next - 1)
    };
    for index in 0..count {
        let name = match index % 4 {
            0 => fresh(),
            1 => format!("{} Labs", fresh()),
            2 => format!("{} & {}", fresh(), fresh()),
            _ => format!("{}-{}", fresh(), fresh()),
        };
        let mut names = vec![name.clone()];
        let slug = format!("c{index}");
        let _ = write!(
            files,
            "-- content/companies/{slug}.md --\n---\nname: \"{name}\"\n"
        );
        if index % 3 == 0 {
            names.push(format!("{} Group", fresh()));
            let _ = writeln!(files, "aliases: [\"{}\"]", names[names.len() - 1]);
        }
        if index % 5 == 0 {
            names.push(format!("{}-4.5", fresh()));
            let _ = writeln!(files, "products: [\"{}\"]", names[names.len() - 1]);
        }
        let policy = match index {
            _ if index % 11 == 0 => Policy::Declared,
            _ if index % 13 == 0 => Policy::Never,
            _ => Policy::Always,
        };
        files.push_str(match policy {
            Policy::Always => "---\n",
            Policy::Declared => "mention: declared\n---\n",
            Policy::Never => "mention: never\n---\n",
        });
        companies.push(Company {
            slug,
            names,
            policy,
        });
    }
    (companies, files)
}

/// A sentence with a name in it, and whether it names the company: the later half are traps.
fn sentence(random: &mut Random, name: &str) -> (String, bool) {
    let wrapped = name.replacen(' ', "\n", 1);
    let (text, names) = match random.below(11) {
        0 => (format!("Yesterday {name} raised its price."), true),
        1 => (
            format!("Nobody expected {name}’s answer, or {name}'s."),
            true,
        ),
        2 => (format!("It was *{name}* that moved first."), true),
        3 => (format!("Then {wrapped} followed."), true),
        4 => (format!("The deal (with {name}) is closed."), true),
        5 => (format!("They met a {name}-backed fund."), true),
        6 => (format!("A {} is no company.", name.to_lowercase()), false),
        7 => (format!("The {name}ish style is gone."), false),
        8 => (format!("Run `{name}` twice."), false),
        9 => (format!("This time \\{name} stays away."), false),
        _ => (format!("Pre{name} days are over."), false),
    };
    (text, names)
}

#[test]
fn the_companies_of_each_made_up_brief_are_those_that_were_put_into_it() {
    let mut random = Random(20_260_212);
    let (companies, mut site) = companies(240);
    let mut truth = Vec::new();
    for brief in 0..300 {
        let mut expected = BTreeSet::new();
        let declared: Vec<usize> = (0..random.below(4)).map(|_| random.below(240)).collect();
        let slugs: Vec<&str> = declared.iter().map(|i| &*companies[*i].slug).collect();
        let mut body = String::new();
        for section in 0..3 {
            let trap = &companies[random.below(240)].names[0];
            let _ = write!(body, "## Part {section} of {trap}\n\n");
            for _ in 0..5 {
                let index = random.below(240);
                let company = &companies[index];
                let name = &company.names[random.below(company.names.len())];
                let (text, names) = sentence(&mut random, name);
                let linked = match company.policy {
                    Policy::Always => true,
                    Policy::Declared => declared.contains(&index),
                    Policy::Never => false,
                };
                if names && linked {
                    expected.insert(company.slug.clone());
                }
                body.push_str(&text);
                body.push(' ');
            }
            body.push_str("\n\n");
        }
        let _ = write!(
            site,
            "-- content/briefs/2026-01-01-b{brief}.md --\n---\ntitle: B\ncompanies: [{}]\n---\n{body}",
            slugs.join(", ")
        );
        truth.push((format!("b{brief}"), expected));
    }
    let loaded = support::load(&site);
    let site = loaded.press().site();
    let mut links = 0;
    for (slug, expected) in &truth {
        let entry = site
            .briefs
            .iter()
            .find(|entry| entry.document.value.slug.as_str() == slug);
        let entry = entry.expect("the brief is there");
        let found: BTreeSet<String> = entry
            .mentions
            .iter()
            .filter(|mention| mention.place == Place::Body)
            .map(|mention| site.companies[mention.company.0 as usize].slug.to_string())
            .collect();
        links += found.len();
        assert_eq!(found, *expected, "{slug}:\n{}", entry.document.text);
    }
    assert!(
        links > 1500,
        "only {links} companies were put into the briefs"
    );
}
