//! `briefpress build`: a site becomes a folder.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Args;
use serde::Serialize;
use tracing::info_span;

use super::host;
use super::memory;
use super::pages_limits;
use super::report::{self, Strictness, count};
use super::shelf::DiskShelf;
use super::site::{self, Loaded};
use super::terminal::{self, Terminal};
use super::timings::{Stage, Timings};
use super::{Format, Verdict, View};
use crate::diagnostic::{self, Diagnostic, Severity, Tally};
use crate::fault::{Fault, Result};
use crate::link::HeldBack;
use crate::press::{self, Part, Press};
use crate::publish::Artifact;
use crate::source::{Content, Sources};
use crate::write::{self, Body, Output, Summary};

/// Builds the site into a folder.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The folder to build into; it is replaced as a whole [default: public/ in the site]
    ///
    /// Only a folder that briefpress made, an empty one or a new one is taken. If anything is wrong with the content,
    /// the folder stays as it was.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Tell how often each stage was run, and how long it took on all processors together
    #[arg(long)]
    timings: bool,
    /// Write every single run of a stage to this file, for Perfetto or chrome://tracing
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    view: View,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress build
      Build the site of this folder into public/
  briefpress build --drafts --future --out /tmp/preview
      Build everything, as its authors see it, somewhere else
  briefpress build --base-url https://user.github.io/repo --today 2026-02-12
      Build for an address with a path, as on a certain day: the same bytes every time";

/// What a build has to say when it is done.
#[derive(Serialize)]
struct Facts<'a> {
    build: Option<Built<'a>>,
}

#[derive(Serialize)]
struct Built<'a> {
    out: String,
    base_url: Option<&'a str>,
    /// On whose machine this was built.
    host: Option<host::Told<'a>>,
    today: String,
    briefs: usize,
    companies: usize,
    pages: usize,
    files: usize,
    bytes: u64,
    held_back: Waiting,
    seconds: f64,
    /// Only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Vec<Stage>>,
}

#[derive(Serialize)]
struct Waiting {
    drafts: usize,
    future: usize,
    next: Option<String>,
}

impl Build {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let start = Instant::now();
        memory::in_small_pages();
        let timings = (self.timings || self.trace.is_some()).then(Timings::listen);
        let out = self.out.clone().unwrap_or_else(|| folder.join("public"));
        // First, so that a wrong --out is told at once, and no two builds waste each other's time.
        let output = Output::prepare(&out, folder)?;
        let Loaded {
            sources,
            press,
            mut diagnostics,
            host,
        } = site::load(folder, &self.view)?;
        let manner = self.view.manner(Severity::Warning);
        let strictness = manner.strictness;

        let shelf = DiskShelf::of(folder);
        let mut pages = 0;
        if let Some(press) = &press {
            pages = press
                .routes()
                .iter()
                .filter(|(url, _)| url.file().ends_with(".html"))
                .count();
            // What a careful editor would ask about takes time, and stops no other build.
            if strictness == Strictness::Strict {
                let asked = press::lint(press).into_iter();
                diagnostics.extend(asked.filter(|asked| asked.severity <= Severity::Warning));
            }
            if report::verdict(&diagnostics, strictness) == Verdict::Good {
                diagnostics.extend(write_all(press, &sources, &shelf, &output, terminal)?);
                diagnostics.extend(pages_limits::told(press, &sources, folder, host.as_ref())?);
            }
        }
        let verdict = report::verdict(&diagnostics, strictness);
        let Some(press) = press.filter(|_| verdict == Verdict::Good) else {
            drop(output);
            let nothing = Facts { build: None };
            report::print(terminal, manner, &mut diagnostics, &sources, &nothing)?;
            if self.view.format == Format::Human {
                let found = match Tally::of(&diagnostics) {
                    // Nothing else stands in the way then.
                    Tally {
                        errors: 0,
                        warnings,
                        ..
                    } => format!("{} under --strict", count(warnings, "warning", "warnings")),
                    tally => report::tally(tally),
                };
                terminal::err(|err| {
                    writeln!(
                        err,
                        "Nothing was built: {found}. {} is as it was.",
                        shown(&out)
                    )
                })?;
            }
            return Ok(Verdict::Bad);
        };
        let summary = info_span!("commit").in_scope(|| output.commit())?;
        shelf.sweep();

        let seconds = start.elapsed().as_secs_f64();
        let site = press.site();
        let facts = Facts {
            build: Some(Built {
                timings: timings
                    .as_ref()
                    .filter(|_| self.timings)
                    .map(Timings::stages),
                host: host.as_ref().map(host::Host::told),
                ..Built::new(&press, &out, pages, summary, seconds)
            }),
        };
        report::print(terminal, manner, &mut diagnostics, &sources, &facts)?;
        let chosen = host.as_ref().map(|host| {
            let address = site.config.base_url.as_deref();
            host.chosen(address, self.view.base_url.is_some())
        });
        if let (Format::Github, Some(chosen)) = (self.view.format, &chosen) {
            terminal.say(&diagnostic::github::notice(chosen))?;
        }
        if self.view.format == Format::Human {
            if let Some(chosen) = chosen {
                terminal.say(&chosen)?;
            }
            terminal.say(&format!(
                "Built {} from {} and {} in {seconds:.2} s -> {}",
                count(pages, "page", "pages"),
                count(site.briefs.len(), "brief", "briefs"),
                count(site.companies.len(), "company", "companies"),
                shown(&out),
            ))?;
            if let Some(line) = waiting(site.held_back) {
                terminal.say(&line)?;
            }
            if let Some(timings) = timings.as_ref().filter(|_| self.timings) {
                terminal.say(&timings.table(seconds))?;
            }
        }
        if let (Some(path), Some(timings)) = (&self.trace, &timings) {
            trace(path, timings).map_err(|e| Fault::io("can't write the trace to", path, e))?;
        }
        // The process ends here: the system takes back its memory faster than a million texts can be let go one by one.
        std::mem::forget((press, sources, diagnostics));
        Ok(Verdict::Good)
    }
}

/// Writes the trace, whole or not at all: what a viewer is given in part, it refuses.
fn trace(path: &Path, timings: &Timings) -> io::Result<()> {
    let mut trace = Vec::new();
    timings.write_trace(&mut trace)?;
    match fs::metadata(path) {
        // A pipe or a device, such as `/dev/stdout`, has no old content to keep, and stays what it is.
        Ok(there) if !there.is_file() => fs::write(path, trace),
        _ => write::replace(path, &trace),
    }
}

/// `path` as people see it from where they are.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let inside = here.and_then(|here| path.strip_prefix(here).ok());
    inside
        .filter(|inside| !inside.as_os_str().is_empty())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Presses every route into `output`.
fn write_all(
    press: &Press,
    sources: &Sources,
    shelf: &DiskShelf,
    output: &Output,
    terminal: &Terminal,
) -> Result<Vec<Diagnostic>> {
    let progress = terminal.progress(press.count());
    let unfit = Mutex::new(Vec::new());
    let mut told = press::build(press, shelf, |url, part| {
        let file = url.file();
        let _stage = info_span!("write", file = &*file).entered();
        let artifact = match part {
            Part::First(artifact) => artifact,
            Part::Next(bytes) => return output.append(&file, &bytes),
        };
        match artifact {
            Artifact::Bytes(bytes) => output.write(&file, Body::Bytes(&bytes))?,
            Artifact::Picture(id, width) => {
                let bytes = match press::develop(sources, shelf, url, id, width) {
                    Ok(bytes) => bytes,
                    // The original is shown in its place, so that no page lacks a picture.
                    Err(e) if e.kind() == ErrorKind::InvalidData => {
                        let mut unfit = unfit.lock().unwrap_or_else(PoisonError::into_inner);
                        unfit.push(press::unfit(id, &e));
                        sources
                            .bytes(id)
                            .map_err(|e| site::fault_of_file(sources, id, e))?
                            .into_owned()
                    }
                    Err(e) => return Err(site::fault_of_file(sources, id, e)),
                };
                output.write(&file, Body::Bytes(&bytes))?;
            }
            Artifact::File(id) => match &sources.file(id).content {
                Content::OnDisk { .. } => {
                    let from = sources
                        .open(id)
                        .map_err(|e| site::fault_of_file(sources, id, e))?;
                    output.write(&file, Body::File(from))?;
                }
                _ => {
                    let bytes = sources
                        .bytes(id)
                        .map_err(|e| site::fault_of_file(sources, id, e))?;
                    output.write(&file, Body::Bytes(&bytes))?;
                }
            },
        }
        progress.step();
        Ok(())
    })?;
    let mut unfit = unfit.into_inner().unwrap_or_else(PoisonError::into_inner);
    unfit.dedup_by_key(|diagnostic: &mut Diagnostic| diagnostic.span);
    told.append(&mut unfit);
    Ok(told)
}

impl<'a> Built<'a> {
    fn new(press: &'a Press, out: &Path, pages: usize, summary: Summary, seconds: f64) -> Self {
        let site = press.site();
        Self {
            out: shown(out),
            base_url: site.config.base_url.as_deref(),
            host: None,
            today: site.edition.today.to_string(),
            briefs: site.briefs.len(),
            companies: site.companies.len(),
            pages,
            files: summary.files,
            bytes: summary.bytes,
            held_back: Waiting {
                drafts: site.held_back.drafts,
                future: site.held_back.future,
                next: site.held_back.next.map(|day| day.to_string()),
            },
            seconds,
            timings: None,
        }
    }
}

/// `Held back: 1 draft, 2 future (next on 2026-12-01)`, if something is.
fn waiting(held_back: HeldBack) -> Option<String> {
    let HeldBack {
        drafts,
        future,
        next,
    } = held_back;
    let mut parts = Vec::new();
    if drafts > 0 {
        parts.push(count(drafts, "draft", "drafts"));
    }
    if future > 0 {
        let next = next
            .map(|day| format!(" (next on {day})"))
            .unwrap_or_default();
        parts.push(format!("{future} future{next}"));
    }
    (!parts.is_empty()).then(|| format!("Held back: {}", parts.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_back_is_told_in_one_line() {
        let line = |drafts, future, next: Option<&str>| {
            let next = next.map(|day| day.parse().unwrap());
            waiting(HeldBack {
                drafts,
                future,
                next,
            })
        };
        assert_eq!(line(0, 0, None), None);
        assert_eq!(line(1, 0, None).as_deref(), Some("Held back: 1 draft"));
        let both = "Held back: 3 drafts, 2 future (next on 2026-12-01)";
        assert_eq!(line(3, 2, Some("2026-12-01")).as_deref(), Some(both));
    }
}
