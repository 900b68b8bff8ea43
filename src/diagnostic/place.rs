//! From bytes to lines and columns.
//!
//! Comes in: the text of a file. Goes out: positions as people and editors count them. A file's text is walked once,
//! however many places are asked for, and however long its lines are.

use std::collections::HashMap;

use super::{Files, SourceId, Span};

/// A place as people count: both from 1, the column in characters (Unicode scalar values).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// Where lines begin, and how many characters stand before every 1,024th byte.
struct Index {
    lines: Vec<usize>,
    marks: Vec<usize>,
}

const STEP: usize = 1024;

/// How many characters begin in `bytes`.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b & 0xC0 != 0x80).count()
}

impl Index {
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|&(_, &b)| b == b'\n');
        let mut marks = vec![0];
        for chunk in bytes.chunks(STEP) {
            marks.push(marks[marks.len() - 1] + characters(chunk));
        }
        Self {
            lines: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            marks,
        }
    }

    fn characters_before(&self, text: &str, at: usize) -> usize {
        let mark = at / STEP;
        self.marks[mark] + characters(&text.as_bytes()[mark * STEP..at])
    }

    /// The index of the line that holds byte `at`.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at) - 1
    }

    fn position(&self, text: &str, at: usize) -> Position {
        let line = self.line(at);
        let before = self.characters_before(text, self.lines[line]);
        Position {
            line: line + 1,
            column: self.characters_before(text, at) - before + 1,
        }
    }
}

/// A span, found in its text.
pub(super) struct Place<'a> {
    /// The line that `start` is in, without its line break.
    pub(super) line: &'a str,
    /// The bytes of `line` that are meant; what goes on in later lines is left out.
    pub(super) range: std::ops::Range<usize>,
    /// The first character.
    pub(super) start: Position,
    /// After the last character.
    pub(super) end: Position,
}

/// Finds places, and remembers the texts that it has walked.
pub(super) struct Places<'a> {
    files: &'a dyn Files,
    known: HashMap<SourceId, Index>,
}

impl<'a> Places<'a> {
    pub(super) fn new(files: &'a dyn Files) -> Self {
        Self {
            files,
            known: HashMap::new(),
        }
    }

    /// The place of `span`. A span that does not fit its text (the file was changed meanwhile, say) is moved to the
    /// nearest place that does; in a file that is not text, that is its beginning.
    pub(super) fn find(&mut self, span: Span) -> Place<'a> {
        let text = self.files.text(span.source).unwrap_or("");
        let index = self
            .known
            .entry(span.source)
            .or_insert_with(|| Index::new(text));
        let start = text.floor_char_boundary(span.start as usize);
        let end = text.floor_char_boundary(span.end as usize).max(start);

        let line_start = index.lines[index.line(start)];
        let rest = &text[line_start..];
        let line = rest.split('\n').next().unwrap_or(rest);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let within = |at: usize| (at - line_start).min(line.len());
        Place {
            line,
            range: within(start)..within(end),
            start: index.position(text, start),
            end: index.position(text, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct One(String);

    impl Files for One {
        fn path(&self, _: SourceId) -> &str {
            "one"
        }
        fn text(&self, _: SourceId) -> Option<&str> {
            Some(&self.0)
        }
    }

    fn find(text: &str, start: usize, end: usize) -> (String, [usize; 4]) {
        let files = One(text.to_owned());
        let range = u32::try_from(start).unwrap()..u32::try_from(end).unwrap();
        let place = Places::new(&files).find(Span::new(SourceId::new(0), range));
        (
            place.line[place.range].to_owned(),
            [
                place.start.line,
                place.start.column,
                place.end.line,
                place.end.column,
            ],
        )
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(find("", 0, 0), (String::new(), [1, 1, 1, 1]));
        assert_eq!(find("ab\ncd", 3, 5), ("cd".into(), [2, 1, 2, 3]));
        assert_eq!(find("é€x\r\ny", 5, 6), ("x".into(), [1, 3, 1, 4]));
        assert_eq!(find("one\r\ntwo", 1, 7), ("ne".into(), [1, 2, 2, 3]));
    }

    #[test]
    fn a_span_that_does_not_fit_is_moved_to_where_it_does() {
        assert_eq!(find("aé", 2, 90), ("é".into(), [1, 2, 1, 3]));
        assert_eq!(find("ab", 90, 2), (String::new(), [1, 3, 1, 3]));
    }

    proptest! {
        #[test]
        fn positions_equal_a_plain_count(text in "(a|é|😀|\n|[a-z]{700}){0,12}", at in 0usize..9000) {
            let at = text.floor_char_boundary(at);
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            let (_, [found_line, found_column, ..]) = find(&text, at, at);
            prop_assert_eq!((found_line, found_column), (line, column));
        }
    }
}
