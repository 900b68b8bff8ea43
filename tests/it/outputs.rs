//! What machines read beside pages and feeds: twins, guides, maps, rules for hosts, linked data; and what becomes of
//! old addresses.

use serde_json::Value as Json;

use crate::support::{Loaded, load, load_with, options};
use crate::xml;
use briefpress::diagnostic::Code;
use briefpress::link::{Audience, BriefId, Route, SearchPart};
use briefpress::model::UrlPath;
use briefpress::press;
use briefpress::publish::Artifact;

const SITE: &str = "
-- site.yaml --
title: The Desk
description: What moves whom
base_url: https://desk.example/news
me: https://social.example/@desk
-- content/companies/runway.md --
---
name: Runway
website: \"https://runway.example/\"
redirect_from: [/runway/]
---
-- content/briefs/2026-01-05-first.md --
---
title: First & *foremost* | <b>bold</b>
dek: See [the archive](/archive/)
updated: 2026-01-20
authors: [Ann]
tags: [AI]
companies: [Runway]
aliases: [/old/first, \"/a:b/c*d.html\"]
numbers:
  - { value: $5.3B, label: \"a | b\", as_of: 2026-02, kind: estimate, note: n, source: \"https://source.example/x\" }
effects: { first: \"It [links](2026-01-06-second.md) on\" }
watch: [{ id: a, title: A thing, text: It happens., by: 2026-03-31, probability: 0.6 }]
---
Lead [here](../pages/about.md#x), [[runway|the firm]], \\Runway and [out][o].

## The Numbers
- Said of them

[o]: https://out.example/
-- content/briefs/2026-01-06-second.md --
---
title: Second
canonical: \"https://elsewhere.example/second\"
---
Runway is named.
-- content/pages/about.md --
---
title: About
---
## X
";

fn loaded(change: impl FnOnce(&mut press::Options)) -> Loaded {
    let mut options = options();
    change(&mut options);
    load_with(SITE, &options)
}

fn site() -> Loaded {
    loaded(|_| {})
}

/// The linked data of a page: its graph.
fn json_ld(page: &str) -> Vec<Json> {
    let (_, rest) = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap();
    let mut data: Json = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    match data["@graph"].take() {
        Json::Array(things) => things,
        _ => vec![data],
    }
}

#[test]
fn a_twin_is_the_brief_as_markdown_that_means_the_same_elsewhere() {
    assert_eq!(
        site().get("/briefs/first/index.md"),
        "# First & *foremost* | <b>bold</b>

> See [the archive](https://desk.example/news/archive/)

- Published: 2026-01-05
- Updated: 2026-01-20
- Authors: [Ann](https://desk.example/news/authors/ann/)
- Companies: [Runway](https://desk.example/news/companies/runway/)
- Tags: [AI](https://desk.example/news/tags/ai/)
- Page: <https://desk.example/news/briefs/first/>

Lead [here](https://desk.example/news/about/#x), [the firm](https://desk.example/news/companies/runway/), Runway and [out](https://out.example/).

## The Numbers

- Said of them

| Number | Label | Company | Date | Kind | Source |
| --- | --- | --- | --- | --- | --- |
| $5.3B | a \\| b (n) | [Runway](https://desk.example/news/companies/runway/) | as of 2026-02 | estimate | <https://source.example/x> |

## Why It Matters

### First order

- It [links](https://desk.example/news/briefs/second/) on

## What To Watch

- **A thing**: It happens.

  Due: 2026-03-31; Probability: 0.6; Status: open
"
    );
    let file = load(
        "-- site.yaml --\npermalinks: /:year/:slug.html\n-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\n---\n",
    );
    assert!(file.get("/2026/x.md").starts_with("# X\n"));
}

#[test]
fn the_guide_for_assistants_says_what_is_where() {
    let site = site();
    let guide = site.get("/llms.txt");
    assert!(
        guide.starts_with("# The Desk\n\n> What moves whom\n\n"),
        "{guide}"
    );
    let mut links = 0;
    for link in guide.split("](").skip(1) {
        let url = link.split(')').next().unwrap();
        site.get(url.strip_prefix("https://desk.example/news").unwrap());
        links += 1;
    }
    assert_eq!(links, 2 + 1 + 6 + 4);
    let full = site.get("/llms-full.txt");
    assert!(
        full.starts_with(
            "# The Desk\n\nThe latest 2 of 2 briefs, newest first.\n\n---\n\n# Second\n"
        )
    );
    assert!(full.ends_with(&site.get("/briefs/first/index.md")));
}

#[test]
fn the_full_text_never_grows_beyond_what_it_says() {
    let mut text = String::new();
    for index in 0..12 {
        let body = "word ".repeat(20_000);
        text.push_str(&format!(
            "-- content/briefs/2026-01-{:02}-b{index}.md --\n---\ntitle: B{index}\n---\n{body}\n",
            index + 1
        ));
    }
    let site = load(&text);
    let full = site.get("/llms-full.txt");
    assert!(
        full.contains("The latest 9 of 12 briefs")
            && full.contains("# B11\n")
            && !full.contains("# B2\n")
    );
    assert!(full.len() <= 1_000_000);
    assert!(site.get("/llms.txt").contains("at most 1 MB"));
}

#[test]
fn a_file_of_the_authors_own_takes_the_place_of_a_list() {
    let own = "-- static/llms.txt --\nmine\n-- static/_headers --\n/*\n  X: y\n-- static/favicon.ico --\nicon\n";
    let site = load(&format!(
        "-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\n---\n{own}"
    ));
    assert_eq!(site.get("/llms.txt"), "mine\n");
    assert_eq!(site.get("/_headers"), "/*\n  X: y\n");
    assert_eq!(site.get("/favicon.ico"), "icon\n");
}

#[test]
fn the_sitemap_lists_what_search_engines_may_list_with_its_last_change() {
    let map = xml::parse(&site().get("/sitemap.xml"));
    assert_eq!(
        map.attribute("xmlns"),
        Some("http://www.sitemaps.org/schemas/sitemap/0.9")
    );
    let entries: Vec<(&str, Option<&str>)> = map
        .all("url")
        .map(|url| {
            let path = url
                .one("loc")
                .text
                .strip_prefix("https://desk.example/news")
                .unwrap();
            (path, url.all("lastmod").next().map(|day| &*day.text))
        })
        .collect();
    let day = Some("2026-01-20");
    assert_eq!(
        entries,
        [
            ("/", day),
            ("/about/", None),
            ("/archive/", day),
            ("/authors/ann/", day),
            ("/briefs/first/", day),
            ("/companies/", day),
            ("/companies/runway/", day),
            ("/data/", day),
            ("/effects/", day),
            ("/effects/tags/", day),
            ("/numbers/", day),
            ("/tags/", day),
            ("/tags/ai/", day),
            ("/watch/", None),
        ]
    );
}

#[test]
fn old_addresses_lead_to_new_ones_in_the_way_that_site_yaml_wants() {
    let list = "/news/a%3Ab/c%2Ad.html /news/briefs/first/ 301\n\
                /news/old/first/ /news/briefs/first/ 301\n\
                /news/old/first /news/briefs/first/ 301\n\
                /news/runway/ /news/companies/runway/ 301\n\
                /news/runway /news/companies/runway/ 301\n";
    let with = |way: &str| load(&SITE.replace("\nme: ", &format!("\nredirects: {way}\nme: ")));
    let has = |site: &Loaded, url: &str| site.press().find(&UrlPath::new(url).unwrap()).is_some();
    for (way, pages, rules) in [
        ("both", true, true),
        ("list", false, true),
        ("pages", true, false),
    ] {
        let site = with(way);
        assert_eq!(
            (has(&site, "/old/first/"), has(&site, "/_redirects")),
            (pages, rules),
            "{way}"
        );
        if rules {
            assert_eq!(site.get("/_redirects"), list);
        }
    }
    // The author's own come first, and do not depend on how old addresses are kept.
    let own = "# ours\n/2019/* https://archive.example/:splat 200\n";
    let site = |way: &str| {
        let text = SITE.replace("\nme: ", &format!("\nredirects: {way}\nme: "));
        load(&format!("{text}\n-- static/_redirects --\n{own}"))
    };
    for (way, expected) in [("both", format!("{own}{list}")), ("pages", own.into())] {
        let site = site(way);
        assert_eq!(site.told(), with(way).told(), "{way}");
        assert_eq!(site.get("/_redirects"), expected, "{way}");
    }
    // For the parsers of others.
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("hosts");
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["_redirects", "_headers"] {
        std::fs::write(folder.join(file), self::site().get(&format!("/{file}"))).unwrap();
    }
    let page = self::site().get("/old/first/");
    assert!(
        page.contains("<meta http-equiv=\"refresh\" content=\"0; url=/news/briefs/first/\">"),
        "{page}"
    );
}

#[test]
fn hosts_are_told_what_no_page_can_say() {
    let headers = site().get("/_headers");
    for line in [
        "/news/*\n  X-Content-Type-Options: nosniff\n",
        "\n  Referrer-Policy: strict-origin-when-cross-origin\n",
        "\n  Content-Security-Policy: frame-ancestors 'none'\n",
        "\n/news/theme/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        "\n/news/pictures/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        "\n/news/search/:index/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        "\n/news/companies/:name/atom.xml\n  Content-Type: application/atom+xml; charset=utf-8\n",
    ] {
        assert!(headers.contains(line), "{line}\n{headers}");
    }
    assert!(!headers.contains("noindex"));
    let preview = loaded(|options| options.edition.audience = Audience::Preview);
    assert!(
        preview
            .get("/_headers")
            .contains("  X-Robots-Tag: noindex\n")
    );
}

#[test]
fn linked_data_says_what_the_page_says() {
    let site = site();
    let page = site.get("/briefs/first/");
    let [article, trail]: [Json; 2] = json_ld(&page).try_into().unwrap();
    assert_eq!(article["@type"], "NewsArticle");
    let briefs: Vec<Json> = serde_json::from_str(&site.get("/data/briefs.json")).unwrap();
    let brief = briefs
        .iter()
        .find(|brief| brief["slug"] == "first")
        .unwrap();
    for (of_page, of_data) in [
        ("headline", "title"),
        ("description", "dek"),
        ("datePublished", "date"),
        ("dateModified", "updated"),
        ("url", "url"),
        ("wordCount", "words"),
        ("keywords", "tags"),
    ] {
        assert_eq!(article[of_page], brief[of_data], "{of_page}");
    }
    assert_eq!(article["author"][0]["name"], "Ann");
    assert_eq!(article["about"][0]["name"], "Runway");
    assert_eq!(
        article["about"][0]["url"],
        "https://desk.example/news/companies/runway/"
    );
    let names = |trail: &Json| -> Vec<String> {
        let items = trail["itemListElement"].as_array().unwrap();
        items
            .iter()
            .map(|item| format!("{} {}", item["position"], item["name"].as_str().unwrap()))
            .collect()
    };
    assert_eq!(trail["@type"], "BreadcrumbList");
    assert_eq!(
        names(&trail),
        ["1 The Desk", "2 Archive", "3 First & foremost | bold"]
    );

    let second = json_ld(&site.get("/briefs/second/")).remove(0);
    assert_eq!(second["mentions"][0]["name"], "Runway");
    assert_eq!(
        second["mainEntityOfPage"],
        "https://elsewhere.example/second"
    );

    let company = json_ld(&site.get("/companies/runway/"));
    assert_eq!(
        (&company[0]["@type"], &company[0]["name"]),
        (&"Organization".into(), &"Runway".into())
    );
    assert_eq!(company[0]["url"], "https://runway.example/");
    assert_eq!(
        names(&company[1]),
        ["1 The Desk", "2 Companies", "3 Runway"]
    );

    let home = json_ld(&site.get("/")).remove(0);
    assert_eq!(
        (&home["@type"], &home["url"]),
        (&"WebSite".into(), &"https://desk.example/news/".into())
    );
    let action = &home["potentialAction"];
    assert_eq!(action["@type"], "SearchAction");
    assert_eq!(
        action["target"]["urlTemplate"],
        "https://desk.example/news/search/?q={search_term_string}"
    );
    assert_eq!(action["query-input"], "required name=search_term_string");
    let off = load(&SITE.replace("\nme: ", "\nsearch: false\nme: "));
    assert!(json_ld(&off.get("/"))[0]["potentialAction"].is_null());
    let data = json_ld(&site.get("/data/")).remove(0);
    assert_eq!(data["@type"], "Dataset");
    for file in data["distribution"].as_array().unwrap() {
        site.get(
            file["contentUrl"]
                .as_str()
                .unwrap()
                .strip_prefix("https://desk.example/news")
                .unwrap(),
        );
    }
}

#[test]
fn every_page_says_whose_it_is_and_has_an_icon() {
    let site = site();
    let page = site.get("/archive/");
    assert!(page.contains("<link rel=\"me\" href=\"https://social.example/@desk\">"));
    assert!(page.contains("<link rel=\"icon\" href=\"/news/theme/favicon."));
    let icon = UrlPath::new("/favicon.ico").unwrap();
    assert!(site.press().find(&icon).is_some());
}

#[test]
fn what_was_public_and_is_gone_is_told_with_what_mends_it() {
    let site = site();
    let urls = [
        "/briefs/first/",
        "/briefs/first/index.html",
        "/briefs/first",
        "/old/first/",
        "/atom.xml",
        "/2025/second.html",
        "/briefs/lost/",
        "/briefs/lost/index.md",
        "/page/7/",
        "/theme/style.00000000.css",
        "/404.html",
    ];
    let told = press::gone(
        site.press(),
        urls.iter().filter_map(|url| UrlPath::new(url)),
    );
    let lines: Vec<String> = told
        .iter()
        .map(|d| format!("{}; {}", d.message, d.help.as_deref().unwrap()))
        .collect();
    assert_eq!(
        lines,
        [
            "`/2025/second.html` was public, and nothing is there any more; it seems to be `/briefs/second/` now: write `aliases: [/2025/second.html]` into the file of that page",
            "`/briefs/lost/` was public, and nothing is there any more; write `aliases: [/briefs/lost/]` into the file that took its place",
            "`/briefs/lost/index.md` was public, and nothing is there any more; write `aliases: [/briefs/lost/index.md]` into the file that took its place",
        ]
    );
    assert!(told.iter().all(|d| d.code == Code::GoneUrl));
}

/// Titles that would like to be something else, or that few programs were tried with: 25 payloads in 20 disguises.
fn hostile() -> Vec<String> {
    let long = "long ".repeat(2_000);
    let payloads: [&str; 25] = [
        "</script><script>alert(1)</script>",
        "]]>",
        "<![CDATA[x]]>",
        "<!-- x",
        "--> x",
        "&amp;amp; &lt;b&gt;",
        "&#0; &#x1F;",
        "\u{0}\u{1}\u{8}\u{b}\u{c}\u{1f}\u{7f}",
        "\u{85}\u{9f}",
        "\u{fffe}\u{ffff}\u{feff}",
        "\u{202e}rtl\u{202c}",
        "\u{2066}x\u{2069}",
        "שלום עולם",
        "مرحبا",
        "👩‍👩‍👧‍👦 🇪🇺 e\u{301}",
        "\u{2028}\u{2029}",
        "a\r\nb\rc\nd",
        "'\"`´",
        "{{ title }} {% x %}",
        "<?xml version='1.0'?>",
        "<!DOCTYPE x [<!ENTITY y 'z'>]>",
        "| --- | [x](javascript:y) # *z* _ ~",
        "\\",
        "\u{10ffff}\u{e000}",
        &long,
    ];
    let mut all = Vec::new();
    for payload in payloads {
        for disguise in 0..20 {
            all.push(match disguise % 5 {
                0 => format!("T{disguise} {payload}"),
                1 => format!("{payload} T{disguise}"),
                2 => format!("T{disguise}{payload}{payload}T"),
                3 => format!("\u{200b}T{disguise} «{payload}»"),
                _ => format!("\tT{disguise} {payload}\t"),
            });
        }
    }
    all
}

/// A text in double quotes as YAML has them, all but plain ASCII escaped.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        ' '..='~' if !matches!(c, '"' | '\\') => c.to_string(),
        c => format!("\\U{:08X}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

/// Words with one blank between them: what is no character that shows is left out.
fn folded(text: &str) -> String {
    let parts = text.split(|c: char| c.is_whitespace() || c.is_control());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What a route answers with, whatever is told on the way: cards tell of letters that no typeface has.
fn bytes(site: &Loaded, url: &str, route: Route) -> Vec<u8> {
    let url = UrlPath::new(url).unwrap();
    match site.press().press(&url, route).value {
        Some(Artifact::Bytes(bytes)) => bytes,
        other => panic!("{url} is {other:?}"),
    }
}

#[test]
fn five_hundred_hostile_titles_say_the_same_in_every_output() {
    let hostile = hostile();
    assert_eq!(hostile.len(), 500);
    let mut text =
        String::from("-- site.yaml --\nbase_url: https://desk.example\nfeed_limit: 500\n");
    for (index, title) in hostile.iter().enumerate() {
        // Front matter may have 64 KiB.
        let short = if title.len() < 9_000 { title } else { "T" };
        let (title, short) = (quoted(title), quoted(short));
        text.push_str(&format!(
            "-- content/briefs/2026-01-01-b{index:03}.md --\n---\ntitle: {title}\ndek: {short}\ntags: [t]\n\
             watch: [{{ title: {short}, text: x, status: hit, resolved: 2026-01-02, outcome: {short} }}]\n---\n"
        ));
    }
    let site = load(&text);
    let of_xml = |text: &str| -> String {
        let good = |c: &char| !matches!(c, '\u{fffe}' | '\u{ffff}');
        text.chars().filter(good).collect()
    };
    let data: Vec<Json> = serde_json::from_str(&site.get("/data/briefs.json")).unwrap();
    let titles: Vec<String> = data
        .iter()
        .map(|brief| brief["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(titles.len(), 500, "{}", site.told());
    assert!(titles.iter().all(|title| title.contains('T')));

    let json: Json = serde_json::from_str(&site.get("/feed.json")).unwrap();
    let of_json: Vec<&str> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["title"].as_str().unwrap())
        .collect();
    assert_eq!(of_json, titles);
    let xml_titles: Vec<String> = titles.iter().map(|title| of_xml(title)).collect();
    let atom = xml::parse(&site.get("/atom.xml"));
    let of_atom: Vec<&str> = atom
        .all("entry")
        .map(|entry| &*entry.one("title").text)
        .collect();
    assert_eq!(of_atom, xml_titles);
    let rss = xml::parse(&site.get("/rss.xml"));
    let of_rss: Vec<&str> = rss
        .one("channel")
        .all("item")
        .map(|item| &*item.one("title").text)
        .collect();
    assert_eq!(of_rss, xml_titles);
    for form in ["atom.xml", "rss.xml"] {
        xml::parse(&site.get(&format!("/watch/{form}")));
        xml::parse(&site.get(&format!("/tags/t/{form}")));
    }
    xml::parse(&site.get("/sitemap.xml"));

    for (index, title) in titles.iter().enumerate() {
        let page = site.get(&format!("/briefs/b{index:03}/"));
        let article = json_ld(&page).remove(0);
        // The dataset folds white space and leaves control characters out.
        let headline: Vec<&str> = article["headline"]
            .as_str()
            .unwrap()
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|part| !part.is_empty())
            .collect();
        assert_eq!(headline.join(" "), *title);
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script type=\"application/ld+json\">")
                .count()
        );
        assert!(!page.contains(['\u{0}', '\u{1}', '\u{b}', '\u{1f}']));
        let twin = site.get(&format!("/briefs/b{index:03}/index.md"));
        assert_eq!(
            twin.lines().filter(|line| line.starts_with("# ")).count(),
            1,
            "{twin}"
        );
    }
    // Markdown, read as Markdown, says the same: the twins, the guide and the full text.
    let read = |markdown: &str| folded(&briefpress::markdown::plain_text(markdown));
    for (index, title) in titles.iter().enumerate() {
        let twin = site.get(&format!("/briefs/b{index:03}/index.md"));
        let first = twin.lines().next().unwrap().strip_prefix("# ").unwrap();
        assert_eq!(read(first), folded(title));
    }
    let guide = site.get("/llms.txt");
    let listed: Vec<String> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("- ")?.split_once("/index.md): "))
        .map(|(link, _)| read(&format!("{link}/index.md)")))
        .collect();
    let first: Vec<String> = titles.iter().take(100).map(|title| folded(title)).collect();
    assert_eq!(listed, first);
    let full = site.get("/llms-full.txt");
    let mut heads = full.lines().filter_map(|line| line.strip_prefix("# "));
    heads.next();
    let heads: Vec<String> = heads.map(read).collect();
    let shown: Vec<String> = titles
        .iter()
        .take(heads.len())
        .map(|title| folded(title))
        .collect();
    assert!(heads.len() > 100 && heads == shown);

    for (id, title) in (0..).zip(&titles) {
        let part = SearchPart::Brief(id);
        let record = bytes(&site, "/search/record.json", Route::SearchPart(part));
        let record: Json = serde_json::from_slice(&record).unwrap();
        assert_eq!(folded(record[0]["title"].as_str().unwrap()), folded(title));
    }
    // One card of each payload in each disguise; the rest differ by a number only.
    for id in (0..500).filter(|id| id % 20 < 5) {
        let card = bytes(&site, "/card.png", Route::BriefCard(BriefId(id)));
        let mut reader = png::Decoder::new(std::io::Cursor::new(card))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert_eq!((reader.info().width, reader.info().height), (1200, 630));
    }
    for (name, file) in [
        ("hostile.atom.xml", "/atom.xml"),
        ("hostile.rss.xml", "/rss.xml"),
        ("hostile.sitemap.xml", "/sitemap.xml"),
    ] {
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(path, site.get(file)).unwrap();
    }
}

/// A site that has a route of every kind that a link can name.
fn of_every_kind(links: &str, footer: &str) -> String {
    let mut text = format!(
        "-- site.yaml --\nbase_url: https://desk.example\npaginate: 1\nfooter: \"{footer}\"\n\
         -- content/briefs/2026-01-01-x.md --\n---\ntitle: X\ncompanies: [runway]\ntags: [ai]\nauthors: [Ada]\nseries: S\n\
         numbers: [{{ value: $1B, label: valuation }}]\neffects: [{{ order: first, text: E }}]\n\
         watch: [{{ title: W, by: 2026-06-30, status: hit }}]\n---\n{links}\n\
         -- content/briefs/2026-01-02-y.md --\n---\ntitle: Y\ncompanies: [runway]\ntags: [ai]\nauthors: [Ada]\nseries: S\n\
         aliases: [/old/]\nnumbers: [{{ value: $2B, label: valuation }}]\n---\nText.\n\
         -- content/companies/runway.md --\n---\nname: Runway\n---\n{links}\n\
         -- content/companies/luma.md --\n---\nname: Luma\n---\nText.\n\
         -- content/pages/about.md --\n---\ntitle: About\n---\n{links}\n"
    );
    // Enough numbers for a second page of them and of their metric.
    text.push_str(
        "-- content/briefs/2026-01-03-many.md --\n---\ntitle: Many\ncompanies: [runway]\nnumbers:\n",
    );
    for n in 1..=220 {
        text.push_str(&format!("  - {{ value: {n}%, label: margin }}\n"));
    }
    text.push_str("---\nText.\n");
    text
}

#[test]
fn a_link_to_any_route_is_no_broken_link() {
    let site = load(&of_every_kind("Text.", ""));
    let links: Vec<String> = site
        .press()
        .routes()
        .iter()
        // What the theme and the search make have names that change with each build.
        .filter(|(_, route)| {
            use briefpress::link::Route;
            !matches!(
                route,
                Route::ThemeFile(_)
                    | Route::HighlightStyle
                    | Route::ThemeStyle
                    | Route::SearchPart(_)
            )
        })
        .map(|(url, _)| url.to_string())
        // Cards are answered and not listed.
        .chain(["/companies/runway/card.png", "/briefs/x/card.png"].map(str::to_owned))
        .collect();
    for wanted in [
        "/numbers/valuation/",
        "/numbers/margin/page/2/",
        "/numbers/page/2/",
        "/companies/runway/watch.ics",
        "/companies/runway/card.png",
        "/briefs/x/card.png",
        "/briefs/x/index.md",
        "/tags/ai/",
        "/tags/ai/page/2/",
        "/tags/ai/atom.xml",
        "/companies/runway/feed.json",
        "/watch/rss.xml",
        "/watch.ics",
        "/data/numbers.csv",
        "/data/numbers.schema.json",
        "/page/2/",
        "/old/",
    ] {
        assert!(
            links.iter().any(|link| link == wanted),
            "{wanted} is a route"
        );
    }
    let list: Vec<String> = links
        .iter()
        .map(|link| format!("- [{link}]({link})"))
        .collect();
    let footer = "[v](/numbers/valuation/) [c](/companies/runway/watch.ics)";
    let site = load(&of_every_kind(&list.join("\n"), footer));
    let broken = |site: &Loaded| -> Vec<String> {
        let broken = site
            .diagnostics
            .iter()
            .filter(|d| d.code.as_str() == "broken-link");
        broken.map(|d| d.message.clone()).collect()
    };
    assert_eq!(broken(&site), Vec::<String>::new());
    // The address of the site comes before such a link as before any other.
    let mut options = options();
    options.base_url = Some("https://desk.example/news".into());
    let below = load_with(&of_every_kind(&list.join("\n"), footer), &options);
    let page = below.get("/briefs/x/");
    assert!(page.contains("href=\"/news/numbers/valuation/\""));
    assert!(page.contains("href=\"/news/companies/runway/watch.ics\""));
    // What does not exist is told as before, wherever it stands.
    let bad = "[a](/numbers/nothing/) [b](/companies/luma/watch.ics) [c](/page/99/) [d](/briefs/z/card.png)";
    let site = load(&of_every_kind(bad, "[e](/numbers/page/9/)"));
    assert_eq!(broken(&site).len(), 4 * 3 + 1, "{:?}", broken(&site));
}

/// What is left out by a key, and the ends of its addresses.
const OFFERS: &[(&str, &[&str])] = &[
    ("feeds", &["atom.xml", "rss.xml", "feed.json"]),
    ("calendars", &["watch.ics"]),
    ("data", &["/data/", ".csv"]),
    ("twins", &["index.md", "llms.txt", "llms-full.txt"]),
    ("numbers", &["/numbers/"]),
    ("effects", &["/effects/"]),
    ("watch", &["/watch/"]),
    ("search", &["/search/"]),
    ("cards", &["card.png"]),
];

/// The addresses of pages and lists that name one of `ends`, and those that end with one.
fn named(site: &Loaded, ends: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for url in site.press().routes().iter().map(|(url, _)| url.as_str()) {
        if ends.iter().any(|end| url.ends_with(end)) {
            found.push(url.to_owned());
        }
        let is_text = ["/", ".txt", "_headers", ".html", ".xml", ".json"]
            .iter()
            .any(|end| url.ends_with(end));
        let text = if is_text {
            site.get(url)
        } else {
            String::new()
        };
        found.extend(
            ends.iter()
                .filter(|end| text.contains(**end))
                .map(|end| format!("{url} names {end}")),
        );
    }
    found
}

#[test]
fn each_output_can_be_left_out_and_nothing_names_it_then() {
    // The second has more than one page of each list, pages of metrics, and an item that has ended.
    for text in [SITE, &of_every_kind("Text.", "")] {
        let with = |keys: &str| load(&text.replace("\nbase_url: ", &format!("\n{keys}base_url: ")));
        let whole = with("");
        for (key, ends) in OFFERS {
            assert_ne!(named(&whole, ends), Vec::<String>::new(), "{key} is there");
            let site = with(&format!("{key}: false\n"));
            assert_eq!(site.told(), whole.told(), "{key}");
            assert_eq!(named(&site, ends), Vec::<String>::new(), "{key} is not");
        }
        let all: String = OFFERS
            .iter()
            .map(|(key, _)| format!("{key}: false\n"))
            .collect();
        let lean = with(&all);
        for (key, ends) in OFFERS {
            assert_eq!(named(&lean, ends), Vec::<String>::new(), "{key} is not");
        }
    }
}

#[test]
fn anchors_of_a_brief_are_whole_in_its_twin_and_its_words_have_no_marks() {
    let site = load(
        "-- site.yaml --\ntitle: T\nbase_url: https://ex.org/news\n-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\nnumbers: [$5 price]\n---\nIt costs $5 now[^a]. See [here](#number-n1).\n\n[^a]: By hand.\n",
    );
    let twin = site.get("/briefs/x/index.md");
    assert!(
        twin.contains("[here](https://ex.org/news/briefs/x/#number-n1)"),
        "{twin}"
    );
    assert!(twin.contains("now[^a]."), "{twin}");
    let page = site.get("/briefs/x/");
    assert!(page.contains("content=\"It costs $5 now."), "{page}");
}

#[test]
fn a_title_of_which_nothing_can_be_read_is_refused() {
    for title in ["<!-- c -->", "<b></b>", "&nbsp;"] {
        let site = load(&format!(
            "-- content/briefs/2026-01-05-x.md --\n---\ntitle: \"{title}\"\n---\nText.\n"
        ));
        assert!(
            site.told()
                .contains("error[invalid-value] nothing of `title` can be read"),
            "{}",
            site.told()
        );
    }
}

#[test]
fn pictures_keep_their_sizes_beside_raw_html() {
    let own = "<picture><source type=\"image/webp\" srcset=\"/pictures/a-320.webp 320w\" sizes=\"9rem\"><img src=\"/a.png\" alt=\"A\"></picture>";
    let foreign = own.replace("/pictures", "https://evil.example");
    let site = load(&format!(
        "-- content/pages/p.md --\n---\ntitle: P\n---\n{own}\n\n{foreign}\n"
    ));
    let page = site.get("/p/");
    assert!(
        page.contains("srcset=\"/pictures/a-320.webp 320w\""),
        "{page}"
    );
    assert!(!page.contains("evil.example"), "{page}");
}
