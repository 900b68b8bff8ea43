//! A stack of theme folders becomes a [`Theme`].

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tera::Tera;

use super::budget::Metered;
use super::check::slots;
use super::embedded::{DEFAULT_THEME, add_default_theme};
use super::manifest::{self, Manifest, listed, nearest};
use super::report::{self, Template, Templates};
use super::{Theme, functions, value};
use crate::diagnostic::{Checked, Code, Diagnostic, Files as _, SourceId, Span};
use crate::model::{Phrase, UrlPath};
use crate::source::{SourceFile, Sources};

/// The stylesheet of a theme to which design tokens are joined.
pub(super) const STYLE: &str = "style.css";

/// How many themes may lie on each other.
const MAX_STACK: usize = 8;

/// How many templates a stack of themes may have.
const MAX_TEMPLATES: usize = 256;

/// How deep includes may go; each level takes room on the stack of the thread that renders.
const MAX_INCLUDES: usize = 16;

/// Which theme a site asks for, and what the theme must know of the site.
#[derive(Clone, Copy, Debug)]
pub struct ThemeChoice<'a> {
    /// The theme's name.
    pub name: &'a str,
    /// Where site.yaml names it.
    pub named_at: Option<Span>,
    /// The site's language, a BCP 47 tag: chooses among `strings/<tag>.yaml`.
    pub language: &'a str,
    /// The path before every address inside the site, without a trailing slash: empty, or `/repo`.
    pub base_path: &'a str,
    /// Words of the interface that site.yaml sets, each with its place. They win over the theme's.
    pub strings: &'a [(Box<str>, Phrase, Option<Span>)],
    /// Design tokens as a stylesheet, which is joined to the theme's `style.css`; empty if site.yaml sets none.
    pub tokens: &'a str,
    /// Files that templates name with `asset()` like the theme's own, but that others make: name and address.
    pub generated: &'a [(&'a str, UrlPath)],
}

impl Default for ThemeChoice<'_> {
    fn default() -> Self {
        Self {
            name: DEFAULT_THEME,
            named_at: None,
            language: "en",
            base_path: "",
            strings: &[],
            tokens: "",
            generated: &[],
        }
    }
}

/// A file that a theme brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Its address before the base path: `/theme/style.1a2b3c4d.css`. The name holds a hash of the content.
    pub(super) url: UrlPath,
    /// Its path under `static/`.
    pub(super) name: Box<str>,
    /// The file.
    pub(super) source: SourceId,
}

/// See [`Theme::load`].
pub(super) fn load(sources: &Sources, choice: &ThemeChoice<'_>) -> Checked<Theme> {
    let mut diagnostics = Vec::new();
    let built = stack(sources, choice, &mut diagnostics).and_then(|names| {
        build(sources, names, choice, &mut diagnostics).map_err(|errors| {
            diagnostics.extend(errors);
        })
    });
    let value = built.unwrap_or_else(|()| default_theme(sources, choice));
    Checked { value, diagnostics }
}

/// The default theme as it is in the binary, whatever the site has in its place.
fn default_theme(sources: &Sources, choice: &ThemeChoice<'_>) -> Theme {
    let mut own = Sources::default();
    add_default_theme(&mut own);
    let mut theme = build(&own, vec![DEFAULT_THEME.into()], choice, &mut Vec::new())
        .expect("the theme inside the binary is compiled by our own tests");
    // Ids are those of the caller's files, which holds each of ours under the same path.
    let known = |id: SourceId| sources.by_path(own.path(id)).map(|file| file.id);
    theme.files.retain_mut(|file| match known(file.source) {
        Some(id) => {
            file.source = id;
            true
        }
        None => false,
    });
    for template in theme.templates.values_mut() {
        template.source = known(template.source).unwrap_or(template.source);
    }
    theme
}

/// The names of the themes from the one that was asked for down to the default.
pub(super) fn stack(
    sources: &Sources,
    choice: &ThemeChoice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Box<str>>, ()> {
    let themes = available(sources);
    let mut names: Vec<Box<str>> = Vec::new();
    let mut next: (Box<str>, Option<Span>) = (choice.name.into(), choice.named_at);
    loop {
        let (name, named_at) = next;
        if names.contains(&name) || names.len() == MAX_STACK {
            diagnostics.push(
                Diagnostic::new(
                    Code::InvalidValue,
                    named_at,
                    format!(
                        "themes extend each other in a circle: {} → {name}",
                        names.join(" → ")
                    ),
                )
                .help("let one of them extend `broadsheet`"),
            );
            return Err(());
        }
        if !themes.contains(&&*name) {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownTheme,
                    named_at,
                    format!("there is no theme `{name}`"),
                )
                .help(match nearest(&name, themes.iter().copied()) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("there is {}", listed(themes.iter().copied())),
                }),
            );
            return Err(());
        }
        let Manifest { extends, .. } =
            manifest::read(sources, &format!("themes/{name}"), diagnostics)
                .map_err(|error| diagnostics.push(error))?;
        names.push(name);
        match extends {
            Some((below, at)) => next = (below, Some(at)),
            None => break,
        }
    }
    if !names.iter().any(|name| &**name == DEFAULT_THEME) {
        names.push(DEFAULT_THEME.into());
    }
    Ok(names)
}

/// The themes that have at least one file.
pub(super) fn available(sources: &Sources) -> Vec<&str> {
    let mut themes: Vec<_> = sources
        .iter()
        .filter_map(|file| file.path.strip_prefix("themes/")?.split_once('/'))
        .map(|(name, _)| name)
        .collect();
    themes.dedup();
    themes
}

/// The files in one folder of one theme, each with its path in there.
fn files_in<'s>(
    sources: &'s Sources,
    theme: &str,
    folder: &str,
) -> impl Iterator<Item = (&'s str, &'s SourceFile)> {
    let prefix = format!("themes/{theme}/{folder}/");
    sources
        .iter()
        .filter_map(move |file| Some((file.path.strip_prefix(&prefix)?, file)))
}

fn build(
    sources: &Sources,
    names: Vec<Box<str>>,
    choice: &ThemeChoice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Theme, Vec<Diagnostic>> {
    let files = static_files(sources, &names, choice.tokens);
    let mut assets: BTreeMap<String, String> = files
        .iter()
        .map(|(path, file)| {
            (
                (*path).to_owned(),
                format!("{}{}", choice.base_path, file.url),
            )
        })
        .collect();
    for (name, url) in choice.generated {
        assets.insert((*name).to_owned(), format!("{}{url}", choice.base_path));
    }

    let (templates, texts) = templates(sources, &names)?;
    let mut tera = engine(&names, &Arc::new(assets));
    let metered = templates.iter().map(|(name, t)| (name, &t.metered.text));
    if let Err(error) = tera.add_raw_templates(metered) {
        return Err(template_errors(tera, &error, &templates, &texts));
    }
    let phrases = strings(sources, &names, choice, diagnostics);
    let files = files.into_values().collect();
    Ok(Theme {
        names,
        tera,
        templates,
        strings: value::words(&phrases),
        phrases,
        files,
    })
}

/// A tera without templates.
fn engine(names: &[Box<str>], assets: &Arc<BTreeMap<String, String>>) -> Tera {
    let mut tera = Tera::default();
    functions::register(&mut tera, assets);
    tera.set_fallback_prefixes(names.iter().map(|name| format!("{name}/")))
        .expect("no template was added yet");
    tera
}

/// Every template of every theme, by the name `theme/file`.
fn templates<'s>(
    sources: &'s Sources,
    names: &[Box<str>],
) -> Result<(Templates, HashMap<String, &'s str>), Vec<Diagnostic>> {
    let mut templates = Templates::new();
    let mut texts = HashMap::new();
    for theme in names {
        for (path, file) in files_in(sources, theme, "templates") {
            if !path.ends_with(".html") {
                continue;
            }
            let Some(text) = sources.text(file.id) else {
                continue;
            };
            if templates.len() == MAX_TEMPLATES {
                return Err(vec![
                    Diagnostic::new(
                        Code::TemplateSyntax,
                        Span::file(file.id),
                        format!("a theme may have {MAX_TEMPLATES} templates at most"),
                    )
                    .help("put what belongs together into one file of components"),
                ]);
            }
            let name = format!("{theme}/{path}");
            texts.insert(name.clone(), text);
            templates.insert(
                name,
                Template {
                    source: file.id,
                    metered: Metered::new(text),
                },
            );
        }
    }
    check_depth(&templates, &texts, names)?;
    Ok((templates, texts))
}

/// Refuses chains of includes that are longer than [`MAX_INCLUDES`]. Circles are left to tera, which names them.
fn check_depth(
    templates: &Templates,
    texts: &HashMap<String, &str>,
    names: &[Box<str>],
) -> Result<(), Vec<Diagnostic>> {
    let resolve = |name: &str| {
        let under = names.iter().map(|theme| format!("{theme}/{name}"));
        std::iter::once(name.to_owned())
            .chain(under)
            .find_map(|name| templates.get_key_value(&name))
            .map(|(name, _)| name.as_str())
    };
    let includes: HashMap<&str, Vec<&str>> = templates
        .keys()
        .map(|name| {
            let included = Metered::includes(texts[name]);
            (name.as_str(), included.filter_map(&resolve).collect())
        })
        .collect();
    // The templates that stand at the end of a chain of `depth` includes. After as many rounds as a chain may have
    // links there must be none left; a circle never runs out, and is not blamed here.
    let mut reached: Vec<&str> = includes.keys().copied().collect();
    for _ in 0..MAX_INCLUDES {
        let mut next: Vec<&str> = reached
            .iter()
            .flat_map(|name| &includes[name])
            .copied()
            .collect();
        next.sort_unstable();
        next.dedup();
        reached = next;
    }
    let on_circle = |start: &str| {
        let (mut seen, mut open) = (Vec::new(), vec![start]);
        while let Some(name) = open.pop() {
            for &below in &includes[name] {
                if below == start {
                    return true;
                }
                if !seen.contains(&below) {
                    seen.push(below);
                    open.push(below);
                }
            }
        }
        false
    };
    match reached.first() {
        Some(deepest) if !reached.iter().any(|name| on_circle(name)) => Err(vec![
            Diagnostic::new(
                Code::TemplateSyntax,
                Span::file(templates[*deepest].source),
                format!("includes go deeper than {MAX_INCLUDES} levels"),
            )
            .help("include it from a template that is nearer to the page"),
        ]),
        _ => Ok(()),
    }
}

/// What is wrong with the templates, told by their own text. `metered` is what tera said about the metered one.
fn template_errors(
    empty: Tera,
    metered: &tera::Error,
    templates: &Templates,
    texts: &HashMap<String, &str>,
) -> Vec<Diagnostic> {
    let mut names: Vec<_> = texts.keys().collect();
    names.sort_unstable();
    // Tera stops at the first template that it can't read: each is tried alone, so that one run tells of all.
    let mut errors: Vec<_> = names
        .iter()
        .filter_map(|name| {
            let alone = empty.clone().add_raw_template(name, texts[*name]);
            alone
                .err()
                .filter(|e| matches!(e.kind(), tera::ErrorKind::SyntaxError(_)))
        })
        .flat_map(|error| report::load_errors(&error, templates, texts))
        .collect();
    if errors.is_empty() {
        let mut together = empty;
        let error = together.add_raw_templates(names.iter().map(|name| (name, texts[*name])));
        errors = report::load_errors(error.as_ref().err().unwrap_or(metered), templates, texts);
    }
    errors
}

/// The words of the interface: the English ones of every theme from the bottom up, over them those of the site's
/// language, over them those of its region, and on top those of site.yaml.
fn strings(
    sources: &Sources,
    names: &[Box<str>],
    choice: &ThemeChoice<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Phrase> {
    let language = choice.language.to_ascii_lowercase();
    let primary = language.split('-').next().unwrap_or_default();
    let mut tags = vec!["en", primary, &language];
    tags.dedup();
    let mut words = BTreeMap::new();
    for tag in tags {
        for theme in names.iter().rev() {
            let file = format!("{tag}.yaml");
            let found = files_in(sources, theme, "strings")
                .find(|(path, _)| path.eq_ignore_ascii_case(&file));
            let Some((_, file)) = found else { continue };
            if let Err(error) = manifest::read_strings(sources, file.id, &mut words, diagnostics) {
                diagnostics.push(error);
            }
        }
    }
    for (key, phrase, at) in choice.strings {
        match words.get(&**key) {
            Some(original) => match slots(key, phrase, original, *at) {
                Some(error) => diagnostics.push(error),
                None => {
                    words.insert(key.to_string(), phrase.clone());
                }
            },
            None => diagnostics.push(
                Diagnostic::new(
                    Code::StringUnknown,
                    *at,
                    format!("the theme has no text `{key}`"),
                )
                .help(match nearest(key, words.keys().map(String::as_str)) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "the keys are those of the theme's strings/en.yaml: `briefpress theme eject strings/en.yaml` writes it out to read".to_owned(),
                }),
            ),
        }
    }
    words
}

/// The files under `static/` of every theme, by their path in there; a higher theme hides those below. The stylesheet gets
/// another address with other `tokens`, which are joined to it.
fn static_files<'s>(
    sources: &'s Sources,
    names: &[Box<str>],
    tokens: &str,
) -> BTreeMap<&'s str, ThemeFile> {
    let mut files = BTreeMap::new();
    for theme in names {
        for (path, file) in files_in(sources, theme, "static") {
            let joined = if path == STYLE { tokens } else { "" };
            files.entry(path).or_insert_with(|| ThemeFile {
                url: fingerprinted(path, &fingerprint(sources, file, joined)),
                name: path.into(),
                source: file.id,
            });
        }
    }
    files
}

/// Eight hexadecimal digits of the hash of the content and what is joined to it. A file that can't be read is named by its
/// path: whoever writes it out will say why it can't be read.
fn fingerprint(sources: &Sources, file: &SourceFile, joined: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    match sources.bytes(file.id) {
        Ok(bytes) => hasher.update(&bytes),
        Err(_) => hasher.update(file.path.as_bytes()),
    };
    hasher.update(joined.as_bytes());
    hasher.finalize().to_hex()[..8].to_owned()
}

/// `fonts/serif.woff2` becomes `/theme/fonts/serif.1a2b3c4d.woff2`; what has no place in an address becomes `-`.
fn fingerprinted(path: &str, hash: &str) -> UrlPath {
    let clean: String = path
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => c,
            '/' | '.' | '_' | '-' => c,
            _ => '-',
        })
        .collect();
    let (folder, file) = clean.rsplit_once('/').unwrap_or(("", &clean));
    let (stem, extension) = match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (file, String::new()),
    };
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    UrlPath::new(&format!("/theme/{folder}{stem}.{hash}{extension}")).unwrap_or_else(|| {
        UrlPath::new(&format!("/theme/{hash}")).expect("letters and digits make an address")
    })
}

#[cfg(test)]
mod tests;
