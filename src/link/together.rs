//! What only all briefs together give: metrics, effects that name each other, and what is known of each company.
//!
//! Comes in: what came of each brief. Goes out: a [`Together`]. After an edit, what the edited briefs did not change is
//! taken again.

use std::sync::Arc;

use super::dossier::Dossiers;
use super::effects::{self, EffectIndex};
use super::memo::{Edit, Past, Read};
use super::metrics::{self, Metric};
use super::{BriefEntry, Shown, relations};
use crate::diagnostic::Diagnostic;
use crate::model::SiteConfig;

/// What only all briefs together give.
#[derive(Clone, Debug)]
pub(super) struct Together {
    pub(super) metrics: Arc<Vec<Metric>>,
    pub(super) effects: Arc<EffectIndex>,
    pub(super) dossiers: Dossiers,
    /// What is wrong with effects that name others.
    pub(super) told: Arc<[Diagnostic]>,
}

/// Puts together what came of `read`, for as many `companies`.
pub(super) fn together(
    read: &[Read],
    briefs: &[Arc<BriefEntry>],
    companies: usize,
    shown: &Shown,
    config: &SiteConfig,
) -> Together {
    let effects = EffectIndex::of(briefs);
    let told = check_effects(read, briefs, &effects, shown);
    Together {
        metrics: Arc::new(metrics::metrics(briefs, config)),
        effects: Arc::new(effects),
        dossiers: Dossiers::of(briefs, companies),
        told,
    }
}

/// The same after `edits`, as long as all stands on the ground it stood on in the `past`.
pub(super) fn together_again(
    read: &[Read],
    briefs: &[Arc<BriefEntry>],
    past: &Past,
    edits: &[Edit<'_>],
    shown: &Shown,
    config: &SiteConfig,
) -> Together {
    let before = &past.together;
    let all = |same: &dyn Fn(&BriefEntry, &BriefEntry) -> bool| {
        let mut edits = edits.iter();
        edits.all(|edit| same(&edit.then.entry, &edit.now.entry))
    };
    let metrics = if all(&metrics::say_the_same) {
        Arc::clone(&before.metrics)
    } else {
        Arc::new(metrics::metrics(briefs, config))
    };
    let named_alike =
        all(&|then, now| effects::name_the_same(&then.document.value, &now.document.value));
    let effects = if named_alike {
        Arc::clone(&before.effects)
    } else {
        Arc::new(EffectIndex::of(briefs))
    };
    // What is told of an effect has its place in the file, which any edit may move.
    let told = if named_alike && edits.iter().all(|edit| !edit.now.to_effects) {
        Arc::clone(&before.told)
    } else {
        check_effects(read, briefs, &effects, shown)
    };
    Together {
        metrics,
        effects,
        dossiers: before.dossiers.again(edits),
        told,
    }
}

fn check_effects(
    read: &[Read],
    briefs: &[Arc<BriefEntry>],
    effects: &EffectIndex,
    shown: &Shown,
) -> Arc<[Diagnostic]> {
    let mut diagnostics = Vec::new();
    if read.iter().any(|read| read.to_effects) {
        let (claims, absent) = (&shown.claims.briefs, &shown.absent);
        relations::check_effects(briefs, claims, absent, &mut diagnostics);
        relations::check_circles(effects, briefs, &mut diagnostics);
    }
    diagnostics.into()
}
