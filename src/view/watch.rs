//! The watch list: what is due, what is open, how it ended, and the score.

use jiff::ToSpan as _;
use rust_decimal::Decimal;

use super::contract::{Href, ScoreView, WatchPage, WatchRow, WatchTotals};
use super::{Views, items, lists, meta, words};
use crate::link::{Feed, LONG_PAGE, Watched, page_url, watched};
use crate::model::{WatchItem, WatchStatus, decimal_text};

/// Days within which an open item is due soon.
const SOON: i64 = 30;

/// Resolved items with a probability, under which a score tells nothing.
const ENOUGH: usize = 20;

/// The sections of the list, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Overdue,
    DueSoon,
    Later,
    Undated,
    Resolved,
}

/// A page of the watch list; `None` if there is no such page.
pub(super) fn page(views: &Views, number: u32) -> Option<WatchPage> {
    let list = views.indexes.watch.as_ref()?;
    let today = views.site.edition.today;
    let soon = today.saturating_add(SOON.days());
    let part = |found: &Watched<'_>| match found.due {
        _ if !found.is_open() => Part::Resolved,
        None => Part::Undated,
        Some(due) if due < today => Part::Overdue,
        Some(due) if due <= soon => Part::DueSoon,
        Some(_) => Part::Later,
    };
    let mut all: Vec<(Part, Watched<'_>)> = watched(&views.site)
        .into_iter()
        .map(|found| (part(&found), found))
        .collect();
    // Stable: what is resolved, and what has no deadline, stays newest brief first.
    all.sort_by_key(|(part, found)| (*part, found.due.filter(|_| *part < Part::Undated)));
    let (shown, pagination) = lists::cut(views, list, &all, LONG_PAGE, number)?;
    let rows = |wanted: Part| -> Vec<WatchRow> {
        let of_part = shown.iter().filter(|(part, _)| *part == wanted);
        of_part.filter_map(|(_, found)| row(views, found)).collect()
    };
    let total = |wanted: Part| {
        views
            .words
            .count(all.iter().filter(|(part, _)| *part == wanted).count())
    };
    let title = words::text(&views.words.watch_list);
    let mut meta = lists::list_meta(
        views,
        &page_url(list, number),
        &views.words.numbered(title, number),
    );
    if all.iter().any(|(part, _)| *part == Part::Resolved) {
        meta.feeds = meta::feeds(views, Some(Feed::Resolved));
    }
    Some(WatchPage {
        meta,
        overdue: rows(Part::Overdue),
        due_soon: rows(Part::DueSoon),
        later: rows(Part::Later),
        undated: rows(Part::Undated),
        resolved: rows(Part::Resolved),
        totals: WatchTotals {
            overdue: total(Part::Overdue),
            due_soon: total(Part::DueSoon),
            later: total(Part::Later),
            undated: total(Part::Undated),
            resolved: total(Part::Resolved),
        },
        score: score(views, all.iter().map(|(_, found)| found.item)),
        calendar: views
            .indexes
            .calendar
            .as_ref()
            .map(|path| Href::inside(&views.site.config, path)),
        pagination,
    })
}

fn row(views: &Views, found: &Watched<'_>) -> Option<WatchRow> {
    Some(WatchRow {
        item: items::watch_alone(views, found.entry, found.index, found.item),
        href: Href::anchor(&views.site.config, &found.entry.url, &found.item.anchor()),
        brief: views.brief(found.brief)?,
    })
}

/// How resolved items ended, and how good their probabilities were: the mean of the squared distances between what was
/// expected and what came (Brier, 1950).
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
            let distance = (expected - came).round_dp(6);
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
        brier: mean.map(|mean| decimal_text(mean.round_dp(3)).into()),
        too_few: judged < ENOUGH,
    }
}
