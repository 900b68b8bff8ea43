//! New files, beside what is there.
//!
//! Comes in: paths and bytes. Goes out: the files, each whole or not at all, and all of them or none; never in the place
//! of another, and never through a link. Whoever kills the process, no file is ever there in part.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::place::{Place, place};
use crate::fault::{Fault, Result};

/// What stands at a path now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// The new file.
    Created,
    /// A file with these very bytes, which was there before.
    Unchanged,
    /// Something else, which was there before and is as it was.
    Taken,
}

/// What would stand at `path` after a file of these bytes was created there, without writing anything.
///
/// # Errors
/// A [`Fault`] if what is there can't be read.
pub fn look(path: &Path, bytes: &[u8]) -> Result<Placed> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Placed::Created);
        }
        Err(e) => return Err(Fault::io("can't read", path, e)),
    };
    if !found.is_file() || found.len() != bytes.len() as u64 {
        return Ok(Placed::Taken);
    }
    let there = fs::read(path).map_err(|e| Fault::io("can't read", path, e))?;
    Ok(if there == bytes {
        Placed::Unchanged
    } else {
        Placed::Taken
    })
}

/// New files that belong together. Unless they are [kept](Batch::keep), they go again, and the folders that were made for
/// them.
#[derive(Debug, Default)]
pub struct Batch {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// Files that were replaced, and what was in them.
    replaced: Vec<(PathBuf, Vec<u8>)>,
}

impl Batch {
    /// Writes `bytes` to the file `path` (relative, with `/`) under `root`, unless something is there. Folders on the way
    /// are made if they are missing; inside of `root` each must be a folder, and no link to one.
    ///
    /// # Errors
    /// A [`Fault`] if the file can't be written, or if something else than a folder is on the way to it.
    pub fn create(&mut self, root: &Path, path: &str, bytes: &[u8]) -> Result<Placed> {
        let path = root.join(path);
        match look(&path, bytes)? {
            Placed::Created => {}
            placed => return Ok(placed),
        }
        self.folder(root, path.parent().unwrap_or(root))?;
        match place(&path, bytes, Place::New) {
            Ok(()) => {
                self.files.push(path);
                Ok(Placed::Created)
            }
            // Somebody else was quicker.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => look(&path, bytes),
            Err(e) => Err(Fault::io("can't write", &path, e)),
        }
    }

    /// The same, but in the place of a file that is there.
    ///
    /// # Errors
    /// As [`Batch::create`].
    pub fn replace(&mut self, root: &Path, path: &str, bytes: &[u8]) -> Result<()> {
        if self.create(root, path, bytes)? != Placed::Taken {
            return Ok(());
        }
        let path = root.join(path);
        let old = fs::read(&path).map_err(|e| Fault::io("can't read", &path, e))?;
        replace(&path, bytes).map_err(|e| Fault::io("can't write", &path, e))?;
        self.replaced.push((path, old));
        Ok(())
    }

    /// Lets the files stay.
    pub fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
        self.replaced.clear();
    }

    /// Makes a folder and those above it.
    fn folder(&mut self, root: &Path, folder: &Path) -> Result<()> {
        let inside = folder != root && folder.starts_with(root);
        let found = if folder.as_os_str().is_empty() {
            return Ok(());
        } else if inside {
            fs::symlink_metadata(folder)
        } else {
            // What lies above the site is the author's own: links are welcome there.
            fs::metadata(folder)
        };
        match found {
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(found) if found.is_symlink() => {
                return Err(Fault::at("refused: a symbolic link is in the way:", folder)
                    .hint("links inside a site are never followed; put a folder in its place"));
            }
            Ok(_) => return Err(Fault::at("no folder, and in the way:", folder)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(Fault::io("can't look at", folder, e)),
        }
        if let Some(above) = folder.parent() {
            self.folder(root, above)?;
        }
        match fs::create_dir(folder) {
            Ok(()) => {
                self.folders.push(folder.to_owned());
                Ok(())
            }
            // Somebody else was quicker: it is looked at as any other.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
            Err(e) => Err(Fault::io("can't make the folder", folder, e)),
        }
    }
}

impl Drop for Batch {
    /// Takes away what was made. What can't be taken away stays: the fault that led here is the one to tell.
    fn drop(&mut self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for (file, old) in &self.replaced {
            let _ = replace(file, old);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Writes one file: a [`Batch`] of its own.
///
/// # Errors
/// As [`Batch::create`]. Then nothing is left behind.
pub fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<Placed> {
    let mut batch = Batch::default();
    let placed = batch.create(root, path, bytes)?;
    batch.keep();
    Ok(placed)
}

/// Writes `bytes` to the file `path`, in the place of whatever file was there. What was there is there until the new one
/// is.
///
/// # Errors
/// What the system says; then the old file is as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    place(path, bytes, Place::Instead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_never_replaced() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("a/b/c.md");
        assert_eq!(look(&path, b"one").unwrap(), Placed::Created);
        let create = |path: &str, bytes: &[u8]| create(above.path(), path, bytes).unwrap();
        assert_eq!(create("a/b/c.md", b"one"), Placed::Created);
        assert_eq!(create("a/b/c.md", b"one"), Placed::Unchanged);
        assert_eq!(create("a/b/c.md", b"two"), Placed::Taken);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(create("a", b""), Placed::Taken);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_something_else_and_leads_nowhere() {
        let above = tempfile::tempdir().unwrap();
        let (root, outside) = (above.path().join("site"), above.path().join("outside"));
        fs::create_dir(&root).unwrap();
        fs::create_dir(&outside).unwrap();
        std::os::unix::fs::symlink(outside.join("x"), root.join("link.md")).unwrap();
        std::os::unix::fs::symlink(&outside, root.join("content")).unwrap();
        assert_eq!(create(&root, "link.md", b"one").unwrap(), Placed::Taken);
        assert!(create(&root, "content/a.md", b"one").is_err());
        assert!(create(&root, "content/b/a.md", b"one").is_err());
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
        // The site itself may be found by a link.
        std::os::unix::fs::symlink(&outside, above.path().join("here")).unwrap();
        let placed = create(&above.path().join("here"), "a/b.md", b"one").unwrap();
        assert_eq!(placed, Placed::Created);
    }

    #[test]
    fn what_can_not_be_written_is_told_and_nothing_is_left_of_the_rest() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().join("new/site");
        let mut batch = Batch::default();
        let mut create = |path: &str| batch.create(&root, path, b"x");
        assert_eq!(create("a").unwrap(), Placed::Created);
        assert_eq!(create("b/c/d").unwrap(), Placed::Created);
        let fault = create("a/e").unwrap_err().to_string();
        assert!(fault.contains("site/a"), "{fault}");
        drop(batch);
        assert_eq!(fs::read_dir(above.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_was_replaced_comes_back_unless_it_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let page = root.path().join("page.1");
        fs::write(&page, "old").unwrap();
        let mut batch = Batch::default();
        batch.replace(root.path(), "page.1", b"new").unwrap();
        batch.replace(root.path(), "other/page.2", b"new").unwrap();
        assert_eq!(fs::read_to_string(&page).unwrap(), "new");
        drop(batch);
        assert_eq!(fs::read_to_string(&page).unwrap(), "old");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.1");
        for text in ["one", "two, which is longer", ""] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(replace(&folder.path().join("none/page.1"), b"").is_err());
    }
}
