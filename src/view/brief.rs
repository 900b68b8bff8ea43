//! The page of one brief.

use std::sync::Arc;

use super::address::absolute;
use super::contract::{
    BriefPage, BriefView, CorrectionView, EffectsView, Href, ImageView, NumberView, OgType,
    PageMeta, RelatedView, SectionRole, SectionView, SeriesView, TocEntry, WatchView,
};
use super::setting::Setting;
use super::words::Words;
use super::{Views, cards, items, json_ld, meta};
use crate::link::{BriefEntry, BriefId, Place, twin_url};
use crate::markdown::{Flow, Markup, Outline, Piece};
use crate::model::{Brief, Offer, Passage, Role};

/// Words that an ordinary reader takes in a minute.
const WORDS_A_MINUTE: usize = 230;

/// The page of a brief; `None` if there is no such brief.
pub(super) fn page(views: &Views, id: BriefId) -> Option<BriefPage> {
    let entry = views.site.briefs.get(id.0 as usize)?;
    let brief = brief(views, id)?;
    let card = views.brief(id)?;
    let base = meta::plain(views, &entry.url, &brief.title_text);
    let config = &views.site.config;
    let mut meta = PageMeta {
        description: card.dek_text.clone(),
        og_type: OgType::Article,
        image: brief
            .image
            .clone()
            .or_else(|| meta::card(views, &entry.url, &brief.title_text)),
        noindex: base.noindex || brief.draft || brief.future,
        markdown: (config.twins == Offer::On).then(|| Href::inside(config, &twin_url(&entry.url))),
        published: Some(brief.date.datetime.clone()),
        modified: brief.updated.as_ref().map(|date| date.datetime.clone()),
        ..base
    };
    if let Some(elsewhere) = &entry.document.value.canonical
        && let Some(href) = Href::outside(&elsewhere.value)
    {
        meta.canonical = Some(href.as_str().into());
    }
    meta.json_ld = Some(json_ld::news_article(views, &brief, &meta));
    Some(BriefPage { meta, brief })
}

/// A brief in full; `None` if there is no such brief. Pages and feeds share it.
pub(super) fn brief(views: &Views, id: BriefId) -> Option<BriefView> {
    let site = &*views.site;
    let entry = site.briefs.get(id.0 as usize)?;
    let document = &*entry.document;
    let brief = &document.value;
    let card = views.brief(id)?;

    let mut setting = Setting::brief(views, entry);
    let mut parts = setting.pieces(&pieces(brief)).into_iter();
    let prose: Vec<Markup> = parts.by_ref().take(brief.sections.len()).collect();
    let title = setting.text(Place::Title, &brief.title.value, Flow::Inline);
    let dek = brief
        .dek
        .as_ref()
        .and_then(|dek| setting.text(Place::Dek, &dek.value, Flow::Inline));
    let corrections = (0u32..)
        .zip(&brief.corrections)
        .map(|(index, correction)| CorrectionView {
            date: views.words.moment(&correction.date.value),
            text: setting
                .text(
                    Place::Correction(index),
                    &correction.text.value,
                    Flow::Inline,
                )
                .unwrap_or_default(),
        })
        .collect();
    let effects = items::effects(views, id, entry, &mut setting, &mut parts);
    let numbers = items::numbers(views, entry, &mut setting);
    let watch = items::watch(views, entry, &mut setting, &mut parts);
    let mut sections: Vec<SectionView> = brief
        .sections
        .iter()
        .zip(prose)
        .map(|(section, html)| SectionView {
            role: section_role(section.role),
            heading: section
                .heading
                .as_ref()
                .map(|heading| setting.heading(heading)),
            anchor: section.anchor.clone(),
            is_empty: html.is_empty(),
            html,
            items: false,
        })
        .collect();
    let mut toc = toc(&document.outline);
    place_items(
        &views.words,
        &mut sections,
        &mut toc,
        &document.outline,
        &effects,
        &numbers,
        &watch,
    );

    let words = document.outline.words as usize;
    Some(BriefView {
        slug: brief.slug.as_str().into(),
        href: card.href.clone(),
        title: title.unwrap_or_default(),
        title_text: Arc::clone(&card.title_text),
        dek,
        date: card.date.clone(),
        updated: brief
            .updated
            .as_ref()
            .map(|date| views.words.moment(&date.value)),
        authors: cards::authors(views, &entry.authors),
        tags: card.tags.clone(),
        series: series(views, id, entry),
        draft: card.draft,
        future: card.future,
        companies: cards::with_roles(site, &entry.companies),
        image: image(views, entry),
        sections,
        effects,
        numbers,
        watch,
        toc,
        corrections,
        footnotes: setting.footnotes(),
        words: views.words.count(words),
        reading_minutes: words.div_ceil(WORDS_A_MINUTE).max(1),
        related: related(views, id),
        // Newest first: the next index is the brief before it in time.
        previous: id
            .0
            .checked_add(1)
            .and_then(|older| views.brief(BriefId(older))),
        next: id
            .0
            .checked_sub(1)
            .and_then(|newer| views.brief(BriefId(newer))),
        extra: brief.extra.clone(),
    })
}

/// Briefs that are offered for what they share.
const RELATED: usize = 4;

fn related(views: &Views, id: BriefId) -> Vec<RelatedView> {
    let site = &*views.site;
    crate::link::related(id, &site.briefs, &site.companies, &site.tags, RELATED)
        .into_iter()
        .filter_map(|related| {
            Some(RelatedView {
                brief: views.brief(related.brief)?,
                companies: cards::companies(views, &related.companies),
                tags: cards::tags(views, &related.tags),
            })
        })
        .collect()
}

/// What is set in one go, so that footnotes and anchors count through: the sections, then the effects, then the watch
/// items that were read from the body.
fn pieces(brief: &Brief) -> Vec<Piece> {
    let piece = |ranges| Piece {
        ranges,
        flow: Flow::Block,
    };
    let effects = brief.effects.iter().map(|effect| &effect.text);
    let watch = brief.watch.iter().map(|item| &item.text);
    let passages = effects.chain(watch).filter_map(|passage| match passage {
        Passage::Body(range) => Some(vec![range.clone()]),
        Passage::Front(_) => None,
    });
    brief
        .sections
        .iter()
        .map(|section| section.prose.clone())
        .chain(passages)
        .map(piece)
        .collect()
}

const fn section_role(role: Role) -> SectionRole {
    match role {
        Role::Lead => SectionRole::Lead,
        Role::Shift => SectionRole::Shift,
        Role::Happened => SectionRole::Happened,
        Role::Matters => SectionRole::Matters,
        Role::Numbers => SectionRole::Numbers,
        Role::Watch => SectionRole::Watch,
        Role::Other => SectionRole::Other,
    }
}

/// The headings of level 2 and 3; one of level 1 in a body counts as 2.
pub(super) fn toc(outline: &Outline) -> Vec<TocEntry> {
    outline
        .headings
        .iter()
        .filter(|heading| heading.level <= 3)
        .map(|heading| TocEntry {
            text: heading.text.clone(),
            anchor: heading.anchor.clone(),
            level: heading.level.max(2),
        })
        .collect()
}

/// Gives effects, numbers and watch items their section: the first of that role, else one that is added in the
/// order of reading.
fn place_items(
    words: &Words,
    sections: &mut Vec<SectionView>,
    toc: &mut Vec<TocEntry>,
    outline: &Outline,
    effects: &EffectsView,
    numbers: &[NumberView],
    watch: &[WatchView],
) {
    let no_effects = [&effects.first, &effects.second, &effects.third]
        .iter()
        .all(|order| order.is_empty());
    for (role, none) in [
        (SectionRole::Matters, no_effects),
        (SectionRole::Numbers, numbers.is_empty()),
        (SectionRole::Watch, watch.is_empty()),
    ] {
        if none {
            continue;
        }
        if let Some(section) = sections.iter_mut().find(|section| section.role == role) {
            section.items = true;
            continue;
        }
        let (heading, anchor) = words.section(role);
        let anchor = free_anchor(outline, anchor);
        let later =
            |section: &SectionView| section.role > role && section.role != SectionRole::Other;
        let at = sections.iter().position(later).unwrap_or(sections.len());
        let toc_at = sections
            .get(at)
            .and_then(|next| toc.iter().position(|entry| entry.anchor == next.anchor))
            .unwrap_or(toc.len());
        toc.insert(
            toc_at,
            TocEntry {
                text: heading.into(),
                anchor: anchor.clone(),
                level: 2,
            },
        );
        sections.insert(
            at,
            SectionView {
                role,
                heading: Some(Markup::from_text(heading)),
                anchor,
                html: Markup::default(),
                is_empty: true,
                items: true,
            },
        );
    }
}

/// `anchor`, or `anchor-2`, `anchor-3` ... if a heading has it.
fn free_anchor(outline: &Outline, anchor: &str) -> Box<str> {
    let taken = |anchor: &str| {
        outline
            .headings
            .iter()
            .any(|heading| &*heading.anchor == anchor)
    };
    std::iter::once(anchor.to_owned())
        .chain((2_u32..).map(|n| format!("{anchor}-{n}")))
        .find(|anchor| !taken(anchor))
        .unwrap_or_default()
        .into()
}

fn series(views: &Views, id: BriefId, entry: &BriefEntry) -> Option<SeriesView> {
    let group = views.site.series.get(entry.series?)?;
    let index = group.briefs.iter().position(|part| *part == id)?;
    let part = |index: usize| group.briefs.get(index).and_then(|id| views.brief(*id));
    Some(SeriesView {
        name: Arc::clone(&group.name),
        href: Href::inside(&views.site.config, &group.url),
        position: index + 1,
        total: group.briefs.len(),
        previous: index.checked_sub(1).and_then(part),
        next: part(index + 1),
    })
}

/// The picture of a brief: where `link` found it, or on another site.
pub(super) fn image(views: &Views, entry: &BriefEntry) -> Option<ImageView> {
    let config = &views.site.config;
    let image = entry.document.value.image.as_ref()?;
    let found = entry
        .addresses
        .iter()
        .find(|address| address.place == Place::Image);
    let href = match found {
        Some(address) => Href(Arc::clone(&address.href)),
        None => Href::outside(&image.path.value)?,
    };
    let known = views.pictures.get(href.as_str());
    Some(ImageView {
        url: absolute(config, &href),
        href,
        alt: image.alt.clone().unwrap_or_default(),
        width: known.map(|picture| picture.width),
        height: known.map(|picture| picture.height),
        srcset: known
            .map(|picture| picture.srcset())
            .filter(|sizes| !sizes.is_empty())
            .map(Into::into),
    })
}
