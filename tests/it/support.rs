//! A whole site in one string, and what becomes of it.
//!
//! The string holds files, each after a line `-- path --`. What stands before the first such line is a comment.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};

use briefpress::diagnostic::{self, Diagnostic, Files as _};
use briefpress::link::{Audience, Drafts, Edition, Future};
use briefpress::picture::NoShelf;
use briefpress::press::{self, Options, Part, Press};
use briefpress::publish::Artifact;
use briefpress::source::Sources;

/// The files in `text`: path and content.
pub fn files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line
            .trim_end()
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name.to_owned(), String::new())),
            (None, Some((_, content))) => content.push_str(line),
            (None, None) => {}
        }
    }
    files
}

/// Holds the cases written down in `folder`, at least `least` of them, against what is said now: each file is a site, and
/// under `-- told --` what `told` says about it. With `BLESS=1` in the environment that is written down anew.
pub fn each_is_told_as_written_down(
    folder: &str,
    least: usize,
    told: impl Fn(&Path, &str) -> String,
) {
    let bless = std::env::var_os("BLESS").is_some();
    let mut cases: Vec<_> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    cases.sort();
    assert!(cases.len() >= least, "the cases are gone");
    let mut wrong = String::new();
    for case in cases {
        let text = std::fs::read_to_string(&case).expect("it can be read");
        let (site, expected) = text.split_once("-- told --\n").unwrap_or((&text, ""));
        let told = told(&case, site);
        if told == expected {
            continue;
        }
        if bless {
            std::fs::write(&case, format!("{site}-- told --\n{told}")).expect("it can be written");
        } else {
            wrong.push_str(&format!(
                "{}\n--- expected\n{expected}--- told\n{told}\n",
                case.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The edition that tests look at unless they say otherwise: 2026-03-01, nothing held back shown.
pub fn options() -> Options {
    Options {
        edition: Edition {
            today: jiff::civil::date(2026, 3, 1),
            drafts: Drafts::HoldBack,
            future: Future::HoldBack,
            audience: Audience::Public,
        },
        base_url: None,
    }
}

/// A site that was loaded.
pub struct Loaded {
    pub sources: Sources,
    pub press: Option<Press>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Loads the site in `text` with the usual options.
pub fn load(text: &str) -> Loaded {
    load_with(text, &options())
}

/// Loads the site in `text`.
pub fn load_with(text: &str, options: &Options) -> Loaded {
    let mut sources = Sources::from_memory(files(text));
    let checked = press::load(&mut sources, options);
    let mut diagnostics = checked.diagnostics;
    diagnostics.extend(checked.value.as_ref().map(press::lint).unwrap_or_default());
    diagnostic::sort(&mut diagnostics, &sources);
    Loaded {
        sources,
        press: checked.value,
        diagnostics,
    }
}

/// Loads the sample: the site at the root of the repository.
pub fn sample() -> Loaded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::read(folder).expect("the sample is there").value;
    let checked = press::load(&mut sources, &options());
    let mut diagnostics = checked.diagnostics;
    diagnostics.extend(checked.value.as_ref().map(press::lint).unwrap_or_default());
    Loaded {
        sources,
        press: checked.value,
        diagnostics,
    }
}

impl Loaded {
    /// What the lint asks about: codes that a brief can allow.
    pub fn asked(&self) -> Vec<&str> {
        let rules = briefpress::model::LintRule::ALL.map(briefpress::model::LintRule::as_str);
        let codes = self.diagnostics.iter().map(|d| d.code.as_str());
        codes.filter(|code| rules.contains(code)).collect()
    }

    /// The press; the site must have no errors.
    pub fn press(&self) -> &Press {
        self.press
            .as_ref()
            .unwrap_or_else(|| panic!("the site has errors:\n{}", self.told()))
    }

    /// What a URL path answers with, as text.
    pub fn get(&self, url: &str) -> String {
        let press = self.press();
        let routes = press.routes();
        let Some((path, route)) = routes.iter().find(|(path, _)| path.as_str() == url) else {
            let known: Vec<&str> = routes.iter().map(|(path, _)| path.as_str()).collect();
            panic!("nothing at {url}; there is: {}", known.join(" "));
        };
        let checked = press.press(path, *route);
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        match checked.value {
            Some(Artifact::Bytes(bytes)) if url.ends_with(".png") => {
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Some(Artifact::Bytes(bytes)) => String::from_utf8(bytes).expect("pages are text"),
            // Of a picture nothing is looked for but words.
            Some(Artifact::File(id)) => match self.sources.text(id) {
                Some(text) => text.to_owned(),
                None => String::from_utf8_lossy(&self.sources.bytes(id).unwrap()).into_owned(),
            },
            Some(Artifact::Picture(..)) => panic!("{url} is a picture, and no text"),
            None => panic!("{url} could not be made"),
        }
    }

    /// All diagnostics, those of the lint too; see [`told`].
    pub fn told(&self) -> String {
        told(&self.diagnostics, &self.sources)
    }
}

/// Diagnostics, one a line: `path:line:column severity[code] message; help`.
pub fn told(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut lines = String::new();
    for d in diagnostics {
        let place = d.span.map_or_else(String::new, |span| {
            let (line, column) = position(sources.text(span.source).unwrap_or(""), span.start);
            format!("{}:{line}:{column} ", sources.path(span.source))
        });
        let (severity, code) = (d.severity.as_str(), d.code.as_str());
        lines.push_str(&format!("{place}{severity}[{code}] {}\n", d.message));
        for (span, label) in &d.related {
            let (line, column) = position(sources.text(span.source).unwrap_or(""), span.start);
            lines.push_str(&format!(
                "    see {}:{line}:{column} {label}\n",
                sources.path(span.source)
            ));
        }
        if let Some(help) = &d.help {
            lines.push_str(&format!("    help: {help}\n"));
        }
    }
    lines
}

/// Line and column of a byte, from 1.
pub fn position(text: &str, at: u32) -> (usize, usize) {
    let before = &text[..(at as usize).min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// Everything that a build writes, by address.
pub fn built(site: &Loaded) -> BTreeMap<String, Vec<u8>> {
    let files = Mutex::new(BTreeMap::new());
    let told = press::build(site.press(), &NoShelf, |url, part| {
        let mut files: MutexGuard<'_, BTreeMap<String, Vec<u8>>> = files.lock().unwrap();
        let name = url.as_str().to_owned();
        match part {
            Part::Next(bytes) => files.get_mut(&name).expect("it was begun").extend(bytes),
            Part::First(artifact) => {
                let bytes = match artifact {
                    Artifact::Bytes(bytes) => bytes,
                    Artifact::File(_) | Artifact::Picture(..) => Vec::new(),
                };
                assert_eq!(files.insert(name, bytes), None, "{url} is begun once");
            }
        }
        Ok::<(), Infallible>(())
    });
    assert!(told.is_ok_and(|told| told.is_empty()));
    files.into_inner().unwrap()
}
