//! `briefpress mentions`: where companies are named, which of the names are links, and which names are none.

use std::io::{self, Write};
use std::path::Path;

use clap::{Args, ValueEnum};

use super::terminal::{self, Noise, Terminal};
use super::{Seen, Verdict, site, table};
use crate::diagnostic::inert::inert_line;
use crate::diagnostic::{self, Code, Files as _};
use crate::fault::Result;
use crate::link::{NamePlaces, Site, Unlinked, unlinked};
use crate::model::dataset::{Form, Table};
use crate::publish::dataset::{self, Cell, Filter};
use crate::source::Sources;

/// Reports every occurrence of a company's name, and for people the names that are no mentions.
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
    /// Columns and lists, for people
    Human,
    /// An array of objects, for programs
    Json,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress mentions
      Every name of a company, where it stands, and whether it is a link; then names that are suppressed,
      that several companies share, and that several briefs use although nobody has registered them
  briefpress mentions --format json
      Every name of a company, for a script";

/// What people see of a row.
const SHOWN: &[&str] = &["brief", "company", "name", "linked", "sentence"];

/// How many places of a name are told unless all are asked for.
const PLACES: usize = 5;

impl Mentions {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        match self.format {
            Look::Json => {
                let Some(press) = site::facts(folder, &self.seen, terminal)? else {
                    return Ok(Verdict::Bad);
                };
                let rows = dataset::dataset(press.site(), Table::Mentions, Form::Json);
                terminal::out(|out| out.write_all(&rows))?;
                Ok(Verdict::Good)
            }
            Look::Human => {
                let bearable = [Code::AmbiguousName];
                let read = site::facts_despite(&bearable, folder, &self.seen, terminal)?;
                let Some((press, sources)) = read else {
                    return Ok(Verdict::Bad);
                };
                let site = press.site();
                let names = unlinked(site);
                let most = match terminal.noise() {
                    Noise::Verbose => usize::MAX,
                    Noise::Quiet | Noise::Normal => PLACES,
                };
                terminal::out(|out| {
                    table::write(out, SHOWN, &rows(site))?;
                    report(out, &names, site, &sources, most)
                })?;
                Ok(if names.ambiguous.is_empty() {
                    Verdict::Good
                } else {
                    Verdict::Bad
                })
            }
        }
    }
}

/// Every occurrence, with the columns that people see.
fn rows(site: &Site) -> Vec<Vec<String>> {
    let names: Vec<&str> = Table::Mentions.columns().iter().map(|c| c.name).collect();
    let columns: Vec<usize> = SHOWN
        .iter()
        .filter_map(|shown| names.iter().position(|name| name == shown))
        .collect();
    let mut rows = Vec::new();
    let filter = Filter::default();
    let Ok(()) = dataset::rows(site, Table::Mentions, filter, |row: &[Cell]| {
        rows.push(columns.iter().map(|at| row[*at].to_string()).collect());
        Ok::<(), std::convert::Infallible>(())
    });
    rows
}

/// Names that are no mentions: of each at most `most` places.
fn report(
    out: &mut dyn Write,
    names: &Unlinked,
    site: &Site,
    sources: &Sources,
    most: usize,
) -> io::Result<()> {
    let parts = [
        ("Suppressed", &names.suppressed),
        (
            "Shared by several companies: which one is meant?",
            &names.ambiguous,
        ),
        (
            "In several briefs and not registered: register these?",
            &names.unregistered,
        ),
    ];
    for (title, names) in parts {
        if names.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}")?;
        for name in names {
            tell(out, name, site, sources, most)?;
        }
    }
    Ok(())
}

fn tell(
    out: &mut dyn Write,
    name: &NamePlaces,
    site: &Site,
    sources: &Sources,
    most: usize,
) -> io::Result<()> {
    write!(out, "  {}", inert_line(&name.name))?;
    let companies = name.companies.iter();
    let slugs: Vec<&str> = companies
        .map(|id| site.companies[id.0 as usize].slug.as_str())
        .collect();
    if !slugs.is_empty() {
        write!(out, " ({})", slugs.join(", "))?;
    }
    writeln!(out)?;
    let shown = || name.places.iter().take(most).map(|(_, span)| *span);
    for (span, at) in shown().zip(diagnostic::positions(shown(), sources)) {
        let path = inert_line(sources.path(span.source));
        writeln!(out, "    {path}:{}:{}", at.line, at.column)?;
    }
    match name.places.len().saturating_sub(most) {
        0 => Ok(()),
        more => writeln!(out, "    and {more} more; -v shows all"),
    }
}
