//! Words that stand in a template itself, where no language file and no site.yaml can change them.
//!
//! Comes in: a template. Goes out: a warning for each run of letters that a reader would see or hear.

use super::place;
use crate::diagnostic::{Code, Diagnostic, SourceId};
use crate::render::scan::{PieceKind, pieces};

/// Attributes whose values are read to people.
const SPOKEN: &[&str] = &[
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "summary",
    "title",
];

/// Elements whose content is not read to people.
const SILENT: &[&str] = &["script", "style", "code", "svg"];

/// Where in HTML a piece of text begins.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    /// Between tags.
    Text,
    /// In a tag, outside of a value; the name of the attribute that is being read.
    Tag(String),
    /// In the value of an attribute that ends with this quote; whether it is read to people.
    Value(char, bool),
    /// In a comment.
    Comment,
    /// In an element whose content is not read to people.
    Silent(String),
}

/// The words of a template that are not in the string table.
pub(super) fn untranslatable(id: SourceId, source: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut mode = Mode::Text;
    for piece in pieces(source) {
        if piece.kind != PieceKind::Text {
            continue;
        }
        let text = &source[piece.range.clone()];
        for (at, run) in runs(text, &mut mode) {
            let trimmed = run.trim();
            let at = piece.range.start + at + (run.len() - run.trim_start().len());
            if says_something(trimmed) {
                let message = format!("`{}` stands in the template itself", short(trimmed));
                found.push(
                    Diagnostic::new(Code::TemplateText, place(id, at, trimmed.len()), message)
                        .help("put it under strings/en.yaml and print `{{ t.its_key }}`, so that a language or site.yaml can change it"),
                );
            }
        }
    }
    found
}

/// The runs of text that are read to people, with their offset.
fn runs<'t>(text: &'t str, mode: &mut Mode) -> Vec<(usize, &'t str)> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut step = c.len_utf8();
        match mode {
            Mode::Text if rest.starts_with("<!--") => {
                runs.push((start, &text[start..at]));
                *mode = Mode::Comment;
                step = 4;
            }
            Mode::Text if c == '<' => {
                runs.push((start, &text[start..at]));
                *mode = Mode::Tag(String::new());
                let name = rest[1..].split(|c: char| !c.is_ascii_alphanumeric()).next();
                let name = name.unwrap_or_default().to_ascii_lowercase();
                if SILENT.contains(&&*name) {
                    *mode = Mode::Silent(name);
                }
            }
            Mode::Text => {}
            Mode::Silent(name) => {
                let end = format!("</{name}");
                if rest
                    .get(..end.len())
                    .is_some_and(|r| r.eq_ignore_ascii_case(&end))
                {
                    *mode = Mode::Tag(String::new());
                    step = end.len();
                }
            }
            Mode::Comment if rest.starts_with("-->") => {
                *mode = Mode::Text;
                step = 3;
                start = at + step;
            }
            Mode::Comment => {}
            Mode::Tag(name) => match c {
                '>' => {
                    *mode = Mode::Text;
                    start = at + 1;
                }
                '"' | '\'' => {
                    let spoken = SPOKEN.contains(&name.trim_end_matches('='));
                    *mode = Mode::Value(c, spoken);
                    start = at + 1;
                }
                c if c.is_whitespace() || c == '/' => name.clear(),
                c => name.push(c.to_ascii_lowercase()),
            },
            Mode::Value(quote, spoken) if c == *quote => {
                if *spoken {
                    runs.push((start, &text[start..at]));
                }
                *mode = Mode::Tag(String::new());
            }
            Mode::Value(..) => {}
        }
        at += step;
    }
    if matches!(mode, Mode::Text | Mode::Value(_, true)) {
        runs.push((start.min(text.len()), &text[start.min(text.len())..]));
    }
    runs
}

/// Whether there is a word in it: entities, figures and marks are the same in every language.
fn says_something(text: &str) -> bool {
    // The ending of a file's name is the same in every language too.
    if let Some(ending) = text.strip_prefix('.')
        && ending.bytes().all(|byte| byte.is_ascii_lowercase())
    {
        return false;
    }
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let entity = after.find(';').filter(|end| {
            after[..*end]
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'#')
        });
        match entity {
            Some(end) if !before.chars().any(char::is_alphabetic) => rest = &after[end + 1..],
            _ => return text.chars().any(char::is_alphabetic),
        }
    }
    rest.chars().any(char::is_alphabetic)
}

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(template: &str) -> Vec<&str> {
        untranslatable(SourceId::new(0), template)
            .iter()
            .map(|d| {
                let span = d.span.unwrap();
                &template[span.start as usize..span.end as usize]
            })
            .collect()
    }

    #[test]
    fn only_what_people_would_read_is_found() {
        for (template, expected) in [
            ("<p>Read more</p>", vec!["Read more"]),
            ("<p>{{ t.more }} · 12 &middot; →</p>", vec![]),
            ("<p>By {{ name }}, today</p>", vec!["By", ", today"]),
            (
                "<img alt=\"A dog\" class=\"wide\" src=\"/a\">",
                vec!["A dog"],
            ),
            ("<a href=\"{{ x }}\" title='{{ y }} there'>", vec!["there"]),
            ("<nav aria-label=\"Main\"><ul>", vec!["Main"]),
            (
                "<!doctype html><!-- a note --><script>let a = 1 < 2;</script>x",
                vec!["x"],
            ),
            (
                "{# a comment #}{% if a == \"b\" %}Yes{% endif %}",
                vec!["Yes"],
            ),
            ("<a>{{ name }}.json</a>", vec![]),
            ("<svg><title>Logo</title></svg><p>&nbsp;</p>", vec![]),
        ] {
            assert_eq!(found(template), expected, "{template}");
        }
    }
}
