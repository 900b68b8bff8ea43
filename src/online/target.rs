//! An address elsewhere, as browsers read it.

use url::Url;

/// An http(s) address without its fragment and without a name and password, which are nobody's to send.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Target(Url);

impl Target {
    /// The address in `text`; `None` if it can't be read. `//host` is read as https.
    pub(super) fn new(text: &str) -> Option<Self> {
        let url = match text.strip_prefix("//") {
            Some(rest) => Url::parse(&format!("https://{rest}")),
            None => Url::parse(text),
        };
        Self::of(url.ok()?)
    }

    /// Where `location` of a redirect leads from here; `None` where that is no http(s) address.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        Self::of(self.0.join(location).ok()?)
    }

    fn of(mut url: Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return None;
        }
        url.set_fragment(None);
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        Some(Self(url))
    }

    /// The whole address, in letters that can be sent.
    pub(super) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Host and port: whom a request burdens.
    pub(super) fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port_or_known_default() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Whether it lies at or below the address of a site.
    pub(super) fn is_below(&self, site: &str) -> bool {
        let Some(Self(site)) = Self::new(site) else {
            return false;
        };
        let path = site.path().trim_end_matches('/');
        let inside = self.0.path().strip_prefix(path);
        self.0.host_str() == site.host_str()
            && self.0.port_or_known_default() == site.port_or_known_default()
            && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for (text, expected) in [
            ("https://A.example", Some("https://a.example/")),
            (
                "http://a.example:80/x y#part",
                Some("http://a.example/x%20y"),
            ),
            ("//a.example/x", Some("https://a.example/x")),
            ("https://me:secret@a.example/", Some("https://a.example/")),
            (
                "https://bücher.example/",
                Some("https://xn--bcher-kva.example/"),
            ),
            ("http://0x7f.1/", Some("http://127.0.0.1/")),
            ("https://", None),
            ("ftp://a.example/", None),
            ("file:///etc/passwd", None),
            ("https://a b/", None),
        ] {
            let target = Target::new(text);
            assert_eq!(target.as_ref().map(Target::as_str), expected, "{text}");
        }
    }

    #[test]
    fn a_redirect_is_joined_and_leads_to_http_only() {
        let from = Target::new("https://a.example/x/y?z").unwrap();
        for (location, expected) in [
            ("../w", Some("https://a.example/w")),
            ("//b.example", Some("https://b.example/")),
            ("http://u:p@c.example/#f", Some("http://c.example/")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
        ] {
            let to = from.join(location);
            assert_eq!(to.as_ref().map(Target::as_str), expected, "{location}");
        }
    }

    #[test]
    fn a_site_knows_its_own_addresses() {
        let below = |text: &str, site: &str| Target::new(text).unwrap().is_below(site);
        assert!(below("https://a.example/x/", "https://a.example"));
        assert!(below("https://a.example/news/x", "https://a.example/news"));
        assert!(!below(
            "https://a.example/newsroom",
            "https://a.example/news"
        ));
        assert!(!below("https://b.example/x/", "https://a.example"));
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_none(text in "(https?:)?//.{0,40}|.{0,40}") {
            if let Some(target) = Target::new(&text) {
                let again = Target::new(target.as_str());
                prop_assert_eq!(again, Some(target));
            }
        }
    }
}
