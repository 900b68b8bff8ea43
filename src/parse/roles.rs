//! Which heading begins which section of a brief.
//!
//! Comes in: a heading as plain text. Goes out: its [`Role`]. Case, hyphens, apostrophes, emphasis and a colon at the
//! end make no difference; site.yaml can add names.

use std::collections::BTreeMap;

use crate::model::Role;

/// The headings that are understood, each in the form that [`plain`] gives.
const HEADINGS: &[(&str, Role)] = &[
    ("the strategic shift", Role::Shift),
    ("strategic shift", Role::Shift),
    ("the shift", Role::Shift),
    ("what happened", Role::Happened),
    ("why it matters", Role::Matters),
    ("why this matters", Role::Matters),
    ("the numbers", Role::Numbers),
    ("by the numbers", Role::Numbers),
    ("numbers", Role::Numbers),
    ("what to watch", Role::Watch),
    ("what to watch for", Role::Watch),
    ("what to watch next", Role::Watch),
];

/// The role of a heading; `more` are site.yaml's names, in the form that [`plain`] gives.
pub(crate) fn role(heading: &str, more: &BTreeMap<Box<str>, Role>) -> Role {
    let heading = plain(heading);
    let known = || HEADINGS.iter().find(|(name, _)| *name == &*heading);
    match more.get(&heading) {
        Some(role) => *role,
        None => known().map_or(Role::Other, |(_, role)| *role),
    }
}

/// A heading in small letters, with single blanks and without any sign: two headings that are alike in this form
/// are the same.
pub(crate) fn plain(heading: &str) -> Box<str> {
    let mut plain = String::with_capacity(heading.len());
    for c in heading.chars() {
        match c {
            '\'' | '’' | 'ʼ' => {}
            c if c.is_alphanumeric() => plain.extend(c.to_lowercase()),
            _ if plain.ends_with(' ') || plain.is_empty() => {}
            _ => plain.push(' '),
        }
    }
    plain.trim_end().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_dressed() {
        let more = BTreeMap::from([
            (plain("Key Figures"), Role::Numbers),
            (plain("What Happened"), Role::Shift),
        ]);
        for (heading, expected) in [
            ("The Strategic Shift", Role::Shift),
            ("THE STRATEGIC SHIFT:", Role::Shift),
            ("Strategic Shift", Role::Shift),
            ("What-Happened", Role::Shift),
            ("Why it matters", Role::Matters),
            ("**Why It Matters**", Role::Matters),
            ("Why It Matters?", Role::Matters),
            ("The Numbers", Role::Numbers),
            ("By the Numbers", Role::Numbers),
            ("  Numbers : ", Role::Numbers),
            ("key figures", Role::Numbers),
            ("What To Watch", Role::Watch),
            ("What to Watch Next", Role::Watch),
            ("📈 The Numbers", Role::Numbers),
            ("The Numbers Game", Role::Other),
            ("Sources", Role::Other),
            ("", Role::Other),
        ] {
            assert_eq!(role(heading, &more), expected, "{heading}");
        }
        assert_eq!(role("What Happened", &BTreeMap::new()), Role::Happened);
    }
}
