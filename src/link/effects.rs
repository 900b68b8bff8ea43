//! How effects hang together: which follows from which, and which came true with which.
//!
//! Comes in: the briefs that are shown. Goes out: an [`EffectIndex`], in which every pointer leads both ways. What a
//! pointer names wrongly is told elsewhere; here it is no pointer at all.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{BriefEntry, BriefId};
use crate::model::{Brief, Effect, Order, Written};

/// One effect: its brief, and its index among the effects of that brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId {
    /// The brief.
    pub brief: BriefId,
    /// The index in its `effects`.
    pub index: u32,
}

/// Pointers between effects, both ways.
#[derive(Clone, Debug, Default)]
pub struct EffectIndex {
    follows: Pointers,
    confirms: Pointers,
}

#[derive(Clone, Debug, Default)]
struct Pointers {
    to: BTreeMap<EffectId, EffectId>,
    from: BTreeMap<EffectId, Vec<EffectId>>,
    /// Those that point at themselves, which is no pointer.
    selves: Vec<EffectId>,
}

impl Pointers {
    fn add(&mut self, from: EffectId, to: EffectId) {
        if from != to {
            self.to.insert(from, to);
            self.from.entry(to).or_default().push(from);
        } else {
            self.selves.push(from);
        }
    }

    fn pointing_at(&self, id: EffectId) -> &[EffectId] {
        self.from.get(&id).map_or(&[], Vec::as_slice)
    }
}

impl EffectIndex {
    /// Resolves the pointers of all effects.
    pub(super) fn of(briefs: &[Arc<BriefEntry>]) -> Self {
        let by_slug: HashMap<&str, BriefId> = (0u32..)
            .zip(briefs)
            .map(|(index, entry)| (entry.document.value.slug.as_str(), BriefId(index)))
            .collect();
        let mut effects = Self::default();
        for (number, entry) in (0u32..).zip(briefs) {
            let here = BriefId(number);
            let find = |target: &Option<Written<Box<str>>>| {
                let target = target.as_ref()?;
                let (brief, name) = match target.value.split_once('#') {
                    Some((slug, name)) => (*by_slug.get(slug.trim())?, name.trim()),
                    None => (here, target.value.trim()),
                };
                let index = position(&briefs[brief.0 as usize].document.value, name)?;
                Some(EffectId { brief, index })
            };
            for (index, effect) in (0u32..).zip(&entry.document.value.effects) {
                let id = EffectId { brief: here, index };
                if let Some(to) = find(&effect.follows) {
                    effects.follows.add(id, to);
                }
                if let Some(to) = find(&effect.confirms) {
                    effects.confirms.add(id, to);
                }
            }
        }
        effects
    }

    /// The effect that this one follows from.
    pub fn follows(&self, id: EffectId) -> Option<EffectId> {
        self.follows.to.get(&id).copied()
    }

    /// The effects that follow from this one.
    pub fn followed_by(&self, id: EffectId) -> &[EffectId] {
        self.follows.pointing_at(id)
    }

    /// The older effect that came true with this one.
    pub fn confirms(&self, id: EffectId) -> Option<EffectId> {
        self.confirms.to.get(&id).copied()
    }

    /// The effects with which this one came true.
    pub fn confirmed_by(&self, id: EffectId) -> &[EffectId] {
        self.confirms.pointing_at(id)
    }

    /// The effects that follow from themselves, then those that confirm themselves.
    pub(super) fn selves(&self) -> [&[EffectId]; 2] {
        [&self.follows.selves, &self.confirms.selves]
    }

    /// Effects that follow from each other in a circle, each circle once and from its first effect on.
    pub(super) fn circles(&self) -> Vec<Vec<EffectId>> {
        let (mut seen, mut circles) = (HashSet::new(), Vec::new());
        for start in self.follows.to.keys() {
            let (mut at, mut path) = (*start, Vec::new());
            while seen.insert(at) {
                path.push(at);
                match self.follows(at) {
                    Some(before) => at = before,
                    None => break,
                }
            }
            if let Some(from) = path.iter().position(|step| *step == at)
                && self.follows(path[path.len() - 1]) == Some(at)
            {
                circles.push(path.split_off(from));
            }
        }
        circles
    }

    /// Where chains begin: effects that others follow from, and that follow from none. Of a circle, its first effect.
    pub fn roots(&self) -> Vec<EffectId> {
        let mut seen: BTreeMap<EffectId, EffectId> = BTreeMap::new();
        let mut roots = Vec::new();
        for start in self.follows.from.keys() {
            let (mut at, mut path) = (*start, Vec::new());
            let root = loop {
                if let Some(root) = seen.get(&at) {
                    break *root;
                }
                if let Some(from) = path.iter().position(|step| *step == at) {
                    break path[from..].iter().copied().min().unwrap_or(at);
                }
                path.push(at);
                match self.follows(at) {
                    Some(before) => at = before,
                    None => break at,
                }
            };
            for step in path {
                seen.insert(step, root);
            }
            roots.push(root);
        }
        roots.sort_unstable();
        roots.dedup();
        roots
    }
}

/// Whether the effects of two briefs name the same and can be named the same.
pub(super) fn name_the_same(a: &Brief, b: &Brief) -> bool {
    fn key(effect: &Effect) -> (&str, Order, Option<&str>, Option<&str>) {
        let follows = effect.follows.as_ref().map(|target| &*target.value);
        let confirms = effect.confirms.as_ref().map(|target| &*target.value);
        (&effect.id, effect.order, follows, confirms)
    }
    a.effects.iter().map(key).eq(b.effects.iter().map(key))
}

/// The effect of a brief with this id, else the first of this order.
fn position(brief: &Brief, name: &str) -> Option<u32> {
    let find = |wanted: &dyn Fn(&Effect) -> bool| brief.effects.iter().position(wanted);
    let index = find(&|effect| &*effect.id == name)
        .or_else(|| find(&|effect| effect.order.as_str() == name))?;
    u32::try_from(index).ok()
}
