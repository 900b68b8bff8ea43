//! All documents become a [`Site`]: who is mentioned where, what belongs together, and which addresses exist.
//!
//! Comes in: parsed documents and an [`Edition`]. Goes out: indexes only; documents are never changed, and no HTML is
//! made. Always runs whole:
//!
//! 1. What this edition holds back (drafts, the future) is taken out, so that nothing later can show it.
//! 2. The [`registry`](Registry) gets every company: registered, or referred to by what is left.
//! 3. Every source gets its address; two sources with one address are an error.
//! 4. Each text is read for companies' names and for links, all documents at once.
//! 5. What was found is turned around: appearances by company, briefs by tag, author and series.
//! 6. Lists are cut into pages, and the addresses of those are added.

mod addresses;
mod capitals;
mod dossier;
mod effects;
mod find;
mod groups;
mod lint;
mod memo;
mod mentions;
mod metrics;
mod names;
mod occurrences;
mod registry;
mod relations;
mod routes;
mod sentence;
mod series;
mod site;
mod survey;
mod unlinked;
mod unregistered;
mod watched;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use self::mentions::{Found, Search};
use self::names::Names;
use self::registry::{Reference, Registry};
use self::routes::Table;
use self::survey::Survey;
use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Span};
use crate::model::{Brief, Company, Page, PartialDate, SiteConfig, UrlPath, WatchStatus, dataset};
use crate::parse::{Claim, Document};

pub use self::dossier::{Dossier, Related, Touch, related};
pub use self::effects::{EffectId, EffectIndex};
pub use self::lint::lint;
pub use self::memo::Memo;
pub use self::metrics::Metric;
pub use self::occurrences::{Occurrence, occurrences};
pub use self::sentence::around as sentence_around;
pub use self::series::{
    Change, Dated, KindLine, MetricSeries, Point, Standing, metric_of, unit_of,
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
#[derive(Clone, Debug, Default)]
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
    link_again(documents, config, edition, &mut Memo::default())
}

/// Links all documents anew, with the help of what was found the time before. The result is the same as that of
/// [`link`].
pub fn link_again(
    documents: Documents,
    config: Arc<SiteConfig>,
    edition: Edition,
    memo: &mut Memo,
) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let (shown, held_back) = hold_back(documents, edition);
    let registry = register(&shown, &mut diagnostics);
    let mut survey = survey::survey(&shown, &config, &registry, &mut diagnostics);
    let tags = groups::tags(&shown.briefs);
    let authors = groups::authors(&shown.briefs);
    let series = groups::series(&shown.briefs);
    groups::enter(
        &mut survey.table,
        [&tags, &authors, &series],
        &mut diagnostics,
    );

    let names = Names::new(&registry);
    let company_at = |dest: &str, from: &str| survey.company_at(dest, from);
    let search = Search {
        names: &names,
        registry: &registry,
        company_at: &company_at,
    };
    memo.open(&registry, &shown.claims.companies);
    let read: Vec<(BriefEntry, Arc<Found>, Vec<Diagnostic>)> = shown
        .briefs
        .par_iter()
        .zip(&survey.brief_urls)
        .map(|(document, url)| read_brief(document, url, &search, &survey, &config, memo))
        .collect();
    memo.keep(read.iter().map(|(entry, found, _)| {
        (
            Arc::clone(&entry.document),
            entry.declared.clone(),
            Arc::clone(found),
        )
    }));

    let mut briefs = Vec::with_capacity(read.len());
    let mut sentences = Vec::with_capacity(read.len());
    for (entry, found, problems) in read {
        diagnostics.extend_from_slice(&found.diagnostics);
        diagnostics.extend(problems);
        sentences.push(found);
        briefs.push(entry);
    }
    groups::assign(&mut briefs, [&tags.index, &authors.index, &series.index]);
    overdue(&briefs, edition, &mut diagnostics);
    relations::check_effects(
        &briefs,
        &shown.claims.briefs,
        &shown.absent,
        &mut diagnostics,
    );

    let mut companies =
        relations::companies(&registry, &survey, &search, &config, &mut diagnostics);
    for ((index, brief), found) in (0u32..).zip(&briefs).zip(&sentences) {
        for (id, role) in &brief.companies {
            let sentence = found
                .sentences
                .iter()
                .find(|sentence| sentence.company == *id);
            companies[id.0 as usize].appearances.push(Appearance {
                brief: BriefId(index),
                role: *role,
                sentence: sentence.map(|s| (Arc::clone(&s.text), s.name.clone())),
            });
        }
    }
    survey.check_frame(&config, &registry, shown.config.as_ref(), &mut diagnostics);
    let pages = survey::pages(&shown.pages, &survey, &config, &registry, &mut diagnostics);
    let Survey {
        mut table,
        redirects,
        ..
    } = survey;
    paginate(
        &mut table,
        &config,
        &briefs,
        &companies,
        [&tags, &authors, &series],
        &mut diagnostics,
    );
    let metrics = metrics::metrics(&briefs, &config);
    metrics::enter(&mut table, &metrics, &mut diagnostics);
    enter_calendars(&mut table, &briefs, &companies, &mut diagnostics);
    if shown.briefs.is_empty() && shown.claims.briefs.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::NoBriefs, None, "the site has no briefs to show")
                .help("put a brief into content/briefs/, or build with `--drafts` or `--future` if they are held back"),
        );
    }
    let routes = table.finish(&mut diagnostics);
    let dossiers = dossier::dossiers(&briefs, &companies, &config);
    let site = Site {
        effects: EffectIndex::of(&briefs),
        metrics,
        config,
        edition,
        briefs,
        companies,
        dossiers,
        pages,
        tags: tags.groups,
        authors: authors.groups,
        series: series.groups,
        redirects,
        held_back,
        routes,
    };
    Checked {
        value: site,
        diagnostics,
    }
}

/// What this edition shows, and the slugs of what it does not.
struct Shown {
    /// Newest first, then by slug.
    briefs: Vec<Arc<Document<Brief>>>,
    companies: Vec<Arc<Document<Company>>>,
    pages: Vec<Arc<Document<Page>>>,
    config: Option<(SourceId, Arc<str>)>,
    claims: Claims,
    files: Vec<(SourceId, Arc<str>)>,
    /// Briefs that are held back, and why.
    absent: Vec<(Arc<Document<Brief>>, routes::Absent)>,
    absent_pages: Vec<Arc<Document<Page>>>,
}

fn hold_back(documents: Documents, edition: Edition) -> (Shown, HeldBack) {
    use crate::model::Publication;
    let mut held = HeldBack::default();
    let mut shown = Shown {
        briefs: Vec::new(),
        companies: documents.companies,
        pages: Vec::new(),
        config: documents.config,
        claims: documents.claims,
        files: documents.files,
        absent: Vec::new(),
        absent_pages: Vec::new(),
    };
    for document in documents.briefs {
        let brief = &document.value;
        let day = brief.date.value.day;
        if brief.publication == Publication::Draft && edition.drafts == Drafts::HoldBack {
            held.drafts += 1;
            shown.absent.push((document, routes::Absent::Draft));
        } else if day > edition.today && edition.future == Future::HoldBack {
            held.future += 1;
            held.next = Some(held.next.map_or(day, |next| next.min(day)));
            shown.absent.push((document, routes::Absent::Future));
        } else {
            shown.briefs.push(document);
        }
    }
    for document in documents.pages {
        if document.value.publication == Publication::Draft && edition.drafts == Drafts::HoldBack {
            held.drafts += 1;
            shown.absent_pages.push(document);
        } else {
            shown.pages.push(document);
        }
    }
    shown.briefs.sort_by(|a, b| newest_first(a, b));
    shown.companies.sort_by(|a, b| {
        a.value
            .slug
            .cmp(&b.value.slug)
            .then_with(|| a.path.cmp(&b.path))
    });
    shown.pages.sort_by(|a, b| {
        a.value
            .slug
            .cmp(&b.value.slug)
            .then_with(|| a.path.cmp(&b.path))
    });
    (shown, held)
}

/// By day, then by time where both have one, newest first; then by slug and path, so that the order is total.
fn newest_first(a: &Document<Brief>, b: &Document<Brief>) -> std::cmp::Ordering {
    let moment = |d: &Document<Brief>| (d.value.date.value.day, d.value.date.value.instant);
    moment(b)
        .cmp(&moment(a))
        .then_with(|| a.value.slug.cmp(&b.value.slug))
        .then_with(|| a.path.cmp(&b.path))
}

fn register(shown: &Shown, diagnostics: &mut Vec<Diagnostic>) -> Registry {
    type Locate<'a> = Box<dyn Fn(&crate::model::At) -> Span + 'a>;
    let brief_spans: Vec<Locate<'_>> = shown
        .briefs
        .iter()
        .map(|d| Box::new(|at: &crate::model::At| d.span(at)) as Locate<'_>)
        .collect();
    let company_spans: Vec<Locate<'_>> = shown
        .companies
        .iter()
        .map(|d| Box::new(|at: &crate::model::At| d.span(at)) as Locate<'_>)
        .collect();
    let of_briefs = shown
        .briefs
        .iter()
        .zip(&brief_spans)
        .flat_map(|(document, span)| {
            let brief = &document.value;
            let numbers = brief.numbers.iter().flat_map(|number| &number.company);
            let effects = brief.effects.iter().flat_map(|effect| &effect.companies);
            let watch = brief.watch.iter().flat_map(|item| &item.companies);
            brief
                .companies
                .iter()
                .chain(numbers)
                .chain(effects)
                .chain(watch)
                .map(|name| Reference {
                    name,
                    span: &**span,
                })
        });
    let of_companies = shown
        .companies
        .iter()
        .zip(&company_spans)
        .flat_map(|(document, span)| {
            let company = &document.value;
            company
                .competitors
                .iter()
                .chain(&company.parent)
                .map(|name| Reference {
                    name,
                    span: &**span,
                })
        });
    Registry::new(
        &shown.companies,
        &shown.claims.companies,
        of_companies.chain(of_briefs),
        diagnostics,
    )
}

fn read_brief(
    document: &Arc<Document<Brief>>,
    url: &UrlPath,
    search: &Search<'_>,
    survey: &Survey,
    config: &SiteConfig,
    memo: &Memo,
) -> (BriefEntry, Arc<Found>, Vec<Diagnostic>) {
    let brief = &document.value;
    let registry = search.registry;
    let find_all = |names: &[crate::model::Written<Box<str>>]| {
        let mut ids = Vec::new();
        for id in names.iter().filter_map(|name| registry.find(&name.value)) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    };
    let declared = find_all(&brief.companies);
    let found = memo
        .get(document, &declared)
        .unwrap_or_else(|| Arc::new(search.brief(document, &declared)));
    let subject = declared.first().copied();
    let number_companies = brief
        .numbers
        .iter()
        .zip(&found.numbers)
        .map(|(number, named)| match &number.company {
            Some(name) => registry.find(&name.value),
            // A label that names somebody else, if only by a name that is not linked here, is not about the subject.
            None => named.or_else(|| {
                let about_subject = !speaks_of_a_market(&number.label)
                    && !search.names.names_others(&number.label, subject);
                subject.filter(|_| about_subject)
            }),
        })
        .collect();
    let effect_companies = brief
        .effects
        .iter()
        .zip(&found.effects)
        .map(|(effect, named)| {
            if effect.companies.is_empty() {
                named.clone()
            } else {
                find_all(&effect.companies)
            }
        })
        .collect();
    let watch_companies: Vec<Vec<CompanyId>> = brief
        .watch
        .iter()
        .zip(&found.watch)
        .map(|(item, named)| {
            let mut ids = if item.companies.is_empty() {
                named.clone()
            } else {
                find_all(&item.companies)
            };
            if item.companies.is_empty()
                && let Some(subject) = subject
                && !ids.contains(&subject)
            {
                ids.insert(0, subject);
            }
            ids
        })
        .collect();
    let watch_due = brief
        .watch
        .iter()
        .zip(&watch_companies)
        .map(|(item, companies)| {
            let year_end = companies
                .first()
                .map(|id| registry.get(*id).fiscal_year_end())
                .unwrap_or_default();
            item.due.map(|due: PartialDate| due.last_day(year_end))
        })
        .collect();
    let mut companies: Vec<(CompanyId, CompanyRole)> = declared
        .iter()
        .enumerate()
        .map(|(index, id)| {
            (
                *id,
                if index == 0 {
                    CompanyRole::Subject
                } else {
                    CompanyRole::Declared
                },
            )
        })
        .collect();
    for mention in found.mentions.iter() {
        if companies.iter().all(|(id, _)| *id != mention.company) {
            companies.push((mention.company, CompanyRole::Mentioned));
        }
    }
    let mut problems = Vec::new();
    let addresses = survey.brief_addresses(document, url, config, registry, &mut problems);
    let entry = BriefEntry {
        document: Arc::clone(document),
        url: url.clone(),
        declared,
        mentions: Arc::clone(&found.mentions),
        companies,
        addresses,
        number_companies,
        effect_companies,
        watch_companies,
        watch_due,
        tags: Vec::new(),
        authors: Vec::new(),
        series: None,
    };
    (entry, found, problems)
}

/// Whether a number's label is about a market, an industry or a sector, and so about no company.
fn speaks_of_a_market(label: &str) -> bool {
    const WORDS: &[&str] = &[
        "market",
        "markets",
        "industry",
        "industries",
        "sector",
        "sectors",
    ];
    label
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

fn overdue(briefs: &[BriefEntry], edition: Edition, diagnostics: &mut Vec<Diagnostic>) {
    for entry in briefs {
        for (item, due) in entry.document.value.watch.iter().zip(&entry.watch_due) {
            let Some(due) = due.filter(|due| *due < edition.today) else {
                continue;
            };
            if item.status == WatchStatus::Open {
                let title = if item.title.is_empty() {
                    &item.id
                } else {
                    &item.title
                };
                diagnostics.push(
                    Diagnostic::new(
                        Code::OverdueWatch,
                        entry.document.span(&item.at),
                        format!("the watch item `{title}` was due on {due} and is still open"),
                    )
                    .help("resolve it with `status: hit`, `miss` or `void`, and `resolved:` and `outcome:` beside it"),
                );
            }
        }
    }
}

/// Entries on one page of the archive, of a company's timeline, of the effects and of the watch list: short ones, so more
/// than on the home page.
pub const LONG_PAGE: usize = 100;

/// Rows on one page of a table of numbers.
pub const LONG_TABLE: usize = 200;

fn paginate(
    table: &mut Table,
    config: &SiteConfig,
    briefs: &[BriefEntry],
    companies: &[CompanyEntry],
    lists: [&groups::Groups; 3],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut pages =
        |url: &UrlPath, entries: usize, per_page: usize, route: &dyn Fn(u32) -> Route| {
            let pages = u32::try_from(entries.div_ceil(per_page)).unwrap_or(u32::MAX);
            for page in 2..=pages {
                table.add(
                    page_url(url, page),
                    route(page),
                    None,
                    format!("page {page} of {url}"),
                    diagnostics,
                );
            }
        };
    pages(&home_url(), briefs.len(), config.paginate, &Route::Home);
    pages(
        &top_url("archive"),
        briefs.len(),
        LONG_PAGE,
        &Route::Archive,
    );
    for (id, company) in (0u32..).zip(companies) {
        let route = |page| Route::Company(CompanyId(id), page);
        pages(&company.url, company.appearances.len(), LONG_PAGE, &route);
    }
    let count = |of: &dyn Fn(&BriefEntry) -> usize| briefs.iter().map(of).sum::<usize>();
    let numbers = count(&|brief| brief.document.value.numbers.len());
    let effects = count(&|brief| brief.document.value.effects.len());
    let watched = count(&|brief| brief.document.value.watch.len());
    pages(&top_url("numbers"), numbers, LONG_TABLE, &Route::Numbers);
    pages(&top_url("effects"), effects, LONG_PAGE, &Route::Effects);
    pages(&top_url("watch"), watched, LONG_PAGE, &Route::Watch);
    for groups in lists {
        for (index, group) in groups.groups.iter().enumerate() {
            pages(&group.url, group.briefs.len(), config.paginate, &|page| {
                (groups.route)(index, page)
            });
        }
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

/// Enters the calendar of each company that has a deadline.
fn enter_calendars(
    table: &mut Table,
    briefs: &[BriefEntry],
    companies: &[CompanyEntry],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut waiting = BTreeSet::new();
    for brief in briefs {
        for (due, companies) in brief.watch_due.iter().zip(&brief.watch_companies) {
            if due.is_some() {
                waiting.extend(companies.iter().copied());
            }
        }
    }
    for id in waiting {
        let company = &companies[id.0 as usize];
        let what = format!("the calendar of {}", company.name);
        let (url, route) = (calendar_url(company), Route::CompanyCalendar(id));
        table.add(url, route, None, what, diagnostics);
    }
}

/// The address of a company's calendar.
pub fn calendar_url(company: &CompanyEntry) -> UrlPath {
    UrlPath::from_decoded(&format!("{}watch.ics", company.url))
        .expect("a plain name added to a path gives a path")
}

/// The path of a file of the dataset: `/data/numbers.csv`.
pub fn data_path(table: dataset::Table, form: dataset::Form) -> String {
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
