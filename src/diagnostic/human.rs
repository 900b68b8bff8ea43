//! Diagnostics for people at a terminal, in the look of rustc.
//!
//! Comes in: sorted diagnostics and their files. Goes out: text, with colour or without. Whatever a file holds, no
//! control character of it reaches the terminal, and no line of it floods it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use super::inert::{inert, inert_line};
use super::place::{Place, Places};
use super::{Code, Diagnostic, Files, Severity, Span};

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// With ANSI colours or without.
    pub colour: Colour,
    /// Some of each kind, or all.
    pub amount: Amount,
    /// The width of the terminal, in columns.
    pub width: usize,
}

/// Whether text has colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// ANSI escape sequences.
    Ansi,
    /// None.
    Plain,
}

/// How many diagnostics are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// At most five of one code.
    Some,
    /// All.
    All,
}

/// The most diagnostics of one code that [`Amount::Some`] shows.
const OF_ONE_CODE: usize = 5;
/// A place further to the right than this is named, but its line is not shown.
const FURTHEST: usize = 20_000;
/// The most characters that are underlined, and the most that are shown after them.
const LONGEST: usize = 200;

/// Writes `diagnostics`, an empty line after each.
///
/// # Errors
/// What `out` says.
pub fn write(
    out: &mut dyn Write,
    diagnostics: &[Diagnostic],
    files: &dyn Files,
    look: Look,
) -> io::Result<()> {
    let renderer = match look.colour {
        Colour::Ansi => Renderer::styled(),
        Colour::Plain => Renderer::plain(),
    }
    .term_width(look.width.clamp(40, 200));
    let mut places = Places::new(files);
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = seen.entry(diagnostic.code).or_default();
        *count += 1;
        if look.amount == Amount::All || *count <= OF_ONE_CODE {
            let shown = Shown::new(diagnostic, files, &mut places);
            writeln!(out, "{}\n", renderer.render(&[shown.group()]))?;
        }
    }
    let hidden = |&(_, &count): &(&Code, &usize)| count > OF_ONE_CODE;
    if look.amount == Amount::Some && seen.iter().any(|entry| hidden(&entry)) {
        for (code, count) in seen.iter().filter(hidden) {
            let more = count - OF_ONE_CODE;
            writeln!(out, "{more} more [{}] (-v shows all)", code.as_str())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What is shown of one diagnostic, made inert.
struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    message: String,
    help: Option<String>,
    spots: Vec<Spot>,
}

/// One place: the file, and its line where it can be shown.
struct Spot {
    path: String,
    label: Option<String>,
    kind: AnnotationKind,
    line: Line,
}

enum Line {
    /// Line and column, where there is nothing to show, it is too far to the right, or the whole file is meant.
    At(usize, usize),
    /// The line's number, the line, and the bytes to underline.
    Text(usize, String, std::ops::Range<usize>),
}

impl<'a> Shown<'a> {
    fn new(diagnostic: &'a Diagnostic, files: &dyn Files, places: &mut Places<'_>) -> Self {
        let first = diagnostic
            .span
            .map(|span| Spot::new(span, None, AnnotationKind::Primary, files, places));
        let related = diagnostic.related.iter().map(|(span, label)| {
            Spot::new(*span, Some(label), AnnotationKind::Context, files, places)
        });
        Self {
            diagnostic,
            message: inert_line(&diagnostic.message).into_owned(),
            help: diagnostic
                .help
                .as_deref()
                .map(|help| inert(help).into_owned()),
            spots: first.into_iter().chain(related).collect(),
        }
    }

    fn group(&self) -> Group<'_> {
        let level = match self.diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level
            .primary_title(&self.message)
            .id(self.diagnostic.code.as_str());
        let help = self
            .help
            .as_ref()
            .map(|help| Element::from(Level::HELP.message(help)));
        Group::with_title(title).elements(self.spots.iter().flat_map(Spot::elements).chain(help))
    }
}

impl Spot {
    fn new(
        span: Span,
        label: Option<&str>,
        kind: AnnotationKind,
        files: &dyn Files,
        places: &mut Places<'_>,
    ) -> Self {
        let place = places.find(span);
        let line = if span == Span::file(span.source)
            || place.line.is_empty()
            || place.start.column > FURTHEST
        {
            Line::At(place.start.line, place.start.column)
        } else {
            Line::cut(&place)
        };
        Self {
            path: inert_line(files.path(span.source)).into_owned(),
            label: label.map(|label| inert_line(label).into_owned()),
            kind,
            line,
        }
    }

    fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        let place: Element<'_> = match &self.line {
            Line::At(line, column) => Origin::path(&self.path)
                .line(*line)
                .char_column(*column)
                .into(),
            Line::Text(number, line, range) => {
                let annotation: Annotation<'_> = self.kind.span(range.clone());
                Snippet::source(line)
                    .line_start(*number)
                    .path(&self.path)
                    .annotation(annotation.label(self.label.as_deref()))
                    .into()
            }
        };
        // Without a line there is nothing to hang the label on.
        let told = match (&self.line, &self.label) {
            (Line::At(..), Some(label)) => Some(Level::NOTE.message(label).into()),
            _ => None,
        };
        [place].into_iter().chain(told)
    }
}

impl Line {
    /// What stands before the place is kept, so that the column is counted rightly; the renderer shortens it. What
    /// stands far behind it is left out here.
    fn cut(place: &Place<'_>) -> Self {
        let after = |from: usize| {
            let rest = &place.line[from..];
            let end = rest
                .char_indices()
                .nth(LONGEST)
                .map_or(rest.len(), |(at, _)| at);
            from + end
        };
        let end = place.range.end.min(after(place.range.start));
        let before = inert(&place.line[..place.range.start]);
        let meant = inert(&place.line[place.range.start..end]);
        let rest = inert(&place.line[end..after(end)]);
        let range = before.len()..before.len() + meant.len();
        Self::Text(place.start.line, [before, meant, rest].concat(), range)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SourceId;
    use super::*;

    pub(super) struct Texts(pub(super) Vec<(&'static str, Option<String>)>);

    impl Files for Texts {
        fn path(&self, source: SourceId) -> &str {
            self.0[source.index()].0
        }
        fn text(&self, source: SourceId) -> Option<&str> {
            self.0[source.index()].1.as_deref()
        }
    }

    const PLAIN: Look = Look {
        colour: Colour::Plain,
        amount: Amount::Some,
        width: 80,
    };

    fn span(source: u32, range: std::ops::Range<u32>) -> Span {
        Span::new(SourceId::new(source), range)
    }

    fn show(texts: &Texts, diagnostics: &[Diagnostic], look: Look) -> String {
        let mut out = Vec::new();
        write(&mut out, diagnostics, texts, look).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_diagnostic_shows_line_related_place_and_help() {
        let texts = Texts(vec![
            (
                "content/briefs/a.md",
                Some("---\ntilte: Käse\n---\n".into()),
            ),
            ("content/briefs/b.md", Some("title: b\r\n".into())),
            ("static/x.png", None),
        ]);
        let diagnostics = [
            Diagnostic::new(Code::UnknownKey, span(0, 4..9), "unknown key `tilte`")
                .related(span(1, 0..5), "it is spelled so here")
                .help("did you mean `title`?"),
            Diagnostic::new(Code::FrontMatterMissing, span(0, 0..0), "no front matter"),
            Diagnostic::new(Code::MissingImage, span(2, 3..4), "no image")
                .related(span(0, 0..0), "used in this file"),
            Diagnostic::new(Code::NoBriefs, None, "there are no briefs").help("write\none"),
        ];
        insta::assert_snapshot!(show(&texts, &diagnostics, PLAIN), @r"
        warning[unknown-key]: unknown key `tilte`
         --> content/briefs/a.md:2:1
          |
        2 | tilte: Käse
          | ^^^^^
          |
         ::: content/briefs/b.md:1:1
          |
        1 | title: b
          | ----- it is spelled so here
          |
          = help: did you mean `title`?

        error[front-matter-missing]: no front matter
        --> content/briefs/a.md:1:1

        error[missing-image]: no image
        --> static/x.png:1:1
        ::: content/briefs/a.md:1:1
         = note: used in this file

        warning[no-briefs]: there are no briefs
         |
         = help: write
                 one
        ");
    }

    #[test]
    fn at_most_five_of_one_code_are_shown_unless_all_are_wanted() {
        let texts = Texts(vec![("a", Some("text".into()))]);
        let diagnostics: Vec<_> = (0..7)
            .map(|_| Diagnostic::new(Code::UnknownKey, span(0, 0..4), "odd"))
            .collect();
        let some = show(&texts, &diagnostics, PLAIN);
        assert_eq!(some.matches("warning[unknown-key]").count(), 5);
        assert!(
            some.ends_with("\n2 more [unknown-key] (-v shows all)\n\n"),
            "{some}"
        );
        let amount = Amount::All;
        let all = show(&texts, &diagnostics, Look { amount, ..PLAIN });
        assert_eq!(all.matches("warning[unknown-key]").count(), 7);
        assert!(!all.contains("more ["));
    }

    #[test]
    fn a_very_long_line_is_cut_and_its_column_is_right() {
        let line = format!("{}x{}", "é".repeat(5_000), "long ".repeat(1 << 20));
        let texts = Texts(vec![("a", Some(line))]);
        let near = Diagnostic::new(Code::UnknownKey, span(0, 10_000..10_001), "near");
        let wide = Diagnostic::new(Code::UnknownKey, span(0, 10_000..5_000_000), "wide");
        let far = Diagnostic::new(Code::UnknownKey, span(0, 5_000_000..5_000_001), "far");
        let shown = show(&texts, &[near, wide, far], PLAIN);
        assert!(shown.len() < 2_000, "{shown}");
        assert_eq!(shown.matches("a:1:5001").count(), 2, "{shown}");
        assert_eq!(shown.matches("a:1:4995001").count(), 1, "{shown}");
    }

    #[test]
    fn no_control_character_of_the_content_is_printed() {
        let evil = "\u{1B}]0;owned\u{7}\u{202E}\u{9B}31m\u{85}\r\u{8}";
        let texts = Texts(vec![(
            "a\u{1B}[2J\nb",
            Some(format!("{evil} key: {evil}\nnext")),
        )]);
        let diagnostic =
            Diagnostic::new(Code::UnknownKey, span(0, 0..30), format!("key {evil}\nx"))
                .related(span(0, 3..5), evil)
                .help(evil);
        let shown = show(&texts, &[diagnostic], PLAIN);
        assert!(!shown.contains(super::super::inert::is_active), "{shown:?}");
        assert!(shown.contains("a␛[2J␊b:1:1"), "{shown}");
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let texts = Texts(vec![("a", Some("text".into()))]);
        let diagnostics = [Diagnostic::new(Code::UnknownKey, span(0, 0..4), "odd")];
        let colour = Colour::Ansi;
        assert!(show(&texts, &diagnostics, Look { colour, ..PLAIN }).contains('\u{1B}'));
        assert!(!show(&texts, &diagnostics, PLAIN).contains('\u{1B}'));
    }
}
