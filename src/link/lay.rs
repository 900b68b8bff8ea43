//! The lay of the land: the address of every source, before any text is read.
//!
//! Comes in: what this edition shows, and the registry. Goes out: a [`Lay`], against which links are resolved.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::registry::Registry;
use super::routes::{self, Absent};
use super::{
    CompanyId, EffectsBy, Route, Shown, data_path, effects_url, home_url, outputs, search_head,
    search_script, top_url,
};
use crate::diagnostic::{Code, Diagnostic, SourceId, Span};
use crate::markdown;
use crate::model::dataset::{Form, Table};
use crate::model::{Brief, Offer, SiteConfig, UrlPath, Written};

/// The author's own rules for the host, which go before the old addresses of documents.
pub(crate) const OWN_REDIRECTS: &str = "static/_redirects";

/// Where everything is.
#[derive(Debug)]
pub(crate) struct Lay {
    pub(crate) table: routes::Table,
    /// Parallel to the briefs that are shown.
    pub(crate) brief_urls: Vec<UrlPath>,
    /// Parallel to the registry.
    pub(crate) company_urls: Vec<UrlPath>,
    /// Parallel to the pages that are shown.
    pub(crate) page_urls: Vec<UrlPath>,
    /// Old addresses and where they lead.
    pub(crate) redirects: Vec<(UrlPath, UrlPath)>,
    /// The address of each file that has one, by path.
    pub(crate) by_path: BTreeMap<Arc<str>, UrlPath>,
    /// Documents that are not shown, by path.
    absent_paths: HashMap<Arc<str>, Absent>,
    company_by_url: HashMap<UrlPath, CompanyId>,
}

/// Gives every source its address.
pub(crate) fn lay(
    shown: &Shown,
    config: &SiteConfig,
    registry: &Registry,
    diagnostics: &mut Vec<Diagnostic>,
) -> Lay {
    let mut lay = Lay {
        table: routes::Table::default(),
        brief_urls: shown
            .briefs
            .iter()
            .map(|d| brief_url(&d.value, config))
            .collect(),
        company_urls: registry
            .entries()
            .iter()
            .map(|c| url_in("companies", c.slug.as_str()))
            .collect(),
        page_urls: shown
            .pages
            .iter()
            .map(|d| top_url(d.value.slug.as_str()))
            .collect(),
        redirects: Vec::new(),
        by_path: BTreeMap::new(),
        absent_paths: HashMap::new(),
        company_by_url: HashMap::new(),
    };
    lay.enter_own_pages(shown, config, diagnostics);
    lay.enter_documents(shown, registry, diagnostics);
    lay.enter_absent(shown, config);
    lay.enter_redirects(shown, diagnostics);
    lay.enter_files(shown, diagnostics);
    let urls = [&lay.brief_urls, &lay.company_urls];
    outputs::enter(&mut lay.table, shown, config, urls, diagnostics);
    lay
}

impl Lay {
    /// Pages that are there without a source.
    fn enter_own_pages(
        &mut self,
        shown: &Shown,
        config: &SiteConfig,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut own =
            |url: UrlPath, route, what: &str| self.table.add(url, route, None, what, diagnostics);
        own(home_url(), Route::Home(1), "the home page");
        own(top_url("archive"), Route::Archive(1), "the archive");
        own(
            top_url("companies"),
            Route::Companies(1),
            "the index of companies",
        );
        if shown.briefs.iter().any(|d| !d.value.tags.is_empty()) {
            own(top_url("tags"), Route::Tags(1), "the index of tags");
        }
        for (path, route, what) in [
            (
                "/404.html",
                Route::NotFound,
                "the page for what is not found",
            ),
            ("/_redirects", Route::RedirectList, "the list of redirects"),
            ("/robots.txt", Route::Robots, "robots.txt"),
        ] {
            own(UrlPath::new(path).expect("it is a path"), route, what);
        }
        let has = |some: &dyn Fn(&Brief) -> bool| shown.briefs.iter().any(|d| some(&d.value));
        if config.numbers == Offer::On && has(&|brief| !brief.numbers.is_empty()) {
            own(top_url("numbers"), Route::Numbers(1), "the list of numbers");
        }
        if config.effects == Offer::On && has(&|brief| !brief.effects.is_empty()) {
            let by_order = Route::Effects(EffectsBy::Order, 1);
            own(
                effects_url(EffectsBy::Order),
                by_order,
                "the list of effects",
            );
        }
        if config.watch == Offer::On && has(&|brief| !brief.watch.is_empty()) {
            own(top_url("watch"), Route::Watch(1), "the watch list");
        }
        if config.calendars == Offer::On
            && has(&|brief| brief.watch.iter().any(|item| item.due.is_some()))
        {
            own(file_url("/watch.ics"), Route::Calendar, "the calendar");
        }
        if config.search == Offer::On && !shown.briefs.is_empty() {
            own(top_url("search"), Route::Search, "the search");
            own(search_script(), Route::SearchScript, "a file of the search");
            own(search_head(), Route::SearchHead, "a file of the search");
        }
        if config.data == Offer::On && !shown.briefs.is_empty() {
            own(
                top_url("data"),
                Route::DataPage,
                "the page about the dataset",
            );
            for table in Table::ALL {
                for form in Form::ALL {
                    let url = file_url(&data_path(table, form));
                    own(url, Route::Data(table, form), "a file of the dataset");
                }
            }
        }
        if config.base_url.is_some() {
            let url = UrlPath::new("/sitemap.xml").expect("it is a path");
            own(url, Route::Sitemap, "the sitemap");
        }
    }

    fn enter_documents(
        &mut self,
        shown: &Shown,
        registry: &Registry,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        for ((index, document), url) in (0u32..).zip(&shown.briefs).zip(&self.brief_urls) {
            let what = format!("the brief {}", document.path);
            let span = Some(Span::file(document.source));
            self.table.add(
                url.clone(),
                Route::Brief(super::BriefId(index)),
                span,
                what,
                diagnostics,
            );
            self.by_path.insert(Arc::clone(&document.path), url.clone());
        }
        for ((index, company), url) in (0u32..).zip(registry.entries()).zip(&self.company_urls) {
            let id = CompanyId(index);
            let (span, what) = match &company.document {
                Some(document) => {
                    self.by_path.insert(Arc::clone(&document.path), url.clone());
                    (
                        Some(Span::file(document.source)),
                        format!("the company {}", document.path),
                    )
                }
                None => (None, format!("the company {}", company.name)),
            };
            self.table
                .add(url.clone(), Route::Company(id, 1), span, what, diagnostics);
            self.company_by_url.insert(url.clone(), id);
        }
        for ((index, document), url) in shown.pages.iter().enumerate().zip(&self.page_urls) {
            let what = format!("the page {}", document.path);
            let span = Some(Span::file(document.source));
            self.table
                .add(url.clone(), Route::Page(index), span, what, diagnostics);
            self.by_path.insert(Arc::clone(&document.path), url.clone());
        }
    }

    /// What is broken or held back keeps its address, so that links to it are judged by the right reason.
    fn enter_absent(&mut self, shown: &Shown, config: &SiteConfig) {
        for (document, reason) in &shown.absent {
            let url = brief_url(&document.value, config);
            self.table.add_absent(url.clone(), *reason);
            self.absent_paths
                .insert(Arc::clone(&document.path), *reason);
            self.by_path
                .entry(Arc::clone(&document.path))
                .or_insert(url);
        }
        for document in &shown.absent_pages {
            let url = top_url(document.value.slug.as_str());
            self.table.add_absent(url.clone(), Absent::Draft);
            self.absent_paths
                .insert(Arc::clone(&document.path), Absent::Draft);
            self.by_path
                .entry(Arc::clone(&document.path))
                .or_insert(url);
        }
        let claims = &shown.claims;
        for (claims, folder) in [
            (&claims.briefs, Some("briefs")),
            (&claims.companies, Some("companies")),
            (&claims.pages, None),
        ] {
            for claim in claims {
                let Some(slug) = &claim.slug else { continue };
                let url = folder.map_or_else(
                    || top_url(slug.as_str()),
                    |folder| url_in(folder, slug.as_str()),
                );
                self.table.add_absent(url.clone(), Absent::Broken);
                // The date that a pattern of addresses may want is not always known.
                self.table.claim(slug);
                self.absent_paths
                    .insert(Arc::clone(&claim.path), Absent::Broken);
                self.by_path.entry(Arc::clone(&claim.path)).or_insert(url);
            }
        }
    }

    fn enter_redirects(&mut self, shown: &Shown, diagnostics: &mut Vec<Diagnostic>) {
        let mut redirects: Vec<(UrlPath, UrlPath, Span)> = Vec::new();
        // The places of one file's addresses are looked up together: each look reads its front matter.
        let mut add = |addresses: &[Written<UrlPath>], to: &UrlPath, spans: Vec<Span>| {
            for (from, span) in addresses.iter().zip(spans) {
                let from = as_folder(&from.value);
                if from != *to {
                    redirects.push((from, to.clone(), span));
                }
            }
        };
        for (document, url) in shown.briefs.iter().zip(&self.brief_urls) {
            let old = &document.value.aliases;
            add(old, url, document.spans(old.iter().map(|old| &old.at)));
        }
        for document in &shown.companies {
            let Some(url) = self.by_path.get(&document.path) else {
                continue;
            };
            let old = &document.value.redirect_from;
            add(old, url, document.spans(old.iter().map(|old| &old.at)));
        }
        for (document, url) in shown.pages.iter().zip(&self.page_urls) {
            let old = &document.value.aliases;
            add(old, url, document.spans(old.iter().map(|old| &old.at)));
        }
        redirects.sort_by(|a, b| a.0.cmp(&b.0));
        for (index, (from, to, span)) in redirects.into_iter().enumerate() {
            let what = format!("the old address of {to}");
            self.table.add(
                from.clone(),
                Route::Redirect(index),
                Some(span),
                what,
                diagnostics,
            );
            self.redirects.push((from, to));
        }
    }

    /// Files under static/ at the top of the site; files in a document's own folder beside its page, unless the page
    /// is not there; other files under content/ only if something that is shown refers to them.
    fn enter_files(&mut self, shown: &Shown, diagnostics: &mut Vec<Diagnostic>) {
        let folders: HashMap<&str, (&UrlPath, Option<Absent>)> = self
            .by_path
            .iter()
            .filter_map(|(path, url)| {
                let absent = self.absent_paths.get(path).copied();
                Some((path.strip_suffix("index.md")?, (url, absent)))
            })
            .collect();
        let mut referred = None;
        let (mut entered, mut left_out) = (Vec::new(), Vec::new());
        for (source, path) in &shown.files {
            // It is joined with the old addresses.
            if &**path == OWN_REDIRECTS {
                continue;
            }
            let url = if let Some(rest) = path.strip_prefix("static/") {
                UrlPath::from_decoded(&format!("/{rest}"))
            } else if let Some((folder, (page, absent))) = own_folder(path, &folders) {
                let url = format!("{}{}", page.decoded(), &path[folder.len()..]);
                let url = UrlPath::from_decoded(&url);
                if let Some(reason) = absent {
                    left_out.extend(url.map(|url| (path, url, reason)));
                    continue;
                }
                url
            } else if referred
                .get_or_insert_with(|| referred_files(shown))
                .contains(&**path)
            {
                UrlPath::from_decoded(&format!(
                    "/{}",
                    path.strip_prefix("content/").unwrap_or(path)
                ))
            } else {
                continue;
            };
            match url {
                Some(url) => entered.push((*source, path, url)),
                None => diagnostics.push(
                    Diagnostic::new(
                        Code::InvalidUrl,
                        Span::file(*source),
                        "this file's name can't be part of an address",
                    )
                    .help("take `?`, `#`, `\\` and control characters out of its name"),
                ),
            }
        }
        for (source, path, url) in entered {
            self.enter_file(source, path, url, diagnostics);
        }
        for (path, url, reason) in left_out {
            self.table.add_absent(url.clone(), reason);
            self.by_path.insert(Arc::clone(path), url);
        }
    }

    fn enter_file(
        &mut self,
        source: SourceId,
        path: &Arc<str>,
        url: UrlPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let what = format!("the file {path}");
        self.table.add(
            url.clone(),
            Route::File(source),
            Some(Span::file(source)),
            what,
            diagnostics,
        );
        self.by_path.insert(Arc::clone(path), url);
    }

    /// The company whose page a written link leads to.
    pub(crate) fn company_at(&self, dest: &str, from: &str) -> Option<CompanyId> {
        let path = dest.split(['#', '?']).next().unwrap_or(dest);
        if path.starts_with("/companies/") {
            return self
                .company_by_url
                .get(&as_folder(&UrlPath::new(path)?))
                .copied();
        }
        if !path.ends_with(".md") {
            return None;
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = super::addresses::join(folder, path)?;
        self.company_by_url.get(self.by_path.get(&*file)?).copied()
    }
}

/// The address of a file that briefpress makes.
fn file_url(path: &str) -> UrlPath {
    UrlPath::new(path).expect("it is made of plain words")
}

/// The address of a brief, by the pattern in site.yaml.
fn brief_url(brief: &Brief, config: &SiteConfig) -> UrlPath {
    let day = brief.date.value.day;
    let path = config
        .permalinks
        .replace(":slug", brief.slug.as_str())
        .replace(":year", &format!("{:04}", day.year()))
        .replace(":month", &format!("{:02}", day.month()))
        .replace(":day", &format!("{:02}", day.day()));
    // The pattern was checked when site.yaml was read; a default here only spares a panic.
    UrlPath::new(&path).unwrap_or_else(|| url_in("briefs", brief.slug.as_str()))
}

fn url_in(folder: &str, slug: &str) -> UrlPath {
    UrlPath::from_decoded(&format!("/{folder}/{slug}/")).expect("a slug makes a path")
}

/// `/old` as `/old/`; `/old.html` stays a file.
fn as_folder(url: &UrlPath) -> UrlPath {
    let text = url.as_str();
    let last = text.rsplit('/').next().unwrap_or("");
    if last.is_empty() || last.contains('.') {
        return url.clone();
    }
    UrlPath::new(&format!("{text}/")).unwrap_or_else(|| url.clone())
}

/// The folder of the document that a file lies beside or below, if that document has a folder of its own; and the
/// document's address, and why it is not shown if it is not.
fn own_folder<'a>(
    path: &'a str,
    folders: &HashMap<&'a str, (&'a UrlPath, Option<Absent>)>,
) -> Option<(&'a str, (&'a UrlPath, Option<Absent>))> {
    path.rmatch_indices('/').find_map(|(slash, _)| {
        let folder = &path[..=slash];
        folders.get(folder).map(|document| (folder, *document))
    })
}

/// The paths of all files that links and pictures of shown documents refer to, relative to their own file.
fn referred_files(shown: &Shown) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    let mut add = |document: &str, dest: &str| {
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = dest.split(['#', '?']).next().unwrap_or(dest);
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        files.extend(super::addresses::join(folder, &path));
    };
    let mut outline = |path: &str, outline: &markdown::Outline| {
        outline.links.iter().for_each(|link| add(path, &link.dest));
        outline
            .images
            .iter()
            .for_each(|image| add(path, &image.src));
    };
    for document in &shown.companies {
        outline(&document.path, &document.outline);
    }
    for document in &shown.pages {
        outline(&document.path, &document.outline);
    }
    for document in &shown.briefs {
        outline(&document.path, &document.outline);
    }
    let claims = &shown.claims;
    for claim in [&claims.briefs, &claims.companies, &claims.pages]
        .into_iter()
        .flatten()
    {
        if let Some(document) = &claim.body {
            outline(&document.path, &document.outline);
        }
    }
    for document in &shown.briefs {
        if let Some(image) = &document.value.image {
            add(&document.path, &image.path.value);
        }
    }
    files
}
