//! Header lines: `Title: ...` at the top of a text, up to a blank line.
//!
//! Comes in: a text. Goes out: its keys, each with the text after it. Pelican and MultiMarkdown write metadata so; a
//! plain brief may too, and a mail has such a head. Also reads, line by line, what claims to be YAML and is not.

use super::super::keys;
use super::super::tree::{Entry, Node};
use super::{CAP, Front, Read, Syntax};

/// Cuts header lines off `text`, whose first line has the number `line`. Only a key that is known begins them, so that
/// prose with a colon is never taken for metadata.
pub(super) fn cut(text: &str, line: usize) -> Option<(Front, usize)> {
    // Some writers fence them as YAML or TOML and forget the closing line.
    let first = text.lines().next().map_or("", str::trim_end);
    let toml = first == "+++";
    let fence = toml || first == "---";
    let mut at = if fence {
        text.find('\n').map_or(text.len(), |end| end + 1)
    } else {
        0
    };
    if let Some((entry, end)) = forwarded(text, line) {
        let (mut front, rest) = cut(&text[end..], line + text[..end].matches('\n').count())?;
        front.entries.insert(0, entry);
        return (front.syntax == Syntax::Mail).then_some((front, end + rest));
    }
    let pair = |line| if toml { assignment(line) } else { pair(line) };
    let scalar = |value| scalar(if toml { unquoted(value) } else { value });
    let mut entries: Vec<Entry> = Vec::new();
    let body = text[at..].split_inclusive('\n');
    for (number, raw) in (line + usize::from(fence)..).zip(body) {
        let visible = raw.trim_end();
        let indented = raw.starts_with([' ', '\t']);
        match (pair(visible), entries.last_mut()) {
            _ if visible.trim().is_empty() => break,
            (_, Some(last)) if indented => {
                let text = last.value.shown();
                let gap = if text.is_empty() { "" } else { "\n" };
                last.value = Node::Text(format!("{text}{gap}{}", visible.trim()));
            }
            (Some((key, value)), Some(_)) => entries.push(Entry::new(key, number, scalar(value))),
            (Some((key, value)), None) if keys::is_header(key) || keys::is_of_mail(key) => {
                entries.push(Entry::new(key, number, scalar(value)));
            }
            _ => return finish(entries, at, fence),
        }
        at += raw.len();
    }
    finish(entries, at, fence)
}

/// Cuts header lines that stand below a title: the properties of Notion, the fields of reStructuredText. The title becomes
/// one of the keys.
pub(super) fn below_title(text: &str, line: usize) -> Option<(Front, usize)> {
    let mut lines = text.split_inclusive('\n').peekable();
    let first = lines.next()?;
    let mut at = first.len();
    let title = match first.trim().strip_prefix("# ") {
        Some(title) => title.trim(),
        None => {
            let under = lines.next()?;
            at += under.len();
            let signs = under.trim();
            let sign = signs.chars().next().filter(|c| "=-#*~^".contains(*c))?;
            if signs.len() < 3 || signs.chars().any(|c| c != sign) {
                return None;
            }
            first.trim()
        }
    };
    at += lines
        .take_while(|line| line.trim().is_empty())
        .map(str::len)
        .sum::<usize>();
    let (mut front, end) = cut(&text[at..], line + text[..at].matches('\n').count())?;
    let known = (front.entries.iter())
        .filter(|entry| keys::is_header(&entry.key))
        .count();
    let titled = (front.entries.iter()).any(|entry| keys::simple(&entry.key) == "title");
    if title.is_empty()
        || titled
        || known < 2
        || front.syntax != Syntax::Header
        || !front.faults.is_empty()
    {
        return None;
    }
    front
        .entries
        .insert(0, Entry::new("title", line, Node::text(title)));
    Some((front, at + end))
}

/// The line over the head of a mail that was passed on, and the byte behind it and the blank lines below.
fn forwarded(text: &str, line: usize) -> Option<(Entry, usize)> {
    let first = text.split_inclusive('\n').next()?;
    let words = first.trim().trim_matches(['-', ' ', ':', '_']);
    let known = [
        "forwarded message",
        "original message",
        "begin forwarded message",
    ];
    known
        .contains(&words.to_ascii_lowercase().as_str())
        .then(|| {
            let rest = &text[first.len()..];
            let blank = rest.len() - rest.trim_start_matches(['\n', ' ']).len();
            (Entry::new(words, line, Node::Null), first.len() + blank)
        })
}

fn finish(entries: Vec<Entry>, at: usize, fence: bool) -> Option<(Front, usize)> {
    let is_mail = is_mail(&entries);
    let known = (entries.iter())
        .filter(|e| keys::is_header(&e.key) || is_mail && keys::is_of_mail(&e.key))
        .count();
    // Labels of a brief may follow a single key by chance; then they are no keys.
    let good = !entries.is_empty() && at <= CAP && known * 2 > entries.len();
    good.then(|| {
        let faults = match fence {
            true => vec![(
                1,
                "the front matter is never closed; its keys were read up to a blank line"
                    .to_owned(),
            )],
            false => Vec::new(),
        };
        (
            Front {
                syntax: if is_mail {
                    Syntax::Mail
                } else {
                    Syntax::Header
                },
                entries,
                comments: Vec::new(),
                faults,
            },
            at,
        )
    })
}

/// How the text below the head of a mail is encoded for its way, if a person can't read it as it is.
pub(in super::super) fn encoded(front: &Front) -> Option<String> {
    let value = |name: &str| {
        let entry = (front.entries.iter()).find(|entry| keys::simple(&entry.key) == name)?;
        entry.value.as_text().map(str::to_ascii_lowercase)
    };
    let transfer = value("contenttransferencoding")
        .filter(|name| matches!(name.as_str(), "quoted-printable" | "base64"));
    let parts = || value("contenttype").filter(|kind| kind.starts_with("multipart/"));
    (front.syntax == Syntax::Mail)
        .then(|| transfer.or_else(parts))
        .flatten()
        .map(|name| name.split(';').next().unwrap_or_default().to_owned())
}

/// Whether header lines are the head of a mail: who wrote to whom, and when or about what.
fn is_mail(entries: &[Entry]) -> bool {
    let has = |names: &[&str]| {
        (entries.iter()).any(|entry| names.contains(&keys::simple(&entry.key).as_str()))
    };
    has(&["from", "to"]) && has(&["subject", "date", "sent"]) && !has(&["title"])
}

/// Reads `text` as keys and texts, line by line. `None` if it does not begin with a key.
pub(super) fn loose(text: &str) -> Option<Read> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut values = Vec::new();
    let mut at = 0;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let visible = raw.trim_end();
        let trimmed = visible.trim_start();
        let start = at;
        at += raw.len();
        let item = trimmed.strip_prefix("- ").filter(|_| !entries.is_empty());
        let comment = trimmed.starts_with('#');
        if trimmed.is_empty() || comment {
            continue;
        }
        values.push(start..at);
        if let Some(item) = item {
            if let Some(last) = entries.last_mut() {
                add_item(&mut last.value, unquoted(item));
            }
        } else if let Some((key, value)) =
            assignment(trimmed).filter(|_| entries.is_empty() || !raw.starts_with([' ', '\t']))
        {
            let value = match unquoted(value) {
                "" => Node::Null,
                text => scalar(text),
            };
            entries.push(Entry::new(unquoted(key), index + 1, value));
        } else {
            let last = entries.last_mut()?;
            match &mut last.value {
                Node::Text(text) | Node::Plain(text) => {
                    text.push('\n');
                    text.push_str(trimmed);
                }
                Node::Null => last.value = Node::text(trimmed),
                other => add_item(other, trimmed),
            }
        }
    }
    (!entries.is_empty()).then_some(Read {
        top: Node::Map(entries),
        values,
        faults: Vec::new(),
        marks: Vec::new(),
    })
}

fn add_item(value: &mut Node, item: &str) {
    match value {
        Node::List(items) => items.push(Node::text(item)),
        Node::Null => *value = Node::List(vec![Node::text(item)]),
        Node::Text(_) | Node::Plain(_) | Node::Map(_) => {
            let first = std::mem::replace(value, Node::Null);
            *value = Node::List(vec![first, Node::text(item)]);
        }
    }
}

/// `key: value`, or `key = value` as TOML has it.
fn assignment(line: &str) -> Option<(&str, &str)> {
    pair(line).or_else(|| {
        let (key, value) = line.split_once('=')?;
        is_key(key.trim()).then(|| (key.trim(), value.trim()))
    })
}

/// `Key: value`, the value perhaps empty. reStructuredText writes `:Key: value`.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix(':').unwrap_or(line);
    let (key, value) = line.split_once(':')?;
    let ends = value.is_empty() || value.starts_with([' ', '\t']);
    (ends && is_key(key.trim())).then(|| (key.trim(), value.trim()))
}

fn is_key(text: &str) -> bool {
    let fit = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '"' | '\'');
    !text.is_empty() && text.len() <= 40 && text.chars().all(fit) && !text.starts_with('-')
}

/// A text without the quotes around it.
fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    // One that is opened and never closed is often what is wrong.
    let opened = || text.strip_prefix('"').filter(|rest| !rest.contains('"'));
    inner('"')
        .or_else(|| inner('\''))
        .or_else(opened)
        .unwrap_or(text)
}

fn scalar(text: &str) -> Node {
    match text {
        "" => Node::Null,
        _ if super::yaml::is_number_or_date(text) => Node::Plain(text.to_owned()),
        _ => Node::text(text),
    }
}
