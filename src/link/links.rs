//! Where the links and pictures of all texts lead, document by document.
//!
//! Comes in: documents, and the lay of the land. Goes out: new addresses for what is written in them, what is wrong, and
//! on whose headings that depends. No text is changed.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::addresses::{Context, Late, Targets};
use super::lay::Lay;
use super::registry::Registry;
use super::{Address, BriefId, PageEntry, Place, Route, Shown};
use crate::diagnostic::{Code, Diagnostic, Span, cap};
use crate::markdown;
use crate::model::{At, Brief, Company, Image, KeyPath, Offer, Passage, SiteConfig, UrlPath};
use crate::parse::Document;

/// Where everything is, and what is there.
pub(crate) struct Survey<'a> {
    pub(crate) lay: &'a Lay,
    pub(crate) shown: &'a Shown,
    pub(crate) config: &'a SiteConfig,
    pub(crate) registry: &'a Registry,
    /// The anchors of each brief, then of each page, gathered when the first link asks for them.
    anchors: Vec<OnceLock<BTreeSet<String>>>,
}

/// Where the links of a document lead.
pub(crate) struct Resolved {
    /// Sorted by place and range.
    pub(crate) addresses: Vec<Address>,
    /// The briefs whose anchors its links name.
    pub(crate) leans_on: Vec<BriefId>,
    /// Its links that can't be judged before all briefs were read.
    pub(crate) late: Vec<Late>,
}

/// What the links of a text are found to depend on.
#[derive(Default)]
pub(super) struct Asked {
    /// The briefs whose anchors were asked for.
    briefs: RefCell<Vec<BriefId>>,
    late: RefCell<Vec<Late>>,
}

impl Asked {
    /// The links that can't be judged yet.
    pub(super) fn late(self) -> Vec<Late> {
        self.late.into_inner()
    }
}

impl<'a> Survey<'a> {
    /// Looks at what is shown from where it lies.
    pub(crate) fn new(
        lay: &'a Lay,
        shown: &'a Shown,
        config: &'a SiteConfig,
        registry: &'a Registry,
    ) -> Self {
        let pages = shown.briefs.len() + shown.pages.len();
        let anchors = std::iter::repeat_with(OnceLock::new).take(pages).collect();
        Self {
            lay,
            shown,
            config,
            registry,
            anchors,
        }
    }

    /// Resolves the links and pictures of all texts of a brief.
    pub(crate) fn brief_addresses(
        &self,
        document: &Document<Brief>,
        url: &UrlPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Resolved {
        let brief = &document.value;
        let mut texts = Texts::new(self, document, url, diagnostics);
        texts.body();
        texts.text(Place::Title, &brief.title.value, &brief.title.at);
        if let Some(dek) = &brief.dek {
            texts.text(Place::Dek, &dek.value, &dek.at);
        }
        for (index, correction) in (0u32..).zip(&brief.corrections) {
            let text = &correction.text;
            texts.text(Place::Correction(index), &text.value, &text.at);
        }
        for (index, effect) in (0u32..).zip(&brief.effects) {
            texts.optional(
                Place::EffectTitle(index),
                effect.title.as_deref(),
                &effect.at,
            );
            texts.passage(Place::EffectText(index), &effect.text, &effect.at);
        }
        for (index, number) in (0u32..).zip(&brief.numbers) {
            texts.text(Place::NumberLabel(index), &number.label, &number.at);
            texts.optional(Place::NumberNote(index), number.note.as_deref(), &number.at);
        }
        for (index, item) in (0u32..).zip(&brief.watch) {
            texts.text(Place::WatchTitle(index), &item.title, &item.at);
            texts.passage(Place::WatchText(index), &item.text, &item.at);
            texts.optional(
                Place::WatchOutcome(index),
                item.outcome.as_deref(),
                &item.at,
            );
        }
        if let Some(image) = &brief.image {
            texts.image(image);
        }
        texts.finish()
    }

    /// Resolves the links and pictures of a company's own texts.
    pub(crate) fn company_addresses(
        &self,
        document: &Document<Company>,
        url: &UrlPath,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Resolved {
        let mut texts = Texts::new(self, document, url, diagnostics);
        texts.body();
        if let Some(description) = &document.value.description {
            texts.text(Place::Dek, &description.value, &description.at);
        }
        texts.finish()
    }

    /// All that links are checked against. What that depends on is noted in `asked`.
    pub(super) fn targets<R>(&self, asked: &Asked, then: impl FnOnce(&Targets<'_>) -> R) -> R {
        let anchors = |route| {
            if let Route::Brief(id) = route {
                asked.briefs.borrow_mut().push(id);
            }
            self.anchors(route)
        };
        let late = |late| asked.late.borrow_mut().push(late);
        let card = |url: &UrlPath| self.is_card(url);
        let company = |name: &str| {
            let id = self.registry.find(name)?;
            Some((id, self.lay.company_urls[id.0 as usize].clone()))
        };
        then(&Targets {
            table: &self.lay.table,
            by_path: &self.lay.by_path,
            anchors: &anchors,
            company: &company,
            base_path: self.config.base_path(),
            html: self.config.html,
            card: &card,
            late: &late,
            foreign_images: self
                .config
                .csp
                .keys()
                .any(|directive| &**directive == "img-src"),
        })
    }

    /// Whether an address is that of a card of a brief or a company.
    fn is_card(&self, url: &UrlPath) -> bool {
        let url = url.decoded();
        let Some(folder) = url.strip_suffix("/card.png") else {
            return false;
        };
        let page = |end: &str| {
            let page = UrlPath::from_decoded(&format!("{folder}{end}"))?;
            self.lay.table.get(&page)
        };
        self.config.cards == Offer::On
            && match page("/").or_else(|| page(".html")) {
                // One that has a picture of its own needs none.
                Some(Route::Brief(id)) => self.shown.briefs[id.0 as usize].value.image.is_none(),
                Some(Route::Company(_, 1)) => true,
                _ => false,
            }
    }

    /// The anchors of a page, where its author makes them.
    fn anchors(&self, route: Route) -> Option<&BTreeSet<String>> {
        let headings = |outline: &markdown::Outline| -> BTreeSet<String> {
            outline
                .headings
                .iter()
                .map(|heading| heading.anchor.to_string())
                .collect()
        };
        match route {
            Route::Brief(id) => {
                let document = &self.shown.briefs[id.0 as usize];
                Some(self.anchors[id.0 as usize].get_or_init(|| {
                    let mut all = headings(&document.outline);
                    all.extend(document.value.item_anchors());
                    all.extend(document.value.section_anchors().map(str::to_owned));
                    all
                }))
            }
            Route::Page(index) => {
                let document = &self.shown.pages[index];
                let anchors = &self.anchors[self.shown.briefs.len() + index];
                Some(anchors.get_or_init(|| headings(&document.outline)))
            }
            _ => None,
        }
    }

    /// Checks the links, anchors and pictures in the texts of broken documents. Anchors of their own pages are not
    /// checked: what items they would have had is not known.
    /// Goes out: their links that can't be judged yet.
    pub(crate) fn check_broken(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Late> {
        let mut late = Vec::new();
        let claims = &self.shown.claims;
        let all = [&claims.briefs, &claims.companies, &claims.pages];
        for claim in all.into_iter().flatten() {
            let (Some(document), Some(url)) = (&claim.body, self.lay.by_path.get(&claim.path))
            else {
                continue;
            };
            // Whatever lies below the address of a broken document is nobody's fault but its own. So its relative
            // addresses are read from a page beside it, whose name no page has.
            let folder = url.as_str().trim_end_matches('/');
            let folder = &folder[..=folder.rfind('/').unwrap_or(0)];
            if let Some(url) = UrlPath::new(&format!("{folder}-/")) {
                let mut texts = Texts::new(self, &**document, &url, diagnostics);
                texts.body();
                late.extend(texts.finish().late);
            }
        }
        late
    }

    /// Resolves plain pages' links and gives the pages their entries, and the links that can't be judged yet.
    pub(crate) fn pages(&self, diagnostics: &mut Vec<Diagnostic>) -> (Vec<PageEntry>, Vec<Late>) {
        let documents = &self.shown.pages;
        let (mut entries, mut late) = (Vec::with_capacity(documents.len()), Vec::new());
        for (document, url) in documents.iter().zip(&self.lay.page_urls) {
            let mut texts = Texts::new(self, document, url, diagnostics);
            texts.body();
            if let Some(description) = &document.value.description {
                texts.text(Place::Dek, &description.value, &description.at);
            }
            let links = texts.finish();
            late.extend(links.late);
            entries.push(PageEntry {
                document: Arc::clone(document),
                url: url.clone(),
                addresses: links.addresses,
            });
        }
        (entries, late)
    }
}

/// The texts of one document, whose links are resolved one after the other.
struct Texts<'a, T> {
    survey: &'a Survey<'a>,
    document: &'a Document<T>,
    url: &'a UrlPath,
    diagnostics: &'a mut Vec<Diagnostic>,
    addresses: Vec<Address>,
    asked: Asked,
}

impl<'a, T> Texts<'a, T> {
    fn new(
        survey: &'a Survey<'a>,
        document: &'a Document<T>,
        url: &'a UrlPath,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            survey,
            document,
            url,
            diagnostics,
            addresses: Vec::new(),
            asked: Asked::default(),
        }
    }

    fn body(&mut self) {
        for range in &self.document.outline.unknown_footnotes {
            let text = &self.document.text[range.start as usize..range.end as usize];
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownFootnote,
                    Span::new(self.document.source, range.clone()),
                    format!("the footnote `{text}` is not defined"),
                )
                .help(format!("add a line `{text}: ...` to the text")),
            );
        }
        let outline = &self.document.outline;
        self.problems(outline, &|range| At::Body(range));
        self.outline(Place::Body, outline, &|range| At::Body(range));
    }

    /// What of the markup will not be shown as it was written.
    fn problems(&mut self, outline: &markdown::Outline, at: &dyn Fn(Range<u32>) -> At) {
        for (range, problem) in &outline.problems {
            if problem.applies(self.survey.config.html)
                && !matches!(problem, markdown::Problem::Address(_))
            {
                let span = self.document.span(&at(range.clone()));
                self.diagnostics.push(markup_problem(problem, span));
            }
        }
    }

    fn text(&mut self, place: Place, text: &str, at: &At) {
        if markdown::may_have_links(text) {
            let outline = markdown::text_outline(text);
            self.problems(&outline, &|_| at.clone());
            self.outline(place, &outline, &|_| at.clone());
        }
    }

    fn optional(&mut self, place: Place, text: Option<&str>, at: &At) {
        if let Some(text) = text {
            self.text(place, text, at);
        }
    }

    fn passage(&mut self, place: Place, passage: &Passage, at: &At) {
        if let Passage::Front(text) = passage {
            self.text(place, text, at);
        }
    }

    fn image(&mut self, image: &Image) {
        let document = self.document;
        let (url, at) = (self.url, At::Front(KeyPath::key("image")));
        let span = |at: &At| document.span(at);
        let context = Context {
            path: &document.path,
            url,
            place: Place::Image,
            span: &span,
            at: &|_| at.clone(),
        };
        if image.alt.is_none() {
            let message = format!("the picture `{}` has no text", image.path.value);
            self.diagnostics.push(
                Diagnostic::new(Code::MissingAlt, document.span(&image.path.at), message)
                    .help("say what it shows: `image: { path: cover.jpg, alt: A robot arm }`; what only decorates has `alt: \"\"`"),
            );
        }
        let found = self.survey.targets(&self.asked, |targets| {
            targets.image(&image.path.value, &context)
        });
        match found {
            Ok(Some(href)) => self.addresses.push(Address {
                place: Place::Image,
                range: 0..0,
                href: href.into(),
            }),
            Ok(None) => {}
            Err(problem) => {
                let span = document.span(&image.path.at);
                self.diagnostics
                    .extend(problem.map(|problem| problem.at(span)));
            }
        }
    }

    fn outline(
        &mut self,
        place: Place,
        outline: &markdown::Outline,
        at: &dyn Fn(Range<u32>) -> At,
    ) {
        if outline.links.is_empty()
            && outline.images.is_empty()
            && outline.html_links.is_empty()
            && outline.html_images.is_empty()
        {
            return;
        }
        let document = self.document;
        let span = |at: &At| document.span(at);
        let context = Context {
            path: &document.path,
            url: self.url,
            place,
            span: &span,
            at,
        };
        let before = self.diagnostics.len();
        let found = self.survey.targets(&self.asked, |targets| {
            targets.resolve(outline, &context, self.diagnostics)
        });
        cap(self.diagnostics, before);
        self.addresses.extend(found);
    }

    fn finish(mut self) -> Resolved {
        self.addresses
            .sort_by_key(|address| (address.place, address.range.start, address.range.end));
        let mut leans_on = self.asked.briefs.take();
        leans_on.sort_unstable();
        leans_on.dedup();
        Resolved {
            addresses: self.addresses,
            leans_on,
            late: self.asked.late(),
        }
    }
}

/// What is told of markup that will not be shown as it was written. Addresses are told where links are resolved.
fn markup_problem(problem: &markdown::Problem, span: Span) -> Diagnostic {
    use markdown::Problem;
    let (code, message) = match problem {
        Problem::Element(name) => (
            Code::HtmlRemoved,
            format!("the HTML element `<{name}>` is taken out"),
        ),
        Problem::Frame(address) => (
            Code::HtmlRemoved,
            format!(
                "this `<iframe>` becomes a link to {address}, so that nobody is called unasked"
            ),
        ),
        Problem::Attribute(name, element) => (
            Code::HtmlRemoved,
            format!("the attribute `{name}` of `<{element}>` is taken out"),
        ),
        Problem::Address(address) => (
            Code::HtmlRemoved,
            format!("the address `{address}` is taken out"),
        ),
        Problem::Unfinished => (
            Code::HtmlRemoved,
            "this HTML is never finished, and is shown as text".to_owned(),
        ),
        Problem::TooDeep => (
            Code::TooDeep,
            "this stands inside more than a hundred other elements".to_owned(),
        ),
    };
    let help = match problem {
        Problem::TooDeep => "say it with less nesting",
        Problem::Unfinished => "close it, or write `&lt;` for a plain `<`",
        Problem::Frame(_) => {
            "write the link yourself, alone in its paragraph: it is shown as a card, with a still if its text is a picture"
        }
        Problem::Element(_) | Problem::Attribute(..) | Problem::Address(_) => {
            "say it in Markdown; `html: allow` in site.yaml publishes any HTML, for authors whom readers may trust"
        }
    };
    Diagnostic::new(code, span, message).help(help)
}
