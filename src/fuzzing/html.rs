//! A small judge of HTML: is it well nested, and escaped?

const VOID: &[&str] = &["br", "hr", "img", "wbr", "col", "input"];
const PHRASING: &[&str] = &[
    "p", "h2", "h3", "h4", "h5", "h6", "a", "em", "strong", "del", "sup", "code",
];
const BLOCKS: &[&str] = &[
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "aside",
    "table",
    "div",
    "pre",
    "figure",
    "section",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "hr",
];

/// What is wrong with `html`, if anything.
pub(crate) fn fault(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(['<', '&', '>']) {
        let at = &rest[start..];
        if at.starts_with('>') {
            return Some(format!("a bare > at {at}"));
        }
        if at.starts_with('&') {
            let end = at.find(';').filter(|end| *end < 8);
            let Some(end) = end else {
                return Some(format!("a bare & at {at}"));
            };
            rest = &at[end + 1..];
            continue;
        }
        let mut quoted = false;
        let end = at.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let Some(end) = end else {
            return Some(format!("an unfinished tag at {at}"));
        };
        let tag = &at[1..end];
        rest = &at[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes nothing, before {rest}"));
            }
            continue;
        }
        let name = tag.split(' ').next().unwrap_or("");
        if name.is_empty()
            || !name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        {
            return Some(format!("a strange tag <{tag}>"));
        }
        if name == "a" && open.contains(&"a") {
            return Some(format!("a link in a link: <{tag}>"));
        }
        if BLOCKS.contains(&name) && open.iter().any(|o| PHRASING.contains(o)) {
            return Some(format!("<{name}> in {open:?}"));
        }
        if name == "li" && !matches!(open.last(), Some(&("ul" | "ol"))) {
            return Some(format!("<li> in {open:?}"));
        }
        if !VOID.contains(&name) {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("left open: {open:?}"))
}

/// The text of `html`, without tags.
#[cfg(test)]
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_judge_sees_faults() {
        for good in [
            "",
            "a &amp; b",
            "<p>x<br></p>",
            "<ul><li><p>x</p></li></ul>",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "&",
            "<p>",
            "</p>",
            "<em><p></p></em>",
            "<a><a></a></a>",
            "<b",
            "<li></li>",
            "a > b",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
