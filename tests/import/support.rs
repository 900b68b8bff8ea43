//! Cases on disk, and an own count of words: the law is not judged by the code that it binds.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use briefpress::diagnostic::{Severity, SourceId};
use briefpress::import::{Imported, Input, Neighbours, Options, import, say};
use briefpress::parse;

/// A folder under tests/import.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) inputs: Vec<Input>,
    pub(crate) options: Options,
}

/// Every case, by name.
pub(crate) fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut folders: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.retain(|folder| folder.join("input").is_dir());
    folders.sort();
    folders.into_iter().map(Case::read).collect()
}

impl Case {
    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let files = files_below(&folder.join("input"));
        let is_text = |name: &str| {
            [
                ".txt",
                ".md",
                ".markdown",
                ".json",
                ".html",
                ".rst",
                ".bin",
                ".eml",
            ]
            .iter()
            .any(|end| name.ends_with(end))
        };
        let inputs = files
            .into_iter()
            .filter(|(name, _)| is_text(name))
            .map(|(name, bytes)| Input { name, bytes });
        let args = fs::read_to_string(folder.join("args.txt")).unwrap_or_default();
        Self {
            inputs: inputs.collect(),
            options: options(&args),
            name,
            folder,
        }
    }

    pub(crate) fn import(&self) -> Imported {
        import(&self.inputs, &self.options, self)
    }
}

/// Pictures lie beside the inputs, and under `root/`.
impl Neighbours for Case {
    fn beside(&self, input: &str, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join("input").join(input).parent()?.join(path)).ok()
    }

    fn rooted(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join("root").join(path)).ok()
    }

    fn own_files(&self, input: &str) -> Vec<String> {
        let Some(folder) = input.strip_suffix("/index.md") else {
            return Vec::new();
        };
        let files = files_below(&self.folder.join("input").join(folder));
        let own = files.into_keys().filter(|name| !name.ends_with(".md"));
        own.collect()
    }
}

/// One flag and its value a line.
fn options(args: &str) -> Options {
    let mut options = Options::default();
    for line in args.lines() {
        let (flag, value) = line.split_once(' ').unwrap();
        match flag {
            "--title" => options.title = Some(value.to_owned()),
            "--date" => options.date = Some(value.parse().unwrap()),
            "--company" => options.companies.push(value.to_owned()),
            "--tag" => options.tags.push(value.to_owned()),
            other => panic!("no flag {other}"),
        }
    }
    options
}

/// Every file below `folder`, by its path in it.
pub(crate) fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// A file in memory.
pub(crate) fn input(name: &str, text: &str) -> Input {
    Input {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

/// Imports one text without any flag.
pub(crate) fn import_text(name: &str, text: &str) -> Imported {
    import(&[input(name, text)], &Options::default(), &())
}

/// The report as people see it.
pub(crate) fn said(imported: &Imported) -> String {
    let mut out = String::new();
    say(&mut out, &imported.report).unwrap();
    out
}

/// How often each word stands somewhere.
pub(crate) type Words = BTreeMap<String, usize>;

pub(crate) fn add(words: &mut Words, text: &str) {
    let unseen = |c: char| {
        matches!(
            c,
            '\u{200b}'
                | '\u{feff}'
                | '\u{2060}'
                | '\u{ad}'
                | '\u{200c}'
                | '\u{200d}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{61c}'
                | '\u{180e}'
        ) || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2061}'..='\u{2069}').contains(&c)
            || ('\u{fe00}'..='\u{fe0f}').contains(&c)
    };
    let text: String = text.chars().filter(|c| !unseen(*c)).collect();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *words.entry(word.to_owned()).or_default() += 1;
    }
}

/// The words that stand more often here than there.
pub(crate) fn lacking(here: &Words, there: &Words) -> Vec<String> {
    let fewer =
        |(word, count): &(&String, &usize)| there.get(*word).copied().unwrap_or(0) < **count;
    here.iter()
        .filter(fewer)
        .map(|(word, _)| word.clone())
        .collect()
}

/// The words of a file that comes in.
pub(crate) fn words_of_input(name: &str, bytes: &[u8]) -> Words {
    let mut words = Words::new();
    if name.ends_with(".json") {
        // An export holds much that is no text: what a reader saw of it counts.
        let json: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        for post in json["db"][0]["data"]["posts"].as_array().unwrap() {
            for key in ["title", "plaintext", "custom_excerpt"] {
                add(&mut words, post[key].as_str().unwrap_or_default());
            }
        }
        return words;
    }
    let text = decoded(bytes);
    if name.ends_with(".html") {
        let mut inside = false;
        let text: String = text
            .chars()
            .map(|c| {
                inside = c == '<' || inside && c != '>';
                if inside || c == '>' { ' ' } else { c }
            })
            .collect();
        add(&mut words, &text);
    } else {
        add(&mut words, &text);
    }
    words
}

/// UTF-16 by its mark, UTF-8, or else Latin-1 (whose letters Windows-1252 shares).
fn decoded(bytes: &[u8]) -> String {
    let units = |pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|two| pair([two[0], two[1]]))
            .collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

/// The words of a file that goes out: of its keys and values, and of its body.
pub(crate) fn count_file(words: &mut Words, path: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if !path.ends_with(".md") {
        return;
    }
    let (front, body) = parts(text);
    let value: serde_yaml::Value = serde_yaml::from_str(front).unwrap();
    count_front(words, &value, front);
    add(words, body);
}

/// The words of front matter: its texts, and the numbers and dates as they are spelled, which their values are not.
fn count_front(words: &mut Words, value: &serde_yaml::Value, front: &str) {
    let (mut texts, mut spelled) = (Words::new(), Words::new());
    count_yaml(&mut texts, value);
    add(&mut spelled, front);
    for (word, count) in spelled
        .into_iter()
        .filter(|(word, _)| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        let known = texts.entry(word).or_default();
        *known = (*known).max(count);
    }
    for (word, count) in texts {
        *words.entry(word).or_default() += count;
    }
}

fn count_yaml(words: &mut Words, value: &serde_yaml::Value) {
    match value {
        serde_yaml::Value::String(text) => add(words, text),
        serde_yaml::Value::Bool(value) => add(words, &value.to_string()),
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| count_yaml(words, item)),
        serde_yaml::Value::Mapping(map) => {
            for (key, value) in map {
                count_yaml(words, key);
                count_yaml(words, value);
            }
        }
        _ => {}
    }
}

/// Front matter and body of a file that was made.
pub(crate) fn parts(text: &str) -> (&str, &str) {
    let rest = text.strip_prefix("---\n").unwrap();
    match rest.strip_prefix("---\n") {
        Some(body) => ("", body),
        None => rest.split_once("\n---\n").unwrap(),
    }
}

/// The words of the report that stand for words of the input.
pub(crate) fn words_of_report(imported: &Imported) -> Words {
    let mut words = Words::new();
    for brief in &imported.report.briefs {
        for section in brief
            .sections
            .iter()
            .filter(|section| section.as_written != section.name)
        {
            add(&mut words, &section.as_written);
        }
        for note in &brief.notes {
            add(&mut words, note.was.as_deref().unwrap_or_default());
        }
    }
    words
}

/// The words that a reader of a file sees: of its title, its other front matter, and its body as it is rendered.
pub(crate) fn visible_words(text: &str) -> Vec<String> {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (front, body) = parts(text);
    let value: serde_yaml::Value = serde_yaml::from_str(front).unwrap();
    let mut words = Words::new();
    count_front(&mut words, &value, front);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    let mut out = String::new();
    // A reader sees the number of each item.
    let mut numbers = Vec::new();
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Start(Tag::List(first)) => {
                out.push(' ');
                numbers.push(first);
            }
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = numbers.last_mut() {
                    out += &format!(" {number} ");
                    *number += 1;
                }
            }
            Event::End(end) => {
                if matches!(end, pulldown_cmark::TagEnd::List(_)) {
                    numbers.pop();
                }
                if !matches!(
                    end,
                    pulldown_cmark::TagEnd::Strong | pulldown_cmark::TagEnd::Emphasis
                ) {
                    out.push(' ');
                }
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            _ => {}
        }
    }
    add(&mut words, &out);
    words
        .into_iter()
        .flat_map(|(word, count)| std::iter::repeat_n(word, count))
        .collect()
}

/// What is wrong with a file that was made.
pub(crate) fn errors(path: &str, text: &str) -> Vec<String> {
    let (source, path, text) = (SourceId::new(0), Arc::from(path), Arc::from(text));
    let diagnostics = if str::starts_with(&path, "content/pages/") {
        parse::page(source, &path, &text).diagnostics
    } else {
        parse::brief(source, &path, &text, &BTreeMap::new()).diagnostics
    };
    let errors = diagnostics
        .into_iter()
        .filter(|d| d.severity == Severity::Error);
    errors.map(|d| d.message).collect()
}
