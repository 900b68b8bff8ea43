//! `briefpress check --online`: what is linked elsewhere, asked, kept and told.
//!
//! Comes in: a press. Goes out: diagnostics, and what is said of the whole. What was found is kept in
//! `.briefpress/cache/links.json`.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use super::report::count;
use super::shelf::CacheFolder;
use super::terminal::Terminal;
use crate::diagnostic::inert::inert_line;
use crate::diagnostic::{Diagnostic, Files as _};
use crate::fault::Result;
use crate::online::{Cache, Link, Manners, PrivateNetworks, Rotten, State, Survey};
use crate::press::Press;
use crate::source::Sources;

/// Where findings are kept.
const FILE: &str = "links.json";

/// What became of the addresses elsewhere.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Online {
    links: Vec<Link>,
    rotten_sources: Vec<Rotten>,
    #[serde(skip)]
    is_silent: bool,
}

/// Asks for every address elsewhere that the site names, and for none that was asked not long ago.
pub(super) fn ask(
    press: &Press,
    sources: &Sources,
    folder: &Path,
    private: PrivateNetworks,
    terminal: &Terminal,
) -> (Online, Vec<Diagnostic>) {
    let kept = CacheFolder::of(folder);
    let mut cache = kept
        .read(FILE)
        .map_or_else(Cache::default, |bytes| Cache::read(&bytes));
    let survey = Survey::of(press.site());
    let manners = Manners {
        private,
        ..Manners::default()
    };
    let now = Timestamp::now();
    let progress = terminal.progress_of(survey.count(), "links");
    let report = survey.ask(&manners, now, &mut cache, &|| progress.step());
    drop(progress);
    kept.write(FILE, &cache.bytes(now));
    let config = sources.by_path("site.yaml").map(|file| file.id);
    let config = config.and_then(|id| Some((id, sources.text(id)?)));
    let told = report.tell(config);
    let found = Online {
        is_silent: report.is_silent(),
        links: report.links,
        rotten_sources: report.rotten,
    };
    (found, told)
}

impl Online {
    /// Says what became of them: which numbers hang on a source that is gone, and how many addresses stand how.
    pub(super) fn say(&self, terminal: &Terminal) -> Result<()> {
        if !self.rotten_sources.is_empty() {
            terminal.say("Numbers whose source is gone or does not answer:")?;
        }
        for rotten in &self.rotten_sources {
            let Rotten {
                brief,
                number,
                as_written,
                source,
                reason,
                ..
            } = rotten;
            let line = format!("  {brief}#{number} ({as_written}): {source} {reason}");
            terminal.say(&inert_line(&line))?;
        }
        let asked = self.links.iter().filter(|link| !link.from_cache).count();
        let known = self.links.len() - asked;
        let mut line = format!("Asked for {}", count(asked, "address", "addresses"));
        if known > 0 {
            line.push_str(&format!(", knew {known} from before"));
        }
        let mut parts = Vec::new();
        for (state, word) in [
            (State::Good, "there"),
            (State::Redirected, "redirected"),
            (State::Moved, "moved for good"),
            (State::Guarded, "not for programs"),
            (State::Unreachable, "without an answer"),
            (State::Private, "private"),
            (State::Dead, "dead"),
        ] {
            let links = self.links.iter();
            let number = links.filter(|link| link.finding.state == state).count();
            if number > 0 {
                parts.push(format!("{number} {word}"));
            }
        }
        if !parts.is_empty() {
            line.push_str(&format!(": {}", parts.join(", ")));
        }
        terminal.say(&line)?;
        if self.is_silent {
            terminal.say("Nobody answered: is this machine connected to the Internet?")?;
        }
        Ok(())
    }
}
