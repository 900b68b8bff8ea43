//! What the workflows of GitHub Actions may do: ours, and the one that `init --host github-pages` writes.

use std::fs;
use std::path::{Path, PathBuf};

/// Every workflow of this repository, and the template of one.
fn workflows() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = fs::read_dir(root.join(".github/workflows")).expect("the repository has workflows");
    let mut paths: Vec<PathBuf> = ours.map(|entry| entry.expect("a file").path()).collect();
    paths.push(root.join("src/scaffold/start/pages.yml"));
    paths.sort();
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a workflow is text");
        (path, text)
    };
    paths.into_iter().map(text).collect()
}

/// `owner/name@<40 hex digits> # v1.2.3`.
fn is_pinned(action: &str) -> bool {
    let Some((pin, version)) = action.split_once(" # v") else {
        return false;
    };
    let Some((_, commit)) = pin.split_once('@') else {
        return false;
    };
    commit.len() == 40
        && commit.bytes().all(|b| b.is_ascii_hexdigit())
        && version.split('.').count() == 3
        && version.split('.').all(|part| part.parse::<u16>().is_ok())
}

#[test]
fn actions_are_pinned_to_commits() {
    let mut seen = 0;
    for (path, text) in workflows() {
        for line in text.lines() {
            let step = line.trim_start().trim_start_matches("- ");
            if let Some(action) = step.strip_prefix("uses: ") {
                assert!(is_pinned(action), "{}: {action}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen >= 8, "only {seen} actions found");
}

#[test]
fn a_tag_or_a_branch_is_no_pin() {
    for action in [
        "actions/checkout@v4",
        "actions/checkout@main # v4.2.2",
        "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683",
        "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4",
    ] {
        assert!(!is_pinned(action), "{action}");
    }
}

/// What each workflow may do at most, read off its `permissions`.
#[test]
fn permissions_are_the_least() {
    let mut rights = String::new();
    for (path, text) in workflows() {
        let name = path.file_name().expect("a file").to_string_lossy();
        let workflow: serde_yaml::Value = serde_yaml::from_str(&text).expect("a workflow is YAML");
        rights += &format!("{name}: {}\n", granted(&workflow["permissions"]));
        let jobs = workflow["jobs"].as_mapping().expect("a workflow has jobs");
        for (job, body) in jobs {
            let job = job.as_str().expect("a job has a name");
            // What comes from outside is no part of a script: it would be run.
            let steps = body["steps"].as_sequence().expect("a job has steps");
            for run in steps.iter().filter_map(|step| step.get("run")?.as_str()) {
                assert!(!run.contains("${{"), "{name}, {job}: {run}");
            }
            assert!(
                body.get("timeout-minutes").is_some(),
                "{name}, {job} may run for hours"
            );
            if let Some(permissions) = body.get("permissions") {
                rights += &format!("{name}, {job}: {}\n", granted(permissions));
            }
        }
        // A token that stays in the clone could be read by whatever the job runs.
        assert_eq!(
            text.matches("actions/checkout@").count(),
            text.matches("persist-credentials: false").count(),
            "{name}"
        );
    }
    insta::assert_snapshot!(rights);
}

/// `contents: read, pages: write`. Without a word, a token may do whatever the repository's settings allow.
fn granted(permissions: &serde_yaml::Value) -> String {
    let map = permissions
        .as_mapping()
        .expect("permissions are named one by one");
    let each = map.iter().map(|(what, how)| {
        let (what, how) = (
            what.as_str().expect("a name"),
            how.as_str().expect("a word"),
        );
        format!("{what}: {how}")
    });
    each.collect::<Vec<_>>().join(", ")
}
