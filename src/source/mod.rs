//! A folder becomes [`Sources`]: paths, texts and hashes.
//!
//! Comes in: the path of a site. Goes out: every file that a site can be made of, read once. This room knows
//! neither YAML nor Markdown, and it never follows a symbolic link out of the site.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::diagnostic::{Files, SourceId};

/// The files of one site (and of the theme inside the binary), each under its path relative to the site.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    root: Option<PathBuf>,
    files: Vec<SourceFile>,
    by_path: BTreeMap<Arc<str>, SourceId>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its id in [`Sources`].
    pub id: SourceId,
    /// Relative to the site, with `/`: `content/briefs/runway.md`.
    pub path: Arc<str>,
    /// What is in it.
    pub content: Content,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// Text, in memory, without a byte order mark.
    Text(Arc<str>),
    /// Bytes in memory: from the theme inside the binary, or a test.
    Bytes(Arc<[u8]>),
    /// A file that stays on disk until it is written out: a picture, a font.
    OnDisk {
        /// Its length in bytes.
        len: u64,
        /// Its modification time in nanoseconds since 1970, to notice changes.
        modified: u128,
    },
}

impl Files for Sources {
    fn path(&self, source: SourceId) -> &str {
        &self.files[source.index()].path
    }

    fn text(&self, source: SourceId) -> Option<&str> {
        match &self.files[source.index()].content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }
}
