//! A map of which every key must be asked for.
//!
//! Comes in: a map. Goes out: one value after the other; and, in the end, diagnostics about what nobody asked for. The
//! keys that are known are those that were asked for: there is no second list of them.

use std::collections::HashSet;

use super::node::Node;
use super::reader::{Field, Path, Reader};
use super::suggest;
use crate::diagnostic::{Code, Diagnostic};

/// A map whose keys are asked for one by one.
#[derive(Debug)]
pub(super) struct Keys<'p> {
    entries: &'p [(Box<str>, Node)],
    path: Option<&'p Path<'p>>,
    known: Vec<&'static str>,
}

impl<'p> Keys<'p> {
    /// The map at the top of a file.
    pub(super) fn top(node: &'p Node) -> Self {
        let entries = match node {
            Node::Map(entries) => &entries[..],
            _ => &[],
        };
        Self {
            entries,
            path: None,
            known: Vec::new(),
        }
    }

    /// A map inside the file; `None` if `field` is none.
    pub(super) fn of(field: &'p Field<'p>) -> Option<Self> {
        match field.node {
            Node::Map(entries) => Some(Self {
                entries,
                path: Some(&field.path),
                known: Vec::new(),
            }),
            _ => None,
        }
    }

    /// The value of the first of `names` that is given; the others are its synonyms, and two of them are an error. A
    /// key without a value is as good as absent.
    pub(super) fn get(
        &mut self,
        reader: &mut Reader<'_>,
        names: &[&'static str],
    ) -> Option<Field<'p>> {
        self.known.extend(names);
        let mut found: Option<Field<'p>> = None;
        for name in names {
            let Some((key, node)) = self.entries.iter().find(|(key, _)| &**key == *name) else {
                continue;
            };
            let field = Field {
                node,
                path: Path::key(self.path, key),
            };
            if node.is_blank() {
                continue;
            }
            match &found {
                None => found = Some(field),
                Some(first) => {
                    let message = format!("{} says the same as {}", field.name(), first.name());
                    let related = reader.key_span(&first.path);
                    let span = reader.key_span(&field.path);
                    reader.diagnostics.push(
                        Diagnostic::new(Code::SynonymClash, span, message)
                            .help("keep one of the two")
                            .related(related, "this is read"),
                    );
                }
            }
        }
        found
    }

    /// Like [`Keys::get`], but tells if there is none. `example` is what could be written.
    pub(super) fn need(
        &mut self,
        reader: &mut Reader<'_>,
        names: &[&'static str],
        example: &str,
    ) -> Option<Field<'p>> {
        let found = self.get(reader, names);
        if found.is_none() {
            reader.missing(self.path, names[0], example);
        }
        found
    }

    /// Whether one of `names` is written, be it without a value.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.entries.iter().any(|(key, _)| names.contains(&&**key))
    }

    /// The entries that nobody has asked for.
    pub(super) fn unasked(&self) -> impl Iterator<Item = Field<'p>> {
        self.entries
            .iter()
            .filter(|(key, _)| !self.known.contains(&&**key))
            .map(|(key, node)| Field {
                node,
                path: Path::key(self.path, key),
            })
    }

    /// Tells of every key that nobody has asked for. `of` says whose keys they are: `a number`.
    pub(super) fn finish(self, reader: &mut Reader<'_>, of: &str) {
        #[cfg(test)]
        tests::note(of, &self.known);
        let mut told = HashSet::new();
        for field in self.unasked() {
            let key = field.key_name();
            if !told.insert(key) {
                continue;
            }
            let span = reader.key_span(&field.path);
            let diagnostic =
                Diagnostic::new(Code::UnknownKey, span, format!("{of} has no key `{key}`"))
                    .help(suggest::key(key, &self.known));
            reader.diagnostics.push(diagnostic);
        }
    }
}

/// What was asked for, so that a test can hold the schemas against it.
#[cfg(test)]
pub(crate) mod tests {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};

    /// Keys by whose keys they are: `a number`.
    pub(crate) type Asked = BTreeMap<String, BTreeSet<&'static str>>;

    thread_local! {
        static ASKED: RefCell<Asked> = RefCell::default();
    }

    pub(super) fn note(of: &str, known: &[&'static str]) {
        ASKED.with_borrow_mut(|asked| asked.entry(of.to_owned()).or_default().extend(known));
    }

    /// What was asked for in this thread so far.
    pub(crate) fn asked() -> Asked {
        ASKED.with_borrow(Clone::clone)
    }
}
