//! Which pages of the last good site stand in while something is broken.
//!
//! Comes in: that site, one of its routes, and what is known of each file now. Goes out: whether the page is missing only
//! because of what is broken. What was deleted is gone, whatever else is wrong.

use crate::diagnostic::SourceId;
use crate::link::{BriefId, CompanyId, Feed, Route, Site};
use crate::press::Press;

/// What is known of the files now.
pub(super) struct Files<'a> {
    /// Whether a file is there.
    pub(super) is_there: &'a dyn Fn(SourceId) -> bool,
    /// Whether a file is there and is broken.
    pub(super) is_broken: &'a dyn Fn(SourceId) -> bool,
}

/// Whether the page of `whole` at `route` stands in. It does if what it is made from is there and some of that is broken.
pub(super) fn stands_in(whole: &Press, route: Route, files: &Files<'_>) -> bool {
    let site = whole.site();
    let broken = |id: Option<SourceId>| id.is_some_and(files.is_broken);
    let brief = |id: &BriefId| broken(source_of_brief(site, *id));
    let any = |briefs: &[BriefId]| briefs.iter().any(brief);
    let group = |groups: &[crate::link::Group], at: usize| {
        groups.get(at).is_some_and(|group| any(&group.briefs))
    };
    let company = |id: CompanyId| {
        let Some(entry) = site.companies.get(id.0 as usize) else {
            return false;
        };
        let mut appearances = entry.appearances.iter();
        match &entry.document {
            Some(document) => (files.is_broken)(document.source),
            None => appearances.any(|appearance| brief(&appearance.brief)),
        }
    };
    let anything = || {
        site.briefs
            .iter()
            .any(|entry| (files.is_broken)(entry.document.source))
            || (0u32..)
                .zip(&site.companies)
                .any(|(id, _)| company(CompanyId(id)))
            || site
                .pages
                .iter()
                .any(|entry| (files.is_broken)(entry.document.source))
    };
    match route {
        Route::Brief(_) | Route::Page(_) | Route::File(_) => broken(source_of(whole, route)),
        Route::BriefCard(id) | Route::Twin(id) => brief(&id),
        Route::Company(id, _)
        | Route::CompanyCard(id)
        | Route::CompanyCalendar(id)
        | Route::Feed(Feed::Company(id), _) => company(id),
        Route::Tag(at, _) | Route::Feed(Feed::Tag(at), _) => group(&site.tags, at),
        Route::Author(at, _) => group(&site.authors, at),
        Route::Series(at, _) => group(&site.series, at),
        Route::Metric(at, _) => site
            .metrics
            .get(at)
            .is_some_and(|metric| metric.numbers.iter().any(|(id, _)| brief(id))),
        Route::Redirect(at) => {
            let target = site.redirects.get(at).and_then(|(_, to)| whole.find(to));
            target.is_some_and(|route| stands_in(whole, route, files))
        }
        // Pages that stand in ask for these under the names that they had.
        Route::ThemeFile(id) | Route::Picture(id, _) => (files.is_there)(id),
        Route::HighlightStyle | Route::ThemeStyle => true,
        _ => anything(),
    }
}

/// The file that a page is made from, if there is one.
pub(super) fn source_of(press: &Press, route: Route) -> Option<SourceId> {
    let site = press.site();
    match route {
        Route::Brief(id) => source_of_brief(site, id),
        Route::Company(id, _) => Some(site.companies.get(id.0 as usize)?.document.as_ref()?.source),
        Route::Page(index) => Some(site.pages.get(index)?.document.source),
        Route::File(id) => Some(id),
        _ => None,
    }
}

fn source_of_brief(site: &Site, id: BriefId) -> Option<SourceId> {
    Some(site.briefs.get(id.0 as usize)?.document.source)
}
