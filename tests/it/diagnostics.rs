//! Each file in tests/diagnostics/ is a site with something wrong, and under `-- told --` what is said about it.
//! `BLESS=1 cargo test diagnostics` writes what is said now.

use std::path::Path;

use crate::support;

#[test]
fn each_fault_is_told_as_written_down() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut cases: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 10, "the cases are gone");
    let mut wrong = String::new();
    for case in cases {
        let text = std::fs::read_to_string(&case).expect("it can be read");
        let (site, expected) = text.split_once("-- told --\n").unwrap_or((&text, ""));
        let told = support::load(site).told();
        if told == expected {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&case, format!("{site}-- told --\n{told}")).expect("it can be written");
        } else {
            wrong.push_str(&format!(
                "{}\n--- expected\n{expected}--- told\n{told}\n",
                case.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
