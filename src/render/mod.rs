//! A view and a theme become HTML.
//!
//! Comes in: the theme's files and views. Goes out: finished pages, as text; and the list of the theme's own files.
//! This room never reaches into a site and never parses Markdown: what a page shows is in its view.
//!
//! 1. A theme is a stack of folders: the one that site.yaml names, those it `extends`, and at the bottom the default
//!    theme inside the binary. A file in a higher one hides the file of that name in those below.
//! 2. Templates are metered ([`budget`]) and compiled together. `{% extends "brief.html" %}` takes the topmost file
//!    of that name, `{% extends "broadsheet/brief.html" %}` the one of that theme.
//! 3. A page is rendered into a buffer: it comes out whole, or as a diagnostic.
//! 4. [`check()`] tries a theme on sample pages ([`samples`]) and reads its templates, with no site at all.
//!
//! Templates can read no file, no variable of the environment and no clock. They see the keys of their view, `site`,
//! `t` (the words of the interface), and Tera's filters beside `asset()` and `fill`.

mod budget;
mod catalog;
mod check;
mod embedded;
mod functions;
mod load;
mod manifest;
mod reference;
mod report;
mod samples;
mod scan;
#[cfg(test)]
mod tests;
mod tokens;
mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

pub use catalog::{Entry, Origin, catalog, find_file};
pub use check::{Checkup, check};
pub use embedded::{DEFAULT_THEME, add_default_theme, built_in_themes};
pub use load::{ThemeChoice, ThemeFile};
pub use reference::reference;
pub use tokens::token_style;

use crate::diagnostic::{Checked, Code, Diagnostic, SourceId};
use crate::model::{Phrase, UrlPath};
use crate::source::Sources;

/// A theme that is ready to render.
#[derive(Clone)]
pub struct Theme {
    /// The stack of themes, the topmost first.
    names: Vec<Box<str>>,
    tera: Tera,
    templates: report::Templates,
    /// The words of the interface, and the same as templates see them.
    phrases: BTreeMap<String, Phrase>,
    strings: Value,
    files: Vec<ThemeFile>,
}

/// What all pages of a site share, ready for templates: made once, and the cards as the first page that shows one needs
/// it.
#[derive(Clone, Debug)]
pub struct SharedView {
    site: Value,
    known: Arc<value::Known>,
}

impl SharedView {
    /// Prepares the view that templates see as `site`.
    ///
    /// # Errors
    /// `template-failed` if the view holds what no template can see, such as a map whose keys are no text.
    pub fn new<T: Serialize + ?Sized>(site: &T) -> Result<Self, Diagnostic> {
        let known = Arc::new(value::Known::default());
        match value::to_value(site, &known) {
            Ok(site) => Ok(Self { site, known }),
            Err(error) => Err(unseen(&error)),
        }
    }
}

impl Theme {
    /// Loads the theme that a site asks for. The default theme must be among `sources`
    /// ([`add_default_theme`]).
    ///
    /// If the theme can't be used, the default theme is given in its place, beside the errors that say why.
    pub fn load(sources: &Sources, choice: &ThemeChoice<'_>) -> Checked<Self> {
        load::load(sources, choice)
    }

    /// The theme's name.
    pub fn name(&self) -> &str {
        self.names.first().map_or(DEFAULT_THEME, |name| name)
    }

    /// A text of the interface; `None` if the theme lacks it, or if it has plural forms.
    pub fn word(&self, key: &str) -> Option<&str> {
        let mut words = self.strings.as_map()?.iter();
        words
            .find(|(name, _)| name.as_str() == Some(key))?
            .1
            .as_str()
    }

    /// The files that the theme brings along, each with its address before the base path.
    pub fn files(&self) -> impl Iterator<Item = (&UrlPath, SourceId)> {
        self.files.iter().map(|file| (&file.url, file.source))
    }

    /// The words of the interface by their key.
    pub const fn phrases(&self) -> &BTreeMap<String, Phrase> {
        &self.phrases
    }

    /// The file under `static/` that has this name.
    pub fn file(&self, name: &str) -> Option<SourceId> {
        let found = self.files.iter().find(|file| &*file.name == name);
        found.map(|file| file.source)
    }

    /// The stylesheet to which design tokens are joined: its address before the base path, and the file.
    pub fn style(&self) -> Option<(&UrlPath, SourceId)> {
        let style = self.files.iter().find(|file| &*file.name == load::STYLE)?;
        Some((&style.url, style.source))
    }

    /// Renders one page. `path` is the page's own, for messages.
    ///
    /// # Errors
    /// `template-failed` with the place in the template, if the template fails or the page gets too large or too
    /// costly; `template-missing` if there is no such template.
    pub fn render<T: Serialize + ?Sized>(
        &self,
        template: &str,
        site: &SharedView,
        page: &T,
        path: &str,
    ) -> Result<String, Diagnostic> {
        let page = value::to_value(page, &site.known).map_err(|error| unseen(&error))?;
        let mut context = Context::new();
        for (key, value) in page.into_map().unwrap_or_default() {
            if let Some(key) = key.as_str() {
                context.insert_value(key.to_owned(), value);
            }
        }
        context.insert_value("site", site.site.clone());
        context.insert_value("t", self.strings.clone());
        let Some(name) = self.resolve(template) else {
            return Err(Diagnostic::new(
                Code::TemplateMissing,
                None,
                format!("the theme has no template `{template}`, which {path} needs"),
            )
            .help(format!("make themes/{}/templates/{template}", self.name())));
        };
        let mut buffer = budget::Page::default();
        budget::start_page();
        self.tera
            .render_to(&name, &context, &mut buffer)
            .map_err(|error| report::render_error(&error, &name, path, &self.templates))?;
        String::from_utf8(buffer.into_bytes()).map_err(|_| {
            Diagnostic::new(
                Code::TemplateFailed,
                None,
                format!("the template `{template}` wrote something that is no text, while {path} was made"),
            )
            .help("print text and numbers only")
        })
    }

    /// The name under which tera knows the topmost template of this name.
    fn resolve(&self, template: &str) -> Option<String> {
        self.names
            .iter()
            .map(|theme| format!("{theme}/{template}"))
            .find(|name| self.templates.contains_key(name))
    }
}

impl fmt::Debug for Theme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Theme")
            .field("names", &self.names)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

fn unseen(error: &value::Unseen) -> Diagnostic {
    Diagnostic::new(
        Code::TemplateFailed,
        None,
        format!("a view holds what templates can't see: {error}"),
    )
    .help("this is a fault of briefpress itself; please report it")
}
