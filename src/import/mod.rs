//! Texts from elsewhere become briefs.
//!
//! Comes in: files as people have them: plain text, Markdown with front matter of any kind, posts of Jekyll, Hugo, Zola
//! and Pelican, a Ghost export. Goes out: the files of a site, and a [`Report`] on all that was not plain to see. This
//! room reads and writes nothing itself: what stands beside a file is asked of [`Neighbours`].
//!
//! Its law: every word of the input is in the output or in the report, and nothing is invented. It counts the words of
//! each brief itself ([`words`]) and tells what is lacking.
//!
//! 1. [`decode`] makes text of bytes, [`quoted`] takes a brief out of the mail that quotes it, [`split`] makes one text for
//!    each brief.
//! 2. [`front`] and [`mapping`] read the front matter, [`ghost`] an export.
//! 3. [`plain`] makes Markdown of plain text; [`shortcode`], [`body`], [`picture`] and [`links`] mend Markdown.
//! 4. [`finish`] writes the file, and [`analysis`] tells what a site will read in it.

mod address;
mod analysis;
mod body;
mod cards;
mod date;
mod decode;
mod draft;
mod emit;
mod finish;
mod front;
mod ghost;
mod heading;
mod html;
mod keys;
mod lexical;
mod lexicon;
mod links;
mod mapping;
mod marks;
mod meta;
mod names;
mod picture;
mod plain;
mod posts;
mod prose;
mod quoted;
pub mod report;
mod say;
mod shortcode;
mod signs;
mod split;
mod text;
mod tree;
pub mod words;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::Role;
use draft::Draft;

pub use report::Report;
pub use say::say;

/// A file that is to be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its name, as it is told: a path with `/`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is asked for beside the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The title, in plain words; for one brief only.
    pub title: Option<String>,
    /// The date. Wins over what a file says.
    pub date: Option<Date>,
    /// Companies to declare, the subject first.
    pub companies: Vec<String>,
    /// Tags to add.
    pub tags: Vec<String>,
    /// Further headings of the sections that are understood, as site.yaml's configuration holds them.
    pub sections: BTreeMap<Box<str>, Role>,
}

/// What stands beside the files that are imported.
///
/// A path that comes in here has no `..` in it and no backslash. Whoever answers must not leave the folder either, by a
/// link for example.
pub trait Neighbours {
    /// The file at `path` in the folder of the input called `input`, or below it.
    fn beside(&self, input: &str, path: &str) -> Option<Vec<u8>>;
    /// The file at `path` below the folder that the old site served at `/`.
    fn rooted(&self, path: &str) -> Option<Vec<u8>>;
    /// What lies in the folder of the input called `input` and below, if that folder is the post's own: paths in it,
    /// sorted, without Markdown.
    fn own_files(&self, input: &str) -> Vec<String>;
}

/// Nothing stands beside.
impl Neighbours for () {
    fn beside(&self, _: &str, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn rooted(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn own_files(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// A file that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Relative to the site, with `/`: `content/briefs/2026-02-12-runway.md`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The files of the site, by path.
    pub files: Vec<NewFile>,
    /// All there is to say about it.
    pub report: Report,
}

/// Imports `inputs`. Equal arguments give equal bytes.
pub fn import(inputs: &[Input], options: &Options, neighbours: &dyn Neighbours) -> Imported {
    let mut report = Report::default();
    let mut drafts = Vec::new();
    for input in inputs {
        match Draft::read(input, options) {
            Ok(read) if read.is_empty() => report.refused.push(report::Refusal {
                file: input.name.clone(),
                line: None,
                message: "there is nothing in it".to_owned(),
                help: "give a file with a text".to_owned(),
            }),
            Ok(read) => drafts.extend(read),
            Err(refusal) => report.refused.push(refusal),
        }
    }
    if options.title.is_some() && drafts.len() > 1 {
        report.refused.extend(drafts.iter().map(|draft| report::Refusal {
            file: draft.file.clone(),
            line: Some(draft.line),
            message: format!("`--title` names one brief, and there are {}", drafts.len()),
            help: "give the titles in the files, each as the first line, or import one brief at a time".to_owned(),
        }));
        return Imported {
            files: Vec::new(),
            report,
        };
    }
    let links = posts::Posts::of(&drafts);
    let mut files = Vec::new();
    let mut slugs = posts::Slugs::default();
    for draft in drafts {
        let made = draft.finish(options, &links, &mut slugs, neighbours);
        report.briefs.push(made.report);
        files.extend(made.files);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Imported { files, report }
}
