//! What need not be made or asked again: finished pictures, and what is known of links.
//!
//! In `.briefpress/cache/` of the site, or where the host keeps things from one build to the next: it may be deleted at any
//! time, and what is broken in it is made anew. That of the site tells git to leave it alone.

use std::fs;
use std::path::{Path, PathBuf};

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

    /// Makes the folder, unless there is a link on the way, which could lead out of the site.
    fn open(&self) -> Option<()> {
        let is_link = |path: &Path| {
            path.symlink_metadata()
                .is_ok_and(|found| found.is_symlink())
        };
        if self.own.as_deref().is_some_and(is_link) || is_link(&self.folder) {
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

/// Finished pictures, each under a name that says what it was made from.
#[derive(Debug)]
pub(super) struct DiskShelf(CacheFolder);

impl DiskShelf {
    /// The shelf of the site in this folder.
    pub(super) fn of(site: &Path) -> Self {
        Self(CacheFolder::of(site))
    }
}

/// WebP says in its head how long it is, so that a file that was cut off is noticed.
fn is_whole(bytes: &[u8]) -> bool {
    let length = bytes
        .get(4..8)
        .and_then(|length| length.try_into().ok())
        .map(u32::from_le_bytes);
    bytes.starts_with(b"RIFF")
        && length.is_some_and(|length| bytes.len() as u64 == u64::from(length) + 8)
}

impl Shelf for DiskShelf {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.0.read(name).filter(|bytes| is_whole(bytes))
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        self.0.write(name, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_there_is_found_again_unless_it_is_broken() {
        let site = tempfile::tempdir().unwrap();
        let shelf = DiskShelf::of(site.path());
        let picture = b"RIFF\x04\0\0\0WEBP";
        assert_eq!(shelf.get("a.webp"), None);
        shelf.put("a.webp", picture);
        assert_eq!(shelf.get("a.webp").as_deref(), Some(&picture[..]));
        let ignored = fs::read_to_string(site.path().join(".briefpress/.gitignore")).unwrap();
        assert_eq!(ignored, "*\n");
        fs::write(shelf.0.folder.join("a.webp"), &picture[..9]).unwrap();
        assert_eq!(shelf.get("a.webp"), None);
        assert_eq!(fs::read_dir(&shelf.0.folder).unwrap().count(), 1);
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
