//! Cards: what is drawn, what is missing, and that nothing stands outside.

use super::*;

const COLOURS: Colours = Colours {
    paper: [251, 249, 244],
    ink: [28, 26, 22],
    soft: [75, 71, 63],
    signal: [156, 42, 16],
};

fn card(title: &str) -> Card {
    Card {
        site: "Signals".into(),
        title: title.into(),
        date: Some("2026-02-12".into()),
        number: Some(("$5.3B".into(), "valuation".into())),
    }
}

/// The pixels of a card, as indexes of its palette.
fn pixels(card: &Card) -> Vec<u8> {
    let (faces, broken) = Faces::new(&[]);
    assert!(broken.is_empty());
    let drawn = draw(card, &faces, &COLOURS);
    let mut reader = png::Decoder::new(std::io::Cursor::new(&drawn.picture))
        .read_info()
        .unwrap();
    assert_eq!((reader.info().width, reader.info().height), (WIDTH, HEIGHT));
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    pixels
}

fn missing(title: &str) -> Vec<char> {
    let (faces, _) = Faces::new(&[]);
    draw(&card(title), &faces, &COLOURS).missing
}

/// The columns in which something of the title's ink stands.
fn inked(title: &str) -> (usize, usize) {
    let width = WIDTH as usize;
    let pixels = pixels(&card(title));
    let is_ink = |x: &usize| (140..440).any(|y| (1..64).contains(&pixels[y * width + x]));
    let columns: Vec<usize> = (0..width).filter(is_ink).collect();
    (columns[0], columns[columns.len() - 1])
}

#[test]
fn latin_greek_and_cyrillic_are_there_and_what_is_not_is_told() {
    assert_eq!(
        missing("Ünïcödé Ελλάδα Україна — “quoted” №5 €3"),
        ['\0'; 0]
    );
    assert_eq!(missing("日本 Runway"), ['日', '本']);
    assert_eq!(missing("Joined\u{200d}\u{fe0f}"), ['\0'; 0]);
}

#[test]
fn nothing_stands_outside_the_margins_whatever_the_title() {
    for title in [
        "W".repeat(400),
        "word ".repeat(200),
        "i".repeat(3),
        "Ünïcödé ".repeat(9),
    ] {
        let (first, last) = inked(&title);
        assert!(first >= 60 && last <= 1140, "{first} to {last}: {title}");
    }
}

#[test]
fn a_title_without_its_letters_gives_way_to_the_name_of_the_publication() {
    let name = pixels(&card("Signals"));
    for title in ["مرحبا 315", "日本の人工知能 raises", "שלום"] {
        assert!(pixels(&card(title)) == name, "{title}");
    }
    // What is no letter is only left out.
    assert!(pixels(&card("Rockets 🚀")) == pixels(&card("Rockets")));
}

#[test]
fn marks_do_not_leave_their_line() {
    let marks = "\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}".repeat(4);
    let (tower, plain) = (pixels(&card(&format!("a{marks}"))), pixels(&card("a")));
    let width = WIDTH as usize;
    // The name, the date and the rule above the title stay as they are.
    assert!(tower[..121 * width] == plain[..121 * width]);
}

#[test]
fn a_short_title_is_larger_than_a_long_one() {
    let (faces, _) = Faces::new(&[]);
    let size = |text: &str| Layout::new(&faces).fitted(text, Role::Title, INNER, 300.0)[0].size();
    assert!(size("Runway") > size(&"Runway turns ".repeat(8)));
}

#[test]
fn the_same_card_has_the_same_bytes_and_another_one_others() {
    let (faces, _) = Faces::new(&[]);
    let png = |title: &str| draw(&card(title), &faces, &COLOURS).picture;
    assert_eq!(png("Runway"), png("Runway"));
    assert_ne!(png("Runway"), png("Runaway"));
}

#[test]
fn a_kept_card_says_the_same_or_nothing() {
    let (faces, _) = Faces::new(&[]);
    for title in ["Runway", "日本 Runway"] {
        let drawn = draw(&card(title), &faces, &COLOURS);
        let kept = pack(&drawn);
        assert_eq!(unpack(&kept), Some(drawn));
        for length in [0, 1, 31, 32, 36, kept.len() - 1] {
            assert_eq!(unpack(&kept[..length]), None, "{length}");
        }
        for at in [0, 33, kept.len() / 2, kept.len() - 1] {
            let mut broken = kept.clone();
            broken[at] ^= 1;
            assert_eq!(unpack(&broken), None, "{at}");
        }
    }
}

#[test]
fn everything_that_a_card_is_made_from_is_in_its_name() {
    let look = Look::of(&[], &COLOURS);
    let plain = card("Runway");
    let number = |figure: &str, label: &str| Some((figure.to_owned(), label.to_owned()));
    let cards = [
        plain.clone(),
        card("Runaway"),
        Card {
            site: "Signal".into(),
            ..plain.clone()
        },
        Card {
            date: Some("2026-02-13".into()),
            ..plain.clone()
        },
        Card {
            date: None,
            ..plain.clone()
        },
        Card {
            number: None,
            ..plain.clone()
        },
        Card {
            number: number("$5.3", "Bvaluation"),
            ..plain.clone()
        },
        Card {
            number: number("$5.3B", ""),
            ..plain.clone()
        },
    ];
    let mut names: Vec<String> = cards.iter().map(|card| look.name(card)).collect();
    let other = Colours {
        soft: [0, 0, 0],
        ..COLOURS
    };
    names.push(Look::of(&[], &other).name(&plain));
    names.push(Look::of(&[b"a face".to_vec()], &COLOURS).name(&plain));
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), all, "{names:?}");
    assert_eq!(look.name(&plain), look.name(&card("Runway")));
}

/// Whoever changes how a card is drawn, or a library that draws it, changes the recipe with it: otherwise sites would go
/// on showing the cards that they have kept.
#[cfg(target_arch = "x86_64")]
#[test]
fn a_card_that_comes_out_otherwise_has_another_recipe() {
    let (faces, _) = Faces::new(&[]);
    let titles = ["Runway raises $5.3B — ‘quoted’", "Ελλάδα", "שלום 315"];
    let mut hash = blake3::Hasher::new();
    for title in titles {
        hash.update(&draw(&card(title), &faces, &COLOURS).picture);
    }
    let seen = (kept::RECIPE, hash.finalize().to_hex()[..16].to_owned());
    assert_eq!(seen, (&b"2"[..], "e2d138bbdbf01109".to_owned()));
}

#[test]
fn no_typeface_is_told_apart_from_one() {
    let (_, broken) = Faces::new(&[b"no typeface", include_bytes!("faces/card-sans.ttf")]);
    assert_eq!(broken, [0]);
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 24, ..Default::default() })]

    #[test]
    fn any_text_gives_a_card(title in "\\PC{0,120}", label in "\\PC{0,80}") {
        let card = Card { number: Some((label.clone(), label)), ..card(&title) };
        let (faces, _) = Faces::new(&[]);
        let missing_letters = super::missing(&card, &faces);
        let drawn = draw(&card, &faces, &COLOURS);
        proptest::prop_assert!(drawn.picture.starts_with(b"\x89PNG"));
        proptest::prop_assert!(drawn.missing.iter().all(|c| missing_letters.contains(c)));
    }
}
