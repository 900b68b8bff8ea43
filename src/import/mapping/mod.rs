//! Keys of any kind become those of a brief.
//!
//! Comes in: entries of a tree. Goes out: a [`Meta`], and notes on each entry that is called or written otherwise now.
//! What has no place is kept under `extra`; nothing is left out in silence.

mod addresses;
mod params;
mod times;

use super::address::FileName;
use super::front::Syntax;
use super::keys::{self, Meaning};
use super::meta::{Meta, add_new};
use super::report::{Found, Notes};
use super::tree::{Entry, Node};

/// Reads `entries`, which were written in `syntax`.
pub(super) fn read(
    entries: &[Entry],
    name: &FileName,
    syntax: Option<Syntax>,
    notes: &mut Notes,
) -> Meta {
    let mut reader = Reader {
        meta: Meta::default(),
        header: matches!(syntax, Some(Syntax::Header | Syntax::Mail | Syntax::Html)),
        mail: syntax == Some(Syntax::Mail),
        notes,
    };
    let mut known = Vec::new();
    let lifted = params::lift(entries, reader.notes);
    let entries = lifted.as_deref().unwrap_or(entries);
    reader.sort(entries, &mut known, 0);
    // Synonyms: the one further up in the table wins, whatever the order in the file. The sort is stable.
    known.sort_by_key(|(meaning, place, _)| (*meaning, *place));
    let jekyll = name.is_jekyll || entries.iter().any(|e| e.key == "layout");
    for (meaning, _, entry) in known {
        reader.take(meaning, entry, jekyll);
    }
    reader.meta
}

struct Reader<'a> {
    meta: Meta,
    /// Whether all values are texts, so that lists are separated by commas.
    header: bool,
    /// Whether it is the head of a mail, where keys mean something else.
    mail: bool,
    notes: &'a mut Notes,
}

impl Reader<'_> {
    /// Parts entries that mean something here from those that go under `extra`.
    fn sort<'e>(
        &mut self,
        entries: &'e [Entry],
        known: &mut Vec<(Meaning, usize, &'e Entry)>,
        depth: usize,
    ) {
        for entry in entries {
            let meaning = match self.mail {
                true => keys::meaning_in_mail(&entry.key),
                false => keys::meaning(&entry.key),
            };
            match meaning {
                None if self.mail => {
                    let was = format!("{}: {}", entry.key, entry.value.shown());
                    let message = "of the head of the mail; left out, since a reader of the brief has no use for it";
                    self.notes.kept(entry.line, &was, message);
                }
                Some((Meaning::Taxonomies, _)) if depth == 0 => match &entry.value {
                    Node::Map(inner) => {
                        self.notes.changed(
                            entry.line,
                            &entry.key,
                            "the taxonomies in it were read one by one",
                        );
                        self.sort(inner, known, 1);
                    }
                    _ => self.keep(entry),
                },
                Some((Meaning::Extra, _)) if depth == 0 => match &entry.value {
                    Node::Map(inner) => inner
                        .iter()
                        .for_each(|entry| self.keep_quietly(entry.clone())),
                    Node::Null => {}
                    _ => self.keep(entry),
                },
                Some((meaning, place)) => known.push((meaning, place, entry)),
                None => self.keep(entry),
            }
        }
    }

    fn take(&mut self, meaning: Meaning, entry: &Entry, jekyll: bool) {
        if entry.value.is_empty() {
            let was = format!("{}: {}", entry.key, entry.value.shown());
            self.notes
                .kept(entry.line, was.trim(), "a key without a value was left out");
            return;
        }
        let names_things = !matches!(
            meaning,
            Meaning::Draft
                | Meaning::Published
                | Meaning::Status
                | Meaning::Private
                | Meaning::Title
        );
        if names_things && is_flag(&entry.value) {
            return self.keep(entry);
        }
        let taken = match meaning {
            Meaning::Title => self.title(entry),
            Meaning::Dek => self.text(entry, meaning, |meta| &mut meta.dek),
            Meaning::Series => self.text(entry, meaning, |meta| &mut meta.series),
            Meaning::Date => self.date(entry),
            Meaning::Updated => self.updated(entry),
            Meaning::Draft | Meaning::Published | Meaning::Status | Meaning::Private => {
                self.draft(meaning, entry)
            }
            Meaning::Authors => self.authors(entry),
            Meaning::Tags => self.tags(entry, jekyll),
            Meaning::Companies => self.texts(entry, |meta| &mut meta.companies),
            Meaning::Aliases => self.aliases(entry),
            Meaning::Address => self.address(entry),
            Meaning::Image => self.image(entry),
            Meaning::Canonical => self.canonical(entry),
            Meaning::Slug => self.slug(entry),
            Meaning::Numbers | Meaning::Effects | Meaning::Watch => self.typed(meaning, entry),
            Meaning::Extra | Meaning::Taxonomies => false,
        };
        if !taken {
            self.keep(entry);
        }
    }

    /// Keeps an entry under `extra`, and says so.
    fn keep(&mut self, entry: &Entry) {
        let message = match keys::meaning(&entry.key) {
            Some((meaning, _)) => format!(
                "could not become `{}`, or not all of it; kept under `extra`",
                meaning.name()
            ),
            None => "has no meaning here; kept under `extra`".to_owned(),
        };
        self.notes.kept(entry.line, &entry.key, message);
        self.keep_quietly(entry.clone());
    }

    /// Adds the texts that are not there yet, whatever their case, and tells those that were.
    fn add(&mut self, entry: &Entry, field: fn(&mut Meta) -> &mut Vec<String>, items: Vec<String>) {
        for again in add_new(field(&mut self.meta), items) {
            self.notes
                .kept(entry.line, &again, "said once already; left out");
        }
    }

    fn keep_quietly(&mut self, mut entry: Entry) {
        let wanted = entry.key.clone();
        let mut number = 1;
        while let Some(known) = self.meta.extra.iter().find(|e| e.key == entry.key) {
            if known.value == entry.value {
                self.notes.kept(
                    entry.line,
                    &format!("{wanted}: {}", entry.value.shown()),
                    "given twice, written once",
                );
                return;
            }
            number += 1;
            entry.key = format!("{wanted}_{number}");
        }
        if number > 1 {
            let message = format!(
                "given more than once; it is kept as `{}` under `extra`",
                entry.key
            );
            self.notes.changed(entry.line, &wanted, message);
        }
        self.meta.extra.push(entry);
    }

    /// Tells that `entry` is called, or written, otherwise now.
    fn renamed(&mut self, meaning: Meaning, entry: &Entry, now: &str) {
        let shown = entry.value.shown();
        if entry.key != meaning.name() || shown != now {
            let was = format!("{}: {shown}", entry.key);
            let message = match entry.key == meaning.name() {
                true => format!("written as `{now}`"),
                false => format!("became `{}`", meaning.name()),
            };
            self.notes.changed(entry.line, &was, message);
        }
    }

    fn title(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry.value.as_text().filter(|_| self.meta.title.is_none()) else {
            return false;
        };
        let title = one_line(text);
        let title = if self.mail {
            without_answers(&title)
        } else {
            &title
        };
        // `Vec<T>` would be taken for HTML, and its reader would lose a word.
        let title = guarded(title);
        self.renamed(Meaning::Title, entry, &title);
        self.meta.title = Some(Found {
            value: title,
            from: "front matter".to_owned(),
        });
        true
    }

    fn text(
        &mut self,
        entry: &Entry,
        meaning: Meaning,
        field: fn(&mut Meta) -> &mut Option<String>,
    ) -> bool {
        let texts = entry.value.as_texts();
        let Some([text]) = texts.as_deref().filter(|_| field(&mut self.meta).is_none()) else {
            return false;
        };
        let text = guarded(&one_line(text));
        self.renamed(meaning, entry, &text);
        *field(&mut self.meta) = Some(text);
        true
    }

    fn authors(&mut self, entry: &Entry) -> bool {
        let one = |node: &Node| match node {
            Node::Map(_) => ["name", "display_name", "title"]
                .iter()
                .find_map(|key| Some(node.get(key)?.as_text()?.to_owned())),
            other => other.as_text().map(str::to_owned),
        };
        let names: Option<Vec<String>> = match &entry.value {
            Node::List(items) => items.iter().map(one).collect(),
            other => one(other).map(|name| vec![name]),
        };
        let Some(mut names) = names else { return false };
        if self.header {
            let separator = if names.iter().any(|n| n.contains(';')) {
                ';'
            } else {
                ','
            };
            names = names
                .iter()
                .flat_map(|n| n.split(separator))
                .map(|n| n.trim().to_owned())
                .collect();
        }
        names.retain(|name| !name.is_empty());
        self.renamed(Meaning::Authors, entry, &shown_list(&names));
        self.add(entry, |meta| &mut meta.authors, names);
        let has_map = match &entry.value {
            Node::List(items) => items.iter().any(|item| matches!(item, Node::Map(_))),
            other => matches!(other, Node::Map(_)),
        };
        // A map says more than the name: all of it is kept.
        !has_map
    }

    fn tags(&mut self, entry: &Entry, jekyll: bool) -> bool {
        let Some(texts) = entry.value.as_texts() else {
            return false;
        };
        let is_list = matches!(entry.value, Node::List(_));
        let tags: Vec<String> = match &texts[..] {
            [text] if !is_list && text.contains(',') => split(text, ','),
            // Jekyll splits a text at its blanks.
            [text] if !is_list && jekyll => text.split_whitespace().map(str::to_owned).collect(),
            texts => texts
                .iter()
                .filter(|t| !t.is_empty())
                .map(|t| (*t).to_owned())
                .collect(),
        };
        if keys::simple(&entry.key).starts_with("categor") {
            self.meta.categories.extend(tags.iter().cloned());
        }
        self.renamed(Meaning::Tags, entry, &shown_list(&tags));
        self.add(entry, |meta| &mut meta.tags, tags);
        true
    }

    fn texts(&mut self, entry: &Entry, field: fn(&mut Meta) -> &mut Vec<String>) -> bool {
        let Some(texts) = entry.value.as_texts() else {
            return false;
        };
        let texts: Vec<String> = match &texts[..] {
            [text] if self.header => split(text, ','),
            texts => texts.iter().map(|text| (*text).to_owned()).collect(),
        };
        if entry.key != "companies" {
            self.renamed(Meaning::Companies, entry, &shown_list(&texts));
        }
        self.add(entry, field, texts);
        true
    }

    fn typed(&mut self, meaning: Meaning, entry: &Entry) -> bool {
        let given = self.meta.typed.iter().any(|e| e.key == meaning.name());
        let shape = matches!(entry.value, Node::List(_)) || meaning == Meaning::Effects;
        if given || !shape {
            return false;
        }
        self.renamed_key(meaning, entry);
        self.meta
            .typed
            .push(Entry::new(meaning.name(), entry.line, entry.value.clone()));
        true
    }

    fn renamed_key(&mut self, meaning: Meaning, entry: &Entry) {
        if entry.key != meaning.name() {
            self.notes.changed(
                entry.line,
                &entry.key,
                format!("became `{}`", meaning.name()),
            );
        }
    }
}

/// Whether a value is `true` or `false` and nothing that has a name.
fn is_flag(value: &Node) -> bool {
    matches!(value, Node::Plain(_))
        && matches!(value.as_text(), Some(text) if ["true", "false"].contains(&text.to_ascii_lowercase().as_str()))
}

/// The subject of a mail without `Re:` and `Fwd:`.
fn without_answers(subject: &str) -> &str {
    let mut rest = subject;
    while let Some((head, tail)) = rest.split_once(':')
        && ["re", "fw", "fwd", "aw", "wg"].contains(&head.trim().to_ascii_lowercase().as_str())
        && !tail.trim().is_empty()
    {
        rest = tail.trim_start();
    }
    rest
}

fn split(text: &str, separator: char) -> Vec<String> {
    text.split(separator)
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a list is shown, for telling whether it was written so.
fn shown_list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// A text in which nothing is taken for HTML: a `<` that begins a tag is escaped, unless it is already.
pub(super) fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut escaped = false;
    while let Some(c) = chars.next() {
        let tag = chars
            .peek()
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
        if c == '<' && tag && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}
