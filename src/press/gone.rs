//! What was public once and is not any more.
//!
//! Comes in: addresses that a published site had. Goes out: a diagnostic for each of them at which this site neither has
//! anything nor leads on.

use std::collections::HashMap;

use super::Press;
use crate::diagnostic::{Code, Diagnostic};
use crate::link::{Route, Site};
use crate::model::UrlPath;

/// What of `published` is gone without a redirect, in order. Pages of lists, which come and go with the number of
/// briefs, and files of the theme, whose names change with their content, are nobody's bookmark and are not told.
pub fn gone(press: &Press, published: impl IntoIterator<Item = UrlPath>) -> Vec<Diagnostic> {
    let mut gone: Vec<UrlPath> = published
        .into_iter()
        .map(|url| without_index(&url))
        .filter(|url| is_kept(url) && !is_there(press, url))
        .collect();
    gone.sort();
    gone.dedup();
    let by_name = by_name(press.site());
    gone.into_iter()
        .map(|url| tell(press.site(), &by_name, &url))
        .collect()
}

/// `/a/index.html` is `/a/`.
fn without_index(url: &UrlPath) -> UrlPath {
    let folder = url.as_str().strip_suffix("index.html");
    let folder = folder.filter(|folder| folder.ends_with('/'));
    folder.and_then(UrlPath::new).unwrap_or_else(|| url.clone())
}

/// Whether an address was meant to stay.
fn is_kept(url: &UrlPath) -> bool {
    let text = url.as_str();
    let page_of_list = text
        .strip_suffix('/')
        .and_then(|text| text.rsplit_once("/page/"))
        .is_some_and(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
    !text.starts_with("/theme/") && text != "/404.html" && !page_of_list
}

fn is_there(press: &Press, url: &UrlPath) -> bool {
    let with_slash = || UrlPath::new(&format!("{url}/"));
    let known = |url: &UrlPath| {
        let redirects = &press.site().redirects;
        press.find(url).is_some()
            || redirects
                .binary_search_by(|(from, _)| from.cmp(url))
                .is_ok()
    };
    known(url) || with_slash().is_some_and(|url| known(&url))
}

/// The last part of a page's address, its slug.
fn name_of(url: &UrlPath) -> &str {
    let text = url.as_str().trim_end_matches('/');
    let last = text.rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".html").unwrap_or(last)
}

/// Briefs, companies and pages by the last part of their address.
fn by_name(site: &Site) -> HashMap<&str, &UrlPath> {
    let pages = site.routes.iter().filter(|(_, route)| {
        matches!(
            route,
            Route::Brief(_) | Route::Company(_, 1) | Route::Page(_)
        )
    });
    pages.map(|(url, _)| (name_of(url), url)).collect()
}

fn tell(site: &Site, by_name: &HashMap<&str, &UrlPath>, url: &UrlPath) -> Diagnostic {
    let message = format!("`{url}` was public, and nothing is there any more");
    let held = site.held_back.drafts + site.held_back.future > 0;
    let help = match by_name.get(name_of(url)) {
        Some(now) => format!(
            "it seems to be `{now}` now: write `aliases: [{url}]` into the file of that page"
        ),
        None if held => format!(
            "write `aliases: [{url}]` into the file that took its place; if it was held back, publish it again"
        ),
        None => format!("write `aliases: [{url}]` into the file that took its place"),
    };
    Diagnostic::new(Code::GoneUrl, None, message).help(help)
}
