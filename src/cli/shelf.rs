//! What need not be made or asked again: finished pictures and cards, and what is known of links.
//!
//! In `.briefpress/cache/` of the site, or where the host keeps things from one build to the next: it may be deleted at any
//! time, and what is broken in it is made anew. That of the site tells git to leave it alone.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::host;
use crate::picture::Shelf;
use crate::write;

/// The folder of a site in which things are kept from one run to the next.
#[derive(Debug)]
pub(super) struct CacheFolder {
    folder: PathBuf,
    /// The folder `.briefpress` around it, if it is inside the site.
    own: Option<PathBuf>,
}

impl CacheFolder {
    /// That of the site in this folder, or the host's if there is one. Nothing is made before something is put there.
    pub(super) fn of(site: &Path) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let kept = host::kept_folder(variable, Path::is_dir);
        kept.map_or_else(|| Self::inside(site), |kept| Self::at_host(&kept))
    }

    fn inside(site: &Path) -> Self {
        let own = site.join(".briefpress");
        Self {
            folder: own.join("cache"),
            own: Some(own),
        }
    }

    fn at_host(kept: &Path) -> Self {
        Self {
            folder: kept.join("briefpress"),
            own: None,
        }
    }

    /// Whether there is no link on the way, which could lead out of the site.
    fn is_straight(&self) -> bool {
        let is_link = |path: &Path| {
            path.symlink_metadata()
                .is_ok_and(|found| found.is_symlink())
        };
        !self.own.as_deref().is_some_and(is_link) && !is_link(&self.folder)
    }

    /// Makes the folder.
    fn open(&self) -> Option<()> {
        if !self.is_straight() {
            return None;
        }
        if !self.folder.is_dir() {
            fs::create_dir_all(&self.folder).ok()?;
        }
        let Some(own) = &self.own else {
            return Some(());
        };
        let ignore = own.join(".gitignore");
        // A link that leads nowhere is there too.
        if ignore.symlink_metadata().is_err() {
            write::replace(&ignore, b"*\n").ok()?;
        }
        Some(())
    }

    /// Takes away every file but those whose names are to stay. What can't be taken away stays.
    fn keep_only(&self, stays: impl Fn(&str) -> bool) {
        if !self.is_straight() {
            return;
        }
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| !stays(name)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// What was put there under this name.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        let path = self.folder.join(name);
        let regular = path.symlink_metadata().is_ok_and(|found| found.is_file());
        regular.then(|| fs::read(path).ok())?
    }

    /// Puts something there. Where that fails, nothing is lost but time.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) {
        if self.open().is_none() {
            return;
        }
        // Another run may be at work on the same one: whoever is last wins.
        let _ = write::replace(&self.folder.join(name), bytes);
    }
}

/// What the names of pictures and cards have in them; also of those that a killed run left half done.
const KINDS: [&str; 2] = [".webp", ".card"];

/// Finished pictures and cards, each under a name that says what it was made from.
#[derive(Debug)]
pub(super) struct DiskShelf {
    cache: CacheFolder,
    /// What was asked for or put there in this run.
    used: Mutex<HashSet<String>>,
}

impl DiskShelf {
    /// The shelf of the site in this folder.
    pub(super) fn of(site: &Path) -> Self {
        Self {
            cache: CacheFolder::of(site),
            used: Mutex::default(),
        }
    }

    /// Takes away the pictures and cards that this run had no use for: whatever they were made from has changed. Another
    /// run that would have liked one makes it anew.
    pub(super) fn sweep(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.cache.keep_only(|name| {
            let is_ours = KINDS.iter().any(|kind| name.contains(kind));
            !is_ours || used.contains(name)
        });
    }

    fn use_of(&self, name: &str) {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if !used.contains(name) {
            used.insert(name.to_owned());
        }
    }
}

impl Shelf for DiskShelf {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.use_of(name);
        self.cache.read(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        self.use_of(name);
        self.cache.write(name, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_there_is_found_again() {
        let site = tempfile::tempdir().unwrap();
        let shelf = DiskShelf::of(site.path());
        let picture = b"any bytes";
        assert_eq!(shelf.get("a.webp"), None);
        shelf.put("a.webp", picture);
        assert_eq!(shelf.get("a.webp").as_deref(), Some(&picture[..]));
        let ignored = fs::read_to_string(site.path().join(".briefpress/.gitignore")).unwrap();
        assert_eq!(ignored, "*\n");
        assert_eq!(fs::read_dir(&shelf.cache.folder).unwrap().count(), 1);
    }

    #[test]
    fn what_a_run_had_no_use_for_goes_and_what_is_no_picture_stays() {
        let site = tempfile::tempdir().unwrap();
        let before = DiskShelf::of(site.path());
        for name in [
            "a.webp",
            "b.webp",
            "c.card",
            "c.card.briefpress-new",
            "d.card",
            "links.json",
        ] {
            before.put(name, b"x");
        }
        let shelf = DiskShelf::of(site.path());
        assert!(shelf.get("a.webp").is_some());
        shelf.put("d.card", b"y");
        shelf.sweep();
        let mut left: Vec<_> = fs::read_dir(&shelf.cache.folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["a.webp", "d.card", "links.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_taken_away_through_a_link() {
        let (site, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(site.path().join(".briefpress")).unwrap();
        fs::write(elsewhere.path().join("holiday.webp"), "x").unwrap();
        let cache = site.path().join(".briefpress/cache");
        std::os::unix::fs::symlink(elsewhere.path(), cache).unwrap();
        DiskShelf::of(site.path()).sweep();
        assert!(elsewhere.path().join("holiday.webp").is_file());
    }

    #[test]
    fn what_a_host_keeps_lies_outside_of_the_site() {
        let kept = tempfile::tempdir().unwrap();
        let folder = CacheFolder::at_host(kept.path());
        folder.write("links.json", b"{}");
        assert_eq!(folder.read("links.json").as_deref(), Some(&b"{}"[..]));
        let made = fs::read_dir(kept.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        assert_eq!(made.collect::<Vec<_>>(), ["briefpress"]);
    }
}
