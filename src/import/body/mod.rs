//! A body that its author wrote as Markdown becomes that of a brief.
//!
//! Comes in: lines of Markdown. Goes out: the same Markdown, with the sections of a brief as headings of level 2,
//! labels of effects in bold, and bullets that Markdown knows. Words, code and markup stay as they are.

mod attributes;
mod items;
mod levels;
mod obsidian;

use super::heading::{self, Names};
use super::marks;
use super::report::{Notes, SectionFound};
use super::signs::{Fences, atx, underline};
use super::text::Line;
use crate::markdown;
use crate::model::Role;
use crate::parse;

/// A Markdown body that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) markdown: String,
    pub(super) sections: Vec<SectionFound>,
    /// The heading that names the whole, if it was taken out of the body.
    pub(super) title: Option<String>,
}

/// Reads `lines`. `title` is the title that is known, if one is.
pub(super) fn read(lines: &[Line], title: Option<&str>, names: &Names, notes: &mut Notes) -> Body {
    let shift = levels::shift(lines, names);
    let mut writer = Writer {
        lines,
        names,
        notes,
        shift,
        known_title: title,
        out: String::new(),
        section: None,
        has_heading: false,
        body: Body {
            markdown: String::new(),
            sections: Vec::new(),
            title: None,
        },
    };
    writer.run();
    let Writer { out, mut body, .. } = writer;
    body.markdown = out.trim_matches('\n').to_owned();
    if !body.markdown.is_empty() {
        body.markdown.push('\n');
    }
    body
}

struct Writer<'a> {
    lines: &'a [Line],
    names: &'a Names,
    notes: &'a mut Notes,
    /// What is added to the level of headings that are no section.
    shift: isize,
    known_title: Option<&'a str>,
    out: String,
    section: Option<Role>,
    /// Whether a heading of the author's own was written.
    has_heading: bool,
    body: Body,
}

impl Writer<'_> {
    fn run(&mut self) {
        let mut code = Fences::default();
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            at += if code.covers(line) || line.indent() >= 4 {
                self.verbatim(line)
            } else {
                self.take(at)
            };
        }
    }

    /// Writes a line as it is.
    fn verbatim(&mut self, line: &Line) -> usize {
        self.out.push_str(&line.text);
        self.out.push('\n');
        1
    }

    /// Writes a heading, with a blank line on either side.
    fn heading(&mut self, level: usize, title: &str, next: Option<&Line>) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.out += &format!("{} {title}\n", "#".repeat(level));
        if next.is_some_and(|next| !next.is_blank()) {
            self.out.push('\n');
        }
    }

    fn take(&mut self, at: usize) -> usize {
        let line = &attributes::without_attribute_lists(&self.lines[at], self.notes);
        let line = &obsidian::without_marks(line, self.notes);
        if let Some(lines) = obsidian::callout(line, self.notes) {
            self.out += &lines;
            return 1;
        }
        let text = line.trimmed();
        let above = at.checked_sub(1).map_or("", |at| self.lines[at].trimmed());
        let heading_above =
            atx(above).is_some() || heading::known(above, false, self.names).is_some();
        let follows = !above.is_empty() && !heading_above;
        let underline = self
            .lines
            .get(at + 1)
            .and_then(|next| underline(next.trimmed()))
            .filter(|_| !text.is_empty());
        let is_item = text.starts_with(['-', '*', '+', '>', '|']) && !text.starts_with("**");
        if !is_item && let Some(known) = heading::known(text, follows, self.names) {
            self.body.sections.push(known.found(text, line.number));
            self.section = Some(known.role);
            let taken = if underline.is_some() && known.rest.is_none() {
                2
            } else {
                1
            };
            let next = self.lines.get(at + taken).cloned();
            self.heading(2, &known.title, next.as_ref());
            if let Some(rest) = known.rest {
                if !self.out.ends_with("\n\n") {
                    self.out.push('\n');
                }
                self.out.push_str(rest);
                self.out.push('\n');
            }
            return taken;
        }
        if let Some((level, title)) = atx(text) {
            let title = attributes::without_attributes(line, title, self.notes);
            let next = self.lines.get(at + 1).cloned();
            self.any_heading(line, level, &title, next.as_ref());
            return 1;
        }
        if let Some(level) = underline.filter(|_| !follows && !is_item) {
            let next = self.lines.get(at + 2).cloned();
            self.any_heading(line, level, text, next.as_ref());
            return 2;
        }
        if marks::stands_for_contents(self.lines, at) {
            self.notes.changed(
                line.number,
                text,
                "the line that a table of contents took the place of was left out",
            );
            return 1;
        }
        if let Some(what) = marks::dropped(text) {
            self.notes.changed(line.number, text, what);
            let next = self.lines.get(at + 1).is_some_and(|next| !next.is_blank());
            if marks::parts(text) && next && !above.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
            return 1;
        }
        let indent = &line.text[..line.text.len() - line.text.trim_start().len()];
        if let Some(item) = items::bullet(line, text, self.section, self.notes) {
            self.out += &format!("{indent}- {}\n", items::labelled(item));
            return 1;
        }
        match text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) {
            Some(item) => {
                let labelled = items::labelled(item);
                let changed = labelled != item;
                let mark = &text[..2];
                if changed {
                    self.out += &format!("{indent}{mark}{labelled}\n");
                } else {
                    self.verbatim(line);
                }
            }
            None => {
                let new = items::labelled(text);
                if new == text {
                    self.verbatim(line);
                } else {
                    self.out += &format!("{indent}{new}\n");
                }
            }
        }
        1
    }

    /// A heading that begins no section of a brief: the title, or one of the author's own.
    fn any_heading(&mut self, line: &Line, level: usize, title: &str, next: Option<&Line>) {
        let first = self.body.sections.is_empty()
            && self.body.title.is_none()
            && self.out.trim().is_empty();
        let same = self.known_title.is_some_and(|known| {
            parse::heading_key(&markdown::plain_text(known)) == parse::heading_key(title)
        });
        if same && !title.is_empty() && !self.has_heading && self.body.sections.is_empty() {
            self.notes
                .changed(line.number, title, "the heading said the title once more");
            return;
        }
        if level == 1 && first && !title.is_empty() && self.known_title.is_none() {
            self.notes
                .done(line.number, "the heading of level 1 became the title");
            self.body.title = Some(title.to_owned());
            return;
        }
        self.has_heading = true;
        let level = level.saturating_add_signed(self.shift).clamp(1, 6);
        self.heading(level, title, next);
    }
}

#[cfg(test)]
mod tests;
