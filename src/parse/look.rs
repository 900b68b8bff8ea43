//! What site.yaml says of the look: design tokens, words of the interface, a stylesheet of its own.
//!
//! Comes in: the keys `tokens`, `strings` and `stylesheet`. Goes out: typed values; of tokens none that a stylesheet
//! could trip over. Whether a theme knows a word, and whether the stylesheet is there, is not known here.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::node::Node;
use super::reader::{Field, Reader};
use crate::diagnostic::Code;
use crate::model::{Phrase, Token, TokenKind, TokenName, TokenValue, UrlPath, Written};

/// `{ signal: "#b3261e", text-face: "Charter, serif", measure: 66ch }`.
pub(super) fn tokens(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Token> {
    let Some(mut keys) = r.map(field, "{ signal: \"#b3261e\" }") else {
        return Vec::new();
    };
    let mut tokens = Vec::new();
    for name in TokenName::ALL {
        let Some(field) = keys.get(r, &[name.as_str()]) else {
            continue;
        };
        let token = match (name.kind(), Keys::of(&field)) {
            (TokenKind::Color, Some(mut keys)) => {
                let mut shade = |r: &mut Reader<'_>, key| {
                    let field = keys.get(r, &[key])?;
                    value(r, &field, TokenKind::Color)
                };
                let (light, dark) = (shade(r, "light"), shade(r, "dark"));
                keys.finish(r, "a colour");
                Token {
                    name,
                    value: light,
                    dark,
                }
            }
            (kind, _) => Token {
                name,
                value: value(r, &field, kind),
                dark: None,
            },
        };
        if token.value.is_some() || token.dark.is_some() {
            tokens.push(token);
        }
    }
    keys.finish(r, "`tokens`");
    tokens
}

fn value(r: &mut Reader<'_>, field: &Field<'_>, kind: TokenKind) -> Option<TokenValue> {
    let (example, what) = match kind {
        TokenKind::Color => ("\"#b3261e\"", "colour"),
        TokenKind::Faces => ("\"Charter, Georgia, serif\"", "list of typefaces"),
        TokenKind::Length => ("66ch", "width of text"),
    };
    let text = r.words(field, example)?;
    let value = TokenValue::new(kind, &text);
    if value.is_none() {
        let help = match kind {
            TokenKind::Color => {
                "write a colour such as `\"#b3261e\"`, `teal` or `\"oklch(55% 0.2 30)\"`; a `#` needs quotes"
            }
            TokenKind::Faces => {
                "write names with commas between them, such as `\"Charter, Georgia, serif\"`"
            }
            TokenKind::Length => {
                "write 20 to 120 of `ch`, `em` or `rem`, such as `66ch`, or 240 to 2000 `px`"
            }
        };
        let message = format!("`{text}` is no {what}");
        r.tell(Code::InvalidValue, field, message, help.into());
    }
    value
}

/// `{ contents: In this issue, briefs: { one: "{n} issue", other: "{n} issues" } }`.
pub(super) fn strings(
    r: &mut Reader<'_>,
    field: &Field<'_>,
) -> BTreeMap<Box<str>, Written<Phrase>> {
    let mut strings = BTreeMap::new();
    let Some(keys) = r.map(field, "{ contents: In this issue }") else {
        return strings;
    };
    for entry in keys.unasked() {
        if let Some(phrase) = phrase(r, &entry) {
            strings.insert(entry.key_name().into(), Written::new(phrase, entry.at()));
        }
    }
    strings
}

fn phrase(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Phrase> {
    let Some(forms) = Keys::of(field) else {
        // Blank on purpose is a wording too.
        return match field.node {
            Node::Text(text) => Some(Phrase::Text((&**text).into())),
            Node::Null => None,
            _ => r.words(field, "In this issue").map(Phrase::Text),
        };
    };
    let mut plural = BTreeMap::new();
    for form in forms.unasked() {
        if let Some(text) = r.words(&form, "\"{n} issues\"") {
            plural.insert(form.key_name().into(), text);
        }
    }
    if !plural.contains_key(Phrase::OTHER) {
        let message = format!("{} has no form `other`", field.name());
        let help = "add `other: ...`, which is used where no other form fits";
        r.tell(Code::MissingKey, field, message, help.into());
        return None;
    }
    Some(Phrase::Plural(plural))
}

/// `/custom.css`: a file under static/, by its address.
pub(super) fn stylesheet(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Written<UrlPath>> {
    let text = r.text(field, "/custom.css")?;
    let rooted = format!("/{}", text.value.trim_start_matches('/'));
    let rooted = rooted
        .strip_prefix("/static/")
        .map_or(rooted.clone(), |rest| format!("/{rest}"));
    let path = UrlPath::from_decoded(&rooted)
        .filter(|path| path.as_str().ends_with(".css") && !text.value.contains("://"));
    if path.is_none() {
        let message = format!("`{}` is no stylesheet of this site", text.value);
        let help = "put it under static/, and write its address: `stylesheet: /custom.css` is static/custom.css";
        r.tell(Code::InvalidUrl, field, message, help.into());
    }
    path.map(|path| Written::new(path, text.at))
}
