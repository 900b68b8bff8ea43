//! Names that are no mentions: suppressed, shared by several companies, or registered by nobody.

use briefpress::diagnostic::{self, Files as _};
use briefpress::link::{NamePlaces, unlinked};

use crate::support::{self, Loaded};

const SITE: &str = r#"
-- content/companies/luma-ai.md --
---
name: Luma AI
aliases: [Luma]
---
-- content/companies/tesla.md --
---
name: Tesla
---
-- content/companies/google.md --
---
name: Google
products: [Gemini]
---
-- content/companies/gemini-trust.md --
---
name: Gemini Trust
aliases: [Gemini]
---
-- content/companies/block.md --
---
name: Block
mention: declared
---
-- content/briefs/2026-01-05-a.md --
---
title: "Title Case Says Nothing"
companies: [luma-ai]
effects: { first: "It squeezes Midjourney and Gemini." }
watch: ["Model Convergence: Midjourney catches up within 90 days"]
---
## A Heading Of Title Case

\Luma AI stays, \Tesla too, and Gemini is not told. \Block is a word here.

Midjourney and Stability AI met `Kling Code` in May, in the European Union. Meanwhile Moonvalley, the CEO said, has Pika.

- Model Convergence: a label.
-- content/briefs/2026-01-06-b.md --
---
title: "B"
companies: [google]
---
[Tesla]{.nolink} and Gemini, which is Google’s here. Nobody asked Midjourney, or Stability AI, in May. Nobody asks the
European Union. Then Moonvalley sold, and Moonvalley’s owner with it. Meanwhile, the convergence of models went on.
"#;

/// The names, each with the places at which it stands.
fn told(loaded: &Loaded, names: &[NamePlaces]) -> Vec<String> {
    let site = loaded.press().site();
    names
        .iter()
        .map(|name| {
            let slugs = name.companies.iter();
            let slugs: Vec<&str> = slugs
                .map(|id| site.companies[id.0 as usize].slug.as_str())
                .collect();
            let spans = name.places.iter().map(|(_, span)| *span);
            let positions = diagnostic::positions(spans, &loaded.sources);
            let places = name.places.iter().zip(positions);
            let places: Vec<String> = places
                .map(|((brief, _), at)| {
                    let slug = &site.briefs[brief.0 as usize].document.value.slug;
                    format!("{slug}:{}:{}", at.line, at.column)
                })
                .collect();
            format!("{} [{}] {}", name.name, slugs.join(" "), places.join(" "))
        })
        .collect()
}

#[test]
fn names_that_are_no_mentions_are_told_with_their_places() {
    let loaded = support::load(SITE);
    let found = unlinked(loaded.press().site());
    assert_eq!(
        told(&loaded, &found.suppressed),
        ["Luma AI [luma-ai] a:9:2", "Tesla [tesla] b:5:2 a:9:18",]
    );
    assert_eq!(
        told(&loaded, &found.ambiguous),
        ["Gemini [gemini-trust google] a:9:33 a:4:19"]
    );
    assert_eq!(
        told(&loaded, &found.unregistered),
        [
            "Midjourney [] b:5:67 a:4:19 a:5:9 a:11:1",
            "Moonvalley [] b:6:22 b:6:43 a:11:87",
            "Stability AI [] b:5:82 a:11:16",
        ]
    );
}

/// What is asked about the names of a company, in a site with this company and this brief about it.
fn asked(company: &str, brief: &str) -> Vec<String> {
    let site = format!(
        "-- content/companies/it.md --\n---\n{company}\n---\n\
         -- content/companies/other.md --\n---\nname: Delta Lighting\n---\n\
         -- content/briefs/2026-01-05-a.md --\n---\ntitle: A\ncompanies: [it]\n---\n{brief}\n"
    );
    let loaded = support::load(&site);
    let asked = loaded.diagnostics.iter();
    let asked = asked.filter(|d| d.code.as_str() == "unregistered-name");
    asked
        .map(|d| {
            let span = d.span.unwrap();
            let text = loaded.sources.text(span.source).unwrap();
            assert_eq!(d.related.len(), 1, "{d:?}");
            text[span.start as usize..span.end as usize].to_owned()
        })
        .collect()
}

#[test]
fn a_company_that_nobody_calls_by_a_registered_name_is_asked_about() {
    for (company, brief, expected) in [
        ("name: Luma AI", "The camera of Luma moves.", Some("Luma")),
        ("name: Luma AI", "Luma moves. Luma stays.", Some("Luma")),
        ("name: OpenAI", "They asked Open AI.", Some("Open AI")),
        (
            "name: Coca-Cola",
            "They asked Coca Cola.",
            Some("Coca Cola"),
        ),
        ("name: Runway", "They asked RUNWAY.", Some("RUNWAY")),
        (
            "name: Taiwan Semiconductor Manufacturing Company",
            "They asked TSMC.",
            Some("TSMC"),
        ),
        (
            "name: Getty Images Holdings",
            "They asked Getty Images.",
            Some("Getty Images"),
        ),
        // It is called by its name somewhere, or by a link of the author's.
        ("name: Luma AI", "Luma AI moves. Luma stays.", None),
        (
            "name: Luma AI",
            "[[it|The company]] moves. Luma stays.",
            None,
        ),
        // A name of somebody else's, a longer name, a word.
        ("name: Delta Air Lines", "They asked Delta Lighting.", None),
        ("name: Luma AI", "They asked Luma Energy.", None),
        ("name: General Atlantic", "They asked a General.", None),
        ("name: Runway", "A runway is long.", None),
        ("name: Luma AI\nmention: never", "Luma moves.", None),
        ("name: Luma AI", "`Luma` moves, and \\Luma stays.", None),
    ] {
        assert_eq!(
            asked(company, brief),
            expected.into_iter().collect::<Vec<_>>(),
            "{company}: {brief}"
        );
    }
}
