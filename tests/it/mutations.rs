//! Errors that teach: sound briefs are broken, each in one known place, a thousand of them in one site and one run. Every
//! one must be told, on the line that was broken, and hardly anything else.
//!
//! `RELIABILITY=long` takes ten times as many. The seed is printed, and `SEED=` sets it.

use std::collections::BTreeMap;

use briefpress::diagnostic::{Code, Severity};

use crate::support;

/// A generator of numbers that look random: xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits fit") % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// A sound brief, as lines.
fn brief(random: &mut Random, number: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut add = |text: String| lines.extend(text.lines().map(str::to_owned));
    add(format!(
        "---\ntitle: \"{} {number}\"\ndate: 2026-02-{:02}",
        random.pick(&[
            "Acme doubles its price",
            "What Brown’s move means",
            "A “quiet” deal"
        ]),
        1 + random.below(27)
    ));
    add(format!(
        "dek: {}",
        random.pick(&[
            "A plain sentence.",
            "'A quoted one: with a colon.'",
            ">-\n  A folded\n  one."
        ])
    ));
    add("companies: [acme, brown]\ntags: [prices, deals]".into());
    if random.below(2) == 0 {
        add("authors:\n  - Ann Lee\n  - Ben Wu".into());
    }
    add("image: { path: ../x.png, alt: A chart }\nslug: SLUG\nupdated: 2026-02-28\naliases: [/old/SLUG/]".replace("SLUG", &format!("b{number}")));
    add(format!(
        "numbers:\n  - \"{} valuation as of Feb 2026\"\n  - {{ value: {}, label: Series E, company: acme, metric: round-size, as_of: 2026-02, kind: reported, source: \"https://example.org/a\" }}\n  - value: 34.2%\n    label: margin of the year\n    company: brown\n    as_of: 2025",
        random.pick(&["$5.3B", "€1.2bn", "¥300 million"]),
        random.pick(&["$315M"]),
    ));
    add("effects:\n  first: \"Acme pays more.\"\n  second:\n    - { id: squeeze, title: Squeeze, text: \"Brown follows.\", companies: [brown] }\n    - text: \"Others wait.\"\n      follows: squeeze".into());
    add("watch:\n  - \"Rivals: observe whether one follows within 90 days\"\n  - { id: parity, title: Parity, text: \"Both cost the same.\", by: 2026-05-13, probability: 0.6, status: open }\n  - id: exit\n    title: Exit\n    text: \"Brown leaves the market.\"\n    by: 2026-09-30\n    status: open".into());
    if random.below(3) == 0 {
        add("extra:\n  mood: calm".into());
    }
    add("---\n## What Happened".into());
    for _ in 0..=random.below(3) {
        add(format!(
            "\n{}",
            random.pick(&[
                "Acme has bought a mill.",
                "There is *much* to say, and [more elsewhere](https://example.org/).",
                "- One item\n- Another item",
                "| a | b |\n| - | - |\n| c | d |",
                "> A quote of two\n> lines.",
                "```rust\nlet x = \"[no](link)\";\n```",
            ])
        ));
    }
    add(
        "\n## Background\n\nPlain words, and a note.[^n]\n\n[^n]: The note.\n\nThe end of it."
            .into(),
    );
    lines
}

/// Breaks a brief. Gives the lines that may be told, from 1; `None` if this brief has nothing of the kind.
type Break = fn(&mut Vec<String>, &mut Random) -> Option<Vec<usize>>;

/// The first line that begins with `start`, blanks aside.
fn find(lines: &[String], start: &str) -> Option<usize> {
    lines
        .iter()
        .position(|line| line.trim_start().starts_with(start))
}

/// Replaces `from` by `to` in the first line that has it.
fn swap(lines: &mut [String], from: &str, to: &str) -> Option<Vec<usize>> {
    let at = lines.iter().position(|line| line.contains(from))?;
    lines[at] = lines[at].replacen(from, to, 1);
    Some(vec![at + 1])
}

fn delete(lines: &mut Vec<String>, start: &str) -> Option<Vec<usize>> {
    let at = find(lines, start)?;
    lines.remove(at);
    Some(vec![at + 1])
}

/// Adds a line after the one that begins with `start`.
fn insert(lines: &mut Vec<String>, start: &str, line: &str) -> Option<Vec<usize>> {
    let at = find(lines, start)? + 1;
    lines.insert(at, line.to_owned());
    Some(vec![at + 1])
}

/// Adds a paragraph to the body.
fn paragraph(lines: &mut Vec<String>, text: &str) -> Option<Vec<usize>> {
    let at = find(lines, "Plain words")?;
    lines.insert(at, String::new());
    lines.insert(at, text.to_owned());
    Some(vec![at + 1])
}

const BREAKS: &[(&str, Break)] = &[
    ("no title", |l, _| delete(l, "title:").map(|_| vec![1, 2])),
    ("no date", |l, _| delete(l, "date:").map(|_| vec![1, 2])),
    ("an empty title", |l, _| {
        let at = find(l, "title:")?;
        l[at] = "title:".into();
        Some(vec![at + 1])
    }),
    ("a colon in a plain value", |l, _| {
        let at = find(l, "title:")?;
        l[at] = "title: Acme: the shift".into();
        Some(vec![at + 1])
    }),
    ("a quote that is not closed", |l, _| {
        let at = find(l, "title:")?;
        l[at] = "title: \"Acme".into();
        Some(vec![at + 1])
    }),
    ("a list that is not closed", |l, _| {
        swap(l, "[acme, brown]", "[acme, brown")
    }),
    ("a map that is not closed", |l, _| {
        swap(l, "status: open }", "status: open")
    }),
    ("no closing line", |l, _| {
        let at = l.iter().rposition(|line| line == "---")?;
        l.remove(at);
        Some(vec![1])
    }),
    ("no opening line", |l, _| {
        l.remove(0);
        Some(vec![1])
    }),
    ("a tab", |l, _| {
        swap(l, "    label: margin", "\tlabel: margin")
    }),
    ("a blank before a key", |l, _| {
        swap(l, "updated:", " updated:").map(|at| vec![at[0], at[0] - 1])
    }),
    ("a key twice", |l, _| insert(l, "tags:", "tags: [other]")),
    ("a mistyped key", |l, r| {
        let (from, to) = [
            ("companies:", "compnies:"),
            ("tags:", "tgas:"),
            ("updated:", "udpated:"),
            ("dek:", "dekk:"),
            ("numbers:", "nubmers:"),
        ][r.below(5)];
        swap(l, from, to)
    }),
    ("a mistyped key of a number", |l, _| {
        swap(l, "metric: round", "metrik: round")
    }),
    ("a mistyped key of a watch item", |l, _| {
        swap(l, "probability:", "propability:")
    }),
    ("a mistyped key of an effect", |l, _| {
        swap(l, "follows: squeeze", "folows: squeeze")
    }),
    ("an alias of YAML that is none", |l, _| {
        swap(l, "slug: b", "slug: *b")
    }),
    ("no such day", |l, _| {
        let at = find(l, "date:")?;
        l[at] = "date: 2026-02-30".into();
        Some(vec![at + 1])
    }),
    ("a date in words", |l, _| {
        swap(l, "updated: 2026-02-28", "updated: last week")
    }),
    ("a map for a list", |l, _| {
        swap(l, "[prices, deals]", "{ prices: deals }")
    }),
    ("a list for a text", |l, _| {
        let at = find(l, "title:")?;
        l[at] = "title: [Acme, Brown]".into();
        Some(vec![at + 1])
    }),
    ("neither yes nor no", |l, _| {
        insert(l, "tags:", "draft: perhaps")
    }),
    ("no slug", |l, _| swap(l, "slug: b", "slug: Über uns ")),
    ("a slug that climbs", |l, _| {
        swap(l, "slug: b", "slug: ../b")
    }),
    ("an old address elsewhere", |l, _| {
        swap(l, "aliases: [/old/", "aliases: [https://example.org/old/")
    }),
    ("a picture that is not there", |l, _| {
        swap(l, "../x.png", "../y.png")
    }),
    ("a figure that is none", |l, _| {
        swap(l, "value: 34.2%", "value: a lot")
    }),
    ("a number without a value", |l, _| {
        swap(l, "value: 34.2%", "id: n9").map(|at| vec![at[0], at[0] + 1])
    }),
    ("a kind that is none", |l, _| {
        swap(l, "kind: reported", "kind: rumour")
    }),
    ("a time that is none", |l, _| {
        swap(l, "as_of: 2026-02,", "as_of: recently,")
    }),
    ("a source that is no address", |l, _| {
        swap(l, "\"https://example.org/a\"", "\"javascript:alert(1)\"")
    }),
    ("a company of a number that is not there", |l, r| {
        // Each another: a name that nobody registered is told once a site.
        swap(
            l,
            "company: brown",
            &format!("company: browm{}", r.below(1 << 30)),
        )
    }),
    ("an order that is none", |l, _| {
        swap(l, "  second:", "  fourth:")
    }),
    ("an effect that follows nothing", |l, _| {
        swap(l, "follows: squeeze", "follows: sqeeze")
    }),
    ("an effect that confirms nothing", |l, _| {
        swap(l, "follows: squeeze", "confirms: \"no-such-brief#e1\"")
    }),
    ("a status that is none", |l, _| {
        swap(l, "status: open }", "status: maybe }")
    }),
    ("a probability beyond one", |l, r| {
        let value = r.pick(&["1.5", "60", "-0.1", "likely"]);
        swap(l, "probability: 0.6", &format!("probability: {value}"))
    }),
    ("a deadline that is none", |l, _| {
        swap(l, "by: 2026-09-30", "by: eventually")
    }),
    ("an id twice", |l, _| swap(l, "- id: exit", "- id: parity")),
    ("a watch item without a title and text", |l, _| {
        let at = find(l, "- id: exit")?;
        l.drain(at + 1..at + 3);
        Some(vec![at + 1])
    }),
    ("a link to nowhere", |l, r| {
        let to = r.pick(&["/briefs/nowhere/", "nowhere.md", "../nowhere/", "#nowhere"]);
        paragraph(l, &format!("Before. See [the other]({to})."))
    }),
    ("a picture in the text that is not there", |l, _| {
        paragraph(l, "![A chart](nowhere.png)")
    }),
    ("a script for an address", |l, _| {
        paragraph(l, "Do [not](javascript:alert(1)) click.")
    }),
    ("a script", |l, _| paragraph(l, "<script>alert(1)</script>")),
    ("an attribute that runs", |l, _| {
        paragraph(l, "<b onclick=\"alert(1)\">Bold</b>")
    }),
    ("a name that is nobody's", |l, _| {
        paragraph(l, "A word of [[Nobody Inc]].")
    }),
    ("a reference to no footnote", |l, _| {
        paragraph(l, "A claim.[^nowhere]")
    }),
];

#[test]
fn a_thousand_broken_briefs_are_told_in_one_run_each_where_it_is_broken() {
    let long = std::env::var("RELIABILITY").is_ok_and(|form| form == "long");
    let seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed: u64 = seed.unwrap_or(20_260_301);
    let count = if long { 10_000 } else { 1000 };
    let mut random = Random(seed);

    let mut files: Vec<(String, String)> = vec![
        ("site.yaml".into(), "title: Broken\n".into()),
        (
            "content/companies/acme.md".into(),
            "---\nname: Acme\n---\n".into(),
        ),
        (
            "content/companies/brown.md".into(),
            "---\nname: Brown\n---\n".into(),
        ),
        ("content/x.png".into(), "no picture, but there".into()),
    ];
    let mut broken: BTreeMap<String, (&str, Vec<usize>)> = BTreeMap::new();
    for number in 0..count + count / 20 {
        let mut lines = brief(&mut random, number);
        let path = format!("content/briefs/b{number:05}.md");
        // Some are left as they are, and nothing may be said of them.
        if number < count {
            let (name, make) = BREAKS[number % BREAKS.len()];
            let told = make(&mut lines, &mut random)
                .unwrap_or_else(|| panic!("{name}: not found in\n{}", lines.join("\n")));
            broken.insert(path.clone(), (name, told));
        }
        files.push((path, lines.join("\n") + "\n"));
    }

    let mut sources = briefpress::source::Sources::from_memory(files);
    let checked = briefpress::press::load(&mut sources, &support::options());
    let mut diagnostics = checked.diagnostics;
    diagnostics.extend(
        checked
            .value
            .as_ref()
            .map(briefpress::press::lint)
            .unwrap_or_default(),
    );

    let mut told: BTreeMap<String, Vec<(usize, Code, Severity, String)>> = BTreeMap::new();
    for d in &diagnostics {
        let Some(span) = d.span else { continue };
        let file = sources.file(span.source);
        let briefpress::source::Content::Text(text) = &file.content else {
            continue;
        };
        let (line, _) = support::position(text, span.start);
        let entry = told.entry(file.path.to_string()).or_default();
        entry.push((line, d.code, d.severity, d.message.clone()));
    }

    let (mut silent, mut elsewhere, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for (path, (name, lines)) in &broken {
        let Some(messages) = told.get(path) else {
            silent.push(format!("{path}: {name}"));
            continue;
        };
        if !messages.iter().any(|(line, ..)| lines.contains(line)) {
            elsewhere.push(format!("{path}: {name}: in {lines:?}, told {messages:?}"));
        }
        if messages.len() > 1 {
            more.push((messages.len() - 1, format!("{path}: {name}: {messages:?}")));
        }
    }
    let blamed: Vec<String> = (told.iter())
        .filter(|(path, _)| path.starts_with("content/briefs/") && !broken.contains_key(*path))
        .map(|(path, messages)| format!("{path}: {messages:?}"))
        .collect();
    let follow_on: usize = more.iter().map(|(count, _)| count).sum();
    println!(
        "mutations: {count} briefs broken in {} ways, seed {seed}: {} silent, {} told elsewhere, {follow_on} messages more, {} sound ones blamed",
        BREAKS.len(),
        silent.len(),
        elsewhere.len(),
        blamed.len()
    );
    // One of each kind is enough to see what is wrong.
    let show = |list: &[String]| {
        let mut seen = std::collections::BTreeSet::new();
        let kind = |text: &str| text.split(": ").nth(1).unwrap_or("").to_owned();
        let shown: Vec<&str> = (list.iter())
            .filter(|text| seen.insert(kind(text)))
            .map(|text| &**text)
            .collect();
        shown.join("\n")
    };
    let more: Vec<String> = more.into_iter().map(|(_, text)| text).collect();
    let all = [
        ("sound, but blamed", &blamed),
        ("broken, but not told", &silent),
        ("told on another line", &elsewhere),
        ("told with more", &more),
    ];
    for (what, list) in all.iter().filter(|(_, list)| !list.is_empty()) {
        println!("{what}:\n{}", show(list));
    }
    assert!(blamed.is_empty() && silent.is_empty());
    assert!(elsewhere.len() * 100 <= count);
    assert!(follow_on * 100 <= count * 3);
}
