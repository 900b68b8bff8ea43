//! Front matter of every kind.

use super::*;

/// The entries as `line key: value`, the comments and faults after them, and the body.
fn told(text: &str) -> (Vec<String>, &str) {
    let (front, at) = cut(text);
    let mut told = Vec::new();
    if let Some(front) = front {
        told.extend(
            front
                .entries
                .iter()
                .map(|e| format!("{} {}: {}", e.line, e.key, e.value.shown())),
        );
        told.extend(
            front
                .comments
                .iter()
                .map(|(line, text)| format!("{line} # {text}")),
        );
        told.extend(front.faults.iter().map(|(line, _)| format!("{line} !")));
    }
    (told, &text[at..])
}

#[test]
fn front_matter_of_every_kind_is_cut() {
    for (text, entries, body) in [
        (
            "---\ntitle: A # c\ntags: [a, b]\n---\nBody\n",
            &["2 title: A", "3 tags: [a, b]", "2 # c"][..],
            "Body\n",
        ),
        (
            "\n---\nversion: 1.10\nn: 007\n...\nB",
            &["3 version: 1.10", "4 n: 007"],
            "B",
        ),
        (
            "---\na: &x {k: 1}\nb:\n  <<: *x\n  l: 2\n---\n",
            &["2 a: {k: 1}", "3 b: {l: 2, k: 1}", "2 # &x", "4 # *x"],
            "",
        ),
        (
            "---\ntitle: A: b\ntags:\n  - x\n---\nB",
            &["2 title: A: b", "3 tags: [x]", "2 !"],
            "B",
        ),
        (
            "---\ntitle: |\n  a # no\n  b\n---\n",
            &["2 title: a # no\nb\n"],
            "",
        ),
        (
            "---\nwhen: !ruby/x 5\n---\n",
            &["2 when: 5", "2 # !ruby/x"],
            "",
        ),
        (
            "+++\n# top\ntitle = \"A\"\ndate = 2026-02-12T10:00:00Z\n[extra]\nn = 1_000\n+++\nB",
            &[
                "3 title: A",
                "4 date: 2026-02-12T10:00:00Z",
                "5 extra: {n: 1_000}",
                "2 # top",
            ],
            "B",
        ),
        ("+++\ntitle = A\n+++\nB", &["2 title: A", "2 !"], "B"),
        (
            "{\n  \"title\": \"A\",\n  \"n\": 1.10\n}\nB",
            &["2 title: A", "3 n: 1.10"],
            "\nB",
        ),
        (
            "Title: A\nDate: 2026-02-12\nTags: a, b\n  c\n\nB",
            &["1 Title: A", "2 Date: 2026-02-12", "3 Tags: a, b\nc"],
            "\nB",
        ),
        (
            "---\ntitle: A\n\nNever closed",
            &["2 title: A", "1 !"],
            "\nNever closed",
        ),
    ] {
        assert_eq!(
            told(text),
            (entries.iter().map(|e| (*e).to_owned()).collect(), body),
            "{text}"
        );
    }
}

#[test]
fn prose_is_no_front_matter() {
    for text in [
        "---\nThe Strategic Shift\nAcme turns.\n---\nMore",
        "First-order: Acme turns.\nSecond-order: others do.\n",
        "What Happened: Acme.\n",
        "{ not json",
        "+++ plus",
        "",
        "Date: 2026\nFirst-order: a\nSecond-order: b\nThird-order: c\n\nx",
    ] {
        assert_eq!(told(text), (Vec::new(), text), "{text}");
    }
}

#[test]
fn nesting_and_aliases_are_capped() {
    let deep = format!("---\na: {}\n---\n", "[".repeat(20_000));
    assert!(cut(&deep).0.is_some_and(|front| !front.faults.is_empty()));
    let mut laughs = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..20 {
        laughs += &format!(
            "a{i}: &a{i} [{}]\n",
            vec![format!("*a{}", i - 1); 9].join(", ")
        );
    }
    laughs += "---\n";
    assert!(cut(&laughs).0.is_some_and(|front| !front.faults.is_empty()));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "(---\n|\\+\\+\\+\n|\\{|\\}|[a-c]: |[a-c] = |\"|'|\\[|\\]|- |&a |\\*a|#| |\n|é|x|1){0,40}") {
        let (front, at) = cut(&text);
        proptest::prop_assert!(text.is_char_boundary(at));
        proptest::prop_assert!(front.is_some() || at == 0);
    }
}
