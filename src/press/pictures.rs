//! The pictures that pages show: how large they are, and in which sizes they can be had.
//!
//! Comes in: what `link` found out about the addresses of pictures, and their files. Goes out: a size and an address for
//! each, named by a hash of all input, so that nobody needs the bytes to name them; and, when one is asked for, the
//! bytes. A picture that no page shows is not opened.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Span};
use crate::link::{Address, Route, Site};
use crate::markdown::{PictureSet, PictureSize};
use crate::model::UrlPath;
use crate::picture::{self, Facts, Shelf, Unfit};
use crate::source::{Content, Sources};

/// The folder of their addresses.
const FOLDER: &str = "/pictures/";

/// What headers said, by file, with the stamp that it held for.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo(HashMap<SourceId, (Stamp, Result<Facts, Unfit>)>);

/// By what a change of a file is noticed.
type Stamp = (u64, u128);

/// What pages know of pictures.
#[derive(Clone, Debug, Default)]
pub(super) struct Pictures {
    /// By their address as pages have it, base path included.
    pub(super) by_href: Arc<HashMap<Box<str>, Arc<PictureSet>>>,
    /// The addresses of their sizes.
    pub(super) routes: BTreeMap<UrlPath, Route>,
}

/// Looks at every picture that a page shows.
pub(super) fn look(sources: &Sources, site: &Site, memo: &mut Memo) -> Checked<Pictures> {
    let base = site.config.base_path();
    let shown: BTreeSet<&str> = addresses(site)
        .map(|address| &*address.href)
        .filter(|href| picture::is_picture(href))
        .collect();
    let files: Vec<(&str, SourceId)> = shown
        .into_iter()
        .filter_map(|href| Some((href, file_at(site, href.strip_prefix(base)?)?)))
        .collect();
    let found: Vec<(Stamp, Result<Facts, Unfit>)> = files
        .par_iter()
        .map(|(_, id)| {
            let stamp = stamp(sources, *id);
            match memo.0.get(id) {
                Some((known, facts)) if *known == stamp && stamp.1 != 0 => (stamp, facts.clone()),
                _ => (stamp, facts(sources, *id)),
            }
        })
        .collect();
    let mut diagnostics = Vec::new();
    let mut by_href = HashMap::new();
    let mut routes = BTreeMap::new();
    for ((href, id), (_, facts)) in files.iter().zip(&found) {
        match facts {
            Ok(facts) => {
                let sizes = facts.sizes.iter().map(|&width| {
                    let url = address(facts, width);
                    let href = format!("{base}{url}").into();
                    routes.insert(url, Route::Picture(*id, width));
                    PictureSize { href, width }
                });
                let sizes = sizes.collect();
                let picture = PictureSet {
                    width: facts.width,
                    height: facts.height,
                    sizes,
                };
                by_href.insert((*href).into(), Arc::new(picture));
            }
            Err(why) => diagnostics.push(unfit(*id, why)),
        }
    }
    let ids = files.iter().map(|(_, id)| *id);
    memo.0 = ids.zip(found).collect();
    let value = Pictures {
        by_href: Arc::new(by_href),
        routes,
    };
    Checked { value, diagnostics }
}

/// What is said of a picture that can't be made smaller.
pub fn unfit(source: SourceId, why: &dyn fmt::Display) -> Diagnostic {
    Diagnostic::new(
        Code::UnfitImage,
        Span::file(source),
        format!("the picture is shown as it is, without smaller sizes: {why}"),
    )
    .help("export it again as JPEG, PNG or WebP")
}

fn addresses(site: &Site) -> impl Iterator<Item = &Address> {
    let briefs = site.briefs.iter().filter(|entry| entry.names_files);
    let briefs = briefs.flat_map(|entry| &entry.addresses);
    let companies = site.companies.iter().flat_map(|entry| &entry.addresses);
    let pages = site.pages.iter().flat_map(|entry| &entry.addresses);
    briefs.chain(companies).chain(pages)
}

/// The file of the site at this address.
fn file_at(site: &Site, path: &str) -> Option<SourceId> {
    let url = UrlPath::new(path)?;
    let at = site
        .routes
        .binary_search_by(|(known, _)| known.cmp(&url))
        .ok()?;
    match site.routes[at].1 {
        Route::File(id) => Some(id),
        _ => None,
    }
}

fn stamp(sources: &Sources, id: SourceId) -> Stamp {
    match &sources.file(id).content {
        Content::OnDisk { len, modified } => (*len, *modified),
        _ => (0, 0),
    }
}

fn facts(sources: &Sources, id: SourceId) -> Result<Facts, Unfit> {
    let bytes = sources.bytes(id);
    let bytes = bytes.map_err(|error| Unfit::Unreadable(error.to_string().into()))?;
    picture::look(&bytes)
}

fn address(facts: &Facts, width: u32) -> UrlPath {
    let path = format!("{FOLDER}{}-{width}.webp", facts.print);
    UrlPath::new(&path).expect("hexadecimal digits and a width make a path")
}

/// A size of a picture that was made before. `url` is its address, which names all that it is made from.
pub fn shelved(shelf: &dyn Shelf, url: &UrlPath) -> Option<Vec<u8>> {
    let name = url.as_str().strip_prefix(FOLDER).unwrap_or_default();
    shelf.get(name).filter(|bytes| picture::is_whole(bytes))
}

/// Makes one size of a picture, or takes it from the shelf. `url` is its address, which names all that it is made from.
///
/// # Errors
/// As reading the file, if it is gone by now; `InvalidData` if the picture can't be read as a whole.
pub fn develop(
    sources: &Sources,
    shelf: &dyn Shelf,
    url: &UrlPath,
    source: SourceId,
    width: u32,
) -> io::Result<Vec<u8>> {
    let name = url.as_str().strip_prefix(FOLDER).unwrap_or_default();
    if let Some(bytes) = shelved(shelf, url) {
        return Ok(bytes);
    }
    let original = sources.bytes(source)?;
    let bytes = picture::resize(&original, width)
        .map_err(|unfit| io::Error::new(io::ErrorKind::InvalidData, unfit.to_string()))?;
    shelf.put(name, &bytes);
    Ok(bytes)
}
