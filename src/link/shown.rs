//! What an edition shows, and what it holds back.
//!
//! Comes in: all documents, and an [`Edition`]. Goes out: a [`Shown`], in which drafts and the future stand apart, so
//! that nothing later can show them, and the names that what is shown uses for companies.

use std::sync::Arc;

use super::registry::{Reference, Registry};
use super::routes::Absent;
use super::{Claims, Documents, Drafts, Edition, Future, HeldBack};
use crate::diagnostic::{Diagnostic, SourceId, Span};
use crate::model::{At, Brief, Company, Page, Publication, Written};
use crate::parse::Document;

/// What this edition shows, and the slugs of what it does not.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Newest first, then by slug.
    pub(crate) briefs: Vec<Arc<Document<Brief>>>,
    pub(crate) companies: Vec<Arc<Document<Company>>>,
    pub(crate) pages: Vec<Arc<Document<Page>>>,
    pub(crate) config: Option<(SourceId, Arc<str>)>,
    pub(crate) claims: Claims,
    pub(crate) files: Vec<(SourceId, Arc<str>)>,
    /// Briefs that are held back, and why.
    pub(crate) absent: Vec<(Arc<Document<Brief>>, Absent)>,
    pub(crate) absent_pages: Vec<Arc<Document<Page>>>,
}

/// Takes out what `edition` does not show.
pub(crate) fn hold_back(documents: Documents, edition: Edition) -> (Shown, HeldBack) {
    let mut held = HeldBack::default();
    let mut shown = Shown {
        briefs: Vec::new(),
        companies: documents.companies,
        pages: Vec::new(),
        config: documents.config,
        claims: documents.claims,
        files: documents.files,
        absent: Vec::new(),
        absent_pages: Vec::new(),
    };
    for document in documents.briefs {
        let brief = &document.value;
        let day = brief.date.value.day;
        if brief.publication == Publication::Draft && edition.drafts == Drafts::HoldBack {
            held.drafts += 1;
            shown.absent.push((document, Absent::Draft));
        } else if day > edition.today && edition.future == Future::HoldBack {
            held.future += 1;
            held.next = Some(held.next.map_or(day, |next| next.min(day)));
            shown.absent.push((document, Absent::Future));
        } else {
            shown.briefs.push(document);
        }
    }
    for document in documents.pages {
        if document.value.publication == Publication::Draft && edition.drafts == Drafts::HoldBack {
            held.drafts += 1;
            shown.absent_pages.push(document);
        } else {
            shown.pages.push(document);
        }
    }
    shown.briefs.sort_by(|a, b| newest_first(a, b));
    shown.companies.sort_by(|a, b| {
        a.value
            .slug
            .cmp(&b.value.slug)
            .then_with(|| a.path.cmp(&b.path))
    });
    shown.pages.sort_by(|a, b| {
        a.value
            .slug
            .cmp(&b.value.slug)
            .then_with(|| a.path.cmp(&b.path))
    });
    (shown, held)
}

/// By day, then by time where both have one, newest first; then by slug and path, so that the order is total.
fn newest_first(a: &Document<Brief>, b: &Document<Brief>) -> std::cmp::Ordering {
    let moment = |d: &Document<Brief>| (d.value.date.value.day, d.value.date.value.instant);
    moment(b)
        .cmp(&moment(a))
        .then_with(|| a.value.slug.cmp(&b.value.slug))
        .then_with(|| a.path.cmp(&b.path))
}

/// Gives every company an entry, and judges every name that is used for one.
pub(crate) fn register(shown: &Shown, diagnostics: &mut Vec<Diagnostic>) -> Registry {
    type Locate<'a> = Box<dyn Fn(&At) -> Span + 'a>;
    let brief_spans: Vec<Locate<'_>> = shown
        .briefs
        .iter()
        .map(|d| Box::new(|at: &At| d.span(at)) as Locate<'_>)
        .collect();
    let company_spans: Vec<Locate<'_>> = shown
        .companies
        .iter()
        .map(|d| Box::new(|at: &At| d.span(at)) as Locate<'_>)
        .collect();
    let of_briefs = shown
        .briefs
        .iter()
        .zip(&brief_spans)
        .flat_map(|(document, span)| {
            references(&document.value).map(|name| Reference {
                name,
                span: &**span,
            })
        });
    let of_companies = shown
        .companies
        .iter()
        .zip(&company_spans)
        .flat_map(|(document, span)| {
            let company = &document.value;
            company
                .competitors
                .iter()
                .chain(&company.parent)
                .map(|name| Reference {
                    name,
                    span: &**span,
                })
        });
    Registry::new(
        &shown.companies,
        &shown.claims.companies,
        of_companies.chain(of_briefs),
        diagnostics,
    )
}

/// Every name that a brief uses for a company outside of its texts.
pub(crate) fn references(brief: &Brief) -> impl Iterator<Item = &Written<Box<str>>> {
    let numbers = brief.numbers.iter().flat_map(|number| &number.company);
    let effects = brief.effects.iter().flat_map(|effect| &effect.companies);
    let watch = brief.watch.iter().flat_map(|item| &item.companies);
    brief
        .companies
        .iter()
        .chain(numbers)
        .chain(effects)
        .chain(watch)
}
