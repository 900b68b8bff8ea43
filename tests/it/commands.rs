//! The program as people and scripts run it: exit status, streams, and what is on the disk afterwards.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use crate::support;

const TEN_FAULTS: &str = include_str!("../diagnostics/ten-faults.txt");

const SMALL: &str = r#"
-- site.yaml --
title: Small
base_url: https://small.example
-- content/briefs/2026-01-05-runway.md --
---
title: "Runway grows"
companies: [Runway]
---
Runway grows. ![Chart](/chart.svg)
-- content/briefs/2026-12-01-later.md --
---
title: "Later"
---
Not yet.
-- content/briefs/2026-01-06-draft.md --
---
title: "Unfinished"
draft: true
---
Not yet.
-- content/companies/runway.md --
---
name: Runway
---
-- static/chart.svg --
<svg xmlns="http://www.w3.org/2000/svg"/>
"#;

/// A site on disk.
struct Site {
    _above: tempfile::TempDir,
    folder: std::path::PathBuf,
}

fn site(text: &str) -> Site {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("site");
    let text = text.split("-- told --").next().unwrap();
    for (path, content) in support::files(text) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    Site {
        _above: above,
        folder,
    }
}

impl Site {
    /// The program in this folder, with nothing in its environment that a host would set.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// Every path and what is in it.
    fn listing(&self, under: &str) -> BTreeMap<String, Vec<u8>> {
        let root = self.folder.join(under);
        walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap();
                let bytes = if entry.file_type().is_file() {
                    fs::read(entry.path()).unwrap()
                } else {
                    Vec::new()
                };
                (path.to_str().unwrap().to_owned(), bytes)
            })
            .collect()
    }
}

/// How a run ended.
#[derive(Debug)]
struct Ran {
    status: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    #[track_caller]
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{self:?}"))
    }
}

const BUILD: [&str; 3] = ["build", "--today", "2026-03-01"];

fn build(more: &[&'static str]) -> Vec<&'static str> {
    BUILD.iter().copied().chain(more.iter().copied()).collect()
}

#[test]
fn a_build_says_what_it_made_and_what_it_held_back() {
    let site = site(SMALL);
    let ran = site.run(&build(&[]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(
        ran.out.contains("from 1 brief and 1 company in "),
        "{ran:?}"
    );
    assert!(
        ran.out
            .contains("\nHeld back: 1 draft, 1 future (next on 2026-12-01)\n"),
        "{ran:?}"
    );
    let listing = site.listing("public");
    for file in [
        "index.html",
        "briefs/runway/index.html",
        "companies/runway/index.html",
        "chart.svg",
    ] {
        assert!(
            listing.contains_key(file),
            "{file} is not among {:?}",
            listing.keys()
        );
    }
    let told = listing
        .values()
        .any(|bytes| String::from_utf8_lossy(bytes).contains("Not yet."));
    assert!(!told, "what is held back was published");

    let all = site.run(&build(&["--drafts", "--future"]));
    assert!(!all.out.contains("Held back"), "{all:?}");
    assert!(
        site.listing("public")
            .contains_key("briefs/later/index.html")
    );
}

#[test]
fn the_closing_facts_are_part_of_the_json() {
    let site = site(SMALL);
    let facts = &site.run(&build(&["--format", "json"])).json()["build"];
    assert_eq!(facts["briefs"], 1);
    assert_eq!(facts["today"], "2026-03-01");
    assert_eq!(facts["base_url"], "https://small.example");
    assert_eq!(facts["held_back"]["next"], "2026-12-01");
    assert_eq!(
        facts["files"],
        site.listing("public").len() as u64 - folders(&site) - 1
    );
}

/// How many folders there are in public/, itself included.
fn folders(site: &Site) -> u64 {
    let walk = walkdir::WalkDir::new(site.folder.join("public"));
    walk.into_iter()
        .filter(|entry| entry.as_ref().unwrap().file_type().is_dir())
        .count() as u64
}

#[test]
fn one_run_tells_all_errors_and_leaves_the_old_folder_alone() {
    let site = site(SMALL);
    assert_eq!(site.run(&build(&[])).status, Some(0));
    for (path, content) in support::files(TEN_FAULTS.split("-- told --").next().unwrap()) {
        fs::write(site.folder.join(path), content).unwrap();
    }
    let before = site.listing("");
    let faulty: Vec<_> = "abcdefghij"
        .chars()
        .map(|letter| format!("-{letter}.md"))
        .collect();

    let human = site.run(&build(&["-v"]));
    assert_eq!(human.status, Some(1), "{human:?}");
    assert_eq!(human.out, "");
    for name in &faulty {
        assert!(
            human.err.contains(&format!("{name}:")),
            "{name} is not told:\n{}",
            human.err
        );
    }
    assert!(!human.err.contains("-good.md"), "{}", human.err);

    let json = site.run(&build(&["--format", "json"]));
    assert_eq!(json.status, Some(1), "{json:?}");
    let report = json.json();
    assert!(report["build"].is_null());
    let diagnostics = report["diagnostics"].as_array().unwrap();
    let errors = diagnostics.iter().filter(|d| d["severity"] == "error");
    let mut files: Vec<_> = errors
        .map(|d| d["file"].as_str().unwrap().to_owned())
        .collect();
    files.sort();
    files.dedup();
    assert_eq!(files.len(), faulty.len(), "{files:?}");
    for diagnostic in diagnostics {
        for (key, string) in [
            ("code", true),
            ("message", true),
            ("line", false),
            ("column", false),
            ("end_line", false),
            ("end_column", false),
        ] {
            assert!(
                diagnostic[key].is_string() == string && !diagnostic[key].is_null(),
                "{key}: {diagnostic}"
            );
        }
        if diagnostic["severity"] == "error" {
            assert!(diagnostic["help"].is_string(), "{diagnostic}");
        }
    }

    let github = site.run(&build(&["--format", "github"]));
    assert_eq!(github.status, Some(1));
    assert!(
        github.out.lines().all(|line| line.starts_with("::")),
        "{}",
        github.out
    );
    assert_eq!(
        site.run(&["check", "--today", "2026-03-01"]).status,
        Some(1)
    );
    assert_eq!(site.listing(""), before);
}

#[test]
fn warnings_fail_only_when_asked_to() {
    let site = site("-- content/briefs/2026-01-05-a.md --\n---\ntitle: A\ntilte: B\n---\nText.\n");
    let check = ["check", "--today", "2026-03-01"];
    let lenient = site.run(&check);
    assert_eq!(lenient.status, Some(0), "{lenient:?}");
    assert!(lenient.err.contains("warning[unknown-key]"), "{lenient:?}");
    assert_eq!(
        site.run(&[&check[..], &["--strict"]].concat()).status,
        Some(1)
    );
    assert_eq!(site.run(&build(&["--strict"])).status, Some(1));
    assert!(!site.folder.join("public").exists());
    let quiet = site.run(&build(&["-q"]));
    assert_eq!(
        (quiet.status, &*quiet.out, &*quiet.err),
        (Some(0), "", ""),
        "{quiet:?}"
    );
}

#[test]
fn wrong_use_and_faults_of_the_machine_end_with_2() {
    let site = site(SMALL);
    fs::create_dir(site.folder.join("foreign")).unwrap();
    fs::write(site.folder.join("foreign/letter"), "precious").unwrap();
    fs::write(site.folder.join("file"), "precious").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("foreign", site.folder.join("link")).unwrap();
    let before = site.listing("");
    let home = site.folder.to_str().unwrap().to_owned();
    for out in [
        ".",
        "..",
        "/",
        "content",
        "content/briefs",
        "static",
        "themes",
        "foreign",
        "file",
        "link",
        &home,
    ] {
        let ran = site.run(&["build", "--today", "2026-03-01", "--out", out]);
        assert_eq!(ran.status, Some(2), "--out {out}: {ran:?}");
        assert!(
            ran.err.starts_with("error: refused"),
            "--out {out}: {ran:?}"
        );
        assert_eq!(site.listing(""), before, "--out {out} touched something");
    }
    for arguments in [
        &["biuld"][..],
        &["build", "--today", "yesterday"],
        &["build", "--base-url", "nowhere"],
        &["check", "--site", "missing"],
        &[],
    ] {
        assert_eq!(site.run(arguments).status, Some(2), "{arguments:?}");
    }
    let mut command = site.command(&["check"]);
    let ran = Ran::from(command.env("SOURCE_DATE_EPOCH", "soon").output().unwrap());
    assert_eq!(ran.status, Some(2), "{ran:?}");
}

#[test]
fn home_is_never_replaced() {
    let site = site(SMALL);
    let home = site.folder.join("home");
    fs::create_dir(&home).unwrap();
    let mut command = site.command(&build(&["--out", "home"]));
    let ran = Ran::from(command.env("HOME", &home).output().unwrap());
    assert_eq!(ran.status, Some(2), "{ran:?}");
    assert_eq!(fs::read_dir(&home).unwrap().count(), 0);
}

#[test]
fn the_same_content_gives_the_same_bytes_everywhere() {
    let (one, other) = (site(SMALL), site(SMALL));
    let first = one.run(&build(&["--drafts", "--future"]));
    assert_eq!(first.status, Some(0), "{first:?}");
    let mut second = other.command(&[
        "build",
        "--drafts",
        "--future",
        "--out",
        "../elsewhere/public",
    ]);
    second
        .env("RAYON_NUM_THREADS", "1")
        .env("TZ", "Pacific/Kiritimati")
        .env("LANG", "tr_TR.UTF-8")
        .env("SOURCE_DATE_EPOCH", "1772323200");
    let second = Ran::from(second.output().unwrap());
    assert_eq!(second.status, Some(0), "{second:?}");
    let (one, other) = (one.listing("public"), other.listing("../elsewhere/public"));
    assert!(one == other, "{:?}\n{:?}", one.keys(), other.keys());
}

#[test]
fn a_preview_on_a_host_has_its_own_address_and_is_not_for_search_engines() {
    let site = site(SMALL);
    let on = |variables: &[(&str, &str)], more: &[&'static str]| {
        let mut command = site.command(&build(more));
        let ran = Ran::from(command.envs(variables.iter().copied()).output().unwrap());
        assert_eq!(ran.status, Some(0), "{ran:?}");
        fs::read_to_string(site.folder.join("public/briefs/runway/index.html")).unwrap()
    };
    let preview = "https://deploy-preview-7--small.netlify.app";
    let variables = [
        ("NETLIFY", "true"),
        ("URL", "https://host.example"),
        ("DEPLOY_PRIME_URL", preview),
    ];
    let page = on(
        &[&variables[..], &[("CONTEXT", "deploy-preview")]].concat(),
        &[],
    );
    assert!(
        page.contains(&format!("{preview}/briefs/runway/")) && page.contains("noindex"),
        "{page}"
    );
    assert!(
        !page.contains("small.example") && !page.contains("host.example"),
        "{page}"
    );
    let page = on(
        &[&variables[..], &[("CONTEXT", "production")]].concat(),
        &[],
    );
    assert!(
        page.contains("https://host.example/briefs/runway/") && !page.contains("noindex"),
        "{page}"
    );
    let page = on(&variables, &["--base-url", "https://flag.example/news"]);
    assert!(
        page.contains("https://flag.example/news/briefs/runway/"),
        "{page}"
    );
    let page = on(&[], &[]);
    assert!(
        page.contains("https://small.example/briefs/runway/"),
        "{page}"
    );
}

#[test]
fn a_build_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let site = site(SMALL);
    let start = Instant::now();
    let old_and_new = ["2026-03-01", "2026-12-24"].map(|today| {
        let ran = site.run(&["build", "--today", today]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
        site.listing("public")
    });
    assert!(old_and_new[0] != old_and_new[1]);
    // The moments are spread over as long as a build takes here and now.
    let longest = start.elapsed() * 2 / 3;
    for round in 0..30u32 {
        let today = if round % 2 == 0 {
            "2026-03-01"
        } else {
            "2026-12-24"
        };
        let mut child = site
            .command(&["build", "--today", today])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(longest * (round * 7 % 30 + 1) / 30);
        // It may have ended by now.
        let _ = child.kill();
        child.wait().unwrap();
        let found = site.listing("public");
        assert!(old_and_new.contains(&found), "round {round}: a mix");
    }
    assert_eq!(site.run(&build(&[])).status, Some(0));
    assert_eq!(site.listing("public"), old_and_new[0]);
    let left: Vec<_> = fs::read_dir(&site.folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    // What is kept for the next build is no rest of one.
    assert_eq!(left, [".briefpress"], "something was left behind");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let site = site(SMALL);
    let mut child = site
        .command(&["check", "--today", "2026-03-01", "--format", "json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_nearest_site_upwards_is_built() {
    let site = site(SMALL);
    let mut command = site.command(&build(&[]));
    let ran = Ran::from(
        command
            .current_dir(site.folder.join("content/briefs"))
            .output()
            .unwrap(),
    );
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(Path::new(&site.folder).join("public/index.html").exists());
}

#[test]
fn a_new_file_that_would_break_another_is_refused() {
    let site = site(
        "-- content/briefs/2026-01-05-met.md --\n---\ntitle: Met\n---\nAcme and Google met.\n\
         -- content/companies/acme.md --\n---\nname: Acme\n---\n",
    );
    let ran = site.run(&["new", "company", "Other", "--alias", "Acme"]);
    assert_eq!(ran.status, Some(2), "{}", ran.err);
    assert!(ran.err.contains("would not build"), "{}", ran.err);
    assert!(!site.folder.join("content/companies/other.md").exists());
}
