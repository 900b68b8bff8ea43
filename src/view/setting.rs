//! Texts of one document, set for readers: the only file here that talks to `markdown`.
//!
//! What `link` found in a text (names to be linked, addresses to be replaced) is laid over it on the way.

use std::ops::Range;
use std::sync::Arc;

use super::contract::Href;
use super::{Pictures, Views};
use crate::link::{Address, BriefEntry, CompanyEntry, Linking, Mention, PageEntry, Place, Site};
use crate::markdown::{
    self, AlertTitles, Flow, LinkKind, Marks, Markup, Options, Piece, Typesetter,
};
use crate::model::{At, SiteConfig, Text};
use crate::parse::Document;

fn options(config: &SiteConfig) -> Options {
    Options { html: config.html }
}

/// A line of site.yaml, shown on every page; `None` if there is nothing in it. Its links inside the site lead from the
/// top of the site, wherever the page is.
pub(super) fn line(config: &SiteConfig, text: Option<&str>) -> Option<Markup> {
    let text = text.filter(|text| !text.trim().is_empty())?;
    let addresses = markdown::text_outline(text)
        .links
        .into_iter()
        .filter(|link| link.kind == LinkKind::Plain && !link.dest.starts_with('#'))
        .filter_map(|link| Some((link.range, Href::written(config, &link.dest)?.0)))
        .collect();
    let marks = Marks {
        addresses,
        ..Marks::default()
    };
    Some(markdown::set(text, Flow::Inline, &marks, &options(config)))
}

/// A text without its markup, and without control characters, which no page may hold: they become blanks.
pub(super) fn plain(text: &str) -> String {
    let plain = markdown::plain_text(text);
    if !plain.contains(char::is_control) {
        return plain;
    }
    let parts = plain.split(|c: char| c.is_whitespace() || c.is_control());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The texts of one document.
pub(super) struct Setting<'a> {
    site: &'a Site,
    text: &'a str,
    mentions: &'a [Mention],
    addresses: &'a [Address],
    pictures: &'a Pictures,
    alerts: Arc<AlertTitles>,
    typesetter: Typesetter<'a>,
}

impl<'a> Setting<'a> {
    /// A brief with its body.
    pub(super) fn brief(views: &'a Views, entry: &'a BriefEntry) -> Self {
        let document = &*entry.document;
        Self::new(
            views,
            &document.text,
            document.body.clone(),
            &entry.mentions,
            &entry.addresses,
        )
    }

    /// The texts in a brief's front matter alone, for its card. Footnotes of the body are out of reach.
    pub(super) fn card(views: &'a Views, entry: &'a BriefEntry) -> Self {
        Self::new(views, "", 0..0, &entry.mentions, &entry.addresses)
    }

    /// A company.
    pub(super) fn company<T>(
        views: &'a Views,
        entry: &'a CompanyEntry,
        document: &'a Document<T>,
    ) -> Self {
        Self::new(
            views,
            &document.text,
            document.body.clone(),
            &entry.mentions,
            &entry.addresses,
        )
    }

    /// A plain page.
    pub(super) fn page(views: &'a Views, entry: &'a PageEntry) -> Self {
        let document = &*entry.document;
        Self::new(
            views,
            &document.text,
            document.body.clone(),
            &[],
            &entry.addresses,
        )
    }

    fn new(
        views: &'a Views,
        text: &'a str,
        body: Range<u32>,
        mentions: &'a [Mention],
        addresses: &'a [Address],
    ) -> Self {
        Self {
            site: &views.site,
            text,
            mentions,
            addresses,
            pictures: &views.pictures,
            alerts: Arc::new(views.words.alerts()),
            typesetter: Typesetter::new(text, body, &options(&views.site.config)),
        }
    }

    /// Parts of the body, in order.
    pub(super) fn pieces(&mut self, pieces: &[Piece]) -> Vec<Markup> {
        let marks = self.marks(Place::Body);
        self.typesetter.pieces(pieces, &marks)
    }

    /// A text of its own; `None` if there is nothing in it.
    pub(super) fn text(&mut self, place: Place, text: &str, flow: Flow) -> Option<Markup> {
        if text.trim().is_empty() {
            return None;
        }
        let marks = self.marks(place);
        Some(self.typesetter.text(text, flow, &marks))
    }

    /// A heading of the body: a text of its own, whose links were found in the body.
    pub(super) fn heading(&mut self, heading: &Text) -> Markup {
        let mut marks = Marks::default();
        if let At::Body(range) = &heading.at
            && self.text.get(range.start as usize..range.end as usize) == Some(&*heading.value)
        {
            let all = self.of(Place::Body);
            let from = all.partition_point(|address| address.range.start < range.start);
            marks.addresses = all[from..]
                .iter()
                .take_while(|address| address.range.start < range.end)
                .filter(|address| address.range.end <= range.end)
                .map(|Address { range: r, href, .. }| {
                    (r.start - range.start..r.end - range.start, Arc::clone(href))
                })
                .collect();
        }
        self.typesetter.text(&heading.value, Flow::Inline, &marks)
    }

    /// The notes that the texts set so far refer to.
    pub(super) fn footnotes(self) -> Option<Markup> {
        self.typesetter.footnotes()
    }

    /// The addresses of one text: they stand together, as link sorts them.
    fn of(&self, place: Place) -> &'a [Address] {
        let from = self
            .addresses
            .partition_point(|address| address.place < place);
        let rest = &self.addresses[from..];
        &rest[..rest.partition_point(|address| address.place == place)]
    }

    /// The mentions of one text.
    fn mentioned(&self, place: Place) -> &'a [Mention] {
        let from = self
            .mentions
            .partition_point(|mention| mention.place < place);
        let rest = &self.mentions[from..];
        &rest[..rest.partition_point(|mention| mention.place == place)]
    }

    fn marks(&self, place: Place) -> Marks {
        let mut mentions: Vec<_> = self
            .mentioned(place)
            .iter()
            .filter(|mention| mention.linking == Linking::Added)
            .filter_map(|mention| {
                let company = self.site.companies.get(mention.company.0 as usize)?;
                let href = Href::inside(&self.site.config, &company.url);
                Some((mention.range.clone(), href.0))
            })
            .collect();
        let mut addresses: Vec<_> = self
            .of(place)
            .iter()
            .map(|address| (address.range.clone(), Arc::clone(&address.href)))
            .collect();
        let mut pictures: Vec<_> = self
            .of(place)
            .iter()
            .filter_map(|address| {
                let known = self.pictures.get(&*address.href)?;
                Some((address.range.clone(), Arc::clone(known)))
            })
            .collect();
        pictures.sort_by_key(|(range, _)| (range.start, range.end));
        let by_range = |a: &(Range<u32>, Arc<str>), b: &(Range<u32>, Arc<str>)| {
            (a.0.start, a.0.end).cmp(&(b.0.start, b.0.end))
        };
        mentions.sort_by(by_range);
        addresses.sort_by(by_range);
        Marks {
            mentions,
            addresses,
            pictures,
            alerts: Arc::clone(&self.alerts),
        }
    }
}
