//! What all Markdown files have in common: they are opened, read, and come to a good or a bad end.
//!
//! Comes in: a file. Goes out: an [`Open`] one, whose keys can be asked for, and in the end an [`Outcome`].

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use super::front::{self, Parts};
use super::names::FileName;
use super::node::Node;
use super::reader::Reader;
use super::yaml::{self, Reading};
use super::{Claim, Document, Outcome};
use crate::diagnostic::{Checked, Code, Diagnostic, Severity, SourceId, cap};
use crate::markdown::{self, Outline};
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
    ) -> Result<Open<'a>, Box<Checked<Outcome<T>>>> {
        let parts = match front::split(self.source, self.text) {
            Ok(parts) => parts,
            Err(diagnostic) => {
                let value = Outcome::Broken(self.claim(None, names, None));
                let diagnostics = vec![*diagnostic];
                return Err(Box::new(Checked { value, diagnostics }));
            }
        };
        // What is wrong with the body is told in the same run.
        let broken = |node: Option<&Node>, diagnostics| {
            let (outline, _) = markdown::outline(self.text, parts.body.clone());
            let body = self.document(&parts, (), outline);
            let value = Outcome::Broken(self.claim(node, names, Some(body)));
            Box::new(Checked { value, diagnostics })
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
        reader.tell_empty_items(&node, None);
        reader.tell_swallowed();
        Ok(Open {
            reader,
            node,
            name: FileName::of(self.path),
            parts,
        })
    }

    /// What a broken file lays claim to: of what is left of its front matter, else by its name.
    fn claim(
        self,
        node: Option<&Node>,
        names: fn(&Node) -> Vec<Box<str>>,
        body: Option<Document<()>>,
    ) -> Claim {
        let given = match node.and_then(|node| node.get("slug")) {
            Some(Node::Text(text)) => Slug::new(text.trim()),
            _ => None,
        };
        Claim {
            source: self.source,
            path: Arc::clone(self.path),
            slug: given.or_else(|| Slug::new(FileName::of(self.path).name)),
            names: node.map_or_else(Vec::new, names),
            body: body.map(Arc::new),
        }
    }

    fn document<T>(self, parts: &Parts, value: T, outline: Outline) -> Document<T> {
        Document {
            source: self.source,
            path: Arc::clone(self.path),
            text: Arc::clone(self.text),
            front: parts.front.clone(),
            body: parts.body.clone(),
            value,
            outline,
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
        let mut diagnostics = open.reader.diagnostics;
        cap(&mut diagnostics, 0);
        let wrong = |d: &Diagnostic| d.severity == Severity::Error;
        let value = match value {
            Some(value) if !diagnostics.iter().any(wrong) => {
                Outcome::Good(self.document(&open.parts, value, outline))
            }
            _ => {
                let body = self.document(&open.parts, (), outline);
                Outcome::Broken(self.claim(Some(&open.node), names, Some(body)))
            }
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
        let mut start = 0;
        let content = OnceCell::new();
        let is_content = |at: usize| {
            let content: &Vec<Range<usize>> = content.get_or_init(|| self.content());
            let after = content.partition_point(|range| range.start <= at);
            // Of an empty key and its value, which begin at one byte, only the last can hold it.
            after > 0 && content[after - 1].contains(&at)
        };
        let mut found = Vec::new();
        for line in yaml.split_inclusive('\n') {
            let visible = line.trim_end();
            let hash = swallowed(visible).find(|hash| !is_content(start + hash));
            let words = |hash: &usize| visible[hash + 1..].starts_with(char::is_alphanumeric);
            if let Some(hash) = hash.filter(words) {
                found.push(start + hash..start + visible.len());
            }
            start += line.len();
        }
        for range in found {
            let span = self.yaml_span(range);
            let message = "these words are a comment in YAML, and are not read";
            self.diagnostics.push(
                Diagnostic::new(Code::YamlSyntax, span, message)
                    .severity(Severity::Warning)
                    .help("put the whole text in quotes; or, if it is a comment, leave a space after the `#`"),
            );
        }
    }
}

/// Where comments can begin on a line that has something before them; nothing, if none of them could be meant as text.
fn swallowed(line: &str) -> impl Iterator<Item = usize> {
    let hashes = || {
        line.match_indices('#')
            .map(|(at, _)| at)
            .filter(|at| line[..*at].ends_with([' ', '\t']) && !line[..*at].trim().is_empty())
    };
    let suspect = !line.trim_start().starts_with('#')
        && hashes().any(|at| line[at + 1..].starts_with(char::is_alphanumeric));
    hashes().filter(move |_| suspect)
}
