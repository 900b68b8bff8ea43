//! The search: an index in small files, of which a reader's browser loads the few that a query needs.
//!
//! Comes in: the site. Goes out: the files under `/search/`, which `search.js` reads:
//!
//! - `index.json`, under a name that stays: where the other files are, and what stands in which.
//! - `w0.txt`, ...: words in order, one a line, each with the place of its list and the number of its documents.
//! - `l0.bin`, ...: lists of documents. `p0.bin`, ...: the places of each term in them, for phrases.
//! - `s0.txt`, ...: words by first letter, the most frequent first, for what was mistyped.
//! - `b0.json`, ... and `c0.json`, ...: each brief, and some companies each, as they are shown among results.
//!
//! How many files there are follows from the texts' length alone, and the folder they are in is named after a hash of
//! all that goes in, so that their addresses are known before any is made. All of them are made of the [`Site`], not of
//! rendered pages, whose navigation nobody looks for; and briefs' own files need no index. Only what this edition shows
//! is in the site, so that drafts are in no file.

mod amounts;
mod files;
mod gather;
mod pack;
mod record;
mod texts;
mod tokens;

use rayon::prelude::*;

use self::files::Files;
use crate::link::{SearchPart, Site};

/// The program in the reader's browser.
pub(crate) const SCRIPT: &str = include_str!("search.js");

/// Companies in one file: each takes little room, and few are among the results of a query.
const COMPANIES: usize = 16;

/// The address of what has a name of its own under `/search/`.
pub(crate) const FOLDER: &str = "/search/";

/// Where the files of the index are, and how many of each kind there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// The folder's name: a hash of all that goes into the index.
    folder: String,
    words: u32,
    lists: u32,
    similar: u32,
    briefs: u32,
    companies: u32,
}

/// A kind of file, of which there are several.
type Kind = fn(u32) -> SearchPart;

impl Plan {
    /// Plans the index of a site. Nothing is read but lengths and, for the hash, bytes.
    pub(crate) fn of(site: &Site) -> Self {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let texts = site.briefs.iter().map(|brief| brief.document.text.len());
        let kilobytes = number(texts.sum::<usize>() / 1024);
        Self {
            folder: fingerprint(site),
            words: kilobytes.isqrt().clamp(1, 1024),
            lists: (kilobytes / 48).clamp(1, 4096),
            similar: if kilobytes < 256 { 1 } else { 32 },
            briefs: number(site.briefs.len()),
            companies: number(site.companies.len().div_ceil(COMPANIES)),
        }
    }

    /// Every file of the index but `index.json`, with its address before the base path.
    pub(crate) fn parts(&self) -> impl Iterator<Item = (String, SearchPart)> {
        let kinds: [(u32, Kind); 6] = [
            (self.briefs, SearchPart::Brief),
            (self.companies, SearchPart::Companies),
            (self.lists, SearchPart::Lists),
            (self.lists, SearchPart::Places),
            (self.similar, SearchPart::Similar),
            (self.words, SearchPart::Words),
        ];
        kinds
            .into_iter()
            .flat_map(|(count, kind)| (0..count).map(kind))
            .map(|part| (format!("{FOLDER}{}/{}", self.folder, file_name(part)), part))
    }

    /// The file at an address, if it is one of these.
    pub(crate) fn find(&self, address: &str) -> Option<SearchPart> {
        let name = address
            .strip_prefix(FOLDER)?
            .strip_prefix(&*self.folder)?
            .strip_prefix('/')?;
        let (stem, _) = name.split_once('.')?;
        let (kind, number) = stem.split_at_checked(1)?;
        let number = number.parse().ok()?;
        let (part, count) = match kind {
            "b" => (SearchPart::Brief(number), self.briefs),
            "c" => (SearchPart::Companies(number), self.companies),
            "l" => (SearchPart::Lists(number), self.lists),
            "p" => (SearchPart::Places(number), self.lists),
            "s" => (SearchPart::Similar(number), self.similar),
            "w" => (SearchPart::Words(number), self.words),
            _ => return None,
        };
        (number < count && file_name(part) == name).then_some(part)
    }
}

fn file_name(part: SearchPart) -> String {
    match part {
        SearchPart::Brief(n) => format!("b{n}.json"),
        SearchPart::Companies(n) => format!("c{n}.json"),
        SearchPart::Lists(n) => format!("l{n}.bin"),
        SearchPart::Places(n) => format!("p{n}.bin"),
        SearchPart::Similar(n) => format!("s{n}.txt"),
        SearchPart::Words(n) => format!("w{n}.txt"),
    }
}

/// A hash of all that goes into the index: what site.yaml says and every text, in order.
fn fingerprint(site: &Site) -> String {
    let briefs = site
        .briefs
        .par_iter()
        .map(|brief| (brief.url.as_str(), &*brief.document.text));
    let companies = site.companies.par_iter().map(|company| {
        let text = company
            .document
            .as_ref()
            .map_or("", |document| &*document.text);
        (company.url.as_str(), text)
    });
    let hashes: Vec<blake3::Hash> = briefs
        .chain(companies)
        .map(|(url, text)| {
            blake3::Hasher::new()
                .update(url.as_bytes())
                .update(b"\n")
                .update(text.as_bytes())
                .finalize()
        })
        .collect();
    let mut all = blake3::Hasher::new();
    all.update(env!("CARGO_PKG_VERSION").as_bytes());
    all.update(format!("{:?}", site.config).as_bytes());
    for hash in &hashes {
        all.update(hash.as_bytes());
    }
    all.finalize().to_hex()[..10].to_owned()
}

/// The index of a site, ready to be read in pieces.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    files: Files,
}

impl SearchIndex {
    /// Reads the whole site.
    pub(crate) fn new(site: &Site, plan: &Plan) -> Self {
        Self {
            files: files::files(site, plan, &gather::gather(site)),
        }
    }

    /// `index.json`: the file that names the others.
    pub(crate) fn head(&self) -> String {
        self.files.head.clone()
    }

    /// A file of the index; none for what [`result`] makes.
    pub(crate) fn part(&self, part: SearchPart) -> Option<Vec<u8>> {
        let files = &self.files;
        let (kind, number) = match part {
            SearchPart::Words(n) => (&files.words, n),
            SearchPart::Lists(n) => (&files.lists, n),
            SearchPart::Places(n) => (&files.places, n),
            SearchPart::Similar(n) => (&files.similar, n),
            SearchPart::Brief(_) | SearchPart::Companies(_) => return None,
        };
        kind.get(number as usize).cloned()
    }
}

/// A file of what is shown among results, which needs no index; none for the files of the index.
pub(crate) fn result(site: &Site, part: SearchPart) -> Option<String> {
    match part {
        SearchPart::Brief(n) => site
            .briefs
            .get(n as usize)
            .map(|brief| record::brief(site, brief)),
        SearchPart::Companies(n) => {
            let companies = site.companies.chunks(COMPANIES).nth(n as usize)?;
            Some(record::companies(site, companies))
        }
        SearchPart::Words(_)
        | SearchPart::Lists(_)
        | SearchPart::Places(_)
        | SearchPart::Similar(_) => None,
    }
}
