//! Companies that are only ever called by a name that nobody registered.
//!
//! Comes in: a linked site. Goes out: a diagnostic for each company that no brief names, while one that declares it has
//! a name much like its own: the same letters (`Open AI`), its first words (`Luma` for `Luma AI`), or its initials.

use std::collections::HashSet;

use super::capitals::{Capitals, capitals, words};
use super::lint::allowed;
use super::names::Names;
use super::registry::Registry;
use super::unlinked::each_prose;
use super::{BriefEntry, CompanyEntry, CompanyId, CompanyRole, Site};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::TextRun;
use crate::model::{At, MentionPolicy};

/// First words of names that say nothing about whose it is: `American`, `General`.
const COMMON: &[&str] = &[
    "advanced",
    "allied",
    "american",
    "applied",
    "associated",
    "bank",
    "british",
    "central",
    "chinese",
    "consolidated",
    "digital",
    "eastern",
    "european",
    "federal",
    "first",
    "general",
    "global",
    "great",
    "international",
    "japanese",
    "national",
    "new",
    "north",
    "northern",
    "old",
    "pacific",
    "public",
    "royal",
    "south",
    "southern",
    "standard",
    "state",
    "the",
    "trade",
    "union",
    "united",
    "universal",
    "us",
    "west",
    "western",
    "world",
];

/// Asks about every company that is only ever called by an unregistered name.
pub(super) fn names(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut named = vec![false; site.companies.len()];
    for mention in site.briefs.iter().flat_map(|entry| entry.mentions.iter()) {
        named[mention.company.0 as usize] = true;
    }
    let mut unnamed = (0u32..)
        .zip(&site.companies)
        .filter(|(index, company)| !named[*index as usize] && is_asked_about(company))
        .peekable();
    if unnamed.peek().is_none() {
        return;
    }
    let known = Names::new(&Registry::of(&site.companies));
    for (index, company) in unnamed {
        let variants = Variants::of(company);
        let declaring = company.appearances.iter();
        let declaring = declaring.filter(|a| a.role != CompanyRole::Mentioned);
        let found = declaring
            .map(|a| &site.briefs[a.brief.0 as usize])
            .find_map(|entry| {
                let (name, at) = variants.find(entry, &known)?;
                Some((entry, name, at))
            });
        if let Some((entry, name, at)) = found
            && !allowed(entry, Code::UnregisteredName, None)
        {
            diagnostics.push(tell(site, CompanyId(index), entry, &name, &at));
        }
    }
}

/// One that prose may name without being asked for, or that some brief is about.
fn is_asked_about(company: &CompanyEntry) -> bool {
    let file = company.document.as_ref();
    file.is_none_or(|file| file.value.mention != MentionPolicy::Never)
}

fn tell(site: &Site, id: CompanyId, entry: &BriefEntry, name: &str, at: &At) -> Diagnostic {
    let company = &site.companies[id.0 as usize];
    let span = entry.document.span(at);
    let length = u32::try_from(name.len()).unwrap_or_default();
    let span = match at {
        At::Body(_) => Span::new(span.source, span.start..span.start + length),
        _ => span,
    };
    let message = format!(
        "no brief calls {} by a name that is registered; is `{name}` another?",
        company.name
    );
    let diagnostic = Diagnostic::new(Code::UnregisteredName, span, message);
    match &company.document {
        Some(file) => diagnostic
            .related(file.span(&file.value.name.at), "the company")
            .help(format!("add `{name}` to its `aliases`")),
        None => diagnostic.help(format!(
            "create content/companies/{}.md with `name: {}` and `aliases: [{name}]`",
            company.slug, company.name
        )),
    }
}

/// The names that a company may be called by although none of them is registered.
struct Variants {
    /// Its own names, by their letters alone.
    letters: HashSet<String>,
    /// The first words of its name, and its initials.
    parts: HashSet<String>,
}

impl Variants {
    fn of(company: &CompanyEntry) -> Self {
        let file = company.document.as_ref().map(|file| &file.value);
        let aliases = file.into_iter().flat_map(|company| &company.aliases);
        let own = std::iter::once(&*company.name).chain(aliases.map(|alias| &*alias.value));
        let mut parts = HashSet::new();
        let spelled: Vec<&str> = words(&company.name).map(|w| &company.name[w]).collect();
        for end in 1..spelled.len() {
            let telling = end > 1 || (spelled[0].len() > 3 && !is_common(spelled[0]));
            if telling {
                parts.insert(spelled[..end].join(" "));
            }
        }
        let initials: String = spelled
            .iter()
            .filter_map(|word| word.chars().next())
            .collect();
        if spelled.len() > 2 && initials.chars().all(char::is_uppercase) {
            parts.insert(initials);
        }
        Self {
            letters: own.map(letters).collect(),
            parts,
        }
    }

    /// The first name in the prose of a brief that may be one of this company's and is nobody else's.
    fn find(&self, entry: &BriefEntry, known: &Names) -> Option<(String, At)> {
        let mut found = None;
        each_prose(entry, &mut |run, at| {
            if found.is_none() {
                found = self
                    .find_in(run, known)
                    .map(|name| (run.text[name.range()].to_owned(), at(name.range().start)));
            }
        });
        found
    }

    fn find_in(&self, run: &TextRun, known: &Names) -> Option<Capitals> {
        let hits = known.find(&run.text);
        let is_free = |name: &Capitals| {
            let range = name.range();
            hits.iter()
                .all(|hit| hit.range.end <= range.start || range.end <= hit.range.start)
        };
        let mut names = capitals(run).into_iter().flat_map(|name| {
            let tail = name.tail().filter(|_| name.begins);
            std::iter::once(name).chain(tail)
        });
        names.find(|name| {
            let text = &run.text[name.range()];
            (self.letters.contains(&letters(text)) || self.parts.contains(text)) && is_free(name)
        })
    }
}

fn is_common(word: &str) -> bool {
    COMMON.contains(&&*word.to_lowercase())
}

/// A name by its letters and digits alone, without regard to case.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
