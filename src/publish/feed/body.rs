//! The text of a brief as feeds carry it: the page's own markup, and its items as plain lists and a table. Feed readers
//! have neither the theme nor its scripts, and many show an entry for years: nothing here depends on today.
//!
//! A brief has no charts of its own; its figures are a table, which every feed reader can show.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use quick_xml::escape::escape;

use super::channel::{Making, latest};
use super::words::{Words, dated};
use crate::link::{BriefId, CompanyId, Feed, Site};
use crate::markdown::{self, Elsewhere, Markup};
use crate::model::Offer;
use crate::publish::xml;
use crate::view::contract::{
    BriefView, CorrectionView, EffectView, NumberKindView, NumberView, SectionRole, SectionView,
    WatchState, WatchView,
};

/// The texts of the briefs that are in some feed, each made once: with its page, or when the first feed asks.
#[derive(Debug)]
pub(crate) struct Bodies(Box<[Option<Slot>]>);

/// The place of a text.
type Slot = Mutex<Option<Arc<str>>>;

impl Bodies {
    /// Room for the texts that the feeds of `site` hold; none is made yet.
    pub(crate) fn of(site: &Site) -> Self {
        let mut bodies: Box<[Option<Slot>]> = site.briefs.iter().map(|_| None).collect();
        if site.config.feeds == Offer::Off {
            return Self(bodies);
        }
        let companies = (0..).map(CompanyId).take(site.companies.len());
        let feeds = std::iter::once(Feed::Site)
            .chain(companies.map(Feed::Company))
            .chain((0..site.tags.len()).map(Feed::Tag));
        for id in feeds.flat_map(|feed| latest(site, feed)) {
            bodies[id.0 as usize] = Some(Slot::default());
        }
        Self(bodies)
    }

    /// Keeps the text of a brief whose page is being made, if a feed will want it.
    pub(crate) fn keep(&self, making: &Making<'_>, id: BriefId, brief: &BriefView) {
        if let Some(Some(slot)) = self.0.get(id.0 as usize) {
            open(slot).get_or_insert_with(|| text(making, id, brief));
        }
    }

    /// The text of a brief; `None` if there is no such brief.
    pub(super) fn get(&self, making: &Making<'_>, id: BriefId) -> Option<Arc<str>> {
        let made = || Some(text(making, id, &making.views.full_brief(id)?));
        let Some(slot) = self.0.get(id.0 as usize)? else {
            return made();
        };
        let mut slot = open(slot);
        if slot.is_none() {
            *slot = made();
        }
        slot.clone()
    }

    /// Drops all texts. Who asks again has them made again.
    pub(crate) fn let_go(&self) {
        self.0.iter().flatten().for_each(|slot| *open(slot) = None);
    }
}

/// A text is put in whole or not at all, so that a panic elsewhere leaves nothing half done.
fn open(slot: &Slot) -> MutexGuard<'_, Option<Arc<str>>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The text of a brief for readers who are not on its page.
fn text(making: &Making<'_>, id: BriefId, brief: &BriefView) -> Arc<str> {
    let (site, words) = (making.site, making.words);
    let mut out = Fragment::default();
    if let Some(dek) = &brief.dek {
        out.open("p");
        out.wrapped("em", dek);
        out.close("p");
    }
    if let Some(image) = &brief.image {
        out.image(image.href.as_str(), &image.alt);
    }
    for section in &brief.sections {
        self::section(&mut out, words, brief, section);
    }
    corrections(&mut out, words, &brief.corrections);
    if let Some(notes) = &brief.footnotes {
        out.rule();
        out.markup(notes);
    }
    let page = site
        .briefs
        .get(id.0 as usize)
        .map(|entry| entry.url.clone());
    let page = page.map_or_else(String::new, |url| super::channel::address(site, &url));
    let place = Elsewhere {
        origin: origin(site.config.base_url.as_deref().unwrap_or_default()),
        page: &page,
        html: site.config.html,
    };
    let html = markdown::elsewhere(&out.finish(), &place);
    xml::allowed(&html).into()
}

/// Scheme and host of an address, without its path.
fn origin(base_url: &str) -> &str {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    let end = base_url[host..]
        .find('/')
        .map_or(base_url.len(), |at| host + at);
    &base_url[..end]
}

fn section(out: &mut Fragment, words: &Words, brief: &BriefView, section: &SectionView) {
    if let Some(heading) = &section.heading {
        out.wrapped("h2", heading);
    }
    out.markup(&section.html);
    if !section.items {
        return;
    }
    match section.role {
        SectionRole::Matters => {
            let effects = &brief.effects;
            let orders = [&effects.first, &effects.second, &effects.third];
            for (effects, name) in orders.into_iter().zip(&words.orders) {
                if !effects.is_empty() {
                    out.element("h3", name);
                    out.open("ul");
                    effects.iter().for_each(|effect| self::effect(out, effect));
                    out.close("ul");
                }
            }
        }
        SectionRole::Numbers => numbers(out, words, &brief.numbers),
        SectionRole::Watch => {
            out.open("ul");
            brief.watch.iter().for_each(|item| watch(out, words, item));
            out.close("ul");
        }
        SectionRole::Lead | SectionRole::Shift | SectionRole::Happened | SectionRole::Other => {}
    }
}

/// What was corrected, the latest first.
fn corrections(out: &mut Fragment, words: &Words, corrections: &[CorrectionView]) {
    if corrections.is_empty() {
        return;
    }
    out.element("h2", &words.corrections);
    out.open("ul");
    for correction in corrections {
        out.open("li");
        out.text(&correction.date.text);
        out.text(": ");
        out.markup(&correction.text);
        out.close("li");
    }
    out.close("ul");
}

fn effect(out: &mut Fragment, effect: &EffectView) {
    out.open("li");
    if let Some(title) = &effect.title {
        out.open("p");
        out.wrapped("strong", title);
        out.close("p");
    }
    out.markup(&effect.text);
    out.close("li");
}

fn numbers(out: &mut Fragment, words: &Words, numbers: &[NumberView]) {
    out.open("table");
    out.open("thead");
    out.open("tr");
    for name in [&words.number, &words.label, &words.date_of] {
        out.element("th", name);
    }
    out.close("tr");
    out.close("thead");
    out.open("tbody");
    for number in numbers {
        out.open("tr");
        out.open("th");
        out.text(&number.as_written);
        out.close("th");
        out.open("td");
        if let Some(label) = &number.label {
            out.markup(label);
        }
        if let Some(note) = &number.note {
            out.text(" (");
            out.markup(note);
            out.text(")");
        }
        let kind = match number.kind {
            NumberKindView::Reported => None,
            NumberKindView::Estimate => Some(&words.estimate),
            NumberKindView::Projection => Some(&words.projection),
        };
        if let Some(kind) = kind {
            out.text(" ");
            out.element("em", kind);
        }
        out.close("td");
        out.open("td");
        out.text(&period(words, number));
        if let Some(source) = &number.source {
            out.text(" ");
            out.linked(&words.source, source.href.as_str(), &source.host);
        }
        out.close("td");
        out.close("tr");
    }
    out.close("tbody");
    out.close("table");
}

/// The point or stretch of time of a number, in words.
fn period(words: &Words, number: &NumberView) -> String {
    [
        (&words.as_of, &number.as_of),
        (&words.since, &number.since),
        (&words.through, &number.through),
    ]
    .into_iter()
    .filter_map(|(text, date)| Some(dated(text, &date.as_ref()?.text)))
    .collect::<Vec<_>>()
    .join(", ")
}

fn watch(out: &mut Fragment, words: &Words, item: &WatchView) {
    out.open("li");
    if let Some(title) = &item.title {
        out.open("p");
        out.wrapped("strong", title);
        out.close("p");
    }
    out.markup(&item.text);
    let ending = match item.status {
        WatchState::Open | WatchState::Overdue => None,
        WatchState::Hit => Some(&words.hit),
        WatchState::Miss => Some(&words.miss),
        WatchState::Void => Some(&words.void),
    };
    if ending.is_some() || item.due.is_some() {
        out.open("p");
        match (ending, &item.due) {
            (Some(ending), _) => {
                out.element("strong", ending);
                if let Some(resolved) = &item.resolved {
                    out.text(", ");
                    out.text(&resolved.text);
                }
                if let Some(outcome) = &item.outcome {
                    out.text(": ");
                    out.markup(outcome);
                }
                if let Some(evidence) = &item.evidence {
                    out.text(" ");
                    out.linked(&words.evidence, evidence.href.as_str(), &evidence.host);
                }
            }
            (None, Some(due)) => {
                out.text(&words.due);
                out.text(" ");
                out.text(&due.text);
            }
            (None, None) => {}
        }
        out.close("p");
    }
    out.close("li");
}

/// A piece of HTML that is being written: what comes in as text can't become markup.
#[derive(Default)]
pub(super) struct Fragment(String);

impl Fragment {
    pub(super) fn open(&mut self, name: &'static str) {
        self.0.extend(["<", name, ">"]);
    }

    pub(super) fn close(&mut self, name: &'static str) {
        self.0.extend(["</", name, ">"]);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&escape(text));
    }

    /// An element that holds text.
    pub(super) fn element(&mut self, name: &'static str, text: &str) {
        self.open(name);
        self.text(text);
        self.close(name);
    }

    /// An element that holds markup.
    fn wrapped(&mut self, name: &'static str, markup: &Markup) {
        self.open(name);
        self.markup(markup);
        self.close(name);
    }

    fn markup(&mut self, markup: &Markup) {
        self.0.push_str(markup.as_str());
    }

    /// A link, whose address is http(s) or leads inside the site.
    pub(super) fn link(&mut self, href: &str, text: &str) {
        self.0.push_str("<a href=\"");
        self.text(href);
        self.0.push_str("\">");
        self.text(text);
        self.close("a");
    }

    /// A text of the interface with a link in the place of `{link}`.
    pub(super) fn linked(&mut self, words: &str, href: &str, text: &str) {
        let (before, after) = words.split_once("{link}").unwrap_or((words, ""));
        self.text(before);
        self.link(href, text);
        self.text(after);
    }

    fn image(&mut self, src: &str, alt: &str) {
        self.0.push_str("<p><img src=\"");
        self.text(src);
        self.0.push_str("\" alt=\"");
        self.text(alt);
        self.0.push_str("\"></p>");
    }

    fn rule(&mut self) {
        self.0.push_str("<hr>");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
