//! A brief and what it is made of; and a plain page.

use std::ops::Range;

use super::{Allowance, At, Moment, PartialDate, Quantity, Slug, Text, UrlPath, Written};

/// One strategic brief, as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// Its address: `/briefs/<slug>/` unless site.yaml says otherwise.
    pub slug: Slug,
    /// The title; inline Markdown.
    pub title: Text,
    /// When it was, or will be, published.
    pub date: Written<Moment>,
    /// When it was last changed: what its author says, or its latest correction if that is later.
    pub updated: Option<Written<Moment>>,
    /// One sentence under the title.
    pub dek: Option<Text>,
    /// Names of authors.
    pub authors: Vec<Written<Box<str>>>,
    /// Tags, as written.
    pub tags: Vec<Written<Box<str>>>,
    /// Draft or not.
    pub publication: Publication,
    /// Old addresses that lead here.
    pub aliases: Vec<Written<UrlPath>>,
    /// The picture that stands for it.
    pub image: Option<Image>,
    /// What was corrected after it was published, the latest first.
    pub corrections: Vec<Correction>,
    /// Its first place of publication, if that is elsewhere.
    pub canonical: Option<Written<Box<str>>>,
    /// The series it belongs to.
    pub series: Option<Written<Box<str>>>,
    /// The companies it is about: slug, name or alias, as written. The first is the subject.
    pub companies: Vec<Written<Box<str>>>,
    /// Its figures.
    pub numbers: Vec<Number>,
    /// What follows from it, by order, then as written.
    pub effects: Vec<Effect>,
    /// What to watch.
    pub watch: Vec<WatchItem>,
    /// The body, cut at its headings of level 2 (and 1): in order, nothing left out.
    pub sections: Vec<Section>,
    /// Messages of the lint that it allows, with reasons.
    pub lint: Vec<Allowance>,
    /// Anything of the author's own, for themes.
    pub extra: serde_json::Value,
}

/// Something that was wrong, said in the open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// When it was corrected.
    pub date: Written<Moment>,
    /// What was wrong, and what is right; inline Markdown.
    pub text: Text,
}

/// Whether a brief is meant for readers yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// Shown from its date on.
    Final,
    /// Shown only where drafts are asked for.
    Draft,
}

/// A picture with its alternative text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// A path, as written: beside the brief, or from the site's root with a leading `/`.
    pub path: Written<Box<str>>,
    /// What it shows, in words.
    pub alt: Option<Box<str>>,
}

/// One figure of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The given id, else `n` and the ordinal from 1.
    pub id: Box<str>,
    /// The figure.
    pub quantity: Quantity,
    /// What it is a figure of; inline Markdown. May be empty.
    pub label: Box<str>,
    /// The company it belongs to, as written, if it was given.
    pub company: Option<Written<Box<str>>>,
    /// The metric, if it was given.
    pub metric: Option<Box<str>>,
    /// The point in time it holds for.
    pub as_of: Option<PartialDate>,
    /// The start of the period it covers.
    pub since: Option<PartialDate>,
    /// The end of the period it covers.
    pub through: Option<PartialDate>,
    /// Reported, estimate or projection.
    pub kind: NumberKind,
    /// The parenthesised note, without its parentheses; inline Markdown.
    pub note: Option<Box<str>>,
    /// Where it was published: an http(s) address.
    pub source: Option<Box<str>>,
    /// Where it was written: the whole item.
    pub at: At,
}

/// How firm a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NumberKind {
    /// Said by somebody who knows.
    Reported,
    /// Somebody's estimate.
    Estimate,
    /// About the future.
    Projection,
}

/// First, second or third order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Order {
    /// What changes at once.
    First,
    /// What others do about it.
    Second,
    /// What that changes in turn.
    Third,
}

/// One consequence of what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The given id, else `e` and the ordinal from 1.
    pub id: Box<str>,
    /// Its order.
    pub order: Order,
    /// A few words; inline Markdown.
    pub title: Option<Box<str>>,
    /// The text.
    pub text: Passage,
    /// Companies it touches, as written, if they were given.
    pub companies: Vec<Written<Box<str>>>,
    /// The effect it follows from: an id of this brief, an order, or `brief#id`.
    pub follows: Option<Written<Box<str>>>,
    /// The effect of an older brief that came true with this: `brief#id`.
    pub confirms: Option<Written<Box<str>>>,
    /// Where it was written: the whole item.
    pub at: At,
}

/// Block Markdown of an effect or a watch item: a text of its own, or a part of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passage {
    /// From the front matter.
    Front(Box<str>),
    /// Bytes of the file, without the label that begins it.
    Body(Range<u32>),
}

/// Something to watch, with or without a deadline.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchItem {
    /// The given id, else `w` and the ordinal from 1.
    pub id: Box<str>,
    /// A few words; inline Markdown. Empty if none was written.
    pub title: Box<str>,
    /// The text; may be empty.
    pub text: Passage,
    /// The deadline, if there is one; its last day counts. `FY2026` waits for the company's fiscal year.
    pub due: Option<PartialDate>,
    /// The words the deadline was read off: `within 90 days`.
    pub due_as_written: Option<Box<str>>,
    /// From 0 to 1.
    pub probability: Option<rust_decimal::Decimal>,
    /// How it ended, if it did.
    pub status: WatchStatus,
    /// When it was resolved.
    pub resolved: Option<PartialDate>,
    /// What happened; inline Markdown.
    pub outcome: Option<Box<str>>,
    /// Proof: an http(s) address.
    pub evidence: Option<Box<str>>,
    /// Companies, as written, if they were given.
    pub companies: Vec<Written<Box<str>>>,
    /// Where it was written: the whole item.
    pub at: At,
}

/// The state of a watch item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WatchStatus {
    /// Not decided.
    Open,
    /// It came true.
    Hit,
    /// It did not.
    Miss,
    /// It can no longer be decided.
    Void,
}

/// What a section of the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// What stands before the first heading.
    Lead,
    /// The Strategic Shift.
    Shift,
    /// What Happened.
    Happened,
    /// Why It Matters.
    Matters,
    /// The Numbers.
    Numbers,
    /// What To Watch.
    Watch,
    /// Any other heading.
    Other,
}

/// A heading of level 1 or 2 and what follows it, up to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is.
    pub role: Role,
    /// The heading's inline Markdown; `None` for the lead.
    pub heading: Option<Text>,
    /// The anchor of the heading; unique in the document. Empty for the lead.
    pub anchor: Box<str>,
    /// Bytes of the file that are this section's content and became neither effect, number nor watch item.
    /// Whole top-level blocks (or list items), in order.
    pub prose: Vec<Range<u32>>,
}

/// A plain page: about, subscribe.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its address: `/<slug>/`.
    pub slug: Slug,
    /// The title; inline Markdown.
    pub title: Text,
    /// One sentence.
    pub description: Option<Text>,
    /// Shown or not.
    pub publication: Publication,
    /// Old addresses.
    pub aliases: Vec<Written<UrlPath>>,
    /// Anything of the author's own, for themes.
    pub extra: serde_json::Value,
}

impl Effect {
    /// Its anchor on the brief's page.
    pub fn anchor(&self) -> String {
        format!("effect-{}", self.id)
    }
}

impl Number {
    /// Its anchor on the brief's page.
    pub fn anchor(&self) -> String {
        format!("number-{}", self.id)
    }
}

impl WatchItem {
    /// Its anchor on the brief's page.
    pub fn anchor(&self) -> String {
        format!("watch-{}", self.id)
    }
}

impl Role {
    /// The anchor of the section that is added for items whose role no section of the body has.
    pub const fn anchor(self) -> Option<&'static str> {
        match self {
            Self::Matters => Some("why-it-matters"),
            Self::Numbers => Some("the-numbers"),
            Self::Watch => Some("what-to-watch"),
            Self::Lead | Self::Shift | Self::Happened | Self::Other => None,
        }
    }
}

impl Brief {
    /// The anchors of the sections that are added for items without one.
    pub fn section_anchors(&self) -> impl Iterator<Item = &'static str> {
        let added = [
            (Role::Matters, !self.effects.is_empty()),
            (Role::Numbers, !self.numbers.is_empty()),
            (Role::Watch, !self.watch.is_empty()),
        ];
        added.into_iter().filter_map(|(role, items)| {
            let missing = items && self.sections.iter().all(|section| section.role != role);
            role.anchor().filter(|_| missing)
        })
    }

    /// The anchors of its effects, numbers and watch items.
    pub fn item_anchors(&self) -> impl Iterator<Item = String> {
        let effects = self.effects.iter().map(Effect::anchor);
        let numbers = self.numbers.iter().map(Number::anchor);
        let watch = self.watch.iter().map(WatchItem::anchor);
        effects.chain(numbers).chain(watch)
    }
}
