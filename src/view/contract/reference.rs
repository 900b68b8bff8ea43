//! The contract as a text for people who write themes: printed from the schema, so that it can't be out of date.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::schema::schema;

/// The reference of what templates see, as Markdown: every template, then every shape, each once.
pub fn reference() -> String {
    let schema = schema();
    let mut text = String::new();
    text.push_str("## Every page\n\n`site` is there on every page.\n");
    let mut shapes = Shapes::default();
    shapes.table(&mut text, &schema, &schema["$defs"]["SiteView"]);
    text.push_str("\n## Templates\n\nWhat each template sees beside `site` and `t`.\n");
    for page in list(&schema["oneOf"]) {
        let shape = target(&schema, page).unwrap_or(page);
        // "`brief.html`: one brief." says its name first.
        let about = description(shape);
        let about = about.split_once(": ").map_or(&*about, |(_, rest)| rest);
        let title = page["title"].as_str().unwrap_or_default();
        let _ = write!(text, "\n### {title}\n\n{}\n", capital(about));
        shapes.table(&mut text, &schema, shape);
    }
    text.push_str("\n## Shapes\n\nWhat the keys above hold.\n");
    while let Some(name) = shapes.next() {
        let shape = &schema["$defs"][&name];
        let _ = write!(text, "\n### {name}\n\n{}\n", description(shape));
        shapes.table(&mut text, &schema, shape);
    }
    text
}

/// The shapes that were named, in that order, and how many of them were told.
#[derive(Default)]
struct Shapes {
    names: Vec<String>,
    told: usize,
}

impl Shapes {
    fn next(&mut self) -> Option<String> {
        let name = self.names.get(self.told).cloned();
        self.told += 1;
        name
    }

    fn table(&mut self, text: &mut String, schema: &Value, shape: &Value) {
        let Some(keys) = shape["properties"].as_object() else {
            return;
        };
        text.push_str("\n| key | holds | what it says |\n| --- | --- | --- |\n");
        for (key, value) in keys {
            let mut kinds = Vec::new();
            self.kinds(schema, value, &mut kinds);
            let mut seen = BTreeSet::new();
            kinds.retain(|kind| seen.insert(kind.clone()));
            // Null comes last.
            kinds.sort_by_key(|kind| kind == "null");
            let says = description(value).replace('|', "\\|");
            let _ = writeln!(text, "| `{key}` | {} | {says} |", kinds.join(" or "));
        }
    }

    fn kinds(&mut self, schema: &Value, value: &Value, into: &mut Vec<String>) {
        if let Some(name) = name(value) {
            let shape = &schema["$defs"][name];
            if shape["properties"].is_object() {
                if !self.names.iter().any(|known| known == name) {
                    self.names.push(name.to_owned());
                }
                into.push(format!("[{name}](#{})", name.to_lowercase()));
            } else {
                self.kinds(schema, shape, into);
            }
        } else if let Some(word) = value["const"].as_str() {
            into.push(format!("`{word}`"));
        } else if value["enum"].is_array() {
            into.extend(
                list(&value["enum"]).filter_map(|word| Some(format!("`{}`", word.as_str()?))),
            );
        } else if value["oneOf"].is_array() || value["anyOf"].is_array() {
            for choice in list(&value["oneOf"]).chain(list(&value["anyOf"])) {
                self.kinds(schema, choice, into);
            }
        } else if value["type"].is_array() {
            for kind in list(&value["type"]) {
                let mut one = value.clone();
                one["type"] = kind.clone();
                self.kinds(schema, &one, into);
            }
        } else {
            match (value["type"].as_str(), value["format"].as_str()) {
                (Some("string"), Some("html")) => into.push("HTML".to_owned()),
                (Some("string"), Some("json-ld")) => into.push("JSON-LD".to_owned()),
                (Some("string"), Some("uri-reference")) => into.push("address".to_owned()),
                (Some("string"), _) => into.push("text".to_owned()),
                (Some("integer" | "number"), _) => into.push("number".to_owned()),
                (Some("boolean"), _) => into.push("`true` or `false`".to_owned()),
                (Some("null"), _) => into.push("null".to_owned()),
                (Some("array"), _) => {
                    let mut items = Vec::new();
                    self.kinds(schema, &value["items"], &mut items);
                    into.push(format!("list of {}", items.join(" or ")));
                }
                _ => into.push("anything".to_owned()),
            }
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The shape that a value refers to, by name.
fn name(value: &Value) -> Option<&str> {
    value["$ref"].as_str()?.rsplit('/').next()
}

fn target<'s>(schema: &'s Value, value: &Value) -> Option<&'s Value> {
    Some(&schema["$defs"][name(value)?])
}

/// The doc comment, on one line.
fn description(value: &Value) -> String {
    let text = value["description"].as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described_and_every_shape_told() {
        let text = reference();
        for line in text.lines().filter(|line| line.starts_with("| `")) {
            let says = line.rsplit(" | ").next().unwrap();
            assert!(says.len() > 6, "{line}");
        }
        for link in text.split("](#").skip(1) {
            let anchor = link.split(')').next().unwrap();
            assert!(
                text.to_lowercase().contains(&format!("\n### {anchor}\n")),
                "{anchor}"
            );
        }
        assert!(text.contains("### brief.html\n\nOne brief.\n"));
    }
}
