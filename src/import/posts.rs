//! The posts of one import among themselves: links from one to another, and slugs.
//!
//! Comes in: all drafts, before any body is read. Goes out: the address that a link to a post leads to now, and slugs of
//! which no two are alike.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::address::FileName;
use super::draft::Draft;
use super::shortcode::Targets;
use crate::model::Slug;

/// The posts that are imported, by every name that a link may use for them.
#[derive(Debug, Default)]
pub(super) struct Posts {
    /// Slugs by name.
    names: BTreeMap<String, String>,
    /// Addresses by the address that each had, without the slash at its end.
    moved: BTreeMap<String, String>,
}

impl Posts {
    /// The posts of `drafts` whose address does not depend on their body.
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let (mut posts, mut moved) = (BTreeMap::new(), BTreeMap::new());
        for draft in drafts
            .iter()
            .filter(|draft| draft.meta.slug.is_some() || !draft.name.stem.is_empty())
        {
            let slug = draft.slug();
            for alias in &draft.meta.aliases {
                moved
                    .entry(alias.trim_end_matches('/').to_owned())
                    .or_insert_with(|| draft.target.address(&slug));
            }
            for name in [
                draft.name.stem.clone(),
                file_name(&draft.file),
                slug.clone(),
            ] {
                if !name.is_empty() {
                    posts.entry(name).or_insert_with(|| slug.clone());
                }
            }
        }
        Self {
            names: posts,
            moved,
        }
    }
}

/// The name of a post's file without folders and extension; the folder's for `index.md`.
fn file_name(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem {
        "index" | "_index" => parts.next().unwrap_or(stem).to_owned(),
        stem => stem.to_owned(),
    }
}

/// Posts, and the links to others that were asked for.
pub(super) struct Told<'a> {
    posts: &'a Posts,
    unknown: RefCell<BTreeSet<String>>,
    /// Addresses that were made of links; what is wrong with one is told by [`Told::unknown`].
    given: RefCell<BTreeSet<String>>,
}

impl<'a> Told<'a> {
    /// Nothing was asked for yet.
    pub(super) fn new(posts: &'a Posts) -> Self {
        Self {
            posts,
            unknown: RefCell::default(),
            given: RefCell::default(),
        }
    }

    /// The address of the post that a note in the same vault calls `name`, if it is one of those that are imported.
    pub(super) fn note(&self, name: &str) -> Option<String> {
        let slug = self.posts.names.get(name)?;
        Some(format!("/briefs/{slug}/"))
    }

    /// Whether `address`, a path that begins with `/`, leads somewhere: to a post that is imported, to a page that every
    /// site has, or to what was told already.
    pub(super) fn leads_somewhere(&self, address: &str) -> bool {
        const PAGES: [&str; 8] = [
            "",
            "companies",
            "numbers",
            "effects",
            "watch",
            "archive",
            "search",
            "tags",
        ];
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let path = path.trim_matches('/');
        let brief = path.strip_prefix("briefs/");
        PAGES.contains(&path)
            || brief.is_some_and(|slug| self.posts.names.values().any(|known| known == slug))
            || self.given.borrow().contains(path)
    }

    /// The posts that were asked for and are not there.
    pub(super) fn unknown(self) -> BTreeSet<String> {
        self.unknown.into_inner()
    }
}

impl Targets for Told<'_> {
    fn address(&self, post: &str) -> (String, bool) {
        let decoded = percent_decode_str(post).decode_utf8_lossy();
        let post = &*decoded;
        let anchor = post.find('#').map_or("", |at| &post[at..]);
        let name = file_name(post);
        let bare = FileName::of(&name).stem;
        match self
            .posts
            .names
            .get(&name)
            .or_else(|| self.posts.names.get(&bare))
        {
            Some(slug) => (format!("/briefs/{slug}/{anchor}"), true),
            None => {
                self.unknown.borrow_mut().insert(post.to_owned());
                let slug = Slug::from_name(&bare).map_or(bare, |slug| slug.to_string());
                self.given.borrow_mut().insert(format!("briefs/{slug}"));
                (format!("/briefs/{slug}/{anchor}"), false)
            }
        }
    }

    fn moved(&self, old: &str) -> Option<String> {
        let path = old.split(['#', '?']).next().unwrap_or_default();
        let address = self
            .posts
            .moved
            .get(path.trim_end_matches('/'))
            .filter(|_| path.len() > 1)?;
        let given = address.trim_matches('/').to_owned();
        self.given.borrow_mut().insert(given);
        Some(format!(
            "{address}{}",
            old.find('#').map_or("", |at| &old[at..])
        ))
    }
}

/// Slugs that are given away, each with the number that its next namesake may have: no two briefs of one import get the
/// same.
#[derive(Debug, Default)]
pub(super) struct Slugs(BTreeMap<String, usize>);

/// A slug that nobody else has.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    /// The slug that was asked for, if another brief has it.
    pub(super) taken: Option<String>,
}

impl Slugs {
    /// Gives `wanted`, or with a number behind it if it is taken.
    pub(super) fn give(&mut self, wanted: String) -> Given {
        if !self.0.contains_key(&wanted) {
            self.0.insert(wanted.clone(), 2);
            return Given {
                name: wanted,
                taken: None,
            };
        }
        let mut number = self.0.get(&wanted).copied().unwrap_or(2);
        let mut name = format!("{wanted}-{number}");
        while self.0.contains_key(&name) {
            number += 1;
            name = format!("{wanted}-{number}");
        }
        self.0.insert(wanted.clone(), number + 1);
        self.0.insert(name.clone(), 2);
        Given {
            name,
            taken: Some(wanted),
        }
    }
}
