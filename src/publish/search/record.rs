//! A brief or company as it is shown among results.
//!
//! Comes in: a linked brief. Goes out: JSON with its texts, out of which a browser picks the sentence that fits.

use std::sync::Arc;

use serde::Serialize;

use super::texts::{self, Field, Piece};
use crate::link::{BriefEntry, CompanyEntry, CompanyRole, Site};
use crate::model::UrlPath;

/// How many bytes of a brief's texts are taken along. A longer one is found by all of its words all the same; where
/// the words stand beyond, the sentence under its title is shown.
const LONGEST: usize = 24 * 1024;

/// Companies and tags that one result names.
const MOST_NAMES: usize = 6;

#[derive(Serialize)]
struct Record<'a> {
    /// The address, base path included.
    url: String,
    title: &'a str,
    /// The day of a brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    /// Slug and name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    companies: Vec<(&'a str, &'a str)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<(&'a str, &'a str)>,
    /// Anchor and text.
    texts: Vec<(&'a str, &'a str)>,
}

/// A brief.
pub(super) fn brief(site: &Site, entry: &BriefEntry) -> String {
    let pieces = texts::of_brief(entry);
    let title = pieces.iter().find(|piece| piece.field == Field::Title);
    let named = entry
        .companies
        .iter()
        .filter(|(_, role)| *role != CompanyRole::Mentioned)
        .map(|(id, _)| &site.companies[id.0 as usize])
        .map(|company| (company.slug.as_str(), &*company.name));
    let tags = entry.tags.iter().map(|index| &site.tags[*index]);
    let record = Record {
        url: address(site, &entry.url),
        title: title.map_or("", |piece| &piece.text),
        date: Some(entry.document.value.date.value.day.to_string()),
        companies: named.take(MOST_NAMES).collect(),
        tags: tags
            .map(|tag| (tag.slug.as_str(), &*tag.name))
            .take(MOST_NAMES)
            .collect(),
        texts: shown(&pieces),
    };
    json(&[record])
}

/// Some companies.
pub(super) fn companies(site: &Site, companies: &[Arc<CompanyEntry>]) -> String {
    let pieces: Vec<Vec<Piece>> = companies
        .iter()
        .map(|company| texts::of_company(company))
        .collect();
    let records: Vec<Record<'_>> = companies
        .iter()
        .zip(&pieces)
        .map(|(company, pieces)| Record {
            url: address(site, &company.url),
            title: &company.name,
            date: None,
            companies: vec![(company.slug.as_str(), &company.name)],
            tags: Vec::new(),
            texts: shown(&pieces[1..]),
        })
        .collect();
    json(&records)
}

fn address(site: &Site, url: &UrlPath) -> String {
    format!("{}{url}", site.config.base_path())
}

/// The texts that a sentence may be picked from.
fn shown(pieces: &[Piece]) -> Vec<(&str, &str)> {
    let mut room = LONGEST;
    pieces
        .iter()
        .filter(|piece| !matches!(piece.field, Field::Title | Field::Heading))
        .map_while(|piece| {
            room = room.checked_sub(piece.text.len())?;
            Some((&*piece.anchor, &*piece.text))
        })
        .collect()
}

fn json(records: &[Record<'_>]) -> String {
    serde_json::to_string(records).expect("text is JSON")
}
