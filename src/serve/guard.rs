//! Who may ask: only pages of this very server, and only under names that mean this machine.
//!
//! Comes in: the head of a request. Goes out: whether it is answered. A name that an attacker's DNS points at
//! 127.0.0.1 reaches the port, but its `Host` is the attacker's; a page of another site can send requests, but its
//! `Origin` or its `Sec-Fetch-Site` tells. All are turned away without content.

use std::net::IpAddr;

use axum::http::header::{COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use axum::http::{Method, Uri};

use crate::fault::{Fault, Result};

/// What a request must show to be answered.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    /// Names under which browsers of this machine may ask, port included.
    names: Vec<String>,
    port: u16,
    /// Asked of everybody when others than this machine can connect.
    token: Option<Box<str>>,
}

/// The cookie that keeps the token.
const PASS: &str = "briefpress-token";

/// The key in an address that carries the token.
const KEY: &str = "token=";

impl Gate {
    /// For a server on this address and port.
    ///
    /// # Errors
    /// A [`Fault`] if a token is needed and the system gives no random bytes.
    pub(super) fn new(host: IpAddr, port: u16) -> Result<Self> {
        let own = match host {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let named = ["localhost", "127.0.0.1", "[::1]", &own];
        let mut names: Vec<String> = named.iter().map(|name| format!("{name}:{port}")).collect();
        if port == 80 {
            // Browsers leave the usual port out.
            names.extend(named.iter().map(|name| (*name).to_owned()));
        }
        let token = if host.is_loopback() {
            None
        } else {
            Some(secret()?)
        };
        Ok(Self { names, port, token })
    }

    /// The token that must be shown, if one is needed.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether a request may be answered at all.
    pub(super) fn admits(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(host) = only(headers, &HOST) else {
            return false;
        };
        self.knows(host)
            && is_own(host, headers)
            && !is_foreign(method, headers)
            && self.has_token(uri, headers)
    }

    /// The cookie to set for a request that carries the right token in its address. `Lax`, so that the address works as a
    /// link in a mail too; what other sites may ask for is decided by [`Gate::admits`].
    pub(super) fn cookie(&self, uri: &Uri) -> Option<String> {
        let token = self.token.as_deref()?;
        carries(uri, token).then(|| format!("{PASS}={token}; Path=/; HttpOnly; SameSite=Lax"))
    }

    /// On the network this machine has names that nobody knows here; there the token guards, whose cookie no other
    /// name gets to see.
    fn knows(&self, host: &str) -> bool {
        let on_network = self.token.is_some()
            && (host.ends_with(&format!(":{}", self.port))
                || self.port == 80 && !host.contains(':'));
        on_network
            || self
                .names
                .iter()
                .any(|name| name.eq_ignore_ascii_case(host))
    }

    fn has_token(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let Some(token) = self.token.as_deref() else {
            return true;
        };
        let in_cookie = |cookies: &str| {
            cookies.split(';').any(|pair| {
                let value = pair
                    .trim()
                    .strip_prefix(PASS)
                    .and_then(|rest| rest.strip_prefix('='));
                value.is_some_and(|value| is_same(value, token))
            })
        };
        let mut cookies = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        carries(uri, token) || cookies.any(in_cookie)
    }
}

/// 128 random bits, as hexadecimal digits.
///
/// # Errors
/// A [`Fault`] if the system gives none.
pub(super) fn secret() -> Result<Box<str>> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Fault::new(format!("the system gives no random bytes: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two texts are equal, in a time that says nothing about where they differ.
pub(super) fn is_same(given: &str, secret: &str) -> bool {
    let differences = given
        .bytes()
        .zip(secret.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == secret.len() && differences == 0
}

/// The one header of this name.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn carries(uri: &Uri, token: &str) -> bool {
    let pairs = uri.query().unwrap_or("").split('&');
    pairs
        .filter_map(|pair| pair.strip_prefix(KEY))
        .any(|value| is_same(value, token))
}

/// The query of an address without the token, `?` included; empty if nothing is left.
pub(super) fn without_token(uri: &Uri) -> String {
    let mut rest = String::new();
    for pair in uri.query().unwrap_or("").split('&') {
        if !pair.is_empty() && !pair.starts_with(KEY) {
            rest.push(if rest.is_empty() { '?' } else { '&' });
            rest.push_str(pair);
        }
    }
    rest
}

/// Whether `Origin`, if it is there, is the very server that is asked.
fn is_own(host: &str, headers: &HeaderMap) -> bool {
    if !headers.contains_key(ORIGIN) {
        return true;
    }
    let origin = only(headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some_and(|origin| origin.eq_ignore_ascii_case(host))
}

/// Whether the browser says that a page of elsewhere asks, for anything but to be left for a page of ours.
fn is_foreign(method: &Method, headers: &HeaderMap) -> bool {
    let told = |name: &'static str| {
        let name = HeaderName::from_static(name);
        headers
            .contains_key(&name)
            .then(|| only(headers, &name).unwrap_or(""))
    };
    match told("sec-fetch-site") {
        None | Some("same-origin" | "none") => false,
        Some(_) => {
            *method != Method::GET
                || told("sec-fetch-mode") != Some("navigate")
                || told("sec-fetch-dest") != Some("document")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(gate: &Gate, uri: &str, headers: &[(&'static str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        gate.admits(&Method::GET, &uri.parse().unwrap(), &map)
    }

    #[test]
    fn only_this_machine_and_its_own_pages_are_admitted() {
        let gate = Gate::new([127, 0, 0, 1].into(), 4646).unwrap();
        for (host, origin, expected) in [
            (Some("127.0.0.1:4646"), None, true),
            (Some("localhost:4646"), Some("http://localhost:4646"), true),
            (Some("LocalHost:4646"), Some("http://localhost:4646"), true),
            (Some("[::1]:4646"), None, true),
            (Some("localhost"), None, false),
            (Some("localhost:80"), None, false),
            (Some("localhost:46460"), None, false),
            (Some("evil.example:4646"), None, false),
            (Some("127.0.0.1.evil.example:4646"), None, false),
            (Some("localhost.:4646"), None, false),
            (Some("localhost:4646"), Some("http://evil.example"), false),
            (Some("localhost:4646"), Some("null"), false),
            (
                Some("localhost:4646"),
                Some("https://localhost:4646"),
                false,
            ),
            (Some("localhost:4646"), Some("http://127.0.0.1:4646"), false),
            (Some("localhost:4646"), Some("http://localhost:3000"), false),
            (Some("localhost:4646"), Some(""), false),
            (None, None, false),
        ] {
            let headers: Vec<(&'static str, &str)> = host
                .map(|host| ("host", host))
                .into_iter()
                .chain(origin.map(|origin| ("origin", origin)))
                .collect();
            assert_eq!(
                admits(&gate, "/", &headers),
                expected,
                "{host:?} {origin:?}"
            );
        }
        let twice = [("host", "localhost:4646"), ("host", "evil.example:4646")];
        assert!(!admits(&gate, "/", &twice));
    }

    #[test]
    fn what_a_page_of_elsewhere_embeds_is_refused_and_a_link_from_it_is_not() {
        let gate = Gate::new([127, 0, 0, 1].into(), 4646).unwrap();
        for (site, mode, dest, expected) in [
            ("same-origin", "cors", "empty", true),
            ("none", "navigate", "document", true),
            ("cross-site", "navigate", "document", true),
            ("same-site", "navigate", "document", true),
            ("cross-site", "navigate", "iframe", false),
            ("cross-site", "no-cors", "image", false),
            ("same-site", "no-cors", "script", false),
            ("cross-site", "cors", "empty", false),
            ("", "", "", false),
        ] {
            let headers = [
                ("host", "localhost:4646"),
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ];
            assert_eq!(
                admits(&gate, "/", &headers),
                expected,
                "{site} {mode} {dest}"
            );
        }
    }

    #[test]
    fn the_usual_port_is_left_out_by_browsers() {
        let gate = Gate::new([127, 0, 0, 1].into(), 80).unwrap();
        assert!(admits(&gate, "/", &[("host", "localhost")]));
        assert!(!admits(&gate, "/", &[("host", "evil.example")]));
    }

    #[test]
    fn a_server_open_to_the_network_wants_its_token() {
        let gate = Gate::new([0, 0, 0, 0].into(), 4646).unwrap();
        let token = gate.token().unwrap();
        let host = ("host", "192.168.1.5:4646");
        let with_token = format!("/?token={token}");
        assert!(!admits(&gate, "/", &[host]));
        assert!(!admits(&gate, "/", &[("host", "localhost:4646")]));
        assert!(!admits(&gate, "/?token=0", &[host]));
        assert!(!admits(&gate, &with_token[..with_token.len() - 1], &[host]));
        assert!(!admits(&gate, &with_token, &[("host", "192.168.1.5:80")]));
        assert!(admits(&gate, &with_token, &[host]));
        let cookie = gate.cookie(&with_token.parse().unwrap()).unwrap();
        let pair = format!("a=b; {}", cookie.split(';').next().unwrap());
        assert!(admits(&gate, "/", &[host, ("cookie", &pair)]));
        assert_eq!(gate.cookie(&"/?token=0".parse().unwrap()), None);
        for (asked, query) in [
            ("/a/?token=1", ""),
            ("/a/?q=b&token=1&c", "?q=b&c"),
            ("/a/", ""),
        ] {
            assert_eq!(without_token(&asked.parse().unwrap()), query);
        }
        let other = Gate::new([0, 0, 0, 0].into(), 4646).unwrap();
        assert_ne!(other.token(), Some(token));
    }
}
