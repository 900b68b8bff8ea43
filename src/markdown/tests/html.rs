//! Raw HTML in the outline, and the judge of HTML under its usual name.

pub(super) use crate::fuzzing::html::{fault, text};

#[test]
fn raw_links_and_pictures_are_outlined_and_get_their_new_addresses() {
    let text = "A <a class=x href='/y/?a&amp;b'>y</a>\n\n> <div>\n> <img src=z.png>\n> </div>\n\n<a href=\"javascript:x\">n</a>\n";
    let end = u32::try_from(text.len()).expect("it is short");
    let (outline, _) = crate::markdown::outline(text, 0..end);
    let bytes = |range: &std::ops::Range<u32>| &text[range.start as usize..range.end as usize];
    assert!(outline.links.is_empty() && outline.images.is_empty());
    let [link] = &outline.html_links[..] else {
        panic!("one link is harmless: {outline:?}");
    };
    let [picture] = &outline.html_images[..] else {
        panic!("there is one picture: {outline:?}");
    };
    assert_eq!(&*link.dest, "/y/?a&b");
    assert_eq!(bytes(&link.range), "<a class=x href='/y/?a&amp;b'>");
    assert_eq!(bytes(&picture.range), "<img src=z.png>");
    let marks = crate::markdown::Marks {
        mentions: Vec::new(),
        addresses: vec![
            (link.range.clone(), "/base/y/?a&b".into()),
            (picture.range.clone(), "/base/z.png".into()),
        ],
        ..crate::markdown::Marks::default()
    };
    for (html, has) in [
        (crate::model::HtmlPolicy::Sanitize, true),
        (crate::model::HtmlPolicy::Allow, true),
        (crate::model::HtmlPolicy::Escape, false),
    ] {
        let options = crate::markdown::Options { html };
        let set = crate::markdown::set(text, crate::markdown::Flow::Block, &marks, &options);
        let set = set.as_str();
        assert_eq!(set.contains("/base/y/?a&amp;b"), has, "{set}");
        assert_eq!(set.contains("/base/z.png"), has, "{set}");
    }
}

#[test]
fn a_script_in_a_line_shows_nowhere() {
    use crate::markdown::{Flow, Marks, Options, plain_text, set};
    let sanitize = Options {
        html: crate::model::HtmlPolicy::Sanitize,
    };
    for (text, shown) in [
        ("One <script>alert(1)</script>two", "One two"),
        ("One <STYLE>p { a }</STYLE>two", "One two"),
        ("One <script>`a`</style></script>two", "One two"),
        (
            "One <script>a</script><STYLE>b</STYLE><script> </script>two",
            "One two",
        ),
        ("One <scripts>two</scripts>", "One two"),
    ] {
        let set = set(text, Flow::Inline, &Marks::default(), &sanitize);
        assert_eq!(set.as_str().trim_end(), shown, "{text}");
        assert_eq!(plain_text(text), shown, "{text}");
    }
    let block = "a <script>b</script>\n\nc <script>d\n\n<b>e</b></script>f\n";
    let shown = set(block, Flow::Block, &Marks::default(), &sanitize);
    assert_eq!(
        shown.as_str(),
        "<p>a</p>\n<p>c &lt;script&gt;d</p>\n<p><b>e</b>f</p>",
        "one that does not end hides nothing"
    );
    assert_eq!(plain_text(block), "a c d ef");
}
