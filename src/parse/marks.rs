//! Where in YAML a value stands.
//!
//! Comes in: YAML and a [`KeyPath`]. Goes out: a byte range. The tree that front matter is read from has no places;
//! here the YAML is read once more, by a parser that keeps them, and only when a place (or the spelling of a number)
//! is asked for. Broken YAML is marked as far as it goes, and a path that leads nowhere gives the place of its nearest
//! parent: whatever comes in, some range inside the YAML comes out.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::front::offset;
use super::node::DEPTH_CAP;
use crate::model::{KeyPath, Step};

/// The bytes of the value at `path`, in the YAML at `front` of `text`; else of the nearest parent that is there;
/// else of the first line.
pub(super) fn locate(text: &str, front: Range<u32>, path: &KeyPath) -> Range<u32> {
    Places::read(text, &front).locate(path)
}

/// The bytes of the key that `path` ends in; of the whole item if it ends in a list.
pub(super) fn locate_key(text: &str, front: Range<u32>, path: &KeyPath) -> Range<u32> {
    Places::read(text, &front).find(path, |mark| {
        mark.key.clone().unwrap_or_else(|| mark.value.clone())
    })
}

/// The places of the YAML in a file, as bytes of the file.
pub(super) struct Places<'a> {
    start: usize,
    /// None if the file has no such bytes.
    marks: Option<Marks<'a>>,
}

impl<'a> Places<'a> {
    /// Reads the YAML at `front` of `text`.
    pub(super) fn read(text: &'a str, front: &Range<u32>) -> Self {
        let start = front.start as usize;
        let yaml = text.get(start..front.end as usize);
        Self {
            start,
            marks: yaml.map(Marks::read),
        }
    }

    /// As [`locate`].
    pub(super) fn locate(&self, path: &KeyPath) -> Range<u32> {
        self.find(path, |mark| mark.value.clone())
    }

    fn find(&self, path: &KeyPath, pick: impl Fn(&Mark<'_>) -> Range<usize>) -> Range<u32> {
        let Some(marks) = &self.marks else {
            return 0..0;
        };
        let range = pick(marks.nearest(path.steps()));
        offset(self.start + range.start)..offset(self.start + range.end)
    }
}

/// The places of a YAML document.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    top: Mark<'a>,
}

/// The places of one value, as bytes of the YAML.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    /// Its key, if it is in a map.
    pub(super) key: Option<Range<usize>>,
    /// The value: to its last visible character.
    pub(super) value: Range<usize>,
    name: Option<Cow<'a, str>>,
    children: Vec<Mark<'a>>,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar,
    Alias,
    List,
    Map,
}

impl<'a> Marks<'a> {
    /// Reads as much of `yaml` as can be read.
    pub(super) fn read(yaml: &'a str) -> Self {
        Builder::new(yaml).run()
    }

    /// The mark that is the furthest along `path`.
    pub(super) fn nearest<'s>(&self, path: impl IntoIterator<Item = Step<'s>>) -> &Mark<'a> {
        let mut mark = &self.top;
        for step in path {
            match mark.child(step) {
                Some(child) => mark = child,
                None => break,
            }
        }
        mark
    }

    /// The mark at `path`, if it is there.
    pub(super) fn exact<'s>(&self, path: impl IntoIterator<Item = Step<'s>>) -> Option<&Mark<'a>> {
        path.into_iter()
            .try_fold(&self.top, |mark, step| mark.child(step))
    }

    /// The bytes of all keys and scalars, in order: everything else is signs, blanks and comments.
    pub(super) fn content(&self) -> Vec<Range<usize>> {
        let mut content = Vec::new();
        let mut open = vec![&self.top];
        while let Some(mark) = open.pop() {
            content.extend(mark.key.clone());
            content.extend(mark.is_scalar().then(|| mark.value.clone()));
            open.extend(&mark.children);
        }
        content.sort_by_key(|range| (range.start, range.end));
        content
    }
}

impl<'a> Mark<'a> {
    /// Whether it is a scalar (and not an alias of one).
    pub(super) fn is_scalar(&self) -> bool {
        self.shape == Shape::Scalar
    }

    /// The keys of a map that are called `name`: more than one if it is given twice.
    pub(super) fn keys_named(&self, name: &str) -> impl Iterator<Item = Range<usize>> {
        (self.children.iter())
            .filter(move |child| child.name.as_deref() == Some(name))
            .filter_map(|child| child.key.clone())
    }

    fn child(&self, step: Step<'_>) -> Option<&Mark<'a>> {
        match (self.shape, step) {
            (Shape::Map, Step::Key(key)) => self
                .children
                .iter()
                .find(|child| child.name.as_deref() == Some(key)),
            (Shape::List, Step::Index(index)) => self.children.get(index as usize),
            _ => None,
        }
    }
}

/// A key: its bytes, and what it says.
type Key<'a> = (Range<usize>, Cow<'a, str>);

/// Builds the tree from events, without recursion.
struct Builder<'a> {
    yaml: &'a str,
    /// Byte offsets of characters, if they differ: the parser counts characters.
    bytes: Option<Vec<u32>>,
    /// Collections that are open; in a map, the key that waits for its value.
    open: Vec<(Mark<'a>, Option<Key<'a>>)>,
    done: Option<Mark<'a>>,
}

impl<'a> Builder<'a> {
    fn new(yaml: &'a str) -> Self {
        let bytes = (!yaml.is_ascii()).then(|| {
            let starts = yaml.char_indices().map(|(at, _)| offset(at));
            starts.chain([offset(yaml.len())]).collect()
        });
        Self {
            yaml,
            bytes,
            open: Vec::new(),
            done: None,
        }
    }

    fn run(mut self) -> Marks<'a> {
        for event in Parser::new_from_str(self.yaml) {
            let Ok((event, span)) = event else { break };
            if matches!(event, Event::DocumentEnd) || self.take(event, span).is_none() {
                break;
            }
        }
        // Broken YAML leaves collections open: they are closed where the parser stopped.
        while self.open.len() > 1 {
            self.close(None);
        }
        if let Some((mark, _)) = self.open.pop() {
            self.done = Some(mark);
        }
        let mut top = self.done.unwrap_or(Mark {
            key: None,
            value: 0..0,
            name: None,
            children: Vec::new(),
            shape: Shape::Scalar,
        });
        // The top as a whole is told by its first line: a whole front matter underlined helps nobody.
        let begin = self.yaml.len() - self.yaml.trim_start().len();
        let line = self.yaml[begin..].lines().next().unwrap_or_default();
        let in_list_or_map = !matches!(top.shape, Shape::Scalar);
        if in_list_or_map || top.value.is_empty() {
            top.value = begin..begin + line.trim_end().len();
        }
        Marks { top }
    }

    /// Takes one event; `None` if there is no sense in reading on.
    fn take(&mut self, event: Event<'a>, span: Span) -> Option<()> {
        let range = self.range(span);
        match event {
            Event::Scalar(text, ..) => {
                let waits = self
                    .open
                    .last()
                    .is_some_and(|(mark, key)| mark.shape == Shape::Map && key.is_none());
                if waits {
                    self.open.last_mut()?.1 = Some((range, text));
                } else {
                    self.add(Shape::Scalar, range);
                }
            }
            Event::Alias(_) => {
                let text = self.yaml[range.clone()].into();
                match self.open.last_mut() {
                    Some((mark, key @ None)) if mark.shape == Shape::Map => {
                        *key = Some((range, text));
                    }
                    _ => self.add(Shape::Alias, range),
                }
            }
            Event::SequenceStart(..) => self.begin(Shape::List, range)?,
            Event::MappingStart(..) => self.begin(Shape::Map, range)?,
            // The end of a flow collection is its bracket; that of a block collection is empty, and lies behind the
            // comments that follow it.
            Event::SequenceEnd | Event::MappingEnd => {
                self.close((!range.is_empty()).then_some(range.end));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Some(())
    }

    fn begin(&mut self, shape: Shape, range: Range<usize>) -> Option<()> {
        // A list or a map as a key: nothing that is read has one.
        let as_key = matches!(self.open.last(), Some((mark, None)) if mark.shape == Shape::Map);
        if self.open.len() > DEPTH_CAP || as_key {
            return None;
        }
        let mark = Mark {
            key: None,
            value: range,
            name: None,
            children: Vec::new(),
            shape,
        };
        self.open.push((mark, None));
        Some(())
    }

    fn close(&mut self, bracket: Option<usize>) {
        let Some((mut mark, _)) = self.open.pop() else {
            return;
        };
        let end = bracket.unwrap_or(0).max(mark.value.end);
        mark.value = self.trim(mark.value.start..end);
        self.attach(mark);
    }

    fn add(&mut self, shape: Shape, range: Range<usize>) {
        let value = self.trim(range);
        self.attach(Mark {
            key: None,
            value,
            name: None,
            children: Vec::new(),
            shape,
        });
    }

    fn attach(&mut self, mut mark: Mark<'a>) {
        let Some((parent, key)) = self.open.last_mut() else {
            self.done = Some(mark);
            return;
        };
        if let Some((range, name)) = key.take() {
            if mark.value.is_empty() {
                // `key:` without a value is told by its key.
                mark.value = range.clone();
            } else {
                mark.value.start = mark.value.start.max(range.end);
            }
            mark.key = Some(range);
            mark.name = Some(name);
        }
        parent.value.end = parent.value.end.max(mark.value.end);
        parent.children.push(mark);
    }

    /// Ends of block collections and of block scalars lie on a later line: they are drawn back to what can be seen.
    fn trim(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.yaml[range.clone()];
        range.start..range.start + text.trim_end().len()
    }

    fn range(&self, span: Span) -> Range<usize> {
        let byte = |index: usize| match &self.bytes {
            None => index.min(self.yaml.len()),
            Some(bytes) => bytes
                .get(index)
                .map_or(self.yaml.len(), |byte| *byte as usize),
        };
        let start = byte(span.start.index());
        start..byte(span.end.index()).max(start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(text: &str) -> KeyPath {
        KeyPath::new(
            text.split('.')
                .filter(|s| !s.is_empty())
                .map(|step| step.parse().map_or_else(|_| Step::Key(step), Step::Index)),
        )
    }

    /// Both places of `way` in a file whose YAML begins after `---\n`.
    fn places<'a>(text: &'a str, way: &str) -> (&'a str, &'a str) {
        let front = 4..offset(text.len());
        let get = |r: Range<u32>| &text[r.start as usize..r.end as usize];
        let path = path(way);
        (
            get(locate_key(text, front.clone(), &path)),
            get(locate(text, front, &path)),
        )
    }

    const BRIEF: &str = "---\n# über\ntitle: Die große Wende   # sic\nnumbers:\n  - \"€5 é\"\n  - { value: 5.30, label: 'ä b' }\n\
        watch:\n- title: Ümläut\n  text: |\n    one\n    two\n\n  # end\nempty:\nref: &x [a, b]\nagain: *x\n\"quoted key\": 1\n";

    #[test]
    fn values_and_keys_are_found_in_multi_byte_text() {
        for (way, key, value) in [
            ("title", "title", "Die große Wende"),
            ("numbers.0", "\"€5 é\"", "\"€5 é\""),
            (
                "numbers.1",
                "{ value: 5.30, label: 'ä b' }",
                "{ value: 5.30, label: 'ä b' }",
            ),
            ("numbers.1.value", "value", "5.30"),
            ("numbers.1.label", "label", "'ä b'"),
            ("watch.0.title", "title", "Ümläut"),
            ("watch.0.text", "text", "one\n    two"),
            (
                "watch.0",
                "title: Ümläut\n  text: |\n    one\n    two",
                "title: Ümläut\n  text: |\n    one\n    two",
            ),
            ("empty", "empty", "empty"),
            ("again", "again", "*x"),
            ("quoted key", "\"quoted key\"", "1"),
        ] {
            assert_eq!(places(BRIEF, way), (key, value), "{way}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_gives_its_nearest_parent() {
        for (way, value) in [
            ("numbers.1.as_of", "{ value: 5.30, label: 'ä b' }"),
            ("numbers.7", "- \"€5 é\"\n  - { value: 5.30, label: 'ä b' }"),
            ("again.0", "*x"),
            ("nothing", "# über"),
            ("", "# über"),
            ("title.deeper.0", "Die große Wende"),
        ] {
            assert_eq!(places(BRIEF, way).1, value, "{way}");
        }
    }

    #[test]
    fn broken_yaml_is_marked_as_far_as_it_goes() {
        let text = "---\ntitle: The shift\ntags: [a, b]\ndek: one: two\ndate: x\n";
        assert_eq!(places(text, "title"), ("title", "The shift"));
        assert_eq!(places(text, "tags.1").1, "b");
        assert_eq!(places(text, "date").1, "title: The shift");
        assert_eq!(places("---\na: &x [1, [2\n", "a.1.0").1, "2");
        assert_eq!(places("---\n", "a").1, "");
    }

    proptest! {
        #[test]
        fn a_place_never_leaves_the_front_matter(
            yaml in "([a-c]: ?|- |[\\[\\]{},\"'#&*|>!?]|é|€|\n|  |\t|x){0,40}",
            way in "([a-c]|[0-2])(\\.([a-c]|[0-2])){0,3}",
        ) {
            let text = format!("---\n{yaml}\n---\nBödy");
            let front = 4..offset(4 + yaml.len() + 1);
            for range in [locate(&text, front.clone(), &path(&way)), locate_key(&text, front.clone(), &path(&way))] {
                prop_assert!(range.start >= front.start && range.end <= front.end && range.start <= range.end);
                prop_assert!(text.get(range.start as usize..range.end as usize).is_some());
            }
        }

        #[test]
        fn any_text_can_be_marked(yaml in "(?s).{0,80}", way in "[a-c]") {
            let range = locate(&yaml, 0..offset(yaml.len()), &path(&way));
            prop_assert!(yaml.get(range.start as usize..range.end as usize).is_some());
        }
    }
}
