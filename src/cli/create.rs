//! New files on the disk: all of them, or none.
//!
//! Comes in: a folder, and files for it. Goes out: the files, made where nothing was before. Nothing is ever
//! overwritten, and no symbolic link inside the folder is followed. A run that was killed left some of the files, each
//! whole: the same command then makes the rest.

use std::path::Path;

use crate::fault::{Fault, Result};
use crate::scaffold::NewFile;
use crate::write::{Batch, Placed, look};

/// Makes `files` under `root`, which is made too if it is not there. Gives those that were not there yet.
///
/// # Errors
/// A [`Fault`] that names every file that is in the way: all that are there, unless they are a part of these very files; or
/// the first that can't be written. Then nothing is left of the others.
pub(super) fn create<'a>(root: &Path, files: &'a [NewFile]) -> Result<Vec<&'a NewFile>> {
    let mut there = Vec::new();
    let mut missing = 0;
    for file in files {
        let path = root.join(&file.path);
        match look(&path, file.text.as_bytes())? {
            Placed::Created => missing += 1,
            placed => there.push((path, placed)),
        }
    }
    if missing > 0 && there.iter().all(|(_, placed)| *placed == Placed::Unchanged) {
        there.clear();
    }
    let there: Vec<String> = (there.iter())
        .map(|(path, _)| format!("{path:?}"))
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
                .hint("nothing was written; briefpress never overwrites a file. Move them away, or begin in another folder"));
        }
    }
    let mut batch = Batch::default();
    let mut made = Vec::with_capacity(missing);
    for file in files {
        match batch.create(root, &file.path, file.text.as_bytes())? {
            Placed::Created => made.push(file),
            Placed::Unchanged => {}
            Placed::Taken => {
                return Err(Fault::at(
                    "refused: another file is there by now:",
                    root.join(&file.path),
                )
                .hint("nothing was written; briefpress never overwrites a file"));
            }
        }
    }
    batch.keep();
    Ok(made)
}

#[cfg(test)]
mod tests {
    use std::fs;

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

    #[test]
    fn the_same_command_makes_what_a_killed_one_left_out() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "new").unwrap();
        let files = files(&["a.md", "b/c.md"]);
        let made = create(root.path(), &files).unwrap();
        assert_eq!(made.len(), 1);
        assert_eq!(
            fs::read_to_string(root.path().join("b/c.md")).unwrap(),
            "new"
        );
        // Nothing is missing any more: now it is the old refusal.
        assert!(create(root.path(), &files).is_err());
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
