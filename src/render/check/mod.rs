//! What is wrong with a theme, found without a site.
//!
//! Comes in: a theme's files. Goes out: diagnostics.
//!
//! 1. The theme is loaded as for a site: theme.yaml, templates that can't be read, circles.
//! 2. Every template makes its sample pages, in full and at their barest.
//! 3. Its own templates are read: keys that the contract lacks ([`keys`]), words that no language can change ([`text`]),
//!    files that no page uses.
//! 4. Its words are held against those of the theme below ([`strings`]).

mod keys;
mod strings;
mod text;

pub(super) use strings::slots;

use std::collections::BTreeSet;

use super::budget::Metered;
use super::manifest::{listed, nearest};
use super::samples::{Amount, pages, site};
use super::scan::tags;
use super::{SharedView, Theme, ThemeChoice};
use crate::diagnostic::{Checked, Code, Diagnostic, Files as _, SourceId, Span};
use crate::source::Sources;
use crate::view::PageView;

/// What a check went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// Templates of the theme itself, without those of themes below.
    pub templates: usize,
    /// Sample pages that were made.
    pub pages: usize,
}

/// Finds everything that is wrong with the theme that `choice` names.
pub fn check(sources: &Sources, choice: &ThemeChoice<'_>) -> Checked<Checkup> {
    let mut diagnostics = Vec::new();
    let theme = Theme::load(sources, choice).drain(&mut diagnostics);
    let mut checkup = Checkup::default();
    // Another stands in for a theme that can't be loaded; that one is none of this check's business.
    if theme.name() != choice.name {
        return Checked {
            value: checkup,
            diagnostics,
        };
    }
    for amount in [Amount::Full, Amount::Bare] {
        match SharedView::new(&site(amount)) {
            Ok(shared) => {
                for page in pages(amount) {
                    let made = theme.render(page.template(), &shared, &page, &page.meta().path);
                    checkup.pages += usize::from(made.is_ok());
                    diagnostics.extend(made.err());
                }
            }
            Err(error) => diagnostics.push(error),
        }
    }
    let own = own_templates(sources, choice.name);
    checkup.templates = own.len();
    let seen = keys::Seen::new(&theme, sources);
    for (name, id) in &own {
        let source = sources.text(*id).unwrap_or_default();
        diagnostics.extend(keys::unknown(&seen, name, *id, source));
        diagnostics.extend(text::untranslatable(*id, source));
    }
    diagnostics.extend(unused(&theme, sources, &own));
    diagnostics.extend(strings::wrong(sources, &theme));
    // A component that fails does so on every page that uses it, and the key it failed for is found again when the
    // template is read: once is enough.
    let mut told = BTreeSet::new();
    diagnostics.retain(|d| match d.span {
        Some(span) => told.insert((
            span.source,
            span.start,
            d.code != Code::TemplateFailed && d.code != Code::TemplateKey,
        )),
        None => true,
    });
    Checked {
        value: checkup,
        diagnostics,
    }
}

/// The templates in the theme's own folder: name and file.
fn own_templates<'s>(sources: &'s Sources, theme: &str) -> Vec<(&'s str, SourceId)> {
    let prefix = format!("themes/{theme}/templates/");
    sources
        .iter()
        .filter_map(|file| Some((file.path.strip_prefix(&prefix)?, file.id)))
        .filter(|(name, _)| name.ends_with(".html"))
        .collect()
}

/// Templates that no page is made with: most often a name is mistyped.
fn unused(theme: &Theme, sources: &Sources, own: &[(&str, SourceId)]) -> Vec<Diagnostic> {
    let mut used: BTreeSet<&str> = PageView::TEMPLATES.iter().copied().collect();
    for template in theme.templates.values() {
        let text = sources.text(template.source).unwrap_or_default();
        for name in Metered::named(text, &["include", "extends"]) {
            used.insert(name);
            // `broadsheet/brief.html` names the theme too.
            let of_theme = name.split_once('/');
            used.extend(of_theme.map(|(_, file)| file));
        }
    }
    own.iter()
        .filter(|(name, id)| {
            let text = sources.text(*id).unwrap_or_default();
            // Components are known by their own names.
            let defines = tags(text).iter().any(|tag| tag.word(text) == "component");
            !defines && !used.contains(name)
        })
        .map(|(name, id)| {
            let help = match nearest(name, PageView::TEMPLATES.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!(
                    "include it, or take it away; pages are made with {}",
                    listed(PageView::TEMPLATES.iter().copied())
                ),
            };
            let message = format!("no page is made with the template `{name}`");
            Diagnostic::new(Code::TemplateUnused, Span::file(*id), message).help(help)
        })
        .collect()
}

/// Bytes of a template as a place; a template is far below 4 GiB.
fn place(source: SourceId, start: usize, len: usize) -> Span {
    match (u32::try_from(start), u32::try_from(start + len)) {
        (Ok(start), Ok(end)) => Span::new(source, start..end),
        _ => Span::file(source),
    }
}
