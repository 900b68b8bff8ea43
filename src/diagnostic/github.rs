//! Diagnostics as GitHub shows them beside the changed lines: workflow commands, one a line.
//!
//! Comes in: sorted diagnostics, their files, and where the site lies in the repository. Goes out: lines such as
//! `::error file=content/briefs/a.md,line=3,col=1,title=unknown-key::unknown key`. Nothing in a file can end a command
//! early or begin another.

use std::io::{self, Write};

use super::inert::inert;
use super::place::Places;
use super::{Diagnostic, Files};

/// Writes all `diagnostics`. `prefix` is put before each path: the site's folder in the repository, empty or ending
/// in `/`.
///
/// # Errors
/// What `out` says.
pub fn write(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    files: &dyn Files,
    prefix: &str,
) -> io::Result<()> {
    let mut places = Places::new(files);
    for diagnostic in diagnostics {
        // GitHub calls the lowest level "notice".
        let command = match diagnostic.severity.as_str() {
            "note" => "notice",
            other => other,
        };
        write!(out, "::{command} ")?;
        if let Some(span) = diagnostic.span {
            let path = format!("{prefix}{}", files.path(span.source));
            write!(out, "file={},", property(&path))?;
            let place = places.find(span);
            let (start, end) = (place.start, place.end);
            write!(out, "line={},col={},", start.line, start.column)?;
            write!(out, "endLine={},endColumn={},", end.line, end.column)?;
        }
        write!(
            out,
            "title={}::{}",
            diagnostic.code.as_str(),
            data(&diagnostic.message)
        )?;
        if let Some(help) = &diagnostic.help {
            write!(out, "%0Ahelp: {}", data(help))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Escapes a message, by the rules of GitHub's own toolkit.
/// A line that GitHub shows with the run, and that is about no file.
pub fn notice(text: &str) -> String {
    format!("::notice title=briefpress::{}", data(text))
}

fn data(text: &str) -> String {
    inert(text)
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::{Code, SourceId, Span};
    use super::*;

    struct Texts;

    impl Files for Texts {
        fn path(&self, _: SourceId) -> &str {
            "content/a,b:c%.md"
        }
        fn text(&self, _: SourceId) -> Option<&str> {
            Some("one\ntwo")
        }
    }

    #[test]
    fn commands_are_escaped_and_one_a_line() {
        let place = Span::new(SourceId::new(0), 4..7);
        let diagnostics = [
            Diagnostic::new(Code::MissingKey, place, "100% wrong\n::warning::x\u{1B}")
                .help("a\r\nb"),
            Diagnostic::new(Code::SharedName, None, "a shared name"),
        ];
        let mut out = Vec::new();
        write(&mut out, &diagnostics, &Texts, "docs/").unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        ::error file=docs/content/a%2Cb%3Ac%25.md,line=2,col=1,endLine=2,endColumn=4,title=missing-key::100%25 wrong%0A::warning::x␛%0Ahelp: a␍%0Ab
        ::notice title=shared-name::a shared name
        ");
    }
}
