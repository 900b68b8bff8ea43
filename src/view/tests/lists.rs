//! Dossiers, indexes, and lists that are cut into pages.

use std::sync::Arc;

use jiff::civil::date;

use super::full;
use crate::link::{CompanyId, Documents, Route};
use crate::view::contract::{CompanyRoleView, PageView};
use crate::view::sample::{brief, company, site, views, written};
use crate::view::{CONTRACT, Views};

#[test]
fn a_dossier_shows_both_sides_and_its_briefs_by_year() {
    let views = views(full());
    let Some(PageView::Company(page)) = views.page(Route::Company(CompanyId(0), 1)) else {
        panic!("the sample has Adobe");
    };
    assert_eq!(&*page.company.name, "Adobe");
    assert_eq!(
        page.company.competitors[0].href.as_str(),
        "/repo/companies/runway/"
    );
    assert_eq!(page.company.counts.briefs.value, 2);
    let years: Vec<(i16, usize)> = page
        .timeline
        .iter()
        .map(|year| (year.year, year.entries.len()))
        .collect();
    assert_eq!(years, [(2026, 2)]);
    assert_eq!(page.timeline[0].entries[0].role, CompanyRoleView::Subject);
    assert_eq!(page.timeline[0].entries[1].role, CompanyRoleView::Declared);
    assert!(page.company.website.is_none());
    let Some(PageView::Company(page)) = views.page(Route::Company(CompanyId(1), 1)) else {
        panic!("the sample has Runway");
    };
    let wikidata = page.company.wikidata.expect("it has one");
    assert_eq!(
        wikidata.href.as_str(),
        "https://www.wikidata.org/wiki/Q11288"
    );
    assert!(page.company.body.is_some());
}

#[test]
fn companies_stand_under_their_initial() {
    let names = ["adidas", "Adobe", "Écran", "3M", "平安"];
    let companies = names.iter().map(|name| company(name, "", |_| {})).collect();
    let views = views(Documents {
        companies,
        ..Documents::default()
    });
    let Some(PageView::Companies(page)) = views.page(Route::Companies(1)) else {
        panic!("there is an index");
    };
    let listed: Vec<(&str, Vec<&str>)> = page
        .initials
        .iter()
        .map(|i| {
            (
                &*i.initial,
                i.companies.iter().map(|card| &*card.name).collect(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("#", vec!["3M"]),
            ("A", vec!["adidas", "Adobe"]),
            ("E", vec!["Écran"]),
            ("P", vec!["平安"])
        ]
    );
}

#[test]
fn a_list_is_cut_into_pages_without_losing_a_brief() {
    let briefs = (1..=9)
        .map(|n| {
            brief(&format!("b{n}"), date(2026, 1, n), &[], |b| {
                b.tags = vec![written("ai")];
            })
        })
        .collect();
    let documents = Documents {
        briefs,
        ..Documents::default()
    };
    let views = Views::new(Arc::new(site(documents, |config| config.paginate = 2)));
    let mut seen = Vec::new();
    for number in 1..=5 {
        let Some(PageView::Home(page)) = views.page(Route::Home(number)) else {
            panic!("page {number} is there");
        };
        assert_eq!(page.lead.is_some(), number == 1);
        seen.extend(
            page.lead
                .iter()
                .chain(&page.briefs)
                .map(|card| card.title_text.to_string()),
        );
        assert_eq!(page.pagination.pages, 5);
        assert_eq!(page.pagination.prev_href.is_some(), number > 1);
        assert_eq!(page.pagination.next_href.is_some(), number < 5);
        let links = page.pagination.links.iter();
        let links: Vec<(u32, bool)> = links.map(|link| (link.page, link.gap)).collect();
        let expected: &[(u32, bool)] = match number {
            1 => &[(1, false), (2, false), (3, false), (5, true)],
            5 => &[(1, false), (3, true), (4, false), (5, false)],
            _ => &[(1, false), (2, false), (3, false), (4, false), (5, false)],
        };
        assert_eq!(links, expected);
    }
    let expected: Vec<String> = (1..=9).rev().map(|n| format!("b{n}")).collect();
    assert_eq!(seen, expected);
    let Some(PageView::Group(page)) = views.page(Route::Tag(0, 2)) else {
        panic!("the tag has a second page");
    };
    assert_eq!(
        page.meta.canonical.as_deref(),
        Some("https://desk.example/repo/tags/ai/page/2/")
    );
    assert_eq!(page.pagination.first_href.as_str(), "/repo/tags/ai/");
}

#[test]
fn an_empty_site_has_a_front_page() {
    let views = views(Documents::default());
    let Some(PageView::Home(page)) = views.page(Route::Home(1)) else {
        panic!("there is a front page");
    };
    assert!(page.lead.is_none() && page.briefs.is_empty() && page.pagination.links.is_empty());
    assert!(views.frame().nav.is_empty());
    assert_eq!(views.frame().contract, CONTRACT);
}
