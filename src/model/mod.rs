//! The words of the trade, as types.
//!
//! Comes in: nothing. Goes out: what a brief, a company, a number, an effect, a watch item *are*. This room does
//! no I/O and knows neither YAML nor HTML nor templates. A value of one of these types is complete when it is
//! made: what other documents say about it lives in indexes of the site, never in the value itself.

pub mod bidi;
pub mod brief;
pub mod company;
pub mod config;
pub mod dataset;
pub mod date;
pub mod lint;
pub mod phrase;
pub mod place;
pub mod quantity;
pub mod slug;
pub mod token;

pub use brief::{
    Brief, Correction, Effect, Image, Number, NumberKind, Order, Page, Passage, Publication, Role,
    Section, WatchItem, WatchStatus,
};
pub use company::{Company, MentionPolicy, Product};
pub use config::{
    HtmlPolicy, LintConfig, MetricConfig, MetricDirection, NavItem, Offer, Redirects, SiteConfig,
};
pub use date::{FiscalYearEnd, Moment, PartialDate};
pub use lint::{Allowance, LintRule};
pub use phrase::Phrase;
pub use place::{At, KeyPath, Step, Text, Written};
pub use quantity::{Amount, Currency, Quantity, Unit, decimal_text};
pub use slug::{Slug, UrlPath};
pub use token::{Token, TokenKind, TokenName, TokenValue};
