//! `brief`: a brief in full, and as a card on other pages.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    CompanyCard, CompanyRoleView, Count, DateView, Href, ImageView, LinkView, OutsideLink,
    PartialDateView, Shared, TocEntry,
};
use crate::markdown::Markup;

/// A brief in full.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefView {
    /// The last part of its address.
    pub slug: Box<str>,
    /// Its address.
    pub href: Href,
    /// The title, inline.
    pub title: Markup,
    /// The title as plain text.
    pub title_text: Arc<str>,
    /// One sentence under the title, inline.
    pub dek: Option<Markup>,
    /// When it was published.
    pub date: DateView,
    /// When it was last changed, if it was; a correction is a change.
    pub updated: Option<DateView>,
    /// Who wrote it.
    pub authors: Vec<Shared<LinkView>>,
    /// Its tags.
    pub tags: Vec<Shared<LinkView>>,
    /// The series it belongs to.
    pub series: Option<SeriesView>,
    /// Whether it is a draft, shown only because drafts were asked for.
    pub draft: bool,
    /// Whether its date is after today, shown only because the future was asked for.
    pub future: bool,
    /// The companies it declares or names, each once: the subject first.
    pub companies: Vec<BriefCompany>,
    /// The picture that stands for it.
    pub image: Option<ImageView>,
    /// Its text, section by section, in order of reading. Where a section has `items`, its effects, numbers or watch
    /// items are shown in it, after `html`.
    pub sections: Vec<SectionView>,
    /// What follows from it.
    pub effects: EffectsView,
    /// Its figures.
    pub numbers: Vec<NumberView>,
    /// What to watch.
    pub watch: Vec<WatchView>,
    /// Its headings of level 2 and 3.
    pub toc: Vec<TocEntry>,
    /// What was corrected after it was published, the latest first.
    pub corrections: Vec<CorrectionView>,
    /// Its footnotes, as a list.
    pub footnotes: Option<Markup>,
    /// Words of text.
    pub words: Count,
    /// Minutes that reading takes, at least 1.
    pub reading_minutes: usize,
    /// Briefs that share companies or tags with it, those that share most first.
    pub related: Vec<RelatedView>,
    /// The brief before it in time.
    pub previous: Option<Shared<BriefCard>>,
    /// The brief after it in time.
    pub next: Option<Shared<BriefCard>>,
    /// What the author put under `extra`.
    pub extra: serde_json::Value,
}

/// Something that was wrong, said in the open.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CorrectionView {
    /// When it was corrected.
    pub date: DateView,
    /// What was wrong, and what is right; inline.
    pub text: Markup,
}

/// A brief that shares companies or tags with another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelatedView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The companies that both declare.
    pub companies: Vec<Shared<LinkView>>,
    /// The tags that both have.
    pub tags: Vec<Shared<LinkView>>,
}

/// A brief on other pages.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefCard {
    /// The title, inline. It holds no links.
    pub title: Markup,
    /// The title as plain text.
    pub title_text: Arc<str>,
    /// Its address.
    pub href: Href,
    /// When it was published.
    pub date: DateView,
    /// One sentence: the dek, else the beginning of The Strategic Shift or of the first text; inline.
    pub dek: Option<Markup>,
    /// The same as plain text.
    pub dek_text: Option<Box<str>>,
    /// The companies it declares, the subject first.
    pub companies: Vec<Shared<LinkView>>,
    /// Its tags.
    pub tags: Vec<Shared<LinkView>>,
    /// Its first figure.
    pub number: Option<CardNumber>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether its date is after today.
    pub future: bool,
}

/// The first figure of a brief, on its card.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CardNumber {
    /// The author's wording: `$5.3B`.
    pub as_written: Box<str>,
    /// What it is a figure of; plain, may be empty.
    pub label_text: Box<str>,
    /// Reported, estimate or projection.
    pub kind: NumberKindView,
}

/// A company that a brief declares or names.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BriefCompany {
    /// Its name.
    pub name: Arc<str>,
    /// Its dossier.
    pub href: Href,
    /// `subject`, `declared` or `mentioned`.
    pub role: CompanyRoleView,
}

/// The series a brief belongs to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeriesView {
    /// Its name.
    pub name: Arc<str>,
    /// Its page.
    pub href: Href,
    /// Which part this brief is, from 1.
    pub position: usize,
    /// How many parts there are.
    pub total: usize,
    /// The part before.
    pub previous: Option<Shared<BriefCard>>,
    /// The part after.
    pub next: Option<Shared<BriefCard>>,
}

/// A section: a heading and what follows it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SectionView {
    /// What it is: `lead` (before the first heading), `shift`, `happened`, `matters`, `numbers`, `watch` or `other`.
    pub role: SectionRole,
    /// The heading, inline; null for the lead.
    pub heading: Option<Markup>,
    /// Its anchor, without `#`; empty for the lead.
    pub anchor: Box<str>,
    /// The prose, without what became an effect, a number or a watch item.
    pub html: Markup,
    /// Whether `html` is empty.
    pub is_empty: bool,
    /// Whether this is the place of `brief.effects` (in `matters`), `brief.numbers` (in `numbers`) or `brief.watch`
    /// (in `watch`): true at most once for each, and never if there are none.
    pub items: bool,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SectionRole {
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

/// Effects by order.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct EffectsView {
    /// What changes at once.
    pub first: Vec<EffectView>,
    /// What others do about it.
    pub second: Vec<EffectView>,
    /// What that changes in turn.
    pub third: Vec<EffectView>,
}

/// One consequence.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectView {
    /// Its id, unique among the effects of its brief.
    pub id: Box<str>,
    /// Its anchor, unique on the page, without `#`.
    pub anchor: Box<str>,
    /// 1, 2 or 3.
    pub order: u8,
    /// A few words, inline.
    pub title: Option<Markup>,
    /// The text: paragraphs.
    pub text: Markup,
    /// The companies it touches.
    pub companies: Vec<Shared<LinkView>>,
    /// The effect it follows from.
    pub follows: Option<EffectRef>,
    /// The effect of an older brief that came true with this.
    pub confirms: Option<EffectRef>,
    /// The effects of later briefs with which this came true.
    pub came_true_in: Vec<EffectRef>,
}

/// A pointer to an effect.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectRef {
    /// Where it stands.
    pub href: Href,
    /// 1, 2 or 3.
    pub order: u8,
    /// Its title as plain text, if it has one.
    pub title_text: Option<Box<str>>,
    /// The brief it stands in; null if it is this one.
    pub brief: Option<Shared<BriefCard>>,
}

/// A figure. Decimals are text without exponent or separators: `5300000000`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumberView {
    /// Its id, unique among the numbers of its brief.
    pub id: Box<str>,
    /// Its anchor, unique on the page, without `#`.
    pub anchor: Box<str>,
    /// The author's wording: `$5.3B`.
    pub as_written: Box<str>,
    /// What it is a figure of, inline.
    pub label: Option<Markup>,
    /// The figure, scale applied; of a change, the figure now. Null for a range.
    pub value: Option<Box<str>>,
    /// The lower end of a range.
    pub low: Option<Box<str>>,
    /// The upper end of a range.
    pub high: Option<Box<str>>,
    /// The figure before, of a change.
    pub previous: Option<Box<str>>,
    /// What is counted: `USD`, `percent`, `pp`, `bps`, `x`, `people`.
    pub unit: Option<Box<str>>,
    /// Whether it was written as approximate.
    pub approx: bool,
    /// `reported`, `estimate` or `projection`.
    pub kind: NumberKindView,
    /// The metric, if one was given.
    pub metric: Option<Box<str>>,
    /// The company it belongs to.
    pub company: Option<Shared<CompanyCard>>,
    /// The point in time it holds for.
    pub as_of: Option<PartialDateView>,
    /// The start of the period it covers.
    pub since: Option<PartialDateView>,
    /// The end of the period it covers.
    pub through: Option<PartialDateView>,
    /// The note, without its parentheses, inline.
    pub note: Option<Markup>,
    /// Where it was published.
    pub source: Option<OutsideLink>,
}

/// How firm a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum NumberKindView {
    /// Said by somebody who knows.
    Reported,
    /// Somebody's estimate.
    Estimate,
    /// About the future.
    Projection,
}

/// Something to watch.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchView {
    /// Its id, unique among the watch items of its brief.
    pub id: Box<str>,
    /// Its anchor, unique on the page, without `#`.
    pub anchor: Box<str>,
    /// A few words, inline.
    pub title: Option<Markup>,
    /// The text: paragraphs; may be empty.
    pub text: Markup,
    /// The companies it is about.
    pub companies: Vec<Shared<LinkView>>,
    /// The last day of the deadline; null if it is undated.
    pub due: Option<DateView>,
    /// The words the deadline was read off: `within 90 days`.
    pub due_as_written: Option<Box<str>>,
    /// `open`, `overdue` (open, and its last day is before today), `hit`, `miss` or `void`.
    pub status: WatchState,
    /// Days since the deadline, if it is overdue.
    pub overdue_days: Option<i32>,
    /// From 0 to 1, as text: `0.6`.
    pub probability: Option<Box<str>>,
    /// The same for showing: `60%`.
    pub probability_text: Option<Box<str>>,
    /// When it was resolved.
    pub resolved: Option<PartialDateView>,
    /// What happened, inline.
    pub outcome: Option<Markup>,
    /// Proof.
    pub evidence: Option<OutsideLink>,
}

/// The state of a watch item, today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WatchState {
    /// Not decided, and not due before today.
    Open,
    /// Not decided, and its last day has passed.
    Overdue,
    /// It came true.
    Hit,
    /// It did not.
    Miss,
    /// It can no longer be decided.
    Void,
}
