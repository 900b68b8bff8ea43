//! What the site has at an address, as an answer.
//!
//! Comes in: a path, and the newest [`Proof`]. Goes out: the page with the preview's script, the file, or the picture that
//! is there; the theme's page if nothing is.

use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::io::Read as _;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::http::{Desk, OWN, bare, moved};
use super::proof::{Answer, Place, Proof};
use super::{Notice, files};
use crate::diagnostic::{Diagnostic, Files as _, SourceId};
use crate::markdown::Markup;
use crate::model::UrlPath;
use crate::press;

/// A page as it is answered.
pub(super) struct Page {
    pub(super) status: StatusCode,
    pub(super) bytes: Arc<[u8]>,
    /// Whether it is from before something broke.
    pub(super) stands_in: bool,
}

/// An answer, or what it takes to make one.
enum Reply {
    Ready(Response),
    Later(Later),
}

/// What is no page.
enum Later {
    File(SourceId),
    Picture(SourceId, u32),
}
impl Desk {
    /// What the site has at a path, base path included.
    pub(super) async fn page(
        self: &Arc<Self>,
        method: &Method,
        headers: &HeaderMap,
        path: &str,
    ) -> Response {
        let proof = self.proof();
        let url = match proof.place(path) {
            Place::Here(url) => url,
            Place::MovedTo(path) => return moved(&path),
            Place::Outside => {
                let desk = Arc::clone(self);
                return self.aside(&self.makers, move || desk.outside(&proof)).await;
            }
        };
        let (desk, made_for, of) = (Arc::clone(self), url.clone(), Arc::clone(&proof));
        let (sender, picture) = tokio::sync::oneshot::channel();
        let response = self
            .aside(&self.makers, move || match desk.answer_at(&of, &made_for) {
                Reply::Ready(response) => response,
                Reply::Later(later) => {
                    // The one who waits for it has gone only if the client has.
                    let _gone = sender.send(later);
                    bare(StatusCode::OK)
                }
            })
            .await;
        match picture.await {
            Ok(Later::File(id)) => self.file(&proof, &url, id, method, headers).await,
            Ok(Later::Picture(id, width)) => {
                self.picture(&proof, &url, id, width, method, headers).await
            }
            // Nobody sent anything: it is ready.
            Err(_) => response,
        }
    }

    /// The answer at an address, as far as it is made of pages.
    fn answer_at(&self, proof: &Proof, url: &UrlPath) -> Reply {
        let (answer, told) = proof.answer(url);
        self.hear(proof, url, &answer, &told);
        Reply::Ready(match answer {
            Answer::File(id) => return Reply::Later(Later::File(id)),
            Answer::Picture(id, width) => return Reply::Later(Later::Picture(id, width)),
            Answer::MovedTo(url) => moved(&format!("{}{url}", proof.base_path())),
            Answer::Made { bytes, .. } => {
                let kind = content_type(&url.file());
                let bytes = if is_html(&kind) {
                    Body::from(self.with_script(&bytes, proof.number()))
                } else {
                    Body::from(Bytes::from_owner(bytes))
                };
                ([(header::CONTENT_TYPE, kind)], bytes).into_response()
            }
            Answer::Missing(bytes) => self.missing(proof, bytes, &told),
            Answer::Broken => {
                let bytes = self.with_script(bare_page(proof, &told).as_bytes(), proof.number());
                (StatusCode::INTERNAL_SERVER_ERROR, html(), bytes).into_response()
            }
        })
    }

    /// What is answered outside of the site's base path.
    fn outside(&self, proof: &Proof) -> Response {
        let mut told = Vec::new();
        match proof.missing(&mut told) {
            Answer::Missing(bytes) => self.missing(proof, bytes, &told),
            _ => bare(StatusCode::NOT_FOUND),
        }
    }

    fn missing(&self, proof: &Proof, page: Option<Arc<[u8]>>, told: &[Diagnostic]) -> Response {
        // A theme whose own page for this can't be made must not leave the browser without the script.
        let page = page.unwrap_or_else(|| bare_page(proof, told).into_bytes().into());
        let page = self.with_script(&page, proof.number());
        (StatusCode::NOT_FOUND, html(), page).into_response()
    }

    /// A file of the site. An author's own page has the script too.
    async fn file(
        self: &Arc<Self>,
        proof: &Arc<Proof>,
        url: &UrlPath,
        id: SourceId,
        method: &Method,
        headers: &HeaderMap,
    ) -> Response {
        let kind = content_type(&url.file());
        let (desk, proof) = (Arc::clone(self), Arc::clone(proof));
        let (method, headers) = (method.clone(), headers.clone());
        let work = move || {
            if is_html(&kind)
                && let Some(page) = own_page(&proof, id)
            {
                return (html(), desk.with_script(&page, proof.number())).into_response();
            }
            let sources = proof.shown();
            match sources.open(id) {
                Ok(file) => files::answer(&method, &headers, kind, file),
                // It is in memory, or gone.
                Err(_) => match sources.bytes(id) {
                    Ok(bytes) => {
                        ([(header::CONTENT_TYPE, kind)], bytes.into_owned()).into_response()
                    }
                    Err(_) => bare(StatusCode::NOT_FOUND),
                },
            }
        };
        self.aside(&self.makers, work).await
    }

    /// One size of a picture; what can't be made smaller is shown as it is.
    async fn picture(
        self: &Arc<Self>,
        proof: &Arc<Proof>,
        url: &UrlPath,
        id: SourceId,
        width: u32,
        method: &Method,
        headers: &HeaderMap,
    ) -> Response {
        let kept = {
            let (desk, url) = (Arc::clone(self), url.clone());
            let work = move || match press::shelved(&*desk.shelf, &url) {
                Some(bytes) => picture(bytes),
                None => bare(StatusCode::NOT_FOUND),
            };
            self.aside(&self.makers, work).await
        };
        if kept.status() == StatusCode::OK {
            return kept;
        }
        let made = {
            let (desk, of, url) = (Arc::clone(self), Arc::clone(proof), url.clone());
            let work = move || match press::develop(of.shown(), &*desk.shelf, &url, id, width) {
                Ok(bytes) => picture(bytes),
                Err(_) => bare(StatusCode::NOT_FOUND),
            };
            self.aside(&self.painters, work).await
        };
        if made.status() == StatusCode::OK {
            return made;
        }
        self.file(proof, url, id, method, headers).await
    }

    /// The page at a path as a browser that asks now would get it, without the script; none if it is elsewhere by now.
    pub(super) fn made(&self, proof: &Proof, place: &Place) -> Page {
        let (answer, told) = match place {
            Place::Here(url) => {
                let (answer, told) = proof.answer(url);
                self.hear(proof, url, &answer, &told);
                (answer, told)
            }
            Place::MovedTo(_) => (Answer::Broken, Vec::new()),
            Place::Outside => {
                let mut told = Vec::new();
                (proof.missing(&mut told), told)
            }
        };
        let bare = || -> Arc<[u8]> { bare_page(proof, &told).into_bytes().into() };
        let (status, bytes, stands_in) = match answer {
            Answer::Made { bytes, stands_in } => (StatusCode::OK, bytes, stands_in),
            Answer::File(id) => {
                let page = own_page(proof, id).unwrap_or_default();
                (StatusCode::OK, page.into(), false)
            }
            Answer::Picture(..) | Answer::MovedTo(_) => (StatusCode::OK, Arc::default(), false),
            Answer::Missing(bytes) => (StatusCode::NOT_FOUND, bytes.unwrap_or_else(bare), false),
            Answer::Broken => (StatusCode::INTERNAL_SERVER_ERROR, bare(), false),
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
        if press::has_errors(told) && proof.failures.note(page, told) {
            let sources = proof.sources();
            self.author.hear(&Notice::Failed {
                page,
                diagnostics: told,
                sources,
            });
        }
    }

    /// The page with the preview's script before `</body>`. The script's address tells it which page this is.
    pub(super) fn with_script(&self, page: &[u8], number: u64) -> Vec<u8> {
        let at = end_of_body(page).unwrap_or(page.len());
        let script = format!(
            "<script src=\"{OWN}client.js?{}.{number}.{}\" defer></script>",
            self.run,
            print_of(page)
        );
        [&page[..at], script.as_bytes(), &page[at..]].concat()
    }
}

/// The largest HTML file that is searched for the end of its body.
const OWN_PAGE: u64 = 8 << 20;

/// A whole HTML document among the files of the site. What has no end of a body is a piece of one, for a script of the
/// author's, and is left alone.
fn own_page(proof: &Proof, id: SourceId) -> Option<Vec<u8>> {
    let sources = proof.shown();
    if content_type(sources.path(id)) != "text/html; charset=utf-8" {
        return None;
    }
    let mut page = Vec::new();
    let file = sources.open(id).ok()?;
    file.take(OWN_PAGE + 1).read_to_end(&mut page).ok()?;
    (page.len() as u64 <= OWN_PAGE && end_of_body(&page).is_some()).then_some(page)
}

fn end_of_body(page: &[u8]) -> Option<usize> {
    let end = b"</body>";
    page.windows(end.len())
        .rposition(|window| window.eq_ignore_ascii_case(end))
}

fn picture(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "image/webp")], bytes).into_response()
}

/// A short print of a page's content: two pages with the same one are the same.
pub(super) fn print_of(page: &[u8]) -> String {
    let hasher = BuildHasherDefault::<DefaultHasher>::new();
    format!("{:016x}", hasher.hash_one(page))
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

pub(super) fn html() -> [(HeaderName, HeaderValue); 1] {
    [(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    )]
}
