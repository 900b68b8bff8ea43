//! What was found, for people and for programs.
//!
//! Comes in: a survey, and what became of each address. Goes out: a [`Report`]: every address with how it stands, the
//! numbers whose source is rotten, and diagnostics.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Survey;
use super::finding::{Finding, State};
use super::gather::{Owner, Purpose, Reference};
use super::target::Target;
use crate::diagnostic::{Code, Diagnostic, Severity, SourceId, Span};
use crate::link::{BriefEntry, Site};
use crate::model::At;
use crate::parse;

/// What became of every address elsewhere.
#[derive(Debug)]
pub struct Report<'a> {
    site: &'a Site,
    /// Each address once, in alphabetical order.
    pub links: Vec<Link>,
    /// The numbers of briefs that rest on an address where nothing is any more; newest brief first.
    pub rotten: Vec<Rotten>,
    references: Vec<Reference>,
    /// Parallel to `references`: what became of the address, `None` if it was not asked.
    findings: Vec<Option<Finding>>,
    unreadable: Vec<usize>,
}

/// An address elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The address, without its fragment.
    pub url: String,
    /// What became of it.
    #[serde(flatten)]
    pub finding: Finding,
    /// In how many places it is named.
    pub places: usize,
    /// Whether that is known from the time before.
    pub from_cache: bool,
}

/// A number whose source is gone or can't be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rotten {
    /// The slug of its brief.
    pub brief: String,
    /// Its id.
    pub number: String,
    /// The figure, as it was written.
    pub as_written: String,
    /// The slug of its company, if it has one.
    pub company: Option<String>,
    /// The address it rests on.
    pub source: String,
    /// How that stands.
    pub state: State,
    /// What happened, in a few words.
    pub reason: String,
}

pub(super) fn report<'a>(
    survey: Survey<'a>,
    found: &BTreeMap<Target, (Finding, bool)>,
) -> Report<'a> {
    let mut findings: Vec<Option<Finding>> = vec![None; survey.references.len()];
    let mut links = Vec::with_capacity(found.len());
    for (target, places) in &survey.targets {
        let Some((finding, from_cache)) = found.get(target) else {
            continue;
        };
        for at in places {
            findings[*at] = Some(finding.clone());
        }
        links.push(Link {
            url: target.as_str().to_owned(),
            finding: finding.clone(),
            places: places.len(),
            from_cache: *from_cache,
        });
    }
    let rotten = survey.references.iter().zip(&findings);
    let rotten = rotten
        .filter_map(|(reference, finding)| rotten_number(survey.site, reference, finding.as_ref()?))
        .collect();
    Report {
        site: survey.site,
        links,
        rotten,
        references: survey.references,
        findings,
        unreadable: survey.unreadable,
    }
}

fn rotten_number(site: &Site, reference: &Reference, finding: &Finding) -> Option<Rotten> {
    let (Owner::Brief(brief), Purpose::Source(at)) = (reference.owner, reference.purpose) else {
        return None;
    };
    if !matches!(
        finding.state,
        State::Dead | State::Unreachable | State::Private
    ) {
        return None;
    }
    let entry: &BriefEntry = site.briefs.get(brief)?;
    let number = entry.document.value.numbers.get(at)?;
    let company = entry.number_companies.get(at).copied().flatten();
    let company = company.and_then(|id| site.companies.get(id.0 as usize));
    Some(Rotten {
        brief: entry.document.value.slug.to_string(),
        number: number.id.to_string(),
        as_written: number.quantity.as_written.to_string(),
        company: company.map(|company| company.slug.to_string()),
        source: reference.address.to_string(),
        state: finding.state,
        reason: finding.reason.clone(),
    })
}

impl Report<'_> {
    /// Whether anybody was asked, and nobody said anything: then this machine may have no network.
    pub fn is_silent(&self) -> bool {
        let mut asked = self.links.iter().filter(|link| {
            let state = link.finding.state;
            !link.from_cache && state != State::Private
        });
        let said = |link: &Link| link.finding.status.is_some() || link.finding.leads_to.is_some();
        asked.clone().count() > 0 && !asked.any(said)
    }

    /// What is wrong, one diagnostic for each place. `config` is site.yaml and its text.
    pub fn tell(&self, config: Option<(SourceId, &str)>) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for at in &self.unreadable {
            let reference = &self.references[*at];
            let message = format!("`{}` can't be read as a web address", reference.address);
            told.push(
                Diagnostic::new(Code::InvalidUrl, self.span(reference, config), message)
                    // What can't be asked is no worse than what does not answer.
                    .severity(Severity::Warning)
                    .help("write the whole address, as a browser shows it: `https://example.org/page`"),
            );
        }
        for (reference, finding) in self.references.iter().zip(&self.findings) {
            if let Some(finding) = finding
                && let Some(told_of) = self.told_of(reference, finding)
            {
                let span = self.span(reference, config);
                told.push(Diagnostic { span, ..told_of });
            }
        }
        told
    }

    fn told_of(&self, reference: &Reference, finding: &Finding) -> Option<Diagnostic> {
        let (address, reason) = (&reference.address, &finding.reason);
        let what = self.named(reference);
        let (code, message, help) = match finding.state {
            State::Good | State::Redirected => return None,
            State::Moved => (
                Code::MovedLink,
                format!("{what}`{address}` has moved for good"),
                format!("write `{}`", finding.moved_to.as_deref()?),
            ),
            State::Guarded => (
                Code::GuardedLink,
                format!("{what}`{address}` {reason} to programs, so that nobody can tell from here"),
                "look at it in a browser".to_owned(),
            ),
            State::Unreachable => (
                Code::UnreachableLink,
                format!("{what}`{address}` {reason}"),
                "look at it in a browser; it is asked again in an hour".to_owned(),
            ),
            State::Private => (
                Code::PrivateLink,
                format!("{what}`{address}` {reason}"),
                "readers can't reach it: name a public address; `--allow-private` asks it all the same"
                    .to_owned(),
            ),
            State::Dead => (
                Code::DeadLink,
                format!("{what}`{address}` {reason}"),
                match reference.purpose {
                    Purpose::Source(_) | Purpose::Evidence(_) => {
                        "find where it is now, or name a copy that an archive keeps".to_owned()
                    }
                    Purpose::Link | Purpose::Picture => {
                        "find where it is now, or leave it out".to_owned()
                    }
                },
            ),
        };
        Some(Diagnostic::new(code, None, message).help(help))
    }

    /// What an address is to its brief, for the beginning of a message.
    fn named(&self, reference: &Reference) -> String {
        let Owner::Brief(brief) = reference.owner else {
            return String::new();
        };
        let brief = self.site.briefs.get(brief);
        let brief = brief.map(|entry| &entry.document.value);
        match reference.purpose {
            Purpose::Link | Purpose::Picture => String::new(),
            Purpose::Source(at) => brief
                .and_then(|brief| brief.numbers.get(at))
                .map_or_else(String::new, |number| {
                    format!("the source of {} ", number.quantity.as_written)
                }),
            Purpose::Evidence(at) => brief
                .and_then(|brief| brief.watch.get(at))
                .map_or_else(String::new, |item| {
                    format!("the evidence of the watch item {} ", item.id)
                }),
        }
    }

    fn span(&self, reference: &Reference, config: Option<(SourceId, &str)>) -> Option<Span> {
        let (site, at) = (self.site, &reference.at);
        match reference.owner {
            Owner::Brief(index) => Some(site.briefs.get(index)?.document.span(at)),
            Owner::Company(index) => {
                let document = site.companies.get(index)?.document.as_ref()?;
                Some(document.span(at))
            }
            Owner::Page(index) => Some(site.pages.get(index)?.document.span(at)),
            Owner::Config => {
                let (source, text) = config?;
                let whole = 0..u32::try_from(text.len()).unwrap_or(u32::MAX);
                Some(match at {
                    At::Front(path) => Span::new(source, parse::locate(text, whole, path)),
                    At::Body(_) | At::File => Span::file(source),
                })
            }
        }
    }
}
