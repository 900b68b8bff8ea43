//! site.yaml in, configuration and diagnostics out.

use super::*;

/// The configuration, and each diagnostic as `line code: message | help`.
fn check(yaml: &str) -> (SiteConfig, Vec<String>) {
    let checked = config(SourceId::new(0), yaml);
    let told = checked
        .diagnostics
        .iter()
        .map(|d| {
            let at = d.span.expect("a place").start as usize;
            let line = yaml[..at].matches('\n').count() + 1;
            let help = d.help.as_deref().unwrap_or_default();
            format!("{line} {}: {} | {help}", d.code.as_str(), d.message)
        })
        .collect();
    (checked.value, told)
}

#[test]
fn an_empty_file_is_all_defaults() {
    for yaml in ["", "# nothing\n", "---\n", "\u{feff}", "title:\n"] {
        assert_eq!(check(yaml), (SiteConfig::default(), Vec::new()), "{yaml:?}");
    }
}

#[test]
fn every_key_is_read() {
    let (config, told) = check(
        "title: Signals\nbase_url: https://example.org/news/\ndescription: One line\nlanguage: pt-BR\ntimezone: UTC\n\
         theme: plain\nnav:\n  - { title: About, url: /about/ }\n  - Archive: /archive/\nfooter: \"*Free*\"\n\
         sections:\n  numbers: [Key Figures, 'At a Glance:']\n  watch: Signposts\npermalinks: /:year/:slug/\n\
         paginate: 10\nhtml: escape\ncsp:\n  script-src: https://stats.example\n  img-src: [\"data:\", \"*.cdn.example\"]\n\
         extra: { mood: calm, n: 1.5 }\n",
    );
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(config.base_url.as_deref(), Some("https://example.org/news"));
    assert_eq!(config.base_path(), "/news");
    assert_eq!(&*config.language, "pt-BR");
    let nav: Vec<_> = config
        .nav
        .iter()
        .flatten()
        .map(|n| (&*n.title, &*n.url.value))
        .collect();
    assert_eq!(nav, [("About", "/about/"), ("Archive", "/archive/")]);
    let sections: Vec<_> = config.sections.iter().map(|(k, r)| (&**k, *r)).collect();
    assert_eq!(
        sections,
        [
            ("at a glance", Role::Numbers),
            ("key figures", Role::Numbers),
            ("signposts", Role::Watch)
        ]
    );
    assert_eq!(&*config.permalinks, "/:year/:slug/");
    assert_eq!((config.paginate, config.html), (10, HtmlPolicy::Escape));
    assert_eq!(config.csp["img-src"].len(), 2);
    assert_eq!(config.extra["n"], 1.5);
}

#[test]
fn what_is_wrong_is_told_and_has_its_default() {
    for (yaml, expected) in [
        ("- a\n", "1 wrong-type: site.yaml is a list"),
        (
            "titel: x\n",
            "1 unknown-key: site.yaml has no key `titel` | did you mean `title`?",
        ),
        (
            "title: a\nname: b\n",
            "2 synonym-clash: `name` says the same as `title`",
        ),
        (
            "title: a\ntitle: b\n",
            "2 duplicate-key: `title` is given twice",
        ),
        (
            "title: [a, b]\n",
            "1 wrong-type: `title` is a list, and text is wanted",
        ),
        (
            "title: We are #1 here\n",
            "1 yaml-syntax: these words are a comment",
        ),
        ("a: 1\ntitle: x: y\n", "2 yaml-syntax"),
        (
            "base_url: example.org\n",
            "1 invalid-url: `base_url` is no web address: `example.org` | write the whole address: `https://example.org`",
        ),
        ("base_url: ftp://example.org\n", "1 invalid-url"),
        (
            "base_url: https://example.org/?a\n",
            "1 invalid-url: `base_url` has a query",
        ),
        (
            "base_url: https://example.org/a//b\n",
            "1 invalid-url: the path of",
        ),
        (
            "language: en_GB\n",
            "1 invalid-value: `en_GB` is no language tag | write it with a hyphen: `language: en-GB`",
        ),
        (
            "timezone: Mars/Olympus\n",
            "1 invalid-value: there is no time zone",
        ),
        (
            "timezone: ../../etc/passwd\n",
            "1 invalid-value: there is no time zone",
        ),
        (
            "theme: ../x\n",
            "1 invalid-value: `../x` can't be the name of a theme",
        ),
        (
            "nav: [x]\n",
            "1 wrong-type: item 1 of `nav` is text, and a map is wanted",
        ),
        (
            "nav:\n  - { title: x }\n",
            "2 missing-key: `url` is missing",
        ),
        ("nav:\n  - X: javascript:alert(1)\n", "2 invalid-url"),
        (
            "sections:\n  figures: [A]\n",
            "2 unknown-key: `sections` has no key `figures`",
        ),
        (
            "sections:\n  numbers: A\n  watch: a\n",
            "3 invalid-value: the heading `a` is given to two",
        ),
        (
            "permalinks: /briefs/\n",
            "1 invalid-value: `permalinks` has no `:slug`",
        ),
        (
            "permalinks: /:title/:slug/\n",
            "1 invalid-value: `permalinks` has `:title`",
        ),
        (
            "permalinks: \":slug/\"\n",
            "1 invalid-value: `permalinks` is no path",
        ),
        (
            "permalinks: /../:slug/\n",
            "1 invalid-value: `permalinks` is no path",
        ),
        (
            "permalinks: /:slug\n",
            "1 invalid-value: `permalinks` ends neither",
        ),
        ("paginate: 0\n", "1 invalid-value: `paginate` can't be `0`"),
        ("paginate: ten\n", "1 invalid-value"),
        (
            "html: sanitise\n",
            "1 invalid-value: `html` can't be `sanitise` | did you mean `sanitize`?",
        ),
        (
            "csp:\n  script: [x]\n",
            "2 invalid-value: `script` is no directive",
        ),
        (
            "csp:\n  script-src: [\"https://a.example; object-src *\"]\n",
            "2 invalid-value",
        ),
        (
            "csp:\n  script-src: [\"https://a.example\\nx\"]\n",
            "2 invalid-value",
        ),
        (
            "csp:\n  script-src: [\"https://a.example,b\"]\n",
            "2 invalid-value",
        ),
        (
            "csp: x\n",
            "1 wrong-type: `csp` is text, and a map is wanted",
        ),
    ] {
        let (_, told) = check(yaml);
        let found = told.join("\n");
        assert!(
            found.starts_with(expected),
            "{yaml:?}\n  {found}\n  {expected}"
        );
        assert_eq!(told.len(), 1, "{yaml:?}: {found}");
    }
}

proptest::proptest! {
    #[test]
    fn no_site_yaml_panics(yaml in "((title|nav|csp|sections|permalinks|base_url): |- |[\\[\\]{},:'\"/]|[a-z]|\n|  ){0,30}") {
        check(&yaml);
    }
}
