//! The schemas and the parser know the same keys.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;
use crate::diagnostic::SourceId;
use crate::parse;

const BRIEF: &str = "---
title: T
date: 2026-02-12
slug: t
image: { path: a.png }
numbers: [{ value: $5 }]
effects: { first: { text: A } }
watch: [{ title: A }]
corrections: [{ date: 2026-02-13, text: B }]
---
";

const COMPANY: &str = "---\nname: A\nslug: a\nproducts: [{ name: B }]\n---\n";
const PAGE: &str = "---\ntitle: A\nslug: a\n---\n";
const SITE: &str = "nav: [{ title: A, url: /a/ }]\nsections: { watch: A }\ntokens: { ink: { light: red } }\nmetrics: { a: { labels: b } }\n";

/// Where the shapes that `parse` names stand in the schemas.
const PLACES: &[(&str, Kind, &str)] = &[
    ("a brief", Kind::Brief, ""),
    ("an image", Kind::Brief, "ImageMap"),
    ("a number", Kind::Brief, "NumberMap"),
    ("an effect", Kind::Brief, "EffectMap"),
    ("a watch item", Kind::Brief, "WatchMap"),
    ("a correction", Kind::Brief, "CorrectionMap"),
    ("a company", Kind::Company, ""),
    ("a product", Kind::Company, "ProductMap"),
    ("a page", Kind::Page, ""),
    ("site.yaml", Kind::Site, ""),
    ("an entry of `nav`", Kind::Site, "NavMap"),
    ("`sections`", Kind::Site, "Sections"),
    ("`tokens`", Kind::Site, "Tokens"),
    ("a colour", Kind::Site, "Shades"),
    ("a metric", Kind::Site, "MetricMap"),
];

fn shape(kind: Kind, name: &str) -> Value {
    let mut schema = value(kind);
    match name {
        "" => schema,
        _ => schema["$defs"][name].take(),
    }
}

fn keys(shape: &Value) -> BTreeSet<&str> {
    let properties = shape["properties"].as_object().expect("it has keys");
    properties.keys().map(String::as_str).collect()
}

#[test]
fn every_key_that_is_read_has_a_description_and_no_other_has_one() {
    let id = SourceId::new(0);
    let none = BTreeMap::new();
    let good = [
        parse::brief(id, &"content/briefs/t.md".into(), &BRIEF.into(), &none).diagnostics,
        parse::company(id, &"content/companies/a.md".into(), &COMPANY.into()).diagnostics,
        parse::page(id, &"content/pages/a.md".into(), &PAGE.into()).diagnostics,
        parse::config(id, SITE).diagnostics,
    ];
    assert_eq!(good.concat(), []);
    let asked = parse::asked();
    let named: Vec<_> = asked.keys().map(String::as_str).collect();
    for of in &named {
        assert!(
            PLACES.iter().any(|(name, ..)| name == of),
            "{of} has no schema"
        );
    }
    for (of, kind, name) in PLACES {
        let shape = shape(*kind, name);
        let read: BTreeSet<&str> = asked[*of].iter().copied().collect();
        assert_eq!(keys(&shape), read, "{of}");
    }
}

#[test]
fn the_directives_of_the_content_policy_are_those_that_are_read() {
    let read: BTreeSet<&str> = parse::CSP_DIRECTIVES.iter().copied().collect();
    assert_eq!(keys(&shape(Kind::Site, "Csp")), read);
}

#[test]
fn every_key_is_described() {
    fn visit(schema: &Value, way: &str) {
        match schema {
            Value::Object(map) => {
                if let Some(Value::Object(properties)) = map.get("properties") {
                    for (key, property) in properties {
                        let description = property["description"].as_str().unwrap_or_default();
                        assert!(description.len() > 8, "{way}/{key} has no description");
                    }
                }
                map.iter()
                    .for_each(|(key, value)| visit(value, &format!("{way}/{key}")));
            }
            Value::Array(list) => list.iter().for_each(|value| visit(value, way)),
            _ => {}
        }
    }
    for kind in Kind::ALL {
        visit(&value(kind), kind.as_str());
    }
}

#[test]
fn a_synonym_takes_what_its_key_takes() {
    for (_, kind, name) in PLACES {
        let shape = shape(*kind, name);
        for key in keys(&shape) {
            let property = &shape["properties"][key];
            let Some(other) = property["x-same-as"].as_str() else {
                continue;
            };
            let plain = |property: &Value| {
                let mut map = property.as_object().cloned().unwrap_or_default();
                map.retain(|key, _| !matches!(&**key, "description" | "x-same-as"));
                map
            };
            assert_eq!(plain(property), plain(&shape["properties"][other]), "{key}");
        }
    }
}
