//! Names that stay: `tag:` URIs (RFC 4151), which are no addresses, so that no move of the site changes them.
//!
//! They begin with `feed_id` of site.yaml. Without that key they begin with the host of the site's address, and then a
//! new host gives new names.

use crate::link::{BriefEntry, Feed, Site};
use crate::model::{SiteConfig, WatchItem};

/// What the names of a site begin with whose address nobody knows: a host that is nobody's, by RFC 2606.
const NOWHERE: &str = "tag:briefpress.invalid,2026";

/// Gives the names of one site.
pub(super) struct Ids {
    prefix: String,
}

impl Ids {
    pub(super) fn of(site: &Site) -> Self {
        let config = &site.config;
        let of_host = || SiteConfig::feed_id_of(config.base_url.as_deref()?);
        let id = config.feed_id.clone().or_else(of_host);
        let id = id.as_deref().unwrap_or(NOWHERE);
        // `tag:example.org,2026` has no name of its own in it yet, `tag:example.org,2026:news` has.
        let mark = if id.matches(':').count() == 1 {
            ':'
        } else {
            '/'
        };
        let prefix = format!("{id}{mark}");
        Self { prefix }
    }

    /// The name of a feed, the same in all its forms.
    pub(super) fn feed(&self, site: &Site, feed: Feed) -> String {
        let of = |folder: &str, slug: &str| format!("{}{folder}/{slug}/feed", self.prefix);
        match feed {
            Feed::Site => format!("{}feed", self.prefix),
            Feed::Resolved => format!("{}watch/feed", self.prefix),
            Feed::Company(id) => of("companies", site.companies[id.0 as usize].slug.as_str()),
            Feed::Tag(index) => of("tags", site.tags[index].slug.as_str()),
        }
    }

    /// The name of a brief.
    pub(super) fn brief(&self, entry: &BriefEntry) -> String {
        format!("{}briefs/{}", self.prefix, entry.document.value.slug)
    }

    /// The name of a watch item's end.
    pub(super) fn item(&self, entry: &BriefEntry, item: &WatchItem) -> String {
        // An id is made of letters, digits and hyphens.
        format!("{}/watch/{}", self.brief(entry), item.id)
    }
}
