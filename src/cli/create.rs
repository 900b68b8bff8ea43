//! New files on the disk: all of them, or none.
//!
//! Comes in: a folder, and files for it. Goes out: the files, made where nothing was before. Nothing is ever
//! overwritten, and no symbolic link inside the folder is followed.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};
use crate::scaffold::NewFile;

/// Makes `files` under `root`, which is made too if it is not there.
///
/// # Errors
/// A [`Fault`] that names every file that is there already; or the first that can't be written. Then nothing is left of
/// the others.
pub(super) fn create(root: &Path, files: &[NewFile]) -> Result<()> {
    let there: Vec<_> = (files.iter())
        .filter(|file| fs::symlink_metadata(root.join(&file.path)).is_ok())
        .map(|file| format!("{:?}", root.join(&file.path)))
        .collect();
    match &there[..] {
        [] => {}
        [file] => {
            return Err(Fault::new(format!("refused: {file} is there already"))
                .hint("nothing was written; briefpress never overwrites a file"));
        }
        [..] => {
            let list = there.join(", ");
            return Err(Fault::new(format!("refused: these files are there already: {list}"))
                .hint("nothing was written; briefpress never overwrites a file. Begin in an empty folder"));
        }
    }
    let mut made = Made::default();
    match files.iter().try_for_each(|file| made.file(root, file)) {
        Ok(()) => Ok(()),
        Err(fault) => {
            made.undo();
            Err(fault)
        }
    }
}

/// What was made so far.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, root: &Path, file: &NewFile) -> Result<()> {
        let path = root.join(&file.path);
        self.folder(root, path.parent().unwrap_or(root))?;
        let mut new = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|e| Fault::io("can't make", &path, e))?;
        self.files.push(path.clone());
        new.write_all(file.text.as_bytes())
            .map_err(|e| Fault::io("can't write", &path, e))
    }

    /// Makes a folder and those above it. Inside of `root` each must be a folder, and no link to one.
    fn folder(&mut self, root: &Path, folder: &Path) -> Result<()> {
        match fs::symlink_metadata(folder) {
            Ok(found) if found.is_dir() => return Ok(()),
            Ok(_) if folder == root && folder.is_dir() => return Ok(()),
            Ok(found) if found.is_symlink() => {
                return Err(Fault::at("refused: a symbolic link is in the way:", folder)
                    .hint("links inside a site are never followed; put a folder in its place"));
            }
            Ok(_) => return Err(Fault::at("no folder, and in the way:", folder)),
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(e) => return Err(Fault::io("can't look at", folder, e)),
        }
        if let Some(above) = folder
            .parent()
            .filter(|above| !above.as_os_str().is_empty())
        {
            if folder == root {
                // What lies above the site is the author's own: links are welcome there.
                fs::create_dir_all(above)
                    .map_err(|e| Fault::io("can't make the folder", above, e))?;
            } else {
                self.folder(root, above)?;
            }
        }
        fs::create_dir(folder).map_err(|e| Fault::io("can't make the folder", folder, e))?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    /// Takes away what was made. What can't be taken away stays: the fault that led here is the one to tell.
    fn undo(self) {
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> Vec<NewFile> {
        let file = |path: &&str| NewFile {
            path: (*path).to_owned(),
            text: "new".to_owned(),
        };
        paths.iter().map(file).collect()
    }

    #[test]
    fn all_files_are_made_or_none() {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().join("site");
        create(&root, &files(&["a.md", "b/c/d.md"])).unwrap();
        assert_eq!(fs::read_to_string(root.join("b/c/d.md")).unwrap(), "new");

        fs::write(root.join("a.md"), "old").unwrap();
        let fault = create(&root, &files(&["x/y.md", "a.md", "b/c/d.md"])).unwrap_err();
        let told = fault.to_string();
        assert!(
            told.contains("a.md") && told.contains("d.md") && !told.contains("y.md"),
            "{told}"
        );
        assert_eq!(fs::read_to_string(root.join("a.md")).unwrap(), "old");
        assert!(!root.join("x").exists());

        // A file where a folder is wanted: found out only while writing.
        assert!(create(&root, &files(&["x/y.md", "a.md/z.md"])).is_err());
        assert!(!root.join("x").exists());
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed_inside_the_site() {
        let above = tempfile::tempdir().unwrap();
        let (root, outside) = (above.path().join("site"), above.path().join("outside"));
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(&root).unwrap();
        std::os::unix::fs::symlink(&outside, root.join("content")).unwrap();
        std::os::unix::fs::symlink(outside.join("x"), root.join("site.yaml")).unwrap();
        assert!(create(&root, &files(&["content/a.md"])).is_err());
        assert!(create(&root, &files(&["site.yaml"])).is_err());
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }
}
