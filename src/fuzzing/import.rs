//! Texts from elsewhere.

use std::collections::BTreeMap;

use crate::import::{self, Imported, Input, Options, words};
use crate::parse;

/// What the first byte of an input stands for: the name of the file.
const NAMES: [&str; 6] = [
    "a.txt",
    "2026-01-15-post.md",
    "_posts/2026-01-15-post.md",
    "a.html",
    "export.json",
    "",
];

type Count = BTreeMap<String, usize>;

/// Importing gives the same each time, writes below `content/` and loses no word; nor does importing what was made.
pub fn import(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    let Some(text) = super::text(bytes) else {
        read("a.txt", bytes);
        return;
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let imported = read(name, bytes);
    // Of HTML and of an export only what a reader saw is a word.
    if !name.ends_with(".html") && !name.ends_with(".json") {
        keeps(text, &imported);
    }
    for file in &imported.files {
        let Ok(text) = std::str::from_utf8(&file.bytes) else {
            continue;
        };
        keeps(text, &read(&file.path, &file.bytes));
    }
}

/// Imports one file.
fn read(name: &str, bytes: &[u8]) -> Imported {
    let input = [Input {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    }];
    let imported = import::import(&input, &Options::default(), &());
    assert_eq!(imported, import::import(&input, &Options::default(), &()));
    for file in &imported.files {
        let inside = file.path.starts_with("content/");
        let climbs = file
            .path
            .split('/')
            .any(|part| matches!(part, "" | "." | ".."));
        assert!(
            inside && !climbs && !file.path.contains('\\'),
            "{}",
            file.path
        );
    }
    import::say(&mut String::new(), &imported.report).expect("memory takes all");
    imported
}

/// Every word of `text` is in the files or in the report.
fn keeps(text: &str, imported: &Imported) {
    if !imported.report.refused.is_empty() {
        return;
    }
    let mut there = Count::new();
    for brief in &imported.report.briefs {
        let headings = brief.sections.iter();
        for section in headings.filter(|section| section.as_written != section.name) {
            add(&mut there, &section.as_written);
        }
        for note in &brief.notes {
            add(&mut there, note.was.as_deref().unwrap_or_default());
        }
    }
    for file in &imported.files {
        if let Ok(text) = std::str::from_utf8(&file.bytes) {
            add_file(&mut there, text);
        }
    }
    let mut here = Count::new();
    add(&mut here, text);
    for (word, count) in here {
        let kept = there.get(&word).copied().unwrap_or_default();
        assert!(
            kept >= count,
            "{word:?} is there {count} times, and kept {kept} times, of {text:?}"
        );
    }
}

fn add(count: &mut Count, text: &str) {
    for word in words::words(text) {
        *count.entry(word).or_default() += 1;
    }
}

/// The words of a file that was made. Those of its front matter stand there as they are spelled or as YAML reads them.
fn add_file(count: &mut Count, text: &str) {
    let rest = text
        .strip_prefix("---\n")
        .expect("what is made has front matter");
    let (front, body) = match rest.strip_prefix("---\n") {
        Some(body) => ("", body),
        None => rest.split_once("\n---\n").expect("front matter ends"),
    };
    add(count, body);
    let value = parse::yaml_as_json(front).expect("what is made is YAML");
    let (mut read, mut spelled) = (Count::new(), Count::new());
    add_value(&mut read, &value);
    add(&mut spelled, front);
    for (word, times) in spelled {
        let known = read.entry(word).or_default();
        *known = (*known).max(times);
    }
    for (word, times) in read {
        *count.entry(word).or_default() += times;
    }
}

fn add_value(count: &mut Count, value: &serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Null | Value::Number(_) => {}
        Value::Bool(value) => add(count, if *value { "true" } else { "false" }),
        Value::String(text) => add(count, text),
        Value::Array(items) => items.iter().for_each(|item| add_value(count, item)),
        Value::Object(map) => {
            for (key, value) in map {
                add(count, key);
                add_value(count, value);
            }
        }
    }
}
