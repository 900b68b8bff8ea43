//! Which folder may be replaced.
//!
//! Comes in: what `--out` says. Goes out: a [`Target`], or a fault, and nothing was touched. Names are compared as the
//! file system compares them, so that no spelling, link or case leads around a rule.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::fault::{Fault, Result};

/// The file that says whose folder it is.
pub(super) const MARKER: &str = ".briefpress";
/// How it begins, whatever the version.
const MARK: &str = "This folder was made by briefpress";
/// What a site is made of.
const SOURCES: [&str; 4] = ["content", "themes", "static", "site.yaml"];

/// The whole text of a marker.
pub(super) fn marker() -> String {
    format!(
        "{MARK} {}. Every build replaces it as a whole: keep nothing of your own in it.\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// The folder that is to be replaced: absolute, every link on the way to it resolved.
#[derive(Debug)]
pub(super) struct Target {
    parent: PathBuf,
    name: OsString,
    path: PathBuf,
}

/// What is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing.
    Nothing,
    /// An empty folder, or one that briefpress made.
    Folder,
}

impl Target {
    /// Finds the place that `out` means, and refuses one that holds, or is held by, what nobody wants to lose.
    pub(super) fn resolve(out: &Path, site: &Path, home: Option<&Path>) -> Result<Self> {
        let refuse = |why: &str| {
            Fault::at("refused to write to", out).hint(format!("{why}; nothing was touched"))
        };
        let site = site
            .canonicalize()
            .map_err(|e| Fault::io("can't find the site", site, e))?;

        let Some(Component::Normal(name)) = out.components().next_back() else {
            return Err(refuse(
                "give the name of a folder of its own, such as --out public",
            ));
        };
        // Also drops a slash at the end, which would make the system follow a link.
        let above = std::path::absolute(out)
            .ok()
            .and_then(|out| out.parent().map(Path::to_owned))
            .ok_or_else(|| refuse("give the name of a folder"))?;
        let parent = resolve_folder(&above).map_err(|e| {
            Fault::io("can't find the folder above", out, e)
                .hint("make it first, or give another --out")
        })?;
        let target = Self {
            path: parent.join(name),
            name: name.to_owned(),
            parent,
        };

        if site.ancestors().any(|above| same(above, &target.path)) {
            return Err(refuse("it holds the site itself"));
        }
        let home = home.and_then(|home| home.canonicalize().ok());
        if home.is_some_and(|home| home.ancestors().any(|above| same(above, &target.path))) {
            return Err(refuse("it is the home folder, or holds it"));
        }
        for source in SOURCES {
            let source = site.join(source);
            if target.path.ancestors().any(|above| same(above, &source)) {
                return Err(refuse("it is part of what the site is made of"));
            }
        }
        Ok(target)
    }

    /// The folder itself.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that it is in.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// A name beside it, for the lock and for trees in the making: `.public.briefpress-lock`.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let mut name = self.prefix();
        name.push(what);
        self.parent.join(name)
    }

    /// How all names beside it begin.
    pub(super) fn prefix(&self) -> OsString {
        let mut prefix = OsString::from(".");
        prefix.push(&self.name);
        prefix.push(".briefpress-");
        prefix
    }

    /// Makes the folders above it. Gives those that were not there.
    pub(super) fn make_parents(&self) -> Result<Parents> {
        let mut made = Parents(Vec::new());
        let missing: Vec<&Path> = (self.parent.ancestors())
            .take_while(|above| !above.is_dir())
            .collect();
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => made.0.push(folder.to_owned()),
                // Another run was quicker.
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                Err(e) => return Err(Fault::io("can't make the folder", folder, e)),
            }
        }
        Ok(made)
    }

    /// What is there now, if it may be replaced.
    pub(super) fn inspect(&self) -> Result<Found> {
        inspect(&self.path)
    }
}

/// Folders that were made to hold the target. When this is dropped they go, if nothing is in them.
#[derive(Debug)]
pub(super) struct Parents(Vec<PathBuf>);

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            // One with something in it stays: the new site, or another's file.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What is at `path`, if it may be replaced.
pub(super) fn inspect(path: &Path) -> Result<Found> {
    let refuse = |why: &str| {
        Fault::at("refused to replace", path).hint(format!("{why}; nothing was touched"))
    };
    let failed = |e| Fault::io("can't read", path, e);
    match path.symlink_metadata() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(e) => return Err(failed(e)),
        Ok(found) if found.is_symlink() => {
            return Err(refuse(
                "it is a symbolic link: give the folder that it leads to",
            ));
        }
        Ok(found) if !found.is_dir() => return Err(refuse("it is not a folder")),
        Ok(_) => {}
    }
    if is_ours(path).map_err(failed)? || is_empty(path).map_err(failed)? {
        Ok(Found::Folder)
    } else {
        Err(refuse(
            "it was not made by briefpress: give another --out, or empty it if nothing in it is needed",
        ))
    }
}

/// Whether `folder` has the marker of briefpress in it.
pub(super) fn is_ours(folder: &Path) -> io::Result<bool> {
    let marker = folder.join(MARKER);
    match marker.symlink_metadata() {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(false),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(e),
    }
    let mut start = Vec::new();
    fs::File::open(marker)?
        .take(MARK.len() as u64)
        .read_to_end(&mut start)?;
    Ok(start == MARK.as_bytes())
}

/// Whether there is nothing in `folder`.
pub(super) fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().is_none())
}

/// Whether there is nothing in `folder` but, at most, a marker: also one that was never written to its end, because its
/// run was killed in the moment between making and filling it.
pub(super) fn is_bare(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        if entry?.file_name() != MARKER {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `path` without links and `..`. What does not exist yet may only be spelled plainly.
fn resolve_folder(path: &Path) -> io::Result<PathBuf> {
    match path.canonicalize() {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    // A link that leads nowhere is there, and must not be taken for a folder to be made.
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(Component::Normal(name))) => Ok(resolve_folder(parent)?.join(name)),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// Whether two paths lead to the same thing: by what the file system says where both exist, else by name. Case is not
/// told apart, since some file systems don't.
fn same(a: &Path, b: &Path) -> bool {
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    identity(a).is_some_and(|a| identity(b) == Some(a)) || lower(a) == lower(b)
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}
