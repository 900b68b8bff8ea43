//! Tera's errors become diagnostics with the template's file and place.

use std::collections::HashMap;
use std::ops::Range;

use tera::{Error, ErrorKind, ReportError};

use super::budget::{MAX_OUTPUT, Metered};
use super::manifest::{listed, nearest};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};

/// A template that tera knows under some name.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// Its file.
    pub(crate) source: SourceId,
    /// What tera was given.
    pub(crate) metered: Metered,
}

/// All templates by the name that tera knows them under.
pub(crate) type Templates = HashMap<String, Template>;

/// What was wrong when templates were loaded. `error` is about their own text, not the metered one, which `texts`
/// gives by name.
pub(crate) fn load_errors(
    error: &Error,
    templates: &Templates,
    texts: &HashMap<String, &str>,
) -> Vec<Diagnostic> {
    let file = |name: &str| templates.get(name).map(|t| Span::file(t.source));
    let quoted = |name: &str, word: &str| {
        let found = texts
            .get(name)
            .and_then(|text| text.find(&format!("\"{word}\"")));
        match (found, templates.get(name)) {
            (Some(start), Some(template)) => {
                Some(span(template.source, &(start..start + word.len() + 2)))
            }
            _ => file(name),
        }
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let at = templates
                .get(report.filename())
                .map(|template| span(template.source, &report.span().range));
            vec![
                Diagnostic::new(Code::TemplateSyntax, at, sentence(report.message()))
                    .help("templates are written in Tera 2: https://keats.github.io/tera/"),
            ]
        }
        ErrorKind::MissingParent { current, parent } => vec![
            Diagnostic::new(
                Code::TemplateMissing,
                quoted(current, parent),
                format!("there is no template `{parent}` to extend"),
            )
            .help(proposal(parent, templates.keys().map(|name| bare(name)))),
        ],
        ErrorKind::CircularExtend {
            tpl,
            inheritance_chain,
        } => {
            let next = inheritance_chain.first().map_or(&**tpl, |name| name);
            vec![circle(
                "extend",
                tpl,
                inheritance_chain,
                quoted(tpl, bare(next)),
            )]
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let next = include_chain.get(1).map_or(&**tpl, |name| name);
            vec![circle(
                "include",
                tpl,
                include_chain,
                quoted(tpl, bare(next)),
            )]
        }
        ErrorKind::Msg(message) => {
            let unknown: Vec<_> = message
                .split("\n\n")
                .filter_map(|report| unknown_name(report, templates, texts))
                .collect();
            if unknown.is_empty() {
                vec![from_names(message, templates)]
            } else {
                unknown
            }
        }
        other => vec![
            Diagnostic::new(Code::TemplateSyntax, None, sentence(&other.to_string()))
                .help("mend the templates of the theme"),
        ],
    }
}

fn circle(verb: &str, name: &str, chain: &[String], at: Option<Span>) -> Diagnostic {
    let mut names: Vec<&str> = Vec::with_capacity(chain.len() + 1);
    if chain.first().map(String::as_str) != Some(name) {
        names.push(name);
    }
    names.extend(chain.iter().map(String::as_str));
    let message = format!(
        "templates {verb} each other in a circle: {}",
        names.join(" → ")
    );
    let help = match (verb, name.split_once('/')) {
        ("extend", Some((theme, file))) => format!(
            "to build on the template below {theme}/{file}, name its theme: `{{% extends \"broadsheet/{file}\" %}}`"
        ),
        _ => "take one of them out".to_owned(),
    };
    Diagnostic::new(Code::TemplateSyntax, at, message).help(help)
}

/// Reads one of tera's printed reports, the only form in which it tells of names that nobody defined:
/// `error: Unknown filter 'x'` and a line with `--> file:line:column`.
fn unknown_name(
    report: &str,
    templates: &Templates,
    texts: &HashMap<String, &str>,
) -> Option<Diagnostic> {
    let mut lines = report.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let width = report.lines().last()?.matches('^').count();
    let template = templates.get(file)?;
    let range = range_of(texts.get(file)?, line, column, width);
    let name = message.split('`').nth(1).unwrap_or_default();
    let (code, help) = if message.starts_with("Unknown template") {
        let help = proposal(name, templates.keys().map(|name| bare(name)));
        (Code::TemplateMissing, help)
    } else if message.starts_with("Unknown function") {
        let help = proposal(name, ["asset", "range", "throw"].into_iter());
        (Code::TemplateSyntax, help)
    } else if message.starts_with("Unknown filter") {
        let help = "beside Tera's own filters there is `fill`".to_owned();
        (Code::TemplateSyntax, help)
    } else {
        (
            Code::TemplateSyntax,
            "define it, or mend its name".to_owned(),
        )
    };
    let at = span(template.source, &range);
    Some(Diagnostic::new(code, at, sentence(message)).help(help))
}

/// A message without a place that names templates in backticks.
fn from_names(message: &str, templates: &Templates) -> Diagnostic {
    let mut places = message
        .split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|name| templates.get(name))
        .map(|template| Span::file(template.source));
    let mut diagnostic = Diagnostic::new(Code::TemplateSyntax, places.next(), sentence(message))
        .help("mend the templates of the theme");
    for place in places {
        diagnostic = diagnostic.related(place, "and here");
    }
    diagnostic
}

/// What went wrong while the page `path` was made from the template `name`.
pub(crate) fn render_error(
    error: &Error,
    name: &str,
    path: &str,
    templates: &Templates,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::RenderingError(report) => failed(report, path, templates),
        ErrorKind::Io(_) => Diagnostic::new(
            Code::TemplateFailed,
            templates.get(name).map(|t| Span::file(t.source)),
            format!("the page {path} is larger than {} MiB", MAX_OUTPUT >> 20),
        )
        .help("look for a loop in the template that writes too much"),
        other => Diagnostic::new(
            Code::TemplateFailed,
            templates.get(name).map(|t| Span::file(t.source)),
            format!("{}, while {path} was made", sentence(&other.to_string())),
        )
        .help("mend the template"),
    }
}

fn failed(report: &ReportError, path: &str, templates: &Templates) -> Diagnostic {
    let at = templates.get(report.filename()).map(|template| {
        let range = template.metered.original(&report.span().range);
        span(template.source, &range)
    });
    // Tera appends what there is instead: `... Available fields: a, b`.
    let (message, known) = report
        .message()
        .split_once(" Available ")
        .map_or((report.message(), None), |(message, rest)| {
            (message, rest.split_once(": "))
        });
    let help = match known {
        Some((_, names)) => {
            let wanted = message.split('`').nth(1).unwrap_or_default();
            proposal(wanted, names.split(", "))
        }
        None if message.contains("undefined") => {
            "print it only `{% if %}` it is there; absent keys are null".to_owned()
        }
        None => "mend the template at this place".to_owned(),
    };
    Diagnostic::new(
        Code::TemplateFailed,
        at,
        format!("{}, while {path} was made", sentence(message)),
    )
    .help(help)
}

/// `did you mean ...?`, or all there is.
fn proposal<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> String {
    let mut known: Vec<_> = known.collect();
    known.sort_unstable();
    known.dedup();
    match nearest(wanted, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "there is nothing of that kind".to_owned(),
        None => format!("there is {}", listed(known.into_iter())),
    }
}

/// The name without the theme's: `brief.html` of `broadsheet/brief.html`.
fn bare(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, file)| file)
}

/// Tera's messages as ours: no capital at the start, no full stop at the end.
fn sentence(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) if chars.clone().next().is_some_and(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

/// The bytes of `width` characters from a line and column, both counted from 1.
fn range_of(text: &str, line: usize, column: usize, width: usize) -> Range<usize> {
    let start_of_line: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut offsets = text[start_of_line..]
        .char_indices()
        .map(|(offset, _)| start_of_line + offset);
    let start = offsets.nth(column.saturating_sub(1)).unwrap_or(text.len());
    let end = match width {
        0 => start,
        width => offsets.nth(width - 1).unwrap_or(text.len()),
    };
    start..end.max(start)
}

/// A template is far below 4 GiB: files that large are refused when they are read.
fn span(source: SourceId, range: &Range<usize>) -> Span {
    match (u32::try_from(range.start), u32::try_from(range.end)) {
        (Ok(start), Ok(end)) => Span::new(source, start..end),
        _ => Span::file(source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_in_characters() {
        let text = "a\néé{{ x }}\n";
        assert_eq!(&text[range_of(text, 2, 3, 7)], "{{ x }}");
        assert_eq!(range_of(text, 9, 9, 9), text.len()..text.len());
        assert_eq!(range_of("", 0, 0, 1), 0..0);
    }

    #[test]
    fn messages_read_as_ours() {
        assert_eq!(
            sentence("Field `x` is not defined."),
            "field `x` is not defined"
        );
        assert_eq!(sentence("URL is bad"), "URL is bad");
    }
}
