//! Pages that were asked for and can't be made.
//!
//! Comes in: a page and what is wrong with it. Goes out: whether that is news, and what to show. A mistake in a template
//! breaks many pages; it is one mistake, told once.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::model::UrlPath;

/// Pages that can't be made, and why.
#[derive(Debug, Default)]
pub(super) struct Failures {
    by_page: Mutex<BTreeMap<UrlPath, Vec<Diagnostic>>>,
    /// What was told of the site as it was before, and need not be told again.
    known: HashSet<Cause>,
}

/// What tells one mistake from another, whichever page it is met on.
type Cause = (Code, Option<Span>);

fn cause(diagnostic: &Diagnostic) -> Cause {
    (diagnostic.code, diagnostic.span)
}

impl Failures {
    /// None yet, of a site that came after one with those of `before`.
    pub(super) fn after(before: &Self) -> Self {
        Self {
            by_page: Mutex::default(),
            known: before.lock().values().flatten().map(cause).collect(),
        }
    }

    /// Remembers that a page can't be made. Whether there is something in it that was not told yet.
    pub(super) fn note(&self, page: &UrlPath, told: &[Diagnostic]) -> bool {
        let mut by_page = self.lock();
        let causes: HashSet<Cause> = by_page.values().flatten().map(cause).collect();
        let is_news = |diagnostic| {
            let cause = cause(diagnostic);
            !self.known.contains(&cause) && !causes.contains(&cause)
        };
        let news = told.iter().any(is_news);
        by_page.insert(page.clone(), told.to_vec());
        news
    }

    /// Why pages can't be made, each mistake once: first those of `page`, and how many these are.
    pub(super) fn told(&self, page: Option<&UrlPath>) -> (Vec<Diagnostic>, usize) {
        let by_page = self.lock();
        let own = page.and_then(|page| by_page.get(page));
        let mut causes = HashSet::new();
        let mut told: Vec<Diagnostic> = own.into_iter().flatten().cloned().collect();
        causes.extend(told.iter().map(cause));
        let count = told.len();
        let others = by_page.values().flatten();
        told.extend(others.filter(|other| causes.insert(cause(other))).cloned());
        (told, count)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<UrlPath, Vec<Diagnostic>>> {
        // Each change is made in one step, so what a panic leaves behind is good.
        self.by_page.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    #[test]
    fn a_mistake_in_a_template_is_one_however_many_pages_it_breaks() {
        let page = |path| UrlPath::new(path).unwrap();
        let told = |path: &str, at: u32| {
            let span = Span::new(SourceId::new(7), at..at + 1);
            vec![Diagnostic::new(
                Code::TemplateFailed,
                span,
                format!("{path} can't be made"),
            )]
        };
        let failures = Failures::default();
        assert!(failures.note(&page("/a/"), &told("/a/", 3)));
        assert!(!failures.note(&page("/a/"), &told("/a/", 3)));
        assert!(!failures.note(&page("/b/"), &told("/b/", 3)));
        assert!(failures.note(&page("/c/"), &told("/c/", 9)));
        let shown = |page: Option<&UrlPath>| {
            let (told, own) = failures.told(page);
            let told: Vec<String> = told.into_iter().map(|d| d.message).collect();
            (told.join(", "), own)
        };
        let (a, c) = ("/a/ can't be made", "/c/ can't be made");
        assert_eq!(shown(None), (format!("{a}, {c}"), 0));
        assert_eq!(
            shown(Some(&page("/b/"))),
            (format!("/b/ can't be made, {c}"), 1)
        );
        // Another edit does not make it news, and its mending does.
        let next = Failures::after(&failures);
        assert!(!next.note(&page("/b/"), &told("/b/", 3)));
        assert_eq!(next.told(None).0.len(), 1);
        let mended = Failures::after(&Failures::after(&failures));
        assert!(mended.note(&page("/b/"), &told("/b/", 3)));
    }
}
