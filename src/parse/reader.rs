//! Going over a tree by hand, so that one run tells of everything that is wrong.
//!
//! Comes in: a [`Node`]. Goes out: values with their places, and diagnostics. A [`Reader`] belongs to one file; a
//! [`Field`] is one value in it, with the way that leads there.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::front::offset;
use super::marks::Marks;
use super::node::Node;
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId, Span};
use crate::model::{At, KeyPath, Step};

/// What one file's front matter is read with.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) source: SourceId,
    /// All of the file.
    pub(super) text: &'a str,
    /// The bytes of its YAML.
    front: Range<u32>,
    /// Made when a place or a spelling is first asked for.
    marks: OnceCell<Marks<'a>>,
    /// What was wrong so far.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The way to a value, as links back to the top.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

impl<'p> Path<'p> {
    /// The way with one key more.
    pub(super) const fn key(parent: Option<&'p Self>, key: &'p str) -> Self {
        let step = Step::Key(key);
        Self { parent, step }
    }

    const fn index(parent: Option<&'p Self>, index: u32) -> Self {
        let step = Step::Index(index);
        Self { parent, step }
    }

    fn steps(&self) -> Vec<Step<'p>> {
        let mut steps = vec![self.step];
        let mut path = self.parent;
        while let Some(Path { parent, step }) = path {
            steps.push(*step);
            path = *parent;
        }
        steps.reverse();
        steps
    }

    /// The way as documents keep it.
    pub(super) fn to_key_path(self) -> KeyPath {
        KeyPath::new(self.steps())
    }
}

/// One value, and the way to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'p> {
    pub(super) node: &'p Node,
    pub(super) path: Path<'p>,
}

impl<'p> Field<'p> {
    /// Where it was written.
    pub(super) fn at(&self) -> At {
        At::Front(self.path.to_key_path())
    }

    /// The items of a list. Anything else is a list of one; items without a value are left out.
    pub(super) fn items(&self) -> Vec<Field<'_>> {
        let one = std::slice::from_ref(self.node);
        let (nodes, in_list) = match self.node {
            Node::List(nodes) => (&nodes[..], true),
            _ => (one, false),
        };
        (0..)
            .zip(nodes)
            .filter(|(_, node)| !node.is_blank())
            .map(|(index, node)| match in_list {
                true => Field {
                    node,
                    path: Path::index(Some(&self.path), index),
                },
                false => Field { ..*self },
            })
            .collect()
    }

    /// A value inside it.
    pub(super) fn child<'s>(&'s self, key: &'s str, node: &'s Node) -> Field<'s> {
        Field {
            node,
            path: Path::key(Some(&self.path), key),
        }
    }

    /// What it is called in a message: `` `tags` ``, `item 2 of `tags``.
    pub(super) fn name(&self) -> String {
        match (self.path.step, self.path.parent) {
            (Step::Key(key), _) => format!("`{key}`"),
            (Step::Index(index), Some(Path { step, .. })) => {
                let list = match step {
                    Step::Key(key) => format!("`{key}`"),
                    Step::Index(_) => "the list".into(),
                };
                format!("item {} of {list}", index + 1)
            }
            (Step::Index(index), None) => format!("item {}", index + 1),
        }
    }

    /// The key it is written under; for an item, that of its list.
    pub(super) fn key_name(&self) -> &'p str {
        match (self.path.step, self.path.parent) {
            (Step::Key(key), _) => key,
            (_, Some(Path { step, .. })) => match step {
                Step::Key(key) => key,
                Step::Index(_) => "",
            },
            _ => "",
        }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: SourceId, text: &'a str, front: Range<u32>) -> Self {
        Self {
            source,
            text,
            front,
            marks: OnceCell::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Tells of every key that stands twice in one map, anywhere in `node`.
    pub(super) fn tell_duplicates(&mut self, node: &Node, path: Option<&Path<'_>>) {
        match node {
            Node::List(items) => {
                for (index, item) in (0..).zip(items) {
                    self.tell_duplicates(item, Some(&Path::index(path, index)));
                }
            }
            Node::Map(entries) => {
                let mut seen = HashMap::new();
                for (key, value) in entries {
                    let count = seen.entry(&**key).or_insert(0_usize);
                    *count += 1;
                    if *count == 2 {
                        self.tell_duplicate(path, key);
                    }
                    self.tell_duplicates(value, Some(&Path::key(path, key)));
                }
            }
            _ => {}
        }
    }

    /// Tells of lists in which an item has no value. Only the first of each list is told; `extra` is the author's own.
    pub(super) fn tell_empty_items(&mut self, node: &Node, path: Option<&Path<'_>>) {
        match node {
            Node::List(items) => {
                if let Some((index, _)) = (0..).zip(items).find(|(_, item)| item.is_blank())
                    && let Some(list) = path
                {
                    let field = Field {
                        node: &items[index as usize],
                        path: Path::index(Some(list), index),
                    };
                    self.diagnostics.push(
                        Diagnostic::new(
                            Code::WrongType,
                            self.span(&field.path),
                            format!("{} is empty", field.name()),
                        )
                        .severity(Severity::Warning)
                        .help("take it out, or write what belongs there"),
                    );
                }
                for (index, item) in (0..).zip(items) {
                    self.tell_empty_items(item, Some(&Path::index(path, index)));
                }
            }
            Node::Map(entries) => {
                for (key, value) in entries {
                    if path.is_some() || &**key != "extra" {
                        self.tell_empty_items(value, Some(&Path::key(path, key)));
                    }
                }
            }
            _ => {}
        }
    }

    fn tell_duplicate(&mut self, path: Option<&Path<'_>>, key: &str) {
        let steps = path.map_or_else(Vec::new, Path::steps);
        let places: Vec<_> = self
            .marks()
            .nearest(steps)
            .keys_named(key)
            .map(|range| self.yaml_span(range))
            .collect();
        let whole = self.key_span(&Path::key(path, key));
        let first = places.first().copied().unwrap_or(whole);
        let second = places.get(1).copied().unwrap_or(whole);
        self.diagnostics.push(
            Diagnostic::new(
                Code::DuplicateKey,
                second,
                format!("`{key}` is given twice"),
            )
            .related(first, "the first is here")
            .help("keep one of the two"),
        );
    }

    /// Adds a diagnostic at the value of `field`.
    pub(super) fn tell(&mut self, code: Code, field: &Field<'_>, message: String, help: String) {
        let span = self.span(&field.path);
        self.diagnostics
            .push(Diagnostic::new(code, span, message).help(help));
    }

    /// Tells that `field` is of the wrong kind. `example` is what could be written after its key.
    pub(super) fn wrong_type(&mut self, field: &Field<'_>, wanted: &str, example: &str) {
        let (name, kind) = (field.name(), field.node.kind());
        let help = match wanted == "text" {
            true => meant_as_text(field.node),
            false => None,
        };
        let help = help.unwrap_or_else(|| match field.path.step {
            Step::Key(key) => format!("write `{key}: {example}`"),
            Step::Index(_) => format!("write `- {example}`"),
        });
        let message = format!("{name} is {kind}, and {wanted} is wanted");
        self.tell(Code::WrongType, field, message, help);
    }

    /// Tells that a key is missing from the map at `path`.
    pub(super) fn missing(&mut self, path: Option<&Path<'_>>, key: &str, example: &str) {
        let span = match path {
            Some(path) => self.span(path),
            None => self.top_span(),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::MissingKey, span, format!("`{key}` is missing"))
                .help(format!("add `{key}: {example}`")),
        );
    }

    /// The value of a scalar as it is written in the file. `None` (after a diagnostic) if it is a figure whose
    /// spelling can't be found, since the parser's binary float is not what the author wrote.
    pub(super) fn scalar<'n>(&mut self, field: &Field<'n>) -> Option<Cow<'n, str>> {
        match field.node {
            Node::Text(text) => Some(Cow::Borrowed(text.trim())),
            Node::Bool(_) | Node::Number(_) => {
                if let Some(raw) = self.spelling(&field.path) {
                    return Some(Cow::Owned(raw.to_owned()));
                }
                match field.node {
                    Node::Bool(value) => Some(Cow::Owned(value.to_string())),
                    Node::Number(number) if !number.is_f64() => {
                        Some(Cow::Owned(number.to_string()))
                    }
                    _ => {
                        let message =
                            format!("the figure of {} can't be read exactly", field.name());
                        let help = "write it in quotes, where it is used";
                        self.tell(Code::InvalidValue, field, message, help.into());
                        None
                    }
                }
            }
            Node::Null | Node::List(_) | Node::Map(_) => None,
        }
    }

    /// The characters of the plain scalar at `path`.
    fn spelling(&self, path: &Path<'_>) -> Option<&'a str> {
        let mark = self.marks().exact(path.steps())?;
        let raw = &self.yaml()[mark.value.clone()];
        mark.is_scalar()
            .then(|| raw.trim_matches(['"', '\'']))
            .filter(|raw| !raw.is_empty())
    }

    /// The bytes of the YAML that are keys and scalars, in order.
    pub(super) fn content(&self) -> Vec<Range<usize>> {
        self.marks().content()
    }

    /// The place of a value, or of its nearest parent.
    pub(super) fn span(&self, path: &Path<'_>) -> Span {
        self.yaml_span(self.marks().nearest(path.steps()).value.clone())
    }

    /// The place of a key, or of its nearest parent.
    pub(super) fn key_span(&self, path: &Path<'_>) -> Span {
        let mark = self.marks().nearest(path.steps());
        self.yaml_span(mark.key.clone().unwrap_or_else(|| mark.value.clone()))
    }

    /// The place of what was read.
    pub(super) fn place(&self, at: &At) -> Span {
        match at {
            At::Front(path) => self.yaml_span(self.marks().nearest(path.steps()).value.clone()),
            At::Body(range) => Span::new(self.source, range.clone()),
            At::File => Span::file(self.source),
        }
    }

    /// The place of what is not there: the first line.
    pub(super) fn top_span(&self) -> Span {
        self.yaml_span(self.marks().nearest([]).value.clone())
    }

    /// The bytes of the YAML.
    pub(super) fn yaml(&self) -> &'a str {
        &self.text[self.front.start as usize..self.front.end as usize]
    }

    fn marks(&self) -> &Marks<'a> {
        let yaml = &self.text[self.front.start as usize..self.front.end as usize];
        self.marks.get_or_init(|| Marks::read(yaml))
    }

    /// Bytes of the YAML as a place in the file.
    pub(super) fn yaml_span(&self, range: Range<usize>) -> Span {
        let start = self.front.start;
        Span::new(
            self.source,
            start + offset(range.start)..start + offset(range.end),
        )
    }
}

/// What an author probably meant who wrote a text that YAML reads as a list or a map.
fn meant_as_text(node: &Node) -> Option<String> {
    let text = match node {
        Node::Map(entries) => match &entries[..] {
            [(key, Node::Text(value))] => format!("{key}: {value}"),
            [(key, Node::Null)] => format!("{{{key}}}"),
            _ => return None,
        },
        Node::List(items) => match &items[..] {
            [Node::Text(item)] => format!("[{item}]"),
            _ => return None,
        },
        _ => return None,
    };
    Some(format!(
        "if it is meant as text, put it in quotes: `{}`",
        super::mend::quote(&text)
    ))
}
