//! What a person may want to mend about names: those that are left alone, and those that nobody has registered.
//!
//! Comes in: a linked site. Goes out: [`Unlinked`], made when it is asked for; a build has no need of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::capitals::{Capitals, capitals, words};
use super::mentions::{LeftAlone, Search, Why, body_parts, part_at};
use super::names::Names;
use super::registry::Registry;
use super::{BriefEntry, BriefId, CompanyId, Site};
use crate::diagnostic::Span;
use crate::markdown::{self, TextRun};
use crate::model::{At, Passage};
use crate::parse;

/// Names that are no mentions, each with its places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unlinked {
    /// Registered names that their authors suppressed, by name.
    pub suppressed: Vec<NamePlaces>,
    /// Registered names of several companies where nothing says which is meant, by name.
    pub ambiguous: Vec<NamePlaces>,
    /// Capitalised names that stand in two briefs or more and that nobody has registered: those of most briefs first,
    /// then by name.
    pub unregistered: Vec<NamePlaces>,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePlaces {
    /// The name.
    pub name: Box<str>,
    /// The companies that have it; empty for a name that is not registered.
    pub companies: Vec<CompanyId>,
    /// Where it stands: newest brief first, then as read.
    pub places: Vec<(BriefId, Span)>,
}

/// Goes through all briefs for names that are no mentions.
pub fn unlinked(site: &Site) -> Unlinked {
    let registry = Registry::of(&site.companies);
    let names = Names::new(&registry);
    let search = Search {
        names: &names,
        registry: &registry,
        company_at: &|_, _| None,
    };
    let read: Vec<(Vec<LeftAlone>, Seen)> = site
        .briefs
        .par_iter()
        .map(|entry| {
            let found = search.brief(&entry.document, &entry.declared);
            (found.left_alone, Seen::read(entry, &names))
        })
        .collect();
    let (mut suppressed, mut ambiguous) = (ByName::new(), ByName::new());
    let mut seen = Vec::with_capacity(read.len());
    for ((index, entry), (left_alone, names)) in (0u32..).zip(&site.briefs).zip(read) {
        for alone in left_alone {
            let place = (BriefId(index), entry.document.span(&alone.at));
            let (list, companies) = match alone.why {
                Why::Suppressed => (&mut suppressed, owners(&registry, &alone.name)),
                Why::Ambiguous(companies) => (&mut ambiguous, companies),
            };
            let entry = list.entry(alone.name).or_insert((companies, Vec::new()));
            entry.1.push(place);
        }
        seen.push(names);
    }
    Unlinked {
        suppressed: sorted(suppressed),
        ambiguous: sorted(ambiguous),
        unregistered: unregistered(site, seen),
    }
}

type ByName = BTreeMap<Box<str>, (Vec<CompanyId>, Vec<(BriefId, Span)>)>;

fn sorted(names: ByName) -> Vec<NamePlaces> {
    names
        .into_iter()
        .map(|(name, (companies, places))| NamePlaces {
            name,
            companies,
            places,
        })
        .collect()
}

fn owners(registry: &Registry, name: &str) -> Vec<CompanyId> {
    use super::registry::Resolved;
    match registry.resolve(name) {
        Resolved::One(id) => vec![id],
        Resolved::Several(ids) => ids,
        Resolved::Claimed | Resolved::Nobody => Vec::new(),
    }
}

/// What the prose of one brief has in capitals.
#[derive(Debug, Default)]
struct Seen {
    /// Names in the middle of a sentence.
    sure: Vec<(Box<str>, At)>,
    /// Names at the beginning of one: as a whole, and without the first word.
    perhaps: Vec<(Box<str>, At)>,
    /// Words that stand somewhere in small letters.
    small: BTreeSet<Box<str>>,
}

impl Seen {
    fn read(entry: &BriefEntry, names: &Names) -> Self {
        let mut seen = Self::default();
        each_prose(entry, &mut |run, at| seen.run(run, names, at));
        seen
    }

    fn run(&mut self, run: &TextRun, names: &Names, at: &PlaceOf<'_>) {
        let text = &*run.text;
        let small = words(text).map(|word| &text[word]);
        let small = small.filter(|word| word.starts_with(char::is_lowercase));
        self.small.extend(small.map(Box::from));
        let known = names.find(text);
        let is_known = |name: &Capitals| {
            let range = name.range();
            known
                .iter()
                .any(|hit| hit.range.start < range.end && range.start < hit.range.end)
        };
        for name in capitals(run) {
            let list = match name.begins {
                true => &mut self.perhaps,
                false => &mut self.sure,
            };
            let tail = name.tail().filter(|_| name.begins);
            for name in std::iter::once(name).chain(tail) {
                let range = name.range();
                if !is_known(&name) && is_telling(&text[range.clone()]) {
                    list.push((text[range.clone()].into(), at(range.start)));
                }
            }
        }
    }
}

/// Tells the place of a byte of a run.
type PlaceOf<'a> = dyn Fn(usize) -> At + 'a;

/// Calls `take` with every run of prose of a brief, and with what tells the place of a byte of the run. Titles and
/// labels, in which any word may have a capital, are left out.
pub(super) fn each_prose(entry: &BriefEntry, take: &mut dyn FnMut(&TextRun, &PlaceOf<'_>)) {
    let document = &*entry.document;
    let brief = &document.value;
    let parts = body_parts(brief);
    for run in markdown::runs(&document.text, document.body.clone()) {
        let first = run.segments.first().map(|segment| segment.source.start);
        if first.is_some_and(|at| part_at(&parts, at).is_some()) {
            take(&run, &|offset| At::Body(place_of(&run, offset)));
        }
    }
    let effects = brief.effects.iter().map(|e| (&e.text, &e.at));
    let watch = brief.watch.iter().map(|w| (&w.text, &w.at));
    for (passage, at) in effects.chain(watch) {
        if let Passage::Front(text) = passage {
            for run in markdown::text_runs(text) {
                take(&run, &|_| at.clone());
            }
        }
    }
}

/// The byte of the file behind a byte of a run, as an empty range.
fn place_of(run: &TextRun, offset: usize) -> std::ops::Range<u32> {
    let offset = u32::try_from(offset).expect("texts are capped far below four gigabytes");
    let index = run.segments.partition_point(|s| s.text.end <= offset);
    let at = run.segments.get(index).map_or(0, |segment| {
        let inside = offset.saturating_sub(segment.text.start);
        (segment.source.start + inside).min(segment.source.end)
    });
    at..at
}

/// Whether a capitalised name may be that of a company: no acronym, no day or month, no people or place that every brief
/// speaks of.
fn is_telling(name: &str) -> bool {
    const COMMON: &[&str] = &[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "America",
        "American",
        "Americans",
        "Asia",
        "Asian",
        "Britain",
        "British",
        "California",
        "Canada",
        "Canadian",
        "China",
        "Chinese",
        "Europe",
        "European",
        "Europeans",
        "European Union",
        "European Commission",
        "France",
        "French",
        "German",
        "Germany",
        "India",
        "Indian",
        "Japan",
        "Japanese",
        "Korea",
        "Korean",
        "London",
        "New York",
        "Russia",
        "Russian",
        "San Francisco",
        "Silicon Valley",
        "Taiwan",
        "United Kingdom",
        "United States",
        "Wall Street",
        "Washington",
        "Congress",
        "White House",
        "Series",
    ];
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_round = name
        .strip_prefix("Series ")
        .is_some_and(|rest| rest.chars().count() == 1);
    let is_month = parse::date::month_number(&name.to_lowercase()).is_some();
    letters > 1
        && name.contains(char::is_lowercase)
        && !COMMON.contains(&name)
        && !is_month
        && !is_round
}

fn unregistered(site: &Site, seen: Vec<Seen>) -> Vec<NamePlaces> {
    let sure: HashSet<Box<str>> = seen
        .iter()
        .flat_map(|seen| seen.sure.iter().map(|(name, _)| name.clone()))
        .collect();
    let small: HashSet<&str> = seen
        .iter()
        .flat_map(|seen| seen.small.iter().map(|word| &**word))
        .collect();
    let mut found: BTreeMap<&str, Vec<(BriefId, &At)>> = BTreeMap::new();
    for (index, seen) in (0u32..).zip(&seen) {
        let perhaps = seen.perhaps.iter().filter(|(name, _)| sure.contains(name));
        for (name, at) in seen.sure.iter().chain(perhaps) {
            let is_word = small.contains(&*name.to_lowercase());
            if !is_word {
                found.entry(name).or_default().push((BriefId(index), at));
            }
        }
    }
    let in_briefs = |places: &[(BriefId, &At)]| {
        let briefs: BTreeSet<BriefId> = places.iter().map(|(brief, _)| *brief).collect();
        briefs.len()
    };
    let mut names: Vec<(usize, NamePlaces)> = found
        .into_iter()
        .map(|(name, places)| (in_briefs(&places), name, places))
        .filter(|(briefs, ..)| *briefs > 1)
        .map(|(briefs, name, places)| {
            let mut places: Vec<(BriefId, Span)> = places
                .into_iter()
                .map(|(brief, at)| (brief, site.briefs[brief.0 as usize].document.span(at)))
                .collect();
            places.sort_by_key(|(brief, span)| (*brief, span.start));
            places.dedup();
            let name = NamePlaces {
                name: name.into(),
                companies: Vec::new(),
                places,
            };
            (briefs, name)
        })
        .collect();
    // Stable: by name among those of as many briefs.
    names.sort_by_key(|(briefs, _)| std::cmp::Reverse(*briefs));
    names.into_iter().map(|(_, name)| name).collect()
}
