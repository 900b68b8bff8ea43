//! The new folder takes the place of the old one.
//!
//! Comes in: a finished tree and a target. Goes out: the target is the tree, and the old folder is somewhere else.
//! Also mends what a killed run left behind; only the holder of the lock may call anything here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::target::{Found, Target, inspect, is_bare, is_ours};
use super::tree;
use crate::fault::{Fault, Result};

/// Whether two folders may change places in one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exchange {
    /// If the system and the file system can.
    IfPossible,
    /// No: by two renames.
    #[cfg(test)]
    Never,
}

/// The name of the old folder between two renames.
const OLD: &str = "old";

/// Puts `tree` in the place of `target`. Gives the path at which the old folder is now, if there was one.
pub(super) fn swap(tree: &Path, target: &Target, exchange: Exchange) -> Result<Option<PathBuf>> {
    let path = target.path();
    let failed = |e: io::Error| {
        let fault = Fault::io("can't put the new site in place of", path, e);
        match fault.kind() {
            Some(io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices) => {
                fault.hint("a mount point can't be replaced: give a folder inside it as --out")
            }
            _ => fault,
        }
    };
    if inspect(path)? == Found::Nothing {
        fs::rename(tree, path).map_err(failed)?;
        return Ok(None);
    }
    if exchange == Exchange::IfPossible {
        match exchange_folders(tree, path) {
            Ok(()) => {
                // What was there may have been changed for another folder in the last moment.
                if let Err(fault) = inspect(tree) {
                    exchange_folders(tree, path).map_err(failed)?;
                    return Err(fault);
                }
                return Ok(Some(tree.to_owned()));
            }
            Err(e) if is_unsupported(&e) => {}
            Err(e) => return Err(failed(e)),
        }
    }
    let old = target.beside(OLD);
    fs::rename(path, &old).map_err(failed)?;
    // Killed here, the target is missing; `mend` puts the old folder back.
    if let Err(e) = fs::rename(tree, path) {
        fs::rename(&old, path).map_err(failed)?;
        return Err(failed(e));
    }
    Ok(Some(old))
}

/// Changes two folders for each other in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_folders(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_folders(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Old kernels, some file systems, and sandboxes that do not know the call.
fn is_unsupported(e: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, PermissionDenied, Unsupported};
    matches!(e.kind(), InvalidInput | PermissionDenied | Unsupported)
}

/// Puts back an old folder that a killed run had moved away, and deletes the trees that killed runs left behind.
pub(super) fn mend(target: &Target) -> Result<()> {
    let old = target.beside(OLD);
    let failed = |path: &Path, e| Fault::io("can't clear away what an earlier run left:", path, e);
    let missing = |path: &Path| {
        path.symlink_metadata()
            .is_err_and(|e| e.kind() == io::ErrorKind::NotFound)
    };
    if missing(target.path()) && !missing(&old) && is_ours(&old).map_err(|e| failed(&old, e))? {
        fs::rename(&old, target.path()).map_err(|e| failed(&old, e))?;
    }

    let parent = target.parent();
    let prefix = target.prefix();
    for entry in fs::read_dir(parent).map_err(|e| failed(parent, e))? {
        let entry = entry.map_err(|e| failed(parent, e))?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(rest) = name
            .as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes())
        else {
            continue;
        };
        let ours = rest == OLD.as_bytes()
            || (rest.len() == 6 && rest.iter().all(u8::is_ascii_alphanumeric));
        let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        // A tree has a marker from its first file to its last; a stranger's folder has none.
        if ours && folder && (is_ours(&path).unwrap_or(false) || is_bare(&path).unwrap_or(false)) {
            tree::remove(&path).map_err(|e| failed(&path, e))?;
        }
    }
    Ok(())
}
