//! `meta`: what a page says about itself.

use super::Views;
use super::address::absolute;
use super::contract::{Href, OgType, PageMeta};
use crate::link::Audience;
use crate::model::UrlPath;

/// What every page says; the page's own function adds the rest. `title` is plain and empty for the front page.
pub(super) fn plain(views: &Views, path: &UrlPath, title: &str) -> PageMeta {
    let config = &views.site.config;
    let href = Href::inside(config, path);
    PageMeta {
        title: views.words.window_title(title, &config.title).into(),
        og_title: if title.is_empty() {
            &*config.title
        } else {
            title
        }
        .into(),
        description: None,
        canonical: absolute(config, &href),
        nav_href: nav_href(views, &href),
        path: path.as_str().into(),
        href,
        og_type: OgType::Website,
        image: None,
        noindex: views.site.edition.audience == Audience::Preview,
        published: None,
        modified: None,
        json_ld: None,
    }
}

/// The entry of the navigation with the longest address that this one begins with. The front page is above
/// everything, so its entry counts only for itself and the pages that follow it.
fn nav_href(views: &Views, href: &Href) -> Option<Href> {
    let frame = views.frame();
    let home = frame.links.home.as_str();
    let front = |entry: &str| entry == home && href.as_str()[home.len()..].starts_with("page/");
    let under =
        |entry: &str| entry != home && entry.ends_with('/') && href.as_str().starts_with(entry);
    frame
        .nav
        .iter()
        .map(|item| &item.href)
        .filter(|entry| *entry == href || front(entry.as_str()) || under(entry.as_str()))
        .max_by_key(|entry| entry.as_str().len())
        .cloned()
}
