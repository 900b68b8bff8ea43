//! What companies are to each other, and what effects are to each other across briefs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::addresses::Late;
use super::effects::{EffectId, EffectIndex};
use super::links::Survey;
use super::mentions::Search;
use super::registry::Registry;
use super::routes::Absent;
use super::{BriefEntry, BriefId, CompanyEntry, CompanyId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{Brief, Company, Effect, Order, Written};
use crate::parse::{Claim, Document};

/// The companies of the registry, with their relations, the briefs whose anchors their texts name, and the links in them
/// that can't be judged yet. Appearances are still to come.
pub(crate) fn companies(
    survey: &Survey<'_>,
    search: &Search<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<CompanyEntry>, Vec<BriefId>, Vec<Late>) {
    let registry = survey.registry;
    let mut competitors: Vec<BTreeSet<CompanyId>> = vec![BTreeSet::new(); registry.entries().len()];
    let mut parents: Vec<Option<CompanyId>> = vec![None; registry.entries().len()];
    for (index, entry) in (0u32..).zip(registry.entries()) {
        let (id, Some(document)) = (CompanyId(index), &entry.document) else {
            continue;
        };
        for name in &document.value.competitors {
            match registry.find(&name.value) {
                Some(other) if other == id => {
                    diagnostics.push(itself(document, name, "competitor"));
                }
                Some(other) => {
                    competitors[other.0 as usize].insert(id);
                    competitors[index as usize].insert(other);
                }
                None => {}
            }
        }
        if let Some(name) = &document.value.parent {
            match registry.find(&name.value) {
                Some(other) if other == id => diagnostics.push(itself(document, name, "parent")),
                parent => parents[index as usize] = parent,
            }
        }
    }
    break_cycles(registry, &mut parents, diagnostics);

    let mut subsidiaries: Vec<Vec<CompanyId>> = vec![Vec::new(); registry.entries().len()];
    for (index, parent) in (0u32..).zip(&parents) {
        if let Some(parent) = parent {
            subsidiaries[parent.0 as usize].push(CompanyId(index));
        }
    }
    let mut entries = Vec::with_capacity(registry.entries().len());
    let (mut leans_on, mut late) = (Vec::new(), Vec::new());
    for (index, entry) in registry.entries().iter().enumerate() {
        let id = CompanyId(u32::try_from(index).expect("ids are made from 32 bits"));
        let url = survey.lay.company_urls[index].clone();
        let (mut addresses, mut mentions) = (Vec::new(), Arc::default());
        if let Some(document) = &entry.document {
            let links = survey.company_addresses(document, &url, diagnostics);
            addresses = links.addresses;
            leans_on.extend(links.leans_on);
            late.extend(links.late);
            let found = search.company(document, id);
            diagnostics.extend(found.diagnostics);
            mentions = found.mentions;
        }
        entries.push(CompanyEntry {
            slug: entry.slug.clone(),
            name: Arc::clone(&entry.name),
            url,
            document: entry.document.clone(),
            appearances: Arc::default(),
            competitors: competitors[index].iter().copied().collect(),
            parent: parents[index],
            subsidiaries: std::mem::take(&mut subsidiaries[index]),
            addresses,
            mentions,
        });
    }
    (entries, leans_on, late)
}

fn itself(document: &Document<Company>, name: &Written<Box<str>>, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::CompanyCycle,
        document.span(&name.at),
        format!("{} is named as its own {what}", document.value.name.value),
    )
    .related(document.span(&document.value.name.at), "the company itself")
    .help("name another company, or take the line out")
}

/// Reports each circle of parents once, at its first company, and cuts it there.
fn break_cycles(
    registry: &Registry,
    parents: &mut [Option<CompanyId>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut done = vec![false; parents.len()];
    for start in 0..parents.len() {
        let (mut path, mut at) = (Vec::new(), start);
        while !done[at] {
            done[at] = true;
            path.push(at);
            match parents[at] {
                Some(parent) => at = parent.0 as usize,
                None => break,
            }
        }
        let Some(from) = path
            .iter()
            .position(|seen| *seen == at)
            .filter(|_| parents[at].is_some())
        else {
            continue;
        };
        let circle = &path[from..];
        let first = circle.iter().copied().min().unwrap_or(at);
        let names: Vec<&str> = circle
            .iter()
            .map(|i| &*registry.entries()[*i].name)
            .collect();
        if let Some(document) = &registry.entries()[first].document
            && let Some(parent) = &document.value.parent
        {
            let mut diagnostic = Diagnostic::new(
                Code::CompanyCycle,
                document.span(&parent.at),
                format!(
                    "these companies own each other in a circle: {}",
                    names.join(", ")
                ),
            )
            .help("take one `parent` out");
            for other in circle.iter().filter(|i| **i != first) {
                if let Some(document) = &registry.entries()[*other].document
                    && let Some(parent) = &document.value.parent
                {
                    diagnostic =
                        diagnostic.related(document.span(&parent.at), "part of the circle");
                }
            }
            diagnostics.push(diagnostic);
        }
        parents[first] = None;
    }
}

/// Reports every `follows` and `confirms` that names an effect which does not exist.
pub(crate) fn check_effects(
    briefs: &[Arc<BriefEntry>],
    claims: &[Claim],
    absent: &[(Arc<Document<Brief>>, Absent)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut known_briefs: BTreeMap<&str, &Brief> = BTreeMap::new();
    for entry in briefs {
        let brief = &entry.document.value;
        known_briefs.insert(brief.slug.as_str(), brief);
    }
    for (document, _) in absent {
        let brief = &document.value;
        known_briefs.entry(brief.slug.as_str()).or_insert(brief);
    }
    let claimed: BTreeSet<&str> = claims
        .iter()
        .filter_map(|claim| Some(claim.slug.as_ref()?.as_str()))
        .collect();
    for entry in briefs {
        let brief = &entry.document.value;
        for effect in &brief.effects {
            for (key, target) in [("follows", &effect.follows), ("confirms", &effect.confirms)] {
                let Some(target) = target else { continue };
                let (slug, id) = match target.value.split_once('#') {
                    Some((slug, id)) => (slug.trim(), id.trim()),
                    None => (brief.slug.as_str(), target.value.trim()),
                };
                let Some(named) = known_briefs.get(slug) else {
                    if !claimed.contains(slug) {
                        let message = format!(
                            "`{key}: {}` names a brief that does not exist",
                            target.value
                        );
                        diagnostics.push(
                            Diagnostic::new(
                                Code::UnknownEffect,
                                entry.document.span(&target.at),
                                message,
                            )
                            .help(nearest(
                                slug,
                                known_briefs.keys().copied(),
                                "write the slug of a brief before the `#`",
                            )),
                        );
                    }
                    continue;
                };
                let known: &[Effect] = &named.effects;
                let is_order = key == "follows" && known.iter().any(|e| e.order.as_str() == id);
                if !is_order && known.iter().all(|e| &*e.id != id) {
                    let message = format!(
                        "`{key}: {}` names an effect that does not exist",
                        target.value
                    );
                    let orders = known.iter().map(|e| e.order.as_str());
                    let ids = known.iter().map(|e| &*e.id).chain(orders);
                    diagnostics.push(
                        Diagnostic::new(
                            Code::UnknownEffect,
                            entry.document.span(&target.at),
                            message,
                        )
                        .help(nearest(
                            id,
                            ids,
                            "write the id of an effect, or its order",
                        )),
                    );
                } else if key == "confirms" && (slug, id) != (brief.slug.as_str(), &*effect.id) {
                    let span = || entry.document.span(&target.at);
                    diagnostics.extend(untimely(brief, named, &target.value, span));
                }
            }
        }
    }
}

/// What is wrong with a `confirms` of `brief` that names an effect of the brief `named`, if that is not an older one.
fn untimely(
    brief: &Brief,
    named: &Brief,
    target: &str,
    span: impl FnOnce() -> Span,
) -> Option<Diagnostic> {
    let message = if named.slug == brief.slug {
        format!("`confirms: {target}` names an effect of the same brief")
    } else if named.date.value.day > brief.date.value.day {
        format!(
            "`confirms: {target}` names an effect of a newer brief, of {}",
            named.date.value
        )
    } else {
        return None;
    };
    let help = "name what an older brief expected and came true with this effect; what comes of an effect is told with \
                `follows`";
    Some(Diagnostic::new(Code::UntimelyConfirms, span(), message).help(help))
}

/// Reports effects that follow from or confirm themselves, and those that follow from each other in a circle.
pub(crate) fn check_circles(
    effects: &EffectIndex,
    briefs: &[Arc<BriefEntry>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let of = |id: EffectId| {
        let document = &briefs[id.brief.0 as usize].document;
        (document, &document.value.effects[id.index as usize])
    };
    let follows = |id: EffectId| {
        let (document, effect) = of(id);
        let target = effect.follows.as_ref();
        target.map_or(Span::file(document.source), |target| {
            document.span(&target.at)
        })
    };
    let [following, confirming] = effects.selves();
    for (ids, says, key) in [
        (following, "follows from itself", "follows"),
        (confirming, "confirms itself", "confirms"),
    ] {
        for id in ids {
            let (document, effect) = of(*id);
            let target = if key == "follows" {
                &effect.follows
            } else {
                &effect.confirms
            };
            let span = target
                .as_ref()
                .map_or(Span::file(document.source), |target| {
                    document.span(&target.at)
                });
            diagnostics.push(
                Diagnostic::new(
                    Code::EffectCycle,
                    span,
                    format!("the effect `{}` {says}", effect.id),
                )
                .help(format!("name another effect, or take `{key}` out")),
            );
        }
    }
    for circle in effects.circles() {
        let names: Vec<&str> = circle.iter().map(|id| &*of(*id).1.id).collect();
        let message = format!(
            "these effects follow from each other in a circle: {}",
            names.join(", ")
        );
        let mut diagnostic = Diagnostic::new(Code::EffectCycle, follows(circle[0]), message)
            .help("take one `follows` out");
        for id in &circle[1..] {
            diagnostic = diagnostic.related(follows(*id), "part of the circle");
        }
        diagnostics.push(diagnostic);
    }
}

fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    known
        .map(|known| (strsim::jaro_winkler(known, word), known))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map_or_else(
            || otherwise.to_owned(),
            |(_, near)| format!("did you mean `{near}`?"),
        )
}

impl Order {
    /// `first`, `second` or `third`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
        }
    }
}
