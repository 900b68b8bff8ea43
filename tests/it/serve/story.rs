//! What a writer sees while they write.

use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use super::client::{Answer, connect};
use super::server::{Server, Site, command, wait_for};

const SITE: &str = r#"
-- site.yaml --
title: Desk
-- content/companies/runway.md --
---
name: Runway
---
Makes films with Google.
-- content/companies/google.md --
---
name: Google
---
-- content/briefs/first.md --
---
title: "First"
date: 2026-01-05
companies: [Runway]
tags: [video]
---
Runway grows, and Google with it.
-- content/briefs/unfinished.md --
---
title: "Unfinished"
date: 2026-02-01
draft: true
---
Not yet.
-- content/briefs/later.md --
---
title: "Later"
date: 2026-12-01
---
To come.
-- static/data.txt --
one
"#;

const BROKEN: &str = "---\ntitle: \"First\"\ndate: 2026-99-99\n---\nRunway shrinks.\n";

fn serve(arguments: &[&str]) -> (Site, Server) {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, arguments);
    (site, server)
}

#[test]
fn it_says_in_one_line_where_it_listens_how_many_briefs_there_are_and_how_long_it_took() {
    let (_site, server) = serve(&[]);
    let said = server.said();
    let line = said.lines().next().unwrap();
    assert!(
        line.starts_with("Serving 3 briefs at http://127.0.0.1:"),
        "{said}"
    );
    assert!(
        line.contains("/, ready in ") && line.ends_with(" ms"),
        "{said}"
    );
}

#[test]
fn a_port_that_is_taken_makes_room_for_the_next_and_that_is_said() {
    // Some pair of neighbours is free.
    let (taken, port) = wait_for("two free ports", || {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        TcpListener::bind(("127.0.0.1", port.checked_add(1)?))
            .is_ok()
            .then_some((taken, port))
    });
    let site = Site::new(SITE);
    let server = Server::of(command(&site.folder, &["--port", &port.to_string()]));
    assert!(
        server.said().contains(&format!("Port {port} is in use")),
        "{}",
        server.said()
    );
    assert!(server.address.port() > port);
    assert_eq!(server.get("/").status, 200);
    drop(taken);
}

#[test]
fn drafts_and_future_briefs_are_shown_and_badged_unless_told_otherwise() {
    let (_site, server) = serve(&[]);
    let draft = server.get("/briefs/unfinished/");
    assert!(draft.status == 200 && draft.text().contains("Not yet."));
    assert!(server.get("/").text().contains("Later"));
    assert_eq!(server.state("/briefs/unfinished/")["page"]["draft"], true);
    assert_eq!(
        server.state("/briefs/later/")["page"]["scheduled"],
        "2026-12-01"
    );
    let first = server.state("/briefs/first/")["page"].clone();
    assert_eq!(
        first,
        serde_json::json!({
            "file": "content/briefs/first.md", "words": 6, "linked": 2, "told": 0, "draft": false, "scheduled": null
        })
    );
    let company = server.state("/companies/runway/")["page"].clone();
    assert_eq!(
        (&company["words"], &company["linked"]),
        (&4.into(), &1.into())
    );
    assert!(server.state("/")["page"].is_null());

    let (_site, server) = serve(&["--no-drafts", "--no-future"]);
    assert_eq!(server.get("/briefs/unfinished/").status, 404);
    assert_eq!(server.get("/briefs/later/").status, 404);
    assert!(!server.get("/").text().contains("Later"));
}

#[test]
fn every_sort_of_edit_is_seen() {
    let (site, server) = serve(&[]);
    site.write(
        "content/briefs/first.md",
        "---\ntitle: \"Changed\"\ndate: 2026-01-05\n---\nGoogle alone.\n",
    );
    server.wait_for("/briefs/first/", "Google");
    server.wait_for("/", "Changed");
    site.write(
        "content/companies/google.md",
        "---\nname: Google\nproducts: [Veo]\ndescription: Searches.\n---\n",
    );
    server.wait_for("/companies/google/", "Searches.");
    site.write("content/pages/about.md", "---\ntitle: About\n---\nUs.\n");
    server.wait_for("/about/", "Us.");
    site.write("site.yaml", "title: Another desk\n");
    server.wait_for("/", "Another desk");
    site.write("static/data.txt", "two\n");
    server.wait_for("/data.txt", "two");
    site.write(
        "themes/own/theme.yaml",
        "name: own\ncontract: 1\nextends: broadsheet\n",
    );
    site.write("themes/own/templates/page.html", "<!doctype html><html lang=\"en\"><title>x</title><body>{{ page.title }} by hand</body></html>");
    site.write("site.yaml", "title: Another desk\ntheme: own\n");
    server.wait_for("/about/", "by hand");
    // A new folder with things in it, at once.
    site.write(
        "content/briefs/folder/deep/x/index.md",
        "---\ntitle: Deep\ndate: 2026-01-06\n---\n![A chart](chart.svg)\n",
    );
    site.write("content/briefs/folder/deep/x/chart.svg", "<svg/>");
    server.wait_for("/briefs/x/", "Deep");
    server.wait_for("/briefs/x/chart.svg", "<svg/>");
    // Moved as a whole, and still watched.
    site.rename("content/briefs/folder", "content/briefs/other");
    site.write(
        "content/briefs/other/deep/x/index.md",
        "---\ntitle: Deeper\ndate: 2026-01-06\n---\n",
    );
    server.wait_for("/briefs/x/", "Deeper");
    // Saved by rename, as many editors do.
    site.write(
        "content/briefs/.first.md.swp",
        "---\ntitle: \"By rename\"\ndate: 2026-01-05\n---\n",
    );
    site.rename("content/briefs/.first.md.swp", "content/briefs/first.md");
    server.wait_for("/briefs/first/", "By rename");
    site.delete("content/briefs/other");
    wait_for("the brief to go", || {
        (server.get("/briefs/x/").status == 404).then_some(())
    });
}

#[test]
fn three_hundred_files_at_once_are_taken_in_together() {
    let (site, server) = serve(&[]);
    for number in 0..300 {
        let text = format!("---\ntitle: \"Number {number}\"\ndate: 2025-01-01\n---\n");
        site.write(&format!("content/briefs/many/n{number}.md"), text);
    }
    server.wait_for("/briefs/n299/", "Number 299");
    for number in [0, 17, 150, 298] {
        server.wait_for(&format!("/briefs/n{number}/"), &format!("Number {number}"));
    }
    site.delete("content/briefs/many");
    wait_for("all to go", || {
        (server.get("/briefs/n0/").status == 404).then_some(())
    });
    assert_eq!(server.get("/briefs/first/").status, 200);
}

#[test]
fn an_error_keeps_the_last_good_page_and_tells_all_about_itself() {
    let (site, server) = serve(&[]);
    // Nobody looked at it before: it is good all the same.
    site.write("content/briefs/first.md", BROKEN);
    wait_for("the error", || {
        (server.state("/")["errors"] == 1).then_some(())
    });
    let page = server.get("/briefs/first/");
    assert!(
        page.status == 200 && page.text().contains("grows"),
        "{page:?}"
    );
    assert_eq!(server.get("/tags/video/").status, 200);
    let state = server.state("/briefs/first/");
    assert_eq!(state["stands_in"], true);
    let told = &state["diagnostics"][0];
    assert_eq!(told["file"], "content/briefs/first.md");
    assert_eq!((&told["line"], &told["column"]), (&3.into(), &7.into()));
    assert_eq!(told["source"], "date: 2026-99-99");
    assert_eq!(told["here"], true);
    assert!(told["help"].is_string(), "{told}");
    assert!(
        server.said().contains("content/briefs/first.md:3:7"),
        "{}",
        server.said()
    );

    site.write("content/briefs/first.md", BROKEN.replace("99-99", "01-05"));
    server.wait_for("/briefs/first/", "shrinks");
    assert_eq!(server.state("/briefs/first/")["errors"], 0);
    wait_for("the good news", || {
        server
            .said()
            .contains("All errors are mended")
            .then_some(())
    });
}

#[test]
fn what_is_deleted_is_gone_even_while_something_is_broken() {
    let (site, server) = serve(&[]);
    site.write("content/briefs/first.md", BROKEN);
    site.delete("content/briefs/later.md");
    wait_for("both", || {
        let both = server.state("/")["errors"] == 1 && server.get("/briefs/later/").status == 404;
        both.then_some(())
    });
    assert_eq!(server.get("/briefs/first/").status, 200);
}

#[test]
fn a_page_that_is_gone_is_answered_with_the_themes_page_and_its_likes() {
    let (site, server) = serve(&[]);
    site.rename("content/briefs/first.md", "content/briefs/first-of-all.md");
    server.wait_for("/briefs/first-of-all/", "<h1>First</h1>");
    let gone = server.get("/briefs/first/");
    assert_eq!(gone.status, 404);
    assert!(
        gone.text().contains("<main") && gone.text().contains("__briefpress"),
        "{}",
        gone.text()
    );
    let state = server.state("/briefs/first/");
    assert_eq!(state["missing"], true);
    assert_eq!(state["near"][0], "/briefs/first-of-all/");
}

#[test]
fn a_template_error_names_its_line_and_the_page_that_was_made() {
    let (site, server) = serve(&[]);
    site.write(
        "themes/own/theme.yaml",
        "name: own\ncontract: 1\nextends: broadsheet\n",
    );
    let page = "<!doctype html><html lang=\"en\"><title>x</title>\n<body>{{ brief.title }}\nXX</body></html>\n";
    site.write(
        "themes/own/templates/brief.html",
        page.replace("XX", "good"),
    );
    site.write("site.yaml", "title: Desk\ntheme: own\n");
    server.wait_for("/briefs/first/", "good");
    // An error of the language is found before any page is made.
    site.write(
        "themes/own/templates/brief.html",
        page.replace("XX", "{{ brief.title | nothing }}"),
    );
    wait_for("the error", || {
        (server.state("/")["errors"] != 0).then_some(())
    });
    assert!(server.get("/briefs/first/").text().contains("good"));
    let told = server.state("/briefs/first/")["diagnostics"][0].clone();
    assert_eq!(
        (&told["file"], &told["line"]),
        (&"themes/own/templates/brief.html".into(), &3.into())
    );
    // One that shows only on some page, when that is made.
    let some = "{% if brief.title == \"First\" %}{{ brief.words / 0 }}{% endif %}";
    site.write("themes/own/templates/brief.html", page.replace("XX", some));
    wait_for("the page's error", || {
        let told = server.state("/briefs/first/")["diagnostics"][0]["message"].clone();
        told.as_str()
            .is_some_and(|told| told.contains("/briefs/first/"))
            .then_some(())
    });
    let state = server.state("/briefs/first/");
    let told = &state["diagnostics"][0];
    assert_eq!(
        (&told["file"], &told["line"]),
        (&"themes/own/templates/brief.html".into(), &3.into())
    );
    assert_eq!(
        (&state["errors"], &state["stands_in"]),
        (&1.into(), &true.into())
    );
    assert!(server.get("/briefs/first/").text().contains("good"));
    assert_eq!(server.get("/briefs/later/").status, 200);
    assert!(
        server.said().contains("/briefs/first/ can't be made"),
        "{}",
        server.said()
    );

    site.write(
        "themes/own/templates/brief.html",
        page.replace("XX", "mended"),
    );
    server.wait_for("/briefs/first/", "mended");
    assert_eq!(server.state("/briefs/first/")["errors"], 0);
}

#[test]
fn a_site_that_is_broken_from_the_start_can_be_mended() {
    let site = Site::new(SITE);
    site.write("site.yaml", "title: [");
    site.write("content/briefs/first.md", BROKEN);
    let server = Server::start(&site.folder, &[]);
    assert_eq!(server.get("/").status, 200);
    assert_eq!(server.get("/briefs/first/").status, 404);
    assert_eq!(server.state("/")["errors"], 2);
    site.write("site.yaml", "title: Good");
    site.write("content/briefs/first.md", BROKEN.replace("99-99", "01-05"));
    server.wait_for("/briefs/first/", "shrinks");
    server.wait_for("/", "Good");
}

#[test]
fn an_empty_folder_can_be_served_and_filled() {
    let site = Site::new("-- site.yaml --\n");
    let server = Server::start(&site.folder, &[]);
    assert_eq!(server.get("/").status, 200);
    site.write(
        "content/briefs/first.md",
        "---\ntitle: First\ndate: 2026-01-05\n---\n",
    );
    server.wait_for("/", "First");
    site.delete("content");
    wait_for("it to go", || {
        (!server.get("/").text().contains("First")).then_some(())
    });
    site.write(
        "content/briefs/first.md",
        "---\ntitle: Again\ndate: 2026-01-05\n---\n",
    );
    server.wait_for("/", "Again");
}

#[test]
fn a_base_path_holds_for_every_address() {
    let (_site, server) = serve(&["--base-url", "https://user.example/repo"]);
    assert!(server.url.ends_with("/repo/"), "{}", server.url);
    let moved = |path: &str| server.get(path).header("location").map(str::to_owned);
    assert_eq!(moved("/").as_deref(), Some("/repo/"));
    assert_eq!(
        moved("/repo/briefs/first").as_deref(),
        Some("/repo/briefs/first/")
    );
    assert_eq!(server.get("/repo/briefs/first/").status, 200);
    assert_eq!(server.get("/briefs/first/").status, 404);
    assert_eq!(server.get("/repository/").status, 404);
    let near = server.state("/repo/briefs/frist/")["near"][0].clone();
    assert_eq!(near, "/repo/briefs/first/");
}

/// Reads the next event of a stream.
fn event(stream: &mut std::io::BufReader<std::net::TcpStream>) -> serde_json::Value {
    use std::io::BufRead as _;
    let mut line = String::new();
    loop {
        line.clear();
        assert!(
            stream.read_line(&mut line).unwrap() > 0,
            "the stream has ended"
        );
        if let Some(data) = line.strip_prefix("data:") {
            return serde_json::from_str(data).unwrap();
        }
    }
}

fn events(server: &Server, seen: &str) -> std::io::BufReader<std::net::TcpStream> {
    use std::io::{BufRead as _, Write as _};
    let mut stream = std::io::BufReader::new(connect(server.address));
    let head = format!(
        "GET /__briefpress/events?seen={seen} HTTP/1.1\r\nHost: {}\r\n\r\n",
        server.address
    );
    stream.get_mut().write_all(head.as_bytes()).unwrap();
    let mut line = String::new();
    while line.trim_end() != "" || line.is_empty() {
        line.clear();
        stream.read_line(&mut line).unwrap();
    }
    stream
}

#[test]
fn who_was_away_catches_up() {
    let (site, server) = serve(&[]);
    let state = server.state("/");
    let seen = format!("{}.{}", state["run"].as_str().unwrap(), state["number"]);
    let mut stream = events(&server, &seen);
    site.write("content/briefs/first.md", BROKEN.replace("99-99", "01-05"));
    let news = event(&mut stream);
    assert!(news["number"].as_u64() > state["number"].as_u64(), "{news}");
    assert!(
        server.get("/briefs/first/").text().contains("shrinks"),
        "told before it was there"
    );
    drop(stream);
    // Away, and back with what was seen then.
    let late = event(&mut events(&server, &seen));
    assert_eq!(late["number"], news["number"]);
    // Of another run of the server: whatever was seen is old.
    let other = event(&mut events(&server, "00000000.999"));
    assert_eq!(other["number"], news["number"]);
    assert_eq!(other["run"], state["run"]);
}

#[test]
fn a_style_a_file_and_a_text_are_told_apart() {
    let (site, server) = serve(&[]);
    let state = server.state("/");
    let mut stream = events(
        &server,
        &format!("{}.{}", state["run"].as_str().unwrap(), state["number"]),
    );
    for (path, key) in [
        ("static/print.css", "styles"),
        ("static/data.txt", "files"),
        ("content/pages/about.md", "pages"),
    ] {
        site.write(path, "---\ntitle: x\n---\n");
        let news = event(&mut stream);
        let changed = &news["files"]["changed"];
        let last = |of: &str| match of {
            "files" => changed
                .as_array()
                .unwrap()
                .last()
                .map_or(&serde_json::Value::Null, |file| &file[0]),
            of => &news[of],
        };
        for kind in ["styles", "files", "pages"] {
            assert_eq!(*last(kind) == news["number"], kind == key, "{path}: {news}");
        }
        if key == "files" {
            assert_eq!(changed[0][1], "data.txt");
        }
    }
}

#[test]
fn a_page_that_an_edit_did_not_touch_has_the_same_print() {
    let (site, server) = serve(&[]);
    let print = |path: &str| server.state(path)["print"].clone();
    let (first, later) = (print("/briefs/first/"), print("/briefs/later/"));
    let printed = server.get("/briefs/later/").text();
    assert!(
        printed.contains(&format!(".{}\" defer", later.as_str().unwrap())),
        "{printed}"
    );
    site.write(
        "content/briefs/first.md",
        "---\ntitle: \"First\"\ndate: 2026-01-05\ncompanies: [Runway]\ntags: [video]\n---\nRunway shrinks.\n",
    );
    server.wait_for("/briefs/first/", "shrinks");
    assert_eq!(print("/briefs/later/"), later);
    assert_ne!(print("/briefs/first/"), first);
}

#[cfg(unix)]
#[test]
fn a_file_is_opened_in_the_editor_only_for_the_page_itself() {
    use std::os::unix::fs::PermissionsExt as _;

    use super::client::send;

    let site = Site::new(SITE);
    let (script, log) = (site.folder.join("editor"), site.folder.join("log"));
    fs::write(
        &script,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$0.tmp\" && mv \"$0.tmp\" log\n",
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = command(&site.folder, &["--port", "0"]);
    program.env(
        "BRIEFPRESS_EDITOR",
        format!(
            "'{}' --line {{line}} '; touch pwned' {{file}}",
            script.display()
        ),
    );
    program.env("PATH", "/usr/bin:/bin");
    let server = Server::of(program);
    let state = server.state("/briefs/first/");
    let token = state["token"].as_str().unwrap();
    let host = server.address;
    let ask = |method: &str, query: &str, headers: &str| -> Answer {
        let head = format!(
            "{method} /__briefpress/open?{query} HTTP/1.1\r\nHost: {host}\r\n{headers}Content-Length: 0\r\n\r\n"
        );
        send(host, head.as_bytes()).unwrap()
    };
    let good = format!("Origin: http://{host}\r\nX-Briefpress-Token: {token}\r\n");
    let file = "file=content/briefs/first.md&line=3";
    for (method, query, headers, status) in [
        ("GET", file, good.clone(), 405),
        ("POST", file, String::new(), 403),
        (
            "POST",
            file,
            format!("X-Briefpress-Token: {token}\r\n"),
            403,
        ),
        ("POST", file, format!("Origin: http://{host}\r\n"), 403),
        (
            "POST",
            file,
            format!(
                "Origin: http://{host}\r\nX-Briefpress-Token: {}{}\r\n",
                if token.starts_with('0') { '1' } else { '0' },
                &token[1..]
            ),
            403,
        ),
        (
            "POST",
            file,
            format!("Origin: http://evil.example\r\nX-Briefpress-Token: {token}\r\n"),
            403,
        ),
        ("POST", "file=../../etc/passwd", good.clone(), 404),
        ("POST", "file=/etc/passwd", good.clone(), 404),
        ("POST", "file=content/briefs/none.md", good.clone(), 404),
        ("POST", "file=editor", good.clone(), 404),
        ("POST", "line=1", good.clone(), 404),
        // The default theme is in the binary.
        (
            "POST",
            "file=themes/broadsheet/theme.yaml",
            good.clone(),
            404,
        ),
    ] {
        assert_eq!(
            ask(method, query, &headers).status,
            status,
            "{method} {query} {headers}"
        );
    }
    assert!(!log.exists(), "the editor was started");
    assert_eq!(ask("POST", file, &good).status, 204);
    // The file is there before anything is in it.
    let arguments = wait_for("the editor", || {
        let said = fs::read_to_string(&log).ok()?;
        said.ends_with(".md\n").then_some(said)
    });
    let first = site
        .folder
        .canonicalize()
        .unwrap()
        .join("content/briefs/first.md");
    assert_eq!(
        arguments,
        format!("--line\n3\n; touch pwned\n{}\n", first.display())
    );
    assert!(!site.folder.join("pwned").exists());
    // Without an editor there is no token to be had.
    let plain = Server::start(&site.folder, &[]);
    assert!(plain.state("/briefs/first/")["token"].is_null());
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_when_told_to_even_with_readers_connected() {
    for signal in ["-INT", "-TERM"] {
        let (_site, mut server) = serve(&[]);
        let streams: Vec<_> = (0..5).map(|_| events(&server, "")).collect();
        let (status, took) = server.signal(signal);
        assert_eq!(status, Some(0), "{signal}");
        assert!(took < Duration::from_secs(5), "{signal} took {took:?}");
        drop(streams);
    }
}

#[test]
fn a_large_file_comes_whole() {
    let (site, server) = serve(&[]);
    let bytes: Vec<u8> = (0..3_000_000u32).flat_map(u32::to_le_bytes).collect();
    site.write("static/film.bin", &bytes);
    let answer = wait_for("the film", || {
        Some(server.get("/film.bin")).filter(|a| a.body.len() == bytes.len())
    });
    assert!(answer.body == bytes);
    assert_eq!(
        answer.header("content-type"),
        Some("application/octet-stream")
    );
    // Asked for its head only, and left half-way.
    let mut stream = std::io::BufReader::new(connect(server.address));
    std::io::Write::write_all(
        stream.get_mut(),
        format!(
            "HEAD /film.bin HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            server.address
        )
        .as_bytes(),
    )
    .unwrap();
    let mut head = String::new();
    std::io::Read::read_to_string(&mut stream, &mut head).unwrap();
    assert!(
        head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
}
