//! Artifacts that are no themed page: lists for machines and hosts.
//!
//! Comes in: the site. Goes out: an [`Artifact`]. Each writer escapes for its own format; none touches the disk.

mod calendar;
pub(crate) mod card;
pub(crate) mod dataset;
pub(crate) mod feed;
mod headers;
pub(crate) mod limits;
mod llms;
mod plain;
mod redirects;
mod robots;
pub(crate) mod search;
mod sitemap;
mod twin;
mod xml;

use crate::diagnostic::SourceId;

pub(crate) use calendar::calendar;
pub(crate) use dataset::{dataset, json_and_csv};
pub(crate) use headers::headers;
pub(crate) use llms::{full_text, guide};
pub(crate) use plain::watch_name;
pub(crate) use redirects::redirects;
pub(crate) use robots::robots;
pub(crate) use sitemap::{locations, sitemap};
pub(crate) use twin::twin;

/// What a route answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A file of the site or theme, as it is.
    File(SourceId),
    /// A picture of the site this many pixels wide, as WebP. Whoever has the files makes it.
    Picture(SourceId, u32),
}

impl From<String> for Artifact {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes())
    }
}

impl From<Vec<u8>> for Artifact {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}
