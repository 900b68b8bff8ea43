//! Requests and answers.
//!
//! Comes in: HTTP requests, and the newest [`Proof`]. Goes out: what the site has at that address, with one script
//! added to pages; and the few addresses of the preview itself, under `/__briefpress/`. No request opens a file by its
//! name: an address is looked up among the routes, or there is nothing.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::io::Read as _;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::sync::{Semaphore, watch};

use super::guard::{self, Gate};
use super::proof::{Answer, Proof};
use super::{Author, Notice, state};
use crate::diagnostic::{Diagnostic, Files as _, SourceId};
use crate::fault::Result;
use crate::markdown::Markup;
use crate::model::UrlPath;

/// Everything of the preview's own is below this.
const OWN: &str = "/__briefpress/";

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
    /// As many pages are made at once as there are processors: more would only each take longer, on a thread with memory
    /// of its own.
    makers: Arc<Semaphore>,
}

/// A page as it is answered.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) bytes: Arc<[u8]>,
    /// Whether it is from before something broke.
    pub(super) stands_in: bool,
}

impl Desk {
    /// # Errors
    /// As [`guard::secret`].
    pub(super) fn new(
        newest: watch::Receiver<Arc<Proof>>,
        gate: Gate,
        author: Arc<dyn Author>,
    ) -> Result<Self> {
        let token = guard::secret()?;
        let run = guard::secret()?[..8].into();
        Ok(Self {
            newest,
            author,
            token,
            run,
            gate,
            makers: Arc::new(Semaphore::new(
                std::thread::available_parallelism().map_or(2, usize::from),
            )),
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
            Some(cookie) if *method == Method::GET => {
                with(see(uri.path()), header::SET_COOKIE, &cookie)
            }
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
                self.aside(move || state::state(&desk, &query)).await
            }
            _ => {
                let (desk, path) = (Arc::clone(self), uri.path().to_owned());
                self.aside(move || desk.page(&path)).await
            }
        }
    }

    /// What the site has at a path, base path included.
    fn page(&self, path: &str) -> Response {
        let proof = self.proof();
        let base = proof.base_path();
        let Some(url) = inside(&proof, path) else {
            // The home page is what somebody wants who forgot the base path.
            return match path {
                "/" => moved(&format!("{base}/")),
                _ => bare(StatusCode::NOT_FOUND),
            };
        };
        let (answer, told) = proof.answer(&url);
        self.hear(&proof, &url, &answer, &told);
        match answer {
            Answer::File(id) => file(&proof, id, &url.file()),
            Answer::MovedTo(url) => moved(&format!("{base}{url}")),
            Answer::Made { bytes, .. } => {
                let kind = content_type(&url.file());
                let bytes = if is_html(&kind) {
                    Body::from(self.with_script(&bytes, proof.number()))
                } else {
                    Body::from(Bytes::from_owner(bytes))
                };
                ([(header::CONTENT_TYPE, kind)], bytes).into_response()
            }
            Answer::Missing(bytes) => {
                // A theme whose own page for this can't be made must not leave the browser without the script.
                let bytes = bytes.unwrap_or_else(|| bare_page(&proof, &told).into_bytes().into());
                let bytes = self.with_script(&bytes, proof.number());
                (StatusCode::NOT_FOUND, html(), bytes).into_response()
            }
            Answer::Broken => {
                let bytes = self.with_script(bare_page(&proof, &told).as_bytes(), proof.number());
                (StatusCode::INTERNAL_SERVER_ERROR, html(), bytes).into_response()
            }
        }
    }

    /// The page at a path as a browser that asks now would get it, without the script.
    pub(super) fn made(&self, proof: &Proof, url: &UrlPath) -> Page {
        let (answer, told) = proof.answer(url);
        self.hear(proof, url, &answer, &told);
        let (status, bytes, stands_in) = match answer {
            Answer::Made { bytes, stands_in } => (StatusCode::OK, bytes, stands_in),
            Answer::File(_) | Answer::MovedTo(_) => (StatusCode::OK, Arc::default(), false),
            Answer::Missing(bytes) => (StatusCode::NOT_FOUND, bytes.unwrap_or_default(), false),
            Answer::Broken => {
                let page = bare_page(proof, &told).into_bytes();
                (StatusCode::INTERNAL_SERVER_ERROR, page.into(), false)
            }
        };
        Page {
            status,
            bytes,
            stands_in,
        }
    }

    /// Tells the author of a page that can't be made, once.
    fn hear(&self, proof: &Proof, page: &UrlPath, answer: &Answer, told: &[Diagnostic]) {
        // One page answers wherever there is none; and a remark on what was made is for `check` and `build` to tell.
        let not_found = UrlPath::new("/404.html");
        let page = match (answer, &not_found) {
            (Answer::Missing(_), Some(not_found)) => not_found,
            _ => page,
        };
        if crate::press::has_errors(told) && proof.note_failure(page, told) {
            let sources = proof.sources();
            self.author.hear(&Notice::Failed {
                page,
                diagnostics: told,
                sources,
            });
        }
    }

    /// The page with the preview's script before `</body>`. The script's address tells it which page this is.
    fn with_script(&self, page: &[u8], number: u64) -> Vec<u8> {
        let end = b"</body>";
        let at = page
            .windows(end.len())
            .rposition(|window| window.eq_ignore_ascii_case(end))
            .unwrap_or(page.len());
        let script = format!(
            "<script src=\"{OWN}client.js?{}.{number}.{}\" defer></script>",
            self.run,
            print_of(page)
        );
        [&page[..at], script.as_bytes(), &page[at..]].concat()
    }

    /// Opens a file of the site in the author's editor.
    fn open(&self, headers: &HeaderMap, query: &str, peer: SocketAddr) -> Response {
        let token = guard::only(headers, &TOKEN).unwrap_or("");
        let from_page = headers.contains_key(header::ORIGIN);
        if !from_page || !guard::is_same(token, &self.token) || !peer.ip().is_loopback() {
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
    async fn aside(&self, work: impl FnOnce() -> Response + Send + 'static) -> Response {
        let maker = Arc::clone(&self.makers).acquire_owned().await;
        // The work goes on when its client has gone, and is one of as many until it is done.
        let done = tokio::task::spawn_blocking(move || {
            let _maker = maker;
            work()
        })
        .await;
        done.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

/// The address within the site, if a path leads into it.
pub(super) fn inside(proof: &Proof, path: &str) -> Option<UrlPath> {
    let rest = path.strip_prefix(proof.base_path())?;
    UrlPath::new(if rest.is_empty() { "/" } else { rest })
}

/// A short print of a page's content: two pages with the same one are the same.
pub(super) fn print_of(page: &[u8]) -> String {
    let hasher = BuildHasherDefault::<DefaultHasher>::new();
    format!("{:016x}", hasher.hash_one(page))
}

/// Files up to this size are sent in one piece.
const PIECE: usize = 64 << 10;

/// A file of the site, read piece by piece while it is sent.
fn file(proof: &Proof, id: SourceId, name: &str) -> Response {
    let sources = proof.sources();
    let kind = content_type(name);
    let head = [(header::CONTENT_TYPE, kind)];
    let Ok(mut open) = sources.open(id) else {
        // It is in memory, or gone.
        return match sources.bytes(id) {
            Ok(bytes) => (head, bytes.into_owned()).into_response(),
            Err(_) => bare(StatusCode::NOT_FOUND),
        };
    };
    let (sender, receiver) = tokio::sync::mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = match open.read(&mut piece) {
                Ok(0) => return,
                Ok(length) => {
                    piece.truncate(length);
                    Ok(Bytes::from(piece))
                }
                Err(error) => Err(error),
            };
            let last = read.is_err();
            if sender.blocking_send(read).is_err() || last {
                return;
            }
        }
    });
    let pieces = tokio_stream::wrappers::ReceiverStream::new(receiver);
    (head, Body::from_stream(pieces)).into_response()
}

/// What is shown of a page that can't be made and never was, so that there is one for the script to show more in.
fn bare_page(proof: &Proof, told: &[Diagnostic]) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>briefpress</title></head><body><pre>",
    );
    for diagnostic in told {
        let place = diagnostic
            .span
            .map_or("", |span| proof.sources().path(span.source));
        let (severity, code) = (diagnostic.severity.as_str(), diagnostic.code.as_str());
        let line = format!("{place}: {severity}[{code}] {}\n", diagnostic.message);
        page.push_str(Markup::from_text(&line).as_str());
    }
    page.push_str("</pre></body></html>");
    page
}

fn content_type(file: &str) -> HeaderValue {
    let guess = mime_guess::from_path(file).first_or_octet_stream();
    let essence = guess.essence_str();
    let is_text = essence.starts_with("text/")
        || matches!(essence, "application/json" | "application/xml")
        || essence.ends_with("+xml")
        || essence.ends_with("+json");
    let kind = if is_text {
        format!("{essence}; charset=utf-8")
    } else {
        essence.to_owned()
    };
    HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

fn is_html(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/html")
}

fn html() -> [(HeaderName, HeaderValue); 1] {
    [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    )]
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

fn bare(status: StatusCode) -> Response {
    status.into_response()
}

fn not_allowed(methods: &'static str) -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, methods)]).into_response()
}

fn moved(to: &str) -> Response {
    with(bare(StatusCode::TEMPORARY_REDIRECT), header::LOCATION, to)
}

fn see(path: &str) -> Response {
    // Two slashes would lead to another host.
    let path = if UrlPath::new(path).is_some() {
        path
    } else {
        "/"
    };
    with(bare(StatusCode::SEE_OTHER), header::LOCATION, path)
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
