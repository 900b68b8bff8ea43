//! `briefpress serve`: a site in the browser while it is written.

use std::net::IpAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use jiff::civil::Date;

use super::report::count;
use super::site::{self, Shown};
use super::terminal::{self, Noise, Terminal};
use super::{Verdict, base_url, day};
use crate::diagnostic::{Diagnostic, Severity, human};
use crate::fault::Result;
use crate::link::{Drafts, Future};
use crate::serve::{Notice, Options, serve};
use crate::source::Sources;

/// Shows the site in the browser, and again whenever a file is saved.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to listen on; if it is taken, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4646)]
    port: u16,
    /// The address to listen on; any but this machine's own wants the token that is then printed
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Open the browser
    #[arg(long)]
    open: bool,
    /// Leave drafts out, as a build does
    #[arg(long)]
    no_drafts: bool,
    /// Leave out briefs that are dated after today, as a build does
    #[arg(long)]
    no_future: bool,
    /// Where the site will live, such as `https://example.org/news`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// The day that counts as today, such as 2026-02-12
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress serve --open
      Show the site of this folder, drafts and future briefs too
  briefpress serve --no-drafts --no-future --today 2026-02-12
      Show what readers would see on a certain day";

impl Serve {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let shown = Shown {
            base_url: self.base_url.as_deref(),
            drafts: if self.no_drafts {
                Drafts::HoldBack
            } else {
                Drafts::Include
            },
            future: if self.no_future {
                Future::HoldBack
            } else {
                Future::Include
            },
            today: self.today,
        };
        let options = Options {
            site: folder.to_owned(),
            host: self.host,
            port: self.port,
            press: site::options_of(folder, &shown)?,
        };
        let open = self.open;
        let look = terminal.look();
        let noise = terminal.noise();
        let say = move |notice: &Notice<'_>| {
            // A terminal that went away does not end the preview.
            let _ = tell(notice, noise, look);
            if let (Notice::Listening { url, .. }, true) = (notice, open) {
                show(url);
            }
        };
        serve(&options, Arc::new(say))?;
        Ok(Verdict::Good)
    }
}

fn tell(notice: &Notice<'_>, noise: Noise, look: human::Look) -> Result<()> {
    let quiet = noise == Noise::Quiet;
    match notice {
        Notice::Listening {
            url,
            instead_of,
            open_to_network,
            briefs,
            took,
        } => {
            if let Some(port) = instead_of {
                terminal::err(|err| {
                    writeln!(err, "Port {port} is taken, so this is the next free one.")
                })?;
            }
            if *open_to_network {
                terminal::err(|err| {
                    writeln!(
                        err,
                        "Others on your network can reach this address. What they see includes drafts."
                    )
                })?;
            }
            let line = format!(
                "Serving {} at {url} (read in {}). Ctrl-C ends it.",
                count(*briefs, "brief", "briefs"),
                seconds(*took)
            );
            terminal::out(|out| writeln!(out, "{line}"))
        }
        Notice::Told(diagnostics, sources) => told(diagnostics, sources, look),
        Notice::Polling(why) => terminal::err(|err| writeln!(err, "{why}")),
        Notice::Changed { .. } if quiet => Ok(()),
        Notice::Changed { files, took } => terminal::out(|out| {
            writeln!(
                out,
                "{} changed, taken in in {}",
                count(*files, "file", "files"),
                seconds(*took)
            )
        }),
    }
}

fn told(diagnostics: &[Diagnostic], sources: &Sources, look: human::Look) -> Result<()> {
    let wrong: Vec<_> = diagnostics
        .iter()
        .filter(|d| d.severity != Severity::Note)
        .cloned()
        .collect();
    if wrong.is_empty() && diagnostics.is_empty() {
        return terminal::out(|out| writeln!(out, "Nothing is wrong any more."));
    }
    terminal::err(|err| human::write(err, &wrong, sources, look))
}

/// Opens the browser, if there is one. If not, the address has been printed.
fn show(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

/// `12 ms`, `1.24 s`.
fn seconds(took: Duration) -> String {
    match took.as_millis() {
        ms @ 0..1000 => format!("{ms} ms"),
        _ => format!("{:.2} s", took.as_secs_f64()),
    }
}
