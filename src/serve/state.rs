//! How things stand, for the script in the page.
//!
//! Comes in: the newest proof. Goes out: events that tell of each new one, and a report on one page: what is wrong, and
//! what its author wants to know. This is the one answer that carries the token.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::http::Desk;
use super::pages::print_of;
use super::proof::{Facts, Place, Proof, Waiting};
use super::since::Since;
use crate::diagnostic::json::{self, Entry};
use crate::diagnostic::{self, Diagnostic, Files as _, Severity, SourceId, Tally};

/// How often a stream says that it is alive, in which a dead one is noticed too.
const ALIVE: Duration = Duration::from_secs(20);

/// The most diagnostics in one report. Errors come first.
const MOST: usize = 300;

/// The longest line that is shown, in characters.
const LONGEST: usize = 400;

/// What a page of an older proof must know: by these numbers it sees what to do about it.
#[derive(Serialize)]
struct News<'a> {
    /// Which run of the server.
    run: &'a str,
    number: u64,
    #[serde(flatten)]
    since: &'a Since,
}

/// Tells of each new proof, and at once of the newest if the asking page is older: `seen` is the run and the number
/// that it is from, `1f2e3d4c.17`.
pub(super) fn events(
    desk: &Arc<Desk>,
    query: &str,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>> + use<>> {
    let seen = query
        .strip_prefix("seen=")
        .and_then(|seen| seen.split_once('.'));
    let seen = seen.filter(|(run, _)| **run == *desk.run);
    let seen: u64 = seen
        .and_then(|(_, number)| number.parse().ok())
        .unwrap_or(0);
    let desk = Arc::clone(desk);
    let stream = WatchStream::new(desk.newest.clone())
        .skip_while(move |proof| proof.number() <= seen)
        .map(move |proof| {
            let news = News {
                run: &desk.run,
                number: proof.number(),
                since: proof.since(),
            };
            Ok(Event::default().json_data(news).unwrap_or_default())
        });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// What the panel and the bar show.
#[derive(Serialize)]
struct Report<'a> {
    run: &'a str,
    number: u64,
    /// The print of the page as it is now.
    print: String,
    /// Where it is now, if it is no longer at this address.
    moved: Option<&'a str>,
    /// Whether nothing is at this address.
    missing: bool,
    /// Addresses that are like it, if so.
    near: Vec<String>,
    /// Whether the page is from before something broke.
    stands_in: bool,
    errors: usize,
    warnings: usize,
    /// The worst first.
    diagnostics: Vec<Shown<'a>>,
    /// How many were left out.
    more: usize,
    page: Option<PageFacts<'a>>,
    /// For asking to open a file; null if there is no editor, or it is not on the machine of whoever asks.
    token: Option<&'a str>,
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    /// The line itself.
    source: String,
    /// Whether it is about the source of this page.
    here: bool,
}

#[derive(Serialize)]
struct PageFacts<'a> {
    file: Option<&'a str>,
    words: u32,
    linked: usize,
    /// Diagnostics of its source, and what kept it from being made.
    told: usize,
    draft: bool,
    /// The day from which readers can see it, if that is to come.
    scheduled: Option<String>,
}

/// The report on the page at `path=`, for a client that is or is not on this machine.
pub(super) fn state(desk: &Desk, query: &str, is_here: bool) -> Response {
    let path = query.strip_prefix("path=").unwrap_or("/");
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let proof = desk.proof();
    let place = proof.place(&path);
    // First, since it may find that the page can't be made.
    let page = desk.made(&proof, &place);
    let url = match &place {
        Place::Here(url) => Some(url),
        Place::MovedTo(_) | Place::Outside => None,
    };
    let missing = page.status == StatusCode::NOT_FOUND;
    let facts = url.filter(|_| !missing).and_then(|url| proof.facts(url));

    let (failures, own) = proof.failures.told(url);
    let (own, others) = failures.split_at(own);
    let mut told: Vec<&Diagnostic> = proof.told().iter().chain(own).chain(others).collect();
    let tally = Tally::of(told.iter().copied());
    let of_page = facts.as_ref().and_then(|facts| facts.source);
    let is_of_page =
        |d: &Diagnostic| is_about(d, of_page) || own.iter().any(|failure| std::ptr::eq(failure, d));
    told.retain(|diagnostic| diagnostic.severity != Severity::Note);
    let here = told
        .iter()
        .filter(|diagnostic| is_of_page(diagnostic))
        .count();
    let files = proof.sources();
    let rank = |diagnostic: &Diagnostic| (diagnostic.severity, !is_of_page(diagnostic));
    let order = |a: &&Diagnostic, b: &&Diagnostic| {
        rank(a)
            .cmp(&rank(b))
            .then_with(|| diagnostic::order(a, b, files))
    };
    let more = told.len().saturating_sub(MOST);
    if more > 0 {
        told.select_nth_unstable_by(MOST, order);
        told.truncate(MOST);
    }
    told.sort_by(order);
    let of_page: Vec<bool> = told
        .iter()
        .map(|diagnostic| is_of_page(diagnostic))
        .collect();
    let told: Vec<Diagnostic> = told.into_iter().cloned().collect();
    let mut lines = Lines::new(&proof);
    let diagnostics = json::entries(&told, files)
        .into_iter()
        .zip(told.iter().zip(of_page))
        .map(|(entry, (diagnostic, here))| Shown {
            source: lines.of(diagnostic, entry.line),
            here,
            entry,
        })
        .collect();
    let base = proof.base_path();
    let asked = match &place {
        Place::Outside => crate::model::UrlPath::new(&path),
        Place::Here(url) => Some(url.clone()),
        Place::MovedTo(_) => None,
    };
    let near = match &asked {
        Some(url) if missing => proof
            .near(url)
            .iter()
            .map(|url| format!("{base}{url}"))
            .collect(),
        _ => Vec::new(),
    };
    let report = Report {
        run: &desk.run,
        number: proof.number(),
        print: print_of(&page.bytes),
        moved: match &place {
            Place::MovedTo(path) => Some(path),
            Place::Here(_) | Place::Outside => None,
        },
        missing,
        near,
        stands_in: page.stands_in,
        errors: tally.errors,
        warnings: tally.warnings,
        diagnostics,
        more,
        page: facts.map(|facts| page_facts(&proof, &facts, here)),
        token: (is_here && desk.author.has_editor()).then_some(&*desk.token),
    };
    axum::Json(report).into_response()
}

fn page_facts<'a>(proof: &'a Proof, facts: &Facts, told: usize) -> PageFacts<'a> {
    PageFacts {
        file: facts.source.map(|source| proof.sources().path(source)),
        words: facts.words,
        linked: facts.linked,
        told,
        draft: facts.waiting == Some(Waiting::Draft),
        scheduled: match facts.waiting {
            Some(Waiting::Until(day)) => Some(day.to_string()),
            Some(Waiting::Draft) | None => None,
        },
    }
}

fn is_about(diagnostic: &Diagnostic, source: Option<SourceId>) -> bool {
    source.is_some() && diagnostic.span.map(|span| span.source) == source
}

/// Lines of files; each text is walked once.
struct Lines<'a> {
    proof: &'a Proof,
    texts: HashMap<SourceId, Vec<&'a str>>,
}

impl<'a> Lines<'a> {
    fn new(proof: &'a Proof) -> Self {
        Self {
            proof,
            texts: HashMap::new(),
        }
    }

    /// The line that a diagnostic is about; empty if there is none to show.
    fn of(&mut self, diagnostic: &Diagnostic, line: Option<usize>) -> String {
        let (Some(span), Some(line)) = (diagnostic.span, line) else {
            return String::new();
        };
        let texts = self.texts.entry(span.source).or_insert_with(|| {
            self.proof
                .sources()
                .text(span.source)
                .map_or_else(Vec::new, |t| t.lines().collect())
        });
        let line = texts.get(line - 1).copied().unwrap_or("");
        line.chars().take(LONGEST).collect()
    }
}
