//! Parts of a body, set on their own.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a piece often has one range"
)]

use std::ops::Range;
use std::sync::Arc;

use super::super::{Flow, Marks, Options, Piece, Typesetter, outline};
use super::{all, find};

fn piece(flow: Flow, ranges: &[Range<u32>]) -> Piece {
    Piece {
        ranges: ranges.to_vec(),
        flow,
    }
}

fn set(text: &str, pieces: &[Piece]) -> Vec<String> {
    let marks = Marks::default();
    let set = Typesetter::new(text, all(text), &Options::default()).pieces(pieces, &marks);
    set.iter()
        .map(|markup| markup.as_str().to_owned())
        .collect()
}

#[test]
fn a_piece_may_begin_and_end_inside_a_paragraph() {
    let text =
        "**First-order:** Runway *wins\nbig* now. **Second-order:** Adobe [pays][a].\n\n[a]: /x\n";
    let first = find(text, " Runway *wins\nbig* now. ");
    let second = find(text, " Adobe [pays][a].");
    assert_eq!(
        set(
            text,
            &[
                piece(Flow::Block, std::slice::from_ref(&first)),
                piece(Flow::Inline, &[second]),
            ]
        ),
        [
            "<p>Runway <em>wins\nbig</em> now.</p>",
            "Adobe <a href=\"/x\">pays</a>."
        ]
    );
    let cut = find(text, "big* now");
    assert_eq!(
        set(text, &[piece(Flow::Block, &[cut])]),
        ["<p><em>big</em> now</p>"]
    );
}

#[test]
fn an_item_after_its_title_is_no_list() {
    let text = "## Watch\n\n- Parity: observe *it*\n- Next: more\n\n  and more\n  - sub\n- Last\n";
    let first = find(text, "observe *it*");
    let second = find(text, "more\n\n  and more\n  - sub");
    assert_eq!(
        set(
            text,
            &[
                piece(Flow::Block, std::slice::from_ref(&first)),
                piece(Flow::Block, &[second]),
                piece(Flow::Inline, &[find(text, "Next")]),
            ]
        ),
        [
            "<p>observe <em>it</em></p>",
            "<p>more</p>\n<p>and more</p>\n<ul>\n<li>sub</li>\n</ul>",
            "Next"
        ]
    );
}

#[test]
fn items_keep_their_list() {
    let text = "intro\n\n3. [x] a\n4. b\n5. c\n\n- d\n- e\n";
    let (_, blocks) = outline(text, all(text));
    let items: Vec<Range<u32>> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            super::super::BlockKind::List(items) => Some(items.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    let [a, b, c, d, e] = &items[..] else {
        panic!("{items:?}");
    };
    let intro = blocks[0].range.clone();
    let cases = [
        // Several items, content only: the numbers are those of the source.
        (
            vec![a.clone(), b.clone()],
            "<ol start=\"3\">\n<li><span class=\"task done\">☑</span> a</li>\n<li>b</li>\n</ol>",
        ),
        (
            vec![b.clone(), c.clone()],
            "<ol start=\"4\">\n<li>b</li>\n<li>c</li>\n</ol>",
        ),
        (
            vec![a.start..c.end],
            "<ol start=\"3\">\n<li><span class=\"task done\">☑</span> a</li>\n<li>b</li>\n<li>c</li>\n</ol>",
        ),
        // One item with its bullet.
        (vec![find(text, "- e")], "<ul>\n<li>e</li>\n</ul>"),
        // One item without.
        (vec![e.clone()], "<p>e</p>"),
        // Other blocks, then an item.
        (
            vec![intro, d.clone()],
            "<p>intro</p>\n<ul>\n<li>d</li>\n</ul>",
        ),
    ];
    for (ranges, html) in cases {
        assert_eq!(
            set(text, &[piece(Flow::Block, &ranges)]),
            [html],
            "{ranges:?}"
        );
    }
    // Items of one list in different pieces.
    assert_eq!(
        set(
            text,
            &[
                piece(Flow::Block, &[a.clone(), c.clone()]),
                piece(Flow::Block, std::slice::from_ref(b)),
            ]
        ),
        [
            "<ol start=\"3\">\n<li><span class=\"task done\">☑</span> a</li>\n<li>c</li>\n</ol>",
            "<p>b</p>"
        ]
    );
}

#[test]
fn whole_blocks_are_set_as_they_are() {
    let text = "# A\n\nb\n\n## A\n\n> c\n\n```\nd\n```\n\n| e |\n|---|\n| f |\n\n<b>g</b> h\n";
    let (_, blocks) = outline(text, all(text));
    let ranges: Vec<Range<u32>> = blocks.iter().map(|block| block.range.clone()).collect();
    let pieces: Vec<Piece> = ranges
        .iter()
        .map(|r| piece(Flow::Block, std::slice::from_ref(r)))
        .collect();
    let apart = set(text, &pieces).join("\n");
    let together = set(text, &[piece(Flow::Block, &ranges)]).concat();
    assert_eq!(apart, together);
    assert!(together.contains("<h2 id=\"a-2\">"));
}

#[test]
fn inline_pieces_have_no_blocks() {
    let text = "# A *b*\n\nc\n\n- d\n- e\n\n```\nf\n```\n\n<div>g</div>\n\n![h](i \"j\")\n\n| k | l |\n|---|---|\n";
    assert_eq!(
        set(text, &[piece(Flow::Inline, &[all(text)])]),
        [
            "A <em>b</em> c d e <code>f</code> g\n<img src=\"i\" alt=\"h\" title=\"j\" loading=\"lazy\" decoding=\"async\"> k l"
        ]
    );
}

#[test]
fn footnotes_are_shared_by_pieces_and_texts() {
    let text = "a[^1]\n\nb[^1] c[^2]\n\n[^1]: one\n\n[^2]: two\n";
    let mut typesetter = Typesetter::new(text, all(text), &Options::default());
    let marks = Marks {
        mentions: vec![(find(text, "two"), Arc::from("/t/"))],
        addresses: vec![],
        ..Marks::default()
    };
    let own = typesetter.text("d[^1]\n\n[^1]: own", Flow::Block, &Marks::default());
    let set = typesetter.pieces(
        &[
            piece(Flow::Block, &[find(text, "a[^1]")]),
            piece(Flow::Block, &[find(text, "b[^1] c[^2]")]),
        ],
        &marks,
    );
    assert!(own.as_str().contains("href=\"#fn:1\""));
    assert!(set[0].as_str().contains("id=\"fnref:2\" href=\"#fn:2\""));
    assert!(set[1].as_str().contains("id=\"fnref:2:2\" href=\"#fn:2\""));
    assert!(set[1].as_str().contains("href=\"#fn:3\""));
    let notes = typesetter.footnotes().expect("three were used");
    let order: Vec<usize> = ["own", "one", "<a class=\"company\" href=\"/t/\">two</a>"]
        .iter()
        .map(|part| {
            notes
                .as_str()
                .find(part)
                .unwrap_or_else(|| panic!("{part} in {notes:?}"))
        })
        .collect();
    assert!(order.is_sorted());
}

#[test]
fn a_document_without_footnotes_has_none() {
    let text = "a\n\n[^1]: unused\n";
    let mut typesetter = Typesetter::new(text, all(text), &Options::default());
    let set = typesetter.pieces(&[piece(Flow::Block, &[all(text)])], &Marks::default());
    assert_eq!(set[0].as_str(), "<p>a</p>");
    assert_eq!(typesetter.footnotes(), None);
}

#[test]
fn of_ranges_that_overlap_the_second_is_cut() {
    let text = "abcdef";
    assert_eq!(
        set(
            text,
            &[
                piece(Flow::Inline, &[2..5]),
                piece(Flow::Inline, &[0..3]),
                piece(Flow::Inline, &[3..4]),
            ]
        ),
        ["de", "abc", ""]
    );
}
