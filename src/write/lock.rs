//! One run at a time for one folder.
//!
//! Comes in: the path of a lock file. Goes out: a [`Lock`] that the system opens by itself when the process ends, in
//! whatever way: a dead run blocks nobody. The file itself goes with the lock, unless the run was killed; then the
//! next run takes it over.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};

/// The right to write to a folder.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, without waiting.
    pub(super) fn take(path: PathBuf) -> Result<Self> {
        loop {
            let (file, made) = open(&path).map_err(|e| Fault::io("can't write", &path, e))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Fault::at(
                        "another briefpress is writing to this folder; its lock is",
                        path,
                    )
                    .hint("wait for it to end, or give another --out"));
                }
                // Some network file systems have no locks. There, two runs at once are the user's to avoid.
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(e)) => {
                    if made {
                        let _ = fs::remove_file(&path);
                    }
                    return Err(Fault::io("can't lock", path, e));
                }
            }
            // Whoever held it before us may have deleted the file that we opened: then ours locks nothing.
            if is_at(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still locked, so that nobody else's file is deleted. Elsewhere an open file can't be.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The file at `path`, and whether it was made just now.
fn open(path: &Path) -> io::Result<(File, bool)> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    match options.clone().create_new(true).open(path) {
        Ok(file) => Ok((file, true)),
        // Gone again by now, perhaps: then it is made after all.
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            let file = options.create(true).truncate(false).open(path)?;
            Ok((file, false))
        }
        Err(e) => Err(e),
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity =
        |found: io::Result<fs::Metadata>| found.ok().map(|found| (found.dev(), found.ino()));
    identity(file.metadata()) == identity(path.symlink_metadata())
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}
