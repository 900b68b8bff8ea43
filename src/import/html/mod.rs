//! HTML becomes Markdown.
//!
//! Comes in: the HTML of a post. Goes out: Markdown with the same words, and notes on what no Markdown can say. Scripts
//! and styles are left out and told.

mod elements;
mod head;
mod table;
mod visible;

use htmd::HtmlToMarkdown;
use htmd::options::{BulletListMarker, HrStyle, Options};

use super::report::Notes;
pub(super) use head::head;
pub(super) use visible::visible;

/// The deepest nesting that is converted: the converter walks recursively.
const DEPTH_CAP: usize = 128;

/// An element of our own: its attribute [`MARKDOWN_TEXT`] is Markdown already, and is printed as it is.
pub(super) const MARKDOWN: &str = "briefpress-markdown";

/// The attribute with the Markdown.
pub(super) const MARKDOWN_TEXT: &str = "text";

/// Elements that never have an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Converts `html`, or gives `None` if it is nested too deeply.
pub(super) fn markdown(html: &str, line: Option<usize>, notes: &mut Notes) -> Option<String> {
    let html = without_scripts(html, line, notes);
    if depth(&html) > DEPTH_CAP {
        return None;
    }
    let options = Options {
        hr_style: HrStyle::Dashes,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        ..Options::default()
    };
    let converter = HtmlToMarkdown::builder()
        .options(options)
        .scripting_enabled(false)
        .add_handler(
            vec!["iframe", "embed", "video", "audio"],
            elements::embedded,
        )
        .add_handler(vec![MARKDOWN], elements::as_it_is)
        .add_handler(vec!["a"], elements::bookmark)
        .add_handler(vec!["span"], elements::bookmark_part)
        .add_handler(vec!["s", "del", "strike"], elements::struck)
        .add_handler(vec!["abbr", "acronym"], elements::abbreviation)
        .add_handler(vec!["div"], elements::footnote)
        .add_handler(vec!["pre"], elements::typed)
        .add_handler(vec!["table"], table::table)
        .build();
    let markdown = converter.convert(&html).ok()?;
    let markdown = markdown.replace("\n- - -\n", "\n---\n");
    Some(markdown)
}

/// The HTML without scripts, styles, comments and the icons of bookmarks, which are told.
fn without_scripts(html: &str, line: Option<usize>, notes: &mut Notes) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(offset) = lower[at..].find('<') {
        let start = at + offset;
        out.push_str(&html[at..start]);
        let rest = &lower[start..];
        let found = [
            ("<script", "</script>"),
            ("<style", "</style>"),
            ("<!--", "-->"),
        ]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open));
        let icon = rest.starts_with("<img")
            && rest
                .split('>')
                .next()
                .is_some_and(|tag| tag.contains("kg-bookmark-icon"));
        let found = found.or(icon.then_some(("<img", ">")));
        let Some((open, close)) = found else {
            out.push('<');
            at = start + 1;
            continue;
        };
        let end = rest
            .find(close)
            .map_or(html.len(), |found| start + found + close.len());
        let piece = &html[start..end];
        // Ghost puts its cards between comments that say nothing to a reader.
        let inner = piece
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim();
        if !(open == "<!--" && inner.starts_with("kg-card-")) {
            let what = match open {
                "<img" => "the icon of a bookmark was left out",
                _ => "a script, style or comment was left out",
            };
            notes.kept(line, piece, what);
        }
        at = end;
    }
    out.push_str(&html[at..]);
    out
}

/// How deep elements are nested, roughly: an upper bound for what a parser makes of it.
fn depth(html: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = rest
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or_default();
            let void = VOID.iter().any(|known| known.eq_ignore_ascii_case(name));
            depth += usize::from(!void);
            most = most.max(depth);
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(
            markdown(html, None, &mut Notes::default()).as_deref(),
            Some(expected),
            "{html}"
        );
    }

    #[test]
    fn html_becomes_markdown() {
        check(
            "<h2>What Happened</h2><p>A <strong>b</strong> &amp; <a href=\"/x/\">c</a>.</p>",
            "## What Happened\n\nA **b** & [c](/x/).",
        );
        check("<ul><li>$5B now</li><li>two</li></ul>", "- $5B now\n- two");
        check("<p>a_b *c* 1. [x]</p>", "a\\_b \\*c\\* 1. \\[x\\]");
        check(
            "<p>a</p><briefpress-markdown text=\"\n- *b* &amp;\n\n\n    c\n\"></briefpress-markdown><p>d</p>",
            "a\n\n- *b* &\n\n\n    c\n\nd",
        );
        check(
            "<figure><a class=\"kg-bookmark-container\" href=\"https://x.example/a b\"><div><div class=\"kg-bookmark-title\">T</div><div>D</div><span class=\"kg-bookmark-author\">A</span><span class=\"kg-bookmark-publisher\">P</span></div></a></figure><p><a href=\"/x/\"><span class=\"y\">z</span></a></p>",
            "[T](<https://x.example/a b>)\n\nD\n\nA\n\nP\n\n[z](/x/)",
        );
        check(
            "<iframe src=\"https://www.youtube.com/embed/x\"></iframe>",
            "<https://www.youtube.com/embed/x>",
        );
    }

    #[test]
    fn scripts_are_told() {
        let mut notes = Notes::default();
        let text = markdown(
            "<p>a</p><script>evil()</script><!--kg-card-begin: html--><p>b</p>",
            Some(3),
            &mut notes,
        );
        assert_eq!(text.as_deref(), Some("a\n\nb"));
        assert_eq!(notes.0.len(), 1);
    }

    #[test]
    fn deep_html_is_refused() {
        assert_eq!(
            markdown(&"<div>".repeat(100_000), None, &mut Notes::default()),
            None
        );
    }

    #[test]
    fn what_was_struck_out_stays_struck_out() {
        check(
            "<p>It is <s>old</s>, <del> gone </del><strike>x</strike>.</p>",
            "It is ~~old~~, ~~gone~~ ~~x~~.",
        );
    }

    #[test]
    fn tables_keep_their_rows_and_columns() {
        for (html, expected) in [
            (
                "<table><tr><th>Year</th><th>Mills</th></tr><tr><td>2025</td><td>4 | 5</td></tr></table>",
                "| Year | Mills  |\n| ---- | ------ |\n| 2025 | 4 \\| 5 |",
            ),
            // What heads the rows is no heading of the columns.
            (
                "<table><tr><th>A</th><td>1</td></tr><tr><th>B</th><td>2</td></tr></table>",
                "|       |     |\n| ----- | --- |\n| **A** | 1   |\n| **B** | 2   |",
            ),
            (
                "<table><tbody><tr><td>q</td><td>w</td></tr><tr><td>e</td><td>r</td></tr></tbody></table>",
                "|     |     |\n| --- | --- |\n| q   | w   |\n| e   | r   |",
            ),
            (
                "<table><caption>Of it</caption><thead><tr><td></td><th>X</th></tr></thead><tr><th>A</th><td>1</td></tr></table>",
                "Of it\n\n|       | X   |\n| ----- | --- |\n| **A** | 1   |",
            ),
            (
                "<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td rowspan=2>1</td><td colspan=2>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
                "| A   | B   | C   |\n| --- | --- | --- |\n| 1   | 2   |     |\n|     | 3   | 4   |",
            ),
            // Tables that lay out a letter.
            (
                "<table><tr><td><p>a</p></td></tr><tr><td><table><tr><td>b</td><td>c</td></tr></table></td></tr></table>",
                "a\n\n|     |     |\n| --- | --- |\n| b   | c   |",
            ),
        ] {
            check(html, expected);
        }
    }

    #[test]
    fn footnotes_and_typed_lines_keep_their_form() {
        check(
            "<p>It rents<a class=\"footnote-anchor\" href=\"#footnote-1\">1</a>.</p><div class=\"footnote\"><a class=\"footnote-number\" href=\"#footnote-anchor-1\">1</a><div class=\"footnote-content\"><p>Since 1950.</p><p>So.</p></div></div>",
            "It rents[^1].\n\n[^1]: Since 1950.\n\n    So.",
        );
        check(
            "<pre>one<br>two</pre><pre><code>three</code></pre>",
            "```\none\ntwo\n```\n\n```\nthree\n```",
        );
    }

    #[test]
    fn titles_that_come_up_are_written_out() {
        check(
            "<iframe src=\"https://a.example/v\" title=\"A talk\"></iframe><p>The <abbr title=\"World Health Organization\">WHO</abbr>.</p>",
            "[A talk](https://a.example/v)\n\nThe WHO (World Health Organization).",
        );
    }
}
