//! Site and route become what a template may see: the theme contract.
//!
//! Comes in: a [`Site`](crate::link::Site) and a [`Route`](crate::link::Route). Goes out: a [`PageView`] and, once a
//! build, the [`SiteView`] that all pages share. Everything that a page needs is in its view; other documents appear
//! as shallow cards. This room never knows the template engine, and makes no markup but through `markdown`.

pub mod contract;

pub use contract::{CONTRACT, PageView, SiteView};
