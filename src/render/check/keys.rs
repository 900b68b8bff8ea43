//! Keys that templates ask for, held against the contract.
//!
//! Comes in: a template, and the contract's schema. Goes out: an error for each key that is not there. Tera itself tells
//! only of what it prints: `{% if brief.titel %}` is quietly never true.
//!
//! A name's shape is followed through `for` and `set`. Where it can't be known (a component's parameter, the result of a
//! filter), nothing is said.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::place;
use crate::diagnostic::{Code, Diagnostic, Files as _, SourceId};
use crate::render::Theme;
use crate::render::manifest::{listed, nearest};
use crate::render::scan::{self, PieceKind, Token, pieces};
use crate::source::Sources;
use crate::view::contract;

/// What the templates of a theme can see.
pub(super) struct Seen {
    schema: Value,
    /// The keys of the words of the interface.
    words: BTreeSet<String>,
    /// Names that some template sets: where they are seen is not followed from file to file.
    set: BTreeSet<String>,
}

impl Seen {
    pub(super) fn new(theme: &Theme, sources: &Sources) -> Self {
        let mut set = BTreeSet::new();
        for template in theme.templates.values() {
            let text = sources.text(template.source).unwrap_or_default();
            for piece in pieces(text) {
                let inner = &text[piece.range];
                if let Some((name, _)) = assigned(inner) {
                    set.insert(name.to_owned());
                }
            }
        }
        Self {
            schema: contract::schema(),
            words: theme.phrases().keys().cloned().collect(),
            set,
        }
    }
}

/// The shapes that a name may have; none if that can't be known.
type Shapes<'v> = Option<Vec<&'v Value>>;

/// The keys of `source`, the template `name`, that the contract lacks.
pub(super) fn unknown(seen: &Seen, name: &str, id: SourceId, source: &str) -> Vec<Diagnostic> {
    let mut reading = Reading {
        seen,
        pages: pages_of(seen, name),
        scopes: vec![HashMap::new()],
    };
    let mut found = Vec::new();
    for piece in pieces(source) {
        let inner = &source[piece.range.clone()];
        let told = match piece.kind {
            PieceKind::Tag => reading.tag(inner),
            PieceKind::Expression => reading.expression(inner, 0),
            PieceKind::Text | PieceKind::Comment => continue,
        };
        for Unknown {
            at,
            len,
            message,
            help,
        } in told
        {
            let at = place(id, piece.range.start + at, len);
            let error = Diagnostic::new(Code::TemplateKey, at, message).help(help);
            found.push(error);
        }
    }
    found
}

/// The pages that a template may be part of: its own, or all.
fn pages_of<'s>(seen: &'s Seen, name: &str) -> Vec<&'s Value> {
    let pages = || seen.schema["oneOf"].as_array().into_iter().flatten();
    let own: Vec<&Value> = pages().filter(|page| page["title"] == name).collect();
    if own.is_empty() {
        pages().collect()
    } else {
        own
    }
}

/// A key that is not there, with its place in a piece.
struct Unknown {
    at: usize,
    len: usize,
    message: String,
    help: String,
}

struct Reading<'s> {
    seen: &'s Seen,
    pages: Vec<&'s Value>,
    /// Names that loops and `set` gave a shape, the innermost last.
    scopes: Vec<HashMap<String, Shapes<'s>>>,
}

impl<'s> Reading<'s> {
    fn tag(&mut self, tag: &str) -> Vec<Unknown> {
        match scan::word(tag) {
            "for" => {
                let Some(at) = tag.find(" in ") else {
                    return Vec::new();
                };
                let told = self.expression(&tag[at..], at);
                let items = self.shapes_of(&tag[at + 4..tag.len() - 2]).map(items);
                let names = tag[..at].trim_start_matches(['{', '%', '-', ' ']);
                let names = names.trim_start_matches("for").split(',').map(str::trim);
                let names: Vec<&str> = names.collect();
                let mut scope = HashMap::new();
                for name in &names {
                    // The entries of a map are of shapes that the contract leaves open.
                    let shapes = if names.len() == 1 {
                        items.clone()
                    } else {
                        None
                    };
                    scope.insert((*name).to_owned(), shapes);
                }
                self.scopes.push(scope);
                told
            }
            "component" => {
                let mut scope = HashMap::new();
                for token in scan::tokens(&tag[2..tag.len() - 2]) {
                    if let Token::Name(name, _) = token
                        && !matches!(name, "t" | "site")
                    {
                        scope.insert(name.to_owned(), None);
                    }
                }
                self.scopes.push(scope);
                Vec::new()
            }
            "endfor" | "endcomponent" => {
                if self.scopes.len() > 1 {
                    self.scopes.pop();
                }
                Vec::new()
            }
            "set" | "set_global" => {
                let Some((name, value)) = assigned(tag) else {
                    return Vec::new();
                };
                let (name, at) = (name.to_owned(), tag.len() - value.len());
                let told = self.expression(value, at);
                // One of several `set`s may give another shape: only what is set once is followed.
                let shapes = match self.named(&name) {
                    None => self.shapes_of(&value[..value.len() - 2]),
                    Some(_) => None,
                };
                if let Some(scope) = self.scopes.last_mut() {
                    scope.insert(name, shapes);
                }
                told
            }
            "if" | "elif" => self.expression(tag, 0),
            _ => Vec::new(),
        }
    }

    /// Every way through keys in an expression. `at` is added to places.
    fn expression(&self, text: &str, at: usize) -> Vec<Unknown> {
        let tokens = scan::tokens(text);
        let mut told = Vec::new();
        let mut index = 0;
        while index < tokens.len() {
            let start = index;
            index += 1;
            let Token::Name(root, _) = tokens[start] else {
                continue;
            };
            let before = start.checked_sub(1).map(|i| tokens[i]);
            let after = tokens.get(start + 1);
            let is_call = after == Some(&Token::Mark('('));
            let is_argument = after == Some(&Token::Mark('='))
                && tokens.get(start + 2) != Some(&Token::Mark('='));
            // Filters, the names of components, tests and keys are no variables.
            let named_by = matches!(
                before,
                Some(Token::Mark('|' | '<' | '.' | '/') | Token::Name("is", _))
            ) || matches!(before, Some(Token::Name("not", _)))
                && start >= 2
                && matches!(tokens[start - 2], Token::Name("is", _));
            if is_call || is_argument || named_by || WORDS.contains(&root) {
                continue;
            }
            let (unknown, next) = self.follow(&tokens, start);
            index = next;
            told.extend(unknown.map(|mut unknown| {
                unknown.at += at;
                unknown
            }));
        }
        told
    }

    /// Follows one way through keys; what is unknown on it, and the token after it.
    fn follow(&self, tokens: &[Token<'_>], start: usize) -> (Option<Unknown>, usize) {
        let Token::Name(root, root_at) = tokens[start] else {
            return (None, start + 1);
        };
        let (mut unknown, mut shapes) = (None, None);
        let words = root == "t" && self.named(root).is_none();
        if !words {
            match self.root(root) {
                Ok(found) => shapes = found,
                Err(known) => unknown = Some(missing(root, "a template", root_at, &known)),
            }
        }
        let mut way = root.to_owned();
        let mut next = start + 1;
        loop {
            match (tokens.get(next), tokens.get(next + 1), tokens.get(next + 2)) {
                (Some(Token::Mark('.' | '?')), Some(Token::Mark('.')), _) => next += 1,
                (Some(Token::Mark('.')), Some(Token::Name(key, at)), _) => {
                    if unknown.is_none() {
                        unknown = self.key(words, &way, key, *at, &mut shapes);
                    }
                    way = format!("{way}.{key}");
                    next += 2;
                }
                (Some(Token::Mark('[')), Some(Token::Text(key, at)), Some(Token::Mark(']'))) => {
                    if unknown.is_none() {
                        unknown = self.key(words, &way, key, *at, &mut shapes);
                    }
                    way = format!("{way}.{key}");
                    next += 3;
                }
                (Some(Token::Mark('[')), Some(Token::Figure), Some(Token::Mark(']'))) => {
                    shapes = shapes.map(items);
                    next += 3;
                }
                (Some(Token::Mark('[')), ..) => {
                    // An item or a slice: not followed, but what stands in the brackets is read next.
                    return (unknown, next + 1);
                }
                _ => return (unknown, next),
            }
        }
    }

    fn key(
        &self,
        words: bool,
        way: &str,
        key: &str,
        at: usize,
        shapes: &mut Shapes<'s>,
    ) -> Option<Unknown> {
        if words {
            *shapes = None;
            let known: Vec<&str> = self.seen.words.iter().map(String::as_str).collect();
            // A plural form of a word is a key of its own.
            let is_word = way == "t";
            return (is_word && !self.seen.words.contains(key))
                .then(|| missing(key, "the table of words", at, &known));
        }
        let all = shapes.take()?;
        match self.step(&all, key) {
            Ok(next) => {
                *shapes = next;
                None
            }
            Err(known) => {
                let of = format!("`{way}`");
                Some(missing(key, &of, at, &known))
            }
        }
    }

    /// The shapes of a name that stands at the beginning; if there is no such name, those there are.
    fn root(&self, name: &str) -> Result<Shapes<'s>, Vec<&'s str>> {
        if let Some(shapes) = self.named(name) {
            return Ok(shapes.clone());
        }
        if name == "site" {
            return Ok(Some(vec![&self.seen.schema["properties"]["site"]]));
        }
        match self.step(&self.pages, name) {
            Err(_) if self.seen.set.contains(name) => Ok(None),
            Err(mut known) => {
                known.extend(["site", "t"]);
                Err(known)
            }
            found => found,
        }
    }

    fn named(&self, name: &str) -> Option<&Shapes<'s>> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// The shapes of an expression that is nothing but a way through keys.
    fn shapes_of(&self, text: &str) -> Shapes<'s> {
        let tokens = scan::tokens(text.trim_end_matches(['-', ' ']));
        let Some(Token::Name(root, _)) = tokens.first() else {
            return None;
        };
        let mut shapes = self.root(root).ok().flatten();
        let mut rest = &tokens[1..];
        loop {
            match rest {
                [] => return shapes,
                [Token::Mark('.'), Token::Name(key, _), ..] => {
                    shapes = self.step(&shapes?, key).ok().flatten();
                    rest = &rest[2..];
                }
                [Token::Mark('['), Token::Figure, Token::Mark(']'), ..] => {
                    shapes = shapes.map(items);
                    rest = &rest[3..];
                }
                _ => return None,
            }
        }
    }

    /// The shapes under a key of any of `shapes`; if none has it, the keys that there are.
    fn step(&self, shapes: &[&'s Value], key: &str) -> Result<Shapes<'s>, Vec<&'s str>> {
        let mut found = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        for shape in self.plain(shapes) {
            let keys = shape["properties"].as_object();
            match keys {
                Some(keys) => match keys.get(key) {
                    Some(value) => found.push(value),
                    None => known.extend(keys.keys().map(String::as_str)),
                },
                // A text or a number has no keys; whatever else is open.
                None if !matches!(
                    shape["type"].as_str(),
                    Some("string" | "integer" | "number" | "boolean" | "null")
                ) && !shape["const"].is_string()
                    && !shape["enum"].is_array() =>
                {
                    return Ok(None);
                }
                None => {}
            }
        }
        if found.is_empty() {
            known.sort_unstable();
            known.dedup();
            Err(known)
        } else {
            Ok(Some(found))
        }
    }

    /// Shapes without references and choices.
    fn plain(&self, shapes: &[&'s Value]) -> Vec<&'s Value> {
        plain(&self.seen.schema, shapes)
    }
}

fn plain<'s>(schema: &'s Value, shapes: &[&'s Value]) -> Vec<&'s Value> {
    let mut open: Vec<&Value> = shapes.to_vec();
    let mut plain = Vec::new();
    while let Some(shape) = open.pop() {
        if let Some(name) = shape["$ref"]
            .as_str()
            .and_then(|way| way.rsplit('/').next())
        {
            open.push(&schema["$defs"][name]);
        } else if let Some(choices) = shape["anyOf"].as_array().or(shape["oneOf"].as_array()) {
            open.extend(choices);
        } else {
            plain.push(shape);
        }
    }
    plain
}

/// The shapes of the items of lists.
fn items(shapes: Vec<&Value>) -> Vec<&Value> {
    let mut open = shapes;
    let mut items = Vec::new();
    while let Some(shape) = open.pop() {
        if let Some(choices) = shape["anyOf"].as_array() {
            open.extend(choices);
        } else if shape["items"].is_object() {
            items.push(&shape["items"]);
        }
    }
    items
}

fn missing(key: &str, of: &str, at: usize, known: &[&str]) -> Unknown {
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("{of} is a text or a number"),
        None if known.len() > 24 => "`briefpress theme docs` prints all there is".to_owned(),
        None => format!("there is {}", listed(known.iter().copied())),
    };
    Unknown {
        at,
        len: key.len(),
        message: format!("{of} has no key `{key}`"),
        help,
    }
}

/// The name that `{% set name = ... %}` sets, and what follows the `=`; nothing follows where a block is set.
fn assigned(tag: &str) -> Option<(&str, &str)> {
    if !tag.starts_with("{%") || !matches!(scan::word(tag), "set" | "set_global") {
        return None;
    }
    let inner = tag.trim_start_matches(['{', '%', '-', ' ']);
    let rest = inner.split_once(char::is_whitespace)?.1.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    let (name, rest) = rest.split_at(end);
    let value = rest.trim_start().strip_prefix('=').unwrap_or("%}");
    Some((name, value))
}

/// Words of the language that could be taken for names.
const WORDS: &[&str] = &[
    "if",
    "elif",
    "else",
    "for",
    "in",
    "is",
    "not",
    "and",
    "or",
    "true",
    "false",
    "True",
    "False",
    "none",
    "None",
    "loop",
    "body",
    "set",
    "set_global",
    "endset",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Theme, ThemeChoice, add_default_theme};

    /// The keys that are told in a template of this name.
    fn told(name: &str, template: &str) -> Vec<String> {
        let mut sources = Sources::default();
        add_default_theme(&mut sources);
        let theme = Theme::load(&sources, &ThemeChoice::default()).value;
        let mut seen = Seen::new(&theme, &sources);
        for piece in pieces(template) {
            if let Some((name, _)) = assigned(&template[piece.range]) {
                seen.set.insert(name.to_owned());
            }
        }
        unknown(&seen, name, SourceId::new(0), template)
            .into_iter()
            .map(|d| {
                let span = d.span.unwrap();
                let text = &template[span.start as usize..span.end as usize];
                format!("{text}: {}; {}", d.message, d.help.unwrap())
            })
            .collect()
    }

    #[test]
    fn keys_of_the_contract_are_known() {
        for template in [
            "{{ brief.title }}{% if brief.image and brief.image.alt %}{{ brief.image.href }}{% endif %}",
            "{% for item in brief.watch %}{{ item.due.text }}{{ loop.index }}{% endfor %}",
            "{% set first = brief.numbers[0] %}{{ first.as_written }}",
            "{% for a in brief.effects.first %}{% for c in a.companies %}{{ c.href }}{% endfor %}{% endfor %}",
            "{{ brief.extra.anything.at.all }}{{ site.extra.mood }}",
            "{{ t.briefs | fill(n=site.briefs) }}{{ t[\"tags\"] }}",
            "{{ <thing part={brief.title} level=\"3\" /> }}{{ asset(path=\"a.css\") }}",
            "{% component thing(part, level=2, @t) %}{{ part.any }}{{ t.tags }}{% endcomponent thing %}",
            "{% if brief.date is not defined or brief.draft == true %}{% endif %}",
            "{% set links %}x{% endset %}{{ links.anything }}",
        ] {
            assert_eq!(
                told("brief.html", template),
                Vec::<String>::new(),
                "{template}"
            );
        }
    }

    #[test]
    fn keys_that_are_not_there_get_a_proposal() {
        for (name, template, expected) in [
            (
                "brief.html",
                "{% if brief.titel %}x{% endif %}",
                "titel: `brief` has no key `titel`; did you mean `title`?",
            ),
            (
                "brief.html",
                "{% for n in brief.numbers %}{{ n.vaule }}{% endfor %}",
                "vaule: `n` has no key `vaule`; did you mean `value`?",
            ),
            (
                "brief.html",
                "{{ brief.date.iso.day }}",
                "day: `brief.date.iso` has no key `day`; `brief.date.iso` is a text or a number",
            ),
            (
                "brief.html",
                "{{ t.contnets }}",
                "contnets: the table of words has no key `contnets`; did you mean `contents`?",
            ),
            (
                "brief.html",
                "{{ site.titel | upper }}",
                "titel: `site` has no key `titel`; did you mean `title`?",
            ),
            (
                "home.html",
                "{{ breifs }}",
                "breifs: a template has no key `breifs`; did you mean `briefs`?",
            ),
            (
                "any.html",
                "{{ meta.titel }}",
                "titel: `meta` has no key `titel`; did you mean `title`?",
            ),
        ] {
            assert_eq!(told(name, template), [expected], "{template}");
        }
    }
}
