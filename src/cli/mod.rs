//! The command line.
//!
//! Comes in: arguments, environment, a clock. Goes out: what the rooms made of them, on the terminal and as an exit
//! status: 0 good, 1 the content has errors, 2 wrong usage or a fault of the machine. This room holds no algorithms;
//! it is the only one that knows a terminal, an environment variable or the time.

mod against;
mod ask;
mod browser;
mod build;
mod check;
mod create;
mod editor;
mod folder;
mod host;
mod import;
mod init;
mod list;
mod memory;
mod mentions;
mod new;
mod online;
mod pages_limits;
mod report;
mod schema;
mod serve;
mod shelf;
mod shell;
mod site;
mod table;
mod terminal;
mod theme;
mod timings;
mod today;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::fault::Result;
use terminal::{Noise, Terminal};

/// Turns a folder of strategic briefs into a static newsletter site.
#[derive(Debug, Parser)]
#[command(
    name = "briefpress",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit status: 0 good, 1 the content has errors, 2 wrong usage or a fault of the machine."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// The heading over the flags of every command, so that a command's own stand together.
const EVERYWHERE: &str = "With every command";

/// Flags of every command.
#[derive(Debug, Args)]
struct Global {
    /// The folder of the site [default: the nearest one upwards with a site.yaml or a content/]
    #[arg(long, value_name = "DIR", global = true, help_heading = EVERYWHERE)]
    site: Option<PathBuf>,
    /// Whether to use colours
    #[arg(long, value_name = "WHEN", global = true, help_heading = EVERYWHERE, default_value = "auto")]
    color: When,
    /// Print errors only (with --strict, warnings too)
    #[arg(short, long, global = true, help_heading = EVERYWHERE, conflicts_with = "verbose")]
    quiet: bool,
    /// Print every message, not only the first five of a kind
    #[arg(short, long, global = true, help_heading = EVERYWHERE)]
    verbose: bool,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// In files and pipes too.
    Always,
    /// Nowhere.
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a site in an empty folder
    #[command(after_long_help = init::EXAMPLES)]
    Init(init::Init),
    /// Begin a brief, a company or a page
    #[command(after_long_help = new::EXAMPLES)]
    New(new::New),
    /// Make briefs of texts from elsewhere, and tell what was understood
    ///
    /// Reads plain text as it comes by mail (with headings such as The Strategic Shift on lines of their own), Markdown
    /// with YAML, TOML or JSON front matter, posts of Jekyll, Hugo, Zola and Pelican, HTML, and the JSON that Ghost
    /// exports. A file may hold several briefs.
    ///
    /// Every word of a text is in the new file or in the report. Nothing is invented: a brief without a date gets none.
    /// A file that is there is never replaced.
    #[command(after_long_help = import::EXAMPLES)]
    Import(import::Import),
    /// Show the site in the browser, and again whenever a file is saved
    #[command(after_long_help = serve::EXAMPLES)]
    Serve(serve::Serve),
    /// Find everything that is wrong with the site, and build nothing
    #[command(after_long_help = check::EXAMPLES)]
    Check(check::Check),
    /// Build the site into a folder
    #[command(after_long_help = build::EXAMPLES)]
    Build(build::Build),
    /// List briefs, companies, numbers, effects, watch items or tags
    #[command(after_long_help = list::EXAMPLES)]
    List(list::List),
    /// List what is watched, and what is overdue
    #[command(after_long_help = watch::EXAMPLES)]
    Watch(watch::Watch),
    /// Report where companies are named, and which of the names are links
    #[command(after_long_help = mentions::EXAMPLES)]
    Mentions(mentions::Mentions),
    /// List, begin and check themes
    #[command(after_long_help = theme::EXAMPLES)]
    Theme(theme::Theme),
    /// Print the JSON Schema of a kind of file, for editors
    #[command(after_long_help = schema::EXAMPLES)]
    Schema(schema::Schema),
    /// Print what a shell needs to complete commands and flags
    #[command(after_long_help = shell::COMPLETIONS_EXAMPLES)]
    Completions(shell::Completions),
    /// Print the manual page, or write one for each command
    #[command(after_long_help = shell::MAN_EXAMPLES)]
    Man(shell::Man),
}

/// From where the site is seen, and how messages are printed. The same for each command that reads the whole site.
#[derive(Debug, Args)]
struct View {
    /// Where the site will live, such as `https://example.org/news`
    ///
    /// Wins over what Netlify or Vercel say in their variables, which wins over `base_url` in site.yaml, which wins over
    /// what Cloudflare Pages and GitHub Pages guess.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Build for a look before: search engines are asked to stay away, and no address is claimed but that of --base-url
    /// or the host's own for previews
    #[arg(long, conflicts_with = "production")]
    preview: bool,
    /// Build for readers, whatever the variables of a host say
    #[arg(long)]
    production: bool,
    /// Show drafts too
    #[arg(long)]
    drafts: bool,
    /// Show briefs that are dated after today too
    #[arg(long)]
    future: bool,
    /// Let warnings fail the command as errors do
    #[arg(long)]
    strict: bool,
    /// The day that counts as today, such as 2026-02-12
    ///
    /// Without it: the day of SOURCE_DATE_EPOCH if that is set, else the day it is in the time zone of site.yaml.
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
    /// How messages are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// From where the facts of a site are seen.
#[derive(Debug, Args)]
struct Seen {
    /// Show those of drafts too
    #[arg(long)]
    drafts: bool,
    /// Show those of briefs that are dated after today too
    #[arg(long)]
    future: bool,
    /// The day that counts as today, such as 2026-02-12
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<Date>,
}

/// How messages are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, with the line that is meant
    Human,
    /// One object with all messages, for programs
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a change
    Github,
}

fn base_url(text: &str) -> std::result::Result<String, String> {
    host::address_of(text)
        .ok_or_else(|| "give an address such as https://example.org/news".to_owned())
}

/// A text that says something.
fn words(text: &str) -> std::result::Result<String, String> {
    match text.trim() {
        "" => Err("there is nothing in it; give some words".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

fn day(text: &str) -> std::result::Result<Date, String> {
    let plain = text.len() == 10;
    let date = text.parse().ok().filter(|_| plain);
    date.ok_or_else(|| "give a day such as 2026-02-12".to_owned())
}

/// How a command ended, when it was no fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// Nothing stands against the content.
    Good,
    /// The content has errors.
    Bad,
}

/// Runs the command that the arguments of this process ask for.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let noise = match (cli.global.quiet, cli.global.verbose) {
        (true, _) => Noise::Quiet,
        (_, true) => Noise::Verbose,
        _ => Noise::Normal,
    };
    let terminal = Terminal::new(cli.global.color, noise);
    match run(&cli, &terminal) {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Bad) => ExitCode::from(1),
        Err(fault) => {
            terminal.fault(&fault);
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, terminal: &Terminal) -> Result<Verdict> {
    let named = cli.global.site.as_deref();
    let here = || {
        std::env::current_dir()
            .map_err(|e| crate::fault::Fault::io("can't find the current folder", ".", e))
    };
    let site = || folder::find(named, &here()?);
    match &cli.command {
        Command::Watch(watch) => watch.run(&site()?, terminal),
        Command::Mentions(mentions) => mentions.run(&site()?, terminal),
        Command::List(list) => list.run(&site()?, terminal),
        Command::Init(init) => init.run(named, terminal),
        Command::New(new) => new.run(&site()?, terminal),
        // The first brief makes a folder a site.
        Command::Import(import) => {
            let site = match named {
                Some(_) => site()?,
                None => site().or_else(|_| here())?,
            };
            import.run(&site, terminal)
        }
        Command::Serve(serve) => serve.run(&site()?, terminal.clone()),
        Command::Check(check) => check.run(&site()?, terminal),
        Command::Build(build) => build.run(&site()?, terminal),
        Command::Theme(theme) => theme.run(site, terminal),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(Cli::command()),
        Command::Man(man) => man.run(Cli::command(), terminal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_a_help_with_an_example() {
        fn visit(command: &mut clap::Command, way: &str) {
            let own = |command: &&mut clap::Command| command.get_name() != "help";
            for command in command.get_subcommands_mut().filter(own) {
                let way = format!("{way} {}", command.get_name());
                let help = command.render_long_help().to_string();
                assert!(help.contains(&format!("\n  {way}")), "{help}");
                visit(command, &way);
            }
        }
        visit(&mut Cli::command(), "briefpress");
    }

    #[test]
    fn days_and_addresses_are_checked() {
        let parse = |flag: &str, value: &str| {
            Cli::try_parse_from(["briefpress", "build", flag, value]).is_ok()
        };
        for (flag, value, good) in [
            ("--today", "2026-02-12", true),
            ("--today", "2026-02-30", false),
            ("--today", "2026-2-12", false),
            ("--today", "2026-02-12T10:00", false),
            ("--base-url", "https://a.example/x/", true),
            ("--base-url", "a.example", false),
            ("--base-url", "https://a.example/\u{1b}", false),
            ("--format", "json", true),
            ("--format", "xml", false),
        ] {
            assert_eq!(parse(flag, value), good, "{flag} {value}");
        }
    }

    #[test]
    fn a_mistyped_command_or_flag_gets_a_suggestion() {
        for (arguments, suggestion) in [
            (["briefpress", "biuld"], "build"),
            (["briefpress", "--colour"], "--color"),
        ] {
            let message = Cli::try_parse_from(arguments).unwrap_err().to_string();
            assert!(message.contains(&format!("'{suggestion}'")), "{message}");
        }
    }
}
