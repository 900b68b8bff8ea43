//! What was found, printed as it was asked for.
//!
//! Comes in: sorted diagnostics, and the facts that close a command. Goes out: text for people on standard error, or
//! one JSON object or workflow commands on standard output.

use std::path::Path;

use serde::Serialize;

use super::terminal::{self, Noise, Terminal};
use super::{Format, Verdict};
use crate::diagnostic::{self, Diagnostic, Severity, Tally, github, human, json};
use crate::fault::Result;
use crate::source::Sources;

/// Whether warnings fail a command as errors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strictness {
    /// They do.
    Strict,
    /// They don't.
    Lenient,
}

/// What stands against the content.
pub(super) fn verdict(diagnostics: &[Diagnostic], strictness: Strictness) -> Verdict {
    let tally = Tally::of(diagnostics);
    if tally.errors > 0 || (strictness == Strictness::Strict && tally.warnings > 0) {
        Verdict::Bad
    } else {
        Verdict::Good
    }
}

/// How messages are printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// For whom.
    pub(super) format: Format,
    /// What is no less severe than this is shown to people who ask for nothing else.
    pub(super) least: Severity,
    /// What fails the command is shown to whoever wants errors only.
    pub(super) strictness: Strictness,
}

/// Prints `diagnostics`: for people those that they want, for programs all of them; as JSON together with `facts`, whose one
/// key is the name of the command.
pub(super) fn print(
    terminal: &Terminal,
    manner: Manner,
    diagnostics: &mut [Diagnostic],
    sources: &Sources,
    facts: &impl Serialize,
) -> Result<()> {
    diagnostic::sort(diagnostics, sources);
    match manner.format {
        Format::Human => {
            // What is severe comes first in the order of severities.
            let most = match terminal.noise() {
                Noise::Quiet => match manner.strictness {
                    Strictness::Strict => Severity::Warning,
                    Strictness::Lenient => Severity::Error,
                },
                Noise::Normal => manner.least,
                Noise::Verbose => Severity::Note,
            };
            let wanted = |d: &&Diagnostic| d.severity <= most;
            let wanted: Vec<_> = diagnostics.iter().filter(wanted).cloned().collect();
            let look = terminal.look();
            terminal::err(|err| human::write(err, &wanted, sources, look))
        }
        Format::Json => {
            let report = Report {
                diagnostics: json::entries(diagnostics, sources),
                facts,
            };
            terminal::out(|out| json::write(out, &report))
        }
        Format::Github => {
            let prefix = sources.root().map(in_repository).unwrap_or_default();
            terminal::out(|out| github::write(out, diagnostics, sources, &prefix))
        }
    }
}

/// All that JSON shows.
#[derive(Serialize)]
struct Report<'a, F> {
    diagnostics: Vec<json::Entry<'a>>,
    #[serde(flatten)]
    facts: &'a F,
}

/// The site's folder as GitHub sees it, relative to the checkout: empty, or ending in `/`.
fn in_repository(site: &Path) -> String {
    let checkout = std::env::var_os("GITHUB_WORKSPACE")
        .map_or_else(std::env::current_dir, |path| Ok(path.into()));
    let checkout = checkout.and_then(|path| path.canonicalize());
    let inside = checkout
        .ok()
        .and_then(|checkout| site.strip_prefix(checkout).ok().map(Path::to_owned));
    let mut prefix = String::new();
    for part in inside.iter().flat_map(|path| path.iter()) {
        prefix.push_str(&part.to_string_lossy());
        prefix.push('/');
    }
    prefix
}

/// `1 draft`, `2 drafts`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `2 errors and 1 warning`; `no errors` if there is nothing.
pub(super) fn tally(tally: Tally) -> String {
    let errors = match tally.errors {
        0 => "no errors".to_owned(),
        number => count(number, "error", "errors"),
    };
    match tally.warnings {
        0 => errors,
        number => format!("{errors} and {}", count(number, "warning", "warnings")),
    }
}
