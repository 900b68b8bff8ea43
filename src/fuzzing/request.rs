//! Requests to the preview.

use url::{Host, Url};

use crate::model::UrlPath;
use crate::serve::fuzzing::Door;

/// What is admitted was asked of this machine by its own pages, judged by another parser; and a path that is answered
/// leads to no place outside of the site.
///
/// An input is the head of a request: a method and a target, then a header a line. `TOKEN` stands for the secret of a
/// server that others may reach.
pub fn request(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    let closed = Door::new([127, 0, 0, 1].into());
    let Some(asked) = closed.ask(text) else {
        return;
    };
    let hosts = header(text, "host");
    let origins = header(text, "origin");
    if asked.admitted {
        let [host] = &hosts[..] else {
            panic!("admitted without one Host: {text:?}");
        };
        let url = Url::parse(&format!("http://{host}/")).expect("an admitted Host is a host");
        let own = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        };
        assert!(
            own && url.port() == Some(Door::PORT),
            "{host:?} is admitted"
        );
        assert!(
            url.username().is_empty() && url.path() == "/",
            "{host:?} is admitted"
        );
        for origin in &origins {
            let same = Url::parse(origin).is_ok_and(|origin| origin.origin() == url.origin());
            assert!(same, "{origin:?} is admitted by {host:?}");
        }
        assert!(origins.len() < 2, "two origins are admitted");
        let sites = header(text, "sec-fetch-site");
        let foreign = sites
            .iter()
            .any(|site| *site != "same-origin" && *site != "none");
        let opens = asked.method == "GET"
            && header(text, "sec-fetch-mode") == ["navigate"]
            && header(text, "sec-fetch-dest") == ["document"];
        assert!(!foreign || opens, "{text:?} is admitted");
    }
    if let Some(url) = UrlPath::new(&asked.path) {
        let file = url.file();
        assert!(
            !file.starts_with('/') && !file.split('/').any(|part| part == ".."),
            "{file}"
        );
    }

    let open = Door::new([0, 0, 0, 0].into());
    let shown = text.replace("TOKEN", open.token());
    if let Some(asked) = open.ask(&shown) {
        assert!(
            !asked.admitted || text.contains("TOKEN"),
            "{text:?} is admitted without a token"
        );
    }
}

/// The values of a header, as they were sent.
fn header<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    text.lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}
