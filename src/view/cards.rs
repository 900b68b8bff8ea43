//! Cards: briefs, companies and groups as other pages show them. Shallow, and for briefs and companies made once a
//! build at most, when the first page asks for them.

use std::sync::{Arc, OnceLock};

use super::contract::{
    BriefCard, BriefCompany, CardNumber, CompanyCard, CompanyRoleView, GroupCard, Href,
    LatestBrief, LinkView, NumberKindView, Shared,
};
use super::setting::{self, Setting};
use super::{Pictures, Views, Words, words};
use crate::link::{BriefEntry, BriefId, CompanyId, CompanyRole, Group, Place, Site};
use crate::markdown::{Flow, Markup};
use crate::model::{Brief, NumberKind, Publication, Role, UrlPath};
use crate::parse::Document;

/// Characters of text that stand in for a missing dek.
const BEGINNING: usize = 240;

/// Makes the card of a brief.
pub(super) fn brief(views: &Views, entry: &BriefEntry) -> BriefCard {
    let site = &*views.site;
    let brief = &entry.document.value;
    let mut setting = Setting::card(views, entry);
    let title_text: Arc<str> = setting::plain(&brief.title.value).into();
    let title = setting
        .text(Place::Title, &brief.title.value, Flow::Inline)
        .filter(|title| !has_link(title))
        .unwrap_or_else(|| Markup::from_text(&title_text));
    let (dek, dek_text) = match &brief.dek {
        Some(dek) if !dek.value.trim().is_empty() => (
            setting.text(Place::Dek, &dek.value, Flow::Inline),
            Some(setting::plain(&dek.value)),
        ),
        _ => {
            let text = beginning(&entry.document);
            (text.as_deref().map(Markup::from_text), text)
        }
    };
    BriefCard {
        title,
        title_text,
        href: Href::inside(&site.config, &entry.url),
        date: views.words.moment(&brief.date.value),
        dek,
        dek_text: dek_text.map(Into::into),
        companies: companies(views, &entry.declared),
        tags: tags(views, &entry.tags),
        number: brief.numbers.first().map(|number| CardNumber {
            as_written: number.quantity.as_written.clone(),
            label_text: setting::plain(&number.label).into(),
            kind: number_kind(number.kind),
        }),
        draft: is_draft(brief),
        future: is_future(site, brief),
    }
}

/// Makes the card of a company.
pub(super) fn company(views: &Views, id: CompanyId) -> Option<CompanyCard> {
    let site = &*views.site;
    let entry = site.companies.get(id.0 as usize)?;
    let company = entry.document.as_ref().map(|document| &document.value);
    let latest = entry.appearances.first().and_then(|appearance| {
        let card = views.brief(appearance.brief)?;
        Some(LatestBrief {
            date: card.date.clone(),
            link: LinkView {
                name: Arc::clone(&card.title_text),
                href: card.href.clone(),
            },
        })
    });
    Some(CompanyCard {
        name: Arc::clone(&entry.name),
        href: Href::inside(&site.config, &entry.url),
        description_text: company
            .and_then(|company| company.description.as_ref())
            .map(|text| setting::plain(&text.value).into()),
        sector: company.and_then(|company| company.sector.clone()),
        briefs: views.words.count(entry.appearances.len()),
        latest,
    })
}

/// Makes the card of a tag, an author or a series.
pub(super) fn group(views: &Views, group: &Group) -> GroupCard {
    let site = &*views.site;
    // Indexes of briefs count from the newest.
    let latest = group.briefs.iter().min();
    GroupCard {
        name: Arc::clone(&group.name),
        href: Href::inside(&site.config, &group.url),
        briefs: views.words.count(group.briefs.len()),
        latest: latest
            .and_then(|id| site.briefs.get(id.0 as usize))
            .map(|entry| views.words.moment(&entry.document.value.date.value)),
    }
}

/// Names and dossiers of companies.
pub(super) fn companies(views: &Views, ids: &[CompanyId]) -> Vec<Shared<LinkView>> {
    ids.iter()
        .filter_map(|id| views.links.companies.get(id.0 as usize))
        .cloned()
        .collect()
}

/// Names, dossiers and roles of companies.
pub(super) fn with_roles(site: &Site, companies: &[(CompanyId, CompanyRole)]) -> Vec<BriefCompany> {
    companies
        .iter()
        .filter_map(|(id, role)| Some((site.companies.get(id.0 as usize)?, *role)))
        .map(|(entry, role)| BriefCompany {
            name: Arc::clone(&entry.name),
            href: Href::inside(&site.config, &entry.url),
            role: company_role(role),
        })
        .collect()
}

/// Names and pages of tags.
pub(super) fn tags(views: &Views, indexes: &[usize]) -> Vec<Shared<LinkView>> {
    named(&views.links.tags, indexes)
}

/// Names and pages of authors.
pub(super) fn authors(views: &Views, indexes: &[usize]) -> Vec<Shared<LinkView>> {
    named(&views.links.authors, indexes)
}

fn named(links: &[Shared<LinkView>], indexes: &[usize]) -> Vec<Shared<LinkView>> {
    indexes
        .iter()
        .filter_map(|index| links.get(*index))
        .cloned()
        .collect()
}

/// What leads to each company, tag, author and metric from wherever they are named.
#[derive(Debug)]
pub(super) struct Links {
    pub(super) companies: Box<[Shared<LinkView>]>,
    pub(super) tags: Box<[Shared<LinkView>]>,
    authors: Box<[Shared<LinkView>]>,
    pub(super) metrics: Box<[Shared<LinkView>]>,
}

impl Links {
    pub(super) fn of(site: &Site) -> Self {
        let link = |name: &Arc<str>, url: &UrlPath| {
            Shared::new(LinkView {
                name: Arc::clone(name),
                href: Href::inside(&site.config, url),
            })
        };
        let groups = |groups: &[Group]| groups.iter().map(|g| link(&g.name, &g.url)).collect();
        Self {
            companies: site
                .companies
                .iter()
                .map(|c| link(&c.name, &c.url))
                .collect(),
            tags: groups(&site.tags),
            authors: groups(&site.authors),
            metrics: site
                .metrics
                .iter()
                .map(|m| link(&Arc::from(&*m.name), &m.url))
                .collect(),
        }
    }
}

pub(super) const fn company_role(role: CompanyRole) -> CompanyRoleView {
    match role {
        CompanyRole::Subject => CompanyRoleView::Subject,
        CompanyRole::Declared => CompanyRoleView::Declared,
        CompanyRole::Mentioned => CompanyRoleView::Mentioned,
    }
}

pub(super) const fn number_kind(kind: NumberKind) -> NumberKindView {
    match kind {
        NumberKind::Reported => NumberKindView::Reported,
        NumberKind::Estimate => NumberKindView::Estimate,
        NumberKind::Projection => NumberKindView::Projection,
    }
}

pub(super) fn is_draft(brief: &Brief) -> bool {
    brief.publication == Publication::Draft
}

pub(super) fn is_future(site: &Site, brief: &Brief) -> bool {
    brief.date.value.day > site.edition.today
}

/// A card's title stands inside a link, and HTML has no links in links.
fn has_link(markup: &Markup) -> bool {
    let bytes = markup.as_str().as_bytes();
    bytes
        .windows(2)
        .any(|pair| pair.eq_ignore_ascii_case(b"<a"))
}

/// The first sentences of The Strategic Shift, or of the first section that has text.
fn beginning(document: &Document<Brief>) -> Option<String> {
    let sections = &document.value.sections;
    let shift = sections
        .iter()
        .filter(|section| section.role == Role::Shift);
    let is_heading = |start: u32| {
        document
            .outline
            .headings
            .iter()
            .any(|h| h.range.start == start)
    };
    shift
        .chain(sections)
        .flat_map(|section| &section.prose)
        .filter(|block| !is_heading(block.start))
        .filter_map(|block| document.text.get(block.start as usize..block.end as usize))
        .map(|block| words::beginning(&setting::plain(block), BEGINNING))
        .find(|text| !text.is_empty())
}

/// The cards of briefs from one time to the next: what a preview shows after an edit is mostly what it showed before.
#[derive(Clone, Debug)]
pub struct CardMemo {
    site: Arc<Site>,
    pictures: Arc<Pictures>,
    words: Words,
    briefs: Arc<[OnceLock<Shared<BriefCard>>]>,
}

impl Views {
    /// The cards that are made by now and later, for the views of the next time.
    pub fn card_memo(&self) -> CardMemo {
        CardMemo {
            site: Arc::clone(&self.site),
            pictures: Arc::clone(&self.pictures),
            words: self.words.clone(),
            briefs: Arc::clone(&self.briefs),
        }
    }

    /// Takes over the cards that would be made the same again: an entry that is the very same stands on the same
    /// ground, and a card shows nothing else but words of the interface and pictures.
    pub fn remember(&self, memo: &CardMemo) {
        if self.words != memo.words || self.pictures != memo.pictures {
            return;
        }
        let slots = self.briefs.iter().zip(&self.site.briefs);
        let before = memo.briefs.iter().zip(&memo.site.briefs);
        for ((slot, entry), (made, known)) in slots.zip(before) {
            if let Some(card) = made.get().filter(|_| Arc::ptr_eq(entry, known)) {
                // It is as good as the one that may be there.
                let _there = slot.set(card.clone());
            }
        }
    }

    /// The card of a brief, made when it is first asked for.
    pub(crate) fn brief(&self, id: BriefId) -> Option<Shared<BriefCard>> {
        let slot = self.briefs.get(id.0 as usize)?;
        let entry = self.site.briefs.get(id.0 as usize)?;
        let card = slot.get_or_init(|| Shared::new(brief(self, entry)));
        Some(card.clone())
    }

    /// The cards of some briefs.
    pub(super) fn cards<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a BriefId>,
    ) -> Vec<Shared<BriefCard>> {
        ids.into_iter().filter_map(|id| self.brief(*id)).collect()
    }

    /// The card of a company, made when it is first asked for.
    pub(super) fn company(&self, id: CompanyId) -> Option<Shared<CompanyCard>> {
        let slot = self.companies.get(id.0 as usize)?;
        if let Some(card) = slot.get() {
            return Some(card.clone());
        }
        let card = Shared::new(company(self, id)?);
        Some(slot.get_or_init(|| card).clone())
    }
}
