//! Files of the site, as they are on the disk.
//!
//! Comes in: a file, and which bytes of it are asked for. Goes out: an answer that says how long it is, read piece by
//! piece as fast as its reader takes it. A reader who takes nothing holds a file open and 64 KiB, and no thread.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::task::JoinHandle;
use tokio_stream::Stream;

use super::guard;

/// Files up to this size are sent in one piece.
const PIECE: u64 = 64 << 10;

/// Which bytes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    /// From the first to the last, both included.
    Part(u64, u64),
    /// Some that are not there.
    None,
}

/// Answers with an open file, or with that part of it which is asked for (RFC 9110, 14): players seek in films by parts.
pub(super) fn answer(
    method: &Method,
    headers: &HeaderMap,
    kind: HeaderValue,
    file: File,
) -> Response {
    match send(method, headers, kind, file) {
        Ok(response) => response,
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(
    method: &Method,
    headers: &HeaderMap,
    kind: HeaderValue,
    mut file: File,
) -> io::Result<Response> {
    let length = file.metadata()?.len();
    let (status, start, count) = match wanted(method, headers, length) {
        Wanted::All => (StatusCode::OK, 0, length),
        Wanted::Part(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Wanted::None => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    let body = if *method == Method::HEAD || count == 0 {
        Body::empty()
    } else {
        file.seek(SeekFrom::Start(start))?;
        Body::from_stream(Pieces {
            left: count,
            reading: Some(read(file, count)),
        })
    };
    let mut response = (status, body).into_response();
    let head = response.headers_mut();
    head.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let range = match status {
        StatusCode::PARTIAL_CONTENT => {
            Some(format!("bytes {start}-{}/{length}", start + count - 1))
        }
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{length}")),
        _ => None,
    };
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        head.insert(header::CONTENT_RANGE, range);
    }
    if status != StatusCode::RANGE_NOT_SATISFIABLE {
        head.insert(header::CONTENT_TYPE, kind);
        head.insert(header::CONTENT_LENGTH, count.into());
    }
    Ok(response)
}

/// Several parts at once are answered with the whole, which is allowed; so is a part that is wanted only if the file is
/// still the same, since nothing here says whether it is.
fn wanted(method: &Method, headers: &HeaderMap, length: u64) -> Wanted {
    if *method != Method::GET || headers.contains_key(header::IF_RANGE) {
        return Wanted::All;
    }
    let range = guard::only(headers, &header::RANGE).and_then(|range| range.strip_prefix("bytes="));
    let Some((first, last)) = range.and_then(|range| range.trim().split_once('-')) else {
        return Wanted::All;
    };
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number too large for us is beyond the end of any file.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (first, last) = match (number(first), number(last)) {
        // So many from the end.
        (None, Some(count)) if first.is_empty() => {
            if count == 0 {
                return Wanted::None;
            }
            (length.saturating_sub(count), u64::MAX)
        }
        (Some(first), None) if last.is_empty() => (first, u64::MAX),
        (Some(first), Some(last)) if first <= last => (first, last),
        _ => return Wanted::All,
    };
    if first >= length {
        return Wanted::None;
    }
    Wanted::Part(first, last.min(length - 1))
}

/// The file again, and the piece that was read from it.
type Reading = JoinHandle<io::Result<(File, Vec<u8>)>>;

/// A file in pieces. The next is read while one is sent.
struct Pieces {
    /// Bytes that are still to be sent.
    left: u64,
    reading: Option<Reading>,
}

/// Reads the next piece, of at most so many bytes, where it may take its time.
fn read(mut file: File, most: u64) -> Reading {
    tokio::task::spawn_blocking(move || {
        let mut piece = Vec::new();
        file.by_ref()
            .take(most.min(PIECE))
            .read_to_end(&mut piece)?;
        Ok((file, piece))
    })
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reading) = self.reading.as_mut() else {
            return Poll::Ready(None);
        };
        let read_now = ready!(Pin::new(reading).poll(cx));
        self.reading = None;
        Poll::Ready(match read_now {
            // It has become shorter since: the reader must not take what there is for the whole.
            Ok(Ok((_, piece))) if piece.is_empty() => {
                Some(Err(io::ErrorKind::UnexpectedEof.into()))
            }
            Ok(Ok((file, piece))) => {
                self.left -= piece.len() as u64;
                if self.left > 0 {
                    self.reading = Some(read(file, self.left));
                }
                Some(Ok(piece.into()))
            }
            Ok(Err(error)) => Some(Err(error)),
            Err(error) => Some(Err(io::Error::other(error))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_given_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-0", Wanted::Part(0, 0)),
            ("bytes=0-", Wanted::Part(0, 99)),
            ("bytes=10-19", Wanted::Part(10, 19)),
            ("bytes=90-200", Wanted::Part(90, 99)),
            ("bytes=-10", Wanted::Part(90, 99)),
            ("bytes=-200", Wanted::Part(0, 99)),
            ("bytes=99-99999999999999999999999", Wanted::Part(99, 99)),
            ("bytes=100-", Wanted::None),
            ("bytes=99999999999999999999999-", Wanted::None),
            ("bytes=-0", Wanted::None),
            ("bytes=-", Wanted::All),
            ("bytes=5-1", Wanted::All),
            ("bytes=0-1,5-6", Wanted::All),
            ("bytes=+1-2", Wanted::All),
            ("bytes=a-b", Wanted::All),
            ("lines=1-2", Wanted::All),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, range.parse().unwrap());
            let get = Method::GET;
            assert_eq!(wanted(&get, &headers, 100), expected, "{range}");
            assert_eq!(wanted(&Method::HEAD, &headers, 100), Wanted::All, "{range}");
            headers.insert(header::IF_RANGE, "\"x\"".parse().unwrap());
            assert_eq!(wanted(&get, &headers, 100), Wanted::All, "{range}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=0-".parse().unwrap());
        assert_eq!(wanted(&Method::GET, &headers, 0), Wanted::None);
    }
}
