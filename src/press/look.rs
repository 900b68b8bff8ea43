//! What site.yaml asks for of the look: a theme, words, tokens, a stylesheet.
//!
//! Comes in: the configuration and the files. Goes out: the theme, and the stylesheets that every page links after it.

use crate::diagnostic::{Checked, Code, Diagnostic, Span};
use crate::link::{Route, Site};
use crate::model::{At, SiteConfig, UrlPath};
use crate::parse;
use crate::render::{Theme, ThemeChoice, token_style};
use crate::source::{Content, Sources};

/// Loads the theme that site.yaml names, with the words that it sets. `generated` are files that templates name like the
/// theme's own.
pub(super) fn load_theme(
    sources: &Sources,
    config: &SiteConfig,
    generated: &[(&str, UrlPath)],
) -> Checked<Theme> {
    with_choice(sources, config, generated, |choice| {
        Theme::load(sources, choice)
    })
}

/// What `take` makes of the choice of theme in site.yaml.
pub(super) fn with_choice<T>(
    sources: &Sources,
    config: &SiteConfig,
    generated: &[(&str, UrlPath)],
    take: impl FnOnce(&ThemeChoice<'_>) -> T,
) -> T {
    let strings: Vec<_> = config
        .strings
        .iter()
        .map(|(key, phrase)| {
            let at = place(sources, &phrase.at);
            (key.clone(), phrase.value.clone(), at)
        })
        .collect();
    take(&ThemeChoice {
        name: &config.theme.value,
        named_at: place(sources, &config.theme.at),
        language: &config.language,
        base_path: config.base_path(),
        strings: &strings,
        generated,
    })
}

/// Where in site.yaml something stands.
fn place(sources: &Sources, at: &At) -> Option<Span> {
    let At::Front(path) = at else { return None };
    let file = sources.by_path("site.yaml")?;
    let Content::Text(text) = &file.content else {
        return None;
    };
    let len = u32::try_from(text.len()).expect("texts are capped far below four gigabytes");
    Some(Span::new(file.id, parse::locate(text, 0..len, path)))
}

/// Stylesheets beside the theme's own.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// The address of the tokens, which changes with them, and their text.
    tokens: Option<(UrlPath, Box<str>)>,
    /// The author's own.
    own: Option<UrlPath>,
}

impl Styles {
    /// Those that site.yaml asks for. A stylesheet that is not there is told.
    pub(super) fn new(sources: &Sources, site: &Site) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let tokens = token_style(&site.config.tokens).map(|css| {
            let hash = blake3::hash(css.as_bytes()).to_hex();
            let url = UrlPath::new(&format!("/theme/tokens.{}.css", &hash[..8]));
            (
                url.expect("hexadecimal digits make a path"),
                css.into_boxed_str(),
            )
        });
        let own = site.config.stylesheet.as_ref().and_then(|wanted| {
            let there = site
                .routes
                .binary_search_by(|(url, _)| url.cmp(&wanted.value))
                .is_ok();
            if !there {
                let url = &wanted.value;
                diagnostics.push(
                    Diagnostic::new(
                        Code::BrokenLink,
                        place(sources, &wanted.at),
                        format!("there is no stylesheet at {url}"),
                    )
                    .help(format!("make the file static{url}, or mend the address")),
                );
            }
            there.then(|| wanted.value.clone())
        });
        let value = Self { tokens, own };
        Checked { value, diagnostics }
    }

    /// Their addresses, in the order in which pages link them.
    pub(super) fn addresses(&self) -> Vec<UrlPath> {
        let tokens = self.tokens.iter().map(|(url, _)| url);
        tokens.chain(&self.own).cloned().collect()
    }

    /// The route of what is made for them.
    pub(super) fn route(&self) -> Option<(UrlPath, Route)> {
        let (url, _) = self.tokens.as_ref()?;
        Some((url.clone(), Route::TokenStyle))
    }

    /// The stylesheet of the tokens.
    pub(super) fn tokens(&self) -> &str {
        self.tokens.as_ref().map_or("", |(_, css)| css)
    }
}
