//! `briefpress watch`: what is watched, for people and for scheduled jobs.

use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::ToSpan as _;
use serde::Serialize;

use super::terminal::{self, Terminal};
use super::{Seen, Verdict, site, table};
use crate::diagnostic::json;
use crate::fault::Result;
use crate::link::{Site, Watched, watched};
use crate::model::decimal_text;
use crate::publish::watch_name;

/// Lists open watch items: the overdue first, then by deadline.
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// Only items whose deadline has passed
    #[arg(long)]
    overdue: bool,
    /// Only items that are due within this time, such as 30d or 6w; with --overdue, those too
    #[arg(long, value_name = "TIME", value_parser = days)]
    due: Option<i64>,
    /// Exit with status 1 if something is overdue; goes with --overdue
    #[arg(long, requires = "overdue")]
    strict: bool,
    /// How items are printed
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Form,
    #[command(flatten)]
    seen: Seen,
}

/// How items are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns, for people
    Table,
    /// One object with all items, for programs
    Json,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress watch
      All open items by deadline
  briefpress watch --due 30d
      What is due within 30 days
  briefpress watch --overdue --strict
      Fail if something is overdue: for a scheduled job that reminds its author";

/// `30d` or `6w`, in days.
fn days(text: &str) -> std::result::Result<i64, String> {
    let (number, factor) = match text.strip_suffix('w') {
        Some(number) => (number, 7),
        None => (text.strip_suffix('d').unwrap_or(text), 1),
    };
    let digits = (1..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    let days: Option<i64> = if digits { number.parse().ok() } else { None };
    days.map(|days| days * factor)
        .ok_or_else(|| "give a number of days or weeks such as 30d or 6w".to_owned())
}

#[derive(Serialize)]
struct Facts<'a> {
    today: String,
    watch: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    brief: &'a str,
    id: &'a str,
    /// Without one, its text.
    title: String,
    companies: Vec<&'a str>,
    due: Option<String>,
    due_as_written: Option<&'a str>,
    overdue: bool,
    probability: Option<String>,
}

impl Watch {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let Some(press) = site::facts(folder, &self.seen, terminal)? else {
            return Ok(Verdict::Bad);
        };
        let site = press.site();
        let today = site.edition.today;
        let last = self.due.map(|days| today.saturating_add(days.days()));
        let mut items: Vec<Watched<'_>> = watched(site);
        items.retain(|item| match (self.overdue, last) {
            (false, None) => item.is_open(),
            (overdue, last) => {
                (overdue && item.is_overdue(today))
                    || last.is_some_and(|last| item.is_due(today, last))
            }
        });
        // Stable: what has no deadline comes last, newest brief first.
        items.sort_by_key(|item| (item.due.is_none(), item.due));
        let late = items.iter().any(|item| item.is_overdue(today));
        let items: Vec<Item<'_>> = items.iter().map(|found| item(site, found)).collect();
        match self.format {
            Form::Json => {
                let facts = Facts {
                    today: today.to_string(),
                    watch: items,
                };
                terminal::out(|out| json::write(out, &facts))?;
            }
            Form::Table => {
                let rows: Vec<Vec<String>> = items.into_iter().map(Item::row).collect();
                let names = ["due", "state", "brief", "id", "title", "probability"];
                terminal::out(|out| table::write(out, &names, &rows))?;
                if rows.is_empty() {
                    terminal.say("Nothing to watch")?;
                }
            }
        }
        Ok(if self.strict && late {
            Verdict::Bad
        } else {
            Verdict::Good
        })
    }
}

fn item<'a>(site: &'a Site, found: &Watched<'a>) -> Item<'a> {
    let companies = found.entry.watch_companies.get(found.index as usize);
    Item {
        brief: found.entry.document.value.slug.as_str(),
        id: &found.item.id,
        title: watch_name(found.entry, found.item),
        companies: companies
            .into_iter()
            .flatten()
            .map(|id| site.companies[id.0 as usize].slug.as_str())
            .collect(),
        due: found.due.map(|due| due.to_string()),
        due_as_written: found.item.due_as_written.as_deref(),
        overdue: found.is_overdue(site.edition.today),
        probability: found.item.probability.map(decimal_text),
    }
}

impl Item<'_> {
    fn row(self) -> Vec<String> {
        vec![
            self.due.unwrap_or_else(|| "-".to_owned()),
            if self.overdue { "overdue" } else { "open" }.to_owned(),
            self.brief.to_owned(),
            self.id.to_owned(),
            self.title,
            self.probability.unwrap_or_default(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_days_or_weeks() {
        for (text, expected) in [
            ("30d", Some(30)),
            ("6w", Some(42)),
            ("7", Some(7)),
            ("0d", Some(0)),
        ] {
            assert_eq!(days(text).ok(), expected, "{text}");
        }
        for text in ["", "d", "-3d", "3m", "1.5d", "999999d", "3 d"] {
            assert!(days(text).is_err(), "{text}");
        }
    }
}
