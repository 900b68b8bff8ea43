//! A draft becomes the file of a brief.
//!
//! Comes in: a draft, and the others of the same import. Goes out: the files and the report. The words that came in are
//! held against those that go out; what is lacking is told.

use super::address;
use super::analysis::{self, Sheet};
use super::body;
use super::draft::{Draft, Made, Source, Target, count};
use super::links;
use super::meta::Meta;
use super::picture;
use super::plain::{self, Title, escape, sentence};
use super::posts::{Posts, Slugs, Told};
use super::prose;
use super::report::{BriefReport, Found, Kind};
use super::shortcode;
use super::text;
use super::words::WordCount;
use super::{Neighbours, NewFile, Options};
use crate::diagnostic::SourceId;
use crate::markdown;
use crate::model::Slug;
use crate::parse;

impl Draft {
    /// Makes the files.
    pub(super) fn finish(
        mut self,
        options: &Options,
        posts: &Posts,
        slugs: &mut Slugs,
        neighbours: &dyn Neighbours,
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
        let targets = Told::new(posts);
        let mut body = self.make_body(options, &targets, &mut report);
        self.name_it(&body);

        let slug = slugs.give(self.slug());
        if let Some(wanted) = &slug.taken {
            self.notes.done(
                None,
                format!(
                    "another brief is called `{wanted}` already; this one became `{}`",
                    slug.name
                ),
            );
        }
        self.meta.resolve_addresses(
            &slug.name,
            &self.target.address(&slug.name),
            &mut self.notes,
        );
        if self.target == Target::Page {
            self.meta.keep_for_page(&mut self.notes);
        }
        let carried = picture::carry(
            &mut body,
            &self.meta,
            &self.file,
            &targets,
            neighbours,
            &mut self.notes,
        );
        links::mend(
            &mut body,
            &self.meta.companies,
            &slug.name,
            &targets,
            &mut self.notes,
        );
        for post in targets.unknown() {
            self.notes.decide(None, format!("a link leads to `{post}`, which is not among what was imported; check its address"));
        }

        let path = self.path(&slug.name, !carried.beside.is_empty());
        let text = written(&self.meta, &body);
        self.check(&path, &text, &body, options, &mut report);
        self.tell_lost(&body, &mut report);

        let folder = path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        report.pictures = carried
            .beside
            .iter()
            .map(|(name, _)| format!("{folder}/{name}"))
            .collect();
        report
            .pictures
            .extend(carried.rooted.iter().map(|file| file.path.clone()));
        let mut files = vec![NewFile {
            path: path.clone(),
            bytes: text.into_bytes(),
        }];
        files.extend(carried.beside.into_iter().map(|(name, bytes)| NewFile {
            path: format!("{folder}/{name}"),
            bytes,
        }));
        files.extend(carried.rooted);
        report.path = path;
        report.title = self.meta.title;
        report.date = self.meta.date;
        report.notes = self.notes.0;
        report.notes.sort_by_key(|note| (note.kind, note.line));
        Made { files, report }
    }

    /// The body as Markdown of a brief.
    fn make_body(
        &mut self,
        options: &Options,
        targets: &Told<'_>,
        report: &mut BriefReport,
    ) -> String {
        match &self.body {
            Source::Plain(lines) => {
                let wanted = if self.meta.title.is_none() {
                    Title::Wanted
                } else {
                    Title::Given
                };
                let plain = plain::read(lines, wanted, &options.sections, &mut self.notes);
                report.sections = plain.sections;
                if let Some(title) = plain.lead.title {
                    self.meta.title = Some(Found {
                        value: title,
                        from: "first line".to_owned(),
                    });
                }
                if let Some(date) = plain.lead.date {
                    match &self.meta.date {
                        None => {
                            self.meta.date = Some(Found {
                                value: date,
                                from: "line before the first heading".to_owned(),
                            });
                        }
                        Some(given) if given.value != date => self.notes.changed(
                            None,
                            &date,
                            "another date was given and replaced it",
                        ),
                        Some(_) => {}
                    }
                }
                self.meta.authors.extend(plain.lead.authors);
                plain.markdown
            }
            Source::Markdown(markdown, line) => {
                let markdown = shortcode::convert(markdown, *line, targets, &mut self.notes);
                let title = self.meta.title.as_ref().map(|title| title.value.as_str());
                let read = body::read(
                    &text::lines(&markdown, *line),
                    title,
                    &options.sections,
                    &mut self.notes,
                );
                report.sections = read.sections;
                if let Some(title) = read.title {
                    self.meta.title = Some(Found {
                        value: title,
                        from: "first heading".to_owned(),
                    });
                }
                read.markdown
            }
        }
    }

    /// Takes the title from the first sentence, if there is none.
    fn name_it(&mut self, body: &str) {
        if let Some(title) = self
            .meta
            .title
            .as_mut()
            .filter(|title| title.from == "--title")
        {
            title.value = escape::inline(&title.value);
        }
        if self.meta.title.is_none()
            && let Some(text) = prose::first_text(body)
        {
            let value = escape::inline(&sentence::title(&text));
            self.notes.done(
                None,
                "there was no title; it was taken from the first sentence",
            );
            self.meta.title = Some(Found {
                value,
                from: "first sentence".to_owned(),
            });
        }
        if self.meta.title.is_none() {
            self.notes.decide(
                None,
                "there is no title, and no sentence to take one from; add `title`",
            );
        }
        if self.meta.date.is_none() && self.target == Target::Brief {
            self.notes.decide(
                None,
                "there is no date; add `date` with the day, or import with `--date`",
            );
        }
    }

    /// The slug it asks for.
    pub(super) fn slug(&self) -> String {
        let given = self.meta.slug.clone();
        let named = || Slug::from_name(&self.name.stem).map(|slug| slug.to_string());
        let titled = || {
            let title = self.meta.title.as_ref()?;
            address::slug_of_title(&markdown::plain_text(&title.value)).map(|slug| slug.to_string())
        };
        given
            .or_else(named)
            .filter(|slug| slug != "index")
            .or_else(titled)
            .unwrap_or_else(|| "untitled".to_owned())
    }

    fn path(&self, slug: &str, folder: bool) -> String {
        let date = self
            .meta
            .date
            .as_ref()
            .and_then(|date| date.value.get(..10));
        let name = match (self.target, date) {
            (Target::Brief, Some(date)) => format!("content/briefs/{date}-{slug}"),
            (Target::Brief, None) => format!("content/briefs/{slug}"),
            (Target::Page, _) => format!("content/pages/{slug}"),
        };
        if folder {
            format!("{name}/index.md")
        } else {
            format!("{name}.md")
        }
    }

    /// Reads the new file as a site does.
    fn check(
        &mut self,
        path: &str,
        text: &str,
        body: &str,
        options: &Options,
        report: &mut BriefReport,
    ) {
        if self.target == Target::Page {
            let checked = parse::page(SourceId::new(0), &path.into(), &text.into());
            for diagnostic in checked.diagnostics {
                self.notes.decide(None, analysis::told(&diagnostic, text));
            }
            return;
        }
        let undated = self.meta.date.is_none();
        let with = |date: &str| {
            let mut meta = self.meta.clone();
            meta.date = Some(Found {
                value: date.to_owned(),
                from: String::new(),
            });
            if meta.title.is_none() {
                meta.title = Some(Found {
                    value: "-".to_owned(),
                    from: String::new(),
                });
            }
            written(&meta, body)
        };
        let dated = undated.then(|| [with("2000-01-01"), with("2001-07-02")]);
        let dated = dated
            .as_ref()
            .map(|[one, other]| [one.as_str(), other.as_str()]);
        let before = self.notes.0.len();
        analysis::read(
            Sheet { path, text, dated },
            &options.sections,
            report,
            &mut self.notes,
        );
        // What was told as a heading is not proposed as a company too.
        let told = |name: &str| {
            let mut notes = self.notes.0[..before].iter();
            notes.any(|note| note.kind == Kind::NotUnderstood && note.was.as_deref() == Some(name))
        };
        report
            .names
            .retain(|name| name.declared || !told(&name.name));
        // That title and date are missing was told in better words.
        let missing = |message: &str| {
            message.starts_with("`date` is missing") || message.starts_with("`title` is missing")
        };
        let mut index = 0;
        self.notes.0.retain(|note| {
            index += 1;
            index <= before || !missing(&note.message)
        });
    }

    /// Tells the words that are neither in the file nor in the report.
    fn tell_lost(&mut self, body: &str, report: &mut BriefReport) {
        report.notes = self.notes.0.clone();
        let lacking = |body: &str| {
            let mut out = WordCount::default();
            count(&self.meta.entries(), &mut out);
            out.add(body);
            report.each_text(&mut |text| out.add(text));
            self.words.lacking_in(&out)
        };
        let mut lost = lacking(body);
        if !lost.is_empty() {
            // `**hap**pened` is one word to a reader and two to whoever counts runs of letters.
            let plain = lacking(&body.replace(['*', '~', '`'], ""));
            lost.retain(|word| plain.contains(word));
        }
        if !lost.is_empty() {
            self.notes.not_understood(
                None,
                &lost.join(" "),
                "these words found no place in the new file",
            );
        }
    }
}

/// A whole file.
fn written(meta: &Meta, body: &str) -> String {
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("---\n{}---\n{gap}{body}", meta.yaml())
}
