//! The last good form of pages that were looked at: what is shown while a page can't be made.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::UrlPath;

/// The most bytes that are kept.
const ROOM: usize = 8 << 20;

/// Pages as they were last shown, the latest first to stay.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    pages: HashMap<UrlPath, Arc<[u8]>>,
    /// From the one that was kept longest ago.
    order: VecDeque<UrlPath>,
    bytes: usize,
}

impl Kept {
    /// Keeps a page, in the place of what was kept for this address.
    pub(super) fn put(&self, url: &UrlPath, page: &Arc<[u8]>) {
        // What a panic leaves behind is at worst a page too many.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = kept.pages.insert(url.clone(), Arc::clone(page)) {
            kept.bytes -= old.len();
            kept.order.retain(|known| known != url);
        }
        kept.order.push_back(url.clone());
        kept.bytes += page.len();
        while kept.bytes > ROOM {
            let Some(oldest) = kept.order.pop_front() else {
                break;
            };
            if let Some(page) = kept.pages.remove(&oldest) {
                kept.bytes -= page.len();
            }
        }
    }

    /// The page as it was last kept.
    pub(super) fn get(&self, url: &UrlPath) -> Option<Arc<[u8]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pages.get(url).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_pages_are_kept_and_no_more_than_there_is_room_for() {
        let kept = Kept::default();
        let url = |n: usize| UrlPath::new(&format!("/{n}/")).unwrap();
        let page: Arc<[u8]> = vec![0; ROOM / 4].into();
        for n in 0..6 {
            kept.put(&url(n), &page);
            kept.put(&url(n), &page);
        }
        let there = || -> Vec<bool> { (0..7).map(|n| kept.get(&url(n)).is_some()).collect() };
        assert_eq!(there(), [false, false, true, true, true, true, false]);
        // The one that is looked at again is the last to go.
        kept.put(&url(2), &page);
        kept.put(&url(6), &page);
        assert_eq!(there(), [false, false, true, false, true, true, true]);
    }
}
