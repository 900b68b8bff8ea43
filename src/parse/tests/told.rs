//! What is said of what is wrong.

use super::*;

#[rustfmt::skip]
#[test]
fn what_is_wrong_is_told_with_its_place_and_cure() {
    let mut wrong = String::new();
    for (front, expected) in [
        // Keys.
        ("titel: x\n", "1:1 unknown-key: a brief has no key `titel` | did you mean `title`?"),
        ("As-Of: x\n", "1:1 unknown-key: a brief has no key `As-Of` | it is left out; known are `title`, "),
        ("categories: [x]\n", "1:1 unknown-key: a brief has no key `categories` | did you mean `tags`?"),
        ("numbers:\n  - { value: $5, lable: x }\n", "2:18 unknown-key: a number has no key `lable` | did you mean `label`?"),
        ("effects:\n  first: { text: x, folows: y }\n", "2:21 unknown-key: an effect has no key `folows` | did you mean `follows`?"),
        ("watch:\n  - { title: x, deadline: 2026 }\n", "2:17 unknown-key: a watch item has no key `deadline` | did you mean `by`?"),
        ("image: { path: x, atl: y }\n", "1:19 unknown-key: an image has no key `atl` | did you mean `alt`?"),
        ("tags: [a]\ntags: [b]\n", "2:1 duplicate-key: `tags` is given twice | keep one of the two"),
        ("watch:\n  - title: ü\n    title: y\n", "3:5 duplicate-key: `title` is given twice | keep one of the two"),
        // Kinds.
        ("dek: [a, b]\n", "1:6 wrong-type: `dek` is a list, and text is wanted | write `dek: One sentence under the title`"),
        ("dek: [draft]\n", "1:6 wrong-type: `dek` is a list, and text is wanted | if it is meant as text, put it in quotes: `\"[draft]\"`"),
        ("dek: { a: b }\n", "1:6 wrong-type: `dek` is a map, and text is wanted | if it is meant as text, put it in quotes: `\"a: b\"`"),
        ("tags: { a: b }\n", "1:7 wrong-type: `tags` is a map, and a list is wanted | write `tags: [video]`"),
        ("tags:\n  - x\n  - AI: video\n", "3:5 wrong-type: item 2 of `tags` is a map, and text is wanted | if it is meant as text, put it in quotes: `\"AI: video\"`"),
        ("draft: maybe\n", "1:8 wrong-type: `draft` is text, and `true` or `false` is wanted | write `draft: true`"),
        ("extra: x\n", "1:8 wrong-type: `extra` is text, and a map is wanted | write `extra: { mood: calm }`"),
        ("effects: x\n", "1:10 wrong-type: `effects` is text, and a map by order is wanted | write `effects: { first"),
        // Lists.
        ("tags: [\"\", null, a]\n", "1:8 wrong-type: item 1 of `tags` is empty | take it out, or write what belongs there"),
        ("watch:\n  -\n  - { title: x }\n", "2:4 wrong-type: item 1 of `watch` is empty"),
        ("extra: { a: [null] }\ntags:\n  - a\n  - null\n", "4:5 wrong-type: item 2 of `tags` is empty"),
        ("tags: video, AI: now\n", "1:"),
        ("tags: video, big tech\n", "1:7 wrong-type: `tags` is one text with commas in it | if it is a list, write `tags: [video, big tech]`; if it is one name, `tags: [\"video, big tech\"]`"),
        ("companies: Trade Desk, Inc.\n", "1:12 wrong-type: `companies` is one text with commas in it | if it is a list, write `companies: [Trade Desk, Inc.]`; if it is one name, `companies: [\"Trade Desk, Inc.\"]`"),
        // Dates.
        ("updated: soon\n", "1:10 invalid-date: `updated` is no day or time: `soon` | write a day as `2026-02-12`"),
        ("updated: 2026-02\n", "1:10 invalid-date: `updated` is no day or time: `2026-02` | a brief is dated to the day"),
        ("numbers: [{ value: $5, as_of: then }]\n", "1:31 invalid-date: `as_of` is no date: `then` | write it as `2026-02-12`, "),
        ("watch: [{ title: x, by: eventually }]\n", "1:25 invalid-date: `by` is no date: `eventually` | write it as `2026-05-13`"),
        ("watch: [{ title: x, status: hit, resolved: ? }]\n", "1:"),
        // Figures.
        ("numbers: [growth]\n", "1:11 invalid-quantity: there is no figure in `growth` | write a figure such as `$5.3B`"),
        ("numbers: [{ value: much }]\n", "1:20 invalid-quantity: `value` is no figure: `much` | write a figure"),
        ("numbers: [{ label: x }]\n", "1:11 missing-key: `value` is missing | add `value: $5.3B`"),
        ("numbers: [{ value: $5, kind: projected }]\n", "1:30 invalid-value: `kind` can't be `projected` | did you mean `projection`?"),
        ("numbers: [{ value: $5, source: ftp://x }]\n", "1:32 invalid-url: `source` is no web address: `ftp://x` | write a whole address"),
        ("numbers: [[a]]\n", "1:11 wrong-type: item 1 of `numbers` is a list"),
        ("numbers: [{ value: &v 5.30 }, { value: *v }]\n", "1:40 invalid-value: the figure of `value` can't be read exactly"),
        ("numbers: [$0.1 + $0.2]\n", "1:11 invalid-quantity: no figure can be read off `$0.1 + $0.2` | write a figure"),
        ("numbers: [{ value: iPhone 17 256 GB }]\n", "1:20 invalid-quantity: `value` is no figure: `iPhone 17 256 GB` | write a figure"),
        // Effects.
        ("effects:\n  - x\n", "2:5 invalid-order: item 1 of `effects` does not say of which order it is | add `order: first`"),
        ("effects:\n  - { order: fourth, text: x }\n", "2:14 invalid-order: `order` can't be `fourth` | write `first`, `second` or `third`"),
        ("effects: { frist: x }\n", "1:12 invalid-order: `frist` is no order of effects | did you mean `first`?"),
        ("effects: { first: { order: second, text: x } }\n", "1:28 invalid-order: `order` says otherwise"),
        ("effects: { first: { id: a } }\n", "1:19 missing-key: `text` is missing"),
        // Watch items.
        ("watch: [{ by: 2027 }]\n", "1:9 missing-key: `title` is missing"),
        ("watch: [{ title: x, probability: 60 }]\n", "1:34 invalid-value: `probability` can't be `60` | write `probability: 60%`"),
        ("watch: [{ title: x, probability: 3 }]\n", "1:34 invalid-value: `probability` can't be `3` | a probability is from 0 to 1, or a percentage"),
        ("watch: [{ title: x, probability: likely }]\n", "1:34 invalid-value: `probability` can't be `likely` | a probability is from 0 to 1"),
        ("watch: [{ title: x, probability: -0.1 }]\n", "1:34 invalid-value: `probability` can't be `-0.1`"),
        ("watch: [{ title: x, status: won }]\n", "1:29 invalid-value: `status` can't be `won` | write `open`, `hit`, `miss` or `void`"),
        ("watch: [{ title: x, resolved: 2026-03 }]\n", "1:21 invalid-value: the item is resolved, and its status is open | add `status: hit`"),
        ("watch: [{ title: x, evidence: \"javascript:alert(1)\" }]\n", "1:31 invalid-url"),
        ("watch: [\"A: ships within 90 days of the launch\"]\n", "1:9 deadline-unread: `within 90 days of` is no deadline that can be read, so that the item has none | say the day: `by 13 May 2026` in the text, or `by: 2026-05-13`"),
        ("watch: [{ title: x, text: it ends by Thanksgiving }]\n", "1:9 deadline-unread: `by Thanksgiving` is no"),
        ("watch: [\"A: it ends by 5/6/2026\"]\n", "1:9 deadline-unread: `by 5/6/2026` is no"),
        ("watch: [\"A: it ends before the end of summer\"]\n", "1:9 deadline-unread: `before the end of summer` is no"),
        ("watch: [\"A: it ends by Friday\"]\n", "1:9 deadline-unread: `by Friday` is no"),
        ("watch: [\"A: it ends by next Friday\"]\n", "1:9 deadline-unread: `by next Friday` is no"),
        ("watch: [\"A: it ends within the year\"]\n", "1:9 deadline-unread: `within the year` is no"),
        ("watch: [\"A: it ends within 1.5 years\"]\n", "1:9 deadline-unread: `within 1.5 years` is no"),
        ("watch: [\"A: it ends within 10 business days\"]\n", "1:9 deadline-unread: `within 10 business days` is no"),
        ("watch: [\"A: it ends within a week or two\"]\n", "1:9 deadline-unread: `within a week or two` is no"),
        ("watch: [\"A: it ends by fiscal Q3 2026\"]\n", "1:9 deadline-unread: `by fiscal Q3` is no"),
        ("watch: [\"A: it ends by Q3 FY2026\"]\n", "1:9 deadline-unread: `by Q3` is no"),
        ("watch: [\"A: it ends by 29 February 2027\"]\n", "1:9 deadline-unread: `by 29 February` is no"),
        ("watch: [\"A: it ends by May or June 2027\"]\n", "1:9 deadline-unread: `by May` is no"),
        ("watch: [\"A: it ends by Q2 of its fiscal year\"]\n", "1:9 deadline-unread: `by Q2` is no"),
        // Ids.
        ("watch: [{ title: x, id: a b }]\n", "1:25 invalid-value: `a b` is no id | write `id: a-b`"),
        ("numbers: [{ value: $5, id: x }]\nwatch: [{ title: x, id: x }]\n", "2:25 duplicate-id: two items of this brief have the id `x`"),
        ("numbers: [{ value: $5, id: n2 }, $6]\n", "1:34 duplicate-id: two items of this brief have the id `n2`"),
        // Addresses.
        ("canonical: example.org/x\n", "1:12 invalid-url: `canonical` is no web address: `example.org/x` | write the whole address: `https://example.org/x`"),
        ("aliases: [old/x]\n", "1:11 invalid-url: item 1 of `aliases` is no path inside the site: `old/x` | begin it with one `/`: `/old/x`"),
        ("aliases: [\"/a/../b\"]\n", "1:11 invalid-url: item 1 of `aliases` is no path inside the site"),
        ("image: { alt: x }\n", "1:8 missing-key: `path` is missing"),
        // YAML.
        ("dek: We are #1 in video\n", "1:13 yaml-syntax: these words are a comment in YAML"),
        ("extra: &a [x, *a]\n", "1:15 yaml-syntax: this alias (`*name`) stands inside of what it stands for, and so never ends | write out what is meant"),
        ("dek: ü\nextra:\n  a: &b\n    c: *b\n", "4:8 yaml-syntax: this alias (`*name`) stands inside of what it stands for"),
        ("dek: Runway: the shift\n", "1:12 yaml-syntax: the value of `dek` has a colon"),
    ] {
        let found = complaints(front);
        let first = found.first().map_or("", |f| f);
        if !first.starts_with(expected) || found.len() != 1 {
            let _ = writeln!(wrong, "{front}  gives    {found:?}\n  expected {expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_sets_no_deadline_is_not_told_as_one() {
    for text in [
        "it is led by Summer Health",
        "bought by Adobe",
        "driven by 3/4 of users",
        "standby summer",
        "by the way",
        "within 90 days",
        "by Thanksgiving or by 13 May 2026",
        "24/7 by design",
    ] {
        let front = format!("watch: [\"A: {text}\"]\n");
        let told = complaints(&front);
        // A company may have the name of a season; nobody can tell.
        assert!(
            told.is_empty() || text.contains("Summer"),
            "{text}: {told:?}"
        );
    }
    let resolved =
        "watch: [{ title: x, text: by Thanksgiving, status: hit, resolved: 2026-01-01 }]\n";
    assert_eq!(complaints(resolved), Vec::<String>::new());
}

#[test]
fn comments_are_no_complaint() {
    assert_eq!(
        complaints(
            "dek: a # note\ntags: [a] # b\n# c #1\nauthors: 'x #1'\nextra: { a: |- #1\n  }\n"
        )
        .len(),
        1
    );
    assert_eq!(
        complaints("# a #b\ndek: a # note\nauthors: 'x #1'\nseries: \"a #b\" # c\n"),
        Vec::<String>::new()
    );
}

#[test]
fn what_is_missing_is_told_at_the_first_line() {
    for text in [
        "---\n---\n",
        "---\n# nothing\n---\n",
        "---\ntitle: \"\"\ndate:\n---\n",
    ] {
        let checked = read_brief("content/briefs/runway.md", text);
        let found = told(text, &checked.diagnostics);
        assert!(
            found[0].starts_with(
                "2:1 missing-key: `title` is missing | add `title: What changed, in a few words`"
            ),
            "{found:?}"
        );
        assert!(found[1].starts_with("2:1 missing-key: `date`"), "{found:?}");
        assert_eq!(found.len(), 2);
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_in_one_run() {
    let found = complaints(
        "titel: x\ndek: [a]\nupdated: soon\nnumbers: [none, { value: no, kind: x }]\nwatch: [{ title: a, by: b, status: c }]\naliases: [x]\n",
    );
    let codes: Vec<_> = found
        .iter()
        .map(|f| f.split(' ').nth(1).unwrap_or_default())
        .collect();
    assert_eq!(
        codes,
        [
            "invalid-date:",
            "wrong-type:",
            "invalid-url:",
            "invalid-quantity:",
            "invalid-quantity:",
            "invalid-value:",
            "invalid-date:",
            "invalid-value:",
            "unknown-key:",
        ]
    );
}

#[test]
fn a_heading_with_the_anchor_of_an_item_is_told() {
    for (heading, shared) in [
        ("## Effect e1", true),
        ("### Watch parity", true),
        ("### The Numbers", true),
        ("## Effect e2", false),
        ("## Effect e1 {#effect-one}", false),
    ] {
        let (document, told) = good(
            "numbers: [$5B revenue]\neffects: { first: x }\nwatch: [{ title: y, id: parity }]\n",
            &format!("{heading}\n\nText.\n"),
        );
        assert_eq!(document.outline.headings.len(), 1);
        assert_eq!(
            told.iter().any(|told| told.starts_with("9:1 duplicate-id")),
            shared,
            "{heading}: {told:?}"
        );
        assert_eq!(told.len(), usize::from(shared), "{told:?}");
    }
}

#[test]
fn one_name_with_a_comma_in_brackets_is_taken_at_its_word() {
    let (document, told) = good("companies: [\"Trade Desk, Inc.\"]\n", "");
    assert_eq!(&*document.value.companies[0].value, "Trade Desk, Inc.");
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn a_body_with_far_too_many_items_costs_little_and_says_little() {
    for (item, code) in [
        ("- word\n", "number-unread"),
        ("- $5B sales\n", "file-too-large"),
    ] {
        let body = format!("## The Numbers\n\n{}", item.repeat(9_000));
        let text = format!("---\ntitle: T\ndate: 2026-02-12\n---\n{body}");
        let few = read_brief("content/briefs/x.md", &text).diagnostics;
        assert!(few.len() <= 101, "{}", few.len());
        let body = format!("## The Numbers\n\n{}", item.repeat(40_000));
        let text = format!("---\ntitle: T\ndate: 2026-02-12\n---\n{body}");
        let checked = read_brief("content/briefs/x.md", &text);
        assert_eq!(checked.diagnostics.len(), 1);
        assert_eq!(checked.diagnostics[0].code.as_str(), "file-too-large");
        assert!(matches!(checked.value, Outcome::Broken(_)));
        assert!(few.iter().all(|d| d.code.as_str() == code));
    }
}

#[test]
fn a_list_of_far_too_many_texts_is_refused() {
    let list = |count: usize| {
        let tags: Vec<_> = (0..count).map(|n| format!("t{n}")).collect();
        complaints(&format!("tags: [{}]\n", tags.join(", ")))
    };
    assert_eq!(list(500), [""; 0]);
    let told = list(501);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("file-too-large: `tags` has 501 items"),
        "{told:?}"
    );
}

#[test]
fn lines_that_markdown_takes_for_the_item_above_are_told() {
    let body = "## The Numbers\n\n- $5B revenue\n-$6B revenue\n– $7B revenue\n* $8B revenue\n  - of it $2B\n  - and more\n- $9B,\n  +20% on the year\n";
    let (document, told) = good("", body);
    assert_eq!(document.value.numbers.len(), 3);
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    assert!(
        matches!(told[..], [one, other] if one.starts_with("9:1 number-unread: `-$6B revenue`") && other.starts_with("10:1 number-unread: `– $7B revenue`")),
        "{told:?}"
    );
}
