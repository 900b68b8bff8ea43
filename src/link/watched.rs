//! Every watch item of every brief, with its last day.

use jiff::civil::Date;

use super::{BriefEntry, BriefId, Site};
use crate::model::{WatchItem, WatchStatus};

/// A watch item and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    /// Its brief.
    pub brief: BriefId,
    /// The same.
    pub entry: &'a BriefEntry,
    /// The index among the brief's watch items.
    pub index: u32,
    /// The item.
    pub item: &'a WatchItem,
    /// The last day of its deadline.
    pub due: Option<Date>,
}

impl Watched<'_> {
    /// Whether it is not decided.
    pub fn is_open(&self) -> bool {
        self.item.status == WatchStatus::Open
    }

    /// Whether it is not decided, and its last day was before `today`.
    pub fn is_overdue(&self, today: Date) -> bool {
        self.is_open() && self.due.is_some_and(|due| due < today)
    }

    /// Whether it is not decided, and its last day is from `first` to `last`.
    pub fn is_due(&self, first: Date, last: Date) -> bool {
        self.is_open() && self.due.is_some_and(|due| first <= due && due <= last)
    }
}

/// Every watch item, newest brief first, in the order of writing.
pub fn watched(site: &Site) -> Vec<Watched<'_>> {
    let mut all = Vec::new();
    for (brief, entry) in (0u32..).zip(&site.briefs) {
        let items = (0u32..).zip(&entry.document.value.watch);
        for ((index, item), due) in items.zip(&entry.watch_due) {
            all.push(Watched {
                brief: BriefId(brief),
                entry,
                index,
                item,
                due: *due,
            });
        }
    }
    all
}
