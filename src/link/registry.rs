//! Who is who: every company under its slug, and every name it goes by.
//!
//! Comes in: company files and the names that briefs use. Goes out: a [`Registry`] in which each name of a document
//! can be looked up. A company that is referred to and has no file is entered too, with a warning.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::{CompanyEntry, CompanyId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::{At, Company, FiscalYearEnd, MentionPolicy, Slug, Written};
use crate::parse::{Claim, Document};

/// Every company of a site, by slug.
#[derive(Debug)]
pub(crate) struct Registry {
    entries: Vec<Registered>,
    by_slug: HashMap<Box<str>, CompanyId>,
    by_name: HashMap<Box<str>, Vec<CompanyId>>,
    by_folded_name: HashMap<Box<str>, Vec<CompanyId>>,
    claimed: BTreeSet<Box<str>>,
}

/// One company of the registry.
#[derive(Clone, Debug)]
pub(crate) struct Registered {
    pub(crate) slug: Slug,
    pub(crate) name: Arc<str>,
    pub(crate) document: Option<Arc<Document<Company>>>,
}

/// What a name means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// One company.
    One(CompanyId),
    /// Several share the name.
    Several(Vec<CompanyId>),
    /// A company whose file is broken: not to be blamed on whoever refers to it.
    Claimed,
    /// Nobody.
    Nobody,
}

/// A name that a document uses for a company, to be entered if nobody else has it.
pub(crate) struct Reference<'a> {
    pub(crate) name: &'a Written<Box<str>>,
    pub(crate) span: &'a dyn Fn(&At) -> Span,
}

impl Registry {
    /// Enters every company file, then every referred-to company that none of them is.
    pub(crate) fn new<'a>(
        documents: &[Arc<Document<Company>>],
        claims: &[Claim],
        references: impl IntoIterator<Item = Reference<'a>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut by_slug: BTreeMap<Slug, Registered> = BTreeMap::new();
        for document in documents {
            let company = &document.value;
            if let Some(first) = by_slug.get(&company.slug) {
                diagnostics.push(duplicate(first, document));
                continue;
            }
            let entry = Registered {
                slug: company.slug.clone(),
                name: Arc::from(&*company.name.value),
                document: Some(Arc::clone(document)),
            };
            by_slug.insert(company.slug.clone(), entry);
        }
        let mut registry = Self::index(by_slug.into_values().collect(), claims);
        registry.note_shared_names(diagnostics);
        let strangers = registry.strangers(references, diagnostics);
        if !strangers.is_empty() {
            let mut entries = registry.entries;
            entries.extend(strangers.into_values());
            entries.sort_by(|a, b| a.slug.cmp(&b.slug));
            registry = Self::index(entries, claims);
        }
        registry
    }

    /// The registry of a site that is linked.
    pub(crate) fn of(companies: &[Arc<CompanyEntry>]) -> Self {
        let entries = companies.iter().map(|company| Registered {
            slug: company.slug.clone(),
            name: Arc::clone(&company.name),
            document: company.document.clone(),
        });
        Self::index(entries.collect(), &[])
    }

    fn index(entries: Vec<Registered>, claims: &[Claim]) -> Self {
        let mut registry = Self {
            entries: Vec::new(),
            by_slug: HashMap::new(),
            by_name: HashMap::new(),
            by_folded_name: HashMap::new(),
            claimed: BTreeSet::new(),
        };
        for claim in claims {
            registry
                .claimed
                .extend(claim.slug.iter().map(|s| Box::from(s.as_str())));
            registry.claimed.extend(claim.names.iter().map(|n| fold(n)));
        }
        for (index, entry) in (0u32..).zip(&entries) {
            let id = CompanyId(index);
            registry.by_slug.insert(entry.slug.as_str().into(), id);
            for name in entry.names() {
                insert(&mut registry.by_name, name.into(), id);
                insert(&mut registry.by_folded_name, fold(name), id);
            }
        }
        registry.entries = entries;
        registry
    }

    /// The companies, in the order of their ids.
    pub(crate) fn entries(&self) -> &[Registered] {
        &self.entries
    }

    /// The company with this id.
    pub(crate) fn get(&self, id: CompanyId) -> &Registered {
        &self.entries[id.0 as usize]
    }

    /// What `name` means: a slug, else a name or alias as registered, else the same in other case.
    pub(crate) fn resolve(&self, name: &str) -> Resolved {
        let name = name.trim();
        let exact = self.by_name.get(name);
        if let Some([one]) = exact.map(Vec::as_slice) {
            return Resolved::One(*one);
        }
        if let Some(id) = self.by_slug.get(name) {
            return Resolved::One(*id);
        }
        let folded = fold(name);
        match exact
            .or_else(|| self.by_folded_name.get(&folded))
            .map(Vec::as_slice)
        {
            Some([one]) => Resolved::One(*one),
            Some(several) => Resolved::Several(several.to_vec()),
            None if self.claimed.contains(&folded) => Resolved::Claimed,
            None => match Slug::from_name(name) {
                Some(slug) if self.claimed.contains(slug.as_str()) => Resolved::Claimed,
                Some(slug) => match self.by_slug.get(slug.as_str()) {
                    Some(id) => Resolved::One(*id),
                    None => Resolved::Nobody,
                },
                None => Resolved::Nobody,
            },
        }
    }

    /// The one company that `name` means, if it is one. What is wrong was said when the registry was made.
    pub(crate) fn find(&self, name: &str) -> Option<CompanyId> {
        match self.resolve(name) {
            Resolved::One(id) => Some(id),
            _ => None,
        }
    }

    /// The registered name or slug that is most like `name`, for a hint.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        self.entries
            .iter()
            .flat_map(|entry| entry.names().chain([entry.slug.as_str()]))
            .map(|known| (strsim::jaro_winkler(&fold(known), &folded), known))
            .filter(|(likeness, _)| *likeness > 0.88)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
            .map(|(_, known)| known)
    }

    fn strangers<'a>(
        &self,
        references: impl IntoIterator<Item = Reference<'a>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeMap<Slug, Registered> {
        let mut strangers = BTreeMap::new();
        for Reference { name, span } in references {
            let text = name.value.trim();
            match self.resolve(text) {
                Resolved::One(_) | Resolved::Claimed => {}
                Resolved::Several(ids) => {
                    diagnostics.push(self.ambiguous(text, &ids, span(&name.at)));
                }
                Resolved::Nobody => match Slug::from_name(text) {
                    None => diagnostics.push(
                        Diagnostic::new(
                            Code::InvalidValue,
                            span(&name.at),
                            format!("`{text}` is no company name"),
                        )
                        .help("write the name, alias or slug of a company"),
                    ),
                    Some(slug) if strangers.contains_key(&slug) => {}
                    Some(slug) => {
                        diagnostics.push(self.unregistered(text, &slug, span(&name.at)));
                        let entry = Registered {
                            slug: slug.clone(),
                            name: text.into(),
                            document: None,
                        };
                        strangers.insert(slug, entry);
                    }
                },
            }
        }
        strangers
    }

    fn unregistered(&self, name: &str, slug: &Slug, span: Span) -> Diagnostic {
        let create = format!("create content/companies/{slug}.md with `name: {name}`");
        let help = match self.nearest(name) {
            Some(near) => format!("did you mean `{near}`? If not, {create}"),
            None => create,
        };
        Diagnostic::new(
            Code::UnregisteredCompany,
            span,
            format!("the company `{name}` is not registered"),
        )
        .help(help)
    }

    /// The diagnostic for a name that several companies share.
    pub(crate) fn ambiguous(&self, name: &str, ids: &[CompanyId], span: Span) -> Diagnostic {
        let slugs: Vec<&str> = ids.iter().map(|id| self.get(*id).slug.as_str()).collect();
        Diagnostic::new(
            Code::AmbiguousName,
            span,
            format!(
                "`{name}` is a name of {} companies: {}",
                slugs.len(),
                slugs.join(", ")
            ),
        )
    }

    fn note_shared_names(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut owners: BTreeMap<&str, Vec<(CompanyId, Span)>> = BTreeMap::new();
        for (index, entry) in (0u32..).zip(&self.entries) {
            let Some(document) = &entry.document else {
                continue;
            };
            for name in document.value.all_names() {
                let places = owners.entry(&name.value).or_default();
                if places.iter().all(|(id, _)| id.0 != index) {
                    places.push((CompanyId(index), document.span(&name.at)));
                }
            }
        }
        for (name, places) in owners {
            let [(first, first_span), rest @ ..] = places.as_slice() else {
                continue;
            };
            for (other, span) in rest {
                let message = format!("`{name}` is a name of {} too", self.get(*first).name);
                diagnostics.push(
                    Diagnostic::new(Code::SharedName, *span, message)
                        .related(*first_span, format!("also {}", self.get(*first).slug))
                        .help(format!(
                            "a brief that uses the name must declare one of them, or write `[[{}]]`",
                            self.get(*other).slug
                        )),
                );
            }
        }
    }
}

impl Registered {
    /// The names by which a document may refer to it: its name and its aliases. Products are not among them.
    fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self
            .document
            .iter()
            .flat_map(|d| d.value.aliases.iter().map(|a| &*a.value));
        std::iter::once(&*self.name).chain(aliases)
    }

    /// When its names are linked. A company without a file is linked only where it is declared: nobody has looked
    /// whether its name is also a common word.
    pub(crate) fn policy(&self) -> MentionPolicy {
        self.document
            .as_ref()
            .map_or(MentionPolicy::Declared, |d| d.value.mention)
    }

    /// The end of its fiscal year.
    pub(crate) fn fiscal_year_end(&self) -> FiscalYearEnd {
        self.document
            .as_ref()
            .map_or_else(FiscalYearEnd::default, |d| d.value.fiscal_year_end)
    }
}

impl Company {
    /// Its name, aliases, products and their aliases.
    pub(crate) fn all_names(&self) -> impl Iterator<Item = &Written<Box<str>>> {
        let products = self
            .products
            .iter()
            .flat_map(|p| std::iter::once(&p.name).chain(&p.aliases));
        std::iter::once(&self.name)
            .chain(&self.aliases)
            .chain(products)
    }
}

fn duplicate(first: &Registered, second: &Document<Company>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::DuplicateCompany,
        second.span(&second.value.name.at),
        format!("two companies have the slug `{}`", first.slug),
    )
    .help("give one of them another `slug`, or merge the files");
    match &first.document {
        Some(document) => {
            diagnostic.related(document.span(&document.value.name.at), "the first is here")
        }
        None => diagnostic,
    }
}

fn insert(index: &mut HashMap<Box<str>, Vec<CompanyId>>, name: Box<str>, id: CompanyId) {
    let ids = index.entry(name).or_default();
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}

fn fold(name: &str) -> Box<str> {
    name.trim().to_lowercase().into()
}
