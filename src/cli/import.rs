//! `briefpress import`: texts from elsewhere become briefs.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use super::report::count;
use super::terminal::{self, Terminal};
use super::{Verdict, day, words};
use crate::diagnostic::json;
use crate::fault::{Fault, Result};
use crate::import::report::Report;
use crate::import::{self, Input, Options};
use crate::model::Slug;
use crate::press;
use crate::source::Sources;
use crate::write::{Batch, Placed, look};

/// The largest file that is read, in bytes; one byte more is told to be too large.
const CAP: u64 = 64 << 20;

/// The folder that briefs go to, in the site.
const BRIEFS: &str = "content/briefs";

/// Turns texts into briefs.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The files to import
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The title, of one brief [default: what the text says, else its first sentence]
    #[arg(long, value_name = "TEXT", value_parser = words)]
    title: Option<String>,
    /// The date of publication, such as 2026-02-12; wins over what a text says
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// A company that the briefs are about; may be given more than once, the subject first
    #[arg(long, value_name = "NAME", value_parser = words)]
    company: Vec<String>,
    /// A tag to add; may be given more than once
    #[arg(long, value_name = "TAG", value_parser = words)]
    tag: Vec<String>,
    /// The folder to write briefs to [default: content/briefs/ in the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The folder that the old site had at its root: where a picture at `/images/a.png` is `images/a.png`
    ///
    /// Without it, only what lies beside a text or below is found.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
    /// Print the report, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How the report is printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// How the report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// As one object, for programs
    Json,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
Examples:
  briefpress import notes.txt --date 2026-02-12 --company Runway
      Make a brief of a plain text, in content/briefs/
  briefpress import old/_posts/*.md --assets old --dry-run
      See what would become of the posts of a Jekyll site, pictures and all
  briefpress import ghost-export.json --format json
      Import an export of Ghost, and tell a script about it";

/// All that JSON shows.
#[derive(Serialize)]
struct Facts<'a> {
    import: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    files: Vec<Written>,
    #[serde(flatten)]
    report: &'a Report,
}

/// What became of one file.
#[derive(Serialize)]
struct Written {
    path: String,
    /// `created`, `unchanged` or `taken`; with `--dry-run` what it would be.
    status: &'static str,
}

impl Import {
    pub(super) fn run(&self, site: &Path, terminal: &Terminal) -> Result<Verdict> {
        let inputs: Vec<Input> = self
            .files
            .iter()
            .map(|file| read(file))
            .collect::<Result<_>>()?;
        let options = Options {
            title: self.title.clone(),
            date: self.date,
            companies: self.company.clone(),
            tags: self.tag.clone(),
            sections: sections(site)?,
        };
        let beside = Beside {
            assets: self.assets.as_deref(),
        };
        let mut imported = import::import(&inputs, &options, &beside);
        // Paths are told as short as they can be.
        let here = std::env::current_dir().unwrap_or_default();

        let mut files = Vec::with_capacity(imported.files.len());
        // All new files or none: a disk that is full halfway leaves no half of an import.
        let mut batch = Batch::default();
        for file in &imported.files {
            let (root, path) = self.place(site, &file.path);
            let placed = if self.dry_run {
                look(&root.join(path), &file.bytes)?
            } else {
                batch.create(root, path, &file.bytes)?
            };
            files.push((short(&root.join(path), &here), placed));
        }
        if self.out.is_some() {
            // The report knows where files go in a site; these went elsewhere.
            for brief in &mut imported.report.briefs {
                for path in std::iter::once(&mut brief.path).chain(&mut brief.pictures) {
                    let (root, inside) = self.place(site, path);
                    let said = short(&root.join(inside), &here).display().to_string();
                    *path = said.replace(std::path::MAIN_SEPARATOR, "/");
                }
            }
        }
        batch.keep();
        self.print(site, &imported.report, &files, terminal)?;
        let taken = files.iter().any(|(_, placed)| *placed == Placed::Taken);
        let good = !taken && imported.report.refused.is_empty();
        Ok(if good { Verdict::Good } else { Verdict::Bad })
    }

    /// Where the file goes whose path in a site is `path`: a folder, and a path in it.
    fn place<'a>(&'a self, site: &'a Path, path: &'a str) -> (&'a Path, &'a str) {
        let brief = path
            .strip_prefix(BRIEFS)
            .and_then(|rest| rest.strip_prefix('/'));
        match (&self.out, brief) {
            (Some(out), Some(brief)) => (out, brief),
            _ => (site, path),
        }
    }

    fn print(
        &self,
        site: &Path,
        report: &Report,
        files: &[(PathBuf, Placed)],
        terminal: &Terminal,
    ) -> Result<()> {
        if self.format == Format::Json {
            let files = files.iter().map(|(path, placed)| Written {
                path: path.display().to_string(),
                status: match placed {
                    Placed::Created => "created",
                    Placed::Unchanged => "unchanged",
                    Placed::Taken => "taken",
                },
            });
            let facts = Facts {
                import: Told {
                    files: files.collect(),
                    report,
                },
            };
            return terminal::out(|out| json::write(out, &facts));
        }
        let mut text = String::new();
        import::say(&mut text, report).map_err(|_| Fault::new("the report can't be written"))?;
        terminal.say(&text)?;
        for (path, placed) in files {
            let word = match (placed, self.dry_run) {
                (Placed::Created, false) => "Wrote",
                (Placed::Created, true) => "Would write",
                (Placed::Unchanged, _) => "Unchanged:",
                // Told below, on the stream of errors.
                (Placed::Taken, _) => continue,
            };
            terminal.say(&format!("{word} {}", path.display()))?;
        }
        let decide = report
            .briefs
            .iter()
            .filter(|brief| brief.needs_decision())
            .count();
        if decide > 0 {
            let briefs = count(decide, "brief has", "briefs have");
            terminal.say(&format!(
                "{briefs} something to decide before a build: see `decide` above"
            ))?;
        }
        if files.iter().any(|(_, placed)| *placed == Placed::Created) && !self.dry_run {
            let company =
                proposed(site, report).map(|name| format!("briefpress new company {name:?}"));
            let check = "briefpress check".to_owned();
            let serve = "briefpress serve --open".to_owned();
            let steps = [
                (Some(check), "find what is left to do"),
                (company, "register a company among the `names` above"),
                (Some(serve), "see it in the browser"),
            ];
            let steps = || steps.iter().filter_map(|(c, why)| Some((c.as_ref()?, why)));
            let width = steps().map(|(c, _)| c.chars().count()).max().unwrap_or(0);
            terminal.say("\nNext:")?;
            for (command, why) in steps() {
                terminal.say(&format!("  {command:<width$}   {why}"))?;
            }
        }
        let taken = files.iter().filter(|(_, placed)| *placed == Placed::Taken);
        terminal::err(|err| {
            for (path, _) in taken {
                writeln!(
                    err,
                    "Not written: {} is there already, with other content, and is as it was",
                    path.display()
                )?;
            }
            Ok(())
        })
    }
}

/// `path` as it is said from the folder `here`.
fn short(path: &Path, here: &Path) -> PathBuf {
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

/// A name to show how companies are registered, and that is not yet: one that was declared, else one that stands in the text.
fn proposed<'r>(site: &Path, report: &'r Report) -> Option<&'r str> {
    let is_new = |name: &&import::report::Name| {
        Slug::from_name(&name.name).is_some_and(|slug| {
            let file = format!("content/companies/{slug}.md");
            !site.join(file).exists()
        })
    };
    let names = || (report.briefs.iter().flat_map(|brief| &brief.names)).filter(is_new);
    let name = names()
        .find(|name| name.declared)
        // What stands there but once may be anything.
        .or_else(|| names().find(|name| name.count > 1));
    name.map(|name| &*name.name)
}

/// One file that is imported, under its name with `/`.
fn read(path: &Path) -> Result<Input> {
    if path.is_dir() {
        return Err(Fault::at("this is a folder, not a file:", path).hint("name the files in it"));
    }
    let file = File::open(path).map_err(|e| Fault::io("can't read", path, e))?;
    let mut bytes = Vec::new();
    file.take(CAP + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Fault::io("can't read", path, e))?;
    let name = path
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    Ok(Input { name, bytes })
}

/// The headings that the site's configuration adds; none where there is no site yet.
fn sections(site: &Path) -> Result<std::collections::BTreeMap<Box<str>, crate::model::Role>> {
    if !site.join("site.yaml").is_file() {
        return Ok(std::collections::BTreeMap::new());
    }
    Ok(press::config(&Sources::read(site)?.value).sections)
}

/// Files beside the inputs, and below the folder for assets. Neither is ever left, not by a link either.
struct Beside<'a> {
    assets: Option<&'a Path>,
}

impl import::Neighbours for Beside<'_> {
    fn beside(&self, input: &str, path: &str) -> Option<Vec<u8>> {
        let folder = Path::new(input).parent()?;
        inside(
            if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            },
            path,
        )
    }

    fn rooted(&self, path: &str) -> Option<Vec<u8>> {
        inside(self.assets?, path)
    }

    fn own_files(&self, input: &str) -> Vec<String> {
        let input = Path::new(input);
        let own = input.file_stem().is_some_and(|stem| stem == "index");
        // `index.md` in the current folder: nobody knows what else lies there.
        match input.parent() {
            Some(folder) if own && folder.file_name().is_some() => below(folder),
            _ => Vec::new(),
        }
    }
}

/// The most files that come along with one post.
const FILES: usize = 500;

/// The files in the folder of a post and below, but for Markdown, hidden files, links, and folders of other posts.
fn below(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().flatten() {
            let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
                continue;
            };
            let end = path.extension().unwrap_or_default();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() && !path.join("index.md").is_file() {
                open.push(path);
            } else if kind.is_file() && end != "md" && end != "markdown" {
                let inside = path.strip_prefix(folder).ok().and_then(Path::to_str);
                files.extend(inside.map(|path| path.replace(std::path::MAIN_SEPARATOR, "/")));
            }
        }
    }
    files.sort();
    files.truncate(FILES);
    files
}

/// The file at `path` below `folder`, if it is one that really lies there.
fn inside(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(path).canonicalize().ok()?;
    if !path.starts_with(&folder) || !path.is_file() || fs::metadata(&path).ok()?.len() > CAP {
        return None;
    }
    fs::read(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_a_folder_is_read() {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("posts");
        fs::create_dir_all(folder.join("deep")).unwrap();
        fs::write(above.path().join("secret.png"), "s").unwrap();
        fs::write(folder.join("deep/a.png"), "a").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(above.path().join("secret.png"), folder.join("link.png"))
            .unwrap();
        assert_eq!(inside(&folder, "deep/a.png").as_deref(), Some(&b"a"[..]));
        for path in [
            "../secret.png",
            "link.png",
            "deep",
            "gone.png",
            "/etc/passwd",
        ] {
            assert_eq!(inside(&folder, path), None, "{path}");
        }
    }

    #[test]
    fn the_folder_of_a_post_comes_along_and_no_other() {
        use crate::import::Neighbours as _;
        let above = tempfile::tempdir().unwrap();
        for path in [
            "posts/trip/index.md",
            "posts/trip/b.png",
            "posts/trip/images/a.png",
            "posts/trip/images/.hidden",
            "posts/trip/index.fr.md",
            "posts/trip/other/index.md",
            "posts/trip/other/c.png",
            "posts/plain.md",
            "posts/d.png",
        ] {
            let path = above.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let beside = Beside { assets: None };
        let own = |path: &str| beside.own_files(above.path().join(path).to_str().unwrap());
        assert_eq!(own("posts/trip/index.md"), ["b.png", "images/a.png"]);
        assert_eq!(own("posts/plain.md"), Vec::<String>::new());
        assert_eq!(beside.own_files("index.md"), Vec::<String>::new());
    }
}
