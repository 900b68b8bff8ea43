//! The watch list: what is due, what is open, how it ended, and the score.

use jiff::ToSpan as _;
use rust_decimal::Decimal;

use super::contract::{Href, ScoreView, WatchPage, WatchRow};
use super::{Views, items, lists, meta, words};
use crate::link::{Feed, LONG_TABLE, Watched, page_url, watched};
use crate::model::{WatchItem, WatchStatus, decimal_text};

/// Days within which an open item is due soon.
const SOON: i64 = 30;

/// Resolved items with a probability, under which a score tells nothing.
const ENOUGH: usize = 20;

/// A page of the watch list; `None` if there is no such page.
pub(super) fn page(views: &Views, number: u32) -> Option<WatchPage> {
    let list = views.indexes.watch.as_ref()?;
    let found = watched(&views.site);
    let (open, resolved): (Vec<Watched<'_>>, Vec<Watched<'_>>) =
        found.iter().partition(|found| found.is_open());
    let (shown, pagination) = lists::cut(views, list, &resolved, LONG_TABLE, number)?;
    let today = views.site.edition.today;
    let soon = today.saturating_add(SOON.days());
    let first = number == 1;
    let wanted = |when: &dyn Fn(&Watched<'_>) -> bool| {
        let mut items: Vec<_> = open.iter().filter(|item| first && when(item)).collect();
        items.sort_by_key(|item| item.due);
        items
            .into_iter()
            .filter_map(|item| row(views, item))
            .collect()
    };
    let mut meta = lists::list_meta(
        views,
        &page_url(list, number),
        &words::numbered(words::WATCH, number),
    );
    if !resolved.is_empty() {
        meta.feeds = meta::feeds(views, Some(Feed::Resolved));
    }
    Some(WatchPage {
        meta,
        overdue: wanted(&|item| item.is_overdue(today)),
        due_soon: wanted(&|item| item.is_due(today, soon)),
        later: wanted(&|item| item.due.is_some_and(|due| due > soon)),
        undated: wanted(&|item| item.due.is_none()),
        resolved: shown.iter().filter_map(|found| row(views, found)).collect(),
        score: score(resolved.iter().map(|found| found.item)),
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
fn score<'a>(items: impl Iterator<Item = &'a WatchItem>) -> ScoreView {
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
        hits: words::count(hits),
        misses: words::count(misses),
        voids: words::count(voids),
        judged: words::count(judged),
        brier: mean.map(|mean| decimal_text(mean.round_dp(3)).into()),
        too_few: judged < ENOUGH,
    }
}
