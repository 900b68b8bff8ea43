//! The raw elements that are open, and what that may cost.

use super::scan::{Part, is_one_of, parts};

/// Elements without content, and those that HTML closes by itself when their like comes next.
const NEVER_LEFT_OPEN: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta",
    "option", "p", "param", "source", "td", "th", "tr", "track", "wbr",
];

/// The raw elements that are open at a point of a text.
///
/// An HTML parser opens the likes of `<b>` anew in every later block until they are closed, so that a few unclosed
/// tags in a long text can grow to any size. [`Open::step`] counts what that costs and says when it is too much.
#[derive(Debug, Default)]
pub(in crate::markdown) struct Open {
    names: Vec<(Box<str>, usize)>,
    weight: usize,
    cost: usize,
}

impl Open {
    /// Bytes that may come of elements being open while others begin: far above what any real text needs.
    const LIMIT: usize = 1 << 20;

    /// Notes one more element inside those that are open. False if that is too much.
    pub(in crate::markdown) fn step(&mut self) -> bool {
        self.cost = self.cost.saturating_add(self.weight);
        self.cost <= Self::LIMIT
    }

    /// Notes the tags of raw HTML. False if they are too many.
    pub(in crate::markdown) fn read(&mut self, html: &str) -> bool {
        for (part, range) in parts(html) {
            match part {
                Part::Open(name, _) if !is_one_of(name, NEVER_LEFT_OPEN) => {
                    self.weight += range.len();
                    self.names.push((name.into(), range.len()));
                    if !self.step() {
                        return false;
                    }
                }
                Part::Close(name) => {
                    let found = self
                        .names
                        .iter()
                        .rposition(|(open, _)| open.eq_ignore_ascii_case(name));
                    if let Some(at) = found {
                        self.weight -= self.names.remove(at).1;
                    }
                    if !self.step() {
                        return false;
                    }
                }
                _ => {}
            }
        }
        true
    }

    /// Whether an element of this name is open.
    pub(in crate::markdown) fn has(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|(open, _)| open.eq_ignore_ascii_case(name))
    }

    /// Appends the end tags of all that is open, the last first, and forgets it.
    pub(in crate::markdown) fn close_all(&mut self, out: &mut String) {
        for (name, _) in self.names.drain(..).rev() {
            out.push_str("</");
            // Tag names hold neither blanks nor `>`; a quote or `&` in one is harmless in an end tag.
            out.push_str(&name);
            out.push('>');
        }
        self.weight = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclosed_elements_have_a_price() {
        let mut open = Open::default();
        assert!(open.read("<details><summary>x</summary><p>"));
        assert!(open.has("DETAILS") && !open.has("p") && !open.has("summary"));
        assert!(open.read("</i></details>") && open.weight == 0);
        assert!(!open.read(&"<b id=1>".repeat(10_000)));
        let mut out = String::new();
        open.close_all(&mut out);
        assert!(out.starts_with("</b></b>"));
        assert!(!open.read("<b title=x>"), "too much stays too much");
    }
}
