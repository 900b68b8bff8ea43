//! `briefpress serve`: a site in the browser while it is written.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use super::editor::Editor;
use super::report::{self, count};
use super::shelf::DiskShelf;
use super::terminal::{Noise, Terminal, err, out};
use super::{Verdict, base_url, browser, day, today};
use crate::diagnostic::{Diagnostic, Severity, Tally, human};
use crate::fault::{Fault, Result};
use crate::link::{Audience, Drafts, Edition, Future};
use crate::model::SiteConfig;
use crate::press;
use crate::serve::{Author, Notice, Options, Server, Watching};
use crate::source::Sources;

/// Shows the site in the browser while it is written.
///
/// What is saved is seen at once: a page is made when it is asked for, by the same means as `build` makes it, and the
/// browser reloads by itself. Errors are shown over the last good page. Drafts and briefs dated after today are shown
/// too, unless told otherwise.
///
/// `BRIEFPRESS_EDITOR`, else `EDITOR`, is the command that opens a file from the browser; `{file}`, `{line}` and
/// `{column}` in it are filled in.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port to listen on; if it is taken, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4646)]
    port: u16,
    /// The address to listen on; without a value, every address of this machine
    ///
    /// Anything but this machine's own lets others connect. They need the address with the token that is printed.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, default_value = "127.0.0.1", default_missing_value = "0.0.0.0", value_parser = host)]
    host: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// Show drafts (this is so anyway)
    #[arg(long, overrides_with = "no_drafts")]
    drafts: bool,
    /// Hold drafts back, as a build does
    #[arg(long, overrides_with = "drafts")]
    no_drafts: bool,
    /// Show briefs that are dated after today (this is so anyway)
    #[arg(long, overrides_with = "no_future")]
    future: bool,
    /// Hold briefs back that are dated after today, as a build does
    #[arg(long, overrides_with = "future")]
    no_future: bool,
    /// The day that counts as today, such as 2026-02-12
    ///
    /// Without it: the day of SOURCE_DATE_EPOCH if that is set, else the day it is in the time zone of site.yaml.
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// Where the site will live, such as `https://example.org/news`
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Look at the files again and again instead of being told of changes
    ///
    /// For folders whose changes the system does not tell of: on another machine, or shared with a container.
    #[arg(long)]
    poll: bool,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress serve --open
      Show the site of this folder in the browser
  briefpress serve --no-drafts --no-future --today 2026-02-12
      Show what readers would see on a certain day
  briefpress serve --host
      Let others on this network have a look, with the address that is printed";

fn host(text: &str) -> std::result::Result<IpAddr, String> {
    match text {
        "localhost" => Ok(Ipv4Addr::LOCALHOST.into()),
        _ => text
            .parse()
            .map_err(|_| "give an address such as 127.0.0.1 or 0.0.0.0".to_owned()),
    }
}

impl Serve {
    pub(super) fn run(&self, folder: &Path, terminal: Terminal) -> Result<Verdict> {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
        // What is wrong with it is told now; later there is nobody to stop for it.
        today::today(self.today, epoch.as_deref(), "UTC", Timestamp::now())?;
        let editor =
            Editor::of_environment(|name| std::env::var(name).ok()).unwrap_or_else(|fault| {
                // Nobody needs an editor to look at pages.
                terminal.warn(&fault);
                None
            });
        let desk = Arc::new(Desk {
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
            epoch,
            base_url: self.base_url.as_deref().map(Into::into),
            editor,
            terminal: Mutex::new(terminal),
        });
        let options = Options {
            site: folder.to_owned(),
            host: self.host,
            port: self.port,
            watching: if self.poll {
                Watching::Looking
            } else {
                Watching::Told
            },
        };
        let shelf = Arc::new(DiskShelf::of(folder));
        let server = Server::start(&options, shelf, Arc::clone(&desk) as Arc<dyn Author>)?;
        if self.open {
            let warn = |desk: &Desk, fault: &Fault| desk.with_terminal(|t| t.warn(fault));
            let later = Arc::clone(&desk);
            if let Err(fault) = browser::open(server.url(), move |fault| warn(&later, &fault)) {
                warn(&desk, &fault);
            }
        }
        server.wait()?;
        Ok(Verdict::Good)
    }
}

/// The author as the command line knows them.
struct Desk {
    drafts: Drafts,
    future: Future,
    today: Option<Date>,
    epoch: Option<String>,
    base_url: Option<Box<str>>,
    editor: Option<Editor>,
    terminal: Mutex<Terminal>,
}

impl Author for Desk {
    fn view(&self, config: &SiteConfig) -> press::Options {
        let (now, epoch) = (Timestamp::now(), self.epoch.as_deref());
        // The zone of a site.yaml that is being written may be unknown for a while.
        let today = today::today(self.today, epoch, &config.timezone, now)
            .or_else(|_| today::today(self.today, epoch, "UTC", now))
            .unwrap_or_default();
        press::Options {
            edition: Edition {
                today,
                drafts: self.drafts,
                future: self.future,
                audience: Audience::Public,
            },
            base_url: self.base_url.clone(),
        }
    }

    fn hear(&self, notice: &Notice<'_>) {
        // A terminal that is gone is no reason to stop serving.
        let _unheard = self.with_terminal(|terminal| tell(notice, terminal));
    }

    fn has_editor(&self) -> bool {
        self.editor.is_some()
    }

    fn edit(&self, file: &Path, line: usize, column: usize) -> Result<()> {
        let editor = self.editor.as_ref().ok_or_else(|| {
            Fault::new("no editor is known").hint("set BRIEFPRESS_EDITOR or EDITOR")
        })?;
        editor.open(file, line, column)
    }
}

impl Desk {
    fn with_terminal<T>(&self, then: impl FnOnce(&mut Terminal) -> T) -> T {
        then(&mut self.terminal.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn tell(notice: &Notice<'_>, terminal: &mut Terminal) -> Result<()> {
    match notice {
        Notice::Listening {
            url,
            on_network,
            instead_of,
            open_to_network,
            briefs,
            took,
        } => {
            if let Some(wanted) = instead_of {
                terminal.say(&format!(
                    "Port {wanted} is in use: the next free one is used instead"
                ))?;
            }
            let briefs = count(*briefs, "brief", "briefs");
            // Even with --quiet: without its address a preview is of no use, and its token is told nowhere else.
            let ready = time(*took);
            out(|out| writeln!(out, "Serving {briefs} at {url}, ready in {ready}"))?;
            if *open_to_network {
                match on_network {
                    Some(url) => out(|out| writeln!(out, "Others on this network use {url}"))?,
                    None => terminal.say(
                        "Others on this network use the name or address of this machine in its place",
                    )?,
                }
                err(|err| {
                    writeln!(
                        err,
                        "warning: everybody on this network who has that address sees drafts and future briefs"
                    )
                })?;
            }
            Ok(())
        }
        Notice::Looking(reason) => {
            let why = reason
                .map(|reason| format!(" ({reason})"))
                .unwrap_or_default();
            terminal.say(&format!(
                "Looking for changes every 0.7 s; the system does not tell of them{why}"
            ))
        }
        Notice::Taken {
            files,
            took,
            fresh,
            tally,
            before,
            sources,
        } => {
            if *files > 0 {
                let files = count(*files, "file", "files");
                terminal.say(&format!("{files} changed, taken in after {}", time(*took)))?;
            }
            show(fresh, sources, terminal)?;
            match (before.errors, tally.errors) {
                (0, 0) => Ok(()),
                (_, 0) => terminal.say("All errors are mended"),
                (_, _) if fresh.is_empty() && *files > 0 => {
                    let left = report::tally(Tally {
                        warnings: 0,
                        ..*tally
                    });
                    terminal.say(&format!("Still {left}"))
                }
                _ => Ok(()),
            }
        }
        Notice::Failed {
            page,
            diagnostics,
            sources,
        } => {
            err(|err| writeln!(err, "{page} can't be made:"))?;
            show(diagnostics, sources, terminal)
        }
        Notice::Gone(folder) => {
            let fault = Fault::at("the folder of the site is gone:", folder);
            terminal.warn(&fault.hint("its pages stay as they were until it is back"));
            Ok(())
        }
        Notice::Back(folder) => {
            terminal.say(&format!("The folder of the site is back: {folder:?}"))
        }
        Notice::Trouble(fault) => {
            terminal.fault(fault);
            Ok(())
        }
    }
}

fn show(diagnostics: &[Diagnostic], sources: &Sources, terminal: &mut Terminal) -> Result<()> {
    let quiet = terminal.noise() == Noise::Quiet;
    let wanted = |d: &&Diagnostic| match d.severity {
        Severity::Error => true,
        Severity::Warning => !quiet,
        // Notes are for `check`.
        Severity::Note => false,
    };
    let wanted: Vec<Diagnostic> = diagnostics.iter().filter(wanted).cloned().collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let look = terminal.look();
    err(|err| human::write(err, &wanted, sources, look))
}

/// `12 ms`, `1.24 s`.
fn time(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}
