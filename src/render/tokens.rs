//! Design tokens as a stylesheet.
//!
//! Comes in: the tokens that site.yaml sets. Goes out: custom properties, which win over those of the theme because they are
//! joined to the end of its stylesheet: no inline style, which the Content-Security-Policy forbids, and no second file,
//! which the first paint would wait for.

use std::fmt::Write as _;

use crate::model::{Token, TokenKind};

/// The stylesheet; `None` if nothing is set.
pub fn token_style(tokens: &[Token]) -> Option<String> {
    if tokens.is_empty() {
        return None;
    }
    let mut always = String::new();
    let mut light = String::new();
    let mut dark = String::new();
    for token in tokens {
        let name = token.name.as_str();
        let first = match token.name.kind() {
            TokenKind::Color => &mut light,
            TokenKind::Faces | TokenKind::Length => &mut always,
        };
        if let Some(value) = &token.value {
            let _ = write!(first, "--{name}:{value};");
        }
        if let Some(value) = &token.dark {
            let _ = write!(dark, "--{name}:{value};");
        }
    }
    // A colour is for one scheme: a light paper under the theme's light ink would be unreadable.
    let mut css = String::new();
    for (media, properties) in [
        ("", always),
        ("not all and (prefers-color-scheme:dark)", light),
        ("(prefers-color-scheme:dark)", dark),
    ] {
        if properties.is_empty() {
            continue;
        }
        let rule = format!(":root{{{}}}", properties.trim_end_matches(';'));
        match media {
            "" => css.push_str(&rule),
            media => {
                let _ = write!(css, "@media {media}{{{rule}}}");
            }
        }
        css.push('\n');
    }
    Some(css)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TokenName, TokenValue};

    #[test]
    fn colours_are_set_for_their_scheme_alone() {
        fn value(name: TokenName, text: &str) -> Option<TokenValue> {
            TokenValue::new(name.kind(), text)
        }
        let token = |name, light, dark: Option<&str>| Token {
            name,
            value: value(name, light),
            dark: dark.and_then(|text| value(name, text)),
        };
        let tokens = [
            token(TokenName::Paper, "#fffef8", Some("#101014")),
            token(TokenName::Signal, "teal", None),
            token(TokenName::TextFace, "Charter, serif", None),
            token(TokenName::Measure, "60ch", None),
        ];
        assert_eq!(
            token_style(&tokens).unwrap(),
            ":root{--text-face:\"Charter\", serif;--measure:60ch}\n\
             @media not all and (prefers-color-scheme:dark){:root{--paper:#fffef8;--signal:teal}}\n\
             @media (prefers-color-scheme:dark){:root{--paper:#101014}}\n"
        );
        assert_eq!(token_style(&[]), None);
    }
}
