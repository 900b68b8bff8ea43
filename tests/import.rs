//! Texts from elsewhere, as folders: what comes in, what goes out, and what is said about it.
//!
//! `tests/import/<case>/input/` holds the files, `args.txt` the flags (if any), `output/` the files of the site and
//! `report.txt` the report. `BLESS=1 cargo test --test import` writes the last two anew; read what changed.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test ends where its helper can't go on"
)]

#[path = "import/support.rs"]
mod support;

#[path = "import/command.rs"]
mod command;
#[path = "import/front_matters.rs"]
mod front_matters;
#[path = "import/properties.rs"]
mod properties;

use std::collections::BTreeMap;
use std::fs;

use briefpress::import::{Imported, import};
use support::{Case, cases, lacking, visible_words, words_of_input, words_of_report};

#[test]
fn every_case_comes_out_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases() {
        let imported = case.import();
        if bless {
            case.bless(&imported);
        }
        if let Some(difference) = case.difference(&imported) {
            wrong.push(difference);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn there_are_enough_cases() {
    assert!(cases().len() >= 40, "{}", cases().len());
    for case in cases() {
        assert!(!case.inputs.is_empty(), "{} has no input", case.name);
    }
}

#[test]
fn no_word_is_lost() {
    for case in cases() {
        let imported = case.import();
        let mut there = words_of_report(&imported);
        for file in &imported.files {
            support::count_file(&mut there, &file.path, &file.bytes);
        }
        let refused: Vec<_> = imported
            .report
            .refused
            .iter()
            .map(|refusal| &refusal.file)
            .collect();
        for input in case
            .inputs
            .iter()
            .filter(|input| !refused.contains(&&input.name))
        {
            let lost = lacking(&words_of_input(&input.name, &input.bytes), &there);
            assert!(
                lost.is_empty(),
                "{}: {}: lost {lost:?}",
                case.name,
                input.name
            );
        }
    }
}

#[test]
fn no_word_had_to_be_saved_by_counting() {
    for case in cases() {
        for brief in case.import().report.briefs {
            let lost = brief
                .notes
                .iter()
                .find(|note| note.message.contains("found no place"));
            assert_eq!(lost, None, "{}", case.name);
        }
    }
}

#[test]
fn a_reader_of_plain_text_sees_the_same_words() {
    for case in cases() {
        let imported = case.import();
        let plain = imported
            .report
            .briefs
            .iter()
            .all(|brief| brief.form.starts_with("plain text"));
        if !plain || imported.report.briefs.is_empty() {
            continue;
        }
        let mut seen = words_of_report(&imported);
        for file in &imported.files {
            for word in visible_words(&String::from_utf8_lossy(&file.bytes)) {
                *seen.entry(word).or_default() += 1;
            }
        }
        for input in &case.inputs {
            let lost = lacking(&words_of_input(&input.name, &input.bytes), &seen);
            assert!(lost.is_empty(), "{}: not seen: {lost:?}", case.name);
        }
    }
}

#[test]
fn twice_gives_the_same_bytes() {
    for case in cases() {
        assert_eq!(case.import(), case.import(), "{}", case.name);
    }
}

#[test]
fn what_was_imported_can_be_imported_again() {
    for case in cases() {
        let imported = case.import();
        for (path, text) in texts(&imported) {
            let again = support::import_text(&path, &text);
            let changed: Vec<_> = again
                .files
                .iter()
                .map(|file| String::from_utf8_lossy(&file.bytes))
                .collect();
            assert_eq!(changed, [text.as_str()], "{}: {path}", case.name);
        }
    }
}

#[test]
fn what_was_made_is_sound_or_a_person_must_decide() {
    for case in cases() {
        let imported = case.import();
        for brief in &imported.report.briefs {
            let text = imported
                .files
                .iter()
                .find(|file| file.path == brief.path)
                .unwrap();
            let errors = support::errors(&brief.path, &String::from_utf8_lossy(&text.bytes));
            assert!(
                errors.is_empty() || brief.needs_decision(),
                "{}: {errors:?}",
                case.name
            );
        }
    }
}

#[test]
fn the_report_has_the_same_keys_for_every_brief() {
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let mut briefs = 0;
    for case in cases() {
        let json = serde_json::to_value(case.import().report).unwrap();
        for brief in json["briefs"].as_array().unwrap() {
            briefs += 1;
            for key in brief.as_object().unwrap().keys() {
                *keys.entry(key.clone()).or_default() += 1;
            }
        }
    }
    assert!(keys.values().all(|count| *count == briefs), "{keys:?}");
    for key in [
        "sections",
        "numbers",
        "numbers_not_read",
        "watch",
        "names",
        "notes",
        "path",
    ] {
        assert!(keys.contains_key(key), "{key}");
    }
}

/// The briefs and pages among the files.
fn texts(imported: &Imported) -> Vec<(String, String)> {
    let markdown = imported
        .files
        .iter()
        .filter(|file| file.path.ends_with(".md"));
    markdown
        .map(|file| {
            (
                file.path.clone(),
                String::from_utf8(file.bytes.clone()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_title_for_several_briefs_is_refused() {
    let text = "The Strategic Shift\nA.\n\nThe Strategic Shift\nB.\n";
    let options = briefpress::import::Options {
        title: Some("T".to_owned()),
        ..Default::default()
    };
    let inputs = [support::input("a.txt", text)];
    let imported = import(&inputs, &options, &());
    assert!(imported.files.is_empty() && imported.report.refused.len() == 2);
}

impl Case {
    /// Writes what came out as what is expected.
    fn bless(&self, imported: &Imported) {
        let output = self.folder.join("output");
        if output.exists() {
            fs::remove_dir_all(&output).unwrap();
        }
        for file in &imported.files {
            let path = output.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &file.bytes).unwrap();
        }
        fs::write(self.folder.join("report.txt"), support::said(imported)).unwrap();
    }

    /// What differs from what is expected.
    fn difference(&self, imported: &Imported) -> Option<String> {
        let expected = support::files_below(&self.folder.join("output"));
        let found: BTreeMap<String, Vec<u8>> = imported
            .files
            .iter()
            .map(|file| (file.path.clone(), file.bytes.clone()))
            .collect();
        for path in expected.keys().chain(found.keys()) {
            if expected.get(path) != found.get(path) {
                let show = |bytes: Option<&Vec<u8>>| {
                    bytes.map_or("(none)".into(), |bytes| {
                        String::from_utf8_lossy(bytes).into_owned()
                    })
                };
                return Some(format!(
                    "{}: {path}\n--- expected\n{}\n--- found\n{}",
                    self.name,
                    show(expected.get(path)),
                    show(found.get(path))
                ));
            }
        }
        let report = fs::read_to_string(self.folder.join("report.txt")).unwrap_or_default();
        let said = support::said(imported);
        (report != said).then(|| {
            format!(
                "{}: report\n--- expected\n{report}\n--- found\n{said}",
                self.name
            )
        })
    }
}
