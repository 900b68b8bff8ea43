//! New files: a whole site to begin with, or one brief, company or page.
//!
//! Comes in: a name, a day and a few choices. Goes out: paths and texts. Nothing is written here, and nothing is known
//! of what is there already.

mod entry;
mod site;
mod theme;

pub use entry::{Brief, Company, Page, PublicationState};
pub use site::{Host, Start};
pub use theme::Theme;

use crate::schema::Kind;

/// A file that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path relative to the site, with `/`.
    pub path: String,
    /// All of its text.
    pub text: String,
}

impl NewFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// The schema of `kind`, at the path that the files made here name.
pub fn schema(kind: Kind) -> NewFile {
    NewFile::new(kind.path(), crate::schema::text(kind))
}

/// The comment that tells an editor's YAML language server which schema a file has. `depth` is how many folders the
/// file lies below the site.
fn schema_line(kind: Kind, depth: usize) -> String {
    format!(
        "# yaml-language-server: $schema={}{}",
        "../".repeat(depth),
        kind.path()
    )
}

/// A text in YAML's double quotes. JSON's strings are such texts (YAML 1.2, 1.2), but for the few characters beyond
/// ASCII that YAML does not print.
fn quoted(text: &str) -> String {
    let one_line: Vec<_> = text.split_whitespace().collect();
    let mut yaml = String::from("\"");
    for c in one_line.join(" ").chars() {
        match c {
            '"' | '\\' => yaml.extend(['\\', c]),
            // Also the two separators that would end a line in the older YAML.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                yaml.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => yaml.push(c),
        }
    }
    yaml.push('"');
    yaml
}

/// Puts values where a template names them: `@title@`. One pass, so that a value can't name another.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('@') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = values.iter().find_map(|(name, value)| {
            Some((value, rest[1..].strip_prefix(name)?.strip_prefix('@')?))
        });
        match found {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push('@');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once() {
        let values = [("a", "@b@"), ("b", "x")];
        assert_eq!(
            fill("@a@ @b@ @c@ a@b uses: x@v4", &values),
            "@b@ x @c@ a@b uses: x@v4"
        );
    }

    proptest::proptest! {
        #[test]
        fn a_quoted_text_is_read_as_it_was(text in "[\\PC\\n\\t\u{0}-\u{1f}\u{7f}-\u{9f}\u{2028}\"\\\\:#]{0,40}") {
            let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let read: String = serde_yaml::from_str(&quoted(&text)).unwrap();
            proptest::prop_assert_eq!(read, plain);
        }
    }
}
