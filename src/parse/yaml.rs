//! YAML becomes a tree, or diagnostics that say what to write instead.
//!
//! Comes in: a text and the bytes of its YAML. Goes out: a [`Node`], and every syntax error with its place. An error is
//! mended in a copy, line by line ([`super::mend`]), and the copy is read on, so that one run tells of all of them and a
//! broken file still says which slug and names it lays claim to. The mended copy is never published.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser};

use super::front::{FRONT_CAP, offset};
use super::mend;
use super::node::{DEPTH_CAP, Node, TAGGED, TOO_DEEP, TOO_LARGE};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};

/// How many syntax errors of one file are told in one run.
const ROUNDS: usize = 8;

/// What came of reading YAML.
#[derive(Debug)]
pub(super) enum Reading {
    /// It is sound.
    Sound(Node),
    /// It is broken. With what it would say if it were mended, as far as that could be guessed.
    Broken(Option<Node>, Vec<Diagnostic>),
}

/// Reads the YAML at `front` of `text`.
pub(super) fn read(source: SourceId, text: &str, front: &Range<u32>) -> Reading {
    let start = front.start as usize;
    let yaml = &text[start..front.end as usize];
    let tell = |code, range: Range<usize>, message: String, help: String| {
        let span = offset(start + range.start)..offset(start + range.end);
        Diagnostic::new(code, Span::new(source, span), message).help(help)
    };
    if yaml.len() > FRONT_CAP {
        let help = "take out what it does not need".into();
        let message = "the YAML is larger than 64 KiB".into();
        return Reading::Broken(None, vec![tell(Code::FileTooLarge, 0..0, message, help)]);
    }
    if let Some(bracket) = deep_bracket(yaml) {
        let diagnostic = tell(
            Code::YamlTooDeep,
            bracket..bracket + yaml[bracket..].chars().next().map_or(0, char::len_utf8),
            format!("lists and maps are nested deeper than {DEPTH_CAP} levels"),
            DEEP_HELP.into(),
        );
        return Reading::Broken(None, vec![diagnostic]);
    }

    let mut lines: Vec<Cow<'_, str>> = yaml.split_inclusive('\n').map(Cow::Borrowed).collect();
    let starts: Vec<usize> = yaml
        .split_inclusive('\n')
        .scan(0, |at, line| Some(std::mem::replace(at, *at + line.len())))
        .collect();
    let mut tries = mend::tries(yaml);
    let mut diagnostics = Vec::new();
    loop {
        let copy = match diagnostics.is_empty() {
            true => Cow::Borrowed(yaml),
            false => Cow::Owned(lines.concat()),
        };
        let problem = match Node::read(&copy) {
            Ok(node) if diagnostics.is_empty() => return Reading::Sound(node),
            Ok(node) => return Reading::Broken(Some(node), diagnostics),
            Err(error) => Problem::new(&error, &lines),
        };
        let mended = match problem.mendable && diagnostics.len() < ROUNDS {
            true => mend::cure(&lines, &problem, &mut tries),
            false => None,
        };
        let Some(cure) = mended else {
            // A second error that can't be explained may be an effect of the mending. It will be told when the first is gone.
            if diagnostics.is_empty() {
                let range = problem.range(&lines, &starts);
                diagnostics.push(tell(problem.code, range, problem.message, problem.help));
            }
            return Reading::Broken(None, diagnostics);
        };
        let start = starts[cure.line];
        let culprit = match &lines[cure.line] {
            Cow::Borrowed(_) => cure.culprit,
            // Mended before, so that its bytes are not those of the file.
            Cow::Owned(_) => 0..yaml[start..].lines().next().map_or(0, str::len),
        };
        diagnostics.push(tell(
            Code::YamlSyntax,
            start + culprit.start..start + culprit.end,
            cure.cause.message(&lines[cure.line]),
            cure.cause.help(&cure.text),
        ));
        for line in &mut lines {
            if let Cow::Owned(mended) = cure.cause.mend_alike(line) {
                *line = mended.into();
            }
        }
        lines[cure.line] = Cow::Owned(cure.text);
    }
}

const DEEP_HELP: &str =
    "nothing that briefpress reads goes that deep: put the text in quotes, or take it apart";

/// Why YAML could not be read, and at which line and column (both from 0; the column counts characters).
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) column: usize,
    /// The line on which the construct began that could not be read, if the parser said so.
    pub(super) context: Option<usize>,
    /// Whether it makes sense to look for the line that is to blame.
    mendable: bool,
    code: Code,
    message: String,
    help: String,
}

impl Problem {
    pub(super) fn new(error: &serde_yaml::Error, lines: &[Cow<'_, str>]) -> Self {
        let text = error.to_string();
        let (mut line, mut column) = error.location().map_or((0, 0), |at| {
            (at.line().saturating_sub(1), at.column().saturating_sub(1))
        });
        let mut problem = |code, message: &str, help: &str| {
            if text.contains("control characters") {
                let first = lines.iter().enumerate().find_map(|(number, line)| {
                    let at = line.chars().position(is_forbidden)?;
                    Some((number, at))
                });
                (line, column) = first.unwrap_or_default();
            }
            Self {
                line,
                column,
                context: context_line(&text),
                mendable: code == Code::YamlSyntax,
                code,
                message: message.into(),
                help: help.into(),
            }
        };
        let syntax = Code::YamlSyntax;
        if text.contains(TOO_DEEP) || text.contains("recursion limit") {
            if let Some((at_line, at_column)) = self_alias(&lines.concat()) {
                let mut problem = problem(
                    syntax,
                    "this alias (`*name`) stands inside of what it stands for, and so never ends",
                    "write out what is meant; if it is meant as text, put it in quotes",
                );
                (problem.line, problem.column, problem.mendable) = (at_line, at_column, false);
                return problem;
            }
            let message = format!("lists and maps are nested deeper than {DEPTH_CAP} levels");
            return problem(Code::YamlTooDeep, &message, DEEP_HELP);
        }
        if text.contains(TOO_LARGE) || text.contains("repetition limit") {
            let mut problem = problem(
                syntax,
                "the aliases (`*name`) of this file expand to more than can be read",
                "write out what is repeated, and repeat less of it",
            );
            problem.mendable = false;
            return problem;
        }
        let conflict = ["<<<<<<< ", ">>>>>>> "];
        let marker = |line: &Cow<'_, str>| conflict.iter().any(|sign| line.starts_with(sign));
        if let Some(number) = lines.iter().position(marker) {
            let mut problem = problem(
                syntax,
                "a merge conflict was left here",
                "keep one of its two sides, and take out the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
            );
            (problem.line, problem.column, problem.mendable) = (number, 0, false);
            return problem;
        }
        if text.contains("more than one document") {
            let is_head =
                |line: &Cow<'_, str>| line.trim().is_empty() || line.starts_with(['#', '-', '%']);
            let head = lines.iter().take_while(|line| is_head(line)).count();
            let second = lines[head..]
                .iter()
                .position(|line| line.starts_with("---"));
            let mut problem = match second {
                Some(_) => problem(
                    syntax,
                    "a second YAML document begins here",
                    "take out this line of `---`: one file holds one document",
                ),
                // A line that is indented less than the first ends the document too.
                None => problem(
                    syntax,
                    "the first key is indented further than the others",
                    "begin all keys at the start of their lines",
                ),
            };
            problem.line = head + second.unwrap_or(0);
            problem.mendable = second.is_none();
            return problem;
        }
        let (message, help) = explain(&text);
        problem(syntax, message, help)
    }

    /// The bytes it stands at: from its column to the end of the word or line.
    fn range(&self, lines: &[Cow<'_, str>], starts: &[usize]) -> Range<usize> {
        let last = lines.len().saturating_sub(1);
        let number = self.line.min(last);
        let (Some(line), Some(start)) = (lines.get(number), starts.get(number)) else {
            return 0..0;
        };
        let visible = line.trim_end();
        let column = if self.line > last {
            usize::MAX
        } else {
            self.column
        };
        let at = visible
            .char_indices()
            .nth(column)
            .map_or(visible.len(), |(at, _)| at);
        let width = visible[at..].chars().next().map_or(0, char::len_utf8);
        start + at..start + at + width
    }
}

/// What libyaml's words mean, and what can be done.
fn explain(text: &str) -> (&'static str, &'static str) {
    const TABLE: &[(&str, &str, &str)] = &[
        (
            "control characters",
            "a control character stands here, which YAML does not allow",
            "delete it",
        ),
        (
            "mapping values are not allowed",
            "a `:` stands where YAML expects no key",
            "if it is part of a text, put the whole text in quotes; if it ends a key, check how far its line is indented",
        ),
        (
            "found unexpected end of stream",
            "a quoted text is never closed",
            "add the closing quote",
        ),
        (
            "expected ',' or ']'",
            "a list that began with `[` is never closed, or one of its items is not quoted",
            "close it with `]`, and put items that have special characters in quotes",
        ),
        (
            "expected ',' or '}'",
            "a map that began with `{` is never closed, or one of its values is not quoted",
            "close it with `}`, and put values that have special characters in quotes",
        ),
        (
            "could not find expected ':'",
            "a line is neither `key: value` nor part of the value above it",
            "give it a key, or indent it below the line it belongs to",
        ),
        (
            "did not find expected key",
            "this line does not go on with the map above it",
            "indent it as far as the other keys of its map, and put texts with special characters in quotes",
        ),
        (
            "did not find expected '-'",
            "this line is no item of the list above it",
            "begin it with `- `, or indent it as far as the item it belongs to",
        ),
        (
            "block sequence entries",
            "a list item stands where YAML expects none",
            "begin the list on a line of its own; if the dash is part of a text, put the text in quotes",
        ),
        (
            "unknown anchor",
            "this alias (`*name`) stands for nothing",
            "if it is meant as text, put it in quotes",
        ),
        (
            TAGGED,
            "this value has a YAML tag, and briefpress reads none",
            "put the whole text in quotes, or take the tag out",
        ),
        (
            "cannot start any token",
            "a value can't begin with this character",
            "put the whole text in quotes",
        ),
        (
            "escape",
            "an escape (`\\`) in this text is none that YAML knows",
            "write the text in single quotes, or double the backslash",
        ),
        (
            "expected a key",
            "a list or a map stands where a key is wanted",
            "put the whole text in quotes",
        ),
    ];
    TABLE
        .iter()
        .find(|(words, ..)| text.contains(words))
        .map_or(
            (
                "this can't be read as YAML",
                "put texts that have special characters in quotes, and indent the keys of one map equally",
            ),
            |(_, message, help)| (message, help),
        )
}

/// The line and column, from 0, of the first alias inside the very list or map that it names.
fn self_alias(yaml: &str) -> Option<(usize, usize)> {
    let mut open = Vec::new();
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.ok()?;
        match event {
            Event::SequenceStart(anchor, ..) | Event::MappingStart(anchor, ..) => open.push(anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
            }
            Event::Alias(anchor) if open.contains(&anchor) => {
                return Some((span.start.line().saturating_sub(1), span.start.col()));
            }
            _ => {}
        }
    }
    None
}

/// The line, from 0, that libyaml names as the beginning of what it could not read.
fn context_line(text: &str) -> Option<usize> {
    let (_, rest) = text.split_once(", while ")?;
    let (_, rest) = rest.split_once(" at line ")?;
    let digits = rest.split(' ').next()?;
    digits.parse::<usize>().ok()?.checked_sub(1)
}

fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The byte of the first `[` or `{` that is nested too deeply.
///
/// libyaml takes seconds over thousands of open brackets, and its stack of collections is deep before anybody can look
/// at it. So a text with many brackets goes through a parser that hands out one event at a time, and can be left.
pub(super) fn deep_bracket(yaml: &str) -> Option<usize> {
    let brackets = |text: &str| text.bytes().filter(|b| matches!(b, b'[' | b'{')).count();
    if brackets(yaml) <= DEPTH_CAP {
        return None;
    }
    let byte = |index: usize| {
        yaml.char_indices()
            .nth(index)
            .map_or(yaml.len(), |(at, _)| at)
    };
    let mut depth = 0_usize;
    let mut read = 0;
    for event in Parser::new_from_str(yaml) {
        let Ok((event, span)) = event else {
            // The other parser may read on where this one stopped: what is left must not nest deeply, however it is read.
            let rest = &yaml[byte(read)..];
            let first = rest.find(['[', '{']).unwrap_or(0);
            return (brackets(rest) > 4 * DEPTH_CAP).then_some(byte(read) + first);
        };
        read = span.end.index();
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_CAP {
            return Some(byte(span.start.index()));
        }
    }
    None
}

#[cfg(test)]
mod tests;
