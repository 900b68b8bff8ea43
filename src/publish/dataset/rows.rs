//! The rows of the dataset's tables.
//!
//! Comes in: the site, and which part of it is wanted. Goes out: rows, whose cells stand in the order of the table's
//! columns.

use std::collections::HashMap;

use jiff::civil::Date;

use super::cell::{Cell, decimal, optional, passage, printed, text, verbatim, word};
use crate::link::{
    BriefEntry, BriefId, CompanyId, CompanyRole, EffectId, Linking, Site, known_metric,
    number_unit, occurrences,
};
use crate::model::dataset::Table;
use crate::model::{Effect, Number, NumberKind, Order, WatchItem, WatchStatus};
use crate::publish::plain::one_line;

/// Which rows are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Filter {
    /// Those about this company.
    pub(crate) company: Option<CompanyId>,
    /// Those of briefs from this day on.
    pub(crate) since: Option<Date>,
}

impl Filter {
    fn wants_brief(self, entry: &BriefEntry) -> bool {
        self.since
            .is_none_or(|since| entry.document.value.date.value.day >= since)
    }

    fn wants(self, companies: &[CompanyId]) -> bool {
        self.company.is_none_or(|id| companies.contains(&id))
    }

    fn wants_any(self, companies: &[(CompanyId, CompanyRole)]) -> bool {
        self.company
            .is_none_or(|wanted| companies.iter().any(|(id, _)| *id == wanted))
    }
}

/// Makes the rows of a table, one after the other.
///
/// # Errors
/// The first error of `take`.
pub(crate) fn rows<E>(
    site: &Site,
    table: Table,
    filter: Filter,
    mut take: impl FnMut(&[Cell]) -> Result<(), E>,
) -> Result<(), E> {
    if table == Table::Companies {
        return companies(site, filter, &mut take);
    }
    for (index, entry) in (0u32..).zip(&site.briefs) {
        if !filter.wants_brief(entry) {
            continue;
        }
        let id = BriefId(index);
        match table {
            Table::Briefs => {
                if filter.wants_any(&entry.companies) {
                    take(&brief(site, entry))?;
                }
            }
            Table::Companies => {}
            Table::Numbers => {
                let numbers = (0u32..).zip(&entry.document.value.numbers);
                for ((index, number), company) in numbers.zip(&entry.number_companies) {
                    if filter.wants(company.as_slice()) {
                        take(&number_row(site, entry, index, number, *company))?;
                    }
                }
            }
            Table::Effects => {
                let effects = entry.document.value.effects.iter();
                for ((index, effect), companies) in
                    (0u32..).zip(effects).zip(&entry.effect_companies)
                {
                    if filter.wants(companies) {
                        let id = EffectId { brief: id, index };
                        take(&effect_row(site, entry, effect, id, companies))?;
                    }
                }
            }
            Table::Watch => {
                let items = entry.document.value.watch.iter();
                for ((item, due), companies) in
                    items.zip(&entry.watch_due).zip(&entry.watch_companies)
                {
                    if filter.wants(companies) {
                        take(&watch_row(site, entry, item, *due, companies))?;
                    }
                }
            }
            Table::Mentions => mentions(site, entry, filter, &mut take)?,
        }
    }
    Ok(())
}

fn brief(site: &Site, entry: &BriefEntry) -> Vec<Cell> {
    let brief = &entry.document.value;
    vec![
        brief_slug(entry),
        text(&brief.title.value),
        date(entry),
        brief
            .updated
            .as_ref()
            .map_or(Cell::Null, |updated| Cell::Text(updated.value.to_string())),
        optional(brief.dek.as_ref().map(|dek| &*dek.value)),
        url(site, entry.url.as_str()),
        slugs(site, &entry.declared),
        Cell::List(
            entry
                .tags
                .iter()
                .filter_map(|tag| site.tags.get(*tag))
                .map(|tag| one_line(&tag.name))
                .collect(),
        ),
        Cell::Integer(u64::from(entry.document.outline.words)),
    ]
}

fn companies<E>(
    site: &Site,
    filter: Filter,
    take: &mut impl FnMut(&[Cell]) -> Result<(), E>,
) -> Result<(), E> {
    let moment =
        |brief: Option<BriefId>| brief.map_or(Cell::Null, |id| date(&site.briefs[id.0 as usize]));
    for (index, entry) in (0u32..).zip(&site.companies) {
        if !filter.wants(&[CompanyId(index)]) {
            continue;
        }
        // Newest first, as the briefs themselves.
        let briefs = || entry.appearances.iter().map(|appearance| appearance.brief);
        let (first, last) = (briefs().max(), briefs().min());
        let recent = last.is_some_and(|id| filter.wants_brief(&site.briefs[id.0 as usize]));
        if filter.since.is_some() && !recent {
            continue;
        }
        let file = entry.document.as_ref().map(|document| &document.value);
        let aliases = file.map_or(&[][..], |company| &company.aliases);
        let products = file.map_or(&[][..], |company| &company.products);
        take(&[
            Cell::Text(entry.slug.to_string()),
            Cell::Text(one_line(&entry.name)),
            Cell::List(aliases.iter().map(|name| one_line(&name.value)).collect()),
            Cell::List(
                products
                    .iter()
                    .map(|product| one_line(&product.name.value))
                    .collect(),
            ),
            verbatim(file.and_then(|company| company.sector.as_deref())),
            url(site, entry.url.as_str()),
            Cell::Integer(entry.appearances.len() as u64),
            moment(first),
            moment(last),
        ])?;
    }
    Ok(())
}

fn number_row(
    site: &Site,
    entry: &BriefEntry,
    index: u32,
    number: &Number,
    company: Option<CompanyId>,
) -> Vec<Cell> {
    let quantity = &number.quantity;
    vec![
        Cell::Text(number.id.to_string()),
        brief_slug(entry),
        date(entry),
        company
            .and_then(|id| site.companies.get(id.0 as usize))
            .map_or(Cell::Null, |company| Cell::Text(company.slug.to_string())),
        match known_metric(number, &site.config) {
            Some(metric) => Cell::Text(metric.to_string()),
            None => verbatim(number.metric.as_deref()),
        },
        text(&number.label),
        Cell::Text(one_line(&quantity.as_written)),
        decimal(quantity.value()),
        decimal(quantity.low()),
        decimal(quantity.high()),
        decimal(quantity.previous()),
        number_unit(entry, index, &site.config)
            .map_or(Cell::Null, |unit| Cell::Text(one_line(unit.as_str()))),
        Cell::Flag(quantity.approx),
        word(match number.kind {
            NumberKind::Reported => "reported",
            NumberKind::Estimate => "estimate",
            NumberKind::Projection => "projection",
        }),
        printed(number.as_of),
        printed(number.since),
        printed(number.through),
        optional(number.note.as_deref()),
        verbatim(number.source.as_deref()),
        place(site, entry, &number.anchor()),
    ]
}

fn effect_row(
    site: &Site,
    entry: &BriefEntry,
    effect: &Effect,
    id: EffectId,
    companies: &[CompanyId],
) -> Vec<Cell> {
    vec![
        Cell::Text(effect.id.to_string()),
        brief_slug(entry),
        date(entry),
        Cell::Integer(match effect.order {
            Order::First => 1,
            Order::Second => 2,
            Order::Third => 3,
        }),
        optional(effect.title.as_deref()),
        passage(entry, &effect.text),
        slugs(site, companies),
        pointer(site, site.effects.follows(id)),
        pointer(site, site.effects.confirms(id)),
        place(site, entry, &effect.anchor()),
    ]
}

fn watch_row(
    site: &Site,
    entry: &BriefEntry,
    item: &WatchItem,
    due: Option<Date>,
    companies: &[CompanyId],
) -> Vec<Cell> {
    vec![
        Cell::Text(item.id.to_string()),
        brief_slug(entry),
        date(entry),
        slugs(site, companies),
        text(&item.title),
        passage(entry, &item.text),
        printed(due),
        verbatim(item.due_as_written.as_deref()),
        word(match item.status {
            WatchStatus::Open => "open",
            WatchStatus::Hit => "hit",
            WatchStatus::Miss => "miss",
            WatchStatus::Void => "void",
        }),
        decimal(item.probability),
        printed(item.resolved),
        optional(item.outcome.as_deref()),
        verbatim(item.evidence.as_deref()),
        place(site, entry, &item.anchor()),
    ]
}

fn mentions<E>(
    site: &Site,
    entry: &BriefEntry,
    filter: Filter,
    take: &mut impl FnMut(&[Cell]) -> Result<(), E>,
) -> Result<(), E> {
    let mut before: HashMap<CompanyId, u64> = HashMap::new();
    for found in occurrences(entry) {
        if !filter.wants(&[found.company]) {
            continue;
        }
        let company = site.companies[found.company.0 as usize].slug.as_str();
        let nth = before.entry(found.company).or_default();
        *nth += 1;
        let role = entry.companies.iter().find(|(id, _)| *id == found.company);
        take(&[
            Cell::Text(format!("{company}-{nth}")),
            brief_slug(entry),
            Cell::Text(company.to_owned()),
            Cell::Text(one_line(&found.name)),
            verbatim(found.section.as_deref()),
            word(match role.map(|(_, role)| role) {
                Some(CompanyRole::Subject) => "subject",
                Some(CompanyRole::Declared) => "declared",
                Some(CompanyRole::Mentioned) | None => "mentioned",
            }),
            Cell::Text(one_line(&found.sentence)),
            Cell::Flag(found.linking != Linking::Plain),
            match &found.section {
                Some(anchor) => place(site, entry, anchor),
                None => url(site, entry.url.as_str()),
            },
        ])?;
    }
    Ok(())
}

/// The tags of the wanted briefs: slug, name, how many briefs, address.
pub(crate) fn tags(site: &Site, filter: Filter) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for tag in &site.tags {
        let wanted = |id: &&BriefId| {
            let entry = &site.briefs[id.0 as usize];
            filter.wants_brief(entry) && filter.wants_any(&entry.companies)
        };
        let briefs = tag.briefs.iter().filter(wanted).count();
        if briefs > 0 {
            rows.push(vec![
                Cell::Text(tag.slug.to_string()),
                Cell::Text(one_line(&tag.name)),
                Cell::Integer(briefs as u64),
                url(site, tag.url.as_str()),
            ]);
        }
    }
    rows
}

fn brief_slug(entry: &BriefEntry) -> Cell {
    Cell::Text(entry.document.value.slug.to_string())
}

fn date(entry: &BriefEntry) -> Cell {
    Cell::Text(entry.document.value.date.value.to_string())
}

/// An address of the site: absolute if it is known where the site will live.
fn url(site: &Site, path: &str) -> Cell {
    let base = site.config.base_url.as_deref().unwrap_or_default();
    Cell::Text(format!("{base}{path}"))
}

/// An anchor on the page of a brief.
fn place(site: &Site, entry: &BriefEntry, anchor: &str) -> Cell {
    url(site, &format!("{}#{anchor}", entry.url))
}

fn slugs(site: &Site, ids: &[CompanyId]) -> Cell {
    let companies = ids
        .iter()
        .filter_map(|id| site.companies.get(id.0 as usize));
    Cell::List(companies.map(|company| company.slug.to_string()).collect())
}

fn pointer(site: &Site, target: Option<EffectId>) -> Cell {
    let named = target.and_then(|id| {
        let brief = &site.briefs.get(id.brief.0 as usize)?.document.value;
        let effect = brief.effects.get(id.index as usize)?;
        Some(format!("{}#{}", brief.slug, effect.id))
    });
    named.map_or(Cell::Null, Cell::Text)
}
