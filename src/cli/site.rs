//! A site, read and linked as the command line asks for it.
//!
//! Comes in: the folder, and the flags that say from where it is seen. Goes out: a press that is ready, its sources,
//! and what was found wrong on the way.

use std::path::Path;

use jiff::Timestamp;

use super::host::{self, Context, Host};
use super::report::{self, Manner, Strictness};
use super::terminal::Terminal;
use super::{Format, Seen, View, today};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::fault::{Fault, Result};
use crate::link::{Audience, Drafts, Edition, Future};
use crate::model::SiteConfig;
use crate::press::{self, Options, Press};
use crate::source::Sources;

/// What came of reading a site.
pub(super) struct Loaded {
    /// Its files.
    pub(super) sources: Sources,
    /// There only if nothing is wrong that stops a build.
    pub(super) press: Option<Press>,
    /// What was found wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The host on whose machine this runs.
    pub(super) host: Option<Host>,
}

/// Reads and links the site in `folder`, as `view` wants to see it.
pub(super) fn load(folder: &Path, view: &View) -> Result<Loaded> {
    let asked = view.context();
    let host = host::detect(|name| std::env::var(name).ok(), asked);
    let mut diagnostics = Vec::new();
    let mut sources = tracing::info_span!("read")
        .in_scope(|| Sources::read(folder))?
        .drain(&mut diagnostics);
    let options = options(view, host.as_ref(), &press::config(&sources))?;
    let press = press::load(&mut sources, &options).drain(&mut diagnostics);
    Ok(Loaded {
        sources,
        press,
        diagnostics,
        host,
    })
}

/// Reads and links the site in `folder` for a command that tells facts. What is wrong is told too; with errors there is
/// no site.
pub(super) fn facts(folder: &Path, seen: &Seen, terminal: &Terminal) -> Result<Option<Press>> {
    Ok(facts_despite(&[], folder, seen, terminal)?.map(|(press, _)| press))
}

/// The same with its sources, for a command that has more to say about errors of the kinds `bearable`: those are left
/// to it.
pub(super) fn facts_despite(
    bearable: &[Code],
    folder: &Path,
    seen: &Seen,
    terminal: &Terminal,
) -> Result<Option<(Press, Sources)>> {
    let view = View {
        base_url: None,
        preview: false,
        production: false,
        drafts: seen.drafts,
        future: seen.future,
        strict: false,
        today: seen.today,
        format: Format::Human,
    };
    let Loaded {
        sources,
        press,
        mut diagnostics,
        ..
    } = load(folder, &view)?;
    diagnostics.retain(|diagnostic| !bearable.contains(&diagnostic.code));
    if !press::has_errors(&diagnostics) {
        return Ok(press.map(|press| (press, sources)));
    }
    let (manner, nothing) = (view.manner(Severity::Error), serde_json::Map::new());
    report::print(terminal, manner, &mut diagnostics, &sources, &nothing)?;
    Ok(None)
}

/// What is decided outside of the site's own files, once it is known what site.yaml says.
fn options(view: &View, host: Option<&Host>, config: &SiteConfig) -> Result<Options> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let context = view.context().or(host.map(|host| host.context));
    let config_url = config.base_url.as_deref();
    let base_url = host::choose(view.base_url.as_deref(), host, context, config_url);
    Ok(Options {
        edition: Edition {
            today: today::today(
                view.today,
                epoch.as_deref(),
                &config.timezone,
                Timestamp::now(),
            )?,
            drafts: if view.drafts {
                Drafts::Include
            } else {
                Drafts::HoldBack
            },
            future: if view.future {
                Future::Include
            } else {
                Future::HoldBack
            },
            audience: match context {
                Some(Context::Preview) => Audience::Preview,
                Some(Context::Production) | None => Audience::Public,
            },
        },
        base_url: base_url.map(Into::into),
    })
}

/// The bytes of a file that is pressed as it is.
pub(super) fn fault_of_file(
    sources: &Sources,
    id: crate::diagnostic::SourceId,
    cause: std::io::Error,
) -> Fault {
    Fault::io("can't read", &*sources.file(id).path, cause)
        .hint("was it changed during the build? then build again")
}

impl View {
    /// For whom the command line says that a build is.
    fn context(&self) -> Option<Context> {
        match (self.preview, self.production) {
            (true, _) => Some(Context::Preview),
            (_, true) => Some(Context::Production),
            _ => None,
        }
    }

    /// How the messages of its command are printed; `least` is what people see who ask for nothing else.
    pub(super) fn manner(&self, least: Severity) -> Manner {
        Manner {
            format: self.format,
            least,
            strictness: self.strictness(),
        }
    }

    pub(super) fn strictness(&self) -> Strictness {
        if self.strict {
            Strictness::Strict
        } else {
            Strictness::Lenient
        }
    }
}
