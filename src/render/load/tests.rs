//! Stacks of themes, and all that can be wrong with them.

use serde::Serialize;

use super::*;
use crate::render::SharedView;

/// The default theme and these files of the site, under `themes/`.
fn sources(files: &[(&str, &str)]) -> Sources {
    let paths = files
        .iter()
        .map(|(path, text)| (format!("themes/{path}"), *text));
    let mut sources = Sources::from_memory(paths);
    add_default_theme(&mut sources);
    sources
}

fn load_named(name: &str, files: &[(&str, &str)]) -> (Checked<Theme>, Sources) {
    let sources = sources(files);
    let choice = ThemeChoice {
        name,
        ..ThemeChoice::default()
    };
    (Theme::load(&sources, &choice), sources)
}

/// What is wrong with a theme `mine` whose template `a.html` is this one: code, place as text, message, help.
fn wrong(template: &str) -> Vec<(Code, String, String, String)> {
    let files = [
        ("mine/theme.yaml", "contract: 1"),
        ("mine/templates/a.html", template),
    ];
    let (theme, sources) = load_named("mine", &files);
    theme
        .diagnostics
        .into_iter()
        .map(|d| told(d, &sources))
        .collect()
}

fn told(d: Diagnostic, sources: &Sources) -> (Code, String, String, String) {
    let place = d.span.map_or(String::new(), |span| {
        let text = sources.text(span.source).unwrap_or_default();
        let culprit = &text[span.start as usize..span.end as usize];
        format!("{}: {culprit}", sources.path(span.source))
    });
    (
        d.code,
        place,
        d.message,
        d.help.expect("every diagnostic says what to do"),
    )
}

/// Renders `a.html` of a theme `mine` that has this template in its place.
fn render<T: Serialize>(
    template: &str,
    view: &T,
) -> Result<String, (Code, String, String, String)> {
    let files = [
        ("mine/theme.yaml", "contract: 1"),
        ("mine/templates/a.html", template),
    ];
    let (theme, sources) = load_named("mine", &files);
    assert_eq!(theme.diagnostics, []);
    let site = SharedView::new(&BTreeMap::from([("title", "S & T")])).unwrap();
    theme
        .value
        .render("a.html", &site, view, "/x/")
        .map_err(|error| told(error, &sources))
}

fn nothing() -> BTreeMap<String, String> {
    BTreeMap::new()
}

#[test]
fn a_file_of_the_site_takes_the_place_of_one_in_the_binary() {
    let (theme, _) = load_named(
        "broadsheet",
        &[("broadsheet/templates/404.html", "gone: {{ site.title }}")],
    );
    assert_eq!(theme.diagnostics, []);
    let site = SharedView::new(&BTreeMap::from([("title", "S & T")])).unwrap();
    let page = theme
        .value
        .render("404.html", &site, &nothing(), "/404.html")
        .unwrap();
    assert_eq!(page, "gone: S &amp; T");
}

#[test]
fn a_theme_lies_on_others_and_can_build_on_their_templates() {
    let files = [
        ("top/theme.yaml", "contract: 1\nextends: middle"),
        (
            "top/templates/a.html",
            "{% extends \"middle/a.html\" %}{% block x %}top + {{ super() }}{% endblock %}",
        ),
        ("middle/theme.yaml", "contract: 1"),
        (
            "middle/templates/a.html",
            "[{% block x %}middle {% include \"b.html\" %}{% endblock %}]",
        ),
        ("middle/templates/b.html", "b of middle"),
        ("middle/strings/en.yaml", "skip: Over"),
        (
            "top/templates/b.html",
            "b of top, {{ t.skip }}, {{ t.tags }}",
        ),
    ];
    let (theme, _) = load_named("top", &files);
    assert_eq!(theme.diagnostics, []);
    assert_eq!(theme.value.name(), "top");
    let site = SharedView::new(&nothing()).unwrap();
    let page = theme
        .value
        .render("a.html", &site, &nothing(), "/a/")
        .unwrap();
    assert_eq!(page, "[top + middle b of top, Over, Tags]");
}

#[test]
fn the_words_of_the_sites_language_lie_over_the_english_ones() {
    let files = [
        (
            "broadsheet/strings/de.yaml",
            "tags: Schlagwörter\narchive: Archiv",
        ),
        ("broadsheet/strings/de-AT.yaml", "archive: Ablage"),
        (
            "broadsheet/templates/404.html",
            "{{ t.tags }} {{ t.archive }} {{ t.skip }}",
        ),
    ];
    let sources = sources(&files);
    for (language, expected) in [
        ("de-at", "Schlagwörter Ablage Skip to the text"),
        ("de", "Schlagwörter Archiv Skip to the text"),
        ("fr", "Tags Archive Skip to the text"),
    ] {
        let choice = ThemeChoice {
            language,
            ..ThemeChoice::default()
        };
        let theme = Theme::load(&sources, &choice).value;
        let site = SharedView::new(&nothing()).unwrap();
        assert_eq!(
            theme.render("404.html", &site, &nothing(), "/").as_deref(),
            Ok(expected)
        );
    }
}

#[test]
fn files_of_a_theme_are_listed_once_the_highest_first() {
    let files = [
        ("mine/theme.yaml", "contract: 1"),
        ("mine/static/style.css", "mine"),
        ("mine/static/fonts/a b.woff2", "font"),
        (
            "mine/templates/a.html",
            "{{ asset(path=\"style.css\") }} {{ asset(path=\"code.css\") }}",
        ),
    ];
    let sources = sources(&files);
    let choice = ThemeChoice {
        name: "mine",
        base_path: "/news",
        generated: &[("code.css", UrlPath::new("/code.css").unwrap())],
        ..ThemeChoice::default()
    };
    let theme = Theme::load(&sources, &choice).value;
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
    let urls: Vec<_> = theme
        .files()
        .map(|(url, id)| (url.to_string(), sources.path(id)))
        .filter(|(_, path)| !path.starts_with("themes/broadsheet/static/fonts/"))
        .collect();
    assert_eq!(urls.len(), 7);
    assert_eq!(
        urls[1].0,
        format!("/theme/fonts/a-b.{}.woff2", hash("font"))
    );
    assert_eq!(urls[2].1, "themes/broadsheet/static/icon.svg");
    assert_eq!(
        urls[4],
        (
            format!("/theme/style.{}.css", hash("mine")),
            "themes/mine/static/style.css"
        )
    );
    let site = SharedView::new(&nothing()).unwrap();
    let page = theme.render("a.html", &site, &nothing(), "/").unwrap();
    assert_eq!(
        page,
        format!("/news/theme/style.{}.css /news/code.css", hash("mine"))
    );
}

#[test]
fn a_theme_that_is_not_there_is_told_and_the_default_is_given() {
    for (name, files, code, help) in [
        (
            "brodsheet",
            vec![],
            Code::UnknownTheme,
            "did you mean `broadsheet`?",
        ),
        (
            "../x",
            vec![],
            Code::UnknownTheme,
            "there is `broadsheet` and `wire`",
        ),
        (
            "",
            vec![],
            Code::UnknownTheme,
            "there is `broadsheet` and `wire`",
        ),
        (
            "ticker",
            vec![("ticker/static/a.css", "")],
            Code::ThemeContract,
            "make themes/ticker/theme.yaml with the line `contract: 1`",
        ),
        (
            "ticker",
            vec![("ticker/theme.yaml", "contract: 1\nextends: moon")],
            Code::UnknownTheme,
            "there is `broadsheet`, `ticker` and `wire`",
        ),
        (
            "ticker",
            vec![("ticker/theme.yaml", "contract: 1\nextends: ticker")],
            Code::InvalidValue,
            "let one of them extend `broadsheet`",
        ),
    ] {
        let (theme, sources) = load_named(name, &files);
        let told = told(theme.diagnostics[0].clone(), &sources);
        assert_eq!((told.0, told.3.as_str()), (code, help), "{name}");
        assert_eq!(theme.value.name(), DEFAULT_THEME);
        assert!(theme.value.files().count() > 1);
    }
}

#[test]
fn what_tera_cannot_read_is_told_with_its_place() {
    for (template, code, place, message, help) in [
        (
            "{% for x in %}",
            Code::TemplateSyntax,
            "%}",
            "found `%}`",
            "Tera 2",
        ),
        (
            "{{ a | uper }}",
            Code::TemplateSyntax,
            "uper",
            "unknown filter `uper`",
            "`fill`",
        ),
        (
            "é{% for i in [1] %}{{ aset(path=\"x\") }}{% endfor %}",
            Code::TemplateSyntax,
            "aset",
            "unknown function `aset`",
            "did you mean `asset`?",
        ),
        (
            "{% include \"bas.html\" %}",
            Code::TemplateMissing,
            "bas.html",
            "unknown template `bas.html`",
            "did you mean `base.html`?",
        ),
        (
            "{% extends \"bse.html\" %}",
            Code::TemplateMissing,
            "\"bse.html\"",
            "no template `bse.html`",
            "did you mean `base.html`?",
        ),
        (
            "{% extends \"a.html\" %}",
            Code::TemplateSyntax,
            "\"a.html\"",
            "in a circle",
            "{% extends \"broadsheet/a.html\" %}",
        ),
        (
            "{% include \"a.html\" %}",
            Code::TemplateSyntax,
            "\"a.html\"",
            "in a circle",
            "take one of them out",
        ),
        (
            "{{ <nobody /> }}",
            Code::TemplateSyntax,
            "nobody",
            "unknown component `nobody`",
            "define it",
        ),
        (
            "{% component x() %}{% endcomponent %}{% component x() %}{% endcomponent %}",
            Code::TemplateSyntax,
            "",
            "x",
            "",
        ),
    ] {
        let told = wrong(template);
        assert_eq!(told.len(), 1, "{template}: {told:#?}");
        let (its_code, its_place, its_message, its_help) = &told[0];
        assert_eq!(*its_code, code, "{template}");
        assert!(
            its_place.starts_with("themes/mine/templates/a.html: "),
            "{template}: {its_place}"
        );
        assert!(its_place.contains(place), "{template}: {its_place}");
        assert!(its_message.contains(message), "{template}: {its_message}");
        assert!(its_help.contains(help), "{template}: {its_help}");
    }
}

#[test]
fn all_broken_templates_are_told_in_one_run() {
    let files = [
        ("mine/theme.yaml", "contract: 1"),
        ("mine/templates/a.html", "{% if %}"),
        ("mine/templates/b.html", "{{ x"),
        ("mine/templates/c.html", "fine"),
    ];
    let (theme, sources) = load_named("mine", &files);
    let places: Vec<_> = theme
        .diagnostics
        .iter()
        .map(|d| sources.path(d.span.unwrap().source))
        .collect();
    assert_eq!(
        places,
        [
            "themes/mine/templates/a.html",
            "themes/mine/templates/b.html"
        ]
    );
}

#[test]
fn a_template_that_fails_names_its_place_and_the_page() {
    let view = serde_json::json!({"brief": {"title_text": "x", "none": null}});
    for (template, place, message, help) in [
        (
            "{% for i in [1] %}{% include \"p.html\" %}{% endfor %}{{ brief.titel_text }}",
            "titel_text",
            "field `titel_text` is not defined, while /x/ was made",
            "did you mean `title_text`?",
        ),
        (
            "{% block b %}{{ bref.x }}{% endblock %}",
            "bref",
            "variable `bref` is not defined, while /x/ was made",
            "did you mean `brief`?",
        ),
        ("{{ 1 / 0 }}", "0", "divide by 0", "mend the template"),
        (
            "{{ throw(message=\"stop\") }}",
            "throw",
            "stop, while /x/ was made",
            "mend the template",
        ),
    ] {
        let template = template.replace("{% include \"p.html\" %}", "{% include \"404.html\" %}");
        let template = template.replace("{% include \"404.html\" %}", "");
        let (code, its_place, its_message, its_help) = render(&template, &view).unwrap_err();
        assert_eq!(code, Code::TemplateFailed);
        assert!(
            its_place.starts_with("themes/mine/templates/a.html: ") && its_place.contains(place),
            "{its_place}"
        );
        assert!(its_message.contains(message), "{its_message}");
        assert!(its_help.contains(help), "{its_help}");
    }
}

#[test]
fn a_page_that_would_never_end_is_stopped() {
    let nested = "{% for a in range(end=1000) %}{% for b in range(end=1000) %}{% for c in range(end=1000) -%}{%- endfor %}{% endfor %}{% endfor %}";
    let fan_out = "{% component f(n) %}{% if n > 0 %}{{ <f n={n - 1} /> }}{{ <f n={n - 1} /> }}{{ <f n={n - 1} /> }}{% endif %}{% endcomponent %}{{ <f n={18} /> }}";
    let endless = "{% component f() %}{{ <f /> }}{% endcomponent %}{{ <f /> }}";
    let huge = "{% set x = \"0123456789\" %}{% for i in range(end=14) %}{% set_global x = x ~ x %}{% endfor %}{% for i in range(end=1000) %}{{ x }}{% endfor %}";
    for (template, message) in [
        (nested, "more than 500000 rounds of loops and includes"),
        (fan_out, "more than 500000 rounds of loops and includes"),
        (endless, "recursion depth"),
        (huge, "larger than 32 MiB"),
    ] {
        let (code, place, its_message, _) = render(template, &nothing()).unwrap_err();
        assert_eq!(code, Code::TemplateFailed);
        assert!(place.starts_with("themes/mine/templates/a.html"), "{place}");
        assert!(its_message.contains(message), "{its_message}");
    }
}

#[test]
fn includes_that_fan_out_are_stopped_and_deep_ones_refused() {
    let chain = |links: usize| -> Vec<(String, String)> {
        let mut files = vec![("mine/theme.yaml".to_owned(), "contract: 1".to_owned())];
        for i in 0..links {
            let include = format!("{{% include \"i{}.html\" %}}", i + 1);
            files.push((format!("mine/templates/i{i}.html"), include.repeat(4)));
        }
        files.push((format!("mine/templates/i{links}.html"), String::new()));
        files
    };
    let load = |files: &[(String, String)]| {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| (&**path, &**text))
            .collect();
        load_named("mine", &files)
    };
    let (theme, _) = load(&chain(14));
    assert_eq!(theme.diagnostics, []);
    let site = SharedView::new(&nothing()).unwrap();
    let error = theme
        .value
        .render("i0.html", &site, &nothing(), "/")
        .unwrap_err();
    assert!(
        error.message.contains("rounds of loops and includes"),
        "{error:?}"
    );

    let (theme, sources) = load(&chain(20));
    let (code, place, message, _) = told(theme.diagnostics[0].clone(), &sources);
    assert_eq!(code, Code::TemplateSyntax);
    assert_eq!(message, "includes go deeper than 16 levels");
    assert!(place.starts_with("themes/mine/templates/i"), "{place}");
}

#[test]
fn a_failed_page_does_not_spend_the_next_ones_budget() {
    let loops =
        "{% for a in range(end=600) %}{% for b in range(end=600) -%}{%- endfor %}{% endfor %}ok";
    let files = [
        ("mine/theme.yaml", "contract: 1"),
        ("mine/templates/a.html", loops),
    ];
    let (theme, _) = load_named("mine", &files);
    let site = SharedView::new(&nothing()).unwrap();
    for _ in 0..2 {
        let page = theme
            .value
            .render("a.html", &site, &nothing(), "/")
            .unwrap();
        assert!(page.ends_with("ok"));
    }
}

#[test]
fn templates_reach_no_file_and_no_environment() {
    for call in [
        "load_data(path=\"/etc/passwd\")",
        "get_env(name=\"HOME\")",
        "now()",
        "get_random(end=3)",
    ] {
        let told = wrong(&format!("{{{{ {call} }}}}"));
        assert!(told[0].2.contains("unknown function"), "{told:?}");
    }
    let told = wrong("{% include \"../../../etc/passwd\" %}");
    assert_eq!(told[0].0, Code::TemplateMissing);
}

#[test]
fn a_page_without_its_template_is_told() {
    let (theme, _) = load_named("broadsheet", &[]);
    let site = SharedView::new(&nothing()).unwrap();
    let error = theme
        .value
        .render("chart.html", &site, &nothing(), "/x/")
        .unwrap_err();
    assert_eq!(error.code, Code::TemplateMissing);
    assert_eq!(
        error.help.as_deref(),
        Some("make themes/broadsheet/templates/chart.html")
    );
}
