//! Every address elsewhere that a site names, each with its place.
//!
//! Comes in: a [`Site`]. Goes out: [`Reference`]s, document by document, in the order in which they are written.

use std::ops::Range;

use crate::link::Site;
use crate::markdown::{self, LinkKind, Outline};
use crate::model::{At, Brief, HtmlPolicy, KeyPath, Passage, Step};
use crate::parse::Document;

/// An address, and who names it.
#[derive(Debug)]
pub(super) struct Reference {
    /// As it was written.
    pub(super) address: Box<str>,
    pub(super) owner: Owner,
    pub(super) at: At,
    pub(super) purpose: Purpose,
}

/// The file that names an address; indexes are those of the site's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Brief(usize),
    Company(usize),
    Page(usize),
    Config,
}

/// What an address is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Readers may follow it.
    Link,
    /// It is shown.
    Picture,
    /// A number of the brief rests on it: its index.
    Source(usize),
    /// It proves how a watch item of the brief ended: its index.
    Evidence(usize),
}

/// The references of all briefs, companies and pages, and of site.yaml.
pub(super) fn references(site: &Site) -> Vec<Reference> {
    let mut found = Vec::new();
    for (at, entry) in site.briefs.iter().enumerate() {
        let mut texts = Texts::new(site.config.html, Owner::Brief(at), &mut found);
        brief(&mut texts, &entry.document);
    }
    for (at, entry) in site.companies.iter().enumerate() {
        let Some(document) = &entry.document else {
            continue;
        };
        let mut texts = Texts::new(site.config.html, Owner::Company(at), &mut found);
        texts.body(&document.outline, &|_| Purpose::Link);
        if let Some(description) = &document.value.description {
            texts.text(&description.value, &description.at, Purpose::Link);
        }
        if let Some(website) = &document.value.website {
            texts.add(&website.value, website.at.clone(), Purpose::Link);
        }
    }
    for (at, entry) in site.pages.iter().enumerate() {
        let document = &entry.document;
        let mut texts = Texts::new(site.config.html, Owner::Page(at), &mut found);
        texts.body(&document.outline, &|_| Purpose::Link);
        if let Some(description) = &document.value.description {
            texts.text(&description.value, &description.at, Purpose::Link);
        }
    }
    let mut texts = Texts::new(site.config.html, Owner::Config, &mut found);
    for item in site.config.nav.iter().flatten() {
        texts.add(&item.url.value, item.url.at.clone(), Purpose::Link);
    }
    for address in &site.config.me {
        texts.add(address, At::Front(KeyPath::key("me")), Purpose::Link);
    }
    if let Some(footer) = &site.config.footer {
        let at = At::Front(KeyPath::key("footer"));
        texts.text(footer, &at, Purpose::Link);
    }
    found
}

fn brief(texts: &mut Texts<'_>, document: &Document<Brief>) {
    let brief = &document.value;
    // A link inside a number that was read off the body is what the number rests on.
    let numbers = brief.numbers.iter().enumerate();
    let in_body: Vec<(usize, &Range<u32>)> = numbers
        .filter_map(|(at, number)| match &number.at {
            At::Body(range) => Some((at, range)),
            At::Front(_) | At::File => None,
        })
        .collect();
    let purpose = |link: &Range<u32>| {
        let inside = |number: &&(usize, &Range<u32>)| {
            number.1.start <= link.start && link.end <= number.1.end
        };
        let number = in_body.iter().find(inside);
        number.map_or(Purpose::Link, |(at, _)| Purpose::Source(*at))
    };
    texts.body(&document.outline, &purpose);
    texts.text(&brief.title.value, &brief.title.at, Purpose::Link);
    if let Some(dek) = &brief.dek {
        texts.text(&dek.value, &dek.at, Purpose::Link);
    }
    if let Some(canonical) = &brief.canonical {
        texts.add(&canonical.value, canonical.at.clone(), Purpose::Link);
    }
    for correction in &brief.corrections {
        texts.text(&correction.text.value, &correction.text.at, Purpose::Link);
    }
    for effect in &brief.effects {
        texts.optional(effect.title.as_deref(), &effect.at, Purpose::Link);
        texts.passage(&effect.text, &effect.at, Purpose::Link);
    }
    for (at, number) in brief.numbers.iter().enumerate() {
        let purpose = Purpose::Source(at);
        if let Some(source) = &number.source {
            texts.add(source, below(&number.at, "source"), purpose);
        }
        // What stands in the body was found there.
        if matches!(number.at, At::Front(_)) {
            texts.text(&number.label, &number.at, purpose);
            texts.optional(number.note.as_deref(), &number.at, purpose);
        }
    }
    for (at, item) in brief.watch.iter().enumerate() {
        if let Some(evidence) = &item.evidence {
            texts.add(evidence, below(&item.at, "evidence"), Purpose::Evidence(at));
        }
        if matches!(item.at, At::Front(_)) {
            texts.text(&item.title, &item.at, Purpose::Link);
            texts.passage(&item.text, &item.at, Purpose::Link);
            texts.optional(item.outcome.as_deref(), &item.at, Purpose::Evidence(at));
        }
    }
}

/// The place of a key of an item.
fn below(at: &At, key: &str) -> At {
    match at {
        At::Front(path) => At::Front(path.join(Step::Key(key))),
        At::Body(_) | At::File => at.clone(),
    }
}

/// The texts of one document.
struct Texts<'a> {
    html: HtmlPolicy,
    owner: Owner,
    found: &'a mut Vec<Reference>,
}

impl<'a> Texts<'a> {
    fn new(html: HtmlPolicy, owner: Owner, found: &'a mut Vec<Reference>) -> Self {
        Self { html, owner, found }
    }

    /// Adds an address, if it is one elsewhere.
    fn add(&mut self, address: &str, at: At, purpose: Purpose) {
        let starts = |scheme: &str| {
            let head = address.get(..scheme.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(scheme))
        };
        if ["http:", "https:", "//"].into_iter().any(starts) {
            self.found.push(Reference {
                address: address.into(),
                owner: self.owner,
                at,
                purpose,
            });
        }
    }

    fn body(&mut self, outline: &Outline, purpose: &dyn Fn(&Range<u32>) -> Purpose) {
        self.outline(outline, &|range| At::Body(range.clone()), purpose);
    }

    fn text(&mut self, text: &str, at: &At, purpose: Purpose) {
        if markdown::may_have_links(text) {
            let outline = markdown::text_outline(text);
            self.outline(&outline, &|_| at.clone(), &|_| purpose);
        }
    }

    fn optional(&mut self, text: Option<&str>, at: &At, purpose: Purpose) {
        if let Some(text) = text {
            self.text(text, at, purpose);
        }
    }

    fn passage(&mut self, passage: &Passage, at: &At, purpose: Purpose) {
        if let Passage::Front(text) = passage {
            self.text(text, at, purpose);
        }
    }

    fn outline(
        &mut self,
        outline: &Outline,
        at: &dyn Fn(&Range<u32>) -> At,
        purpose: &dyn Fn(&Range<u32>) -> Purpose,
    ) {
        // Raw HTML that is shown as text leads nowhere.
        let (html_links, html_images) = match self.html {
            HtmlPolicy::Escape => (&[][..], &[][..]),
            HtmlPolicy::Sanitize | HtmlPolicy::Allow => {
                (&outline.html_links[..], &outline.html_images[..])
            }
        };
        for link in outline.links.iter().chain(html_links) {
            if link.kind == LinkKind::Plain {
                self.add(&link.dest, at(&link.range), purpose(&link.range));
            }
        }
        for image in outline.images.iter().chain(html_images) {
            self.add(&image.src, at(&image.range), Purpose::Picture);
        }
    }
}
