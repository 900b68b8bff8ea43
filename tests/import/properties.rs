//! Laws that hold for any text: nothing panics, no word is lost, and what was made can be imported again.

use briefpress::import::{Imported, Input, NewFile, Options, import};
use proptest::prelude::*;

use super::support::{
    Words, add, count_file, import_text, lacking, parts, visible_words, words_of_input,
    words_of_report,
};

/// Pieces that plain briefs are made of, and pieces that only look so.
fn plain_piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "The Strategic Shift", "WHAT HAPPENED:", "1. Why It Matters", "The Numbers", "what to watch", "**The Numbers**",
            "What Happened: Acme turns.", "Background", "===", "---", "***", "\u{c}", "Title: A turn", "Date: 2026-01-15",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "First-order: steel is scarce.", "Second-order effects — more", "third-order:", "Risk: high.", "- $5.3B now (led)",
            "• 34.2% by 2030", "1) one", "2) two", "3. three", "o Rent", "  - deeper", "      more of it", "– dash", "> quote",
            "# number", "#tag", "1986. The year", "By Jane Doe", "February 12, 2026", "- Parity: within 90 days.",
            "a) one", "(b) two", "ii. three", "i) four", "-> arrow", "| a | b |", "|---|---|", "+--+--+", "x\ty\tz", "1\t2\t3",
            "From: Jane <j@a.example>", "Subject: Re: A turn", "Sent: Thursday, January 15, 2026 10:20 AM", "long-", "term",
            "---------- Forwarded message ---------", ":date: 2026-01-15", "####", "Why does it matter?", "Section 3 - The Numbers 📈",
            "> The Strategic Shift", "> - $5B sold", ">> The Numbers", "Key Numbers", "What Happened – Acme turns.",
            "Second-order effects", "First-order: one. Second-order: two.", "Bottom Line", "▸ one", "https://a.example/x",
            "[The Numbers]", "$5B sold, up 20%", "Hi Jane,",
        ]).prop_map(str::to_owned),
        3 => "[ *_`~<>\\[\\]()#+.!|\\\\&;:='\"^$/{}%-]{0,6}([a-zA-Z0-9é字]{1,8}[ *_`~<>\\[\\]()#+.!|\\\\&;:='\"^$/{}%-]{1,3}){0,8}",
        1 => Just(String::new()),
    ]
}

/// Pieces of posts.
fn post_piece() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => plain_piece(),
        1 => prop::sample::select(vec![
            "```", "~~~", "    code", "{{< figure src=\"a.png\" alt=\"b\" >}}", "{{< chart x >}}", "{% raw %}", "{% endraw %}",
            "{% highlight go %}", "{% endhighlight %}", "{{ site.baseurl }}", "{% comment %}", "{% endcomment %}", "<!-- more -->",
            "[TOC]", "{: .lead}", "# Head {#id}", "![a](b.png){: .x}", "[a](b.md#c)", "{% post_url 2026-01-01-b %}", "<b>x</b>",
            "{% quote(author=\"Ann Lee\") %}", "{% note() %}", "{% alert(type=\"tip\", title=\"So\") %}", "{% mermaid() %}",
            "%%hidden%%", "A ==marked== word", "[[Note]] and [[post|us]]", "[a](/about) [b](#c)", "<center>c</center>", "~~~~", "It turns. ^block1", "> [!warning]- Careful", "> [!info]", "+++", "<!--more-->", "<img src=\"a.png\" alt=\"b\">",
            "# A turn", "Status: Published", "Tags: a, b", "{{< youtube id=\"x\" title=\"A talk\" >}}",
            "{% end %}", "{{% notice warning %}}", "{{% /notice %}}", "{{/* youtube(id=\"x\") */}}",
        ]).prop_map(str::to_owned),
    ]
}

/// Front matter, sound or not.
fn front() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        prop::sample::select(vec![
            "title: A turn",
            "title: \"A: turn\"",
            "date: 2026-01-15",
            "date: 02/03/2026",
            "tags: [a, b]",
            "tags:",
            "  - c",
            "draft: true",
            "published: false",
            "weight: 1.10",
            "author: {name: Jane}",
            "permalink: /:year/:title/",
            "aliases: /a/",
            "# comment",
            "description: first",
            "summary: second",
            "extra:",
            "  a: b",
            "title = \"A\"",
            "[extra]",
            "slug: x/y",
            "image: a.png",
            "status: hidden",
            "key: &x 1",
            "other: *x",
            "- item",
            "broken: [",
            "companies: Acme",
        ])
        .prop_map(str::to_owned),
        "[a-z]{1,6}: [a-zA-Z0-9 ,'\"#:{}\\[\\]-]{0,20}",
    ];
    (
        prop::sample::select(vec!["---", "+++"]),
        prop::collection::vec(line, 0..8),
    )
        .prop_map(|(fence, lines)| format!("{fence}\n{}\n{fence}\n", lines.join("\n")))
}

/// The words that came out, in files or in the report.
fn words_out(imported: &Imported) -> Words {
    let mut there = words_of_report(imported);
    for file in &imported.files {
        count_file(&mut there, &file.path, &file.bytes);
    }
    there
}

/// The words of the bodies that were made.
fn words_of_body(imported: &Imported) -> Words {
    let mut words = Words::new();
    for file in &imported.files {
        for (word, count) in body_words(&file.bytes) {
            *words.entry(word).or_default() += count;
        }
    }
    words
}

/// The words of the bodies that are not in `known`, but for the usual titles of the sections.
fn invented(imported: &Imported, mut known: Words) -> Vec<String> {
    for section in imported
        .report
        .briefs
        .iter()
        .flat_map(|brief| &brief.sections)
    {
        add(&mut known, &section.name);
    }
    lacking(&words_of_body(imported), &known)
}

fn body_words(bytes: &[u8]) -> Words {
    let mut words = Words::new();
    add(&mut words, parts(std::str::from_utf8(bytes).unwrap()).1);
    words
}

fn check(name: &str, text: &str) -> Result<Imported, TestCaseError> {
    let imported = import_text(name, text);
    prop_assert_eq!(&imported, &import_text(name, text));
    if imported.report.refused.is_empty() {
        let lost = lacking(
            &words_of_input(name, text.as_bytes()),
            &words_out(&imported),
        );
        prop_assert!(lost.is_empty(), "lost {:?} of\n{}", lost, text);
    }
    Ok(imported)
}

/// Imports a file that was made.
fn again(file: &NewFile) -> Result<Imported, TestCaseError> {
    let imported = import(
        &[Input {
            name: file.path.clone(),
            bytes: file.bytes.clone(),
        }],
        &Options::default(),
        &(),
    );
    let mut before = Words::new();
    count_file(&mut before, &file.path, &file.bytes);
    if imported.report.refused.is_empty() {
        let lost = lacking(&before, &words_out(&imported));
        prop_assert!(
            lost.is_empty(),
            "lost {:?} of\n{}",
            lost,
            String::from_utf8_lossy(&file.bytes)
        );
    }
    Ok(imported)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_texts_keep_their_words(
        pieces in prop::collection::vec(plain_piece(), 0..16),
        line_break in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]),
    ) {
        let text = pieces.join(line_break);
        let imported = check("a.txt", &text)?;
        // And a reader sees them, not only the file has them.
        if imported.report.briefs.iter().all(|brief| brief.form.starts_with("plain text")) && imported.report.refused.is_empty() {
            let mut seen = words_of_report(&imported);
            for file in &imported.files {
                for word in visible_words(&String::from_utf8_lossy(&file.bytes)) {
                    *seen.entry(word).or_default() += 1;
                }
            }
            let lost = lacking(&words_of_input("a.txt", text.as_bytes()), &seen);
            prop_assert!(lost.is_empty(), "not seen {:?} of\n{}", lost, text);
        }
        for file in &imported.files {
            let again = again(file)?;
            let invented = invented(&again, body_words(&file.bytes));
            prop_assert!(invented.is_empty(), "invented {:?} in the second import", invented);
        }
        let invented = invented(&imported, words_of_input("a.txt", text.as_bytes()));
        prop_assert!(invented.is_empty(), "invented {:?} in\n{}", invented, text);
    }

    #[test]
    fn posts_keep_their_words(front in front(), pieces in prop::collection::vec(post_piece(), 0..12)) {
        let text = format!("{front}{}", pieces.join("\n"));
        let imported = check("2026-01-15-post.md", &text)?;
        for file in &imported.files {
            let again = again(file)?;
            let twice: Vec<_> = again.files.iter().map(|file| file.path.clone()).collect();
            prop_assert!(twice.iter().all(|path| path.starts_with("content/briefs/")));
        }
    }

    #[test]
    fn any_text_can_be_imported(text in "(?s).{0,200}", name in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.json", "", "_posts/2026-01-15-a.md"])) {
        let imported = import_text(name, &text);
        if !name.ends_with(".html") && imported.report.refused.is_empty() {
            let lost = lacking(&words_of_input("a.txt", text.as_bytes()), &words_out(&imported));
            prop_assert!(lost.is_empty(), "lost {:?}", lost);
        }
    }

    #[test]
    fn any_bytes_can_be_imported(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        import(&[Input { name: "a.txt".to_owned(), bytes }], &Options::default(), &());
    }

    #[test]
    fn html_keeps_its_words(
        html in "(<p>|</p>|<h2>|</h2>|<ul><li>|</li></ul>|<b>|</b>|<a href=\"/x\">|</a>|<br>|<pre>|</pre>|<table><tr><td>|</td></tr></table>|<!-- c -->|<script>|</script>|&amp;|[ *_`#>.-]|[a-z0-9]{1,5} ){0,30}"
    ) {
        let imported = import_text("a.html", &html);
        if imported.report.refused.is_empty() {
            let lost = lacking(&words_of_input("a.html", html.replace("&amp;", " ").as_bytes()), &words_out(&imported));
            prop_assert!(lost.is_empty(), "lost {:?} of {}", lost, html);
        }
    }
}
