//! Parts of the body from which items are read: list items, their first lines, their titles.
//!
//! Comes in: bytes of a file, as `markdown` found them. Goes out: smaller ranges of the same bytes.

use std::ops::Range;

use crate::model::Passage;

/// What is told of a section of the body: the items it holds, and the rest of it, in order.
#[derive(Debug, PartialEq)]
pub(super) struct Scan<T> {
    pub(super) items: Vec<T>,
    /// What became no item.
    pub(super) prose: Vec<Range<u32>>,
    /// What looks like an item and could not be read as one. It is shown all the same.
    pub(super) unread: Vec<Range<u32>>,
}

impl<T> Default for Scan<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            prose: Vec::new(),
            unread: Vec::new(),
        }
    }
}

/// The characters of a range.
pub(super) fn slice<'t>(text: &'t str, range: &Range<u32>) -> &'t str {
    &text[range.start as usize..range.end as usize]
}

/// The range without white space around it.
pub(super) fn trim(text: &str, range: Range<u32>) -> Range<u32> {
    let inner = slice(text, &range);
    let left = inner.len() - inner.trim_start().len();
    let right = inner.trim_end().len();
    let start = range.start + super::front::offset(left);
    start..(range.start + super::front::offset(right)).max(start)
}

/// The first line of a range, without white space around it.
pub(super) fn first_line(text: &str, range: &Range<u32>) -> Range<u32> {
    let range = trim(text, range.clone());
    let line = slice(text, &range).split('\n').next().unwrap_or_default();
    range.start..range.start + super::front::offset(line.trim_end().len())
}

/// A list item without the box of a task list (`[x] `).
pub(super) fn without_box(text: &str, item: &Range<u32>) -> Range<u32> {
    let item = trim(text, item.clone());
    let inner = slice(text, &item);
    let boxed = ["[ ] ", "[x] ", "[X] "]
        .iter()
        .any(|b| inner.starts_with(b));
    match boxed {
        true => trim(text, item.start + 4..item.end),
        false => item,
    }
}

/// The first paragraph of a list item, and what follows it.
pub(super) fn first_paragraph(text: &str, item: &Range<u32>) -> (Range<u32>, Range<u32>) {
    let inner = slice(text, item);
    let mut end = 0;
    for (index, line) in inner.split_inclusive('\n').enumerate() {
        let visible = line.trim();
        if index > 0 && (visible.is_empty() || begins_a_block(visible)) {
            break;
        }
        end += line.len();
    }
    let cut = item.start + super::front::offset(end);
    (trim(text, item.start..cut), trim(text, cut..item.end))
}

/// Whether a line interrupts a paragraph (CommonMark 0.31, 4 and 5): a list item, quote, fence, heading or table.
fn begins_a_block(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordered = digits.len() < line.len() && digits.starts_with([')', '.']);
    ordered
        || ["- ", "* ", "+ ", ">", "```", "~~~", "#", "|", "<"]
            .iter()
            .any(|sign| line.starts_with(sign))
}

/// A text with its line wraps made blanks.
pub(super) fn unwrap_lines(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A title, and where the text after it begins; both as bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Titled {
    pub(super) title: Range<usize>,
    pub(super) rest: usize,
}

/// The longest title, in bytes.
const TITLE_CAP: usize = 100;

/// The most words of a title that is not set apart by emphasis.
const TITLE_WORDS: usize = 10;

/// Signs that part a title from its text, where blanks stand around them.
const DASHES: [&str; 3] = [" — ", " – ", " - "];

/// The title at the start of an item: `Title: text`, `**Title**: text`, `**Title.** text`, `Title — text`. The
/// separator must come early, and stand in no link, code or address.
pub(super) fn title(text: &str) -> Option<Titled> {
    emphasised(text).or_else(|| plain(text))
}

fn emphasised(text: &str) -> Option<Titled> {
    let mark = ["**", "__", "*", "_"]
        .into_iter()
        .find(|mark| text.starts_with(mark))?;
    let inner = &text[mark.len()..];
    let close = inner.find(mark).filter(|close| *close > 0)?;
    let title = &inner[..close];
    if close > TITLE_CAP || title.contains("\n\n") || title.starts_with(char::is_whitespace) {
        return None;
    }
    let name = title.trim_end_matches([':', '.', ' ']);
    let after = &text[mark.len() + close + mark.len()..];
    let separator = separator(after);
    let is_title = separator > 0 || name.len() < title.len() || after.trim().is_empty();
    (is_title && !name.is_empty()).then(|| Titled {
        title: mark.len()..mark.len() + name.len(),
        rest: text.len() - after.len() + separator,
    })
}

/// How many bytes of a separator follow a title in emphasis.
fn separator(after: &str) -> usize {
    let colon = [":", ".", " :"]
        .into_iter()
        .find(|sign| after.starts_with(sign));
    let dash =
        || (DASHES.into_iter().chain(["—", "–", "— ", "– "])).find(|dash| after.starts_with(dash));
    colon.or_else(dash).map_or(0, str::len)
}

fn plain(text: &str) -> Option<Titled> {
    let mut open = 0_i32;
    let mut in_code = false;
    let mut words = 1;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let parted = match c {
            ':' => rest[1..].starts_with(char::is_whitespace).then_some(1),
            ' ' => DASHES
                .iter()
                .find(|dash| rest.starts_with(**dash))
                .map(|d| d.len()),
            _ => None,
        };
        if let Some(length) = parted.filter(|_| open == 0 && !in_code && at > 0) {
            return Some(Titled {
                title: 0..at,
                rest: at + length,
            });
        }
        match c {
            '[' | '(' | '<' => open += 1,
            ']' | ')' | '>' => open -= 1,
            '`' => in_code = !in_code,
            '.' | '!' | '?' | ';' if rest[1..].starts_with(char::is_whitespace) => return None,
            '\n' => return None,
            ' ' => words += 1,
            _ => {}
        }
        if at > TITLE_CAP || words > TITLE_WORDS {
            return None;
        }
    }
    None
}

/// A passage as the author wrote it.
pub(super) fn passage<'t>(text: &'t str, passage: &'t Passage) -> &'t str {
    match passage {
        Passage::Front(front) => front,
        Passage::Body(range) => slice(text, range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_parted_from_their_text() {
        for (text, expected) in [
            (
                "Model Convergence: observe it",
                Some(("Model Convergence", "observe it")),
            ),
            (
                "**Model Convergence**: observe it",
                Some(("Model Convergence", "observe it")),
            ),
            (
                "**Model Convergence:** observe it",
                Some(("Model Convergence", "observe it")),
            ),
            (
                "**Model Convergence.** Observe it",
                Some(("Model Convergence", "Observe it")),
            ),
            (
                "**Model Convergence** — observe it",
                Some(("Model Convergence", "observe it")),
            ),
            ("*Model* – observe it", Some(("Model", "observe it"))),
            ("__Model__ - observe it", Some(("Model", "observe it"))),
            ("Model — observe it", Some(("Model", "observe it"))),
            ("Model - observe it", Some(("Model", "observe it"))),
            ("**Model**", Some(("Model", ""))),
            ("Gen-4.5: does it ship", Some(("Gen-4.5", "does it ship"))),
            ("The `a: b` switch: on", Some(("The `a: b` switch", "on"))),
            (
                "[Veo: 3](https://x.example): text",
                Some(("[Veo: 3](https://x.example)", "text")),
            ),
            ("**Adobe** reports in March", None),
            ("Observe whether it ships", None),
            (
                "See https://example.org for more: a lot",
                Some(("See https://example.org for more", "a lot")),
            ),
            ("It ends here. Then: more", None),
            (
                "One two three four five six seven eight nine ten eleven: x",
                None,
            ),
            ("At 10:30 it ends", None),
            (": x", None),
            ("****", None),
            ("** a ** b", None),
            ("", None),
        ] {
            let found = title(text).map(|t| (&text[t.title], text[t.rest..].trim()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_item_is_cut_after_its_first_paragraph() {
        for (item, head, rest) in [
            ("$5B valuation", "$5B valuation", ""),
            ("$5B\n  valuation", "$5B\n  valuation", ""),
            ("$5B\n\n  More of it", "$5B", "More of it"),
            ("$5B\n  - nested", "$5B", "- nested"),
            ("$5B\n  1. nested\n", "$5B", "1. nested"),
        ] {
            let whole = 0..super::super::front::offset(item.len());
            let (a, b) = first_paragraph(item, &whole);
            assert_eq!((slice(item, &a), slice(item, &b)), (head, rest), "{item:?}");
        }
    }

    #[test]
    fn boxes_of_task_lists_are_left_out() {
        for (item, rest) in [
            ("[x] Done: yes", "Done: yes"),
            ("[ ]  Open", "Open"),
            ("[a] b", "[a] b"),
        ] {
            let whole = 0..super::super::front::offset(item.len());
            assert_eq!(slice(item, &without_box(item, &whole)), rest);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_title_and_its_text_lie_in_the_item(text in "([*_`\\[\\]()<>:.—– -]|[a-zé]|\n|word |: ){0,30}") {
            if let Some(found) = title(&text) {
                proptest::prop_assert!(found.title.end <= found.rest);
                let lost: String = [&text[..found.title.start], &text[found.title.end..found.rest]].concat();
                proptest::prop_assert!(!lost.contains(char::is_alphanumeric), "{lost:?}");
            }
        }
    }
}
