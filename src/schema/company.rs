//! The front matter of a company.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::value::{OneOrMany, Words};

/// The front matter of a company, a file under content/companies/.
#[derive(Debug, JsonSchema)]
#[schemars(title = "A company", deny_unknown_fields, extend("anyOf" = [{ "required": ["name"] }, { "required": ["title"] }]))]
pub struct CompanyFrontMatter {
    /// The name as prose has it. Needed. Wherever a brief uses it, it becomes a link.
    pub name: Option<Words>,
    /// The same as `name`.
    #[schemars(extend("x-same-as" = "name"))]
    pub title: Option<Words>,
    /// Other names that prose uses.
    pub aliases: Option<OneOrMany<Words>>,
    /// The same as `aliases`.
    #[schemars(extend("x-same-as" = "aliases"))]
    pub alias: Option<OneOrMany<Words>>,
    /// What it makes; each name leads to the company.
    pub products: Option<OneOrMany<ProductEntry>>,
    /// The same as `products`.
    #[schemars(extend("x-same-as" = "products"))]
    pub product: Option<OneOrMany<ProductEntry>>,
    /// When its names become links. Without this key `always`.
    pub mention: Option<Mention>,
    /// What it does, in one sentence.
    pub description: Option<Words>,
    /// The same as `description`.
    #[schemars(extend("x-same-as" = "description"))]
    pub dek: Option<Words>,
    /// The same as `description`.
    #[schemars(extend("x-same-as" = "description"))]
    pub summary: Option<Words>,
    /// The trade that it is in.
    pub sector: Option<Words>,
    /// Where it has its seat.
    pub country: Option<Words>,
    /// When it was founded.
    pub founded: Option<Words>,
    /// Its website.
    pub website: Option<Words>,
    /// The same as `website`.
    #[schemars(extend("x-same-as" = "website"))]
    pub url: Option<Words>,
    /// Where its shares are traded: `NASDAQ: ADBE`.
    pub ticker: Option<Words>,
    /// The id of its Wikidata item: `Q11288`.
    pub wikidata: Option<Words>,
    /// Its competitors: slugs, names or aliases. Each is shown on both pages.
    pub competitors: Option<OneOrMany<Words>>,
    /// The same as `competitors`.
    #[schemars(extend("x-same-as" = "competitors"))]
    pub competitor: Option<OneOrMany<Words>>,
    /// The company that it belongs to: slug, name or alias.
    pub parent: Option<Words>,
    /// People, with their roles: `Jane Doe (CEO)`.
    pub people: Option<OneOrMany<Words>>,
    /// The last day of its fiscal year: `01-31`. Without this key `12-31`.
    pub fiscal_year_end: Option<Words>,
    /// Old addresses inside the site, which lead here.
    pub redirect_from: Option<OneOrMany<Words>>,
    /// The last part of the address. Without this key it is the name of the file.
    pub slug: Option<Words>,
    /// Anything of your own, kept as it is for the theme.
    pub extra: Option<Map<String, Value>>,
}

/// When a company's names become links.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum Mention {
    /// Wherever they stand.
    Always,
    /// Only in briefs that declare the company: for names that are words too, such as Apple, Target or Block.
    Declared,
    /// Nowhere, but `[[Name]]` still links.
    Never,
}

/// A name, or a map with other names.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum ProductEntry {
    /// The product's name.
    Name(Words),
    /// The name with other names.
    Map(ProductMap),
}

/// A product.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{ "required": ["name"] }, { "required": ["title"] }]))]
pub struct ProductMap {
    /// Its name. Needed.
    pub name: Option<Words>,
    /// The same as `name`.
    #[schemars(extend("x-same-as" = "name"))]
    pub title: Option<Words>,
    /// Its other names.
    pub aliases: Option<OneOrMany<Words>>,
    /// The same as `aliases`.
    #[schemars(extend("x-same-as" = "aliases"))]
    pub alias: Option<OneOrMany<Words>>,
}
