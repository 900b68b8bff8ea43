//! Cards: which typefaces and colours they have, and what is told of them.
//!
//! Comes in: site.yaml, the theme's stylesheet and files with typefaces. Goes out: the PNG of one brief or company, when
//! it is asked for; from a shelf, if one is given that has it already.

use std::sync::OnceLock;

use crate::diagnostic::{Checked, Code, Diagnostic, Span};
use crate::link::{BriefId, CompanyId, Site};
use crate::model::{At, SiteConfig, Token, TokenName};
use crate::parse;
use crate::picture::Shelf;
use crate::publish::card::{self, Card, Colours, Drawn, Faces, Look};
use crate::source::{Content, Sources};

/// What all cards share.
#[derive(Debug)]
pub(super) struct Cards {
    /// Typefaces that site.yaml adds, as files.
    added: Vec<Vec<u8>>,
    colours: Colours,
    /// By what kept cards are named; made when the first is looked for.
    look: OnceLock<Look>,
}

/// Whose card it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Of {
    Brief(BriefId),
    Company(CompanyId),
}

/// The largest typeface that is read, in bytes.
const LARGEST: usize = 32 << 20;

impl Cards {
    /// Reads the typefaces that site.yaml names.
    pub(super) fn new(
        sources: &Sources,
        config: &SiteConfig,
        style: Option<&str>,
    ) -> Checked<Self> {
        let mut diagnostics = Vec::new();
        let mut added = Vec::new();
        for font in &config.card_fonts {
            let path = font.value.trim_start_matches('/');
            let bytes = sources.id(path).and_then(|id| sources.bytes(id).ok());
            let bytes = bytes.filter(|bytes| bytes.len() <= LARGEST);
            let problem = match &bytes {
                None => format!("there is no file `{path}` that could be read"),
                Some(bytes) if Faces::new(&[bytes.as_ref()]).1.is_empty() => {
                    added.push(bytes.to_vec());
                    continue;
                }
                Some(_) => format!("`{path}` is no typeface that can be read"),
            };
            let told = Diagnostic::new(Code::InvalidValue, span_of(sources, &font.at), problem);
            diagnostics.push(told.help(
                "name a TrueType or OpenType file of the site, such as `static/fonts/Name.ttf`",
            ));
        }
        let value = Self {
            added,
            colours: colours(style.unwrap_or_default(), &config.tokens),
            look: OnceLock::new(),
        };
        Checked { value, diagnostics }
    }

    fn faces(&self) -> Faces<'_> {
        let added: Vec<&[u8]> = self.added.iter().map(Vec::as_slice).collect();
        Faces::new(&added).0
    }

    /// The picture; `None` if there is no such brief or company.
    pub(super) fn draw(&self, site: &Site, of: Of) -> Checked<Option<Vec<u8>>> {
        let Some(card) = say(site, of) else {
            return Checked::clean(None);
        };
        shown(site, of, self.drawn(&card))
    }

    /// The same, but taken from the shelf if it lies there, and put there if not.
    pub(super) fn draw_once(
        &self,
        site: &Site,
        of: Of,
        shelf: &dyn Shelf,
    ) -> Checked<Option<Vec<u8>>> {
        let Some(card) = say(site, of) else {
            return Checked::clean(None);
        };
        let look = self
            .look
            .get_or_init(|| Look::of(&self.added, &self.colours));
        let name = look.name(&card);
        let kept = shelf.get(&name).and_then(|bytes| card::unpack(&bytes));
        let drawn = kept.unwrap_or_else(|| {
            let drawn = self.drawn(&card);
            shelf.put(&name, &card::pack(&drawn));
            drawn
        });
        shown(site, of, drawn)
    }

    fn drawn(&self, card: &Card) -> Drawn {
        card::draw(card, &self.faces(), &self.colours)
    }

    /// What would be told of it, without a picture.
    pub(super) fn prove(&self, site: &Site, of: Of) -> Vec<Diagnostic> {
        say(site, of).map_or_else(Vec::new, |card| {
            told(site, of, &card::missing(&card, &self.faces()))
        })
    }
}

/// A card, and what is told of it: the same whether it was drawn now or before.
fn shown(site: &Site, of: Of, Drawn { picture, missing }: Drawn) -> Checked<Option<Vec<u8>>> {
    Checked {
        value: Some(picture),
        diagnostics: told(site, of, &missing),
    }
}

fn say(site: &Site, of: Of) -> Option<Card> {
    match of {
        Of::Brief(id) => card::of_brief(site, id),
        Of::Company(id) => card::of_company(site, id),
    }
}

fn told(site: &Site, of: Of, missing: &[char]) -> Vec<Diagnostic> {
    if missing.is_empty() {
        return Vec::new();
    }
    let span = match of {
        Of::Brief(id) => {
            let document = &site.briefs[id.0 as usize].document;
            Some(document.span(&document.value.title.at))
        }
        Of::Company(id) => {
            let document = site.companies[id.0 as usize].document.as_ref();
            document.map(|document| document.span(&document.value.name.at))
        }
    };
    let letters: Vec<String> = missing
        .iter()
        .take(8)
        .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
        .collect();
    let more = if missing.len() > letters.len() {
        " and more"
    } else {
        ""
    };
    let message = format!("no typeface of the card has {}{more}", letters.join(", "));
    let told = Diagnostic::new(Code::MissingGlyph, span, message);
    vec![told.help("add one with `card_fonts: [static/fonts/Name.ttf]` in site.yaml, or switch cards off with `cards: false`")]
}

fn span_of(sources: &Sources, at: &At) -> Option<Span> {
    let file = sources.by_path("site.yaml")?;
    match (&file.content, at) {
        (Content::Text(text), At::Front(path)) => Some(Span::new(
            file.id,
            parse::locate(text, 0..u32::try_from(text.len()).unwrap_or(u32::MAX), path),
        )),
        _ => Some(Span::file(file.id)),
    }
}

/// The colours of a site: its tokens, else the custom properties of the same names where its theme first sets them, as far
/// as they are hexadecimal; for the rest those of the default theme.
fn colours(style: &str, tokens: &[Token]) -> Colours {
    let find = |name: TokenName, otherwise: [u8; 3]| {
        let token = tokens.iter().rev().find(|token| token.name == name);
        let token = token.and_then(|token| token.value.as_ref());
        let property = format!("--{}:", name.as_str());
        let of_theme = || colour(style.split_once(&property)?.1);
        let own = token.and_then(|value| colour(value.as_str()));
        own.or_else(of_theme).unwrap_or(otherwise)
    };
    Colours {
        paper: find(TokenName::Paper, [0xfb, 0xf9, 0xf4]),
        ink: find(TokenName::Ink, [0x1c, 0x1a, 0x16]),
        soft: find(TokenName::Muted, [0x4b, 0x47, 0x3f]),
        signal: find(TokenName::Signal, [0x9c, 0x2a, 0x10]),
    }
}

/// The colour that a text begins with: `#rgb` or `#rrggbb` (CSS Color 4, 5.2).
fn colour(text: &str) -> Option<[u8; 3]> {
    let rest = text.trim_start().strip_prefix('#')?;
    let end = rest.find(|c: char| !c.is_ascii_hexdigit());
    let digits = &rest[..end.unwrap_or(rest.len())];
    let channel = |at: usize| match digits.len() {
        3 => u8::from_str_radix(&digits[at..=at], 16)
            .ok()
            .map(|half| half * 17),
        6 => u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).ok(),
        _ => None,
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TokenKind, TokenValue};

    #[test]
    fn a_card_has_the_colours_of_the_theme_unless_tokens_set_them() {
        let style = ":root { --paper: #fff; --ink:#010203; --signal: red }\n.x { --ink: #ffffff }";
        let of_theme = colours(style, &[]);
        assert_eq!(of_theme.ink, [1, 2, 3]);
        assert_eq!(of_theme.paper, [0xff; 3]);
        assert_eq!(of_theme.signal, [0x9c, 0x2a, 0x10], "a name is not read");
        let token = |name, text: &str| Token {
            name,
            value: TokenValue::new(TokenKind::Color, text),
            dark: None,
        };
        let tokens = [
            token(TokenName::Paper, "#ff0000"),
            token(TokenName::Muted, "#0a0"),
        ];
        let own = colours(style, &tokens);
        assert_eq!(
            (own.paper, own.soft, own.ink),
            ([0xff, 0, 0], [0, 0xaa, 0], [1, 2, 3])
        );
    }
}
