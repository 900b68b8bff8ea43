//! What is served is what is built.

use std::path::Path;
use std::process::Command;

use briefpress::diagnostic::{self, Severity, json};
use briefpress::link::{Audience, Drafts, Edition, Future};
use briefpress::press::{self, Options};
use briefpress::source::Sources;

use super::client::Client;
use super::edits::Edits;
use super::random::Random;
use super::server::{Server, wait_for};

/// How a site is served, and the same for a build.
struct Way {
    arguments: &'static [&'static str],
    build: &'static [&'static str],
    drafts: Drafts,
    future: Future,
    base_url: Option<&'static str>,
}

const USUAL: Way = Way {
    arguments: &[],
    build: &["--drafts", "--future"],
    drafts: Drafts::Include,
    future: Future::Include,
    base_url: None,
};

const AS_READERS_SEE_IT: Way = Way {
    arguments: &[
        "--no-drafts",
        "--no-future",
        "--base-url",
        "https://desk.example",
    ],
    build: &["--base-url", "https://desk.example"],
    drafts: Drafts::HoldBack,
    future: Future::HoldBack,
    base_url: Some("https://desk.example"),
};

const POLLING: Way = Way {
    arguments: &["--poll"],
    ..USUAL
};

impl Way {
    fn options(&self) -> Options {
        Options {
            edition: Edition {
                today: jiff::civil::date(2026, 3, 1),
                drafts: self.drafts,
                future: self.future,
                audience: Audience::Public,
            },
            base_url: self.base_url.map(Into::into),
        }
    }
}

/// Takes the one script out.
pub fn without_script(page: &[u8]) -> Vec<u8> {
    // A picture is no text, and has no script.
    let text = std::str::from_utf8(page).unwrap_or_default();
    let Some((before, rest)) = text.split_once("<script src=\"/__briefpress/client.js?") else {
        return page.to_vec();
    };
    let (_, after) = rest
        .split_once("\" defer></script>")
        .expect("it has an end");
    format!("{before}{after}").into_bytes()
}

/// Compares every route and every message with those of a build of the same folder. Gives how many routes there were;
/// none if the build has errors.
fn compare(edits: &Edits, way: &Way, client: &mut Client) -> usize {
    let story = || edits.story.join("\n");
    let checked = Sources::read(&edits.site.folder).unwrap();
    let (mut sources, mut told) = (checked.value, checked.diagnostics);
    let loaded = press::load(&mut sources, &way.options());
    told.extend(loaded.diagnostics);
    told.retain(|d| d.severity != Severity::Note);
    told.sort_by(|a, b| {
        a.severity
            .cmp(&b.severity)
            .then(diagnostic::order(a, b, &sources))
    });
    let press = loaded.value.expect("it can be loaded");

    let state = client.get("/__briefpress/state.json?path=/nowhere/").json();
    let told = serde_json::to_value(json::entries(&told, &sources)).unwrap();
    let (built, served) = (
        told.as_array().unwrap(),
        state["diagnostics"].as_array().unwrap(),
    );
    let shown = |entries: &[serde_json::Value]| -> Vec<String> {
        let key = |e: &serde_json::Value| {
            format!(
                "{} {} {} {} {}",
                e["code"], e["file"], e["line"], e["column"], e["message"]
            )
        };
        let mut shown: Vec<String> = entries.iter().map(key).collect();
        shown.sort();
        shown
    };
    assert_eq!(shown(built), shown(served), "{}", story());
    if built.iter().any(|entry| entry["severity"] == "error") {
        // The home page is there, at the base path of the last good site.
        let home = client.get("/");
        let home = home
            .header("location")
            .map_or(home.clone(), |place| client.get(place));
        assert_eq!(home.status, 200, "{}", story());
        return 0;
    }

    let base = press.site().config.base_path().to_owned();
    let built = build_in(&edits.site.folder, way.build, &story());
    for (url, expected) in &built {
        let answer = client.get(&format!("{base}{url}"));
        assert_eq!(answer.status, 200, "{url}\n{}", story());
        let answer = without_script(&answer.body);
        assert!(
            answer == *expected,
            "{url} is not what is built after\n{}\n--- built\n{}\n--- served\n{}",
            story(),
            String::from_utf8_lossy(expected),
            String::from_utf8_lossy(&answer)
        );
    }
    built.len()
}

/// The files that `briefpress build` writes of the site in `folder`, by address. `story` is told if it does not.
pub fn build_in(folder: &Path, arguments: &[&str], story: &str) -> Vec<(String, Vec<u8>)> {
    let above = tempfile::tempdir().unwrap();
    let out = above.path().join("out");
    let built = Command::new(env!("CARGO_BIN_EXE_briefpress"))
        .args(["build", "--today", "2026-03-01", "--out"])
        .arg(&out)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .output()
        .unwrap();
    assert!(
        built.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&built.stderr),
        story
    );
    let files = walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap);
    let mut files: Vec<_> = files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(&out).unwrap().to_str().unwrap();
            let page = path
                .strip_suffix("index.html")
                .filter(|p| p.is_empty() || p.ends_with('/'));
            // By which the next build knows a folder of its own; no host shows it.
            let is_ours = path == ".briefpress" || path.starts_with(".briefpress/");
            (!is_ours).then(|| {
                (
                    format!("/{}", page.unwrap_or(path)),
                    std::fs::read(entry.path()).unwrap(),
                )
            })
        })
        .collect();
    files.sort();
    files
}

/// Edits a served site in `sequences` sequences, and compares after each. Gives how often every page was compared.
fn hold(seed: u64, sequences: usize, way: &Way) -> usize {
    println!("seed {seed}");
    let mut edits = Edits::new(seed);
    let mut random = Random::new(!seed);
    let server = Server::start(&edits.site.folder, way.arguments);
    let mut client = server.client();
    let mut compared = 0;
    for sequence in 0..sequences {
        edits
            .story
            .push(format!("-- seed {seed}, sequence {sequence}"));
        for _ in 0..random.below(4) + 1 {
            edits.edit();
            if random.one_in(3) {
                std::thread::sleep(std::time::Duration::from_millis(random.next() % 12));
            }
        }
        if sequence % 4 == 3 {
            edits.mend_all();
        }
        // Seen only after all that came before it.
        let marker = format!("marker-{sequence}.txt");
        edits.site.write(&format!("static/{marker}"), "here");
        wait_for("the marker", || {
            let bases = ["", "/repo"].iter();
            bases
                .map(|base| client.get(&format!("{base}/{marker}")))
                .find(|a| a.status == 200)
        });
        edits.site.delete(&format!("static/{marker}"));
        wait_for("the marker to go", || {
            let mut bases = ["", "/repo"].iter();
            bases
                .all(|base| client.get(&format!("{base}/{marker}")).status == 404)
                .then_some(())
        });
        compared += usize::from(compare(&edits, way, &mut client) > 0);
    }
    println!("seed {seed}: {compared} of {sequences} states were good");
    compared
}

/// The long form, when `BRIEFPRESS_LONG` is set: some 500 sequences.
pub fn long() -> bool {
    std::env::var_os("BRIEFPRESS_LONG").is_some()
}

/// Holds the law for several seeds; `BRIEFPRESS_SEED` is the first, and `BRIEFPRESS_SEEDS` says how many.
fn hold_all(way: &Way, [short, long_form]: [(u64, usize); 2]) {
    let (seeds, sequences) = if long() { long_form } else { short };
    let number = |name| std::env::var(name).ok().and_then(|seed| seed.parse().ok());
    let first = number("BRIEFPRESS_SEED").unwrap_or(20_260_301);
    let seeds = number("BRIEFPRESS_SEEDS").unwrap_or(seeds);
    let hold = |seed| hold(first + seed, sequences, way);
    let compared: usize = (0..seeds).map(hold).sum();
    let all = sequences * usize::try_from(seeds).unwrap();
    assert!(
        compared * 3 >= all,
        "only {compared} of {all} states were good"
    );
}

#[test]
fn what_is_served_is_what_is_built_after_any_edits() {
    hold_all(&USUAL, [(3, 12), (25, 20)]);
}

#[test]
fn what_is_held_back_is_held_back_after_any_edits() {
    hold_all(&AS_READERS_SEE_IT, [(1, 12), (5, 20)]);
}

#[test]
fn what_is_served_is_what_is_built_where_changes_are_looked_for() {
    hold_all(&POLLING, [(1, 3), (2, 20)]);
}
