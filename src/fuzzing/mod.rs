//! What must hold for any bytes at all.
//!
//! Comes in: bytes that a fuzzer made up. Goes out: nothing, or a panic that names the law that was broken. The targets
//! of `fuzz/` are these functions and no more; the inputs that stand beside them, and all that was ever found, are run
//! again by an ordinary `cargo test`. This is in no program: it is compiled for tests and for the fuzzer only.

mod address;
mod body;
mod date;
mod front_matter;
pub(crate) mod html;
mod import;
mod number;
mod request;
mod site_yaml;
mod template;
mod told;

pub use address::address;
pub use body::body;
pub use date::date;
pub use front_matter::front_matter;
pub use import::import;
pub use number::number;
pub use request::request;
pub use site_yaml::site_yaml;
pub use template::template;

#[cfg(test)]
pub(crate) use body::lost as lost_of_body;
#[cfg(test)]
pub(crate) use number::lost as lost_of_number;

/// A law, by the name of its target.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 9] = [
    ("front-matter", front_matter),
    ("body", body),
    ("number", number),
    ("date", date),
    ("import", import),
    ("site-yaml", site_yaml),
    ("template", template),
    ("address", address),
    ("request", request),
];

/// The most of an input that is looked at. What only long texts show is measured by `tests/reliability/growth.py`.
const LONGEST: usize = 8 * 1024;

/// The input as text; `None` if it is none, or too long.
fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data)
        .ok()
        .filter(|text| text.len() <= LONGEST)
}

/// All bytes of a text.
fn all(text: &str) -> std::ops::Range<u32> {
    0..u32::try_from(text.len()).expect("an input is short")
}

/// The words of a text, sorted: runs of letters and digits.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<_> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Runs all that is kept for a target: what it begins with, and what was found by it.
    fn run(name: &str) {
        let (_, target) = TARGETS
            .iter()
            .find(|(known, _)| *known == name)
            .expect("it is a target");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        let mut count = 0;
        for kept in ["corpus", "found"] {
            let Ok(entries) = fs::read_dir(folder.join(kept).join(name)) else {
                continue;
            };
            for entry in entries {
                let path = entry.expect("the folder can be read").path();
                // Shown with a failure.
                println!("{}", path.display());
                target(&fs::read(&path).expect("the file can be read"));
                count += 1;
            }
        }
        assert!(count >= 5, "only {count} inputs are kept for {name}");
    }

    #[test]
    fn front_matters_hold() {
        run("front-matter");
    }

    #[test]
    fn bodies_hold() {
        run("body");
    }

    #[test]
    fn numbers_hold() {
        run("number");
    }

    #[test]
    fn dates_hold() {
        run("date");
    }

    #[test]
    fn imports_hold() {
        run("import");
    }

    #[test]
    fn configurations_hold() {
        run("site-yaml");
    }

    #[test]
    fn templates_hold() {
        run("template");
    }

    #[test]
    fn addresses_hold() {
        run("address");
    }

    #[test]
    fn requests_hold() {
        run("request");
    }

    #[test]
    fn every_target_is_in_the_workspace_of_the_fuzzer() {
        let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("it is there");
        let mut names: Vec<&str> = manifest
            .split("[[bin]]\nname = \"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        names.sort_unstable();
        let mut known = TARGETS.map(|(name, _)| name);
        known.sort_unstable();
        assert_eq!(names, known);
        for name in names {
            let body = name.replace('-', "_");
            let path = fuzz.join("fuzz_targets").join(format!("{body}.rs"));
            let code = fs::read_to_string(path).expect("it is there");
            assert!(code.contains(&format!("briefpress::fuzzing::{body}(data)")));
        }
    }
}
