//! `_redirects`, as Netlify and Cloudflare Pages read it: one rule a line, `from to status`. Paths are percent-escaped,
//! so that neither a space nor a line break of an author's can begin a rule of its own.

use crate::link::Site;

/// Every old address and where it leads, permanently.
pub(crate) fn redirects(site: &Site) -> String {
    let base = site.config.base_path();
    let mut text = String::new();
    for (from, to) in &site.redirects {
        text.push_str(&format!("{base}{from} {base}{to} 301\n"));
    }
    text
}
