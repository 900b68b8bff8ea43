//! Shortcodes and template tags of other generators become Markdown.
//!
//! Comes in: a Markdown body with Hugo's `{{< figure >}}`, Jekyll's `{% highlight %}`, Zola's `{{ youtube(id="...") }}`.
//! Goes out: the same body with Markdown in their place, and a note on each. What has no counterpart stays where it is
//! and is told: a person finds it there. Code is left alone. Lines keep their numbers.

mod arguments;
mod enclosing;
mod known;

pub(super) use enclosing::alert;
pub(super) use known::fenced;

use std::collections::BTreeMap;

use super::report::Notes;
use super::text;
use arguments::Call;

/// Where links to other posts lead.
pub(super) trait Targets {
    /// The address of the brief that a post became: by the path, the file name or the name of the post. And whether it
    /// is one of those that are imported.
    fn address(&self, post: &str) -> (String, bool);
    /// The address of the brief that was at `old` before, if it is one of those that are imported.
    fn moved(&self, old: &str) -> Option<String>;
}

/// The longest tag that is looked at, in bytes.
const TAG_CAP: usize = 4096;

/// Converts `body`, whose first line has the number `line`.
pub(super) fn convert(body: &str, line: usize, targets: &dyn Targets, notes: &mut Notes) -> String {
    let out = String::with_capacity(body.len());
    let ends = ends(body);
    let mut pass = Pass {
        body,
        at: 0,
        line,
        out,
        targets,
        notes,
        closing: Vec::new(),
        ends,
    };
    pass.run();
    pass.out
}

/// The three kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `{{< name >}}` and `{{% name %}}`.
    Hugo,
    /// `{% name %}`.
    Block,
    /// `{{ expression }}`.
    Value,
}

/// A tag in the text.
#[derive(Clone, Copy, Debug)]
struct Tag<'a> {
    kind: Kind,
    /// All of it.
    raw: &'a str,
    /// Without the brackets and the white space inside them.
    inner: &'a str,
}

/// What becomes of a tag.
enum Becomes {
    /// This text, in its place.
    Text(String),
    /// This text, in place of the tag and of all up to its end tag, whose end is at this byte of the body.
    Block(String, usize),
    /// It opens something whose end tag, of this name, is left out later.
    Open(String, String),
    /// It has no counterpart.
    Unknown,
}

struct Pass<'a> {
    body: &'a str,
    at: usize,
    line: usize,
    out: String,
    targets: &'a dyn Targets,
    notes: &'a mut Notes,
    /// End tags that are waited for.
    closing: Vec<String>,
    ends: Ends,
}

/// Where the last end tag of each name begins, so that nobody looks for one in vain again and again.
type Ends = BTreeMap<String, usize>;

fn ends(body: &str) -> Ends {
    let mut ends = Ends::new();
    for (at, _) in body.match_indices('{') {
        if let Some(found) = tag(&body[at..])
            && let Some(name) = closes(found, &Call::read(found.inner))
        {
            ends.insert(name, at);
        }
    }
    ends
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        let mut code = super::signs::Fences::default();
        while self.at < self.body.len() {
            let rest = &self.body[self.at..];
            if self.begins_line() {
                let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
                let line = text::Line {
                    number: self.line,
                    text: rest[..end].trim_end().to_owned(),
                };
                if code.covers(&line) {
                    self.code(end);
                    continue;
                }
            }
            let Some(offset) = rest.find(['{', '`', '\n']) else {
                self.copy(rest.len());
                return;
            };
            self.copy(offset);
            let rest = &self.body[self.at..];
            match rest.as_bytes()[0] {
                b'\n' => self.copy(1),
                b'`' => self.copy(code_span(rest)),
                _ => match tag(rest) {
                    Some(tag) => self.tag(tag),
                    None => self.copy(1),
                },
            }
        }
    }

    fn begins_line(&self) -> bool {
        self.at == 0 || self.body[..self.at].ends_with('\n')
    }

    /// Copies `length` bytes.
    fn copy(&mut self, length: usize) {
        let piece = &self.body[self.at..self.at + length];
        self.out.push_str(piece);
        self.pass(length);
    }

    /// Copies a line of code. Only what keeps tags from being read in it is taken out.
    fn code(&mut self, length: usize) {
        let piece = &self.body[self.at..self.at + length];
        let mut piece = unescaped(piece);
        for mark in [
            "{% raw %}",
            "{% endraw %}",
            "{%raw%}",
            "{%endraw%}",
            "{%- raw -%}",
            "{%- endraw -%}",
        ] {
            if piece.contains(mark) {
                self.notes
                    .changed(self.line, mark, "was left out: nothing reads tags here");
                piece = piece.replace(mark, "");
            }
        }
        self.out.push_str(&piece);
        self.pass(length);
    }

    fn pass(&mut self, length: usize) {
        self.line += self.body[self.at..self.at + length].matches('\n').count();
        self.at += length;
    }

    fn tag(&mut self, tag: Tag<'_>) {
        let after = self.at + tag.raw.len();
        let number = self.line;
        if let Some(shown) = escaped_tag(tag) {
            self.notes.changed(
                number,
                tag.raw,
                "an escaped shortcode became the text that it shows",
            );
            self.out.push_str(&shown);
            self.pass(tag.raw.len());
            return;
        }
        let call = Call::read(tag.inner);
        if let Some(name) = closes(tag, &call)
            && let Some(at) = self
                .closing
                .iter()
                .rposition(|open| *open == name || name == "end")
        {
            self.closing.truncate(at);
            self.notes.changed(number, tag.raw, "was left out");
            self.pass(tag.raw.len());
            return;
        }
        let place = known::Place {
            body: self.body,
            after,
            ends: &self.ends,
        };
        let becomes = known::becomes(tag, &call, place, self.targets);
        match becomes {
            Becomes::Text(text) => {
                self.tell(tag.raw, &text);
                self.out.push_str(&text);
                self.pass(tag.raw.len());
            }
            Becomes::Open(text, name) => {
                self.tell(tag.raw, &text);
                self.out.push_str(&text);
                self.closing.push(name);
                self.pass(tag.raw.len());
            }
            Becomes::Block(text, end) => {
                let whole = &self.body[self.at..end];
                let was = match text.is_empty() {
                    true => whole.to_owned(),
                    // The inside stands in the output: only the tags are told.
                    false => format!("{} … {}", tag.raw, closing_tag(whole).trim_end()),
                };
                self.tell(&was, text.trim_start().lines().next().unwrap_or_default());
                self.out.push_str(&text);
                // Lines keep their numbers.
                let lost = whole
                    .matches('\n')
                    .count()
                    .saturating_sub(text.matches('\n').count());
                self.out.extend(std::iter::repeat_n('\n', lost));
                self.pass(end - self.at);
            }
            Becomes::Unknown => {
                let message = "this has no counterpart here; it stands in the text as it is";
                self.notes.not_understood(number, tag.raw, message);
                self.copy(tag.raw.len());
            }
        }
    }

    fn tell(&mut self, was: &str, now: &str) {
        let message = match now {
            "" => "was left out".to_owned(),
            fence if fence.starts_with("```") => "became a block of code".to_owned(),
            now => format!("became `{now}`"),
        };
        self.notes.changed(self.line, was, message);
    }
}

/// The tag that ends `whole`.
fn closing_tag(whole: &str) -> &str {
    whole.rfind("{").map_or("", |at| {
        let at = if whole[..at].ends_with('{') {
            at - 1
        } else {
            at
        };
        &whole[at..]
    })
}

/// The tag that `text` begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    const BRACKETS: [(&str, &str, Kind); 4] = [
        ("{{<", ">}}", Kind::Hugo),
        ("{{%", "%}}", Kind::Hugo),
        ("{%", "%}", Kind::Block),
        ("{{", "}}", Kind::Value),
    ];
    let (open, close, kind) = BRACKETS
        .into_iter()
        .find(|(open, ..)| text.starts_with(open))?;
    let window = &text[..text.floor_char_boundary(TAG_CAP)];
    let end = window[open.len()..].find(close)? + open.len();
    let inner = window[open.len()..end].trim().trim_matches('-').trim();
    // A paragraph ends what nobody closed.
    let good = !inner.is_empty() && !window[..end].contains("\n\n");
    good.then(|| Tag {
        kind,
        raw: &text[..end + close.len()],
        inner,
    })
}

/// `{{</* figure */>}}` shows `{{< figure >}}`, and Zola's `{{/* figure() */}}` shows `{{ figure() }}`.
fn escaped_tag(tag: Tag<'_>) -> Option<String> {
    let inner = tag.inner.strip_prefix("/*")?.strip_suffix("*/")?;
    let (open, close) = match tag.kind {
        Kind::Hugo if tag.raw.starts_with("{{<") => ("{{<", ">}}"),
        Kind::Hugo => ("{{%", "%}}"),
        Kind::Value => ("{{", "}}"),
        Kind::Block => ("{%", "%}"),
    };
    Some(format!("`{open}{inner}{close}`"))
}

/// Code in which `{{</* x */>}}` is what it shows.
fn unescaped(code: &str) -> String {
    code.replace("{{</*", "{{<")
        .replace("*/>}}", ">}}")
        .replace("{{%/*", "{{%")
        .replace("*/%}}", "%}}")
}

/// The length of the code span that `text` begins with, or of the backticks that begin none.
fn code_span(text: &str) -> usize {
    let length = text.len() - text.trim_start_matches('`').len();
    let marks = &text[..length];
    let window = &text[length..text.floor_char_boundary(length + TAG_CAP)];
    let window = window.find("\n\n").map_or(window, |end| &window[..end]);
    let mut from = 0;
    while let Some(found) = window[from..].find(marks) {
        let at = from + found;
        let run = window[at..].len() - window[at..].trim_start_matches('`').len();
        if run == length {
            return length + at + run;
        }
        from = at + run;
    }
    length
}

/// The name of what a tag ends: `{{< /name >}}`, `{% endname %}`, Zola's `{% end %}`.
fn closes(tag: Tag<'_>, call: &Call) -> Option<String> {
    match tag.kind {
        Kind::Hugo => tag
            .inner
            .strip_prefix('/')
            .map(|name| name.trim().to_ascii_lowercase()),
        Kind::Block => {
            let name = call.name.strip_prefix("end")?;
            Some(if name.is_empty() {
                "end".to_owned()
            } else {
                name.to_owned()
            })
        }
        Kind::Value => None,
    }
}

#[cfg(test)]
mod tests;
