//! The order of things: the only file that knows it.
//!
//! 1. [`understand`]: every file of the site becomes a document, each on its own, all at once, and its theme is made
//!    ready meanwhile.
//! 2. [`load`]: the documents become a [`Site`], and what the pages share is prepared.
//! 3. [`Press::routes`]: the one list of what exists.
//! 4. [`Press::press`]: one route becomes one [`Artifact`], whatever its kind.
//!
//! The cards and the files of the search are not in that list: there is one for each brief, and nobody names them but its
//! page and the script that searches. [`Press::find`] knows them. The search comes last, since its index is made of the
//! whole site at once.
//!
//! [`build()`] does the last for every route and hands the results on; a server does it for the one that is asked for.
//! Nothing here knows a terminal or a clock.

mod build;
mod cards;
mod gone;
mod look;
mod pictures;
mod read;
mod rules;
mod search;
mod theme;
mod understood;

use std::sync::Arc;

use tracing::info_span;

pub use self::build::{Part, build, prove};
use self::cards::{Cards, Of};
pub use self::gone::gone;
use self::search::Search;
pub use self::understood::{Understood, understand};

use crate::diagnostic::{Checked, Code, Diagnostic, Severity, Span, Told};
use crate::link::{self, BriefId, CompanyId, Edition, Route, Site};
use crate::markdown;
use crate::model::{Offer, Redirects, SiteConfig, UrlPath};
use crate::picture::Shelf;
use crate::publish::{self, Artifact, feed};
use crate::render::{self, SharedView, Theme};
use crate::source::Sources;
use crate::view::{CardMemo, Fittings, PageView, Views, Words};

pub use pictures::{develop, shelved, unfit};

/// What is decided outside of the site's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// From where the site is seen.
    pub edition: Edition,
    /// Wins over `base_url` in site.yaml.
    pub base_url: Option<Box<str>>,
}

/// Remembers what files said and named, from one load to the next. Losing it costs nothing but time; a copy shares almost
/// all with what it is a copy of.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    read: read::Memo,
    theme: theme::Memo,
    link: link::Memo,
    pictures: pictures::Memo,
    routes: Option<AllRoutes>,
    cards: Option<CardMemo>,
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
    search: Option<Search>,
    cards: Cards,
    /// The author's own rules for the host.
    redirects: Box<str>,
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
    understand(sources, options, memo).link(sources, memo)
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
    cards: Cards,
    /// The author's own rules.
    redirects: Box<str>,
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
#[derive(Clone, Debug)]
struct AllRoutes {
    of_site: Arc<[(UrlPath, Route)]>,
    theme: Arc<Theme>,
    made: Vec<(UrlPath, Route)>,
    /// Whether the author has rules of their own for the host.
    has_own: bool,
    routes: Arc<[(UrlPath, Route)]>,
    /// What is wrong with them.
    told: Vec<Diagnostic>,
}

impl AllRoutes {
    fn new(site: &Site, theme: &Arc<Theme>, made: Vec<(UrlPath, Route)>, has_own: bool) -> Self {
        let (mut routes, mut told) = (site.routes.to_vec(), Vec::new());
        // Old addresses lead to new ones in the way that site.yaml wants.
        match site.config.redirects {
            Redirects::Both => {}
            Redirects::List => routes.retain(|(_, route)| !matches!(route, Route::Redirect(_))),
            Redirects::Pages if !has_own => {
                routes.retain(|(_, route)| *route != Route::RedirectList);
            }
            Redirects::Pages => {}
        }
        // What browsers ask for unasked; a file of the site's own comes first.
        if let Some(id) = theme.file("favicon.ico") {
            let url = UrlPath::new("/favicon.ico").expect("a plain name is a path");
            if let Err(at) = routes.binary_search_by(|(known, _)| known.cmp(&url)) {
                routes.insert(at, (url, Route::ThemeFile(id)));
            }
        }
        // What is made comes last and wins: the stylesheet with tokens stands in for the theme's file.
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
            has_own,
            routes: routes.into(),
            told,
        }
    }

    /// Whether they are those of this very site and theme.
    fn is_of(
        &self,
        site: &Site,
        theme: &Arc<Theme>,
        made: &[(UrlPath, Route)],
        has_own: bool,
    ) -> bool {
        Arc::ptr_eq(&self.of_site, &site.routes)
            && Arc::ptr_eq(&self.theme, theme)
            && self.made == made
            && self.has_own == has_own
    }
}

impl Press {
    fn new(
        site: Site,
        made: Made,
        memo: &mut Option<AllRoutes>,
        shown: &mut Option<CardMemo>,
    ) -> Checked<Option<Self>> {
        let mut diagnostics = Vec::new();
        let of_made = made.routes();
        let Made {
            theme,
            highlight,
            styles,
            pictures,
            cards,
            redirects,
        } = made;
        let has_own = !redirects.is_empty();
        let all = match memo.take() {
            Some(all) if all.is_of(&site, &theme, &of_made, has_own) => all,
            _ => AllRoutes::new(&site, &theme, of_made, has_own),
        };
        let routes = Arc::clone(&all.routes);
        diagnostics.extend_from_slice(&all.told);
        *memo = Some(all);
        let site = Arc::new(site);
        let searched = routes.iter().any(|(_, route)| *route == Route::Search);
        let search = searched.then(|| Search::new(&site));
        let fittings = Fittings {
            styles: styles.addresses(),
            pictures: pictures.by_href,
            words: Words::new(theme.phrases()),
        };
        let views = Views::fitted(Arc::clone(&site), &fittings);
        if let Some(shown) = shown.as_ref() {
            views.remember(shown);
        }
        *shown = Some(views.card_memo());
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
            search,
            cards,
            styles,
            redirects,
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

    /// Everything that exists, by address, but cards and the further files of the search.
    pub fn routes(&self) -> &[(UrlPath, Route)] {
        &self.routes
    }

    /// The route at this address.
    pub fn find(&self, url: &UrlPath) -> Option<Route> {
        let part = || self.search.as_ref()?.find(url).map(Route::SearchPart);
        self.listed(url).or_else(|| self.card_at(url)).or_else(part)
    }

    fn listed(&self, url: &UrlPath) -> Option<Route> {
        let found = self.routes.binary_search_by(|(known, _)| known.cmp(url));
        found.ok().map(|index| self.routes[index].1)
    }

    /// How many artifacts a build makes.
    pub fn count(&self) -> usize {
        let search = self.search.as_ref().map_or(0, Search::count);
        self.routes.len() + self.pictured().count() + search
    }

    /// The cards, with their addresses. A brief with a picture of its own needs none, and a file of the author's own at
    /// that address is as good.
    fn pictured(&self) -> impl Iterator<Item = (UrlPath, Route)> {
        let site = &*self.site;
        let briefs = (0u32..).zip(&site.briefs).map(|(id, entry)| {
            let bare = entry.document.value.image.is_none();
            (bare, &entry.url, Route::BriefCard(BriefId(id)))
        });
        let companies = (0u32..).zip(&site.companies);
        let companies =
            companies.map(|(id, entry)| (true, &entry.url, Route::CompanyCard(CompanyId(id))));
        briefs
            .chain(companies)
            .filter(|(bare, ..)| *bare && site.config.cards == Offer::On)
            .filter_map(|(_, page, route)| Some((link::card_url(page)?, route)))
            .filter(|(url, _)| self.listed(url).is_none())
    }

    /// The card at an address that is not listed.
    fn card_at(&self, url: &UrlPath) -> Option<Route> {
        if self.site.config.cards == Offer::Off {
            return None;
        }
        let url = url.decoded();
        let folder = url.strip_suffix("/card.png")?;
        let page = |end: &str| self.listed(&UrlPath::from_decoded(&format!("{folder}{end}"))?);
        match page("/").or_else(|| page(".html"))? {
            Route::Brief(id) => {
                let brief = &self.site.briefs.get(id.0 as usize)?.document.value;
                brief.image.is_none().then_some(Route::BriefCard(id))
            }
            Route::Company(id, 1) => Some(Route::CompanyCard(id)),
            _ => None,
        }
    }

    fn card(&self, of: Of) -> Checked<Option<Artifact>> {
        as_artifact(self.cards.draw(&self.site, of))
    }

    /// The same as [`Press::press`], with the help of a shelf where that saves time.
    fn press_once(
        &self,
        url: &UrlPath,
        route: Route,
        shelf: &dyn Shelf,
    ) -> Checked<Option<Artifact>> {
        let of = match route {
            Route::BriefCard(id) => Of::Brief(id),
            Route::CompanyCard(id) => Of::Company(id),
            _ => return self.press(url, route),
        };
        as_artifact(self.cards.draw_once(&self.site, of, shelf))
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
            Route::Picture(id, width) => Ok(Artifact::Picture(id, width)),
            Route::HighlightStyle => Ok(self.highlight.css.to_owned().into()),
            Route::ThemeStyle => Ok(self.styles.joined().to_owned().into()),
            Route::BriefCard(id) => return self.card(Of::Brief(id)),
            Route::CompanyCard(id) => return self.card(Of::Company(id)),
            Route::SearchScript => Ok(publish::search::SCRIPT.to_owned().into()),
            Route::SearchHead => return Checked::clean(self.search.as_ref().map(Search::head)),
            Route::SearchPart(part) => {
                let _stage = info_span!("search", at).entered();
                let search = self.search.as_ref();
                return Checked::clean(search.and_then(|search| search.part(part)));
            }
            Route::Robots
            | Route::RedirectList
            | Route::HeaderList
            | Route::Data(..)
            | Route::Calendar
            | Route::CompanyCalendar(_)
            | Route::Sitemap
            | Route::SitemapPart(_)
            | Route::Twin(_)
            | Route::Guide
            | Route::FullText => match info_span!("publish", at).in_scope(|| self.publish(route)) {
                None => return Checked::clean(None),
                Some(bytes) => Ok(bytes.into()),
            },
            Route::Feed(about, form) => {
                let _stage = info_span!("feeds", at).entered();
                match feed::feed(&self.making(), about, form) {
                    None => return Checked::clean(None),
                    Some(bytes) => Ok(bytes.into()),
                }
            }
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
            Route::RedirectList => publish::redirects(site, &self.redirects).into(),
            Route::Data(table, form) => publish::dataset(site, table, form),
            Route::Calendar => publish::calendar(site, None),
            Route::CompanyCalendar(id) => publish::calendar(site, Some(id)),
            Route::Sitemap => publish::sitemap(site, None),
            Route::SitemapPart(part) => publish::sitemap(site, Some(part)),
            Route::HeaderList => publish::headers(site).into(),
            Route::Twin(id) => publish::twin(site, id)?.into(),
            Route::Guide => publish::guide(&self.making()).into(),
            Route::FullText => publish::full_text(site).into(),
            _ => return None,
        })
    }
}

fn as_artifact(card: Checked<Option<Vec<u8>>>) -> Checked<Option<Artifact>> {
    Checked {
        value: card.value.map(Artifact::from),
        diagnostics: card.diagnostics,
    }
}

/// What a careful editor would ask about; nothing of it stops a build.
pub fn lint(press: &Press) -> Vec<Diagnostic> {
    link::lint(press.site())
}
