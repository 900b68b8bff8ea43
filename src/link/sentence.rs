//! The sentence that a name stands in, as a reader sees it.

use std::ops::Range;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use crate::model::bidi;

/// The longest sentence that is quoted whole, in bytes.
const LONGEST: usize = 320;

/// How much is kept on each side of the name when a sentence is longer.
const AROUND: usize = 140;

/// The sentence of `text` around the bytes `name`, and the bytes of the name in it. A sentence that is too long is cut
/// between words, which is shown by `…`.
pub fn around(text: &str, name: Range<usize>) -> (Arc<str>, Range<usize>) {
    let (mut start, mut end) = (0, text.len());
    for stop in ends(text) {
        if stop <= name.start {
            start = stop;
        } else if stop >= name.end {
            end = stop;
            break;
        }
    }
    quote(text, start..end, name)
}

/// The same for many names of one text, whose sentences end at `ends`.
pub(super) fn around_one_of(
    text: &str,
    ends: &[usize],
    name: Range<u32>,
) -> (Arc<str>, Range<usize>) {
    let name = name.start as usize..name.end as usize;
    let before = ends.partition_point(|stop| *stop <= name.start);
    let start = before.checked_sub(1).map_or(0, |last| ends[last]);
    let after = ends.partition_point(|stop| *stop < name.end);
    let end = ends.get(after).copied().unwrap_or(text.len());
    quote(text, start..end, name)
}

/// Whether a sentence tells something by itself. A cell of a table or a heading of two words does not.
pub(super) fn tells(sentence: &str) -> bool {
    let stopped = sentence
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '"' | ')' | '\u{201d}' | '\u{2019}')
        })
        .ends_with([
            '.', '!', '?', '\u{2026}', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{61f}', '\u{6d4}',
        ]);
    stopped || sentence.unicode_words().nth(2).is_some()
}

/// Where the sentences of a text end, in order.
pub(super) fn ends(text: &str) -> impl Iterator<Item = usize> {
    bounds(text).filter(|stop| ends_sentence(&text[..*stop]))
}

/// Where sentences end by UAX #29. The full rules are asked only about stretches in which more than one answer is
/// possible: they cost as much as all else that is done to a text.
fn bounds(text: &str) -> impl Iterator<Item = usize> {
    let mut rest = 0;
    let stretches = std::iter::from_fn(move || {
        let start = rest;
        rest += certain_end(&text[start..]);
        (rest > start).then_some((start, &text[start..rest]))
    });
    stretches.flat_map(|(start, stretch)| {
        let simple = is_one_sentence(stretch).then_some(stretch.len());
        let full = match simple {
            None => stretch,
            Some(_) => "",
        };
        let mut pieces = full.split_sentence_bound_indices();
        // Only its next item is asked for: its size is counted below zero when there is nothing in it.
        let found =
            std::iter::from_fn(move || pieces.next()).map(|(offset, piece)| offset + piece.len());
        simple.into_iter().chain(found).map(move |end| start + end)
    })
}

/// The first place at which a sentence ends whatever stands around: between `. ` and an English capital, if no capital
/// stands before the full stop. The end of the text, if there is none.
fn certain_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let ends = |at: usize| {
        bytes[at + 1..].first() == Some(&b' ')
            && bytes.get(at + 2).is_some_and(u8::is_ascii_uppercase)
            && match bytes[at] {
                b'.' => at > 0 && matches!(bytes[at - 1], b'a'..=b'z' | b'0'..=b'9'),
                byte => matches!(byte, b'?' | b'!'),
            }
    };
    (0..bytes.len())
        .find(|at| ends(*at))
        .map_or(text.len(), |at| at + 2)
}

/// Whether nothing before the last sign can end a sentence: all is ASCII, Latin letters, dashes and quotation marks.
fn is_one_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(' ');
    let text = text.strip_suffix(['.', '?', '!']).unwrap_or(text);
    text.chars().all(|c| match c {
        '.' | '?' | '!' | '\n' | '\r' => false,
        '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => true,
        c => c.is_ascii() || ('\u{a0}'..='\u{24f}').contains(&c),
    })
}

/// A sentence without the space around it, and the bytes of the name in it.
fn quote(text: &str, sentence: Range<usize>, name: Range<usize>) -> (Arc<str>, Range<usize>) {
    let (start, end) = (sentence.start, sentence.end);
    let sentence = &text[start..end];
    let lead = sentence.len() - sentence.trim_start().len();
    let (start, sentence) = (start + lead, sentence.trim());
    let name = name.start - start..name.end - start;
    if bidi::has_controls(sentence) {
        // They may order more than is quoted, or end elsewhere.
        let [before, within, after] = [0..name.start, name.clone(), name.end..sentence.len()]
            .map(|part| bidi::without(&sentence[part]));
        let name = before.len()..before.len() + within.len();
        return shortened(&format!("{before}{within}{after}"), name);
    }
    shortened(sentence, name)
}

fn shortened(sentence: &str, name: Range<usize>) -> (Arc<str>, Range<usize>) {
    let (quoted, shift) = shorten(sentence, &name);
    let at = |offset: usize| offset + shift.0 - shift.1;
    (quoted.into(), at(name.start)..at(name.end))
}

/// Whether a sentence really ends here: not after an initial or an abbreviation.
fn ends_sentence(text: &str) -> bool {
    const SHORT: &[&str] = &[
        "Inc", "Corp", "Co", "Ltd", "Mr", "Mrs", "Ms", "Dr", "Prof", "Sr", "Jr", "St", "vs", "No",
        "Nos", "Sen", "Rep", "Gov", "Gen", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept",
        "Sep", "Oct", "Nov", "Dec", "approx", "est", "e.g", "i.e", "cf", "p", "pp", "vol", "Bros",
    ];
    let Some(text) = text.trim_end().strip_suffix('.') else {
        return true;
    };
    let word = text
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '\u{201c}'))
        .next()
        .unwrap_or("");
    let initials = !word.is_empty()
        && word
            .split('.')
            .all(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_uppercase());
    !(initials || SHORT.contains(&word))
}

/// `sentence`, or the part of it around `name`; and by how many bytes an offset grows and shrinks.
fn shorten(sentence: &str, name: &Range<usize>) -> (String, (usize, usize)) {
    if sentence.len() <= LONGEST {
        return (sentence.to_owned(), (0, 0));
    }
    let from = match name.start.checked_sub(AROUND) {
        None | Some(0) => 0,
        Some(low) => {
            let low = (low..=name.start)
                .find(|i| sentence.is_char_boundary(*i))
                .unwrap_or(name.start);
            sentence[low..name.start]
                .find(' ')
                .map_or(name.start, |i| low + i + 1)
        }
    };
    let to = if name.end + AROUND >= sentence.len() {
        sentence.len()
    } else {
        let high = (name.end..=name.end + AROUND)
            .rev()
            .find(|i| sentence.is_char_boundary(*i))
            .unwrap_or(name.end);
        sentence[name.end..high]
            .rfind(' ')
            .map_or(name.end, |i| name.end + i)
    };
    let (before, after) = (
        if from > 0 { "… " } else { "" },
        if to < sentence.len() { " …" } else { "" },
    );
    (
        format!("{before}{}{after}", &sentence[from..to]),
        (before.len(), from),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, name: &str, expected: &str) {
        let start = text.find(name).expect("the name is in the text");
        let (sentence, range) = around(text, start..start + name.len());
        assert_eq!(&*sentence, expected);
        assert_eq!(&sentence[range], name);
    }

    #[test]
    fn scraps_tell_nothing() {
        for (text, expected) in [
            ("mostly Nvidia\u{2019}s", false),
            ("Nvidia", false),
            ("Nvidia rose.", true),
            ("Nvidia, of all companies", true),
            ("英伟达上涨", true),
        ] {
            assert_eq!(tells(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_where_a_reader_thinks_it_does() {
        check(
            "It rained. Runway raised $5.3 billion. It stopped.",
            "Runway",
            "Runway raised $5.3 billion.",
        );
        check(
            "Apple Inc. Runway said so.",
            "Runway",
            "Apple Inc. Runway said so.",
        );
        check(
            "The U.S. Government asked Runway. No answer.",
            "Runway",
            "The U.S. Government asked Runway.",
        );
        check("Runway", "Runway", "Runway");
    }

    proptest! {
        #[test]
        fn the_short_way_finds_what_the_full_rules_find(
            text in "([A-Za-z]{1,3}|[0-9]|[ .?!,)\"’é…。\u{2029}\n\u{301}-]|\\. [A-Z]){0,40}",
        ) {
            let mut full = Vec::new();
            for (at, piece) in text.split_sentence_bound_indices() {
                full.push(at + piece.len());
            }
            prop_assert_eq!(bounds(&text).collect::<Vec<_>>(), full);
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_words() {
        let text = format!("{}Runway{}", "word ".repeat(100), " word".repeat(100));
        let start = text.find("Runway").expect("it is there");
        let (sentence, range) = around(&text, start..start + 6);
        assert!(
            sentence.len() < LONGEST
                && sentence.starts_with("… word")
                && sentence.ends_with("word …"),
            "{sentence}"
        );
        assert_eq!(&sentence[range], "Runway");
    }
}
