//! All effects: by order, as chains, by company and by tag.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::{
    ChainStep, EffectGroup, EffectOrder, EffectRef, EffectRow, EffectsPage, Href, LinkView, Shared,
};
use super::{Views, items, lists, words};
use crate::link::{BriefId, EffectId, LONG_TABLE, page_url};
use crate::model::Order;

/// Lists in lists, at most: what lies deeper goes on at that depth.
const DEEPEST: usize = 12;

/// A page of all effects; `None` if there is no such page.
pub(super) fn page(views: &Views, number: u32) -> Option<EffectsPage> {
    let list = views.indexes.effects.as_ref()?;
    let all = by_order(views);
    let (shown, pagination) = lists::cut(views, list, &all, LONG_TABLE, number)?;
    let mut orders: Vec<EffectOrder> = Vec::new();
    for (order, id) in shown {
        let Some(row) = row(views, *id) else { continue };
        let order = items::order(*order);
        match orders.last_mut() {
            Some(last) if last.order == order => last.effects.push(row),
            _ => orders.push(EffectOrder {
                order,
                effects: vec![row],
            }),
        }
    }
    let first = number == 1;
    let ids: Vec<EffectId> = if first {
        all.iter().map(|(_, id)| *id).collect()
    } else {
        Vec::new()
    };
    Some(EffectsPage {
        meta: lists::list_meta(
            views,
            &page_url(list, number),
            &words::numbered(words::EFFECTS, number),
        ),
        orders,
        chains: if first { chains(views) } else { Vec::new() },
        companies: by_company(views, &ids),
        tags: by_tag(views, &ids),
        pagination,
    })
}

/// Every effect: by order, then newest brief first.
fn by_order(views: &Views) -> Vec<(Order, EffectId)> {
    let mut all = Vec::new();
    for (brief, entry) in (0u32..).zip(&views.site.briefs) {
        for (index, effect) in (0u32..).zip(&entry.document.value.effects) {
            let brief = BriefId(brief);
            all.push((effect.order, EffectId { brief, index }));
        }
    }
    all.sort_unstable();
    all
}

fn row(views: &Views, id: EffectId) -> Option<EffectRow> {
    let effect = items::effect_alone(views, id)?;
    let entry = views.site.briefs.get(id.brief.0 as usize)?;
    Some(EffectRow {
        href: Href::anchor(&views.site.config, &entry.url, &effect.anchor),
        effect,
        brief: views.brief(id.brief)?,
    })
}

/// Every chain, from its root on. An effect stands once, so that a circle ends.
fn chains(views: &Views) -> Vec<ChainStep> {
    let index = &views.site.effects;
    let mut seen = BTreeSet::new();
    let mut steps: Vec<(EffectRef, usize)> = Vec::new();
    for root in index.roots() {
        let mut ahead = vec![(root, 0, None)];
        while let Some((id, depth, above)) = ahead.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(effect) = items::effect_ref(views, id, above) {
                steps.push((effect, depth));
            }
            let deeper = DEEPEST.min(depth + 1);
            let next = index.followed_by(id).iter().rev();
            ahead.extend(next.map(|next| (*next, deeper, Some(id.brief))));
        }
    }
    let depths: Vec<usize> = steps.iter().map(|(_, depth)| *depth).chain([0]).collect();
    steps
        .into_iter()
        .zip(depths.windows(2))
        .map(|((effect, depth), around)| {
            let next = around[1];
            ChainStep {
                effect,
                opens: next > depth,
                closes: depth.saturating_sub(next),
            }
        })
        .collect()
}

fn by_company(views: &Views, ids: &[EffectId]) -> Vec<EffectGroup> {
    let companies = |id: EffectId| -> &[_] {
        let entry = views.site.briefs.get(id.brief.0 as usize);
        entry
            .and_then(|entry| entry.effect_companies.get(id.index as usize))
            .map_or(&[], Vec::as_slice)
    };
    group(views, ids, |id| {
        super::cards::companies(views, companies(id))
    })
}

fn by_tag(views: &Views, ids: &[EffectId]) -> Vec<EffectGroup> {
    group(views, ids, |id| {
        let card = views.brief(id.brief);
        card.map(|card| card.tags.clone()).unwrap_or_default()
    })
}

/// The effects under each name that `names` gives them, by name.
fn group(
    views: &Views,
    ids: &[EffectId],
    names: impl Fn(EffectId) -> Vec<Shared<LinkView>>,
) -> Vec<EffectGroup> {
    let mut groups: BTreeMap<(String, Href), EffectGroup> = BTreeMap::new();
    for id in ids {
        for link in names(*id) {
            let Some(effect) = items::effect_ref(views, *id, None) else {
                continue;
            };
            groups
                .entry((link.name.to_lowercase(), link.href.clone()))
                .or_insert_with(|| EffectGroup {
                    link,
                    effects: Vec::new(),
                })
                .effects
                .push(effect);
        }
    }
    groups.into_values().collect()
}
