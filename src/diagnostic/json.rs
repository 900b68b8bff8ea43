//! Diagnostics for programs.
//!
//! Comes in: sorted diagnostics and their files. Goes out: JSON. The keys are public and permanent; they are always
//! there, and null where there is nothing to say.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::inert::is_active;
use super::place::Places;
use super::{Diagnostic, Files};

/// One diagnostic as programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry<'a> {
    /// The permanent code.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// The file, relative to the site, with `/`.
    pub file: Option<&'a str>,
    /// The first line, from 1.
    pub line: Option<usize>,
    /// The first column, from 1, in characters.
    pub column: Option<usize>,
    /// The last line.
    pub end_line: Option<usize>,
    /// The column after the last character.
    pub end_column: Option<usize>,
    /// What to do about it.
    pub help: Option<&'a str>,
}

/// All diagnostics as programs see them. None is left out.
pub fn entries<'a>(diagnostics: &'a [Diagnostic], files: &'a dyn Files) -> Vec<Entry<'a>> {
    let mut places = Places::new(files);
    let entry = |diagnostic: &'a Diagnostic| {
        let place = diagnostic.span.map(|span| places.find(span));
        Entry {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            message: &diagnostic.message,
            file: diagnostic.span.map(|span| files.path(span.source)),
            line: place.as_ref().map(|place| place.start.line),
            column: place.as_ref().map(|place| place.start.column),
            end_line: place.as_ref().map(|place| place.end.line),
            end_column: place.as_ref().map(|place| place.end.column),
            help: diagnostic.help.as_deref(),
        }
    };
    diagnostics.iter().map(entry).collect()
}

/// Writes `value` as indented JSON and a line break. JSON may be looked at in a terminal too: what a terminal obeys is
/// written as `\u...`.
///
/// # Errors
/// What `out` says.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    if !text.contains(is_active) {
        return writeln!(out, "{text}");
    }
    // Active characters only ever stand inside strings, where the escape means the same.
    let mut escaped = String::with_capacity(text.len() + 64);
    for c in text.chars() {
        if is_active(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(escaped, "\\u{unit:04x}").map_err(io::Error::other)?;
            }
        } else {
            escaped.push(c);
        }
    }
    writeln!(out, "{escaped}")
}

#[cfg(test)]
mod tests {
    use super::super::{Code, SourceId, Span};
    use super::*;

    struct Texts;

    impl Files for Texts {
        fn path(&self, source: SourceId) -> &str {
            ["content/briefs/a.md", "static/x.png"][source.index()]
        }
        fn text(&self, source: SourceId) -> Option<&str> {
            (source.index() == 0).then_some("---\ntitlé: x\n---")
        }
    }

    #[test]
    fn every_key_is_there_and_columns_count_characters() {
        let place = Span::new(SourceId::new(0), 4..10);
        let diagnostics = [
            Diagnostic::new(Code::UnknownKey, place, "unknown key").help("did you mean `title`?"),
            Diagnostic::new(Code::MissingImage, Span::file(SourceId::new(1)), "no image"),
            Diagnostic::new(Code::NoBriefs, None, "no briefs"),
        ];
        let mut out = Vec::new();
        write(&mut out, &entries(&diagnostics, &Texts)).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        [
          {
            "code": "unknown-key",
            "severity": "warning",
            "message": "unknown key",
            "file": "content/briefs/a.md",
            "line": 2,
            "column": 1,
            "end_line": 2,
            "end_column": 6,
            "help": "did you mean `title`?"
          },
          {
            "code": "missing-image",
            "severity": "error",
            "message": "no image",
            "file": "static/x.png",
            "line": 1,
            "column": 1,
            "end_line": 1,
            "end_column": 1,
            "help": null
          },
          {
            "code": "no-briefs",
            "severity": "warning",
            "message": "no briefs",
            "file": null,
            "line": null,
            "column": null,
            "end_line": null,
            "end_column": null,
            "help": null
          }
        ]
        "#);
    }

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_reads_back_the_same() {
        let text = "\u{1B}[31m\u{9B}\u{202E}\u{7F} \\ \" é";
        let mut out = Vec::new();
        write(&mut out, &[text]).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.contains(is_active), "{written:?}");
        assert_eq!(
            serde_json::from_str::<[String; 1]>(&written).unwrap(),
            [text]
        );
    }
}
