//! The two streams of a process, and what kind of terminal is behind them.
//!
//! Comes in: text that is ready to be shown. Goes out: results on standard output; messages, faults and progress on
//! standard error. A reader that goes away (`briefpress check | head`) is no fault.

use std::io::{self, IsTerminal as _, Write};

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::When;
use crate::diagnostic::human::{Amount, Colour, Look};
use crate::fault::{Fault, Result};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noise {
    /// Errors only.
    Quiet,
    /// What most people want to know.
    Normal,
    /// Every message.
    Verbose,
}

/// Where everything is printed.
#[derive(Clone, Debug)]
pub(super) struct Terminal {
    colour: Colour,
    noise: Noise,
}

/// The width that is assumed where there is no terminal.
const WIDTH: u16 = 100;

impl Terminal {
    /// The terminal of this process.
    pub(super) fn new(color: When, noise: Noise) -> Self {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = match color {
            When::Always => Colour::Ansi,
            When::Never => Colour::Plain,
            When::Auto if io::stderr().is_terminal() && !set("NO_COLOR") && !dumb => Colour::Ansi,
            When::Auto => Colour::Plain,
        };
        Self { colour, noise }
    }

    /// How much is said.
    pub(super) fn noise(&self) -> Noise {
        self.noise
    }

    /// How diagnostics look here.
    pub(super) fn look(&self) -> Look {
        let (_, width) = Term::stderr().size_checked().unwrap_or((0, WIDTH));
        Look {
            colour: self.colour,
            amount: match self.noise {
                Noise::Verbose => Amount::All,
                Noise::Quiet | Noise::Normal => Amount::Some,
            },
            width: usize::from(width),
        }
    }

    /// Writes one line to standard output, unless only errors are wanted.
    pub(super) fn say(&self, line: &str) -> Result<()> {
        match self.noise {
            Noise::Quiet => Ok(()),
            Noise::Normal | Noise::Verbose => out(|out| writeln!(out, "{line}")),
        }
    }

    /// Tells a fault. If even that fails there is nobody to tell.
    pub(super) fn fault(&self, fault: &Fault) {
        self.tell("error", 31, fault);
    }

    /// Tells a fault that stops nothing.
    pub(super) fn warn(&self, fault: &Fault) {
        self.tell("warning", 33, fault);
    }

    /// `colour` is one of the terminal's own, by its number (ECMA-48, 8.3.117).
    fn tell(&self, severity: &str, colour: u8, fault: &Fault) {
        let severity = match self.colour {
            Colour::Ansi => format!("\u{1b}[1;{colour}m{severity}\u{1b}[0m"),
            Colour::Plain => severity.to_owned(),
        };
        let _ = err(|err| {
            writeln!(err, "{severity}: {fault}")?;
            fault
                .help()
                .map_or(Ok(()), |help| writeln!(err, " help: {help}"))
        });
    }

    /// A bar for so many files; on a terminal only, and gone when it is dropped.
    pub(super) fn progress(&self, files: usize) -> Progress {
        self.progress_of(files, "files")
    }

    /// The same for other things.
    pub(super) fn progress_of(&self, steps: usize, things: &str) -> Progress {
        let target = match self.noise {
            Noise::Quiet => ProgressDrawTarget::hidden(),
            // Hidden by itself where there is no terminal.
            Noise::Normal | Noise::Verbose => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        if let Ok(style) =
            ProgressStyle::with_template(&format!("{{bar:32}} {{pos}}/{{len}} {things}"))
        {
            bar.set_style(style);
        }
        Progress(bar)
    }
}

/// A progress bar. Steps may be made from many threads.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// One step more.
    pub(super) fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Writes results to standard output.
pub(super) fn out(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    shown(written, "standard output")
}

/// Writes messages to standard error.
pub(super) fn err(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut err = io::BufWriter::new(io::stderr().lock());
    let written = write(&mut err).and_then(|()| err.flush());
    shown(written, "standard error")
}

fn shown(written: io::Result<()>, stream: &str) -> Result<()> {
    match written {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => {
            Err(Fault::io("can't write to", stream, e))
        }
        _ => Ok(()),
    }
}
