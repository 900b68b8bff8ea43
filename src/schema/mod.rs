//! What may be written in front matter and in site.yaml, as JSON Schemas.
//!
//! Comes in: a [`Kind`] of file. Goes out: its schema (JSON Schema 2020-12) with a description of each key, for editors
//! and for the reference. The shapes are declared here as types; a test holds them against the keys that `parse` asks
//! for. A schema is a help for writing: whether a file is right is said by `parse` and `link` alone.

mod brief;
mod company;
mod page;
mod site;
#[cfg(test)]
mod tests;
mod value;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

pub use brief::{
    BriefFrontMatter, CorrectionMap, EffectEntry, EffectMap, Effects, EffectsByOrder, ImageEntry,
    ImageMap, Kind as NumberKind, NumberEntry, NumberMap, Order, WatchEntry, WatchMap, WatchStatus,
};
pub use company::{CompanyFrontMatter, Mention, ProductEntry, ProductMap};
pub use page::PageFrontMatter;
pub use site::{Color, Csp, Html, NavEntry, NavMap, Sections, Shades, SiteFile, Tokens};
pub use value::{Flag, OneOrMany, Words};

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The front matter of `content/briefs/*.md`.
    Brief,
    /// The front matter of `content/companies/*.md`.
    Company,
    /// The front matter of `content/pages/*.md`.
    Page,
    /// site.yaml.
    Site,
}

impl Kind {
    /// Every kind, in the order of the reference.
    pub const ALL: [Self; 4] = [Self::Brief, Self::Company, Self::Page, Self::Site];

    /// The word that names it on the command line: `brief`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Company => "company",
            Self::Page => "page",
            Self::Site => "site",
        }
    }

    /// Where `briefpress init` puts the schema, relative to the site: `.schema/brief.json`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Brief => ".schema/brief.json",
            Self::Company => ".schema/company.json",
            Self::Page => ".schema/page.json",
            Self::Site => ".schema/site.json",
        }
    }
}

/// The schema as a value.
pub fn value(kind: Kind) -> serde_json::Value {
    match kind {
        Kind::Brief => of::<BriefFrontMatter>(),
        Kind::Company => of::<CompanyFrontMatter>(),
        Kind::Page => of::<PageFrontMatter>(),
        Kind::Site => of::<SiteFile>(),
    }
}

/// The schema as it is written to a file, with a line feed at its end.
pub fn text(kind: Kind) -> String {
    format!("{:#}\n", value(kind))
}

fn of<T: JsonSchema>() -> serde_json::Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    generator.into_root_schema_for::<T>().to_value()
}
