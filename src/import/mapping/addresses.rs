//! Keys that hold addresses: where a post was before, its name, its picture, its first place of publication.
//!
//! Comes in: an entry. Goes out: what a brief says of it, if that can be said.

use super::super::address;
use super::super::meta::Picture;
use super::super::picture;
use super::super::tree::{Entry, Node};
use super::Meaning;
use super::{Reader, shown_list, split};
use crate::model::Slug;

impl Reader<'_> {
    pub(super) fn aliases(&mut self, entry: &Entry) -> bool {
        let Some(texts) = entry.value.as_texts() else {
            return false;
        };
        let texts: Vec<String> = match &texts[..] {
            [text] if self.header => split(text, ','),
            texts => texts.iter().map(|text| (*text).to_owned()).collect(),
        };
        let mut paths = Vec::with_capacity(texts.len());
        for text in &texts {
            // Obsidian keeps other titles of a note under this key.
            let is_title = text.contains(' ') && !text.contains('/');
            match address::old_path(text).filter(|_| !is_title) {
                Some(path) => paths.push(path.to_string()),
                // The others are as good without it.
                None => self.notes.decide_about(
                    entry.line,
                    text,
                    "this is no address that can lead here; it was left out",
                ),
            }
        }
        if paths.is_empty() {
            return false;
        }
        self.renamed(Meaning::Aliases, entry, &shown_list(&paths));
        self.add(entry, |meta| &mut meta.aliases, paths);
        true
    }

    /// The address that a post had: a redirect leads from it, once slug and date are known.
    pub(super) fn address(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry.value.as_text() else {
            return false;
        };
        self.meta
            .patterns
            .push((entry.line, entry.key.clone(), text.to_owned()));
        true
    }

    pub(super) fn image(&mut self, entry: &Entry) -> bool {
        if self.meta.image.is_some() {
            return false;
        }
        let field = |keys: &[&str]| {
            keys.iter()
                .find_map(|key| Some(entry.value.get(key)?.as_text()?.to_owned()))
        };
        let (path, alt) = match &entry.value {
            Node::Map(_) => {
                let path = field(&[
                    "path",
                    "src",
                    "image",
                    "url",
                    "feature",
                    "overlay_image",
                    "teaser",
                    "file",
                ]);
                let Some(path) = path else { return false };
                (path, field(&["alt", "image_alt", "caption"]))
            }
            Node::List(items) => match items.first().and_then(Node::as_text) {
                Some(path) => (path.to_owned(), None),
                None => return false,
            },
            other => match other.as_text() {
                Some(path) => (path.to_owned(), None),
                None => return false,
            },
        };
        let path = picture::plain_address(&path);
        if path.is_empty() || path.contains(char::is_whitespace) && path.contains(": ") {
            return false;
        }
        let own = matches!(&entry.value, Node::Map(inner) if inner.iter().all(|e| matches!(e.key.as_str(), "path" | "alt")));
        if !own || entry.key != "image" {
            self.renamed(Meaning::Image, entry, &path);
        }
        self.meta.image = Some(Picture { path, alt });
        // What else is said about the picture is kept, and so is a list's rest.
        match &entry.value {
            Node::Map(inner) => inner
                .iter()
                .all(|e| matches!(e.key.as_str(), "path" | "src" | "alt")),
            Node::List(items) => items.len() == 1,
            _ => true,
        }
    }

    pub(super) fn canonical(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry
            .value
            .as_text()
            .filter(|_| self.meta.canonical.is_none())
        else {
            return false;
        };
        let web = text.starts_with("https://") || text.starts_with("http://");
        if !web || text.contains(char::is_whitespace) {
            self.notes
                .not_understood(entry.line, text, "this is no web address");
            return false;
        }
        self.renamed(Meaning::Canonical, entry, text);
        self.meta.canonical = Some(text.to_owned());
        true
    }

    pub(super) fn slug(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry.value.as_text().filter(|_| self.meta.slug.is_none()) else {
            return false;
        };
        let last = text
            .trim_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let slug = Slug::new(last).or_else(|| Slug::from_name(last));
        let Some(slug) = slug.filter(|slug| slug.as_str() != "index") else {
            return false;
        };
        let was = format!("{}: {text}", entry.key);
        self.notes.changed(
            entry.line,
            &was,
            format!("became the name of the file, `{slug}`"),
        );
        self.meta.slug = Some(slug.to_string());
        true
    }
}
