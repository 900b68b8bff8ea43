//! Numbers, effects and watch items: of the front matter and of the body.

use super::*;

#[test]
fn a_brief_in_the_shape_of_the_newsletter_is_typed_from_its_body() {
    let (document, warnings) = good(
        "companies: [runway]\n",
        "Lead.\n\n## The Strategic Shift\nRunway moves.\n\n## What Happened\nIt closed a round.\n\n## Why It Matters\n\nIntro.\n\n\
         **First-order:** Tools become\nengines.\n\nMore of the first.\n\n**Second-order:** Rivals decide.\n\n- a\n- b\n\n**Third-order:** The barrier\nmoves.\n\n\
         ## The Numbers\n\n- $5.3B valuation as of Feb 2026 (General Atlantic led)\n- $860M total capital raised since 2018\n\
         - 34.2% projected CAGR for the AI video generation market through 2028\n- Growth is strong\n\n\
         ## What To Watch\n\n- Model Convergence: Observe whether Gen-4.5 reaches parity within 90 days.\n- **Capital Deployment**: Monitor it.\n- [ ] Just watch\n\nThat is all.\n\n## Sources\n\nNone.\n",
    );
    assert_eq!(
        shown(&document),
        r##"n1 "$5.3B" 5300000000 "valuation" as_of=2026-02 note="General Atlantic led"
n2 "$860M" 860000000 "total capital raised" since=2018
n3 "34.2%" 34.2 "projected CAGR for the AI video generation market" through=2028 Projection
e1 First "Tools become engines. More of the first."
e2 Second "Rivals decide. - a - b"
e3 Third "The barrier moves."
w1 [Model Convergence] "Observe whether Gen-4.5 reaches parity within 90 days." due=2026-05-13 (within 90 days)
w2 [Capital Deployment] "Monitor it."
w3 [] "Just watch"
Lead "" # "Lead."
Shift "The Strategic Shift" #the-strategic-shift "Runway moves."
Happened "What Happened" #what-happened "It closed a round."
Matters "Why It Matters" #why-it-matters "Intro."
Numbers "The Numbers" #the-numbers "Growth is strong"
Watch "What To Watch" #what-to-watch "That is all."
Other "Sources" #sources "None."
"##
    );
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].starts_with("37:3 number-unread: there is no figure in `Growth is strong`")
    );
}

/// Reads `front` (and `body`), which must be good and without warning, and compares what is shown of it.
fn table(rows: &[(&str, &str, &str)]) {
    let mut wrong = String::new();
    for (front, body, expected) in rows {
        let (document, warnings) = good(front, body);
        let found = shown(&document);
        let lines: Vec<_> = found
            .lines()
            .filter(|l| !l.starts_with(char::is_uppercase))
            .collect();
        let found = lines.join("\n");
        if found != *expected || !warnings.is_empty() {
            let _ = writeln!(
                wrong,
                "{front}{body}\n  gives    {found}\n           {warnings:?}\n  expected {expected}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[rustfmt::skip]
#[test]
fn numbers_of_the_front_matter_are_compact_or_maps() {
    table(&[
        ("numbers: $5.3B valuation\n", "", r#"n1 "$5.3B" 5300000000 "valuation""#),
        ("numbers: [\"34.2% growth (IDC)\", ~140 people]\n", "", "n1 \"34.2%\" 34.2 \"growth\" note=\"IDC\"\nn2 \"~140 people\" 140 \"\""),
        ("numbers:\n  - { value: $315M, label: Series E, company: runway, metric: round-size, as_of: 2026-02, kind: estimate, source: \"https://x.example/\", id: round, note: led }\n", "",
            r#"round "$315M" 315000000 "Series E" as_of=2026-02 Estimate company="runway" metric="round-size" note="led" source="https://x.example/""#),
        // The words of a value that is itself compact stay.
        ("numbers:\n  - { value: $860M total since 2018, label: capital raised }\n", "", r#"n1 "$860M" 860000000 "total capital raised" since=2018"#),
        ("numbers:\n  - { value: 5% (IDC), note: May }\n", "", r#"n1 "5%" 5 "" note="IDC; May""#),
        ("numbers:\n  - { value: 5% projected growth, kind: reported }\n", "", r#"n1 "5%" 5 "projected growth""#),
        // What YAML takes for a float or an integer is read as it is written.
        ("numbers:\n  - { value: 5.30 }\n", "", r#"n1 "5.30" 5.3 """#),
        ("numbers:\n  - { value: 123456789.123456789 }\n", "", r#"n1 "123456789.123456789" 123456789.123456789 """#),
        ("numbers:\n  - { value: 123456789012345678 }\n", "", r#"n1 "123456789012345678" 123456789012345678 """#),
        ("numbers:\n  - { value: +250 bps }\n", "", r#"n1 "+250 bps" 250 """#),
        ("numbers:\n  - value: +250\n    label: é\n", "", r#"n1 "+250" 250 "é""#),
        ("numbers:\n  - { value: $5, as_of: 2026, since: 2018, through: FY2025 }\n", "", r#"n1 "$5" 5 "" as_of=2026 since=2018 through=FY2025"#),
        // A colon that YAML takes for a key's.
        ("numbers:\n  - $5.3B: valuation\n", "", r#"n1 "$5.3B" 5300000000 "valuation""#),
        ("numbers: []\n", "", ""),
        ("numbers:\n", "## The Numbers\n- $5\n", r#"n1 "$5" 5 """#),
    ]);
}

#[rustfmt::skip]
#[test]
fn effects_of_the_front_matter_come_in_each_form() {
    table(&[
        ("effects:\n  third: c\n  first: a\n  second: b\n", "", "e1 First \"a\"\ne2 Second \"b\"\ne3 Third \"c\""),
        ("effects:\n  second:\n  - { id: squeeze, title: S, text: t, companies: [adobe, \"Luma AI\"], follows: first, confirms: \"older#e3\" }\n  - plain\n", "",
            "squeeze Second [S] \"t\" @adobe @Luma AI follows=first confirms=older#e3\ne2 Second \"plain\""),
        ("effects:\n  first: { title: T, companies: adobe }\n", "", "e1 First [T] \"\" @adobe"),
        ("effects:\n  first-order: a\n  2nd: b\n  3: c\n", "", "e1 First \"a\"\ne2 Second \"b\"\ne3 Third \"c\""),
        ("effects:\n  - { order: second, text: b }\n  - { order: 1, text: a }\n  - { order: third-order, text: c, follows: 2 }\n", "",
            "e1 First \"a\"\ne2 Second \"b\"\ne3 Third \"c\" follows=2"),
        ("effects:\n  - first: a\n  - second: b\n", "", "e1 First \"a\"\ne2 Second \"b\""),
        ("effects:\n  - \"First-order: a\"\n  - Second-order: b\n", "", "e1 First \"a\"\ne2 Second \"b\""),
        ("effects:\n  first: { order: first, text: a }\n", "", "e1 First \"a\""),
        ("effects:\n  first: |\n    One.\n\n    Two.\n", "", "e1 First \"One. Two.\""),
    ]);
}

#[rustfmt::skip]
#[test]
fn watch_items_of_the_front_matter_are_strings_or_maps() {
    table(&[
        ("watch: \"Model: observe within 90 days\"\n", "", "w1 [Model] \"observe within 90 days\" due=2026-05-13 (within 90 days)"),
        ("watch:\n  - Model Convergence: observe it\n", "", "w1 [Model Convergence] \"observe it\""),
        ("watch:\n  - just this\n", "", "w1 [] \"just this\""),
        ("watch:\n  - { id: parity, title: P, text: t within 90 days, by: 2026-05-14, probability: 0.60, status: open }\n", "", "parity [P] \"t within 90 days\" due=2026-05-14 (2026-05-14) p=0.6"),
        ("watch:\n  - { item: P, by: 2017-Q2, probability: 60% }\n", "", "w1 [P] \"\" due=2017-Q2 (2017-Q2) p=0.6"),
        ("watch:\n  - { claim: P within 90 days, probability: 1, status: hit, resolved: 2026-03, outcome: yes, evidence: \"https://x.example\" }\n", "", "w1 [P within 90 days] \"\" due=2026-05-13 (within 90 days) Hit p=1"),
        ("watch:\n  - { text: only text, status: VOID, probability: 0.333333333333333333 }\n", "", "w1 [] \"only text\" Void p=0.333333333333333333"),
    ]);
}

#[rustfmt::skip]
#[test]
fn effects_of_the_body_begin_with_a_label() {
    let matters = |body: &str| format!("## Why It Matters\n\n{body}\n");
    let three = "e1 First \"a\"\ne2 Second \"b\"\ne3 Third \"c\"";
    for (body, expected) in [
        ("**First-order:** a\n\n**Second-order:** b\n\n**Third-order:** c", three),
        ("**First-order**: a\n\n**Second-Order**: b\n\n**THIRD-ORDER**: c", three),
        ("**First-order** a\n\n**Second order** b\n\n**Third order.** c", three),
        ("First-order: a\n\nSecond-order: b\n\nThird-order: c", three),
        ("*First order effects* — a\n\n*Second order effects* – b\n\n_Third-order effect_: c", three),
        ("1st order: a\n\n2nd-order: b\n\n**3rd order:** c", three),
        ("- **First-order:** a\n- **Second-order:** b\n- Third-order: c", three),
        ("1. First-order — a\n2. Second-order — b\n3. Third-order — c", three),
        ("### First-order\n\na\n\n### Second-order effects\n\nb\n\n### **Third-order:**\n\nc", three),
        ("**First-order:** a\n**Second-order:** b\n**Third-order:** c", three),
        ("**Third-order:** c\n\n**First-order:** a\n\n**Second-order:** b", three),
        ("**First-order:**\na", "e1 First \"a\""),
        ("**First-order:**\n\n- a\n- b", "e1 First \"- a - b\""),
        ("**First-order: the squeeze.** a", "e1 First [the squeeze] \"a\""),
        ("**First-order — the squeeze**: a", "e1 First [the squeeze] \"a\""),
        ("**First-order effects on Adobe:** a", "e1 First [on Adobe] \"a\""),
        ("**Second-order (later)**: a", "e1 Second [(later)] \"a\""),
        ("### First-order: the squeeze\n\na\n\n> b\n\n#### More\n\nc", "e1 First [the squeeze] \"a > b #### More c\""),
        ("- **First-order:** a\n\n  more\n- and\n- **Second-order:** b", "e1 First \"a more - and\"\ne2 Second \"b\""),
        ("**First-order:** a\n\n**First-order:** b", "e1 First \"a\"\ne2 First \"b\""),
        // No labels.
        ("First-order effects are hard to see", ""),
        ("First order of business", ""),
        ("**First-order effects hit Adobe** hard", ""),
        ("The first-order: a", ""),
        ("**First-orders:** a", ""),
        ("### First-order effects in depth\n\na", ""),
        ("**First-order:**", ""),
    ] {
        table(&[("", &matters(body), expected)]);
    }
    table(&[("", "## Other\n\n**First-order:** a\n", "")]);
}

#[rustfmt::skip]
#[test]
fn numbers_and_watch_items_of_the_body_are_list_items() {
    table(&[
        ("", "## By the Numbers:\n\n* $5.3B\n  valuation\n* **34.2%** growth\n", "n1 \"$5.3B\" 5300000000 \"valuation\"\nn2 \"34.2%\" 34.2 \"growth\""),
        ("", "## The Numbers\n1. $5 x\n2. $6 y\n\nText.\n\n- $7 z\n", "n1 \"$5\" 5 \"x\"\nn2 \"$6\" 6 \"y\"\nn3 \"$7\" 7 \"z\""),
        ("", "# What to watch\n- A: b\n- **C.** d\n- [x] E — f\n- G - h\n- see [a: b](https://x.example/): c\n", "w1 [A] \"b\"\nw2 [C] \"d\"\nw3 [E] \"f\"\nw4 [G] \"h\"\nw5 [see [a: b](https://x.example/)] \"c\""),
        ("", "## What To Watch\n- A: b within 90\n  days\n", "w1 [A] \"b within 90 days\" due=2026-05-13 (within 90 days)"),
        ("", "## What To Watch\r\n\r\n- A: b\r\n- C\r\n", "w1 [A] \"b\"\nw2 [] \"C\""),
        ("", "What to watch\n---\n- A: b\n", "w1 [A] \"b\""),
        ("", "## What To Watch\n- A: b\n\n  c\n  - d\n", "w1 [A] \"b c - d\""),
        ("", "## Numbers\n\n### $5\n\n## Other\n- $6\n", ""),
    ]);
}

#[test]
fn a_section_beside_its_key_is_commentary() {
    let (document, warnings) = good(
        "numbers: [$5B valuation]\nwatch: [\"A: b\"]\neffects: { first: It moves. }\n",
        "## The Numbers\n- $5B valuation\n- more\n\n## What To Watch\n- *A*: b!\n\n## Why It Matters\n**First-order:** It *moves*.\n",
    );
    assert_eq!(
        shown(&document),
        r##"n1 "$5B" 5000000000 "valuation"
e1 First "It moves."
w1 [A] "b"
Numbers "The Numbers" #the-numbers "- $5B valuation - more"
Watch "What To Watch" #what-to-watch "- *A*: b!"
Matters "Why It Matters" #why-it-matters "**First-order:** It *moves*."
"##
    );
    let codes: Vec<_> = warnings
        .iter()
        .map(|w| w.split(": ").next().unwrap_or_default())
        .collect();
    assert_eq!(
        codes,
        [
            "10:3 section-repeats",
            "14:3 section-repeats",
            "17:1 section-repeats"
        ]
    );
    let (_, warnings) = good(
        "numbers: [$5B valuation]\nwatch: [\"A: b\"]\neffects: { first: It moves. }\n",
        "## The Numbers\n- $6B valuation\n\n## What To Watch\n- C: d\n\n## Why It Matters\n**First-order:** All else.\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
}

#[test]
fn site_yaml_can_add_headings() {
    let config = config(ID, "sections: { numbers: [Key Figures] }\n").value;
    let text = "---\ntitle: T\ndate: 2026-02-12\n---\n## Key figures\n- $5\n";
    let checked = brief(
        ID,
        &"content/briefs/s.md".into(),
        &text.into(),
        &config.sections,
    );
    let Outcome::Good(document) = checked.value else {
        panic!("it is good");
    };
    assert_eq!(document.value.numbers.len(), 1);
}
