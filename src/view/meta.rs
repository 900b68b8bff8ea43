//! `meta`: what a page says about itself.

use super::address::absolute;
use super::contract::{FeedLink, Href, ImageView, OgType, PageMeta};
use super::{Views, words};
use crate::link::{Audience, Feed, FeedForm, card_url, feed_page, feed_url};
use crate::model::{Offer, UrlPath};

/// What every page says; the page's own function adds the rest. `title` is plain and empty for the front page.
pub(super) fn plain(views: &Views, path: &UrlPath, title: &str) -> PageMeta {
    let config = &views.site.config;
    let href = Href::inside(config, path);
    PageMeta {
        title: views.words.window_title(title, &config.title).into(),
        og_title: if title.is_empty() {
            &*config.title
        } else {
            title
        }
        .into(),
        description: None,
        canonical: absolute(config, &href),
        nav_href: nav_href(views, &href),
        path: path.as_str().into(),
        href,
        og_type: OgType::Website,
        image: None,
        noindex: views.site.edition.audience == Audience::Preview,
        published: None,
        modified: None,
        feeds: feeds(views, None),
        markdown: None,
        json_ld: None,
    }
}

/// Width and height of a card in pixels, as link previews want it.
const CARD_SIZE: [u32; 2] = [1200, 630];

/// The card of a brief or company, if the site has cards: its alternative text is the title that it shows.
pub(super) fn card(views: &Views, page: &UrlPath, title: &str) -> Option<ImageView> {
    let config = &views.site.config;
    let path = card_url(page).filter(|_| config.cards == Offer::On)?;
    let href = Href::inside(config, &path);
    Some(ImageView {
        url: absolute(config, &href),
        href,
        alt: title.into(),
        width: Some(CARD_SIZE[0]),
        height: Some(CARD_SIZE[1]),
        srcset: None,
    })
}

/// The feeds of a page, `own` in each of its forms, and that of the whole site.
pub(super) fn feeds(views: &Views, own: Option<Feed>) -> Vec<FeedLink> {
    let site = &*views.site;
    let link = |feed: Feed, form: FeedForm| {
        let page = feed_page(site, feed)?;
        let name = match feed {
            Feed::Site => None,
            Feed::Company(id) => Some(&*site.companies.get(id.0 as usize)?.name),
            Feed::Tag(index) => Some(&*site.tags.get(index)?.name),
            Feed::Resolved => Some(words::text(&views.words.resolved)),
        };
        Some(FeedLink {
            title: views
                .words
                .feed_title(&site.config.title, name, form.name())
                .into(),
            href: Href::inside(&site.config, &feed_url(&page, form)),
            media_type: form.media_type(),
        })
    };
    if site.briefs.is_empty() || site.config.feeds == Offer::Off {
        return Vec::new();
    }
    let all = |feed| FeedForm::ALL.map(|form| (feed, form));
    let whole = match own {
        Some(Feed::Site) => None,
        _ => Some((Feed::Site, FeedForm::Atom)),
    };
    own.into_iter()
        .flat_map(all)
        .chain(whole)
        .filter_map(|(feed, form)| link(feed, form))
        .collect()
}

/// The entry of the navigation with the longest address that this one begins with. The front page is above
/// everything, so its entry counts only for itself and the pages that follow it.
fn nav_href(views: &Views, href: &Href) -> Option<Href> {
    let frame = views.frame();
    let home = frame.links.home.as_str();
    let front = |entry: &str| entry == home && href.as_str()[home.len()..].starts_with("page/");
    let under =
        |entry: &str| entry != home && entry.ends_with('/') && href.as_str().starts_with(entry);
    frame
        .nav
        .iter()
        .map(|item| &item.href)
        .filter(|entry| *entry == href || front(entry.as_str()) || under(entry.as_str()))
        .max_by_key(|entry| entry.as_str().len())
        .cloned()
}
