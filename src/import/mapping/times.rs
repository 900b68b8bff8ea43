//! Keys that say when: the day of a brief, when it was changed, and whether it is out yet.
//!
//! Comes in: an entry. Goes out: what a brief says of it, if that can be said.

use super::super::date;
use super::super::report::Found;
use super::super::tree::Entry;
use super::{Meaning, Reader};

impl Reader<'_> {
    /// The same for a time, with whose zone it was taken for where it says none.
    pub(super) fn renamed_time(&mut self, meaning: Meaning, entry: &Entry, text: &str, now: &str) {
        if now.len() > 10 && !date::names_zone(text) {
            let was = format!("{}: {text}", entry.key);
            let message = format!(
                "became `{}`, written as `{now}`: it names no time zone, so that it is taken as UTC",
                meaning.name()
            );
            self.notes.changed(entry.line, &was, message);
        } else {
            self.renamed(meaning, entry, now);
        }
    }

    pub(super) fn date(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry.value.as_text().filter(|_| self.meta.date.is_none()) else {
            return false;
        };
        let Some(date) = date::moment(text) else {
            let was = format!("{}: {text}", entry.key);
            self.notes.decide_about(
                entry.line,
                &was,
                "this is no day that can be read in one way only; write it as `2026-02-12`",
            );
            return false;
        };
        self.renamed_time(Meaning::Date, entry, text, &date);
        self.meta.date = Some(Found {
            value: date,
            from: "front matter".to_owned(),
        });
        true
    }

    pub(super) fn updated(&mut self, entry: &Entry) -> bool {
        let Some(text) = entry
            .value
            .as_text()
            .filter(|_| self.meta.updated.is_none())
        else {
            return false;
        };
        let Some(date) = date::moment(text) else {
            let was = format!("{}: {text}", entry.key);
            self.notes.not_understood(
                entry.line,
                &was,
                "this is no day that can be read in one way only",
            );
            return false;
        };
        self.renamed_time(Meaning::Updated, entry, text, &date);
        self.meta.updated = Some(date);
        true
    }

    pub(super) fn draft(&mut self, meaning: Meaning, entry: &Entry) -> bool {
        let flag = entry.value.as_bool();
        let written = entry.value.as_text().unwrap_or_default();
        let text = written.to_ascii_lowercase();
        let draft = match (meaning, flag, text.as_str()) {
            (Meaning::Draft, Some(draft), _) => draft,
            (Meaning::Published, Some(published), _) => !published,
            (Meaning::Private, Some(private), _) => private,
            // Some themes keep the date of publication here.
            (Meaning::Published, None, _) => return self.date(entry),
            (Meaning::Status, _, "draft") => true,
            (Meaning::Status, _, "published" | "publish" | "public" | "final" | "live") => false,
            (Meaning::Status, _, "hidden" | "private" | "scheduled" | "pending" | "skip") => true,
            _ => return false,
        };
        let hides = meaning == Meaning::Private && draft
            || matches!(text.as_str(), "hidden" | "private" | "scheduled");
        if hides {
            let was = format!("{}: {written}", entry.key);
            self.notes.decide_about(
                entry.line,
                &was,
                "it was not for everybody, so that it became a draft: decide whether to publish it",
            );
        } else if meaning != Meaning::Draft || !draft {
            let now = if draft {
                "became `draft: true`"
            } else {
                "says what is so anyway; it was left out"
            };
            self.notes
                .changed(entry.line, &format!("{}: {written}", entry.key), now);
        }
        self.meta.draft |= draft;
        true
    }
}
