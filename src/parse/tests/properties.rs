//! What holds whatever is written.

use proptest::prelude::*;

use super::company::{read_company, read_page};
use super::*;

/// What of a body is neither white space, nor a heading, nor a list's bullet, nor in an item or the prose.
fn lost(document: &Document<Brief>) -> String {
    let mut covered = vec![false; document.text.len()];
    let brief = &document.value;
    let items = brief.numbers.iter().map(|n| &n.at);
    let items = items.chain(brief.effects.iter().map(|e| &e.at));
    let items = items.chain(brief.watch.iter().map(|w| &w.at));
    let items = items.filter_map(|at| match at {
        At::Body(range) => Some(range.clone()),
        _ => None,
    });
    let prose = brief.sections.iter().flat_map(|s| s.prose.iter().cloned());
    let headings = document.outline.headings.iter().map(|h| h.range.clone());
    for range in items.chain(prose).chain(headings) {
        covered[range.start as usize..range.end as usize].fill(true);
    }
    let body = document.body.start as usize..document.body.end as usize;
    document.text[body.clone()]
        .char_indices()
        .filter(|(at, c)| !covered[body.start + at] && !c.is_whitespace())
        .map(|(_, c)| c)
        .collect()
}

proptest! {
    #[test]
    fn no_word_of_a_body_is_lost(
        body in "((## (The Numbers|What To Watch|Why It Matters|Other)\n)|### First-order\n|(- |  - |1\\. |\n|)(\\*\\*First-order:\\*\\* |Second-order: |\\*\\*Tïtle\\*\\*: |Title: |\\$5B |34% |)(wörd |\\*em\\* |`co: de` |within 90 days )?\n){0,14}",
    ) {
        let (document, _) = good("", &body);
        let lost = lost(&document);
        prop_assert!(lost.chars().all(|c| "-1.".contains(c)), "{body:?} loses {lost:?}");
    }

    #[test]
    fn no_file_panics(
        front in "((title|numbers|effects|watch|date|image|first|by|value|id): ?|- |[\\[\\]{},:'\"/#$%]|[a-z0-9]|é|\n|  ){0,30}",
        body in "(?s).{0,60}",
        path in "[a-z0-9/.-]{0,20}",
    ) {
        let text = format!("---\n{front}\n---\n{body}");
        for diagnostic in read_brief(&path, &text).diagnostics {
            let span = diagnostic.span.expect("a place");
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
            prop_assert!(diagnostic.help.is_some());
        }
        read_company(&text);
        read_page(&text);
    }

    #[test]
    fn no_text_at_all_panics(text in "(?s).{0,80}") {
        read_brief("content/briefs/x.md", &text);
        read_company(&text);
    }
}
