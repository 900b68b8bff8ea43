//! What stands around every page: the links of its navigation and its footer.
//!
//! Comes in: what site.yaml says, and its text. Goes out: what is wrong with the links in it; their new addresses are
//! of no use here, since each page needs its own.

use super::addresses::{Context, Late};
use super::links::{Asked, Survey};
use super::{Place, home_url};
use crate::diagnostic::{Diagnostic, Span};
use crate::markdown;
use crate::model::{At, KeyPath};

impl Survey<'_> {
    /// Checks what the navigation and the footer of every page link to.
    /// Goes out: links that can't be judged yet.
    pub(crate) fn check_frame(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Late> {
        let Some((source, text)) = &self.shown.config else {
            return Vec::new();
        };
        let asked = Asked::default();
        let config = self.config;
        let home = home_url();
        let span = |at: &At| match at {
            At::Front(path) => {
                let len =
                    u32::try_from(text.len()).expect("texts are capped far below four gigabytes");
                Span::new(*source, crate::parse::locate(text, 0..len, path))
            }
            At::Body(_) | At::File => Span::file(*source),
        };
        let mut check = |outline: &markdown::Outline, at: &At| {
            let at = |_| at.clone();
            let context = Context {
                path: "site.yaml",
                url: &home,
                place: Place::Body,
                span: &span,
                at: &at,
            };
            self.targets(&asked, |targets| {
                targets.resolve(outline, &context, diagnostics)
            });
        };
        for item in config.nav.iter().flatten() {
            let link = markdown::Link {
                dest: item.url.value.clone(),
                range: 0..0,
                kind: markdown::LinkKind::Plain,
            };
            let outline = markdown::Outline {
                links: vec![link],
                ..markdown::Outline::default()
            };
            check(&outline, &item.url.at);
        }
        if let Some(footer) = &config.footer {
            check(
                &markdown::text_outline(footer),
                &At::Front(KeyPath::key("footer")),
            );
        }
        asked.late()
    }
}
