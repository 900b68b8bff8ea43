//! What all Markdown files have in common: they are opened, read, and come to a good or a bad end.
//!
//! Comes in: a file. Goes out: an [`Open`] one, whose keys can be asked for, and in the end an [`Outcome`].

use std::sync::Arc;

use super::front::{self, Parts};
use super::names::FileName;
use super::node::Node;
use super::reader::Reader;
use super::yaml::{self, Reading};
use super::{Claim, Document, Outcome};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity, SourceId};
use crate::markdown::Outline;
use crate::model::Slug;

/// One file, as it comes in.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    pub(super) source: SourceId,
    pub(super) path: &'a Arc<str>,
    pub(super) text: &'a Arc<str>,
}

/// A file whose front matter is sound YAML.
#[derive(Debug)]
pub(super) struct Open<'a> {
    pub(super) reader: Reader<'a>,
    /// A map.
    pub(super) node: Node,
    pub(super) name: FileName<'a>,
    pub(super) parts: Parts,
}

impl<'a> File<'a> {
    /// Opens the file; if it is broken, what it still lays claim to. `names` finds the names it would have registered.
    pub(super) fn open<T>(
        self,
        names: fn(&Node) -> Vec<Box<str>>,
    ) -> Result<Open<'a>, Checked<Outcome<T>>> {
        let broken = |node: Option<&Node>, diagnostics| Checked {
            value: Outcome::Broken(self.claim(node, names)),
            diagnostics,
        };
        let parts = match front::split(self.source, self.text) {
            Ok(parts) => parts,
            Err(diagnostic) => return Err(broken(None, vec![*diagnostic])),
        };
        let node = match yaml::read(self.source, self.text, &parts.front) {
            Reading::Sound(node) => node,
            Reading::Broken(node, diagnostics) => return Err(broken(node.as_ref(), diagnostics)),
        };
        let mut reader = Reader::new(self.source, self.text, parts.front.clone());
        let node = match node {
            Node::Map(_) => node,
            Node::Null => Node::Map(Vec::new()),
            other => {
                reader.tell_no_map(&other, "the front matter", "title: ...");
                return Err(broken(None, reader.diagnostics));
            }
        };
        reader.tell_duplicates(&node, None);
        reader.tell_swallowed();
        Ok(Open {
            reader,
            node,
            name: FileName::of(self.path),
            parts,
        })
    }

    /// What a broken file lays claim to: of what is left of its front matter, else by its name.
    pub(super) fn claim(self, node: Option<&Node>, names: fn(&Node) -> Vec<Box<str>>) -> Claim {
        let given = match node.and_then(|node| node.get("slug")) {
            Some(Node::Text(text)) => Slug::new(text.trim()),
            _ => None,
        };
        Claim {
            source: self.source,
            slug: given.or_else(|| Slug::new(FileName::of(self.path).name)),
            names: node.map_or_else(Vec::new, names),
        }
    }

    /// What came of the file: `value`, unless there was an error.
    pub(super) fn close<T>(
        self,
        open: Open<'_>,
        value: Option<T>,
        outline: Outline,
        names: fn(&Node) -> Vec<Box<str>>,
    ) -> Checked<Outcome<T>> {
        let diagnostics = open.reader.diagnostics;
        let wrong = |d: &Diagnostic| d.severity == Severity::Error;
        let value = match value {
            Some(value) if !diagnostics.iter().any(wrong) => Outcome::Good(Document {
                source: self.source,
                path: Arc::clone(self.path),
                text: Arc::clone(self.text),
                front: open.parts.front,
                body: open.parts.body,
                value,
                outline,
            }),
            _ => Outcome::Broken(self.claim(Some(&open.node), names)),
        };
        Checked { value, diagnostics }
    }
}

/// For files that register no names.
pub(super) fn no_names(_: &Node) -> Vec<Box<str>> {
    Vec::new()
}

impl Reader<'_> {
    /// Tells that YAML is no map of keys at its top.
    pub(super) fn tell_no_map(&mut self, node: &Node, what: &str, example: &str) {
        let kind = node.kind();
        let span = self.top_span();
        self.diagnostics.push(
            Diagnostic::new(
                Code::WrongType,
                span,
                format!("{what} is {kind}, and keys with their values are wanted"),
            )
            .help(format!("write one key a line, such as `{example}`")),
        );
    }

    /// Tells of words that YAML takes for a comment, where they look like none: `title: We are #1 in video`.
    pub(super) fn tell_swallowed(&mut self) {
        let yaml = self.yaml();
        let mut found = Vec::new();
        for (hash, _) in yaml.match_indices(" #") {
            let line = yaml[..hash].rsplit('\n').next().unwrap_or_default();
            let after = &yaml[hash + 2..];
            if !line.trim().is_empty() && after.starts_with(char::is_alphanumeric) {
                found.push(hash + 1);
            }
        }
        let mut line_end = 0;
        for hash in found {
            if hash < line_end || self.is_content(hash) {
                continue;
            }
            let rest = yaml[hash..].lines().next().unwrap_or_default().trim_end();
            line_end = hash + rest.len();
            let span = self.yaml_span(hash..line_end);
            self.diagnostics.push(
                Diagnostic::new(
                    Code::YamlSyntax,
                    span,
                    "these words are a comment in YAML, and are not read",
                )
                .severity(Severity::Warning)
                .help("put the whole text in quotes; or, if it is a comment, leave a space after the `#`"),
            );
        }
    }
}
