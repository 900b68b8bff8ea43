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
mod look;
mod pictures;
mod read;
mod theme;

use std::sync::Arc;

use rayon::prelude::*;

pub use self::gone::gone;

use crate::diagnostic::{Checked, Code, Diagnostic, Severity, Span, Told};
use crate::link::{self, Edition, Route, Site};
use crate::markdown;
use crate::model::{Redirects, SiteConfig, UrlPath};
use crate::publish::{self, Artifact, feed};
use crate::render::{self, SharedView, Theme};
use crate::source::Sources;
use crate::view::{Fittings, PageView, Views, Words};

pub use pictures::{develop, unfit};

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
    pictures: pictures::Memo,
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
    styles: look::Styles,
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
    let theme = memo
        .theme
        .load(sources, &config, &highlight)
        .drain(&mut diagnostics);
    let (site, of_link) =
        link::link_again(reading.documents, config, options.edition, &mut memo.link);
    told.append(of_link);
    let styles = look::Styles::new(sources, &site).drain(&mut diagnostics);
    let pictures = pictures::look(sources, &site, &mut memo.pictures).drain(&mut diagnostics);
    let made = Made {
        theme,
        highlight,
        styles,
        pictures,
    };
    let press = Press::new(site, made, &mut memo.routes).drain(&mut diagnostics);
    told.add(diagnostics);
    (press, told)
}

/// Files that templates name with `asset()` and that are made for every site: name and address.
pub fn generated_assets() -> [(&'static str, UrlPath); 1] {
    [("highlight.css", HighlightStyle::new().url)]
}

/// What a site wears, made ready.
struct Made {
    theme: Arc<Theme>,
    highlight: HighlightStyle,
    styles: look::Styles,
    pictures: pictures::Pictures,
}

impl Made {
    /// What is made for the site and named by its content, so that it stands in nobody's way.
    fn routes(&self) -> Vec<(UrlPath, Route)> {
        let pictures = self.pictures.routes.iter();
        let pictures = pictures.map(|(url, route)| (url.clone(), *route));
        let highlight = (self.highlight.url.clone(), Route::HighlightStyle);
        pictures
            .chain([highlight])
            .chain(self.styles.route())
            .collect()
    }
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
    made: Vec<(UrlPath, Route)>,
    routes: Arc<[(UrlPath, Route)]>,
    /// What is wrong with them.
    told: Vec<Diagnostic>,
}

impl AllRoutes {
    fn new(site: &Site, theme: &Arc<Theme>, made: Vec<(UrlPath, Route)>) -> Self {
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
        let of_made = made.iter().map(|(url, route)| (url, *route));
        for (url, route) in of_theme.chain(of_made) {
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
            made,
            routes: routes.into(),
            told,
        }
    }

    /// Whether they are those of this very site and theme.
    fn is_of(&self, site: &Site, theme: &Arc<Theme>, made: &[(UrlPath, Route)]) -> bool {
        Arc::ptr_eq(&self.of_site, &site.routes)
            && Arc::ptr_eq(&self.theme, theme)
            && self.made == made
    }
}

impl Press {
    fn new(site: Site, made: Made, memo: &mut Option<AllRoutes>) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let of_made = made.routes();
        let Made {
            theme,
            highlight,
            styles,
            pictures,
        } = made;
        let all = match memo.take() {
            Some(all) if all.is_of(&site, &theme, &of_made) => all,
            _ => AllRoutes::new(&site, &theme, of_made),
        };
        let routes = Arc::clone(&all.routes);
        diagnostics.extend_from_slice(&all.told);
        *memo = Some(all);
        let site = Arc::new(site);
        let fittings = Fittings {
            styles: styles.addresses(),
            pictures: pictures.by_href,
            words: Words::new(theme.phrases()),
        };
        let views = Views::fitted(Arc::clone(&site), &fittings);
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
            styles,
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
        let made = match route {
            Route::File(id) | Route::ThemeFile(id) => Ok(Artifact::File(id)),
            Route::Picture(id, width) => Ok(Artifact::Picture(id, width)),
            Route::HighlightStyle => Ok(self.highlight.css.to_owned().into()),
            Route::TokenStyle => Ok(self.styles.tokens().to_owned().into()),
            Route::Robots => Ok(publish::robots(&self.site).into()),
            Route::RedirectList => Ok(publish::redirects(&self.site).into()),
            Route::Data(table, form) => Ok(publish::dataset(&self.site, table, form).into()),
            Route::Calendar => Ok(publish::calendar(&self.site, None).into()),
            Route::CompanyCalendar(id) => Ok(publish::calendar(&self.site, Some(id)).into()),
            Route::Sitemap => Ok(publish::sitemap(&self.site, None).into()),
            Route::SitemapPart(part) => Ok(publish::sitemap(&self.site, Some(part)).into()),
            Route::HeaderList => Ok(publish::headers(&self.site).into()),
            Route::Feed(about, form) => match feed::feed(&self.making(), about, form) {
                None => return Checked::clean(None),
                Some(bytes) => Ok(bytes.into()),
            },
            Route::Twin(id) => match publish::twin(&self.site, id) {
                None => return Checked::clean(None),
                Some(text) => Ok(text.into()),
            },
            Route::Guide => Ok(publish::guide(&self.making()).into()),
            Route::FullText => Ok(publish::full_text(&self.site).into()),
            _ => match self.views.page(route) {
                None => return Checked::clean(None),
                Some(page) => {
                    // The text of a brief is set once, for its page and for every feed.
                    if let (Route::Brief(id), PageView::Brief(page)) = (route, &page) {
                        self.bodies.keep(&self.making(), id, &page.brief);
                    }
                    self.theme
                        .render(page.template(), &self.shared, &page, url.as_str())
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
