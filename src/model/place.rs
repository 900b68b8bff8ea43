//! Where in a file a value was written.

use std::fmt;
use std::ops::Range;

/// One step of a [`KeyPath`]: into a map by key, or into a list by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of this key.
    Key(&'a str),
    /// The item with this index, from 0.
    Index(u32),
}

/// The way from the top of a file's front matter to one value: `numbers`, 1, `as_of`.
///
/// The byte range behind it is looked up only when a diagnostic needs it. Of every value there is one, so that it is kept in
/// one piece: each step is a byte that says its kind, four bytes with an index or a length, and the key.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct KeyPath(Box<[u8]>);

const KEY: u8 = 0;
const INDEX: u8 = 1;

impl KeyPath {
    /// The path made of these steps.
    ///
    /// # Panics
    /// If a key is longer than a file can be, 4 GiB.
    pub fn new<'a>(steps: impl IntoIterator<Item = Step<'a>>) -> Self {
        let mut bytes = Vec::new();
        for step in steps {
            match step {
                Step::Key(key) => {
                    let length = u32::try_from(key.len()).expect("a key is shorter than its file");
                    bytes.push(KEY);
                    bytes.extend(length.to_le_bytes());
                    bytes.extend_from_slice(key.as_bytes());
                }
                Step::Index(index) => {
                    bytes.push(INDEX);
                    bytes.extend(index.to_le_bytes());
                }
            }
        }
        Self(bytes.into())
    }

    /// The path of one top-level key.
    pub fn key(key: &str) -> Self {
        Self::new([Step::Key(key)])
    }

    /// This path and one step more.
    #[must_use]
    pub fn join(&self, step: Step<'_>) -> Self {
        Self::new(self.steps().chain([step]))
    }

    /// The steps, from the top.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let (kind, after) = rest.split_first()?;
            let (number, after) = after.split_first_chunk()?;
            let number = u32::from_le_bytes(*number);
            let length = if *kind == KEY { number as usize } else { 0 };
            let (key, after) = after.split_at_checked(length)?;
            rest = after;
            Some(match *kind {
                KEY => Step::Key(str::from_utf8(key).ok()?),
                _ => Step::Index(number),
            })
        })
    }
}

impl fmt::Debug for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.steps()).finish()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_path_has_the_steps_that_it_was_made_of(steps: Vec<Result<String, u32>>, last: u32) {
            let steps = steps.iter().map(|step| match step {
                Ok(key) => Step::Key(key),
                Err(index) => Step::Index(*index),
            });
            let mut steps: Vec<_> = steps.collect();
            let path = KeyPath::new(steps.iter().copied()).join(Step::Index(last));
            steps.push(Step::Index(last));
            prop_assert_eq!(path.steps().collect::<Vec<_>>(), steps);
        }
    }
}
