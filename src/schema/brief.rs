//! The front matter of a brief.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::value::{Flag, OneOrMany, Words};

/// The front matter of a brief, a file under content/briefs/.
#[derive(Debug, JsonSchema)]
#[schemars(title = "A brief", deny_unknown_fields)]
pub struct BriefFrontMatter {
    /// The title: what changed, in a few words.
    pub title: Words,
    /// The day of publication, `2026-02-12`, or a time, `2026-02-12T09:30:00Z`. Needed, unless the name of the file begins with the day. Deadlines count from it.
    pub date: Option<Words>,
    /// One sentence under the title, for lists and search engines too.
    pub dek: Option<Words>,
    /// The same as `dek`.
    #[schemars(extend("x-same-as" = "dek"))]
    pub description: Option<Words>,
    /// The same as `dek`.
    #[schemars(extend("x-same-as" = "dek"))]
    pub summary: Option<Words>,
    /// The same as `dek`.
    #[schemars(extend("x-same-as" = "dek"))]
    pub subtitle: Option<Words>,
    /// Whom the brief is about: slugs, names or aliases of companies. The first is the subject: a number without a company is its number.
    pub companies: Option<OneOrMany<Words>>,
    /// The same as `companies`.
    #[schemars(extend("x-same-as" = "companies"))]
    pub company: Option<OneOrMany<Words>>,
    /// The figures: compact strings such as `$5.3B valuation as of Feb 2026 (General Atlantic led)`, or maps, mixed freely. Without this key they are read from the section "The Numbers".
    pub numbers: Option<OneOrMany<NumberEntry>>,
    /// What follows from it, by order. Without this key it is read from the section "Why It Matters", by its labels (`**First-order:** ...`).
    pub effects: Option<Effects>,
    /// What would show whether the brief is right, and by when. Without this key it is read from the section "What To Watch".
    pub watch: Option<OneOrMany<WatchEntry>>,
    /// Who wrote it.
    pub authors: Option<OneOrMany<Words>>,
    /// The same as `authors`.
    #[schemars(extend("x-same-as" = "authors"))]
    pub author: Option<OneOrMany<Words>>,
    /// Subjects, each with a page of its own.
    pub tags: Option<OneOrMany<Words>>,
    /// The same as `tags`.
    #[schemars(extend("x-same-as" = "tags"))]
    pub tag: Option<OneOrMany<Words>>,
    /// The series that the brief belongs to.
    pub series: Option<Words>,
    /// `true` keeps it out of the site, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// The day or time of the last change of substance. Deadlines don't count from it.
    pub updated: Option<Words>,
    /// The last part of the address: small letters, digits and hyphens. Without this key it is the name of the file without its date.
    pub slug: Option<Words>,
    /// Old addresses inside the site, such as `/2025/old-name/`, which lead here.
    pub aliases: Option<OneOrMany<Words>>,
    /// The same as `aliases`.
    #[schemars(extend("x-same-as" = "aliases"))]
    pub redirect_from: Option<OneOrMany<Words>>,
    /// The picture of the brief: a path beside the file or under static/, or a map with its alternative text.
    pub image: Option<ImageEntry>,
    /// What was corrected after publication. It is shown on the page, and the brief counts as changed on that day.
    pub corrections: Option<OneOrMany<CorrectionMap>>,
    /// The address of the original, if the brief was published elsewhere first.
    pub canonical: Option<Words>,
    /// The same as `canonical`.
    #[schemars(extend("x-same-as" = "canonical"))]
    pub canonical_url: Option<Words>,
    /// Messages of `briefpress check` that this brief allows, with reasons.
    pub lint: Option<BriefLint>,
    /// Anything of your own, kept as it is for the theme.
    pub extra: Option<Map<String, Value>>,
}

/// Something that was wrong, said in the open.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CorrectionMap {
    /// The day of the correction. Needed.
    pub date: Option<Words>,
    /// What was wrong, and what is right. Inline Markdown. Needed.
    pub text: Option<Words>,
}

/// Messages of `briefpress check` that a brief allows.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct BriefLint {
    /// One entry a kind of message.
    pub allow: Option<OneOrMany<Allow>>,
}

/// One kind of message that a brief allows.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Allow {
    /// The code, such as `conflicting-number`. Needed.
    pub code: Option<Words>,
    /// Why it is allowed. Needed.
    pub reason: Option<Words>,
    /// The id of the number it is allowed for. Without this key the whole brief.
    pub id: Option<Words>,
}

/// A path, or a map with path and alternative text.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum ImageEntry {
    /// A path beside the file or under static/.
    Path(Words),
    /// A path with its alternative text.
    Map(ImageMap),
}

/// A picture.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{ "required": ["path"] }, { "required": ["src"] }]))]
pub struct ImageMap {
    /// A path beside the file or under static/. Needed.
    pub path: Option<Words>,
    /// The same as `path`.
    #[schemars(extend("x-same-as" = "path"))]
    pub src: Option<Words>,
    /// What the picture shows, for those who can't see it.
    pub alt: Option<Words>,
}

/// A compact string, or a map.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum NumberEntry {
    /// `$5.3B valuation as of Feb 2026 (General Atlantic led)`
    Text(Words),
    /// The same, key by key.
    Map(NumberMap),
}

/// A number, key by key.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NumberMap {
    /// The figure: `$5.3B`, `34.2%`, `+250 bps`, `~140 people`, `3.5x`, `$10–12B` or `$3.3B -> $5.3B`. It keeps its wording and is exact.
    pub value: Words,
    /// What the figure is of: `valuation`.
    pub label: Option<Words>,
    /// Whose figure it is: slug, name or alias. Without this key: a company that the label names, else the subject of the brief.
    pub company: Option<Words>,
    /// The series that it belongs to, such as `valuation` or `revenue`. Numbers of one company, metric and kind make a chart.
    pub metric: Option<Words>,
    /// When the figure held, as precisely as it is known: `2026-02-12`, `2026-02`, `2026-Q1`, `2026-H1`, `FY2025` or `2026`. Never guessed.
    pub as_of: Option<Words>,
    /// The beginning of the time that the figure covers.
    pub since: Option<Words>,
    /// The end of the time that the figure covers.
    pub through: Option<Words>,
    /// How the figure is known.
    pub kind: Option<Kind>,
    /// Who says so, or under what conditions.
    pub note: Option<Words>,
    /// The address of its source.
    pub source: Option<Words>,
    /// A name for links to it, unique in the brief. Without this key `n1`, `n2` and so on.
    pub id: Option<Words>,
}

/// How a figure is known.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum Kind {
    /// A company, an authority or the press has stated it.
    Reported,
    /// It was worked out from other figures.
    Estimate,
    /// It speaks of the future.
    Projection,
}

/// The effects: a map by order, or one list whose maps name their `order`.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Effects {
    /// A map by order.
    ByOrder(EffectsByOrder),
    /// A list, each item of which says its order: as a key, or as a label before its text.
    List(Vec<EffectEntry>),
}

/// The effects by order: each a string, a map, or a list of either. `1st`, `1`, `first-order` and the like are read too.
#[derive(Debug, JsonSchema)]
pub struct EffectsByOrder {
    /// What changes at once for the parties.
    pub first: Option<OneOrMany<EffectEntry>>,
    /// What others do about it.
    pub second: Option<OneOrMany<EffectEntry>>,
    /// What that changes in turn.
    pub third: Option<OneOrMany<EffectEntry>>,
}

/// A text, or a map.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum EffectEntry {
    /// What changes.
    Text(Words),
    /// The same, key by key.
    Map(EffectMap),
}

/// An effect, key by key. It needs a `title` or a `text`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EffectMap {
    /// What changes. Inline Markdown.
    pub text: Option<Words>,
    /// A short name.
    pub title: Option<Words>,
    /// Its order, where `effects` is a list.
    pub order: Option<Order>,
    /// Whom it touches: slugs, names or aliases. Without this key: the companies that the text names.
    pub companies: Option<OneOrMany<Words>>,
    /// The same as `companies`.
    #[schemars(extend("x-same-as" = "companies"))]
    pub company: Option<OneOrMany<Words>>,
    /// The id of the effect in this brief that it follows from.
    pub follows: Option<Words>,
    /// The effect of an older brief that has come true: `older-brief#e3`.
    pub confirms: Option<Words>,
    /// A name for links to it, unique in the brief. Without this key `e1`, `e2` and so on.
    pub id: Option<Words>,
}

/// The order of an effect.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum Order {
    /// What changes at once for the parties.
    First,
    /// What others do about it.
    Second,
    /// What that changes in turn.
    Third,
}

/// `Title: text`, or a map.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum WatchEntry {
    /// `Model Convergence: observe whether it ships within 90 days`
    Text(Words),
    /// The same, key by key.
    Map(WatchMap),
}

/// A watch item, key by key. It needs a `title` or a `text`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WatchMap {
    /// A short name.
    pub title: Option<Words>,
    /// The same as `title`.
    #[schemars(extend("x-same-as" = "title"))]
    pub item: Option<Words>,
    /// The same as `title`.
    #[schemars(extend("x-same-as" = "title"))]
    pub claim: Option<Words>,
    /// What would count. Inline Markdown; a deadline such as `within 90 days` is read from it.
    pub text: Option<Words>,
    /// The deadline: `2026-05-13`, `2026-Q2`, `FY2026` or `within 90 days`. The day itself is included; words count from the date of the brief.
    pub by: Option<Words>,
    /// How likely it was thought to be: `0.6` or `60%`. Settled items that carry one are scored.
    pub probability: Option<Words>,
    /// How it stands. Without this key `open`.
    pub status: Option<WatchStatus>,
    /// When it was settled.
    pub resolved: Option<Words>,
    /// How it was settled, in a sentence.
    pub outcome: Option<Words>,
    /// The address of the proof.
    pub evidence: Option<Words>,
    /// Whom it is about, besides the subject: slugs, names or aliases.
    pub companies: Option<OneOrMany<Words>>,
    /// The same as `companies`.
    #[schemars(extend("x-same-as" = "companies"))]
    pub company: Option<OneOrMany<Words>>,
    /// A name for links to it, unique in the brief. Without this key `w1`, `w2` and so on.
    pub id: Option<Words>,
}

/// How a watch item stands.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum WatchStatus {
    /// Not settled yet; overdue when the deadline is past.
    Open,
    /// It came true.
    Hit,
    /// It did not.
    Miss,
    /// The question went away.
    Void,
}
