//! What holds for every page: its addresses, its keys, its linked data.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{brief_page, full};
use crate::link::{Audience, BriefId, CompanyId, CompanyRole, Documents, Route};
use crate::model::{NavItem, SiteConfig};
use crate::view::Views;
use crate::view::contract::{Href, JsonLd, PageView};
use crate::view::sample::{TODAY, brief, site, views, written};

/// The routes of a site, with those that are no page.
fn pages(views: &Views) -> Vec<(Route, PageView)> {
    let routes = views.site.routes.iter().map(|(_, route)| *route);
    routes
        .filter_map(|route| Some((route, views.page(route)?)))
        .collect()
}

#[test]
fn every_route_that_is_a_page_has_a_view_at_its_own_address() {
    let views = views(full());
    let mut templates = BTreeSet::new();
    for (path, route) in views.site.routes.iter() {
        let Some(page) = views.page(*route) else {
            assert!(!route.is_page(), "{route:?}");
            continue;
        };
        assert_eq!(page.meta().href.as_str(), format!("/repo{path}"));
        templates.insert(page.template());
    }
    assert_eq!(templates, PageView::TEMPLATES.iter().copied().collect());
}

#[test]
fn a_page_that_is_not_there_has_no_view() {
    let views = views(full());
    for route in [
        Route::Home(0),
        Route::Home(2),
        Route::Brief(BriefId(3)),
        Route::Company(CompanyId(9), 1),
        Route::Tag(0, 2),
        Route::Page(7),
        Route::Redirect(7),
        Route::Sitemap,
    ] {
        assert!(views.page(route).is_none(), "{route:?}");
    }
}

/// Calls `see` with each text of a view and the key it stands under.
fn walk(value: &Value, key: &str, see: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => see(key, text),
        Value::Array(items) => items.iter().for_each(|item| walk(item, key, see)),
        Value::Object(map) => map.iter().for_each(|(key, value)| walk(value, key, see)),
        _ => {}
    }
}

fn check_hrefs(views: &Views) {
    let base = format!("{}/", views.site.config.base_path());
    let outside = |href: &str| href.starts_with("https://") || href.starts_with('#');
    let mut see = |key: &str, text: &str| {
        if key == "target" || key.ends_with("href") {
            assert!(text.starts_with(&base) || outside(text), "{key}: {text}");
        }
        for (at, _) in text.match_indices(" href=\"") {
            let href = &text[at + 7..];
            assert!(href.starts_with(&base) || outside(href), "{key}: {text}");
        }
    };
    let frame = serde_json::to_value(views.frame()).expect("a view is JSON");
    walk(&frame, "site", &mut see);
    for (_, page) in pages(views) {
        let page = serde_json::to_value(page).expect("a view is JSON");
        walk(&page, "page", &mut see);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_href_begins_with_the_base_path(path in "(/[a-z]{1,8}){0,3}") {
        let views = Views::new(Arc::new(site(full(), |config: &mut SiteConfig| {
            config.base_url = Some(format!("https://desk.example{path}").into());
            config.footer = Some("[About](/about/), [Tags](tags/), <https://a.example/>".into());
        })));
        check_hrefs(&views);
    }
}

#[test]
fn the_navigation_offers_what_there_is_unless_site_yaml_says_otherwise() {
    let titles = |views: &Views| -> Vec<(String, String)> {
        let nav = views.frame().nav.iter();
        nav.map(|item| (item.title.to_string(), item.href.as_str().to_owned()))
            .collect()
    };
    let offered: Vec<String> = titles(&views(full()))
        .into_iter()
        .map(|(title, _)| title)
        .collect();
    assert_eq!(
        offered,
        [
            "Archive",
            "Companies",
            "Numbers",
            "Effects",
            "Watch list",
            "Tags",
            "Search",
            "About us"
        ]
    );
    let views = Views::new(Arc::new(site(full(), |config| {
        let item = |title: &str, url: &str| NavItem {
            title: title.into(),
            url: written(url),
        };
        config.nav = Some(vec![item("Start", "/"), item("Bad", "javascript:alert(1)")]);
    })));
    assert_eq!(titles(&views), [("Start".to_owned(), "/repo/".to_owned())]);
}

#[test]
fn the_current_entry_of_the_navigation_is_the_nearest_above() {
    let views = views(full());
    for (route, current) in [
        (Route::Companies(1), Some("/repo/companies/")),
        (Route::Company(CompanyId(0), 1), Some("/repo/companies/")),
        (Route::Tag(0, 1), Some("/repo/tags/")),
        (Route::Brief(BriefId(0)), None),
        (Route::Home(1), None),
    ] {
        let page = views.page(route).expect("it is a page");
        assert_eq!(
            page.meta().nav_href.as_ref().map(Href::as_str),
            current,
            "{route:?}"
        );
    }
}

#[test]
fn a_preview_is_kept_from_search_engines_whole() {
    let mut site = site(full(), |_| {});
    site.edition.audience = Audience::Preview;
    let views = Views::new(Arc::new(site));
    for (route, page) in pages(&views) {
        assert!(page.meta().noindex, "{route:?}");
    }
}

/// A change of this snapshot is a change of the theme contract.
#[test]
fn a_brief_as_a_template_sees_it() {
    let views = views(full());
    let page = views.page(Route::Brief(BriefId(1))).expect("it is a page");
    insta::assert_snapshot!(serde_json::to_string_pretty(&page).expect("a view is JSON"));
}

/// A change of this snapshot is a change of the theme contract.
#[test]
fn a_dossier_as_a_template_sees_it() {
    let views = views(full());
    let page = views
        .page(Route::Company(CompanyId(1), 1))
        .expect("it is a page");
    insta::assert_snapshot!(serde_json::to_string_pretty(&page).expect("a view is JSON"));
}

#[test]
fn addresses_are_absolute_only_with_a_base_url() {
    let with = views(full());
    let meta = |views: &Views| {
        views
            .page(Route::Brief(BriefId(1)))
            .expect("it is a page")
            .meta()
            .clone()
    };
    assert_eq!(
        meta(&with).canonical.as_deref(),
        Some("https://desk.example/repo/briefs/second/")
    );
    let without = Views::new(Arc::new(site(full(), |config| config.base_url = None)));
    assert_eq!(meta(&without).canonical, None);
    assert_eq!(meta(&without).href.as_str(), "/briefs/second/");
}

#[test]
fn a_first_publication_elsewhere_is_canonical() {
    let briefs = vec![brief("one", TODAY, &[], |b| {
        b.canonical = Some(written("https://elsewhere.example/one"));
    })];
    let views = views(Documents {
        briefs,
        ..Documents::default()
    });
    let page = views.page(Route::Brief(BriefId(0))).expect("it is a page");
    assert_eq!(
        page.meta().canonical.as_deref(),
        Some("https://elsewhere.example/one")
    );
}

#[test]
fn linked_data_tells_subjects_from_mentions() {
    let mut site = site(full(), |_| {});
    Arc::make_mut(&mut site.briefs[1]).companies[1].1 = CompanyRole::Mentioned;
    let views = Views::new(Arc::new(site));
    let page = views.page(Route::Brief(BriefId(1))).expect("it is a page");
    let json_ld = page
        .meta()
        .json_ld
        .as_ref()
        .expect("a brief has linked data");
    assert!(!json_ld.as_str().contains(['<', '>', '&']));
    let data: Value = serde_json::from_str(json_ld.as_str()).expect("it is JSON");
    let value = &data["@graph"][0];
    assert_eq!(value["@type"], "NewsArticle");
    assert_eq!(value["headline"], "Runway turns & <leaves>");
    assert_eq!(value["datePublished"], "2026-02-12");
    assert_eq!(
        value["about"],
        json!([{"@type": "Organization", "name": "Runway", "url": "https://desk.example/repo/companies/runway/"}])
    );
    assert_eq!(value["mentions"][0]["name"], "Adobe");
    assert_eq!(value["author"][0]["name"], "Desk");
}

proptest! {
    #[test]
    fn linked_data_never_ends_its_script(key in ".*", text in "(?s).*(</script|<!--|&|\u{2028})?.*") {
        let value = json!({ key: text });
        let safe = JsonLd::new(&value);
        let harmless = !safe.as_str().contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(harmless);
        prop_assert_eq!(serde_json::from_str::<Value>(safe.as_str()).expect("it is JSON"), value);
    }
}

/// Every key of a value, with the keys above it; lists are looked into by their first item.
fn keys(value: &Value, above: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = format!("{above}.{key}");
                keys(value, &path, into);
                into.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, above, into)),
        _ => {}
    }
}

#[test]
fn a_key_is_there_even_if_there_is_nothing_to_say() {
    let views = views(full());
    let json = |id| serde_json::to_value(brief_page(&views, id)).expect("a view is JSON");
    let of = |value: &Value| {
        let object = value.as_object().expect("a brief is a map");
        object.keys().cloned().collect::<BTreeSet<_>>()
    };
    let (bare, rich) = (json(0), json(1));
    assert_eq!(of(&bare), of(&rich));
    assert!(bare["updated"].is_null() && bare["footnotes"].is_null());
    let (mut first, mut second) = (BTreeSet::new(), BTreeSet::new());
    keys(&rich["watch"][0], "", &mut first);
    keys(&rich["watch"][3], "", &mut second);
    assert!(first.is_superset(&second) && second.contains(".due"));
}
