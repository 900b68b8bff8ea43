//! `briefpress init`: a site to begin with.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::ask::Prompt;
use super::create::create;
use super::report::count;
use super::terminal::Terminal;
use super::{Verdict, today};
use crate::fault::{Fault, Result};
use crate::model::SiteConfig;
use crate::render::built_in_themes;
use crate::scaffold::{self, Start};

/// Begins a site.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to begin in: made if it is not there, and left alone if one of the new files is in it already
    /// [default: the current one]
    dir: Option<PathBuf>,
    /// The name of the publication [default: the name of the folder]
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// Where the site will be published [default: none]
    #[arg(long, value_name = "HOST")]
    host: Option<Host>,
    /// The look: `broadsheet` or `wire`, which are inside briefpress, or a folder under DIR/themes/ [default: broadsheet]
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

/// Where a site will be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Host {
    /// Any host of plain files
    None,
    /// Netlify, with a netlify.toml
    Netlify,
    /// Cloudflare Pages, with a wrangler.toml
    Cloudflare,
    /// GitHub Pages, with a workflow
    GithubPages,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
On a terminal it asks for what is not given. In a script it takes the defaults.
A folder may hold other files. None is ever overwritten: if one of those that it makes is there already, nothing is written.

Examples:
  briefpress init my-briefs
      Begin a site in the folder my-briefs
  briefpress init my-briefs --title \"Signals\" --host netlify
      The same without questions, ready for Netlify";

impl Init {
    pub(super) fn run(&self, site: Option<&Path>, terminal: &Terminal) -> Result<Verdict> {
        let dir = match (self.dir.as_deref(), site) {
            (Some(_), Some(_)) => {
                return Err(Fault::new("the folder is given twice")
                    .hint("give it once: `briefpress init DIR`"));
            }
            (Some(dir), None) | (None, Some(dir)) => dir,
            (None, None) => Path::new("."),
        };
        let theme = self.theme(dir)?;
        let mut prompt =
            (io::stdin().is_terminal() && io::stderr().is_terminal()).then(|| Prompt {
                answers: io::stdin().lock(),
                questions: io::stderr().lock(),
            });
        let title = match (&self.title, &mut prompt) {
            (Some(title), _) => title.clone(),
            (None, Some(prompt)) => prompt.text("Name of the publication", &name_of(dir))?,
            (None, None) => name_of(dir),
        };
        if title.trim().is_empty() {
            return Err(Fault::new("the title is empty").hint("give a name: `--title \"Signals\"`"));
        }
        let host = match (self.host, &mut prompt) {
            (Some(host), _) => host,
            (None, Some(prompt)) => {
                let hosts = Host::value_variants();
                let names = ["none", "netlify", "cloudflare", "github-pages"];
                hosts[prompt.choice("Where will it be published?", &names)?]
            }
            (None, None) => Host::None,
        };
        drop(prompt);

        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
        let start = Start {
            title: &title,
            host: host.scaffold(),
            theme: &theme,
            today: today::today(None, epoch.as_deref(), "UTC", Timestamp::now())?,
        };
        let files = start.files();
        let made = create(dir, &files)?;

        terminal.say(&format!(
            "Made {} in {}:",
            count(made.len(), "file", "files"),
            dir.display()
        ))?;
        for file in made {
            terminal.say(&format!("  {}", file.path))?;
        }
        terminal.say("\nNext:")?;
        if dir != Path::new(".") {
            terminal.say(&format!("  cd {}", dir.display()))?;
        }
        terminal.say("  briefpress serve                 see it in the browser while you write")?;
        terminal.say("  briefpress new brief \"A title\"   begin a brief of your own")?;
        terminal.say("  briefpress check                 find what is wrong")?;
        terminal.say("  briefpress build                 make the site, in public/")?;
        if let Some(file) = start.host_files().first() {
            terminal.say(&format!(
                "How to publish it: the first lines of {}",
                file.path
            ))?;
        }
        Ok(Verdict::Good)
    }

    /// The theme that was asked for, if the site will find it.
    fn theme(&self, dir: &Path) -> Result<String> {
        let inside = SiteConfig::default().theme.value;
        let Some(theme) = &self.theme else {
            return Ok(inside.into());
        };
        let is_name = !theme.is_empty()
            && !theme.starts_with('.')
            && theme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        let built_in = built_in_themes();
        if is_name && (built_in.contains(theme) || dir.join("themes").join(theme).is_dir()) {
            return Ok(theme.clone());
        }
        let names: Vec<String> = built_in.iter().map(|name| format!("`{name}`")).collect();
        Err(
            Fault::new(format!("there is no theme {theme:?}")).hint(format!(
                "inside briefpress there is {}; one of your own must lie in {} first",
                names.join(" and "),
                dir.join("themes").display()
            )),
        )
    }
}

impl Host {
    const fn scaffold(self) -> scaffold::Host {
        match self {
            Self::None => scaffold::Host::None,
            Self::Netlify => scaffold::Host::Netlify,
            Self::Cloudflare => scaffold::Host::Cloudflare,
            Self::GithubPages => scaffold::Host::GithubPages,
        }
    }
}

/// A name after the folder: `my-briefs` is `My briefs`.
fn name_of(dir: &Path) -> String {
    let whole = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let folder = whole.file_name().unwrap_or_default().to_string_lossy();
    let words = folder.replace(['-', '_', '.'], " ");
    let words: Vec<_> = words.split_whitespace().collect();
    let name = words.join(" ");
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Briefs".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_named_after_its_folder() {
        for (dir, name) in [
            ("my-briefs", "My briefs"),
            ("a/_signals_", "Signals"),
            ("/", "Briefs"),
        ] {
            assert_eq!(name_of(Path::new(dir)), name);
        }
    }

    #[test]
    fn the_hosts_are_asked_for_in_the_order_of_the_flag() {
        let names: Vec<_> = Host::value_variants()
            .iter()
            .filter_map(|host| Some(host.to_possible_value()?.get_name().to_owned()))
            .collect();
        assert_eq!(names, ["none", "netlify", "cloudflare", "github-pages"]);
    }
}
