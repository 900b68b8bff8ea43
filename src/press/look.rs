//! What site.yaml asks for of the look beside a theme: tokens, a stylesheet.
//!
//! Comes in: the configuration, the files and the theme. Goes out: the theme's stylesheet with the tokens at its end, and the
//! author's, which every page links after it.

use super::theme::place;
use crate::diagnostic::{Checked, Code, Diagnostic, Files as _};
use crate::link::{Route, Site};
use crate::model::UrlPath;
use crate::render::{Theme, token_style};
use crate::source::Sources;

/// The stylesheet of the theme with what is joined to it, and the one beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// The theme's stylesheet, if tokens are joined to it: its address and its text. Else it is a file like others.
    joined: Option<(UrlPath, Box<str>)>,
    /// The author's own.
    own: Option<UrlPath>,
}

impl Styles {
    /// Those that site.yaml asks for. A stylesheet that is not there is told.
    pub(super) fn new(sources: &Sources, site: &Site, theme: &Theme) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let joined = token_style(&site.config.tokens).and_then(|tokens| {
            let (url, file) = theme.style()?;
            let text = format!("{}\n{tokens}", sources.text(file)?);
            Some((url.clone(), text.into_boxed_str()))
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
        let value = Self { joined, own };
        Checked { value, diagnostics }
    }

    /// The addresses of those that pages link after the theme's own.
    pub(super) fn addresses(&self) -> Vec<UrlPath> {
        self.own.iter().cloned().collect()
    }

    /// The route of the stylesheet that is made for the site, in place of the theme's file of that address.
    pub(super) fn route(&self) -> Option<(UrlPath, Route)> {
        let (url, _) = self.joined.as_ref()?;
        Some((url.clone(), Route::ThemeStyle))
    }

    /// The theme's stylesheet with the tokens.
    pub(super) fn joined(&self) -> &str {
        self.joined.as_ref().map_or("", |(_, css)| css)
    }
}
