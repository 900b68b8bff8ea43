//! A site between reading and linking: what every file says is known, and which of them can't be taken as they are.
//!
//! Comes in: files. Goes out: an [`Understood`], which is linked next. Whoever wants to put something else in the place of
//! a broken file can do so before.

use std::sync::Arc;

use tracing::info_span;

use super::cards::Cards;
use super::{HighlightStyle, Made, Memo, Options, Press, has_errors, look, pictures};
use super::{read, rules};
use crate::diagnostic::{Checked, Diagnostic, Files as _, SourceId, Told};
use crate::link::{self, Audience, Documents, Edition};
use crate::model::SiteConfig;
use crate::render::Theme;
use crate::source::Sources;

/// Every file of a site, understood on its own.
#[derive(Debug)]
pub struct Understood {
    config: Arc<SiteConfig>,
    documents: Documents,
    edition: Edition,
    highlight: HighlightStyle,
    theme: Arc<Theme>,
    /// Whether site.yaml and the theme are free of errors.
    setting_is_fit: bool,
    told: Told,
    /// What is wrong with the theme.
    diagnostics: Vec<Diagnostic>,
}

/// Reads every file of `sources`, which are complete, with the help of the time before.
pub fn understand(sources: &Sources, options: &Options, memo: &mut Memo) -> Understood {
    let Checked {
        value: mut config,
        diagnostics: of_config,
    } = read::config(sources);
    let config_is_fit = !has_errors(&of_config);
    // A preview without an address has none: site.yaml has that of the real site, which a preview never claims.
    if options.base_url.is_some() || options.edition.audience == Audience::Preview {
        config.base_url.clone_from(&options.base_url);
    }
    let config = Arc::new(config);
    let highlight = HighlightStyle::new();
    // Neither needs the other, and few files are read before a theme is compiled.
    let ((documents, of_documents), theme) = rayon::join(
        || read::documents(sources, &config.sections, &mut memo.read),
        || info_span!("theme").in_scope(|| memo.theme.load(sources, &config, &highlight)),
    );
    let mut told = Told::default();
    told.add(of_config);
    told.append(of_documents);
    let mut diagnostics = Vec::new();
    let theme = theme.drain(&mut diagnostics);
    Understood {
        setting_is_fit: config_is_fit && !has_errors(&diagnostics),
        config,
        documents,
        edition: options.edition,
        highlight,
        theme,
        told,
        diagnostics,
    }
}

impl Understood {
    /// The briefs, companies and pages that are broken, or could not be read: they are left out of the site.
    pub fn unfit(&self) -> impl Iterator<Item = SourceId> {
        let claims = &self.documents.claims;
        let briefs = claims.briefs.iter().chain(&claims.companies);
        briefs.chain(&claims.pages).map(|claim| claim.source)
    }

    /// Whether site.yaml and the theme are free of errors.
    pub fn setting_is_fit(&self) -> bool {
        self.setting_is_fit
    }

    /// Links and prepares the site; `sources` and `memo` are those with which it was understood.
    pub fn link(self, sources: &Sources, memo: &mut Memo) -> (Option<Press>, Told) {
        let Self {
            config,
            documents,
            edition,
            highlight,
            theme,
            mut told,
            mut diagnostics,
            ..
        } = self;
        let (site, of_link) = info_span!("link")
            .in_scope(|| link::link_again(documents, config, edition, &mut memo.link));
        told.append(of_link);
        let style = theme.files().map(|(_, id)| id);
        let style = style
            .into_iter()
            .find(|id| sources.path(*id).ends_with("/static/style.css"));
        let style = style.and_then(|id| sources.text(id));
        let cards = Cards::new(sources, &site.config, style).drain(&mut diagnostics);
        let styles = look::Styles::new(sources, &site, &theme).drain(&mut diagnostics);
        let pictures = pictures::look(sources, &site, &mut memo.pictures).drain(&mut diagnostics);
        let redirects = rules::own(sources).drain(&mut diagnostics);
        let made = Made {
            theme,
            highlight,
            styles,
            pictures,
            cards,
            redirects,
        };
        let press = info_span!("prepare")
            .in_scope(|| Press::new(site, made, &mut memo.routes, &mut memo.cards))
            .drain(&mut diagnostics);
        told.add(diagnostics);
        (press, told)
    }
}
