//! Requests and answers.
//!
//! Comes in: HTTP requests, and the newest [`Proof`]. Goes out: what the site has at that address, with one script
//! added to pages; and the few addresses of the preview itself, under `/__briefpress/`. No request opens a file by its
//! name: an address is looked up among the routes, or there is nothing.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use super::guard::Gate;
use super::studio::{Answer, Proof};
use crate::diagnostic::json::{self, Entry};
use crate::diagnostic::{Diagnostic, Files};
use crate::model::UrlPath;
use crate::publish::Artifact;

/// Everything of the preview's own is below this.
const OWN: &str = "/__briefpress/";

#[derive(Clone)]
struct Desk {
    newest: watch::Receiver<Arc<Proof>>,
    gate: Arc<Gate>,
}

/// The one service: it looks addresses up by itself, so that none is answered by accident.
pub(super) fn router(newest: watch::Receiver<Arc<Proof>>, gate: Gate) -> Router {
    Router::new().fallback(answer).with_state(Desk {
        newest,
        gate: Arc::new(gate),
    })
}

async fn answer(State(desk): State<Desk>, request: Request) -> Response {
    let headers = request.headers();
    let query = request.uri().query().unwrap_or("");
    let admitted = desk.gate.admits(
        text(headers, &header::HOST),
        text(headers, &header::ORIGIN),
        text(headers, &header::COOKIE),
        query,
    );
    if !admitted {
        return StatusCode::FORBIDDEN.into_response();
    }
    if request.uri().authority().is_some() {
        return StatusCode::NOT_FOUND.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        )
            .into_response();
    }
    let path = request.uri().path();
    let cookie = desk
        .gate
        .cookie(query)
        .and_then(|cookie| HeaderValue::from_str(&cookie).ok());
    let mut response = match path.strip_prefix(OWN) {
        Some("events") => events(&desk, query).into_response(),
        Some("state.json") => state(&desk, query),
        Some("client.js") => own_file("text/javascript; charset=utf-8", include_str!("client.js")),
        Some("client.css") => own_file("text/css; charset=utf-8", include_str!("client.css")),
        Some(_) => StatusCode::NOT_FOUND.into_response(),
        None => page(&desk, path).await,
    };
    let own = response.headers_mut();
    own.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    own.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    own.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    if let Some(cookie) = cookie {
        own.insert(header::SET_COOKIE, cookie);
    }
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn own_file(kind: &'static str, content: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], content).into_response()
}

async fn page(desk: &Desk, path: &str) -> Response {
    let proof = Arc::clone(&desk.newest.borrow());
    let path = path.to_owned();
    // Making a page takes a processor for a moment, which is no work for a thread that answers others.
    let made = tokio::task::spawn_blocking(move || look_up(&proof, &path)).await;
    made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn look_up(proof: &Proof, path: &str) -> Response {
    let base = proof.base_path();
    let Some(rest) = path.strip_prefix(base) else {
        // The home page is what somebody wants who forgot the base path.
        return match path {
            "/" => moved(&format!("{base}/")),
            _ => StatusCode::NOT_FOUND.into_response(),
        };
    };
    let Some(url) = UrlPath::new(if rest.is_empty() { "/" } else { rest }) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match proof.answer(&url) {
        Answer::Made(artifact) => respond(proof, StatusCode::OK, &url, artifact),
        Answer::MovedTo(url) => moved(&format!("{base}{url}")),
        Answer::Missing(Some(artifact)) => respond(proof, StatusCode::NOT_FOUND, &url, artifact),
        Answer::Missing(None) => StatusCode::NOT_FOUND.into_response(),
        Answer::Broken(diagnostics) => broken(proof, &diagnostics),
    }
}

fn moved(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn respond(proof: &Proof, status: StatusCode, url: &UrlPath, artifact: Artifact) -> Response {
    let file = if status == StatusCode::NOT_FOUND {
        "404.html".to_owned()
    } else {
        url.file()
    };
    let bytes = match artifact {
        Artifact::Bytes(bytes) => bytes,
        Artifact::File(id) => match proof.sources().bytes(id) {
            Ok(bytes) => bytes.into_owned(),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    let kind = content_type(&file);
    let bytes = if kind.starts_with("text/html") {
        with_script(bytes, proof)
    } else {
        bytes
    };
    (status, [(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
}

/// A page that can't be made and never was: a bare one, so that the script can show what is wrong.
fn broken(proof: &Proof, diagnostics: &[Diagnostic]) -> Response {
    let mut html =
        String::from("<!doctype html><html lang=\"en\"><title>briefpress</title><body><pre>");
    for diagnostic in diagnostics {
        let place = diagnostic
            .span
            .map_or("", |span| proof.sources().path(span.source));
        let line = format!(
            "{place}: {}[{}] {}\n",
            diagnostic.severity.as_str(),
            diagnostic.code.as_str(),
            diagnostic.message
        );
        html.push_str(crate::markdown::Markup::from_text(&line).as_str());
    }
    html.push_str("</pre></body></html>");
    let bytes = with_script(html.into_bytes(), proof);
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
        bytes,
    )
        .into_response()
}

/// The page with the preview's script before `</body>`, which also tells the script which proof the page is of.
fn with_script(mut page: Vec<u8>, proof: &Proof) -> Vec<u8> {
    let end = b"</body>";
    let Some(at) = page.windows(end.len()).rposition(|window| window == end) else {
        return page;
    };
    let script = format!(
        "<script src=\"{OWN}client.js?{}\" defer></script>",
        proof.number()
    );
    page.splice(at..at, script.into_bytes());
    page
}

fn content_type(file: &str) -> String {
    let guess = mime_guess::from_path(file).first_or_octet_stream();
    let essence = guess.essence_str();
    if essence.starts_with("text/") || matches!(essence, "application/json" | "application/xml") {
        format!("{essence}; charset=utf-8")
    } else {
        essence.to_owned()
    }
}

/// What a page of an older proof must do.
#[derive(Serialize)]
struct News {
    number: u64,
    style_only: bool,
}

/// Tells of each new proof, and at once of the newest if the asking page is older.
fn events(
    desk: &Desk,
    query: &str,
) -> Sse<impl tokio_stream::Stream<Item = Result<Event, Infallible>> + use<>> {
    let seen: u64 = query
        .strip_prefix("seen=")
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    let stream = WatchStream::new(desk.newest.clone())
        .skip_while(move |proof| proof.number() <= seen)
        .map(|proof| {
            let news = News {
                number: proof.number(),
                style_only: proof.style_only(),
            };
            Ok(Event::default().json_data(news).unwrap_or_default())
        });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// What the panel shows: everything that is wrong, each with its line; and, for a page that is not there, its likes.
#[derive(Serialize)]
struct Report<'a> {
    number: u64,
    diagnostics: Vec<Shown<'a>>,
    near: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    entry: Entry<'a>,
    /// The line itself.
    source: &'a str,
}

fn state(desk: &Desk, query: &str) -> Response {
    let proof = Arc::clone(&desk.newest.borrow());
    let files = proof.sources();
    let shown = |diagnostic: &'_ Diagnostic| {
        let line = diagnostic.span.and_then(|span| {
            let text = files.text(span.source)?;
            let at = (span.start as usize).min(text.len());
            let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
            text[start..].lines().next()
        });
        line.unwrap_or("").to_owned()
    };
    let sources: Vec<String> = proof.diagnostics().iter().map(shown).collect();
    let diagnostics = json::entries(proof.diagnostics(), files)
        .into_iter()
        .zip(&sources)
        .map(|(entry, source)| Shown { entry, source })
        .collect();
    let path = query.strip_prefix("path=").unwrap_or("");
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
    let base = proof.base_path();
    let near = match path.strip_prefix(base) {
        Some(path) if !path.is_empty() => proof
            .near(path)
            .into_iter()
            .map(|url| format!("{base}{url}"))
            .collect(),
        _ => Vec::new(),
    };
    axum::Json(Report {
        number: proof.number(),
        diagnostics,
        near,
    })
    .into_response()
}
