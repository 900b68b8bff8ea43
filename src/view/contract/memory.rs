//! What all briefs together remember: numbers, metrics, effects, watch items, and the dataset.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    BriefCard, Count, EffectRef, EffectView, Href, LinkView, NumberView, PageMeta, Pagination,
    Shared, WatchView,
};

/// `numbers.html`: every number of every brief, newest brief first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumbersPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The numbers of this page.
    pub numbers: Vec<NumberRow>,
    /// The currencies among them, by code. With more than one, a page says that none is converted.
    pub currencies: Vec<Box<str>>,
    /// The metrics that have a page of their own, by name: the first of them on the first page, the next on the next.
    pub metrics: Vec<MetricCard>,
    /// How many of them stand on later pages.
    pub more_metrics: Count,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// A number outside of its brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NumberRow {
    /// The number.
    pub number: NumberView,
    /// Where it stands in its brief.
    pub href: Href,
    /// Its brief.
    pub brief: Shared<BriefCard>,
    /// The page of its metric, if there is one.
    pub metric: Option<Shared<LinkView>>,
    /// The name of its metric in words; null if its label is all that is known of it.
    pub metric_name: Option<Box<str>>,
    /// The last day that it holds for, in ISO form; without a date of its own, that of its brief.
    pub day: Box<str>,
    /// The year of that day.
    pub year: i16,
}

/// A metric in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetricCard {
    /// Its name in words.
    pub name: Box<str>,
    /// Its page.
    pub href: Href,
    /// How many numbers it has.
    pub numbers: Count,
    /// Which way is good news, as site.yaml says: `up` or `down`; null if it says nothing.
    pub direction: Option<MetricDirectionView>,
}

/// Which way of a metric is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MetricDirectionView {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// `metric.html`: one metric across companies. One list cut into pages: each page has a part of some units.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetricPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// The metric.
    pub metric: MetricCard,
    /// Its numbers by unit; nothing is converted from one to another. A unit without a row on this page is left out.
    pub units: Vec<MetricUnit>,
    /// The currencies among all of them, by code.
    pub currencies: Vec<Box<str>>,
    /// Where this page stands. Its items are the rows of both lists of all units.
    pub pagination: Pagination,
}

/// The numbers of a metric in one unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetricUnit {
    /// The unit: `USD`, `percent`; null if none was said.
    pub unit: Option<Box<str>>,
    /// The latest number of each company, the largest first (the smallest, where less is better): reported if there is
    /// one, else an estimate, else a projection. Empty where there is only one company, or where each has only one number.
    pub latest: Vec<NumberRow>,
    /// The numbers, newest first.
    pub numbers: Vec<NumberRow>,
}

/// `watch.html`: what is watched, by urgency. One list cut into pages: each page has a part of some sections.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// Open items whose last day has passed, the longest overdue first.
    pub overdue: Vec<WatchRow>,
    /// Open items that are due within 30 days from today, the earliest first.
    pub due_soon: Vec<WatchRow>,
    /// Open items that are due later, the earliest first.
    pub later: Vec<WatchRow>,
    /// Open items without a deadline, newest brief first.
    pub undated: Vec<WatchRow>,
    /// Resolved items, newest brief first.
    pub resolved: Vec<WatchRow>,
    /// How many items each section has on all pages.
    pub totals: WatchTotals,
    /// How the resolved items ended.
    pub score: ScoreView,
    /// The deadlines as a calendar, if there are any.
    pub calendar: Option<Href>,
    /// Where this page stands.
    pub pagination: Pagination,
}

/// How many items the sections of the watch list have on all pages.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchTotals {
    /// Open, and past their last day.
    pub overdue: Count,
    /// Open, and due within 30 days.
    pub due_soon: Count,
    /// Open, and due later.
    pub later: Count,
    /// Open, without a deadline.
    pub undated: Count,
    /// Decided.
    pub resolved: Count,
}

/// A watch item outside of its brief. Its texts hold no links.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchRow {
    /// The item.
    pub item: WatchView,
    /// Where it stands in its brief.
    pub href: Href,
    /// Its brief.
    pub brief: Shared<BriefCard>,
}

/// How resolved watch items ended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScoreView {
    /// How many came true.
    pub hits: Count,
    /// How many did not.
    pub misses: Count,
    /// How many can no longer be decided; they count in no score.
    pub voids: Count,
    /// Hits and misses that carry a probability: the n of the Brier score.
    pub judged: Count,
    /// The Brier score over those, from 0 (every probability right) to 1, rounded to three places, a half away from zero;
    /// null if n is 0. A probability counts with its first six places.
    pub brier: Option<Box<str>>,
    /// Whether n is under 20, which is too few to judge by.
    pub too_few: bool,
}

/// `effects.html`: every effect, listed in one of three ways.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectsPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// By what this page lists them: `order`, `company` or `tag`.
    pub by: EffectsByView,
    /// Where they are listed by order.
    pub by_order: Href,
    /// Where they are listed by the companies they touch; null if they touch none.
    pub by_company: Option<Href>,
    /// Where they are listed by the tags of their briefs; null if those have none.
    pub by_tag: Option<Href>,
    /// The effects of this page, by order; empty where they are listed otherwise.
    pub orders: Vec<EffectOrder>,
    /// Chains of effects that follow from each other, as one flat list of nested lists; on the first page by order only.
    pub chains: Vec<ChainStep>,
    /// How many steps were left out of the chains.
    pub more_steps: Count,
    /// The effects of this page by the companies they touch, by name; empty where they are listed otherwise.
    pub companies: Vec<EffectGroup>,
    /// The effects of this page by the tags of their briefs, by name; empty where they are listed otherwise.
    pub tags: Vec<EffectGroup>,
    /// Where this page stands. An effect that touches several companies, or whose brief has several tags, is an item of each.
    pub pagination: Pagination,
}

/// By what a page lists effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EffectsByView {
    /// First, second, third.
    Order,
    /// The companies that they touch.
    Company,
    /// The tags of their briefs.
    Tag,
}

/// The effects of one order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectOrder {
    /// 1, 2 or 3.
    pub order: u8,
    /// The effects, newest brief first.
    pub effects: Vec<EffectRow>,
}

/// An effect outside of its brief. Its texts hold no links.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectRow {
    /// The effect.
    pub effect: EffectView,
    /// Where it stands in its brief.
    pub href: Href,
    /// Its brief.
    pub brief: Shared<BriefCard>,
}

/// A step of a chain of effects.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChainStep {
    /// The effect; its brief only where that is not the brief of the effect above.
    pub effect: EffectRef,
    /// Whether a list of what follows from it begins after it.
    pub opens: bool,
    /// How many lists end after it.
    pub closes: usize,
}

/// The effects of a company or a tag.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EffectGroup {
    /// The company or the tag.
    pub link: Shared<LinkView>,
    /// Its anchor on this page.
    pub anchor: Box<str>,
    /// Its effects that stand on this page, by order, newest brief first.
    pub effects: Vec<EffectRef>,
    /// How many effects it has in all.
    pub total: Count,
    /// How many of them stand on other pages.
    pub more: Count,
}

/// `data.html`: what the dataset is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DataPage {
    /// What the page says about itself.
    pub meta: PageMeta,
    /// Its tables.
    pub tables: Vec<TableView>,
}

/// A table of the dataset.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TableView {
    /// Its name: `numbers`.
    pub name: &'static str,
    /// What one row is.
    pub about: &'static str,
    /// The table as JSON.
    pub json: Href,
    /// The table as CSV.
    pub csv: Href,
    /// The JSON Schema of the former.
    pub schema: Href,
    /// Its columns, in order.
    pub columns: Vec<ColumnView>,
}

/// A column of the dataset.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnView {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Whether a row may have nothing there.
    pub optional: bool,
}
