//! Finding companies' names in running text.
//!
//! Comes in: the registry, and runs of text as a reader sees them. Goes out: which name stands where. Longest match,
//! whole words by Unicode's UAX #29, case as registered, either apostrophe; thousands of names cost no more than a few.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_segmentation::UnicodeSegmentation;

use super::CompanyId;
use super::registry::Registry;
use crate::model::MentionPolicy;

/// All names, to be found in running text.
#[derive(Debug)]
pub(crate) struct Names {
    automaton: Option<AhoCorasick>,
    /// Which name each pattern of the automaton spells.
    patterns: Vec<u32>,
    names: Vec<Name>,
}

/// One name and whose it is.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) text: Box<str>,
    /// Those who have it, with their policy, by id.
    pub(crate) owners: Vec<(CompanyId, MentionPolicy)>,
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Bytes of the text, without a possessive `’s`.
    pub(crate) range: Range<usize>,
    /// Index of the name.
    name: u32,
}

impl Names {
    /// Prepares the search for every name, alias and product.
    pub(crate) fn new(registry: &Registry) -> Self {
        let mut owners: BTreeMap<&str, Vec<(CompanyId, MentionPolicy)>> = BTreeMap::new();
        let mut add = |name, id, policy| {
            let list: &mut Vec<_> = owners.entry(name).or_default();
            if list.last() != Some(&(id, policy)) {
                list.push((id, policy));
            }
        };
        for (index, entry) in (0u32..).zip(registry.entries()) {
            let (id, policy) = (CompanyId(index), entry.policy());
            match &entry.document {
                None => add(&entry.name, id, policy),
                Some(document) => {
                    for name in document.value.all_names() {
                        add(name.value.trim(), id, policy);
                    }
                }
            }
        }
        let mut names = Vec::new();
        let mut spellings = Vec::new();
        let mut patterns = Vec::new();
        for (text, owners) in owners {
            if !text.contains(char::is_alphanumeric) {
                continue;
            }
            let index =
                u32::try_from(names.len()).expect("fewer than four billion names fit in memory");
            for spelling in spellings_of(text) {
                spellings.push(spelling);
                patterns.push(index);
            }
            names.push(Name {
                text: text.into(),
                owners,
            });
        }
        // A registry too large for the automaton (gigabytes of names) is one without automatic mentions.
        let automaton = (!spellings.is_empty())
            .then(|| AhoCorasick::new(&spellings).ok())
            .flatten();
        Self {
            automaton,
            patterns,
            names,
        }
    }

    /// Whether `text` has a name in it, linked or not, that is none of `company`'s.
    pub(crate) fn names_others(&self, text: &str, company: Option<CompanyId>) -> bool {
        self.find(text).iter().any(|hit| {
            self.name(hit)
                .owners
                .iter()
                .all(|(id, _)| Some(*id) != company)
        })
    }

    /// The name of a hit.
    pub(crate) fn name(&self, hit: &Hit) -> &Name {
        &self.names[hit.name as usize]
    }

    /// Every name in `text`: leftmost first, and of two that overlap the longer.
    pub(crate) fn find(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let mut hits: Vec<Hit> = automaton
            .find_overlapping_iter(text)
            .map(|found| Hit {
                range: found.range(),
                name: self.patterns[found.pattern().as_usize()],
            })
            .filter(|hit| is_whole(text, &hit.range))
            .collect();
        hits.sort_by(|a, b| {
            a.range
                .start
                .cmp(&b.range.start)
                .then(b.range.end.cmp(&a.range.end))
        });
        let mut end = 0;
        hits.retain(|hit| {
            let free = hit.range.start >= end;
            if free {
                end = hit.range.end;
            }
            free
        });
        hits
    }
}

/// The ways in which a name may be typed: with straight or typographic apostrophes, with ordinary or no-break spaces.
fn spellings_of(name: &str) -> Vec<String> {
    let straight = name
        .replace(['\u{2019}', '\u{2018}'], "'")
        .replace('\u{a0}', " ");
    let mut spellings = vec![straight];
    for (plain, variants) in [
        ("'", ["\u{2019}", "\u{2018}"].as_slice()),
        (" ", &["\u{a0}"]),
    ] {
        if spellings[0].contains(plain) {
            let more: Vec<String> = variants
                .iter()
                .flat_map(|v| spellings.iter().map(move |s| s.replace(plain, v)))
                .collect();
            spellings.extend(more);
        }
    }
    spellings
}

/// How far from a name its neighbours are looked at. No word that matters is longer.
const WINDOW: usize = 64;

/// Whether the bytes `range` of `text` are whole words: not a part of a longer token, not a figure with a unit.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let from = floor_boundary(text, word_start(text, range.start));
    let to = ceil_boundary(text, word_end(text, range.end));
    let window = &text[from..to];
    let (mut starts, mut ends) = (false, false);
    let possessive = range.end + possessive_len(&text[range.end..]);
    for (offset, word) in window.split_word_bound_indices() {
        let (start, end) = (from + offset, from + offset + word.len());
        starts |= start == range.start;
        ends |= end == range.end || start == range.end || end == possessive;
    }
    starts && ends && !is_part_by_sign(text, range)
}

/// Names of one or two characters do not stand beside a hyphen (`X-ray`), and none that begins with a digit stands
/// behind a currency sign (`3M` in `$3M`).
fn is_part_by_sign(text: &str, range: &Range<usize>) -> bool {
    let name = &text[range.clone()];
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let short = name.chars().nth(2).is_none();
    let hyphen = |c: Option<char>| matches!(c, Some('-' | '\u{2010}' | '\u{2011}'));
    let currency = matches!(
        before,
        Some('$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}')
    );
    (short && (hyphen(before) || hyphen(after)))
        || (currency && name.starts_with(|c: char| c.is_ascii_digit()))
}

/// The length of `'s` or `’s` at the start of `text`, else 0.
fn possessive_len(text: &str) -> usize {
    ["'s", "\u{2019}s", "'S", "\u{2019}S"]
        .iter()
        .find(|s| text.starts_with(**s))
        .map_or(0, |s| s.len())
}

fn word_start(text: &str, at: usize) -> usize {
    let low = floor_boundary(text, at.saturating_sub(WINDOW));
    text[low..at]
        .rfind(char::is_whitespace)
        .map_or(low, |i| low + i)
}

fn word_end(text: &str, at: usize) -> usize {
    let high = ceil_boundary(text, (at + WINDOW).min(text.len()));
    text[at..high]
        .find(char::is_whitespace)
        .map_or(high, |i| at + i)
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, name: &str) -> bool {
        let start = text.find(name).expect("the table names a part of its text");
        is_whole(text, &(start..start + name.len()))
    }

    #[test]
    fn whole_words_are_told_from_parts() {
        for (text, name, expected) in [
            ("Runway raised", "Runway", true),
            ("(Runway)", "Runway", true),
            ("Runways raised", "Runway", false),
            ("Runway's round", "Runway", true),
            ("Runway\u{2019}s round", "Runway", true),
            ("Runway'sx", "Runway", false),
            ("Google-backed", "Google", true),
            ("pre-Google era", "Google", true),
            ("Gen-4.5 ships", "Gen-4", false),
            ("Gen-4 ships", "Gen-4", true),
            ("Gen-4. It ships", "Gen-4", true),
            ("GPT-4o", "GPT-4", false),
            ("google.com is Google.com", "Google", false),
            ("an X-ray", "X", false),
            ("raised $3M", "3M", false),
            ("3M raised", "3M", true),
            ("at X, then", "X", true),
            ("AT&T said", "AT&T", true),
            ("Disney+ grew", "Disney+", true),
            ("Disney+ grew", "Disney", true),
            ("MetaMask", "Meta", false),
            ("Meta_x", "Meta", false),
            (
                "\u{30a2}\u{30c3}\u{30d7}\u{30eb}\u{306f}",
                "\u{30a2}\u{30c3}\u{30d7}\u{30eb}",
                true,
            ),
            ("\u{5c0f}\u{7c73}\u{53d1}\u{5e03}", "\u{5c0f}\u{7c73}", true),
        ] {
            assert_eq!(whole(text, name), expected, "{name} in {text}");
        }
    }

    #[test]
    fn a_name_has_a_spelling_for_each_apostrophe_and_space() {
        assert_eq!(spellings_of("Runway"), ["Runway"]);
        assert_eq!(
            spellings_of("McDonald's"),
            ["McDonald's", "McDonald\u{2019}s", "McDonald\u{2018}s"]
        );
        assert_eq!(spellings_of("Luma AI"), ["Luma AI", "Luma\u{a0}AI"]);
    }
}
