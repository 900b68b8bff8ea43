//! `sitemap.xml`, by the protocol of sitemaps.org.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::link::{Route, Site};

/// Every page, with the day of its last change where that is known. Empty without a base URL.
pub(crate) fn sitemap(site: &Site) -> Vec<u8> {
    write(site).expect("writing to memory does not fail")
}

fn write(site: &Site) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let set = BytesStart::new("urlset")
        .with_attributes([("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    xml.write_event(Event::Start(set))?;
    if let Some(base_url) = &site.config.base_url {
        for (url, route) in site.routes.iter().filter(|(_, route)| route.is_page()) {
            xml.write_event(Event::Start(BytesStart::new("url")))?;
            element(&mut xml, "loc", &format!("{base_url}{url}"))?;
            if let Some(day) = last_change(site, *route) {
                element(&mut xml, "lastmod", &day.to_string())?;
            }
            xml.write_event(Event::End(BytesEnd::new("url")))?;
        }
    }
    xml.write_event(Event::End(BytesEnd::new("urlset")))?;
    Ok(xml.into_inner())
}

fn element(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> std::io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    xml.write_event(Event::Text(BytesText::new(text)))?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}

/// The day of a brief, or of the newest brief in a dossier. Other pages do not say.
fn last_change(site: &Site, route: Route) -> Option<jiff::civil::Date> {
    let of_brief = |id: crate::link::BriefId| {
        let brief = &site.briefs[id.0 as usize].document.value;
        brief.updated.as_ref().unwrap_or(&brief.date).value.day
    };
    match route {
        Route::Brief(id) => Some(of_brief(id)),
        Route::Company(id, _) => site.companies[id.0 as usize]
            .appearances
            .iter()
            .map(|a| of_brief(a.brief))
            .max(),
        _ => None,
    }
}
