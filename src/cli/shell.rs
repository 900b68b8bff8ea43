//! `briefpress completions` and `briefpress man`: what a shell and `man` want to know of the commands.

use std::fs;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use super::Verdict;
use super::report::count;
use super::terminal::{self, Terminal};
use crate::fault::{Fault, Result};

/// Prints what a shell needs to complete commands and flags.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

/// Shown under the long help of `completions`.
pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  briefpress completions bash > ~/.local/share/bash-completion/completions/briefpress
      For bash
  briefpress completions fish > ~/.config/fish/completions/briefpress.fish
      For fish";

impl Completions {
    pub(super) fn run(&self, mut command: Command) -> Result<Verdict> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "briefpress", &mut script);
        terminal::out(|out| out.write_all(&script))?;
        Ok(Verdict::Good)
    }
}

/// Makes manual pages.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Write a page for each command into this folder, in place of printing the first page
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Shown under the long help of `man`.
pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  briefpress man | man -l -
      Read the first page
  briefpress man --out ~/.local/share/man/man1
      Install a page for each command";

impl Man {
    pub(super) fn run(&self, command: Command, terminal: &Terminal) -> Result<Verdict> {
        let Some(dir) = &self.out else {
            let mut page = Vec::new();
            clap_mangen::Man::new(command)
                .render(&mut page)
                .map_err(|e| Fault::io("can't make the page of", "briefpress", e))?;
            terminal::out(|out| out.write_all(&page))?;
            return Ok(Verdict::Good);
        };
        fs::create_dir_all(dir).map_err(|e| Fault::io("can't make the folder", dir, e))?;
        let pages = pages(&command);
        clap_mangen::generate_to(command, dir)
            .map_err(|e| Fault::io("can't write pages into", dir, e))?;
        terminal.say(&format!(
            "Wrote {} into {}",
            count(pages, "page", "pages"),
            dir.display()
        ))?;
        Ok(Verdict::Good)
    }
}

/// How many pages a command and those below it have.
fn pages(command: &Command) -> usize {
    1 + command
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(pages)
        .sum::<usize>()
}
