//! Pages that list: home, archive, companies, tags, groups, 404; and how a list is cut into pages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::contract::{
    ArchivePage, ArchiveYear, BriefCard, CompaniesPage, CompanyCard, CompanyInitial, CompanySector,
    GroupKind, GroupPage, HomePage, Href, LinkView, NotFoundPage, PageMeta, Pagination,
    PaginationLink, Shared, TagsPage,
};
use super::{Views, cards, effects, json_ld, meta, watch, words};
use crate::link::{
    BriefId, CompanyId, Feed, Group, LONG_PAGE, LONG_TABLE, Site, home_url, page_url, top_url,
};
use crate::model::{Slug, UrlPath};

/// Briefs that are offered where nothing was found.
const OFFERED: usize = 5;

/// Pages that are linked on each side of the current one.
const AROUND: u32 = 2;

/// The items of page `number` of a list that begins at `list`, and where it stands; `None` if there is no such page.
/// The first page is there even if it is empty.
pub(super) fn cut<'a, T>(
    views: &Views,
    list: &UrlPath,
    items: &'a [T],
    per_page: usize,
    number: u32,
) -> Option<(&'a [T], Pagination)> {
    let (shown, pagination) = part(views, list, items.len(), per_page, number)?;
    Some((items.get(shown)?, pagination))
}

/// The same for a list that is only counted: which of its items the page shows.
pub(super) fn part(
    views: &Views,
    list: &UrlPath,
    items: usize,
    per_page: usize,
    number: u32,
) -> Option<(Range<usize>, Pagination)> {
    let per_page = per_page.max(1);
    let pages = u32::try_from(items.div_ceil(per_page)).ok()?.max(1);
    if number == 0 || number > pages {
        return None;
    }
    let start = (number as usize - 1).checked_mul(per_page)?;
    let end = start.saturating_add(per_page).min(items);
    let href = |page: u32| Href::inside(&views.site.config, &page_url(list, page));
    let links = if pages == 1 {
        Vec::new()
    } else {
        links(number, pages, href)
    };
    let pagination = Pagination {
        page: number,
        pages,
        items: views.words.count(items),
        prev_href: (number > 1).then(|| href(number - 1)),
        next_href: (number < pages).then(|| href(number + 1)),
        first_href: href(1),
        last_href: href(pages),
        links,
    };
    Some((start..end, pagination))
}

fn links(current: u32, pages: u32, href: impl Fn(u32) -> Href) -> Vec<PaginationLink> {
    let around = current.saturating_sub(AROUND).max(1)..=current.saturating_add(AROUND).min(pages);
    let mut shown: Vec<u32> = std::iter::once(1).chain(around).chain([pages]).collect();
    shown.dedup();
    let mut before = 0;
    shown
        .into_iter()
        .map(|page| PaginationLink {
            page,
            href: href(page),
            current: page == current,
            gap: page > std::mem::replace(&mut before, page) + 1,
        })
        .collect()
}

/// Neighbours of one year, together.
pub(super) fn by_year<T>(
    items: impl Iterator<Item = T>,
    year: impl Fn(&T) -> i16,
) -> Vec<(i16, Vec<T>)> {
    let mut years: Vec<(i16, Vec<T>)> = Vec::new();
    for item in items {
        let of_item = year(&item);
        match years.last_mut() {
            Some((last, items)) if *last == of_item => items.push(item),
            _ => years.push((of_item, vec![item])),
        }
    }
    years
}

pub(super) fn list_meta(views: &Views, path: &UrlPath, title: &str) -> PageMeta {
    let mut meta = meta::plain(views, path, title);
    meta.json_ld = Some(json_ld::web_page(views, "CollectionPage", &meta));
    meta
}

/// The cards of briefs by how new they are, from 0.
fn newest(views: &Views, briefs: Range<usize>) -> Vec<Shared<BriefCard>> {
    briefs
        .filter_map(|index| views.brief(BriefId(u32::try_from(index).ok()?)))
        .collect()
}

/// A page of the latest briefs.
pub(super) fn home(views: &Views, number: u32) -> Option<HomePage> {
    let config = &views.site.config;
    let briefs = views.site.briefs.len();
    let (shown, pagination) = part(views, &home_url(), briefs, config.paginate, number)?;
    let mut briefs = newest(views, shown).into_iter();
    let path = page_url(&home_url(), number);
    let (lead, meta) = if number == 1 {
        let meta = PageMeta {
            description: config.description.clone(),
            feeds: meta::feeds(views, Some(Feed::Site)),
            json_ld: Some(json_ld::web_site(views)),
            ..meta::plain(views, &path, "")
        };
        (briefs.next(), meta)
    } else {
        (
            None,
            list_meta(
                views,
                &path,
                &views
                    .words
                    .numbered(words::text(&views.words.latest), number),
            ),
        )
    };
    Some(HomePage {
        meta,
        lead,
        briefs: briefs.collect(),
        due: if number == 1 {
            watch::due_next(views)
        } else {
            Vec::new()
        },
        pagination,
    })
}

/// A page of all briefs by year.
pub(super) fn archive(views: &Views, number: u32) -> Option<ArchivePage> {
    let list = views.indexes.archive.as_ref()?;
    let (shown, pagination) = part(views, list, views.site.briefs.len(), LONG_PAGE, number)?;
    let years = by_year(newest(views, shown).into_iter(), |card| card.date.year)
        .into_iter()
        .map(|(year, briefs)| ArchiveYear { year, briefs })
        .collect();
    Some(ArchivePage {
        meta: list_meta(
            views,
            &page_url(list, number),
            &views
                .words
                .numbered(words::text(&views.words.archive), number),
        ),
        years,
        pagination,
    })
}

/// Every company in the order of the index.
#[derive(Debug)]
pub(super) struct CompanyList {
    /// Each with the initial that it stands under.
    companies: Vec<(Box<str>, CompanyId)>,
    letters: Vec<Shared<LinkView>>,
    recent: Vec<Shared<CompanyCard>>,
}

/// The index of companies, before it is cut into pages.
pub(super) fn company_list(views: &Views) -> CompanyList {
    let ids = (0..).map(CompanyId).take(views.site.companies.len());
    let mut cards: Vec<_> = ids
        .filter_map(|id| Some((id, views.company(id)?)))
        .map(|(id, card)| (sort_key(&card.name), id, card))
        .collect();
    cards.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.href.cmp(&b.2.href)));
    let recent = recent(&cards);
    let list = top_url("companies");
    let mut letters: Vec<Shared<LinkView>> = Vec::new();
    let mut companies: Vec<(Box<str>, CompanyId)> = Vec::with_capacity(cards.len());
    for (at, ((initial, _), id, _)) in cards.into_iter().enumerate() {
        if companies.last().is_none_or(|(last, _)| *last != initial) {
            let page = u32::try_from(at / LONG_TABLE).map_or(u32::MAX, |page| page + 1);
            let (page, anchor) = (page_url(&list, page), words::initial_anchor(&initial));
            letters.push(Shared::new(LinkView {
                name: (&*initial).into(),
                href: Href::anchor(&views.site.config, &page, &anchor),
            }));
        }
        companies.push((initial, id));
    }
    CompanyList {
        companies,
        letters,
        recent,
    }
}

/// A page of the index of companies.
pub(super) fn companies(views: &Views, number: u32) -> Option<CompaniesPage> {
    let path = views.indexes.companies.as_ref()?;
    let list = views.company_list();
    let (shown, pagination) = cut(views, path, &list.companies, LONG_TABLE, number)?;
    let mut cards = Vec::with_capacity(shown.len());
    let mut initials: Vec<CompanyInitial> = Vec::new();
    for (initial, id) in shown {
        let Some(card) = views.company(*id) else {
            continue;
        };
        cards.push(card.clone());
        match initials.last_mut() {
            Some(last) if last.initial == *initial => last.companies.push(card),
            _ => initials.push(CompanyInitial {
                anchor: words::initial_anchor(initial).into(),
                initial: initial.clone(),
                companies: vec![card],
            }),
        }
    }
    let title = views
        .words
        .numbered(words::text(&views.words.companies), number);
    Some(CompaniesPage {
        meta: list_meta(views, &page_url(path, number), &title),
        initials,
        sectors: by_sector(&cards),
        recent: if number == 1 {
            list.recent.clone()
        } else {
            Vec::new()
        },
        letters: list.letters.clone(),
        total: views.words.count(list.companies.len()),
        pagination,
    })
}

/// Companies of the latest briefs.
const RECENT: usize = 12;

/// Without regard to case, sectors are one if they are written alike; the first spelling is shown.
fn by_sector(cards: &[Shared<CompanyCard>]) -> Vec<CompanySector> {
    type Sector = (Option<Box<str>>, Vec<Shared<LinkView>>);
    let mut sectors: BTreeMap<(bool, String), Sector> = BTreeMap::new();
    for card in cards {
        let key = card.sector.as_deref().unwrap_or_default().to_lowercase();
        let (_, companies) = sectors
            .entry((key.is_empty(), key))
            .or_insert_with(|| (card.sector.clone(), Vec::new()));
        companies.push(Shared::new(LinkView {
            name: Arc::clone(&card.name),
            href: card.href.clone(),
        }));
    }
    if sectors.values().all(|(sector, _)| sector.is_none()) {
        return Vec::new();
    }
    (1..)
        .zip(sectors.into_values())
        .map(|(n, (sector, companies))| CompanySector {
            sector,
            anchor: words::sector_anchor(n).into(),
            companies,
        })
        .collect()
}

fn recent<K>(cards: &[(K, CompanyId, Shared<CompanyCard>)]) -> Vec<Shared<CompanyCard>> {
    let mut recent: Vec<&Shared<CompanyCard>> = cards
        .iter()
        .map(|(_, _, card)| card)
        .filter(|card| card.latest.is_some())
        .collect();
    // Stable: companies of one brief stay in the order of their names.
    recent.sort_by_key(|card| {
        let day = card.latest.as_ref().map(|latest| latest.date.iso.clone());
        std::cmp::Reverse(day)
    });
    recent.into_iter().take(RECENT).cloned().collect()
}

/// The initial under which a name is listed, and the form by which it is sorted: without accents or case.
fn sort_key(name: &str) -> (Box<str>, String) {
    let plain = Slug::from_name(name).map_or_else(|| name.to_lowercase(), |slug| slug.to_string());
    let letter = plain.chars().next().filter(char::is_ascii_alphabetic);
    let initial = letter.map_or_else(|| "#".into(), |c| c.to_ascii_uppercase().to_string().into());
    (initial, plain)
}

/// Every tag in the order of the index.
pub(super) fn tag_list(site: &Site) -> Vec<usize> {
    let mut tags: Vec<usize> = (0..site.tags.len()).collect();
    tags.sort_by_cached_key(|index| {
        let tag = &site.tags[*index];
        (tag.name.to_lowercase(), tag.url.clone())
    });
    tags
}

/// A page of the index of tags.
pub(super) fn tags(views: &Views, number: u32) -> Option<TagsPage> {
    let path = views.indexes.tags.as_ref()?;
    let (shown, pagination) = cut(views, path, views.tag_list(), LONG_TABLE, number)?;
    let title = views.words.numbered(words::text(&views.words.tags), number);
    Some(TagsPage {
        meta: list_meta(views, &page_url(path, number), &title),
        tags: shown
            .iter()
            .filter_map(|index| Some(cards::group(views, views.site.tags.get(*index)?)))
            .collect(),
        pagination,
    })
}

/// A page of the briefs of a tag, an author or a series.
pub(super) fn group(
    views: &Views,
    kind: GroupKind,
    index: usize,
    number: u32,
) -> Option<GroupPage> {
    let site = &*views.site;
    let groups: &[Group] = match kind {
        GroupKind::Tag => &site.tags,
        GroupKind::Author => &site.authors,
        GroupKind::Series => &site.series,
    };
    let group = groups.get(index)?;
    let (shown, pagination) = cut(
        views,
        &group.url,
        &group.briefs,
        site.config.paginate,
        number,
    )?;
    let mut meta = list_meta(
        views,
        &page_url(&group.url, number),
        &views.words.numbered(&group.name, number),
    );
    if kind == GroupKind::Tag {
        meta.feeds = meta::feeds(views, Some(Feed::Tag(index)));
    }
    Some(GroupPage {
        meta,
        kind,
        group: cards::group(views, group),
        briefs: views.cards(shown),
        effects: match kind {
            GroupKind::Tag => effects::of_tag(views, index),
            GroupKind::Author | GroupKind::Series => None,
        },
        pagination,
    })
}

/// What a host answers where there is nothing.
pub(super) fn not_found(views: &Views) -> Option<NotFoundPage> {
    let path = views.indexes.not_found.as_ref()?;
    Some(NotFoundPage {
        meta: PageMeta {
            noindex: true,
            canonical: None,
            ..meta::plain(views, path, words::text(&views.words.not_found))
        },
        latest: newest(views, 0..OFFERED),
    })
}
