//! The order of an effect, as a key and as a label before its text.
//!
//! Comes in: a key, a heading or the start of a text. Goes out: first, second or third order, and where the label ends.

use std::ops::Range;

use crate::model::Order;

/// Reads an order as a word or number.
pub(super) fn order(text: &str) -> Option<Order> {
    let text = text.to_ascii_lowercase();
    let text = text
        .strip_suffix("order")
        .map_or(&*text, |text| text.trim_end_matches(['-', '_', ' ']));
    match text {
        "first" | "1st" | "1" => Some(Order::First),
        "second" | "2nd" | "2" => Some(Order::Second),
        "third" | "3rd" | "3" => Some(Order::Third),
        _ => None,
    }
}

/// The label at the start of a text: `**First-order:** `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label<T = Order> {
    pub(super) order: T,
    /// What stands in the label beside the order: `**First-order: the squeeze.**`.
    pub(super) title: Option<Range<usize>>,
    /// Where the text begins.
    pub(super) end: usize,
}

/// Where the label of an effect that `text` begins with ends: `First-order: `.
pub(crate) fn order_label(text: &str) -> Option<usize> {
    label(text).map(|label| label.end)
}

const ORDINALS: [(&str, Order); 6] = [
    ("first", Order::First),
    ("second", Order::Second),
    ("third", Order::Third),
    ("1st", Order::First),
    ("2nd", Order::Second),
    ("3rd", Order::Third),
];

/// Of orders that nobody foresees.
const BEYOND: [(&str, ()); 4] = [("fourth", ()), ("fifth", ()), ("4th", ()), ("5th", ())];

/// Reads a label off the start of `text`: emphasised (`**First-order:**`, `*Second order effects* —`), or with a colon or
/// a dash behind it (`1st-order: `).
pub(super) fn label(text: &str) -> Option<Label> {
    labelled(text, &ORDINALS)
}

/// Whether `text` begins with the label of an order that no effect has: `**Fourth-order:**`.
pub(super) fn is_beyond(text: &str) -> bool {
    labelled(text, &BEYOND).is_some()
}

fn labelled<T: Copy>(text: &str, ordinals: &[(&str, T)]) -> Option<Label<T>> {
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    let mark = ["***", "**", "__", "*", "_"]
        .into_iter()
        .find(|mark| line.starts_with(mark))
        .unwrap_or_default();
    let (order, mut at) = order_words(&line[mark.len()..], ordinals)?;
    at += mark.len();
    let blanks = |at: usize| at + line[at..].len() - line[at..].trim_start().len();
    let separator = |at: usize| {
        let rest = &line[at..];
        let sign = rest.trim_start();
        let gap = rest.len() - sign.len();
        let width = match sign.chars().next() {
            Some(c @ (':' | '—' | '–')) => c.len_utf8(),
            Some(c @ ('.' | '-')) if gap > 0 || c == '.' => 1,
            _ => 0,
        };
        (width > 0).then_some(at + gap + width)
    };
    if mark.is_empty() {
        // Only what clearly parts it from its text makes a label of plain words.
        let end = separator(at).filter(|end| !line[at..*end].contains('.'))?;
        let parted = line[end..].is_empty() || line[end..].starts_with(char::is_whitespace);
        return parted.then(|| Label {
            order,
            title: None,
            end: blanks(end),
        });
    }
    let inner = separator(at);
    let start = blanks(inner.unwrap_or(at));
    let close = start + line[start..].find(mark)?;
    let inside = line[start..close].trim_end();
    let words = inside.trim_end_matches([':', '.', ' ']);
    let after = close + mark.len();
    let parted = inner.is_some() || inside.ends_with(':') || separator(after).is_some();
    let title = match (words.is_empty(), parted) {
        (true, _) => None,
        (false, true) => Some(start..start + words.len()),
        (false, false) => return None,
    };
    let end = separator(after).unwrap_or(after);
    Some(Label {
        order,
        title,
        end: blanks(end),
    })
}

/// The order that `text` begins with, and where its words end: `First-order`, `2nd order effects`.
fn order_words<T: Copy>(text: &str, ordinals: &[(&str, T)]) -> Option<(T, usize)> {
    let strip = |text: &mut &str, word: &str| {
        let found = text
            .get(..word.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(word));
        if found {
            *text = &text[word.len()..];
        }
        found
    };
    let mut rest = text;
    let (_, order) = ordinals.iter().find(|(word, _)| strip(&mut rest, word))?;
    rest = rest.strip_prefix(['-', ' ', '\u{2010}', '\u{2011}', '–', '\u{a0}'])?;
    if !strip(&mut rest, "order") {
        return None;
    }
    for word in ["effect", "impact", "consequence", "implication"] {
        let mut after = rest;
        if strip(&mut after, " ") && strip(&mut after, word) {
            strip(&mut after, "s");
            rest = after;
            break;
        }
    }
    let whole_word = !rest.starts_with(|c: char| c.is_alphanumeric());
    whole_word.then_some((*order, text.len() - rest.len()))
}

/// Whether a heading is the label of an order that no effect has.
pub(super) fn is_beyond_as_heading(text: &str) -> bool {
    let alone = |(_, end): ((), usize)| text[end..].trim().is_empty();
    is_beyond(text) || order_words(text, &BEYOND).is_some_and(alone)
}

/// Reads a heading that is a label: it needs no colon, but then is nothing else.
pub(super) fn heading(text: &str) -> Option<(Order, Option<Range<usize>>)> {
    if let Some(label) = label(text) {
        let rest = (label.end < text.len()).then_some(label.end..text.len());
        return Some((label.order, label.title.or(rest)));
    }
    let (order, end) = order_words(text, &ORDINALS)?;
    text[end..].trim().is_empty().then_some((order, None))
}
