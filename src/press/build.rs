//! Every route of a site, pressed on all processors.
//!
//! Comes in: a press. Goes out: artifacts, each as soon as it is there. What is dear to make and shown in several places
//! (rows of the dataset, texts of feeds) is made once, so the order matters here and nowhere else.

use rayon::prelude::*;
use tracing::info_span;

use super::Press;
use super::cards::Of;
use crate::diagnostic::{Checked, Diagnostic};
use crate::link::Route;
use crate::model::UrlPath;
use crate::model::dataset::{Form, Table};
use crate::picture::Shelf;
use crate::publish::{self, Artifact};

/// What is handed on at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// An artifact, or the beginning of a long one.
    First(Artifact),
    /// The next bytes of a file that is too long to be held.
    Next(Vec<u8>),
}

/// Makes every artifact, on all processors, and hands each to `take` as soon as it is there, in no particular order; a long
/// one in parts, in their order.
/// What can't be made is told; the rest is made all the same. Cards that lie on the `shelf` are not drawn again.
///
/// # Errors
/// The first error of `take`.
pub fn build<E: Send>(
    press: &Press,
    shelf: &dyn Shelf,
    take: impl Fn(&UrlPath, Part) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    let mut told = make_listed(press, &take)?;
    let cards = press.pictured().collect();
    let once = |url: &UrlPath, route| {
        let at = url.as_str();
        let _stage = info_span!("cards", at).entered();
        press.press_once(url, route, shelf)
    };
    told.extend(make_with(once, cards, &take)?);
    if let Some(search) = &press.search {
        info_span!("search").in_scope(|| search.index());
        let parts = search.parts().into_iter();
        let parts = parts.map(|(url, part)| (url, Route::SearchPart(part)));
        let head = press
            .routes()
            .iter()
            .filter(|(_, route)| is_of_index(*route));
        told.extend(make(press, head.cloned().chain(parts).collect(), &take)?);
    }
    Ok(told)
}

/// The same without what takes long and tells little: nothing can go wrong with the search that the rest would not tell,
/// and of cards only the letters are looked up.
///
/// # Errors
/// The first error of `take`.
pub fn prove<E: Send>(
    press: &Press,
    take: impl Fn(&UrlPath, Part) -> Result<(), E> + Sync,
) -> Result<Vec<Diagnostic>, E> {
    let mut told = make_listed(press, &take)?;
    let cards: Vec<Route> = press.pictured().map(|(_, route)| route).collect();
    told.par_extend(cards.into_par_iter().flat_map_iter(|route| match route {
        Route::BriefCard(id) => press.cards.prove(&press.site, Of::Brief(id)),
        Route::CompanyCard(id) => press.cards.prove(&press.site, Of::Company(id)),
        _ => Vec::new(),
    }));
    Ok(told)
}

/// Whether a route needs the index of the search.
const fn is_of_index(route: Route) -> bool {
    matches!(route, Route::SearchHead | Route::SearchPart(_))
}

/// Makes what is listed, but for the index of the search. Feeds come last: their texts were set with the pages, and make
/// room for the index.
fn make_listed<E: Send>(
    press: &Press,
    take: &(impl Fn(&UrlPath, Part) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    let is_feed = |route: &Route| matches!(route, Route::Feed(..));
    let listed = press
        .routes()
        .iter()
        .filter(|(_, route)| !is_of_index(*route));
    let (last, first): (Vec<_>, Vec<_>) = listed.cloned().partition(|(_, route)| is_feed(route));
    let is_rows = |route: &Route| matches!(route, Route::Data(_, Form::Json | Form::Csv));
    let (data, first): (Vec<_>, Vec<_>) = first.into_iter().partition(|(_, route)| is_rows(route));
    // The largest table takes long, so that the rest is made meanwhile.
    let (data, told) = rayon::join(
        || make_data(press, &data, take),
        || make(press, first, take),
    );
    data?;
    let mut told = told?;
    told.extend(make(press, last, take)?);
    press.bodies.let_go();
    Ok(told)
}

/// Makes the tables of the dataset, both forms of one together.
fn make_data<E: Send>(
    press: &Press,
    routes: &[(UrlPath, Route)],
    take: &(impl Fn(&UrlPath, Part) -> Result<(), E> + Sync),
) -> Result<(), E> {
    let listed = |table, form| {
        let mut routes = routes.iter();
        routes.find(|(_, route)| *route == Route::Data(table, form))
    };
    Table::ALL.into_par_iter().try_for_each(|table| {
        let urls = [Form::Json, Form::Csv].map(|form| listed(table, form));
        let Some((at, _)) = urls.into_iter().flatten().next() else {
            return Ok(());
        };
        let _stage = info_span!("publish", at = at.as_str()).entered();
        let mut begun = Vec::new();
        publish::json_and_csv(&press.site, table, |form, bytes| {
            let Some((url, _)) = listed(table, form) else {
                return Ok(());
            };
            if begun.contains(&form) {
                return take(url, Part::Next(bytes));
            }
            begun.push(form);
            take(url, Part::First(bytes.into()))
        })
    })
}

fn make<E: Send>(
    press: &Press,
    routes: Vec<(UrlPath, Route)>,
    take: &(impl Fn(&UrlPath, Part) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    make_with(|url, route| press.press(url, route), routes, take)
}

/// Makes each route with `one`.
fn make_with<E: Send>(
    one: impl Fn(&UrlPath, Route) -> Checked<Option<Artifact>> + Sync,
    routes: Vec<(UrlPath, Route)>,
    take: &(impl Fn(&UrlPath, Part) -> Result<(), E> + Sync),
) -> Result<Vec<Diagnostic>, E> {
    let told: Result<Vec<Vec<Diagnostic>>, E> = routes
        .into_par_iter()
        .map(|(url, route)| {
            let Checked { value, diagnostics } = one(&url, route);
            if let Some(artifact) = value {
                take(&url, Part::First(artifact))?;
            }
            Ok(diagnostics)
        })
        .collect();
    Ok(told?.into_iter().flatten().collect())
}
