//! All texts become lists: which term stands in which document, how much it says about it, and where.
//!
//! Comes in: the site. Goes out: [`Gathered`]. Documents are read on all processors, each range of them by one reader;
//! the lists are the same whatever the ranges are.

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};

use super::texts::{self, Field, Piece};
use super::{amounts, pack, tokens};
use crate::link::{BriefEntry, CompanyEntry, CompanyRole, Site};
use crate::parse;

/// Every term with its list.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Each word in lower case, as it stands somewhere, and its term.
    pub(super) words: HashMap<Box<str>, u32>,
    /// Each term (a stem, a figure or a facet) and the index of its list.
    pub(super) terms: HashMap<Box<str>, u32>,
    pub(super) lists: Vec<List>,
}

/// The documents of a term: briefs by their index, then companies.
#[derive(Debug, Default)]
pub(super) struct List {
    /// How many documents.
    pub(super) length: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    /// The distance of each document from the one before, without the first.
    pub(super) gaps: Vec<u8>,
    /// How much the term says about each document: from 1 to 15.
    pub(super) levels: Vec<u8>,
    /// For each document how often the term stands there and at which tokens, as gaps.
    pub(super) places: Vec<u8>,
}

impl List {
    /// Adds what `other` has, whose documents all come later.
    fn append(&mut self, other: &Self) {
        if self.length == 0 {
            self.first = other.first;
        } else {
            pack::varint(&mut self.gaps, other.first - self.last);
        }
        self.gaps.extend_from_slice(&other.gaps);
        self.levels.extend_from_slice(&other.levels);
        self.places.extend_from_slice(&other.places);
        self.length += other.length;
        self.last = other.last;
    }
}

/// Tokens between two texts of one document, so that no phrase reaches over.
const BETWEEN: u32 = 16;

/// How often a term's places are noted in one document.
const MOST_PLACES: usize = 200;

/// Reads the whole site.
pub(super) fn gather(site: &Site) -> Gathered {
    let briefs = site.briefs.len();
    let all = briefs + site.companies.len();
    let readers = rayon::current_num_threads().max(1);
    let size = all.div_ceil(readers).max(1);
    let ranges: Vec<Range<usize>> = (0..all)
        .step_by(size)
        .map(|start| start..all.min(start + size))
        .collect();
    let parts: Vec<Gathered> = ranges
        .into_par_iter()
        .map(|range| {
            let mut reader = Reader::new(&site.config.language);
            for index in range {
                let doc = u32::try_from(index)
                    .expect("the indexes of briefs and companies are of 32 bits");
                match index.checked_sub(briefs) {
                    None => reader.brief(site, &site.briefs[index]),
                    Some(index) => reader.company(&site.companies[index]),
                }
                reader.finish(doc);
            }
            reader.gathered
        })
        .collect();
    let mut parts = parts.into_iter();
    let mut whole = parts.next().unwrap_or_default();
    for part in parts {
        whole.append(part);
    }
    whole
}

impl Gathered {
    fn term(&mut self, term: &str) -> u32 {
        if let Some(known) = self.terms.get(term) {
            return *known;
        }
        let next =
            u32::try_from(self.lists.len()).expect("texts are capped far below four gigabytes");
        self.terms.insert(term.into(), next);
        self.lists.push(List::default());
        next
    }

    fn append(&mut self, other: Self) {
        let mut ids = vec![0; other.lists.len()];
        for (term, id) in other.terms {
            ids[id as usize] = self.term(&term);
        }
        for (id, list) in ids.iter().zip(&other.lists) {
            self.lists[*id as usize].append(list);
        }
        for (word, id) in other.words {
            self.words.insert(word, ids[id as usize]);
        }
    }
}

/// A term of the document that is being read.
struct Hit {
    term: u32,
    weight: u32,
    /// The token, counted through the document; none for what stands in no text.
    place: Option<u32>,
}

struct Reader {
    stemmer: Option<Stemmer>,
    gathered: Gathered,
    hits: Vec<Hit>,
    place: u32,
}

impl Reader {
    fn new(language: &str) -> Self {
        Self {
            stemmer: algorithm(language).map(Stemmer::create),
            gathered: Gathered::default(),
            hits: Vec::new(),
            place: 0,
        }
    }

    fn brief(&mut self, site: &Site, entry: &BriefEntry) {
        let brief = &entry.document.value;
        for piece in texts::of_brief(entry) {
            self.piece(&piece);
        }
        for number in &brief.numbers {
            for term in amounts::terms(&number.quantity) {
                self.term(&term, 12);
            }
        }
        for (id, role) in &entry.companies {
            let company = &site.companies[id.0 as usize];
            let (facet, name, alias) = match role {
                CompanyRole::Subject => (12, 6, 4),
                CompanyRole::Declared => (6, 3, 2),
                CompanyRole::Mentioned => (2, 0, 1),
            };
            self.term(&format!("@c:{}", company.slug), facet);
            if name > 0 {
                self.words(&company.name, name, Placing::Nowhere);
            }
            for other in company
                .document
                .iter()
                .flat_map(|document| &document.value.aliases)
            {
                self.words(&other.value, alias, Placing::Nowhere);
            }
        }
        for tag in entry.tags.iter().map(|index| &site.tags[*index]) {
            self.term(&format!("@t:{}", tag.slug), 6);
            self.words(&tag.name, 4, Placing::Nowhere);
        }
        for author in &brief.authors {
            self.words(&author.value, 3, Placing::Nowhere);
        }
    }

    fn company(&mut self, company: &CompanyEntry) {
        for piece in texts::of_company(company) {
            self.piece(&piece);
        }
        self.term(&format!("@c:{}", company.slug), 12);
    }

    fn piece(&mut self, piece: &Piece) {
        let weight = match piece.field {
            Field::Name => 60,
            Field::Product => 12,
            Field::Title => 8,
            Field::Dek | Field::Number => 4,
            Field::Effect | Field::Watch | Field::Heading => 2,
            Field::Prose => 1,
        };
        self.words(&piece.text, weight, Placing::InText);
        // The figures of numbers are typed already.
        if piece.field != Field::Number && piece.text.bytes().any(|b| b.is_ascii_digit()) {
            let mut rest = &*piece.text;
            while let Some((range, quantity)) = parse::find_quantity(rest) {
                for term in amounts::terms(&quantity) {
                    self.term(&term, 2 + weight);
                }
                rest = &rest[range.end..];
            }
        }
    }

    fn term(&mut self, term: &str, weight: u32) {
        let term = self.gathered.term(term);
        self.hits.push(Hit {
            term,
            weight,
            place: None,
        });
    }

    fn words(&mut self, text: &str, weight: u32, placing: Placing) {
        for range in tokens::tokens(text) {
            let word = tokens::lower(&text[range]);
            let term = match self.gathered.words.get(&*word) {
                Some(known) => *known,
                None => {
                    let term = match &self.stemmer {
                        Some(stemmer) => self.gathered.term(&tokens::fold(&stemmer.stem(&word))),
                        None => self.gathered.term(&tokens::fold(&word)),
                    };
                    self.gathered.words.insert(word.into(), term);
                    term
                }
            };
            let place = (placing == Placing::InText).then_some(self.place);
            self.hits.push(Hit {
                term,
                weight,
                place,
            });
            self.place += 1;
        }
        self.place += BETWEEN;
    }

    /// Enters what was found in a document; each term once.
    fn finish(&mut self, doc: u32) {
        self.hits.sort_unstable_by_key(|hit| (hit.term, hit.place));
        for hits in self.hits.chunk_by(|a, b| a.term == b.term) {
            let list = &mut self.gathered.lists[hits[0].term as usize];
            if list.length == 0 {
                list.first = doc;
            } else {
                pack::varint(&mut list.gaps, doc - list.last);
            }
            list.last = doc;
            list.length += 1;
            list.levels
                .push(level(hits.iter().map(|hit| hit.weight).sum()));
            let places = || hits.iter().filter_map(|hit| hit.place).take(MOST_PLACES);
            pack::varint(
                &mut list.places,
                u32::try_from(places().count()).unwrap_or(u32::MAX),
            );
            let mut before = 0;
            for place in places() {
                pack::varint(&mut list.places, place - before);
                before = place;
            }
        }
        self.hits.clear();
        self.place = 0;
    }
}

/// Whether words stand in a text of the page, where a phrase can be found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Placing {
    InText,
    Nowhere,
}

/// How much a term says about a document, from 1 to 15: each further occurrence adds less.
fn level(weight: u32) -> u8 {
    let level = 1 + 14 * weight / (weight + 12);
    u8::try_from(level).expect("it is at most 15")
}

/// The stemmer of a BCP 47 language tag, if there is one.
fn algorithm(language: &str) -> Option<Algorithm> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    Some(match primary.to_ascii_lowercase().as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
