//! The dataset: every fact of every brief, as JSON and CSV.
//!
//! Comes in: the site. Goes out: the bytes of one file, or the rows of one table for another printer. Rows are made
//! one brief at a time and let go; no number is ever a binary float.
//!
//! 1. [`rows()`] makes the rows of a table.
//! 2. [`json`], [`csv`] and [`schema`](mod@schema) write them down, each with the escapes of its own format.

mod cell;
mod csv;
mod json;
mod rows;
mod schema;

pub(crate) use self::cell::Cell;
pub(crate) use self::csv::{write_names, write_row};
pub(crate) use self::json::object;
pub(crate) use self::rows::{Filter, rows, tags};
use crate::link::Site;
use crate::model::dataset::{Form, Table};

/// One file of the dataset.
pub(crate) fn dataset(site: &Site, table: Table, form: Form) -> Vec<u8> {
    match form {
        Form::Json => json::json(site, table),
        Form::Csv => csv::csv(site, table),
        Form::Schema => schema::schema(site, table),
    }
}

/// How much of a table is held before it is handed on, in bytes.
const LONG: usize = 1 << 20;

/// A table as JSON and as CSV, handed to `take` in parts as long as they grow, in order. Its rows, which are most of the
/// work, are made once.
///
/// # Errors
/// The first error of `take`.
pub(crate) fn json_and_csv<E>(
    site: &Site,
    table: Table,
    mut take: impl FnMut(Form, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let mut json = json::Lines::new(table);
    let mut csv = csv::Lines::new(&json::names(table.columns()));
    rows(site, table, Filter::default(), |row| {
        json.add(row);
        csv.add(row);
        if json.held() > LONG {
            take(Form::Json, json.part())?;
        }
        if csv.held() > LONG {
            take(Form::Csv, csv.part())?;
        }
        Ok(())
    })?;
    take(Form::Json, json.end())?;
    take(Form::Csv, csv.end())
}
