//! Companies, and the briefs they appear in.
//!
//! Comes in: what came of each brief. Goes out: every company with its appearances, newest first. Where few briefs
//! changed, only the companies of those are touched.

use std::sync::Arc;

use super::links::Survey;
use super::memo::{Companies, Edit, Past, Read};
use super::mentions::Search;
use super::{Appearance, BriefId, CompanyEntry, CompanyId, CompanyRole, relations};

/// The companies, each with the briefs it appears in.
pub(super) fn companies(
    read: &[Read],
    survey: &Survey<'_>,
    search: &Search<'_>,
    same: Option<(&Past, &[Edit<'_>])>,
) -> Companies {
    let same = same.filter(|(past, _)| past.holds(&past.companies.leans_on, survey.shown));
    let before = same.map(|(past, _)| &past.companies);
    let (plain, leans_on, late, told) = match before {
        Some(before) => (
            Arc::clone(&before.plain),
            Arc::clone(&before.leans_on),
            Arc::clone(&before.late),
            Arc::clone(&before.told),
        ),
        None => {
            let mut told = Vec::new();
            let (plain, leans_on, late) = relations::companies(survey, search, &mut told);
            (Arc::new(plain), leans_on.into(), late.into(), told.into())
        }
    };
    let entries = match (before, same) {
        (Some(before), Some((_, edits))) => appearances_again(edits, before),
        _ => appearances(read, &plain),
    };
    Companies {
        plain,
        entries,
        told,
        leans_on,
        late,
    }
}

fn appearances(read: &[Read], plain: &[CompanyEntry]) -> Vec<Arc<CompanyEntry>> {
    let mut appearances: Vec<Vec<Appearance>> = vec![Vec::new(); plain.len()];
    for (index, read) in (0u32..).zip(read) {
        for (id, role) in &read.entry.companies {
            appearances[id.0 as usize].push(appearance(BriefId(index), *id, *role, read));
        }
    }
    let entry = |(plain, appearances): (&CompanyEntry, Vec<Appearance>)| {
        Arc::new(CompanyEntry {
            appearances: Arc::new(appearances),
            ..plain.clone()
        })
    };
    plain.iter().zip(appearances).map(entry).collect()
}

/// The same, where few briefs are not what they were: only the companies of those are looked at.
fn appearances_again(edits: &[Edit<'_>], before: &Companies) -> Vec<Arc<CompanyEntry>> {
    let mut entries = before.entries.clone();
    for Edit { id, then, now } in edits {
        let id = *id;
        let mut set = |company: CompanyId, appearance: Option<Appearance>| {
            let entry = Arc::make_mut(&mut entries[company.0 as usize]);
            let appearances = Arc::make_mut(&mut entry.appearances);
            let at = appearances.partition_point(|known| known.brief < id);
            let known = appearances.get(at).is_some_and(|known| known.brief == id);
            appearances.splice(at..at + usize::from(known), appearance);
        };
        for (company, _) in &then.entry.companies {
            set(*company, None);
        }
        for (company, role) in &now.entry.companies {
            set(*company, Some(appearance(id, *company, *role, now)));
        }
    }
    entries
}

fn appearance(brief: BriefId, company: CompanyId, role: CompanyRole, read: &Read) -> Appearance {
    let mut sentences = read.found.sentences.iter();
    let sentence = sentences.find(|sentence| sentence.company == company);
    Appearance {
        brief,
        role,
        sentence: sentence.map(|s| (Arc::clone(&s.text), s.name.clone())),
    }
}
