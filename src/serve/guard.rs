//! Who may ask: only pages of this very server, and only under names that mean this machine.
//!
//! A name that an attacker's DNS points at 127.0.0.1 reaches the port, but its `Host` is the attacker's; a page of
//! another site can send requests, but its `Origin` is that site's. Both are turned away without content.

use std::net::IpAddr;

/// What a request must show to be answered.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    port: u16,
    /// Asked of everybody when others than this machine can connect.
    token: Option<Box<str>>,
}

/// The cookie that keeps the token.
const COOKIE: &str = "briefpress-token";

impl Gate {
    /// For a server on this address and port.
    pub(super) fn new(host: IpAddr, port: u16) -> Self {
        let token = (!host.is_loopback()).then(|| {
            let mut bytes = [0; 16];
            // RandomState is seeded by the operating system once a process; hashing a counter with it gives values that
            // nobody outside can foresee.
            for (index, chunk) in bytes.chunks_mut(8).enumerate() {
                use std::hash::BuildHasher as _;
                let state = std::collections::hash_map::RandomState::new();
                chunk.copy_from_slice(&state.hash_one(index).to_le_bytes());
            }
            bytes
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
                .into()
        });
        Self { port, token }
    }

    /// The token that must be shown once, if one is needed.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Whether a request with these headers may be answered at all. `cookie` and `query` may carry the token.
    pub(super) fn admits(
        &self,
        host: Option<&str>,
        origin: Option<&str>,
        cookie: Option<&str>,
        query: &str,
    ) -> bool {
        let Some(host) = host else { return false };
        let named = self.token.is_some() && host.ends_with(&format!(":{}", self.port))
            || self.is_local(host);
        let same = origin.is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
        named && same && self.has_token(cookie, query)
    }

    /// The cookie to set, for a request that carries the right token in its address.
    pub(super) fn cookie(&self, query: &str) -> Option<String> {
        let token = self.token.as_deref()?;
        carries(query, token)
            .then(|| format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"))
    }

    fn is_local(&self, host: &str) -> bool {
        let port = self.port;
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| *host == format!("{name}:{port}"))
    }

    fn has_token(&self, cookie: Option<&str>, query: &str) -> bool {
        let Some(token) = self.token.as_deref() else {
            return true;
        };
        let in_cookie = cookie
            .unwrap_or("")
            .split(';')
            .any(|pair| pair.trim() == format!("{COOKIE}={token}"));
        in_cookie || carries(query, token)
    }
}

fn carries(query: &str, token: &str) -> bool {
    query
        .split('&')
        .any(|pair| pair.strip_prefix("token=") == Some(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_its_own_pages_are_admitted() {
        let gate = Gate::new(IpAddr::from([127, 0, 0, 1]), 4646);
        for (host, origin, admitted) in [
            (Some("127.0.0.1:4646"), None, true),
            (Some("localhost:4646"), Some("http://localhost:4646"), true),
            (Some("[::1]:4646"), None, true),
            (Some("localhost"), None, false),
            (Some("localhost:80"), None, false),
            (Some("evil.example:4646"), None, false),
            (Some("127.0.0.1.evil.example:4646"), None, false),
            (Some("localhost:4646"), Some("http://evil.example"), false),
            (Some("localhost:4646"), Some("null"), false),
            (
                Some("localhost:4646"),
                Some("https://localhost:4646"),
                false,
            ),
            (Some("localhost:4646"), Some("http://127.0.0.1:4646"), false),
            (None, None, false),
        ] {
            assert_eq!(
                gate.admits(host, origin, None, ""),
                admitted,
                "{host:?} {origin:?}"
            );
        }
    }

    #[test]
    fn a_server_open_to_the_network_wants_its_token() {
        let gate = Gate::new(IpAddr::from([0, 0, 0, 0]), 4646);
        let token = gate.token().expect("it has one").to_owned();
        let host = Some("192.168.1.5:4646");
        assert!(!gate.admits(host, None, None, ""));
        assert!(!gate.admits(host, None, None, "token=0"));
        assert!(gate.admits(host, None, None, &format!("token={token}")));
        assert!(gate.admits(host, None, Some(&format!("a=b; {COOKIE}={token}")), ""));
        assert_ne!(
            Gate::new(IpAddr::from([0, 0, 0, 0]), 1).token(),
            Some(&*token)
        );
    }
}
