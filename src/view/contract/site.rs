//! `site`: what all pages share. Made once a build.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Count, DateView, Href};
use crate::markdown::Markup;

/// What all pages share, under the key `site`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SiteView {
    /// The version of this contract.
    pub contract: u32,
    /// The publication's name.
    pub title: Arc<str>,
    /// One sentence about the publication.
    pub description: Option<Box<str>>,
    /// A BCP 47 language tag, for `<html lang>`.
    pub language: Box<str>,
    /// For `<html dir>`: `ltr` or `rtl`.
    pub dir: Direction,
    /// Where the site will live, without a trailing slash; null if site.yaml does not say.
    pub base_url: Option<Box<str>>,
    /// The path that every address inside the site begins with, without a trailing slash: empty, or `/repo`.
    pub base_path: Box<str>,
    /// Entries of the navigation. The current one is that whose `href` is `meta.nav_href`.
    pub nav: Vec<NavItemView>,
    /// Addresses of the pages that every site has.
    pub links: SiteLinks,
    /// What stands at the foot of each page.
    pub footer: Option<Markup>,
    /// The day that counts as today.
    pub today: DateView,
    /// The year of today, for a copyright line.
    pub year: i16,
    /// Other addresses of whoever publishes the site, for `<link rel="me">`.
    pub me: Vec<Href>,
    /// How many briefs are shown.
    pub briefs: Count,
    /// How many companies are known.
    pub companies: Count,
    /// Stylesheets to link after the theme's own, in this order: the author's, if site.yaml has any.
    pub styles: Vec<Href>,
    /// The Content-Security-Policy of every page, for `<meta http-equiv>`.
    pub csp: Box<str>,
    /// The program and its version: `briefpress 0.1.0`.
    pub generator: &'static str,
    /// What the author put under `extra` in site.yaml.
    pub extra: serde_json::Value,
}

/// The direction of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// An entry of the navigation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NavItemView {
    /// What is shown.
    pub title: Box<str>,
    /// Where it leads.
    pub href: Href,
}

/// Addresses of the pages that every site has; null where there is nothing to list, or where site.yaml leaves the page out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SiteLinks {
    /// The latest briefs.
    pub home: Href,
    /// All briefs by year.
    pub archive: Option<Href>,
    /// The index of companies.
    pub companies: Option<Href>,
    /// The index of tags.
    pub tags: Option<Href>,
    /// Every number.
    pub numbers: Option<Href>,
    /// Every effect.
    pub effects: Option<Href>,
    /// The watch list.
    pub watch: Option<Href>,
    /// The page about the dataset.
    pub data: Option<Href>,
    /// The page that searches; null where site.yaml switches it off.
    pub search: Option<Href>,
}
