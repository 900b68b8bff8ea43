//! `briefpress schema`: what may be written, for editors.

use clap::{Args, ValueEnum};

use super::Verdict;
use super::terminal;
use crate::fault::Result;
use crate::schema;
use crate::view::contract;

/// Prints a JSON Schema.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of which kind of file
    kind: Kind,
}

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// The front matter of content/briefs/*.md
    Brief,
    /// The front matter of content/companies/*.md
    Company,
    /// The front matter of content/pages/*.md
    Page,
    /// site.yaml
    Site,
    /// What the templates of a theme see
    Theme,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Editors that speak to yaml-language-server use it to complete and explain keys.

Examples:
  briefpress schema brief > .schema/brief.json
      Where `briefpress init` puts it, and where new files look for it";

impl Schema {
    pub(super) fn run(&self) -> Result<Verdict> {
        let kind = match self.kind {
            Kind::Brief => schema::Kind::Brief,
            Kind::Company => schema::Kind::Company,
            Kind::Page => schema::Kind::Page,
            Kind::Site => schema::Kind::Site,
            Kind::Theme => {
                let schema = contract::schema();
                terminal::out(|out| writeln!(out, "{schema:#}"))?;
                return Ok(Verdict::Good);
            }
        };
        terminal::out(|out| out.write_all(schema::text(kind).as_bytes()))?;
        Ok(Verdict::Good)
    }
}
