//! Briefs by tag, by author and by series.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use super::routes::Table;
use super::{BriefId, Group, Route, top_url};
use crate::diagnostic::Diagnostic;
use crate::model::{Brief, Slug, UrlPath, Written};
use crate::parse::Document;

/// The groups of one kind.
#[derive(Debug)]
pub(crate) struct Groups {
    /// By slug.
    pub(crate) groups: Vec<Group>,
    /// Which group each spelling belongs to.
    pub(crate) index: HashMap<Box<str>, usize>,
    /// The route of a page of one of them.
    pub(crate) route: fn(usize, u32) -> Route,
    /// What one of them is, for messages.
    what: &'static str,
}

/// Briefs by tag, newest first.
pub(crate) fn tags(briefs: &[Arc<Document<Brief>>]) -> Groups {
    group(briefs, "tags", "the tag", Route::Tag, |brief| &brief.tags)
}

/// Briefs by author, newest first.
pub(crate) fn authors(briefs: &[Arc<Document<Brief>>]) -> Groups {
    group(briefs, "authors", "the author", Route::Author, |brief| {
        &brief.authors
    })
}

/// Briefs by series, oldest first: a series is read from its beginning.
pub(crate) fn series(briefs: &[Arc<Document<Brief>>]) -> Groups {
    let mut groups = group(briefs, "series", "the series", Route::Series, |brief| {
        brief.series.as_slice()
    });
    for group in &mut groups.groups {
        group.briefs.reverse();
    }
    groups
}

fn group(
    briefs: &[Arc<Document<Brief>>],
    folder: &str,
    what: &'static str,
    route: fn(usize, u32) -> Route,
    names: impl Fn(&Brief) -> &[Written<Box<str>>],
) -> Groups {
    // The oldest brief decides how a name is spelt, so that a new one does not change old pages.
    let mut by_slug: BTreeMap<Slug, (Arc<str>, Vec<BriefId>)> = BTreeMap::new();
    let mut slugs: HashMap<&str, Option<Slug>> = HashMap::new();
    for (id, document) in (0u32..).zip(briefs) {
        for name in names(&document.value) {
            let name = name.value.trim();
            let slug = slugs.entry(name).or_insert_with(|| slug_of(name));
            let Some(slug) = slug else {
                continue;
            };
            if !by_slug.contains_key(slug) {
                by_slug.insert(slug.clone(), (name.into(), Vec::new()));
            }
            let Some((spelling, ids)) = by_slug.get_mut(slug) else {
                continue;
            };
            if **spelling != *name {
                *spelling = name.into();
            }
            if ids.last() != Some(&BriefId(id)) {
                ids.push(BriefId(id));
            }
        }
    }
    let positions: HashMap<&Slug, usize> = by_slug
        .keys()
        .enumerate()
        .map(|(index, slug)| (slug, index))
        .collect();
    let index = slugs
        .iter()
        .filter_map(|(name, slug)| Some(((*name).into(), positions[slug.as_ref()?])))
        .collect();
    let folder = top_url(folder);
    let groups = by_slug
        .iter()
        .map(|(slug, (name, briefs))| Group {
            slug: slug.clone(),
            name: Arc::clone(name),
            url: UrlPath::from_decoded(&format!("{folder}{slug}/")).expect("a slug makes a path"),
            briefs: briefs.clone(),
        })
        .collect();
    Groups {
        groups,
        index,
        route,
        what,
    }
}

/// The slug of a name. `+` and `#` behind a letter are read out, so that C, C++ and C# have pages of their own.
fn slug_of(name: &str) -> Option<Slug> {
    let mut spoken = String::with_capacity(name.len());
    let mut in_word = false;
    for c in name.chars() {
        match c {
            '+' if in_word => spoken.push_str(" plus "),
            '#' if in_word => spoken.push_str(" sharp "),
            c => {
                in_word = c.is_alphanumeric();
                spoken.push(c);
            }
        }
    }
    Slug::from_name(&spoken)
}

/// Enters the first page of each group.
pub(crate) fn enter(table: &mut Table, lists: [&Groups; 3], diagnostics: &mut Vec<Diagnostic>) {
    for list in lists {
        for (index, group) in list.groups.iter().enumerate() {
            let what = format!("{} {}", list.what, group.name);
            table.add(
                group.url.clone(),
                (list.route)(index, 1),
                None,
                what,
                diagnostics,
            );
        }
    }
}

impl Groups {
    /// The groups that these names belong to, each once.
    pub(crate) fn of(&self, names: &[Written<Box<str>>]) -> Vec<usize> {
        let mut positions: Vec<usize> = Vec::new();
        for position in names
            .iter()
            .filter_map(|name| self.index.get(name.value.trim()))
        {
            if !positions.contains(position) {
                positions.push(*position);
            }
        }
        positions
    }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn names_that_differ_in_their_signs_have_slugs_of_their_own() {
        for (name, slug) in [
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("Disney+ price", "disney-plus-price"),
            ("#ai", "ai"),
            ("AI video", "ai-video"),
        ] {
            assert_eq!(
                slug_of(name).as_ref().map(crate::model::Slug::as_str),
                Some(slug)
            );
        }
    }
}
