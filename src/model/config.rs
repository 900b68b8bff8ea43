//! What site.yaml says.

use std::collections::BTreeMap;

use super::{Phrase, Role, Slug, Token, Unit, UrlPath, Written};

/// site.yaml, with its defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteConfig {
    /// The publication's name. Default: `Briefs`.
    pub title: Box<str>,
    /// Where the site will live, without a trailing slash: `https://example.org/news`. Default: none.
    pub base_url: Option<Box<str>>,
    /// One sentence about the publication.
    pub description: Option<Box<str>>,
    /// A BCP 47 language tag. Default: `en`.
    pub language: Box<str>,
    /// An IANA time zone, for "today". Default: `UTC`.
    pub timezone: Box<str>,
    /// The theme's name. Default: `broadsheet`.
    pub theme: Written<Box<str>>,
    /// Design tokens, in their own order: they change the look of any theme. Default: the theme's own.
    pub tokens: Vec<Token>,
    /// Words of the interface, by their key: they win over those of the theme.
    pub strings: BTreeMap<Box<str>, Written<Phrase>>,
    /// A stylesheet of the author's own, by its address: every page links it after the theme's.
    pub stylesheet: Option<Written<UrlPath>>,
    /// Entries of the navigation; `None` lets the theme show its own.
    pub nav: Option<Vec<NavItem>>,
    /// Inline Markdown at the foot of each page.
    pub footer: Option<Box<str>>,
    /// Further headings for the sections that are understood.
    pub sections: BTreeMap<Box<str>, Role>,
    /// URL pattern of briefs, with `:slug`, `:year`, `:month`, `:day`. Default: `/briefs/:slug/`.
    pub permalinks: Box<str>,
    /// Briefs on one page of a list. Default: 20.
    pub paginate: usize,
    /// Whether the site, its companies, tags and watch list have feeds. Default: they have.
    pub feeds: Offer,
    /// Whether there are calendars of deadlines. Default: there are.
    pub calendars: Offer,
    /// Whether the dataset and the page about it are there. Default: they are.
    pub data: Offer,
    /// Whether each brief is there as Markdown too, with the lists for assistants. Default: it is.
    pub twins: Offer,
    /// Whether all numbers have a page, and each metric. Default: they have.
    pub numbers: Offer,
    /// Whether all effects have a page. Default: they have.
    pub effects: Offer,
    /// Whether all watch items have a page. Default: they have.
    pub watch: Offer,
    /// Entries of a feed. Default: 20.
    pub feed_limit: usize,
    /// What the ids of feeds and their entries begin with: `tag:example.org,2026`. Default: made of the host of
    /// `base_url`.
    pub feed_id: Option<Box<str>>,
    /// Other addresses of whoever publishes the site, which links with `rel=me` lead to.
    pub me: Vec<Box<str>>,
    /// How old addresses lead to new ones. Default: both ways.
    pub redirects: Redirects,
    /// What happens to raw HTML in Markdown. Default: sanitize.
    pub html: HtmlPolicy,
    /// Further origins for the Content-Security-Policy, by directive: `script-src: [https://stats.example]`.
    pub csp: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Whether readers can search. Default: they can.
    pub search: Offer,
    /// Whether briefs and companies have cards for where a link to them is shared. Default: they have.
    pub cards: Offer,
    /// Typefaces for cards beside those in the binary: files of the site, as written.
    pub card_fonts: Vec<Written<Box<str>>>,
    /// Metrics by their slug: `{ valuation: { labels: [post-money valuation], unit: USD, direction: up } }`.
    pub metrics: BTreeMap<Slug, MetricConfig>,
    /// What `briefpress check` asks about beyond what is wrong.
    pub lint: LintConfig,
    /// Anything of the author's own, for themes.
    pub extra: serde_json::Value,
}

/// What `briefpress check` asks about beyond what is wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LintConfig {
    /// Whether every amount of money in the prose must be one of the brief's numbers. Default: false.
    pub unbacked: bool,
    /// How many months before its brief a number's `as_of` may lie; `None` lets any. Default: none.
    pub stale_months: Option<u16>,
}

/// What site.yaml says about a metric.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricConfig {
    /// Labels of numbers that are of this metric, without regard to case and hyphens. The first is its name.
    pub labels: Vec<Box<str>>,
    /// What a number of it counts where nothing was written: an ISO 4217 code, `percent`, `pp`, `bps`, `x` or a noun.
    pub unit: Option<Unit>,
    /// Which way is good news, if either is.
    pub direction: Option<MetricDirection>,
}

/// Which way of a metric is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricDirection {
    /// More is better: revenue.
    Up,
    /// Less is better: churn.
    Down,
}

/// One entry of the navigation or footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What is shown.
    pub title: Box<str>,
    /// Where it leads: a path inside the site or an http(s) address.
    pub url: Written<Box<str>>,
}

/// Whether a site has something that it can do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// It has.
    #[default]
    On,
    /// It has not, and nothing is made for it.
    Off,
}

/// What happens to raw HTML in Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HtmlPolicy {
    /// Harmless elements stay, the rest goes.
    #[default]
    Sanitize,
    /// Everything stays: only for authors whom the reader's browser may trust.
    Allow,
    /// It is shown as text.
    Escape,
}

/// How old addresses lead to new ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Redirects {
    /// By a page at each old address, and by `_redirects`.
    #[default]
    Both,
    /// By `_redirects` alone, on a host that reads it.
    List,
    /// By a page at each old address alone.
    Pages,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            title: "Briefs".into(),
            base_url: None,
            description: None,
            language: "en".into(),
            timezone: "UTC".into(),
            theme: Written::new("broadsheet".into(), super::At::File),
            tokens: Vec::new(),
            strings: BTreeMap::new(),
            stylesheet: None,
            nav: None,
            footer: None,
            sections: BTreeMap::new(),
            permalinks: "/briefs/:slug/".into(),
            paginate: 20,
            feeds: Offer::On,
            calendars: Offer::On,
            data: Offer::On,
            twins: Offer::On,
            numbers: Offer::On,
            effects: Offer::On,
            watch: Offer::On,
            feed_limit: 20,
            feed_id: None,
            me: Vec::new(),
            redirects: Redirects::Both,
            html: HtmlPolicy::Sanitize,
            csp: BTreeMap::new(),
            search: Offer::On,
            cards: Offer::On,
            card_fonts: Vec::new(),
            metrics: BTreeMap::new(),
            lint: LintConfig::default(),
            extra: serde_json::Value::Null,
        }
    }
}

impl SiteConfig {
    /// The path part of `base_url`, without a trailing slash: empty, or `/repo`.
    pub fn base_path(&self) -> &str {
        let Some(url) = &self.base_url else { return "" };
        let rest = url.split_once("://").map_or(&**url, |(_, rest)| rest);
        rest.find('/')
            .map_or("", |slash| rest[slash..].trim_end_matches('/'))
    }

    /// What the ids of feeds begin with where `feed_id` does not say: a `tag:` URI (RFC 4151) of the host of a site's
    /// address. The year is that of the first briefpress, the same for all, since nothing that may change can be part
    /// of a name. `None` if the host is no name, such as `[::1]`.
    pub fn feed_id_of(base_url: &str) -> Option<Box<str>> {
        let (_, rest) = base_url.split_once("://")?;
        let host = rest.split(['/', ':']).next()?.to_ascii_lowercase();
        let named = !host.is_empty()
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        named.then(|| format!("tag:{host},2026").into())
    }

    /// Whether `slug` belongs to a route that briefpress makes at the top level.
    pub fn is_reserved(slug: &Slug) -> bool {
        const TOP: &[&str] = &[
            "briefs",
            "companies",
            "numbers",
            "effects",
            "watch",
            "tags",
            "archive",
            "search",
            "data",
            "authors",
            "series",
            "page",
            "pictures",
        ];
        TOP.contains(&slug.as_str())
    }
}
