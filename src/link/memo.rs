//! Mentions that were found before, for linking again after an edit.
//!
//! What a brief mentions depends on its document and on who is in the registry, on nothing else: as long as both are
//! the very same, what was found is still true.

use std::collections::HashMap;
use std::sync::Arc;

use super::CompanyId;
use super::mentions::Found;
use super::registry::{Registered, Registry};
use crate::model::Brief;
use crate::parse::{Claim, Document};

/// Remembers from one linking to the next. Losing it costs nothing but time.
#[derive(Debug, Default)]
pub struct Memo {
    companies: Vec<Registered>,
    claims: Vec<Claim>,
    found: HashMap<usize, Entry>,
}

#[derive(Debug)]
struct Entry {
    /// Held, so that no other document can come to lie at its address.
    document: Arc<Document<Brief>>,
    declared: Vec<CompanyId>,
    found: Arc<Found>,
}

impl Memo {
    /// Forgets everything if the registry is not the one from before.
    pub(super) fn open(&mut self, registry: &Registry, claims: &[Claim]) {
        let same = self.claims == claims
            && self.companies.len() == registry.entries().len()
            && self
                .companies
                .iter()
                .zip(registry.entries())
                .all(|(a, b)| same(a, b));
        if !same {
            self.found.clear();
            self.companies = registry.entries().to_vec();
            self.claims = claims.to_vec();
        }
    }

    /// What was found in this document before.
    pub(super) fn get(
        &self,
        document: &Arc<Document<Brief>>,
        declared: &[CompanyId],
    ) -> Option<Arc<Found>> {
        let entry = self.found.get(&address(document))?;
        let same = Arc::ptr_eq(&entry.document, document) && entry.declared == declared;
        same.then(|| Arc::clone(&entry.found))
    }

    /// Remembers what was found this time, and only that.
    pub(super) fn keep(
        &mut self,
        found: impl IntoIterator<Item = (Arc<Document<Brief>>, Vec<CompanyId>, Arc<Found>)>,
    ) {
        self.found = found
            .into_iter()
            .map(|(document, declared, found)| {
                (
                    address(&document),
                    Entry {
                        document,
                        declared,
                        found,
                    },
                )
            })
            .collect();
    }
}

fn address(document: &Arc<Document<Brief>>) -> usize {
    Arc::as_ptr(document).addr()
}

fn same(a: &Registered, b: &Registered) -> bool {
    a.slug == b.slug
        && a.name == b.name
        && match (&a.document, &b.document) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        }
}
