//! While files are broken, every page is that of a site made of the last good version of each file.

use std::collections::BTreeSet;

use super::client::Client;
use super::law::{build_in, long, without_script};
use super::random::Random;
use super::server::{Server, Site, wait_for};

const START: &str = r#"
-- site.yaml --
title: Desk
cards: false
-- content/companies/runway.md --
---
name: Runway
---
Makes films with Google.
-- content/companies/google.md --
---
name: Google
---
-- themes/own/theme.yaml --
name: own
contract: 1
extends: broadsheet
-- themes/own/templates/page.html --
<!doctype html><html lang="en"><title>x</title><body>{{ page.title }}</body></html>
-- content/pages/about.md --
---
title: About
---
Us.
"#;

/// How a text is broken.
const BREAKS: [fn(&str) -> Vec<u8>; 4] = [
    |text| text.replacen("---\n", "---\nbogus: [\n", 1).into_bytes(),
    |text| text.replacen("---\n", "---\nslug: [1]\n", 1).into_bytes(),
    |text| text.replacen("---\n", "", 1).into_bytes(),
    |_| vec![b'-', 0xff, 0xfe, b'\n'],
];

/// Two folders: one as it is served, with all that is broken, and one in which nothing ever breaks.
struct Pair {
    served: Site,
    good: Site,
    server: Server,
    client: Client,
    random: Random,
    briefs: Vec<String>,
    broken: BTreeSet<String>,
    /// Changes of site.yaml and the theme that wait until both are good.
    waiting: Vec<(String, String)>,
    step: usize,
    story: Vec<String>,
}

impl Pair {
    fn new(seed: u64) -> Self {
        let (served, good) = (Site::new(START), Site::new(START));
        let server = Server::start(&served.folder, &[]);
        let mut pair = Self {
            client: server.client(),
            served,
            good,
            server,
            random: Random::new(seed),
            briefs: Vec::new(),
            broken: BTreeSet::new(),
            waiting: Vec::new(),
            step: 0,
            story: vec![format!("-- seed {seed}")],
        };
        for _ in 0..3 {
            pair.create(true);
        }
        pair.settle();
        pair
    }

    fn brief(&mut self, name: &str) -> String {
        let companies = *self.random.pick(&["Runway", "Google", "Runway, Google"]);
        let tag = *self.random.pick(&["video", "search"]);
        format!(
            "---\ntitle: \"{name} at {}\"\ndate: 2026-01-{:02}\ncompanies: [{companies}]\ntags: [{tag}]\n---\nRunway and Google at {}.\n",
            self.step,
            self.random.below(27) + 1,
            self.step
        )
    }

    /// Writes a file so that it is good.
    fn write(&mut self, path: &str, text: &str) {
        self.story.push(format!("good {path}"));
        self.broken.remove(path);
        self.served.write(path, text);
        if !path.starts_with("content/") {
            self.waiting.push((path.to_owned(), text.to_owned()));
            if self.broken.iter().all(|path| path.starts_with("content/")) {
                for (path, text) in self.waiting.drain(..) {
                    self.good.write(&path, text);
                }
            }
        } else {
            self.good.write(path, text);
        }
    }

    /// Writes a file so that it is broken.
    fn break_up(&mut self, path: &str, bytes: &[u8]) {
        self.story.push(format!("broken {path}"));
        self.broken.insert(path.to_owned());
        self.served.write(path, bytes);
    }

    fn create(&mut self, is_good: bool) {
        let name = format!("brief-{}", self.briefs.len());
        let path = format!("content/briefs/{name}.md");
        let text = self.brief(&name);
        self.briefs.push(path.clone());
        if is_good {
            self.write(&path, &text);
        } else {
            self.break_up(&path, &BREAKS[0](&text));
        }
    }

    fn change(&mut self, is_good: bool) {
        let path = self.random.pick(&self.briefs).clone();
        let name = path
            .trim_start_matches("content/briefs/")
            .trim_end_matches(".md");
        let text = self.brief(name);
        if is_good {
            self.write(&path, &text);
        } else {
            let bytes = self.random.pick(&BREAKS)(&text);
            self.break_up(&path, &bytes);
        }
    }

    fn delete(&mut self) {
        if self.briefs.len() < 3 {
            return;
        }
        let path = self.random.pick(&self.briefs).clone();
        self.story.push(format!("delete {path}"));
        self.broken.remove(&path);
        for site in [&self.served, &self.good] {
            if site.folder.join(&path).exists() {
                site.delete(&path);
            }
        }
    }

    fn company(&mut self) {
        let text = format!("---\nname: Google\n---\nSearches at {}.\n", self.step);
        let path = "content/companies/google.md";
        if self.random.one_in(2) {
            self.write(path, &text);
        } else {
            let bytes = self.random.pick(&BREAKS)(&text);
            self.break_up(path, &bytes);
        }
    }

    fn setting(&mut self) {
        let step = self.step;
        if self.random.one_in(2) {
            if self.random.one_in(2) {
                let theme = *self.random.pick(&["", "theme: own\n"]);
                let text = format!("title: Desk at {step}\ncards: false\n{theme}");
                self.write("site.yaml", &text);
            } else {
                self.break_up("site.yaml", b"title: [");
            }
        } else {
            let path = "themes/own/templates/page.html";
            let text = format!(
                "<!doctype html><html lang=\"en\"><title>x</title><body>{{{{ page.title }}}} {step}</body></html>"
            );
            // A theme that is not worn is not read, so that nothing is wrong with it.
            let yaml = std::fs::read_to_string(self.served.folder.join("site.yaml")).unwrap();
            if self.random.one_in(2) || !yaml.contains("own") || self.broken.contains("site.yaml") {
                self.write(path, &text);
            } else {
                self.break_up(path, text.replace("}}", "").as_bytes());
            }
        }
    }

    fn edit(&mut self) {
        self.step += 1;
        match self.random.below(12) {
            0 => self.create(true),
            1 => self.create(false),
            2..=4 => self.change(true),
            5..=7 => self.change(false),
            8 => self.delete(),
            9 => self.company(),
            _ => self.setting(),
        }
        self.settle();
    }

    /// Waits until all is taken in, so that it is known what was good when the next edit comes.
    fn settle(&mut self) {
        let marker = format!("static/marker-{}.txt", self.step);
        self.served.write(&marker, "here");
        let client = &mut self.client;
        wait_for("the marker", || {
            (client.get(&format!("/marker-{}.txt", self.step)).status == 200).then_some(())
        });
        self.served.delete(&marker);
        wait_for("the marker to go", || {
            (client.get(&format!("/marker-{}.txt", self.step)).status == 404).then_some(())
        });
    }

    /// Compares every page with a build of the good folder.
    fn compare(&mut self) {
        let story = self.story.join("\n");
        for (url, expected) in build_in(&self.good.folder, &["--drafts", "--future"], &story) {
            let answer = self.client.get(&url);
            assert_eq!(answer.status, 200, "{url}\n{story}\n{}", self.server.said());
            let answer = without_script(&answer.body);
            assert!(
                answer == expected,
                "{url} is not that of the last good versions after\n{story}\n--- good\n{}\n--- served\n{}",
                String::from_utf8_lossy(&expected),
                String::from_utf8_lossy(&answer)
            );
        }
        for path in &self.briefs {
            if !self.good.folder.join(path).exists() {
                let name = path.trim_start_matches("content").trim_end_matches(".md");
                let status = self.client.get(&format!("{name}/")).status;
                assert_eq!(status, 404, "{path}\n{story}");
            }
        }
        let errors = self.client.get("/__briefpress/state.json?path=/").json()["errors"].clone();
        assert_eq!(errors != 0, !self.broken.is_empty(), "{errors}\n{story}");
    }
}

#[test]
fn each_page_is_made_of_the_last_good_version_of_each_file_however_many_are_broken() {
    let (seeds, steps) = if long() { (12, 40) } else { (2, 20) };
    let number = |name| std::env::var(name).ok().and_then(|seed| seed.parse().ok());
    let first = number("BRIEFPRESS_SEED").unwrap_or(20_260_301);
    for seed in first..first + number("BRIEFPRESS_SEEDS").unwrap_or(seeds) {
        println!("seed {seed}");
        let mut pair = Pair::new(seed);
        let mut with_errors = 0;
        for step in 0..steps {
            pair.edit();
            if step % 2 == 1 {
                pair.compare();
                with_errors += usize::from(!pair.broken.is_empty());
            }
        }
        assert!(with_errors > 0, "seed {seed}: nothing was broken");
    }
}

const SITE: &str = r#"
-- site.yaml --
title: Desk
-- content/briefs/first.md --
---
title: "First"
date: 2026-01-05
---
First grows.
-- content/briefs/second.md --
---
title: "Second"
date: 2026-01-06
---
Second grows.
"#;

#[test]
fn what_stands_in_is_the_last_good_page_whatever_else_is_broken() {
    let site = Site::new(SITE);
    let server = Server::start(&site.folder, &[]);
    let errors = |count: u64| {
        wait_for("the errors", || {
            (server.state("/")["errors"] == count).then_some(())
        });
    };
    let brief =
        |title: &str, text: &str| format!("---\ntitle: {title}\ndate: 2026-01-06\n---\n{text}\n");
    let broken = "---\ntitle: [\n---\n";
    site.write("content/briefs/first.md", broken);
    errors(1);
    // Edited well, and new, while something else is broken; and broken then.
    site.write(
        "content/briefs/second.md",
        brief("Second", "Second shrinks."),
    );
    server.wait_for("/briefs/second/", "shrinks");
    assert_eq!(server.state("/briefs/second/")["stands_in"], false);
    site.write("content/briefs/third.md", brief("Third", "Third is new."));
    server.wait_for("/briefs/third/", "is new");
    site.write("content/briefs/second.md", broken);
    errors(2);
    site.write("content/briefs/third.md", broken);
    errors(3);
    for (path, text) in [
        ("/briefs/first/", "First grows."),
        ("/briefs/second/", "Second shrinks."),
        ("/briefs/third/", "Third is new."),
    ] {
        assert!(server.get(path).text().contains(text), "{path}");
        assert_eq!(server.state(path)["stands_in"], true, "{path}");
        assert!(
            server.get("/").text().contains(path),
            "{path} is on the home page"
        );
    }
    // site.yaml too; and what is edited well then is shown.
    site.write("site.yaml", "title: [");
    errors(4);
    site.write(
        "content/briefs/third.md",
        brief("Third", "Third is mended."),
    );
    server.wait_for("/briefs/third/", "is mended");
    assert!(server.get("/").text().contains("Desk"));
    site.delete("content/briefs/third.md");
    wait_for("it to go", || {
        (server.get("/briefs/third/").status == 404).then_some(())
    });
}
