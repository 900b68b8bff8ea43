//! The gate of a server, for [`crate::fuzzing`]: a request as text, and whether it is let in.

use std::net::IpAddr;

use axum::http::{Request, Uri};

use super::guard::Gate;

/// A server's gate on a port of its own.
pub(crate) struct Door(Gate);

/// What a request asks for.
pub(crate) struct Asked {
    pub(crate) admitted: bool,
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Door {
    pub(crate) const PORT: u16 = 4646;

    /// For a server on this address.
    pub(crate) fn new(host: IpAddr) -> Self {
        Self(Gate::new(host, Self::PORT).expect("the system has random bytes"))
    }

    /// What must be shown by whoever is on another machine.
    pub(crate) fn token(&self) -> &str {
        self.0.token().expect("others may connect to this server")
    }

    /// Reads the head of a request: `GET /path`, then `Name: value` a line. `None` if HTTP has no such request.
    pub(crate) fn ask(&self, text: &str) -> Option<Asked> {
        let mut lines = text.lines();
        let (method, target) = lines.next()?.split_once(' ')?;
        let mut request = Request::builder().method(method).uri(target);
        for line in lines {
            let (name, value) = line.split_once(": ")?;
            request = request.header(name, value);
        }
        let (head, ()) = request.body(()).ok()?.into_parts();
        Some(Asked {
            admitted: self.0.admits(&head.method, &head.uri, &head.headers),
            method: head.method.to_string(),
            path: Uri::path(&head.uri).to_owned(),
        })
    }
}
