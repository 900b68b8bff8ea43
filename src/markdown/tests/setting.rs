//! Markdown in, HTML out.

use std::sync::Arc;

use super::super::{Flow, Marks, Markup, Options, plain_text, set};
use super::{block, body, find};
use crate::model::HtmlPolicy;

#[test]
fn blocks_are_set() {
    let cases = [
        ("one\ntwo  \nthree", "<p>one\ntwo<br>\nthree</p>"),
        (
            "a *b* **c** ~~d~~ `e<`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code></p>",
        ),
        ("# A\n\n## B\n\n### C", "<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>"),
        (
            "- a\n- b\n  1. c",
            "<ul>\n<li>a</li>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>",
        ),
        (
            "3. a\n4. b",
            "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>",
        ),
        (
            "- [ ] a\n- [x] b",
            "<ul>\n<li><span class=\"task\">☐</span> a</li>\n<li><span class=\"task done\">☑</span> b</li>\n</ul>",
        ),
        (
            "> a\n> > b",
            "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>",
        ),
        (
            "> [!WARNING]\n> a",
            "<aside class=\"alert warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</aside>",
        ),
        (
            "> [!PULL]\n> A *budget* with opinions.",
            "<blockquote class=\"pull\">\n<p>A <em>budget</em> with opinions.</p>\n</blockquote>",
        ),
        (
            "> [!side] Said in May.\n>\n> Twice.",
            "<aside class=\"side-note\" role=\"note\">\n<p>Said in May.</p>\n<p>Twice.</p>\n</aside>",
        ),
        (
            "[The talk](https://vimeo.com/1)",
            "<p class=\"embed vimeo\"><a href=\"https://vimeo.com/1\">The talk</a></p>",
        ),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        (
            "    code &",
            "<pre tabindex=\"0\"><code>code &amp;</code></pre>",
        ),
        (
            "```no-such, x\na\n```",
            "<pre tabindex=\"0\"><code class=\"language-no-such\">a\n</code></pre>",
        ),
        (
            "| a | b |\n|---|--:|\n| c | d |",
            "<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n\
            <tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr>\n</thead>\n<tbody>\n\
            <tr><td>c</td><td class=\"right\">d</td></tr>\n</tbody>\n</table>\n</div>",
        ),
        ("\"It's\" 1990--2000 ...", "<p>“It’s” 1990–2000 …</p>"),
        ("$5-$10 bn and ~140", "<p>$5-$10 bn and ~140</p>"),
        ("a\n\n---\nb: c\n---\n", "<p>a</p>\n<hr>\n<h2>b: c</h2>"),
    ];
    for (markdown, html) in cases {
        assert_eq!(block(markdown), html, "{markdown}");
    }
}

#[test]
fn pictures_are_set() {
    let cases = [
        (
            "![a \"b\" *c*](x.png)",
            "<p><img src=\"x.png\" alt=\"a “b” c\" loading=\"lazy\" decoding=\"async\"></p>",
        ),
        (
            "![a](x.png \"T\")",
            "<figure><img src=\"x.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"><figcaption>T</figcaption></figure>",
        ),
        (
            "![a](x.png \"T\") b",
            "<p><img src=\"x.png\" alt=\"a\" title=\"T\" loading=\"lazy\" decoding=\"async\"> b</p>",
        ),
        ("![a](javascript:x)", "<p>a</p>"),
        ("![a](data:image/png;base64,xx \"T\")", "<p>a</p>"),
        (
            "![[x y.png|a]]",
            "<p><img src=\"x%20y.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></p>",
        ),
        (
            "[![a](x.png)](https://y.org)",
            "<p><a href=\"https://y.org\"><img src=\"x.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></a></p>",
        ),
    ];
    for (markdown, html) in cases {
        assert_eq!(block(markdown), html, "{markdown}");
    }
}

#[test]
fn links_are_set() {
    let a = |href: &str, text: &str| format!("<p><a href=\"{href}\">{text}</a></p>");
    let cases = [
        (
            "[a](/b?c&d \"T\")",
            "<p><a href=\"/b?c&amp;d\" title=\"T\">a</a></p>".to_owned(),
        ),
        ("[a]\n\n[a]: b", a("b", "a")),
        ("<https://x.org>", a("https://x.org", "https://x.org")),
        ("<a@b.org>", a("mailto:a@b.org", "a@b.org")),
        (
            "https://x.org/a_b_c",
            a("https://x.org/a_b_c", "https://x.org/a_b_c"),
        ),
        (
            "https://x.org/?a=1&amp;b",
            a("https://x.org/?a=1&amp;b", "https://x.org/?a=1&amp;b"),
        ),
        (
            "(HTTP://x.org/a_(b)).",
            "<p>(<a href=\"HTTP://x.org/a_(b)\">HTTP://x.org/a_(b)</a>).</p>".to_owned(),
        ),
        (
            "*https://x.org*, y",
            "<p><em><a href=\"https://x.org\">https://x.org</a></em>, y</p>".to_owned(),
        ),
        (
            "see https://x.org/a--b...",
            "<p>see <a href=\"https://x.org/a--b\">https://x.org/a--b</a>…</p>".to_owned(),
        ),
        (
            "“https://x.org/a”",
            "<p>“<a href=\"https://x.org/a\">https://x.org/a</a>”</p>".to_owned(),
        ),
        (
            "http://localhost xhttp://x.org https:// `http://x.org`",
            "<p>http://localhost xhttp://x.org https:// <code>http://x.org</code></p>".to_owned(),
        ),
        ("[a http://x.org](b)", a("b", "a http://x.org")),
        (
            "[a](JavaScript:x) [b](<java\tscript:x>) [c](data:x)",
            "<p>a b c</p>".to_owned(),
        ),
        (
            "[[Runway]] [[runway|the *company*]] [[x|]]",
            "<p>Runway the <em>company</em> x</p>".to_owned(),
        ),
        (
            "> [[Luma\n> AI]]",
            "<blockquote>\n<p>Luma AI</p>\n</blockquote>".to_owned(),
        ),
        (
            r"\Runway \Luma's C:\Users AC\DC \n \\Runway",
            r"<p>Runway Luma’s C:\Users AC\DC \n \Runway</p>".to_owned(),
        ),
        (
            "[Runway *AI*]{.nolink}, [x]{.nolink} [y] {.nolink}",
            "<p>Runway <em>AI</em>, x [y] {.nolink}</p>".to_owned(),
        ),
    ];
    for (markdown, html) in cases {
        assert_eq!(block(markdown), html, "{markdown}");
    }
}

#[test]
fn a_line_has_no_blocks() {
    let cases = [
        ("10. What now", "10. What now"),
        ("# Not a heading", "# Not a heading"),
        ("- a *b*", "- a <em>b</em>"),
        ("\"Runway\" & co", "“Runway” &amp; co"),
        ("*a* _b_", "<em>a</em> <em>b</em>"),
        ("(a) [b](c)", "(a) <a href=\"c\">b</a>"),
        ("a\n\nb\n- c", "a  b - c"),
        ("    a", "a"),
        ("<div>a</div><b>b</b>", "a<b>b</b>"),
        ("a[^1]", "a[^1]"),
        ("", ""),
    ];
    for (markdown, html) in cases {
        let set = set(
            markdown,
            Flow::Inline,
            &Marks::default(),
            &Options::default(),
        );
        assert_eq!(set.as_str(), html, "{markdown:?}");
    }
}

#[test]
fn plain_text_has_no_markup() {
    let cases = [
        ("**Runway**'s [model](x) & `code`", "Runway’s model & code"),
        (
            "[[Runway]] and [[runway|the company]]",
            "Runway and the company",
        ),
        (r"\Runway, [Luma]{.nolink}", "Runway, Luma"),
        ("10. What *now*", "10. What now"),
        ("a\n*b*\n\n- c\n- d\n\n## E", "a b c d E"),
        ("![alt](x) <b>c</b><br>d[^1]", "alt c d"),
        ("https://x.org/a_b", "https://x.org/a_b"),
        (" plain ", "plain"),
        ("a <script>b `c`</script>d <style>e</style>f", "a d f"),
        ("a <script>b\n\nc", "a b c"),
    ];
    for (markdown, plain) in cases {
        assert_eq!(plain_text(markdown), plain, "{markdown:?}");
    }
}

#[test]
fn raw_html_goes_by_policy() {
    let text = "a <b onclick=x>b</b> <script>c</script>\n\n<details>\n\n*d*\n\n</details> <!-- e -->\n\n[f](javascript:g)";
    let cases = [
        (
            HtmlPolicy::Sanitize,
            "<p>a <b>b</b></p>\n<details>\n<p><em>d</em></p>\n</details> \n<p>f</p>",
        ),
        (
            HtmlPolicy::Allow,
            "<p>a <b onclick=x>b</b> <script>c</script></p>\n<details>\n<p><em>d</em></p>\n</details> <!-- e -->\n<p><a href=\"javascript:g\">f</a></p>",
        ),
        (
            HtmlPolicy::Escape,
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;script&gt;c&lt;/script&gt;</p>\n<p>&lt;details&gt;</p>\n<p><em>d</em></p>\n<p>&lt;/details&gt; &lt;!-- e --&gt;</p>\n<p>f</p>",
        ),
    ];
    for (html, expected) in cases {
        let (set, _) = body(text, &Marks::default(), &Options { html });
        assert_eq!(set, expected, "{html:?}");
    }
}

#[test]
fn what_would_swallow_the_page_is_shown_as_text() {
    let cases = [
        ("a <plaintext> b", "<p>a &lt;plaintext&gt; b</p>"),
        ("<!-- never closed\n\nb", "&lt;!-- never closed\n\nb"),
        ("<div title=\"x\n\nb", "&lt;div title=\"x\n<p>b</p>"),
        (
            "<svg><style><img src=x onerror=y>",
            "<p>&lt;style&gt;<img src=\"x\"></p>",
        ),
    ];
    for (markdown, html) in cases {
        assert_eq!(block(markdown), html, "{markdown}");
    }
}

#[test]
fn unclosed_raw_elements_do_not_multiply() {
    let tags: String = (0..500).map(|i| format!("<b id=b{i}>")).collect();
    let text = format!("<div>\n{tags}\n</div>\n\n{}", "x\n\n".repeat(2000));
    let (html, _) = body(&text, &Marks::default(), &Options::default());
    assert!(html.len() < 3_000_000, "{}", html.len());
    assert_eq!(html.matches('x').count(), 2000);
}

#[test]
fn footnotes_are_numbered_by_use() {
    let text = "a[^b] c[^A] d[^b]\n\n[^a]: one[^deep]\n[^b]: two\n[^unused]: x\n[^deep]: three\n\n    - list\n";
    let (html, notes) = body(text, &Marks::default(), &Options::default());
    let reference = |id: &str, n: u8| {
        format!(
            "<sup class=\"note\"><a id=\"fnref:{id}\" href=\"#fn:{n}\" role=\"doc-noteref\">{n}</a></sup>"
        )
    };
    assert_eq!(
        html,
        format!(
            "<p>a{} c{} d{}</p>",
            reference("1", 1),
            reference("2", 2),
            reference("1:2", 1)
        )
    );
    let back = |id: &str| format!(" <a href=\"#fnref:{id}\" role=\"doc-backlink\">↩\u{fe0e}</a>");
    assert_eq!(
        notes,
        format!(
            "<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
             <li id=\"fn:1\"><p>two{}{}</p></li>\n\
             <li id=\"fn:2\"><p>one{}{}</p></li>\n\
             <li id=\"fn:3\"><p>three</p>\n<ul>\n<li>list</li>\n</ul>{}</li>\n</ol>\n</div>",
            back("1"),
            back("1:2"),
            reference("3", 3),
            back("2"),
            back("3")
        )
    );
}

#[test]
fn a_footnote_in_a_link_is_no_link() {
    let text = "[[x|a[^1] b]]\n\n[^1]: c";
    let marks = Marks {
        mentions: vec![],
        addresses: vec![(find(text, "[[x|a[^1] b]]"), Arc::from("/x/"))],
        ..Marks::default()
    };
    let (html, _) = body(text, &marks, &Options::default());
    assert_eq!(
        html,
        "<p><a href=\"/x/\">a<sup class=\"note\">1</sup> b</a></p>"
    );
}

#[test]
fn addresses_are_replaced() {
    let text = "[a](b.md) ![c](d.png) [[Runway]] [[Nobody]] https://x.org [e][f] [g](javascript:x)\n\n[f]: h";
    let mark = |part: &str, to: &str| (find(text, part), Arc::from(to));
    let marks = Marks {
        mentions: vec![],
        addresses: vec![
            mark("[a](b.md)", "/b/"),
            mark("![c](d.png)", "/d.1.png"),
            mark("[[Runway]]", "/companies/runway/"),
            mark("https://x.org", "https://y.org"),
            mark("[e][f]", "/h/"),
        ],
        ..Marks::default()
    };
    let (html, _) = body(text, &marks, &Options::default());
    assert_eq!(
        html,
        "<p><a href=\"/b/\">a</a> <img src=\"/d.1.png\" alt=\"c\" loading=\"lazy\" decoding=\"async\"> \
         <a href=\"/companies/runway/\">Runway</a> Nobody <a href=\"https://y.org\">https://x.org</a> \
         <a href=\"/h/\">e</a> g</p>"
    );
}

#[test]
fn markup_of_text_is_escaped() {
    assert_eq!(
        Markup::from_text("a < \"b\" & c").as_str(),
        "a &lt; \"b\" &amp; c"
    );
    assert!(Markup::from_text("").is_empty());
}
