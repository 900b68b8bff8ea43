//! What holds for whatever is told of a text.

use crate::diagnostic::{self, Diagnostic, Files, Severity, SourceId, github, human, json};

/// One file, by itself.
struct One<'a>(&'a str);

impl Files for One<'_> {
    fn path(&self, _: SourceId) -> &str {
        "content/briefs/x.md"
    }

    fn text(&self, _: SourceId) -> Option<&str> {
        Some(self.0)
    }
}

/// Every message has a place in the text, says what is wrong and what to do, and every printer can print it.
pub(super) fn told(text: &str, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let span = diagnostic.span.expect("whatever is told has a place");
        let place = text.get(span.start as usize..span.end as usize);
        assert!(place.is_some(), "no place in the text: {diagnostic:?}");
        let help = diagnostic.help.as_deref().unwrap_or_default();
        assert!(
            !diagnostic.message.is_empty() && !help.is_empty(),
            "{diagnostic:?}"
        );
    }
    let files = One(text);
    let mut order = diagnostics.to_vec();
    diagnostic::sort(&mut order, &files);

    let look = human::Look {
        colour: human::Colour::Plain,
        amount: human::Amount::All,
        width: 80,
    };
    let mut out = Vec::new();
    human::write(&mut out, &order, &files, look).expect("memory takes all");
    let out = String::from_utf8(out).expect("what is printed is text");
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!out.contains(obeyed), "a terminal obeys {out:?}");
    let errors = order.iter().filter(|d| d.severity == Severity::Error);
    assert!(out.matches("error[").count() >= errors.count(), "{out}");

    let mut out = Vec::new();
    let entries = json::entries(&order, &files);
    json::write(&mut out, &entries).expect("memory takes all");
    let read: serde_json::Value = serde_json::from_slice(&out).expect("it is JSON");
    for (entry, diagnostic) in read.as_array().expect("it is a list").iter().zip(&order) {
        assert_eq!(entry["message"].as_str(), Some(&*diagnostic.message));
    }

    // A line for each, and none that the author wrote.
    let mut out = Vec::new();
    github::write(&mut out, &order, &files, "").expect("memory takes all");
    let out = String::from_utf8(out).expect("what is printed is text");
    assert_eq!(out.lines().count(), order.len(), "{out}");
    assert!(out.lines().all(|line| line.starts_with("::")), "{out}");
}
