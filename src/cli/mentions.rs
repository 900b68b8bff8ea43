//! `briefpress mentions`: where companies are named, and which of the names are links.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::terminal::{self, Terminal};
use super::{Seen, Verdict, site, table};
use crate::fault::Result;
use crate::model::dataset::{Form, Table};
use crate::publish::dataset::{self, Cell, Filter};

/// Reports every occurrence of a company's name.
#[derive(Debug, Args)]
pub(super) struct Mentions {
    /// How rows are printed; JSON has the columns of /data/mentions.json
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Look,
    #[command(flatten)]
    seen: Seen,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Look {
    /// Columns, for people
    Human,
    /// An array of objects, for programs
    Json,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress mentions
      Every name of a company, where it stands, and whether it is a link
  briefpress mentions --format json
      The same for a script";

/// What people see of a row.
const SHOWN: &[&str] = &["brief", "company", "name", "linked", "sentence"];

impl Mentions {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let Some(press) = site::facts(folder, &self.seen, terminal)? else {
            return Ok(Verdict::Bad);
        };
        let site = press.site();
        terminal::out(|out| match self.format {
            Look::Json => out.write_all(&dataset::dataset(site, Table::Mentions, Form::Json)),
            Look::Human => {
                let names = Table::Mentions.columns().iter().map(|column| column.name);
                let names: Vec<&str> = names.collect();
                let columns: Vec<usize> = SHOWN
                    .iter()
                    .filter_map(|shown| names.iter().position(|name| name == shown))
                    .collect();
                let mut rows: Vec<Vec<String>> = Vec::new();
                let Ok(()) = dataset::rows(
                    site,
                    Table::Mentions,
                    Filter::default(),
                    |row: &[Cell]| {
                        rows.push(columns.iter().map(|at| row[*at].to_string()).collect());
                        Ok::<(), std::convert::Infallible>(())
                    },
                );
                table::write(out, SHOWN, &rows)
            }
        })?;
        Ok(Verdict::Good)
    }
}
