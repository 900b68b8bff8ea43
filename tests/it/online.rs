//! Links and sources elsewhere, asked of a server on loopback that answers in every way a server can.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use briefpress::diagnostic::Files as _;
use briefpress::online::{Cache, Manners, PrivateNetworks, Report, State, Survey};
use jiff::Timestamp;

use crate::support::{self, Loaded};

/// What the server was asked, and how it fared.
#[derive(Default)]
struct Log {
    /// `HEAD /path`, in order, each with its time.
    asked: Mutex<Vec<(String, Instant)>>,
    /// Requests under way now, and the most there ever were.
    now: AtomicUsize,
    most: AtomicUsize,
    /// Bytes of bodies that somebody took.
    taken: AtomicU64,
}

struct Server {
    port: u16,
    log: Arc<Log>,
}

impl Server {
    /// Answers for as long as the tests run.
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(Log::default());
        let shared = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let log = Arc::clone(&shared);
                std::thread::spawn(move || {
                    let now = log.now.fetch_add(1, Ordering::SeqCst) + 1;
                    log.most.fetch_max(now, Ordering::SeqCst);
                    // Whoever asks may go away at any time.
                    let _ = answer(stream.unwrap(), &log);
                    log.now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { port, log }
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.log.asked.lock().unwrap();
        asked.iter().map(|(what, _)| what.clone()).collect()
    }

    /// How often it was asked for each path, by any method.
    fn times(&self, path: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|what| what.ends_with(path)).count()
    }
}

fn answer(mut stream: TcpStream, log: &Log) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut words = head.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let what = format!("{method} {path}");
    let before = {
        let mut asked = log.asked.lock().unwrap();
        let before = asked.iter().filter(|(asked, _)| *asked == what).count();
        asked.push((what, Instant::now()));
        before
    };
    let mut say = |status: &str, more: &str| {
        write!(
            stream,
            "HTTP/1.1 {status}\r\n{more}Content-Length: 0\r\n\r\n"
        )
    };
    match path {
        "/moved" => say("301 Moved Permanently", "Location: /ok\r\n"),
        "/moved-and-gone" => say("308 Permanent Redirect", "Location: /gone\r\n"),
        "/for-now" => say("302 Found", "Location: /ok\r\n"),
        "/nowhere" => say("302 Found", "Location: javascript:alert(1)\r\n"),
        "/gone" => say("404 Not Found", ""),
        "/gone-for-good" => say("410 Gone", ""),
        "/busy" if before == 0 => say("429 Too Many Requests", "Retry-After: 1\r\n"),
        "/busy-for-an-hour" => say("429 Too Many Requests", "Retry-After: 3600\r\n"),
        "/broken" => say("500 Internal Server Error", ""),
        "/members" => say("403 Forbidden", ""),
        "/loop" => say("302 Found", "Location: /loop-2\r\n"),
        "/loop-2" => say("301 Moved Permanently", "Location: /loop\r\n"),
        "/hop" => say("302 Found", "Location: /hop?1\r\n"),
        path if path.starts_with("/hop?") => {
            let number: u32 = path["/hop?".len()..].parse().unwrap();
            say("302 Found", &format!("Location: /hop?{}\r\n", number + 1))
        }
        "/no-head" | "/huge" if method == "HEAD" => say("405 Method Not Allowed", ""),
        "/hang" => {
            std::thread::sleep(Duration::from_secs(5));
            Ok(())
        }
        "/drip" => loop {
            stream.write_all(b"H")?;
            std::thread::sleep(Duration::from_millis(50));
        },
        "/heads" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            loop {
                stream.write_all(b"X-More: and more, and more, and more, and more\r\n")?;
            }
        }
        "/garbage" => stream.write_all(b"220 mail.example ESMTP\r\n"),
        "/slow" => {
            std::thread::sleep(Duration::from_millis(60));
            say("200 OK", "")
        }
        "/huge" => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                1u64 << 30
            )?;
            let piece = [b'x'; 64 << 10];
            for _ in 0..(1 << 30) / piece.len() {
                stream.write_all(&piece)?;
                log.taken.fetch_add(piece.len() as u64, Ordering::SeqCst);
            }
            Ok(())
        }
        _ => say("200 OK", ""),
    }
}

/// In a hurry, so that tests are.
fn manners() -> Manners {
    Manners {
        pause: Duration::from_millis(1),
        patience: Duration::from_millis(500),
        longest_wait: Duration::from_secs(2),
        private: PrivateNetworks::Allow,
        ..Manners::default()
    }
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn ask<'a>(site: &'a Loaded, manners: &Manners) -> Report<'a> {
    Survey::of(site.press().site()).ask(manners, now(), &mut Cache::default(), &|| {})
}

/// How each path of the server stands.
fn states(report: &Report<'_>) -> BTreeMap<String, State> {
    let path = |url: &str| url.splitn(4, '/').last().unwrap().to_owned();
    let links = report.links.iter();
    links
        .map(|link| (path(&link.url), link.finding.state))
        .collect()
}

/// A brief that links to these paths of a server.
fn brief(server: &Server, paths: &[&str]) -> Loaded {
    let links: String = paths
        .iter()
        .map(|path| format!("- [link](http://127.0.0.1:{}/{path})\n", server.port))
        .collect();
    support::load(&format!(
        "-- content/briefs/2026-02-12-a.md --\n---\ntitle: A\n---\n{links}"
    ))
}

#[test]
fn every_way_of_answering_is_told_from_every_other() {
    let server = Server::start();
    let site = brief(
        &server,
        &[
            "ok",
            "moved",
            "moved-and-gone",
            "for-now",
            "nowhere",
            "gone",
            "gone-for-good",
            "busy",
            "broken",
            "members",
            "loop",
            "hop",
            "no-head",
            "hang",
            "drip",
            "heads",
            "garbage",
            "huge",
        ],
    );
    let start = Instant::now();
    let report = ask(&site, &manners());
    assert!(
        start.elapsed() < Duration::from_secs(15),
        "{:?}",
        start.elapsed()
    );
    let expected = [
        ("ok", State::Good),
        ("moved", State::Moved),
        ("moved-and-gone", State::Dead),
        ("for-now", State::Redirected),
        ("nowhere", State::Dead),
        ("gone", State::Dead),
        ("gone-for-good", State::Dead),
        ("busy", State::Good),
        ("broken", State::Unreachable),
        ("members", State::Guarded),
        ("loop", State::Dead),
        ("hop", State::Dead),
        ("no-head", State::Good),
        ("hang", State::Unreachable),
        ("drip", State::Unreachable),
        ("heads", State::Unreachable),
        ("garbage", State::Unreachable),
        ("huge", State::Good),
    ];
    let expected: BTreeMap<String, State> = expected
        .into_iter()
        .map(|(path, state)| (path.to_owned(), state))
        .collect();
    assert_eq!(states(&report), expected);
    // Of 1 GB, what was on its way when the connection was closed.
    let taken = server.log.taken.load(Ordering::SeqCst);
    assert!(taken < 16 << 20, "{taken} bytes of a body were taken");
    assert_eq!(server.times("/hop?10"), 1);
    assert_eq!(
        server.times("/hop?11"),
        0,
        "too many redirects were followed"
    );
    let asked = server.asked();
    assert!(!asked.contains(&"GET /ok".to_owned()), "HEAD was enough");
    assert_eq!(asked.iter().filter(|what| *what == "HEAD /busy").count(), 2);
}

#[test]
fn what_is_wrong_is_told_in_its_place_and_the_numbers_that_hang_on_it() {
    let server = Server::start();
    let at = |path: &str| format!("http://127.0.0.1:{}/{path}", server.port);
    let (gone, moved, ok, broken) = (at("gone"), at("moved"), at("ok"), at("broken"));
    let site = support::load(&format!(
        "-- site.yaml --\n\
         nav: [{{ title: Old, url: {moved} }}]\n\
         -- content/companies/runway.md --\n\
         ---\nname: Runway\nwebsite: {gone}\n---\n\
         -- content/briefs/2026-02-12-a.md --\n\
         ---\n\
         title: A\n\
         companies: [runway]\n\
         numbers:\n\
         - {{ value: $315M, label: Series E, source: \"{gone}#page=3\" }}\n\
         - {{ value: $5.3B, label: valuation, source: \"{ok}\" }}\n\
         - $4B of revenue [as told]({gone})\n\
         watch:\n\
         - {{ id: parity, title: Parity, status: hit, resolved: 2026-02-13, evidence: \"{broken}\" }}\n\
         ---\n\
         See [this]({gone}) and <{ok}>.\n\n\
         ## What To Watch\n\nNothing [else](https://).\n"
    ));
    let report = ask(&site, &manners());
    let config = site.sources.by_path("site.yaml").unwrap().id;
    let config = (config, site.sources.text(config).unwrap());
    let mut told = report.tell(Some(config));
    briefpress::diagnostic::sort(&mut told, &site.sources);
    let told = support::told(&told, &site.sources).replace(&server.port.to_string(), "PORT");
    insta::assert_snapshot!(told, @"
    content/briefs/2026-02-12-a.md:5:44 warning[dead-link] the source of $315M `http://127.0.0.1:PORT/gone#page=3` answers 404 Not Found
        help: find where it is now, or name a copy that an archive keeps
    content/briefs/2026-02-12-a.md:7:3 warning[dead-link] the source of $4B `http://127.0.0.1:PORT/gone` answers 404 Not Found
        help: find where it is now, or name a copy that an archive keeps
    content/briefs/2026-02-12-a.md:9:77 warning[unreachable-link] the evidence of the watch item parity `http://127.0.0.1:PORT/broken` answers 500 Internal Server Error
        help: look at it in a browser; it is asked again in an hour
    content/briefs/2026-02-12-a.md:11:5 warning[dead-link] `http://127.0.0.1:PORT/gone` answers 404 Not Found
        help: find where it is now, or leave it out
    content/briefs/2026-02-12-a.md:15:9 warning[invalid-url] `https://` can't be read as a web address
        help: write the whole address, as a browser shows it: `https://example.org/page`
    content/companies/runway.md:3:10 warning[dead-link] `http://127.0.0.1:PORT/gone` answers 404 Not Found
        help: find where it is now, or leave it out
    site.yaml:1:26 note[moved-link] `http://127.0.0.1:PORT/moved` has moved for good
        help: write `http://127.0.0.1:PORT/ok`
    ");
    let rotten: Vec<String> = report
        .rotten
        .iter()
        .map(|rotten| {
            format!(
                "{}#{} {} {} {:?}",
                rotten.brief,
                rotten.number,
                rotten.as_written,
                rotten.company.as_deref().unwrap_or("-"),
                rotten.state
            )
        })
        .collect();
    assert_eq!(rotten, ["a#n1 $315M runway Dead", "a#n3 $4B runway Dead"]);
    assert_eq!(
        server.times("/gone"),
        2,
        "one address is asked once, by HEAD and GET"
    );
}

#[test]
fn a_host_is_asked_a_few_at_a_time_and_with_pauses() {
    let server = Server::start();
    let paths: Vec<String> = (0..12).map(|number| format!("slow?{number}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let site = brief(&server, &paths);
    let manners = Manners {
        pause: Duration::from_millis(60),
        // A machine under load may take its time.
        patience: Duration::from_secs(20),
        ..manners()
    };
    let begun = Instant::now();
    let report = ask(&site, &manners);
    assert!(states(&report).values().all(|state| *state == State::Good));
    assert!(server.log.most.load(Ordering::SeqCst) <= manners.per_host);
    let asked = server.log.asked.lock().unwrap();
    let took = asked.iter().map(|(_, at)| *at).max().unwrap() - begun;
    // Eleven pauses; what a machine under load adds only makes it longer. The first was sent when it began, however late the
    // server came to see it.
    assert!(took >= Duration::from_millis(11 * 60 - 10), "{took:?}");
}

#[test]
fn a_host_that_wants_to_be_left_alone_is_left_alone() {
    let server = Server::start();
    let mut paths = vec!["busy-for-an-hour".to_owned()];
    paths.extend((0..8).map(|number| format!("x?{number}")));
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let site = brief(&server, &paths);
    let manners = Manners {
        per_host: 1,
        ..manners()
    };
    let report = ask(&site, &manners);
    assert!(
        states(&report)
            .values()
            .all(|state| *state == State::Unreachable)
    );
    assert_eq!(server.asked(), ["HEAD /busy-for-an-hour"]);
}

#[test]
fn a_host_that_never_answers_is_given_up_after_three_silences() {
    let server = Server::start();
    let paths: Vec<String> = (0..20).map(|number| format!("hang#{number}")).collect();
    // One address, whatever its fragment.
    let fragments: Vec<&str> = paths.iter().map(String::as_str).collect();
    assert_eq!(
        Survey::of(brief(&server, &fragments).press().site()).count(),
        1
    );

    // A port at which nobody is.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    let links: String = (0..20)
        .map(|number| format!("- <http://127.0.0.1:{port}/{number}>\n"))
        .collect();
    let site = support::load(&format!(
        "-- content/briefs/2026-02-12-a.md --\n---\ntitle: A\n---\n{links}"
    ));
    let report = ask(&site, &manners());
    let reasons: Vec<&str> = report
        .links
        .iter()
        .map(|link| link.finding.reason.as_str())
        .collect();
    let refused = "is on a host that refuses connections";
    let given_up = "is on a host that did not answer three times";
    let count = |text: &str| reasons.iter().filter(|reason| **reason == text).count();
    // Two at a time: a fourth may have been under way.
    assert!((3..=4).contains(&count(refused)), "{reasons:?}");
    assert_eq!(count(refused) + count(given_up), 20, "{reasons:?}");
    assert!(report.is_silent());
}

#[test]
fn a_private_address_is_refused_and_nothing_is_connected() {
    let server = Server::start();
    let (port, listener) = (server.port, TcpListener::bind("[::1]:0"));
    let mut links = format!("- <http://127.0.0.1:{port}/ok>\n- <http://0x7f000001:{port}/ok>\n");
    links.push_str(&format!("- [by name](http://localhost:{port}/ok)\n"));
    links.push_str(&format!(
        "- [mapped](http://[::ffff:127.0.0.1]:{port}/ok)\n"
    ));
    if let Ok(listener) = &listener {
        let port = listener.local_addr().unwrap().port();
        links.push_str(&format!("- [six](http://[::1]:{port}/ok)\n"));
    }
    let site = support::load(&format!(
        "-- content/briefs/2026-02-12-a.md --\n---\ntitle: A\n---\n{links}"
    ));
    let manners = Manners {
        private: PrivateNetworks::Refuse,
        ..manners()
    };
    let report = ask(&site, &manners);
    assert!(report.links.len() >= 3);
    for link in &report.links {
        assert_eq!(link.finding.state, State::Private, "{}", link.url);
    }
    assert_eq!(server.asked(), [""; 0]);
    if let Ok(listener) = listener {
        listener.set_nonblocking(true).unwrap();
        let came = listener.accept().unwrap_err();
        assert_eq!(came.kind(), ErrorKind::WouldBlock);
    }
}

#[test]
fn what_was_there_is_not_asked_again_and_what_was_not_is_after_an_hour() {
    let server = Server::start();
    let site = brief(&server, &["ok", "gone"]);
    let mut cache = Cache::default();
    let mut ask = |at: Timestamp| {
        let survey = Survey::of(site.press().site());
        let report = survey.ask(&manners(), at, &mut cache, &|| {});
        let links = report.links.iter();
        links.map(|link| link.from_cache).collect::<Vec<_>>()
    };
    let later = |hours| now() + jiff::SignedDuration::from_hours(hours);
    // In alphabetical order: what is gone comes first.
    assert_eq!(ask(now()), [false, false]);
    assert_eq!(ask(now()), [true, true]);
    assert_eq!(ask(later(2)), [false, true]);
    assert_eq!(ask(later(24 * 8)), [false, false]);
    assert_eq!((server.times("/ok"), server.times("/gone")), (2, 6));
}

#[test]
fn a_site_does_not_ask_for_itself() {
    let site = support::load(
        "-- site.yaml --\nbase_url: https://news.example/desk\n\
         -- content/briefs/2026-02-12-a.md --\n---\ntitle: A\n---\n\
         [x](https://news.example/desk/briefs/a/) [y](https://news.example/other/) [z](/about/x.pdf) <me@a.example>\n\
         `https://code.example/`\n\n    https://code.example/\n\n[e](//other.example/x#y) ![p](https://img.example/p.png)\n",
    );
    let survey = |loaded: &Loaded| {
        let site = loaded.press.as_ref().map(briefpress::press::Press::site);
        site.map(|site| Survey::of(site).count())
    };
    assert_eq!(survey(&site), Some(3), "{}", site.told());
}
