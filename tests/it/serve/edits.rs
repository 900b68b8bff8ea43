//! A site that is edited at random: created, changed, renamed, deleted, broken and mended.

use std::collections::BTreeSet;

use super::random::Random;
use super::server::Site;

const NAMES: &[&str] = &[
    "Runway",
    "Google",
    "Luma AI",
    "Adobe",
    "Sony",
    "OpenAI",
    "Stability",
];
const TAGS: &[&str] = &["video", "Video", "compute", "funding", "law & order"];
const WORDS: &[&str] = &[
    "Runway raised money.",
    "Google's cloud grew.",
    "Luma AI follows.",
    "Nobody else moves.",
    "See [[Runway]] and `code`.",
    "A **bold** claim about Adobe.",
    "It costs $5.3B.",
];

/// The first state of every site.
const START: &str = r#"
-- site.yaml --
title: Edits
base_url: https://desk.example/repo
paginate: 4
-- content/companies/runway.md --
---
name: Runway
aliases: [Runway ML]
competitors: [Luma AI]
---
Makes films. See [Google](google.md).
-- content/companies/google.md --
---
name: Google
---
-- static/logo.svg --
<svg xmlns="http://www.w3.org/2000/svg"/>
"#;

const PAGE: &str =
    "---\ntitle: About\n---\n# Who we are\n\nWrite about [Runway](/companies/runway/).\n";

/// A site and what was done to it.
pub struct Edits {
    pub site: Site,
    random: Random,
    /// Whether the site has cards, which take long to draw.
    has_cards: bool,
    briefs: BTreeSet<String>,
    /// Files that are broken, by path.
    broken: BTreeSet<String>,
    count: usize,
    /// What was done, for the message of a failed test.
    pub story: Vec<String>,
}

impl Edits {
    pub fn new(seed: u64) -> Self {
        let mut edits = Self {
            site: Site::new(START),
            random: Random::new(seed),
            has_cards: seed % 4 == 3,
            briefs: BTreeSet::new(),
            broken: BTreeSet::new(),
            count: 0,
            story: Vec::new(),
        };
        edits.site.write("content/pages/about.md", PAGE);
        edits.configure("title: Edits\nbase_url: https://desk.example/repo\npaginate: 4\n");
        for _ in 0..6 {
            edits.create();
        }
        edits
    }

    /// One edit.
    pub fn edit(&mut self) {
        match self.random.below(21) {
            0..=4 => self.create(),
            5..=8 => self.change(),
            9 | 10 => self.rename(),
            11 | 12 => self.delete(),
            13 => self.break_one(),
            14 | 15 => self.mend_all(),
            16 => self.company(),
            17 => self.config(),
            18 => self.theme(),
            19 => self.page(),
            _ => self.file(),
        }
    }

    fn configure(&self, text: &str) {
        let cards = if self.has_cards { "" } else { "cards: false\n" };
        self.site.write("site.yaml", format!("{text}{cards}"));
    }

    fn did(&mut self, what: String) {
        self.story.push(what);
    }

    fn create(&mut self) {
        self.count += 1;
        let name = format!("brief-{}", self.count);
        let path = match self.random.below(4) {
            0 => format!("content/briefs/{name}/index.md"),
            1 => format!("content/briefs/2026/{name}.md"),
            _ => format!("content/briefs/{name}.md"),
        };
        let text = self.brief(&name);
        self.site.write(&path, text);
        if path.ends_with("/index.md") {
            self.site
                .write(&path.replace("index.md", "chart.png"), "png");
        }
        self.briefs.insert(path.clone());
        self.did(format!("create {path}"));
    }

    fn change(&mut self) {
        let Some(path) = self.any_brief() else { return };
        let text = self.brief(&path.clone());
        // In place, or by a new file that takes the place of the old one, as editors do.
        if self.random.one_in(2) {
            self.site.write(&path, text);
        } else {
            let swap = format!("{path}.swp~");
            self.site.write(&swap, text);
            self.site.rename(&swap, &path);
        }
        self.broken.remove(&path);
        self.did(format!("change {path}"));
    }

    fn rename(&mut self) {
        let Some(from) = self.any_brief() else { return };
        self.count += 1;
        let to = if let Some(folder) = from.strip_suffix("/index.md") {
            let to = format!("content/briefs/moved-{}", self.count);
            self.site.rename(folder, &to);
            format!("{to}/index.md")
        } else if from.starts_with("content/briefs/2026/") && self.random.one_in(2) {
            // The whole folder.
            let to = format!("content/briefs/year-{}", self.count);
            self.site.rename("content/briefs/2026", &to);
            let moved: Vec<String> = self
                .briefs
                .iter()
                .filter(|b| b.starts_with("content/briefs/2026/"))
                .cloned()
                .collect();
            for path in moved {
                let new = path.replace("content/briefs/2026", &to);
                self.briefs.remove(&path);
                if self.broken.remove(&path) {
                    self.broken.insert(new.clone());
                }
                self.briefs.insert(new);
            }
            return self.did(format!("move content/briefs/2026 to {to}"));
        } else {
            let to = format!("content/briefs/renamed-{}.md", self.count);
            self.site.rename(&from, &to);
            to
        };
        self.briefs.remove(&from);
        if self.broken.remove(&from) {
            self.broken.insert(to.clone());
        }
        self.briefs.insert(to.clone());
        self.did(format!("rename {from} to {to}"));
    }

    fn delete(&mut self) {
        let Some(path) = self.any_brief() else { return };
        self.site
            .delete(path.strip_suffix("/index.md").unwrap_or(&path));
        self.briefs.remove(&path);
        self.broken.remove(&path);
        self.did(format!("delete {path}"));
    }

    fn break_one(&mut self) {
        let choices = [
            "site.yaml",
            "themes/own/templates/brief.html",
            "content/companies/runway.md",
        ];
        let path = match self.any_brief() {
            Some(brief) if !self.random.one_in(4) => brief,
            _ => (*self.random.pick(&choices)).to_owned(),
        };
        let text: &[u8] = match (&*path, self.random.below(3)) {
            ("site.yaml", _) => b"paginate: [",
            ("themes/own/templates/brief.html", _) => b"{% block %}{{ nothing",
            (_, 0) => b"---\ntitle: \"no end\n---\n",
            (_, 1) => b"\xFF\xFEno text",
            (_, _) => b"---\ndate: 2026-99-99\n---\n",
        };
        if path.starts_with("themes/") {
            self.site.write(
                "themes/own/theme.yaml",
                "name: own\ncontract: 1\nextends: broadsheet\n",
            );
            self.configure("title: Edits\ntheme: own\n");
        }
        self.site.write(&path, text);
        self.broken.insert(path.clone());
        self.did(format!("break {path}"));
    }

    /// Mends all that is broken.
    pub fn mend_all(&mut self) {
        for path in std::mem::take(&mut self.broken) {
            match &*path {
                "site.yaml" => self.config(),
                "content/companies/runway.md" => self.site.write(&path, "---\nname: Runway\n---\n"),
                path if path.starts_with("themes/") => self.site.delete("themes"),
                _ => {
                    let text = self.brief(&path.clone());
                    self.site.write(&path, text);
                }
            }
            self.did(format!("mend {path}"));
        }
        // Links that lead nowhere any more are errors too.
        self.site.write("content/pages/about.md", PAGE);
        self.configure("title: Edits\npaginate: 4\nbase_url: https://desk.example/repo\n");
    }

    fn company(&mut self) {
        let name = *self.random.pick(NAMES);
        let slug = name.to_lowercase().replace(' ', "-");
        let path = format!("content/companies/{slug}.md");
        if self.random.one_in(3) && self.site.folder.join(&path).exists() {
            self.site.delete(&path);
            return self.did(format!("delete {path}"));
        }
        let mention = self.random.pick(&["always", "declared", "never"]);
        let alias = self.random.below(9);
        let text = format!(
            "---\nname: {name}\naliases: [Alias {alias}]\nmention: {mention}\n---\nAbout {name}.\n"
        );
        self.site.write(&path, text);
        self.did(format!("write {path}"));
    }

    fn config(&mut self) {
        let (paginate, links) = (
            self.random.below(5) + 2,
            self.random.pick(&["/briefs/:slug/", "/:year/:slug/"]),
        );
        let title = self.random.below(99);
        let offers = [
            "",
            "numbers: false\n",
            "effects: false\n",
            "watch: false\n",
            "feeds: false\n",
            "data: false\n",
        ];
        let offer = self.random.pick(&offers);
        let text = format!(
            "title: Edits {title}\npaginate: {paginate}\npermalinks: {links}\nbase_url: https://desk.example/repo\n{offer}"
        );
        self.configure(&text);
        self.broken.remove("site.yaml");
        self.did("change site.yaml".to_owned());
    }

    fn theme(&mut self) {
        if self.random.one_in(3) && self.site.folder.join("themes").exists() {
            self.site.delete("themes");
            self.broken.remove("themes/own/templates/brief.html");
            self.configure("title: Edits\n");
            return self.did("delete themes".to_owned());
        }
        let number = self.random.below(999);
        self.site.write(
            "themes/own/theme.yaml",
            "name: own\ncontract: 1\nextends: broadsheet\n",
        );
        self.site.write(
            "themes/own/static/own.css",
            format!("p {{ margin: {number}px }}\n"),
        );
        self.site.write(
            "themes/own/templates/page.html",
            format!("<!doctype html>\n<html lang=\"en\"><head><title>{number}</title></head>\n<body>{{{{ page.title }}}}</body></html>\n"),
        );
        self.configure("title: Edits\ntheme: own\nbase_url: https://desk.example/repo\n");
        self.did("write themes/own".to_owned());
    }

    /// The anchor that briefs link to may be gone then, which is an error of theirs.
    fn page(&mut self) {
        let (heading, number) = (
            self.random.pick(&["Who we are", "Who they are"]),
            self.random.below(99),
        );
        let text =
            format!("---\ntitle: About {number}\n---\n# {heading}\n\nGoogle, and nothing else.\n");
        self.site.write("content/pages/about.md", text);
        self.did("change content/pages/about.md".to_owned());
    }

    fn file(&mut self) {
        let path = *self.random.pick(&[
            "static/logo.svg",
            "static/deep/er/data.txt",
            "static/.well-known/x",
            "static/page.html",
        ]);
        if self.random.one_in(3) && self.site.folder.join(path).exists() {
            self.site.delete(path);
            return self.did(format!("delete {path}"));
        }
        let number = self.random.below(999);
        self.site.write(path, format!("<p>{number}</p>\n"));
        self.did(format!("write {path}"));
    }

    fn any_brief(&mut self) -> Option<String> {
        let briefs: Vec<&String> = self.briefs.iter().collect();
        if briefs.is_empty() {
            return None;
        }
        Some((*self.random.pick(&briefs)).clone())
    }

    /// A brief without errors, as long as the others are there.
    fn brief(&mut self, name: &str) -> String {
        let random = &mut self.random;
        let day = format!(
            "202{}-0{}-1{}",
            random.below(7),
            random.below(9) + 1,
            random.below(9)
        );
        let mut text = format!(
            "---\ntitle: \"On {} {}\"\ndate: {day}\n",
            name.len(),
            random.below(1000)
        );
        if random.one_in(2) {
            text += &format!(
                "companies: [{}, {}]\n",
                random.pick(NAMES),
                random.pick(NAMES)
            );
        }
        if random.one_in(2) {
            text += &format!(
                "tags: [\"{}\", \"{}\"]\n",
                random.pick(TAGS),
                random.pick(TAGS)
            );
        }
        if random.one_in(4) {
            text += &format!(
                "authors: [\"{}\"]\nseries: The long run\n",
                random.pick(&["Ann", "Bo"])
            );
        }
        if random.one_in(5) {
            text += "draft: true\n";
        }
        if random.one_in(3) {
            text += "effects:\n  first: { id: one, text: \"Google reacts.\" }\n  second: { text: \"Adobe too.\", follows: one }\n";
        }
        if random.one_in(10) {
            let brief = random.below(9);
            text += &format!(
                "numbers:\n  - \"$5.3B valuation (Adobe led)\"\nextra: {{ follows: brief-{brief} }}\n"
            );
        }
        if random.one_in(3) {
            text += "watch:\n  - \"Runway: see whether it lasts within 90 days\"\n";
        }
        if random.one_in(8) {
            text += &format!("aliases: [/old/{}/]\n", random.next());
        }
        text += "---\n";
        for _ in 0..random.below(3) + 1 {
            text += &format!(
                "## Part {}\n\n{} {}\n\n",
                random.below(9),
                random.pick(WORDS),
                random.pick(WORDS)
            );
        }
        if random.one_in(3) {
            text += "About [us](/about/#who-we-are).\n";
        }
        text
    }
}
