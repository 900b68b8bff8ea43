//! The anchors of a brief's page: one for each effect, number and watch item, and for the sections that its body
//! lacks though it has something to show in them.

use std::collections::BTreeSet;

use super::{Brief, Role, Slug};

/// The anchors of one brief that are not those of its headings. All are unique on its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchors {
    /// Parallel to [`Brief::effects`].
    pub effects: Vec<Box<str>>,
    /// Parallel to [`Brief::numbers`].
    pub numbers: Vec<Box<str>>,
    /// Parallel to [`Brief::watch`].
    pub watch: Vec<Box<str>>,
    /// Sections that have effects, numbers or watch items from the front matter, and no heading in the body.
    pub added: Vec<(Role, Box<str>)>,
}

impl Anchors {
    /// The anchors of `brief`, whose body has headings with the anchors `taken`.
    ///
    /// An item's anchor is its id. Where a heading or an item of another kind has that anchor already, the kind is
    /// put before it: `watch-parity`.
    pub fn of<'a>(brief: &Brief, taken: impl IntoIterator<Item = &'a str>) -> Self {
        let mut taken: BTreeSet<String> = taken.into_iter().map(str::to_owned).collect();
        let mut of_kind = |kind: &str, ids: &mut dyn Iterator<Item = &str>| {
            ids.map(|id| {
                let id = Slug::new(id).or_else(|| Slug::from_name(id));
                let id = id.as_ref().map_or(kind, Slug::as_str);
                claim(&mut taken, kind, id)
            })
            .collect()
        };
        let effects = of_kind("effect", &mut brief.effects.iter().map(|e| &*e.id));
        let numbers = of_kind("number", &mut brief.numbers.iter().map(|n| &*n.id));
        let watch = of_kind("watch", &mut brief.watch.iter().map(|w| &*w.id));
        let added = [
            (Role::Matters, "why-it-matters", brief.effects.is_empty()),
            (Role::Numbers, "the-numbers", brief.numbers.is_empty()),
            (Role::Watch, "what-to-watch", brief.watch.is_empty()),
        ]
        .into_iter()
        .filter(|(role, _, empty)| !empty && !brief.sections.iter().any(|s| s.role == *role))
        .map(|(role, anchor, _)| (role, claim(&mut taken, "section", anchor)))
        .collect();
        Self {
            effects,
            numbers,
            watch,
            added,
        }
    }

    /// Every anchor.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [&self.effects, &self.numbers, &self.watch]
            .into_iter()
            .flatten()
            .chain(self.added.iter().map(|(_, anchor)| anchor))
            .map(|anchor| &**anchor)
    }
}

/// The first of `id`, `kind-id`, `kind-id-2`, `kind-id-3` ... that nobody has.
fn claim(taken: &mut BTreeSet<String>, kind: &str, id: &str) -> Box<str> {
    let mut anchor = id.to_owned();
    let mut tries = 1_u32;
    while !taken.insert(anchor.clone()) {
        anchor = match tries {
            1 => format!("{kind}-{id}"),
            n => format!("{kind}-{id}-{n}"),
        };
        tries += 1;
    }
    anchor.into()
}
