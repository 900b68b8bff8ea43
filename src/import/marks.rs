//! Marks that only another program reads: where a teaser ends, where a table of contents goes.
//!
//! Comes in: lines of Markdown. Goes out: whether a line, or its end, is such a mark, and what is said of it.

use super::text::Line;

/// Whether a line is a mark between two paragraphs, and not one that belongs to a paragraph as kramdown's lists do.
pub(super) fn parts(text: &str) -> bool {
    !text.starts_with("{:")
}

/// What is said of a line that only tells another program something, if it does.
pub(super) fn dropped(text: &str) -> Option<&'static str> {
    let inner = text
        .strip_prefix("{:")
        .and_then(|rest| rest.strip_suffix('}'));
    if inner.is_some_and(|inner| !inner.contains(['{', '}'])) {
        return Some("a kramdown attribute list was left out");
    }
    if text.starts_with("<!--") {
        return teaser(text);
    }
    matches!(text, "[TOC]" | "[toc]" | "[[_TOC_]]" | "{{TOC}}" | "${toc}")
        .then_some("the place of a table of contents was left out")
}

/// What is said of a comment that ends a teaser, as `<!-- more -->` does.
fn teaser(text: &str) -> Option<&'static str> {
    const MARKS: [&str; 6] = [
        "more",
        "excerpt",
        "end_excerpt",
        "excerpt-end",
        "read more",
        "pelican_end_summary",
    ];
    let inner = text.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    MARKS
        .iter()
        .any(|mark| mark.eq_ignore_ascii_case(inner))
        .then_some("the mark that ends a teaser was left out")
}

/// The byte at which a mark that ends a teaser begins behind the text of a line, and what is said of it.
pub(super) fn teaser_behind(line: &str) -> Option<(usize, &'static str)> {
    let at = line.rfind("<!--")?;
    let (before, mark) = line.split_at(at);
    // In code it is shown.
    let code = before.matches('`').count() % 2 == 1;
    let what = teaser(mark.trim_end())?;
    (!code && !before.trim().is_empty()).then_some((at, what))
}

/// Whether the line at `at` is the one item of the list that kramdown's `{:toc}` on the next line replaces.
pub(super) fn stands_for_contents(lines: &[Line], at: usize) -> bool {
    let text = lines[at].trimmed();
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let item = match text.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest.starts_with(char::is_whitespace),
        None => number.len() < text.len() && number.starts_with(['.', ')']),
    };
    let next = lines.get(at + 1).map_or("", Line::trimmed);
    let list = next
        .strip_prefix("{:")
        .and_then(|rest| rest.strip_suffix('}'));
    let toc = list.is_some_and(|list| list.split_whitespace().any(|word| word == "toc"));
    let first = at.checked_sub(1).is_none_or(|at| lines[at].is_blank());
    item && toc && first
}
