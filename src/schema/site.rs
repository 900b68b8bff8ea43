//! site.yaml.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::value::{OneOrMany, Words};

/// site.yaml: what is said of the whole site. Every key is optional.
#[derive(Debug, JsonSchema)]
#[schemars(title = "site.yaml", deny_unknown_fields)]
pub struct SiteFile {
    /// The name of the publication. Without this key `Briefs`.
    pub title: Option<Words>,
    /// The same as `title`.
    #[schemars(extend("x-same-as" = "title"))]
    pub name: Option<Words>,
    /// Where the site will live: `https://example.org/news`. `--base-url` wins over it; Netlify and Vercel, which know custom domains, do too.
    pub base_url: Option<Words>,
    /// One sentence about the publication.
    pub description: Option<Words>,
    /// A language tag: `en`, `de` or `pt-BR`. Without this key `en`.
    pub language: Option<Words>,
    /// The IANA time zone whose calendar says what day it is: `Europe/Berlin`. Without this key `UTC`.
    pub timezone: Option<Words>,
    /// The theme: the name of a folder under themes/, or of the one inside the program. Without this key `broadsheet`.
    pub theme: Option<Words>,
    /// Colours, typefaces and the width of text, in the place of the theme's own.
    pub tokens: Option<Tokens>,
    /// Words of the interface in the place of the theme's, by their key in its strings: `{ contents: In this issue }`; with plural forms `{ briefs: { one: "{n} issue", other: "{n} issues" } }`.
    pub strings: Option<Map<String, Value>>,
    /// A stylesheet of your own, linked after the theme's: `/custom.css` is the file static/custom.css.
    pub stylesheet: Option<Words>,
    /// The navigation, in order. Without this key the theme shows its own.
    pub nav: Option<OneOrMany<NavEntry>>,
    /// The foot of each page. Inline Markdown.
    pub footer: Option<Words>,
    /// Further headings for the sections that briefpress understands.
    pub sections: Option<Sections>,
    /// The addresses of briefs, with `:slug`, `:year`, `:month` and `:day`. Without this key `/briefs/:slug/`.
    pub permalinks: Option<Words>,
    /// How many briefs stand on one page of a list. Without this key 20.
    pub paginate: Option<Words>,
    /// Whether the site, each company, each tag and the watch list have feeds. Without this key `true`.
    pub feeds: Option<bool>,
    /// Whether deadlines stand in calendars, for the site and each company. Without this key `true`.
    pub calendars: Option<bool>,
    /// Whether the dataset and the page about it are there, at `/data/`. Without this key `true`.
    pub data: Option<bool>,
    /// Whether each brief is there as Markdown too, with `llms.txt` and `llms-full.txt`. Without this key `true`.
    pub twins: Option<bool>,
    /// Whether the numbers of all briefs have a page, at `/numbers/`, and each metric one of its own. Without this key `true`.
    pub numbers: Option<bool>,
    /// Whether the effects of all briefs have a page, at `/effects/`. Without this key `true`.
    pub effects: Option<bool>,
    /// Whether the watch items of all briefs have a page, at `/watch/`, and a feed. Without this key `true`.
    pub watch: Option<bool>,
    /// How many briefs a feed holds, the latest. Without this key 20.
    pub feed_limit: Option<Words>,
    /// What the ids of feeds and their entries begin with: `tag:example.org,2026`, a host that is yours and a year in
    /// which it was. Give it before the site moves to another address, and feed readers will show nothing twice.
    /// Without this key it is made of the host of `base_url`.
    pub feed_id: Option<Words>,
    /// Other addresses of whoever publishes the site, such as a profile: each page links to them with `rel=me`.
    pub me: Option<OneOrMany<Words>>,
    /// How old addresses lead to new ones. Without this key `both`.
    pub redirects: Option<Redirects>,
    /// What happens to raw HTML in Markdown. Without this key `sanitize`.
    pub html: Option<Html>,
    /// Further origins that pages may load from, by directive of the Content-Security-Policy.
    pub csp: Option<Csp>,
    /// Whether readers can search the site at `/search/`. Without this key `true`.
    pub search: Option<bool>,
    /// Whether each brief and company has a picture, `card.png`, for where a link to it is shared. Without this key `true`.
    pub cards: Option<bool>,
    /// Typefaces for those pictures, beside the Latin, Greek and Cyrillic ones in the program: TrueType or OpenType files
    /// of the site, such as `static/fonts/Name.ttf`.
    pub card_fonts: Option<OneOrMany<Words>>,
    /// Metrics by name, with the labels that mean them: `{ valuation: { labels: [post-money valuation], unit: USD, direction: up } }`,
    /// or shorter `{ valuation: [post-money valuation] }`. `direction` says which way is good news: `up` or `down`.
    pub metrics: Option<BTreeMap<String, MetricEntry>>,
    /// What `briefpress check` asks about beyond what is wrong.
    pub lint: Option<SiteLint>,
    /// Anything of your own, kept as it is for the theme.
    pub extra: Option<Map<String, Value>>,
}

/// A metric: a map, or the labels that mean it.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum MetricEntry {
    /// `{ labels: [post-money valuation], unit: USD, direction: up }`
    Map(MetricMap),
    /// `[post-money valuation]`
    Labels(OneOrMany<Words>),
}

/// What numbers of one metric have in common.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct MetricMap {
    /// Labels of numbers that are of this metric, without regard to case and hyphens. The first is its name.
    pub labels: Option<OneOrMany<Words>>,
    /// What a number counts where nothing was written: `USD`, `percent`, `pp`, `bps`, `x`, or a noun such as `people`.
    pub unit: Option<Words>,
    /// Which way is good news: `up`, or `down` as for churn. Without this key a change is shown without a judgement.
    pub direction: Option<MetricDirection>,
}

/// Which way of a metric is good news.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum MetricDirection {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

/// What `briefpress check` asks about beyond what is wrong.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SiteLint {
    /// Whether every amount of money in the prose must be one of the brief's numbers. Without this key `false`.
    pub unbacked: Option<bool>,
    /// How many months before its brief the `as_of` of a number may lie. Without this key any.
    pub stale_months: Option<Words>,
}

/// Colours, typefaces and the width of text. A theme reads each as a custom property: `var(--paper)`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tokens {
    /// The colour behind everything.
    pub paper: Option<Color>,
    /// The colour of text.
    pub ink: Option<Color>,
    /// The colour of lines.
    pub rule: Option<Color>,
    /// The colour of small print.
    pub muted: Option<Color>,
    /// The one colour that stands out.
    pub signal: Option<Color>,
    /// The typefaces of running text, the first choice first: `Charter, Georgia, serif`. They must be on the reader's machine, or come with `stylesheet`.
    pub text_face: Option<Words>,
    /// The typefaces of labels and figures.
    pub label_face: Option<Words>,
    /// How wide running text may get: `66ch`.
    pub measure: Option<Words>,
}

/// One colour for light screens, or a map with one for dark screens too.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Color {
    /// The colour on light screens: `"#b3261e"`, `teal`, `oklch(55% 0.2 30)`. On dark ones the theme's stays.
    Light(Words),
    /// Both.
    Both(Shades),
}

/// A colour for light and one for dark screens.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Shades {
    /// On light screens, and in print.
    pub light: Option<Words>,
    /// On dark screens.
    pub dark: Option<Words>,
}

/// An entry of the navigation: `{ title: About, url: /about/ }`, or shorter `About: /about/`.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum NavEntry {
    /// `{ title: About, url: /about/ }`
    Map(NavMap),
    /// `About: /about/`
    Short(BTreeMap<String, Words>),
}

/// An entry of the navigation.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NavMap {
    /// What is shown. Needed.
    pub title: Option<Words>,
    /// The same as `title`.
    #[schemars(extend("x-same-as" = "title"))]
    pub name: Option<Words>,
    /// The same as `title`.
    #[schemars(extend("x-same-as" = "title"))]
    pub label: Option<Words>,
    /// Where it leads: a path inside the site, such as `/about/`, or a whole address. Needed.
    pub url: Option<Words>,
    /// The same as `url`.
    #[schemars(extend("x-same-as" = "url"))]
    pub link: Option<Words>,
    /// The same as `url`.
    #[schemars(extend("x-same-as" = "url"))]
    pub path: Option<Words>,
}

/// Further headings for the sections that briefpress understands.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Sections {
    /// Other headings for "The Strategic Shift".
    pub shift: Option<OneOrMany<Words>>,
    /// Other headings for "What Happened".
    pub happened: Option<OneOrMany<Words>>,
    /// Other headings for "Why It Matters", which holds the effects.
    pub matters: Option<OneOrMany<Words>>,
    /// Other headings for "The Numbers": `[Key Figures, At a Glance]`.
    pub numbers: Option<OneOrMany<Words>>,
    /// Other headings for "What To Watch".
    pub watch: Option<OneOrMany<Words>>,
}

/// How old addresses lead to new ones.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum Redirects {
    /// By a page at each old address, which works everywhere, and by the file `_redirects`.
    Both,
    /// By the file `_redirects` alone, on a host that reads it: Netlify answers 301 then, and no page hides the rule.
    List,
    /// By a page at each old address alone.
    Pages,
}

/// What happens to raw HTML in Markdown.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", inline)]
pub enum Html {
    /// Harmless elements stay, the rest goes.
    Sanitize,
    /// Everything stays: only for authors whom the reader's browser may trust.
    Allow,
    /// It is shown as text.
    Escape,
}

/// Further origins, by directive of the Content-Security-Policy: `script-src: [https://stats.example]`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Csp {
    /// For whatever has no directive of its own.
    pub default_src: Option<OneOrMany<Words>>,
    /// For scripts.
    pub script_src: Option<OneOrMany<Words>>,
    /// For `<script>` elements.
    pub script_src_elem: Option<OneOrMany<Words>>,
    /// For style sheets.
    pub style_src: Option<OneOrMany<Words>>,
    /// For `<style>` and `<link>` elements.
    pub style_src_elem: Option<OneOrMany<Words>>,
    /// For images.
    pub img_src: Option<OneOrMany<Words>>,
    /// For fonts.
    pub font_src: Option<OneOrMany<Words>>,
    /// For what scripts connect to.
    pub connect_src: Option<OneOrMany<Words>>,
    /// For sound and film.
    pub media_src: Option<OneOrMany<Words>>,
    /// For frames.
    pub frame_src: Option<OneOrMany<Words>>,
    /// For frames and workers.
    pub child_src: Option<OneOrMany<Words>>,
    /// For workers.
    pub worker_src: Option<OneOrMany<Words>>,
    /// For plug-ins.
    pub object_src: Option<OneOrMany<Words>>,
    /// For the manifest of an app.
    pub manifest_src: Option<OneOrMany<Words>>,
    /// For where forms are sent.
    pub form_action: Option<OneOrMany<Words>>,
}
