//! What a site had when it was published: the addresses in its folder, or in its sitemap.

use std::fs;
use std::path::Path;

use crate::fault::{Fault, Result};
use crate::model::{SiteConfig, UrlPath};
use crate::publish;

/// The most bytes of a sitemap, by its protocol.
const LONGEST: u64 = 50 << 20;

/// Files that speak to the host, and are at no address.
const FOR_HOSTS: &[&str] = &["_headers", "_redirects"];

/// The addresses that were public, below the base path of `config`.
pub(super) fn published(path: &Path, config: &SiteConfig) -> Result<Vec<UrlPath>> {
    let kind = fs::metadata(path).map_err(|e| unreadable(path, e))?;
    if kind.is_dir() {
        let mut found = Vec::new();
        folder(path, "/", &mut found)?;
        found.extend(redirected(&path.join("_redirects"), config));
        return Ok(found);
    }
    let mut found = Vec::new();
    for location in sitemap(path)? {
        // Of a map of maps, the maps lie beside it.
        let name = location.rsplit('/').next().unwrap_or_default();
        let part = path.with_file_name(name);
        if name.ends_with(".xml") && part != path && part.is_file() {
            let locations = sitemap(&part)?;
            found.extend(locations.iter().filter_map(|url| inside(url, config)));
        } else {
            found.extend(inside(&location, config));
        }
    }
    Ok(found)
}

fn unreadable(path: &Path, error: std::io::Error) -> Fault {
    Fault::io("can't read what was published", path, error)
}

/// Every file below `folder`, whose address is `url`. Links are not followed.
fn folder(path: &Path, url: &str, found: &mut Vec<UrlPath>) -> Result<()> {
    for entry in fs::read_dir(path).map_err(|e| unreadable(path, e))? {
        let entry = entry.map_err(|e| unreadable(path, e))?;
        let kind = entry.file_type().map_err(|e| unreadable(path, e))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') || url == "/" && FOR_HOSTS.contains(&name) {
            continue;
        }
        if kind.is_dir() {
            folder(&entry.path(), &format!("{url}{name}/"), found)?;
        } else if kind.is_file() {
            found.extend(UrlPath::from_decoded(&format!("{url}{name}")));
        }
    }
    Ok(())
}

/// The old addresses in a list of redirects, which were public too. Patterns are passed over.
fn redirected(path: &Path, config: &SiteConfig) -> Vec<UrlPath> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|from| from.starts_with('/') && !from.contains(['*', ':']))
        .filter_map(|from| UrlPath::new(below(from, config)?))
        .collect()
}

fn sitemap(path: &Path) -> Result<Vec<String>> {
    let size = fs::metadata(path).map_err(|e| unreadable(path, e))?.len();
    let text = match size {
        0..=LONGEST => fs::read_to_string(path).map_err(|e| unreadable(path, e))?,
        _ => String::new(),
    };
    publish::locations(&text).ok_or_else(|| {
        Fault::at("there is neither a folder nor a sitemap at", path)
            .hint("give the folder of an earlier build, or its sitemap.xml")
    })
}

/// The path of a whole address inside the site, whatever host it was on.
fn inside(location: &str, config: &SiteConfig) -> Option<UrlPath> {
    let rest = location
        .split_once("://")
        .map_or(location, |(_, rest)| rest);
    let path = &rest[rest.find('/').unwrap_or(rest.len())..];
    let path = path.split(['?', '#']).next().unwrap_or_default();
    // A site that lay elsewhere on its host has lost its addresses there, which no redirect of this one can help.
    UrlPath::new(below(path, config).unwrap_or(path))
}

/// A path on the host as a path inside the site; `None` if it is not below the site's base path.
fn below<'a>(path: &'a str, config: &SiteConfig) -> Option<&'a str> {
    match path.strip_prefix(config.base_path())? {
        "" => Some("/"),
        rest => rest.starts_with('/').then_some(rest),
    }
}
