//! The order of things: the only file that knows it.
//!
//! 1. [`read`]: every file of the site becomes a document, each on its own, all at once.
//! 2. [`load`]: the documents become a [`Site`], its theme is made ready, and what the pages share is prepared.
//! 3. [`Press::routes`]: the one list of what exists.
//! 4. [`Press::press`]: one route becomes one [`Artifact`], whatever its kind.
//!
//! [`build`] does the last for every route and hands the results on; a server does it for the one that is asked for.
//! Nothing here knows a terminal or a clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Checked, Code, Diagnostic, Severity, Span};
use crate::fault::Fault;
use crate::link::{self, Claims, Documents, Edition, Route, Site};
use crate::markdown;
use crate::model::{Role, SiteConfig, UrlPath};
use crate::parse::{self, Outcome};
use crate::publish::{self, Artifact};
use crate::render::Theme;
use crate::source::{Content, Sources};
use crate::view::{self, Views};

/// What is decided outside of the site's own files.
#[derive(Clone, Debug)]
pub struct Options {
    /// From where the site is seen.
    pub edition: Edition,
    /// Wins over `base_url` in site.yaml.
    pub base_url: Option<Box<str>>,
}

/// All files of a site, each understood on its own.
#[derive(Debug)]
pub struct Reading {
    /// What site.yaml says.
    pub config: SiteConfig,
    /// What the other files say.
    pub documents: Documents,
}

/// A site that is ready to be pressed.
#[derive(Debug)]
pub struct Press {
    site: Arc<Site>,
    theme: Theme,
    views: Views,
    routes: Vec<(UrlPath, Route)>,
}

/// Understands every file of the site.
pub fn read(sources: &Sources) -> Checked<Reading> {
    let mut diagnostics = Vec::new();
    let config = match sources.by_path("site.yaml").map(|file| (file.id, &file.content)) {
        Some((id, Content::Text(text))) => parse::config(id, text).drain(&mut diagnostics),
        _ => SiteConfig::default(),
    };
    let files: Vec<_> = sources.iter().collect();
    let parts: Vec<Part> = files.par_iter().map(|file| read_file(file, &config.sections)).collect();
    let mut documents = Documents::default();
    for part in parts {
        match part {
            Part::Brief(checked) => {
                keep(checked.drain(&mut diagnostics), &mut documents.briefs, &mut documents.claims.briefs);
            }
            Part::Company(checked) => {
                keep(checked.drain(&mut diagnostics), &mut documents.companies, &mut documents.claims.companies);
            }
            Part::Page(checked) => {
                keep(checked.drain(&mut diagnostics), &mut documents.pages, &mut documents.claims.pages);
            }
            Part::Copied(id, path) => documents.files.push((id, path)),
            Part::Stray(diagnostic) => diagnostics.push(diagnostic),
            Part::Other => {}
        }
    }
    claim_refused(sources, &mut documents.claims);
    Checked { value: Reading { config, documents }, diagnostics }
}
