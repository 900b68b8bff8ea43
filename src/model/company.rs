//! A company as its file registers it.

use super::{FiscalYearEnd, Slug, Text, Written};

/// One file under content/companies/.
#[derive(Clone, Debug, PartialEq)]
pub struct Company {
    /// Its address: `/companies/<slug>/`.
    pub slug: Slug,
    /// The name that is shown.
    pub name: Written<Box<str>>,
    /// Other names that prose uses.
    pub aliases: Vec<Written<Box<str>>>,
    /// Products; a mention of one counts for the company.
    pub products: Vec<Product>,
    /// When a mention is linked.
    pub mention: MentionPolicy,
    /// One sentence.
    pub description: Option<Text>,
    /// Such as `AI video`.
    pub sector: Option<Box<str>>,
    /// Country, as written.
    pub country: Option<Box<str>>,
    /// Year of founding, as written.
    pub founded: Option<Box<str>>,
    /// An http(s) address.
    pub website: Option<Written<Box<str>>>,
    /// Such as `NASDAQ: ADBE`.
    pub ticker: Option<Box<str>>,
    /// A Wikidata id such as `Q11288`.
    pub wikidata: Option<Box<str>>,
    /// Competitors: slug, name or alias, as written.
    pub competitors: Vec<Written<Box<str>>>,
    /// The company that owns it: slug, name or alias, as written.
    pub parent: Option<Written<Box<str>>>,
    /// People, as written.
    pub people: Vec<Box<str>>,
    /// The last day of its fiscal year.
    pub fiscal_year_end: FiscalYearEnd,
    /// Old addresses.
    pub redirect_from: Vec<Written<super::UrlPath>>,
    /// Anything of the author's own, for themes.
    pub extra: serde_json::Value,
}

/// Something a company makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// Its name.
    pub name: Written<Box<str>>,
    /// Other names of it.
    pub aliases: Vec<Written<Box<str>>>,
}

/// When a company's names are linked in prose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MentionPolicy {
    /// Wherever they stand.
    #[default]
    Always,
    /// Only in briefs that declare the company: for names that are also common words.
    Declared,
    /// Never by themselves; `[[...]]` still links.
    Never,
}
