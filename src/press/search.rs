//! The second layer: the files of the search, which are made of the whole site at once.
//!
//! Comes in: the site. Goes out: addresses, and the artifact of each. The addresses are known when the first is asked
//! for, the index when the first file of it is; a preview in which nobody searches makes neither.

use std::sync::{Arc, OnceLock};

use crate::link::{SearchPart, Site};
use crate::model::UrlPath;
use crate::publish::Artifact;
use crate::publish::search::{self, Plan, SearchIndex};

/// The search of a site.
#[derive(Debug)]
pub(super) struct Search {
    site: Arc<Site>,
    plan: OnceLock<Plan>,
    index: OnceLock<SearchIndex>,
}

impl Search {
    pub(super) fn new(site: &Arc<Site>) -> Self {
        Self {
            site: Arc::clone(site),
            plan: OnceLock::new(),
            index: OnceLock::new(),
        }
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::of(&self.site))
    }

    /// The index. It is made on all processors, so that no task of the pool that makes artifacts may be the first to
    /// ask: it could be given another such task while it waits, and wait for itself.
    pub(super) fn index(&self) -> &SearchIndex {
        self.index
            .get_or_init(|| SearchIndex::new(&self.site, self.plan()))
    }

    /// How many files there are beside the first.
    pub(super) fn count(&self) -> usize {
        self.plan().parts().count()
    }

    /// The files beside the first, with their addresses.
    pub(super) fn parts(&self) -> Vec<(UrlPath, SearchPart)> {
        let address = |(text, part): (String, SearchPart)| {
            let url =
                UrlPath::from_decoded(&text).expect("letters, digits and slashes make a path");
            (url, part)
        };
        self.plan().parts().map(address).collect()
    }

    /// The file at an address.
    pub(super) fn find(&self, url: &UrlPath) -> Option<SearchPart> {
        url.as_str()
            .starts_with(search::FOLDER)
            .then(|| self.plan().find(url.as_str()))?
    }

    pub(super) fn head(&self) -> Artifact {
        self.index().head().into()
    }

    /// A file beside the first; `None` if there is no such file.
    pub(super) fn part(&self, part: SearchPart) -> Option<Artifact> {
        match search::result(&self.site, part) {
            Some(text) => Some(text.into()),
            None => self.index().part(part).map(Artifact::from),
        }
    }
}
