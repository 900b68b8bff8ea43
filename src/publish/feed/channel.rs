//! What a feed says, before it is written down in any form.

use std::sync::Arc;

use super::body::Bodies;
use super::ids::Ids;
use super::resolved;
use super::times::{Clock, Time};
use super::words::Words;
use crate::link::{BriefEntry, BriefId, Feed, FeedForm, Site, feed_page, feed_url};
use crate::model::UrlPath;
use crate::publish::plain;
use crate::view::Views;

/// All that feeds are made of.
pub(crate) struct Making<'a> {
    pub(crate) site: &'a Site,
    pub(crate) views: &'a Views,
    pub(crate) words: &'a Words,
    pub(crate) bodies: &'a Bodies,
}

/// A feed.
pub(super) struct Channel<'a> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) language: &'a str,
    /// Who answers for it where an entry names nobody: the publication.
    pub(super) publication: String,
    /// The page that it follows.
    pub(super) page: String,
    /// Its own address.
    pub(super) own: String,
    pub(super) updated: Time,
    pub(super) entries: Vec<Entry>,
}

/// An entry of a feed. Texts are plain and on one line, but for `content`, which is HTML.
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) url: String,
    pub(super) published: Time,
    pub(super) updated: Time,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) summary: Option<String>,
    pub(super) image: Option<String>,
    pub(super) content: Arc<str>,
}

/// The whole address of a path inside the site. Without a base URL it begins at the top of the host, which feed readers
/// add.
pub(super) fn address(site: &Site, path: &UrlPath) -> String {
    let base = site.config.base_url.as_deref().unwrap_or_default();
    format!("{base}{path}")
}

/// The briefs of a feed, newest first, as many as it holds.
pub(super) fn latest(site: &Site, feed: Feed) -> Vec<BriefId> {
    let limit = site.config.feed_limit;
    match feed {
        Feed::Site => (0..)
            .map(BriefId)
            .take(site.briefs.len().min(limit))
            .collect(),
        Feed::Company(id) => site
            .companies
            .get(id.0 as usize)
            .map_or_else(Vec::new, |company| {
                let briefs = company.appearances.iter().map(|found| found.brief);
                briefs.take(limit).collect()
            }),
        Feed::Tag(index) => site.tags.get(index).map_or_else(Vec::new, |tag| {
            tag.briefs.iter().take(limit).copied().collect()
        }),
        Feed::Resolved => Vec::new(),
    }
}

/// Gathers what a feed says.
pub(super) fn channel<'a>(making: &Making<'a>, feed: Feed, form: FeedForm) -> Option<Channel<'a>> {
    let site = making.site;
    let page = feed_page(site, feed)?;
    let (ids, clock) = (Ids::of(site), Clock::of(&site.config));
    let entries: Vec<Entry> = match feed {
        Feed::Resolved => resolved::entries(making, &ids, &clock),
        _ => latest(site, feed)
            .into_iter()
            .filter_map(|id| brief(making, &ids, &clock, id))
            .collect(),
    };
    let publication = plain::one_line(&site.config.title);
    let name = match feed {
        Feed::Site => None,
        Feed::Company(id) => Some(&*site.companies.get(id.0 as usize)?.name),
        Feed::Tag(index) => Some(&*site.tags.get(index)?.name),
        Feed::Resolved => Some(&*making.words.watch_list),
    };
    Some(Channel {
        id: ids.feed(site, feed),
        title: match name {
            None => publication.clone(),
            Some(name) => format!("{publication}: {}", plain::one_line(name)),
        },
        description: site.config.description.as_deref().map(plain::one_line),
        language: &site.config.language,
        publication,
        own: address(site, &feed_url(&page, form)),
        page: address(site, &page),
        updated: entries
            .iter()
            .map(|entry| &entry.updated)
            .max()
            .map_or_else(Time::never, Clone::clone),
        entries,
    })
}

fn brief(making: &Making<'_>, ids: &Ids, clock: &Clock, id: BriefId) -> Option<Entry> {
    let site = making.site;
    let entry: &BriefEntry = site.briefs.get(id.0 as usize)?;
    let brief = &entry.document.value;
    let card = making.views.brief(id)?;
    let published = clock.moment(&brief.date.value);
    let updated = brief.updated.as_ref().map(|date| clock.moment(&date.value));
    let names = |all: &[crate::link::Group], indexes: &[usize]| {
        let groups = indexes.iter().filter_map(|index| all.get(*index));
        groups.map(|group| plain::one_line(&group.name)).collect()
    };
    Some(Entry {
        id: ids.brief(entry),
        title: plain::one_line(&card.title_text),
        url: address(site, &entry.url),
        // What was changed before it was published was not changed.
        updated: updated.map_or_else(|| published.clone(), |at| at.max(published.clone())),
        published,
        authors: names(&site.authors, &entry.authors),
        tags: names(&site.tags, &entry.tags),
        summary: card.dek_text.as_deref().map(plain::one_line),
        image: making
            .views
            .brief_image(id)
            .and_then(|image| image.url)
            .map(String::from),
        content: making.bodies.get(making, id)?,
    })
}
