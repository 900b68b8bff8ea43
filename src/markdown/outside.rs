//! The links of a page that lead out of its site, for a list of addresses on paper.

use super::raw::{self, Part};

/// Where the `<a>` of `html` lead whose address begins with `http://` or `https://`, in order, as often as they stand
/// there. The addresses are escaped as they were.
pub fn outside_links(html: &str) -> impl Iterator<Item = &str> {
    raw::parts(html).filter_map(|(part, _)| match part {
        Part::Open("a", inside) => raw::named(inside)
            .find(|(name, _)| *name == "href")
            .map(|(_, address)| address)
            .filter(|a| a.starts_with("http://") || a.starts_with("https://")),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_lead_out_are_found_in_order() {
        let html = "<a href=\"https://a.example/?x=1&amp;y\">a</a> <a href=\"/b\">b</a> <abbr href=\"https://c\">c</abbr> \
                    <a rel=\"external\" href=\"http://d.example\">d</a> <a>e</a> <a href=\"mailto:f\">f</a>";
        assert_eq!(
            outside_links(html).collect::<Vec<_>>(),
            ["https://a.example/?x=1&amp;y", "http://d.example"]
        );
    }
}
