//! `sitemap.xml`, by the protocol of sitemaps.org: every page that search engines may list, with the day of its last
//! change where that is known.
//!
//! Comes in: the site; or a sitemap that was published before. Goes out: a map of all pages, or, where there are more
//! than a map may hold, a map of maps; or the addresses in the one that came in.

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::xml::Xml;
use crate::link::{BriefId, Route, Site, sitemap_url};
use crate::model::{Publication, UrlPath};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A page, and the day of its last change.
type Page<'a> = (&'a UrlPath, Option<Date>);

/// The sitemap; with a number from 1, that part of it. Empty without a base URL.
pub(crate) fn sitemap(site: &Site, part: Option<u32>) -> Vec<u8> {
    let Some(base_url) = &site.config.base_url else {
        return map("", &[]);
    };
    let newest = newest(site, (0..).map(BriefId).take(site.briefs.len()));
    let pages: Vec<Page<'_>> = site
        .routes
        .iter()
        .filter(|(_, route)| is_listed(site, *route))
        .map(|(url, route)| (url, last_change(site, *route, newest)))
        .collect();
    let is_part = |(_, route): &&(UrlPath, Route)| matches!(route, Route::SitemapPart(_));
    let parts = site.routes.iter().filter(is_part).count();
    file(base_url, &pages, parts, part)
}

/// One file: the map of all pages, or where they are too many, the map of maps; with a number from 1, that part.
///
/// How many parts there are is known before it is known which pages are listed. So each takes its share of what is: a
/// last part without a page would be no sitemap.
fn file(base_url: &str, pages: &[Page<'_>], parts: usize, part: Option<u32>) -> Vec<u8> {
    let share = |number: usize| {
        let end = |number: usize| pages.len() * number / parts.max(1);
        pages.get(end(number.saturating_sub(1))..end(number))
    };
    match part {
        None if parts == 0 => map(base_url, pages),
        None => index(base_url, (1..=parts).filter_map(share)),
        Some(number) => map(base_url, share(number as usize).unwrap_or_default()),
    }
}

fn map(base_url: &str, pages: &[Page<'_>]) -> Vec<u8> {
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

fn index<'a>(base_url: &str, parts: impl Iterator<Item = &'a [Page<'a>]>) -> Vec<u8> {
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
    use crate::link::SITEMAP_LIMIT;

    #[test]
    fn more_pages_than_a_map_may_hold_are_split_and_each_is_in_one_part() {
        let count = 2 * SITEMAP_LIMIT + 1;
        let urls: Vec<UrlPath> = (0..count)
            .filter_map(|number| UrlPath::new(&format!("/briefs/b{number:06}/")))
            .collect();
        let day = |number: usize| jiff::civil::date(2026, 1, if number == 7 { 9 } else { 2 });
        let pages: Vec<Page<'_>> = (0..)
            .zip(&urls)
            .map(|(number, url)| (url, (number != count - 1).then(|| day(number))))
            .collect();
        let text = |part| String::from_utf8(file("https://a.example", &pages, 3, part)).unwrap();
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
            ["2026-01-09", "2026-01-02", "2026-01-02"],
            "the newest day of each part"
        );
        let parts: Vec<String> = (1..=3).map(|part| text(Some(part))).collect();
        let sizes: Vec<usize> = parts
            .iter()
            .map(|part| part.matches("<loc>").count())
            .collect();
        assert_eq!(sizes, [33_333, 33_334, 33_334]);
        let all: Vec<String> = parts
            .iter()
            .flat_map(|part| locations(part).unwrap())
            .collect();
        let expected = urls.iter().map(|url| format!("https://a.example{url}"));
        assert!(all.into_iter().eq(expected), "each page is there once");
    }

    #[test]
    fn no_part_is_empty_or_too_long_where_some_pages_are_not_listed() {
        let urls: Vec<UrlPath> = (0..2 * SITEMAP_LIMIT + 1)
            .filter_map(|number| UrlPath::new(&format!("/{number}/")))
            .collect();
        let pages: Vec<Page<'_>> = urls.iter().map(|url| (url, None)).collect();
        for (listed, parts) in [
            (2 * SITEMAP_LIMIT, 3),
            (SITEMAP_LIMIT, 2),
            (SITEMAP_LIMIT - 7, 2),
            (2 * SITEMAP_LIMIT + 1, 3),
        ] {
            let text = |part| {
                let bytes = file("https://a.example", &pages[..listed], parts, part);
                locations(&String::from_utf8(bytes).unwrap()).unwrap()
            };
            assert_eq!(text(None).len(), parts);
            let sizes: Vec<usize> = (1u32..)
                .take(parts)
                .map(|part| text(Some(part)).len())
                .collect();
            assert_eq!(sizes.iter().sum::<usize>(), listed);
            assert!(sizes.iter().all(|size| (1..=SITEMAP_LIMIT).contains(size)));
        }
        let few = file("https://a.example", &pages[..SITEMAP_LIMIT], 0, None);
        let few = String::from_utf8(few).unwrap();
        assert_eq!(few.matches("<url>").count(), SITEMAP_LIMIT);
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
