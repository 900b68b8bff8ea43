//! Tags and what becomes of them.

use super::*;

struct Posts;

impl Targets for Posts {
    fn address(&self, post: &str) -> (String, bool) {
        let name = post
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".md");
        (format!("/briefs/{name}/"), true)
    }

    fn moved(&self, _: &str) -> Option<String> {
        None
    }
}

fn converted(text: &str) -> (String, Vec<String>) {
    let mut notes = Notes::default();
    let out = convert(text, 1, &Posts, &mut notes);
    (out, notes.0.into_iter().map(|note| note.message).collect())
}

#[test]
fn known_tags_become_markdown() {
    for (text, expected) in [
        (
            "{{< figure src=\"a.png\" alt=\"A\" caption=\"Of A\" >}}",
            "![A](a.png \"Of A\")",
        ),
        (
            "{{< figure src=\"a b.png\" link=\"/x/\" >}}",
            "[![](<a b.png>)](/x/)",
        ),
        (
            "{{% youtube w7Ft2ymGmfc %}}",
            "<https://www.youtube.com/watch?v=w7Ft2ymGmfc>",
        ),
        (
            "{{ youtube(id=\"abc\", class=\"x\") }}",
            "<https://www.youtube.com/watch?v=abc>",
        ),
        (
            "{{< youtube id=\"abc\" title=\"A *talk*\" >}}",
            "[A \\*talk\\*](https://www.youtube.com/watch?v=abc)",
        ),
        (
            "{{< figure src=\"a.png\" alt=\"A\" title=\"Mills\" caption=\"In Ohio\" attr=\"Ann Lee\" >}}",
            "![A](a.png \"Mills — In Ohio — Ann Lee\")",
        ),
        ("{{< vimeo 123 >}}", "<https://vimeo.com/123>"),
        (
            "{{< gist user 1234 >}}",
            "<https://gist.github.com/user/1234>",
        ),
        (
            "{{< x user=\"acme\" id=\"99\" >}}",
            "<https://x.com/acme/status/99>",
        ),
        ("[a]({{< ref \"posts/b.md\" >}})", "[a](/briefs/b/)"),
        (
            "[a]({% post_url 2026-01-01-b %})",
            "[a](/briefs/2026-01-01-b/)",
        ),
        ("[a]({% link assets/x.pdf %})", "[a](/assets/x.pdf)"),
        ("![a]({{ site.baseurl }}/x.png)", "![a](/x.png)"),
        ("![a]({{ '/x.png' | relative_url }})", "![a](/x.png)"),
        (
            "{% include figure.html src=\"/x.png\" alt=\"X\" %}",
            "![X](/x.png)",
        ),
        (
            "{% include youtubePlayer.html id=\"abc\" %}",
            "<https://www.youtube.com/watch?v=abc>",
        ),
        (
            "{% highlight rust linenos %}\nfn a() {}\n{% endhighlight %}\n",
            "```rust\nfn a() {}\n```\n",
        ),
        (
            "{{< highlight go \"linenos=table\" >}}\nx\n{{< /highlight >}}",
            "```go\nx\n```",
        ),
        (
            "{% highlight ruby %}x = 1{% endhighlight %} and more",
            "```ruby\nx = 1\n```\n\nand more",
        ),
        (
            "See {{< highlight go >}}x{{< /highlight >}}, then.\n\nMore.",
            "See \n\n```go\nx\n```\n\n, then.\n\nMore.",
        ),
        ("{{< quote >}}A.{{< /quote >}}\nNext.", "> A.\n\nNext."),
        (
            "{{< note \"T\" >}}\nA.\n{{< /note >}}\nNext.",
            "> [!NOTE]\n> **T**\\\n> A.\n\nNext.",
        ),
        (
            "{{< mermaid >}}a{{< /mermaid >}}\nNext.",
            "```mermaid\na\n```\nNext.",
        ),
        ("a {% raw %}{{ x }}{% endraw %} b", "a {{ x }} b"),
        ("a{% comment %} hidden {% endcomment %}b", "ab"),
        (
            "{{< details summary=\"More\" >}}\ninside\n{{< /details >}}",
            "**More**\ninside\n",
        ),
        (
            "{% quote(author=\"Vincent\") %}\nA quote\n\nover lines\n{% end %}\n",
            "> A quote\n>\n> over lines — Vincent\n\n\n",
        ),
        (
            "{% note() %}\nCareful.\n{% end %}",
            "> [!NOTE]\n> Careful.\n",
        ),
        (
            "{% alert(warning=true, title=\"Heat\") %}\nHot.\n{% end %}",
            "> [!WARNING]\n> **Heat**\\\n> Hot.",
        ),
        (
            "{{% notice tip %}}\nPress F1.\n{{% /notice %}}",
            "> [!TIP]\n> Press F1.\n",
        ),
        (
            "{{< admonition type=\"danger\" >}}\na\n{{< /admonition >}}",
            "> [!CAUTION]\n> a\n",
        ),
        (
            "{% mermaid() %}\ngraph TD\n{% end %}",
            "```mermaid\ngraph TD\n```",
        ),
        ("{{/* youtube(id=\"x\") */}}", "`{{ youtube(id=\"x\") }}`"),
        ("{{</* figure src=\"x\" */>}}", "`{{< figure src=\"x\" >}}`"),
    ] {
        let (out, notes) = converted(text);
        assert_eq!(out, expected, "{text}");
        assert!(!notes.is_empty(), "{text}");
    }
}

#[test]
fn what_encloses_more_than_a_plain_text_stays_and_is_told() {
    for (text, told) in [
        ("{% quote(author=\"A\", book=\"B\") %}\nx\n{% end %}", 2),
        (
            "{% note() %}\n{{ youtube(id=1, class=2) }} {{ other }}\n{% end %}",
            4,
        ),
        ("so {% note() %}x{% end %} so", 2),
        ("{% note() %}\nnever ended", 1),
        ("{% alert(sad=true) %}\nx\n{% end %}", 2),
    ] {
        assert_eq!(converted(text).1.len(), told, "{text}");
        assert!(converted(text).0.contains("{%"), "{text}");
    }
}

#[test]
fn unknown_tags_stay_and_are_told() {
    for text in [
        "{{< chart data=\"x\" >}}",
        "{% assign a = 1 %}",
        "{{ page.title }}",
        "{% include nav.html %}",
        "{{< youtube >}}",
    ] {
        let (out, notes) = converted(text);
        assert_eq!((out.as_str(), notes.len()), (text, 1), "{text}");
    }
}

#[test]
fn code_and_lone_braces_are_left_alone() {
    for text in [
        "```\n{{< youtube x >}}\n```\n",
        "`{{ a }}` and ``{% b `c` %}``",
        "a { b {{ c",
        "{{}} {%%}",
        "`unclosed {{",
    ] {
        assert_eq!(converted(text), (text.to_owned(), Vec::new()), "{text}");
    }
    assert_eq!(
        converted("```\n{{</* a */>}}\n```\n").0,
        "```\n{{< a >}}\n```\n"
    );
}

#[test]
fn lines_keep_their_numbers() {
    let mut notes = Notes::default();
    convert(
        "a\n{% comment %}\nx\n{% endcomment %}\n{{ y }}\n",
        10,
        &Posts,
        &mut notes,
    );
    let lines: Vec<_> = notes.0.iter().map(|note| note.line).collect();
    assert_eq!(lines, [Some(11), Some(14)]);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(\\{\\{|\\}\\}|\\{%|%\\}|<|>|`|/|end|raw|highlight|figure|\"|=| |\n|[a-c]|é){0,40}") {
        converted(&text);
    }
}
