//! `briefpress theme`: which themes there are, one of your own, and what is wrong with it.

use std::path::Path;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::create::create;
use super::report::{self, Manner, Strictness, count};
use super::table;
use super::terminal::{self, Terminal};
use super::{Format, Verdict};
use crate::diagnostic::{Severity, Tally};
use crate::fault::{Fault, Result};
use crate::press;
use crate::render::{self, DEFAULT_THEME, Origin, ThemeChoice};
use crate::scaffold;
use crate::source::Sources;
use crate::view::CONTRACT;
use crate::write::{self, Placed};

/// Lists, begins and checks themes.
#[derive(Debug, Args)]
pub(super) struct Theme {
    #[command(subcommand)]
    what: What,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Colours, typefaces, the width of text and every word of the interface need no theme: see `tokens`, `strings` and
`stylesheet` in site.yaml.

Examples:
  briefpress theme list
      The themes that `theme:` in site.yaml can name
  briefpress theme new paper
      A theme of your own in themes/paper, which lies on the default one
  briefpress theme check
      What is wrong with the theme of this site";

const LIST_EXAMPLES: &str = "\
Examples:
  briefpress theme list
      Name, where its files are, and what it is like; the site's own is marked";

const NEW_EXAMPLES: &str = "\
Examples:
  briefpress theme new paper
      themes/paper, which takes every file that it does not have from the default theme
  briefpress theme new paper --extends wire
      The same on another theme";

const EJECT_EXAMPLES: &str = "\
Examples:
  briefpress theme eject templates/brief.html
      A copy in the folder of the site's theme, which takes the place of the original from now on
  briefpress theme eject strings/en.yaml --theme paper
      Every word of the interface, for the theme paper to change";

const CHECK_EXAMPLES: &str = "\
Every template makes a page in which each key is filled, and one in which each key that may be absent is.

Examples:
  briefpress theme check
      What is wrong with the theme of this site
  briefpress theme check paper --strict
      Fail on warnings too, for a theme that others shall use";

const DOCS_EXAMPLES: &str = "\
Examples:
  briefpress theme docs > contract.md
      All that templates can see and call";

#[derive(Debug, Subcommand)]
enum What {
    /// List the themes that site.yaml can name
    #[command(after_long_help = LIST_EXAMPLES)]
    List,
    /// Begin a theme that lies on another
    #[command(after_long_help = NEW_EXAMPLES)]
    New(New),
    /// Copy one file of a theme into the site, to change it
    #[command(after_long_help = EJECT_EXAMPLES)]
    Eject(Eject),
    /// Find everything that is wrong with a theme
    #[command(after_long_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Print what templates can see
    #[command(after_long_help = DOCS_EXAMPLES)]
    Docs,
}

#[derive(Debug, Args)]
struct New {
    /// The name of its folder: letters, digits, `-` and `_`
    #[arg(value_parser = name)]
    name: String,
    /// The theme below it
    #[arg(long, value_name = "THEME", default_value = DEFAULT_THEME)]
    extends: String,
}

#[derive(Debug, Args)]
struct Eject {
    /// Its path in the theme, such as `templates/brief.html`
    file: String,
    /// The theme that is to have it [default: that of site.yaml]
    #[arg(long, value_name = "THEME")]
    theme: Option<String>,
}

#[derive(Debug, Args)]
struct Check {
    /// The theme [default: that of site.yaml]
    theme: Option<String>,
    /// Let warnings fail the command as errors do
    #[arg(long)]
    strict: bool,
    /// How messages are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

fn name(text: &str) -> std::result::Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err("use letters, digits, `-` and `_`".to_owned())
    }
}

#[derive(Serialize)]
struct Facts<'a> {
    theme: Checked<'a>,
}

#[derive(Serialize)]
struct Checked<'a> {
    name: &'a str,
    contract: u32,
    templates: usize,
    pages: usize,
    errors: usize,
    warnings: usize,
}

impl Theme {
    /// `site` finds the folder of the site, for those that need one.
    pub(super) fn run(
        &self,
        site: impl FnOnce() -> Result<std::path::PathBuf>,
        terminal: &Terminal,
    ) -> Result<Verdict> {
        match &self.what {
            What::Docs => {
                terminal::out(|out| out.write_all(render::reference().as_bytes()))?;
                Ok(Verdict::Good)
            }
            What::List => list(&site()?),
            What::New(new) => new.run(&site()?, terminal),
            What::Eject(eject) => eject.run(&site()?, terminal),
            What::Check(check) => check.run(&site()?, terminal),
        }
    }
}

/// The files of a site with the themes of the program, and the name of its theme.
fn read(folder: &Path) -> Result<(Sources, Box<str>)> {
    let mut sources = Sources::read(folder)?.value;
    press::complete(&mut sources);
    let theme = press::config(&sources).theme.value;
    Ok((sources, theme))
}

fn list(folder: &Path) -> Result<Verdict> {
    let (sources, current) = read(folder)?;
    let rows: Vec<Vec<String>> = render::catalog(&sources)
        .value
        .into_iter()
        .map(|entry| {
            let mark = if entry.name == current { "*" } else { "" };
            let from = match entry.origin {
                Origin::Program => "briefpress".to_owned(),
                Origin::Site => format!("themes/{}", entry.name),
                Origin::Both => format!("briefpress, and themes/{}", entry.name),
            };
            let on = entry.extends.unwrap_or_default();
            let about = entry.description.unwrap_or_default();
            vec![
                mark.into(),
                entry.name.into(),
                from,
                on.into(),
                about.into(),
            ]
        })
        .collect();
    let columns = ["", "name", "from", "extends", "about"];
    terminal::out(|out| table::write(out, &columns, &rows))?;
    Ok(Verdict::Good)
}

impl New {
    fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let (sources, _) = read(folder)?;
        known(&sources, &self.extends)?;
        // A folder without a manifest is none yet: a run that was killed may have left it.
        let manifest = format!("themes/{}/theme.yaml", self.name);
        if sources.by_path(&manifest).is_some() {
            return Err(
                Fault::new(format!("refused: there is a theme `{}` already", self.name))
                    .hint("give it another name, or change single files of it with `briefpress theme eject`"),
            );
        }
        let files = scaffold::Theme {
            name: &self.name,
            extends: &self.extends,
            contract: CONTRACT,
        }
        .files();
        for file in create(folder, &files)? {
            terminal.say(&format!("Made {}", file.path))?;
        }
        terminal.say(&format!("Now write `theme: {}` into site.yaml", self.name))?;
        Ok(Verdict::Good)
    }
}

impl Eject {
    fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let (sources, current) = read(folder)?;
        let theme = self.theme.as_deref().unwrap_or(&current);
        known(&sources, theme)?;
        let found = render::find_file(&sources, theme, &self.file).map_err(|hint| {
            Fault::new(format!("no theme has a file {:?}", self.file)).hint(&hint)
        })?;
        let bytes = sources
            .bytes(found)
            .map_err(|e| Fault::io("can't read", &self.file, e))?;
        let path = format!("themes/{theme}/{}", self.file);
        match write::create(folder, &path, &bytes)? {
            Placed::Created => terminal.say(&format!(
                "Made {path}. It takes the place of the original, also after an upgrade; take it away to have that back"
            ))?,
            Placed::Unchanged => terminal.say(&format!("{path} is there already, unchanged"))?,
            Placed::Taken => {
                return Err(Fault::new(format!("refused: {path} is there already"))
                    .hint("nothing was written; briefpress never overwrites a file"));
            }
        }
        Ok(Verdict::Good)
    }
}

impl Check {
    fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let (sources, current) = read(folder)?;
        let name = self.theme.as_deref().unwrap_or(&current);
        let choice = ThemeChoice {
            name,
            base_path: "/news",
            generated: &press::generated_assets(),
            ..ThemeChoice::default()
        };
        let mut diagnostics = Vec::new();
        let checkup = render::check(&sources, &choice).drain(&mut diagnostics);
        let tally = Tally::of(&diagnostics);
        let facts = Facts {
            theme: Checked {
                name,
                contract: CONTRACT,
                templates: checkup.templates,
                pages: checkup.pages,
                errors: tally.errors,
                warnings: tally.warnings,
            },
        };
        let manner = Manner {
            format: self.format,
            least: Severity::Note,
            strictness: match self.strict {
                true => Strictness::Strict,
                false => Strictness::Lenient,
            },
        };
        report::print(terminal, manner, &mut diagnostics, &sources, &facts)?;
        if self.format == Format::Human {
            terminal.say(&format!(
                "Checked {} of the theme {name} on {}: {}",
                count(checkup.templates, "template", "templates"),
                count(checkup.pages, "sample page", "sample pages"),
                report::tally(tally)
            ))?;
        }
        Ok(report::verdict(&diagnostics, manner.strictness))
    }
}

/// Refuses a theme that there is not.
fn known(sources: &Sources, name: &str) -> Result<()> {
    let themes = render::catalog(sources).value;
    if themes.iter().any(|entry| *entry.name == *name) {
        return Ok(());
    }
    let names: Vec<_> = themes
        .iter()
        .map(|entry| format!("`{}`", entry.name))
        .collect();
    Err(Fault::new(format!("there is no theme `{name}`"))
        .hint(format!("there is {}", names.join(", "))))
}
