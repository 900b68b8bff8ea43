//! YAML front matter.
//!
//! Comes in: YAML. Goes out: a tree with the spelling of every value; anchors are followed within a budget, merge keys
//! carried out, tags told. Read by events, so that neither nesting nor references can grow beyond their caps.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::super::tree::{Entry, Node};
use super::{DEPTH_CAP, Fault, Read, Reading, line_of};

/// The most nodes and bytes of text that a tree may have, aliases expanded.
const BUDGET: usize = 1 << 20;

pub(super) fn read(yaml: &str) -> Reading {
    Builder::new(yaml).run()
}

/// A list or map that is open.
struct Open {
    node: Node,
    /// In a map, the key that waits for its value.
    key: Option<(String, usize)>,
    anchor: usize,
}

struct Builder<'a> {
    yaml: &'a str,
    open: Vec<Open>,
    top: Option<Node>,
    anchors: HashMap<usize, Node>,
    left: usize,
    read: Read,
}

impl<'a> Builder<'a> {
    fn new(yaml: &'a str) -> Self {
        let read = Read {
            top: Node::Null,
            values: Vec::new(),
            faults: Vec::new(),
            marks: Vec::new(),
        };
        Self {
            yaml,
            open: Vec::new(),
            top: None,
            anchors: HashMap::new(),
            left: BUDGET,
            read,
        }
    }

    fn run(mut self) -> Reading {
        // The parser counts characters; comments are looked for in bytes.
        let bytes: Vec<usize> = self.yaml.char_indices().map(|(at, _)| at).collect();
        let byte = |index: usize| bytes.get(index).copied().unwrap_or(self.yaml.len());
        for event in Parser::new_from_str(self.yaml) {
            let (event, span) = event.map_err(|error| Fault {
                line: error.marker().line(),
                reason: format!("this is not valid YAML: {}", error.info()),
            })?;
            let line = span.start.line();
            let taken = match event {
                Event::Scalar(text, style, anchor, tag) => {
                    self.read
                        .values
                        .push(byte(span.start.index())..byte(span.end.index()));
                    self.tag(tag.as_ref(), line);
                    self.scalar(&text, style, anchor, line)
                }
                Event::Alias(id) => match self.anchors.get(&id).cloned() {
                    Some(node) => self.add(node, 0, line),
                    None => Err("an alias (`*name`) refers to itself, or to nothing"),
                },
                Event::SequenceStart(anchor, tag) => {
                    self.tag(tag.as_ref(), line);
                    self.begin(Node::List(Vec::new()), anchor)
                }
                Event::MappingStart(anchor, tag) => {
                    self.tag(tag.as_ref(), line);
                    self.begin(Node::Map(Vec::new()), anchor)
                }
                Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                    Some(open) => {
                        let mut node = open.node;
                        merge(&mut node);
                        self.add(node, open.anchor, line)
                    }
                    None => Ok(()),
                },
                Event::StreamEnd => break,
                Event::DocumentStart(_) if self.top.is_some() => {
                    Err("the keys are not indented alike")
                }
                _ => Ok(()),
            };
            taken.map_err(|reason| Fault {
                line,
                reason: reason.to_owned(),
            })?;
        }
        self.read.top = self.top.unwrap_or(Node::Null);
        if !self.anchors.is_empty() {
            let names = references(self.yaml, &self.read.values);
            self.read.marks.extend(names);
        }
        Ok(self.read)
    }

    fn tag(&mut self, tag: Option<&Cow<'_, Tag>>, line: usize) {
        if let Some(tag) = tag {
            let handle = match tag.is_yaml_core_schema() {
                true => "!!",
                false => tag.handle.as_str(),
            };
            let mark = format!("{handle}{}", tag.suffix);
            self.read.marks.push((line, mark));
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        line: usize,
    ) -> Result<(), &'static str> {
        let waits = matches!(
            self.open.last(),
            Some(Open {
                node: Node::Map(_),
                key: None,
                ..
            })
        );
        if waits {
            if let Some(open) = self.open.last_mut() {
                open.key = Some((text.to_owned(), line));
            }
            if anchor > 0 {
                self.anchors.insert(anchor, Node::text(text));
            }
            return Ok(());
        }
        let node = match style {
            ScalarStyle::Plain => plain(text),
            _ => Node::text(text),
        };
        self.add(node, anchor, line)
    }

    fn begin(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        if self.open.len() >= DEPTH_CAP {
            return Err("lists and maps are nested too deeply");
        }
        if matches!(
            self.open.last(),
            Some(Open {
                node: Node::Map(_),
                key: None,
                ..
            })
        ) {
            return Err("a list or a map stands where a key is wanted");
        }
        self.open.push(Open {
            node,
            key: None,
            anchor,
        });
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: usize, line: usize) -> Result<(), &'static str> {
        let mut size = 1;
        node.each_text(&mut |text| size += text.len() + 1);
        self.left = self
            .left
            .checked_sub(size)
            .ok_or("the aliases (`*name`) expand to too much")?;
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.top = Some(node),
            Some(Open {
                node: Node::List(items),
                ..
            }) => items.push(node),
            Some(Open {
                node: Node::Map(entries),
                key,
                ..
            }) => match key.take() {
                Some((name, at)) => entries.push(Entry::new(name, at, node)),
                // An alias as a key.
                None => *key = Some((node.shown(), line)),
            },
            Some(_) => {}
        }
        Ok(())
    }
}

/// The names of anchors and aliases (`&name`, `*name`), which are written out.
fn references(yaml: &str, values: &[Range<usize>]) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for (at, _) in yaml.match_indices(['&', '*']) {
        let opens = yaml[..at]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "[{,".contains(c));
        let name = yaml[at..]
            .split([' ', '\n', ',', ']', '}', '\t'])
            .next()
            .unwrap_or_default();
        if opens && name.len() > 1 && !values.iter().any(|value| value.contains(&at)) {
            names.push((line_of(yaml, at), name.to_owned()));
        }
    }
    names
}

/// A value without quotes: what YAML takes for nothing, for a number or a truth value, or else text.
fn plain(text: &str) -> Node {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Node::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Node::Plain(text.to_owned()),
        _ if is_number_or_date(text) => Node::Plain(text.to_owned()),
        _ => Node::text(text),
    }
}

/// Whether a text begins as a number and has nothing in it that a number, a date or a time has not.
pub(super) fn is_number_or_date(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+', '.']);
    let fit = |c: char| {
        c.is_ascii_hexdigit() || matches!(c, '.' | '-' | '+' | '_' | ':' | 'x' | 'o' | 'T' | 'Z')
    };
    digits.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(fit)
        && !text.ends_with(':')
}

/// Carries out `<<: *other`: keys of the other map that this one has not are added.
fn merge(node: &mut Node) {
    let Node::Map(entries) = node else { return };
    while let Some(at) = entries
        .iter()
        .position(|e| e.key == "<<" && is_mergeable(&e.value))
    {
        let maps = match entries.remove(at).value {
            Node::List(maps) => maps,
            map => vec![map],
        };
        for map in maps {
            let Node::Map(others) = map else { continue };
            for other in others {
                if !entries.iter().any(|known| known.key == other.key) {
                    entries.push(other);
                }
            }
        }
    }
}

fn is_mergeable(node: &Node) -> bool {
    match node {
        Node::Map(_) => true,
        Node::List(items) => items.iter().all(|item| matches!(item, Node::Map(_))),
        _ => false,
    }
}
