//! Watch items whose day has passed.
//!
//! Comes in: a linked site. Goes out: a note for each item that is still open. A build has nothing to do with
//! them, and a newsletter of ten years has thousands of such items, so that their places are looked up only for those who
//! ask.

use super::{BriefEntry, Site};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{At, WatchStatus};

pub(super) fn overdue(site: &Site, entry: &BriefEntry, diagnostics: &mut Vec<Diagnostic>) {
    let document = &*entry.document;
    let watch = document.value.watch.iter().zip(&entry.watch_due);
    let overdue: Vec<_> = watch
        .filter(|(item, _)| item.status == WatchStatus::Open)
        .filter_map(|(item, due)| Some((item, due.filter(|due| *due < site.edition.today)?)))
        .collect();
    let spans = document.spans(overdue.iter().map(|(item, _)| &item.at));
    for ((item, due), span) in overdue.iter().zip(spans) {
        let title = if item.title.is_empty() {
            &item.id
        } else {
            &item.title
        };
        let help = match item.at {
            At::Body(_) => {
                "move the items of this section to `watch:` in the front matter, and say there how this one ended: \
                 `status: hit`, `miss` or `void`, with `resolved:` and `outcome:`"
            }
            At::Front(_) | At::File => {
                "say how it ended: `status: hit`, `miss` or `void`, with `resolved:` and `outcome:` beside it; or move \
                 its `by:`, if the deadline has moved"
            }
        };
        diagnostics.push(
            Diagnostic::new(
                Code::OverdueWatch,
                span,
                format!("the watch item `{title}` was due on {due} and is still open"),
            )
            .help(help),
        );
    }
}
