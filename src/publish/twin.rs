//! A brief as Markdown, for whoever reads no HTML: its text as it was written, its items as lists and a table, links
//! whole.
//!
//! Comes in: the site. Goes out: CommonMark with tables (GFM). Without a base URL links begin at the top of the host.

use std::ops::Range;
use std::sync::Arc;

use super::plain::one_line;
use crate::link::{BriefEntry, BriefId, CompanyId, CompanyRole, Group, Place, Site};
use crate::markdown::{Portable, may_have_links};
use crate::model::{
    Effect, Number, NumberKind, Order, PartialDate, Passage, Role, Section, UrlPath, WatchItem,
    WatchStatus, decimal_text,
};

/// A brief as Markdown; `None` if there is no such brief.
pub(crate) fn twin(site: &Site, id: BriefId) -> Option<String> {
    let entry = site.briefs.get(id.0 as usize)?;
    let mut twin = Twin::of(site, entry);
    twin.head();
    twin.sections();
    twin.corrections();
    twin.out.push('\n');
    Some(twin.out)
}

/// The whole address of a path inside the site.
pub(super) fn whole(site: &Site, path: &UrlPath) -> String {
    let base = site.config.base_url.as_deref().unwrap_or_default();
    format!("{base}{path}")
}

/// Free text that stands for itself in a line of Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A link to an address that holds no blanks and no parentheses that are not closed.
pub(super) fn link(text: &str, address: &str) -> String {
    let address = address.replace('(', "%28").replace(')', "%29");
    format!("[{}]({address})", escaped(text))
}

struct Twin<'a> {
    site: &'a Site,
    entry: &'a BriefEntry,
    body: Portable<'a>,
    out: String,
}

impl<'a> Twin<'a> {
    fn of(site: &'a Site, entry: &'a BriefEntry) -> Self {
        let document = &*entry.document;
        let to = |range: &Range<u32>, dest: &str| address(site, entry, Place::Body, range, dest);
        Self {
            site,
            entry,
            body: Portable::body(&document.text, document.body.clone(), &to),
            out: String::new(),
        }
    }

    /// A block of its own, unless it is empty.
    fn block(&mut self, text: &str) {
        let text = text.trim_matches('\n').trim_end();
        if !text.trim().is_empty() {
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
            self.out.push_str(text);
        }
    }

    /// The author's inline Markdown, on one line.
    fn line(&self, place: Place, text: &str) -> String {
        if !may_have_links(text) && !text.contains('\\') {
            return one_line(text);
        }
        let to =
            |range: &Range<u32>, dest: &str| address(self.site, self.entry, place, range, dest);
        one_line(&Portable::text(text, &to).whole())
    }

    fn passage(&self, place: Place, passage: &Passage) -> String {
        match passage {
            Passage::Body(range) => self.body.cut(range),
            Passage::Front(text) => {
                let to = |range: &Range<u32>, dest: &str| {
                    address(self.site, self.entry, place, range, dest)
                };
                Portable::text(text, &to).whole()
            }
        }
    }

    fn company(&self, id: CompanyId) -> Option<String> {
        let company = self.site.companies.get(id.0 as usize)?;
        Some(link(&company.name, &whole(self.site, &company.url)))
    }

    fn companies(&self, ids: impl Iterator<Item = CompanyId>) -> String {
        let links: Vec<String> = ids.filter_map(|id| self.company(id)).collect();
        links.join(", ")
    }

    fn groups(&self, groups: &[Group], indexes: impl Iterator<Item = usize>) -> String {
        let links: Vec<String> = indexes
            .filter_map(|index| groups.get(index))
            .map(|group| link(&group.name, &whole(self.site, &group.url)))
            .collect();
        links.join(", ")
    }

    fn head(&mut self) {
        let (site, entry) = (self.site, self.entry);
        let brief = &entry.document.value;
        let title = self.line(Place::Title, &brief.title.value);
        self.block(&format!("# {title}"));
        if let Some(dek) = &brief.dek {
            let dek = self.line(Place::Dek, &dek.value);
            self.block(&format!("> {dek}"));
        }
        let declared = |wanted: bool| {
            entry
                .companies
                .iter()
                .filter(move |(_, role)| (*role != CompanyRole::Mentioned) == wanted)
                .map(|(id, _)| *id)
        };
        let facts = [
            ("Published", brief.date.value.to_string()),
            (
                "Updated",
                brief
                    .updated
                    .as_ref()
                    .map_or_else(String::new, |date| date.value.to_string()),
            ),
            (
                "Authors",
                self.groups(&site.authors, entry.authors.iter().copied()),
            ),
            ("Companies", self.companies(declared(true))),
            ("Also named", self.companies(declared(false))),
            ("Tags", self.groups(&site.tags, entry.tags.iter().copied())),
            (
                "Series",
                self.groups(&site.series, entry.series.into_iter()),
            ),
            ("Page", format!("<{}>", whole(site, &entry.url))),
        ];
        let lines: Vec<String> = facts
            .iter()
            .filter(|(_, fact)| !fact.is_empty())
            .map(|(name, fact)| format!("- {name}: {fact}"))
            .collect();
        self.block(&lines.join("\n"));
    }

    fn sections(&mut self) {
        let entry = self.entry;
        let brief = &entry.document.value;
        let mut told = Vec::new();
        for section in &brief.sections {
            self.section(section);
            let first = !told.contains(&section.role);
            told.push(section.role);
            if first {
                self.items(section.role);
            }
        }
        for (role, heading, any) in [
            (Role::Matters, "Why It Matters", !brief.effects.is_empty()),
            (Role::Numbers, "The Numbers", !brief.numbers.is_empty()),
            (Role::Watch, "What To Watch", !brief.watch.is_empty()),
        ] {
            if any && !told.contains(&role) {
                self.block(&format!("## {heading}"));
                self.items(role);
            }
        }
    }

    /// What was corrected, the latest first.
    fn corrections(&mut self) {
        let corrections = &self.entry.document.value.corrections;
        if corrections.is_empty() {
            return;
        }
        self.block("## Corrections");
        let lines: Vec<String> = (0..)
            .map(Place::Correction)
            .zip(corrections)
            .map(|(place, correction)| {
                let text = self.line(place, &correction.text.value);
                format!("- {}: {text}", correction.date.value)
            })
            .collect();
        self.block(&lines.join("\n"));
    }

    fn section(&mut self, section: &Section) {
        if let Some(heading) = &section.heading {
            let heading = match &heading.at {
                crate::model::At::Body(range) => one_line(&self.body.cut(range)),
                _ => one_line(&heading.value),
            };
            self.block(&format!("## {heading}"));
        }
        for range in &section.prose {
            let text = self.body.cut(range);
            self.block(&text);
        }
    }

    fn items(&mut self, role: Role) {
        let entry = self.entry;
        let brief = &entry.document.value;
        match role {
            Role::Matters => {
                for (order, name) in [
                    (Order::First, "First order"),
                    (Order::Second, "Second order"),
                    (Order::Third, "Third order"),
                ] {
                    let effects = (0..).zip(&brief.effects);
                    let items: Vec<String> = effects
                        .filter(|(_, effect)| effect.order == order)
                        .map(|(index, effect)| self.effect(index, effect))
                        .collect();
                    if !items.is_empty() {
                        self.block(&format!("### {name}"));
                        self.block(&items.join("\n"));
                    }
                }
            }
            Role::Numbers if !brief.numbers.is_empty() => {
                let rows: Vec<String> = (0..)
                    .zip(&brief.numbers)
                    .map(|(index, number)| self.number(index, number))
                    .collect();
                self.block(&format!(
                    "| Number | Label | Company | Date | Kind | Source |\n| --- | --- | --- | --- | --- | --- |\n{}",
                    rows.join("\n")
                ));
            }
            Role::Watch => {
                let items: Vec<String> = (0..)
                    .zip(&brief.watch)
                    .map(|(index, item)| self.watch(index, item))
                    .collect();
                self.block(&items.join("\n"));
            }
            _ => {}
        }
    }

    fn effect(&self, index: u32, effect: &Effect) -> String {
        let title = effect
            .title
            .as_deref()
            .map(|title| self.line(Place::EffectTitle(index), title));
        let mut text = self.passage(Place::EffectText(index), &effect.text);
        let touched = self.entry.effect_companies.get(index as usize);
        let touched = self.companies(touched.into_iter().flatten().copied());
        if !touched.is_empty() {
            text.push_str(&format!("\n\nTouches {touched}."));
        }
        item(title.as_deref(), &text)
    }

    fn number(&self, index: u32, number: &Number) -> String {
        let company = self.entry.number_companies.get(index as usize);
        let dates = [
            ("as of", number.as_of),
            ("since", number.since),
            ("through", number.through),
        ];
        let dates: Vec<String> = dates
            .into_iter()
            .filter_map(|(word, date): (&str, Option<PartialDate>)| {
                Some(format!("{word} {}", date?))
            })
            .collect();
        let label = self.line(Place::NumberLabel(index), &number.label);
        let note = number
            .note
            .as_deref()
            .map(|note| format!(" ({})", self.line(Place::NumberNote(index), note)));
        let kind = match number.kind {
            NumberKind::Reported => "reported",
            NumberKind::Estimate => "estimate",
            NumberKind::Projection => "projection",
        };
        let cells = [
            escaped(&number.quantity.as_written),
            cell(&format!("{label}{}", note.unwrap_or_default())),
            company
                .copied()
                .flatten()
                .and_then(|id| self.company(id))
                .unwrap_or_default(),
            dates.join(", "),
            kind.to_owned(),
            number
                .source
                .as_deref()
                .map_or_else(String::new, |source| cell(&format!("<{source}>"))),
        ];
        format!("| {} |", cells.join(" | "))
    }

    fn watch(&self, index: u32, item: &WatchItem) -> String {
        let title = self.line(Place::WatchTitle(index), &item.title);
        let mut text = self.passage(Place::WatchText(index), &item.text);
        let due = self.entry.watch_due.get(index as usize).copied().flatten();
        let mut facts = Vec::new();
        if let Some(due) = due {
            facts.push(format!("Due: {due}"));
        }
        if let Some(probability) = item.probability {
            facts.push(format!("Probability: {}", decimal_text(probability)));
        }
        let status = match item.status {
            WatchStatus::Open => "open",
            WatchStatus::Hit => "came true",
            WatchStatus::Miss => "did not come true",
            WatchStatus::Void => "can no longer be decided",
        };
        let resolved = item.resolved.map(|date| format!(" ({date})"));
        facts.push(format!("Status: {status}{}", resolved.unwrap_or_default()));
        if let Some(outcome) = &item.outcome {
            let outcome = self.line(Place::WatchOutcome(index), outcome);
            facts.push(format!("Outcome: {outcome}"));
        }
        if let Some(evidence) = &item.evidence {
            facts.push(format!("Evidence: <{evidence}>"));
        }
        text.push_str("\n\n");
        text.push_str(&facts.join("; "));
        self::item(
            Some(title.as_str()).filter(|title| !title.is_empty()),
            &text,
        )
    }
}

/// The new address of a link or picture of a text, made whole. An anchor is one of the brief's page: a twin has none.
fn address(
    site: &Site,
    entry: &BriefEntry,
    place: Place,
    range: &Range<u32>,
    dest: &str,
) -> Option<Arc<str>> {
    if dest.starts_with('#') {
        return Some(format!("{}{dest}", whole(site, &entry.url)).into());
    }
    let known = &entry.addresses;
    let key =
        |address: &crate::link::Address| (address.place, address.range.start, address.range.end);
    let index = known
        .binary_search_by(|address| key(address).cmp(&(place, range.start, range.end)))
        .ok()?;
    let href = &known[index].href;
    let config = &site.config;
    let path = href.strip_prefix(config.base_path()).unwrap_or(href);
    let base = config.base_url.as_deref().unwrap_or_default();
    Some(format!("{base}{path}").into())
}

/// An item of a list: a title in bold, and a text of any blocks below it.
fn item(title: Option<&str>, text: &str) -> String {
    let mut out = String::from("-");
    if let Some(title) = title {
        out.push_str(&format!(" **{}**", title.trim_matches('*')));
    }
    let mut lines = text.trim().lines();
    if let Some(first) = lines.next() {
        let colon = if title.is_some() { ": " } else { " " };
        out.push_str(colon);
        out.push_str(first);
    }
    for line in lines {
        out.push('\n');
        if !line.trim().is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
    }
    out
}

/// Markdown that stays in its cell of a table.
fn cell(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut escaped = false;
    for c in markdown.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    // Or it would escape the bar that ends the cell.
    if escaped {
        out.push('\\');
    }
    out
}
