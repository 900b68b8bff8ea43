//! Front matter of every kind of file.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::told::told;
use crate::diagnostic::SourceId;
use crate::parse;

/// Whatever is wrong with a file is told in a place of it; and what YAML says is the same when it is printed as JSON,
/// which is YAML too, and read again.
pub fn front_matter(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    let fenced = format!("---\n{text}\n---\nText.\n");
    for file in [&fenced, text] {
        let (id, path) = (SourceId::new(0), Arc::from("content/briefs/x.md"));
        let file: Arc<str> = file.into();
        told(
            &file,
            &parse::brief(id, &path, &file, &BTreeMap::new()).diagnostics,
        );
        told(&file, &parse::company(id, &path, &file).diagnostics);
        told(&file, &parse::page(id, &path, &file).diagnostics);
    }

    let Some(value) = parse::yaml_as_json(text).filter(is_plain) else {
        return;
    };
    let printed = value.to_string();
    assert_eq!(
        parse::yaml_as_json(&printed),
        Some(value),
        "printed: {printed}"
    );
}

/// Whether JSON of it is YAML, which has no keys that are longer than 1024 characters and no control characters but as
/// escapes, which JSON has for the lower ones only.
fn is_plain(value: &Value) -> bool {
    let plain = |text: &str| {
        !text.contains(|c: char| {
            matches!(
                c,
                '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
        })
    };
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => plain(text),
        Value::Array(items) => items.iter().all(is_plain),
        Value::Object(map) => map
            .iter()
            .all(|(key, value)| key.len() < 160 && plain(key) && is_plain(value)),
    }
}
