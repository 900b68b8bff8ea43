//! A file under `content/briefs/` becomes a [`Brief`].
//!
//! Comes in: one file, and the headings that site.yaml adds. Goes out: front matter and body, typed. Numbers, effects
//! and watch items come from the front matter where it has the key, else from the section of that name; what became
//! none of them stays prose, so that no word is lost. Names of companies and of other briefs are left as written.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::Outcome;
use super::body;
use super::corrections;
use super::effects;
use super::file::{File, no_names};
use super::ids::Ids;
use super::keys::Keys;
use super::lint;
use super::node::Node;
use super::numbers;
use super::reader::{Field, Reader};
use super::watch;
use crate::diagnostic::{Checked, Code, Diagnostic, Severity, SourceId, Span};
use crate::markdown::{self, Outline};
use crate::model::{Brief, Image, Role};

/// The keys of the sentence under the title.
pub(super) const DEK: &[&str] = &["dek", "description", "summary", "subtitle"];

/// The keys of old addresses.
pub(super) const OLD_ADDRESSES: &[&str] = &["aliases", "redirect_from"];

/// Reads a brief. `sections` are further headings of the sections that are understood, as site.yaml's configuration
/// holds them.
pub fn brief(
    source: SourceId,
    path: &Arc<str>,
    text: &Arc<str>,
    sections: &BTreeMap<Box<str>, Role>,
) -> Checked<Outcome<Brief>> {
    let file = File { source, path, text };
    let mut open = match file.open(no_names) {
        Ok(open) => open,
        Err(broken) => return *broken,
    };
    let (outline, blocks) = markdown::outline(text, open.parts.body.clone());
    let r = &mut open.reader;
    let mut keys = Keys::top(&open.node);
    let title = keys
        .need(r, &["title"], "What changed, in a few words")
        .and_then(|f| r.title(&f, "What changed, in a few words"));
    let date = r.date_of(&mut keys, open.name.date);
    let slug = r.slug(&mut keys, open.name);
    let updated = keys.get(r, &["updated"]).and_then(|f| r.moment(&f));
    let corrections = keys
        .get(r, &["corrections"])
        .map_or_else(Vec::new, |f| corrections::corrections(r, &f));
    let updated = corrections::last_change(updated, &corrections);
    let dek = keys
        .get(r, DEK)
        .and_then(|f| r.text(&f, "One sentence under the title"));
    let mut texts = |names: &[&'static str], example: &str| {
        let field = keys.get(r, names);
        field.map_or_else(Vec::new, |field| r.texts(&field, example))
    };
    let authors = texts(&["authors", "author"], "Jane Doe");
    let tags = texts(&["tags", "tag"], "video");
    let companies = texts(&["companies", "company"], "runway");
    let publication = r.publication(&mut keys);
    let aliases = keys
        .get(r, OLD_ADDRESSES)
        .map_or_else(Vec::new, |f| r.old_addresses(&f));
    let image = keys.get(r, &["image"]).and_then(|f| image(r, &f));
    let canonical = keys
        .get(r, &["canonical", "canonical_url"])
        .and_then(|f| r.web_address(&f));
    let series = keys
        .get(r, &["series"])
        .and_then(|f| r.text(&f, "World models"));

    let day = date.as_ref().map(|date| date.value.day);
    let mut ids = Ids::default();
    let given = body::Given {
        numbers: keys
            .get(r, &["numbers"])
            .map(|f| numbers::from_front(r, &mut ids, &f)),
        effects: keys
            .get(r, &["effects"])
            .map(|f| effects::from_front(r, &mut ids, &f)),
        watch: keys
            .get(r, &["watch"])
            .map(|f| watch::from_front(r, &mut ids, day, &f)),
    };
    let lint = keys
        .get(r, &["lint"])
        .map(|f| lint::allowances(r, &f))
        .unwrap_or_default();
    let extra = r.extra(&mut keys);
    keys.finish(r, "a brief");

    let mut body = body::read(r, &mut ids, day, &outline, &blocks, sections, given);
    // They stay as long as the site does: the room in which they grew is given back.
    body.numbers.shrink_to_fit();
    body.effects.shrink_to_fit();
    body.watch.shrink_to_fit();
    body.sections.shrink_to_fit();
    let value = match (slug, title, date) {
        (Some(slug), Some(title), Some(date)) => Some(Brief {
            slug,
            title,
            date,
            updated,
            dek,
            authors,
            tags,
            publication,
            aliases,
            image,
            corrections,
            canonical,
            series,
            companies,
            numbers: body.numbers,
            effects: body.effects,
            watch: body.watch,
            sections: body.sections,
            lint,
            extra,
        }),
        _ => None,
    };
    if let Some(brief) = &value {
        tell_shared_anchors(&mut open.reader, brief, &outline);
    }
    file.close(open, value, outline, no_names)
}

/// Tells of headings whose anchor an item has, or a section that is added for items: a link would lead to one of the two.
fn tell_shared_anchors(r: &mut Reader<'_>, brief: &Brief, outline: &Outline) {
    if outline.headings.is_empty() {
        return;
    }
    let items = brief.item_anchors();
    let taken: HashSet<String> = items
        .chain(brief.section_anchors().map(str::to_owned))
        .collect();
    let shared = (outline.headings.iter()).filter(|heading| taken.contains(&*heading.anchor));
    for heading in shared {
        let span = Span::new(r.source, heading.range.clone());
        let message = format!(
            "`#{}` is the anchor of this heading and of something else in this brief",
            heading.anchor
        );
        r.diagnostics.push(
            Diagnostic::new(Code::DuplicateId, span, message)
                .severity(Severity::Warning)
                .help("give the heading another one: `## Heading {#another}`"),
        );
    }
}

/// `cover.png`, or `{ path: cover.png, alt: ... }`.
fn image(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Image> {
    let Node::Map(_) = field.node else {
        let path = r.text(field, "cover.png")?;
        return Some(Image { path, alt: None });
    };
    let mut keys = Keys::of(field)?;
    let path = keys
        .need(r, &["path", "src"], "cover.png")
        .and_then(|f| r.text(&f, "cover.png"));
    // An empty text is one on purpose: the picture only decorates.
    let decorates = matches!(field.node, Node::Map(entries)
        if entries.iter().any(|(key, alt)| &**key == "alt" && matches!(alt, Node::Text(text) if text.is_empty())));
    let alt = keys
        .get(r, &["alt"])
        .and_then(|f| r.words(&f, "What it shows"))
        .or_else(|| decorates.then(Box::default));
    keys.finish(r, "an image");
    Some(Image { path: path?, alt })
}
