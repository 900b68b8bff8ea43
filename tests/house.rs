//! The rules of the house, read off its own source: which room may use which, and who alone knows a library, the
//! disk or the clock.
//!
//! Tests inside the rooms may use what they like; they are left out.

#![allow(
    clippy::unwrap_used,
    reason = "a test ends where its helper can't go on"
)]

use std::fs;
use std::path::Path;

/// Every room, and the rooms it may use. A room may only use rooms that are above it here.
const ROOMS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("fault", &[]),
    ("source", &["diagnostic", "fault"]),
    ("model", &[]),
    ("schema", &[]),
    ("scaffold", &["model", "schema"]),
    ("picture", &[]),
    ("markdown", &["diagnostic", "model"]),
    ("parse", &["diagnostic", "model", "markdown"]),
    ("link", &["diagnostic", "model", "markdown", "parse"]),
    (
        "view",
        &["diagnostic", "model", "markdown", "parse", "link"],
    ),
    (
        "render",
        &["diagnostic", "source", "model", "markdown", "view"],
    ),
    (
        "publish",
        &["diagnostic", "model", "markdown", "parse", "link", "view"],
    ),
    (
        "press",
        &[
            "diagnostic",
            "fault",
            "source",
            "model",
            "picture",
            "markdown",
            "parse",
            "link",
            "view",
            "render",
            "publish",
        ],
    ),
    ("import", &["diagnostic", "model", "markdown", "parse"]),
    // What is elsewhere: nothing that makes pages knows it.
    (
        "online",
        &["diagnostic", "model", "markdown", "parse", "link"],
    ),
    ("write", &["fault"]),
    (
        "serve",
        &[
            "diagnostic",
            "fault",
            "source",
            "model",
            "picture",
            "markdown",
            "link",
            "publish",
            "press",
        ],
    ),
    (
        "cli",
        &[
            "diagnostic",
            "fault",
            "source",
            "model",
            "picture",
            "schema",
            "scaffold",
            "link",
            "view",
            "render",
            "publish",
            "press",
            "import",
            "online",
            "write",
            "serve",
        ],
    ),
    // No part of a program: the laws of the others, for tests and for the fuzzer.
    (
        "fuzzing",
        &[
            "diagnostic",
            "model",
            "source",
            "markdown",
            "parse",
            "link",
            "press",
            "publish",
            "import",
            "serve",
        ],
    ),
];

/// Words that only some rooms may write. `std::` stands before a module of the standard library, and a lone `::` before
/// the name of something that belongs to a type.
const KEPT: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["markdown"]),
    ("ImageReader", &["picture"]),
    ("fast_image_resize", &["picture"]),
    ("webp", &["picture"]),
    ("syntect", &["markdown"]),
    ("two_face", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("serde_yaml", &["parse", "render"]),
    // Posts of other generators keep the spelling of every value, which parse has no need of.
    ("saphyr_parser", &["parse", "import"]),
    ("toml", &["import"]),
    ("htmd", &["import"]),
    ("markup5ever_rcdom", &["import"]),
    ("encoding_rs", &["import"]),
    ("aho_corasick", &["link"]),
    ("rust_stemmers", &["publish"]),
    // link: names of files that some disks take for one.
    ("unicode_normalization", &["link", "publish"]),
    ("unicode_bidi", &["publish"]),
    ("rustybuzz", &["publish"]),
    ("tiny_skia", &["publish"]),
    ("png", &["publish"]),
    ("tera", &["render"]),
    ("rust_embed", &["render"]),
    ("annotate_snippets", &["diagnostic"]),
    ("walkdir", &["source"]),
    ("rustix", &["cli", "source", "write"]),
    ("tempfile", &["write"]),
    // The theme contract describes itself: its schema and its reference are printed from its own types.
    ("schemars", &["schema", "view"]),
    // The only room that speaks to the network.
    ("ureq", &["online"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("console", &["cli"]),
    ("SystemTime", &["serve", "cli"]),
    // online: hosts are left alone for a while between two requests.
    ("Instant", &["serve", "online", "cli"]),
    ("::now", &["serve", "online", "cli"]),
    ("std::fs", &["source", "write", "serve", "cli"]),
    ("std::net", &["serve", "online", "cli"]),
    ("std::env", &["write", "cli"]),
    ("std::process", &["cli", "main"]),
];

/// A piece of Rust: a word, or one other character. Comments, strings and test code are gone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
}

fn tokens(code: &str) -> Vec<Token> {
    // A module of tests ends its file.
    let tests = code.match_indices("\nmod tests {").find(|(at, _)| {
        let attribute = code[..*at].rsplit('\n').next().unwrap();
        attribute.starts_with("#[cfg(") && attribute.contains("test")
    });
    let mut tokens = Vec::new();
    let mut rest = tests.map_or(code, |(at, _)| &code[..at]);
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if c == '"' {
            rest = after_string(&rest[1..]);
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            rest = raw.split_once("\"#").map_or("", |(_, rest)| rest);
        } else if c.is_alphanumeric() || c == '_' {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if let Some(end) = char_literal(rest) {
            rest = &rest[end..];
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    tokens
}

fn after_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

/// The length of a character literal at the start of `text`; `None` for a lifetime or anything else.
fn char_literal(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let mut chars = inner.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        return inner[2..].find('\'').map(|end| end + 4);
    }
    let (at, second) = chars.next()?;
    (second == '\'').then_some(at + 2)
}

/// The first names of all paths that begin at `root`: `crate` or a library. `depth` is how many `super::` lead to the
/// root of this crate.
fn used_of(root: &str, tokens: &[Token], depth: usize) -> Vec<String> {
    let colons = |at: usize| {
        matches!(
            tokens.get(at..at + 2),
            Some([Token::Mark(':'), Token::Mark(':')])
        )
    };
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => Some(word.as_str()),
        _ => None,
    };
    let mut used = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = at;
        at += 1;
        let mut supers = 0;
        let mut next = match word(start) {
            Some(word) if word == root && colons(start + 1) => start + 3,
            Some("super") if colons(start + 1) => next_after_supers(tokens, start, &mut supers),
            _ => continue,
        };
        if supers > 0 {
            at = next;
            if supers < depth {
                continue;
            }
        }
        match tokens.get(next) {
            Some(Token::Word(name)) => used.push(name.clone()),
            // A group: the first word after its brace and after each comma of its own level.
            Some(Token::Mark('{')) => {
                let mut level = 0;
                let mut expected = true;
                while let Some(token) = tokens.get(next) {
                    match token {
                        Token::Mark('{') => level += 1,
                        Token::Mark('}') if level == 1 => break,
                        Token::Mark('}') => level -= 1,
                        Token::Mark(',') if level == 1 => expected = true,
                        Token::Word(name) if expected => {
                            used.push(name.clone());
                            expected = false;
                        }
                        _ => {}
                    }
                    next += 1;
                }
            }
            _ => {}
        }
    }
    used
}

fn next_after_supers(tokens: &[Token], mut at: usize, supers: &mut usize) -> usize {
    while tokens.get(at) == Some(&Token::Word("super".to_owned())) {
        *supers += 1;
        at += 3;
    }
    at
}

/// What is wrong with one file; `path` is relative to `src`.
fn violations(path: &str, code: &str) -> Vec<String> {
    let (room, file) = path
        .split_once('/')
        .unwrap_or((path.trim_end_matches(".rs"), "mod.rs"));
    if file == "tests.rs" || file.contains("tests/") || file.ends_with("/tests.rs") {
        return Vec::new();
    }
    let depth = file.split('/').count() + usize::from(!file.ends_with("mod.rs"));
    let tokens = tokens(code);
    let mut found = Vec::new();
    if !matches!(room, "lib" | "main") {
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            return vec![format!(
                "{path}: the room `{room}` is not in the plan of the house"
            )];
        };
        for used in used_of("crate", &tokens, depth) {
            let known = ROOMS.iter().any(|(name, _)| *name == used);
            if known && used != room && !allowed.contains(&&*used) {
                found.push(format!("{path}: `{room}` must not use `{used}`"));
            }
        }
    }
    for (word, rooms) in KEPT {
        let written = match word.split_once("::") {
            Some(("std", module)) => used_of("std", &tokens, usize::MAX).iter().any(|used| used == module),
            Some((_, name)) => tokens.windows(3).any(|three| {
                matches!(three, [Token::Mark(':'), Token::Mark(':'), Token::Word(w)] if w == name)
            }),
            None => tokens.iter().any(|token| matches!(token, Token::Word(w) if w == word)),
        };
        if written && !rooms.contains(&room) {
            found.push(format!(
                "{path}: only {} may write `{word}`",
                rooms.join(", ")
            ));
        }
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn every_room_uses_only_what_it_may() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = 0;
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(&src)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.extend(violations(&name, &fs::read_to_string(&path).unwrap()));
                files += 1;
            }
        }
    }
    assert!(files > 20, "only {files} files were found");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A build never asks anything of the network: of the whole command line, only `check` enters the room that does.
#[test]
fn only_check_asks_what_is_elsewhere() {
    let cli = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let mut found = Vec::new();
    for entry in fs::read_dir(cli).unwrap() {
        let path = entry.unwrap().path();
        let tokens = tokens(&fs::read_to_string(&path).unwrap());
        let own = used_of("crate", &tokens, 1);
        // Beside `crate::online`, the file of that name that speaks to it.
        let beside = tokens.windows(3).any(|three| {
            let [Token::Word(word), Token::Mark(':'), Token::Mark(':')] = three else {
                return false;
            };
            word == "online"
        });
        if beside || own.iter().any(|room| room == "online") {
            found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    found.sort();
    assert_eq!(found, ["check.rs", "online.rs"]);
}

#[test]
fn the_plan_has_no_circle() {
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for used in *allowed {
            let above = ROOMS[..at].iter().any(|(name, _)| name == used);
            assert!(above, "`{room}` may use `{used}`, which is not above it");
        }
    }
}

#[test]
fn a_made_up_violation_is_caught() {
    for (path, code, expected) in [
        (
            "model/x.rs",
            "use crate::link::Site;",
            "`model` must not use `link`",
        ),
        (
            "view/mod.rs",
            "use crate::{model::Brief, render::Theme};",
            "`view` must not use `render`",
        ),
        (
            "view/a/b.rs",
            "use crate::{\n    model::{A, B},\n    render,\n};",
            "`view` must not use `render`",
        ),
        (
            "render/x.rs",
            "fn f() -> crate::parse::Document { todo!() }",
            "`render` must not use `parse`",
        ),
        (
            "model/mod.rs",
            "use super::cli;",
            "`model` must not use `cli`",
        ),
        (
            "model/a.rs",
            "use super::super::cli::Cli;",
            "`model` must not use `cli`",
        ),
        (
            "press.rs",
            "use super::write::Output;",
            "`press` must not use `write`",
        ),
        ("attic/mod.rs", "", "not in the plan"),
        (
            "view/x.rs",
            "fn f(t: &tera::Tera) {}",
            "only render may write `tera`",
        ),
        (
            "link/x.rs",
            "fn f() { std::env::var(\"x\"); }",
            "only write, cli may write `std::env`",
        ),
        (
            "link/x.rs",
            "use std::{fs, io};",
            "only source, write, serve, cli may write `std::fs`",
        ),
        (
            "link/x.rs",
            "let t = Timestamp::now();",
            "only serve, online, cli may write `::now`",
        ),
        (
            "render/x.rs",
            "let c = '\"'; use crate::link::Site;",
            "`render` must not use `link`",
        ),
        (
            "parse/x.rs",
            "fn f<'a>(x: &'a str) { pulldown_cmark::Parser::new(x); }",
            "may write `pulldown_cmark`",
        ),
    ] {
        let found = violations(path, code);
        assert!(
            found.len() == 1 && found[0].contains(expected),
            "{path}: {code}\n{found:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_let_through() {
    for (path, code) in [
        (
            "link/x.rs",
            "use crate::model::Slug; use crate::{diagnostic, parse::{Claim, Document}};",
        ),
        ("link/a/b.rs", "use super::super::registry; use super::cli;"),
        (
            "link/x.rs",
            "// use crate::cli;\n/// [`crate::render`]\nfn f() { g(\"crate::cli std::fs\") }",
        ),
        (
            "link/x.rs",
            "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n    use std::fs;\n}\n",
        ),
        ("link/tests.rs", "use crate::render;"),
        (
            "link/x.rs",
            "let s = r#\"crate::cli \" tera\"#; let x = crate::link::y();",
        ),
        (
            "cli/x.rs",
            "use std::time::Instant; use crate::write::Output;",
        ),
        ("markdown/x.rs", "use pulldown_cmark::Parser;"),
        (
            "view/x.rs",
            "let now = env!(\"CARGO_PKG_VERSION\"); use std::{fmt, io::{self, Read}};",
        ),
    ] {
        assert_eq!(violations(path, code), [""; 0], "{path}: {code}");
    }
}
