//! How long a writer waits: from a save to the new page in the browser.
//!
//! ```sh
//! cargo bench --bench preview            # 10,000 briefs
//! cargo bench --bench preview -- 1000    # as many as you like
//! ```
//!
//! A site of made-up briefs is written to a temporary folder, always the same one for the same number. `briefpress serve`
//! runs in it. Then, thirty times, the title of one brief gets a new word, and the brief's page, its company's page and the
//! home page are asked for until each has it. Told are the seconds until the first answer, and the milliseconds from the
//! save to the last of the three pages.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a harness tells what it measured, and ends where it can't go on"
)]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Edits that are measured.
const EDITS: usize = 30;

/// Between two of them, as between two saves of a writer in a hurry.
const PAUSE: Duration = Duration::from_millis(300);

/// How many companies there are, for one in so many briefs.
const BRIEFS_PER_COMPANY: usize = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let briefs = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(10_000);
    let folder = tempfile::tempdir().unwrap();
    write_site(folder.path(), briefs);

    let start = Instant::now();
    let mut server = Running::start(folder.path());
    let edited = briefs - 1;
    let company = edited % companies(briefs);
    let pages = [
        format!("/briefs/brief-{edited}/"),
        format!("/companies/company-{company}/"),
        "/".to_owned(),
    ];
    assert!(server.get(&pages[0]).contains("200 OK"), "no such page");
    let ready = start.elapsed();

    let path = folder.path().join(path_of(edited));
    let mut waits: Vec<Duration> = (0..EDITS)
        .map(|edit| {
            std::thread::sleep(PAUSE);
            let word = format!("edit{edit}of");
            let text = brief(edited, briefs, &word);
            let saved = Instant::now();
            fs::write(&path, text).unwrap();
            for page in &pages {
                while !server.get(page).contains(&word) {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            saved.elapsed()
        })
        .collect();
    waits.sort_unstable();
    println!("briefs            {briefs}");
    println!("ready after       {:.2} s", ready.as_secs_f64());
    println!(
        "from save to page {} (median of {EDITS})",
        milliseconds(waits[EDITS / 2])
    );
    println!("at worst          {}", milliseconds(waits[EDITS - 1]));
    if let Some(memory) = server.memory() {
        println!("memory at most    {memory} MiB");
    }
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

/// A running preview; its end is the end of this.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_briefpress"))
            .args(["serve", "--port", "0", "--today", "2026-03-01"])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "the preview ended");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
        };
        // What it says from now on is read and let go, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { child, address }
    }

    fn get(&mut self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The most memory it ever had, in MiB, where the system tells.
    fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? / 1024)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

fn companies(briefs: usize) -> usize {
    (briefs / BRIEFS_PER_COMPANY).max(1)
}

fn path_of(brief: usize) -> String {
    format!("content/briefs/brief-{brief}.md")
}

fn write_site(folder: &Path, briefs: usize) {
    for part in ["content/briefs", "content/companies"] {
        fs::create_dir_all(folder.join(part)).unwrap();
    }
    fs::write(folder.join("site.yaml"), "title: Made up\n").unwrap();
    for company in 0..companies(briefs) {
        let path = format!("content/companies/company-{company}.md");
        let text = format!("---\nname: Company {company}\n---\nIt is made up.\n");
        fs::write(folder.join(path), text).unwrap();
    }
    for index in 0..briefs {
        fs::write(folder.join(path_of(index)), brief(index, briefs, "about")).unwrap();
    }
}

/// The text of a brief, with `word` in its title. The last one is the newest.
fn brief(index: usize, briefs: usize, word: &str) -> String {
    const WORDS: [&str; 16] = [
        "margin", "supply", "price", "lead", "demand", "channel", "risk", "capital", "rivals",
        "service", "contract", "platform", "buyers", "costs", "growth", "entry",
    ];
    let day = jiff::civil::date(2026, 1, 1)
        - jiff::Span::new().days(i64::try_from(briefs - index).unwrap() / 4);
    let company = |step: usize| (index + step * 7) % companies(briefs);
    let mut text = format!(
        "---\ntitle: \"Brief {word} {index}\"\ndate: {day}\nslug: brief-{index}\ncompanies: [Company {}, Company {}]\ntags: [{}, {}]\nnumbers:\n  - {{ value: \"${} million\", label: Revenue }}\n  - {{ value: \"{}%\", label: Gross margin }}\neffects:\n  - {{ order: first, title: First, text: \"Company {} gains room.\" }}\n  - {{ order: second, title: Second, text: Others follow. }}\nwatch:\n  - {{ item: \"The next report\", by: 2026-Q3 }}\n---\n",
        company(0),
        company(1),
        WORDS[index % 16],
        WORDS[index / 16 % 16],
        100 + index % 900,
        10 + index % 80,
        company(2),
    );
    for paragraph in 0..8 {
        let _ = write!(
            text,
            "## Part {paragraph}\n\nCompany {} says so.",
            company(paragraph)
        );
        for at in 0..70 {
            let word = WORDS[(index * 31 + paragraph * 17 + at * at) % 16];
            let _ = write!(text, " {word}{}", if at % 12 == 11 { "." } else { "" });
        }
        text.push_str("\n\n");
    }
    text
}
