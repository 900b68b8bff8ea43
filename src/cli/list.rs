//! `briefpress list`: the facts of the dataset in the terminal.

use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::terminal::{self, Terminal};
use super::{Seen, Verdict, day, site, table};
use crate::fault::{Fault, Result};
use crate::link::{CompanyId, Site};
use crate::model::dataset::Table;
use crate::publish::dataset::{self, Cell, Filter};

/// Lists the facts of one kind.
#[derive(Debug, Args)]
pub(super) struct List {
    /// What to list
    #[arg(value_name = "WHAT")]
    what: What,
    /// How rows are printed; JSON and CSV have every column
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Form,
    /// Only what is about this company: its slug, name or alias
    #[arg(long, value_name = "COMPANY")]
    company: Option<String>,
    /// Only what briefs from this day on say
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Date>,
    #[command(flatten)]
    seen: Seen,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Every brief
    Briefs,
    /// Every company
    Companies,
    /// Every number
    Numbers,
    /// Every effect
    Effects,
    /// Every watch item
    Watch,
    /// Every tag
    Tags,
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns, for people
    Table,
    /// An array of objects, for programs
    Json,
    /// For spreadsheets
    Csv,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress list numbers --company runway
      Every number about Runway
  briefpress list briefs --since 2026-01-01 --format json
      This year's briefs, for a script
  briefpress list watch --format csv > watch.csv
      Every watch item, for a spreadsheet";

const TAG_COLUMNS: &[&str] = &["slug", "name", "briefs", "url"];

impl What {
    /// Its table of the dataset; tags have none.
    const fn table(self) -> Option<Table> {
        match self {
            Self::Briefs => Some(Table::Briefs),
            Self::Companies => Some(Table::Companies),
            Self::Numbers => Some(Table::Numbers),
            Self::Effects => Some(Table::Effects),
            Self::Watch => Some(Table::Watch),
            Self::Tags => None,
        }
    }

    /// The columns that fit on a terminal.
    const fn shown(self) -> &'static [&'static str] {
        match self {
            Self::Briefs => &["date", "slug", "title", "companies"],
            Self::Companies => &["slug", "name", "sector", "briefs", "last_brief"],
            Self::Numbers => &[
                "as_written",
                "label",
                "company",
                "kind",
                "as_of",
                "brief",
                "id",
            ],
            Self::Effects => &["order", "brief", "id", "title", "companies"],
            Self::Watch => &["due", "status", "brief", "id", "title", "probability"],
            Self::Tags => &["slug", "name", "briefs"],
        }
    }
}

impl What {
    /// The cells of a row that fit on a terminal. What has no title is shown by its text, so that no line is blank.
    fn cells(self, names: &[&str], row: &[Cell]) -> Vec<String> {
        let cell = |name: &str| {
            let at = names.iter().position(|known| *known == name)?;
            row.get(at).filter(|cell| **cell != Cell::Null)
        };
        let shown = self.shown().iter().map(|name| {
            let instead = if *name == "title" { cell("text") } else { None };
            cell(name).or(instead).map(Cell::to_string)
        });
        shown.map(Option::unwrap_or_default).collect()
    }
}

impl List {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let Some(press) = site::facts(folder, &self.seen, terminal)? else {
            return Ok(Verdict::Bad);
        };
        let site = press.site();
        let company = self.company.as_deref().map(|name| find(site, name));
        let filter = Filter {
            company: company.transpose()?,
            since: self.since,
        };
        let (names, rows) = self.rows(site, filter);
        terminal::out(|out| match self.format {
            Form::Table => {
                let rows: Vec<Vec<String>> = rows
                    .iter()
                    .map(|row| self.what.cells(&names, row))
                    .collect();
                table::write(out, self.what.shown(), &rows)
            }
            Form::Json => {
                let mut separator = "[\n";
                for row in &rows {
                    out.write_all(separator.as_bytes())?;
                    out.write_all(&dataset::object(&names, row))?;
                    separator = ",\n";
                }
                writeln!(out, "{}", if rows.is_empty() { "[]" } else { "\n]" })
            }
            Form::Csv => {
                out.write_all(&dataset::write_names(&names))?;
                rows.iter()
                    .try_for_each(|row| out.write_all(&dataset::write_row(row)))
            }
        })?;
        Ok(Verdict::Good)
    }

    fn rows(&self, site: &Site, filter: Filter) -> (Vec<&'static str>, Vec<Vec<Cell>>) {
        let Some(table) = self.what.table() else {
            return (TAG_COLUMNS.to_vec(), dataset::tags(site, filter));
        };
        let mut rows = Vec::new();
        let Ok(()) = dataset::rows(site, table, filter, |row| {
            rows.push(row.to_vec());
            Ok::<(), std::convert::Infallible>(())
        });
        let names = table.columns().iter().map(|column| column.name).collect();
        (names, rows)
    }
}

/// The company with this slug, name or alias.
fn find(site: &Site, name: &str) -> Result<CompanyId> {
    let found = site.company_named(name);
    found.ok_or_else(|| {
        Fault::new(format!("no company is called {name:?}"))
            .hint("`briefpress list companies` shows those that there are")
    })
}
