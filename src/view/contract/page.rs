//! One struct for each kind of page: its keys are what the template of that kind sees beside `site`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    ArchiveYear, BriefCard, BriefView, CompanyCard, CompanyInitial, CompanySector, CompanyView,
    Count, DataPage, DossierView, EffectsPage, GroupCard, GroupKind, Href, LinkView, MetricPage,
    NumbersPage, PageMeta, Pagination, Shared, TimelineYear, TocEntry, WatchPage, WatchRow,
};
use crate::markdown::Markup;

/// A page of any kind. It serialises as its content does, without a tag.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum PageView {
    /// `home.html`
    Home(HomePage),
    /// `brief.html`
    Brief(Box<BriefPage>),
    /// `companies.html`
    Companies(CompaniesPage),
    /// `company.html`
    Company(Box<CompanyPage>),
    /// `archive.html`
    Archive(ArchivePage),
    /// `tags.html`
    Tags(TagsPage),
    /// `group.html`
    Group(GroupPage),
    /// `numbers.html`
    Numbers(NumbersPage),
    /// `metric.html`
    Metric(MetricPage),
    /// `watch.html`
    Watch(Box<WatchPage>),
    /// `effects.html`
    Effects(EffectsPage),
    /// `data.html`
    Data(DataPage),
    /// `search.html`
    Search(SearchPage),
    /// `page.html`
    Plain(PlainPage),
    /// `404.html`
    NotFound(NotFoundPage),
    /// `redirect.html`
    Redirect(RedirectPage),
}

impl PageView {
    /// The names of all templates that a theme must have, in the order of [`PageView`].
    pub const TEMPLATES: &'static [&'static str] = &[
        "home.html",
        "brief.html",
        "companies.html",
        "company.html",
        "archive.html",
        "tags.html",
        "group.html",
        "numbers.html",
        "metric.html",
        "watch.html",
        "effects.html",
        "data.html",
        "search.html",
        "page.html",
        "404.html",
        "redirect.html",
    ];

    /// The template that is made for it.
    pub const fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Brief(_) => "brief.html",
            Self::Companies(_) => "companies.html",
            Self::Company(_) => "company.html",
            Self::Archive(_) => "archive.html",
            Self::Tags(_) => "tags.html",
            Self::Group(_) => "group.html",
            Self::Numbers(_) => "numbers.html",
            Self::Metric(_) => "metric.html",
            Self::Watch(_) => "watch.html",
            Self::Effects(_) => "effects.html",
            Self::Data(_) => "data.html",
            Self::Search(_) => "search.html",
            Self::Plain(_) => "page.html",
            Self::NotFound(_) => "404.html",
            Self::Redirect(_) => "redirect.html",
        }
    }

    /// What it says about itself.
    pub const fn meta(&self) -> &PageMeta {
        match self {
            Self::Home(page) => &page.meta,
            Self::Brief(page) => &page.meta,
            Self::Companies(page) => &page.meta,
            Self::Company(page) => &page.meta,
            Self::Archive(page) => &page.meta,
            Self::Tags(page) => &page.meta,
            Self::Group(page) => &page.meta,
            Self::Numbers(page) => &page.meta,
            Self::Metric(page) => &page.meta,
            Self::Watch(page) => &page.meta,
            Self::Effects(page) => &page.meta,
            Self::Data(page) => &page.meta,
            Self::Search(page) => &page.meta,
            Self::Plain(page) => &page.meta,
            Self::NotFound(page) => &page.meta,
            Self::Redirect(page) => &page.meta,
        }
    }
}

/// `home.html`: the latest briefs, on as many pages as it takes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HomePage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The latest brief, on the first page; null on the others.
    pub lead: Option<Shared<BriefCard>>,
    /// The other briefs of this page, newest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// On the first page: the open watch items that are due next, the earliest first; after them the latest overdue.
    pub due: Vec<WatchRow>,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// `brief.html`: one brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The brief.
    pub brief: BriefView,
}

/// `companies.html`: the index of companies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompaniesPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The companies of this page, by initial.
    pub initials: Vec<CompanyInitial>,
    /// The same by sector: sectors by name, companies without one last. Empty if none of them has one.
    pub sectors: Vec<CompanySector>,
    /// Those of the latest briefs, the most recent first; on the first page only.
    pub recent: Vec<Shared<CompanyCard>>,
    /// Every initial, and where its companies begin, on whichever page.
    pub letters: Vec<Shared<LinkView>>,
    /// How many there are on all pages.
    pub total: Count,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// `company.html`: one dossier. A long timeline has several pages; the rest of the dossier stands on the first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanyPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The company.
    pub company: CompanyView,
    /// What all briefs together say about it; null on the pages after the first.
    pub dossier: Option<DossierView>,
    /// Its deadlines as a calendar, if there are any.
    pub calendar: Option<Href>,
    /// The briefs of this page, newest first, by year.
    pub timeline: Vec<TimelineYear>,
    /// Where this page of the timeline stands.
    pub pagination: Pagination,
}

/// `archive.html`: all briefs by year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArchivePage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The briefs of this page, newest first, by year.
    pub years: Vec<ArchiveYear>,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// `tags.html`: the index of tags.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TagsPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The tags of this page, by name.
    pub tags: Vec<GroupCard>,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// `group.html`: the briefs of a tag, an author or a series.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// `tag`, `author` or `series`.
    pub kind: GroupKind,
    /// The tag, the author or the series.
    pub group: GroupCard,
    /// The briefs of this page: newest first; those of a series oldest first.
    pub briefs: Vec<Shared<BriefCard>>,
    /// Where the effects of all its briefs are listed; null if they have none, of what is no tag, and where site.yaml leaves the effects out.
    pub effects: Option<GroupEffects>,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// The effects of a tag's briefs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupEffects {
    /// Where they are listed.
    pub href: Href,
    /// How many there are.
    pub total: Count,
}

/// `search.html`: the page that searches. The template has the elements that the script fills.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SearchPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The script that searches; briefpress makes it.
    pub script: Href,
    /// Where the script finds the index, for `data-search` of the form.
    pub index: Href,
}

/// `page.html`: a plain page.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlainPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The page.
    pub page: PlainView,
}

/// A plain page's content.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlainView {
    /// The last part of its address.
    pub slug: Box<str>,
    /// Its address.
    pub href: Href,
    /// The title, inline.
    pub title: Markup,
    /// One sentence, inline.
    pub description: Option<Markup>,
    /// The text.
    pub body: Markup,
    /// Its footnotes, as a list.
    pub footnotes: Option<Markup>,
    /// Its headings of level 2 and 3.
    pub toc: Vec<TocEntry>,
    /// Whether it is a draft.
    pub draft: bool,
    /// What the author put under `extra`.
    pub extra: serde_json::Value,
}

/// `404.html`: what a host answers where there is nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NotFoundPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The latest briefs.
    pub latest: Vec<Shared<BriefCard>>,
}

/// `redirect.html`: leads from an old address to the new one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RedirectPage {
    /// What the page says about itself; `canonical` is the new address.
    pub meta: PageMeta,
    /// The new address.
    pub target: Href,
}
