//! What holds whatever is written.

use proptest::prelude::*;

use super::company::{read_company, read_page};
use super::*;
use crate::fuzzing::lost_of_body as lost;

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
