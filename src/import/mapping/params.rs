//! Hugo's `params`: where a site keeps what Hugo itself has no key for, such as the author and the cover.
//!
//! Comes in: the entries of front matter. Goes out: the same with those of `params` that a brief has a key for one level
//! up; the rest of `params` stays where it is.

use super::super::keys::{self, Meaning};
use super::super::report::Notes;
use super::super::tree::{Entry, Node};

/// What is taken out of `params`. A title or a date there is that of something else.
const LIFTED: [Meaning; 6] = [
    Meaning::Authors,
    Meaning::Companies,
    Meaning::Dek,
    Meaning::Image,
    Meaning::Series,
    Meaning::Updated,
];

/// The entries without the level of `params`; `None` if nothing in it is one of a brief's. A key that stands at the top
/// too is left where it is.
pub(super) fn lift(entries: &[Entry], notes: &mut Notes) -> Option<Vec<Entry>> {
    let at = entries.iter().position(|entry| entry.key == "params")?;
    let params = &entries[at];
    let Node::Map(inner) = &params.value else {
        return None;
    };
    let means = |entry: &Entry| keys::meaning(&entry.key).map(|(meaning, _)| meaning);
    let above: Vec<Meaning> = entries.iter().filter_map(means).collect();
    let is_lifted = |entry: &&Entry| {
        means(entry).is_some_and(|meaning| LIFTED.contains(&meaning) && !above.contains(&meaning))
            && !entry.value.is_empty()
    };
    let (lifted, rest): (Vec<&Entry>, Vec<&Entry>) = inner.iter().partition(is_lifted);
    if lifted.is_empty() {
        return None;
    }
    let what = "the keys in it that a brief has were read one by one";
    notes.changed(params.line, &params.key, what);
    let mut out = entries.to_vec();
    match rest.is_empty() {
        true => {
            out.remove(at);
        }
        false => out[at].value = Node::Map(rest.into_iter().cloned().collect()),
    }
    out.extend(lifted.into_iter().map(|entry| Entry {
        line: params.line,
        ..entry.clone()
    }));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_brief_has_is_lifted_and_the_rest_stays() {
        let params = Node::Map(vec![
            Entry::new("author", 3, Node::text("Jane")),
            Entry::new("cover", 4, Node::text("a.png")),
            Entry::new("title", 5, Node::text("Other")),
        ]);
        let entries = [
            Entry::new("author", 1, Node::text("Ann")),
            Entry::new("params", 2, params),
        ];
        let mut notes = Notes::default();
        let out = lift(&entries, &mut notes).unwrap();
        let keys: Vec<_> = out.iter().map(|e| (e.key.as_str(), e.line)).collect();
        assert_eq!(keys, [("author", 1), ("params", 2), ("cover", 2)]);
        assert_eq!(out[1].value.shown(), "{author: Jane, title: Other}");
        assert_eq!(notes.0.len(), 1);
        assert_eq!(lift(&entries[..1], &mut notes), None);
    }
}
