//! Which themes there are, and where their files come from.
//!
//! Comes in: the files of a site, those of the binary among them. Goes out: a list for people.

use std::collections::BTreeSet;

use super::embedded;
use super::load::{ThemeChoice, available, stack};
use super::manifest::{self, listed, nearest};
use crate::diagnostic::{Checked, SourceId};
use crate::source::Sources;

/// A theme that a site can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: Box<str>,
    /// What it is like, in a sentence.
    pub description: Option<Box<str>>,
    /// The theme that it says it lies on.
    pub extends: Option<Box<str>>,
    /// Where its files are.
    pub origin: Origin,
}

/// Where the files of a theme are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Inside the program.
    Program,
    /// In the site's own folder.
    Site,
    /// Inside the program, but for files that the site has in their place.
    Both,
}

/// Every theme, by name, and what is wrong with their theme.yaml. `sources` holds the themes inside the binary
/// ([`add_default_theme`](super::add_default_theme)).
pub fn catalog(sources: &Sources) -> Checked<Vec<Entry>> {
    let mut diagnostics = Vec::new();
    let inside: Vec<String> = embedded::names().collect();
    let entries = available(sources)
        .into_iter()
        .map(|name| {
            let folder = format!("{name}/");
            let read = manifest::read(sources, &format!("themes/{name}"), &mut diagnostics);
            let read = read.map_err(|error| diagnostics.push(error)).ok();
            let (description, extends) = read.map_or((None, None), |manifest| {
                (manifest.description, manifest.extends.map(|(name, _)| name))
            });
            let program = inside.iter().any(|file| file.starts_with(&folder));
            let own = sources
                .at(&format!("themes/{name}"))
                .any(|file| !is_ours(sources, &file.path));
            Entry {
                name: name.into(),
                description,
                extends,
                origin: match (program, own) {
                    (true, true) => Origin::Both,
                    (true, false) => Origin::Program,
                    (false, _) => Origin::Site,
                },
            }
        })
        .collect();
    Checked {
        value: entries,
        diagnostics,
    }
}

/// The file `path` (`templates/brief.html`) as the theme `theme` has it: its own, else that of the nearest theme below.
///
/// # Errors
/// What to say if there is no such file.
pub fn find_file(sources: &Sources, theme: &str, path: &str) -> Result<SourceId, String> {
    let choice = ThemeChoice {
        name: theme,
        ..ThemeChoice::default()
    };
    let mut told = Vec::new();
    let Ok(layers) = stack(sources, &choice, &mut told) else {
        return Err(told.pop().map_or_else(String::new, |error| error.message));
    };
    let found = layers
        .iter()
        .find_map(|layer| sources.by_path(&format!("themes/{layer}/{path}")));
    if let Some(file) = found {
        return Ok(file.id);
    }
    let prefixes: Vec<String> = layers
        .iter()
        .map(|layer| format!("themes/{layer}/"))
        .collect();
    let files: BTreeSet<&str> = sources
        .iter()
        .filter_map(|file| {
            prefixes
                .iter()
                .find_map(|prefix| file.path.strip_prefix(&**prefix))
        })
        .collect();
    Err(match nearest(path, files.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there is {}", listed(files.into_iter())),
    })
}

/// Whether a file of a theme is the one inside the binary.
fn is_ours(sources: &Sources, path: &str) -> bool {
    path.strip_prefix("themes/").is_some_and(|name| {
        let ours = embedded::bytes(name);
        sources
            .by_path(path)
            .and_then(|file| sources.bytes(file.id).ok())
            .is_some_and(|bytes| !ours.is_empty() && *bytes == *ours)
    })
}
