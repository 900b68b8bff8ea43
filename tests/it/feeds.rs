//! Feeds, read by the rules of their formats and by other people's parsers.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::support::{Loaded, load, load_with, options};
use crate::xml::{self, Element};

const SITE: &str = "
-- site.yaml --
title: The Desk & Co
description: What moves whom
base_url: https://desk.example/news
timezone: Europe/Berlin
-- content/companies/runway.md --
---
name: Runway
---
-- content/companies/silent.md --
---
name: Silent
---
-- content/briefs/2026-01-05-first.md --
---
title: \"First & *foremost*\"
dek: A dek with a [link](/archive/)
updated: 2026-01-20
authors: [Ann, Bo]
tags: [AI, Law & Order]
companies: [Runway]
numbers:
  - { value: $5.3B, label: valuation, as_of: 2026-02, kind: estimate, note: led by Ann, source: \"https://source.example/x\" }
effects: { first: \"It [links](2026-01-06-second.md) on\", second: { title: T, text: Two } }
watch:
  - { id: a, title: A thing, text: It happens., by: 2026-01-31, status: hit, resolved: 2026-01-15, outcome: It *did*, evidence: \"https://proof.example/\" }
  - { id: b, title: Another, text: It waits., by: 2026-02-10 }
  - { id: c, title: Third, by: 2026-01-31, status: void, resolved: 2026-01 }
---
Lead with a note.[^1]

## What Happened
See [the archive](/archive/), [below](#more) and ![a chart](/chart.png).

### More
`code` <b onclick=\"x\">bold</b>

[^1]: The note.
-- content/briefs/2026-01-06-second.md --
---
title: Second
date: 2026-01-06T10:00:00-05:00
updated: 2026-01-01
tags: [AI]
---
Runway is named here.
-- static/chart.png --
x
";

/// Every feed of a site, by address.
fn feeds(site: &Loaded, file: &str) -> Vec<(String, String)> {
    let routes = site.press().routes().iter();
    let urls = routes
        .map(|(url, _)| url.as_str())
        .filter(|url| url.ends_with(&format!("/{file}")));
    urls.map(|url| (url.to_owned(), site.get(url))).collect()
}

/// An absolute IRI, as far as a scheme and no blank make one.
fn is_absolute(iri: &str) -> bool {
    let scheme = iri.split(':').next().unwrap();
    iri.contains(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !iri.contains(|c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c))
}

/// A date construct (section 3.3): RFC 3339 with `T` and `Z` in upper case.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok() && text.contains('T') && !text.contains(['t', 'z'])
}

/// The grammar of RFC 4287's appendix B for what can stand in a feed that stands alone, and the rules of its sections
/// 4.1 and 4.2 that a grammar can't say.
fn check_atom(document: &str) -> Element {
    let feed = xml::parse(document);
    assert_eq!(feed.name, "feed");
    assert_eq!(feed.attribute("xmlns"), Some("http://www.w3.org/2005/Atom"));
    let metadata = [
        "author",
        "category",
        "contributor",
        "generator",
        "icon",
        "id",
        "link",
        "logo",
        "rights",
        "subtitle",
        "title",
        "updated",
        "entry",
    ];
    check_children(
        &feed,
        &metadata,
        &["id", "title", "updated"],
        &["generator", "icon", "logo", "rights", "subtitle"],
    );
    check_common(&feed);
    let own: Vec<_> = feed
        .all("link")
        .filter(|link| link.attribute("rel") == Some("self"))
        .collect();
    assert_eq!(own.len(), 1, "a feed should say where it is");
    // 4.1.1: what is not about the whole comes after all that is.
    let first = feed
        .children
        .iter()
        .position(|child| child.name == "entry")
        .unwrap_or(feed.children.len());
    assert!(
        feed.children[first..]
            .iter()
            .all(|child| child.name == "entry")
    );
    let mut ids = BTreeSet::from([feed.one("id").text.clone()]);
    for entry in feed.all("entry") {
        let allowed = [
            "author",
            "category",
            "content",
            "contributor",
            "id",
            "link",
            "published",
            "rights",
            "source",
            "summary",
            "title",
            "updated",
        ];
        check_children(
            entry,
            &allowed,
            &["id", "title", "updated"],
            &["content", "published", "rights", "source", "summary"],
        );
        check_common(entry);
        assert!(
            ids.insert(entry.one("id").text.clone()),
            "an id is there twice"
        );
        assert!(entry.all("author").count() > 0 || feed.all("author").count() > 0);
        assert!(
            entry
                .all("link")
                .any(|link| link.attribute("rel") == Some("alternate"))
        );
        let content = entry.one("content");
        assert_eq!(content.attribute("type"), Some("html"));
        assert!(content.children.is_empty(), "HTML is text in Atom");
        let time = |name: &str| entry.one(name).text.parse::<jiff::Timestamp>().unwrap();
        assert!(time("published") <= time("updated"));
        assert!(feed.one("updated").text.parse::<jiff::Timestamp>().unwrap() >= time("updated"));
    }
    feed
}

fn check_children(element: &Element, allowed: &[&str], one: &[&str], at_most_one: &[&str]) {
    for child in &element.children {
        assert!(
            allowed.contains(&&*child.name),
            "<{}> in <{}>",
            child.name,
            element.name
        );
    }
    for name in one {
        element.one(name);
    }
    for name in at_most_one {
        assert!(element.all(name).count() <= 1, "<{name}> twice");
    }
    assert_eq!(element.text.trim(), "");
}

fn check_common(element: &Element) {
    assert!(is_absolute(&element.one("id").text));
    for name in ["title", "subtitle", "summary", "rights"] {
        for text in element.all(name) {
            assert!(
                text.children.is_empty() && text.attribute("type").is_none(),
                "it is plain text"
            );
        }
    }
    for name in ["updated", "published"] {
        assert!(element.all(name).all(|date| is_date(&date.text)));
    }
    for person in element.all("author") {
        check_children(
            person,
            &["name", "uri", "email"],
            &["name"],
            &["uri", "email"],
        );
        assert!(!person.one("name").text.is_empty());
    }
    assert!(
        element
            .all("category")
            .all(|category| category.attribute("term").is_some_and(|t| !t.is_empty()))
    );
    // 4.1.1 and 4.1.2: at most one alternate of each type and language.
    let mut alternates = BTreeSet::new();
    for link in element.all("link") {
        assert!(link.children.is_empty() && link.text.is_empty());
        let href = link.attribute("href").unwrap();
        assert!(is_absolute(href), "{href}");
        if link.attribute("rel") == Some("alternate") {
            assert!(alternates.insert((link.attribute("type"), link.attribute("hreflang"))));
        }
    }
}

/// The rules of RSS 2.0 and of the profile of the RSS Advisory Board.
fn check_rss(document: &str) -> Element {
    let rss = xml::parse(document);
    assert_eq!(
        (rss.name.as_str(), rss.attribute("version")),
        ("rss", Some("2.0"))
    );
    let channel = rss.one("channel");
    for needed in ["title", "link", "description"] {
        assert!(!channel.one(needed).text.is_empty());
    }
    assert!(is_absolute(&channel.one("link").text));
    assert_eq!(channel.one("atom:link").attribute("rel"), Some("self"));
    let is_date = |text: &str| jiff::fmt::rfc2822::parse(text).is_ok();
    assert!(is_date(&channel.one("lastBuildDate").text));
    let mut ids = BTreeSet::new();
    for item in channel.all("item") {
        assert!(!item.one("title").text.is_empty());
        assert!(is_absolute(&item.one("link").text));
        let guid = item.one("guid");
        assert_eq!(guid.attribute("isPermaLink"), Some("false"));
        assert!(ids.insert(guid.text.clone()));
        assert!(is_date(&item.one("pubDate").text));
        item.one("description");
        item.one("content:encoded");
        assert!(
            item.all("author").count() == 0,
            "it would have to be a mail address"
        );
    }
    rss
}

/// What JSON Feed 1.1 needs.
fn check_json(document: &str) -> Json {
    let feed: Json = serde_json::from_str(document).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string());
    let mut ids = BTreeSet::new();
    for item in feed["items"].as_array().unwrap() {
        assert!(ids.insert(item["id"].as_str().unwrap()));
        assert!(is_absolute(item["url"].as_str().unwrap()));
        assert!(item["content_html"].is_string());
        for date in ["date_published", "date_modified"] {
            assert!(is_date(item[date].as_str().unwrap()));
        }
    }
    for address in ["home_page_url", "feed_url"] {
        assert!(is_absolute(feed[address].as_str().unwrap()));
    }
    feed
}

#[test]
fn every_feed_keeps_the_rules_of_its_format() {
    let site = load(SITE);
    let expected = [
        "/",
        "/companies/runway/",
        "/companies/silent/",
        "/tags/ai/",
        "/tags/law-order/",
        "/watch/",
    ];
    for (file, check) in [
        ("atom.xml", (|text| drop(check_atom(text))) as fn(&str)),
        ("rss.xml", |text| drop(check_rss(text))),
        ("feed.json", |text| drop(check_json(text))),
    ] {
        let feeds = feeds(&site, file);
        let mut pages: Vec<&str> = feeds
            .iter()
            .map(|(url, _)| url.strip_suffix(file).unwrap())
            .collect();
        pages.sort_unstable();
        assert_eq!(pages, expected);
        feeds.iter().for_each(|(_, text)| check(text));
    }
}

#[test]
fn the_parsers_of_others_read_the_same_in_every_form() {
    let site = load(SITE);
    for page in ["/", "/companies/runway/", "/watch/"] {
        let atom = site.get(&format!("{page}atom.xml"));
        let atom = atom_syndication::Feed::read_from(atom.as_bytes()).unwrap();
        let rss = site.get(&format!("{page}rss.xml"));
        let rss = rss::Channel::read_from(rss.as_bytes()).unwrap();
        let json: Json = serde_json::from_str(&site.get(&format!("{page}feed.json"))).unwrap();
        assert_eq!(atom.title.value, rss.title);
        assert_eq!(json["title"], rss.title);
        let items = json["items"].as_array().unwrap();
        assert_eq!(
            (atom.entries.len(), rss.items.len()),
            (items.len(), items.len())
        );
        assert!(!items.is_empty());
        for ((entry, item), json) in atom.entries.iter().zip(&rss.items).zip(items) {
            let text = |key: &str| json[key].as_str().map(str::to_owned);
            assert_eq!(Some(&entry.id), text("id").as_ref());
            assert_eq!(item.guid.as_ref().unwrap().value, entry.id);
            assert_eq!(Some(&entry.title.value), text("title").as_ref());
            assert_eq!(item.title, text("title"));
            assert_eq!(Some(&entry.links[0].href), text("url").as_ref());
            assert_eq!(item.link, text("url"));
            assert_eq!(entry.content.as_ref().unwrap().value, text("content_html"));
            assert_eq!(item.content, text("content_html"));
            let time = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
            let published = time(&text("date_published").unwrap());
            assert_eq!(entry.published.unwrap().timestamp(), published.as_second());
            let rfc822 = jiff::fmt::rfc2822::parse(item.pub_date.as_ref().unwrap()).unwrap();
            assert_eq!(rfc822.timestamp(), published);
            let names = |list: &Json| -> Vec<String> {
                let list = list.as_array().cloned().unwrap_or_default();
                list.iter()
                    .map(|tag| tag.as_str().unwrap().to_owned())
                    .collect()
            };
            let tags: Vec<String> = entry.categories.iter().map(|c| c.term.clone()).collect();
            assert_eq!(tags, names(&json["tags"]));
            let tags: Vec<String> = item.categories.iter().map(|c| c.name.clone()).collect();
            assert_eq!(tags, names(&json["tags"]));
        }
    }
}

#[test]
fn an_entry_is_the_brief_in_full_with_whole_addresses() {
    let site = load(SITE);
    let feed: Json = serde_json::from_str(&site.get("/feed.json")).unwrap();
    let html = feed["items"][1]["content_html"].as_str().unwrap();
    for part in [
        "<p><em>A dek with a <a href=\"https://desk.example/news/archive/\">link</a></em></p>",
        "href=\"https://desk.example/news/briefs/first/#fn:1\"",
        "<a href=\"https://desk.example/news/archive/\">the archive</a>",
        "<a href=\"https://desk.example/news/briefs/first/#more\">below</a>",
        "src=\"https://desk.example/news/chart.png\"",
        "<code>code</code> <b>bold</b>",
        "<h3>First order</h3><ul><li><p>It <a href=\"https://desk.example/news/briefs/second/\">links</a> on</p>",
        "<th>$5.3B</th><td>valuation (led by Ann) <em>Estimate</em></td><td>as of February 2026 Source <a href=\"https://source.example/x\">source.example</a></td>",
        "<p><strong>Came true</strong>, 15 January 2026: It <em>did</em> Evidence <a href=\"https://proof.example/\">proof.example</a></p>",
        "<p>Due 10 February 2026</p>",
        "The note.",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    for bad in [
        "href=\"/",
        "src=\"/",
        "href=\"#",
        "onclick",
        "verdue",
        "class=\"anchor\"",
    ] {
        assert!(!html.contains(bad), "{bad}\n{html}");
    }
}

#[test]
fn a_correction_is_told_in_every_feed_and_moves_the_time_of_its_entry() {
    let with = |corrections: &str| {
        load(&SITE.replace(
            "updated: 2026-01-20\n",
            &format!("updated: 2026-01-20\n{corrections}"),
        ))
    };
    let corrections = "corrections:\n  - { date: 2026-01-22, text: \"It was *$5.3B*, see [home](/).\" }\n  \
                       - { date: 2026-02-01, text: \"<script>x</script> Ann & Bo\" }\n";
    let (before, after) = (with(""), with(corrections));
    let first = "tag:desk.example,2026:briefs/first";
    for page in ["/", "/companies/runway/", "/tags/ai/"] {
        let entry = |site: &Loaded| {
            let feed = xml::parse(&site.get(&format!("{page}atom.xml")));
            let found = feed
                .all("entry")
                .find(|entry| entry.one("id").text == first);
            let found = found.map(|entry| {
                (
                    entry.one("updated").text.clone(),
                    entry.one("content").text.clone(),
                )
            });
            (feed.one("updated").text.clone(), found)
        };
        let ((_, old), (moved, new)) = (entry(&before), entry(&after));
        let (Some(old), Some(new)) = (old, new) else {
            panic!("{page} lacks the brief");
        };
        assert_eq!(old.0, "2026-01-20T00:00:00+01:00");
        assert_eq!(new.0, "2026-02-01T00:00:00+01:00");
        assert_eq!(moved, new.0);
        let told = "<h2>Corrections</h2><ul><li>1 February 2026: ";
        assert!(
            !old.1.contains("Corrections") && new.1.contains(told),
            "{}",
            new.1
        );
        assert!(
            new.1.contains("Ann &amp; Bo") && !new.1.contains("<script"),
            "{}",
            new.1
        );
        let link = "It was <em>$5.3B</em>, see <a href=\"https://desk.example/news/\">home</a>.";
        assert!(new.1.contains(link), "{}", new.1);
        let json: Json = serde_json::from_str(&after.get(&format!("{page}feed.json"))).unwrap();
        let items = json["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["id"] == first).unwrap();
        assert_eq!(item["content_html"], new.1);
        assert_eq!(item["date_modified"], "2026-02-01T00:00:00+01:00");
        assert!(
            after
                .get(&format!("{page}rss.xml"))
                .contains("1 February 2026: ")
        );
    }
    let twin = after.get("/briefs/first/index.md");
    let told = "## Corrections\n\n- 2026-02-01: ";
    assert!(twin.contains(told), "{twin}");
    assert!(
        twin.contains("see [home](https://desk.example/news/)."),
        "{twin}"
    );
}

#[test]
fn names_and_times_stay_when_the_site_moves() {
    let with = |base_url: Option<&str>, today: jiff::civil::Date, extra: &str| {
        let mut options = options();
        options.base_url = base_url.map(Into::into);
        options.edition.today = today;
        load_with(
            &SITE.replace("timezone:", &format!("{extra}timezone:")),
            &options,
        )
    };
    let day = jiff::civil::date;
    let facts = |site: &Loaded| -> Vec<(String, String)> {
        ["/", "/companies/runway/", "/tags/ai/", "/watch/"]
            .iter()
            .flat_map(|page| {
                let feed = xml::parse(&site.get(&format!("{page}atom.xml")));
                let fact =
                    |of: &Element| (of.one("id").text.clone(), of.one("updated").text.clone());
                std::iter::once(fact(&feed))
                    .chain(feed.all("entry").map(fact).collect::<Vec<_>>())
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let here = facts(&with(None, day(2026, 3, 1), ""));
    assert_eq!(
        here[0],
        (
            "tag:desk.example,2026:feed".into(),
            "2026-01-20T00:00:00+01:00".into()
        )
    );
    assert_eq!(
        here[1],
        (
            "tag:desk.example,2026:briefs/second".into(),
            "2026-01-06T10:00:00-05:00".into()
        )
    );
    let moved = facts(&with(Some("https://other.example"), day(2027, 3, 1), ""));
    assert_eq!(here, moved, "--base-url and the day are not part of a name");
    let named = facts(&with(
        None,
        day(2026, 3, 1),
        "feed_id: \"tag:old.example,2020:desk\"\n",
    ));
    assert_eq!(named[0].0, "tag:old.example,2020:desk/feed");
    // The whole entry stays, byte for byte, on another day.
    let text = |today| with(None, today, "").get("/atom.xml");
    assert_eq!(text(day(2026, 3, 1)), text(day(2029, 3, 1)));
}

#[test]
fn resolutions_are_told_when_they_were_decided() {
    let feed = xml::parse(&load(SITE).get("/watch/atom.xml"));
    let told: Vec<_> = feed
        .all("entry")
        .map(|entry| {
            (
                &*entry.one("title").text,
                &*entry.one("published").text,
                &*entry.one("id").text,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                "A thing: Came true",
                "2026-01-15T00:00:00+01:00",
                "tag:desk.example,2026:briefs/first/watch/a"
            ),
            // January began before the brief did.
            (
                "Third: Can no longer be decided",
                "2026-01-05T00:00:00+01:00",
                "tag:desk.example,2026:briefs/first/watch/c"
            ),
        ]
    );
    let none = load("-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\nwatch: [A thing]\n---\n");
    assert!(
        feeds(&none, "atom.xml")
            .iter()
            .all(|(url, _)| url != "/watch/atom.xml")
    );
}

#[test]
fn a_feed_holds_the_latest_and_no_more() {
    let mut text = String::from("-- site.yaml --\nfeed_limit: 3\nbase_url: https://desk.example\n");
    for day in 1..=9 {
        text.push_str(&format!(
            "-- content/briefs/2026-01-0{day}-b{day}.md --\n---\ntitle: B{day}\ntags: [t]\n---\n"
        ));
    }
    let site = load(&text);
    for page in ["/", "/tags/t/"] {
        let feed = xml::parse(&site.get(&format!("{page}atom.xml")));
        let titles: Vec<_> = feed
            .all("entry")
            .map(|entry| &*entry.one("title").text)
            .collect();
        assert_eq!(titles, ["B9", "B8", "B7"]);
    }
}

#[test]
fn pages_offer_their_own_feeds_and_that_of_the_site() {
    let site = load(SITE);
    let offered = |url: &str| -> Vec<String> {
        let page = site.get(url);
        let links = page.lines().filter(|line| {
            line.starts_with("<link rel=\"alternate\"") && !line.contains("text/calendar")
        });
        links
            .map(|line| {
                line.split("href=\"")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    let three = |page: &str| {
        ["atom.xml", "rss.xml", "feed.json"]
            .map(|file| format!("/news{page}{file}"))
            .to_vec()
    };
    assert_eq!(offered("/"), three("/"));
    for page in ["/companies/runway/", "/tags/ai/", "/watch/"] {
        assert_eq!(
            offered(page),
            [three(page), vec!["/news/atom.xml".into()]].concat()
        );
    }
    assert_eq!(
        offered("/briefs/first/"),
        ["/news/atom.xml", "/news/briefs/first/index.md"]
    );
    for page in offered("/briefs/first/") {
        site.get(page.strip_prefix("/news").unwrap());
    }
}

#[test]
fn a_brief_that_came_first_elsewhere_or_without_an_address_has_a_feed_all_the_same() {
    let site = load("-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\n---\nSee [home](/).\n");
    let feed = xml::parse(&site.get("/atom.xml"));
    let entry = feed.one("entry");
    assert_eq!(entry.one("link").attribute("href"), Some("/briefs/x/"));
    assert_eq!(entry.one("id").text, "tag:briefpress.invalid,2026:briefs/x");
    assert!(entry.one("content").text.contains("<a href=\"/\">home</a>"));
}

#[test]
fn a_site_can_do_without_feeds_and_nothing_names_them_then() {
    let site = load(&SITE.replace("timezone:", "feeds: false\ntimezone:"));
    let is_feed = |url: &str| {
        ["atom.xml", "rss.xml", "feed.json"]
            .iter()
            .any(|file| url.ends_with(file))
    };
    let routes = site.press().routes();
    let left: Vec<&str> = routes.iter().map(|(url, _)| url.as_str()).collect();
    assert!(left.iter().all(|url| !is_feed(url)), "{left:?}");
    for url in left {
        let page = ["/", ".txt", "_headers"]
            .iter()
            .any(|end| url.ends_with(end));
        let text = if page { site.get(url) } else { String::new() };
        for file in ["atom.xml", "rss.xml", "feed.json"] {
            assert!(!text.contains(file), "{url} names {file}");
        }
    }
    let linked = "-- content/pages/about.md --\n---\ntitle: About\n---\n[Feed](/atom.xml)\n";
    let site = load(&format!(
        "{}\n{linked}",
        SITE.replace("timezone:", "feeds: false\ntimezone:")
    ));
    assert!(site.told().contains("broken-link"), "{}", site.told());
}
