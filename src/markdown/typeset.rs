//! Texts become markup.
//!
//! Comes in: the body of a document in pieces, texts of its front matter, marks. Goes out: [`Markup`] for each, and
//! the footnotes of all of them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::pass::{Notes, Pass, Target, reference_id};
use super::reader::{self, Reader};
use super::token::{Kind, Spanned, Token};
use super::{Flow, Marks, Markup, Options, Piece};

/// Sets all texts of one document, with one numbering of footnotes.
#[derive(Debug)]
pub struct Typesetter<'a> {
    text: &'a str,
    body: Range<u32>,
    options: Options,
    notes: Numbers,
    /// The texts that have footnotes, for setting them in the end.
    noted: Vec<Noted<'a>>,
    /// How many texts were set.
    texts: u32,
}

/// A text that has footnotes.
#[derive(Debug)]
struct Noted<'a> {
    id: u32,
    text: Cow<'a, str>,
    body: Range<u32>,
    marks: Marks,
}

/// The id of the body among the texts of a document.
const BODY: u32 = 0;

impl<'a> Typesetter<'a> {
    /// A typesetter for the document whose body is `text[body]`.
    pub fn new(text: &'a str, body: Range<u32>, options: &Options) -> Self {
        Self {
            text,
            body,
            options: *options,
            notes: Numbers::default(),
            noted: Vec::new(),
            texts: BODY,
        }
    }

    /// Sets pieces of the body, in one pass; the result is parallel to `pieces`.
    ///
    /// References and footnotes that are defined anywhere in the body work in every piece.
    pub fn pieces(&mut self, pieces: &[Piece], marks: &Marks) -> Vec<Markup> {
        let before = self.notes.used.len();
        self.notes.text = BODY;
        let pass = Pass::new(
            self.text,
            marks,
            &mut self.notes,
            self.options.html,
            targets(pieces),
            pieces.iter().map(|piece| piece.flow),
        );
        let set = pass.run(Reader::body(self.text, &self.body));
        if self.notes.used.len() > before && !self.noted.iter().any(|noted| noted.id == BODY) {
            self.noted.push(Noted {
                id: BODY,
                text: Cow::Borrowed(self.text),
                body: self.body.clone(),
                marks: marks.clone(),
            });
        }
        set
    }

    /// Sets a text of its own. Marks are bytes of that text.
    pub fn text(&mut self, markdown: &str, flow: Flow, marks: &Marks) -> Markup {
        self.texts += 1;
        let before = self.notes.used.len();
        self.notes.text = self.texts;
        let html = self.options.html;
        let pass = Pass::whole(markdown, marks, &mut self.notes, html, flow);
        let set = match flow {
            Flow::Block => pass.run(Reader::blocks(markdown)),
            Flow::Inline => pass.run(Reader::line(&reader::line(markdown))),
        };
        if self.notes.used.len() > before {
            self.noted.push(Noted {
                id: self.texts,
                text: Cow::Owned(markdown.to_owned()),
                body: 0..u32::try_from(markdown.len()).unwrap_or(u32::MAX),
                marks: marks.clone(),
            });
        }
        set.into_iter().next().unwrap_or_default()
    }

    /// The footnotes that were referred to, in that order, each with ways back to where it was; none if there are
    /// none.
    pub fn footnotes(self) -> Option<Markup> {
        let Self {
            options,
            mut notes,
            noted,
            ..
        } = self;
        if notes.used.is_empty() {
            return None;
        }
        let mut texts: HashMap<u32, (&Noted<'_>, Definitions<'_>)> = noted
            .iter()
            .map(|noted| (noted.id, (noted, definitions(noted))))
            .collect();
        // Footnotes refer to further footnotes, so that their list grows while they are set.
        let mut contents = Vec::new();
        while let Some(used) = notes.used.get(contents.len()) {
            notes.text = used.text;
            let definition = texts
                .get_mut(&used.text)
                .and_then(|(noted, all)| Some((*noted, all.remove(&used.label)?)));
            let content = definition.and_then(|(noted, tokens)| {
                let (text, marks) = (&noted.text, &noted.marks);
                let pass = Pass::whole(text, marks, &mut notes, options.html, Flow::Block);
                pass.run(tokens.into_iter()).into_iter().next()
            });
            contents.push(content.unwrap_or_default());
        }
        let mut out = String::from("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        for (index, (content, used)) in contents.iter().zip(&notes.used).enumerate() {
            footnote(&mut out, index + 1, content, used.references);
        }
        out.push_str("</ol>\n</div>");
        Some(Markup::new(out))
    }
}

/// Sets a text that belongs to no document. Its footnotes, if it has any, follow it.
pub fn set(markdown: &str, flow: Flow, marks: &Marks, options: &Options) -> Markup {
    let mut typesetter = Typesetter::new("", 0..0, options);
    let text = typesetter.text(markdown, flow, marks);
    match typesetter.footnotes() {
        None => text,
        Some(notes) => Markup::new([text.as_str(), "\n", notes.as_str()].concat()),
    }
}

/// The ranges of all pieces in order, cut where they overlap.
fn targets(pieces: &[Piece]) -> Vec<Target> {
    let mut targets: Vec<Target> = pieces
        .iter()
        .enumerate()
        .flat_map(|(sheet, piece)| {
            piece.ranges.iter().map(move |range| Target {
                range: range.clone(),
                sheet,
                several: piece.ranges.len() > 1,
            })
        })
        .collect();
    targets.sort_by_key(|target| (target.range.start, target.range.end));
    let mut end = 0;
    for target in &mut targets {
        target.range.start = target.range.start.max(end);
        end = end.max(target.range.end);
    }
    targets.retain(|target| !target.range.is_empty());
    targets
}

/// What the footnotes of a text say, by label.
type Definitions<'n> = HashMap<Box<str>, Vec<Spanned<'n>>>;

fn definitions<'n>(noted: &'n Noted<'_>) -> Definitions<'n> {
    let mut all = Definitions::new();
    // The definitions that are being read, one inside the other, and how many elements are open in each.
    let mut open: Vec<(Box<str>, Vec<Spanned<'n>>, usize)> = Vec::new();
    for (token, range) in Reader::body(&noted.text, &noted.body) {
        if let Token::Start(Kind::Footnote(label)) = &token {
            open.push((folded(label), Vec::new(), 0));
            continue;
        }
        let Some((_, tokens, depth)) = open.last_mut() else {
            continue;
        };
        match token {
            Token::Start(_) | Token::Heading(_) | Token::Link(_) => *depth += 1,
            Token::End(_) if *depth == 0 => {
                if let Some((label, tokens, _)) = open.pop() {
                    // Of two with one label the first counts.
                    all.entry(label).or_insert(tokens);
                }
                continue;
            }
            Token::End(_) => *depth -= 1,
            _ => {}
        }
        tokens.push((token, range));
    }
    all
}

/// The numbers of footnotes.
#[derive(Debug, Default)]
struct Numbers {
    /// The text that is being set: labels of one text mean nothing in another.
    text: u32,
    numbers: HashMap<(u32, Box<str>), u32>,
    /// In the order of their numbers, which begin with 1.
    used: Vec<Used>,
}

#[derive(Debug)]
struct Used {
    text: u32,
    label: Box<str>,
    references: u32,
}

impl Notes for Numbers {
    fn refer(&mut self, label: &str) -> (u32, u32) {
        let label = folded(label);
        let next = u32::try_from(self.used.len()).unwrap_or(u32::MAX);
        let index = *self
            .numbers
            .entry((self.text, label.clone()))
            .or_insert(next);
        if index == next {
            self.used.push(Used {
                text: self.text,
                label,
                references: 0,
            });
        }
        let used = &mut self.used[index as usize];
        used.references += 1;
        (index + 1, used.references)
    }
}

/// Labels that differ only in case are the same.
fn folded(label: &str) -> Box<str> {
    label.to_uppercase().to_lowercase().into()
}

/// Appends a footnote, with a way back to each reference in its last paragraph.
fn footnote(out: &mut String, number: usize, content: &Markup, references: u32) {
    let number = number.to_string();
    out.push_str("<li id=\"fn:");
    out.push_str(&number);
    out.push_str("\">");
    let content = content.as_str();
    let (content, end) = match content.strip_suffix("</p>") {
        Some(content) => (content, "</p>"),
        None => (content, ""),
    };
    out.push_str(content);
    for nth in 1..=references {
        out.push_str(" <a href=\"#");
        reference_id(out, &number, nth);
        // The selector keeps the arrow from becoming a picture.
        out.push_str("\" role=\"doc-backlink\">↩\u{fe0e}</a>");
    }
    out.push_str(end);
    out.push_str("</li>\n");
}
