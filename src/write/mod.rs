//! Artifacts become a folder, swapped in whole.
//!
//! Comes in: the place of the output, then files with their bytes, from as many threads as there are. Goes out: a
//! folder that is the old one or the new one at every moment, whoever kills the process. This room does not know
//! what a brief is.
//!
//! 1. [`Output::prepare`] looks whether the folder may be replaced, takes the lock, mends what a killed run left
//!    behind, and opens a folder beside the old one.
//! 2. [`Output::write`] fills it.
//! 3. [`Output::commit`] puts it in the place of the old one, by exchange where the system can, else by two renames,
//!    and deletes the old one.
//!
//! An output that is dropped without a commit leaves everything as it was.

mod lock;
mod place;
mod single;
mod swap;
mod target;
mod tree;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::fault::{Fault, Result};
use lock::Lock;
pub use single::{Batch, Placed, create, look, replace};
use swap::Exchange;
use target::{MARKER, Parents, Target};
use tree::{Modes, Tree};

/// A folder in the making.
#[derive(Debug)]
pub struct Output {
    // Dropped in this order: the unfinished tree goes before the lock opens, and then the folders that hold them.
    tree: Tree,
    _lock: Lock,
    _parents: Parents,
    target: Target,
    exchange: Exchange,
    modes: Modes,
    names: Mutex<HashMap<Box<str>, Name>>,
    files: AtomicUsize,
    bytes: AtomicU64,
}

/// What a path in the new folder is.
#[derive(Debug)]
enum Name {
    File,
    /// A folder, and the file it was first made for.
    Folder(Box<str>),
}

/// What a file is made of.
#[derive(Debug)]
pub enum Body<'a> {
    /// These bytes.
    Bytes(&'a [u8]),
    /// All that is left to read in this file.
    File(File),
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How many files.
    pub files: usize,
    /// How many bytes in them.
    pub bytes: u64,
}

impl Output {
    /// Opens a new folder that will take the place of `out`. Folders above `out` are made if they are missing.
    ///
    /// # Errors
    /// A [`Fault`], and nothing is touched, if `out` is not a folder that briefpress made, an empty folder or a new
    /// name; if it is, holds or lies in the sources of the site at `site`; if it is or holds the home folder; or if
    /// another run is writing to it.
    pub fn prepare(out: &Path, site: &Path) -> Result<Self> {
        let home = std::env::home_dir();
        Self::prepare_with(out, site, home.as_deref(), Exchange::IfPossible)
    }

    fn prepare_with(
        out: &Path,
        site: &Path,
        home: Option<&Path>,
        exchange: Exchange,
    ) -> Result<Self> {
        let target = Target::resolve(out, site, home)?;
        target.inspect()?;
        let parents = target.make_parents()?;
        let lock = Lock::take(target.beside("lock"))?;
        swap::mend(&target)?;
        // Again, now that nobody else can be at work here.
        target.inspect()?;
        let (tree, modes) = tree::open(&target)?;
        Ok(Self {
            tree,
            _lock: lock,
            _parents: parents,
            target,
            exchange,
            modes,
            names: Mutex::default(),
            files: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        })
    }

    /// Writes one file. `file` is its path inside the folder, with `/`: `briefs/runway/index.html`. May be called
    /// from many threads at once.
    ///
    /// # Errors
    /// A [`Fault`] if `file` would lie outside the folder, if it was written before, if a file would have to be a
    /// folder too, or if the system refuses.
    pub fn write(&self, file: &str, body: Body<'_>) -> Result<()> {
        self.claim(file)?;
        let path = self.tree.path().join(file);
        let written = self.fill(&path, body).map_err(|e| self.refused(file, e))?;
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(written, Ordering::Relaxed);
        Ok(())
    }

    /// Writes more to the end of a file that was written before. One thread at a time may do so for one file.
    ///
    /// # Errors
    /// A [`Fault`] if the file was not written before, or if the system refuses.
    pub fn append(&self, file: &str, bytes: &[u8]) -> Result<()> {
        let path = self.tree.path().join(file);
        OpenOptions::new()
            .append(true)
            .open(path)
            .and_then(|mut opened| opened.write_all(bytes))
            .map_err(|e| self.refused(file, e))?;
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn fill(&self, path: &Path, body: Body<'_>) -> io::Result<u64> {
        let mut file = self.modes.create_file(path)?;
        match body {
            Body::Bytes(bytes) => {
                file.write_all(bytes)?;
                Ok(bytes.len() as u64)
            }
            Body::File(mut from) => io::copy(&mut from, &mut file),
        }
    }

    /// A fault that names the file where people will look for it, not where it is being made.
    fn refused(&self, file: &str, cause: io::Error) -> Fault {
        Fault::io("can't write", self.target.path().join(file), cause)
    }

    /// Notes that `file` is taken, and makes the folders above it.
    fn claim(&self, file: &str) -> Result<()> {
        let inside = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
        if !file.split('/').all(inside) || file == MARKER || (cfg!(windows) && file.contains(':')) {
            return Err(Fault::at("this is no name for a file of a site:", file));
        }
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        match names.get(file) {
            Some(Name::File) => return Err(Fault::at("two pages want to be the same file:", file)),
            Some(Name::Folder(other)) => return Err(clash(file, other)),
            None => {}
        }
        for (slash, _) in file.match_indices('/') {
            let folder = &file[..slash];
            match names.get(folder) {
                Some(Name::Folder(_)) => {}
                Some(Name::File) => return Err(clash(folder, file)),
                None => {
                    self.modes
                        .create_folder(&self.tree.path().join(folder))
                        .map_err(|e| self.refused(folder, e))?;
                    names.insert(folder.into(), Name::Folder(file.into()));
                }
            }
        }
        names.insert(file.into(), Name::File);
        Ok(())
    }

    /// Puts the new folder in the place of the old one.
    ///
    /// # Errors
    /// A [`Fault`] if the system refuses, or if the old folder is by now another one. Unless the fault says
    /// otherwise, the old folder is as it was.
    pub fn commit(self) -> Result<Summary> {
        let summary = Summary {
            files: self.files.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        };
        // From here on another folder may be at the tree's path: it is no longer deleted without a look.
        let tree = self.tree.keep();
        let old = swap::swap(&tree, &self.target, self.exchange).inspect_err(|_| {
            if target::is_ours(&tree).unwrap_or(false) {
                let _ = tree::remove(&tree);
            }
        })?;
        if let Some(old) = old {
            tree::remove(&old).map_err(|e| {
                Fault::io(
                    "the new site is in place, but the old one can't be deleted:",
                    &old,
                    e,
                )
                .hint("the next build tries again")
            })?;
        }
        Ok(summary)
    }
}

fn clash(file: &str, inside: &str) -> Fault {
    Fault::new(format!(
        "one page wants to be the file {file:?} and another wants to be {inside:?} inside it"
    ))
}

#[cfg(test)]
mod tests;
