//! The order of things: the only file that knows it.
//!
//! 1. [`read`](read::read): every file of the site becomes a document, each on its own, all at once.
//! 2. [`load`]: the documents become a [`Site`], its theme is made ready, and what the pages share is prepared.
//! 3. [`Press::routes`]: the one list of what exists.
//! 4. [`Press::press`]: one route becomes one [`Artifact`], whatever its kind.
//! 5. The files of the search come last: their index is made of the whole site at once.
//!
//! [`build`] does the last for every route and hands the results on; a server does it for the one that is asked for.
//! Nothing here knows a terminal or a clock.

mod cards;
mod read;
mod search;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Code, Diagnostic, Files as _, Severity, Span};
use crate::link::{self, BriefId, CompanyId, Edition, Route, Site};
use crate::markdown;
use crate::model::{At, Offer, SiteConfig, UrlPath};
use crate::parse;
use crate::publish::{self, Artifact};
use crate::render::{self, SharedView, Theme, ThemeChoice};
use crate::source::{Content, Sources};
use crate::view::Views;

use self::cards::{Cards, Of};
use self::search::Search;

/// What is decided outside of the site's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// From where the site is seen.
    pub edition: Edition,
    /// Wins over `base_url` in site.yaml.
    pub base_url: Option<Box<str>>,
}

/// Remembers what files said and named, from one load to the next. Losing it costs nothing but time.
#[derive(Debug, Default)]
pub struct Memo {
    read: read::Memo,
    link: link::Memo,
}

/// A site that is ready to be pressed.
#[derive(Debug)]
pub struct Press {
    site: Arc<Site>,
    theme: Theme,
    views: Views,
    shared: SharedView,
    highlight: HighlightStyle,
    search: Option<Search>,
    cards: Cards,
    routes: Vec<(UrlPath, Route)>,
}

/// What site.yaml says, for those who decide on [`Options`]. What is wrong with it, [`load`] tells.
pub fn config(sources: &Sources) -> SiteConfig {
    read::config(sources).value
}

/// Reads, links and prepares a site. The theme inside the binary is added to `sources`, so that what is wrong with a
/// template can be shown. What has errors is left out of the press, which is therefore fit for a preview only; a build
/// wants [`has_errors`] to be false.
pub fn load(sources: &mut Sources, options: &Options) -> Checked<Option<Press>> {
    load_again(sources, options, &mut Memo::default())
}

/// Adds what every site has beside its own files: the theme inside the binary. [`load`] does so too.
pub fn complete(sources: &mut Sources) {
    render::add_default_theme(sources);
}

/// Reads, links and prepares a site anew, with the help of the time before. The result is the same as that of [`load`].
pub fn load_again(
    sources: &mut Sources,
    options: &Options,
    memo: &mut Memo,
) -> Checked<Option<Press>> {
    complete(sources);
    let mut diagnostics = Vec::new();
    let mut reading = read::read(sources, &mut memo.read).drain(&mut diagnostics);
    if options.base_url.is_some() {
        reading.config.base_url.clone_from(&options.base_url);
    }
    let config = Arc::new(reading.config);
    let highlight = HighlightStyle::new();
    let theme = load_theme(sources, &config, &highlight).drain(&mut diagnostics);
    let site = link::link_again(reading.documents, config, options.edition, &mut memo.link)
        .drain(&mut diagnostics);
    let style = theme
        .files()
        .map(|(_, id)| id)
        .find(|id| sources.path(*id).ends_with("/static/style.css"));
    let style = style.and_then(|id| sources.text(id));
    let cards = Cards::new(sources, &site.config, style).drain(&mut diagnostics);
    let press = Press::new(site, theme, highlight, cards).drain(&mut diagnostics);
    Checked {
        value: press,
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
    css: &'static str,
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
    fn new(
        site: Site,
        theme: Theme,
        highlight: HighlightStyle,
        cards: Cards,
    ) -> Checked<Option<Self>> {
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
        if site.config.cards == Offer::On {
            for (url, route) in pictured(&site) {
                // A file of the author's own at that place is as good.
                routes.entry(url).or_insert(route);
            }
        }
        let site = Arc::new(site);
        let searched = routes.values().any(|route| *route == Route::Search);
        let search = searched.then(|| Search::new(&site));
        let views = Views::new(Arc::clone(&site));
        let shared = match SharedView::new(views.frame()) {
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
            search,
            cards,
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

    /// Everything that exists, by address, but the further files of the search: of those there are as many as briefs,
    /// and nobody but the search names them. [`Press::find`] knows them, and [`build`] makes them.
    pub fn routes(&self) -> &[(UrlPath, Route)] {
        &self.routes
    }

    /// The route at this address.
    pub fn find(&self, url: &UrlPath) -> Option<Route> {
        match self.routes.binary_search_by(|(known, _)| known.cmp(url)) {
            Ok(index) => Some(self.routes[index].1),
            Err(_) => self.search.as_ref()?.find(url).map(Route::SearchPart),
        }
    }

    /// How many artifacts a build makes.
    pub fn count(&self) -> usize {
        self.routes.len() + self.search.as_ref().map_or(0, Search::count)
    }

    fn card(&self, of: Of) -> Checked<Option<Artifact>> {
        let Checked { value, diagnostics } = self.cards.draw(&self.site, of);
        Checked {
            value: value.map(Artifact::from),
            diagnostics,
        }
    }

    /// Makes what `route` answers with. `url` is the address that [`Press::routes`] gives for it.
    pub fn press(&self, url: &UrlPath, route: Route) -> Checked<Option<Artifact>> {
        let made = match route {
            Route::File(id) | Route::ThemeFile(id) => Ok(Artifact::File(id)),
            Route::HighlightStyle => Ok(self.highlight.css.to_owned().into()),
            Route::SearchScript => Ok(publish::search::SCRIPT.to_owned().into()),
            Route::Robots => Ok(publish::robots(&self.site).into()),
            Route::RedirectList => Ok(publish::redirects(&self.site).into()),
            Route::Data(table, form) => Ok(publish::dataset(&self.site, table, form).into()),
            Route::Calendar => Ok(publish::calendar(&self.site, None).into()),
            Route::CompanyCalendar(id) => Ok(publish::calendar(&self.site, Some(id)).into()),
            Route::Sitemap => Ok(publish::sitemap(&self.site).into()),
            Route::BriefCard(id) => return self.card(Of::Brief(id)),
            Route::CompanyCard(id) => return self.card(Of::Company(id)),
            Route::SearchHead => return Checked::clean(self.search.as_ref().map(Search::head)),
            Route::SearchPart(part) => {
                let search = self.search.as_ref();
                return Checked::clean(search.and_then(|search| search.part(part)));
            }
            _ => match self.views.page(route) {
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

/// The cards of a site, with their addresses. A brief with a picture of its own needs none.
fn pictured(site: &Site) -> impl Iterator<Item = (UrlPath, Route)> {
    let briefs = (0u32..)
        .zip(&site.briefs)
        .filter(|(_, entry)| entry.document.value.image.is_none());
    let briefs = briefs.map(|(id, entry)| (&entry.url, Route::BriefCard(BriefId(id))));
    let companies = (0u32..).zip(&site.companies);
    let companies = companies.map(|(id, entry)| (&entry.url, Route::CompanyCard(CompanyId(id))));
    briefs
        .chain(companies)
        .filter_map(|(page, route)| Some((link::card_url(page)?, route)))
}

/// What a careful editor would ask about; nothing of it stops a build.
pub fn lint(press: &Press) -> Vec<Diagnostic> {
    link::lint(press.site())
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
    let first = press.routes.iter().filter(|(_, route)| !is_second(*route));
    let mut diagnostics = make(press, &first.cloned().collect::<Vec<_>>(), &take)?;
    if let Some(search) = &press.search {
        search.index();
        let head = press
            .routes
            .iter()
            .filter(|(_, route)| is_second(*route))
            .cloned();
        let parts = search
            .parts()
            .into_iter()
            .map(|(url, part)| (url, Route::SearchPart(part)));
        diagnostics.extend(make(press, &head.chain(parts).collect::<Vec<_>>(), &take)?);
    }
    Ok(diagnostics)
}

/// The same without what is the same for all sites: nothing can go wrong with the search that the rest would not tell,
/// and of cards only the letters are looked up.
///
/// # Errors
/// The first error of `take`.
pub fn prove<E: Send>(
    press: &Press,
    take: impl Fn(&UrlPath, Artifact) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    let drawn = |route: &Route| matches!(route, Route::BriefCard(_) | Route::CompanyCard(_));
    let first = press.routes.iter().filter(|(_, route)| !is_second(*route));
    let (cards, others): (Vec<_>, Vec<_>) = first.cloned().partition(|(_, route)| drawn(route));
    let mut diagnostics = make(press, &others, &take)?;
    diagnostics.par_extend(cards.par_iter().flat_map_iter(|(_, route)| match route {
        Route::BriefCard(id) => press.cards.prove(&press.site, Of::Brief(*id)),
        Route::CompanyCard(id) => press.cards.prove(&press.site, Of::Company(*id)),
        _ => Vec::new(),
    }));
    Ok(diagnostics)
}

/// Whether a route needs the index of the search.
const fn is_second(route: Route) -> bool {
    matches!(route, Route::SearchHead | Route::SearchPart(_))
}

fn make<E: Send>(
    press: &Press,
    routes: &[(UrlPath, Route)],
    take: &(impl Fn(&UrlPath, Artifact) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    let told: Result<Vec<Vec<Diagnostic>>, E> = routes
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
