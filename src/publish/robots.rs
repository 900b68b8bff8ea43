//! `robots.txt`, by RFC 9309.

use crate::link::{Audience, Site};

/// Lets every robot in, and names the sitemap; on a preview, keeps them all out.
pub(crate) fn robots(site: &Site) -> String {
    let mut text = String::from("User-agent: *\n");
    match site.edition.audience {
        Audience::Preview => text.push_str("Disallow: /\n"),
        Audience::Public => {
            text.push_str("Allow: /\n");
            if let Some(base_url) = &site.config.base_url {
                text.push_str("\nSitemap: ");
                text.push_str(base_url);
                text.push_str("/sitemap.xml\n");
            }
        }
    }
    text
}
