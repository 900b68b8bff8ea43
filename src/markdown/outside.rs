//! The links of a page that lead out of its site: for a list of addresses on paper, and for their numbers in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::raw::{self, Part};

/// Where the `<a>` of `html` lead whose address begins with `http://` or `https://`, each address once, in the order in
/// which they first stand there. The addresses are escaped as they were.
pub fn outside_links(html: &str) -> Vec<&str> {
    let mut known = HashMap::new();
    let mut links = Vec::new();
    for (address, _) in leading_out(html) {
        if number(&mut known, address) > links.len() {
            links.push(address);
        }
    }
    links
}

/// The same `html`, in which each of these `<a>` says as `data-link` which of [`outside_links`] it is, from 1 on.
pub fn number_outside_links(html: &str) -> Cow<'_, str> {
    let mut known = HashMap::new();
    let mut numbered = String::new();
    let mut done = 0;
    for (address, tag) in leading_out(html) {
        let name_ends = tag.start + "<a".len();
        numbered.push_str(&html[done..name_ends]);
        let _ = write!(numbered, " data-link=\"{}\"", number(&mut known, address));
        done = name_ends;
    }
    match done {
        0 => Cow::Borrowed(html),
        _ => {
            numbered.push_str(&html[done..]);
            Cow::Owned(numbered)
        }
    }
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

/// The number of an address: that which it has, or else the next.
fn number<'a>(known: &mut HashMap<&'a str, usize>, address: &'a str) -> usize {
    let next = known.len() + 1;
    *known.entry(address).or_insert(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<a href=\"https://a.example/?x=1&amp;y\">a</a> <a href=\"/b\">b</a> <abbr href=\"https://c\">c</abbr> \
                        <a rel=\"external\" href=\"http://d.example\">d</a> <a>e</a> <a href=\"mailto:f\">f</a> \
                        <a href=\"https://a.example/?x=1&amp;y\">again</a>";

    #[test]
    fn links_that_lead_out_are_found_in_order_and_once() {
        assert_eq!(
            outside_links(HTML),
            ["https://a.example/?x=1&amp;y", "http://d.example"]
        );
    }

    #[test]
    fn links_to_one_address_have_one_number() {
        let numbered = number_outside_links(HTML);
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
        assert_eq!(
            number_outside_links("<a href=\"/b\">b</a>"),
            "<a href=\"/b\">b</a>"
        );
    }
}
