//! Tables of broken YAML, and what is said of it.

use proptest::prelude::*;

use super::*;

/// Every error as `line:column message | help`.
fn check(yaml: &str) -> Vec<String> {
    match read(SourceId::new(0), yaml, &(0..offset(yaml.len()))) {
        Reading::Sound(_) => Vec::new(),
        Reading::Broken(_, diagnostics) => diagnostics
            .iter()
            .map(|d| {
                let at = d.span.expect("syntax errors have a place").start as usize;
                let line = yaml[..at].matches('\n').count() + 1;
                let column = yaml[..at].chars().rev().take_while(|c| *c != '\n').count() + 1;
                let help = d.help.as_deref().unwrap_or("no help");
                format!("{line}:{column} {} | {help}", d.message)
            })
            .collect(),
    }
}

#[rustfmt::skip]
const BROKEN: &[(&str, &str, &str, &str)] = &[
    // Colons.
    ("date: x\ntitle: Runway: the shift\nb: 1\n", "2:14", "the value of `title` has a colon", "`title: \"Runway: the shift\"`"),
    ("título: Über: \"x\"\n", "1:13", "`título` has a colon", "`título: 'Über: \"x\"'`"),
    ("title: It's \"so\": yes\n", "1:17", "colon", "`title: \"It's \\\"so\\\": yes\"`"),
    ("title: Runway:\nb: 1\n", "1:14", "colon", "`title: \"Runway:\"`"),
    ("watch:\n  - Model: observe: whether\nb: 1\n", "2:10", "this text has a colon", "`- \"Model: observe: whether\"`"),
    ("watch:\n  - Model Convergence: observe: it\n", "2:22", "this text has a colon", "`- \"Model Convergence: observe: it\"`"),
    ("watch:\n  - title: a: b\n", "2:13", "the value of `title` has a colon", "`- title: \"a: b\"`"),
    ("effects:\n  first: Adobe: buys\n", "2:15", "`first` has a colon", "`first: \"Adobe: buys\"`"),
    ("numbers:\n  - { value: $5, label: a: b }\n", "2:26", "colon", "`- { value: $5, label: \"a: b\" }`"),
    // Characters that can't begin a value.
    ("title: @openai ships\n", "1:8", "begins with `@`", "`title: \"@openai ships\"`"),
    ("title: `code`\n", "1:8", "begins with ```", "`title: \"`code`\"`"),
    ("title: %5\n", "1:8", "begins with `%`", "`title: \"%5\"`"),
    ("tags:\n  - ai\n  - @b\n", "3:5", "this text begins with `@`", "`- \"@b\"`"),
    ("title: *bold* move\n", "1:8", "references", "`title: \"*bold* move\"`"),
    ("title: & co\n", "1:8", "references", "`title: \"& co\"`"),
    ("title: *ref\n", "1:8", "references", "`title: \"*ref\"`"),
    ("title: !important news\n", "1:8", "tag", "`title: \"!important news\"`"),
    ("title: > 5 deals\n", "1:8", "several lines", "`title: \"> 5 deals\"`"),
    ("title: - 5 deals\n", "1:8", "begins a list", "`title: \"- 5 deals\"`"),
    ("n: { value: %5, label: x }\n", "1:13", "`%`", "`n: { value: \"%5\", label: x }`"),
    // Brackets.
    ("title: [draft] Runway\nb: 1\n", "1:8", "begins with `[`", "`title: \"[draft] Runway\"`"),
    ("title: {{ name }} x\n", "1:8", "begins with `{`", "`title: \"{{ name }} x\"`"),
    ("companies: [runway, adobe\ntags: [a]\n", "1:12", "never closed", "`companies: [runway, adobe]`"),
    ("numbers:\n  - { value: $5\nb: 1\n", "2:5", "never closed", "`- { value: $5}`"),
    // Quotes.
    ("title: \"Runway\" shifts\nb: 1\n", "1:8", "stray `\"`", "`title: '\"Runway\" shifts'`"),
    ("title: 'Runway's shift'\nb: 1\n", "1:15", "stray `'`", "`title: \"Runway's shift\"`"),
    ("title: \"a \"b\" c\"\n", "1:11", "stray `\"`", "`title: 'a \"b\" c'`"),
    ("title: \"Runway shifts\nb: 1\nc: 2\n", "1:8", "never closed", "`title: \"Runway shifts\"`"),
    ("title: \"Runway shifts\ndek: \"foo bar\"\n", "1:8", "never closed", "`title: \"Runway shifts\"`"),
    ("title: 'tis the season\nb: 1\n", "1:8", "stray `'`", "`title: \"'tis the season\"`"),
    ("title: \"a\\y\"\n", "1:10", "backslash", "`title: 'a\\y'`"),
    // Lay-out.
    ("title:Runway\nb: 1\n", "1:6", "no space after the colon", "`title: Runway`"),
    ("a: 1\nb = 2\nc: 3\n", "2:3", "not by `=`", "`b: 2`"),
    ("a: 1\n\tb: 2\n", "2:1", "tab", "indent with spaces"),
    ("a:\n\t- b\n\t- c\n", "2:1", "tab", "`  - b`"),
    ("a:\n  b: 1\n\tc: 2\n", "3:1", "tab", "`  c: 2`"),
    ("a: 1\n b: 2\n", "2:1", "not indented like its neighbours", "`b: 2`"),
    ("a:\n  b: 1\n c: 2\nd: 3\n", "3:1", "not indented", "`  c: 2`"),
    ("dek: one sentence that\nis wrapped here\nb: 1\n", "2:1", "neither `key: value`", "`  is wrapped here`"),
    ("tags:\n* one\n* two\n", "2:1", "not with `*`", "`- one`"),
    ("tags: [a]\nseries:\n  • one: two\n  • three\n", "4:3", "not with `•`", "`- three`"),
    // What no single line is to blame for.
    ("a: 1\n---\nb: 2\n", "2:1", "second YAML document", "take out this line"),
    ("---\na: 1\n---\nb: 2\n", "3:1", "second YAML document", "take out this line"),
    ("<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "1:1", "merge conflict", "keep one"),
    ("  a: 1\nb: 2\n", "1:1", "not indented like", "`a: 1`"),
    ("  a: 1\n  b: 2\nc: 3\n", "1:1", "the first key is indented further", "begin all keys"),
    ("a: b\u{1}c\n", "1:5", "control character", "delete it"),
    ("b: [*y, 2]\n", "1:5", "references", "`b: [\"*y\", 2]`"),
    ("b: [a, @y]\n", "1:8", "`@`", "`b: [a, \"@y\"]`"),
    ("b: [a b\nc: 1\n", "1:4", "never closed", "`b: [a b]`"),
    ("b:\n  c: [a, b]]\nd: 1\n", "2:12", "does not go on with the map", "indent"),
];

#[test]
fn a_syntax_error_shows_the_line_as_it_should_be() {
    let mut wrong = String::new();
    for (yaml, place, message, help) in BROKEN {
        let found = check(yaml);
        let first = found.first().map_or("", |f| f);
        let good = first.starts_with(&format!("{place} "))
            && first.contains(message)
            && first
                .split_once(" | ")
                .is_some_and(|(_, h)| h.contains(help));
        if !good {
            wrong +=
                &format!("{yaml:?}\n  gives    {found:?}\n  expected {place} {message} | {help}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_broken_line_is_told_in_one_run() {
    let yaml =
        "title: Runway: the shift\ndek: @one\ntags: [a, b]\nseries: [x] y\nauthors: 'it's'\n";
    let lines: Vec<_> = check(yaml)
        .iter()
        .map(|e| e.split_once(':').expect("a place").0.to_owned())
        .collect();
    assert_eq!(lines, ["1", "2", "4", "5"]);
}

#[test]
fn a_mended_copy_still_says_what_the_file_lays_claim_to() {
    let yaml = "slug: runway\ntitle: Runway: the shift\n";
    let Reading::Broken(Some(node), _) = read(SourceId::new(0), yaml, &(0..offset(yaml.len())))
    else {
        panic!("it is broken and can be mended");
    };
    assert_eq!(node.get("slug"), Some(&Node::Text("runway".into())));
}

#[test]
fn deep_brackets_are_refused_before_they_cost_anything() {
    for yaml in [
        "[".repeat(60_000),
        "{a: ".repeat(15_000),
        format!("a: \"{}\"\nb: {}", "]".repeat(99), "[".repeat(20_000)),
        format!("a: {}", "[ \"]\", ".repeat(5_000)),
        format!("a: \"x\nb: \"{}\" y\n", "[".repeat(20_000)),
    ] {
        let Reading::Broken(_, found) = read(SourceId::new(0), &yaml, &(0..offset(yaml.len())))
        else {
            panic!("it is too deep");
        };
        assert_eq!(found[0].code, Code::YamlTooDeep, "{}", &yaml[..20]);
    }
    let dashes = "- ".repeat(5_000);
    assert!(check(&dashes)[0].contains("nested deeper"));
    let many = "- [a, {b: c}]\n".repeat(500);
    assert!(check(&many).is_empty());
    let text = format!("a: |\n  {}\n", "[".repeat(500));
    assert!(check(&text).is_empty());
}

proptest! {
    #[test]
    fn no_text_panics(yaml in "(?s).{0,60}") {
        check(&yaml);
    }

    #[test]
    fn no_text_that_looks_like_yaml_panics(
        yaml in "([a-c]: ?|- |[\\[\\]{},\"'#&*|>!?@%`=:•\\\\]|é|€|\n|\t|  |word|---\n){0,30}",
    ) {
        for message in check(&yaml) {
            prop_assert!(!message.is_empty());
        }
    }
}
