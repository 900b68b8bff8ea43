//! The front matter of a brief.
//!
//! Comes in: what was found in the input and what was asked for on the command line. Goes out: the keys that a brief
//! has, in their usual order, as YAML.

use jiff::civil::Date;

use super::Options;
use super::address::{self, FileName};
use super::emit;
use super::report::{Found, Notes};
use super::tree::{Entry, Node};

/// The front matter of a brief, as far as it is known before its body is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub(super) title: Option<Found>,
    pub(super) dek: Option<String>,
    pub(super) date: Option<Found>,
    pub(super) updated: Option<String>,
    pub(super) draft: bool,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) series: Option<String>,
    pub(super) companies: Vec<String>,
    pub(super) aliases: Vec<String>,
    pub(super) image: Option<Picture>,
    pub(super) canonical: Option<String>,
    pub(super) slug: Option<String>,
    /// `numbers`, `effects` and `watch`, as they are.
    pub(super) typed: Vec<Entry>,
    pub(super) extra: Vec<Entry>,
    /// Permalinks that wait for slug and date, with their line and key.
    pub(super) patterns: Vec<(usize, String, String)>,
    /// The categories the post had: they are a part of some addresses.
    pub(super) categories: Vec<String>,
}

/// The picture that stands for a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) path: String,
    pub(super) alt: Option<String>,
}

impl Meta {
    /// Adds what the file's name says and what was asked for on the command line. The command line wins.
    pub(super) fn complete(&mut self, name: &FileName, options: &Options, notes: &mut Notes) {
        if let (None, Some(date)) = (&self.date, &name.date) {
            self.date = Some(Found {
                value: date.clone(),
                from: "name of the file".to_owned(),
            });
        }
        if name.in_drafts && !self.draft {
            self.draft = true;
            notes.done(None, "it lay in `_drafts`, so that it became a draft");
        }
        let mut replace = |field: &mut Option<Found>, given: &Option<String>, flag: &str| {
            let Some(given) = given else { return };
            if let Some(old) = field.as_ref().filter(|old| old.value != *given) {
                notes.changed(
                    None,
                    &old.value,
                    format!("`{flag}` was given and replaced it"),
                );
            }
            *field = Some(Found {
                value: given.clone(),
                from: flag.to_owned(),
            });
        };
        replace(&mut self.title, &options.title, "--title");
        replace(
            &mut self.date,
            &options.date.map(|date| date.to_string()),
            "--date",
        );
        let given = std::mem::take(&mut self.companies);
        add_new(&mut self.companies, options.companies.clone());
        add_new(&mut self.companies, given);
        add_new(&mut self.tags, options.tags.clone());
    }

    /// Makes redirects of the addresses it had, now that its slug is known.
    pub(super) fn resolve_addresses(&mut self, slug: &str, own: &str, notes: &mut Notes) {
        let day: Option<Date> = self
            .date
            .as_ref()
            .and_then(|date| date.value.get(..10)?.parse().ok());
        let mut paths = Vec::new();
        for (line, key, pattern) in std::mem::take(&mut self.patterns) {
            let was = format!("{key}: {pattern}");
            match address::filled(&pattern, slug, day, &self.categories)
                .as_deref()
                .and_then(address::old_path)
            {
                Some(path) => {
                    notes.changed(
                        line,
                        &was,
                        format!("the address it had, `{path}`, becomes a redirect"),
                    );
                    paths.push(path.to_string());
                }
                None => notes.decide_about(
                    line,
                    &was,
                    "the address it had can't be worked out; write it under `aliases`",
                ),
            }
        }
        add_new(&mut self.aliases, paths);
        if let Some(at) = self.aliases.iter().position(|alias| alias == own) {
            self.aliases.remove(at);
            notes.changed(
                None,
                own,
                "this is its address here too, and needs no redirect",
            );
        }
    }

    /// Moves what a page has no key for under `extra`.
    pub(super) fn keep_for_page(&mut self, notes: &mut Notes) {
        let of_page = ["title", "dek", "draft", "aliases", "extra"];
        let other: Vec<Entry> = self
            .entries()
            .into_iter()
            .filter(|e| !of_page.contains(&e.key.as_str()))
            .collect();
        let Self {
            title,
            dek,
            draft,
            aliases,
            mut extra,
            ..
        } = std::mem::take(self);
        for entry in other {
            notes.kept(
                None,
                &entry.key,
                "has no meaning in a page; kept under `extra`",
            );
            extra.push(entry);
        }
        *self = Self {
            title,
            dek,
            draft,
            aliases,
            extra,
            ..Self::default()
        };
    }

    /// The entries of the front matter, in their usual order.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut add = |key: &str, value: Option<Node>| {
            entries.extend(value.map(|value| Entry::new(key, 0, value)));
        };
        let text = |text: &Option<String>| text.clone().map(Node::Text);
        let list = |items: &[String]| {
            (!items.is_empty())
                .then(|| Node::List(items.iter().map(|i| Node::text(i.as_str())).collect()))
        };
        let plain = |text: &str| Node::Plain(text.to_owned());
        add(
            "title",
            self.title
                .as_ref()
                .map(|title| Node::text(title.value.as_str())),
        );
        add("dek", text(&self.dek));
        add("date", self.date.as_ref().map(|date| plain(&date.value)));
        add("updated", self.updated.as_deref().map(plain));
        add("draft", self.draft.then(|| plain("true")));
        add("authors", list(&self.authors));
        add("tags", list(&self.tags));
        add("series", text(&self.series));
        add("companies", list(&self.companies));
        add("aliases", list(&self.aliases));
        add(
            "image",
            self.image.as_ref().map(|image| match &image.alt {
                None => Node::text(image.path.as_str()),
                Some(alt) => Node::Map(vec![
                    Entry::new("path", 0, Node::text(image.path.as_str())),
                    Entry::new("alt", 0, Node::text(alt.as_str())),
                ]),
            }),
        );
        add("canonical", text(&self.canonical));
        entries.extend(self.typed.iter().cloned());
        if !self.extra.is_empty() {
            entries.push(Entry::new("extra", 0, Node::Map(self.extra.clone())));
        }
        entries
    }

    /// The front matter as YAML, without the lines that fence it.
    pub(super) fn yaml(&self) -> String {
        emit::yaml(&self.entries(), &["title", "dek"])
    }
}

/// Adds the items that are not there yet, whatever their case; gives the others.
pub(super) fn add_new(list: &mut Vec<String>, items: Vec<String>) -> Vec<String> {
    let mut again = Vec::new();
    for item in items {
        if list
            .iter()
            .any(|known| known.to_lowercase() == item.to_lowercase())
        {
            again.push(item);
        } else {
            list.push(item);
        }
    }
    again
}
