//! A body that its author wrote as Markdown becomes that of a brief.
//!
//! Comes in: lines of Markdown. Goes out: the same Markdown, with the sections of a brief as headings of level 2,
//! labels of effects in bold, and bullets that Markdown knows. Words, code and markup stay as they are.

use super::heading::{self, Names};
use super::marks;
use super::report::{Notes, SectionFound};
use super::signs::{atx, fence_of, underline};
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
    let shift = shift(lines, names);
    let mut writer = Writer {
        lines,
        names,
        notes,
        shift,
        known_title: title,
        out: String::new(),
        section: None,
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
    body: Body,
}

impl Writer<'_> {
    fn run(&mut self) {
        let mut fence: Option<String> = None;
        let mut at = 0;
        while at < self.lines.len() {
            let line = &self.lines[at];
            if let Some(open) = &fence {
                let closes = line.trimmed().starts_with(open.as_str())
                    && line.trimmed().trim_matches(['`', '~']).is_empty();
                self.verbatim(line);
                if closes {
                    fence = None;
                }
                at += 1;
                continue;
            }
            fence = fence_of(line);
            let code = fence.is_some() || line.indent() >= 4;
            at += if code {
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
        let line = &self.without_attribute_lists(&self.lines[at]);
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
            let title = self.without_attributes(line, title);
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
            return 1;
        }
        let indent = &line.text[..line.text.len() - line.text.trim_start().len()];
        if let Some(item) = self.bullet(line, text) {
            self.out += &format!("{indent}- {}\n", labelled(item));
            return 1;
        }
        match text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) {
            Some(item) => {
                let labelled = labelled(item);
                let changed = labelled != item;
                let mark = &text[..2];
                if changed {
                    self.out += &format!("{indent}{mark}{labelled}\n");
                } else {
                    self.verbatim(line);
                }
            }
            None => {
                let new = labelled(text);
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
        if level == 1 && first && !title.is_empty() {
            match self.known_title {
                None => {
                    self.notes
                        .done(line.number, "the heading of level 1 became the title");
                    self.body.title = Some(title.to_owned());
                    return;
                }
                Some(known)
                    if parse::heading_key(&markdown::plain_text(known))
                        == parse::heading_key(title) =>
                {
                    self.notes
                        .changed(line.number, title, "the heading said the title once more");
                    return;
                }
                Some(_) => {}
            }
        }
        let level = level.saturating_add_signed(self.shift).clamp(1, 6);
        self.heading(level, title, next);
    }

    /// A heading without the attributes that kramdown, Hugo and Pandoc read: `{#id .class}`.
    fn without_attributes(&mut self, line: &Line, title: &str) -> String {
        let cut = title.rfind('{').filter(|_| title.ends_with('}'));
        match cut.filter(|at| title[at + 1..].trim_start().starts_with(['#', '.', ':'])) {
            Some(at) => {
                self.notes.changed(
                    line.number,
                    &title[at..],
                    "attributes of a heading were left out",
                );
                title[..at].trim_end().to_owned()
            }
            None => title.to_owned(),
        }
    }

    /// A line without kramdown's `{: .class}` behind a picture, a link or emphasis, and without the mark that ends a
    /// teaser behind a text.
    fn without_attribute_lists(&mut self, line: &Line) -> Line {
        let mut text = line.text.clone();
        if let Some((at, what)) = marks::teaser_behind(&text) {
            self.notes.changed(line.number, text[at..].trim_end(), what);
            text.truncate(text[..at].trim_end().len());
        }
        let mut from = 0;
        while let Some(at) = text[from..].find("{:").map(|at| from + at) {
            let end = text[at..].find('}').map(|end| at + end + 1);
            match end.filter(|_| text[..at].ends_with([')', '*', '_', '`', ']'])) {
                Some(end) => {
                    self.notes.changed(
                        line.number,
                        &text[at..end],
                        "a kramdown attribute list was left out",
                    );
                    text.replace_range(at..end, "");
                    from = at;
                }
                None => from = at + 2,
            }
        }
        Line {
            number: line.number,
            text,
        }
    }

    /// The text of an item whose bullet Markdown does not know.
    fn bullet<'t>(&mut self, line: &Line, text: &'t str) -> Option<&'t str> {
        let sign = text.chars().next()?;
        let rest = &text[sign.len_utf8()..];
        let dash = matches!(sign, '–' | '—')
            && matches!(self.section, Some(Role::Numbers | Role::Watch))
            && rest.starts_with(char::is_whitespace);
        let glyph = matches!(sign, '•' | '‣' | '◦' | '▪' | '●' | '○' | '■');
        let item = rest.trim_start();
        if !(dash || glyph) || item.is_empty() {
            return None;
        }
        self.notes.done(
            line.number,
            format!("a bullet written as `{sign}` became `-`"),
        );
        Some(item)
    }
}

/// A line with the label of an effect set bold, if it begins with one in plain words.
fn labelled(text: &str) -> String {
    let Some(end) = parse::order_label(text).filter(|_| text.starts_with(char::is_alphanumeric))
    else {
        return text.to_owned();
    };
    let (head, rest) = text.split_at(end);
    let words = head
        .trim_end()
        .trim_end_matches([':', '—', '–', '-', '.', ' ']);
    let sign = head.trim_end()[words.len()..].trim();
    match sign {
        ":" | "." | "" => format!("**{words}{sign}** {rest}"),
        sign => format!("**{words}** {sign} {rest}"),
    }
    .trim_end()
    .to_owned()
}

/// What is added to the levels of an author's own headings: as much as makes the sections of a brief, if they all have
/// one level, headings of level 2.
fn shift(lines: &[Line], names: &Names) -> isize {
    let mut levels = Vec::new();
    let mut fence: Option<String> = None;
    for line in lines {
        match &fence {
            Some(open) if line.trimmed().starts_with(open.as_str()) => fence = None,
            Some(_) => {}
            None => {
                fence = fence_of(line);
                if let Some((level, _)) = atx(line.trimmed())
                    && heading::known(line.trimmed(), false, names).is_some()
                {
                    levels.push(level);
                }
            }
        }
    }
    let Some(&first) = levels.first() else {
        return 0;
    };
    if levels.iter().any(|level| *level != first) {
        return 0;
    }
    2 - isize::try_from(first).unwrap_or(2)
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    #[track_caller]
    fn check(text: &str, title: Option<&str>, expected: &str, found: Option<&str>) {
        let mut notes = Notes::default();
        let body = read(&lines(text, 1), title, &Names::new(), &mut notes);
        assert_eq!(
            (body.markdown.as_str(), body.title.as_deref()),
            (expected, found),
            "{text}"
        );
    }

    #[test]
    fn sections_get_level_two_and_the_title_leaves_the_body() {
        check(
            "# Acme turns\n\n## What Happened\nA.\n",
            None,
            "## What Happened\n\nA.\n",
            Some("Acme turns"),
        );
        check("# Acme turns\n\nA.\n", Some("Acme turns"), "A.\n", None);
        check(
            "# Other\n\nA.\n",
            Some("Acme turns"),
            "# Other\n\nA.\n",
            None,
        );
        check(
            "### What Happened\n\n#### Deal\n\nA.\n",
            None,
            "## What Happened\n\n### Deal\n\nA.\n",
            None,
        );
        check(
            "**Why It Matters:**\nFirst-order: A.\n",
            None,
            "## Why It Matters\n\n**First-order:** A.\n",
            None,
        );
        check(
            "What Happened\n---\nA.\n\nOwn\n===\nB.\n",
            None,
            "## What Happened\n\nA.\n\n# Own\n\nB.\n",
            None,
        );
    }

    #[test]
    fn code_and_markup_stay_as_they_are() {
        for text in [
            "```\n# What Happened\nFirst-order: x\n```\n",
            "    What Happened\n",
            "- item\n  - deeper\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            "*emphasis* and <b>html</b>, [[Acme]] and `code`\n",
            "Text\n\n---\n\nText\n",
        ] {
            check(text, Some("T"), text, None);
        }
    }

    #[test]
    fn what_only_another_program_reads_is_left_out() {
        check(
            "## Own {#id .x}\n{: .lead}\nA.\n<!-- more -->\n[TOC]\nB.\n",
            None,
            "## Own\n\nA.\nB.\n",
            None,
        );
        check(
            "A. <!--  more  -->\n\n* TOC\n{:toc}\n\n1. Contents\n{: .x toc}\n\n- one\n- two\n{:.y}\n\n`<!-- more -->`\n",
            None,
            "A.\n\n\n\n- one\n- two\n\n`<!-- more -->`\n",
            None,
        );
    }

    #[test]
    fn foreign_bullets_become_dashes() {
        check(
            "## The Numbers\n\n• $5B now\n– $6B then\n",
            None,
            "## The Numbers\n\n- $5B now\n- $6B then\n",
            None,
        );
    }
}
