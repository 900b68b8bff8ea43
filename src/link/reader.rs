//! One brief at a time: whom it names, where its links lead, and what is due.
//!
//! Comes in: a document, and the ground that all stand on. Goes out: a [`Read`], made of nothing else, so that it can be
//! taken again as long as both are the same.

use std::sync::Arc;

use jiff::civil::Date;

use super::ground::Ground;
use super::links::Survey;
use super::memo::{FoundBefore, Read};
use super::mentions::Search;
use super::series::metric_of;
use super::{Address, BriefEntry, CompanyId, CompanyRole};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Brief, FiscalYearEnd, PartialDate, Written};
use crate::parse::Document;

/// Reads briefs, each on its own.
pub(super) struct Reader<'a> {
    pub(super) search: &'a Search<'a>,
    pub(super) survey: &'a Survey<'a>,
    pub(super) ground: &'a Ground,
    pub(super) found: FoundBefore<'a>,
}

impl Reader<'_> {
    /// What comes of the brief at this place.
    pub(super) fn read(&self, index: usize, document: &Arc<Document<Brief>>) -> Read {
        let brief = &document.value;
        let registry = self.search.registry;
        let find_all = |names: &[Written<Box<str>>]| {
            let mut ids = Vec::new();
            for id in names.iter().filter_map(|name| registry.find(&name.value)) {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            ids
        };
        let declared = find_all(&brief.companies);
        let found = self
            .found
            .get(document, &declared)
            .unwrap_or_else(|| Arc::new(self.search.brief(document, &declared)));
        let subject = declared.first().copied();
        let number_companies = brief
            .numbers
            .iter()
            .zip(&found.numbers)
            .map(|(number, named)| match &number.company {
                Some(name) => registry.find(&name.value),
                // A label that names somebody else, if only by a name that is not linked here, is not about the subject.
                None => named.or_else(|| {
                    let about_subject = !speaks_of_a_market(&number.label)
                        && !self.search.names.names_others(&number.label, subject);
                    subject.filter(|_| about_subject)
                }),
            })
            .collect();
        let effect_companies = brief
            .effects
            .iter()
            .zip(&found.effects)
            .map(|(effect, named)| {
                if effect.companies.is_empty() {
                    named.clone()
                } else {
                    find_all(&effect.companies)
                }
            })
            .collect();
        let watch_companies: Vec<Vec<CompanyId>> = brief
            .watch
            .iter()
            .zip(&found.watch)
            .map(|(item, named)| {
                let mut ids = if item.companies.is_empty() {
                    named.clone()
                } else {
                    find_all(&item.companies)
                };
                if item.companies.is_empty()
                    && let Some(subject) = subject
                    && !ids.contains(&subject)
                {
                    ids.insert(0, subject);
                }
                ids
            })
            .collect();
        let watch_due: Vec<Option<Date>> = brief
            .watch
            .iter()
            .zip(&watch_companies)
            .zip(&found.watch)
            .map(|((item, companies), named)| {
                // The year is that of the company which the item names, and only then the subject's.
                let named = named.first().filter(|_| item.companies.is_empty());
                let year_end = named
                    .or(companies.first())
                    .map(|id| registry.get(*id).fiscal_year_end())
                    .unwrap_or_default();
                item.due.map(|due: PartialDate| due.last_day(year_end))
            })
            .collect();
        let mut companies: Vec<(CompanyId, CompanyRole)> = declared
            .iter()
            .enumerate()
            .map(|(index, id)| {
                (
                    *id,
                    if index == 0 {
                        CompanyRole::Subject
                    } else {
                        CompanyRole::Declared
                    },
                )
            })
            .collect();
        for mention in found.mentions.iter() {
            if companies.iter().all(|(id, _)| *id != mention.company) {
                companies.push((mention.company, CompanyRole::Mentioned));
            }
        }
        let url = &self.survey.lay.brief_urls[index];
        let mut told = found.diagnostics.clone();
        let links = self.survey.brief_addresses(document, url, &mut told);
        resolved_too_soon(document, &mut told);
        let [tags, authors, series] = self.ground.lists();
        let entry = BriefEntry {
            document: Arc::clone(document),
            url: url.clone(),
            declared,
            mentions: Arc::clone(&found.mentions),
            companies,
            names_files: links.addresses.iter().any(Address::names_file),
            addresses: links.addresses,
            number_companies,
            number_metrics: brief
                .numbers
                .iter()
                .map(|number| metric_of(number, self.survey.config))
                .collect(),
            effect_companies,
            watch_companies,
            watch_due,
            tags: tags.of(&brief.tags),
            authors: authors.of(&brief.authors),
            series: series.of(brief.series.as_slice()).first().copied(),
        };
        Read {
            entry: Arc::new(entry),
            found,
            told: told.into(),
            leans_on: links.leans_on,
            late: links.late.into(),
            to_effects: brief
                .effects
                .iter()
                .any(|e| e.follows.is_some() || e.confirms.is_some()),
        }
    }
}

/// Whether a number's label is about a market, an industry or a sector, and so about no company.
fn speaks_of_a_market(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "market",
        "markets",
        "industry",
        "industries",
        "sector",
        "sectors",
    ];
    label
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Reports watch items whose end came before their brief.
fn resolved_too_soon(document: &Document<Brief>, diagnostics: &mut Vec<Diagnostic>) {
    let published = document.value.date.value;
    for item in &document.value.watch {
        // A fiscal year may end on any day of its year.
        let Some(resolved) = item
            .resolved
            .filter(|date| date.last_day(FiscalYearEnd::default()) < published.day)
        else {
            continue;
        };
        let name = if item.title.is_empty() {
            &item.id
        } else {
            &item.title
        };
        let message = format!(
            "the watch item `{name}` has `resolved: {resolved}`, which is before its brief of {published}"
        );
        diagnostics.push(
            Diagnostic::new(Code::UntimelyResolved, document.span(&item.at), message)
                .help("write in `resolved` when it was decided, or mend the `date` of the brief"),
        );
    }
}
