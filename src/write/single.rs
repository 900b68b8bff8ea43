//! One new file, beside what is there.
//!
//! Comes in: a path and bytes. Goes out: the file, whole or not at all, and never in the place of another.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

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

/// What would stand at `path` after [`create`], without writing anything.
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

/// Writes `bytes` to `path`, unless something is there. Folders above it are made if they are missing.
///
/// # Errors
/// A [`Fault`] if the file can't be written. Nothing half-written is left behind.
pub fn create(path: &Path, bytes: &[u8]) -> Result<Placed> {
    match look(path, bytes)? {
        Placed::Created => {}
        placed => return Ok(placed),
    }
    let fault = |e: io::Error| Fault::io("can't write", path, e);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(fault)?;
    let mut builder = tempfile::Builder::new();
    // As any other new file: the temporary one is for its owner only, otherwise.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder
        .prefix(".briefpress-")
        .tempfile_in(folder)
        .map_err(fault)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(fault)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(Placed::Created),
        // Somebody else was quicker.
        Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => look(path, bytes),
        Err(e) => Err(fault(e.error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_once_and_never_replaced() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("a/b/c.md");
        assert_eq!(look(&path, b"one").unwrap(), Placed::Created);
        assert_eq!(create(&path, b"one").unwrap(), Placed::Created);
        assert_eq!(create(&path, b"one").unwrap(), Placed::Unchanged);
        assert_eq!(create(&path, b"two").unwrap(), Placed::Taken);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(create(&above.path().join("a"), b"").unwrap(), Placed::Taken);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_something_else() {
        let above = tempfile::tempdir().unwrap();
        let path = above.path().join("link.md");
        std::os::unix::fs::symlink(above.path().join("nowhere"), &path).unwrap();
        assert_eq!(create(&path, b"one").unwrap(), Placed::Taken);
        assert!(!above.path().join("nowhere").exists());
    }

    #[test]
    fn what_can_not_be_written_is_told() {
        let above = tempfile::tempdir().unwrap();
        fs::write(above.path().join("file"), "").unwrap();
        assert!(create(&above.path().join("file/x.md"), b"").is_err());
    }
}
