//! Cards: which typefaces and colours they have, and what is told of them.
//!
//! Comes in: site.yaml, the theme's stylesheet and files with typefaces. Goes out: the PNG of one brief or company, when
//! it is asked for; from a shelf, if one is given that has it already.

use std::sync::OnceLock;

use crate::diagnostic::{Checked, Code, Diagnostic, Span};
use crate::link::{BriefId, CompanyId, Site};
use crate::model::{At, SiteConfig};
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
            colours: colours(style.unwrap_or_default()),
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

/// The colours of a theme: its custom properties `--paper`, `--ink`, `--soft` and `--signal`, where they are first set to
/// six hexadecimal digits; for the rest those of the default theme.
fn colours(style: &str) -> Colours {
    let find = |name: &str, otherwise: [u8; 3]| {
        let digits = style
            .split_once(name)
            .and_then(|(_, rest)| rest.trim_start().strip_prefix('#')?.get(..6));
        let channel = |at: usize| u8::from_str_radix(digits?.get(at..at + 2)?, 16).ok();
        match (channel(0), channel(2), channel(4)) {
            (Some(red), Some(green), Some(blue)) => [red, green, blue],
            _ => otherwise,
        }
    };
    Colours {
        paper: find("--paper:", [0xfb, 0xf9, 0xf4]),
        ink: find("--ink:", [0x1c, 0x1a, 0x16]),
        soft: find("--soft:", [0x4b, 0x47, 0x3f]),
        signal: find("--signal:", [0x9c, 0x2a, 0x10]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_the_colours_of_the_theme() {
        let colours =
            colours(":root { --paper: #fff; --ink:#010203; --signal: red }\n.x { --ink: #ffffff }");
        assert_eq!(colours.ink, [1, 2, 3]);
        assert_eq!(
            colours.paper,
            [0xfb, 0xf9, 0xf4],
            "three digits are none of ours"
        );
        assert_eq!(colours.signal, [0x9c, 0x2a, 0x10]);
    }
}
