//! Site and route become what a template may see: the theme contract.
//!
//! Comes in: a [`Site`] and a [`Route`]. Goes out: a [`PageView`] and, once a build, the [`SiteView`] that all pages
//! share. Everything that a page needs is in its view; other documents appear as shallow cards. This room never knows
//! the template engine, and makes no markup but through `markdown`.

mod address;
mod amounts;
mod brief;
mod cards;
mod chart;
mod company;
pub mod contract;
mod data;
mod dossier;
mod effects;
mod frame;
mod items;
mod json_ld;
mod lists;
mod meta;
mod numbers;
mod plain;
#[cfg(test)]
mod sample;
mod search;
mod setting;
#[cfg(test)]
mod tests;
mod watch;
mod whole;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

pub use self::cards::CardMemo;
use self::contract::{BriefCard, BriefView, CompanyCard, GroupKind, ImageView, Shared};
pub use self::contract::{CONTRACT, CONTRACT_CHANGES, ContractChange, PageView, SiteView};
pub use self::words::Words;
use crate::link::{BriefId, Route, Site};
use crate::markdown::PictureSet;
use crate::model::UrlPath;

/// A site's views: what all pages share, and cards, each made once when the first page asks for it. The order in which
/// pages are asked for, and by how many threads, makes no difference to any of them.
#[derive(Debug)]
pub struct Views {
    site: Arc<Site>,
    indexes: address::Indexes,
    frame: SiteView,
    links: cards::Links,
    whole: whole::Whole,
    pictures: Arc<Pictures>,
    words: Words,
    briefs: Arc<[OnceLock<Shared<BriefCard>>]>,
    companies: Box<[OnceLock<Shared<CompanyCard>>]>,
}

/// What is known of pictures, by their address.
pub type Pictures = HashMap<Box<str>, Arc<PictureSet>>;

/// What comes to a site from outside of its documents.
#[derive(Clone, Debug, Default)]
pub struct Fittings {
    /// Stylesheets beside the theme's own, in the order in which pages link them.
    pub styles: Vec<UrlPath>,
    /// What is known of pictures, by their address, base path included.
    pub pictures: Arc<Pictures>,
    /// Dates, counts and titles in the language of the site.
    pub words: Words,
}

impl Views {
    /// The views of `site` with nothing beside it; no page or card is made yet.
    pub fn new(site: Arc<Site>) -> Self {
        Self::fitted(site, &Fittings::default())
    }

    /// The views of `site`; no page or card is made yet.
    pub fn fitted(site: Arc<Site>, fittings: &Fittings) -> Self {
        let indexes = address::Indexes::of(&site);
        Self {
            frame: frame::frame(&site, &indexes, fittings),
            links: cards::Links::of(&site),
            whole: whole::Whole::default(),
            pictures: Arc::clone(&fittings.pictures),
            words: fittings.words.clone(),
            briefs: site.briefs.iter().map(|_| OnceLock::new()).collect(),
            companies: site.companies.iter().map(|_| OnceLock::new()).collect(),
            indexes,
            site,
        }
    }

    /// What all pages share: `site` in a template.
    pub const fn frame(&self) -> &SiteView {
        &self.frame
    }

    /// The page that answers `route`. `None` if the site has no such page, or if what answers is none.
    pub fn page(&self, route: Route) -> Option<PageView> {
        let group = |kind, index, page| lists::group(self, kind, index, page).map(PageView::Group);
        match route {
            Route::Home(page) => lists::home(self, page).map(PageView::Home),
            Route::Brief(id) => brief::page(self, id).map(|page| PageView::Brief(Box::new(page))),
            Route::Companies(page) => lists::companies(self, page).map(PageView::Companies),
            Route::Company(id, page) => {
                company::page(self, id, page).map(|page| PageView::Company(Box::new(page)))
            }
            Route::Tags(page) => lists::tags(self, page).map(PageView::Tags),
            Route::Tag(index, page) => group(GroupKind::Tag, index, page),
            Route::Author(index, page) => group(GroupKind::Author, index, page),
            Route::Series(index, page) => group(GroupKind::Series, index, page),
            Route::Archive(page) => lists::archive(self, page).map(PageView::Archive),
            Route::Page(index) => plain::page(self, index).map(PageView::Plain),
            Route::Numbers(page) => numbers::numbers(self, page).map(PageView::Numbers),
            Route::Metric(index, page) => numbers::metric(self, index, page).map(PageView::Metric),
            Route::Watch(page) => {
                watch::page(self, page).map(|page| PageView::Watch(Box::new(page)))
            }
            Route::Effects(by, page) => effects::page(self, by, page).map(PageView::Effects),
            Route::Search => search::page(self).map(PageView::Search),
            Route::DataPage => data::page(self).map(PageView::Data),
            Route::NotFound => lists::not_found(self).map(PageView::NotFound),
            Route::Redirect(index) => plain::redirect(self, index).map(PageView::Redirect),
            Route::RedirectList
            | Route::Sitemap
            | Route::SitemapPart(_)
            | Route::HeaderList
            | Route::Robots
            | Route::Data(..)
            | Route::Calendar
            | Route::CompanyCalendar(_)
            | Route::BriefCard(_)
            | Route::CompanyCard(_)
            | Route::SearchScript
            | Route::SearchHead
            | Route::SearchPart(_)
            | Route::Feed(..)
            | Route::Twin(_)
            | Route::Guide
            | Route::FullText
            | Route::File(_)
            | Route::ThemeFile(_)
            | Route::HighlightStyle
            | Route::ThemeStyle
            | Route::Picture(..) => None,
        }
    }

    /// A brief in full, for feeds; `None` if there is no such brief.
    pub fn full_brief(&self, id: BriefId) -> Option<BriefView> {
        brief::brief(self, id)
    }

    /// The picture that stands for a brief, if it has one.
    pub fn brief_image(&self, id: BriefId) -> Option<ImageView> {
        brief::image(self, self.site.briefs.get(id.0 as usize)?)
    }
}
