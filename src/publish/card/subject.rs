//! What a card says of a brief or a company.

use super::super::plain::{one_line, text};
use super::Card;
use crate::link::{BriefEntry, BriefId, CompanyEntry, CompanyId, Site};
use crate::model::Number;

/// The card of a brief, with its first number.
pub(crate) fn of_brief(site: &Site, id: BriefId) -> Option<Card> {
    let entry = site.briefs.get(id.0 as usize)?;
    let brief = &entry.document.value;
    let title = text(&brief.title.value).unwrap_or_default();
    let number = brief.numbers.first().map(|number| {
        let company = entry.number_companies.first().copied().flatten();
        let company = company.and_then(|id| site.companies.get(id.0 as usize));
        let (figure, mut label) = said(number);
        // The figure stands alone here: whose it is must be said somewhere.
        if let Some(company) =
            company.filter(|of| !title.contains(&*of.name) && !label.contains(&*of.name))
        {
            label = if label.is_empty() {
                company.name.to_string()
            } else {
                format!("{}: {label}", company.name)
            };
        }
        (figure, label)
    });
    Some(Card {
        site: one_line(&site.config.title),
        title,
        date: Some(brief.date.value.day.to_string()),
        number,
    })
}

/// The card of a company: its first number in the newest brief that has one of it.
pub(crate) fn of_company(site: &Site, id: CompanyId) -> Option<Card> {
    let company: &CompanyEntry = site.companies.get(id.0 as usize)?;
    let briefs = || {
        company
            .appearances
            .iter()
            .filter_map(|a| site.briefs.get(a.brief.0 as usize))
    };
    let day = |entry: &BriefEntry| entry.document.value.date.value.day.to_string();
    let number =
        briefs().find_map(|entry| first_of(entry, id).map(|number| (said(number), day(entry))));
    let (number, date) = match number {
        Some((number, date)) => (Some(number), Some(date)),
        None => (None, briefs().next().map(|entry| day(entry))),
    };
    Some(Card {
        site: one_line(&site.config.title),
        title: one_line(&company.name),
        date,
        number,
    })
}

fn first_of(entry: &BriefEntry, company: CompanyId) -> Option<&Number> {
    let numbers = entry
        .document
        .value
        .numbers
        .iter()
        .zip(&entry.number_companies);
    numbers
        .filter(|(_, of)| **of == Some(company))
        .map(|(number, _)| number)
        .next()
}

fn said(number: &Number) -> (String, String) {
    (
        one_line(&number.quantity.as_written),
        text(&number.label).unwrap_or_default(),
    )
}
