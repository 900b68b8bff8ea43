//! Plain texts and the Markdown that becomes of them.

use super::super::text::lines;
use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let mut notes = Notes::default();
    let plain = read(&lines(text, 1), Title::Wanted, &Names::new(), &mut notes);
    assert_eq!(plain.markdown, expected, "{text}");
}

#[test]
fn bare_headings_and_lines_become_sections() {
    check(
        "The Strategic Shift\nAcme turns.\nIt sells.\nWhat Happened\nThey closed a round.\n",
        "## The Strategic Shift\n\nAcme turns.\n\nIt sells.\n\n## What Happened\n\nThey closed a round.\n",
    );
    check(
        "WHAT HAPPENED\n=============\n\nA\n\nBackground\n----------\nB\n",
        "## What Happened\n\nA\n\n## Background\n\nB\n",
    );
}

#[test]
fn wrapped_lines_are_joined_and_others_are_not() {
    check(
        "Why It Matters\nAcme is leaving the studio behind, and with it\nall that made its name. It will be\nmissed.\nThe next paragraph.\n",
        "## Why It Matters\n\nAcme is leaving the studio behind, and with it all that made its name. It will be missed.\n\nThe next paragraph.\n",
    );
}

#[test]
fn labels_are_set_bold() {
    check(
        "Why It Matters\nFirst-order: A.\nSecond order effects — B.\nThird-order:\nC.\n",
        "## Why It Matters\n\n**First-order:** A.\n\n**Second order effects** — B.\n\n**Third-order:** C.\n",
    );
    check(
        "What Happened\nRisk: high.\nUpside: low.\n\nWhy It Matters\nNote: one only.\n",
        "## What Happened\n\n**Risk:** high.\n\n**Upside:** low.\n\n## Why It Matters\n\nNote: one only.\n",
    );
}

#[test]
fn bullets_keep_their_depth_and_their_wrapped_text() {
    check(
        "The Numbers\n• $5B now\n  and then\n   o Two more\n1) first\n2) second\n",
        "## The Numbers\n\n- $5B now and then\n  - Two more\n\n1) first\n2) second\n",
    );
    check(
        "What To Watch\n- a\n\n  more\n- b\n",
        "## What To Watch\n\n- a\n\n  more\n- b\n",
    );
}

#[test]
fn numbers_without_bullets_become_a_list() {
    check(
        "The Numbers\n$5B valuation\n34% growth\n",
        "## The Numbers\n\n- $5B valuation\n- 34% growth\n",
    );
    check(
        "The Numbers\nIn short:\n$5B valuation\n",
        "## The Numbers\n\nIn short:\n\n$5B valuation\n",
    );
}

#[test]
fn watch_items_without_bullets_become_a_list() {
    check(
        "What To Watch\nWhether the ferry runs in May.\nRates: they fall by June.\nA second port\n",
        "## What To Watch\n\n- Whether the ferry runs in May.\n- Rates: they fall by June.\n- A second port\n",
    );
    let long = "The ferry may run. ".repeat(12);
    for text in [
        "We shall see.",
        "Two things:\n\nThe ferry runs.",
        &format!("{}\n\nThe ferry runs.", long.trim()),
    ] {
        check(
            &format!("What To Watch\n{text}\n"),
            &format!("## What To Watch\n\n{text}\n"),
        );
    }
}

#[test]
fn title_date_and_byline_leave_the_lead() {
    let mut notes = Notes::default();
    let text = "Acme turns a corner\nFebruary 12, 2026\nBy Jane Doe and John Roe\n\nA lead.\n\nThe Strategic Shift\nX.\n";
    let plain = read(&lines(text, 1), Title::Wanted, &Names::new(), &mut notes);
    assert_eq!(plain.markdown, "A lead.\n\n## The Strategic Shift\n\nX.\n");
    assert_eq!(plain.lead.title.as_deref(), Some("Acme turns a corner"));
    assert_eq!(plain.lead.date.as_deref(), Some("2026-02-12"));
    assert_eq!(plain.lead.authors, ["Jane Doe", "John Roe"]);
}
