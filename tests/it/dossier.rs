//! What a company's dossier knows, put together from all briefs.

use briefpress::link::{CompanyId, Dated, MetricSeries, Standing};
use briefpress::model::Amount;

use crate::support::{self, Loaded};

/// A site with Acme and these briefs: date, then the lines of `numbers`.
fn site(config: &str, briefs: &[(&str, &[&str])]) -> Loaded {
    let mut text = format!(
        "-- site.yaml --\n{config}\n-- content/companies/acme.md --\n---\nname: Acme\n---\n"
    );
    for (date, numbers) in briefs {
        text.push_str(&format!(
            "-- content/briefs/{date}-brief-{date}.md --\n---\ntitle: \"On {date}\"\ncompanies: [acme]\nnumbers:\n"
        ));
        for number in *numbers {
            text.push_str(&format!("  - {number}\n"));
        }
        text.push_str("---\nText.\n");
    }
    support::load(&text)
}

/// A series a line: metric, unit, then each value by kind with its date, what became of it and the change.
fn told(loaded: &Loaded) -> Vec<String> {
    let site = loaded.press().site();
    site.dossier(CompanyId(0))
        .unwrap()
        .figures
        .iter()
        .map(line)
        .collect()
}

fn line(series: &MetricSeries) -> String {
    let unit = series.unit.as_ref().map_or("-", |unit| unit.as_str());
    let mut text = format!("{} {unit}", series.metric);
    for line in &series.lines {
        text.push_str(&format!(" | {:?}:", line.kind));
        for point in &line.points {
            let date = match point.dated {
                Dated::AsOf(date) => date.to_string(),
                Dated::Brief(day) => format!("({day})"),
            };
            match point.amount {
                Amount::One(value) => text.push_str(&format!(" {date}={value}")),
                other => text.push_str(&format!(" {date}={other:?}")),
            }
            if point.standing == Standing::Superseded {
                text.push_str("-superseded");
            }
            if point.said.len() > 1 {
                text.push_str(&format!("x{}", point.said.len()));
            }
            if let Some(change) = &point.change {
                text.push_str(&format!(
                    "[{:+} since #{}]",
                    change.difference, change.since
                ));
            }
        }
    }
    text
}

#[test]
fn a_series_is_one_metric_in_one_unit_and_its_kinds_stand_apart() {
    let loaded = site(
        "metrics: { valuation: { labels: [valuation, post-money valuation] } }",
        &[
            (
                "2025-04-03",
                &[
                    r#"{ value: $3B, label: Valuation, as_of: 2025-04 }"#,
                    r#"{ value: €2B, label: valuation, as_of: 2025-05 }"#,
                ],
            ),
            (
                "2026-02-12",
                &[
                    r#"{ value: $5B, label: post-money valuation, as_of: 2026-02 }"#,
                    r#"{ value: $9B, label: projected valuation, as_of: 2026-12, kind: projection }"#,
                    r#"{ value: 7 people, label: staff }"#,
                ],
            ),
        ],
    );
    assert_eq!(
        told(&loaded),
        [
            "valuation USD | Reported: 2025-04=3000000000 2026-02=5000000000[+2000000000 since #0] | Projection: 2026-12=9000000000",
            "staff people | Reported: (2026-02-12)=7",
            "valuation EUR | Reported: 2025-05=2000000000",
        ]
    );
}

#[test]
fn a_change_leads_from_one_date_to_a_later_one() {
    // A month and a day of it, a year and its last quarter: none of them is before the other.
    let loaded = site(
        "title: T",
        &[(
            "2026-02-12",
            &[
                r#"{ value: $1B, label: revenue, as_of: 2024 }"#,
                r#"{ value: $2B, label: revenue, as_of: 2025-Q4 }"#,
                r#"{ value: $3B, label: revenue, as_of: 2025 }"#,
                r#"{ value: $4B, label: revenue, as_of: 2026-02-10 }"#,
                r#"{ value: $5B, label: revenue, as_of: 2026-02 }"#,
            ],
        )],
    );
    assert_eq!(
        told(&loaded),
        [
            "revenue USD | Reported: 2024=1000000000 2025=3000000000[+2000000000 since #0] 2025-Q4=2000000000 \
             2026-02-10=4000000000[+2000000000 since #2] 2026-02=5000000000"
        ]
    );
}

#[test]
fn a_later_brief_supersedes_a_value_and_repeats_another() {
    let loaded = site(
        "title: T",
        &[
            (
                "2025-01-01",
                &[
                    r#"{ value: $1B, metric: revenue, label: a, as_of: 2024 }"#,
                    r#"{ value: $2B, metric: revenue, label: a, as_of: 2023 }"#,
                ],
            ),
            (
                "2025-06-01",
                &[
                    r#"{ value: $1.5B, metric: revenue, label: b, as_of: 2024 }"#,
                    r#"{ value: $2B, metric: revenue, label: b, as_of: 2023 }"#,
                ],
            ),
        ],
    );
    assert_eq!(
        told(&loaded),
        [
            "revenue USD | Reported: 2023=2000000000x2 2024=1000000000-superseded 2024=1500000000[-500000000 since #0]"
        ]
    );
}

#[test]
fn related_briefs_come_with_their_reasons_and_the_strongest_first() {
    let mut text = String::new();
    for company in ["acme", "bolt", "crane"] {
        text.push_str(&format!(
            "-- content/companies/{company}.md --\n---\nname: {company}\n---\n"
        ));
    }
    for (date, slug, companies, tags) in [
        ("2026-01-09", "here", "acme, bolt", "chips, energy"),
        ("2026-01-08", "by-tag", "crane", "chips"),
        ("2026-01-07", "by-both", "acme", "energy"),
        ("2026-01-06", "by-two", "bolt, acme", "other"),
        ("2026-01-05", "only-named", "crane", "other"),
        ("2026-01-04", "by-one", "bolt", "other"),
    ] {
        text.push_str(&format!(
            "-- content/briefs/{date}-{slug}.md --\n---\ntitle: {slug}\ncompanies: [{companies}]\ntags: [{tags}]\n---\n\
             It speaks of acme.\n"
        ));
    }
    let loaded = support::load(&text);
    let site = loaded.press().site();
    let related = briefpress::link::related(
        briefpress::link::BriefId(0),
        &site.briefs,
        &site.companies,
        &site.tags,
        10,
    );
    let told: Vec<String> = related
        .iter()
        .map(|related| {
            let slug = &site.briefs[related.brief.0 as usize].document.value.slug;
            let companies = related.companies.iter();
            let companies = companies.map(|id| &*site.companies[id.0 as usize].name);
            let tags = related.tags.iter().map(|tag| &*site.tags[*tag].name);
            let reasons: Vec<&str> = companies.chain(tags).collect();
            format!("{slug}: {}", reasons.join(", "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "by-two: acme, bolt",
            "by-both: acme, energy",
            "by-one: bolt",
            "by-tag: chips",
        ]
    );
    let page = loaded.get("/briefs/here/");
    let at = page.find("row part related").expect("they are offered");
    assert!(page[at..].contains("by-two") && page[at..].contains("energy"));
    assert!(!page[at..].contains("only-named"));
}

#[test]
fn a_change_is_judged_by_the_direction_of_its_metric() {
    let metrics = "metrics:\n  churn: { labels: [churn], direction: down }\n  revenue: { labels: [revenue], direction: up }\n  \
                   staff: [staff]";
    let numbers = |churn, revenue, staff, year| {
        [
            format!(r#"{{ value: {churn}%, label: churn, as_of: {year} }}"#),
            format!(r#"{{ value: ${revenue}M, label: revenue, as_of: {year} }}"#),
            format!(r#"{{ value: {staff} people, label: staff, as_of: {year} }}"#),
            format!(
                r#"{{ value: ${staff}M, label: sales, metric: revenue, as_of: {year}, kind: projection }}"#
            ),
        ]
    };
    let (old, new) = (numbers(5, 10, 70, 2024), numbers(4, 9, 75, 2025));
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    let loaded = site(metrics, &[("2025-01-01", &old), ("2026-01-01", &new)]);
    let page = loaded.get("/companies/acme/");
    let verdict = |change: &str| {
        let at = page
            .find(&format!("<td>{change}"))
            .expect("the change is told");
        let rest = &page[at..at + page[at..].find("</tr>").expect("its row ends")];
        let verdict = rest.split("class=\"verdict ").nth(1);
        verdict.map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    assert_eq!(verdict("\u{2212}1 pp").as_deref(), Some("better"));
    assert_eq!(verdict("\u{2212}$1M").as_deref(), Some("worse"));
    assert_eq!(verdict("+5 people"), None);
    assert_eq!(verdict("+$5M"), None);
    assert!(loaded.get("/numbers/churn/").contains("Less is better"));
    assert!(loaded.get("/numbers/revenue/").contains("More is better"));
}

#[test]
fn a_chart_says_the_last_amount_as_written_unless_that_is_no_amount_alone() {
    for (config, written, expected) in [
        ("title: T", "$5.31B", "$5.31B"),
        ("title: T", "$1,234.5M", "$1,234.5M"),
        ("title: T", "$1,234.56M", "$1.23B"),
        ("title: T", "$3B -> $5B", "$5B"),
        // The words have no unit: it is the metric's.
        (
            "metrics: { churn: { labels: [churn], unit: percent } }",
            "3.10",
            "3.1%",
        ),
    ] {
        let (label, first) = match config {
            "title: T" => ("revenue", "$1B"),
            _ => ("churn", "2"),
        };
        let loaded = site(
            config,
            &[(
                "2026-02-12",
                &[
                    &*format!(r#"{{ value: {first}, label: {label}, as_of: 2024-12 }}"#),
                    &*format!(r#"{{ value: "{written}", label: {label}, as_of: 2025-12 }}"#),
                ],
            )],
        );
        let page = loaded.get("/companies/acme/");
        let (_, label) = page
            .split_once("<text class=\"last\"")
            .expect("the last value is labelled");
        let (label, _) = label.split_once("</text>").expect("a label ends");
        let (_, text) = label.split_once('>').expect("a tag ends");
        assert_eq!(text, expected, "{written}");
    }
}

#[test]
fn a_figure_has_the_date_or_the_span_that_its_author_gave() {
    for (when, expected) in [
        (
            "as_of: 2025-12",
            r#"<time datetime="2025-12">December 2025</time>"#,
        ),
        (
            "through: 2030",
            r#"through <time datetime="2030">2030</time>"#,
        ),
        ("since: 2024", r#"since <time datetime="2024">2024</time>"#),
        (
            "since: 2024, through: 2030",
            r#"<time datetime="2024">2024</time> – <time datetime="2030">2030</time>"#,
        ),
        (
            "id: a",
            r#"<time datetime="2026-02-12">12 February 2026</time> <span class="fine">date of the brief</span>"#,
        ),
    ] {
        let number = format!("{{ value: $1B, label: revenue, {when} }}");
        let loaded = site("title: T", &[("2026-02-12", &[&*number])]);
        let page = loaded.get("/companies/acme/");
        assert!(
            page.contains(&format!("<td>{expected}</td>")),
            "{when}: {page}"
        );
    }
}
