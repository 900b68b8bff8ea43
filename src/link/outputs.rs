//! Which feeds, twins and lists for machines a site has, and where each of them is.
//!
//! Comes in: the addresses of what they are about. Goes out: their own, entered beside them. All of it is known before
//! any text is read, so that a link to a feed is checked like any other.

use super::routes::Table;
use super::{BriefId, CompanyId, Route, Shown, Site, home_url, top_url};
use crate::diagnostic::Diagnostic;
use crate::model::{Offer, SiteConfig, UrlPath, WatchStatus};

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// Every brief.
    Site,
    /// The briefs on the timeline of a company.
    Company(CompanyId),
    /// The briefs of a tag: index into [`Site::tags`].
    Tag(usize),
    /// Watch items that were decided.
    Resolved,
}

/// How a feed is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedForm {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedForm {
    /// All of them, that which is offered first before the others.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// The name of the file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// As people know it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
        }
    }
}

/// The page that a feed follows; `None` if there is no such feed.
pub fn feed_page(site: &Site, feed: Feed) -> Option<UrlPath> {
    match feed {
        Feed::Site => Some(home_url()),
        Feed::Company(id) => Some(site.companies.get(id.0 as usize)?.url.clone()),
        Feed::Tag(index) => Some(site.tags.get(index)?.url.clone()),
        Feed::Resolved => Some(top_url("watch")),
    }
}

/// The address of a feed, given the page that it follows.
pub fn feed_url(page: &UrlPath, form: FeedForm) -> UrlPath {
    below(page, form.file())
}

/// The address of a brief's Markdown twin: `index.md` beside it, or `x.md` beside `x.html`.
pub fn twin_url(brief: &UrlPath) -> UrlPath {
    let path = brief.as_str();
    match path.strip_suffix(".html") {
        Some(stem) => UrlPath::new(&format!("{stem}.md")),
        None => UrlPath::new(&format!("{path}index.md")),
    }
    .expect("a plain ending added to a path gives a path")
}

/// How many pages one sitemap may hold, by its protocol.
pub const SITEMAP_LIMIT: usize = 50_000;

/// The address of a part of a sitemap, from 1.
pub fn sitemap_url(part: u32) -> UrlPath {
    below(&home_url(), &format!("sitemap-{part}.xml"))
}

/// Enters the parts of a sitemap that is too long for one file. All pages are there.
pub(super) fn enter_sitemaps(table: &mut Table, diagnostics: &mut Vec<Diagnostic>) {
    let pages = table.pages();
    if pages <= SITEMAP_LIMIT {
        return;
    }
    let parts = u32::try_from(pages.div_ceil(SITEMAP_LIMIT)).unwrap_or(u32::MAX);
    for part in 1..=parts {
        let route = Route::SitemapPart(part);
        table.add(
            sitemap_url(part),
            route,
            None,
            "a part of the sitemap",
            diagnostics,
        );
    }
}

fn below(page: &UrlPath, name: &str) -> UrlPath {
    UrlPath::new(&format!("{page}{name}")).expect("a plain name added to a path gives a path")
}

/// Enters the feeds of one page, if the site has feeds.
pub(super) fn enter_feeds(
    table: &mut Table,
    config: &SiteConfig,
    page: &UrlPath,
    feed: Feed,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if config.feeds == Offer::Off {
        return;
    }
    for form in FeedForm::ALL {
        let route = Route::Feed(feed, form);
        table.add(feed_url(page, form), route, None, "a feed", diagnostics);
    }
}

/// Enters all of it but the feeds of tags. The addresses are those of the briefs that are shown and of the companies.
pub(super) fn enter(
    table: &mut Table,
    shown: &Shown,
    config: &SiteConfig,
    [briefs, companies]: [&Vec<UrlPath>; 2],
    diagnostics: &mut Vec<Diagnostic>,
) {
    enter_lists(table, shown, config, diagnostics);
    // Where two sources ask for one address, that is told once, of the sources.
    let twins = briefs.iter().filter(|_| config.twins == Offer::On);
    for (id, url) in (0u32..).map(BriefId).zip(twins) {
        if table.get(url) == Some(Route::Brief(id)) {
            let twin = twin_url(url);
            table.add(twin, Route::Twin(id), None, "a brief's twin", diagnostics);
        }
    }
    for (id, url) in (0u32..).map(CompanyId).zip(companies) {
        if table.get(url) == Some(Route::Company(id, 1)) {
            enter_feeds(table, config, url, Feed::Company(id), diagnostics);
        }
    }
}

/// Enters what is made of the whole site: its feeds, its lists for assistants and hosts.
fn enter_lists(
    table: &mut Table,
    shown: &Shown,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // A file of the author's under static/ takes the place of one of these.
    let mut yielding = |name: &str, route, what: &str| {
        let url = below(&home_url(), name);
        if table.get(&url).is_none() {
            table.add(url, route, None, what, diagnostics);
        }
    };
    yielding("_headers", Route::HeaderList, "the list of headers");
    let has_twins = config.twins == Offer::On;
    if has_twins {
        yielding("llms.txt", Route::Guide, "the guide for assistants");
    }
    if shown.briefs.is_empty() {
        return;
    }
    if has_twins {
        yielding(
            "llms-full.txt",
            Route::FullText,
            "the full text for assistants",
        );
    }
    enter_feeds(table, config, &home_url(), Feed::Site, diagnostics);
    let mut items = shown.briefs.iter().flat_map(|d| &d.value.watch);
    if config.watch == Offer::On && items.any(|item| item.status != WatchStatus::Open) {
        enter_feeds(
            table,
            config,
            &top_url("watch"),
            Feed::Resolved,
            diagnostics,
        );
    }
}
