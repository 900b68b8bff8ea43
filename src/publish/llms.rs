//! `llms.txt`: what is where, for assistants, by the proposal of llmstxt.org; and `llms-full.txt`: the latest briefs as
//! Markdown, one after the other, within [`FULL_TEXT`].

use super::feed::Making;
use super::twin::{escaped, link, twin, whole};
use crate::link::{BriefId, FeedForm, Site, data_path, feed_url, home_url, twin_url};
use crate::model::dataset::{Form, Table};
use crate::model::{Offer, UrlPath};

/// The most bytes of `llms-full.txt`: about what fits into the longest memories of today.
pub(crate) const FULL_TEXT: usize = 1_000_000;

/// Briefs that the guide lists; the full text and the dataset have the others.
const LISTED: usize = 100;

/// Companies that the guide lists: those in most briefs.
const COMPANIES: usize = 100;

/// `llms.txt`.
pub(crate) fn guide(making: &Making<'_>) -> String {
    let site = making.site;
    let config = &site.config;
    let mut out = format!("# {}\n", escaped(&config.title));
    if let Some(description) = &config.description {
        out.push_str(&format!("\n> {}\n", escaped(description)));
    }
    let shown = site.briefs.len().min(LISTED);
    if shown > 0 {
        out.push_str("\nEach brief has effects by order, numbers and watch items.");
        if config.data == Offer::On {
            out.push_str(" The dataset holds all of them, typed.");
        }
        out.push('\n');
        out.push_str("\n## Latest briefs\n\n");
    }
    for (id, entry) in (0..).map(BriefId).zip(&site.briefs).take(shown) {
        let Some(card) = making.views.brief(id) else {
            continue;
        };
        let twin = whole(site, &twin_url(&entry.url));
        let day = entry.document.value.date.value.day;
        out.push_str(&format!("- {}: {day}", link(&card.title_text, &twin)));
        if let Some(dek) = &card.dek_text {
            out.push_str(&format!(". {}", escaped(dek)));
        }
        out.push('\n');
    }
    companies(site, &mut out);
    if shown > 0 {
        let tables: &[Table] = match config.data {
            Offer::On => &Table::ALL,
            Offer::Off => &[],
        };
        if !tables.is_empty() {
            out.push_str("\n## Data\n\n");
        }
        for &table in tables {
            if let Some(path) = UrlPath::new(&data_path(table, Form::Json)) {
                let about = escaped(table.about());
                out.push_str(&format!(
                    "- {}: {about}\n",
                    link(table.name(), &whole(site, &path))
                ));
            }
        }
        out.push_str("\n## Optional\n\n");
        let full = UrlPath::new("/llms-full.txt").map(|path| whole(site, &path));
        let size = FULL_TEXT / 1_000_000;
        if let Some(full) = full {
            let about = format!("the latest briefs in full, at most {size} MB");
            out.push_str(&format!("- {}: {about}\n", link("llms-full.txt", &full)));
        }
        let feeds: &[FeedForm] = match config.feeds {
            Offer::On => &FeedForm::ALL,
            Offer::Off => &[],
        };
        for &form in feeds {
            let feed = whole(site, &feed_url(&home_url(), form));
            out.push_str(&format!(
                "- {}: the latest briefs as a feed\n",
                link(form.name(), &feed)
            ));
        }
    }
    out
}

fn companies(site: &Site, out: &mut String) {
    let mut named: Vec<_> = site
        .companies
        .iter()
        .filter(|c| !c.appearances.is_empty())
        .collect();
    named.sort_by(|a, b| {
        b.appearances
            .len()
            .cmp(&a.appearances.len())
            .then_with(|| a.slug.cmp(&b.slug))
    });
    if named.is_empty() {
        return;
    }
    out.push_str("\n## Companies\n\n");
    for company in named.iter().take(COMPANIES) {
        let briefs = company.appearances.len();
        let noun = if briefs == 1 { "brief" } else { "briefs" };
        let name = link(&company.name, &whole(site, &company.url));
        out.push_str(&format!("- {name}: in {briefs} {noun}\n"));
    }
}

/// `llms-full.txt`.
pub(crate) fn full_text(site: &Site) -> String {
    let title = escaped(&site.config.title);
    let mut texts = Vec::new();
    let mut room = FULL_TEXT.saturating_sub(title.len() + 200);
    for id in (0..).map(BriefId).take(site.briefs.len()) {
        let Some(text) = twin(site, id) else { continue };
        // A brief is there in full or not at all.
        let Some(left) = room.checked_sub(text.len() + RULE.len()) else {
            break;
        };
        room = left;
        texts.push(text);
    }
    let (shown, all) = (texts.len(), site.briefs.len());
    let mut out = format!("# {title}\n\nThe latest {shown} of {all} briefs, newest first.\n");
    for text in &texts {
        out.push_str(RULE);
        out.push_str(text);
    }
    out
}

/// Between two briefs.
const RULE: &str = "\n---\n\n";
