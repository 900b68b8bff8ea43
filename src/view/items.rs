//! The typed items of a brief: effects, numbers, watch items.

use super::address::outside;
use super::contract::{
    EffectRef, EffectView, EffectsView, Href, LinkView, NumberView, WatchState, WatchView,
};
use super::setting::{self, Setting};
use super::{Views, cards, words};
use crate::link::{BriefEntry, BriefId, CompanyId, Place};
use crate::markdown::{Flow, Markup};
use crate::model::{
    Amount, Brief, Effect, Number, Order, Passage, WatchItem, WatchStatus, Written, decimal_text,
};

/// Sets the text of an effect or a watch item: the body's parts were set before and come out of `parts`, in order.
fn passage(
    passage: &Passage,
    place: Place,
    setting: &mut Setting<'_>,
    parts: &mut impl Iterator<Item = Markup>,
) -> Markup {
    match passage {
        Passage::Front(text) => setting.text(place, text, Flow::Block),
        Passage::Body(_) => parts.next(),
    }
    .unwrap_or_default()
}

/// The effects of a brief, by order.
pub(super) fn effects(
    views: &Views,
    id: BriefId,
    entry: &BriefEntry,
    setting: &mut Setting<'_>,
    parts: &mut impl Iterator<Item = Markup>,
) -> EffectsView {
    let mut effects = EffectsView::default();
    for (index, effect) in (0_u32..).zip(&entry.document.value.effects) {
        let points_at = |target: &Option<Written<Box<str>>>| {
            target
                .as_ref()
                .and_then(|target| points_at(views, id, &target.value))
        };
        let view = EffectView {
            id: effect.id.clone(),
            anchor: effect.anchor().into(),
            order: order(effect.order),
            title: effect
                .title
                .as_deref()
                .and_then(|title| setting.text(Place::EffectTitle(index), title, Flow::Inline)),
            text: passage(&effect.text, Place::EffectText(index), setting, parts),
            companies: of(views, &entry.effect_companies, index),
            follows: points_at(&effect.follows),
            confirms: points_at(&effect.confirms),
        };
        match effect.order {
            Order::First => effects.first.push(view),
            Order::Second => effects.second.push(view),
            Order::Third => effects.third.push(view),
        }
    }
    effects
}

fn of(views: &Views, lists: &[Vec<CompanyId>], index: u32) -> Vec<LinkView> {
    let ids = lists.get(index as usize).map(Vec::as_slice);
    cards::companies(&views.site, ids.unwrap_or_default())
}

pub(super) const fn order(order: Order) -> u8 {
    match order {
        Order::First => 1,
        Order::Second => 2,
        Order::Third => 3,
    }
}

/// The effect that `id` or `brief#id` names, as seen from the brief `here`; an order stands for its first effect.
/// `None` if there is no such effect, or its brief is held back; `link` tells.
fn points_at(views: &Views, here: BriefId, target: &str) -> Option<EffectRef> {
    let site = &*views.site;
    let (brief, name) = match target.split_once('#') {
        Some((slug, name)) => {
            let slug = slug.trim();
            let index = site
                .briefs
                .iter()
                .position(|entry| entry.document.value.slug.as_str() == slug)?;
            (BriefId(u32::try_from(index).ok()?), name.trim())
        }
        None => (here, target.trim()),
    };
    let entry = site.briefs.get(brief.0 as usize)?;
    let effect = find(&entry.document.value, name)?;
    Some(EffectRef {
        href: Href::anchor(&site.config, &entry.url, &effect.anchor()),
        order: order(effect.order),
        title_text: effect
            .title
            .as_deref()
            .map(|title| setting::plain(title).into()),
        brief: if brief == here {
            None
        } else {
            views.brief(brief)
        },
    })
}

fn find<'a>(brief: &'a Brief, name: &str) -> Option<&'a Effect> {
    let effects = &brief.effects;
    effects
        .iter()
        .find(|effect| &*effect.id == name)
        .or_else(|| effects.iter().find(|effect| effect.order.as_str() == name))
}

/// The numbers of a brief.
pub(super) fn numbers(
    views: &Views,
    entry: &BriefEntry,
    setting: &mut Setting<'_>,
) -> Vec<NumberView> {
    (0_u32..)
        .zip(&entry.document.value.numbers)
        .map(|(index, number)| {
            let company = entry
                .number_companies
                .get(index as usize)
                .copied()
                .flatten();
            self::number(views, number, index, company, setting)
        })
        .collect()
}

fn number(
    views: &Views,
    number: &Number,
    index: u32,
    company: Option<CompanyId>,
    setting: &mut Setting<'_>,
) -> NumberView {
    let quantity = &number.quantity;
    let (value, low, high, previous) = match quantity.amount {
        Amount::One(value) => (Some(value), None, None, None),
        Amount::Range { low, high } => (None, Some(low), Some(high), None),
        Amount::Change { previous, value } => (Some(value), None, None, Some(previous)),
    };
    let text = |decimal: Option<_>| decimal.map(|d| decimal_text(d).into());
    NumberView {
        id: number.id.clone(),
        anchor: number.anchor().into(),
        as_written: quantity.as_written.clone(),
        label: setting.text(Place::NumberLabel(index), &number.label, Flow::Inline),
        value: text(value),
        low: text(low),
        high: text(high),
        previous: text(previous),
        unit: quantity.unit.as_ref().map(|unit| unit.as_str().into()),
        approx: quantity.approx,
        kind: cards::number_kind(number.kind),
        metric: number.metric.clone(),
        company: company.and_then(|id| views.company(id)),
        as_of: number.as_of.map(words::partial),
        since: number.since.map(words::partial),
        through: number.through.map(words::partial),
        note: number
            .note
            .as_deref()
            .and_then(|note| setting.text(Place::NumberNote(index), note, Flow::Inline)),
        source: number.source.as_deref().and_then(outside),
    }
}

/// The watch items of a brief.
pub(super) fn watch(
    views: &Views,
    entry: &BriefEntry,
    setting: &mut Setting<'_>,
    parts: &mut impl Iterator<Item = Markup>,
) -> Vec<WatchView> {
    let mut views_of_items = Vec::with_capacity(entry.document.value.watch.len());
    for (index, item) in (0_u32..).zip(&entry.document.value.watch) {
        let due = entry.watch_due.get(index as usize).copied().flatten();
        let (status, overdue_days) = state(item, due, views.site.edition.today);
        views_of_items.push(WatchView {
            id: item.id.clone(),
            anchor: item.anchor().into(),
            title: setting.text(Place::WatchTitle(index), &item.title, Flow::Inline),
            text: passage(&item.text, Place::WatchText(index), setting, parts),
            companies: of(views, &entry.watch_companies, index),
            due: due.map(words::day),
            due_as_written: item.due_as_written.clone(),
            status,
            overdue_days,
            probability: item.probability.map(|p| decimal_text(p).into()),
            probability_text: item.probability.map(|p| words::percent(p).into()),
            resolved: item.resolved.map(words::partial),
            outcome: item
                .outcome
                .as_deref()
                .and_then(|text| setting.text(Place::WatchOutcome(index), text, Flow::Inline)),
            evidence: item.evidence.as_deref().and_then(outside),
        });
    }
    views_of_items
}

/// The due day itself is still in time.
pub(super) fn state(
    item: &WatchItem,
    due: Option<jiff::civil::Date>,
    today: jiff::civil::Date,
) -> (WatchState, Option<i32>) {
    let late = due
        .and_then(|due| today.since(due).ok())
        .map(|span| span.get_days())
        .filter(|days| *days > 0);
    match item.status {
        WatchStatus::Open if late.is_some() => (WatchState::Overdue, late),
        WatchStatus::Open => (WatchState::Open, None),
        WatchStatus::Hit => (WatchState::Hit, None),
        WatchStatus::Miss => (WatchState::Miss, None),
        WatchStatus::Void => (WatchState::Void, None),
    }
}
