//! Reading again what may have changed, while everything else stays as it was.
//!
//! Comes in: [`Sources`], and one path that was made, changed, moved or deleted, or no path for all of them. Goes out:
//! the same as reading the folder anew would give, but that a file whose text is the same keeps the very same text in
//! memory, so that whoever compares by pointer sees that nothing changed.

use std::path::Path;

use super::read::{CONFIG, Found, collect, config, contents, fill, is_passed_over, walk};
use super::{Content, FOLDERS, Sources};
use crate::diagnostic::{Diagnostic, SourceId};
use crate::fault::Result;

/// Reads the whole folder again.
pub(super) fn everything(sources: &mut Sources, root: &Path) -> Result<Vec<Diagnostic>> {
    let found = collect(root)?;
    replace(sources, root, "", found)
}

/// Reads again what is at `path` and below it: a file or a folder, or nothing any more.
pub(super) fn path(sources: &mut Sources, root: &Path, path: &str) -> Result<Vec<Diagnostic>> {
    let found = collect_at(root, path)?;
    replace(sources, root, path, found)
}

/// Puts what was found at `path` in the place of what was known there.
fn replace(
    sources: &mut Sources,
    root: &Path,
    path: &str,
    found: Vec<Found>,
) -> Result<Vec<Diagnostic>> {
    let contents = contents(root, found)?;
    let known = sources.delist(path);
    let mut diagnostics = Vec::new();
    for (path, content) in contents {
        fill(sources, &path, content, &mut diagnostics);
    }
    sources.let_go(&known);
    Ok(diagnostics)
}

/// The files at `path` and below it, as a walk over the whole site would find them.
fn collect_at(root: &Path, path: &str) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    if matches!(path, CONFIG | "site.yml") {
        found = config(root)?;
        found.retain(|file| file.path == path);
    }
    let top = path.split('/').next().unwrap_or(path);
    if FOLDERS.contains(&top) && is_reached(root, path) {
        walk(root, path, &mut found)?;
        found.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(found)
}

/// Whether a walk over the site comes to `path`: through real folders, and past nothing that it passes over.
fn is_reached(root: &Path, path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    if parts.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return false;
    }
    let mut folder = root.to_owned();
    for (depth, part) in parts.iter().enumerate() {
        if depth > 0 {
            let is_folder = folder.symlink_metadata().is_ok_and(|m| m.is_dir());
            if !is_folder || is_passed_over(parts[0], depth, part) {
                return false;
            }
        }
        folder.push(part);
    }
    true
}

impl Sources {
    /// Lists what is at `path` and below it no longer; all there is, for an empty path. Gives their ids.
    pub(super) fn delist(&mut self, path: &str) -> Vec<SourceId> {
        let below = format!("{path}/");
        let is_meant = |known: &str| path.is_empty() || known == path || known.starts_with(&below);
        let mut gone: Vec<SourceId> = if path.is_empty() {
            self.by_path.values().copied().collect()
        } else {
            self.at(path).map(|file| file.id).collect()
        };
        for id in &gone {
            self.by_path.remove(&self.files[id.index()].path);
        }
        let files = &self.files;
        self.refused.retain(|id| {
            let meant = is_meant(&files[id.index()].path);
            if meant {
                gone.push(*id);
            }
            !meant
        });
        gone
    }

    /// Lets the contents go of those files that are listed no longer. They keep their ids, for diagnostics that still
    /// point to them.
    pub(super) fn let_go(&mut self, ids: &[SourceId]) {
        for id in ids {
            let file = &mut self.files[id.index()];
            if self.by_path.get(&file.path) != Some(id) && !self.refused.contains(id) {
                file.content = Content::Refused(None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A step of a site's life. Paths are relative to the site.
    enum Step {
        Write(&'static str, &'static str),
        Move(&'static str, &'static str),
        Delete(&'static str),
        #[cfg(unix)]
        Link(&'static str, &'static str),
    }

    /// What is known of a folder: every file with its content, everything that is refused, everything that is told.
    fn known(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<String> {
        let show = |file: &super::super::SourceFile| match &file.content {
            Content::Text(text) => format!("{} {text}", file.path),
            Content::OnDisk { len, .. } => format!("{} {len}", file.path),
            Content::Bytes(_) => file.path.to_string(),
            Content::Refused(_) => format!("{} refused", file.path),
        };
        let mut refused: Vec<String> = sources.refused().map(show).collect();
        refused.sort();
        let mut told: Vec<String> = diagnostics
            .iter()
            .map(|d| {
                format!(
                    "{} {}",
                    sources.file(d.span.unwrap().source).path,
                    d.message
                )
            })
            .collect();
        told.sort();
        sources
            .iter()
            .map(show)
            .chain(refused)
            .chain(told)
            .collect()
    }

    #[test]
    fn reading_one_path_again_gives_what_reading_the_folder_anew_gives() {
        use Step::{Delete, Move, Write};
        let site = tempfile::tempdir().unwrap();
        let root = site.path();
        let mut sources = Sources::read(root).unwrap().value;
        let mut told: Vec<Diagnostic> = Vec::new();
        for (number, step) in [
            Write("content/briefs/a.md", "a"),
            Write("content/briefs/a.md", "aa"),
            Write("content/briefs/a-b/index.md", "ab"),
            Write("content/briefs/a-b/photo.png", "png"),
            Write("content/briefs/a/deep/er/x.md", "x"),
            Write("site.yaml", "title: x"),
            Write("site.yml", "title: y"),
            Move("content/briefs/a", "content/briefs/c"),
            Write("content/briefs/.a.md.swp", "no"),
            Write("content/briefs/a.md~", "no"),
            Write("content/.git/x.md", "no"),
            Write("content/node_modules/x.md", "no"),
            Write("static/.well-known/security.txt", "yes"),
            Write("static/sub/.well-known/x", "no"),
            Delete("static"),
            Move("content/briefs", "content/old"),
            Write("content/briefs", "a file"),
            Delete("content/briefs"),
            Move("content/old", "content/briefs"),
            Delete("content/briefs/a.md"),
            Move("site.yml", "site.yaml"),
            Write("themes/own/theme.yaml", "name: own"),
            Write("README.md", "no"),
            #[cfg(unix)]
            Step::Link("content", "themes/link"),
            #[cfg(unix)]
            Step::Link("a.md", "content/briefs/leaf.md"),
            Delete("content"),
            Write("content/briefs/new.md", "new"),
        ]
        .into_iter()
        .enumerate()
        {
            let touched = match step {
                Write(path, text) => {
                    fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                    fs::write(root.join(path), text).unwrap();
                    vec![path]
                }
                Move(from, to) => {
                    fs::rename(root.join(from), root.join(to)).unwrap();
                    vec![from, to]
                }
                Delete(path) if root.join(path).is_dir() => {
                    fs::remove_dir_all(root.join(path)).unwrap();
                    vec![path]
                }
                Delete(path) => {
                    fs::remove_file(root.join(path)).unwrap();
                    vec![path]
                }
                #[cfg(unix)]
                Step::Link(to, path) => {
                    std::os::unix::fs::symlink(to, root.join(path)).unwrap();
                    vec![path]
                }
            };
            for path in touched {
                let below = format!("{path}/");
                told.retain(|d| {
                    let known = &sources.file(d.span.unwrap().source).path;
                    &**known != path && !known.starts_with(&below)
                });
                told.extend(sources.read_path(path).unwrap());
            }
            let fresh = Sources::read(root).unwrap();
            assert_eq!(
                known(&sources, &told),
                known(&fresh.value, &fresh.diagnostics),
                "after step {number}"
            );
            let mut again = sources.clone();
            let all = again.read_again().unwrap();
            assert_eq!(
                known(&again, &all),
                known(&sources, &told),
                "all, after step {number}"
            );
        }
    }

    #[test]
    fn a_text_that_is_the_same_stays_the_very_same() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("content")).unwrap();
        fs::write(site.path().join("content/a.md"), "a").unwrap();
        let mut sources = Sources::read(site.path()).unwrap().value;
        let text = |sources: &Sources| match &sources.by_path("content/a.md").unwrap().content {
            Content::Text(text) => std::sync::Arc::clone(text),
            _ => panic!("it is a text"),
        };
        let before = text(&sources);
        sources.read_path("content/a.md").unwrap();
        assert!(std::sync::Arc::ptr_eq(&before, &text(&sources)));
        sources.read_again().unwrap();
        assert!(std::sync::Arc::ptr_eq(&before, &text(&sources)));
        sources.read_path("content").unwrap();
        assert!(std::sync::Arc::ptr_eq(&before, &text(&sources)));
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(above.path().join("secret.md"), "secret").unwrap();
        let mut sources = Sources::read(&root).unwrap().value;
        for path in [
            "../secret.md",
            "content/../../secret.md",
            "content//a.md",
            "",
            "/",
            "content/./a.md",
        ] {
            assert_eq!(sources.read_path(path).unwrap(), [], "{path}");
            assert_eq!(sources.iter().count(), 0, "{path}");
        }
    }
}
