//! One brief on its way from a text to a file.
//!
//! Comes in: a file that was given. Goes out: for each brief in it the files of a site and its report. The words that
//! came in are counted at the beginning, those that went out at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{self, FileName};
use super::analysis::{self, Sheet};
use super::body;
use super::decode::decode;
use super::front::{self, Front, Syntax};
use super::ghost;
use super::html;
use super::meta::{self, Meta};
use super::picture;
use super::plain::{self, Title, escape, sentence};
use super::report::{BriefReport, Found, Notes, Refusal};
use super::shortcode::{self, Targets};
use super::split::{self, Part};
use super::text::{self, Line};
use super::tree::Entry;
use super::words::WordCount;
use super::{Input, Neighbours, NewFile, Options};

/// Formats that look like text and are read by nobody here.
const FOREIGN: &[&str] = &["rst", "adoc", "asciidoc", "org", "textile", "rtf", "tex", "docx", "odt", "pdf", "doc"];

/// A brief that is being made.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) form: String,
    pub(super) name: FileName,
    pub(super) meta: Meta,
    pub(super) body: Source,
    pub(super) notes: Notes,
    /// All that came in.
    pub(super) words: WordCount,
    pub(super) target: Target,
}

/// A body before it is made into that of a brief.
#[derive(Debug)]
pub(super) enum Source {
    /// Nobody wrote it as Markdown.
    Plain(Vec<Line>),
    /// Markdown, and the line it begins on.
    Markdown(String, usize),
}

/// What a draft becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Brief,
    Page,
}

impl Target {
    /// The address of a brief or page with this slug.
    fn address(self, slug: &str) -> String {
        match self {
            Self::Brief => format!("/briefs/{slug}/"),
            Self::Page => format!("/{slug}/"),
        }
    }
}

/// The files and the report of one brief.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) files: Vec<NewFile>,
    pub(super) report: BriefReport,
}

impl Draft {
    /// The briefs of a file.
    pub(super) fn read(input: &Input, options: &Options) -> Result<Vec<Self>, Refusal> {
        let name = FileName::of(&input.name);
        let refuse = |message: &str, help: &str| Refusal {
            file: input.name.clone(),
            line: None,
            message: message.to_owned(),
            help: help.to_owned(),
        };
        if FOREIGN.contains(&name.extension.as_str()) {
            let message = format!("files of the kind `.{}` are not read", name.extension);
            return Err(refuse(&message, "save it as plain text or Markdown first (pandoc does that), and import the result"));
        }
        let decoded = decode(&input.bytes).map_err(|why| refuse(why, "save it as plain text in UTF-8, and import that"))?;
        let is_html = matches!(name.extension.as_str(), "html" | "htm");
        if let Some(posts) = ghost::read(&decoded.text) {
            let drafts = posts.map_err(|(line, message)| Refusal {
                line: Some(line),
                ..refuse(&message, "export the content once more, or take the post out of the file")
            })?;
            return Ok(drafts.into_iter().map(|draft| Self { file: input.name.clone(), ..draft }).collect());
        }
        if name.extension == "json" {
            return Err(refuse("this is no export of Ghost", "give the file that Ghost writes under Settings, Labs, Export"));
        }
        let parts = split::split(&decoded.text, &options.sections);
        let several = parts.len() > 1;
        let mut drafts = Vec::with_capacity(parts.len());
        for part in parts {
            let mut draft = Self::part(part, &input.name, &name, options, is_html)?;
            if draft.words.is_empty() {
                continue;
            }
            if several {
                // The name of the file is that of none of them.
                draft.name.stem = String::new();
            }
            drafts.push(draft);
        }
        for (index, draft) in drafts.iter_mut().enumerate() {
            for (line, change) in &decoded.changes {
                let here = match line {
                    Some(line) => *line >= draft.line,
                    None => true,
                };
                if here && index == 0 || here && line.is_none() {
                    draft.notes.done(*line, change.clone());
                }
            }
        }
        Ok(drafts)
    }

    fn part(part: Part, file: &str, name: &FileName, options: &Options, is_html: bool) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let mut words = WordCount::default();
        let (mut front, mut at) = front::cut(&part.text);
        if front.is_none() && is_html {
            (front, at) = html::head(&part.text, &mut notes);
        }
        let line = part.line + part.text[..at].matches('\n').count();
        let rest = &part.text[at..];
        if let Some(front) = &front {
            count(&front.entries, &mut words);
        }
        let entries = front.as_ref().map_or(&[][..], |front| &front.entries);
        let entries = moved(entries, part.line - 1);
        if let Some(front) = &front {
            tell_front(front, part.line - 1, &mut notes, &mut words);
        }
        let header = front.as_ref().is_some_and(|front| matches!(front.syntax, Syntax::Header | Syntax::Html));
        let mut meta = meta::read(&entries, name, header, &mut notes);
        meta.complete(name, options, &mut notes);

        let called_markdown = matches!(name.extension.as_str(), "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx");
        let fenced = front.as_ref().is_some_and(|front| matches!(front.syntax, Syntax::Yaml | Syntax::Toml | Syntax::Json));
        let lines = text::lines(rest, line);
        let (body, form) = if is_html {
            words.add(&html::visible(rest));
            let Some(markdown) = html::markdown(rest, Some(line), &mut notes) else {
                return Err(Refusal {
                    file: file.to_owned(),
                    line: Some(line),
                    message: "the HTML is nested too deeply".to_owned(),
                    help: "take the text out of it, and import that".to_owned(),
                });
            };
            (Source::Markdown(markdown, line), "HTML")
        } else {
            words.add(rest);
            if called_markdown || fenced || body::is_markdown(&lines, &options.sections) {
                (Source::Markdown(rest.to_owned(), line), "Markdown")
            } else {
                (Source::Plain(lines), "plain text")
            }
        };
        let form = match front.as_ref().map(|front| front.syntax) {
            None => form.to_owned(),
            Some(Syntax::Yaml) => format!("{form} with YAML front matter"),
            Some(Syntax::Toml) => format!("{form} with TOML front matter"),
            Some(Syntax::Json) => format!("{form} with JSON front matter"),
            Some(Syntax::Header) => format!("{form} with header lines"),
            Some(Syntax::Html) => format!("{form} with metadata"),
        };
        let mut name = name.clone();
        // The name of a post is its address; that of a text is anything.
        if front.is_none() || header && !called_markdown && !is_html {
            name.stem = String::new();
        }
        Ok(Self { file: file.to_owned(), line: part.line, form, name, meta, body, notes, words, target: Target::Brief })
    }

    /// Makes the files.
    pub(super) fn finish(
        mut self, options: &Options, posts: &Posts, slugs: &mut Slugs, neighbours: &dyn Neighbours,
    ) -> Made {
        let mut report = BriefReport {
            file: self.file.clone(),
            line: self.line,
            form: self.form.clone(),
            path: String::new(),
            title: None,
            date: None,
            sections: Vec::new(),
            effects: Vec::new(),
            numbers: Vec::new(),
            numbers_not_read: Vec::new(),
            watch: Vec::new(),
            names: Vec::new(),
            pictures: Vec::new(),
            notes: Vec::new(),
        };
        let targets = Told { posts, unknown: std::cell::RefCell::default() };
        let mut body = self.make_body(options, &targets, &mut report);
        self.name_it(&body);

        let slug = slugs.give(self.slug());
        if let Some(wanted) = &slug.taken {
            self.notes.done(None, format!("another brief is called `{wanted}` already; this one became `{}`", slug.name));
        }
        self.meta.resolve_addresses(&slug.name, &self.target.address(&slug.name), &mut self.notes);
        if self.target == Target::Page {
            self.meta.keep_for_page(&mut self.notes);
        }
        let image = self.meta.image.as_mut().map(|image| &mut image.path);
        let carried = picture::carry(&mut body, image, &self.file, &targets, neighbours, &mut self.notes);
        for post in targets.unknown.into_inner() {
            self.notes.decide(None, format!("a link leads to `{post}`, which is not among what was imported; check its address"));
        }

        let path = self.path(&slug.name, !carried.beside.is_empty());
        let text = written(&self.meta, &body);
        self.check(&path, &text, &body, options, &mut report);
        self.tell_lost(&body, &mut report);

        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        report.pictures = carried.beside.iter().map(|(name, _)| format!("{folder}/{name}")).collect();
        report.pictures.extend(carried.rooted.iter().map(|file| file.path.clone()));
        let mut files = vec![NewFile { path: path.clone(), bytes: text.into_bytes() }];
        files.extend(carried.beside.into_iter().map(|(name, bytes)| NewFile { path: format!("{folder}/{name}"), bytes }));
        files.extend(carried.rooted);
        report.path = path;
        report.title = self.meta.title;
        report.date = self.meta.date;
        report.notes = self.notes.0;
        report.notes.sort_by_key(|note| (note.kind, note.line));
        Made { files, report }
    }

    /// The body as Markdown of a brief.
    fn make_body(&mut self, options: &Options, targets: &Told<'_>, report: &mut BriefReport) -> String {
        match &self.body {
            Source::Plain(lines) => {
                let wanted = if self.meta.title.is_none() { Title::Wanted } else { Title::Given };
                let plain = plain::read(lines, wanted, &options.sections, &mut self.notes);
                report.sections = plain.sections;
                if let Some(title) = plain.lead.title {
                    self.meta.title = Some(Found { value: title, from: "first line".to_owned() });
                }
                if let Some(date) = plain.lead.date {
                    match &self.meta.date {
                        None => self.meta.date = Some(Found { value: date, from: "line before the first heading".to_owned() }),
                        Some(given) if given.value != date => self.notes.changed(None, &date, "another date was given and replaced it"),
                        Some(_) => {}
                    }
                }
                self.meta.authors.extend(plain.lead.authors);
                plain.markdown
            }
            Source::Markdown(markdown, line) => {
                let markdown = shortcode::convert(markdown, *line, targets, &mut self.notes);
                let title = self.meta.title.as_ref().map(|title| title.value.as_str());
                let read = body::read(&text::lines(&markdown, *line), title, &options.sections, &mut self.notes);
                report.sections = read.sections;
                if let Some(title) = read.title {
                    self.meta.title = Some(Found { value: title, from: "first heading".to_owned() });
                }
                read.markdown
            }
        }
    }

    /// Takes the title from the first sentence, if there is none.
    fn name_it(&mut self, body: &str) {
        if let Some(title) = self.meta.title.as_mut().filter(|title| title.from == "--title") {
            title.value = escape::inline(&title.value);
        }
        if self.meta.title.is_none()
            && let Some(text) = analysis::first_text(body)
        {
            let value = escape::inline(&sentence::title(&text));
            self.notes.done(None, "there was no title; it was taken from the first sentence");
            self.meta.title = Some(Found { value, from: "first sentence".to_owned() });
        }
        if self.meta.title.is_none() {
            self.notes.decide(None, "there is no title, and no sentence to take one from; add `title`");
        }
        if self.meta.date.is_none() && self.target == Target::Brief {
            self.notes.decide(None, "there is no date; add `date` with the day, or import with `--date`");
        }
    }

    /// The slug it asks for.
    fn slug(&self) -> String {
        let given = self.meta.slug.clone();
        let named = || crate::model::Slug::from_name(&self.name.stem).map(|slug| slug.to_string());
        let titled = || {
            let title = self.meta.title.as_ref()?;
            address::slug_of_title(&crate::markdown::plain_text(&title.value)).map(|slug| slug.to_string())
        };
        given.or_else(named).filter(|slug| slug != "index").or_else(titled).unwrap_or_else(|| "untitled".to_owned())
    }

    fn path(&self, slug: &str, folder: bool) -> String {
        let date = self.meta.date.as_ref().and_then(|date| date.value.get(..10));
        let name = match (self.target, date) {
            (Target::Brief, Some(date)) => format!("content/briefs/{date}-{slug}"),
            (Target::Brief, None) => format!("content/briefs/{slug}"),
            (Target::Page, _) => format!("content/pages/{slug}"),
        };
        if folder { format!("{name}/index.md") } else { format!("{name}.md") }
    }

    /// Reads the new file as a site does.
    fn check(&mut self, path: &str, text: &str, body: &str, options: &Options, report: &mut BriefReport) {
        if self.target == Target::Page {
            let checked = crate::parse::page(crate::diagnostic::SourceId::new(0), &path.into(), &text.into());
            for diagnostic in checked.diagnostics {
                self.notes.decide(None, analysis::told(&diagnostic, text));
            }
            return;
        }
        let undated = self.meta.date.is_none();
        let with = |date: &str| {
            let mut meta = self.meta.clone();
            meta.date = Some(Found { value: date.to_owned(), from: String::new() });
            if meta.title.is_none() {
                meta.title = Some(Found { value: "-".to_owned(), from: String::new() });
            }
            written(&meta, body)
        };
        let dated = undated.then(|| [with("2000-01-01"), with("2001-07-02")]);
        let dated = dated.as_ref().map(|[one, other]| [one.as_str(), other.as_str()]);
        let before = self.notes.0.len();
        analysis::read(Sheet { path, text, dated }, &options.sections, report, &mut self.notes);
        // That title and date are missing was told in better words.
        let missing = |message: &str| message.starts_with("`date` is missing") || message.starts_with("`title` is missing");
        let mut index = 0;
        self.notes.0.retain(|note| {
            index += 1;
            index <= before || !missing(&note.message)
        });
    }

    /// Tells the words that are neither in the file nor in the report.
    fn tell_lost(&mut self, body: &str, report: &mut BriefReport) {
        let mut out = WordCount::default();
        count(&self.meta.entries(), &mut out);
        out.add(body);
        report.notes = self.notes.0.clone();
        report.each_text(&mut |text| out.add(text));
        let lost = self.words.lacking_in(&out);
        if !lost.is_empty() {
            self.notes.not_understood(None, &lost.join(" "), "these words found no place in the new file");
        }
    }
}

/// A whole file.
fn written(meta: &Meta, body: &str) -> String {
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("---\n{}---\n{gap}{body}", meta.yaml())
}

fn count(entries: &[Entry], words: &mut WordCount) {
    for entry in entries {
        words.add(&entry.key);
        entry.value.each_text(&mut |text| words.add(text));
    }
}

/// The entries with their lines moved down.
fn moved(entries: &[Entry], lines: usize) -> Vec<Entry> {
    entries.iter().cloned().map(|entry| Entry { line: entry.line + lines, ..entry }).collect()
}

fn tell_front(front: &Front, lines: usize, notes: &mut Notes, words: &mut WordCount) {
    for (line, comment) in &front.comments {
        words.add(comment);
        notes.kept(line + lines, comment, "a comment, tag or anchor of the front matter was left out");
    }
    for (line, fault) in &front.faults {
        notes.decide(line + lines, fault.clone());
    }
}

/// The posts that are imported, by every name that a link may use for them.
#[derive(Debug, Default)]
pub(super) struct Posts {
    /// Slugs by name.
    names: BTreeMap<String, String>,
    /// Addresses by the address that each had, without the slash at its end.
    moved: BTreeMap<String, String>,
}

impl Posts {
    /// The posts of `drafts` whose address does not depend on their body.
    pub(super) fn of(drafts: &[Draft]) -> Self {
        let (mut posts, mut moved) = (BTreeMap::new(), BTreeMap::new());
        for draft in drafts.iter().filter(|draft| draft.meta.slug.is_some() || !draft.name.stem.is_empty()) {
            let slug = draft.slug();
            for alias in &draft.meta.aliases {
                moved.entry(alias.trim_end_matches('/').to_owned()).or_insert_with(|| draft.target.address(&slug));
            }
            for name in [draft.name.stem.clone(), file_name(&draft.file), slug.clone()] {
                if !name.is_empty() {
                    posts.entry(name).or_insert_with(|| slug.clone());
                }
            }
        }
        Self { names: posts, moved }
    }
}

/// The name of a post's file without folders and extension; the folder's for `index.md`.
fn file_name(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem {
        "index" | "_index" => parts.next().unwrap_or(stem).to_owned(),
        stem => stem.to_owned(),
    }
}

/// Posts, and the links to others that were asked for.
struct Told<'a> {
    posts: &'a Posts,
    unknown: std::cell::RefCell<BTreeSet<String>>,
}

impl Targets for Told<'_> {
    fn address(&self, post: &str) -> (String, bool) {
        let anchor = post.find('#').map_or("", |at| &post[at..]);
        let name = file_name(post);
        let bare = FileName::of(&name).stem;
        match self.posts.names.get(&name).or_else(|| self.posts.names.get(&bare)) {
            Some(slug) => (format!("/briefs/{slug}/{anchor}"), true),
            None => {
                self.unknown.borrow_mut().insert(post.to_owned());
                let slug = crate::model::Slug::from_name(&bare).map_or(bare, |slug| slug.to_string());
                (format!("/briefs/{slug}/{anchor}"), false)
            }
        }
    }

    fn moved(&self, old: &str) -> Option<String> {
        let path = old.split(['#', '?']).next().unwrap_or_default();
        let address = self.posts.moved.get(path.trim_end_matches('/')).filter(|_| path.len() > 1)?;
        Some(format!("{address}{}", old.find('#').map_or("", |at| &old[at..])))
    }
}

/// Slugs that are given away: no two briefs of one import get the same.
#[derive(Debug, Default)]
pub(super) struct Slugs(BTreeSet<String>);

/// A slug that nobody else has.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) name: String,
    /// The slug that was asked for, if another brief has it.
    pub(super) taken: Option<String>,
}

impl Slugs {
    /// Gives `wanted`, or with a number behind it if it is taken.
    fn give(&mut self, wanted: String) -> Given {
        if self.0.insert(wanted.clone()) {
            return Given { name: wanted, taken: None };
        }
        let name = (2..).map(|number| format!("{wanted}-{number}")).find(|name| !self.0.contains(name));
        let name = name.unwrap_or_else(|| wanted.clone());
        self.0.insert(name.clone());
        Given { name, taken: Some(wanted) }
    }
}
