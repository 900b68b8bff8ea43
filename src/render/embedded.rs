//! The default theme inside the binary.

use rust_embed::Embed;

use crate::source::{Content, Sources};

/// The name of the theme that lies underneath every other.
pub const DEFAULT_THEME: &str = "broadsheet";

#[derive(Embed)]
#[folder = "themes/broadsheet/"]
struct Embedded;

/// Adds the default theme to `sources` under `themes/broadsheet/`, so that its files have ids and diagnostics can
/// show them. A file that the site has under the same path stays: it takes the place of ours.
pub fn add_default_theme(sources: &mut Sources) {
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort_unstable();
    for name in names {
        let path = format!("themes/{DEFAULT_THEME}/{name}");
        if sources.by_path(&path).is_some() {
            continue;
        }
        let file = Embedded::get(&name).expect("the name was listed by the same table");
        let content = match std::str::from_utf8(&file.data) {
            Ok(text) => Content::Text(text.into()),
            Err(_) => Content::Bytes(file.data.as_ref().into()),
        };
        sources.add(&path, content);
    }
}
