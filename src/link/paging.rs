//! Lists cut into pages, and all that has an address because of what is in the briefs together.
//!
//! Comes in: the ground, and what was found in the briefs. Goes out: the address of everything. Most edits change
//! nothing of it, so that its [`Extent`] is measured first.

use std::sync::Arc;

use super::ground::Ground;
use super::memo::Routes;
use super::metrics::{self, Metric};
use super::outputs;
use super::{BriefEntry, CompanyEntry, CompanyId, EffectsBy, Route};
use crate::model::dataset::{Form, Table as DataTable};
use crate::model::{Offer, SiteConfig, Slug, UrlPath};

/// Entries on one page of the archive, of a company's timeline, of the effects and of the watch list: short ones, so more
/// than on the home page.
pub const LONG_PAGE: usize = 100;

/// Rows on one page of a table of numbers, metrics or companies, of the index of tags, and of the effects by company or tag.
pub const LONG_TABLE: usize = 200;

/// How far the site's lists reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    /// Pages of the home page, the archive, the companies, the tags, the numbers and the watch list.
    top: [u32; 6],
    /// Pages of the effects by order, by company and by tag.
    effects: [u32; 3],
    /// Pages of each company.
    companies: Vec<u32>,
    /// Pages of each tag, author and series.
    groups: [Vec<u32>; 3],
    /// The metrics that have a page, and how many each has.
    metrics: Vec<(Slug, u32)>,
    /// Whether each company has a calendar.
    calendars: Vec<bool>,
    /// Whether there is a sitemap, which needs the address of the site.
    sitemap: bool,
}

impl Extent {
    /// Measures the lists.
    pub(super) fn of(
        ground: &Ground,
        config: &SiteConfig,
        briefs: &[Arc<BriefEntry>],
        companies: &[Arc<CompanyEntry>],
        metrics: &[Metric],
    ) -> Self {
        let pages_of = |entries: usize, per_page: usize| {
            u32::try_from(entries.div_ceil(per_page)).unwrap_or(u32::MAX)
        };
        let (mut numbers, mut watched) = (0, 0);
        let (mut effects, mut touched, mut tagged) = (0, 0, 0);
        let mut calendars = vec![false; companies.len()];
        let has_calendars = config.calendars == Offer::On;
        // A list that the site does not have has no pages.
        let offered = |offer, entries: usize| if offer == Offer::On { entries } else { 0 };
        for entry in briefs {
            let brief = &entry.document.value;
            numbers += brief.numbers.len();
            effects += brief.effects.len();
            touched += entry.effect_companies.iter().map(Vec::len).sum::<usize>();
            tagged += brief.effects.len() * entry.tags.len();
            watched += brief.watch.len();
            for (due, companies) in entry.watch_due.iter().zip(&entry.watch_companies) {
                if has_calendars && due.is_some() {
                    companies
                        .iter()
                        .for_each(|id| calendars[id.0 as usize] = true);
                }
            }
        }
        Self {
            top: [
                pages_of(briefs.len(), config.paginate),
                pages_of(briefs.len(), LONG_PAGE),
                pages_of(companies.len(), LONG_TABLE),
                pages_of(ground.lists()[0].groups.len(), LONG_TABLE),
                pages_of(offered(config.numbers, numbers), LONG_TABLE),
                pages_of(offered(config.watch, watched), LONG_PAGE),
            ],
            effects: [
                pages_of(offered(config.effects, effects), LONG_PAGE),
                pages_of(offered(config.effects, touched), LONG_TABLE),
                pages_of(offered(config.effects, tagged), LONG_TABLE),
            ],
            companies: companies
                .iter()
                .map(|company| pages_of(company.appearances.len(), LONG_PAGE))
                .collect(),
            groups: ground.lists().map(|list| {
                let pages = |group: &super::Group| pages_of(group.briefs.len(), config.paginate);
                list.groups.iter().map(pages).collect()
            }),
            metrics: metrics
                .iter()
                .map(|metric| (metric.slug.clone(), pages_of(metric.rows, LONG_TABLE)))
                .collect(),
            calendars,
            sitemap: config.base_url.is_some(),
        }
    }
}

/// Every address: those of the past, if they reach as far as `extent`.
pub(super) fn routes(
    extent: Extent,
    ground: &Ground,
    companies: &[Arc<CompanyEntry>],
    metrics: &[Metric],
    past: Option<&Routes>,
) -> Routes {
    if let Some(past) = past.filter(|past| past.extent == extent) {
        return past.clone();
    }
    let mut told = Vec::new();
    let mut table = ground.lay.table.clone();
    let mut add = |url: &UrlPath, pages: u32, route: &dyn Fn(u32) -> Route| {
        for page in 2..=pages {
            let what = format!("page {page} of {url}");
            table.add(page_url(url, page), route(page), None, what, &mut told);
        }
    };
    let [home, archive, index, tags, numbers, watch] = extent.top;
    add(&home_url(), home, &Route::Home);
    add(&top_url("archive"), archive, &Route::Archive);
    add(&top_url("companies"), index, &Route::Companies);
    for ((id, company), pages) in (0u32..).zip(companies).zip(&extent.companies) {
        let route = |page| Route::Company(CompanyId(id), page);
        add(&company.url, *pages, &route);
    }
    add(&top_url("numbers"), numbers, &Route::Numbers);
    add(&top_url("tags"), tags, &Route::Tags);
    add(&top_url("watch"), watch, &Route::Watch);
    for (list, pages) in ground.lists().into_iter().zip(&extent.groups) {
        for ((index, group), pages) in list.groups.iter().enumerate().zip(pages) {
            add(&group.url, *pages, &|page| (list.route)(index, page));
        }
    }
    for ((index, metric), (_, pages)) in metrics.iter().enumerate().zip(&extent.metrics) {
        add(&metric.url, *pages, &|page| Route::Metric(index, page));
    }
    for (by, pages) in EffectsBy::ALL.into_iter().zip(extent.effects) {
        add(&effects_url(by), pages, &|page| Route::Effects(by, page));
    }
    for (by, pages) in EffectsBy::ALL.into_iter().zip(extent.effects) {
        if by != EffectsBy::Order && pages > 0 {
            let (url, route) = (effects_url(by), Route::Effects(by, 1));
            table.add(url, route, None, "a list of effects", &mut told);
        }
    }
    metrics::enter(&mut table, metrics, &mut told);
    let calendars = (0u32..).zip(companies).zip(&extent.calendars);
    for ((id, company), _) in calendars.filter(|(_, has_one)| **has_one) {
        let what = format!("the calendar of {}", company.name);
        let (url, route) = (calendar_url(company), Route::CompanyCalendar(CompanyId(id)));
        table.add(url, route, None, what, &mut told);
    }
    if extent.sitemap {
        outputs::enter_sitemaps(&mut table, &mut told);
    }
    let routes = table.finish(&mut told).into();
    Routes {
        extent,
        routes,
        told: told.into(),
    }
}

/// The address of a list's page: `/tags/ai/page/2/`. The first page is the list itself.
pub fn page_url(list: &UrlPath, page: u32) -> UrlPath {
    if page <= 1 {
        return list.clone();
    }
    UrlPath::from_decoded(&format!("{}page/{page}/", list.as_str()))
        .expect("digits added to a path give a path")
}

/// The address of a company's calendar.
pub fn calendar_url(company: &CompanyEntry) -> UrlPath {
    UrlPath::from_decoded(&format!("{}watch.ics", company.url))
        .expect("a plain name added to a path gives a path")
}

/// The path of a file of the dataset: `/data/numbers.csv`.
pub fn data_path(table: DataTable, form: Form) -> String {
    format!("/data/{}{}", table.name(), form.ending())
}

/// The address of the home page.
pub fn home_url() -> UrlPath {
    UrlPath::from_decoded("/").expect("a slash is a path")
}

/// The address of a list at the top of the site, such as `/archive/`; `name` is a plain word.
pub(crate) fn top_url(name: &str) -> UrlPath {
    UrlPath::from_decoded(&format!("/{name}/")).expect("a plain word makes a path")
}

/// The address of a list of all effects.
pub(crate) fn effects_url(by: EffectsBy) -> UrlPath {
    let path = match by {
        EffectsBy::Order => "/effects/",
        EffectsBy::Company => "/effects/companies/",
        EffectsBy::Tag => "/effects/tags/",
    };
    UrlPath::from_decoded(path).expect("it is a path")
}

/// The address of the card of a brief or company.
pub(crate) fn card_url(page: &UrlPath) -> Option<UrlPath> {
    let page = page.decoded();
    let folder = page.strip_suffix(".html").unwrap_or(&page);
    UrlPath::from_decoded(&format!("{}/card.png", folder.trim_end_matches('/')))
}

/// The address of the script that searches. It keeps its name, as the first file of the index does, whose form it knows.
pub(crate) fn search_script() -> UrlPath {
    UrlPath::from_decoded("/search/search.js").expect("it is a path")
}

/// The address of the file that says where the other files of the search are.
pub(crate) fn search_head() -> UrlPath {
    UrlPath::from_decoded("/search/index.json").expect("it is a path")
}
