//! Every file on its own: which kind it is, and what it says.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Span, Told};
use crate::link::{Claims, Documents};
use crate::model::{Brief, Company, Page, Role, SiteConfig};
use crate::parse::{self, Claim, Document, Outcome};
use crate::source::{Content, SourceFile, Sources};

/// Texts that were understood before.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    /// Each text, by path, and what it turned out to be.
    parts: Vec<(SourceId, Arc<str>, Part)>,
    /// The further names of sections with which they were read.
    sections: BTreeMap<Box<str>, Role>,
}

impl Memo {
    /// What each of `files` turned out to be before, if it was there and its text is the very same.
    fn parts_of<'a>(&'a self, files: &[&SourceFile]) -> Vec<Option<&'a Part>> {
        let known = || -> HashMap<SourceId, usize> {
            self.parts
                .iter()
                .enumerate()
                .map(|(at, (id, ..))| (*id, at))
                .collect()
        };
        let (mut places, mut next) = (None, 0);
        let part = |file: &&SourceFile| {
            // Few files come and go: mostly the next one is meant.
            let at = match self.parts.get(next) {
                Some((id, ..)) if *id == file.id => next,
                _ => *places.get_or_insert_with(known).get(&file.id)?,
            };
            next = at + 1;
            let (_, before, part) = &self.parts[at];
            match &file.content {
                Content::Text(now) if Arc::ptr_eq(before, now) => Some(part),
                _ => None,
            }
        };
        files.iter().map(part).collect()
    }
}

/// What site.yaml says; its defaults if there is none.
pub(super) fn config(sources: &Sources) -> Checked<SiteConfig> {
    match sources
        .by_path("site.yaml")
        .map(|file| (file.id, &file.content))
    {
        Some((id, Content::Text(text))) => parse::config(id, text),
        _ => Checked::clean(SiteConfig::default()),
    }
}

/// Understands every file of the site but site.yaml, whose further names of sections are `sections`; those that are the
/// very same as before by memory.
pub(super) fn documents(
    sources: &Sources,
    sections: &BTreeMap<Box<str>, Role>,
    memo: &mut Memo,
) -> (Documents, Told) {
    if memo.sections != *sections {
        memo.parts.clear();
        memo.sections.clone_from(sections);
    }
    let files: Vec<_> = sources.iter().collect();
    let parts: Vec<Part> = files
        .par_iter()
        .zip(memo.parts_of(&files))
        .with_min_len(16)
        .map(|(file, known)| match known {
            Some(part) => part.clone(),
            None => read_file(file, sections),
        })
        .collect();
    let mut told = Told::default();
    let mut documents = Documents {
        config: config_file(sources),
        ..Documents::default()
    };
    for part in &parts {
        told.share(&part.told);
        match &part.what {
            What::Brief(kept) => {
                keep(kept, &mut documents.briefs, &mut documents.claims.briefs);
            }
            What::Company(kept) => {
                keep(
                    kept,
                    &mut documents.companies,
                    &mut documents.claims.companies,
                );
            }
            What::Page(kept) => {
                keep(kept, &mut documents.pages, &mut documents.claims.pages);
            }
            What::Copied(id, path) => documents.files.push((*id, Arc::clone(path))),
            What::Other => {}
        }
    }
    memo.parts = files
        .iter()
        .zip(parts)
        .filter_map(|(file, part)| match &file.content {
            Content::Text(text) => Some((file.id, Arc::clone(text), part)),
            _ => None,
        })
        .collect();
    claim_refused(sources, &mut documents.claims);
    (documents, told)
}

/// site.yaml and its text.
fn config_file(sources: &Sources) -> Option<(SourceId, Arc<str>)> {
    let file = sources.by_path("site.yaml")?;
    match &file.content {
        Content::Text(text) => Some((file.id, Arc::clone(text))),
        _ => None,
    }
}

/// What one file turned out to be, and what is wrong with it.
#[derive(Clone, Debug)]
struct Part {
    what: What,
    told: Arc<[Diagnostic]>,
}

#[derive(Clone, Debug)]
enum What {
    Brief(Kept<Brief>),
    Company(Kept<Company>),
    Page(Kept<Page>),
    Copied(SourceId, Arc<str>),
    Other,
}

impl<T> Checked<Outcome<T>> {
    /// The part that `what` makes of a document.
    fn part(self, what: fn(Kept<T>) -> What) -> Part {
        Part {
            what: what(self.value.into()),
            told: self.diagnostics.into(),
        }
    }
}

/// A document that can be shared, or what is left of a broken one.
#[derive(Clone, Debug)]
enum Kept<T> {
    Good(Arc<Document<T>>),
    Broken(Claim),
}

impl<T> From<Outcome<T>> for Kept<T> {
    fn from(outcome: Outcome<T>) -> Self {
        match outcome {
            Outcome::Good(document) => Self::Good(Arc::new(document)),
            Outcome::Broken(claim) => Self::Broken(claim),
        }
    }
}

/// What a path below content/ is for.
#[derive(Clone, Copy)]
enum Kind {
    Brief,
    Company,
    Page,
    Stray,
}

/// The kind of a Markdown file by its folder; `None` for what is not Markdown below content/.
fn kind_of(path: &str) -> Option<Kind> {
    let rest = path.strip_prefix("content/")?;
    if !rest.ends_with(".md") {
        return None;
    }
    Some(match rest.split_once('/') {
        Some(("briefs", _)) => Kind::Brief,
        Some(("companies", _)) => Kind::Company,
        Some(("pages", _)) => Kind::Page,
        _ => Kind::Stray,
    })
}

fn read_file(file: &SourceFile, sections: &BTreeMap<Box<str>, Role>) -> Part {
    let _stage = tracing::info_span!("parse", file = &*file.path).entered();
    let (id, path) = (file.id, &file.path);
    let (what, told) = match (kind_of(path), &file.content) {
        (Some(Kind::Brief), Content::Text(text)) => {
            return parse::brief(id, path, text, sections).part(What::Brief);
        }
        (Some(Kind::Company), Content::Text(text)) => {
            return parse::company(id, path, text).part(What::Company);
        }
        (Some(Kind::Page), Content::Text(text)) => {
            return parse::page(id, path, text).part(What::Page);
        }
        (Some(Kind::Stray), _) => {
            let stray = Diagnostic::new(
                Code::StrayFile,
                Span::file(id),
                "this file is in no folder that briefpress reads",
            )
            .help("move it to content/briefs/, content/companies/ or content/pages/");
            (What::Other, vec![stray])
        }
        (None, _) if path.starts_with("content/") || path.starts_with("static/") => {
            (What::Copied(id, Arc::clone(path)), Vec::new())
        }
        _ => (What::Other, Vec::new()),
    };
    Part {
        what,
        told: told.into(),
    }
}

fn keep<T>(kept: &Kept<T>, good: &mut Vec<Arc<Document<T>>>, broken: &mut Vec<Claim>) {
    match kept {
        Kept::Good(document) => good.push(Arc::clone(document)),
        Kept::Broken(claim) => broken.push(claim.clone()),
    }
}

/// Files that could not be read at all (not UTF-8, too large) keep their slugs too.
fn claim_refused(sources: &Sources, claims: &mut Claims) {
    for file in sources.refused() {
        let Some(kind) = kind_of(&file.path) else {
            continue;
        };
        let claim = Claim {
            source: file.id,
            path: Arc::clone(&file.path),
            slug: parse::slug_of_path(&file.path),
            names: Vec::new(),
            body: None,
        };
        match kind {
            Kind::Brief => claims.briefs.push(claim),
            Kind::Company => claims.companies.push(claim),
            Kind::Page => claims.pages.push(claim),
            Kind::Stray => {}
        }
    }
}
