//! All documents become a [`Site`]: who is mentioned where, what belongs together, and which addresses exist.
//!
//! Comes in: parsed documents and an [`Edition`]. Goes out: indexes only; documents are never changed, and no HTML is
//! made. Always runs whole:
//!
//! 1. What this edition holds back (drafts, the future) is taken out, so that nothing later can show it.
//! 2. The [`registry`] gets every company: registered, or referred to by what is left.
//! 3. Every source gets its address; two sources with one address are an error.
//! 4. Each text is read for companies' names and for links, all documents at once.
//! 5. What was found is turned around: appearances by company, briefs by tag, author and series.
//! 6. Lists are cut into pages, and the addresses of those are added.

mod addresses;
mod appearances;
mod capitals;
mod dossier;
mod effects;
mod find;
mod frame;
mod ground;
mod groups;
mod lay;
mod links;
mod lint;
mod memo;
mod mentions;
mod metrics;
mod names;
mod occurrences;
mod outputs;
mod overdue;
mod paging;
mod portable;
mod reader;
mod registry;
mod relations;
mod routes;
mod sentence;
mod series;
mod shown;
mod site;
mod together;
mod unlinked;
mod unregistered;
mod watched;

use std::sync::Arc;

use rayon::prelude::*;

use self::addresses::Late;
use self::ground::Ground;
use self::links::Survey;
use self::memo::{Past, Read};
use self::mentions::Search;
use self::paging::Extent;
use self::reader::Reader;
use self::shown::{Shown, hold_back};
use self::together::{together, together_again};
use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Told};
use crate::model::{Brief, Company, Page, SiteConfig};
use crate::parse::{Claim, Document};

#[cfg(any(test, fuzzing))]
pub(crate) use self::addresses::join;
pub use self::dossier::{Dossier, Dossiers, Related, Touch, related};
pub use self::effects::{EffectId, EffectIndex};
pub(crate) use self::lay::OWN_REDIRECTS;
pub use self::lint::lint;
pub use self::memo::Memo;
pub use self::metrics::Metric;
pub use self::occurrences::{Occurrence, occurrences};
pub use self::outputs::{
    Feed, FeedForm, SITEMAP_LIMIT, feed_page, feed_url, sitemap_url, twin_url,
};
pub use self::paging::{LONG_PAGE, LONG_TABLE, calendar_url, data_path, home_url, page_url};
pub(crate) use self::paging::{card_url, effects_url, search_head, search_script, top_url};
pub use self::sentence::around as sentence_around;
pub use self::series::{
    Change, Dated, KindLine, MetricSeries, Point, Standing, known_metric, metric_name, metric_of,
    number_unit, unit_of,
};
pub use self::site::*;
pub use self::unlinked::{NamePlaces, Unlinked, unlinked};
pub use self::watched::{Watched, watched};

/// Everything that a site is made of, one file at a time understood.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Briefs without errors.
    pub briefs: Vec<Arc<Document<Brief>>>,
    /// Companies without errors.
    pub companies: Vec<Arc<Document<Company>>>,
    /// Pages without errors.
    pub pages: Vec<Arc<Document<Page>>>,
    /// site.yaml and its text, for what is wrong with addresses in it.
    pub config: Option<(SourceId, Arc<str>)>,
    /// What broken files lay claim to.
    pub claims: Claims,
    /// Files that are copied as they are: everything under static/, and what is not Markdown under content/.
    pub files: Vec<(SourceId, Arc<str>)>,
}

/// What broken files lay claim to, by kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// Briefs.
    pub briefs: Vec<Claim>,
    /// Companies.
    pub companies: Vec<Claim>,
    /// Pages.
    pub pages: Vec<Claim>,
}

/// Links all documents, as seen from `edition`.
pub fn link(documents: Documents, config: Arc<SiteConfig>, edition: Edition) -> Checked<Site> {
    let (site, told) = link_again(documents, config, edition, &mut Memo::default());
    Checked {
        value: site,
        diagnostics: told.to_vec(),
    }
}

/// Links all documents anew, with the help of what was found the time before. The result is the same as that of
/// [`link`].
pub fn link_again(
    documents: Documents,
    config: Arc<SiteConfig>,
    edition: Edition,
    memo: &mut Memo,
) -> (Site, Told) {
    let (shown, held_back) = hold_back(documents, edition);
    let past = memo.take();
    let ground = past
        .as_ref()
        .and_then(|past| past.ground_of(&shown, &config));
    let ground = ground.unwrap_or_else(|| {
        let before = past.as_ref().map(|past| &*past.ground);
        Arc::new(Ground::new(&shown, &config, before))
    });
    let (mut told, mut diagnostics) = (Told::default(), Vec::new());
    told.share(&ground.told);
    let survey = Survey::new(&ground.lay, &shown, &config, &ground.registry);
    let company_at = |dest: &str, from: &str| ground.lay.company_at(dest, from);
    let search = Search {
        names: &ground.names,
        registry: &ground.registry,
        company_at: &company_at,
    };

    let same = past.as_ref().filter(|past| past.is_same(&ground, edition));
    let claims = &shown.claims.companies;
    let found = past.as_ref().filter(|_| same.is_none());
    let found = found
        .map(|past| past.found(&ground.registry, claims))
        .unwrap_or_default();
    let reader = Reader {
        search: &search,
        survey: &survey,
        ground: &ground,
        found,
    };
    let read: Vec<Read> = (0..shown.briefs.len())
        .into_par_iter()
        .with_min_len(16)
        .map(|at| match same.and_then(|past| past.read(at, &shown)) {
            Some(read) => read.clone(),
            None => reader.read(at, &shown.briefs[at]),
        })
        .collect();
    for read in &read {
        told.share(&read.told);
    }
    let briefs: Vec<Arc<BriefEntry>> = read.iter().map(|read| Arc::clone(&read.entry)).collect();
    let edits = same.map(|past| (past, past.edits(&read)));
    let edits = edits.as_ref().map(|(past, edits)| (*past, &**edits));
    let companies = appearances::companies(&read, &survey, &search, edits);
    told.share(&companies.told);
    let together = match edits {
        Some((past, edits)) => together_again(&read, &briefs, past, edits, &shown, &config),
        None => together(&read, &briefs, companies.entries.len(), &shown, &config),
    };
    told.share(&together.told);
    let mut late = survey.check_frame(&mut diagnostics);
    late.extend(survey.check_broken(&mut diagnostics));
    let (pages, late_in_pages) = survey.pages(&mut diagnostics);
    late.extend(late_in_pages);
    let past_routes = past
        .as_ref()
        .filter(|past| Arc::ptr_eq(&past.ground, &ground))
        .map(|past| &past.routes);
    let extent = Extent::of(
        &ground,
        &config,
        &briefs,
        &companies.entries,
        &together.metrics,
    );
    let routes = paging::routes(
        extent,
        &ground,
        &companies.entries,
        &together.metrics,
        past_routes,
    );
    told.share(&routes.told);
    // What a broken brief would have added to metrics, lists and calendars is not known.
    if shown.claims.briefs.is_empty() {
        let of_briefs = read.iter().flat_map(|read| read.late.iter());
        let all = of_briefs.chain(companies.late.iter()).chain(&late);
        diagnostics.extend(Late::broken(all, &routes.routes, &ground.lay.table));
    }
    if shown.briefs.is_empty() && shown.claims.briefs.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::NoBriefs, None, "the site has no briefs to show")
                .help("put a brief into content/briefs/, or build with `--drafts` or `--future` if they are held back"),
        );
    }
    let site = Site {
        config: Arc::clone(&config),
        edition,
        effects: Arc::clone(&together.effects),
        metrics: Arc::clone(&together.metrics),
        briefs,
        companies: companies.entries.clone(),
        dossiers: together.dossiers.clone(),
        pages,
        tags: ground.tags.groups.clone(),
        authors: ground.authors.groups.clone(),
        series: ground.series.groups.clone(),
        redirects: ground.lay.redirects.clone(),
        held_back,
        routes: Arc::clone(&routes.routes),
    };
    memo.keep(Past {
        shown,
        config,
        edition,
        ground,
        briefs: read,
        companies,
        together,
        routes,
    });
    told.add(diagnostics);
    (site, told)
}
