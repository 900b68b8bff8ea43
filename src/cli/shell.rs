//! `briefpress completions` and `briefpress man`: what a shell and `man` want to know of the commands.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_complete::Shell;

use super::Verdict;
use super::report::count;
use super::terminal::{self, Terminal};
use crate::fault::{Fault, Result};
use crate::write::Batch;

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
        let pages = pages(command).map_err(|e| Fault::io("can't make pages for", dir, e))?;
        let mut batch = Batch::default();
        for (name, page) in &pages {
            batch.replace(dir, name, page)?;
        }
        batch.keep();
        terminal.say(&format!(
            "Wrote {} into {}",
            count(pages.len(), "page", "pages"),
            dir.display()
        ))?;
        Ok(Verdict::Good)
    }
}

/// The names and texts of the pages of a command and those below it.
fn pages(command: Command) -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = command.disable_help_subcommand(true);
    // Names of whole commands (`briefpress-theme-new`), and what is the same for all.
    command.build();
    let mut pages = Vec::new();
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        open.extend(
            (command.get_subcommands())
                .filter(|command| !command.is_hide_set())
                .cloned(),
        );
        let page = clap_mangen::Man::new(command);
        let mut text = Vec::new();
        page.render(&mut text)?;
        pages.push((page.get_filename(), text));
    }
    Ok(pages)
}
