//! The parts of `docs/` that the program knows better than any author: every key, and every code. They are printed here
//! from the schemas and from the codes, and must be what the files hold. `UPDATE_DOCS=1 cargo test docs` writes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use briefpress::diagnostic::Code;
use briefpress::schema::{self, Kind};
use serde_json::Value;

#[track_caller]
fn must_hold(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let held = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        held == text,
        "docs/{file} is out of date: UPDATE_DOCS=1 cargo test docs"
    );
}

#[test]
fn the_reference_of_keys_is_what_the_schemas_say() {
    let mut text = String::from(
        "# Every key\n\n\
         Printed from the schemas that `briefpress schema` prints. Whatever takes a text takes a number too, as it is \
         written. A key without a value is as good as none.\n",
    );
    for (kind, heading, file) in [
        (Kind::Brief, "A brief", "`content/briefs/*.md`"),
        (Kind::Company, "A company", "`content/companies/*.md`"),
        (Kind::Page, "A page", "`content/pages/*.md`"),
        (Kind::Site, "The site", "`site.yaml`"),
    ] {
        let schema = schema::value(kind);
        text.push_str(&format!("\n## {heading}\n\nIn {file}.\n"));
        table(&mut text, &schema, &schema);
        for (name, shape) in schema["$defs"].as_object().into_iter().flatten() {
            if shape["properties"].is_object() {
                let description = shape["description"].as_str().unwrap();
                text.push_str(&format!("\n### {}\n\n{description}\n", heading_of(name)));
                table(&mut text, shape, &schema);
            }
        }
    }
    must_hold("reference.md", &text);
}

/// What people call a shape.
fn heading_of(name: &str) -> &str {
    match name {
        "NumberMap" => "A number",
        "EffectsByOrder" => "Effects by order",
        "EffectMap" => "An effect",
        "WatchMap" => "A watch item",
        "CorrectionMap" => "A correction",
        "ImageMap" => "A picture",
        "ProductMap" => "A product",
        "NavMap" => "An entry of the navigation",
        "MetricMap" => "A metric",
        "Sections" => "Headings of sections",
        "Csp" => "Origins of the content policy",
        "BriefLint" => "Questions that a brief answers",
        "Allow" => "One question, and the reason",
        "SiteLint" => "What is asked",
        "Tokens" => "Design tokens",
        "Shades" => "A colour",
        _ => panic!("what do people call {name}?"),
    }
}

fn table(text: &mut String, shape: &Value, schema: &Value) {
    text.push_str("\n| key | takes | what it says |\n| --- | --- | --- |\n");
    let properties = shape["properties"].as_object().unwrap();
    let required = |key: &str| {
        shape["required"]
            .as_array()
            .is_some_and(|keys| keys.iter().any(|k| k == key))
    };
    // What is needed comes first.
    let mut rows: Vec<_> = properties.iter().collect();
    rows.sort_by_key(|(key, _)| (!required(key), key.as_str()));
    for (key, property) in rows {
        if !property["x-same-as"].is_null() {
            continue;
        }
        let also: Vec<_> = (properties.iter())
            .filter(|(_, other)| other["x-same-as"] == **key)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        let mut says = property["description"].as_str().unwrap().replace('\n', " ");
        words(property, &mut |word, meaning| {
            says.push_str(&format!(" `{word}`: {meaning}"));
        });
        if !also.is_empty() {
            says.push_str(&format!(" Also read as {}.", also.join(", ")));
        }
        let mut takes = Vec::new();
        kinds(property, schema, "", &mut takes);
        let mut seen = BTreeSet::new();
        takes.retain(|kind| seen.insert(kind.clone()));
        text.push_str(&format!(
            "| `{key}` | {} | {} |\n",
            takes.join(", "),
            says.replace('|', "\\|")
        ));
    }
}

/// The words of an enumeration, with what each means.
fn words(schema: &Value, tell: &mut dyn FnMut(&str, &str)) {
    if let (Some(word), Some(meaning)) = (schema["const"].as_str(), schema["description"].as_str())
    {
        tell(word, meaning);
    }
    for list in ["anyOf", "oneOf"] {
        for choice in schema[list].as_array().into_iter().flatten() {
            words(choice, tell);
        }
    }
}

/// What a value may be, in words.
fn kinds(shape: &Value, schema: &Value, many: &str, into: &mut Vec<String>) {
    if let Some(word) = shape["const"].as_str() {
        into.push(format!("{many}`{word}`"));
    } else if let Some(name) = shape["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        let target = &schema["$defs"][name];
        if target["properties"].is_object() {
            let heading = heading_of(name);
            // As the sites that show Markdown make them.
            let anchor: String = (heading.to_lowercase().replace(' ', "-").chars())
                .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
                .collect();
            into.push(format!("{many}[{}](#{anchor})", heading.to_lowercase()));
        } else {
            kinds(target, schema, many, into);
        }
    } else if shape["enum"].is_array() {
        into.push(format!("{many}`true` or `false`"));
    } else if let Some(choices) = shape["anyOf"].as_array().or(shape["oneOf"].as_array()) {
        choices
            .iter()
            .for_each(|choice| kinds(choice, schema, many, into));
    } else if let Some(types) = shape["type"].as_array() {
        let word = match types[0].as_str().unwrap() {
            "string" => "text",
            "boolean" => "`true` or `false`",
            "array" => return kinds(&shape["items"], schema, "a list of ", into),
            "object" => "a map",
            other => panic!("{other}: {shape}"),
        };
        into.push(format!("{many}{word}"));
    } else {
        match shape["type"].as_str() {
            Some("array") => kinds(&shape["items"], schema, "a list of ", into),
            Some("object") => into.push(format!("{many}a map")),
            Some("null") => {}
            other => panic!("{other:?}: {shape}"),
        }
    }
}

#[test]
fn the_reference_of_codes_is_what_the_program_says() {
    let mut text = String::from(
        "# Every message\n\n\
         Each message carries a code, which never changes its meaning. Errors stop a build; warnings stop it with \
         `--strict`; notes never do. In a few places a code is told less severely than is usual for it.\n\n\
         | code | usually | what it means |\n| --- | --- | --- |\n",
    );
    for code in Code::ALL {
        let explanation = code
            .explanation()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let (name, severity) = (code.as_str(), code.severity().as_str());
        text.push_str(&format!(
            "| `{name}` | {severity} | {} |\n",
            explanation.replace('|', "\\|")
        ));
    }
    must_hold("diagnostics.md", &text);
}

#[test]
fn the_reference_of_the_theme_contract_is_what_theme_docs_prints() {
    must_hold("contract.md", &briefpress::render::reference());
}
