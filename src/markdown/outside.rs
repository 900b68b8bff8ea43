//! The links of a page that lead out of its site: for a list of addresses on paper, and for their numbers in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::raw::{self, Part};

/// HTML and its links out of the site, of [`outside_links`].
#[derive(Debug, PartialEq, Eq)]
pub struct OutsideLinks<'h> {
    /// The HTML, in which each of these `<a>` says as `data-link` which of the addresses it leads to, from 1 on.
    pub html: Cow<'h, str>,
    /// Each address once, in the order in which they first stand there, escaped as they were.
    pub addresses: Vec<&'h str>,
}

/// Numbers the `<a>` of `html` whose address begins with `http://` or `https://`.
pub fn outside_links(html: &str) -> OutsideLinks<'_> {
    let mut known = HashMap::new();
    let mut addresses = Vec::new();
    let mut numbered = String::new();
    let mut done = 0;
    for (address, tag) in leading_out(html) {
        let number = *known.entry(address).or_insert_with(|| {
            addresses.push(address);
            addresses.len()
        });
        let name_ends = tag.start + "<a".len();
        numbered.push_str(&html[done..name_ends]);
        let _ = write!(numbered, " data-link=\"{number}\"");
        done = name_ends;
    }
    let html = match done {
        0 => Cow::Borrowed(html),
        _ => {
            numbered.push_str(&html[done..]);
            Cow::Owned(numbered)
        }
    };
    OutsideLinks { html, addresses }
}

/// The links that leave the site: address and tag.
fn leading_out(html: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    raw::parts(html).filter_map(|(part, tag)| match part {
        Part::Open("a", inside) => raw::named(inside)
            .find(|(name, _)| *name == "href")
            .map(|(_, address)| address)
            .filter(|a| a.starts_with("http://") || a.starts_with("https://"))
            .map(|address| (address, tag)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<a href=\"https://a.example/?x=1&amp;y\">a</a> <a href=\"/b\">b</a> <abbr href=\"https://c\">c</abbr> \
                        <a rel=\"external\" href=\"http://d.example\">d</a> <a>e</a> <a href=\"mailto:f\">f</a> \
                        <a href=\"https://a.example/?x=1&amp;y\">again</a>";

    #[test]
    fn links_that_lead_out_are_found_in_order_and_once() {
        let found = outside_links(HTML).addresses;
        assert_eq!(found, ["https://a.example/?x=1&amp;y", "http://d.example"]);
    }

    #[test]
    fn links_to_one_address_have_one_number() {
        let numbered = outside_links(HTML).html;
        let numbers: Vec<_> = (numbered.split("data-link=\"").skip(1))
            .filter_map(|rest| rest.split_once('"'))
            .map(|(number, _)| number)
            .collect();
        assert_eq!(numbers, ["1", "2", "1"]);
        assert!(
            numbered
                .ends_with("<a data-link=\"1\" href=\"https://a.example/?x=1&amp;y\">again</a>")
        );
        let without: String = ["1", "2"].iter().fold(numbered.into_owned(), |html, n| {
            html.replace(&format!(" data-link=\"{n}\""), "")
        });
        assert_eq!(without, HTML);
    }

    #[test]
    fn html_without_links_out_stays_as_it_is() {
        for html in [
            "<a href=\"/b\">b</a>",
            "<!-- <a href=\"https://a.example\"> -->",
            "<script>x = \"<a href='https://a.example'>\"</script>",
        ] {
            let found = outside_links(html);
            assert_eq!((&*found.html, found.addresses.len()), (html, 0));
        }
    }
}
