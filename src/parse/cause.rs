//! What breaks a line of YAML, in words.
//!
//! Comes in: a line, and the line as it should be. Goes out: message and help.

use std::borrow::Cow;

use super::mend::{Anatomy, expand_tabs, is_bullet};

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// `title: Runway: the shift`.
    Colon,
    /// `title: @foo`.
    Start(char),
    /// `title: [draft] Runway`.
    Bracket(char),
    /// `title: "Runway" shifts`, `title: 'Runway's shift'`.
    StrayQuote(char),
    /// `title: "Runway`.
    UnclosedQuote(char),
    /// `companies: [runway`.
    UnclosedBracket(char),
    /// `title: "a\y"`.
    Backslash,
    /// `title:Runway`.
    NoSpace,
    /// `-item`.
    NoSpaceAfterDash,
    /// `title = Runway`.
    Equals,
    /// `* item`.
    Bullet(char),
    /// A tab as indentation.
    Tab,
    /// Indented further, or less far, than its neighbours.
    Indent,
    /// A line of text that is not indented below its key.
    Unindented,
}

impl Cause {
    /// What is wrong with `line`.
    pub(super) fn message(self, line: &str) -> String {
        let value = match Anatomy::of(line).key {
            Some(key) => format!("the value of `{}`", &line[key]),
            None => "this text".into(),
        };
        match self {
            Self::Colon => {
                format!("{value} has a colon in it, which YAML takes for the end of another key")
            }
            Self::Start('!') => format!("{value} begins with `!`, which in YAML begins a tag"),
            Self::Start('*' | '&') => {
                format!("{value} begins with a character that YAML uses for references")
            }
            Self::Start('>' | '|') => {
                format!("{value} begins with a character that YAML uses for texts of several lines")
            }
            Self::Start('-') => format!("{value} begins with `- `, which in YAML begins a list"),
            Self::Start(c) => format!("{value} begins with `{c}`, which YAML does not allow"),
            Self::Bracket('[') => format!("{value} begins with `[`, which in YAML begins a list"),
            Self::Bracket(c) => format!("{value} begins with `{c}`, which in YAML begins a map"),
            Self::StrayQuote(c) => {
                format!("{value} has a stray `{c}`: it begins or ends a quoted text too early")
            }
            Self::UnclosedQuote(c) => format!("{value} begins with `{c}`, which is never closed"),
            Self::UnclosedBracket(']') => "the list that begins with `[` is never closed".into(),
            Self::UnclosedBracket(_) => "the map that begins with `{` is never closed".into(),
            Self::Backslash => format!("{value} has a backslash that begins no escape YAML knows"),
            Self::NoSpace => "there is no space after the colon of this key".into(),
            Self::NoSpaceAfterDash => "there is no space after the dash of this item".into(),
            Self::Equals => "a key is followed by `:` in YAML, not by `=`".into(),
            Self::Bullet(c) => format!("an item begins with `-` in YAML, not with `{c}`"),
            Self::Tab => "a tab is used as indentation, which YAML does not allow".into(),
            Self::Indent => "this line is not indented like its neighbours".into(),
            Self::Unindented => {
                "this line is neither `key: value` nor indented below the key it belongs to".into()
            }
        }
    }

    /// `line` with the same cure, if it has the same fault and the fault is one of habit: tabs, bullets.
    pub(super) fn mend_alike(self, line: &str) -> Cow<'_, str> {
        match self {
            Self::Tab => expand_tabs(line),
            Self::Bullet(bullet) => {
                let text = line.trim_start();
                match text.strip_prefix(bullet) {
                    Some(item) if is_bullet(text) => {
                        format!("{}-{item}", &line[..line.len() - text.len()]).into()
                    }
                    _ => line.into(),
                }
            }
            _ => line.into(),
        }
    }

    /// What to do about it: with the line as it should be.
    pub(super) fn help(self, mended: &str) -> String {
        let line = shorten(mended.trim_end());
        let shown = match self {
            Self::Tab | Self::Indent | Self::Unindented => line.into_owned(),
            _ => line.trim_start().to_owned(),
        };
        let what = match self {
            Self::Colon | Self::Start(_) | Self::Bracket(_) => "put it in quotes",
            Self::StrayQuote(_) => "put the whole text in quotes of the other kind",
            Self::Backslash => "write it in single quotes",
            Self::UnclosedQuote(_) => "add the closing quote",
            Self::UnclosedBracket(_) => "add the closing bracket",
            Self::NoSpace | Self::NoSpaceAfterDash => "add a space",
            Self::Equals | Self::Bullet(_) => "write",
            Self::Tab => "indent with spaces",
            Self::Indent => "indent it equally",
            Self::Unindented => "indent it",
        };
        match self {
            Self::Unindented => {
                format!("{what}: `{shown}`; or, if it begins with a key, put a colon after that")
            }
            _ => format!("{what}: `{shown}`"),
        }
    }
}

/// A line that is short enough to be shown.
fn shorten(line: &str) -> Cow<'_, str> {
    const WIDTH: usize = 160;
    match line.char_indices().nth(WIDTH) {
        None => line.into(),
        Some((at, _)) => format!("{} [...] {}", &line[..at], last(line)).into(),
    }
}

/// The last character of a line: the quote that closes it.
fn last(line: &str) -> &str {
    line.char_indices()
        .next_back()
        .map_or("", |(at, _)| &line[at..])
}
