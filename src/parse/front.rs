//! A file is cut into front matter and body.
//!
//! Comes in: the text of a Markdown file. Goes out: the bytes of its YAML and of its body, or one diagnostic that
//! says why it can't be cut. The YAML itself is not looked at here.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, SourceId, Span};

/// The most YAML that is read from one file, in bytes.
pub(super) const FRONT_CAP: usize = 64 * 1024;

/// The longest body that is read, in bytes.
const BODY_CAP: usize = 5 * 1024 * 1024;

/// The two parts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    /// The YAML, without the lines that fence it.
    pub(super) front: Range<u32>,
    /// All that follows the closing line.
    pub(super) body: Range<u32>,
}

/// Cuts `text` after its front matter: `---`, YAML, then `---` or `...`. A byte order mark, CRLF and spaces after
/// the dashes are accepted.
pub(super) fn split(source: SourceId, text: &str) -> Result<Parts, Box<Diagnostic>> {
    let fail = |code, range: Range<usize>, message: &str, help: String| {
        let span = Span::new(source, offset(range.start)..offset(range.end));
        Err(Box::new(Diagnostic::new(code, span, message).help(help)))
    };
    if text.len() > FRONT_CAP + BODY_CAP + 1024 {
        return too_large(source, 0, "the file", "5 MiB");
    }
    let begin = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = Lines { text, at: begin };
    let opening = lines.next().unwrap_or(begin..begin);
    if text[opening.clone()].trim_end() != "---" {
        return fail(
            Code::FrontMatterMissing,
            opening,
            "the file does not begin with front matter",
            missing_help(&text[begin..]),
        );
    }
    let front = lines.at;
    for line in lines {
        if !matches!(text[line.clone()].trim_end(), "---" | "...") {
            continue;
        }
        let body = line_end(text, line.end);
        if line.start - front > FRONT_CAP {
            return too_large(source, front, "the front matter", "64 KiB");
        }
        if text.len() - body > BODY_CAP {
            return too_large(source, body, "the body", "5 MiB");
        }
        return Ok(Parts {
            front: offset(front)..offset(line.start),
            body: offset(body)..offset(text.len()),
        });
    }
    fail(
        Code::FrontMatterUnclosed,
        opening,
        "the front matter is never closed",
        unclosed_help(text, front),
    )
}

fn too_large(
    source: SourceId,
    start: usize,
    what: &str,
    cap: &str,
) -> Result<Parts, Box<Diagnostic>> {
    let span = Span::new(source, offset(start)..offset(start));
    Err(Box::new(
        Diagnostic::new(
            Code::FileTooLarge,
            span,
            format!("{what} is larger than {cap}"),
        )
        .help("cut it into several files"),
    ))
}

/// An offset as spans keep it. Files are capped far below 4 GiB, and one that is not ends in a wrong place at worst.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What to do where no front matter begins.
fn missing_help(text: &str) -> String {
    let first = text.trim_start();
    if first.len() < text.len() && first.lines().next().map(str::trim_end) == Some("---") {
        return "the `---` must be the very first line: take out what stands above it".into();
    }
    if first.starts_with("+++") {
        return "this is TOML front matter: write it as YAML between two lines of `---`".into();
    }
    if first.starts_with('{') {
        return "this is JSON front matter: write it as YAML between two lines of `---`".into();
    }
    if first.starts_with("--") || first.starts_with('—') || first.starts_with('–') {
        return "the first line must be exactly three hyphens: `---`".into();
    }
    "begin the file with its keys between two lines of `---`, such as `title: ...`".into()
}

/// What to do where the front matter does not end: with the line before which it seems to.
fn unclosed_help(text: &str, front: usize) -> String {
    let lines = Lines { text, at: front };
    let prose = lines.enumerate().find_map(|(index, line)| {
        let line = &text[line];
        let heading = line.starts_with("## ") || line.starts_with("# ");
        let key_or_item = line.trim().is_empty()
            || line.starts_with([' ', '\t', '-', '#', ']', '}'])
            || line.contains(':');
        (heading && index > 0 || !key_or_item).then_some(index + 2)
    });
    match prose {
        Some(line) => format!("add a line of `---` before line {line}, where the text begins"),
        None => "add a line of `---` after the last key".into(),
    }
}

/// The lines of a text as byte ranges, without their line breaks.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let end = self.text[start..]
            .find('\n')
            .map_or(self.text.len(), |found| start + found);
        self.at = line_end(self.text, end);
        Some(start..end)
    }
}

/// The offset after the line break at `end`, if there is one.
fn line_end(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Result<(&str, &str), (&'static str, String)> {
        match split(SourceId::new(0), text) {
            Ok(parts) => Ok((
                &text[parts.front.start as usize..parts.front.end as usize],
                &text[parts.body.start as usize..parts.body.end as usize],
            )),
            Err(d) => Err((d.code.as_str(), d.help.unwrap_or_default())),
        }
    }

    #[test]
    fn front_matter_is_cut_whatever_the_line_breaks() {
        for (text, front, body) in [
            ("---\na: 1\n---\nBody\n", "a: 1\n", "Body\n"),
            ("---\r\na: 1\r\n---\r\nBody", "a: 1\r\n", "Body"),
            ("\u{feff}---\na: 1\n...\nBody", "a: 1\n", "Body"),
            ("---  \na: 1\n--- \t\n", "a: 1\n", ""),
            ("---\n---", "", ""),
            ("---\na: 1\n---\n---\nrule", "a: 1\n", "---\nrule"),
            (
                "---\na: x---y\n----\nb: 2\n---\n",
                "a: x---y\n----\nb: 2\n",
                "",
            ),
        ] {
            assert_eq!(cut(text), Ok((front, body)), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_front_matter_is_told_with_its_cure() {
        for (text, code, help) in [
            ("", "front-matter-missing", "begin the file"),
            ("# Title\n", "front-matter-missing", "begin the file"),
            (
                "\n---\na: 1\n---\n",
                "front-matter-missing",
                "very first line",
            ),
            ("+++\na = 1\n+++\n", "front-matter-missing", "TOML"),
            ("{\"a\": 1}\n", "front-matter-missing", "JSON"),
            ("—\na: 1\n", "front-matter-missing", "three hyphens"),
            ("---\na: 1\n", "front-matter-unclosed", "after the last key"),
            (
                "---\na: 1\n\n## What Happened\n",
                "front-matter-unclosed",
                "before line 4",
            ),
            (
                "---\na: 1\nProse here\n",
                "front-matter-unclosed",
                "before line 3",
            ),
        ] {
            let (found, given) = cut(text).expect_err(text);
            assert_eq!(found, code, "{text:?}");
            assert!(given.contains(help), "{text:?}: {given}");
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let front = format!("---\n{}\n---\n", "a".repeat(FRONT_CAP));
        assert_eq!(cut(&front).expect_err("too large").0, "file-too-large");
        let body = format!("---\n---\n{}", "a".repeat(BODY_CAP + 1));
        assert_eq!(cut(&body).expect_err("too large").0, "file-too-large");
        let whole = "a".repeat(BODY_CAP * 2);
        assert_eq!(cut(&whole).expect_err("too large").0, "file-too-large");
    }

    proptest::proptest! {
        #[test]
        fn parts_lie_inside_the_text(text in "(?s)(---\n)?.{0,40}(\n---\n)?.{0,40}") {
            if let Ok(parts) = split(SourceId::new(0), &text) {
                proptest::prop_assert!(text.get(parts.front.start as usize..parts.front.end as usize).is_some());
                proptest::prop_assert!(text.get(parts.body.start as usize..parts.body.end as usize).is_some());
            }
        }
    }
}
