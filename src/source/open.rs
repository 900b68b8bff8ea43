//! Opening a file so that nobody can lead the reader out of the site.
//!
//! Comes in: the folder of a site and a path inside it. Goes out: an open regular file. No symbolic link is followed,
//! neither at the end of the path nor on the way, even if one is put there between the walk and the opening; and a
//! pipe or a device never makes the reader wait.

use std::fs::File;
use std::io;
use std::path::Path;

/// Opens the regular file at `path` (relative, with `/`) under `root`.
pub(super) fn open_inside(root: &Path, path: &str) -> io::Result<File> {
    let file = open(root, path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        ))
    }
}

/// One folder after the other, each relative to the one before: what is checked is what is opened.
#[cfg(unix)]
fn open(root: &Path, path: &str) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags, openat};

    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at = openat(rustix::fs::CWD, root, folder, Mode::empty())?;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        if matches!(part, "" | "." | "..") {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let flags = if parts.peek().is_some() {
            folder | OFlags::NOFOLLOW
        } else {
            OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK
        };
        at = openat(&at, part, flags, Mode::empty())?;
    }
    Ok(at.into())
}

/// Elsewhere each step is looked at first. A link that is put there at the right moment would be followed.
#[cfg(not(unix))]
fn open(root: &Path, path: &str) -> io::Result<File> {
    let mut at = root.to_owned();
    for part in path.split('/') {
        if matches!(part, "" | "." | "..") || part.contains(['\\', ':']) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        at.push(part);
        if at.symlink_metadata()?.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
    }
    File::open(at)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::open_inside;

    #[test]
    fn only_regular_files_inside_are_opened() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("secret"), "s").unwrap();
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        fs::create_dir_all(root.join("static/a")).unwrap();
        fs::write(root.join("static/a/x"), "x").unwrap();
        symlink(outside.path(), root.join("static/folder")).unwrap();
        symlink(outside.path().join("secret"), root.join("static/leaf")).unwrap();
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            root.join("static/pipe"),
            rustix::fs::Mode::RUSR,
        )
        .unwrap();

        assert!(open_inside(root, "static/a/x").is_ok());
        for path in [
            "static/folder/secret",
            "static/leaf",
            "static/pipe",
            "static/a",
            "static/../static/a/x",
            "/etc/passwd",
            "static//a/x",
            "static/none",
            "",
        ] {
            assert!(open_inside(root, path).is_err(), "{path} was opened");
        }
    }
}
