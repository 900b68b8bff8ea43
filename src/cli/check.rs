//! `briefpress check`: everything that is wrong, and nothing is written.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::against;
use super::memory;
use super::online::{self, Online};
use super::pages_limits;
use super::report::{self, count};
use super::site::{self, Loaded};
use super::terminal::Terminal;
use super::{Format, Verdict, View};
use crate::diagnostic::{Severity, Tally};
use crate::fault::Result;
use crate::online::PrivateNetworks;
use crate::press::{self, Part};

/// Finds everything that is wrong with the site.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    view: View,
    /// Find what was public and is gone: the folder of an earlier build, or its sitemap.xml
    ///
    /// An address that was there and is not any more, and from which nothing leads on, is an error.
    #[arg(long, value_name = "FOLDER|SITEMAP")]
    against: Option<PathBuf>,
    /// Ask whether the links and sources on other sites are still there
    ///
    /// What is gone, or does not answer, is a warning. A few requests at a time go to each host. What is known is kept in
    /// .briefpress/cache for a week, and for an hour if it is bad news.
    #[arg(long)]
    online: bool,
    /// Ask addresses of private networks too, such as http://localhost/
    #[arg(long, requires = "online")]
    allow_private: bool,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress check
      Check the briefs that would be published today
  briefpress check --drafts --future --strict
      Check everything, and fail on warnings too
  briefpress check --against public/
      Find the addresses of the last build that would be lost
  briefpress check --online
      Find the links and sources on other sites that are gone
  briefpress check --format json
      Every message as JSON, for an editor or a script";

#[derive(Serialize)]
struct Facts {
    check: Found,
    /// Only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    online: Option<Online>,
}

#[derive(Serialize)]
struct Found {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Check {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        memory::in_small_pages();
        let Loaded {
            sources,
            press,
            mut diagnostics,
            host,
        } = site::load(folder, &self.view)?;
        let mut elsewhere = None;
        if let Some(press) = &press {
            // A template may fail on one page only: every page is made, and let go.
            let progress = terminal.progress(press.routes().len());
            let made = press::prove(press, |_, part| {
                if matches!(part, Part::First(_)) {
                    progress.step();
                }
                Ok::<(), Infallible>(())
            });
            let Ok(found) = made;
            diagnostics.extend(found);
            diagnostics.extend(press::lint(press));
            diagnostics.extend(pages_limits::told(press, &sources, folder, host.as_ref())?);
            if let Some(published) = &self.against {
                let published = against::published(published, &press.site().config)?;
                diagnostics.extend(press::gone(press, published));
            }
            if self.online {
                let private = if self.allow_private {
                    PrivateNetworks::Allow
                } else {
                    PrivateNetworks::Refuse
                };
                let (found, told) = online::ask(press, &sources, folder, private, terminal);
                diagnostics.extend(told);
                elsewhere = Some(found);
            }
        }
        let tally = Tally::of(&diagnostics);
        let Tally {
            errors,
            warnings,
            notes,
        } = tally;
        let check = Found {
            errors,
            warnings,
            notes,
        };
        report::print(
            terminal,
            self.view.manner(Severity::Note),
            &mut diagnostics,
            &sources,
            &Facts {
                check,
                online: elsewhere.clone(),
            },
        )?;
        if self.view.format == Format::Human {
            if let Some(elsewhere) = &elsewhere {
                elsewhere.say(terminal)?;
            }
            // What has errors is left out of the press, so that it can't tell how much was checked.
            let whole = press.as_ref().filter(|_| tally.errors == 0);
            let what = whole.map_or_else(
                || "the site".to_owned(),
                |press| {
                    let site = press.site();
                    format!(
                        "{} and {}",
                        count(site.briefs.len(), "brief", "briefs"),
                        count(site.companies.len(), "company", "companies")
                    )
                },
            );
            terminal.say(&format!("Checked {what}: {}", report::tally(tally)))?;
        }
        Ok(report::verdict(&diagnostics, self.view.strictness()))
    }
}
