//! All effects: by order and as chains, by company, by tag.
//!
//! Comes in: the views, and by what they are listed. Goes out: one page of one list. No effect is left out of any of the
//! three; each is cut into pages of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::{
    ChainStep, EffectGroup, EffectOrder, EffectRef, EffectRow, EffectsByView, EffectsPage,
    GroupEffects, Href, LinkView, Shared,
};
use super::{Views, items, lists, words};
use crate::link::{
    BriefId, EffectId, EffectsBy, LONG_PAGE, LONG_TABLE, Site, effects_url, page_url,
};
use crate::model::Order;

/// Lists in lists, at most: what lies deeper goes on at that depth.
const DEEPEST: usize = 12;
/// Steps of chains.
const STEPS: usize = 200;
/// A page of all effects; `None` if there is no such page.
pub(super) fn page(views: &Views, by: EffectsBy, number: u32) -> Option<EffectsPage> {
    let indexes = &views.indexes;
    let href = |path| Href::inside(&views.site.config, path);
    let mut page = match by {
        EffectsBy::Order => listed_by_order(views, number),
        EffectsBy::Company => listed_by_name(views, by, views.effects_by_company(), number),
        EffectsBy::Tag => listed_by_name(views, by, views.effects_by_tag(), number),
    }?;
    page.by_company = indexes.effects_by_company.as_ref().map(href);
    page.by_tag = indexes.effects_by_tag.as_ref().map(href);
    Some(page)
}

/// A page with nothing on it but where it stands.
fn empty(
    views: &Views,
    by: EffectsBy,
    pagination: super::contract::Pagination,
) -> Option<EffectsPage> {
    let (by_view, title) = match by {
        EffectsBy::Order => (EffectsByView::Order, &views.words.all_effects),
        EffectsBy::Company => (EffectsByView::Company, &views.words.effects_by_company),
        EffectsBy::Tag => (EffectsByView::Tag, &views.words.effects_by_tag),
    };
    let number = pagination.page;
    Some(EffectsPage {
        meta: lists::list_meta(
            views,
            &page_url(&effects_url(by), number),
            &views.words.numbered(words::text(title), number),
        ),
        by: by_view,
        by_order: Href::inside(&views.site.config, views.indexes.effects.as_ref()?),
        by_company: None,
        by_tag: None,
        orders: Vec::new(),
        chains: Vec::new(),
        more_steps: views.words.count(0),
        companies: Vec::new(),
        tags: Vec::new(),
        pagination,
    })
}

fn listed_by_order(views: &Views, number: u32) -> Option<EffectsPage> {
    let list = effects_url(EffectsBy::Order);
    let (shown, pagination) = lists::cut(views, &list, views.all_effects(), LONG_PAGE, number)?;
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
    let (chains, more_steps) = if number == 1 {
        chains(views)
    } else {
        Default::default()
    };
    Some(EffectsPage {
        orders,
        chains,
        more_steps: views.words.count(more_steps),
        ..empty(views, EffectsBy::Order, pagination)?
    })
}

fn listed_by_name(
    views: &Views,
    by: EffectsBy,
    grouped: &Grouped,
    number: u32,
) -> Option<EffectsPage> {
    let list = effects_url(by);
    let (shown, pagination) = lists::cut(views, &list, &grouped.rows, LONG_TABLE, number)?;
    let names = names(views, by);
    let mut groups: Vec<EffectGroup> = Vec::new();
    let mut last = None;
    for (index, id) in shown {
        let Some(effect) = items::effect_ref(views, *id, None) else {
            continue;
        };
        if last == Some(*index)
            && let Some(group) = groups.last_mut()
        {
            group.effects.push(effect);
            continue;
        }
        last = Some(*index);
        groups.push(EffectGroup {
            link: names.get(*index)?.clone(),
            anchor: anchor(views, by, *index)?,
            effects: vec![effect],
            total: views.words.count(grouped.places.get(index)?.total),
            more: views.words.count(0),
        });
    }
    for group in &mut groups {
        let more = group.total.value.saturating_sub(group.effects.len());
        group.more = views.words.count(more);
    }
    let page = empty(views, by, pagination)?;
    Some(match by {
        EffectsBy::Company => EffectsPage {
            companies: groups,
            ..page
        },
        EffectsBy::Order | EffectsBy::Tag => EffectsPage {
            tags: groups,
            ..page
        },
    })
}

/// The names under which effects are listed.
fn names(views: &Views, by: EffectsBy) -> &[Shared<LinkView>] {
    match by {
        EffectsBy::Order => &[],
        EffectsBy::Company => &views.links.companies,
        EffectsBy::Tag => &views.links.tags,
    }
}

/// The anchor of a company or a tag where its effects are listed.
fn anchor(views: &Views, by: EffectsBy, index: usize) -> Option<Box<str>> {
    let site = &views.site;
    Some(match by {
        EffectsBy::Order => return None,
        EffectsBy::Company => format!("company-{}", site.companies.get(index)?.slug).into(),
        EffectsBy::Tag => format!("tag-{}", site.tags.get(index)?.slug).into(),
    })
}

/// Where the effects of a tag are listed, and how many there are; `None` if it has none, or if the site has no such list.
pub(super) fn of_tag(views: &Views, tag: usize) -> Option<GroupEffects> {
    views.indexes.effects_by_tag.as_ref()?;
    let place = views.effects_by_tag().places.get(&tag)?;
    let page = u32::try_from(place.first / LONG_TABLE)
        .ok()?
        .checked_add(1)?;
    let page = page_url(&effects_url(EffectsBy::Tag), page);
    let anchor = anchor(views, EffectsBy::Tag, tag)?;
    Some(GroupEffects {
        href: Href::anchor(&views.site.config, &page, &anchor),
        total: views.words.count(place.total),
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

/// Effects under names, as one list.
#[derive(Debug)]
pub(super) struct Grouped {
    /// What each belongs to, and which it is: by name, then by order, then newest brief first.
    rows: Vec<(usize, EffectId)>,
    /// Where the rows of each name stand.
    places: BTreeMap<usize, GroupPlace>,
}

/// Where the rows of one name stand.
#[derive(Debug)]
struct GroupPlace {
    /// The first of them.
    first: usize,
    /// How many there are.
    total: usize,
}

/// Every effect under each company that it touches.
pub(super) fn by_company(views: &Views) -> Grouped {
    let site = &views.site;
    grouped(views, EffectsBy::Company, |id| {
        let entry = &site.briefs[id.brief.0 as usize];
        let companies = entry.effect_companies.get(id.index as usize);
        companies
            .into_iter()
            .flatten()
            .map(|id| id.0 as usize)
            .collect()
    })
}

/// Every effect under each tag of its brief.
pub(super) fn by_tag(views: &Views) -> Grouped {
    let site = &views.site;
    grouped(views, EffectsBy::Tag, |id| {
        site.briefs[id.brief.0 as usize].tags.clone()
    })
}

fn grouped(views: &Views, by: EffectsBy, belongs_to: impl Fn(EffectId) -> Vec<usize>) -> Grouped {
    let mut by_index: BTreeMap<usize, Vec<EffectId>> = BTreeMap::new();
    for (_, id) in views.all_effects() {
        for index in belongs_to(*id) {
            by_index.entry(index).or_default().push(*id);
        }
    }
    let names = names(views, by);
    let mut groups: Vec<(usize, Vec<EffectId>)> = by_index.into_iter().collect();
    groups.sort_by_cached_key(|(index, _)| {
        let link = names.get(*index);
        link.map(|link| (link.name.to_lowercase(), link.href.clone()))
    });
    let (mut rows, mut places) = (Vec::new(), BTreeMap::new());
    for (index, effects) in groups {
        let place = GroupPlace {
            first: rows.len(),
            total: effects.len(),
        };
        places.insert(index, place);
        rows.extend(effects.into_iter().map(|id| (index, id)));
    }
    Grouped { rows, places }
}
