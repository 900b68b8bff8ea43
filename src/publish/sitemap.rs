//! `sitemap.xml`, by the protocol of sitemaps.org: every page that search engines may list, with the day of its last
//! change where that is known.
//!
//! Comes in: the site; or a sitemap that was published before. Goes out: a map of all pages, or, where there are more
//! than a map may hold, a map of maps; or the addresses in the one that came in.

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml::Xml;
use crate::link::{BriefId, Route, SITEMAP_LIMIT, Site, sitemap_url};
use crate::model::{Publication, UrlPath};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// The sitemap; with a number from 1, that part of it. Empty without a base URL.
pub(crate) fn sitemap(site: &Site, part: Option<u32>) -> Vec<u8> {
    let Some(base_url) = &site.config.base_url else {
        return map("", &[]);
    };
    let newest = newest(site, (0..).map(BriefId).take(site.briefs.len()));
    let pages: Vec<(&UrlPath, Option<Date>)> = site
        .routes
        .iter()
        .filter(|(_, route)| is_listed(site, *route))
        .map(|(url, route)| (url, last_change(site, *route, newest)))
        .collect();
    file(base_url, &pages, part)
}

/// One file: the map of all pages, or where they are too many, the map of maps; with a number, that part.
fn file(base_url: &str, pages: &[(&UrlPath, Option<Date>)], part: Option<u32>) -> Vec<u8> {
    let mut parts = pages.chunks(SITEMAP_LIMIT);
    match part {
        None if parts.len() <= 1 => map(base_url, pages),
        None => index(base_url, parts),
        Some(number) => map(
            base_url,
            parts
                .nth((number as usize).saturating_sub(1))
                .unwrap_or_default(),
        ),
    }
}

fn map(base_url: &str, pages: &[(&UrlPath, Option<Date>)]) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("urlset", &[NAMESPACE]);
    for (url, changed) in pages {
        xml.open("url", &[]);
        place(&mut xml, base_url, url, *changed);
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

fn index<'a>(
    base_url: &str,
    parts: impl Iterator<Item = &'a [(&'a UrlPath, Option<Date>)]>,
) -> Vec<u8> {
    let mut xml = Xml::document();
    xml.open("sitemapindex", &[NAMESPACE]);
    for (number, pages) in (1..).zip(parts) {
        let changed = pages.iter().filter_map(|(_, changed)| *changed).max();
        xml.open("sitemap", &[]);
        place(&mut xml, base_url, &sitemap_url(number), changed);
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

fn place(xml: &mut Xml, base_url: &str, url: &UrlPath, changed: Option<Date>) {
    xml.element("loc", &format!("{base_url}{url}"));
    if let Some(day) = changed {
        xml.element("lastmod", &day.to_string());
    }
}

/// Whether search engines shall list a page: not what is no page, what is not public yet, or what first came out
/// elsewhere.
fn is_listed(site: &Site, route: Route) -> bool {
    match route {
        Route::Brief(id) => site.briefs.get(id.0 as usize).is_some_and(|entry| {
            let brief = &entry.document.value;
            brief.publication == Publication::Final
                && brief.date.value.day <= site.edition.today
                && brief.canonical.is_none()
        }),
        Route::Search => false,
        _ => route.is_page(),
    }
}

/// The day of the newest brief, or of its last change.
fn newest(site: &Site, briefs: impl Iterator<Item = BriefId>) -> Option<Date> {
    briefs
        .filter_map(|id| site.briefs.get(id.0 as usize))
        .map(|entry| {
            let brief = &entry.document.value;
            let updated = brief.updated.as_ref().map(|date| date.value.day);
            updated.map_or(brief.date.value.day, |day| day.max(brief.date.value.day))
        })
        .max()
}

/// The day on which what a page shows was last changed: of a list, when a brief in it was. The watch list changes with
/// the days, a plain page with nothing that is known: these do not say.
fn last_change(site: &Site, route: Route, newest_of_all: Option<Date>) -> Option<Date> {
    let of_group = |groups: &[crate::link::Group], index: usize| {
        newest(site, groups.get(index)?.briefs.iter().copied())
    };
    match route {
        Route::Brief(id) => newest(site, std::iter::once(id)),
        Route::Company(id, _) => {
            let company = site.companies.get(id.0 as usize)?;
            newest(site, company.appearances.iter().map(|found| found.brief))
        }
        Route::Tag(index, _) => of_group(&site.tags, index),
        Route::Author(index, _) => of_group(&site.authors, index),
        Route::Series(index, _) => of_group(&site.series, index),
        Route::Home(_)
        | Route::Archive(_)
        | Route::Companies(_)
        | Route::Tags(_)
        | Route::Numbers(_)
        | Route::Effects(..)
        | Route::DataPage => newest_of_all,
        _ => None,
    }
}

/// The addresses in a sitemap, or those of the maps that it is a map of: whatever stands in a `loc`. `None` if the text
/// is no sitemap.
pub(crate) fn locations(text: &str) -> Option<Vec<String>> {
    let mut reader = Reader::from_str(text);
    let (mut found, mut loc, mut known) = (Vec::new(), None::<String>, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => match start.local_name().as_ref() {
                b"urlset" | b"sitemapindex" => known = true,
                b"loc" => loc = Some(String::new()),
                _ => {}
            },
            Event::Text(text) => {
                if let Some(loc) = &mut loc {
                    loc.push_str(&text.decode().ok()?);
                }
            }
            Event::GeneralRef(name) => {
                if let Some(loc) = &mut loc {
                    let name = name.decode().ok()?;
                    loc.push_str(quick_xml::escape::resolve_predefined_entity(&name)?);
                }
            }
            Event::End(end) if end.local_name().as_ref() == b"loc" => {
                found.extend(loc.take().map(|loc| loc.trim().to_owned()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    known.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pages_than_a_map_may_hold_are_split_and_each_is_in_one_part() {
        let count = 2 * SITEMAP_LIMIT + 1;
        let urls: Vec<UrlPath> = (0..count)
            .filter_map(|number| UrlPath::new(&format!("/briefs/b{number:06}/")))
            .collect();
        let day = |number: usize| jiff::civil::date(2026, 1, if number == 7 { 9 } else { 2 });
        let pages: Vec<(&UrlPath, Option<Date>)> = (0..)
            .zip(&urls)
            .map(|(number, url)| (url, (number != count - 1).then(|| day(number))))
            .collect();
        let text = |part| String::from_utf8(file("https://a.example", &pages, part)).unwrap();
        let index = text(None);
        let own = |part: u32| format!("https://a.example/sitemap-{part}.xml");
        assert_eq!(locations(&index).unwrap(), [own(1), own(2), own(3)]);
        let changes: Vec<&str> = index
            .split("<lastmod>")
            .skip(1)
            .map(|rest| &rest[..10])
            .collect();
        assert_eq!(
            changes,
            ["2026-01-09", "2026-01-02"],
            "the last page says no day"
        );
        let parts: Vec<String> = (1..=3).map(|part| text(Some(part))).collect();
        let sizes: Vec<usize> = parts
            .iter()
            .map(|part| part.matches("<loc>").count())
            .collect();
        assert_eq!(sizes, [SITEMAP_LIMIT, SITEMAP_LIMIT, 1]);
        for (number, part) in [
            (0, 0),
            (SITEMAP_LIMIT - 1, 0),
            (SITEMAP_LIMIT, 1),
            (count - 1, 2),
        ] {
            assert!(parts[part].contains(&format!(
                "<loc>https://a.example/briefs/b{number:06}/</loc>"
            )));
        }
        // One page less than too many is one map.
        let few = &pages[..SITEMAP_LIMIT];
        let map = String::from_utf8(file("https://a.example", few, None)).unwrap();
        assert_eq!(map.matches("<loc>").count(), SITEMAP_LIMIT);
    }

    #[test]
    fn locations_are_read_from_maps_and_maps_of_maps() {
        let map = "<?xml version='1.0'?><urlset xmlns='x'><url><loc> https://a.example/?a&amp;b </loc></url></urlset>";
        assert_eq!(locations(map).unwrap(), ["https://a.example/?a&b"]);
        let index =
            "<s:sitemapindex xmlns:s='x'><s:sitemap><s:loc>b</s:loc></s:sitemap></s:sitemapindex>";
        assert_eq!(locations(index).unwrap(), ["b"]);
        for bad in [
            "",
            "<html></html>",
            "<urlset></url>",
            "<urlset><loc>&x;</loc></urlset>",
            "{}",
        ] {
            assert_eq!(locations(bad), None, "{bad}");
        }
    }
}
