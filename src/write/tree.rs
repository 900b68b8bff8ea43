//! Making a tree beside the old one, and deleting one.
//!
//! Comes in: a target. Goes out: an empty folder with a marker in it. The marker is the first file of a tree and the
//! last to go, so that a tree that was left behind at any moment can be told from a stranger's.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::target::{MARKER, Target, marker};
use crate::fault::{Fault, Result};

/// Files can be read by all and written by their owner, whatever the umask: a host must be able to serve them, and two
/// machines make the same site.
#[derive(Clone, Copy, Debug)]
pub(super) struct Modes {
    /// Whether the umask takes away what files and folders need, so that each must be set by hand.
    adjust: bool,
}

const FILE: u32 = 0o644;
const FOLDER: u32 = 0o755;

/// A folder in the making, deleted when this is dropped.
#[derive(Debug)]
pub(super) struct Tree(PathBuf);

impl Tree {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Lets the folder stay.
    pub(super) fn keep(mut self) -> PathBuf {
        std::mem::take(&mut self.0)
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // What is left all the same has its marker, and goes with the next run.
            let _ = remove(&self.0);
        }
    }
}

/// Opens an empty tree beside `target`.
pub(super) fn open(target: &Target) -> Result<(Tree, Modes)> {
    let failed = |e| Fault::io("can't make a folder in", target.parent(), e);
    let tree = tempfile::Builder::new()
        .prefix(&target.prefix())
        .tempdir_in(target.parent())
        .map_err(failed)?;
    let tree = Tree(tree.keep());
    let modes = mark(tree.path()).map_err(failed)?;
    Ok((tree, modes))
}

/// Puts the marker into a new tree, and sees from its mode what the umask does.
fn mark(tree: &Path) -> io::Result<Modes> {
    set_mode(tree, FOLDER)?;
    let path = tree.join(MARKER);
    let mut file = Modes { adjust: false }.create_file(&path)?;
    file.write_all(marker().as_bytes())?;
    let adjust = has_other_mode(&file, FILE)?;
    if adjust {
        set_mode(&path, FILE)?;
    }
    Ok(Modes { adjust })
}

impl Modes {
    /// For a umask that takes away something.
    #[cfg(test)]
    pub(super) fn for_any_umask() -> Self {
        Self { adjust: true }
    }

    /// Makes a file that must not be there yet.
    pub(super) fn create_file(self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, FILE);
        let file = options.open(path)?;
        if self.adjust {
            set_mode(path, FILE)?;
        }
        Ok(file)
    }

    /// Makes a folder that must not be there yet.
    pub(super) fn create_folder(self, path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        // A umask takes away from this and never adds: nobody else may write into a site.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, FOLDER);
        builder.create(path)?;
        if self.adjust {
            set_mode(path, FOLDER)?;
        }
        Ok(())
    }
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn has_other_mode(file: &File, mode: u32) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(file.metadata()?.permissions().mode() & 0o777 != mode)
}

#[cfg(not(unix))]
fn has_other_mode(_: &File, _: u32) -> io::Result<bool> {
    Ok(false)
}

/// Deletes a tree, its marker last. What can't be deleted at first is tried once more: the disk may have been busy, or
/// somebody may have looked into it.
pub(super) fn remove(tree: &Path) -> io::Result<()> {
    remove_once(tree).or_else(|_| remove_once(tree))
}

fn remove_once(tree: &Path) -> io::Result<()> {
    for entry in fs::read_dir(tree)? {
        let entry = entry?;
        if entry.file_name() == OsStr::new(MARKER) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    match fs::remove_dir_all(tree) {
        // At the second attempt: the first got this far.
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}
