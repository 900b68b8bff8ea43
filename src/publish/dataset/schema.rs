//! The JSON Schema (draft 2020-12) of each table.

use serde_json::{Map, Value, json};

use super::json::{names, value};
use crate::link::{Site, data_path};
use crate::model::dataset::{Absence, Column, Form, Kind, Table};

/// The schema of a table's JSON.
pub(super) fn schema(site: &Site, table: Table) -> Vec<u8> {
    let properties: Map<String, Value> = table
        .columns()
        .iter()
        .map(|column| (column.name.to_owned(), property(column)))
        .collect();
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": table.name(),
        "description": table.about(),
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": names(table.columns()),
            "additionalProperties": false,
        },
    });
    if let Some(base_url) = &site.config.base_url {
        schema["$id"] = format!("{base_url}{}", data_path(table, Form::Schema)).into();
    }
    let mut bytes = value(&schema);
    bytes.push(b'\n');
    bytes
}

fn property(column: &Column) -> Value {
    let mut property = match column.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Address => json!({ "type": "string", "format": "iri-reference" }),
        Kind::Moment => json!({
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2}))?$",
        }),
        Kind::Day => json!({ "type": "string", "format": "date" }),
        Kind::PartialDate => json!({
            "type": "string",
            "pattern": "^(FY[0-9]{4}|[0-9]{4}(-Q[1-4]|-H[12]|-[0-9]{2}(-[0-9]{2})?)?)$",
        }),
        Kind::Decimal => json!({ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$" }),
        Kind::Integer => json!({ "type": "integer", "minimum": 0 }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    };
    if column.absence == Absence::Possible {
        property["type"] = json!([property["type"], "null"]);
    }
    property["description"] = column.about.into();
    property
}
