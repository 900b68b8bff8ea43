//! The command as people and scripts run it: exit status, streams, and what is on the disk afterwards.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TEXT: &str = "The Strategic Shift\nFerro makes less steel.\n\nWhat To Watch\n- Ohio: whether it follows within 30 days.\n";

fn run(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
    command
        .current_dir(folder)
        .args(arguments.split(' '))
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ferro.txt"), TEXT).unwrap();
    folder
}

const BRIEF: &str = "content/briefs/2026-01-15-ferro-makes-less-steel.md";

#[test]
fn a_text_becomes_a_brief_once() {
    let folder = folder();
    let first = run(
        folder.path(),
        "import ferro.txt --date 2026-01-15 --company Ferro",
    );
    assert!(first.status.success());
    assert!(
        out(&first).contains(&format!("Wrote {BRIEF}")),
        "{}",
        out(&first)
    );
    let made = fs::read_to_string(folder.path().join(BRIEF)).unwrap();
    assert!(made.contains("companies:\n  - Ferro\n") && made.contains("## What To Watch\n"));

    let again = run(
        folder.path(),
        "import ferro.txt --date 2026-01-15 --company Ferro",
    );
    assert!(again.status.success());
    assert!(out(&again).contains(&format!("Unchanged: {BRIEF}")));

    let other = run(
        folder.path(),
        "import ferro.txt --date 2026-01-15 --tag steel",
    );
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stderr).contains("is there already"));
    assert_eq!(fs::read_to_string(folder.path().join(BRIEF)).unwrap(), made);
}

#[test]
fn what_was_imported_can_be_built() {
    let folder = folder();
    run(folder.path(), "import ferro.txt --date 2026-01-15");
    let build = run(folder.path(), "build --today 2026-02-01");
    assert!(
        build.status.success(),
        "{}",
        String::from_utf8_lossy(&build.stderr)
    );
    let page = fs::read_to_string(
        folder
            .path()
            .join("public/briefs/ferro-makes-less-steel/index.html"),
    )
    .unwrap();
    assert!(page.contains("2026-02-14"));
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = folder();
    let dry = run(folder.path(), "import ferro.txt --dry-run");
    assert!(dry.status.success());
    assert!(out(&dry).contains("Would write") && out(&dry).contains("unresolved: within 30 days"));
    assert!(out(&dry).contains("1 brief has something to decide"));
    assert!(!folder.path().join("content").exists());
}

#[test]
fn json_has_the_report_and_the_files() {
    let folder = folder();
    let json = run(
        folder.path(),
        "import ferro.txt --date 2026-01-15 --out drafts --format json",
    );
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        json["import"]["files"][0]["path"],
        "drafts/2026-01-15-ferro-makes-less-steel.md"
    );
    assert_eq!(json["import"]["files"][0]["status"], "created");
    assert_eq!(json["import"]["briefs"][0]["watch"][0]["due"], "2026-02-14");
    assert!(
        folder
            .path()
            .join("drafts/2026-01-15-ferro-makes-less-steel.md")
            .is_file()
    );
}

#[test]
fn pictures_come_along_from_beside_and_from_the_old_root() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        (
            "old/_posts/2026-01-15-tour.md",
            "---\ntitle: A tour\n---\n![One](one.png) ![Two](/img/two.png)\n",
        ),
        ("old/_posts/one.png", "1"),
        ("old/img/two.png", "2"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let run = run(
        folder.path(),
        "import old/_posts/2026-01-15-tour.md --assets old",
    );
    assert!(run.status.success(), "{}", out(&run));
    for path in [
        "content/briefs/2026-01-15-tour/index.md",
        "content/briefs/2026-01-15-tour/one.png",
        "static/img/two.png",
    ] {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
}

#[test]
fn the_site_can_name_sections() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("site.yaml"),
        "sections:\n  numbers: [Key Figures]\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("a.txt"),
        "Ferro slows\n\nKey Figures\n- $5B sold\n",
    )
    .unwrap();
    let run = run(folder.path(), "import a.txt --date 2026-01-15");
    assert!(
        out(&run).contains("number     $5B sold: 5000000000 USD"),
        "{}",
        out(&run)
    );
}

#[test]
fn what_can_not_be_read_is_told() {
    let folder = folder();
    assert_eq!(run(folder.path(), "import gone.txt").status.code(), Some(2));
    assert_eq!(run(folder.path(), "import .").status.code(), Some(2));
    fs::write(folder.path().join("a.rst"), "Title\n=====\n").unwrap();
    let refused = run(folder.path(), "import a.rst ferro.txt --date 2026-01-15");
    assert_eq!(refused.status.code(), Some(1));
    assert!(out(&refused).contains("a.rst: not imported") && folder.path().join(BRIEF).is_file());
}
