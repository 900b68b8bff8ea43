//! What site.yaml asks for of the look beside a theme: tokens, a stylesheet.
//!
//! Comes in: the configuration and the files. Goes out: the stylesheets that every page links after those of its theme.

use super::theme::place;
use crate::diagnostic::{Checked, Code, Diagnostic};
use crate::link::{Route, Site};
use crate::model::UrlPath;
use crate::render::token_style;
use crate::source::Sources;

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
