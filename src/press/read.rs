//! Every file on its own: which kind it is, and what it says.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Checked, Code, Diagnostic, SourceId, Span};
use crate::link::{Claims, Documents};
use crate::model::{Brief, Company, Page, Role, SiteConfig};
use crate::parse::{self, Claim, Document, Outcome};
use crate::source::{Content, SourceFile, Sources};

/// All files of a site, each understood on its own.
#[derive(Debug)]
pub(super) struct Reading {
    /// What site.yaml says.
    pub(super) config: SiteConfig,
    /// What the other files say.
    pub(super) documents: Documents,
}

/// Texts that were understood before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Each text, and what it turned out to be.
    parts: HashMap<SourceId, (Arc<str>, Part)>,
    /// The further names of sections with which they were read.
    sections: BTreeMap<Box<str>, Role>,
}

impl Memo {
    /// What this very text turned out to be before.
    fn get(&self, file: &SourceFile) -> Option<Part> {
        let (text, part) = self.parts.get(&file.id)?;
        match &file.content {
            Content::Text(now) if Arc::ptr_eq(text, now) => Some(part.clone()),
            _ => None,
        }
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

/// Understands every file of the site; those that are the very same as before by memory.
pub(super) fn read(sources: &Sources, memo: &mut Memo) -> Checked<Reading> {
    let mut diagnostics = Vec::new();
    let config = config(sources).drain(&mut diagnostics);
    if memo.sections != config.sections {
        memo.parts.clear();
        memo.sections.clone_from(&config.sections);
    }
    let files: Vec<_> = sources.iter().collect();
    let parts: Vec<Part> = files
        .par_iter()
        .map(|file| {
            memo.get(file)
                .unwrap_or_else(|| read_file(file, &config.sections))
        })
        .collect();
    memo.parts = files
        .iter()
        .zip(&parts)
        .filter_map(|(file, part)| match (&file.content, part) {
            (_, Part::Other | Part::Copied(..)) => None,
            (Content::Text(text), part) => Some((file.id, (Arc::clone(text), part.clone()))),
            _ => None,
        })
        .collect();
    let mut documents = Documents {
        config: sources
            .by_path("site.yaml")
            .and_then(|file| match &file.content {
                Content::Text(text) => Some((file.id, Arc::clone(text))),
                _ => None,
            }),
        ..Documents::default()
    };
    for part in parts {
        match part {
            Part::Brief(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.briefs,
                    &mut documents.claims.briefs,
                );
            }
            Part::Company(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.companies,
                    &mut documents.claims.companies,
                );
            }
            Part::Page(checked) => {
                keep(
                    checked.drain(&mut diagnostics),
                    &mut documents.pages,
                    &mut documents.claims.pages,
                );
            }
            Part::Copied(id, path) => documents.files.push((id, path)),
            Part::Stray(diagnostic) => diagnostics.push(diagnostic),
            Part::Other => {}
        }
    }
    claim_refused(sources, &mut documents.claims);
    Checked {
        value: Reading { config, documents },
        diagnostics,
    }
}

/// What one file turned out to be.
#[derive(Clone, Debug)]
enum Part {
    Brief(Checked<Kept<Brief>>),
    Company(Checked<Kept<Company>>),
    Page(Checked<Kept<Page>>),
    Copied(SourceId, Arc<str>),
    Stray(Diagnostic),
    Other,
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
    match (kind_of(path), &file.content) {
        (Some(Kind::Brief), Content::Text(text)) => {
            Part::Brief(parse::brief(id, path, text, sections).map(Kept::from))
        }
        (Some(Kind::Company), Content::Text(text)) => {
            Part::Company(parse::company(id, path, text).map(Kept::from))
        }
        (Some(Kind::Page), Content::Text(text)) => {
            Part::Page(parse::page(id, path, text).map(Kept::from))
        }
        (Some(Kind::Stray), _) => Part::Stray(
            Diagnostic::new(
                Code::StrayFile,
                Span::file(id),
                "this file is in no folder that briefpress reads",
            )
            .help("move it to content/briefs/, content/companies/ or content/pages/"),
        ),
        (None, _) if path.starts_with("content/") || path.starts_with("static/") => {
            Part::Copied(id, Arc::clone(path))
        }
        _ => Part::Other,
    }
}

fn keep<T>(kept: Kept<T>, good: &mut Vec<Arc<Document<T>>>, broken: &mut Vec<Claim>) {
    match kept {
        Kept::Good(document) => good.push(document),
        Kept::Broken(claim) => broken.push(claim),
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
        };
        match kind {
            Kind::Brief => claims.briefs.push(claim),
            Kind::Company => claims.companies.push(claim),
            Kind::Page => claims.pages.push(claim),
            Kind::Stray => {}
        }
    }
}
