//! One request, and what came of it.
//!
//! Names are resolved here and checked here, and the connection goes to the very address that was checked, so that a name
//! that changes its address in between gains nothing. Proxies of the environment are not used: a proxy would resolve
//! names itself. Every request has a connection of its own, and no body is read: the connection is closed instead.

use std::io::ErrorKind;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use ureq::config::Config;
use ureq::http::{HeaderMap, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::address::is_public;
use super::target::Target;
use super::{Manners, PrivateNetworks};

/// Who asks.
const NAME: &str = concat!("briefpress/", env!("CARGO_PKG_VERSION"), " (link check)");

/// The most bytes of an answer's head.
const LONGEST_HEAD: usize = 64 << 10;

/// How something is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Head,
    Get,
}

/// What a host said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Where a redirect leads, as written.
    pub(super) location: Option<String>,
    /// How long the host wants to be left alone.
    pub(super) retry_after: Option<Duration>,
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The address is of a private network, and nothing was connected.
    Private,
    /// Nobody was reached, or nobody spoke in time: in words.
    Host(&'static str),
    /// Somebody was reached, and spoke no HTTP: in words.
    Nonsense(&'static str),
}

/// Makes requests.
#[derive(Debug)]
pub(super) struct Client(Agent);

impl Client {
    pub(super) fn new(manners: &Manners) -> Self {
        let is_allowed = match manners.private {
            PrivateNetworks::Refuse => is_public,
            PrivateNetworks::Allow => |_| true,
        };
        Self::that_asks(is_allowed, manners)
    }

    /// A client that asks those addresses only.
    fn that_asks(is_allowed: fn(IpAddr) -> bool, manners: &Manners) -> Self {
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(NAME)
            .max_response_header_size(LONGEST_HEAD)
            .max_idle_connections(0)
            .timeout_global(Some(manners.patience))
            .build();
        let resolver = Checked {
            inner: DefaultResolver::default(),
            is_allowed,
        };
        Self(Agent::with_parts(
            config,
            DefaultConnector::default(),
            resolver,
        ))
    }

    pub(super) fn ask(&self, method: Method, target: &Target) -> Result<Answer, Silence> {
        let request = match method {
            Method::Head => self.0.head(target.as_str()),
            Method::Get => self.0.get(target.as_str()),
        };
        // The body is dropped unread, and its connection with it.
        let answer = request.call().map_err(|error| silence(&error))?;
        let headers = answer.headers();
        Ok(Answer {
            status: answer.status().as_u16(),
            location: headers
                .get(header::LOCATION)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            retry_after: retry_after(headers, Timestamp::now()),
        })
    }
}

/// Resolves names, and keeps back addresses that must not be asked.
#[derive(Debug)]
struct Checked {
    inner: DefaultResolver,
    is_allowed: fn(IpAddr) -> bool,
}

/// Said by [`Checked`] where all addresses of a name are private.
#[derive(Debug)]
struct OnlyPrivate;

impl std::fmt::Display for OnlyPrivate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the address is private")
    }
}

impl std::error::Error for OnlyPrivate {}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found
            .iter()
            .filter(|address| (self.is_allowed)(address.ip()))
        {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            return Err(Error::Other(Box::new(OnlyPrivate)));
        }
        Ok(allowed)
    }
}

/// A certificate that is out of date or somebody else's, or no TLS at all.
const INSECURE: &str = "offers no secure connection that browsers would trust";

/// Why there is no answer, in words that follow the address.
fn silence(error: &Error) -> Silence {
    match error {
        Error::Other(cause) if cause.is::<OnlyPrivate>() => Silence::Private,
        Error::Timeout(_) => Silence::Host("does not answer in time"),
        Error::HostNotFound => Silence::Host("is on a host that is not found"),
        Error::ConnectionFailed => Silence::Host("can't be connected to"),
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) | Error::TlsRequired => {
            Silence::Host(INSECURE)
        }
        Error::LargeResponseHeader(..) => {
            Silence::Nonsense("answers with more than 64 KB of headers")
        }
        Error::Io(error) => of_io(error),
        _ => Silence::Nonsense("does not answer as a web server does"),
    }
}

fn of_io(error: &std::io::Error) -> Silence {
    if let Some(inner) = error.get_ref()
        && inner.is::<Error>()
    {
        return Silence::Nonsense("does not answer as a web server does");
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => Silence::Host("is on a host that refuses connections"),
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Silence::Host("does not answer in time"),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::UnexpectedEof => Silence::Nonsense("breaks off the connection"),
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            Silence::Host("is on a host that can't be reached from here")
        }
        // So certificates are told of where TLS is read as a stream.
        ErrorKind::InvalidData => Silence::Host(INSECURE),
        // Names that can't be looked up have a kind that only the system knows.
        _ => Silence::Host("is on a host that is not found"),
    }
}

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a day and time.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More seconds than there are numbers for is for ever.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    let wait = until.duration_since(now);
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        for (text, seconds) in [
            ("120", Some(120)),
            ("0", Some(0)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(37)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("-3", None),
            ("soon", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, text.parse().unwrap());
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(retry_after(&headers, now), expected, "{text}");
        }
    }

    /// Every step of a redirect is looked at, after its name was resolved: here one address is a neighbour, the other
    /// is not.
    #[test]
    fn a_redirect_into_a_private_network_is_not_followed() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = [0; 1024];
            let read = stream.read(&mut head).unwrap();
            let to = format!("http://127.0.0.2:{port}/secret");
            let answer =
                format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
            drop(stream);
            // Nobody must come again.
            listener.set_nonblocking(true).unwrap();
            std::thread::sleep(Duration::from_millis(200));
            let came = listener.accept().is_ok();
            (String::from_utf8_lossy(&head[..read]).into_owned(), came)
        });
        let manners = Manners::default();
        let client = Client::that_asks(|ip| ip == IpAddr::from([127, 0, 0, 1]), &manners);
        let start = Target::new(&format!("http://127.0.0.1:{port}/")).unwrap();
        let answer = client.ask(Method::Head, &start).unwrap();
        let next = start.join(&answer.location.unwrap()).unwrap();
        assert_eq!(
            client.ask(Method::Head, &next).unwrap_err(),
            Silence::Private
        );
        let (head, came_again) = server.join().unwrap();
        assert!(head.starts_with("HEAD / HTTP/1.1\r\n"), "{head}");
        assert!(
            head.to_ascii_lowercase()
                .contains("user-agent: briefpress/"),
            "{head}"
        );
        assert!(!came_again);
    }
}
