//! The folder of the site itself, which can be moved away, deleted, or replaced by another of the same name.
//!
//! Comes in: its path, now and then. Goes out: whether it is still the folder that is watched. The system's watches stay
//! with a folder wherever it goes, so that one in its place is heard of by nobody.

use std::path::{Path, PathBuf};

/// The folder as it was when its watches were set.
#[derive(Debug)]
pub(super) struct Root {
    path: PathBuf,
    identity: Option<Identity>,
}

/// What tells one folder from another under the same name.
type Identity = (u64, u64);

/// What became of the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is where it was.
    Same,
    /// It is gone, and was there when it was last asked for.
    Gone,
    /// It is still gone.
    StillGone,
    /// There is one again, or another one.
    Back,
}

impl Root {
    pub(super) fn new(path: PathBuf) -> Self {
        let identity = identity(&path);
        Self { path, identity }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What became of it since it was last asked for.
    pub(super) fn fate(&mut self) -> Fate {
        let before = std::mem::replace(&mut self.identity, identity(&self.path));
        match (before, self.identity) {
            (None, None) => Fate::StillGone,
            (Some(_), None) => Fate::Gone,
            (before, now) if before == now => Fate::Same,
            _ => Fate::Back,
        }
    }
}

/// Of the folder at this path; none if there is no folder.
fn identity(path: &Path) -> Option<Identity> {
    let metadata = path
        .symlink_metadata()
        .ok()
        .filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    // Elsewhere a folder is told by when it was made, as far as the system knows.
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok();
        let made = made.and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        made.map_or(Some((0, 0)), |made| {
            Some((made.as_secs(), made.subsec_nanos().into()))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_that_goes_and_one_that_takes_its_place_are_noticed() {
        let above = tempfile::tempdir().unwrap();
        let [site, other] = ["site", "other"].map(|name| above.path().join(name));
        fs::create_dir(&site).unwrap();
        let mut root = Root::new(site.clone());
        assert_eq!(root.fate(), Fate::Same);
        fs::rename(&site, &other).unwrap();
        assert_eq!(root.fate(), Fate::Gone);
        assert_eq!(root.fate(), Fate::StillGone);
        fs::write(&site, "a file is no folder").unwrap();
        assert_eq!(root.fate(), Fate::StillGone);
        fs::remove_file(&site).unwrap();
        fs::rename(&other, &site).unwrap();
        assert_eq!(root.fate(), Fate::Back);
        assert_eq!(root.fate(), Fate::Same);
        // Another one, before anybody asked.
        fs::create_dir(&other).unwrap();
        fs::rename(&site, above.path().join("old")).unwrap();
        fs::rename(&other, &site).unwrap();
        #[cfg(unix)]
        assert_eq!(root.fate(), Fate::Back);
    }
}
