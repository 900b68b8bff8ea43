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
mod ground;
mod groups;
mod memo;
mod mentions;
mod names;
mod registry;
mod relations;
mod routes;
mod sentence;
mod site;
mod survey;

use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use self::ground::Ground;
use self::memo::{Companies, FoundBefore, Past, Read, Routes};
use self::mentions::Search;
use self::registry::{Reference, Registry};
use self::survey::Survey;
use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Span, Told};
use crate::model::{Brief, Company, Page, PartialDate, SiteConfig, UrlPath};
use crate::parse::{Claim, Document};

pub use self::memo::Memo;
pub use self::site::*;

/// Everything that a site is made of, one file at a time understood.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    /// Briefs without errors.
    pub briefs: Vec<Arc<Document<Brief>>>,
    /// Companies without errors.
    pub companies: Vec<Arc<Document<Company>>>,
    /// Pages without errors.
    pub pages: Vec<Arc<Document<Page>>>,
    /// What broken files lay claim to.
    pub claims: Claims,
    /// Files that are copied as they are: everything under static/, and what is not Markdown under content/.
    pub files: Vec<(SourceId, Arc<str>)>,
}

/// What broken files lay claim to, by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    Checked { value: site, diagnostics: told.to_vec() }
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
    let ground = past.as_ref().and_then(|past| past.ground_of(&shown, &config));
    let ground = ground.unwrap_or_else(|| {
        let before = past.as_ref().map(|past| &*past.ground);
        Arc::new(Ground::new(&shown, &config, before))
    });
    let (mut told, mut diagnostics) = (Told::default(), Vec::new());
    told.share(&ground.told);
    let survey = Survey { lay: &ground.lay, shown: &shown };
    let company_at = |dest: &str, from: &str| ground.lay.company_at(dest, from);
    let search = Search {
        names: &ground.names,
        registry: &ground.registry,
        company_at: &company_at,
    };

    let same = past.as_ref().filter(|past| past.is_same(&ground, edition));
    let claims = &shown.claims.companies;
    let found = past.as_ref().filter(|_| same.is_none());
    let found = found.map(|past| past.found(&ground.registry, claims)).unwrap_or_default();
    let reader = Reader { search: &search, survey, ground: &ground, config: &config, edition, found };
    let read: Vec<Read> = shown
        .briefs
        .par_iter()
        .enumerate()
        .with_min_len(64)
        .map(|(index, document)| match same.and_then(|past| past.read(index, document)) {
            Some(read) => read.clone(),
            None => reader.read(index, document),
        })
        .collect();
    for read in &read {
        told.share(&read.told);
    }
    let briefs: Vec<Arc<BriefEntry>> = read.iter().map(|read| Arc::clone(&read.entry)).collect();
    if read.iter().any(|read| read.to_effects) {
        relations::check_effects(
            &briefs,
            &shown.claims.briefs,
            &shown.absent,
            &mut diagnostics,
        );
    }
    let companies = companies(&read, survey, &search, &config, same);
    told.share(&companies.told);
    let pages = survey::pages(survey, &config, &ground.registry, &mut diagnostics);
    let past_routes = past.as_ref().filter(|past| Arc::ptr_eq(&past.ground, &ground));
    let routes = routes(&ground, &config, briefs.len(), &companies.entries, past_routes);
    told.share(&routes.told);
    if shown.briefs.is_empty() && shown.claims.briefs.is_empty() {
        diagnostics.push(
            Diagnostic::new(Code::NoBriefs, None, "the site has no briefs to show")
                .help("put a brief into content/briefs/, or build with `--drafts` or `--future` if they are held back"),
        );
    }
    let site = Site {
        config: Arc::clone(&config),
        edition,
        briefs,
        companies: companies.entries.clone(),
        pages,
        tags: ground.tags.groups.clone(),
        authors: ground.authors.groups.clone(),
        series: ground.series.groups.clone(),
        redirects: ground.lay.redirects.clone(),
        held_back,
        routes: Arc::clone(&routes.routes),
    };
    memo.keep(Past { shown, config, edition, ground, briefs: read, companies, routes });
    told.add(diagnostics);
    (site, told)
}

/// What this edition shows, and the slugs of what it does not.
#[derive(Debug)]
struct Shown {
    /// Newest first, then by slug.
    briefs: Vec<Arc<Document<Brief>>>,
    companies: Vec<Arc<Document<Company>>>,
    pages: Vec<Arc<Document<Page>>>,
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
            references(&document.value).map(|name| Reference {
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

/// Every name that a brief uses for a company outside of its texts.
fn references(brief: &Brief) -> impl Iterator<Item = &crate::model::Written<Box<str>>> {
    let numbers = brief.numbers.iter().flat_map(|number| &number.company);
    let effects = brief.effects.iter().flat_map(|effect| &effect.companies);
    let watch = brief.watch.iter().flat_map(|item| &item.companies);
    brief.companies.iter().chain(numbers).chain(effects).chain(watch)
}

/// Reads briefs, each on its own.
struct Reader<'a> {
    search: &'a Search<'a>,
    survey: Survey<'a>,
    ground: &'a Ground,
    config: &'a SiteConfig,
    edition: Edition,
    found: FoundBefore<'a>,
}

impl Reader<'_> {
    fn read(&self, index: usize, document: &Arc<Document<Brief>>) -> Read {
        let brief = &document.value;
        let registry = self.search.registry;
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
        let found = self
            .found
            .get(document, &declared)
            .unwrap_or_else(|| Arc::new(self.search.brief(document, &declared)));
        let subject = declared.first().copied();
        let number_companies = brief
            .numbers
            .iter()
            .zip(&found.numbers)
            .map(|(number, named)| match &number.company {
                Some(name) => registry.find(&name.value),
                None => named.or_else(|| subject.filter(|_| !speaks_of_a_market(&number.label))),
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
        let watch_due: Vec<Option<Date>> = brief
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
        let url = &self.survey.lay.brief_urls[index];
        let mut told = found.diagnostics.clone();
        let addresses =
            self.survey.brief_addresses(document, url, self.config, registry, &mut told);
        overdue(document, &watch_due, self.edition, &mut told);
        let [tags, authors, series] = self.ground.lists();
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
            tags: tags.of(&brief.tags),
            authors: authors.of(&brief.authors),
            series: series.of(brief.series.as_slice()).first().copied(),
        };
        Read {
            entry: Arc::new(entry),
            found,
            told: told.into(),
            to_anchors: may_link_to_anchors(&document.text),
            to_effects: brief.effects.iter().any(|e| e.follows.is_some() || e.confirms.is_some()),
        }
    }
}

/// Whether a text may hold a link to an anchor of another page: a `#` right behind an address.
fn may_link_to_anchors(text: &str) -> bool {
    let bytes = text.as_bytes();
    let behind = |at: usize| at.checked_sub(1).map_or(b' ', |before| bytes[before]);
    text.match_indices('#').any(|(at, _)| {
        let before = behind(at);
        !before.is_ascii_whitespace() && !b"#(<\"'&".contains(&before)
    })
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

fn overdue(
    document: &Document<Brief>,
    watch_due: &[Option<Date>],
    edition: Edition,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let watch = document.value.watch.iter().zip(watch_due);
    let overdue: Vec<_> = watch
        .filter(|(item, _)| item.status == crate::model::WatchStatus::Open)
        .filter_map(|(item, due)| Some((item, due.filter(|due| *due < edition.today)?)))
        .collect();
    let spans = document.spans(overdue.iter().map(|(item, _)| &item.at));
    for ((item, due), span) in overdue.iter().zip(spans) {
        let title = if item.title.is_empty() { &item.id } else { &item.title };
        diagnostics.push(
            Diagnostic::new(
                Code::OverdueWatch,
                span,
                format!("the watch item `{title}` was due on {due} and is still open"),
            )
            .help("resolve it with `status: hit`, `miss` or `void`, and `resolved:` and `outcome:` beside it"),
        );
    }
}

/// The companies, each with the briefs it appears in.
fn companies(
    read: &[Read],
    survey: Survey<'_>,
    search: &Search<'_>,
    config: &SiteConfig,
    same: Option<&Past>,
) -> Companies {
    let before = same.map(|past| &past.companies).filter(|companies| !companies.to_anchors);
    let (plain, told, to_anchors) = match before {
        Some(before) => (Arc::clone(&before.plain), Arc::clone(&before.told), false),
        None => {
            let mut told = Vec::new();
            let plain = relations::companies(search.registry, survey, search, config, &mut told);
            let documents = plain.iter().filter_map(|company| company.document.as_ref());
            let mut texts = documents.map(|document| &document.text);
            let to_anchors = texts.any(|text| may_link_to_anchors(text));
            (Arc::new(plain), told.into(), to_anchors)
        }
    };
    let entries = match (before, same) {
        (Some(before), Some(past)) => appearances_again(read, past, before),
        _ => appearances(read, &plain),
    };
    Companies { plain, entries, told, to_anchors }
}

fn appearances(read: &[Read], plain: &[CompanyEntry]) -> Vec<Arc<CompanyEntry>> {
    let mut appearances: Vec<Vec<Appearance>> = vec![Vec::new(); plain.len()];
    for (index, read) in (0u32..).zip(read) {
        for (id, role) in &read.entry.companies {
            appearances[id.0 as usize].push(appearance(BriefId(index), *id, *role, read));
        }
    }
    let entry = |(plain, appearances): (&CompanyEntry, Vec<Appearance>)| {
        Arc::new(CompanyEntry { appearances: Arc::new(appearances), ..plain.clone() })
    };
    plain.iter().zip(appearances).map(entry).collect()
}

/// The same, where few briefs are not what they were: only the companies of those are looked at.
fn appearances_again(read: &[Read], past: &Past, before: &Companies) -> Vec<Arc<CompanyEntry>> {
    let mut entries = before.entries.clone();
    for (index, (now, then)) in (0u32..).zip(read.iter().zip(&past.briefs)) {
        if Arc::ptr_eq(&now.entry, &then.entry) {
            continue;
        }
        let id = BriefId(index);
        let mut set = |company: CompanyId, appearance: Option<Appearance>| {
            let entry = Arc::make_mut(&mut entries[company.0 as usize]);
            let appearances = Arc::make_mut(&mut entry.appearances);
            let at = appearances.partition_point(|known| known.brief < id);
            let known = appearances.get(at).is_some_and(|known| known.brief == id);
            appearances.splice(at..at + usize::from(known), appearance);
        };
        for (company, _) in &then.entry.companies {
            set(*company, None);
        }
        for (company, role) in &now.entry.companies {
            set(*company, Some(appearance(id, *company, *role, now)));
        }
    }
    entries
}

fn appearance(brief: BriefId, company: CompanyId, role: CompanyRole, read: &Read) -> Appearance {
    let mut sentences = read.found.sentences.iter();
    let sentence = sentences.find(|sentence| sentence.company == company);
    Appearance {
        brief,
        role,
        sentence: sentence.map(|s| (Arc::clone(&s.text), s.name.clone())),
    }
}

/// Entries on one page of the archive and of a company's timeline: short ones, so more than on the home page.
pub const LONG_PAGE: usize = 100;

/// Every address, those of the further pages of lists included.
fn routes(
    ground: &Ground,
    config: &SiteConfig,
    briefs: usize,
    companies: &[Arc<CompanyEntry>],
    past: Option<&Past>,
) -> Routes {
    let pages_of = |entries: usize, per_page: usize| {
        u32::try_from(entries.div_ceil(per_page)).unwrap_or(u32::MAX)
    };
    let mut pages = vec![pages_of(briefs, config.paginate), pages_of(briefs, LONG_PAGE)];
    pages.extend(companies.iter().map(|c| pages_of(c.appearances.len(), LONG_PAGE)));
    if let Some(past) = past.filter(|past| past.routes.pages == pages) {
        return past.routes.clone();
    }

    let mut told = Vec::new();
    let mut table = ground.lay.table.clone();
    let mut add = |url: &UrlPath, pages: u32, route: &dyn Fn(u32) -> Route| {
        for page in 2..=pages {
            let what = format!("page {page} of {url}");
            table.add(page_url(url, page), route(page), None, what, &mut told);
        }
    };
    add(&home_url(), pages[0], &Route::Home);
    add(&top_url("archive"), pages[1], &Route::Archive);
    for ((id, company), pages) in (0u32..).zip(companies).zip(&pages[2..]) {
        add(&company.url, *pages, &|page| Route::Company(CompanyId(id), page));
    }
    for list in ground.lists() {
        for (index, group) in list.groups.iter().enumerate() {
            let pages = pages_of(group.briefs.len(), config.paginate);
            add(&group.url, pages, &|page| (list.route)(index, page));
        }
    }
    let routes = table.finish(&mut told).into();
    Routes { pages, routes, told: told.into() }
}

/// The address of a list's page: `/tags/ai/page/2/`. The first page is the list itself.
pub fn page_url(list: &UrlPath, page: u32) -> UrlPath {
    if page <= 1 {
        return list.clone();
    }
    UrlPath::from_decoded(&format!("{}page/{page}/", list.as_str()))
        .expect("digits added to a path give a path")
}

/// The address of the home page.
pub fn home_url() -> UrlPath {
    UrlPath::from_decoded("/").expect("a slash is a path")
}

/// The address of a list at the top of the site, such as `/archive/`; `name` is a plain word.
pub(crate) fn top_url(name: &str) -> UrlPath {
    UrlPath::from_decoded(&format!("/{name}/")).expect("a plain word makes a path")
}
