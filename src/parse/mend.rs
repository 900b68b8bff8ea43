//! Which line breaks the YAML, and how it should have been written.
//!
//! Comes in: the lines of YAML that can't be read, and where the parser stopped. Goes out: one line written anew, and
//! the cause in words. A cure is only ever proposed after it was tried: with it, the parser gets past the place where
//! it stopped. No cure is found rather than a wrong one.

use std::borrow::Cow;
use std::ops::Range;

use super::cause::Cause;
use super::node::Node;
use super::yaml::{Problem, deep_bracket};

/// How many copies of a file may be tried. Each costs a reading of all of it, so that a large file gets fewer.
pub(super) fn tries(yaml: &str) -> usize {
    const BYTES: usize = 4 * 1024 * 1024;
    (BYTES / yaml.len().max(1)).min(200)
}

/// A line written anew.
#[derive(Debug)]
pub(super) struct Cure {
    /// Which line, from 0.
    pub(super) line: usize,
    /// What it should say, with its line break.
    pub(super) text: String,
    /// What is wrong in it, as bytes of the line as it is.
    pub(super) culprit: Range<usize>,
    pub(super) cause: Cause,
}

/// Looks for one line that, written anew, lets the parser get past `problem`. Takes what it costs from `tries`.
pub(super) fn cure(lines: &[Cow<'_, str>], problem: &Problem, tries: &mut usize) -> Option<Cure> {
    let here = problem.line.min(lines.len().saturating_sub(1));
    for number in suspects(lines, here, problem.context) {
        for (text, culprit, cause) in cures(lines, number) {
            *tries = tries.checked_sub(1)?;
            let copy: String = (lines.iter().enumerate())
                .map(|(n, line)| match n == number {
                    true => Cow::Borrowed(&*text),
                    false => cause.mend_alike(line),
                })
                .collect();
            if deep_bracket(&copy).is_some() {
                continue;
            }
            let gone = match Node::read(&copy) {
                Ok(_) => true,
                Err(error) => Problem::new(&error, lines).line > problem.line.max(number),
            };
            if gone {
                return Some(Cure {
                    line: number,
                    text,
                    culprit,
                    cause,
                });
            }
        }
    }
    None
}

/// The lines that may be to blame, the likeliest first: where the parser stopped, where it says that it began, the
/// three lines of text before, and the first whose quote is not closed, however far above: to the parser it ended where
/// the next one begins.
fn suspects(
    lines: &[Cow<'_, str>],
    here: usize,
    context: Option<usize>,
) -> impl Iterator<Item = usize> {
    let before = (0..here)
        .rev()
        .filter(|n| !lines[*n].trim().is_empty())
        .take(3);
    let open = (0..here).find(|n| {
        let value = &lines[*n][Anatomy::of(&lines[*n]).value];
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        quote.is_some_and(|quote| value.matches(quote).count() == 1)
    });
    let all = [here].into_iter().chain(context).chain(before).chain(open);
    let mut seen = Vec::new();
    all.filter(|n| *n < lines.len())
        .filter(|n| {
            let new = !seen.contains(n);
            seen.push(*n);
            new
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// A line taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Anatomy {
    /// White space at its start, in bytes.
    indent: usize,
    /// White space and the dashes of list items.
    lead: usize,
    /// `key`, if it looks like one.
    pub(super) key: Option<Range<usize>>,
    /// What follows the key (or the lead), without white space around it.
    value: Range<usize>,
}

impl Anatomy {
    pub(super) fn of(line: &str) -> Self {
        let visible = line.trim_end().len();
        let blank = |from: usize| {
            let rest = &line[from..visible.max(from)];
            from + rest.len() - rest.trim_start().len()
        };
        let indent = blank(0);
        let mut lead = indent;
        while line[lead..visible.max(lead)].starts_with("- ") {
            lead = blank(lead + 1);
        }
        let rest = &line[lead..visible.max(lead)];
        let name = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(rest.len());
        let after = &rest[name..];
        // `- Model Convergence: ...` and `- Model: ...` are titles of the author's; keys are written small.
        let title = lead > indent && rest.starts_with(char::is_uppercase);
        let ends = after.len() == 1 || after.starts_with(": ");
        let is_key = name > 0 && !title && after.starts_with(':') && ends;
        let (key, start) = match is_key {
            true => (Some(lead..lead + name), blank(lead + name + 1)),
            false => (None, lead),
        };
        Self {
            indent,
            lead,
            key,
            value: start..visible.max(start),
        }
    }
}

/// Ways to write a line anew: the new line, what is wrong in the old one, and why.
fn cures(lines: &[Cow<'_, str>], number: usize) -> Vec<(String, Range<usize>, Cause)> {
    let line = &*lines[number];
    let parts = Anatomy::of(line);
    let visible = line.trim_end().len();
    let ending = &line[visible..];
    let value = &line[parts.value.clone()];
    let mut found = Vec::new();
    let mut add = |text: String, culprit: Range<usize>, cause| {
        found.push((format!("{text}{ending}"), culprit, cause));
    };
    if value.is_empty() && parts.key.is_none() {
        return found;
    }
    if let Some(tab) = line[..parts.indent].find('\t') {
        add(
            expand_tabs(line).trim_end().into(),
            tab..tab + 1,
            Cause::Tab,
        );
    }

    let begin = &line[..parts.value.start];
    let at = parts.value.start;
    let quoted = |text: &str| format!("{begin}{}", quote(text));
    let first = value.chars().next().unwrap_or(' ');
    let here = at..at + first.len_utf8().min(value.len());
    match first {
        '"' | '\'' => {
            let inner = value[1..].strip_suffix(first).unwrap_or(&value[1..]);
            let closed = value.len() > 1 && value.ends_with(first);
            if closed {
                let stray = value[1..].find(first).map_or(at, |found| at + 1 + found);
                let cause = match value.find('\\') {
                    Some(slash) if first == '"' && !inner.contains('"') => {
                        add(quoted(inner), at + slash..at + slash + 1, Cause::Backslash);
                        Cause::StrayQuote(first)
                    }
                    _ => Cause::StrayQuote(first),
                };
                add(quoted(inner), stray..stray + 1, cause);
            } else {
                // `'tis`, `'90s`: an apostrophe, and no quote.
                let elision = ["'tis ", "'twas ", "'til ", "'cause ", "'em ", "'n' "]
                    .iter()
                    .any(|word| value.starts_with(word));
                let apostrophe = elision || value[1..].starts_with(|c: char| c.is_ascii_digit());
                if value.matches(first).count() == 1 && !(first == '\'' && apostrophe) {
                    let whole = format!("{}{first}", &line[..visible]);
                    add(whole, here.clone(), Cause::UnclosedQuote(first));
                }
                add(quoted(value), here, Cause::StrayQuote(first));
            }
        }
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            let missing = value.matches(first).count() > value.matches(close).count();
            if missing {
                let whole = format!("{}{close}", &line[..visible]);
                add(whole, here.clone(), Cause::UnclosedBracket(close));
            }
            for (text, culprit, cause) in flow_cures(line, &parts) {
                add(text, culprit, cause);
            }
            // A value that is a list or a map as a whole is meant as one.
            if !value.ends_with(close) || value[1..].starts_with(first) {
                add(quoted(value), here, Cause::Bracket(first));
            }
        }
        '*' | '•' | '–' | '—' if parts.key.is_none() && is_bullet(value) => {
            let text = value[first.len_utf8()..].trim_start();
            add(
                format!("{begin}- {text}"),
                here.clone(),
                Cause::Bullet(first),
            );
            add(
                format!("{begin}- {}", quote(text)),
                here,
                Cause::Bullet(first),
            );
        }
        '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | ',' | ']' | '}' | '#' => {
            add(quoted(value), here, Cause::Start(first));
        }
        '-' | '?' | ':' if value[1..].starts_with(' ') && parts.key.is_some() => {
            add(quoted(value), here, Cause::Start(first));
        }
        _ => {
            if let Some(colon) = colon(value) {
                add(quoted(value), at + colon..at + colon + 1, Cause::Colon);
            }
        }
    }

    if parts.key.is_none() {
        let rest = &line[parts.lead..visible];
        let name = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(name);
        let start = parts.lead + name.len();
        if let Some(value) = after.strip_prefix(':').filter(|v| !v.starts_with("//")) {
            let value = plain_or_quoted(value);
            let text = format!("{}{name}: {value}", &line[..parts.lead]);
            add(text, start..start + 1, Cause::NoSpace);
        }
        let sign = after.trim_start();
        if let (Some(value), false) = (sign.strip_prefix('='), name.is_empty()) {
            let equals = start + after.len() - sign.len();
            let text = format!(
                "{}{name}: {}",
                &line[..parts.lead],
                plain_or_quoted(value.trim())
            );
            add(text, equals..equals + 1, Cause::Equals);
        }
        if let Some(item) = rest.strip_prefix('-').filter(|item| !item.starts_with('-')) {
            let text = format!("{}- {item}", &line[..parts.lead]);
            add(text, parts.lead..parts.lead + 1, Cause::NoSpaceAfterDash);
        }
    }
    for width in neighbours(lines, number) {
        let text = format!("{}{}", " ".repeat(width), &line[parts.indent..visible]);
        let (culprit, cause) = match line[..parts.indent].find('\t') {
            Some(tab) => (tab..tab + 1, Cause::Tab),
            None if parts.indent == 0 => (0..visible, Cause::Indent),
            None => (0..parts.indent, Cause::Indent),
        };
        add(text, culprit, cause);
    }
    if parts.key.is_none() && parts.indent == parts.lead {
        let text = format!("  {}", &line[..visible]);
        add(text, parts.indent..visible, Cause::Unindented);
    }
    found
}

/// Ways to quote one value of a list or map that is written on one line: `- { label: a: b }`, `[@a, b]`.
fn flow_cures(line: &str, parts: &Anatomy) -> Vec<(String, Range<usize>, Cause)> {
    let mut found = Vec::new();
    let value = &line[parts.value.clone()];
    let in_map = value.contains('{');
    let brackets = if in_map { ['{', '}'] } else { ['[', ']'] };
    let (Some(open), Some(close)) = (value.find(brackets[0]), value.rfind(brackets[1])) else {
        return found;
    };
    let mut at = parts.value.start + open + 1;
    let end = parts.value.start + close;
    while at < end {
        let entry = &line[at..end];
        let entry = &entry[..entry.find(", ").unwrap_or(entry.len())];
        let next = at + entry.len() + 1;
        let key = match in_map {
            true => entry.find(": ").map(|colon| colon + 2),
            false => Some(entry.len() - entry.trim_start().len()),
        };
        if let Some(key) = key {
            let start = at + key;
            let text = entry[key..].trim_end();
            let first = text.chars().next().unwrap_or(' ');
            let colon = text.find(": ");
            let special = matches!(first, '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>');
            if special || colon.is_some() {
                let rest = line[start + text.len()..].trim_end();
                let mended = format!("{}{}{rest}", &line[..start], quote(text));
                let (culprit, cause) = match colon {
                    Some(colon) => (start + colon, Cause::Colon),
                    None => (start, Cause::Start(first)),
                };
                found.push((mended, culprit..culprit + 1, cause));
            }
        }
        at = next;
    }
    found
}

/// The widths of indentation to which a line may belong: of the lines around it, where they differ from its own.
fn neighbours(lines: &[Cow<'_, str>], number: usize) -> Vec<usize> {
    let text =
        |line: &&Cow<'_, str>| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let own = Anatomy::of(&lines[number]).indent;
    let before = lines[..number].iter().rev().find(text);
    let after = lines[number + 1..].iter().find(text);
    let mut widths = Vec::new();
    for line in [before, after].into_iter().flatten() {
        let parts = Anatomy::of(line);
        for width in [parts.indent, parts.lead] {
            if width != own && !widths.contains(&width) {
                widths.push(width);
            }
        }
    }
    widths
}

/// The colon that YAML takes for the end of a key.
fn colon(value: &str) -> Option<usize> {
    value
        .find(": ")
        .or_else(|| value.ends_with(':').then(|| value.len() - 1))
}

pub(super) fn is_bullet(value: &str) -> bool {
    value
        .chars()
        .nth(1)
        .is_some_and(|c| c.is_whitespace() || c == '\u{a0}')
}

fn plain_or_quoted(value: &str) -> String {
    match colon(value).is_some() || value.contains(" #") {
        true => quote(value),
        false => value.to_owned(),
    }
}

/// A text in the quotes that need the fewest escapes.
pub(super) fn quote(text: &str) -> String {
    if !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if !text.contains('\'') || text.contains('\\') {
        return format!("'{}'", text.replace('\'', "''"));
    }
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// The line with each tab of its indentation written as two spaces.
pub(super) fn expand_tabs(line: &str) -> Cow<'_, str> {
    let (indent, rest) = line.split_at(line.len() - line.trim_start_matches([' ', '\t']).len());
    match indent.contains('\t') {
        true => format!("{}{rest}", indent.replace('\t', "  ")).into(),
        false => line.into(),
    }
}
