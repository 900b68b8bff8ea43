//! The typed items of a brief: effects, numbers, watch items.

use super::address::outside;
use super::contract::{
    EffectRef, EffectView, EffectsView, Href, LinkView, NumberView, Shared, WatchState, WatchView,
};
use super::setting::{self, Setting};
use super::{Views, cards};
use crate::link::{BriefEntry, BriefId, CompanyId, EffectId, Place, number_unit};
use crate::markdown::{Flow, Markup};
use crate::model::{Amount, Effect, Number, Order, Passage, WatchItem, WatchStatus, decimal_text};

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
        let title = effect
            .title
            .as_deref()
            .and_then(|title| setting.text(Place::EffectTitle(index), title, Flow::Inline));
        let text = passage(&effect.text, Place::EffectText(index), setting, parts);
        let view = self::effect(
            views,
            entry,
            effect,
            EffectId { brief: id, index },
            title,
            text,
        );
        match effect.order {
            Order::First => effects.first.push(view),
            Order::Second => effects.second.push(view),
            Order::Third => effects.third.push(view),
        }
    }
    effects
}

/// An effect whose texts are set.
fn effect(
    views: &Views,
    entry: &BriefEntry,
    effect: &Effect,
    id: EffectId,
    title: Option<Markup>,
    text: Markup,
) -> EffectView {
    let index = &views.site.effects;
    let points_at = |target: Option<EffectId>| effect_ref(views, target?, Some(id.brief));
    EffectView {
        id: effect.id.clone(),
        anchor: effect.anchor().into(),
        order: order(effect.order),
        title,
        text,
        companies: of(views, &entry.effect_companies, id.index),
        follows: points_at(index.follows(id)),
        confirms: points_at(index.confirms(id)),
        came_true_in: index
            .confirmed_by(id)
            .iter()
            .filter_map(|later| points_at(Some(*later)))
            .collect(),
    }
}

/// An effect outside of its brief, its texts plain; `None` if there is no such effect.
pub(super) fn effect_alone(views: &Views, id: EffectId) -> Option<EffectView> {
    let entry = views.site.briefs.get(id.brief.0 as usize)?;
    let effect = entry.document.value.effects.get(id.index as usize)?;
    let title = effect.title.as_deref().and_then(plain);
    let text = plain_passage(entry, &effect.text);
    Some(self::effect(views, entry, effect, id, title, text))
}

/// A text without its markup, as markup; `None` if nothing is left.
fn plain(text: &str) -> Option<Markup> {
    let text = setting::plain(text);
    (!text.trim().is_empty()).then(|| Markup::from_text(text.trim()))
}

/// The text of an effect or a watch item without its markup. Outside of its brief, footnotes and anchors would be
/// those of other texts.
fn plain_passage(entry: &BriefEntry, passage: &Passage) -> Markup {
    match passage {
        Passage::Front(text) => plain(text),
        Passage::Body(range) => {
            let range = range.start as usize..range.end as usize;
            entry.document.text.get(range).and_then(plain)
        }
    }
    .unwrap_or_default()
}

fn of(views: &Views, lists: &[Vec<CompanyId>], index: u32) -> Vec<Shared<LinkView>> {
    let ids = lists.get(index as usize).map(Vec::as_slice);
    cards::companies(views, ids.unwrap_or_default())
}

pub(super) const fn order(order: Order) -> u8 {
    match order {
        Order::First => 1,
        Order::Second => 2,
        Order::Third => 3,
    }
}

/// A pointer to an effect, as seen from the brief `here`; `None` if there is no such effect.
pub(super) fn effect_ref(views: &Views, id: EffectId, here: Option<BriefId>) -> Option<EffectRef> {
    let entry = views.site.briefs.get(id.brief.0 as usize)?;
    let effect = entry.document.value.effects.get(id.index as usize)?;
    Some(EffectRef {
        href: Href::anchor(&views.site.config, &entry.url, &effect.anchor()),
        order: order(effect.order),
        title_text: effect
            .title
            .as_deref()
            .map(|title| setting::plain(title).into()),
        brief: if here == Some(id.brief) {
            None
        } else {
            views.brief(id.brief)
        },
    })
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
            self::number(views, entry, number, index, company, setting)
        })
        .collect()
}

/// One number.
pub(super) fn number(
    views: &Views,
    entry: &BriefEntry,
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
        unit: number_unit(entry, index, &views.site.config).map(|unit| unit.as_str().into()),
        approx: quantity.approx,
        kind: cards::number_kind(number.kind),
        metric: number.metric.clone(),
        company: company.and_then(|id| views.company(id)),
        as_of: number.as_of.map(|date| views.words.partial(date)),
        since: number.since.map(|date| views.words.partial(date)),
        through: number.through.map(|date| views.words.partial(date)),
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
        let title = setting.text(Place::WatchTitle(index), &item.title, Flow::Inline);
        let text = passage(&item.text, Place::WatchText(index), setting, parts);
        let outcome = item
            .outcome
            .as_deref()
            .and_then(|text| setting.text(Place::WatchOutcome(index), text, Flow::Inline));
        views_of_items.push(watch_item(views, entry, index, item, title, text, outcome));
    }
    views_of_items
}

/// A watch item outside of its brief, its texts plain.
pub(super) fn watch_alone(
    views: &Views,
    entry: &BriefEntry,
    index: u32,
    item: &WatchItem,
) -> WatchView {
    let title = plain(&item.title);
    let text = plain_passage(entry, &item.text);
    let outcome = item.outcome.as_deref().and_then(plain);
    watch_item(views, entry, index, item, title, text, outcome)
}

/// A watch item whose texts are set.
fn watch_item(
    views: &Views,
    entry: &BriefEntry,
    index: u32,
    item: &WatchItem,
    title: Option<Markup>,
    text: Markup,
    outcome: Option<Markup>,
) -> WatchView {
    let due = entry.watch_due.get(index as usize).copied().flatten();
    let (status, overdue_days) = state(item, due, views.site.edition.today);
    WatchView {
        id: item.id.clone(),
        anchor: item.anchor().into(),
        title,
        text,
        companies: of(views, &entry.watch_companies, index),
        due: due.map(|date| views.words.day(date)),
        due_as_written: item.due_as_written.clone(),
        status,
        overdue_days,
        probability: item.probability.map(|p| decimal_text(p).into()),
        probability_text: item.probability.map(|p| views.words.percent(p).into()),
        resolved: item.resolved.map(|date| views.words.partial(date)),
        outcome,
        evidence: item.evidence.as_deref().and_then(outside),
    }
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
