//! One brief on its way from a text to a file.
//!
//! Comes in: a file that was given. Goes out: for each brief in it the files of a site and its report. The words that
//! came in are counted at the beginning, those that went out at the end.

use super::address::FileName;
use super::decode::decode;
use super::front::{self, Front, Syntax};
use super::ghost;
use super::html;
use super::mapping;
use super::meta::Meta;
use super::quoted;
use super::report::{BriefReport, Notes, Refusal};
use super::signs;
use super::split::{self, Part};
use super::text::{self, Line};
use super::tree::Entry;
use super::words::WordCount;
use super::{Input, NewFile, Options};

/// Formats that look like text and are read by nobody here.
const FOREIGN: &[&str] = &[
    "rst", "adoc", "asciidoc", "org", "textile", "rtf", "tex", "docx", "odt", "pdf", "doc",
];

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
    pub(super) fn address(self, slug: &str) -> String {
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
            return Err(refuse(
                &message,
                "save it as plain text or Markdown first (pandoc does that), and import the result",
            ));
        }
        let decoded = decode(&input.bytes)
            .map_err(|why| refuse(why, "save it as plain text in UTF-8, and import that"))?;
        let is_html = matches!(name.extension.as_str(), "html" | "htm");
        if let Some(posts) = ghost::read(&decoded.text) {
            let drafts = posts.map_err(|(line, message)| Refusal {
                line: Some(line),
                ..refuse(
                    &message,
                    "export the content once more, or take the post out of the file",
                )
            })?;
            return Ok(drafts
                .into_iter()
                .map(|draft| Self {
                    file: input.name.clone(),
                    ..draft
                })
                .collect());
        }
        if name.extension == "json" {
            return Err(refuse(
                "this is no export of Ghost",
                "give the file that Ghost writes under Settings, Labs, Export",
            ));
        }
        let (text, around) = match name.is_markdown() || is_html {
            true => None,
            false => quoted::brief(&decoded.text, &options.sections),
        }
        .map_or((decoded.text, Vec::new()), |mail| (mail.text, mail.around));
        let parts = split::split(&text, &options.sections);
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
        let brief_at = |drafts: &[Self], line| {
            let after = drafts.partition_point(|draft| draft.line <= line).max(1);
            after - 1
        };
        for (line, words) in around {
            let at = brief_at(&drafts, line);
            if let Some(draft) = drafts.get_mut(at) {
                draft.words.add(&words);
                draft.notes.kept(
                    line,
                    &words,
                    "of the mail around the brief that it quotes; left out",
                );
            }
        }
        // What was done to a line is told of the brief that it is in; what was done to all, of each.
        for (line, change) in decoded.changes {
            match line {
                None => drafts
                    .iter_mut()
                    .for_each(|draft| draft.notes.done(None, change.clone())),
                Some(line) => {
                    let at = brief_at(&drafts, line);
                    if let Some(draft) = drafts.get_mut(at) {
                        draft.notes.done(line, change);
                    }
                }
            }
        }
        Ok(drafts)
    }

    fn part(
        part: Part,
        file: &str,
        name: &FileName,
        options: &Options,
        is_html: bool,
    ) -> Result<Self, Refusal> {
        let mut notes = Notes::default();
        let mut words = WordCount::default();
        let (mut front, mut at) = front::cut(&part.text);
        if front.is_none() && is_html {
            (front, at) = html::head(&part.text, &mut notes);
        }
        if let Some(encoding) = front.as_ref().and_then(front::encoded) {
            return Err(Refusal {
                file: file.to_owned(),
                line: Some(part.line),
                message: format!("the text of this mail is encoded for sending (`{encoding}`)"),
                help: "open it in a mail program, save its text, and import that".to_owned(),
            });
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
        let syntax = front.as_ref().map(|front| front.syntax);
        let header = matches!(syntax, Some(Syntax::Header | Syntax::Mail | Syntax::Html));
        let mut meta = mapping::read(&entries, name, syntax, &mut notes);
        meta.complete(name, options, &mut notes);

        let called_markdown = name.is_markdown();
        let fenced = front.as_ref().is_some_and(|front| {
            matches!(front.syntax, Syntax::Yaml | Syntax::Toml | Syntax::Json)
        });
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
            if called_markdown || fenced || signs::is_markdown(&lines, &options.sections) {
                (Source::Markdown(rest.to_owned(), line), "Markdown")
            } else {
                (Source::Plain(lines), "plain text")
            }
        };
        let form = match syntax {
            None => form.to_owned(),
            Some(Syntax::Yaml) => format!("{form} with YAML front matter"),
            Some(Syntax::Toml) => format!("{form} with TOML front matter"),
            Some(Syntax::Json) => format!("{form} with JSON front matter"),
            Some(Syntax::Header) => format!("{form} with header lines"),
            Some(Syntax::Mail) => format!("{form} with the head of a mail"),
            Some(Syntax::Html) => format!("{form} with metadata"),
        };
        let mut name = name.clone();
        // The name of a post is its address; that of a text is anything.
        if front.is_none() || header && !called_markdown && !is_html {
            name.stem = String::new();
        }
        Ok(Self {
            file: file.to_owned(),
            line: part.line,
            form,
            name,
            meta,
            body,
            notes,
            words,
            target: Target::Brief,
        })
    }
}

/// Counts the words of keys and values.
pub(super) fn count(entries: &[Entry], words: &mut WordCount) {
    for entry in entries {
        words.add(&entry.key);
        entry.value.each_text(&mut |text| words.add(text));
    }
}

/// The entries with their lines moved down.
fn moved(entries: &[Entry], lines: usize) -> Vec<Entry> {
    entries
        .iter()
        .cloned()
        .map(|entry| Entry {
            line: entry.line + lines,
            ..entry
        })
        .collect()
}

fn tell_front(front: &Front, lines: usize, notes: &mut Notes, words: &mut WordCount) {
    for (line, comment) in &front.comments {
        words.add(comment);
        notes.kept(
            line + lines,
            comment,
            "a comment, tag or anchor of the front matter was left out",
        );
    }
    for (line, fault) in &front.faults {
        notes.decide(line + lines, fault.clone());
    }
}
