//! Feeds: the latest briefs in full, and how watch items ended.
//!
//! Comes in: the site, its views, and the words of its theme. Goes out: the bytes of one feed. What is said is the same
//! in every form:
//!
//! 1. A [`Channel`](channel::Channel) is gathered: the latest entries, each with an id that no move of the site changes ([`ids`]) and a
//!    time of its last change that only the author moves.
//! 2. The text of a brief is set once, for its page; [`Bodies`] keeps what feeds need of it ([`body`]).
//! 3. [`atom`], [`rss`] and [`json`] write the channel down, each with the escapes of its own format.

mod atom;
mod body;
mod channel;
mod ids;
mod json;
mod resolved;
mod rss;
mod times;
mod words;

pub(crate) use self::body::Bodies;
pub(crate) use self::channel::Making;
pub(crate) use self::words::Words;
use crate::link::{Feed, FeedForm};

/// One feed; `None` if there is no such feed.
pub(crate) fn feed(making: &Making<'_>, feed: Feed, form: FeedForm) -> Option<Vec<u8>> {
    let channel = channel::channel(making, feed, form)?;
    Some(match form {
        FeedForm::Atom => atom::atom(&channel),
        FeedForm::Rss => rss::rss(&channel),
        FeedForm::Json => json::json(&channel),
    })
}
