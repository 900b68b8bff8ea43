use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rayon::prelude::*;
use tempfile::TempDir;

use super::*;

/// A site with one brief and one static file, in a folder of its own.
fn site() -> (TempDir, PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let site = above.path().join("site");
    for (file, text) in [
        ("content/briefs/a.md", "a"),
        ("static/x.css", "x"),
        ("site.yaml", "title: t"),
    ] {
        fs::create_dir_all(site.join(file).parent().unwrap()).unwrap();
        fs::write(site.join(file), text).unwrap();
    }
    (above, site)
}

/// Every path under `folder` and what is there: `/`, a link's target, or a file's text.
fn listing(folder: &Path) -> BTreeMap<String, String> {
    let show = |entry: walkdir::DirEntry| {
        let path = entry
            .path()
            .strip_prefix(folder)
            .unwrap()
            .display()
            .to_string();
        let what = match entry.file_type() {
            kind if kind.is_dir() => "/".to_owned(),
            kind if kind.is_symlink() => fs::read_link(entry.path()).unwrap().display().to_string(),
            _ => fs::read_to_string(entry.path()).unwrap(),
        };
        (path, what)
    };
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| show(entry.unwrap()))
        .collect()
}

fn prepare(out: &Path, site: &Path) -> Result<Output> {
    Output::prepare_with(out, site, None, Exchange::IfPossible)
}

/// Builds a folder of these files, all at once.
fn build(out: &Path, site: &Path, exchange: Exchange, files: &[(&str, &str)]) -> Result<Summary> {
    let output = Output::prepare_with(out, site, None, exchange)?;
    files
        .par_iter()
        .try_for_each(|(file, text)| output.write(file, Body::Bytes(text.as_bytes())))?;
    output.commit()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const BOTH: [Exchange; 2] = [Exchange::IfPossible, Exchange::Never];

#[test]
fn a_build_replaces_the_one_before_as_a_whole() {
    for exchange in BOTH {
        let (above, site) = site();
        let out = site.join("public");
        let first = [
            ("index.html", "1"),
            ("briefs/a/index.html", "1"),
            ("briefs/b/index.html", "1"),
        ];
        let summary = build(&out, &site, exchange, &first).unwrap();
        assert_eq!(summary, Summary { files: 3, bytes: 3 });
        build(&out, &site, exchange, &[("index.html", "2"), ("a", "b")]).unwrap();
        assert_eq!(names(&out), [".briefpress", "a", "index.html"]);
        assert_eq!(fs::read_to_string(out.join("index.html")).unwrap(), "2");
        assert_eq!(names(&site), ["content", "public", "site.yaml", "static"]);
        assert_eq!(names(above.path()), ["site"]);
    }
}

#[test]
fn an_empty_folder_may_be_taken_and_missing_ones_are_made() {
    let (_above, site) = site();
    fs::create_dir(site.join("empty")).unwrap();
    for out in ["empty", "deep/er/public", "./x/../empty/", "public/"] {
        if out.contains("..") {
            fs::create_dir_all(site.join("x")).unwrap();
        }
        build(&site.join(out), &site, Exchange::IfPossible, &[("a", "1")]).unwrap();
        assert_eq!(names(&site.join(out)), [".briefpress", "a"], "{out}");
    }
}

#[test]
fn what_nobody_wants_to_lose_is_refused_and_not_touched() {
    let (above, site) = site();
    let home = above.path().join("home");
    let write = |path: &str| {
        let path = above.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "precious").unwrap();
    };
    write("home/letter");
    write("foreign/file");
    write("lookalike/.briefpress");
    write("file");
    fs::create_dir(above.path().join("empty")).unwrap();
    fs::create_dir(above.path().join("home/me")).unwrap();
    let mut outs = vec![
        ".",
        "..",
        "/",
        "",
        "./",
        "../..",
        "site",
        "site/",
        "site/.",
        "site/content/..",
        "site/../site",
        "site/content",
        "site/content/briefs",
        "site/content/new",
        "site/static",
        "site/themes",
        "site/themes/new/static",
        "site/site.yaml",
        "site/content/../static",
        "site/Content",
        "site/STATIC/x",
        "home",
        "home/me",
        "foreign",
        "lookalike",
        "file",
        "file/public",
        "none/../public",
        ".",
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("empty", above.path().join("link")).unwrap();
        symlink("nowhere", above.path().join("dangling")).unwrap();
        symlink("site/content", above.path().join("to-content")).unwrap();
        symlink("site", above.path().join("to-site")).unwrap();
        outs.extend([
            "link",
            "link/",
            "dangling",
            "dangling/public",
            "to-content/new",
            "to-content/briefs",
            "to-site",
            "to-site/static",
            "to-site/content/../themes",
        ]);
    }
    let before = listing(above.path());
    for out in outs {
        // Some of these mean something else when they are joined to a folder.
        let alone = matches!(out, "." | ".." | "/" | "" | "./" | "../..");
        let out = if alone {
            PathBuf::from(out)
        } else {
            above.path().join(out)
        };
        let home = home.join("me");
        let fault = Output::prepare_with(&out, &site, Some(&home), Exchange::IfPossible)
            .expect_err(&format!("{out:?} was taken"));
        assert!(!fault.to_string().is_empty());
        assert_eq!(listing(above.path()), before, "{out:?} touched something");
    }
}

#[test]
fn only_one_file_can_be_at_a_path_and_both_are_named() {
    let (_above, site) = site();
    let output = prepare(&site.join("public"), &site).unwrap();
    let write = |file: &str| {
        output
            .write(file, Body::Bytes(b"x"))
            .map_err(|e| e.to_string())
    };
    write("a/b").unwrap();
    write("c").unwrap();
    assert_eq!(
        write("a/b").unwrap_err(),
        r#"two pages want to be the same file: "a/b""#
    );
    for (file, names) in [("a", ["\"a\"", "\"a/b\""]), ("c/d", ["\"c\"", "\"c/d\""])] {
        let fault = write(file).unwrap_err();
        assert!(names.iter().all(|name| fault.contains(name)), "{fault}");
    }
    write("a/c").unwrap();
}

#[test]
fn no_file_is_written_outside_the_folder() {
    let (above, site) = site();
    let before = listing(&site);
    let output = prepare(&site.join("public"), &site).unwrap();
    let absolute = above.path().join("x").display().to_string();
    for file in [
        "",
        "/",
        "../x",
        "a/../../x",
        "a//b",
        "./a",
        "a/.",
        "a/",
        "a\\..\\x",
        "a\0b",
        ".briefpress",
        &absolute,
    ] {
        assert!(
            output.write(file, Body::Bytes(b"x")).is_err(),
            "{file:?} was written"
        );
    }
    drop(output);
    assert_eq!(listing(&site), before);
}

#[test]
fn an_output_that_is_not_committed_leaves_no_trace() {
    let (_above, site) = site();
    let out = site.join("public");
    build(&out, &site, Exchange::IfPossible, &[("a", "1")]).unwrap();
    let before = listing(&site);
    let output = prepare(&out, &site).unwrap();
    output.write("b", Body::Bytes(b"2")).unwrap();
    drop(output);
    assert_eq!(listing(&site), before);
}

#[test]
fn a_second_run_at_the_same_time_says_so_and_disturbs_nothing() {
    let (_above, site) = site();
    let out = site.join("public");
    let first = prepare(&out, &site).unwrap();
    first.write("a", Body::Bytes(b"1")).unwrap();
    let fault = prepare(&out, &site).unwrap_err();
    assert!(fault.to_string().contains("another briefpress"), "{fault}");
    // A folder beside it is another matter.
    build(
        &site.join("other"),
        &site,
        Exchange::IfPossible,
        &[("a", "2")],
    )
    .unwrap();
    first.commit().unwrap();
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "1");
    build(&out, &site, Exchange::IfPossible, &[("a", "3")]).unwrap();
}

#[test]
fn a_folder_that_became_a_strangers_meanwhile_is_kept() {
    for exchange in BOTH {
        let (_above, site) = site();
        let out = site.join("public");
        let output = Output::prepare_with(&out, &site, None, exchange).unwrap();
        output.write("a", Body::Bytes(b"1")).unwrap();
        fs::create_dir(&out).unwrap();
        fs::write(out.join("letter"), "precious").unwrap();
        let before = listing(&out);
        assert!(output.commit().is_err());
        assert_eq!(listing(&out), before);
        assert_eq!(names(&site), ["content", "public", "site.yaml", "static"]);
    }
}

#[test]
fn leftovers_of_killed_runs_go_and_strangers_stay() {
    let (_above, site) = site();
    let out = site.join("public");
    let make = |folder: &str, file: &str, text: &str| {
        fs::create_dir_all(site.join(folder)).unwrap();
        fs::write(site.join(folder).join(file), text).unwrap();
    };
    // An old tree, moved away by a run that was killed before it could put the new one in its place.
    make(".public.briefpress-old", MARKER, &target::marker());
    make(".public.briefpress-old", "a", "old");
    // A tree in the making, and one that was not even marked.
    make(".public.briefpress-abc123", MARKER, &target::marker());
    fs::create_dir(site.join(".public.briefpress-def456")).unwrap();
    // Not ours: no marker, another name.
    make(".public.briefpress-stran9", "letter", "precious");
    make(".public.briefpress-backups", MARKER, &target::marker());
    fs::write(site.join(".public.briefpress-lock"), "").unwrap();

    drop(prepare(&out, &site).unwrap());
    assert_eq!(fs::read_to_string(out.join("a")).unwrap(), "old");
    assert_eq!(
        names(&site),
        [
            ".public.briefpress-backups",
            ".public.briefpress-stran9",
            "content",
            "public",
            "site.yaml",
            "static"
        ]
    );
}

#[test]
fn files_from_disk_are_copied() {
    let (_above, site) = site();
    let output = prepare(&site.join("public"), &site).unwrap();
    let file = File::open(site.join("static/x.css")).unwrap();
    output.write("x.css", Body::File(file)).unwrap();
    assert_eq!(output.commit().unwrap(), Summary { files: 1, bytes: 1 });
    assert_eq!(fs::read_to_string(site.join("public/x.css")).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn modes_do_not_depend_on_the_source_or_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_above, site) = site();
    fs::set_permissions(site.join("static/x.css"), fs::Permissions::from_mode(0o600)).unwrap();
    let mut output = prepare(&site.join("public"), &site).unwrap();
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    output.modes = Modes::for_any_umask();
    output
        .write(
            "a/b/x.css",
            Body::File(File::open(site.join("static/x.css")).unwrap()),
        )
        .unwrap();
    output.commit().unwrap();
    let out = site.join("public");
    for (path, expected) in [
        ("", 0o755),
        ("a", 0o755),
        ("a/b", 0o755),
        ("a/b/x.css", 0o644),
        (MARKER, 0o644),
    ] {
        assert_eq!(mode(&out.join(path)), expected, "{path}");
    }
}

/// How many files a generation of the kill test has.
const GENERATION: usize = 60;

fn build_generation(site: &Path, exchange: Exchange, generation: u64) {
    let files: Vec<_> = (0..GENERATION)
        .map(|i| format!("{}/{i}/index.html", i % 7))
        .collect();
    let text = generation.to_string();
    let files: Vec<_> = files.iter().map(|file| (&**file, &*text)).collect();
    build(&site.join("public"), site, exchange, &files).unwrap();
}

/// Which generation a folder is; panics if it is a mix or has holes.
fn generation(out: &Path) -> u64 {
    let files: Vec<_> = listing(out)
        .into_iter()
        .filter(|(path, text)| text != "/" && path != MARKER)
        .collect();
    assert_eq!(files.len(), GENERATION);
    let first = &files[0].1;
    assert!(
        files.iter().all(|(_, text)| text == first),
        "a mix of generations"
    );
    first.parse().unwrap()
}

/// The other half of the test below: builds generation after generation until it is killed.
#[test]
#[ignore = "runs in a child process of the kill test"]
fn kill_child() {
    let Some(site) = std::env::var_os("BRIEFPRESS_KILL_SITE") else {
        return;
    };
    let exchange = match std::env::var("BRIEFPRESS_KILL_EXCHANGE").as_deref() {
        Ok("never") => Exchange::Never,
        _ => Exchange::IfPossible,
    };
    let site = PathBuf::from(site);
    let first = generation(&site.join("public")) + 1;
    // Not by `print!`, which the test harness would hold back.
    let tell = |sign: &[u8]| {
        io::stdout().write_all(sign).unwrap();
        io::stdout().flush().unwrap();
    };
    tell(b"+");
    for generation in first.. {
        build_generation(&site, exchange, generation);
        tell(b"#");
    }
}

#[test]
fn killed_at_any_moment_the_folder_is_old_or_new_and_whole() {
    for exchange in BOTH {
        let (_above, site) = site();
        let out = site.join("public");
        build_generation(&site, exchange, 0);
        for round in 0..25u64 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["write::tests::kill_child", "--exact", "--ignored"])
                .env("BRIEFPRESS_KILL_SITE", &site)
                .env(
                    "BRIEFPRESS_KILL_EXCHANGE",
                    match exchange {
                        Exchange::Never => "never",
                        Exchange::IfPossible => "possible",
                    },
                )
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut signs = BufReader::new(child.stdout.take().unwrap());
            let mut wait_for = |sign| assert!(signs.skip_until(sign).unwrap() > 0);
            wait_for(b'+');
            if round % 2 == 1 {
                // Every other child may finish something first, however slow the machine is.
                wait_for(b'#');
            }
            std::thread::sleep(Duration::from_micros(round * 7_919 % 20_000));
            child.kill().unwrap();
            child.wait().unwrap();
            if exchange == Exchange::IfPossible {
                // Where folders can change places there is no moment without one.
                generation(&out);
            }
            // The next run mends what is left, whatever it was.
            drop(prepare(&out, &site).unwrap());
            generation(&out);
            let left = ["content", "public", "site.yaml", "static"];
            assert_eq!(names(&site), left, "round {round}");
        }
        assert!(generation(&out) >= 12, "children finished nothing");
    }
}

#[test]
fn a_tree_whose_marker_was_never_finished_is_cleared_away() {
    let (_above, site) = site();
    let out = site.join("public");
    let left = site.join(".public.briefpress-a1B2c3");
    fs::create_dir(&left).unwrap();
    fs::write(left.join(MARKER), "").unwrap();
    let foreign = site.join(".public.briefpress-d4E5f6");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("mine.txt"), "kept").unwrap();
    drop(prepare(&out, &site).unwrap());
    assert!(!left.exists());
    assert!(foreign.join("mine.txt").exists());
}

#[test]
fn folders_that_were_made_for_nothing_go_again() {
    let (above, site) = site();
    let out = site.join("deep/er/public");
    drop(prepare(&out, &site).unwrap());
    assert_eq!(names(&site), ["content", "site.yaml", "static"]);
    // A folder where the lock should be.
    fs::create_dir_all(site.join("other/.public.briefpress-lock")).unwrap();
    assert!(prepare(&site.join("other/public"), &site).is_err());
    assert_eq!(names(&site.join("other")), [".public.briefpress-lock"]);
    assert_eq!(names(above.path()), ["site"]);
}

#[test]
fn a_file_is_written_in_parts() {
    let (_above, site) = site();
    let out = site.join("public");
    let output = prepare(&out, &site).unwrap();
    output.write("data/a.csv", Body::Bytes(b"a")).unwrap();
    output.append("data/a.csv", b"b").unwrap();
    output.append("data/a.csv", b"c").unwrap();
    // What was not begun is not begun by this.
    output.append("data/b.csv", b"b").unwrap_err();
    let summary = output.commit().unwrap();
    assert_eq!((summary.files, summary.bytes), (1, 3));
    assert_eq!(fs::read_to_string(out.join("data/a.csv")).unwrap(), "abc");
    assert!(!out.join("data/b.csv").exists());
}
