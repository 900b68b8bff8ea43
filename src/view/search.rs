//! The page that searches.

use super::contract::{Href, SearchPage};
use super::{Views, meta, words};
use crate::link::{search_head, search_script};

/// The page; `None` if site.yaml switches the search off.
pub(super) fn page(views: &Views) -> Option<SearchPage> {
    let path = views.indexes.search.as_ref()?;
    Some(SearchPage {
        meta: meta::plain(views, path, words::text(&views.words.search)),
        script: Href::inside(&views.site.config, &search_script()),
        index: Href::inside(&views.site.config, &search_head()),
    })
}
