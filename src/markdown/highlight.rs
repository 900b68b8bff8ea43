//! Code becomes HTML with classes.
//!
//! Comes in: code and the name of its language. Goes out: escaped HTML in which comments, strings, keywords and so on
//! have a class that begins with `hl-`, and the stylesheet for them. A language that nobody knows, or code that is too
//! long or too hard to parse, is set plain; that is never an error.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::escape;

/// Longer code is set plain: highlighting costs about a second for each MiB.
const MAX_CODE: usize = 64 * 1024;
/// Code with a longer line is set plain: some grammars take the square of a line's length.
const MAX_LINE: usize = 1024;

/// Loaded when the first code block is set. The grammars themselves load one by one.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Which class a scope gets; the first that is a prefix of the innermost scope decides.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    const TABLE: &[(&str, &str)] = &[
        ("comment", "hl-comment"),
        ("string", "hl-string"),
        ("constant", "hl-constant"),
        ("keyword.operator", ""),
        ("keyword", "hl-keyword"),
        ("storage", "hl-keyword"),
        ("variable.function", "hl-function"),
        ("variable.language", "hl-keyword"),
        ("entity.name.function", "hl-function"),
        ("support.function", "hl-function"),
        ("entity.name.tag", "hl-tag"),
        ("entity.other.attribute-name", "hl-name"),
        ("entity.name", "hl-type"),
        ("support.type.property-name", "hl-name"),
        ("meta.mapping.key", "hl-name"),
        ("support", "hl-type"),
        ("markup.inserted", "hl-inserted"),
        ("markup.deleted", "hl-deleted"),
        ("markup.heading", "hl-keyword"),
        ("meta.diff", "hl-comment"),
    ];
    TABLE
        .iter()
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
        .collect()
});

/// The stylesheet of highlighted code, for light and dark.
///
/// Every colour has a contrast of at least 4.5 to 1 on white to `#f4f2ee`, and on black to `#22252b`.
pub fn highlight_style() -> &'static str {
    "\
.hl-comment{color:#5f6670}
.hl-string{color:#1a6334}
.hl-constant{color:#8a3c00}
.hl-keyword{color:#8f1d5a}
.hl-function{color:#1d4f91}
.hl-type{color:#5b3a9e}
.hl-tag{color:#8f1d5a}
.hl-name{color:#1d4f91}
.hl-inserted{color:#1a6334}
.hl-deleted{color:#a11a1a}
@media (prefers-color-scheme:dark){
.hl-comment{color:#a0a6b0}
.hl-string{color:#9bd1a5}
.hl-constant{color:#f0b285}
.hl-keyword{color:#f29bc4}
.hl-function{color:#9cc4f5}
.hl-type{color:#c9b2f5}
.hl-tag{color:#f29bc4}
.hl-name{color:#9cc4f5}
.hl-inserted{color:#9bd1a5}
.hl-deleted{color:#f5a3a3}
}
"
}

/// Appends `code` as HTML.
pub(super) fn code(out: &mut String, code: &str, language: &str) {
    let start = out.len();
    let short = code.len() <= MAX_CODE && code.lines().all(|line| line.len() <= MAX_LINE);
    if short
        && !language.is_empty()
        && let Some(syntax) = SYNTAXES.find_syntax_by_token(language)
        && highlight(out, code, syntax).is_some()
    {
        return;
    }
    out.truncate(start);
    escape::text(out, code);
}

/// `None` if the grammar fails on this code.
fn highlight(out: &mut String, code: &str, syntax: &SyntaxReference) -> Option<()> {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut open = "";
    for line in code.split_inclusive('\n') {
        let mut done = 0;
        for (at, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            if at > done {
                write(out, line.get(done..at)?, &stack, &mut open);
                done = at;
            }
            stack.apply(&operation).ok()?;
        }
        write(out, line.get(done..)?, &stack, &mut open);
    }
    close(out, &mut open);
    Some(())
}

fn write(out: &mut String, text: &str, stack: &ScopeStack, open: &mut &'static str) {
    // Blanks look the same in every class.
    if !text.trim_ascii().is_empty() {
        let class = class(stack);
        if class != *open {
            close(out, open);
            if !class.is_empty() {
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
            }
            *open = class;
        }
    }
    escape::text(out, text);
}

fn close(out: &mut String, open: &mut &'static str) {
    if !open.is_empty() {
        out.push_str("</span>");
    }
    *open = "";
}

fn class(stack: &ScopeStack) -> &'static str {
    stack
        .as_slice()
        .iter()
        .rev()
        .find_map(|scope| {
            CLASSES
                .iter()
                .find(|(prefix, _)| prefix.is_prefix_of(*scope))
        })
        .map_or("", |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, language: &str) -> String {
        let mut out = String::new();
        code(&mut out, text, language);
        out
    }

    #[test]
    fn known_languages_get_classes() {
        assert_eq!(
            set("let x = 1; // a < b\n", "rust"),
            "<span class=\"hl-keyword\">let</span> x = <span class=\"hl-constant\">1</span>; \
             <span class=\"hl-comment\">// a &lt; b\n</span>"
        );
        for language in ["toml", "typescript", "ts", "yaml", "json", "Rust", "bash"] {
            let out = set("a = \"b\"\n# c\n", language);
            assert!(
                out.contains("hl-") || language == "json",
                "{language}: {out}"
            );
        }
    }

    #[test]
    fn anything_else_is_plain() {
        assert_eq!(set("a < b", "no-such-language"), "a &lt; b");
        assert_eq!(set("a < b", ""), "a &lt; b");
        let long = format!("let x = \"{}\";", "y".repeat(MAX_LINE));
        assert_eq!(set(&long, "rust"), long);
    }
}
