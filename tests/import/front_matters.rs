//! The conventions of Jekyll, Hugo, Zola and Pelican, key by key and syntax by syntax: each is imported, or told with
//! its file and line. `front_matters.tsv` is the table.

use briefpress::import::Imported;
use serde_json::Value;

use super::support::{
    Words, add, count_file, errors, import_text, lacking, parts, words_of_report,
};

const TABLE: &str = include_str!("front_matters.tsv");

/// One key in one syntax.
struct Row {
    /// For messages.
    name: String,
    /// The post.
    text: String,
    /// The line of the key.
    line: usize,
    /// The value, as it came in.
    value: Value,
    /// Where it is in the brief, if it is there.
    place: Option<&'static str>,
    /// As what.
    expected: Value,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for line in TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let cells: Vec<&str> = line.split('\t').collect();
        let [syntaxes, key, value, place, expected] = cells[..] else {
            panic!("{line}")
        };
        let (value, expected): (Value, Value) = (json(value), json(expected));
        for syntax in syntaxes.chars() {
            let entries = [("date", Value::from("2026-01-15")), (key, value.clone())];
            let title = ("title", Value::from("A turn"));
            let entries: Vec<_> = if key.eq_ignore_ascii_case("title") {
                entries.into()
            } else {
                [title].into_iter().chain(entries).collect()
            };
            let line = entries.len() + usize::from(syntax != 'H');
            let written: Vec<String> = entries
                .iter()
                .map(|(key, value)| entry(syntax, key, value))
                .collect();
            let text = match syntax {
                'Y' => format!("---\n{}\n---\nBody.\n", written.join("\n")),
                'T' => format!("+++\n{}\n+++\nBody.\n", written.join("\n")),
                'J' => format!("{{\n{}\n}}\nBody.\n", written.join(",\n")),
                'H' => format!("{}\n\nBody.\n", written.join("\n")),
                other => panic!("no syntax {other}"),
            };
            rows.push(Row {
                name: format!("{key}: {value} in {syntax}"),
                text,
                line,
                value: value.clone(),
                place: (place != "note").then_some(place),
                expected: expected.clone(),
            });
        }
    }
    rows
}

/// JSON in which a number keeps its spelling, as a text.
fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn entry(syntax: char, key: &str, value: &Value) -> String {
    match syntax {
        'Y' => format!("{}: {}", yaml_key(key), spelled(value)),
        'T' => format!("{} = {}", toml_key(key), toml(value)),
        'J' => format!("  {}: {}", Value::from(key), spelled(value)),
        _ => format!(
            "{key}: {}",
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        ),
    }
}

/// JSON, which is YAML too. `1.1` is written as `1.10`, so that its spelling is seen to be kept.
fn spelled(value: &Value) -> String {
    value
        .to_string()
        .replace("1.1", "1.10")
        .replace("2.5", "2.50")
}

fn yaml_key(key: &str) -> String {
    let plain = key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    if plain {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    }
}

fn toml_key(key: &str) -> String {
    let plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    if plain {
        key.to_owned()
    } else {
        Value::from(key).to_string()
    }
}

fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(toml).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(map) => {
            let entries: Vec<_> = map
                .iter()
                .map(|(key, value)| format!("{} = {}", toml_key(key), toml(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        scalar => spelled(scalar),
    }
}

#[test]
fn there_are_three_hundred() {
    assert!(rows().len() >= 300, "{}", rows().len());
}

#[test]
fn each_is_imported_or_told_with_its_line() {
    let mut wrong = Vec::new();
    for row in rows() {
        if let Err(what) = check(&row) {
            wrong.push(format!("{}: {what}", row.name));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn check(row: &Row) -> Result<(), String> {
    let imported = import_text("posts/2026-01-15-post.md", &row.text);
    let [brief] = &imported.report.briefs[..] else {
        return Err(format!("{:?}", imported.report.refused));
    };
    let file = imported
        .files
        .iter()
        .find(|file| file.path == brief.path)
        .unwrap();
    let made = String::from_utf8(file.bytes.clone()).unwrap();
    let front: Value = serde_yaml::from_str(parts(&made).0).unwrap();
    let told = brief.notes.iter().any(|note| note.line == Some(row.line));
    match row.place {
        None if !told => return Err(format!("not told: {:?}", brief.notes)),
        None => {}
        Some(place) => {
            let mut found = &front;
            // A key under `extra` may have a full stop in it.
            for key in place.splitn(2, '.') {
                found = found
                    .get(key)
                    .ok_or_else(|| format!("no `{place}` in\n{made}"))?;
            }
            if text_of(found) != text_of(&row.expected) {
                return Err(format!("`{place}` is {found}"));
            }
        }
    }
    silent(row, &imported)?;
    let errors = errors(&file.path, &made);
    if errors.is_empty() || brief.needs_decision() {
        Ok(())
    } else {
        Err(format!("{errors:?}"))
    }
}

/// Whether a word of the value is neither in the brief nor in the report.
fn silent(row: &Row, imported: &Imported) -> Result<(), String> {
    let mut there = words_of_report(imported);
    for file in &imported.files {
        count_file(&mut there, &file.path, &file.bytes);
    }
    let mut here = Words::new();
    each_text(&row.value, &mut |text| add(&mut here, text));
    let lost = lacking(&here, &there);
    if lost.is_empty() {
        Ok(())
    } else {
        Err(format!("lost {lost:?}"))
    }
}

fn each_text(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| each_text(item, take)),
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            take(key);
            each_text(value, take);
        }),
        Value::String(text) => take(text),
        scalar => take(&spelled(scalar)),
    }
}

/// A value whose scalars are compared by their spelling; `10` and `"10"` say the same in header lines.
fn text_of(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), text_of(value)))
            .collect(),
        Value::String(text) => Value::from(text.as_str()),
        Value::Null => Value::Null,
        scalar => Value::from(spelled(scalar)),
    }
}
