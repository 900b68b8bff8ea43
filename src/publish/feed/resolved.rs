//! How watch items ended, the latest first.

use super::body::Fragment;
use super::channel::{Entry, Making, address};
use super::ids::Ids;
use super::times::{Clock, Time};
use super::words::Words;
use crate::link::{Watched, watched};
use crate::model::WatchStatus;
use crate::publish::plain;

/// The latest items that were decided.
pub(super) fn entries(making: &Making<'_>, ids: &Ids, clock: &Clock) -> Vec<Entry> {
    let found = watched(making.site);
    let mut resolved: Vec<(Time, Watched<'_>)> = found
        .into_iter()
        .filter(|found| !found.is_open())
        .map(|found| (decided(clock, &found), found))
        .collect();
    // Items of one day stay in their order: newest brief first.
    resolved.sort_by(|a, b| b.0.cmp(&a.0));
    resolved.truncate(making.site.config.feed_limit);
    resolved
        .into_iter()
        .map(|(at, found)| entry(making, ids, at, &found))
        .collect()
}

/// When an item was decided: the first day of what was written, and never before its brief; without a date, when its
/// brief was changed.
fn decided(clock: &Clock, found: &Watched<'_>) -> Time {
    let brief = &found.entry.document.value;
    let published = clock.moment(&brief.date.value);
    let at = match found.item.resolved {
        Some(date) => clock.day(date.first_day(crate::model::FiscalYearEnd::default())),
        None => brief
            .updated
            .as_ref()
            .map_or_else(|| published.clone(), |date| clock.moment(&date.value)),
    };
    at.max(published)
}

/// How it ended, in words.
fn ending(words: &Words, status: WatchStatus) -> Option<&str> {
    match status {
        WatchStatus::Open => None,
        WatchStatus::Hit => Some(&words.hit),
        WatchStatus::Miss => Some(&words.miss),
        WatchStatus::Void => Some(&words.void),
    }
}

fn entry(making: &Making<'_>, ids: &Ids, at: Time, found: &Watched<'_>) -> Entry {
    let (site, words) = (making.site, making.words);
    let (entry, item) = (found.entry, found.item);
    let text = plain::passage(entry, &item.text);
    let title = plain::watch_name(entry, item);
    let ending = ending(words, item.status).unwrap_or_default();
    let outcome = item.outcome.as_deref().and_then(plain::text);
    let brief = address(site, &entry.url);

    let mut content = Fragment::default();
    if let Some(text) = &text {
        content.element("p", text);
    }
    content.open("p");
    content.element("strong", ending);
    if let Some(outcome) = &outcome {
        content.text(": ");
        content.text(outcome);
    }
    content.close("p");
    if let Some(evidence) = &item.evidence {
        content.open("p");
        content.linked(&words.evidence, evidence, evidence);
        content.close("p");
    }
    content.open("p");
    content.text(&words.brief);
    content.text(": ");
    content.link(
        &brief,
        &plain::plain_text(&entry.document.value.title.value),
    );
    content.close("p");

    Entry {
        id: ids.item(entry, item),
        title: format!("{title}: {ending}"),
        url: format!("{brief}#{}", item.anchor()),
        published: at.clone(),
        updated: at,
        authors: Vec::new(),
        tags: found
            .entry
            .watch_companies
            .get(found.index as usize)
            .into_iter()
            .flatten()
            .filter_map(|id| site.companies.get(id.0 as usize))
            .map(|company| plain::one_line(&company.name))
            .collect(),
        summary: outcome,
        image: None,
        content: content.finish().into(),
    }
}
