//! What a company's dossier knows, put together from all briefs.

use briefpress::link::{Dated, MetricSeries, Standing};
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
    site.dossiers[0].figures.iter().map(line).collect()
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
