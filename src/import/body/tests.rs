//! Markdown in, Markdown out.

use super::super::text::lines;
use super::*;

#[track_caller]
fn check(text: &str, title: Option<&str>, expected: &str, found: Option<&str>) {
    let mut notes = Notes::default();
    let body = read(&lines(text, 1), title, &Names::new(), &mut notes);
    assert_eq!(
        (body.markdown.as_str(), body.title.as_deref()),
        (expected, found),
        "{text}"
    );
}

#[test]
fn sections_get_level_two_and_the_title_leaves_the_body() {
    check(
        "# Acme turns\n\n## What Happened\nA.\n",
        None,
        "## What Happened\n\nA.\n",
        Some("Acme turns"),
    );
    check("# Acme turns\n\nA.\n", Some("Acme turns"), "A.\n", None);
    check(
        "# Other\n\nA.\n",
        Some("Acme turns"),
        "# Other\n\nA.\n",
        None,
    );
    check(
        "### What Happened\n\n#### Deal\n\nA.\n",
        None,
        "## What Happened\n\n### Deal\n\nA.\n",
        None,
    );
    check(
        "**Why It Matters:**\nFirst-order: A.\n",
        None,
        "## Why It Matters\n\n**First-order:** A.\n",
        None,
    );
    check(
        "What Happened\n---\nA.\n\nOwn\n===\nB.\n",
        None,
        "## What Happened\n\nA.\n\n# Own\n\nB.\n",
        None,
    );
}

#[test]
fn code_and_markup_stay_as_they_are() {
    for text in [
        "```\n# What Happened\nFirst-order: x\n```\n",
        "    What Happened\n",
        "- item\n  - deeper\n\n> quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "*emphasis* and <b>html</b>, [[Acme]] and `code`\n",
        "Text\n\n---\n\nText\n",
    ] {
        check(text, Some("T"), text, None);
    }
}

#[test]
fn what_only_another_program_reads_is_left_out() {
    check(
        "## Own {#id .x}\n{: .lead}\nA.\n<!-- more -->\n[TOC]\nB.\n",
        None,
        "## Own\n\nA.\n\nB.\n",
        None,
    );
    check(
        "A. <!--  more  -->\n\n* TOC\n{:toc}\n\n1. Contents\n{: .x toc}\n\n- one\n- two\n{:.y}\n\n`<!-- more -->`\n",
        None,
        "A.\n\n\n\n- one\n- two\n\n`<!-- more -->`\n",
        None,
    );
}

#[test]
fn foreign_bullets_become_dashes() {
    check(
        "## The Numbers\n\n• $5B now\n– $6B then\n",
        None,
        "## The Numbers\n\n- $5B now\n- $6B then\n",
        None,
    );
}
