//! The theme that site.yaml asks for, made ready: templates are compiled only when one of its files changed.

use std::sync::Arc;

use super::HighlightStyle;
use crate::diagnostic::{Checked, Diagnostic, SourceId, Span};
use crate::model::{At, Phrase, SiteConfig, Written};
use crate::parse;
use crate::render::{Theme, ThemeChoice, token_style};
use crate::source::{Content, Sources};

/// The theme as it was made ready last.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo(Option<Ready>);

#[derive(Clone, Debug)]
struct Ready {
    key: Key,
    theme: Arc<Theme>,
    told: Vec<Diagnostic>,
}

/// All that a theme is made from. The stylesheet of highlighted code is a part of the program.
#[derive(Clone, Debug)]
struct Key {
    name: Written<Box<str>>,
    named_at: Option<Span>,
    language: Box<str>,
    base_path: Box<str>,
    strings: Vec<(Box<str>, Phrase, Option<Span>)>,
    tokens: Box<str>,
    files: Vec<(SourceId, Content)>,
}

impl Memo {
    /// The theme, made ready anew only if something is not as it was.
    pub(super) fn load(
        &mut self,
        sources: &Sources,
        config: &SiteConfig,
        highlight: &HighlightStyle,
    ) -> Checked<Arc<Theme>> {
        let key = Key::new(sources, config);
        let ready = match self.0.take() {
            Some(ready) if ready.key.is_same(&key) => ready,
            _ => {
                let choice = ThemeChoice {
                    name: &key.name.value,
                    named_at: key.named_at,
                    language: &key.language,
                    base_path: &key.base_path,
                    strings: &key.strings,
                    tokens: &key.tokens,
                    generated: &[("highlight.css", highlight.url.clone())],
                };
                let checked = Theme::load(sources, &choice);
                Ready {
                    theme: Arc::new(checked.value),
                    told: checked.diagnostics,
                    key,
                }
            }
        };
        let checked = Checked {
            value: Arc::clone(&ready.theme),
            diagnostics: ready.told.clone(),
        };
        self.0 = Some(ready);
        checked
    }
}

impl Key {
    fn new(sources: &Sources, config: &SiteConfig) -> Self {
        let files = sources.at("themes");
        Self {
            name: config.theme.clone(),
            named_at: place(sources, &config.theme.at),
            language: config.language.clone(),
            base_path: config.base_path().into(),
            strings: (config.strings.iter())
                .map(|(key, phrase)| {
                    let at = place(sources, &phrase.at);
                    (key.clone(), phrase.value.clone(), at)
                })
                .collect(),
            tokens: token_style(&config.tokens).unwrap_or_default().into(),
            files: files.map(|file| (file.id, file.content.clone())).collect(),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.named_at == other.named_at
            && self.language == other.language
            && self.base_path == other.base_path
            && self.strings == other.strings
            && self.tokens == other.tokens
            && self.files.len() == other.files.len()
            && self
                .files
                .iter()
                .zip(&other.files)
                .all(|(a, b)| a.0 == b.0 && is_same(&a.1, &b.1))
    }
}

fn is_same(a: &Content, b: &Content) -> bool {
    match (a, b) {
        (Content::Text(a), Content::Text(b)) => Arc::ptr_eq(a, b),
        (Content::Bytes(a), Content::Bytes(b)) => Arc::ptr_eq(a, b) || a == b,
        (a, b) => on_disk(a).is_some() && on_disk(a) == on_disk(b),
    }
}

fn on_disk(content: &Content) -> Option<(u64, u128)> {
    match content {
        Content::OnDisk { len, modified } => Some((*len, *modified)),
        _ => None,
    }
}

/// Where in site.yaml something stands.
pub(super) fn place(sources: &Sources, at: &At) -> Option<Span> {
    let At::Front(path) = at else {
        return None;
    };
    let file = sources.by_path("site.yaml")?;
    let Content::Text(text) = &file.content else {
        return None;
    };
    let length = u32::try_from(text.len()).expect("texts are capped far below four gigabytes");
    Some(Span::new(file.id, parse::locate(text, 0..length, path)))
}
