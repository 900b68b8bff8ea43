//! The watch list: what is due, what is open, how it ended, and the score.

use std::cmp::Reverse;

use jiff::ToSpan as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::contract::{Href, ScoreView, WatchPage, WatchRow, WatchTotals};
use super::whole::WatchList;
use super::{Views, items, lists, meta, words};
use crate::link::{BriefId, Feed, LONG_PAGE, Watched, page_url, watched};
use crate::model::{WatchItem, WatchStatus, decimal_text};

/// Days within which an open item is due soon.
const SOON: i64 = 30;

/// Items on the front page.
const ON_FRONT: usize = 6;

/// Resolved items with a probability, under which a score tells nothing.
const ENOUGH: usize = 20;

/// The sections of the list, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Overdue,
    DueSoon,
    Later,
    Undated,
    Resolved,
}

/// A page of the watch list; `None` if there is no such page.
pub(super) fn page(views: &Views, number: u32) -> Option<WatchPage> {
    let list = views.indexes.watch.as_ref()?;
    let all = views.watch_list();
    let (shown, pagination) = lists::cut(views, list, &all.items, LONG_PAGE, number)?;
    let rows = |wanted: Part| -> Vec<WatchRow> {
        let of_part = shown.iter().filter(|(part, ..)| *part == wanted);
        let row = |(_, brief, index): &(_, _, _)| row(views, *brief, *index);
        of_part.filter_map(row).collect()
    };
    let title = words::text(&views.words.watch_list);
    let mut meta = lists::list_meta(
        views,
        &page_url(list, number),
        &views.words.numbered(title, number),
    );
    if all.items.iter().any(|(part, ..)| *part == Part::Resolved) {
        meta.feeds = meta::feeds(views, Some(Feed::Resolved));
    }
    Some(WatchPage {
        meta,
        overdue: rows(Part::Overdue),
        due_soon: rows(Part::DueSoon),
        later: rows(Part::Later),
        undated: rows(Part::Undated),
        resolved: rows(Part::Resolved),
        totals: all.totals.clone(),
        score: all.score.clone(),
        calendar: views
            .indexes
            .calendar
            .as_ref()
            .map(|path| Href::inside(&views.site.config, path)),
        pagination,
    })
}

/// Every watch item in the order of the list, and what is told of all of them together.
pub(super) fn list(views: &Views) -> WatchList {
    let site = &*views.site;
    let today = site.edition.today;
    let soon = today.saturating_add(SOON.days());
    let part = |found: &Watched<'_>| match found.due {
        _ if !found.is_open() => Part::Resolved,
        None => Part::Undated,
        Some(due) if due < today => Part::Overdue,
        Some(due) if due <= soon => Part::DueSoon,
        Some(_) => Part::Later,
    };
    let mut all: Vec<(Part, Watched<'_>)> = watched(site)
        .into_iter()
        .map(|found| (part(&found), found))
        .collect();
    // Stable: what is resolved, and what has no deadline, stays newest brief first.
    all.sort_by_key(|(part, found)| (*part, found.due.filter(|_| *part < Part::Undated)));
    let total = |wanted: Part| {
        let count = all.iter().filter(|(part, _)| *part == wanted).count();
        views.words.count(count)
    };
    WatchList {
        totals: WatchTotals {
            overdue: total(Part::Overdue),
            due_soon: total(Part::DueSoon),
            later: total(Part::Later),
            undated: total(Part::Undated),
            resolved: total(Part::Resolved),
        },
        score: score(views, all.iter().map(|(_, found)| found.item)),
        items: all
            .into_iter()
            .map(|(part, found)| (part, found.brief, found.index))
            .collect(),
    }
}

/// What the front page shows: the open items that are due next; where those are few, what came due last and is not
/// decided. Neither the whole list nor its order is made for these few.
pub(super) fn due_next(views: &Views) -> Vec<WatchRow> {
    let site = &*views.site;
    let today = site.edition.today;
    // The last of equals to come due is the last that is told of, on both sides of today.
    let (mut ahead, mut overdue) = (Few::default(), Few::default());
    for (brief, entry) in (0u32..).zip(&site.briefs) {
        for (index, due) in (0u32..).zip(&entry.watch_due) {
            let Some(due) = *due else { continue };
            let is_open = || {
                let items = &entry.document.value.watch;
                let item = items.get(index as usize);
                item.is_some_and(|item| item.status == WatchStatus::Open)
            };
            let at = (brief, index);
            if due < today {
                overdue.offer((Reverse(due), Reverse(at)), is_open);
            } else {
                ahead.offer((due, at), is_open);
            }
        }
    }
    let ahead = ahead.0.into_iter().map(|(_, at)| at);
    let overdue = overdue.0.into_iter().map(|(_, Reverse(at))| at);
    ahead
        .chain(overdue)
        .take(ON_FRONT)
        .filter_map(|(brief, index)| row(views, BriefId(brief), index))
        .collect()
}

/// The least of what is offered, as many as the front page shows, in order.
struct Few<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::with_capacity(ON_FRONT + 1))
    }
}

impl<T: Ord> Few<T> {
    /// Takes `one` in if it is among the least so far and `is_wanted`, which is asked only then.
    fn offer(&mut self, one: T, is_wanted: impl FnOnce() -> bool) {
        let at = self.0.partition_point(|known| *known <= one);
        if at < ON_FRONT && is_wanted() {
            self.0.insert(at, one);
            self.0.truncate(ON_FRONT);
        }
    }
}

fn row(views: &Views, brief: BriefId, index: u32) -> Option<WatchRow> {
    let entry = views.site.briefs.get(brief.0 as usize)?;
    let item = entry.document.value.watch.get(index as usize)?;
    Some(WatchRow {
        item: items::watch_alone(views, entry, index, item),
        href: Href::anchor(&views.site.config, &entry.url, &item.anchor()),
        brief: views.brief(brief)?,
    })
}

/// How resolved items ended, and how good their probabilities were: the mean of the squared distances between what was
/// expected and what came (Brier, 1950), to three places.
fn score<'a>(views: &Views, items: impl Iterator<Item = &'a WatchItem>) -> ScoreView {
    let (mut hits, mut misses, mut voids, mut judged) = (0, 0, 0, 0_usize);
    let mut sum = Decimal::ZERO;
    for item in items {
        let came = match item.status {
            WatchStatus::Open => continue,
            WatchStatus::Void => {
                voids += 1;
                continue;
            }
            WatchStatus::Hit => {
                hits += 1;
                Decimal::ONE
            }
            WatchStatus::Miss => {
                misses += 1;
                Decimal::ZERO
            }
        };
        if let Some(expected) = item.probability {
            // Six places are far more than a probability means, and their squares always fit.
            let distance = rounded(expected - came, 6);
            judged += 1;
            sum += distance * distance;
        }
    }
    let mean = sum.checked_div(Decimal::from(judged));
    ScoreView {
        hits: views.words.count(hits),
        misses: views.words.count(misses),
        voids: views.words.count(voids),
        judged: views.words.count(judged),
        brier: mean.map(|mean| decimal_text(rounded(mean, 3)).into()),
        too_few: judged < ENOUGH,
    }
}

/// A decimal to so many places; what lies in the middle goes away from zero, as by hand.
fn rounded(decimal: Decimal, places: u32) -> Decimal {
    decimal.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}
