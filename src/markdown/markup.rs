//! HTML as a type of its own.
//!
//! Comes in: text to be escaped, or what this room has set. Goes out: [`Markup`], which nobody escapes again. Nothing
//! outside this room can make one of a string that it holds for HTML.

use super::escape;
use crate::model::bidi;

/// HTML that is ready for readers: sanitised, and never escaped again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// The HTML that shows `text` as it is.
    pub fn from_text(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        escape::text(&mut out, &bidi::closed(text));
        Self(out)
    }

    /// HTML that this room has written.
    pub(super) fn new(html: String) -> Self {
        Self(html)
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl serde::Serialize for Markup {
    /// Serialises as a newtype struct named `Markup`, by which the template room knows that it is safe.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct("Markup", &self.0)
    }
}
