//! Lists become files of about the same size.
//!
//! Comes in: what was gathered. Goes out: the bytes of every file of the index. Files are cut by the share of all bytes
//! that lies before them, so that their number can be planned without knowing a word.

use serde::Serialize;

use super::gather::{Gathered, List};
use super::{COMPANIES, Plan, pack, tokens};
use crate::link::Site;

/// Words in one file of similar words.
const MOST_SIMILAR: usize = 4000;

/// Sites of fewer documents have no words that are too common to say anything.
const FEW: u32 = 500;

/// The files of the index.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) head: String,
    pub(super) words: Vec<Vec<u8>>,
    pub(super) lists: Vec<Vec<u8>>,
    pub(super) places: Vec<Vec<u8>>,
    pub(super) similar: Vec<Vec<u8>>,
}

/// What a browser must know before it can ask for anything.
#[derive(Serialize)]
struct Head<'a> {
    /// The folder of the other files, beside this one.
    at: &'a str,
    /// How many briefs; companies are counted on from here.
    briefs: usize,
    companies: usize,
    /// Companies in one file.
    per: usize,
    /// How many files of similar words.
    similar: u32,
    /// The first word of each file of words.
    words: Vec<&'a str>,
    /// Each year with the index of its first brief, newest first.
    years: Vec<(i16, usize)>,
}

/// Where a term's list is.
#[derive(Clone, Copy)]
struct Slot {
    file: usize,
    number: usize,
}

/// Makes every file.
pub(super) fn files(site: &Site, plan: &Plan, gathered: &Gathered) -> Files {
    let all = u32::try_from(site.briefs.len() + site.companies.len()).unwrap_or(u32::MAX);
    let (slots, lists, places) = list_files(gathered, plan, all);
    let words = sorted_words(gathered);
    let (firsts, word_files) = word_files(&words, gathered, &slots, plan);
    let similar = similar_files(&words, gathered, plan, all);
    let mut years: Vec<(i16, usize)> = Vec::new();
    for (index, brief) in site.briefs.iter().enumerate() {
        let year = brief.document.value.date.value.day.year();
        if years.last().is_none_or(|(last, _)| *last != year) {
            years.push((year, index));
        }
    }
    let head = Head {
        at: &plan.folder,
        briefs: site.briefs.len(),
        companies: site.companies.len(),
        per: COMPANIES,
        similar: plan.similar,
        words: firsts,
        years,
    };
    Files {
        head: serde_json::to_string(&head).expect("text and numbers are JSON"),
        words: word_files,
        lists,
        places,
        similar,
    }
}

/// The lists and places of all terms, by term; and where each term's are.
fn list_files(
    gathered: &Gathered,
    plan: &Plan,
    all: u32,
) -> (Vec<Slot>, Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let mut terms: Vec<(&str, usize)> = gathered
        .terms
        .iter()
        .map(|(term, id)| (&**term, *id as usize))
        .collect();
    terms.sort_unstable();
    let size = |list: &List| list.gaps.len() + list.levels.len() / 2 + 4;
    let total: usize = gathered.lists.iter().map(size).sum();
    let mut slots = vec![Slot { file: 0, number: 0 }; gathered.lists.len()];
    let (mut lists, mut places) = (Vec::new(), Vec::new());
    let mut rest = terms.into_iter().peekable();
    let mut before = 0;
    for file in 0..plan.lists as usize {
        let (mut own_lists, mut own_places) = (Vec::new(), Vec::new());
        while let Some((_, id)) = rest.next_if(|_| share(before, total, plan.lists) <= file) {
            let list = &gathered.lists[id];
            slots[id] = Slot {
                file,
                number: own_lists.len(),
            };
            before += size(list);
            own_lists.push(pack::list(list, all));
            // Nobody looks for a phrase by words that stand everywhere.
            own_places.push(if is_common(list, all) {
                Vec::new()
            } else {
                list.places.clone()
            });
        }
        lists.push(pack::chunk(&own_lists));
        places.push(pack::chunk(&own_places));
    }
    (slots, lists, places)
}

/// In which of `files` something belongs that has `before` of `total` bytes before it.
fn share(before: usize, total: usize, files: u32) -> usize {
    before * files as usize / total.max(1)
}

/// Whether a term is in so many documents that it says nothing.
fn is_common(list: &List, all: u32) -> bool {
    all >= FEW && u64::from(list.length) * 10 > u64::from(all) * 6
}

/// Each word as it is typed, with its term, in the order in which a browser compares texts.
fn sorted_words(gathered: &Gathered) -> Vec<(String, u32)> {
    let folded = gathered
        .words
        .iter()
        .map(|(word, id)| (tokens::fold(word).into_owned(), *id));
    let marked = gathered
        .terms
        .iter()
        .filter(|(term, _)| term.starts_with(['=', '@']))
        .map(|(term, id)| (term.to_string(), *id));
    let mut words: Vec<(String, u32)> = folded.chain(marked).collect();
    let mut names = vec![""; gathered.lists.len()];
    for (term, id) in &gathered.terms {
        names[*id as usize] = term;
    }
    words.sort_unstable_by(|(a, a_id), (b, b_id)| {
        let order = a.encode_utf16().cmp(b.encode_utf16());
        // Ids depend on who read what first; the terms of one word are ordered by what they are.
        order.then_with(|| names[*a_id as usize].cmp(names[*b_id as usize]))
    });
    words.dedup();
    words
}

fn word_files<'a>(
    words: &'a [(String, u32)],
    gathered: &Gathered,
    slots: &[Slot],
    plan: &Plan,
) -> (Vec<&'a str>, Vec<Vec<u8>>) {
    let total: usize = words.iter().map(|(word, _)| word.len() + 8).sum();
    let mut firsts = Vec::new();
    let mut files = Vec::new();
    let mut rest = words.iter().peekable();
    let (mut before, mut last) = (0, "");
    for file in 0..plan.words as usize {
        let mut text = String::new();
        firsts.push(rest.peek().map_or("\u{ffff}", |(word, _)| word));
        while let Some((word, id)) =
            rest.next_if(|(word, _)| share(before, total, plan.words) <= file || word == last)
        {
            let slot = slots[*id as usize];
            let length = gathered.lists[*id as usize].length;
            text.push_str(word);
            for number in [slot.file, slot.number, length as usize] {
                text.push(' ');
                text.push_str(&number.to_string());
            }
            text.push('\n');
            before += word.len() + 8;
            last = word;
        }
        files.push(text.into_bytes());
    }
    (firsts, files)
}

/// Words that somebody may have meant who mistyped them, by their first letter.
fn similar_files(
    words: &[(String, u32)],
    gathered: &Gathered,
    plan: &Plan,
    all: u32,
) -> Vec<Vec<u8>> {
    let least = if all < FEW { 1 } else { 3 };
    let mut files: Vec<Vec<(u32, &str)>> = vec![Vec::new(); plan.similar as usize];
    for (word, id) in words {
        let length = gathered.lists[*id as usize].length;
        let long = word.chars().nth(3).is_some() && word.chars().all(char::is_alphabetic);
        if let Some(first) = word.chars().next().filter(|_| long && length >= least) {
            files[(u32::from(first) % plan.similar) as usize].push((length, word));
        }
    }
    files
        .into_iter()
        .map(|mut words| {
            words.sort_unstable_by(|(a, one), (b, other)| b.cmp(a).then(one.cmp(other)));
            words.dedup_by_key(|(_, word)| *word);
            words.truncate(MOST_SIMILAR);
            let words: Vec<&str> = words.into_iter().map(|(_, word)| word).collect();
            words.join("\n").into_bytes()
        })
        .collect()
}
