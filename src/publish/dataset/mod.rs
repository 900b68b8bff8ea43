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
