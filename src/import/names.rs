//! Names that look like those of companies.
//!
//! Comes in: texts as a reader sees them. Goes out: capitalised names with how often each stands there, for a person to
//! look through. Words that only ever begin sentences, months and the like are no names, and acronyms only if they stand
//! there more than once or own something (`ASML’s`). Nothing is registered by itself: these are proposals.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lexicon::{
    is_acronym, is_calendar, is_capitalised, is_number, is_ordinal, is_stop_word, is_structure,
    is_version, may_be_company,
};
use super::report::Name;
use crate::model::Role;
use crate::parse;

/// A word of a sentence.
#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    text: &'a str,
    /// Whether it begins a sentence, or stands behind a colon or an opening quote.
    begins: bool,
    /// What stands between it and the word before.
    gap: &'a str,
}

/// The names in `texts`, each a sentence or more. Those of `declared` come first, in their order, then the others by
/// how often they stand there.
pub(super) fn find(texts: &[String], declared: &[String]) -> Vec<Name> {
    let mut counts: BTreeMap<String, (usize, bool)> = BTreeMap::new();
    let mut known = Known::default();
    for text in texts {
        known.read(&words(text));
    }
    for text in texts {
        for (name, sure) in candidates(&words(text), &known) {
            let entry = counts.entry(name).or_default();
            entry.0 += 1;
            entry.1 |= sure;
        }
    }
    let mut names: Vec<Name> = declared
        .iter()
        .map(|name| Name {
            name: name.clone(),
            count: occurrences(texts, name),
            declared: true,
        })
        .collect();
    let mut others: Vec<Name> = counts
        .into_iter()
        .filter(|(name, (_, sure))| {
            *sure
                && !declared
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name))
        })
        .map(|(name, (count, _))| Name {
            name,
            count,
            declared: false,
        })
        .collect();
    others.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    names.extend(others);
    names
}

/// How often `name` stands in `texts` as a whole word.
fn occurrences(texts: &[String], name: &str) -> usize {
    if name.is_empty() {
        return 0;
    }
    let whole = |text: &str, at: usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next())
    };
    texts
        .iter()
        .map(|text| {
            text.match_indices(name)
                .filter(|(at, _)| whole(text, *at))
                .count()
        })
        .sum()
}

/// Splits a text into words; a hyphen or a full stop inside one belongs to it (`Gen-4.5`, `Character.AI`).
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut stop = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let after = text[at + next.len_utf8()..].chars().next();
            // `Google-backed` ends at its hyphen, `Gen-4.5` does not.
            let joins = match next {
                '-' => after.is_some_and(|c| c.is_uppercase() || c.is_numeric()),
                '.' | '&' => after.is_some_and(char::is_alphanumeric),
                _ => false,
            };
            if !(next.is_alphanumeric() || joins) {
                break;
            }
            chars.next();
            stop = at + next.len_utf8();
        }
        let gap = &text[end..start];
        // In `Rivals’ Choice` the second word is no surer than the first.
        let owned = gap.starts_with(['’', '\'']) && words.last().is_some_and(|word| word.begins);
        let begins = owned
            || words.is_empty()
            || gap.contains(['.', '!', '?', ':', ';', '\n', '“', '‘', '"', '•']);
        words.push(Word {
            text: &text[start..stop],
            begins,
            gap,
        });
        end = stop;
    }
    words
}

/// What the texts as a whole say about words.
#[derive(Debug, Default)]
struct Known {
    /// Words that stand somewhere in small letters.
    small: BTreeSet<String>,
    /// Names that stand in the middle of a sentence.
    names: BTreeSet<String>,
    /// Acronyms that could be companies': how often each stands there, twice as often where it owns something.
    acronyms: BTreeMap<String, usize>,
}

impl Known {
    fn read(&mut self, words: &[Word<'_>]) {
        let small = words
            .iter()
            .filter(|word| word.text.starts_with(char::is_lowercase));
        self.small.extend(small.map(|word| word.text.to_owned()));
        for (at, word) in words.iter().enumerate() {
            if may_be_company(word.text) {
                let next = words.get(at + 1);
                let owns =
                    next.is_some_and(|next| next.text == "s" && matches!(next.gap, "’" | "'"));
                *self.acronyms.entry(word.text.to_owned()).or_default() += 1 + usize::from(owns);
            }
        }
        for run in runs(words).filter(|run| !words[run.start].begins) {
            self.names.insert(joined(&words[run]));
        }
    }
}

/// The stretches of capitalised words.
fn runs<'w>(words: &'w [Word<'w>]) -> impl Iterator<Item = Range<usize>> + 'w {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += words[at..]
            .iter()
            .position(|word| is_capitalised(word.text))?;
        let start = at;
        at += 1;
        let goes_on = |word: &Word<'_>| {
            matches!(word.gap, " " | "\u{a0}" | " & ")
                && (is_capitalised(word.text) || is_number(word.text))
        };
        while words.get(at).is_some_and(goes_on) {
            at += 1;
        }
        Some(start..at)
    })
}

fn joined(run: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (index, word) in run.iter().enumerate() {
        if index > 0 {
            text.push_str(if word.gap.contains('&') { " & " } else { " " });
        }
        text.push_str(word.text);
    }
    text
}

/// The names in a sequence of words, each with whether it stands where only a name would be capitalised.
fn candidates(words: &[Word<'_>], known: &Known) -> Vec<(String, bool)> {
    runs(words)
        .filter_map(|run| {
            let next = words.get(run.end);
            let gap = next.map_or("", |word| word.gap);
            let run = &words[run];
            // `Artificial General Intelligence (AGI)` is a term.
            let initials: String = run
                .iter()
                .filter_map(|word| word.text.chars().next())
                .collect();
            let term = gap.contains('(') && next.is_some_and(|word| word.text == initials);
            // A label such as `Capital Deployment:` is no name.
            let label = run[0].begins && gap.starts_with(':');
            if term || label {
                None
            } else {
                name(run, known)
            }
        })
        .collect()
}

/// The name that a run of capitalised words is, without what a sentence begins with.
fn name(run: &[Word<'_>], known: &Known) -> Option<(String, bool)> {
    let mut begins = run.first()?.begins;
    // Among others, a word in capitals is loud, and no acronym.
    let loud = run.iter().filter(|word| may_be_company(word.text)).count() > 1;
    if known.names.contains(&joined(run)) {
        begins = false;
    }
    let mut run = run;
    let (mut in_date, mut after_month) = (false, false);
    while let Some((first, rest)) = run.split_first() {
        let lower = first.text.to_lowercase();
        // `On 3 February 2025 Harbor opened` and `In March Harbor opened`, but not `March Networks opened`.
        let month = is_calendar(first.text) && in_date;
        let date = month
            || is_number(first.text)
                && (after_month || rest.first().is_some_and(|word| is_calendar(word.text)));
        let leads = is_stop_word(&lower)
            || is_ordinal(&lower)
            || date
            || begins && !rest.is_empty() && known.small.contains(&lower);
        in_date = is_stop_word(&lower) || is_number(first.text);
        after_month = month;
        if !leads {
            break;
        }
        run = rest;
        begins = false;
    }
    while let Some((last, rest)) = run.split_last()
        && (is_number(last.text)
            || is_version(last.text)
            || is_stop_word(&last.text.to_lowercase())
            || is_calendar(last.text))
    {
        // `Runway Gen-4.5` is Runway's, and the `Veo` of `Veo 3.1` a model.
        let model = is_number(last.text) && last.text.contains('.');
        run = match rest.split_last() {
            Some((_, before)) if model => before,
            _ => rest,
        };
    }
    let first = run.first()?;
    if run.len() == 1
        && !loud
        && known
            .acronyms
            .get(first.text)
            .is_some_and(|count| *count > 1)
    {
        return Some((first.text.to_owned(), true));
    }
    let series = matches!(
        first.text,
        "Series" | "Phase" | "Round" | "Chapter" | "Figure" | "Table"
    );
    if series
        || run
            .iter()
            .all(|word| is_acronym(word.text) || is_calendar(word.text))
        || run.iter().all(|word| is_structure(word.text))
        || parse::section_role(&joined(run), &BTreeMap::new()) != Role::Other
    {
        return None;
    }
    let sure = !begins || run.len() > 1;
    Some((joined(run), sure))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, declared: &[&str]) -> Vec<(String, usize)> {
        let declared: Vec<String> = declared.iter().map(|name| (*name).to_owned()).collect();
        find(&[text.to_owned()], &declared)
            .into_iter()
            .map(|name| (name.name, name.count))
            .collect()
    }

    #[test]
    fn names_are_told_with_their_counts() {
        for (text, declared, expected) in [
            (
                "It pays Acme and Acme’s friends. Acme grows.",
                &[][..],
                &[("Acme", 3)][..],
            ),
            ("Acme grows. Acme shrinks.", &[], &[]),
            ("Acme grows.", &["Acme"], &[("Acme", 1)]),
            (
                "Both Stability AI and OpenAI hire for AGI and R&D.",
                &[],
                &[("OpenAI", 1), ("Stability AI", 1)],
            ),
            (
                "The round, led by General Catalyst, closed in March. It was a Series E.",
                &[],
                &[("General Catalyst", 1)],
            ),
            (
                "It uses Gen-4.5 of Character.AI by Johnson & Johnson.",
                &[],
                &[("Character.AI", 1), ("Johnson & Johnson", 1)],
            ),
            ("Capital Deployment: it buys capital and GPUs.", &[], &[]),
            (
                "General Atlantic led (General Atlantic, a general fund).",
                &[],
                &[("General Atlantic", 2)],
            ),
            (
                "It is Google-backed and AI-simulated, as Artificial General Intelligence (AGI) is.",
                &[],
                &[("Google", 1)],
            ),
            ("Monitor Acme, and watch monitors.", &[], &[("Acme", 1)]),
            (
                "It sells Runway Gen-4.5 against Veo 3.1 and, by OpenAI, against GPT-4o.",
                &[],
                &[("OpenAI", 1), ("Runway", 1)],
            ),
            (
                "So the First-Order Effects, the Key Takeaways and The Numbers say; and Hey is no name.",
                &[],
                &[],
            ),
            (
                "It joins In-Q-Tel and Coca-Cola.",
                &[],
                &[("Coca-Cola", 1), ("In-Q-Tel", 1)],
            ),
            ("Rivals’ Choice: it waits.", &[], &[]),
            (
                "ASML’s share rises. TSMC, by then, and TSMC again; BYD once; the CEO’s and the CEO.",
                &[],
                &[("TSMC", 2), ("ASML", 1)],
            ),
            (
                "On 9 September 2025 Mistral AI paid Harbor.",
                &[],
                &[("Harbor", 1), ("Mistral AI", 1)],
            ),
            ("", &["Acme"], &[("Acme", 0)]),
        ] {
            let expected: Vec<_> = expected
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect();
            assert_eq!(found(text, declared), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "(?s).{0,60}") {
            found(&text, &["é"]);
        }
    }
}
