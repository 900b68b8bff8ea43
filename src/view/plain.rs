//! Plain pages, and pages that lead from an old address to the new one.

use super::address::absolute;
use super::contract::{Href, PageMeta, PlainPage, PlainView, RedirectPage};
use super::setting::{self, Setting};
use super::{Views, brief, json_ld, meta, words};
use crate::link::Place;
use crate::markdown::{Flow, Piece};
use crate::model::Publication;

/// A plain page; `None` if there is no such page.
pub(super) fn page(views: &Views, index: usize) -> Option<PlainPage> {
    let site = &*views.site;
    let entry = site.pages.get(index)?;
    let document = &*entry.document;
    let page = &document.value;
    let mut setting = Setting::page(views, entry);
    let body = setting.pieces(&[Piece {
        ranges: vec![document.body.clone()],
        flow: Flow::Block,
    }]);
    let draft = page.publication == Publication::Draft;
    let title = setting::plain(&page.title.value);
    let base = meta::plain(views, &entry.url, &title);
    let mut meta = PageMeta {
        description: page
            .description
            .as_ref()
            .map(|text| setting::plain(&text.value).into()),
        noindex: base.noindex || draft,
        ..base
    };
    meta.json_ld = Some(json_ld::web_page(views, "WebPage", &meta));
    let view = PlainView {
        slug: page.slug.as_str().into(),
        href: meta.href.clone(),
        title: setting
            .text(Place::Title, &page.title.value, Flow::Inline)
            .unwrap_or_default(),
        description: page
            .description
            .as_ref()
            .and_then(|text| setting.text(Place::Dek, &text.value, Flow::Inline)),
        body: body.into_iter().next().unwrap_or_default(),
        footnotes: setting.footnotes(),
        toc: brief::toc(&document.outline),
        draft,
        extra: page.extra.clone(),
    };
    Some(PlainPage { meta, page: view })
}

/// A page that leads elsewhere; `None` if there is no such redirect.
pub(super) fn redirect(views: &Views, index: usize) -> Option<RedirectPage> {
    let config = &views.site.config;
    let (from, to) = views.site.redirects.get(index)?;
    let target = Href::inside(config, to);
    Some(RedirectPage {
        meta: PageMeta {
            canonical: absolute(config, &target),
            noindex: true,
            ..meta::plain(views, from, words::text(&views.words.moved))
        },
        target,
    })
}
