//! The themes inside the binary.

use std::borrow::Cow;

use rust_embed::Embed;

use crate::source::{Content, Sources};

/// The name of the theme that lies underneath every other.
pub const DEFAULT_THEME: &str = "broadsheet";

#[derive(Embed)]
#[folder = "themes/"]
struct Embedded;

/// Adds the themes inside the binary to `sources` under `themes/`, so that their files have ids and diagnostics can
/// show them. A file that the site has under the same path stays: it takes the place of ours.
pub fn add_default_theme(sources: &mut Sources) {
    for name in names() {
        let path = format!("themes/{name}");
        if sources.by_path(&path).is_some() {
            continue;
        }
        sources.add(&path, content(&name));
    }
}

/// What is in the file `name` of the binary.
fn content(name: &str) -> Content {
    let bytes = bytes(name);
    match std::str::from_utf8(&bytes) {
        Ok(text) => Content::Text(text.into()),
        Err(_) => Content::Bytes(bytes.as_ref().into()),
    }
}

/// The names of the themes inside the binary, in order.
pub fn built_in_themes() -> Vec<String> {
    let folders = names().filter_map(|path| path.split_once('/').map(|(name, _)| name.to_owned()));
    let mut themes: Vec<String> = folders.collect();
    themes.dedup();
    themes
}

/// The paths of their files below `themes/`, in order.
pub(super) fn names() -> impl Iterator<Item = String> {
    let mut names: Vec<_> = Embedded::iter().map(String::from).collect();
    names.sort_unstable();
    names.into_iter()
}

/// What is in the file `name`, one of [`names`].
pub(super) fn bytes(name: &str) -> Cow<'static, [u8]> {
    Embedded::get(name).map_or(Cow::Borrowed(&[]), |file| file.data)
}
