//! Where finished pictures may be put, so that the next build finds them.

/// A place for finished pictures, given in at the edge. It may forget anything at any time.
pub trait Shelf: Sync {
    /// The picture under this name, if it is still there.
    fn get(&self, name: &str) -> Option<Vec<u8>>;

    /// Puts a picture there, if there is room.
    fn put(&self, name: &str, bytes: &[u8]);
}

/// No place at all.
#[derive(Clone, Copy, Debug)]
pub struct NoShelf;

impl Shelf for NoShelf {
    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, _: &str, _: &[u8]) {}
}
