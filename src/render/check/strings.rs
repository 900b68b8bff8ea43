//! The words of a theme, held against those of the themes below.
//!
//! Comes in: the stack of a theme. Goes out: texts that ask for a value which the templates don't give, words whose key
//! is mistyped, and what a language still lacks.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Files as _, Severity, Span};
use crate::model::Phrase;
use crate::render::manifest::{self, listed, nearest};
use crate::render::{DEFAULT_THEME, Theme};
use crate::source::Sources;

/// How many missing words a message names.
const MOST_NAMED: usize = 12;

/// What is wrong with the files under `strings/` of the theme.
pub(super) fn wrong(sources: &Sources, theme: &Theme) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // What is wrong with the files themselves was told when the theme was loaded.
    let read = |id| {
        let mut words = BTreeMap::new();
        let _ = manifest::read_strings(sources, id, &mut words, &mut Vec::new());
        words
    };
    let mut english: BTreeMap<String, Phrase> = BTreeMap::new();
    for name in theme.names.iter().rev() {
        if let Some(file) = sources.by_path(&format!("themes/{name}/strings/en.yaml")) {
            english.extend(read(file.id));
        }
    }
    let folder = format!("themes/{}/strings/", theme.name());
    for file in sources.iter() {
        let Some(language) =
            (file.path.strip_prefix(&folder)).and_then(|p| p.strip_suffix(".yaml"))
        else {
            continue;
        };
        let own = read(file.id);
        let text = sources.text(file.id).unwrap_or("");
        for (key, phrase) in &own {
            let at = manifest::key_span(file.id, text, key);
            match english.get(key) {
                Some(original) => found.extend(slots(key, phrase, original, at)),
                None => {
                    let message = format!("no template prints the text `{key}`");
                    let near = nearest(key, english.keys().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "take it out, or put it into strings/en.yaml too".to_owned(),
                    };
                    found.push(Diagnostic::new(Code::StringUnknown, at, message).help(help));
                }
            }
        }
        let lacking: Vec<&str> = english
            .keys()
            .map(String::as_str)
            .filter(|key| language != "en" && !own.contains_key(*key))
            .collect();
        if !lacking.is_empty() && !language.contains('-') && theme.name() == DEFAULT_THEME {
            let more = lacking.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            let named = listed(lacking.iter().take(MOST_NAMED).copied());
            let message = format!("`{language}` lacks {named}{more}: English is shown for them");
            let mut note =
                Diagnostic::new(Code::StringUnknown, Span::file(file.id), message).help("add them");
            note.severity = Severity::Note;
            found.push(note);
        }
    }
    found
}

/// A text may leave out a value that it is given; it can't ask for one that it is not.
pub(in crate::render) fn slots(
    key: &str,
    phrase: &Phrase,
    original: &Phrase,
    at: impl Into<Option<Span>>,
) -> Option<Diagnostic> {
    let given = original.slots();
    let asked = phrase.slots();
    let unknown = asked.iter().find(|slot| !given.contains(slot))?;
    let message = format!("`{key}` asks for `{{{unknown}}}`, which it is not given");
    let help = match &given[..] {
        [] => "take it out".to_owned(),
        given => format!("it is given {}", listed(given.iter().copied())),
    };
    Some(Diagnostic::new(Code::StringSlot, at, message).help(help))
}
