//! Which companies the texts of one document name, where, and which of the names become links.
//!
//! Comes in: one document, the names and the registry. Goes out: [`Found`]. Nothing here depends on any other
//! document, so that it can be done for all of them at once.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::names::{Hit, Name, Names};
use super::registry::Registry;
use super::sentence;
use super::{CompanyId, Linking, Mention, Place};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::{self, LinkKind, Linkable, TextRun};
use crate::model::{At, Brief, Company, MentionPolicy, Passage};
use crate::parse::Document;

/// What was found in one document.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Every occurrence, by place, then as read.
    pub(crate) mentions: Arc<Vec<Mention>>,
    /// The sentence of each company's first mention in one that tells something, in order of reading.
    pub(crate) sentences: Vec<Sentence>,
    /// The first company named in each number's label.
    pub(crate) numbers: Vec<Option<CompanyId>>,
    /// The companies named in each effect.
    pub(crate) effects: Vec<Vec<CompanyId>>,
    /// The companies named in each watch item.
    pub(crate) watch: Vec<Vec<CompanyId>>,
    /// Names that are nobody's mention here although they are registered.
    pub(crate) left_alone: Vec<LeftAlone>,
    /// Names that two companies share, and other mistakes.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A registered name that is left alone where it stands.
#[derive(Debug)]
pub(crate) struct LeftAlone {
    pub(crate) name: Box<str>,
    pub(crate) at: At,
    pub(crate) why: Why,
}

/// Why a registered name is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Its author suppressed it, by `\Runway` or `[Runway]{.nolink}`.
    Suppressed,
    /// Several companies have it, and nothing says which of them is meant.
    Ambiguous(Vec<CompanyId>),
}

/// A sentence that names a company.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) company: CompanyId,
    pub(crate) text: Arc<str>,
    /// The bytes of the name in it.
    pub(crate) name: Range<u32>,
}

/// Where "the first mention" starts anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Section {
    Prose(usize),
    Effect(usize),
    Number(usize),
    Watch(usize),
}

/// What the search needs to know of the site.
pub(crate) struct Search<'a> {
    pub(crate) names: &'a Names,
    pub(crate) registry: &'a Registry,
    /// The company whose page a written link leads to, from the link's address and the file it stands in.
    pub(crate) company_at: &'a (dyn Fn(&str, &str) -> Option<CompanyId> + Sync),
}

impl Search<'_> {
    /// Finds the companies in a brief that declares `declared`.
    pub(crate) fn brief(&self, document: &Document<Brief>, declared: &[CompanyId]) -> Found {
        let brief = &document.value;
        let mut reader = Reader::new(self, document, declared);
        reader.found.numbers.resize(brief.numbers.len(), None);
        reader.found.effects.resize(brief.effects.len(), Vec::new());
        reader.found.watch.resize(brief.watch.len(), Vec::new());

        let parts = body_parts(brief);
        let links = document
            .outline
            .links
            .iter()
            .map(|link| (&*link.dest, link.kind, link.range.clone()))
            .collect();
        let runs = markdown::runs(&document.text, document.body.clone());
        reader.read(
            &runs,
            &links,
            Place::Body,
            &|at| part_at(&parts, at),
            &|range| At::Body(range),
        );
        for (index, effect) in (0u32..).zip(&brief.effects) {
            let section = Section::Effect(index as usize);
            if let Some(title) = &effect.title {
                reader.text(title, Place::EffectTitle(index), section, &effect.at);
            }
            if let Passage::Front(text) = &effect.text {
                reader.text(text, Place::EffectText(index), section, &effect.at);
            }
        }
        for (index, number) in (0u32..).zip(&brief.numbers) {
            let section = Section::Number(index as usize);
            reader.text(
                &number.label,
                Place::NumberLabel(index),
                section,
                &number.at,
            );
            if let Some(note) = &number.note {
                reader.text(note, Place::NumberNote(index), section, &number.at);
            }
        }
        for (index, item) in (0u32..).zip(&brief.watch) {
            let section = Section::Watch(index as usize);
            reader.text(&item.title, Place::WatchTitle(index), section, &item.at);
            if let Passage::Front(text) = &item.text {
                reader.text(text, Place::WatchText(index), section, &item.at);
            }
            if let Some(outcome) = &item.outcome {
                reader.text(outcome, Place::WatchOutcome(index), section, &item.at);
            }
        }
        let mut found = reader.found;
        let mentions = Arc::make_mut(&mut found.mentions);
        mentions.sort_by_key(|mention| (mention.place, mention.range.start));
        mentions.shrink_to_fit();
        found
    }

    /// Finds other companies in the prose of a company's own page.
    pub(crate) fn company(&self, document: &Document<Company>, own: CompanyId) -> Found {
        let declared = [own];
        let mut reader = Reader::new(self, document, &declared);
        let links = document
            .outline
            .links
            .iter()
            .map(|link| (&*link.dest, link.kind, link.range.clone()))
            .collect();
        let starts: Vec<u32> = document
            .outline
            .headings
            .iter()
            .filter(|h| h.level <= 2)
            .map(|h| h.range.start)
            .collect();
        let section = |at| Some(Section::Prose(starts.partition_point(|start| *start <= at)));
        let runs = markdown::runs(&document.text, document.body.clone());
        reader.read(&runs, &links, Place::Body, &section, &|range| {
            At::Body(range)
        });
        let mut found = reader.found;
        Arc::make_mut(&mut found.mentions).retain(|mention| mention.company != own);
        found
    }
}

/// The parts of a body that are shown, by first byte, and the section that each belongs to.
pub(super) fn body_parts(brief: &Brief) -> Vec<(Range<u32>, Section)> {
    let mut parts: Vec<(Range<u32>, Section)> = Vec::new();
    for (index, section) in brief.sections.iter().enumerate() {
        parts.extend(
            section
                .prose
                .iter()
                .map(|range| (range.clone(), Section::Prose(index))),
        );
    }
    let passages = brief
        .effects
        .iter()
        .enumerate()
        .map(|(i, e)| (&e.text, Section::Effect(i)));
    let passages = passages.chain(
        brief
            .watch
            .iter()
            .enumerate()
            .map(|(i, w)| (&w.text, Section::Watch(i))),
    );
    for (passage, section) in passages {
        if let Passage::Body(range) = passage {
            parts.push((range.clone(), section));
        }
    }
    parts.sort_by_key(|(range, _)| range.start);
    parts
}

pub(super) fn part_at(parts: &[(Range<u32>, Section)], at: u32) -> Option<Section> {
    let next = parts.partition_point(|(range, _)| range.start <= at);
    let (range, section) = parts[..next].last()?;
    range.contains(&at).then_some(*section)
}

/// Links of one text: address, kind and bytes.
type Links<'a> = Vec<(&'a str, LinkKind, Range<u32>)>;

/// The search as it goes through the texts of one document.
struct Reader<'a> {
    search: &'a Search<'a>,
    path: &'a str,
    span: Box<dyn Fn(&At) -> Span + 'a>,
    declared: &'a [CompanyId],
    seen: HashSet<(Section, CompanyId)>,
    told: HashSet<Box<str>>,
    found: Found,
}

impl<'a> Reader<'a> {
    fn new<T>(
        search: &'a Search<'a>,
        document: &'a Document<T>,
        declared: &'a [CompanyId],
    ) -> Self {
        Self {
            search,
            path: &document.path,
            span: Box::new(|at| document.span(at)),
            declared,
            seen: HashSet::new(),
            told: HashSet::new(),
            found: Found::default(),
        }
    }

    /// Reads a text of its own.
    fn text(&mut self, text: &str, place: Place, section: Section, at: &At) {
        if text.is_empty() {
            return;
        }
        let runs = markdown::text_runs(text);
        let outline;
        let mut links = Links::new();
        if markdown::may_have_links(text) {
            outline = markdown::text_outline(text);
            links = outline
                .links
                .iter()
                .map(|link| (&*link.dest, link.kind, link.range.clone()))
                .collect();
        }
        self.read(&runs, &links, place, &|_| Some(section), &|_| at.clone());
    }

    fn read(
        &mut self,
        runs: &[TextRun],
        links: &Links<'_>,
        place: Place,
        section_at: &dyn Fn(u32) -> Option<Section>,
        at: &dyn Fn(Range<u32>) -> At,
    ) {
        let mut next_link = 0;
        for run in runs {
            let mut hits = self.search.names.find(&run.text).into_iter().peekable();
            for (index, segment) in run.segments.iter().enumerate() {
                let Linkable::InLink(link) = segment.linkable else {
                    continue;
                };
                let link = link as usize;
                if link < next_link || link >= links.len() {
                    continue;
                }
                while let Some(hit) =
                    hits.next_if(|hit| hit.range.start < segment.text.start as usize)
                {
                    self.hit(run, &hit, place, links, section_at, at);
                }
                next_link = link + 1;
                let text = segment.text.start..link_end(run, index);
                self.link(run, &links[link], text, place, section_at, at);
            }
            for hit in hits {
                self.hit(run, &hit, place, links, section_at, at);
            }
        }
    }

    /// A link of the author's: a mention if it leads to a company.
    fn link(
        &mut self,
        run: &TextRun,
        (dest, kind, range): &(&str, LinkKind, Range<u32>),
        text: Range<u32>,
        place: Place,
        section_at: &dyn Fn(u32) -> Option<Section>,
        at: &dyn Fn(Range<u32>) -> At,
    ) {
        let Some(section) = section_at(range.start) else {
            return;
        };
        let company = match kind {
            LinkKind::Plain => (self.search.company_at)(dest, self.path),
            LinkKind::Wiki => {
                let resolved = self.search.registry.resolve(dest);
                if let Some(diagnostic) = self.wiki_problem(dest, &resolved, &at(range.clone())) {
                    self.found.diagnostics.push(diagnostic);
                }
                match resolved {
                    super::registry::Resolved::One(id) => Some(id),
                    _ => None,
                }
            }
        };
        let Some(company) = company else { return };
        self.seen.insert((section, company));
        let mention = Mention {
            company,
            place,
            range: range.clone(),
            linking: Linking::Written,
        };
        self.add(mention, section, &run.text, text);
    }

    fn wiki_problem(
        &self,
        dest: &str,
        resolved: &super::registry::Resolved,
        at: &At,
    ) -> Option<Diagnostic> {
        use super::registry::Resolved;
        let registry = self.search.registry;
        match resolved {
            Resolved::One(_) | Resolved::Claimed => None,
            Resolved::Several(ids) => Some(
                registry
                    .ambiguous(dest, ids, (self.span)(at))
                    .help("write the slug of the one you mean"),
            ),
            Resolved::Nobody => {
                let diagnostic = Diagnostic::new(
                    Code::UnknownCompany,
                    (self.span)(at),
                    format!("no company is called `{dest}`"),
                );
                Some(match registry.nearest(dest) {
                    Some(near) => diagnostic.help(format!("did you mean `[[{near}]]`?")),
                    None => diagnostic.help("`[[...]]` takes the slug, name or alias of a company in content/companies/"),
                })
            }
        }
    }

    /// A name in running text.
    fn hit(
        &mut self,
        run: &TextRun,
        hit: &Hit,
        place: Place,
        links: &Links<'_>,
        section_at: &dyn Fn(u32) -> Option<Section>,
        at: &dyn Fn(Range<u32>) -> At,
    ) {
        let text = offset(hit.range.start)..offset(hit.range.end);
        let Some((range, linkable)) = source_of(run, &text) else {
            return;
        };
        let Some(section) = section_at(range.start) else {
            return;
        };
        let name = self.search.names.name(hit);
        let company = match self.owner(name) {
            Owner::Nobody => return,
            Owner::One(_) | Owner::Several(_) if linkable == Linkable::Suppressed => {
                self.leave_alone(name, at(range), Why::Suppressed);
                return;
            }
            Owner::One(company) => company,
            Owner::Several(ids) => {
                self.leave_alone(name, at(range.clone()), Why::Ambiguous(ids.clone()));
                if self.told.insert(name.text.clone()) {
                    let span = (self.span)(&at(range));
                    let diagnostic = self.search.registry.ambiguous(&name.text, &ids, span);
                    self.found.diagnostics.push(diagnostic.help(
                        "declare exactly one of them under `companies`, write `[[slug|name]]`, or `\\` before the \
                         name to leave it alone",
                    ));
                }
                return;
            }
        };
        let linking = match linkable {
            Linkable::Yes if self.seen.insert((section, company)) => Linking::Added,
            Linkable::InLink(link) => {
                // The link to its own page has been counted as a whole.
                let to = links
                    .get(link as usize)
                    .and_then(|(dest, kind, _)| match kind {
                        LinkKind::Plain => (self.search.company_at)(dest, self.path),
                        LinkKind::Wiki => self.search.registry.find(dest),
                    });
                if to == Some(company) {
                    return;
                }
                Linking::Plain
            }
            _ => Linking::Plain,
        };
        self.add(
            Mention {
                company,
                place,
                range,
                linking,
            },
            section,
            &run.text,
            text,
        );
    }

    fn leave_alone(&mut self, name: &Name, at: At, why: Why) {
        let name = name.text.clone();
        self.found.left_alone.push(LeftAlone { name, at, why });
    }

    /// Whose name it is here, by the owners' policies and what the document declares.
    fn owner(&self, name: &Name) -> Owner {
        let declares = |id: &CompanyId| self.declared.contains(id);
        let open: Vec<CompanyId> = name
            .owners
            .iter()
            .filter(|(id, policy)| match policy {
                MentionPolicy::Always => true,
                MentionPolicy::Declared => declares(id),
                MentionPolicy::Never => false,
            })
            .map(|(id, _)| *id)
            .collect();
        let declared: Vec<CompanyId> = open.iter().copied().filter(|id| declares(id)).collect();
        match (open.as_slice(), declared.as_slice()) {
            ([], _) => Owner::Nobody,
            ([one], _) | (_, [one]) => Owner::One(*one),
            _ => Owner::Several(open),
        }
    }

    fn add(&mut self, mention: Mention, section: Section, run: &str, text: Range<u32>) {
        let company = mention.company;
        match section {
            Section::Number(index) if matches!(mention.place, Place::NumberLabel(_)) => {
                self.found.numbers[index].get_or_insert(company);
            }
            Section::Effect(index) => push_new(&mut self.found.effects[index], company),
            Section::Watch(index) if !matches!(mention.place, Place::WatchOutcome(_)) => {
                push_new(&mut self.found.watch[index], company);
            }
            Section::Prose(_) | Section::Number(_) | Section::Watch(_) => {}
        }
        if self
            .found
            .sentences
            .iter()
            .all(|known| known.company != company)
        {
            let (text, name) = sentence::around(run, text.start as usize..text.end as usize);
            let name = offset(name.start)..offset(name.end);
            if sentence::tells(&text) {
                self.found.sentences.push(Sentence {
                    company,
                    text,
                    name,
                });
            }
        }
        Arc::make_mut(&mut self.found.mentions).push(mention);
    }
}

/// Whose a name is in one document.
enum Owner {
    One(CompanyId),
    Several(Vec<CompanyId>),
    Nobody,
}

fn push_new(list: &mut Vec<CompanyId>, company: CompanyId) {
    if !list.contains(&company) {
        list.push(company);
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).expect("texts are capped far below four gigabytes")
}

/// The end of the text of the link whose first segment is `first`.
fn link_end(run: &TextRun, first: usize) -> u32 {
    let linkable = run.segments[first].linkable;
    let same = run.segments[first..]
        .iter()
        .take_while(|segment| segment.linkable == linkable);
    same.last()
        .map_or(run.segments[first].text.end, |segment| segment.text.end)
}

/// The bytes of the source behind the bytes `text` of a run, and how they may be linked. `None` where no name is
/// looked for.
fn source_of(run: &TextRun, text: &Range<u32>) -> Option<(Range<u32>, Linkable)> {
    let first = run
        .segments
        .partition_point(|segment| segment.text.end <= text.start);
    let covered: Vec<_> = run.segments[first..]
        .iter()
        .take_while(|segment| segment.text.start < text.end)
        .collect();
    let (head, tail) = (covered.first()?, covered.last()?);
    let mut linkable = head.linkable;
    for segment in &covered {
        match segment.linkable {
            Linkable::No => return None,
            Linkable::Suppressed => linkable = Linkable::Suppressed,
            Linkable::InLink(_) if linkable != Linkable::Suppressed => linkable = segment.linkable,
            Linkable::InLink(_) | Linkable::Yes => {}
        }
    }
    let verbatim =
        |s: &markdown::Segment| s.text.end - s.text.start == s.source.end - s.source.start;
    let start = if verbatim(head) {
        head.source.start + (text.start - head.text.start)
    } else {
        head.source.start
    };
    let end = if verbatim(tail) {
        tail.source.end - (tail.text.end - text.end)
    } else {
        tail.source.end
    };
    Some((start..end, linkable))
}
