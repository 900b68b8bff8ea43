//! A file under `content/pages/` becomes a [`Page`].
//!
//! Comes in: one file. Goes out: its front matter, typed; its body stays Markdown.

use std::sync::Arc;

use super::Outcome;
use super::file::{File, no_names};
use super::keys::Keys;
use crate::diagnostic::{Checked, SourceId};
use crate::markdown;
use crate::model::Page;

/// Reads a plain page.
pub fn page(source: SourceId, path: &Arc<str>, text: &Arc<str>) -> Checked<Outcome<Page>> {
    let file = File { source, path, text };
    let mut open = match file.open(no_names) {
        Ok(open) => open,
        Err(broken) => return *broken,
    };
    let r = &mut open.reader;
    let mut keys = Keys::top(&open.node);
    let title = keys
        .need(r, &["title"], "About")
        .and_then(|f| r.title(&f, "About"));
    let slug = r.slug(&mut keys, open.name);
    let description = keys
        .get(r, super::brief::DEK)
        .and_then(|f| r.text(&f, "What this page is for"));
    let publication = r.publication(&mut keys);
    let aliases = keys
        .get(r, super::brief::OLD_ADDRESSES)
        .map_or_else(Vec::new, |f| r.old_addresses(&f));
    let extra = r.extra(&mut keys);
    keys.finish(r, "a page");
    let value = match (title, slug) {
        (Some(title), Some(slug)) => Some(Page {
            slug,
            title,
            description,
            publication,
            aliases,
            extra,
        }),
        _ => None,
    };
    let (outline, _) = markdown::outline(text, open.parts.body.clone());
    file.close(open, value, outline, no_names)
}
