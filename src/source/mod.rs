//! A folder becomes [`Sources`]: the paths and texts of all that a site can be made of.
//!
//! Comes in: the path of a site. Goes out: `site.yaml` and what is under `content/`, `themes/` and `static/`, read
//! once. This room knows neither YAML nor Markdown, and it never follows a symbolic link.

mod again;
mod open;
mod read;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read as _};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic, Files, SourceId};
use crate::fault::Fault;

/// The most bytes a text file may have: a body of 5 MiB and front matter of 64 KiB.
pub const MAX_TEXT: u64 = (5 << 20) + (64 << 10);

/// The folders that a site is made of, beside `site.yaml`.
pub const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// Whether a path could be one of a site's files or folders, as far as its names tell.
pub fn may_be_of_site(path: &str) -> bool {
    let (top, rest) = path.split_once('/').unwrap_or((path, ""));
    let mut depths = (1..).zip(rest.split('/'));
    matches!(path, "site.yaml" | "site.yml")
        || (FOLDERS.contains(&top)
            && depths.all(|(depth, name)| !read::is_passed_over(top, depth, name)))
}

/// The files of one site (and of the theme inside the binary), each under its path relative to the site.
///
/// A path keeps its [`SourceId`] for as long as the value lives. Files are always listed by path, never by id, so
/// that nothing depends on the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    root: Option<PathBuf>,
    files: Vec<SourceFile>,
    /// Every path that was ever seen.
    ids: HashMap<Arc<str>, SourceId>,
    /// The usable files.
    by_path: BTreeMap<Arc<str>, SourceId>,
    refused: Vec<SourceId>,
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
    /// Nothing that may be used: a link, a file too large, a text that is not UTF-8. It has an id only so that a
    /// diagnostic can name it, and the text (bad bytes replaced) only so that its line can be shown.
    Refused(Option<Arc<str>>),
}

impl Sources {
    /// Reads the site in the folder `root`. Text files of `content/` and `themes/` are taken into memory, anything
    /// else is left on disk.
    ///
    /// # Errors
    /// A [`Fault`] if the folder can't be read at all. What is about one file is a diagnostic.
    pub fn read(root: &Path) -> Result<Checked<Self>, Fault> {
        read::read(root)
    }

    /// A site that exists in memory only.
    pub fn from_memory<P: AsRef<str>, T: AsRef<str>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let mut sources = Self::default();
        for (path, text) in files {
            sources.add(path.as_ref(), Content::Text(text.as_ref().into()));
        }
        sources
    }

    /// Reads the whole folder again. What is wrong with any file is told anew.
    ///
    /// # Errors
    /// As [`Sources::read`]. A site in memory stays as it is.
    pub fn read_again(&mut self) -> Result<Vec<Diagnostic>, Fault> {
        match self.root.clone() {
            Some(root) => again::everything(self, &root),
            None => Ok(Vec::new()),
        }
    }

    /// Reads again what is at `path` and below it: a file or a folder, new, changed or gone. What is wrong with any
    /// file there is told anew. A path that is none of a site's changes nothing.
    ///
    /// # Errors
    /// As [`Sources::read`]. A site in memory stays as it is.
    pub fn read_path(&mut self, path: &str) -> Result<Vec<Diagnostic>, Fault> {
        match self.root.clone() {
            Some(root) if !path.is_empty() => again::path(self, &root, path),
            _ => Ok(Vec::new()),
        }
    }

    /// Adds a file, or replaces what a known path holds. A text that is the same as before is not replaced, so that
    /// whoever compares by pointer sees that nothing changed.
    pub fn add(&mut self, path: &str, content: Content) -> SourceId {
        let id = match self.ids.get(path) {
            Some(&id) => {
                let file = &mut self.files[id.index()];
                match (&file.content, &content) {
                    (Content::Text(old), Content::Text(new)) if old == new => {}
                    _ => file.content = content,
                }
                id
            }
            None => self.push(path.into(), content),
        };
        let file = &self.files[id.index()];
        self.refused.retain(|other| *other != id);
        if matches!(file.content, Content::Refused(_)) {
            self.by_path.remove(path);
            self.refused.push(id);
        } else {
            self.by_path.insert(Arc::clone(&file.path), id);
        }
        id
    }

    /// Lists what is at `path` and below it no longer.
    pub fn remove(&mut self, path: &str) {
        let gone = self.delist(path);
        self.let_go(&gone);
    }

    fn push(&mut self, path: Arc<str>, content: Content) -> SourceId {
        let index = u32::try_from(self.files.len())
            .expect("a file system holds no 4 billion files of one site");
        let id = SourceId::new(index);
        self.ids.insert(Arc::clone(&path), id);
        self.files.push(SourceFile { id, path, content });
        id
    }

    /// The folder of the site; none for a site in memory.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The usable file with this path.
    pub fn by_path(&self, path: &str) -> Option<&SourceFile> {
        self.by_path.get(path).map(|&id| self.file(id))
    }

    /// The id of this path, if it was ever seen.
    pub fn id(&self, path: &str) -> Option<SourceId> {
        self.ids.get(path).copied()
    }

    /// The file with this id.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// Whether this file is there, usable or not.
    pub fn is_listed(&self, id: SourceId) -> bool {
        let file = self.file(id);
        self.by_path.get(&file.path) == Some(&id) || self.refused.contains(&id)
    }

    /// Whether this file was in a folder that can't be read any more, so that nobody knows whether it is still there.
    pub fn is_out_of_sight(&self, id: SourceId) -> bool {
        let path = &*self.file(id).path;
        self.refused().any(|folder| {
            path.strip_prefix(&*folder.path)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// The usable files at `path` and below it.
    pub fn at(&self, path: &str) -> impl Iterator<Item = &SourceFile> {
        // `0` comes right after `/`: this is everything that begins with the path and a slash.
        let below = format!("{path}/")..format!("{path}0");
        let below = self.by_path.range::<str, _>((
            Bound::Included(below.start.as_str()),
            Bound::Excluded(below.end.as_str()),
        ));
        let ids: Vec<SourceId> = self
            .by_path
            .get(path)
            .into_iter()
            .chain(below.map(|(_, id)| id))
            .copied()
            .collect();
        ids.into_iter().map(|id| self.file(id))
    }

    /// Where a file of the site is on the disk; none for what is in memory only, and for what is no file of the site.
    pub fn on_disk(&self, path: &str) -> Option<PathBuf> {
        let id = self.id(path).filter(|id| self.is_listed(*id))?;
        let place = self.root.as_ref()?.join(&*self.file(id).path);
        place
            .symlink_metadata()
            .is_ok_and(|metadata| metadata.is_file())
            .then_some(place)
    }

    /// Every usable file, by path.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        self.by_path.values().map(|&id| self.file(id))
    }

    /// Files that are there and can't be used; a diagnostic says why. Whoever reserves addresses wants to know of
    /// them.
    pub fn refused(&self) -> impl Iterator<Item = &SourceFile> {
        self.refused.iter().map(|&id| self.file(id))
    }

    /// The bytes of a file, from memory or from disk.
    ///
    /// # Errors
    /// What the operating system says if the file can't be read, or is by now something else than a regular file
    /// inside the site; `InvalidInput` for a refused file.
    pub fn bytes(&self, id: SourceId) -> io::Result<Cow<'_, [u8]>> {
        match &self.file(id).content {
            Content::Text(text) => Ok(Cow::Borrowed(text.as_bytes())),
            Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::OnDisk { len, .. } => {
                let mut bytes = Vec::with_capacity(usize::try_from(*len).unwrap_or(0));
                self.open(id)?.read_to_end(&mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
            Content::Refused(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// Opens a file that is on disk. No link on the way to it is followed.
    ///
    /// # Errors
    /// As [`Sources::bytes`]; `InvalidInput` for a file that is not on disk.
    pub fn open(&self, id: SourceId) -> io::Result<File> {
        let file = self.file(id);
        match (&file.content, &self.root) {
            (Content::OnDisk { .. }, Some(root)) => open::open_inside(root, &file.path),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
}

impl Files for Sources {
    fn path(&self, source: SourceId) -> &str {
        &self.file(source).path
    }

    fn text(&self, source: SourceId) -> Option<&str> {
        match &self.file(source).content {
            Content::Text(text) => Some(text),
            Content::Refused(text) => text.as_deref(),
            Content::Bytes(_) | Content::OnDisk { .. } => None,
        }
    }
}
