//! The dossier of one company.

use super::address::outside;
use super::contract::{
    CompanyCounts, CompanyPage, CompanyView, Href, OgType, OutsideLink, PageMeta, ProductView,
    SentenceView, TimelineEntry, TimelineYear,
};
use super::setting::Setting;
use super::{Views, cards, dossier, json_ld, lists, meta};
use crate::link::{
    Appearance, CompanyEntry, CompanyId, CompanyRole, Feed, LONG_PAGE, Place, calendar_url,
};
use crate::markdown::{Flow, Markup, Piece};
use crate::model::{Company, Offer, Written};
use crate::parse::Document;

/// One page of a dossier; `None` if there is no such company, or no such page of its timeline.
pub(super) fn page(views: &Views, id: CompanyId, number: u32) -> Option<CompanyPage> {
    let entry = views.site.companies.get(id.0 as usize)?;
    let (shown, pagination) = lists::cut(views, &entry.url, &entry.appearances, LONG_PAGE, number)?;
    let company = company(views, id)?;
    let url = crate::link::page_url(&entry.url, number);
    let described = views
        .company(id)
        .and_then(|card| card.description_text.clone());
    let title = &views.site.config.title;
    let description = described.clone().unwrap_or_else(|| {
        views
            .words
            .in_briefs(&entry.name, entry.appearances.len(), title)
            .into()
    });
    let mut meta = PageMeta {
        description: Some(description),
        og_type: OgType::Profile,
        image: meta::card(views, &entry.url, &entry.name),
        feeds: meta::feeds(views, Some(Feed::Company(id))),
        ..meta::plain(views, &url, &views.words.numbered(&entry.name, number))
    };
    // The pages after the first only go on with the timeline.
    meta.json_ld =
        (number == 1).then(|| json_ld::dossier(views, &company, &meta, described.as_deref()));
    Some(CompanyPage {
        meta,
        company,
        dossier: if number == 1 {
            dossier::dossier(views, id)
        } else {
            None
        },
        calendar: calendar(views, id),
        timeline: timeline(views, shown),
        pagination,
    })
}

/// Its calendar, if one of its watch items has a deadline.
fn calendar(views: &Views, id: CompanyId) -> Option<Href> {
    let site = &*views.site;
    if site.config.calendars == Offer::Off {
        return None;
    }
    let watch = &site.dossier(id)?.watch;
    let has_deadline = watch.iter().any(|(brief, item)| {
        let due = &site.briefs[brief.0 as usize].watch_due;
        due.get(*item as usize).is_some_and(Option::is_some)
    });
    let entry = site.companies.get(id.0 as usize)?;
    has_deadline.then(|| Href::inside(&site.config, &calendar_url(entry)))
}

fn company(views: &Views, id: CompanyId) -> Option<CompanyView> {
    let site = &*views.site;
    let entry = site.companies.get(id.0 as usize)?;
    let document = entry.document.as_deref();
    let company = document.map(|document| &document.value);
    let prose = document
        .map(|document| prose(views, entry, document))
        .unwrap_or_default();
    let date = |appearance: Option<&Appearance>| Some(views.brief(appearance?.brief)?.date.clone());
    let card = |id: CompanyId| views.company(id);
    Some(CompanyView {
        slug: entry.slug.as_str().into(),
        name: entry.name.clone(),
        href: Href::inside(&site.config, &entry.url),
        description: prose.description,
        sector: company.and_then(|c| c.sector.clone()),
        country: company.and_then(|c| c.country.clone()),
        founded: company.and_then(|c| c.founded.clone()),
        website: company.and_then(|c| outside(&c.website.as_ref()?.value)),
        ticker: company.and_then(|c| c.ticker.clone()),
        wikidata: company.and_then(|c| wikidata(c.wikidata.as_deref()?)),
        people: company.map(|c| c.people.clone()).unwrap_or_default(),
        aliases: company.map(|c| names(&c.aliases)).unwrap_or_default(),
        products: company.map(products).unwrap_or_default(),
        body: prose.body,
        footnotes: prose.footnotes,
        competitors: entry.competitors.iter().copied().filter_map(card).collect(),
        parent: entry.parent.and_then(card),
        subsidiaries: entry
            .subsidiaries
            .iter()
            .copied()
            .filter_map(card)
            .collect(),
        counts: counts(views, &entry.appearances),
        first_brief: date(entry.appearances.last()),
        last_brief: date(entry.appearances.first()),
        extra: company.map(|c| c.extra.clone()).unwrap_or_default(),
    })
}

/// A company's own texts, set.
#[derive(Default)]
struct Prose {
    description: Option<Markup>,
    body: Option<Markup>,
    footnotes: Option<Markup>,
}

fn prose(views: &Views, entry: &CompanyEntry, document: &Document<Company>) -> Prose {
    let mut setting = Setting::company(views, entry, document);
    let body = setting.pieces(&[Piece {
        ranges: vec![document.body.clone()],
        flow: Flow::Block,
    }]);
    let description = document.value.description.as_ref();
    Prose {
        description: description
            .and_then(|text| setting.text(Place::Dek, &text.value, Flow::Inline)),
        body: body.into_iter().next().filter(|body| !body.is_empty()),
        footnotes: setting.footnotes(),
    }
}

fn names(written: &[Written<Box<str>>]) -> Vec<Box<str>> {
    written.iter().map(|name| name.value.clone()).collect()
}

fn products(company: &Company) -> Vec<ProductView> {
    company
        .products
        .iter()
        .map(|product| ProductView {
            name: product.name.value.clone(),
            aliases: names(&product.aliases),
        })
        .collect()
}

/// The entry of an id such as `Q11288`; `None` for anything else.
fn wikidata(id: &str) -> Option<OutsideLink> {
    let digits = id.strip_prefix('Q')?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(OutsideLink {
        href: Href::outside(&format!("https://www.wikidata.org/wiki/{id}"))?,
        host: id.into(),
    })
}

fn counts(views: &Views, appearances: &[Appearance]) -> CompanyCounts {
    let with = |role: CompanyRole| {
        views
            .words
            .count(appearances.iter().filter(|a| a.role == role).count())
    };
    CompanyCounts {
        briefs: views.words.count(appearances.len()),
        subject: with(CompanyRole::Subject),
        declared: with(CompanyRole::Declared),
        mentioned: with(CompanyRole::Mentioned),
    }
}

fn timeline(views: &Views, appearances: &[Appearance]) -> Vec<TimelineYear> {
    let entries = appearances.iter().filter_map(|appearance| {
        Some(TimelineEntry {
            brief: views.brief(appearance.brief)?,
            role: cards::company_role(appearance.role),
            sentence: appearance.sentence.as_ref().and_then(|(text, name)| {
                Some(SentenceView {
                    before: text.get(..name.start as usize)?.into(),
                    name: text.get(name.start as usize..name.end as usize)?.into(),
                    after: text.get(name.end as usize..)?.into(),
                })
            }),
        })
    });
    lists::by_year(entries, |entry| entry.brief.date.year)
        .into_iter()
        .map(|(year, entries)| TimelineYear { year, entries })
        .collect()
}
