//! `company`: a dossier in full, and as a card on other pages.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{BriefCard, Count, DateView, Href, LinkView, OutsideLink, Shared};
use crate::markdown::Markup;

/// A company's dossier.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanyView {
    /// The last part of its address.
    pub slug: Box<str>,
    /// The name that is shown.
    pub name: Arc<str>,
    /// Its address (the first page, if the timeline has several).
    pub href: Href,
    /// One sentence, inline.
    pub description: Option<Markup>,
    /// Such as `AI video`.
    pub sector: Option<Box<str>>,
    /// Country, as written.
    pub country: Option<Box<str>>,
    /// Year of founding, as written.
    pub founded: Option<Box<str>>,
    /// Its website.
    pub website: Option<OutsideLink>,
    /// Such as `NASDAQ: ADBE`.
    pub ticker: Option<Box<str>>,
    /// Its entry in Wikidata; `host` is the id.
    pub wikidata: Option<OutsideLink>,
    /// People, as written.
    pub people: Vec<Box<str>>,
    /// Other names.
    pub aliases: Vec<Box<str>>,
    /// What it makes.
    pub products: Vec<ProductView>,
    /// The author's own prose about it.
    pub body: Option<Markup>,
    /// The prose's footnotes, as a list.
    pub footnotes: Option<Markup>,
    /// Its competitors: those it names and those that name it.
    pub competitors: Vec<Shared<CompanyCard>>,
    /// Who owns it.
    pub parent: Option<Shared<CompanyCard>>,
    /// Whom it owns.
    pub subsidiaries: Vec<Shared<CompanyCard>>,
    /// In how many briefs it appears, and as what.
    pub counts: CompanyCounts,
    /// The date of the first brief it appears in.
    pub first_brief: Option<DateView>,
    /// The date of the last brief it appears in.
    pub last_brief: Option<DateView>,
    /// What the author put under `extra`.
    pub extra: serde_json::Value,
}

/// Something a company makes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProductView {
    /// Its name.
    pub name: Box<str>,
    /// Other names of it.
    pub aliases: Vec<Box<str>>,
}

/// In how many briefs a company appears.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanyCounts {
    /// In all.
    pub briefs: Count,
    /// As the subject.
    pub subject: Count,
    /// Declared, but not the subject.
    pub declared: Count,
    /// Named only.
    pub mentioned: Count,
}

/// One year of a timeline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TimelineYear {
    /// The year.
    pub year: i16,
    /// Its briefs, newest first.
    pub entries: Vec<TimelineEntry>,
}

/// A brief in which the company appears.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TimelineEntry {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// `subject`, `declared` or `mentioned`.
    pub role: CompanyRoleView,
    /// The first sentence that names it and tells something: it ends in a stop or has three words. Null if there is none.
    pub sentence: Option<SentenceView>,
}

/// A sentence around a name, as plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SentenceView {
    /// What stands before the name.
    pub before: Box<str>,
    /// The name as it stands there.
    pub name: Box<str>,
    /// What stands after the name.
    pub after: Box<str>,
}

/// What a company is in a brief.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CompanyRoleView {
    /// The first that the brief declares.
    Subject,
    /// Declared.
    Declared,
    /// Named in its texts.
    Mentioned,
}

/// A company on other pages.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanyCard {
    /// The name that is shown.
    pub name: Arc<str>,
    /// Its dossier.
    pub href: Href,
    /// One sentence; plain.
    pub description_text: Option<Box<str>>,
    /// Such as `AI video`.
    pub sector: Option<Box<str>>,
    /// In how many briefs it appears.
    pub briefs: Count,
    /// The latest brief it appears in.
    pub latest: Option<LatestBrief>,
}

/// The latest brief that a company appears in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LatestBrief {
    /// When it was published.
    pub date: DateView,
    /// Its title, plain, and its address.
    pub link: LinkView,
}
