//! `_redirects`, as Netlify and Cloudflare Pages read it: one rule a line, `from to status`. Paths are percent-escaped,
//! so that neither a space nor a line break of an author's can begin a rule of its own, nor a `*` or `:` be read as a
//! pattern.

use crate::link::Site;
use crate::model::{Redirects, UrlPath};

/// The author's own rules, and after them every old address and where it leads, permanently unless they are asked to
/// list none. An old folder is named with and without its slash, since hosts
/// differ in whether they mean the same.
pub(crate) fn redirects(site: &Site, own: &str) -> String {
    let base = site.config.base_path();
    let mut text = own.to_owned();
    if site.config.redirects == Redirects::Pages {
        return text;
    }
    for (from, to) in &site.redirects {
        let from = literal(from);
        let bare = from.strip_suffix('/').filter(|bare| !bare.is_empty());
        for from in std::iter::once(&*from).chain(bare) {
            text.push_str(&format!("{base}{from} {base}{to} 301\n"));
        }
    }
    text
}

fn literal(path: &UrlPath) -> String {
    path.as_str().replace('*', "%2A").replace(':', "%3A")
}
