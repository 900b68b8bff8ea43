//! What is on the pages.

use crate::support::{load, load_with, options};

#[test]
fn one_brief_in_an_empty_folder_is_a_site() {
    let site = load("-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\n---\nText.\n");
    assert_eq!(site.told(), "");
    for url in [
        "/",
        "/briefs/x/",
        "/archive/",
        "/companies/",
        "/404.html",
        "/robots.txt",
    ] {
        assert!(!site.get(url).is_empty(), "{url}");
    }
}

#[test]
fn drafts_and_future_briefs_appear_nowhere() {
    let site = load(
        "-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\ntags: [a]\n---\nText.\n\
         -- content/briefs/2026-01-02-y/index.md --\n---\ntitle: Canary-draft\ndraft: true\ntags: [canary]\ncompanies: [Canary]\n---\nCanary.\n\
         -- content/briefs/2026-01-02-y/canary.txt --\nCanary.\n\
         -- content/briefs/2027-01-02-z.md --\n---\ntitle: Canary-future\nseries: Canary\nauthors: [Canary]\n---\nCanary.\n",
    );
    assert_eq!(site.told(), "");
    for (url, _) in site.press().routes() {
        assert!(!url.as_str().contains("canary"), "{url}");
        if !url.as_str().starts_with("/theme/") {
            assert!(!site.get(url.as_str()).contains("anary"), "{url}");
        }
    }
}

#[test]
fn a_base_path_is_in_every_link() {
    let mut options = options();
    options.base_url = Some("https://example.org/repo".into());
    let site = load_with(
        "-- site.yaml --\nnav: [{ title: About, url: /about/ }]\n\
         -- content/briefs/2026-01-01-x.md --\n---\ntitle: X\ntags: [a]\nauthors: [Desk]\nseries: S\ncompanies: [Runway]\naliases: [/old/]\n---\n\
         See [the page](/about/) and [that](../pages/about.md), ![A dot](/dot.svg), Runway.\n\
         -- content/pages/about.md --\n---\ntitle: About\n---\nText.\n\
         -- content/companies/runway.md --\n---\nname: Runway\n---\n\
         -- static/dot.svg --\n",
        &options,
    );
    assert_eq!(site.told(), "");
    for (url, route) in site.press().routes() {
        if !(route.is_page() || url.as_str() == "/404.html" || url.as_str() == "/old/") {
            continue;
        }
        let page = site.get(url.as_str());
        for attribute in ["href=\"", "src=\""] {
            for part in page.split(attribute).skip(1) {
                let target = part.split('"').next().expect("split gives a first part");
                let good = target.starts_with("/repo/")
                    || target.starts_with("https://")
                    || target.starts_with('#');
                assert!(good, "{url} has {attribute}{target}");
            }
        }
    }
    assert_eq!(
        site.get("/_redirects"),
        "/repo/old/ /repo/briefs/x/ 301\n/repo/old /repo/briefs/x/ 301\n"
    );
}

#[test]
fn lists_are_cut_into_pages() {
    let mut text = String::from("-- site.yaml --\npaginate: 2\n");
    for day in 1..=5 {
        text.push_str(&format!(
            "-- content/briefs/2026-01-0{day}-b{day}.md --\n---\ntitle: B{day}\ntags: [t]\n---\n"
        ));
    }
    let site = load(&text);
    for (url, has) in [
        ("/", "B5"),
        ("/page/2/", "B3"),
        ("/page/3/", "B1"),
        ("/tags/t/page/3/", "B1"),
    ] {
        assert!(site.get(url).contains(has), "{url}");
    }
    assert!(
        site.press()
            .routes()
            .iter()
            .all(|(url, _)| url.as_str() != "/page/4/")
    );
}
