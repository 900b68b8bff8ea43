//! The theme contract: every type, and so every key, that a template can see.
//!
//! Structs only; how they are made stands in the files next door. A key is always present, absence is null.
//! A template's context has `site` ([`SiteView`]), and the keys of the page's own struct, of which `meta`
//! ([`PageMeta`]) is always one. Doc comments on fields are the theme reference.
//!
//! Text is plain unless its type is [`Markup`](crate::markdown::Markup), [`JsonLd`] or [`Href`]: a template escapes it.

mod brief;
mod company;
mod dossier;
mod list;
mod memory;
mod meta;
mod page;
mod part;
mod reference;
mod schema;
mod site;

pub use brief::{
    BriefCard, BriefCompany, BriefView, CardNumber, CorrectionView, EffectRef, EffectView,
    EffectsView, NumberKindView, NumberView, RelatedView, SectionRole, SectionView, SeriesView,
    WatchState, WatchView,
};
pub use company::{
    CompanyCard, CompanyCounts, CompanyRoleView, CompanyView, LatestBrief, ProductView,
    SentenceView, TimelineEntry, TimelineYear,
};
pub use dossier::{
    ChangeView, ChartAnchorView, ChartLabelView, ChartLineView, ChartMarkView, ChartView,
    CompanionView, DossierView, ExposureView, FigureRow, SeriesOfFigures, TickView, TouchView,
    TrendView, VerdictView, WatchedView,
};
pub use list::{
    ArchiveYear, CompanyInitial, CompanySector, GroupCard, GroupKind, Pagination, PaginationLink,
};
pub use memory::{
    ChainStep, ColumnView, DataPage, EffectGroup, EffectOrder, EffectRow, EffectsByView,
    EffectsPage, MetricCard, MetricDirectionView, MetricPage, MetricUnit, NumberRow, NumbersPage,
    ScoreView, TableView, WatchPage, WatchRow, WatchTotals,
};
pub use meta::{FeedLink, JsonLd, OgType, PageMeta};
pub use page::{
    ArchivePage, BriefPage, CompaniesPage, CompanyPage, GroupEffects, GroupPage, HomePage,
    NotFoundPage, PageView, PlainPage, PlainView, RedirectPage, SearchPage, TagsPage,
};
pub use part::{
    Count, DateView, Href, ImageView, LinkView, OutsideLink, PartialDateView, Shared, TocEntry,
};
pub use reference::reference;
pub use schema::schema;
pub use site::{Direction, NavItemView, SiteLinks, SiteView};

/// The version of the contract. It grows by one when a key is renamed, removed or changes its meaning; a new key
/// leaves it as it is.
pub const CONTRACT: u32 = 1;

/// What changed in a version of the contract, for those whose theme was written for an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContractChange {
    /// The version that it came with.
    pub version: u32,
    /// What is different: "`brief.lede` is gone".
    pub what: &'static str,
    /// What a theme does about it: "print `brief.dek`".
    pub mend: &'static str,
}

/// Everything that was renamed, removed or changed its meaning, oldest first. Each growth of [`CONTRACT`] adds to it.
pub const CONTRACT_CHANGES: &[ContractChange] = &[ContractChange {
    version: 1,
    what: "the contract began",
    mend: "hold the templates against `briefpress theme docs`",
}];
