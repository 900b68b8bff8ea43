//! Lists, and the way from one of their pages to the next.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{BriefCard, CompanyCard, Count, DateView, Href, LinkView, Shared};

/// Where a page stands among the pages of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Pagination {
    /// This page, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
    /// How many items the whole list has.
    pub items: Count,
    /// The page before; null on the first.
    pub prev_href: Option<Href>,
    /// The page after; null on the last.
    pub next_href: Option<Href>,
    /// The first page.
    pub first_href: Href,
    /// The last page.
    pub last_href: Href,
    /// What to offer: the first, the last and those around this one. Empty if there is only one page.
    pub links: Vec<PaginationLink>,
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PaginationLink {
    /// Its number, from 1.
    pub page: u32,
    /// Its address.
    pub href: Href,
    /// Whether it is this page.
    pub current: bool,
    /// Whether pages are left out between the link before and this one.
    pub gap: bool,
}

/// One year of the archive.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArchiveYear {
    /// The year.
    pub year: i16,
    /// Its briefs on this page, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
}

/// The companies that begin with one letter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanyInitial {
    /// The letter, or `#` for names that begin with none.
    pub initial: Box<str>,
    /// An anchor for it, without `#`, unique on the page.
    pub anchor: Box<str>,
    /// The companies, by name.
    pub companies: Vec<Shared<CompanyCard>>,
}

/// The companies of one sector.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanySector {
    /// The sector, as written; null for companies without one.
    pub sector: Option<Box<str>>,
    /// Its anchor on the index.
    pub anchor: Box<str>,
    /// Its companies, by name.
    pub companies: Vec<Shared<LinkView>>,
}

/// A tag, an author or a series, as an entry of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupCard {
    /// Its name.
    pub name: Arc<str>,
    /// Its page.
    pub href: Href,
    /// How many briefs it has.
    pub briefs: Count,
    /// The date of its latest brief.
    pub latest: Option<DateView>,
}

/// What a group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// A series; its briefs are oldest first.
    Series,
}
