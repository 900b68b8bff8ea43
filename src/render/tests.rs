//! The default theme on every kind of page.

use std::fmt::Write as _;

use super::samples::{Amount, pages, site};
use super::*;
use crate::view::PageView;

fn default_theme() -> Theme {
    let mut sources = Sources::default();
    add_default_theme(&mut sources);
    let choice = ThemeChoice {
        base_path: "/news",
        ..ThemeChoice::default()
    };
    let theme = Theme::load(&sources, &choice);
    assert_eq!(theme.diagnostics, []);
    theme.value
}

/// Every sample page, in full and at its barest, by a name for its file.
fn rendered() -> Vec<(String, String)> {
    let theme = default_theme();
    let mut all = Vec::new();
    for amount in [Amount::Full, Amount::Bare] {
        let shared = SharedView::new(&site(amount)).unwrap();
        for page in pages(amount) {
            let html = theme.render(page.template(), &shared, &page, &page.meta().path);
            let name = format!("{amount:?}-{}", page.template()).to_lowercase();
            all.push((name, html.unwrap_or_else(|error| panic!("{error:#?}"))));
        }
    }
    all
}

#[test]
fn every_template_of_the_contract_has_a_sample() {
    let made: Vec<_> = pages(Amount::Full).iter().map(PageView::template).collect();
    assert_eq!(made, PageView::TEMPLATES);
}

#[test]
fn every_page_renders_whole_in_full_and_bare() {
    for (name, html) in rendered() {
        assert!(
            html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\""),
            "{name}"
        );
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("\n\n\n"), "{name}");
    }
}

#[test]
fn pages_have_no_script_and_no_style_of_their_own() {
    for (name, html) in rendered() {
        let html = html.to_ascii_lowercase();
        for never in [
            "<style",
            " style=",
            "javascript:",
            "<script>",
            " onclick",
            "http://",
        ] {
            assert!(!html.contains(never), "{name}: {never}");
        }
        // Data, and files of the theme.
        let data = html.matches("<script type=\"application/ld+json\">");
        let files = html.matches("<script src=\"/news/theme/");
        let search = html.matches("<script src=\"/news/search/");
        let scripts = data.count() + files.count() + search.count();
        assert_eq!(scripts, html.matches("<script").count(), "{name}");
        assert_eq!(scripts, html.matches("</script>").count(), "{name}");
    }
}

#[test]
fn ready_html_is_printed_as_it_is_and_text_is_escaped() {
    let all = rendered();
    let page = |name: &str| &all.iter().find(|(n, _)| n == name).unwrap().1;
    assert!(
        page("full-brief.html")
            .contains("<h1>Runway turns from <em>clips</em> to simulated worlds</h1>")
    );
    assert!(page("full-companies.html").contains(">Adobe &amp; Sons<"));
    assert!(
        page("full-home.html").contains("content=\"A &quot;quoted&quot; description &amp; more\"")
    );
    assert!(page("full-brief.html").contains(r#""name":"\u003c/script\u003e""#));
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    for (name, html) in rendered() {
        let levels = html
            .match_indices("<h")
            .filter_map(|(at, _)| html.as_bytes()[at + 2].checked_sub(b'0'))
            .filter(|level| (1..=6).contains(level));
        let mut last = 0;
        for level in levels {
            // In the frame of a brief the aside comes after sections of any depth.
            assert!(level <= last + 1, "{name}: h{last} is followed by h{level}");
            last = level;
        }
    }
}

#[test]
fn effects_numbers_and_watch_items_are_shown_once_wherever_their_sections_are() {
    for (name, html) in rendered() {
        if name.ends_with("-brief.html") {
            for list in ["class=\"ripple\"", "class=\"figures\"", "class=\"ledger\""] {
                assert_eq!(html.matches(list).count(), 1, "{name}: {list}");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_links_inside_a_page_lead_to_one() {
    for (name, html) in rendered() {
        let mut ids: Vec<_> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|s| s.split('"').next())
            .collect();
        ids.sort_unstable();
        let mut known = ids.clone();
        known.dedup();
        // The sample prose stands in several sections; its ids are not the theme's.
        ids.retain(|id| !id.starts_with("fn"));
        known.retain(|id| !id.starts_with("fn"));
        assert_eq!(ids, known, "{name}");
        assert!(
            html.contains("href=\"#text\"") || name.ends_with("redirect.html"),
            "{name}"
        );
    }
}

#[test]
fn every_word_of_the_interface_is_used_and_every_used_word_is_there() {
    let strings = include_str!("../../themes/broadsheet/strings/en.yaml");
    let defined: Vec<&str> = strings
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(key, _)| key)
        .collect();
    let mut templates = String::new();
    let of_default = |name: &String| name.starts_with("broadsheet/") && name.ends_with(".html");
    for name in embedded::names().filter(of_default) {
        templates.push_str(std::str::from_utf8(&embedded::bytes(&name)).unwrap());
    }
    // Words that are looked up by a key of the contract.
    let by_key = ["hit", "miss", "void", "tag", "author", "series"];
    let of_kinds = ["role_", "kind_", "direction_", "verdict_", "month_"];
    for key in &defined {
        let of_kind = of_kinds.iter().any(|start| key.starts_with(start))
            || crate::view::Words::KEYS.contains(key);
        assert!(
            of_kind || by_key.contains(key) || templates.contains(&format!("t.{key}")),
            "unused: {key}"
        );
    }
    for (at, _) in templates.match_indices("t.") {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        if templates[..at].ends_with(word) {
            continue;
        }
        let rest = &templates[at + 2..];
        let key = &rest[..rest.find(|c: char| !word(c)).unwrap_or(rest.len())];
        assert!(defined.contains(&key), "not defined: {key}");
    }
}

#[test]
fn the_stylesheet_is_small_and_calls_nobody() {
    let css = include_str!("../../themes/broadsheet/static/style.css");
    assert!(css.len() < 36 << 10, "{} bytes", css.len());
    for never in ["@import", "http:", "https:"] {
        assert!(!css.contains(never), "{never}");
    }
}

#[test]
fn the_stylesheet_names_files_by_the_addresses_they_get() {
    let css = include_str!("../../themes/broadsheet/static/style.css");
    let theme = default_theme();
    let urls: Vec<_> = theme.files().map(|(url, _)| url.as_str()).collect();
    let named: Vec<_> = css
        .split("url(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(path, _)| format!("/theme/{path}"))
        .collect();
    assert_eq!(named.len(), 2);
    for url in named {
        assert!(urls.contains(&&*url), "{url} is none of {urls:?}");
    }
}

#[test]
fn files_of_the_theme_have_the_hash_of_their_content_in_their_address() {
    let theme = default_theme();
    let urls: Vec<_> = theme
        .files()
        .map(|(url, _)| url.as_str().to_owned())
        .collect();
    let style = urls.iter().find(|url| url.starts_with("/theme/style."));
    let style = style.expect("a stylesheet");
    assert!(style.ends_with(".css"), "{urls:?}");
    let hash = blake3::hash(include_bytes!("../../themes/broadsheet/static/style.css")).to_hex();
    assert!(style.contains(&hash[..8]));
    let (_, html) = rendered().swap_remove(0);
    assert!(html.contains(&format!("href=\"/news{style}\"")));
}

/// Writes the sample pages and the theme's files to the folder that `BRIEFPRESS_SAMPLES` names, to look at them and
/// to have them judged by other programs.
#[test]
#[ignore = "writes files for the eye"]
fn write_samples() {
    let folder = std::path::PathBuf::from(std::env::var("BRIEFPRESS_SAMPLES").unwrap());
    let mut index = String::new();
    for (name, html) in rendered() {
        let _ = writeln!(index, "{name}");
        std::fs::write(folder.join(name), html).unwrap();
    }
    let mut sources = Sources::default();
    add_default_theme(&mut sources);
    for (url, source) in default_theme().files() {
        let path = folder.join("news").join(&url.as_str()[1..]);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, sources.bytes(source).unwrap()).unwrap();
    }
}
