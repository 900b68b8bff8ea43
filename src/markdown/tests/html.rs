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
