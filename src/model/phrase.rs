//! The words of the interface.

use std::collections::BTreeMap;

/// A text of the interface, with the names of what is put into it in braces: one form, or one for each plural category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// `Skip to the text`
    Text(Box<str>),
    /// `one: "{n} brief"`, `other: "{n} briefs"`; `other` is always there.
    Plural(BTreeMap<Box<str>, Box<str>>),
}

impl Phrase {
    /// The name of the form that stands in for any other.
    pub const OTHER: &'static str = "other";

    /// Every form of it.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::Text(text) => (Some(&**text), None),
            Self::Plural(forms) => (None, Some(forms.values().map(|form| &**form))),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }

    /// What is put into it, by name: `{page}`.
    pub fn slots(&self) -> Vec<&str> {
        let mut slots: Vec<&str> = self.forms().flat_map(slots).collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }
}

/// The names in braces, in order.
fn slots(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_of_all_forms_count_once() {
        let forms = [("one", "{n} brief of {name}"), ("other", "{n} briefs")];
        let phrase = Phrase::Plural(forms.map(|(k, v)| (k.into(), v.into())).into());
        assert_eq!(phrase.slots(), ["n", "name"]);
        assert_eq!(Phrase::Text("a { b".into()).slots(), Vec::<&str>::new());
    }
}
