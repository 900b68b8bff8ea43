//! Where the parts of a template are, as tera sees them: text, tags, expressions, comments.
//!
//! Comes in: a template. Goes out: its pieces, in order, without a gap; and the tokens of an expression. A template that
//! tera can't read gives pieces all the same.

use std::ops::Range;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) kind: PieceKind,
    /// Its bytes, delimiters included.
    pub(crate) range: Range<usize>,
}

/// What a part of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Text that is written out as it is.
    Text,
    /// `{{ ... }}`
    Expression,
    /// `{% ... %}`
    Tag,
    /// `{# ... #}`
    Comment,
}

/// A `{% ... %}` tag.
pub(crate) struct Tag {
    pub(crate) range: Range<usize>,
    pub(crate) trims_before: bool,
    pub(crate) trims_after: bool,
}

impl Tag {
    /// The word that says what it is.
    pub(crate) fn word<'s>(&self, source: &'s str) -> &'s str {
        word(&source[self.range.clone()])
    }
}

/// The word that says what a tag is.
pub(crate) fn word(tag: &str) -> &str {
    let inner = tag.get(2..tag.len().saturating_sub(2)).unwrap_or("");
    let inner = inner.trim_start_matches('-').trim_start();
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &inner[..end.unwrap_or(inner.len())]
}

/// Finds the tags of a template, in order: none in comments, in raw text or inside an expression.
pub(crate) fn tags(source: &str) -> Vec<Tag> {
    let bytes = source.as_bytes();
    pieces(source)
        .into_iter()
        .filter(|piece| piece.kind == PieceKind::Tag)
        .map(|Piece { range, .. }| Tag {
            trims_before: bytes[range.start + 2] == b'-' && range.len() > 4,
            trims_after: bytes[range.end - 3] == b'-' && range.len() > 5,
            range,
        })
        .collect()
}

/// The pieces of a template.
pub(crate) fn pieces(source: &str) -> Vec<Piece> {
    let bytes = source.as_bytes();
    let mut pieces = Vec::new();
    let mut raw = false;
    let (mut at, mut text) = (0, 0);
    while let Some(found) = bytes[at..].iter().position(|&b| b == b'{') {
        let start = at + found;
        at = start + 1;
        let (kind, end) = match bytes.get(start + 1) {
            Some(b'#') if !raw => (PieceKind::Comment, find(bytes, start + 2, b"#}")),
            Some(b'{') if !raw => (
                PieceKind::Expression,
                end_of_expression(bytes, start + 2, b"}}"),
            ),
            // Raw text may hold half a tag, which only its own end tag closes.
            Some(b'%') if raw => (PieceKind::Tag, find(bytes, start + 2, b"%}")),
            Some(b'%') => (PieceKind::Tag, end_of_expression(bytes, start + 2, b"%}")),
            _ => continue,
        };
        let Some(end) = end else { break };
        let range = start..end + 2;
        if kind == PieceKind::Tag {
            let inner = source[start + 2..end].trim_matches(['-', ' ', '\t', '\r', '\n']);
            if raw && inner != "endraw" {
                at = start + 2;
                continue;
            }
            raw = inner == "raw";
        }
        if text < start {
            pieces.push(Piece {
                kind: PieceKind::Text,
                range: text..start,
            });
        }
        at = range.end;
        text = range.end;
        pieces.push(Piece { kind, range });
    }
    if text < source.len() {
        pieces.push(Piece {
            kind: PieceKind::Text,
            range: text..source.len(),
        });
    }
    pieces
}

/// The offset of `needle` at or after `from`.
fn find(bytes: &[u8], from: usize, needle: &[u8; 2]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(2).position(|w| w == needle).map(|i| from + i)
}

/// The offset of `close` at or after `from`, strings left out.
fn end_of_expression(bytes: &[u8], from: usize, close: &[u8; 2]) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            quote @ (b'"' | b'\'' | b'`') => {
                at += 1;
                while *bytes.get(at)? != quote {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            _ if bytes[at..].starts_with(close) => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// A piece of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'s> {
    /// A name or a word of the language, and where it begins in the expression.
    Name(&'s str, usize),
    /// What stands between quotes, and where it begins.
    Text(&'s str, usize),
    /// A figure.
    Figure,
    /// Any other character.
    Mark(char),
}

/// The tokens of the inside of an expression or tag.
pub(crate) fn tokens(inner: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        let at = inner.len() - rest.len();
        let taken = if c.is_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let name = &rest[..end.unwrap_or(rest.len())];
            tokens.push(Token::Name(name, at));
            name.len()
        } else if matches!(c, '"' | '\'' | '`') {
            let text = &rest[1..];
            let end = text.find(c).unwrap_or(text.len());
            tokens.push(Token::Text(&text[..end], at + 1));
            (end + 2).min(rest.len())
        } else if c.is_ascii_digit() {
            tokens.push(Token::Figure);
            let end = rest.find(|c: char| !c.is_ascii_digit());
            end.unwrap_or(rest.len())
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(source: &str) -> Vec<&str> {
        tags(source).iter().map(|tag| tag.word(source)).collect()
    }

    #[test]
    fn tags_are_found_where_tera_finds_them() {
        for (source, expected) in [
            ("{% for a in b %}{% endfor %}", vec!["for", "endfor"]),
            ("{%- for a in b -%}", vec!["for"]),
            ("{# {% for a in b %} #}{% if x %}", vec!["if"]),
            ("{{ \"{% for %}\" }}{% else %}", vec!["else"]),
            ("{% if a == \"%}\" %}{% for x in y %}", vec!["if", "for"]),
            (
                "{% raw %}{% for a in b %}{{ {% endraw %}{% set a = 1 %}",
                vec!["raw", "endraw", "set"],
            ),
            (
                "{%- raw -%}{# {%- endraw -%}{% block a %}",
                vec!["raw", "endraw", "block"],
            ),
            ("{% include \"a.html\" %}", vec!["include"]),
            ("{ {% for", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(words(source), expected, "{source}");
        }
    }

    #[test]
    fn expressions_are_names_texts_and_marks() {
        use Token::{Figure, Mark, Name, Text};
        assert_eq!(
            tokens("a.b[0] | get(key=\"x\")"),
            [
                Name("a", 0),
                Mark('.'),
                Name("b", 2),
                Mark('['),
                Figure,
                Mark(']'),
                Mark('|'),
                Name("get", 9),
                Mark('('),
                Name("key", 13),
                Mark('='),
                Text("x", 18),
                Mark(')'),
            ]
        );
    }

    proptest! {
        #[test]
        fn pieces_leave_no_gap(source in "([{}%#\"' a-]|for|raw|endraw|é){0,60}") {
            let mut at = 0;
            for piece in pieces(&source) {
                prop_assert_eq!(piece.range.start, at);
                prop_assert!(piece.range.end > at);
                at = piece.range.end;
            }
            prop_assert_eq!(at, source.len());
            tokens(&source);
        }
    }
}
