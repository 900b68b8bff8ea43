//! All effects: by order, as chains, by company and by tag.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::{
    ChainStep, EffectGroup, EffectOrder, EffectRef, EffectRow, EffectsPage, Href, LinkView, Shared,
};
use super::{Views, items, lists, words};
use crate::link::{BriefId, EffectId, LONG_PAGE, Site, page_url};
use crate::model::Order;

/// Lists in lists, at most: what lies deeper goes on at that depth.
const DEEPEST: usize = 12;
/// Steps of chains.
const STEPS: usize = 200;
/// Effects under one name.
const UNDER_NAME: usize = 12;
/// Effects under all names of one kind. With so many names only how many effects each has is told.
const UNDER_NAMES: usize = 240;

/// A page of all effects; `None` if there is no such page.
pub(super) fn page(views: &Views, number: u32) -> Option<EffectsPage> {
    let list = views.indexes.effects.as_ref()?;
    let all = views.all_effects();
    let (shown, pagination) = lists::cut(views, list, all, LONG_PAGE, number)?;
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
    let (chains, more_steps, companies, tags) = if number == 1 {
        let (chains, more) = chains(views);
        (chains, more, by_company(views, all), by_tag(views, all))
    } else {
        Default::default()
    };
    Some(EffectsPage {
        meta: lists::list_meta(
            views,
            &page_url(list, number),
            &views
                .words
                .numbered(words::text(&views.words.all_effects), number),
        ),
        orders,
        chains,
        more_steps: views.words.count(more_steps),
        companies,
        tags,
        pagination,
    })
}

/// Every effect: by order, then newest brief first.
pub(super) fn by_order(site: &Site) -> Vec<(Order, EffectId)> {
    let mut all = Vec::new();
    for (brief, entry) in (0u32..).zip(&site.briefs) {
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

/// The chains, from their roots on, and how many steps were left out. An effect stands once, so that a circle ends.
fn chains(views: &Views) -> (Vec<ChainStep>, usize) {
    let index = &views.site.effects;
    let mut seen = BTreeSet::new();
    let mut steps: Vec<(EffectRef, usize)> = Vec::new();
    let mut left_out = 0;
    for root in index.roots() {
        let mut ahead = vec![(root, 0, None)];
        while let Some((id, depth, above)) = ahead.pop() {
            if !seen.insert(id) {
                continue;
            }
            if steps.len() == STEPS {
                left_out += 1;
            } else if let Some(effect) = items::effect_ref(views, id, above) {
                steps.push((effect, depth));
            }
            let deeper = DEEPEST.min(depth + 1);
            let next = index.followed_by(id).iter().rev();
            ahead.extend(next.map(|next| (*next, deeper, Some(id.brief))));
        }
    }
    let depths: Vec<usize> = steps.iter().map(|(_, depth)| *depth).chain([0]).collect();
    let steps = steps
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
        .collect();
    (steps, left_out)
}

fn by_company(views: &Views, all: &[(Order, EffectId)]) -> Vec<EffectGroup> {
    let site = &views.site;
    let groups = group(all, |id| {
        let entry = &site.briefs[id.brief.0 as usize];
        let companies = entry.effect_companies.get(id.index as usize);
        companies
            .into_iter()
            .flatten()
            .map(|id| id.0 as usize)
            .collect()
    });
    told(views, groups, &views.links.companies)
}

fn by_tag(views: &Views, all: &[(Order, EffectId)]) -> Vec<EffectGroup> {
    let site = &views.site;
    let groups = group(all, |id| site.briefs[id.brief.0 as usize].tags.clone());
    told(views, groups, &views.links.tags)
}

/// Effects by what they belong to: its index, and how they stand in `all`.
type Groups = BTreeMap<usize, Vec<(Order, EffectId)>>;

fn group(all: &[(Order, EffectId)], belongs_to: impl Fn(EffectId) -> Vec<usize>) -> Groups {
    let mut groups = Groups::new();
    for (order, id) in all {
        for index in belongs_to(*id) {
            groups.entry(index).or_default().push((*order, *id));
        }
    }
    groups
}

/// Groups under their names, by name; of many effects the newest.
fn told(views: &Views, groups: Groups, names: &[Shared<LinkView>]) -> Vec<EffectGroup> {
    let most = (UNDER_NAMES / groups.len().max(1)).min(UNDER_NAME);
    let mut told: Vec<EffectGroup> = groups
        .into_iter()
        .filter_map(|(index, mut effects)| {
            let total = effects.len();
            if total > most {
                effects.sort_unstable_by_key(|(_, id)| *id);
                effects.truncate(most);
                effects.sort_unstable();
            }
            Some(EffectGroup {
                link: names.get(index)?.clone(),
                total: views.words.count(total),
                more: views.words.count(total - effects.len()),
                effects: effects
                    .into_iter()
                    .filter_map(|(_, id)| items::effect_ref(views, id, None))
                    .collect(),
            })
        })
        .collect();
    told.sort_by_cached_key(|group| (group.link.name.to_lowercase(), group.link.href.clone()));
    told
}
