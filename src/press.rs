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

use crate::diagnostic::{Checked, Code, Diagnostic, Severity, SourceId, Span};
use crate::link::{self, Claims, Documents, Edition, Route, Site};
use crate::markdown;
use crate::model::{At, Brief, Company, Page, Role, SiteConfig, UrlPath};
use crate::parse::{self, Claim, Document, Outcome};
use crate::publish::{self, Artifact};
use crate::render::{self, SharedView, Theme, ThemeChoice};
use crate::source::{Content, SourceFile, Sources};
use crate::view::Views;

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
    site: Site,
    theme: Theme,
    views: Views,
    shared: SharedView,
    highlight: HighlightStyle,
    routes: Vec<(UrlPath, Route)>,
}

/// Understands every file of the site.
pub fn read(sources: &Sources) -> Checked<Reading> {
    let mut diagnostics = Vec::new();
    let config = match sources
        .by_path("site.yaml")
        .map(|file| (file.id, &file.content))
    {
        Some((id, Content::Text(text))) => parse::config(id, text).drain(&mut diagnostics),
        _ => SiteConfig::default(),
    };
    let files: Vec<_> = sources.iter().collect();
    let parts: Vec<Part> = files
        .par_iter()
        .map(|file| read_file(file, &config.sections))
        .collect();
    let mut documents = Documents::default();
    for part in parts {
        match part {
            Part::Brief(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.briefs,
                    &mut documents.claims.briefs,
                );
            }
            Part::Company(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.companies,
                    &mut documents.claims.companies,
                );
            }
            Part::Page(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.pages,
                    &mut documents.claims.pages,
                );
            }
            Part::Copied(id, path) => documents.files.push((id, path)),
            Part::Stray(diagnostic) => diagnostics.push(diagnostic),
            Part::Other => {}
        }
    }
    claim_refused(sources, &mut documents.claims);
    Checked {
        value: Reading { config, documents },
        diagnostics,
    }
}

/// What one file turned out to be.
enum Part {
    Brief(Checked<Outcome<Brief>>),
    Company(Checked<Outcome<Company>>),
    Page(Checked<Outcome<Page>>),
    Copied(SourceId, Arc<str>),
    Stray(Diagnostic),
    Other,
}

/// What a path below content/ is for.
#[derive(Clone, Copy)]
enum Kind {
    Brief,
    Company,
    Page,
    Stray,
}

/// The kind of a Markdown file by its folder; `None` for what is not Markdown below content/.
fn kind_of(path: &str) -> Option<Kind> {
    let rest = path.strip_prefix("content/")?;
    if !rest.ends_with(".md") {
        return None;
    }
    Some(match rest.split_once('/') {
        Some(("briefs", _)) => Kind::Brief,
        Some(("companies", _)) => Kind::Company,
        Some(("pages", _)) => Kind::Page,
        _ => Kind::Stray,
    })
}

fn read_file(file: &SourceFile, sections: &BTreeMap<Box<str>, Role>) -> Part {
    let (id, path) = (file.id, &file.path);
    match (kind_of(path), &file.content) {
        (Some(Kind::Brief), Content::Text(text)) => {
            Part::Brief(parse::brief(id, path, text, sections))
        }
        (Some(Kind::Company), Content::Text(text)) => Part::Company(parse::company(id, path, text)),
        (Some(Kind::Page), Content::Text(text)) => Part::Page(parse::page(id, path, text)),
        (Some(Kind::Stray), _) => Part::Stray(
            Diagnostic::new(
                Code::StrayFile,
                Span::file(id),
                "this file is in no folder that briefpress reads",
            )
            .help("move it to content/briefs/, content/companies/ or content/pages/"),
        ),
        (None, _) if path.starts_with("content/") || path.starts_with("static/") => {
            Part::Copied(id, Arc::clone(path))
        }
        _ => Part::Other,
    }
}

fn keep<T>(outcome: Outcome<T>, good: &mut Vec<Arc<Document<T>>>, broken: &mut Vec<Claim>) {
    match outcome {
        Outcome::Good(document) => good.push(Arc::new(document)),
        Outcome::Broken(claim) => broken.push(claim),
    }
}

/// Files that could not be read at all (not UTF-8, too large) keep their slugs too.
fn claim_refused(sources: &Sources, claims: &mut Claims) {
    for file in sources.refused() {
        let Some(kind) = kind_of(&file.path) else {
            continue;
        };
        let claim = Claim {
            source: file.id,
            path: Arc::clone(&file.path),
            slug: parse::slug_of_path(&file.path),
            names: Vec::new(),
        };
        match kind {
            Kind::Brief => claims.briefs.push(claim),
            Kind::Company => claims.companies.push(claim),
            Kind::Page => claims.pages.push(claim),
            Kind::Stray => {}
        }
    }
}

/// Reads, links and prepares a site. The theme inside the binary is added to `sources`, so that what is wrong with a
/// template can be shown. The value is there only if nothing is wrong that stops a build.
pub fn load(sources: &mut Sources, options: &Options) -> Checked<Option<Press>> {
    render::add_default_theme(sources);
    let mut diagnostics = Vec::new();
    let mut reading = read(sources).drain(&mut diagnostics);
    if options.base_url.is_some() {
        reading.config.base_url.clone_from(&options.base_url);
    }
    let config = Arc::new(reading.config);
    let highlight = HighlightStyle::new();
    let theme = load_theme(sources, &config, &highlight).drain(&mut diagnostics);
    let site = link::link(reading.documents, config, options.edition).drain(&mut diagnostics);
    if has_errors(&diagnostics) {
        return Checked {
            value: None,
            diagnostics,
        };
    }
    let press = Press::new(site, theme, highlight).drain(&mut diagnostics);
    Checked {
        value: press.filter(|_| !has_errors(&diagnostics)),
        diagnostics,
    }
}

/// Whether something stands among `diagnostics` that stops a build.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

fn load_theme(
    sources: &Sources,
    config: &SiteConfig,
    highlight: &HighlightStyle,
) -> Checked<Theme> {
    let named_at = match &config.theme.at {
        At::Front(path) => sources
            .by_path("site.yaml")
            .and_then(|file| match &file.content {
                Content::Text(text) => Some(Span::new(
                    file.id,
                    parse::locate(text, 0..text_len(text), path),
                )),
                _ => None,
            }),
        At::Body(_) | At::File => None,
    };
    let choice = ThemeChoice {
        name: &config.theme.value,
        named_at,
        language: &config.language,
        base_path: config.base_path(),
        generated: &[("highlight.css", highlight.url.clone())],
    };
    Theme::load(sources, &choice)
}

fn text_len(text: &str) -> u32 {
    u32::try_from(text.len()).expect("texts are capped far below four gigabytes")
}

/// The stylesheet of highlighted code, under a name that changes with its content.
#[derive(Clone, Debug)]
struct HighlightStyle {
    css: String,
    url: UrlPath,
}

impl HighlightStyle {
    fn new() -> Self {
        let css = markdown::highlight_style();
        let hash = blake3::hash(css.as_bytes()).to_hex();
        let url = UrlPath::from_decoded(&format!("/theme/highlight.{}.css", &hash[..8]));
        Self {
            css,
            url: url.expect("hexadecimal digits make a path"),
        }
    }
}

impl Press {
    fn new(site: Site, theme: Theme, highlight: HighlightStyle) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let mut routes: BTreeMap<UrlPath, Route> = site.routes.iter().cloned().collect();
        let of_theme = theme
            .files()
            .map(|(url, id)| (url.clone(), Route::ThemeFile(id)));
        for (url, route) in of_theme.chain([(highlight.url.clone(), Route::HighlightStyle)]) {
            if let Some(Route::File(id)) = routes.insert(url.clone(), route) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::DuplicateUrl,
                        Span::file(id),
                        format!("the theme has a file at {url} too"),
                    )
                    .help("move or rename this one"),
                );
            }
        }
        let views = Views::new(&site);
        let shared = match SharedView::new(views.site()) {
            Ok(shared) => Some(shared),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        };
        let routes = routes.into_iter().collect();
        let press = shared.map(|shared| Self {
            site,
            theme,
            views,
            shared,
            highlight,
            routes,
        });
        Checked {
            value: press,
            diagnostics,
        }
    }

    /// What is known of the site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Everything that exists, by address.
    pub fn routes(&self) -> &[(UrlPath, Route)] {
        &self.routes
    }

    /// Makes what `route` answers with. `url` is the address that [`Press::routes`] gives for it.
    pub fn press(&self, url: &UrlPath, route: Route) -> Checked<Option<Artifact>> {
        let made = match route {
            Route::File(id) | Route::ThemeFile(id) => Ok(Artifact::File(id)),
            Route::HighlightStyle => Ok(self.highlight.css.clone().into()),
            Route::Robots => Ok(publish::robots(&self.site).into()),
            Route::RedirectList => Ok(publish::redirects(&self.site).into()),
            Route::Sitemap => Ok(publish::sitemap(&self.site).into()),
            _ => match self.views.page(&self.site, route) {
                None => return Checked::clean(None),
                Some(page) => self
                    .theme
                    .render(page.template(), &self.shared, &page, url.as_str())
                    .map(Artifact::from),
            },
        };
        match made {
            Ok(artifact) => Checked::clean(Some(artifact)),
            Err(diagnostic) => Checked {
                value: None,
                diagnostics: vec![diagnostic],
            },
        }
    }
}

/// Makes every artifact, on all processors, and hands each to `take` as soon as it is there, in no particular order.
/// What can't be made is told; the rest is made all the same.
///
/// # Errors
/// The first error of `take`.
pub fn build<E: Send>(
    press: &Press,
    take: impl Fn(&UrlPath, Artifact) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    let told: Result<Vec<Vec<Diagnostic>>, E> = press
        .routes()
        .par_iter()
        .map(|(url, route)| {
            let Checked { value, diagnostics } = press.press(url, *route);
            if let Some(artifact) = value {
                take(url, artifact)?;
            }
            Ok(diagnostics)
        })
        .collect();
    Ok(told?.into_iter().flatten().collect())
}
