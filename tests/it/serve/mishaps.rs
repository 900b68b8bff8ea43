//! What goes wrong around a preview, and what a writer sees of it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use briefpress::fault::Result;
use briefpress::link::{Audience, Drafts, Edition, Future};
use briefpress::model::SiteConfig;
use briefpress::picture::NoShelf;
use briefpress::press;
use briefpress::serve::{self, Author, Notice, Options, Watching};

use super::client::Client;
use super::server::{Server, Site, command, wait_for};

const SITE: &str = r#"
-- site.yaml --
title: Desk
-- content/briefs/first.md --
---
title: "First"
date: 2026-01-05
companies: [Runway]
tags: [video]
---
Runway grows.
-- content/briefs/second.md --
---
title: "Second"
date: 2026-01-06
companies: [Google]
tags: [search]
---
Google grows.
"#;

const BROKEN: &str = "---\ntitle: \"First\"\ndate: 2026-99-99\n---\nRunway shrinks.\n";

fn brief(title: &str, text: &str) -> String {
    format!("---\ntitle: \"{title}\"\ndate: 2026-01-05\ncompanies: [Runway]\n---\n{text}\n")
}

#[test]
fn a_page_moves_with_the_base_path_of_site_yaml() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &[]);
    assert_eq!(server.get("/briefs/first/").status, 200);
    let moved = |from: &str| {
        wait_for(from, || {
            let answer = server.get(from);
            let to = answer.header("location").map(str::to_owned);
            (answer.status == 307).then_some(to?)
        })
    };
    site.write(
        "site.yaml",
        "title: Desk\nbase_url: https://a.example/one\n",
    );
    assert_eq!(moved("/briefs/first/"), "/one/briefs/first/");
    assert_eq!(
        server.state("/briefs/first/")["moved"],
        "/one/briefs/first/"
    );
    assert_eq!(server.get("/one/briefs/first/").status, 200);
    site.write(
        "site.yaml",
        "title: Desk\nbase_url: https://a.example/two\n",
    );
    assert_eq!(moved("/one/briefs/first/"), "/two/briefs/first/");
    assert_eq!(moved("/briefs/first/"), "/two/briefs/first/");
    // What is nowhere is answered with a page that knows when it is.
    let nowhere = server.get("/one/briefs/frist/");
    assert_eq!(nowhere.status, 404);
    assert!(nowhere.text().contains("__briefpress/client.js"));
    assert_eq!(
        server.state("/one/briefs/frist/")["near"][0],
        "/two/briefs/first/"
    );
    site.write("site.yaml", "title: Desk\n");
    assert_eq!(moved("/two/briefs/first/"), "/briefs/first/");
    assert_eq!(server.get("/briefs/first/").status, 200);
}

#[test]
fn what_is_deleted_is_gone_from_lists_too_while_something_else_is_broken() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &[]);
    for path in ["/tags/search/", "/companies/google/", "/tags/video/"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    site.write("content/briefs/first.md", BROKEN);
    site.delete("content/briefs/second.md");
    wait_for("both", || {
        let gone = server.get("/briefs/second/").status == 404;
        (gone && server.state("/")["errors"] == 1).then_some(())
    });
    for path in ["/tags/search/", "/companies/google/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    // These are missing only because of what is broken.
    for path in ["/tags/video/", "/companies/runway/", "/briefs/first/"] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    site.write("content/briefs/seconds.md", brief("Seconds", "More."));
    wait_for("the one that is like it", || {
        let near = server.state("/briefs/second/")["near"][0].clone();
        (near == "/briefs/seconds/").then_some(())
    });
}

#[cfg(unix)]
#[test]
fn a_file_that_can_t_be_read_is_told_and_the_others_are_taken_in() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;

    let site = Site::new(SITE);
    let path = site.folder.join("content/briefs/first.md");
    let set = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut program = command(&site.folder, &["--port", "0"]);
    // Whoever may read everything can't be kept from it: then it is served by nobody.
    set(&path, 0o000);
    if fs::read(&path).is_ok() {
        program.uid(65534);
        set(site.folder.parent().unwrap(), 0o755);
    }
    set(&path, 0o644);
    let server = Server::of(program);
    assert_eq!(server.get("/briefs/first/").status, 200);
    set(&path, 0o000);
    wait_for("the error", || {
        (server.state("/")["errors"] == 1).then_some(())
    });
    let state = server.state("/briefs/first/");
    let told = &state["diagnostics"][0];
    assert_eq!(told["code"], "unreadable-file");
    assert_eq!(told["file"], "content/briefs/first.md");
    assert!(server.get("/briefs/first/").text().contains("grows"));
    site.write(
        "content/briefs/second.md",
        brief("Second", "Google shrinks."),
    );
    server.wait_for("/briefs/second/", "shrinks");
    // A whole folder: what was in it stays as it was.
    let folder = site.folder.join("content/briefs");
    set(&folder, 0o000);
    site.write("site.yaml", "title: Another desk\n");
    server.wait_for("/", "Another desk");
    wait_for("the folder's error", || {
        let state = server.state("/briefs/second/");
        let told = &state["diagnostics"][0];
        (told["file"] == "content/briefs" && state["stands_in"] == true).then_some(())
    });
    assert_eq!(server.get("/briefs/second/").status, 200);
    set(&folder, 0o755);
    set(&path, 0o644);
    site.write("content/briefs/first.md", brief("First", "Runway is sold."));
    server.wait_for("/briefs/first/", "is sold");
    assert_eq!(server.state("/")["errors"], 0);
}

#[test]
fn a_folder_that_is_moved_away_is_told_and_taken_in_again_when_one_is_back() {
    for arguments in [&[][..], &["--poll"]] {
        let site = Site::new(SITE);
        let server = Server::start(&site.folder, arguments);
        let away = site.folder.with_file_name("away");
        fs::rename(&site.folder, &away).unwrap();
        wait_for("the loss", || {
            server
                .said()
                .contains("the folder of the site is gone")
                .then_some(())
        });
        // What was seen last is there still.
        assert_eq!(server.get("/briefs/first/").status, 200);
        assert_eq!(server.state("/")["errors"], 0);
        // Another one takes its place.
        site.write("site.yaml", "title: Another desk\n");
        site.write("content/briefs/third.md", brief("Third", "Anew."));
        server.wait_for("/briefs/third/", "Anew.");
        assert!(
            server.said().contains("The folder of the site is back"),
            "{}",
            server.said()
        );
        assert_eq!(server.get("/briefs/first/").status, 404);
        // It is watched as the first was.
        site.write("content/briefs/third.md", brief("Third", "Changed."));
        server.wait_for("/briefs/third/", "Changed.");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_replaced_at_once_is_watched_in_its_place() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &[]);
    let next = site.folder.with_file_name("next");
    fs::create_dir_all(next.join("content/briefs")).unwrap();
    fs::write(next.join("site.yaml"), "title: Next\n").unwrap();
    fs::write(
        next.join("content/briefs/first.md"),
        brief("First", "Of the next."),
    )
    .unwrap();
    fs::rename(&site.folder, site.folder.with_file_name("last")).unwrap();
    fs::rename(&next, &site.folder).unwrap();
    server.wait_for("/briefs/first/", "Of the next.");
    site.write("content/briefs/first.md", brief("First", "And changed."));
    server.wait_for("/briefs/first/", "And changed.");
}

#[test]
fn the_address_is_told_even_to_those_who_want_quiet() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &["--quiet"]);
    site.write("content/briefs/first.md", brief("First", "Changed."));
    server.wait_for("/briefs/first/", "Changed.");
    assert_eq!(server.said().lines().count(), 1, "{}", server.said());
}

#[test]
fn others_on_the_network_are_told_an_address_that_they_can_use() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &["--host", "0.0.0.0", "--quiet"]);
    let token = server.url.split_once("?token=").unwrap().1;
    // Where the system would send from, if there is a network at all.
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    let own = socket
        .connect("192.0.2.1:9")
        .and_then(|()| socket.local_addr());
    let said = wait_for("the warning", || {
        Some(server.said()).filter(|said| said.contains("everybody on this network"))
    });
    match own {
        Ok(own) if !own.ip().is_loopback() => {
            let (ip, port) = (own.ip(), server.address.port());
            let line = format!("Others on this network use http://{ip}:{port}/?token={token}");
            assert!(said.contains(&line), "{said}");
            // It is let in under that name, and told no token for the editor of a machine that is not its own.
            let mut client = Client::new((ip, port).into());
            let answer = client.get(&format!("/__briefpress/state.json?token={token}"));
            assert_eq!(answer.status, 303, "{answer:?}");
        }
        _ => assert!(!said.contains("Others on this network use http"), "{said}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_browser_that_can_t_be_opened_and_a_bad_editor_are_warnings() {
    use std::os::unix::fs::PermissionsExt as _;

    let site = Site::new(SITE);
    let opener = site.folder.join("xdg-open");
    fs::write(&opener, "#!/bin/sh\nexit 3\n").unwrap();
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
    let mut program = command(&site.folder, &["--port", "0", "--open"]);
    program.env("PATH", &site.folder).env("EDITOR", "'vi");
    let server = Server::of(program);
    let said = wait_for("the warning", || {
        Some(server.said()).filter(|said| said.contains("can't open a browser"))
    });
    assert!(
        said.contains("warning: can't open a browser: its opener ended with exit status: 3"),
        "{said}"
    );
    assert!(
        said.contains(&format!("help: open {} yourself", server.url)),
        "{said}"
    );
    assert!(
        said.contains("warning: a quote in EDITOR has no end"),
        "{said}"
    );
    assert_eq!(server.get("/").status, 200);
    assert!(server.state("/briefs/first/")["token"].is_null());
}

#[test]
fn a_mistake_in_a_template_is_told_once_and_counted_on_the_page_that_it_breaks() {
    let site = Site::new(SITE);
    site.write(
        "themes/own/theme.yaml",
        "name: own\ncontract: 1\nextends: broadsheet\n",
    );
    site.write(
        "themes/own/templates/brief.html",
        "<!doctype html><html lang=\"en\"><title>x</title>\n<body>{% if brief.title in [\"First\", \"Second\"] %}{{ brief.words / 0 }}{% endif %}</body></html>\n",
    );
    site.write("site.yaml", "title: Desk\ntheme: own\n");
    let server = Server::start(&site.folder, &[]);
    for path in ["/briefs/first/", "/briefs/second/", "/briefs/first/"] {
        assert_eq!(server.get(path).status, 500, "{path}");
        let state = server.state(path);
        assert_eq!(state["errors"], 1, "{path}");
        let mut told = state["diagnostics"].as_array().unwrap().clone();
        told.retain(|told| told["severity"] == "error");
        assert_eq!(told.len(), 1, "{path}");
        assert!(
            told[0]["message"].as_str().unwrap().contains(path),
            "{told:?}"
        );
        assert_eq!(told[0]["here"], true, "{path}");
    }
    // Another edit does not make it news.
    site.write("static/data.txt", "x");
    server.wait_for("/data.txt", "x");
    assert_eq!(server.get("/briefs/second/").status, 500);
    // And a warning of its own.
    assert_eq!(server.state("/briefs/second/")["page"]["told"], 2);
    let said = server.said();
    assert_eq!(said.matches("can't be made:").count(), 1, "{said}");
}

/// Somebody who panics when they are asked at the wrong moment.
#[derive(Default)]
struct Jumpy {
    panics: AtomicBool,
    heard: Mutex<Vec<String>>,
}

impl Author for Jumpy {
    fn view(&self, _: &SiteConfig) -> press::Options {
        assert!(!self.panics.swap(false, Ordering::SeqCst), "boo");
        press::Options {
            edition: Edition {
                today: jiff::civil::date(2026, 3, 1),
                drafts: Drafts::Include,
                future: Future::Include,
                audience: Audience::Public,
            },
            base_url: None,
        }
    }

    fn hear(&self, notice: &Notice<'_>) {
        if let Notice::Trouble(fault) = notice {
            self.heard.lock().unwrap().push(fault.to_string());
        }
    }

    fn has_editor(&self) -> bool {
        false
    }

    fn edit(&self, _: &Path, _: usize, _: usize) -> Result<()> {
        Ok(())
    }
}

#[test]
fn a_panic_on_the_way_to_the_next_state_is_told_and_the_next_edit_is_taken_in() {
    let site = Site::new(SITE);
    let author = Arc::new(Jumpy::default());
    let options = Options {
        site: site.folder.clone(),
        host: [127, 0, 0, 1].into(),
        port: 0,
        watching: Watching::Told,
    };
    let server = serve::Server::start(
        &options,
        Arc::new(NoShelf),
        Arc::clone(&author) as Arc<dyn Author>,
    )
    .unwrap();
    let mut client = Client::new(server.address());
    author.panics.store(true, Ordering::SeqCst);
    site.write("content/briefs/first.md", brief("First", "Unlucky."));
    wait_for("the trouble", || {
        let heard = author.heard.lock().unwrap();
        let told = heard.first()?.clone();
        assert!(told.contains("boo"), "{told}");
        Some(())
    });
    assert!(client.get("/briefs/first/").text().contains("grows"));
    site.write("content/briefs/second.md", brief("Second", "Lucky."));
    wait_for("both edits", || {
        let second = client.get("/briefs/second/").text().contains("Lucky.");
        let first = client.get("/briefs/first/").text().contains("Unlucky.");
        (first && second).then_some(())
    });
    drop(server);
}
