//! What strangers get: nothing.

use std::fs;
use std::io::Write as _;
use std::time::{Duration, Instant};

use super::client::{Answer, connect, send};
use super::random::Random;
use super::server::{Server, Site, wait_for};

/// Words that stand only where nobody may look.
const CANARIES: &[&str] = &[
    "canary-outside",
    "canary-hidden",
    "canary-config",
    "canary-draft",
    "canary-source",
];

const SITE: &str = r#"
-- site.yaml --
title: Desk # canary-config
-- content/briefs/first.md --
---
title: "First"
date: 2026-01-05
# canary-source
---
Words.
-- content/briefs/secret.md --
---
title: "canary-draft"
date: 2026-01-06
draft: true
---
canary-draft
-- content/briefs/.hidden.md --
canary-hidden
-- content/.git/config --
canary-hidden
-- static/data.txt --
one
-- README.md --
canary-hidden
"#;

fn site() -> Site {
    let site = Site::new(SITE);
    fs::write(
        site.folder.parent().unwrap().join("outside.txt"),
        "canary-outside",
    )
    .unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../../outside.txt", site.folder.join("static/link.txt"))
            .unwrap();
        std::os::unix::fs::symlink("../..", site.folder.join("static/folder")).unwrap();
    }
    site
}

#[track_caller]
fn holds_nothing(answer: &Answer, of: &str) {
    let text = format!("{:?}{}", answer.headers, answer.text());
    for canary in CANARIES {
        assert!(!text.contains(canary), "{of:?} gave {text}");
    }
    assert!(
        answer.header("access-control-allow-origin").is_none(),
        "{of:?}"
    );
}

/// A thousand targets that lead nowhere, or should.
fn targets() -> Vec<Vec<u8>> {
    let ups: &[&str] = &[
        "..",
        "%2e%2e",
        "%2E.",
        ".%2e",
        "%252e%252e",
        "%25252e%25252e",
        "..%00",
        "...",
        "..;",
        "%c0%ae%c0%ae",
        "%u002e%u002e",
        "..%0d%0a",
        "%e0%80%ae%e0%80%ae",
    ];
    let slashes: &[&str] = &[
        "/", "%2f", "%2F", "%252f", "\\", "%5c", "%255c", "//", "/./", "%c0%af",
    ];
    let files: &[&str] = &[
        "outside.txt",
        "site/site.yaml",
        "site.yaml",
        "content/briefs/secret.md",
        "content/briefs/.hidden.md",
        "content/.git/config",
        "README.md",
        "etc/passwd",
        "briefs/secret/",
        "link.txt",
        "folder/outside.txt",
        "static/data.txt",
        "proc/self/environ",
        "themes/broadsheet/theme.yaml",
    ];
    let starts: &[&str] = &[
        "/",
        "/briefs/",
        "/static/",
        "/theme/",
        "/__briefpress/",
        "/briefs/first/",
        "//",
        "/%00/",
        "/data.txt/",
    ];
    let ends: &[&str] = &["", "%00", "%00.html", "?", "/", "%20", "::$DATA", ".", "#x"];
    let mut random = Random::new(404);
    let mut targets: Vec<Vec<u8>> = Vec::new();
    let plain = [
        "/site.yaml",
        "/content/briefs/secret.md",
        "/content/briefs/first.md",
        "/content/.git/config",
        "/README.md",
        "/static/data.txt",
        "/link.txt",
        "/folder/outside.txt",
        "/briefs/secret/",
        "/briefs/.hidden/",
        "/etc/passwd",
        "/\\..\\..\\outside.txt",
        "/C:/outside.txt",
        "/c:\\outside.txt",
        "/%5c%5cserver%5cshare",
        "/data.txt%00.html",
        "/briefs/first/index.md%00",
        "/__briefpress/",
        "/__briefpress",
        "/__briefpress/../site.yaml",
        "/__briefpress/proof.rs",
        "/__briefpress/client.js/..%2f..%2fsite.yaml",
        "/data.txt\0",
        "/data\0.txt",
        "http://127.0.0.1/data.txt",
        "https://evil.example/",
        "http://localhost/site.yaml",
        "file:///etc/passwd",
        "//evil.example/data.txt",
        "///etc/passwd",
        "data.txt",
        "../outside.txt",
        "*",
        "evil.example:80",
        "\u{2025}/outside.txt",
        "/data.txt;x",
        "/data.txt/../data.txt",
        "/./data.txt",
        "/%2fdata.txt",
        "/briefs//first/",
        "/BRIEFS/FIRST/",
        "/data%2etxt/",
    ];
    targets.extend(plain.iter().map(|target| target.as_bytes().to_vec()));
    while targets.len() < 1000 {
        let mut target = random.pick(starts).as_bytes().to_vec();
        for _ in 0..random.below(6) + 1 {
            target.extend(random.pick(ups).as_bytes());
            target.extend(random.pick(slashes).as_bytes());
        }
        target.extend(random.pick(files).as_bytes());
        target.extend(random.pick(ends).as_bytes());
        if random.one_in(12) {
            let at = random.below(target.len());
            target.insert(at, u8::try_from(random.below(256)).unwrap());
        }
        // A space or a line break would end the target, and what is left may be another one.
        target.retain(|byte| !b" \r\n\t".contains(byte));
        targets.push(target);
    }
    targets
}

#[test]
fn a_thousand_hostile_targets_get_nothing() {
    let site = site();
    let server = Server::start(&site.folder, &["--no-drafts"]);
    let host = server.address;
    for target in targets() {
        let shown = String::from_utf8_lossy(&target).into_owned();
        let mut request = b"GET ".to_vec();
        request.extend(&target);
        request
            .extend(format!(" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes());
        let answer = send(host, &request).unwrap_or_default();
        holds_nothing(&answer, &shown);
        // 400 is the answer to what is no HTTP at all. `/.//` and the like never lead anywhere else.
        assert!(
            matches!(answer.status, 404 | 400),
            "{shown:?} gave {}",
            answer.status
        );
        if target.starts_with(b"/") && target.is_ascii() && target.contains(&0) {
            assert_eq!(answer.status, 404, "{shown:?}");
        }
    }
    assert_eq!(server.get("/data.txt").text(), "one\n");
    assert_eq!(server.get("/briefs/first/").status, 200);
}

#[test]
fn sixty_pairs_of_host_and_origin_get_what_they_should() {
    let site = site();
    let server = Server::start(&site.folder, &[]);
    let port = server.address.port();
    let hosts: Vec<(Option<String>, bool)> = vec![
        (Some(format!("127.0.0.1:{port}")), true),
        (Some(format!("localhost:{port}")), true),
        (Some(format!("[::1]:{port}")), true),
        (Some("127.0.0.1".to_owned()), false),
        (Some(format!("evil.example:{port}")), false),
        (Some(format!("127.0.0.1.evil.example:{port}")), false),
        (Some(format!("localhost.evil.example:{port}")), false),
        (Some(format!("127.0.0.1:{port}@evil.example")), false),
        (Some(format!("0.0.0.0:{port}")), false),
        (None, false),
    ];
    let mut pairs = 0;
    for (host, known) in &hosts {
        let same = host.as_ref().map(|host| format!("http://{host}"));
        let origins: [(Option<String>, bool); 6] = [
            (None, true),
            (same.clone(), true),
            (Some("null".to_owned()), false),
            (Some("http://evil.example".to_owned()), false),
            (Some("http://localhost:3000".to_owned()), false),
            (
                same.map(|same| same.replace("http:", "https:"))
                    .or(Some("https://x".to_owned())),
                false,
            ),
        ];
        for (origin, own) in origins {
            pairs += 1;
            let mut head = "GET /briefs/secret/ HTTP/1.1\r\nConnection: close\r\n".to_owned();
            for (name, value) in [("Host", host), ("Origin", &origin)] {
                if let Some(value) = value {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
            }
            let answer = send(server.address, format!("{head}\r\n").as_bytes()).unwrap();
            if *known && own {
                assert!(
                    answer.status == 200 && answer.text().contains("canary-draft"),
                    "{head}"
                );
            } else {
                assert_eq!((answer.status, answer.body.len()), (403, 0), "{head}");
                holds_nothing(&answer, &head);
            }
        }
    }
    assert_eq!(pairs, 60);
}

#[test]
fn a_page_of_elsewhere_can_t_ask_for_ours_in_the_background() {
    let site = site();
    let server = Server::start(&site.folder, &[]);
    let host = server.address;
    for (method, headers, status) in [
        (
            "GET",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n",
            403,
        ),
        (
            "GET",
            "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
            403,
        ),
        (
            "GET",
            "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
            200,
        ),
        (
            "GET",
            "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n",
            200,
        ),
        (
            "OPTIONS",
            "Origin: http://evil.example\r\nAccess-Control-Request-Method: POST\r\n",
            403,
        ),
        ("OPTIONS", "", 405),
        ("POST", "", 405),
        ("DELETE", "", 405),
        ("TRACE", "", 405),
    ] {
        let request = format!(
            "{method} /data.txt HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
        );
        let answer = send(host, request.as_bytes()).unwrap();
        assert_eq!(answer.status, status, "{request}");
        assert!(status == 200 || answer.body.is_empty(), "{request}");
        assert!(
            answer.header("access-control-allow-origin").is_none(),
            "{request}"
        );
    }
}

#[test]
fn the_network_needs_the_token_that_is_printed() {
    let site = site();
    let server = Server::start(&site.folder, &["--host", "0.0.0.0"]);
    let (port, said) = (server.address.port(), server.said());
    let token = server.url.split_once("?token=").expect(&said).1;
    wait_for("the warning", || {
        server
            .said()
            .contains("everybody on this network")
            .then_some(())
    });
    let local = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let get = |target: &str, more: &str| {
        let head = format!(
            "GET {target} HTTP/1.1\r\nHost: 192.168.7.7:{port}\r\n{more}Connection: close\r\n\r\n"
        );
        send(local, head.as_bytes()).unwrap()
    };
    for target in [
        "/",
        "/briefs/secret/",
        "/?token=",
        "/?token=00000000000000000000000000000000",
        "/__briefpress/state.json",
    ] {
        let answer = get(target, "");
        assert_eq!((answer.status, answer.body.len()), (403, 0), "{target}");
    }
    let welcome = get(&format!("/briefs/secret/?token={token}"), "");
    assert_eq!(
        (welcome.status, welcome.header("location")),
        (303, Some("/briefs/secret/"))
    );
    let cookie = welcome.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let pair = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
    assert_eq!(get("/briefs/secret/", &pair).status, 200);
    // The token in the address leads nobody to another host.
    let elsewhere = get(&format!("//evil.example/?token={token}"), "");
    assert_eq!(elsewhere.header("location"), Some("/"));
}

#[test]
fn who_connects_and_says_nothing_costs_nothing() {
    let site = site();
    let server = Server::start(&site.folder, &[]);
    let host = server.address;
    let mut idle = Vec::new();
    for number in 0..900 {
        let mut stream = connect(host);
        // Half a head; the server may have had enough of the oldest by now.
        let _cut = match number % 3 {
            0 => Ok(()),
            1 => stream.write_all(b"GET / HT"),
            _ => stream.write_all(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: ").as_bytes()),
        };
        idle.push(stream);
    }
    let start = Instant::now();
    for _ in 0..5 {
        assert_eq!(server.get("/briefs/first/").status, 200);
    }
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
    #[cfg(target_os = "linux")]
    {
        let open = || {
            fs::read_dir(format!("/proc/{}/fd", server.id()))
                .unwrap()
                .count()
        };
        assert!(open() < 460, "{} descriptors are open", open());
        drop(idle);
        wait_for("the descriptors to be closed", || {
            (open() < 60).then_some(())
        });
    }
}

#[test]
fn a_head_without_end_is_cut_off() {
    let site = site();
    let server = Server::start(&site.folder, &[]);
    let mut request = format!("GET / HTTP/1.1\r\nHost: {}\r\n", server.address).into_bytes();
    for number in 0..20_000 {
        request.extend(format!("X-{number}: {}\r\n", "x".repeat(40)).as_bytes());
    }
    let answer = send(server.address, &request).unwrap_or_default();
    assert!(matches!(answer.status, 0 | 400 | 431), "{answer:?}");
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn who_asks_a_letter_at_a_time_is_cut_off_and_keeps_nobody_waiting() {
    let site = site();
    let server = Server::start(&site.folder, &[]);
    let mut slow: Vec<_> = (0..40).map(|_| connect(server.address)).collect();
    for stream in &slow {
        stream
            .set_read_timeout(Some(Duration::from_millis(1)))
            .unwrap();
    }
    let head = b"GET / HTTP/1.1\r\nX-Slow: "
        .iter()
        .chain(std::iter::repeat(&b'x'));
    let start = Instant::now();
    for letter in head {
        // Whoever is cut off reads the end of the stream, or can't write any more.
        slow.retain_mut(|stream| {
            let alive = stream.write_all(&[*letter]).is_ok();
            let ended = std::io::Read::read(stream, &mut [0; 256]);
            alive && ended.is_err()
        });
        if slow.is_empty() {
            break;
        }
        let asked = Instant::now();
        assert_eq!(server.get("/briefs/first/").status, 200);
        assert!(asked.elapsed() < Duration::from_secs(5));
        assert!(
            start.elapsed() < Duration::from_secs(50),
            "{} are still connected",
            slow.len()
        );
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(
        start.elapsed() > Duration::from_secs(5),
        "nobody may be that slow"
    );
}
