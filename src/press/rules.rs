//! The author's own rules for the host: what `static/_redirects` says.
//!
//! Comes in: the files. Goes out: the text of that file. It is not copied, but comes before the old addresses of
//! documents: hosts take the first rule that fits.

use crate::diagnostic::{Checked, Code, Diagnostic, Span};
use crate::link::OWN_REDIRECTS;
use crate::source::Sources;

/// The text of the author's own rules, each line whole; nothing if there is no such file. What can't be read is told.
pub(super) fn own(sources: &Sources) -> Checked<Box<str>> {
    let Some(file) = sources.by_path(OWN_REDIRECTS) else {
        return Checked::clean("".into());
    };
    let told = |code, message: String, help: &str| Checked {
        value: "".into(),
        diagnostics: vec![Diagnostic::new(code, Span::file(file.id), message).help(help)],
    };
    let bytes = match sources.bytes(file.id) {
        Ok(bytes) => bytes.into_owned(),
        Err(error) => {
            let message = format!("{OWN_REDIRECTS} can't be read: {error}");
            return told(
                Code::InvalidValue,
                message,
                "mend the file, or take it away",
            );
        }
    };
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            Checked::clean(text.into())
        }
        Err(_) => told(
            Code::NotUtf8,
            format!("{OWN_REDIRECTS} is not UTF-8"),
            "save it as UTF-8",
        ),
    }
}
