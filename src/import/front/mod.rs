//! A file is cut into front matter and body, whatever its front matter is written in.
//!
//! Comes in: a text. Goes out: its front matter as a tree with lines, and where the body begins. YAML stands between
//! lines of `---`, TOML between lines of `+++`, JSON between braces (as in Hugo and Zola); header lines such as
//! `Title: ...` end at a blank line (as in Pelican and MultiMarkdown). A text without front matter is all body: a line
//! of `---` over prose is no front matter.

mod header;
mod json;
mod toml;
mod yaml;

use std::ops::Range;

use super::tree::{Entry, Node};

pub(super) use header::encoded;

/// The most front matter that is read from one file, in bytes.
const CAP: usize = 64 * 1024;

/// The deepest nesting that is read.
const DEPTH_CAP: usize = 48;

/// What front matter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Between `---` lines.
    Yaml,
    /// Between `+++` lines.
    Toml,
    /// In braces.
    Json,
    /// `Title: ...` lines.
    Header,
    /// `From: ...` and `Subject: ...`: the head of a mail.
    Mail,
    /// `<title>` and `<meta>` of a page.
    Html,
}

/// The front matter of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Front {
    pub(super) syntax: Syntax,
    /// Its keys in order; one that is given twice stands here twice.
    pub(super) entries: Vec<Entry>,
    /// Comments, tags and names of anchors: what says nothing to a reader. With the line of each, from 1.
    pub(super) comments: Vec<(usize, String)>,
    /// What was not understood in it, with its line, from 1.
    pub(super) faults: Vec<(usize, String)>,
}

/// What a reader makes of the text between the fences.
type Reading = Result<Read, Fault>;

/// Front matter that was read.
struct Read {
    top: Node,
    /// Bytes of the text that are values: no comment begins there.
    values: Vec<Range<usize>>,
    faults: Vec<(usize, String)>,
    /// Tags and names of anchors, with their lines.
    marks: Vec<(usize, String)>,
}

/// Why it could not be read: the line within the text (from 1), and the reason.
struct Fault {
    line: usize,
    reason: String,
}

/// The JSON value that all of `text` is, or the line and the reason why it is none.
pub(super) fn json(text: &str) -> Result<Node, (usize, String)> {
    json::tree(text).map_err(|fault| (fault.line, fault.reason))
}

/// Cuts `text`. Gives its front matter, if it has one, and the byte that its body begins at.
pub(super) fn cut(text: &str) -> (Option<Front>, usize) {
    let start = text.len() - text.trim_start_matches(['\n', ' ', '\t']).len();
    let first_line = text[..start].matches('\n').count() + 1;
    let rest = &text[start..];
    let found = match rest.lines().next().map(str::trim_end) {
        Some("---") => match fenced(rest, &["---", "..."]) {
            Some((inner, end)) => {
                front(Syntax::Yaml, inner, first_line + 1).map(|front| (front, end))
            }
            None => header::cut(rest, first_line),
        },
        Some("+++") => match fenced(rest, &["+++"]) {
            Some((inner, end)) => {
                front(Syntax::Toml, inner, first_line + 1).map(|front| (front, end))
            }
            None => header::cut(rest, first_line),
        },
        Some(line) if line.starts_with('{') => json::cut(rest)
            .filter(|inner| inner.len() <= CAP)
            .and_then(|inner| {
                front(Syntax::Json, inner, first_line).map(|front| (front, inner.len()))
            }),
        Some(_) => header::cut(rest, first_line).or_else(|| header::below_title(rest, first_line)),
        None => None,
    };
    match found {
        Some((front, end)) => (Some(front), start + end),
        None => (None, 0),
    }
}

/// The text between an opening fence and the first of the closing ones, and the byte after that one's line.
fn fenced<'a>(text: &'a str, closing: &[&str]) -> Option<(&'a str, usize)> {
    let mut at = text.find('\n')? + 1;
    let begin = at;
    for line in text[begin..].split_inclusive('\n') {
        if closing.contains(&line.trim_end()) {
            return (at - begin <= CAP).then(|| (&text[begin..at], at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads the text between the fences, which begins on line `line` of its file.
fn front(syntax: Syntax, inner: &str, line: usize) -> Option<Front> {
    let read = match syntax {
        Syntax::Yaml => yaml::read(inner),
        Syntax::Toml => toml::read(inner),
        Syntax::Json => json::read(inner),
        Syntax::Header | Syntax::Mail | Syntax::Html => return None,
    };
    let read = match read {
        Ok(read) => read,
        Err(fault) => {
            let mut read = header::loose(inner)?;
            read.faults.insert(
                0,
                (
                    fault.line,
                    format!("{}; the keys were read line by line", fault.reason),
                ),
            );
            read
        }
    };
    let mut comments = match syntax {
        Syntax::Yaml | Syntax::Toml => comments(inner, &read.values),
        Syntax::Json | Syntax::Header | Syntax::Mail | Syntax::Html => Vec::new(),
    };
    comments.extend(read.marks);
    comments.sort_by_key(|(line, _)| *line);
    let mut entries = match read.top {
        Node::Map(entries) => entries,
        Node::Null => Vec::new(),
        _ => return None,
    };
    shift(&mut entries, line - 1);
    let moved = |(at, text): (usize, String)| (at + line - 1, text);
    Some(Front {
        syntax,
        entries,
        comments: comments.into_iter().map(moved).collect(),
        faults: read.faults.into_iter().map(moved).collect(),
    })
}

/// Moves the lines of `entries`, and of all that is in them, down by `lines`.
fn shift(entries: &mut [Entry], lines: usize) {
    for entry in entries {
        entry.line += lines;
        shift_node(&mut entry.value, lines);
    }
}

fn shift_node(node: &mut Node, lines: usize) {
    match node {
        Node::Map(entries) => shift(entries, lines),
        Node::List(items) => items.iter_mut().for_each(|item| shift_node(item, lines)),
        Node::Null | Node::Text(_) | Node::Plain(_) => {}
    }
}

/// The comments of YAML or TOML: from a `#` that is in no value to the end of its line.
fn comments(text: &str, values: &[Range<usize>]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let begins = line.match_indices('#').find(|&(offset, _)| {
            let spaced = line[..offset]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace);
            spaced && !values.iter().any(|value| value.contains(&(at + offset)))
        });
        if let Some((offset, _)) = begins {
            let comment = line[offset..].trim_start_matches('#').trim();
            if !comment.is_empty() {
                found.push((number + 1, comment.to_owned()));
            }
        }
        at += line.len();
    }
    found
}

/// The line, from 1, that byte `at` of `text` is on.
fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|&&b| b == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests;
