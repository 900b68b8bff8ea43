//! Requests and answers.
//!
//! Comes in: HTTP requests, and the newest [`Proof`]. Goes out: what the site has at that address, with one script
//! added to pages; and the few addresses of the preview itself, under `/__briefpress/`. No request opens a file by its
//! name: an address is looked up among the routes, or there is nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, watch};

use super::guard::{self, Gate};
use super::pages::html;
use super::proof::Proof;
use super::{Author, state};
use crate::fault::Result;
use crate::model::UrlPath;
use crate::picture::Shelf;

/// Everything of the preview's own is below this.
pub(super) const OWN: &str = "/__briefpress/";

/// Where pages prove that they may ask for more than pages.
const TOKEN: HeaderName = HeaderName::from_static("x-briefpress-token");

/// What answers need.
pub(super) struct Desk {
    pub(super) newest: watch::Receiver<Arc<Proof>>,
    pub(super) author: Arc<dyn Author>,
    /// Known to our own pages only: they read it from an answer that no other page gets to see.
    pub(super) token: Box<str>,
    /// Tells this run of the server from any other.
    pub(super) run: Box<str>,
    gate: Gate,
    /// Where pictures are kept in the sizes that were made of them.
    pub(super) shelf: Arc<dyn Shelf + Send>,
    /// As many pages are made at once as there are processors: more would only each take longer, on a thread with memory
    /// of its own.
    pub(super) makers: Arc<Semaphore>,
    /// Pictures, of which one can take a second, wait for each other and not for pages, nor pages for them.
    pub(super) painters: Arc<Semaphore>,
}

impl Desk {
    /// # Errors
    /// As [`guard::secret`].
    pub(super) fn new(
        newest: watch::Receiver<Arc<Proof>>,
        gate: Gate,
        shelf: Arc<dyn Shelf + Send>,
        author: Arc<dyn Author>,
    ) -> Result<Self> {
        let token = guard::secret()?;
        let run = guard::secret()?[..8].into();
        let processors = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            newest,
            author,
            token,
            run,
            gate,
            shelf,
            makers: Arc::new(Semaphore::new(processors)),
            painters: Arc::new(Semaphore::new((processors / 2).max(1))),
        })
    }

    /// The newest proof.
    pub(super) fn proof(&self) -> Arc<Proof> {
        Arc::clone(&self.newest.borrow())
    }

    /// Answers a request. Also gives whether it came from somebody who may ask.
    pub(super) async fn answer(
        self: &Arc<Self>,
        request: &Parts,
        peer: SocketAddr,
    ) -> (bool, Response) {
        let Parts {
            method,
            uri,
            headers,
            ..
        } = request;
        if !self.gate.admits(method, uri, headers) {
            return (false, bare(StatusCode::FORBIDDEN));
        }
        let mut response = match self.gate.cookie(uri) {
            // The token is not to stay in the address, from where it would be copied.
            Some(cookie) if *method == Method::GET => with(
                see(uri.path(), &guard::without_token(uri)),
                header::SET_COOKIE,
                &cookie,
            ),
            _ => self.look_up(request, peer).await,
        };
        let own = response.headers_mut();
        for (name, value) in [
            (header::CACHE_CONTROL, "no-store"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::REFERRER_POLICY, "same-origin"),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "same-origin",
            ),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
        ] {
            own.insert(name, HeaderValue::from_static(value));
        }
        (true, response)
    }

    async fn look_up(self: &Arc<Self>, request: &Parts, peer: SocketAddr) -> Response {
        let Parts {
            method,
            uri,
            headers,
            ..
        } = request;
        if uri.authority().is_some() {
            // The form that is for proxies, which this is none.
            return bare(StatusCode::NOT_FOUND);
        }
        let query = uri.query().unwrap_or("");
        let own = uri.path().strip_prefix(OWN);
        if own == Some("open") {
            return match *method {
                Method::POST => self.open(headers, query, peer),
                _ => not_allowed("POST"),
            };
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            return not_allowed("GET, HEAD");
        }
        match own {
            Some("events") => state::events(self, query).into_response(),
            Some("client.js") => script(),
            Some("client.css") => style(),
            Some("state.json") => {
                let (desk, query) = (Arc::clone(self), query.to_owned());
                let work = move || state::state(&desk, &query, is_here(peer));
                self.aside(&self.makers, work).await
            }
            _ => self.page(method, headers, uri.path()).await,
        }
    }

    /// Opens a file of the site in the author's editor.
    fn open(&self, headers: &HeaderMap, query: &str, peer: SocketAddr) -> Response {
        let token = guard::only(headers, &TOKEN).unwrap_or("");
        let from_page = headers.contains_key(header::ORIGIN);
        if !from_page || !guard::is_same(token, &self.token) || !is_here(peer) {
            return bare(StatusCode::FORBIDDEN);
        }
        let value = |key: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.find(|(name, _)| *name == key)?;
            percent_encoding::percent_decode_str(value)
                .decode_utf8()
                .ok()
        };
        let count = |key| value(key).and_then(|text| text.parse().ok()).unwrap_or(1);
        let proof = self.proof();
        let on_disk = value("file").and_then(|path| proof.sources().on_disk(&path));
        let Some(on_disk) = on_disk else {
            return bare(StatusCode::NOT_FOUND);
        };
        match self.author.edit(&on_disk, count("line"), count("column")) {
            Ok(()) => bare(StatusCode::NO_CONTENT),
            Err(fault) => (StatusCode::INTERNAL_SERVER_ERROR, fault.to_string()).into_response(),
        }
    }

    /// Does what takes a processor for a moment, which is no work for a thread that answers others.
    pub(super) async fn aside(
        &self,
        workers: &Arc<Semaphore>,
        work: impl FnOnce() -> Response + Send + 'static,
    ) -> Response {
        let worker = Arc::clone(workers).acquire_owned().await;
        // The work goes on when its client has gone, and is one of as many until it is done.
        let done = tokio::task::spawn_blocking(move || {
            let _worker = worker;
            work()
        })
        .await;
        done.unwrap_or_else(|_| {
            // The page has the script, so that it is loaded again after the next edit.
            let page = self.with_script(PANICKED.as_bytes(), self.proof().number());
            (StatusCode::INTERNAL_SERVER_ERROR, html(), page).into_response()
        })
    }
}

/// What is shown where a page could not be made by our own fault.
const PANICKED: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>briefpress</title></head><body><pre>briefpress has made a mistake, and can't show this page. The terminal says more.</pre></body></html>";

/// Whether a client is on this machine. One that came in by IPv6 may have an IPv4 address inside.
fn is_here(peer: SocketAddr) -> bool {
    peer.ip().to_canonical().is_loopback()
}

fn script() -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("client.js"),
    )
        .into_response()
}

fn style() -> Response {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("client.css"),
    )
        .into_response()
}

pub(super) fn bare(status: StatusCode) -> Response {
    status.into_response()
}

fn not_allowed(methods: &'static str) -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, methods)]).into_response()
}

pub(super) fn moved(to: &str) -> Response {
    with(bare(StatusCode::TEMPORARY_REDIRECT), header::LOCATION, to)
}

fn see(path: &str, query: &str) -> Response {
    // Two slashes would lead to another host.
    let path = if UrlPath::new(path).is_some() {
        path
    } else {
        "/"
    };
    with(
        bare(StatusCode::SEE_OTHER),
        header::LOCATION,
        &format!("{path}{query}"),
    )
}

fn with(mut response: Response, name: HeaderName, value: &str) -> Response {
    match HeaderValue::from_str(value) {
        Ok(value) => {
            response.headers_mut().insert(name, value);
            response
        }
        Err(_) => bare(StatusCode::NOT_FOUND),
    }
}
