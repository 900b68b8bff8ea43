//! What is known once all documents have been linked: the [`Site`] and what it is made of.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::dossier::Dossiers;
use super::effects::EffectIndex;
use super::metrics::Metric;
use super::outputs::{Feed, FeedForm};
use crate::diagnostic::SourceId;
use crate::model::dataset::{Form, Table};
use crate::model::{Brief, Company, Page, SiteConfig, Slug, UrlPath};
use crate::parse::Document;

/// From where a site is seen: the day, and what is shown of what is not public yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// The day that counts as today.
    pub today: Date,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// Whether briefs dated after today are shown.
    pub future: Future,
    /// For whom it is made.
    pub audience: Audience,
}

/// For whom an edition is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Readers: search engines may list it.
    Public,
    /// Colleagues, on a preview address: search engines are asked to leave it alone.
    Preview,
}

/// What happens to drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    /// Left out.
    HoldBack,
    /// Shown.
    Include,
}

/// What happens to briefs that are dated after today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Future {
    /// Left out.
    HoldBack,
    /// Shown.
    Include,
}

/// The index of a brief in [`Site::briefs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BriefId(pub u32);

/// The index of a company in [`Site::companies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyId(pub u32);

/// All that is known, nothing rendered.
#[derive(Clone, Debug)]
pub struct Site {
    /// What site.yaml says.
    pub config: Arc<SiteConfig>,
    /// From where it is seen.
    pub edition: Edition,
    /// What is shown, newest first, then by slug.
    pub briefs: Vec<Arc<BriefEntry>>,
    /// Every company, by slug.
    pub companies: Vec<Arc<CompanyEntry>>,
    /// What all briefs together say about each company: see [`Site::dossier`].
    pub dossiers: Dossiers,
    /// Plain pages, by slug.
    pub pages: Vec<PageEntry>,
    /// Tags, by slug.
    pub tags: Vec<Group>,
    /// Authors, by slug.
    pub authors: Vec<Group>,
    /// Series, by slug; their briefs oldest first.
    pub series: Vec<Group>,
    /// The metrics that have a page, by slug.
    pub metrics: Arc<Vec<Metric>>,
    /// How effects hang together, across briefs.
    pub effects: Arc<EffectIndex>,
    /// Old addresses and where they lead, by old address.
    pub redirects: Vec<(UrlPath, UrlPath)>,
    /// What was held back.
    pub held_back: HeldBack,
    /// Every address that does not depend on the theme, by address.
    pub routes: Arc<[(UrlPath, Route)]>,
}

/// A brief and what link found out about it.
#[derive(Clone, Debug)]
pub struct BriefEntry {
    /// The document.
    pub document: Arc<Document<Brief>>,
    /// Its address.
    pub url: UrlPath,
    /// The companies it declares, the subject first.
    pub declared: Vec<CompanyId>,
    /// Every occurrence of a company's name, by place, then as read.
    pub mentions: Arc<Vec<Mention>>,
    /// Each company that is declared or mentioned, once: subject, then declared, then by first mention.
    pub companies: Vec<(CompanyId, CompanyRole)>,
    /// New addresses for the links and pictures of its texts, sorted by place and range.
    pub addresses: Vec<Address>,
    /// Whether one of those names a file, such as a picture, rather than a page.
    pub names_files: bool,
    /// The company of each number, parallel to `value.numbers`.
    pub number_companies: Vec<Option<CompanyId>>,
    /// The metric of each number, parallel to `value.numbers`.
    pub number_metrics: Vec<Option<Slug>>,
    /// The companies of each effect, parallel to `value.effects`.
    pub effect_companies: Vec<Vec<CompanyId>>,
    /// The companies of each watch item, parallel to `value.watch`.
    pub watch_companies: Vec<Vec<CompanyId>>,
    /// The last day of each watch item, parallel to `value.watch`.
    pub watch_due: Vec<Option<Date>>,
    /// Indexes into [`Site::tags`].
    pub tags: Vec<usize>,
    /// Indexes into [`Site::authors`].
    pub authors: Vec<usize>,
    /// Index into [`Site::series`].
    pub series: Option<usize>,
}

/// A company and where it appears.
#[derive(Clone, Debug)]
pub struct CompanyEntry {
    /// Its slug.
    pub slug: Slug,
    /// The name that is shown.
    pub name: Arc<str>,
    /// Its address.
    pub url: UrlPath,
    /// Its file, unless it is only declared by a brief.
    pub document: Option<Arc<Document<Company>>>,
    /// The briefs it appears in, newest first.
    pub appearances: Arc<Vec<Appearance>>,
    /// Its competitors: those it names and those that name it.
    pub competitors: Vec<CompanyId>,
    /// Who owns it.
    pub parent: Option<CompanyId>,
    /// Whom it owns.
    pub subsidiaries: Vec<CompanyId>,
    /// New addresses for the links and pictures of its texts, sorted by place and range.
    pub addresses: Vec<Address>,
    /// Other companies named in its own prose.
    pub mentions: Arc<Vec<Mention>>,
}

/// Where a link or picture of a text leads on the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// In which text.
    pub place: Place,
    /// The bytes of the whole link: of the file for [`Place::Body`], else of that text.
    pub range: Range<u32>,
    /// The new address, base path included.
    pub href: Arc<str>,
}

impl Address {
    /// Whether its last name has an extension. Addresses of pages end with a slash.
    pub(super) fn names_file(&self) -> bool {
        let path = self.href.split(['?', '#']).next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        name.contains('.')
    }
}

/// A company in a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The brief.
    pub brief: BriefId,
    /// As what.
    pub role: CompanyRole,
    /// The sentence of the first mention as plain text, and the bytes of the name in it; none if it is only declared.
    pub sentence: Option<(Arc<str>, Range<u32>)>,
}

/// What a company is in a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CompanyRole {
    /// The first that the brief declares.
    Subject,
    /// Declared.
    Declared,
    /// Named in its texts.
    Mentioned,
}

/// One occurrence of a company's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Whose name.
    pub company: CompanyId,
    /// In which text of the brief.
    pub place: Place,
    /// The bytes of the name (without `’s`): of the file for [`Place::Body`], else of that text.
    pub range: Range<u32>,
    /// Whether it is a link.
    pub linking: Linking,
}

/// Whether a mention is a link, and who made it one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linking {
    /// It becomes one: the first of its company in its section.
    Added,
    /// Its author made it one: `[[Runway]]`, or a link to the company's page. The range is the whole link.
    Written,
    /// It stays plain.
    Plain,
}

/// One text of a brief. Indexes are those of the brief's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The body, and with it every effect and watch item that was read from it.
    Body,
    /// The title.
    Title,
    /// The dek of a brief; the description of a company or page.
    Dek,
    /// The picture that stands for a brief; its address has an empty range.
    Image,
    /// An effect's text in the front matter.
    EffectText(u32),
    /// An effect's title.
    EffectTitle(u32),
    /// A number's label.
    NumberLabel(u32),
    /// A number's note.
    NumberNote(u32),
    /// A watch item's title in the front matter.
    WatchTitle(u32),
    /// A watch item's text in the front matter.
    WatchText(u32),
    /// A watch item's outcome.
    WatchOutcome(u32),
    /// A correction's text.
    Correction(u32),
}

/// A plain page.
#[derive(Clone, Debug)]
pub struct PageEntry {
    /// The document.
    pub document: Arc<Document<Page>>,
    /// Its address.
    pub url: UrlPath,
    /// New addresses for the links and pictures of its texts, sorted by place and range.
    pub addresses: Vec<Address>,
}

/// Briefs that share a tag, an author or a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its slug.
    pub slug: Slug,
    /// The name, as it was first written.
    pub name: Arc<str>,
    /// Its address.
    pub url: UrlPath,
    /// Its briefs.
    pub briefs: Vec<BriefId>,
}

/// What is not shown in this edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// Drafts.
    pub drafts: usize,
    /// Briefs dated after today.
    pub future: usize,
    /// The first date at which one of them will be shown.
    pub next: Option<Date>,
}

/// By what all effects are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffectsBy {
    /// First, second, third.
    Order,
    /// The companies that they touch.
    Company,
    /// The tags of their briefs.
    Tag,
}

impl EffectsBy {
    /// Every list.
    pub const ALL: [Self; 3] = [Self::Order, Self::Company, Self::Tag];
}

/// One thing that a site can answer with. Page numbers count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// The latest briefs.
    Home(u32),
    /// One brief.
    Brief(BriefId),
    /// The index of companies.
    Companies(u32),
    /// One dossier.
    Company(CompanyId, u32),
    /// The index of tags.
    Tags(u32),
    /// The briefs of a tag.
    Tag(usize, u32),
    /// The briefs of an author.
    Author(usize, u32),
    /// The briefs of a series.
    Series(usize, u32),
    /// All briefs by year.
    Archive(u32),
    /// A plain page.
    Page(usize),
    /// What a host answers where there is nothing.
    NotFound,
    /// A page that leads from an old address to the new one: index into [`Site::redirects`].
    Redirect(usize),
    /// `_redirects`, for hosts that read it.
    RedirectList,
    /// `sitemap.xml`.
    Sitemap,
    /// A part of a sitemap that is too long for one file, from 1.
    SitemapPart(u32),
    /// `_headers`, for hosts that read it.
    HeaderList,
    /// `robots.txt`.
    Robots,
    /// A table of the dataset, in one of its forms.
    Data(Table, Form),
    /// The page about the dataset.
    DataPage,
    /// Every number.
    Numbers(u32),
    /// The numbers of one metric: index into [`Site::metrics`].
    Metric(usize, u32),
    /// Every effect, by this.
    Effects(EffectsBy, u32),
    /// The watch list; further pages hold older resolved items.
    Watch(u32),
    /// The deadlines of all companies.
    Calendar,
    /// The deadlines of one company.
    CompanyCalendar(CompanyId),
    /// The card of a brief.
    BriefCard(BriefId),
    /// The card of a company.
    CompanyCard(CompanyId),
    /// The page that searches.
    Search,
    /// The script of that page.
    SearchScript,
    /// Where the files of the search are.
    SearchHead,
    /// A file of the search.
    SearchPart(SearchPart),
    /// A feed, in one of its forms.
    Feed(Feed, FeedForm),
    /// A brief as Markdown.
    Twin(BriefId),
    /// `llms.txt`: what is where, for assistants.
    Guide,
    /// `llms-full.txt`: the latest briefs as Markdown, one after the other.
    FullText,
    /// A file of the site, as it is.
    File(SourceId),
    /// A file of the theme, as it is.
    ThemeFile(SourceId),
    /// The stylesheet of highlighted code.
    HighlightStyle,
    /// The stylesheet of the theme, with the design tokens of site.yaml at its end.
    ThemeStyle,
    /// A picture of the site this many pixels wide, as WebP.
    Picture(SourceId, u32),
}

/// A file of the search, by kind and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SearchPart {
    /// Words, each with the place of its list.
    Words(u32),
    /// Lists of documents.
    Lists(u32),
    /// Where in the documents the terms stand.
    Places(u32),
    /// Words for what was mistyped.
    Similar(u32),
    /// One brief as it is shown among results.
    Brief(u32),
    /// Some companies as they are shown among results.
    Companies(u32),
}
