//! What all briefs together say about one company.

use schemars::JsonSchema;
use serde::Serialize;

use super::{
    BriefCard, CompanyCard, Count, LinkView, NumberKindView, PartialDateView, SentenceView, Shared,
    WatchState,
};
use super::{DateView, Href};

/// What all briefs together say about one company. Long lists are cut; the timeline has every brief.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DossierView {
    /// Figures with more than one value, the longest series first.
    pub series: Vec<SeriesOfFigures>,
    /// Figures with a single value, newest first.
    pub single: Vec<FigureRow>,
    /// How many figures were left out of the two lists.
    pub more_figures: Count,
    /// Where effects touch it, by order. An order without effects is left out.
    pub exposure: Vec<ExposureView>,
    /// What is watched and not decided: by deadline, the undated last.
    pub open: Vec<WatchedView>,
    /// How many of them were left out.
    pub more_open: Count,
    /// What was watched and is decided, newest brief first.
    pub resolved: Vec<WatchedView>,
    /// How many of them were left out.
    pub more_resolved: Count,
    /// Companies that stand in the same briefs, most first.
    pub companions: Vec<CompanionView>,
}

/// A metric of a company in one unit, through time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeriesOfFigures {
    /// What it is a series of: `valuation`.
    pub name: Box<str>,
    /// Its anchor on this page.
    pub anchor: Box<str>,
    /// The unit in data: `USD`, `percent`.
    pub unit: Option<Box<str>>,
    /// Its values, newest first. A superseded value stands in its place and says so.
    pub rows: Vec<FigureRow>,
    /// How many earlier values were left out.
    pub earlier: Count,
    /// The same values as a picture; null if they are of one day, or all are ranges.
    pub chart: Option<ChartView>,
}

/// One value of a company at one time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureRow {
    /// What it is a figure of, in the author's words; plain.
    pub label_text: Box<str>,
    /// What it holds for; the day of the brief if `dated` is false.
    pub date: PartialDateView,
    /// Whether its author gave the date.
    pub dated: bool,
    /// Since when it holds.
    pub since: Option<PartialDateView>,
    /// Until when it holds: of `by 2030`, the end of the span.
    pub through: Option<PartialDateView>,
    /// The author's wording: `$5.3B`.
    pub as_written: Box<str>,
    /// Reported, estimate or projection.
    pub kind: NumberKindView,
    /// Whether a later brief gave another value for the same date.
    pub superseded: bool,
    /// The way from the value before it of the same kind.
    pub change: Option<ChangeView>,
    /// The title of the latest brief that says it, and the figure's address there.
    pub brief: LinkView,
}

/// The way from one value to the next.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeView {
    /// The difference: `+$2B`.
    pub text: Box<str>,
    /// The same in percent, `+61%`, unless the unit is a percentage or the value before was not above zero.
    pub percent_text: Option<Box<str>>,
    /// The date of the value before.
    pub from: PartialDateView,
    /// The date of this value.
    pub to: PartialDateView,
    /// Whether it is good news, if site.yaml says which way of the metric is; null if it does not, for no change, and of
    /// projections, which are no news of the company.
    pub verdict: Option<VerdictView>,
}

/// What a change means, by the direction of its metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum VerdictView {
    /// It went the way that is good news.
    Better,
    /// It went the other way.
    Worse,
}

/// A chart as geometry: a template draws it. Lengths are in units of a picture of `width` by `height`; y grows
/// downwards.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChartView {
    /// Width of the picture.
    pub width: f64,
    /// Height of the picture.
    pub height: f64,
    /// The left end of the field in which values stand.
    pub left: f64,
    /// The right end of the field.
    pub right: f64,
    /// The top of the field.
    pub top: f64,
    /// The bottom of the field.
    pub bottom: f64,
    /// Marks of the vertical axis, from below.
    pub y_ticks: Vec<TickView>,
    /// Marks of the horizontal axis, from the left.
    pub x_ticks: Vec<TickView>,
    /// Lines between values of one kind. A long stretch without values is a gap.
    pub lines: Vec<ChartLineView>,
    /// The values.
    pub marks: Vec<ChartMarkView>,
    /// From the first value to the last, for those who can't see the picture; null if there is only one.
    pub trend: Option<TrendView>,
}

/// A mark of an axis.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TickView {
    /// Where it stands on its axis.
    pub at: f64,
    /// What it says: `$2B`, `2025`.
    pub text: Box<str>,
}

/// A line between values of one kind.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChartLineView {
    /// Reported, estimate or projection.
    pub kind: NumberKindView,
    /// An SVG path.
    pub path: Box<str>,
}

/// A value in a chart.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChartMarkView {
    /// Reported, estimate or projection.
    pub kind: NumberKindView,
    /// Where it stands.
    pub x: f64,
    /// Where it stands; the middle of a range.
    pub y: f64,
    /// Where its month, quarter or year begins; null for a day.
    pub from_x: Option<f64>,
    /// Where its month, quarter or year ends; null for a day.
    pub to_x: Option<f64>,
    /// The upper end of a range.
    pub top_y: Option<f64>,
    /// The lower end of a range.
    pub bottom_y: Option<f64>,
    /// Whether it is drawn hollow: its author gave no date.
    pub hollow: bool,
    /// Whether a later brief gave another value.
    pub superseded: bool,
    /// What it says: `$5.3B`.
    pub text: Box<str>,
    /// What it holds for.
    pub date: PartialDateView,
    /// Whether `text` is to be written beside it: the last value of its kind, if there is room.
    pub last: bool,
    /// Where it is to be written, in letters up to 20 units high; null unless `last` is true.
    pub label: Option<ChartLabelView>,
}

/// Where the amount of a value is written, clear of the axes and of other amounts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ChartLabelView {
    /// Where its anchor stands.
    pub x: f64,
    /// Where its baseline stands.
    pub y: f64,
    /// Which part of it stands at `x`: an SVG `text-anchor`.
    pub anchor: ChartAnchorView,
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ChartAnchorView {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// From the first value of a series to the last.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TrendView {
    /// The first value: `$1.5B`.
    pub first_text: Box<str>,
    /// What it holds for.
    pub first_date: PartialDateView,
    /// Of which kind it is.
    pub first_kind: NumberKindView,
    /// The last value.
    pub last_text: Box<str>,
    /// What it holds for.
    pub last_date: PartialDateView,
    /// Of which kind it is: another than the first only where no kind has two values.
    pub last_kind: NumberKindView,
    /// The difference: `+$3.8B`.
    pub change_text: Box<str>,
}

/// The effects of one order that touch a company.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExposureView {
    /// 1, 2 or 3.
    pub order: u8,
    /// The effects, newest brief first.
    pub touches: Vec<TouchView>,
    /// How many were left out.
    pub more: Count,
}

/// An effect that touches a company.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TouchView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The effect's address.
    pub href: Href,
    /// The effect's title; plain.
    pub title_text: Option<Box<str>>,
    /// The sentence of the effect that names the company; if none does, its beginning, and `name` is empty.
    pub sentence: SentenceView,
}

/// A watch item that concerns a company.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WatchedView {
    /// The brief.
    pub brief: Shared<BriefCard>,
    /// The item's address.
    pub href: Href,
    /// The item's title, else the beginning of its text; plain.
    pub title_text: Box<str>,
    /// The deadline.
    pub due: Option<DateView>,
    /// Open, overdue, hit, miss or void.
    pub status: WatchState,
    /// When it was resolved.
    pub resolved: Option<PartialDateView>,
}

/// A company that stands in the same briefs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompanionView {
    /// The company.
    pub company: Shared<CompanyCard>,
    /// In how many briefs both stand.
    pub briefs: Count,
}
