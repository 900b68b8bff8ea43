//! The walk over a site's folder.
//!
//! 1. `content/`, `themes/` and `static/` are walked; editors' leftovers and hidden files are passed over.
//! 2. Each file is sorted into text that is read now and bytes that stay on disk.
//! 3. Texts are read in parallel, at most [`MAX_TEXT`] bytes of each.
//! 4. Everything gets its id in the order of the paths.
//!
//! A file that vanishes on the way was deleted while we looked, and is passed over.

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Content, FOLDERS, MAX_TEXT, Sources, open};
use crate::diagnostic::{Checked, Code, Diagnostic, Span};
use crate::fault::{Fault, Result};

/// The one file beside the folders.
pub(super) const CONFIG: &str = "site.yaml";
/// What themes are written in. Read as text.
const THEME_TEXTS: [&str; 9] = [
    "css", "html", "js", "json", "md", "svg", "txt", "xml", "yaml",
];
/// Hidden names that a host wants to find at the top of a site.
const PUBLISHED_HIDDEN: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

/// What the walk found at one path.
pub(super) struct Found {
    pub(super) path: String,
    what: What,
}

pub(super) enum What {
    Text,
    OnDisk { len: u64, modified: u128 },
    Refused(Code, Cow<'static, str>, &'static str),
}

/// Reads the site in the folder `root`.
pub(super) fn read(root: &Path) -> Result<Checked<Sources>> {
    let hint = "give the folder of the site with --site";
    let root = root
        .canonicalize()
        .map_err(|e| Fault::io("can't find the site", root, e).hint(hint))?;
    if !root.is_dir() {
        return Err(Fault::at("the site is not a folder:", &root).hint(hint));
    }

    let mut sources = Sources {
        root: Some(root.clone()),
        ..Sources::default()
    };
    let mut diagnostics = Vec::new();
    for (path, content) in contents(&root, collect(&root)?)? {
        fill(&mut sources, &path, content, &mut diagnostics);
    }
    Ok(Checked {
        value: sources,
        diagnostics,
    })
}

/// Every file of the folder, by path.
pub(super) fn collect(root: &Path) -> Result<Vec<Found>> {
    let mut found = config(root)?;
    for folder in FOLDERS {
        walk(root, folder, &mut found)?;
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

pub(super) type Read = (Content, Option<Problem>);

/// What the files hold, but for those that have vanished since.
pub(super) fn contents(root: &Path, found: Vec<Found>) -> Result<Vec<(String, Read)>> {
    let contents: Vec<_> = found
        .par_iter()
        .map(|found| content(root, found))
        .collect::<Result<_>>()?;
    let paths = found.into_iter().map(|found| found.path);
    Ok(paths
        .zip(contents)
        .filter_map(|(path, content)| Some((path, content?)))
        .collect())
}

pub(super) fn fill(
    sources: &mut Sources,
    path: &str,
    (content, problem): Read,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let id = sources.add(path, content);
    diagnostics.extend(problem.map(|problem| {
        Diagnostic::new(
            problem.code,
            Span::new(id, problem.start..problem.end),
            problem.message,
        )
        .help(problem.help)
    }));
}

/// `site.yaml`, and a word about the spelling that is not read.
pub(super) fn config(root: &Path) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for name in [CONFIG, "site.yml"] {
        let what = match root.join(name).symlink_metadata() {
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(Fault::io("can't read", root.join(name), e)),
            Ok(_) if name != CONFIG => What::Refused(
                Code::StrayFile,
                Cow::Borrowed("site.yml is not read"),
                "rename it to site.yaml",
            ),
            Ok(metadata) if metadata.is_symlink() => link(),
            Ok(metadata) if !metadata.is_file() => special(),
            Ok(_) => What::Text,
        };
        found.push(Found {
            path: name.to_owned(),
            what,
        });
    }
    Ok(found)
}

/// All that is at `start` and below it: one of the [`FOLDERS`], or something in them that a walk comes to.
pub(super) fn walk(root: &Path, start: &str, found: &mut Vec<Found>) -> Result<()> {
    let folder = start.split('/').next().unwrap_or(start);
    let above = start.matches('/').count();
    let mut walk = WalkDir::new(root.join(start))
        .follow_links(false)
        .follow_root_links(false)
        .into_iter()
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !is_passed_over(folder, above + entry.depth(), &name)
        });
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(e)
                if e.io_error()
                    .is_some_and(|e| e.kind() == io::ErrorKind::NotFound) =>
            {
                continue;
            }
            Err(e) => {
                let path = e.path().unwrap_or(root).to_owned();
                let e = io::Error::from(e);
                // What is below it can't be seen; what is beside it can.
                let below = path.strip_prefix(root).ok().filter(|_| is_of_file(&e));
                let Some(below) = below else {
                    return Err(Fault::io("can't read", path, e).hint(READABLE));
                };
                found.push(Found {
                    path: slashes(&below.to_string_lossy()),
                    what: unreadable("folder", &e),
                });
                continue;
            }
        };
        if entry.file_type().is_dir() && entry.file_name().to_str().is_some() {
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let Some(path) = relative.to_str() else {
            found.push(Found {
                path: slashes(&relative.to_string_lossy()),
                what: What::Refused(
                    Code::NotUtf8,
                    Cow::Borrowed("the name of this file is not UTF-8"),
                    "rename it, with letters that every system can spell",
                ),
            });
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        };
        let path = slashes(path);
        let kind = entry.file_type();
        let what = if kind.is_symlink() {
            link()
        } else if !kind.is_file() || above + entry.depth() == 0 {
            special()
        } else if is_text(folder, &path) {
            What::Text
        } else {
            match entry.metadata() {
                Ok(metadata) => What::OnDisk {
                    len: metadata.len(),
                    modified: nanoseconds(&metadata),
                },
                Err(e)
                    if e.io_error()
                        .is_some_and(|e| e.kind() == io::ErrorKind::NotFound) =>
                {
                    continue;
                }
                Err(e) => unreadable("file", &e.into()),
            }
        };
        found.push(Found { path, what });
    }
    Ok(())
}

const READABLE: &str = "see that the user who runs briefpress may read it";

/// Whether only one file or folder can't be read, rather than any: the process may be out of descriptors or of memory.
fn is_of_file(error: &io::Error) -> bool {
    #[cfg(unix)]
    if let Some(rustix::io::Errno::MFILE | rustix::io::Errno::NFILE) =
        rustix::io::Errno::from_io_error(error)
    {
        return false;
    }
    error.kind() != io::ErrorKind::OutOfMemory
}

fn unreadable(thing: &str, error: &io::Error) -> What {
    What::Refused(
        Code::UnreadableFile,
        Cow::Owned(cannot(thing, error)),
        READABLE,
    )
}

fn cannot(thing: &str, error: &io::Error) -> String {
    format!("the {thing} can't be read: {error}")
}

fn link() -> What {
    What::Refused(
        Code::SymlinkIgnored,
        Cow::Borrowed("a symbolic link is not followed"),
        "put the file itself here, so that a site is the same on every machine",
    )
}

fn special() -> What {
    What::Refused(
        Code::StrayFile,
        Cow::Borrowed("neither a file nor a folder of a site"),
        "take it out of the site",
    )
}

/// Paths inside a site are written with `/` on every system.
fn slashes(path: &str) -> String {
    if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    }
}

fn nanoseconds(metadata: &std::fs::Metadata) -> u128 {
    metadata
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos())
}

/// Hidden files, and what editors and systems leave behind: by the name, in which of the [`FOLDERS`], and how deep in it
/// (from 1).
pub(super) fn is_passed_over(folder: &str, depth: usize, name: &str) -> bool {
    if name.starts_with('.') {
        let published = folder == "static" && depth == 1 && PUBLISHED_HIDDEN.contains(&name);
        return !published;
    }
    is_leftover(name)
}

/// What editors and systems leave behind.
fn is_leftover(name: &str) -> bool {
    name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini" | "node_modules")
}

fn is_text(folder: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let extension = extension.to_ascii_lowercase();
    match folder {
        "content" => extension == "md",
        "themes" => THEME_TEXTS.contains(&&*extension),
        _ => false,
    }
}

/// What is wrong with one file: the bytes, what and what to do.
pub(super) struct Problem {
    code: Code,
    start: u32,
    end: u32,
    message: String,
    help: String,
}

impl Problem {
    fn whole(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            start: 0,
            end: 0,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The content of a found file; `None` if it has vanished since.
fn content(root: &Path, found: &Found) -> Result<Option<(Content, Option<Problem>)>> {
    Ok(Some(match &found.what {
        &What::OnDisk { len, modified } => (Content::OnDisk { len, modified }, None),
        What::Refused(code, message, help) => refused(*code, message, help),
        What::Text => match text(root, &found.path) {
            Ok(bytes) => decode(bytes),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) if is_of_file(&e) => {
                refused(Code::UnreadableFile, &cannot("file", &e), READABLE)
            }
            Err(e) => return Err(Fault::io("can't read", root.join(&found.path), e).hint(READABLE)),
        },
    }))
}

fn refused(code: Code, message: &str, help: &str) -> Read {
    let problem = Problem::whole(code, message, help);
    (Content::Refused(None), Some(problem))
}

/// At most one byte more than is allowed, so that a file that grows can't fill the memory.
fn text(root: &Path, path: &str) -> io::Result<Vec<u8>> {
    let file = open::open_inside(root, path)?;
    let len = file.metadata()?.len().min(MAX_TEXT) + 1;
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    file.take(MAX_TEXT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn decode(mut bytes: Vec<u8>) -> (Content, Option<Problem>) {
    if bytes.len() as u64 > MAX_TEXT {
        let problem = Problem::whole(
            Code::FileTooLarge,
            format!("the file is larger than {MAX_TEXT} bytes"),
            "split it into several files",
        );
        return (Content::Refused(None), Some(problem));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Content::Text(text.into()), None),
        Err(e) => {
            let valid = e.utf8_error().valid_up_to();
            let bytes = e.into_bytes();
            let message = match (&bytes[..], bytes[valid]) {
                ([0xFF, 0xFE, ..] | [0xFE, 0xFF, ..], _) => {
                    "the file is UTF-16, not UTF-8".to_owned()
                }
                (_, bad) => format!("the byte 0x{bad:02X} is not UTF-8"),
            };
            let start = u32::try_from(valid).unwrap_or(u32::MAX);
            let problem = Problem {
                code: Code::NotUtf8,
                start,
                // Where it is shown, one replacement character of three bytes stands for it.
                end: start.saturating_add(3),
                message,
                help: "save the file as UTF-8".to_owned(),
            };
            let shown: Arc<str> = String::from_utf8_lossy(&bytes).into();
            (Content::Refused(Some(shown)), Some(problem))
        }
    }
}

#[cfg(test)]
mod tests;
