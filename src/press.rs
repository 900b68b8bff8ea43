//! The order of things: the only file that knows it.
//!
//! 1. [`read`](read::read): every file of the site becomes a document, each on its own, all at once.
//! 2. [`load`]: the documents become a [`Site`], its theme is made ready, and what the pages share is prepared.
//! 3. [`Press::routes`]: the one list of what exists.
//! 4. [`Press::press`]: one route becomes one [`Artifact`], whatever its kind.
//!
//! [`build`] does the last for every route and hands the results on; a server does it for the one that is asked for.
//! Nothing here knows a terminal or a clock.

mod gone;
mod read;
mod theme;

use std::sync::Arc;

use rayon::prelude::*;
use tracing::info_span;

pub use self::gone::gone;

use crate::diagnostic::{Checked, Code, Diagnostic, Severity, Span, Told};
use crate::link::{self, Edition, Route, Site};
use crate::markdown;
use crate::model::{Redirects, SiteConfig, UrlPath};
use crate::publish::{self, Artifact, feed};
use crate::render::{self, SharedView, Theme};
use crate::source::Sources;
use crate::view::{PageView, Views};

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
    theme: theme::Memo,
    link: link::Memo,
    routes: Option<AllRoutes>,
}

/// A site that is ready to be pressed.
#[derive(Debug)]
pub struct Press {
    site: Arc<Site>,
    theme: Arc<Theme>,
    views: Views,
    shared: SharedView,
    highlight: HighlightStyle,
    /// What feeds say beside the author's words.
    words: feed::Words,
    /// The texts of briefs in feeds.
    bodies: feed::Bodies,
    routes: Arc<[(UrlPath, Route)]>,
}

/// What site.yaml says, for those who decide on [`Options`]. What is wrong with it, [`load`] tells.
pub fn config(sources: &Sources) -> SiteConfig {
    read::config(sources).value
}

/// Reads, links and prepares a site. The theme inside the binary is added to `sources`, so that what is wrong with a
/// template can be shown. What has errors is left out of the press, which is therefore fit for a preview only; a build
/// wants [`has_errors`] to be false.
pub fn load(sources: &mut Sources, options: &Options) -> Checked<Option<Press>> {
    let (press, told) = load_again(sources, options, &mut Memo::default());
    Checked {
        value: press,
        diagnostics: told.to_vec(),
    }
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
) -> (Option<Press>, Told) {
    complete(sources);
    let mut diagnostics = Vec::new();
    let (mut reading, mut told) = read::read(sources, &mut memo.read);
    if options.base_url.is_some() {
        reading.config.base_url.clone_from(&options.base_url);
    }
    let config = Arc::new(reading.config);
    let highlight = HighlightStyle::new();
    let theme = info_span!("theme")
        .in_scope(|| memo.theme.load(sources, &config, &highlight))
        .drain(&mut diagnostics);
    let (site, of_link) = info_span!("link")
        .in_scope(|| link::link_again(reading.documents, config, options.edition, &mut memo.link));
    told.append(of_link);
    let press = info_span!("prepare")
        .in_scope(|| Press::new(site, theme, highlight, &mut memo.routes))
        .drain(&mut diagnostics);
    told.add(diagnostics);
    (press, told)
}

/// Whether something stands among `diagnostics` that stops a build.
pub fn has_errors<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> bool {
    diagnostics
        .into_iter()
        .any(|d| d.severity == Severity::Error)
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

/// The addresses of a site and of its theme together.
#[derive(Debug)]
struct AllRoutes {
    of_site: Arc<[(UrlPath, Route)]>,
    theme: Arc<Theme>,
    routes: Arc<[(UrlPath, Route)]>,
    /// What is wrong with them.
    told: Vec<Diagnostic>,
}

impl AllRoutes {
    fn new(site: &Site, theme: &Arc<Theme>, highlight: &HighlightStyle) -> Self {
        let (mut routes, mut told) = (site.routes.to_vec(), Vec::new());
        // Old addresses lead to new ones in the way that site.yaml wants.
        match site.config.redirects {
            Redirects::Both => {}
            Redirects::List => routes.retain(|(_, route)| !matches!(route, Route::Redirect(_))),
            Redirects::Pages => routes.retain(|(_, route)| *route != Route::RedirectList),
        }
        // What browsers ask for unasked; a file of the site's own comes first.
        if let Some(id) = theme.file("favicon.ico") {
            let url = UrlPath::new("/favicon.ico").expect("a plain name is a path");
            if let Err(at) = routes.binary_search_by(|(known, _)| known.cmp(&url)) {
                routes.insert(at, (url, Route::ThemeFile(id)));
            }
        }
        let of_theme = theme.files().map(|(url, id)| (url, Route::ThemeFile(id)));
        for (url, route) in of_theme.chain([(&highlight.url, Route::HighlightStyle)]) {
            match routes.binary_search_by(|(known, _)| known.cmp(url)) {
                Err(at) => routes.insert(at, (url.clone(), route)),
                Ok(at) => {
                    if let Route::File(id) = routes[at].1 {
                        told.push(
                            Diagnostic::new(
                                Code::DuplicateUrl,
                                Span::file(id),
                                format!("the theme has a file at {url} too"),
                            )
                            .help("move or rename this one"),
                        );
                    }
                    routes[at].1 = route;
                }
            }
        }
        Self {
            of_site: Arc::clone(&site.routes),
            theme: Arc::clone(theme),
            routes: routes.into(),
            told,
        }
    }

    /// Whether they are those of this very site and theme.
    fn is_of(&self, site: &Site, theme: &Arc<Theme>) -> bool {
        Arc::ptr_eq(&self.of_site, &site.routes) && Arc::ptr_eq(&self.theme, theme)
    }
}

impl Press {
    fn new(
        site: Site,
        theme: Arc<Theme>,
        highlight: HighlightStyle,
        memo: &mut Option<AllRoutes>,
    ) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let all = match memo.take() {
            Some(all) if all.is_of(&site, &theme) => all,
            _ => AllRoutes::new(&site, &theme, &highlight),
        };
        let routes = Arc::clone(&all.routes);
        diagnostics.extend_from_slice(&all.told);
        *memo = Some(all);
        let site = Arc::new(site);
        let views = Views::new(Arc::clone(&site));
        let shared = match SharedView::new(views.frame()) {
            Ok(shared) => Some(shared),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        };
        let press = shared.map(|shared| Self {
            words: feed::Words::of(|key| theme.word(key)),
            bodies: feed::Bodies::of(&site),
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

    /// The route at this address.
    pub fn find(&self, url: &UrlPath) -> Option<Route> {
        let index = self
            .routes
            .binary_search_by(|(known, _)| known.cmp(url))
            .ok()?;
        Some(self.routes[index].1)
    }

    fn making(&self) -> feed::Making<'_> {
        feed::Making {
            site: &self.site,
            views: &self.views,
            words: &self.words,
            bodies: &self.bodies,
        }
    }

    /// Makes what `route` answers with. `url` is the address that [`Press::routes`] gives for it.
    pub fn press(&self, url: &UrlPath, route: Route) -> Checked<Option<Artifact>> {
        let at = url.as_str();
        let made = match route {
            Route::File(id) | Route::ThemeFile(id) => Ok(Artifact::File(id)),
            Route::HighlightStyle => Ok(self.highlight.css.to_owned().into()),
            Route::Robots
            | Route::RedirectList
            | Route::HeaderList
            | Route::Data(..)
            | Route::Calendar
            | Route::CompanyCalendar(_)
            | Route::Sitemap
            | Route::SitemapPart(_)
            | Route::Feed(..)
            | Route::Twin(_)
            | Route::Guide
            | Route::FullText => match info_span!("publish", at).in_scope(|| self.publish(route)) {
                None => return Checked::clean(None),
                Some(bytes) => Ok(bytes.into()),
            },
            _ => match info_span!("view", at).in_scope(|| self.views.page(route)) {
                None => return Checked::clean(None),
                Some(page) => {
                    // The text of a brief is set once, for its page and for every feed.
                    if let (Route::Brief(id), PageView::Brief(page)) = (route, &page) {
                        self.bodies.keep(&self.making(), id, &page.brief);
                    }
                    info_span!("render", at)
                        .in_scope(|| self.theme.render(page.template(), &self.shared, &page, at))
                        .map(Artifact::from)
                }
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

impl Press {
    /// What is no page: what machines and hosts read. `None` if there is no such thing.
    fn publish(&self, route: Route) -> Option<Vec<u8>> {
        let site = &self.site;
        Some(match route {
            Route::Robots => publish::robots(site).into(),
            Route::RedirectList => publish::redirects(site).into(),
            Route::Data(table, form) => publish::dataset(site, table, form),
            Route::Calendar => publish::calendar(site, None).into(),
            Route::CompanyCalendar(id) => publish::calendar(site, Some(id)).into(),
            Route::Sitemap => publish::sitemap(site, None).into(),
            Route::SitemapPart(part) => publish::sitemap(site, Some(part)).into(),
            Route::HeaderList => publish::headers(site).into(),
            Route::Feed(about, form) => feed::feed(&self.making(), about, form)?.into(),
            Route::Twin(id) => publish::twin(site, id)?.into(),
            Route::Guide => publish::guide(&self.making()).into(),
            Route::FullText => publish::full_text(site).into(),
            _ => return None,
        })
    }
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
    // Feeds come last: their texts were set with the pages.
    let is_feed = |route: &Route| matches!(route, Route::Feed(..));
    let (last, first): (Vec<_>, Vec<_>) =
        press.routes().iter().partition(|(_, route)| is_feed(route));
    let mut told = Vec::new();
    for routes in [first, last] {
        let made: Result<Vec<Vec<Diagnostic>>, E> = routes
            .par_iter()
            .map(|(url, route)| {
                let Checked { value, diagnostics } = press.press(url, *route);
                if let Some(artifact) = value {
                    take(url, artifact)?;
                }
                Ok(diagnostics)
            })
            .collect();
        told.extend(made?.into_iter().flatten());
    }
    Ok(told)
}
