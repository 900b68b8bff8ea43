//! Folders of every kind, and what is read of them.

use std::fs;

use super::*;

fn site(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    site
}

fn paths(sources: &Sources) -> Vec<&str> {
    sources.iter().map(|file| &*file.path).collect()
}

/// `code path start`, one a line.
fn problems(checked: &Checked<Sources>) -> Vec<String> {
    let show = |d: &Diagnostic| {
        let span = d.span.unwrap();
        let path = &checked.value.file(span.source).path;
        format!("{} {path} {}", d.code.as_str(), span.start)
    };
    checked.diagnostics.iter().map(show).collect()
}

#[test]
fn only_the_folders_of_a_site_are_read_in_order_of_path() {
    let site = site(&[
        ("site.yaml", b"title: x"),
        ("README.md", b"no"),
        ("public/index.html", b"no"),
        ("content/briefs/b.md", b"b"),
        ("content/briefs/a/index.md", b"a"),
        ("content/briefs/a/photo.PNG", b"\x89PNG"),
        ("content/.hidden.md", b"no"),
        ("content/briefs/.#b.md", b"no"),
        ("content/briefs/b.md~", b"no"),
        ("content/.git/config.md", b"no"),
        ("static/.DS_Store", b"no"),
        ("static/.well-known/security.txt", b"yes"),
        ("static/sub/.well-known/x", b"no"),
        ("static/latin1.txt", b"caf\xE9"),
        ("themes/own/theme.yaml", b"name: own"),
        ("themes/own/static/font.woff2", b"wOF2"),
    ]);
    let checked = Sources::read(site.path()).unwrap();
    assert_eq!(checked.diagnostics, []);
    let sources = &checked.value;
    assert_eq!(
        paths(sources),
        [
            "content/briefs/a/index.md",
            "content/briefs/a/photo.PNG",
            "content/briefs/b.md",
            "site.yaml",
            "static/.well-known/security.txt",
            "static/latin1.txt",
            "themes/own/static/font.woff2",
            "themes/own/theme.yaml",
        ]
    );
    let on_disk = |path| {
        matches!(
            sources.by_path(path).unwrap().content,
            Content::OnDisk { .. }
        )
    };
    assert!(on_disk("static/latin1.txt"));
    assert!(on_disk("content/briefs/a/photo.PNG"));
    assert!(!on_disk("content/briefs/b.md"));
    let photo = sources.by_path("content/briefs/a/photo.PNG").unwrap().id;
    assert_eq!(&*sources.bytes(photo).unwrap(), b"\x89PNG");
}

#[test]
fn an_empty_folder_is_an_empty_site_and_a_missing_one_a_fault() {
    let site = site(&[]);
    assert_eq!(paths(&Sources::read(site.path()).unwrap().value), [""; 0]);
    assert!(Sources::read(&site.path().join("none")).is_err());
}

#[test]
fn a_byte_order_mark_goes_and_bad_bytes_are_shown_where_they_are() {
    let site = site(&[
        ("content/briefs/bom.md", b"\xEF\xBB\xBFtext"),
        ("content/briefs/latin1.md", b"\xEF\xBB\xBFone\ncaf\xE9 two"),
        ("content/briefs/utf16.md", b"\xFF\xFEa\0"),
    ]);
    let checked = Sources::read(site.path()).unwrap();
    assert!(matches!(
        &checked.value.by_path("content/briefs/bom.md").unwrap().content,
        Content::Text(text) if &**text == "text"
    ));
    assert_eq!(
        problems(&checked),
        [
            "not-utf8 content/briefs/latin1.md 7",
            "not-utf8 content/briefs/utf16.md 0"
        ]
    );
    assert_eq!(
        checked.diagnostics[1].message,
        "the file is UTF-16, not UTF-8"
    );
    assert_eq!(checked.value.refused().count(), 2);
    assert_eq!(paths(&checked.value), ["content/briefs/bom.md"]);
}

#[test]
fn a_text_may_be_as_large_as_the_limit_and_no_larger() {
    let limit = usize::try_from(MAX_TEXT).unwrap();
    let site = site(&[
        ("content/briefs/fits.md", &vec![b'a'; limit]),
        ("content/briefs/large.md", &vec![b'a'; limit + 1]),
        ("static/large.txt", &vec![b'a'; limit + 1]),
    ]);
    let checked = Sources::read(site.path()).unwrap();
    assert_eq!(
        problems(&checked),
        ["file-too-large content/briefs/large.md 0"]
    );
    assert_eq!(
        paths(&checked.value),
        ["content/briefs/fits.md", "static/large.txt"]
    );
}

#[test]
fn the_other_spelling_of_the_config_is_told() {
    let site = site(&[("site.yml", b"title: x")]);
    let checked = Sources::read(site.path()).unwrap();
    assert_eq!(problems(&checked), ["stray-file site.yml 0"]);
}

#[test]
fn one_file_that_can_t_be_read_is_told_and_the_others_are_read() {
    let site = site(&[("content/a.md", b"a"), ("content/b.md/x.md", b"x")]);
    let text = |path: &str| Found {
        path: path.to_owned(),
        what: What::Text,
    };
    // Between the walk and the reading one became a folder, and one vanished.
    let found = ["content/a.md", "content/b.md", "content/c.md"].map(text);
    let mut sources = Sources::default();
    let mut told = Vec::new();
    for (path, read) in contents(site.path(), found.into()).unwrap() {
        fill(&mut sources, &path, read, &mut told);
    }
    assert_eq!(paths(&sources), ["content/a.md"]);
    let refused: Vec<&str> = sources.refused().map(|file| &*file.path).collect();
    assert_eq!(refused, ["content/b.md"]);
    let told: Vec<_> = told.iter().map(|d| (d.code, &*d.message)).collect();
    assert_eq!(
        told,
        [(
            Code::UnreadableFile,
            "the file can't be read: not a regular file"
        )]
    );
}

#[cfg(unix)]
#[test]
fn links_and_pipes_and_strange_names_are_told_and_never_followed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    let outside = site(&[("secret.md", b"secret")]);
    let site = site(&[("content/briefs/a.md", b"a")]);
    let root = site.path();
    symlink(
        outside.path().join("secret.md"),
        root.join("content/briefs/leaf.md"),
    )
    .unwrap();
    symlink(outside.path(), root.join("content/briefs/folder")).unwrap();
    symlink(outside.path(), root.join("static")).unwrap();
    symlink("..", root.join("content/loop")).unwrap();
    let pipe = root.join("content/pipe.md");
    rustix::fs::mkfifoat(rustix::fs::CWD, pipe, rustix::fs::Mode::RUSR).unwrap();
    let odd = root.join(OsStr::from_bytes(b"content/odd-\xFF"));
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join("x.md"), "x").unwrap();
    fs::write(root.join("themes"), "a file").unwrap();

    let checked = Sources::read(root).unwrap();
    assert_eq!(paths(&checked.value), ["content/briefs/a.md"]);
    assert_eq!(
        problems(&checked),
        [
            "symlink-ignored content/briefs/folder 0",
            "symlink-ignored content/briefs/leaf.md 0",
            "symlink-ignored content/loop 0",
            "not-utf8 content/odd-\u{FFFD} 0",
            "stray-file content/pipe.md 0",
            "symlink-ignored static 0",
            "stray-file themes 0",
        ]
    );
}

#[test]
fn a_path_keeps_its_id_and_files_are_listed_by_path() {
    let mut sources = Sources::from_memory([("b", "1"), ("a", "2")]);
    let id = sources.by_path("b").unwrap().id;
    assert_eq!(sources.add("b", Content::Text("3".into())), id);
    assert_eq!(&*sources.bytes(id).unwrap(), b"3");
    assert_eq!(paths(&sources), ["a", "b"]);
}
