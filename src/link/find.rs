//! Companies by what people call them.

use super::{CompanyId, Site};

impl Site {
    /// The one company with this slug, name or alias, without regard to case; `None` if there is none, or several.
    pub fn company_named(&self, name: &str) -> Option<CompanyId> {
        let wanted = name.trim().to_lowercase();
        let mut found = (0u32..).zip(&self.companies).filter(|(_, entry)| {
            let file = entry.document.as_ref().map(|document| &document.value);
            let aliases = file.into_iter().flat_map(|company| &company.aliases);
            std::iter::once(&*entry.name)
                .chain(aliases.map(|alias| &*alias.value))
                .any(|known| known.to_lowercase() == wanted)
        });
        let by_slug = (0u32..)
            .zip(&self.companies)
            .find(|(_, entry)| entry.slug.as_str() == wanted);
        match (by_slug, found.next(), found.next()) {
            (Some((index, _)), ..) | (None, Some((index, _)), None) => Some(CompanyId(index)),
            _ => None,
        }
    }
}
