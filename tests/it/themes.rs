//! Each file in tests/themes-invalid/ is a theme with something wrong, and under `-- told --` what `theme check` says about
//! it. `BLESS=1 cargo test themes` writes what is said now.

use briefpress::diagnostic::{self, Severity};
use briefpress::press;
use briefpress::render::{self, ThemeChoice};
use briefpress::source::Sources;

use crate::support;

fn told(site: &str) -> (String, bool) {
    let mut sources = Sources::from_memory(support::files(site));
    press::complete(&mut sources);
    let choice = ThemeChoice {
        name: "mine",
        generated: &press::generated_assets(),
        ..ThemeChoice::default()
    };
    let mut diagnostics = render::check(&sources, &choice).diagnostics;
    diagnostic::sort(&mut diagnostics, &sources);
    // A mistake has a place, unless it is a file that is not there.
    for diagnostic in &diagnostics {
        let placed = diagnostic.span.is_some() || diagnostic.message.contains("theme.yaml");
        assert!(placed && diagnostic.help.is_some(), "{diagnostic:?}");
    }
    let wrong = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity != Severity::Note);
    (support::told(&diagnostics, &sources), wrong)
}

#[test]
fn each_fault_of_a_theme_is_told_as_written_down() {
    support::each_is_told_as_written_down("tests/themes-invalid", 30, |case, site| {
        let (told, is_wrong) = told(site);
        assert!(is_wrong, "nothing is wrong with {}", case.display());
        told
    });
}

#[test]
fn nothing_is_wrong_with_the_themes_of_the_program() {
    let mut sources = Sources::default();
    press::complete(&mut sources);
    for entry in render::catalog(&sources).value {
        let choice = ThemeChoice {
            name: &entry.name,
            generated: &press::generated_assets(),
            ..ThemeChoice::default()
        };
        let checked = render::check(&sources, &choice);
        let told = support::told(&checked.diagnostics, &sources);
        assert_eq!(told, "", "{}", entry.name);
        assert_eq!(
            checked.value.pages,
            2 * briefpress::view::PageView::TEMPLATES.len()
        );
    }
}

#[test]
fn tokens_words_and_a_stylesheet_need_no_theme() {
    let site = support::load(
        "\
-- site.yaml --
base_url: https://desk.example/repo
tokens: { signal: { light: teal, dark: \"#7fd\" }, measure: 60ch }
strings: { skip: Go to the text }
stylesheet: /own.css
-- static/own.css --
body { hyphens: auto }
-- content/briefs/2026-02-12-a.md --
---
title: A
---
Text.
",
    );
    assert_eq!(site.told(), "");
    let page = site.get("/briefs/a/");
    assert!(page.contains(">Go to the text</a>"));
    let theme = page.find("/repo/theme/style.").expect("the theme's own");
    let own = page
        .find("href=\"/repo/own.css\"")
        .expect("the author's own");
    assert!(theme < own);
    assert_eq!(page.matches("rel=\"stylesheet\"").count(), 2);
    assert!(!page.contains("style=") && !page.contains("<style"));
    let address = page[theme + 5..].split('"').next().unwrap();
    assert!(site.get(address).ends_with(
        "\n:root{--measure:60ch}\n\
         @media not all and (prefers-color-scheme:dark){:root{--signal:teal}}\n\
         @media (prefers-color-scheme:dark){:root{--signal:#7fd}}\n"
    ));
}

#[test]
fn what_can_not_be_set_is_told_with_its_place() {
    let site = support::load(
        "\
-- site.yaml --
tokens: { signal: \"red; } body { display: none\", measur: 60ch, text-face: \"a{}\" }
strings: { skp: x, page_of: \"Page {seite}\", briefs: { one: x } }
stylesheet: /gone.css
-- content/briefs/2026-02-12-a.md --
---
title: A
---
Text.
",
    );
    insta::assert_snapshot!(site.told());
}

#[test]
fn a_german_site_is_german_throughout() {
    let site = support::load(
        "\
-- site.yaml --
language: de
title: Der Zettel
-- content/briefs/2026-02-12-a.md --
---
title: Runway wird teurer
companies: [Runway]
corrections:
  - { date: 2026-02-20, text: \"Es waren *fünf* Milliarden.\" }
watch:
  - { title: Preis, text: Fällt er wieder?, by: 2026-05-13, probability: 0.125 }
---
Text über den Preis.
",
    );
    let page = site.get("/briefs/a/");
    for german in [
        "<html lang=\"de\" dir=\"ltr\" ",
        "<title>Runway wird teurer · Der Zettel</title>",
        ">12. Februar 2026</time>",
        ">20. Februar 2026</time></dt><dd>Es waren <em>fünf</em> Milliarden.",
        ">13. Mai 2026</time>",
        "12,5 %",
        "Korrekturen</h2>",
        "Worauf zu achten ist</h2>",
        ">Zum Text springen</a>",
    ] {
        assert!(page.contains(german), "{german}\n{page}");
    }
    for url in [
        "/",
        "/archive/",
        "/companies/",
        "/watch/",
        "/404.html",
        "/data/",
    ] {
        let page = site.get(url);
        for english in [
            "Latest",
            "Archive",
            "Companies",
            "Page not found",
            "February",
            "brief of",
        ] {
            assert!(!page.contains(english), "{english} on {url}");
        }
    }
}

#[test]
fn some_languages_are_written_from_right_to_left() {
    for (language, start) in [
        ("ar", "<html lang=\"ar\" dir=\"rtl\" "),
        ("he", "<html lang=\"he\" dir=\"rtl\" "),
        ("fa-IR", "<html lang=\"fa-IR\" dir=\"rtl\" "),
        ("az-Latn", "<html lang=\"az-Latn\" dir=\"ltr\" "),
    ] {
        let site = format!(
            "-- site.yaml --\nlanguage: {language}\n-- content/briefs/2026-02-12-a.md --\n---\ntitle: A\n---\nText.\n"
        );
        assert!(
            support::load(&site).get("/briefs/a/").contains(start),
            "{language}"
        );
    }
}
