//! Slugs, paths of a site, and links from one page to another.

use std::path::{Component, Path};

use crate::link::join;
use crate::markdown::{self, Flow, Marks, Options};
use crate::model::{Slug, UrlPath};

/// A slug is a slug, a path stays inside of the site and is the same when it is read again, and no link runs.
pub fn address(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    for line in text.lines() {
        slug(line);
        path(line);
        link(line);
    }
}

fn slug(name: &str) {
    for slug in [Slug::new(name), Slug::from_name(name)]
        .into_iter()
        .flatten()
    {
        assert_eq!(Slug::new(slug.as_str()).as_ref(), Some(&slug), "{name:?}");
        assert_eq!(
            UrlPath::new(&format!("/{slug}/")).map(|url| url.file()),
            Some(format!("{slug}/index.html"))
        );
    }
    if let Some(slug) = Slug::from_name(name) {
        assert_eq!(
            Slug::from_name(slug.as_str()).as_ref(),
            Some(&slug),
            "{name:?}"
        );
    }
}

fn path(text: &str) {
    for url in [UrlPath::new(text), UrlPath::from_decoded(text)]
        .into_iter()
        .flatten()
    {
        assert_eq!(UrlPath::new(url.as_str()).as_ref(), Some(&url), "{text:?}");
        assert_eq!(
            UrlPath::from_decoded(&url.decoded()).as_ref(),
            Some(&url),
            "{text:?}"
        );
        let plain = |b: u8| b.is_ascii_graphic() && !b"\"'<>\\?#`{}|^[]".contains(&b);
        assert!(url.as_str().bytes().all(plain), "{url}");
        let file = url.file();
        let inside = Path::new(&file)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        assert!(
            inside && !file.contains(['\\', '\0']) && !file.is_empty(),
            "{text:?}: {file:?}"
        );
    }
    if let Some((folder, relative)) = text.split_once(' ')
        && let Some(joined) = join(folder, relative)
    {
        let climbs = relative.split('/').chain([""]).any(|part| part == "..");
        let kept = folder.split('/').any(|part| part == "..");
        let above = joined.split('/').any(|part| part == "..");
        assert!(
            !joined.starts_with('/') && (kept || !above),
            "{text:?}: {joined:?}, {climbs}"
        );
    }
}

/// The address as Markdown writes it: `[a](<...>)`.
fn link(address: &str) {
    let escaped: String = address
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| {
            ['\\', c]
                .into_iter()
                .skip(usize::from(!c.is_ascii_punctuation()))
        })
        .collect();
    let text = format!("[a](<{escaped}>) ![b](<{escaped}>)");
    let set = markdown::set(&text, Flow::Inline, &Marks::default(), &Options::default());
    for piece in set.as_str().split(['"']).skip(1).step_by(2) {
        // Browsers pass over these in a scheme.
        let scheme: String = piece
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .take_while(|c| *c != ':')
            .collect();
        let runs = ["javascript", "vbscript", "data"]
            .iter()
            .any(|bad| scheme.eq_ignore_ascii_case(bad));
        assert!(!runs || !piece.contains(':'), "{set:?}");
    }
}
