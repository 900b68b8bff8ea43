//! Where in a file a value was written.

use std::ops::Range;

/// One step of a [`KeyPath`]: into a map by key, or into a list by index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The value of this key.
    Key(Box<str>),
    /// The item with this index, from 0.
    Index(u32),
}

/// The way from the top of a file's front matter to one value: `numbers`, 1, `as_of`.
///
/// The byte range behind it is looked up only when a diagnostic needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyPath(Box<[Step]>);

impl KeyPath {
    /// The path made of these steps.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(steps.into_iter().collect())
    }

    /// The path of one top-level key.
    pub fn key(key: &str) -> Self {
        Self::new([Step::Key(key.into())])
    }

    /// This path and one step more.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        Self::new(self.0.iter().cloned().chain([step]))
    }

    /// The steps, from the top.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

/// Where a value was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    /// In the front matter (or in site.yaml), under this path.
    Front(KeyPath),
    /// In the body: bytes of the *file*, front matter included.
    Body(Range<u32>),
    /// Nowhere: taken from the file's name, or a default.
    File,
}

/// A value, and where it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub at: At,
}

impl<T> Written<T> {
    /// `value`, written at `at`.
    pub const fn new(value: T, at: At) -> Self {
        Self { value, at }
    }
}

/// A text of the author's, with inline Markdown, and where it was written.
pub type Text = Written<Box<str>>;
