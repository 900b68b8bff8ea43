//! `site`: what all pages share.

use std::collections::BTreeMap;

use super::address::Indexes;
use super::contract::{CONTRACT, Direction, Href, NavItemView, SiteLinks, SiteView};
use super::words::{self, Words};
use super::{Fittings, setting};
use crate::link::{Site, home_url};
use crate::model::UrlPath;

/// What all pages of `site` share.
pub(super) fn frame(site: &Site, indexes: &Indexes, fittings: &Fittings) -> SiteView {
    let words = &fittings.words;
    let config = &site.config;
    let today = words.day(site.edition.today);
    let links = links(site, indexes);
    SiteView {
        contract: CONTRACT,
        title: (&*config.title).into(),
        description: config.description.clone(),
        language: config.language.clone(),
        dir: direction(&config.language),
        base_url: config.base_url.clone(),
        base_path: config.base_path().into(),
        nav: navigation(site, &links, words),
        links,
        footer: setting::line(config, config.footer.as_deref()),
        year: today.year,
        today,
        me: config
            .me
            .iter()
            .filter_map(|url| Href::outside(url))
            .collect(),
        briefs: words.count(site.briefs.len()),
        companies: words.count(site.companies.len()),
        styles: (fittings.styles.iter())
            .map(|url| Href::inside(config, url))
            .collect(),
        csp: csp(&config.csp).into(),
        generator: concat!("briefpress ", env!("CARGO_PKG_VERSION")),
        extra: config.extra.clone(),
    }
}

fn links(site: &Site, indexes: &Indexes) -> SiteLinks {
    let href = |path: &Option<UrlPath>, wanted: bool| {
        let path = path.as_ref().filter(|_| wanted)?;
        Some(Href::inside(&site.config, path))
    };
    SiteLinks {
        home: Href::inside(&site.config, &home_url()),
        archive: href(&indexes.archive, !site.briefs.is_empty()),
        companies: href(&indexes.companies, !site.companies.is_empty()),
        tags: href(&indexes.tags, !site.tags.is_empty()),
        numbers: href(&indexes.numbers, true),
        effects: href(&indexes.effects, true),
        watch: href(&indexes.watch, true),
        data: href(&indexes.data, true),
        search: href(&indexes.search, true),
    }
}

/// What site.yaml says, else the indexes that have something to list, and every plain page.
fn navigation(site: &Site, links: &SiteLinks, words: &Words) -> Vec<NavItemView> {
    let config = &site.config;
    if let Some(nav) = &config.nav {
        return nav
            .iter()
            .filter_map(|item| {
                Some(NavItemView {
                    title: item.title.clone(),
                    href: Href::written(config, &item.url.value)?,
                })
            })
            .collect();
    }
    let index = |title: &str, href: &Option<Href>| {
        href.clone().map(|href| NavItemView {
            title: title.into(),
            href,
        })
    };
    let pages = site.pages.iter().map(|page| NavItemView {
        title: setting::plain(&page.document.value.title.value).into(),
        href: Href::inside(config, &page.url),
    });
    [
        index(words::text(&words.archive), &links.archive),
        index(words::text(&words.companies), &links.companies),
        index(words::text(&words.all_numbers), &links.numbers),
        index(words::text(&words.all_effects), &links.effects),
        index(words::text(&words.watch_list), &links.watch),
        index(words::text(&words.tags), &links.tags),
        index(words::text(&words.search), &links.search),
    ]
    .into_iter()
    .flatten()
    .chain(pages)
    .collect()
}

/// The direction of a BCP 47 tag: by its script if it names one, else by its language.
fn direction(language: &str) -> Direction {
    const SCRIPTS: &[&str] = &[
        "arab", "aran", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg",
    ];
    const LANGUAGES: &[&str] = &[
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    let language = language.to_ascii_lowercase();
    let mut parts = language.split(['-', '_']);
    let primary = parts.next().unwrap_or_default();
    let right_to_left = match parts.find(|part| part.len() == 4 && part.is_ascii()) {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&primary),
    };
    if right_to_left {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// What every page is allowed to load, before site.yaml adds to it. `connect-src` is for the preview's reload.
const POLICY: &[(&str, &str)] = &[
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("media-src", "'self'"),
    ("manifest-src", "'self'"),
    ("connect-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
];

/// Directives that browsers ignore in a `<meta>` (CSP level 3, section 3.3).
const NOT_IN_META: &[&str] = &["frame-ancestors", "report-uri", "sandbox"];

/// The Content-Security-Policy with the origins that site.yaml adds. What is no directive or no source (it has a space,
/// a comma or a semicolon in it) is left out, so that one entry can never become two.
fn csp(added: &BTreeMap<Box<str>, Vec<Box<str>>>) -> String {
    let is_directive = |name: &str| {
        !NOT_IN_META.contains(&name)
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    };
    let is_source = |source: &&str| {
        !source.is_empty()
            && source
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b";,".contains(&b))
    };
    let sources = |name: &str| {
        added
            .get(name)
            .into_iter()
            .flatten()
            .map(|source| &**source)
            .filter(is_source)
            .collect::<Vec<_>>()
    };
    let own = POLICY.iter().map(|(name, first)| {
        let more = sources(name);
        // 'none' stands alone or not at all.
        let first = (more.is_empty() || *first != "'none'").then_some(*first);
        (*name, first.into_iter().chain(more).collect::<Vec<_>>())
    });
    let others = added
        .keys()
        .map(|name| &**name)
        .filter(|name| is_directive(name) && !POLICY.iter().any(|(own, _)| own == name))
        .map(|name| (name, sources(name)))
        .filter(|(_, sources)| !sources.is_empty());
    own.chain(others)
        .map(|(name, sources)| format!("{name} {}", sources.join(" ")))
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_script_then_language() {
        for (language, dir) in [
            ("en", Direction::Ltr),
            ("ar", Direction::Rtl),
            ("he-IL", Direction::Rtl),
            ("AR-eg", Direction::Rtl),
            ("az-Arab", Direction::Rtl),
            ("ar-Latn", Direction::Ltr),
            ("", Direction::Ltr),
        ] {
            assert_eq!(direction(language), dir, "{language}");
        }
    }

    fn policy(added: &[(&str, &[&str])]) -> String {
        csp(&added
            .iter()
            .map(|(name, sources)| {
                (
                    (*name).into(),
                    sources.iter().map(|s| (*s).into()).collect(),
                )
            })
            .collect())
    }

    #[test]
    fn the_policy_allows_nothing_but_the_site_itself() {
        let policy = policy(&[]);
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "));
        assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'));
    }

    #[test]
    fn the_policy_grows_by_what_site_yaml_allows_and_by_nothing_else() {
        let policy = policy(&[
            (
                "script-src",
                &["https://stats.example", "x; object-src *", "a b"],
            ),
            ("default-src", &["https://cdn.example"]),
            ("frame-src", &["https://video.example"]),
            ("frame-ancestors", &["https://no.example"]),
            ("img-src; script-src", &["*"]),
        ]);
        assert!(policy.starts_with(
            "default-src https://cdn.example; script-src 'self' https://stats.example; style-src"
        ));
        assert!(policy.ends_with("; frame-src https://video.example"));
        assert!(
            !policy.contains("object-src")
                && !policy.contains("no.example")
                && !policy.contains('*')
        );
    }
}
