//! Addresses for readers: the only file that makes an [`Href`].

use super::contract::{Href, OutsideLink};
use crate::link::{EffectsBy, Route, Site};
use crate::model::{SiteConfig, UrlPath};

impl Href {
    /// A path inside the site.
    pub(super) fn inside(config: &SiteConfig, path: &UrlPath) -> Self {
        Self(format!("{}{path}", config.base_path()).into())
    }

    /// An anchor of a page inside the site.
    pub(super) fn anchor(config: &SiteConfig, path: &UrlPath, anchor: &str) -> Self {
        Self(format!("{}{path}#{anchor}", config.base_path()).into())
    }

    /// An address elsewhere; `None` unless it is http or https.
    pub(super) fn outside(address: &str) -> Option<Self> {
        host(address).map(|_| Self(address.into()))
    }

    /// What an author wrote in the navigation: a path inside the site (with or without its first slash), or an address
    /// elsewhere. `None` for any other scheme, so that no `javascript:` is ever printed.
    pub(super) fn written(config: &SiteConfig, address: &str) -> Option<Self> {
        let path = address.split(['/', '?', '#']).next().unwrap_or_default();
        if path.contains(':') {
            let mail = address
                .get(..7)
                .is_some_and(|s| s.eq_ignore_ascii_case("mailto:"));
            return if mail {
                Some(Self(address.into()))
            } else {
                Self::outside(address)
            };
        }
        if address.starts_with("//") || address.contains(['\\', '\t', '\n', '\r']) {
            return None;
        }
        let slash = if address.starts_with('/') { "" } else { "/" };
        Some(Self(
            format!("{}{slash}{address}", config.base_path()).into(),
        ))
    }
}

/// An address elsewhere with the host to show for it; `None` unless it is http or https.
pub(super) fn outside(address: &str) -> Option<OutsideLink> {
    Some(OutsideLink {
        href: Href::outside(address)?,
        host: host(address)?.into(),
    })
}

/// The host of an http(s) address, without credentials, port and `www.`.
fn host(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// The same place as an absolute address; `None` without a base URL.
pub(super) fn absolute(config: &SiteConfig, href: &Href) -> Option<Box<str>> {
    if host(href.as_str()).is_some() {
        return Some(href.as_str().into());
    }
    let base = config.base_url.as_deref()?.trim_end_matches('/');
    let path = href.as_str().strip_prefix(config.base_path())?;
    Some(format!("{base}{path}").into())
}

/// The addresses of indexes, which have no entry of their own in a [`Site`].
#[derive(Clone, Debug, Default)]
pub(super) struct Indexes {
    pub(super) archive: Option<UrlPath>,
    pub(super) companies: Option<UrlPath>,
    pub(super) tags: Option<UrlPath>,
    pub(super) numbers: Option<UrlPath>,
    pub(super) effects: Option<UrlPath>,
    pub(super) effects_by_company: Option<UrlPath>,
    pub(super) effects_by_tag: Option<UrlPath>,
    pub(super) watch: Option<UrlPath>,
    pub(super) calendar: Option<UrlPath>,
    pub(super) data: Option<UrlPath>,
    pub(super) search: Option<UrlPath>,
    pub(super) not_found: Option<UrlPath>,
}

impl Indexes {
    /// Picks them from the site's routes.
    pub(super) fn of(site: &Site) -> Self {
        let mut indexes = Self::default();
        for (path, route) in site.routes.iter() {
            let index = match route {
                Route::Archive(1) => &mut indexes.archive,
                Route::Companies(1) => &mut indexes.companies,
                Route::Tags(1) => &mut indexes.tags,
                Route::Numbers(1) => &mut indexes.numbers,
                Route::Effects(EffectsBy::Order, 1) => &mut indexes.effects,
                Route::Effects(EffectsBy::Company, 1) => &mut indexes.effects_by_company,
                Route::Effects(EffectsBy::Tag, 1) => &mut indexes.effects_by_tag,
                Route::Watch(1) => &mut indexes.watch,
                Route::Calendar => &mut indexes.calendar,
                Route::DataPage => &mut indexes.data,
                Route::Search => &mut indexes.search,
                Route::NotFound => &mut indexes.not_found,
                _ => continue,
            };
            *index = Some(path.clone());
        }
        indexes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(base_url: &str) -> SiteConfig {
        SiteConfig {
            base_url: Some(base_url.into()),
            ..SiteConfig::default()
        }
    }

    #[test]
    fn only_http_leads_outside() {
        for (address, host) in [
            ("https://www.example.org/a", Some("example.org")),
            ("HTTP://example.org:8080?x", Some("example.org")),
            ("https://user:pw@example.org/", Some("example.org")),
            ("https://[::1]/", Some("[::1]")),
            ("javascript:alert(1)", None),
            ("javascript://example.org/%0aalert(1)", None),
            ("https:///path", None),
            ("/about/", None),
        ] {
            assert_eq!(
                outside(address).map(|l| l.host).as_deref(),
                host,
                "{address}"
            );
        }
    }

    #[test]
    fn navigation_stays_inside_or_leads_to_a_harmless_scheme() {
        let config = config("https://example.org/repo");
        for (address, href) in [
            ("/about/", Some("/repo/about/")),
            ("about/", Some("/repo/about/")),
            ("/", Some("/repo/")),
            ("/a/?q=1:2#x", Some("/repo/a/?q=1:2#x")),
            ("https://other.example/", Some("https://other.example/")),
            ("mailto:desk@example.org", Some("mailto:desk@example.org")),
            ("javascript:alert(1)", None),
            ("JavaScript:alert(1)", None),
            ("data:text/html,x", None),
            ("//other.example/", None),
            ("/\\other.example/", None),
            ("java\tscript:alert(1)", None),
        ] {
            let written = Href::written(&config, address);
            assert_eq!(written.as_ref().map(Href::as_str), href, "{address}");
        }
    }

    #[test]
    fn an_absolute_address_has_the_base_path_once() {
        let config = config("https://example.org/repo");
        let href = Href::written(&config, "/about/").expect("it is inside");
        assert_eq!(
            absolute(&config, &href).as_deref(),
            Some("https://example.org/repo/about/")
        );
        assert_eq!(absolute(&SiteConfig::default(), &href), None);
    }
}
