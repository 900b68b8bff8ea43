//! Lines of a text, each with its number in the file.
//!
//! Comes in: a text and the number of its first line. Goes out: lines that know where they stand, whatever is cut off
//! before them.

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: usize,
    /// Its text, without the line break.
    pub(super) text: String,
}

impl Line {
    /// The text without white space around it.
    pub(super) fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// Whether there is nothing to see on it.
    pub(super) fn is_blank(&self) -> bool {
        self.trimmed().is_empty()
    }

    /// How far it is indented, in columns; a tab goes to the next multiple of four.
    pub(super) fn indent(&self) -> usize {
        let mut column = 0;
        for c in self.text.chars().take_while(|c| c.is_whitespace()) {
            column = if c == '\t' {
                (column / 4 + 1) * 4
            } else {
                column + 1
            };
        }
        column
    }
}

/// The lines of `text`, the first of which has the number `first`.
pub(super) fn lines(text: &str, first: usize) -> Vec<Line> {
    text.split('\n')
        .enumerate()
        .map(|(index, line)| Line {
            number: first + index,
            text: line.to_owned(),
        })
        .collect()
}

/// Whether a line is a rule: three or more of `-`, `*`, `_`, `=`, `~`, perhaps with blanks between.
pub(super) fn is_rule(text: &str) -> bool {
    let text = text.trim();
    let Some(first) = text.chars().next().filter(|c| "-*_=~—–".contains(*c)) else {
        return false;
    };
    let signs = text.chars().filter(|c| *c == first).count();
    let long = matches!(first, '—' | '–');
    (signs >= 3 || long && signs >= 2) && text.chars().all(|c| c == first || c == ' ' || c == '\t')
}
