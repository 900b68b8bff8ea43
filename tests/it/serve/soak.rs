//! A long day of writing: many edits, one in ten of which breaks something, while many browsers listen.

use std::io::{BufRead as _, BufReader, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use super::client::{Client, connect};
use super::law::long;
use super::random::Random;
use super::server::{Server, Site, wait_for};

const READERS: usize = 50;
const BRIEFS: usize = 20;

fn brief(edit: usize) -> String {
    format!(
        "---\ntitle: \"Edit {edit}\"\ndate: 2026-01-05\ncompanies: [Runway]\n---\nThis is edit {edit}.\n"
    )
}

/// What one listening browser knows.
struct Reader {
    /// The number of the newest proof that it heard of.
    heard: Arc<AtomicU64>,
}

/// Listens for news, and asks for a page after each, which must be as new as the news.
fn listen(server: &Server, path: String, end: Arc<AtomicBool>) -> (Reader, thread::JoinHandle<()>) {
    let heard = Arc::new(AtomicU64::new(0));
    let known = Arc::clone(&heard);
    let address = server.address;
    let thread = thread::spawn(move || {
        let mut stream = BufReader::new(connect(address));
        let head = format!("GET /__briefpress/events?seen= HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.get_mut().write_all(head.as_bytes()).unwrap();
        let mut client = Client::new(address);
        let mut line = String::new();
        while !end.load(Ordering::Relaxed) {
            line.clear();
            if stream.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            let Some(data) = line.strip_prefix("data:") else {
                continue;
            };
            let news: serde_json::Value = serde_json::from_str(data).unwrap();
            let number = news["number"].as_u64().unwrap();
            let page = client.get(&path).text();
            let of = page
                .split("/__briefpress/client.js?")
                .nth(1)
                .unwrap_or_else(|| panic!("{path} has no script: {page}"));
            let shown: u64 = of.split('.').nth(1).unwrap().parse().unwrap();
            assert!(
                shown >= number,
                "told of {number}, but {path} is of {shown}"
            );
            known.store(number, Ordering::Relaxed);
        }
    });
    (Reader { heard }, thread)
}

#[cfg(target_os = "linux")]
fn memory_and_descriptors(server: &Server) -> (u64, usize) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kib = resident.trim().trim_end_matches(" kB").parse().unwrap();
    (
        kib,
        std::fs::read_dir(format!("/proc/{}/fd", server.id()))
            .unwrap()
            .count(),
    )
}

#[test]
fn a_long_day_of_writing_ends_as_it_began() {
    let edits = if long() { 2000 } else { 60 };
    let seed = std::env::var("BRIEFPRESS_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(11);
    println!("seed {seed}");
    let mut random = Random::new(seed);
    let site = Site::new(
        "-- site.yaml --\ntitle: Soak\n-- content/companies/runway.md --\n---\nname: Runway\n---\n",
    );
    for number in 0..BRIEFS {
        site.write(&format!("content/briefs/b{number}.md"), brief(0));
    }
    let server = Server::start(&site.folder, &[]);
    let end = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..READERS)
        .map(|n| {
            listen(
                &server,
                format!("/briefs/b{}/", n % BRIEFS),
                Arc::clone(&end),
            )
        })
        .collect();
    let mut client = server.client();
    let mut before = None;
    for edit in 1..=edits {
        let (path, url) = {
            let number = random.below(BRIEFS);
            (
                format!("content/briefs/b{number}.md"),
                format!("/briefs/b{number}/"),
            )
        };
        if random.one_in(10) {
            site.write(
                &path,
                format!("---\ntitle: \"Edit {edit}\ndate: never\n---\n"),
            );
            wait_for("the error", || {
                let state = client.get("/__briefpress/state.json?path=/").json();
                (state["errors"] != 0).then_some(())
            });
            // The last good page stands in for it.
            assert_eq!(client.get(&url).status, 200);
        }
        site.write(&path, brief(edit));
        let text = format!("This is edit {edit}.");
        wait_for(&format!("edit {edit}"), || {
            client.get(&url).text().contains(&text).then_some(())
        });
        // What is usual is known after a while.
        #[cfg(target_os = "linux")]
        if edit == edits / 5 {
            before = Some(memory_and_descriptors(&server));
        }
        #[cfg(not(target_os = "linux"))]
        let _unused = &mut before;
    }
    let last = client.get("/__briefpress/state.json?path=/").json();
    assert_eq!(last["errors"], 0);
    let number = last["number"].as_u64().unwrap();
    for (reader, _) in &readers {
        wait_for("every reader to hear of the last edit", || {
            (reader.heard.load(Ordering::Relaxed) == number).then_some(())
        });
    }
    #[cfg(target_os = "linux")]
    {
        let (memory, descriptors) = before.unwrap();
        wait_for("the descriptors to be as before", || {
            (memory_and_descriptors(&server).1 <= descriptors + 4).then_some(())
        });
        let (after, _) = memory_and_descriptors(&server);
        println!("{edits} edits: {memory} KiB, then {after} KiB; {descriptors} descriptors");
        assert!(
            after < memory + memory / 4 + 8192,
            "{memory} KiB became {after} KiB"
        );
    }
    end.store(true, Ordering::Relaxed);
    drop(server);
    for (_, thread) in readers {
        thread.join().unwrap();
    }
}
