//! Lists of the whole site, of which many pages show a part each.
//!
//! Comes in: the views. Goes out: lists of indexes, each made once, when the first page asks for it. Were they made for
//! each page, what they cost would grow with the square of the site.

use std::sync::OnceLock;

use super::contract::{MetricCard, ScoreView, WatchTotals};
use super::effects::Grouped;
use super::lists::CompanyList;
use super::numbers::UnitLists;
use super::{Views, effects, lists, numbers, watch};
use crate::link::{BriefId, EffectId};
use crate::model::Order;

/// The lists that were asked for.
#[derive(Debug, Default)]
pub(super) struct Whole {
    effects: OnceLock<Vec<(Order, EffectId)>>,
    effects_by_company: OnceLock<Grouped>,
    effects_by_tag: OnceLock<Grouped>,
    /// By name.
    tags: OnceLock<Vec<usize>>,
    numbers: OnceLock<Vec<(BriefId, u32)>>,
    metrics: OnceLock<Vec<MetricCard>>,
    /// Of each metric.
    units: OnceLock<Vec<OnceLock<Vec<UnitLists>>>>,
    companies: OnceLock<CompanyList>,
    watch: OnceLock<WatchList>,
}

/// Every watch item in the order of the watch list, and what is told of all of them together.
#[derive(Debug)]
pub(super) struct WatchList {
    pub(super) items: Vec<(watch::Part, BriefId, u32)>,
    pub(super) totals: WatchTotals,
    pub(super) score: ScoreView,
}

impl Views {
    /// Every effect: by order, then newest brief first.
    pub(super) fn all_effects(&self) -> &[(Order, EffectId)] {
        self.whole
            .effects
            .get_or_init(|| effects::by_order(&self.site))
    }

    /// Every effect under each company that it touches, by name.
    pub(super) fn effects_by_company(&self) -> &Grouped {
        let effects = &self.whole.effects_by_company;
        effects.get_or_init(|| effects::by_company(self))
    }

    /// Every effect under each tag of its brief, by name.
    pub(super) fn effects_by_tag(&self) -> &Grouped {
        let effects = &self.whole.effects_by_tag;
        effects.get_or_init(|| effects::by_tag(self))
    }

    /// Every tag, by name: its index.
    pub(super) fn tag_list(&self) -> &[usize] {
        self.whole.tags.get_or_init(|| lists::tag_list(&self.site))
    }

    /// Every number, newest brief first.
    pub(super) fn all_numbers(&self) -> &[(BriefId, u32)] {
        self.whole.numbers.get_or_init(|| numbers::all(&self.site))
    }

    /// Every metric that has a page, by name.
    pub(super) fn all_metrics(&self) -> &[MetricCard] {
        self.whole.metrics.get_or_init(|| numbers::metrics(self))
    }

    /// The numbers of a metric, by unit. Empty if there is no such metric.
    pub(super) fn metric_units(&self, metric: usize) -> &[UnitLists] {
        let all = self.whole.units.get_or_init(|| {
            let metrics = self.site.metrics.iter();
            metrics.map(|_| OnceLock::new()).collect()
        });
        all.get(metric).map_or(&[], |units| {
            units.get_or_init(|| numbers::units(self, metric))
        })
    }

    /// Every company, by name.
    pub(super) fn company_list(&self) -> &CompanyList {
        self.whole
            .companies
            .get_or_init(|| lists::company_list(self))
    }

    /// Every watch item.
    pub(super) fn watch_list(&self) -> &WatchList {
        self.whole.watch.get_or_init(|| watch::list(self))
    }
}
