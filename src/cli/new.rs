//! `briefpress new`: one brief, company or page more.

use std::path::Path;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date;

use super::create::create;
use super::terminal::{self, Terminal};
use super::{Verdict, day, today, words};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId};
use crate::fault::{Fault, Result};
use crate::link::{Audience, Drafts, Edition, Future};
use crate::model::{SiteConfig, Slug};
use crate::press::{self, Options};
use crate::scaffold::{self, NewFile, PublicationState};
use crate::schema::Kind;
use crate::source::{Content, SourceFile, Sources};

/// Begins a file.
#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

/// Shown under the long help.
pub(super) const EXAMPLES: &str = "\
No file is ever overwritten, and nothing is made that would not build.

Examples:
  briefpress new brief \"Runway wants to be paid for physics\" --company runway
      content/briefs/<today>-runway-wants-to-be-paid-for-physics.md
  briefpress new company \"Luma AI\" --alias Luma
      content/companies/luma-ai.md
  briefpress new page Imprint
      content/pages/imprint.md";

const BRIEF_EXAMPLES: &str = "\
Examples:
  briefpress new brief \"Luma doubles its price\" --company luma-ai --company runway --draft
      content/briefs/<today>-luma-doubles-its-price.md, held back until `draft: true` is taken out
  briefpress new brief \"Luma doubles its price\" --date 2026-03-01 --slug luma-price
      content/briefs/2026-03-01-luma-price.md";

const COMPANY_EXAMPLES: &str = "\
Examples:
  briefpress new company Google --alias Alphabet
      content/companies/google.md; both names become links wherever a brief uses them";

const PAGE_EXAMPLES: &str = "\
Examples:
  briefpress new page \"How we work\" --slug method
      content/pages/method.md, which is shown as /method/";

#[derive(Debug, Subcommand)]
enum What {
    /// Begin a brief
    #[command(after_long_help = BRIEF_EXAMPLES)]
    Brief(Brief),
    /// Register a company
    #[command(after_long_help = COMPANY_EXAMPLES)]
    Company(Company),
    /// Begin a page
    #[command(after_long_help = PAGE_EXAMPLES)]
    Page(Page),
}

#[derive(Debug, Args)]
struct Brief {
    /// What changed, in a few words
    #[arg(value_parser = words)]
    title: String,
    /// The day that it is of, such as 2026-02-12 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<Date>,
    /// Whom it is about: slug, name or alias. May be given more than once; the first is the subject
    #[arg(long, value_name = "COMPANY", value_parser = words)]
    company: Vec<String>,
    /// What it belongs to. May be given more than once
    #[arg(long, value_name = "TAG", value_parser = words)]
    tag: Vec<String>,
    /// Keep it out of the site for now
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    address: Address,
}

#[derive(Debug, Args)]
struct Company {
    /// The name as briefs use it
    #[arg(value_parser = words)]
    name: String,
    /// Another name that briefs use. May be given more than once
    #[arg(long, value_name = "NAME", value_parser = words)]
    alias: Vec<String>,
    #[command(flatten)]
    address: Address,
}

#[derive(Debug, Args)]
struct Page {
    /// Its title
    #[arg(value_parser = words)]
    title: String,
    /// Keep it out of the site for now
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    address: Address,
}

#[derive(Debug, Args)]
struct Address {
    /// The last part of its address: small letters, digits and hyphens [default: made of the title]
    #[arg(long, value_name = "SLUG", value_parser = slug)]
    slug: Option<Slug>,
}

fn slug(text: &str) -> std::result::Result<Slug, String> {
    Slug::new(text).ok_or_else(|| match Slug::from_name(text) {
        Some(good) => format!("write it as `{good}`"),
        None => "use small letters, digits and hyphens".to_owned(),
    })
}

impl Address {
    /// The slug that was given, else one that is made of `title`.
    fn slug(&self, title: &str) -> Result<Slug> {
        let made = || Slug::from_name(title);
        self.slug.clone().or_else(made).ok_or_else(|| {
            Fault::new(format!("no address can be made of {title:?}"))
                .hint("give one: `--slug what-changed`")
        })
    }
}

impl New {
    pub(super) fn run(&self, folder: &Path, terminal: &Terminal) -> Result<Verdict> {
        let mut sources = Sources::read(folder)?.value;
        let config = press::config(&sources);
        let (kind, file) = self.file(&config)?;
        let schema = scaffold::schema(kind);
        let schema_is_there = folder.join(&schema.path).exists();
        // A run that was killed before it made the schema left just this file: the same command then goes on.
        let is_left_over = |found: &SourceFile| {
            !schema_is_there
                && matches!(&found.content, Content::Text(text) if **text == *file.text)
        };
        if (sources.by_path(&file.path)).is_some_and(|found| !is_left_over(found)) {
            return Err(Fault::new(format!("refused: {:?} is there already", file.path)).hint(
                "nothing was written; briefpress never overwrites a file. If this is another one, give it an \
                 address of its own with `--slug`",
            ));
        }
        // Whether the site can take it is found out before it is written.
        let before = errors(&mut sources);
        let id = sources.add(&file.path, Content::Text(file.text.as_str().into()));
        refuse_what_would_not_build(&mut sources, &before, id, &file.path)?;
        let mut files = vec![file];
        if !schema_is_there {
            files.push(schema);
        }
        let namesake = self.namesake(&mut sources);
        for file in create(folder, &files)? {
            terminal.say(&format!("Made {}", file.path))?;
        }
        if let Some(namesake) = namesake {
            terminal::err(|err| writeln!(err, "{namesake}"))?;
        }
        Ok(Verdict::Good)
    }

    /// What is told of another company that has the name of the new one, which `sources` hold already.
    fn namesake(&self, sources: &mut Sources) -> Option<String> {
        let What::Company(new) = &self.what else {
            return None;
        };
        let slug = new.address.slug(&new.name).ok()?;
        let loaded = press::load(sources, &everything());
        let site = loaded.value.as_ref()?.site();
        let given: Vec<String> = std::iter::once(&new.name)
            .chain(&new.alias)
            .map(|name| name.trim().to_lowercase())
            .collect();
        let (other, name) = site.companies.iter().find_map(|company| {
            let known = &company.document.as_ref()?.value;
            let names = std::iter::once(&known.name).chain(&known.aliases);
            let mut names = names.filter(|name| given.contains(&name.value.to_lowercase()));
            Some((company, names.next()?)).filter(|(company, _)| company.slug != slug)
        })?;
        Some(format!(
            "note: `{}` is a name of `{}` too. A brief that uses it must declare one of the two; if they are the same company, \
             delete the new file",
            name.value, other.slug
        ))
    }

    fn file(&self, config: &SiteConfig) -> Result<(Kind, NewFile)> {
        let state = |draft| match draft {
            true => PublicationState::Draft,
            false => PublicationState::Final,
        };
        Ok(match &self.what {
            What::Brief(brief) => {
                let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
                let now = Timestamp::now();
                let new = scaffold::Brief {
                    title: &brief.title,
                    slug: &brief.address.slug(&brief.title)?,
                    date: today::today(brief.date, epoch.as_deref(), &config.timezone, now)?,
                    companies: &brief.company,
                    tags: &brief.tag,
                    state: state(brief.draft),
                };
                (Kind::Brief, new.file())
            }
            What::Company(company) => {
                let new = scaffold::Company {
                    name: &company.name,
                    slug: &company.address.slug(&company.name)?,
                    aliases: &company.alias,
                };
                (Kind::Company, new.file())
            }
            What::Page(page) => {
                let new = scaffold::Page {
                    title: &page.title,
                    slug: &page.address.slug(&page.title)?,
                    state: state(page.draft),
                };
                (Kind::Page, new.file())
            }
        })
    }
}

/// The site with all that it holds back otherwise.
fn everything() -> Options {
    Options {
        edition: Edition {
            // Everything is shown, whatever its day; so this one decides nothing.
            today: Date::default(),
            drafts: Drafts::Include,
            future: Future::Include,
            audience: Audience::Public,
        },
        base_url: None,
    }
}

/// What keeps the site from being built, whatever its day.
fn errors(sources: &mut Sources) -> Vec<Diagnostic> {
    let mut errors = press::load(sources, &everything()).diagnostics;
    errors.retain(|d| d.severity == Severity::Error);
    errors
}

/// Reads the site with its new file. Errors that were there `before` are no reason to refuse, unless they are about it too;
/// one that it brings about in another file is.
fn refuse_what_would_not_build(
    sources: &mut Sources,
    before: &[Diagnostic],
    new: SourceId,
    path: &str,
) -> Result<()> {
    let diagnostics = errors(sources);
    let about_it = |d: &&Diagnostic| {
        let mut spans = d.span.iter().chain(d.related.iter().map(|(span, _)| span));
        spans.any(|span| span.source == new) || !before.contains(d)
    };
    let Some(error) = diagnostics.iter().find(about_it) else {
        return Ok(());
    };
    let fault = Fault::new(format!(
        "refused: {path:?} would not build: {}",
        error.message
    ));
    // What is wrong with the address of a file that is there not yet is mended on the command line.
    Err(match (error.code, &error.help) {
        (Code::InvalidSlug | Code::DuplicateUrl | Code::DuplicateCompany, _) => {
            fault.hint("give it another address with `--slug`, such as `--slug what-changed`")
        }
        (_, Some(help)) => fault.hint(help),
        (_, None) => fault,
    })
}
