//! The dataset against what stands in the sample's files, which are read here a second time, by other means.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use briefpress::press::{self, Press};
use briefpress::publish::Artifact;
use briefpress::source::Sources;
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use crate::support::{built, load, options};

fn sample() -> Press {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::read(folder).unwrap().value;
    press::load(&mut sources, &options()).value.unwrap()
}

fn get(press: &Press, url: &str) -> Vec<u8> {
    let routes = press.routes();
    let (path, route) = routes
        .iter()
        .find(|(path, _)| path.as_str() == url)
        .unwrap();
    match press.press(path, *route).value.unwrap() {
        Artifact::Bytes(bytes) => bytes,
        Artifact::File(_) | Artifact::Picture(..) => panic!("{url} is made, not copied"),
    }
}

fn json(press: &Press, table: &str) -> Vec<Json> {
    serde_json::from_slice(&get(press, &format!("/data/{table}.json"))).unwrap()
}

fn csv_rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(Result::unwrap).collect()
}

/// A brief of the sample as plain YAML and text: slug, front matter, body.
fn files() -> Vec<(String, Yaml, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/briefs");
    let mut briefs = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (front, body) = text
            .strip_prefix("---\n")
            .unwrap()
            .split_once("\n---\n")
            .unwrap();
        let front: Yaml = serde_yaml::from_str(front).unwrap();
        if front
            .get("draft")
            .is_some_and(|draft| draft.as_bool() == Some(true))
        {
            continue;
        }
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let slug = front
            .get("slug")
            .and_then(Yaml::as_str)
            .unwrap_or(&stem[11..]);
        briefs.push((slug.to_owned(), front.clone(), body.to_owned()));
    }
    briefs
}

/// The bullets below a heading of a body.
fn bullets(body: &str, heading: &str) -> Vec<String> {
    let mut lines = body.lines().skip_while(|line| *line != heading).skip(1);
    let section: Vec<&str> = lines
        .by_ref()
        .take_while(|line| !line.starts_with("## "))
        .collect();
    section
        .iter()
        .filter_map(|line| line.strip_prefix("- "))
        .map(str::to_owned)
        .collect()
}

fn text(value: Option<&Yaml>) -> Option<String> {
    match value? {
        Yaml::String(text) => Some(text.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The items of a brief in a list of the front matter or the body; a bullet is an item with only its `text`.
fn items(front: &Yaml, body: &str, key: &str, heading: &str) -> Vec<BTreeMap<String, String>> {
    let keyed = |map: &Yaml| {
        let map = map.as_mapping().unwrap();
        map.iter()
            .filter_map(|(key, value)| Some((key.as_str()?.to_owned(), text(Some(value))?)))
            .collect()
    };
    let bullet = |text: String| BTreeMap::from([("bullet".to_owned(), text)]);
    match front.get(key) {
        Some(Yaml::Sequence(list)) => list
            .iter()
            .map(|item| match item {
                Yaml::String(text) => bullet(text.clone()),
                item => keyed(item),
            })
            .collect(),
        Some(other) => panic!("{key} is no list: {other:?}"),
        None => bullets(body, heading).into_iter().map(bullet).collect(),
    }
}

/// The letters and digits of a text: what is left when marks, markup, brackets and addresses of links are taken away.
fn letters(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain.retain(char::is_alphanumeric);
    plain
}

/// What a figure counts, by its signs alone. `None` for anything less plain.
fn plain_unit(text: &str) -> Option<&'static str> {
    let text = text.trim_start_matches('~');
    let signs = [("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("¥", "JPY")];
    let money = signs.iter().find(|(sign, _)| text.starts_with(sign));
    let letter = |c: char| c.is_ascii_alphabetic();
    match money {
        Some((_, code)) => Some(code),
        None if text.ends_with('%') => Some("percent"),
        None if text.ends_with('x') && text.chars().filter(|c| letter(*c)).count() == 1 => {
            Some("x")
        }
        None => None,
    }
}

/// `$10–12B` or `$10B to $12B` as two plain decimals: an end without a scale has that of the other.
fn plain_range(text: &str) -> Option<[String; 2]> {
    let (low, high) = text.split_once('–').or_else(|| text.split_once(" to "))?;
    let scale = high.trim_start_matches(|c: char| !c.is_ascii_alphabetic() && c != '%');
    let low = if low.ends_with(|c: char| c.is_ascii_digit()) {
        format!("{low}{scale}")
    } else {
        low.to_owned()
    };
    Some([plain_decimal(&low)?, plain_decimal(high)?])
}

/// `$5.3B` as a plain decimal, by moving the point: no number type is involved. `None` for anything less plain.
fn plain_decimal(text: &str) -> Option<String> {
    let text = text.trim_start_matches(['~', '$', '€', '£', '¥']);
    let end = text
        .find(|c: char| !matches!(c, '0'..='9' | '.' | ','))
        .unwrap_or(text.len());
    let digits = text[..end].replace(',', "");
    let zeros = match text[end..].trim() {
        "" | "%" | "x" => 0,
        "K" => 3,
        "M" | "million" => 6,
        "B" | "billion" => 9,
        "T" | "trillion" => 12,
        _ => return None,
    };
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut part = part.trim_end_matches('0').to_owned();
    let mut whole = whole.to_owned();
    for _ in 0..zeros {
        whole.push(if part.is_empty() { '0' } else { part.remove(0) });
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if part.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{part}")
    })
}

#[test]
fn the_rows_are_what_stands_in_the_sample() {
    let press = sample();
    let (numbers, watch) = (json(&press, "numbers"), json(&press, "watch"));
    let effects = json(&press, "effects");
    let of = |rows: &[Json], slug: &str| -> Vec<Json> {
        let is = |row: &&Json| row["brief"] == slug;
        rows.iter().filter(is).cloned().collect()
    };
    let (mut values, mut units, mut texts, mut seen) = (0, 0, 0, 0);
    let files = files();
    assert_eq!(json(&press, "briefs").len(), files.len());
    for (slug, front, body) in &files {
        let written = items(front, body, "numbers", "## The Numbers");
        let rows = of(&numbers, slug);
        assert_eq!(rows.len(), written.len(), "{slug}");
        for (row, item) in rows.iter().zip(&written) {
            seen += 1;
            if let Some(bullet) = item.get("bullet") {
                assert!(
                    bullet.contains(row["as_written"].as_str().unwrap()),
                    "{bullet}"
                );
                continue;
            }
            for key in ["id", "company", "as_of", "source"] {
                if let Some(value) = item.get(key) {
                    assert_eq!(row[key], value.as_str(), "{slug} {key}");
                }
            }
            assert_eq!(
                row["kind"],
                item.get("kind").map_or("reported", |kind| kind),
                "{slug}"
            );
            // A noun that counts may go to the label.
            let as_written = row["as_written"].as_str().unwrap();
            assert!(item["value"].starts_with(as_written), "{slug} {as_written}");
            let value = &item["value"];
            if let Some(expected) = plain_decimal(value) {
                assert_eq!(row["value"], expected.as_str(), "{slug} {value}");
                assert!(row["low"].is_null() && row["previous"].is_null(), "{slug}");
                values += 1;
            } else if let Some([low, high]) = plain_range(value) {
                assert_eq!((&row["low"], &row["high"]), (&low.into(), &high.into()));
                assert!(row["value"].is_null(), "{slug} {value}");
                values += 1;
            }
            if let Some(unit) = plain_unit(value) {
                assert_eq!(row["unit"], unit, "{slug} {value}");
                units += 1;
            }
            // Words say so too: `over 25 million`.
            assert!(row["approx"] == true || !value.starts_with('~'), "{slug}");
            let url = format!("/briefs/{slug}/#number-{}", row["id"].as_str().unwrap());
            assert!(row["url"].as_str().unwrap().ends_with(&url), "{slug}");
        }
        let written = items(front, body, "watch", "## What To Watch");
        let rows = of(&watch, slug);
        assert_eq!(rows.len(), written.len(), "{slug}");
        for (row, item) in rows.iter().zip(&written) {
            seen += 1;
            let id = row["id"].as_str().unwrap();
            let url = format!("/briefs/{slug}/#watch-{id}");
            assert!(row["url"].as_str().unwrap().ends_with(&url), "{slug}");
            if let Some(bullet) = item.get("bullet") {
                // A bullet is its title, a colon and its text; nothing of it is lost.
                let said = ["title", "text"].map(|key| row[key].as_str().unwrap_or_default());
                assert_eq!(letters(&said.concat()), letters(bullet), "{slug} {id}");
                texts += 1;
                continue;
            }
            for key in ["title", "text", "outcome"] {
                let written = item.get(key).map_or("", |text| text);
                let said = row[key].as_str().unwrap_or_default();
                assert_eq!(letters(said), letters(written), "{slug} {id} {key}");
                texts += 1;
            }
            for key in ["id", "probability", "resolved", "evidence"] {
                let expected = item
                    .get(key)
                    .map_or(Json::Null, |value| value.as_str().into());
                assert_eq!(row[key], expected, "{slug} {key}");
            }
            assert_eq!(
                row["status"],
                item.get("status").map_or("open", |status| status)
            );
            if let Some(by) = item.get("by").filter(|by| by.len() == 10) {
                assert_eq!(row["due"], by.as_str(), "{slug}");
            }
        }
        if let Some(Yaml::Sequence(list)) = front.get("effects") {
            let rows = of(&effects, slug);
            assert_eq!(rows.len(), list.len(), "{slug}");
            for (row, item) in rows.iter().zip(list) {
                seen += 1;
                let order = ["first", "second", "third"]
                    .iter()
                    .position(|order| Some(*order) == item.get("order").and_then(Yaml::as_str));
                assert_eq!(row["order"], order.unwrap() + 1);
                assert_eq!(
                    row["confirms"].as_str(),
                    item.get("confirms").and_then(Yaml::as_str)
                );
                if let Some(follows) = item.get("follows").and_then(Yaml::as_str) {
                    let follows = if follows.contains('#') {
                        follows.to_owned()
                    } else {
                        format!("{slug}#{follows}")
                    };
                    assert_eq!(row["follows"], follows);
                }
            }
        }
    }
    assert!(
        values > 60 && units > 60 && texts > 100 && seen > 250,
        "only {values} values, {units} units, {texts} texts and {seen} items were compared"
    );
}

#[test]
fn both_forms_say_the_same_and_keep_to_the_schema() {
    let press = sample();
    for table in [
        "briefs",
        "companies",
        "numbers",
        "effects",
        "watch",
        "mentions",
    ] {
        let schema: Json =
            serde_json::from_slice(&get(&press, &format!("/data/{table}.schema.json"))).unwrap();
        let properties = schema["items"]["properties"].as_object().unwrap();
        let objects = json(&press, table);
        let rows = csv_rows(&get(&press, &format!("/data/{table}.csv")));
        assert_eq!(objects.len(), rows.len(), "{table}");
        for (object, row) in objects.iter().zip(&rows) {
            let object = object.as_object().unwrap();
            assert_eq!(object.len(), properties.len(), "{table}");
            for (key, value) in object {
                let types = &properties[key]["type"];
                let allowed = |name: &str| {
                    types == name
                        || types
                            .as_array()
                            .is_some_and(|all| all.contains(&name.into()))
                };
                let (kind, cell) = match value {
                    Json::Null => ("null", String::new()),
                    Json::String(text) => ("string", text.clone()),
                    Json::Bool(flag) => ("boolean", flag.to_string()),
                    Json::Number(number) => ("integer", number.to_string()),
                    Json::Array(list) => {
                        let entry = |v: &Json| {
                            let text = v.as_str().unwrap();
                            text.replace('\\', "\\\\").replace(';', "\\;")
                        };
                        let list: Vec<String> = list.iter().map(entry).collect();
                        ("array", list.join(";"))
                    }
                    Json::Object(_) => panic!("{table}.{key} is an object"),
                };
                let words = properties[key].get("enum");
                assert!(
                    allowed(kind) || words.is_some_and(|w| w.as_array().unwrap().contains(value))
                );
                let guarded = row[key].strip_prefix('\'').unwrap_or(&row[key]);
                assert!(row[key] == cell || guarded == cell, "{table}.{key}: {cell}");
            }
        }
    }
}

#[test]
fn decimals_arrive_digit_for_digit() {
    const NUMBERS: &[(&str, [&str; 5])] = &[
        // as written: value, low, high, previous, unit
        ("$0.1", ["0.1", "", "", "", "USD"]),
        ("$0.2", ["0.2", "", "", "", "USD"]),
        ("$0.30", ["0.3", "", "", "", "USD"]),
        (
            "$123456789012345678",
            ["123456789012345678", "", "", "", "USD"],
        ),
        (
            "$0.000000000000000001",
            ["0.000000000000000001", "", "", "", "USD"],
        ),
        ("¥300 million", ["300000000", "", "", "", "JPY"]),
        ("€1.2bn", ["1200000000", "", "", "", "EUR"]),
        ("$10–12B", ["", "10000000000", "12000000000", "", "USD"]),
        (
            "$3.3B -> $5.3B",
            ["5300000000", "", "", "3300000000", "USD"],
        ),
        ("+250 bps", ["250", "", "", "", "bps"]),
        ("-3.5%", ["-3.5", "", "", "", "percent"]),
        ("34.20%", ["34.2", "", "", "", "percent"]),
        ("¥12345", ["12345", "", "", "", "JPY"]),
        ("$0.1–0.3", ["", "0.1", "0.3", "", "USD"]),
        ("0.1% -> 0.3%", ["0.3", "", "", "0.1", "percent"]),
        ("1 234 567 users", ["1234567", "", "", "", "users"]),
        ("$1_000", ["1000", "", "", "", "USD"]),
        (
            "$999999999999999.999",
            ["999999999999999.999", "", "", "", "USD"],
        ),
        (
            "$1.000000000000000001 -> $1.000000000000000002",
            [
                "1.000000000000000002",
                "",
                "",
                "1.000000000000000001",
                "USD",
            ],
        ),
    ];
    let mut site = String::from("-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\nnumbers:\n");
    for (written, _) in NUMBERS {
        site.push_str(&format!("  - {{ value: \"{written}\", label: size }}\n"));
    }
    site.push_str("---\n");
    let site = load(&site);
    let rows = csv_rows(site.get("/data/numbers.csv").as_bytes());
    let objects: Vec<Json> = serde_json::from_str(&site.get("/data/numbers.json")).unwrap();
    for (((written, expected), row), object) in NUMBERS.iter().zip(&rows).zip(&objects) {
        for (key, expected) in ["value", "low", "high", "previous", "unit"]
            .iter()
            .zip(expected)
        {
            assert_eq!(row[*key], *expected, "{written} {key}");
            assert_eq!(
                object[key].as_str().unwrap_or_default(),
                *expected,
                "{written} {key}"
            );
        }
        assert_eq!(object["as_written"], *written);
    }
}

/// Titles that would like to be something else: 20 payloads in 10 disguises.
fn hostile() -> Vec<String> {
    const PAYLOADS: [&str; 20] = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=HYPERLINK(\"http://evil.example\")",
        "=cmd|' /C calc'!A0",
        "\r\nBEGIN:VEVENT",
        "\nEND:VCALENDAR",
        "\rBEGIN:VALARM",
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\u{202E}gpj.exe",
        "\u{2067}hidden\u{202D}deeper\u{2069}",
        "\u{202C}\u{2069}=1+1",
        "a;b,c\\n",
        "]]>\u{2068}&#x202E;",
        "{{ site.title }}",
        "\u{2028}var x",
        "＝1+1",
        "a;=1+1",
    ];
    PAYLOADS
        .iter()
        .flat_map(|p| {
            [
                (*p).to_owned(),
                format!("{p} tail"),
                format!("head {p}"),
                format!(" {p}"),
                format!("\u{200B}{p}"),
                format!("'{p}"),
                format!("\"{p}\""),
                format!("{p}{p}"),
                format!("é{p}"),
                format!("\t{p}"),
            ]
        })
        .collect()
}

/// Whether a text ends every embedding, override and isolate (UAX #9) that it begins, and no other: counted, not by the
/// rules that the product goes by.
fn keeps_its_order(text: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(false),
            '\u{2066}'..='\u{2068}' => open.push(true),
            '\u{202C}' if open.pop() != Some(false) => return false,
            // With an isolate ends what was begun in it.
            '\u{2069}' => match open.iter().rposition(|isolate| *isolate) {
                Some(at) => open.truncate(at),
                None => return false,
            },
            _ => {}
        }
    }
    open.is_empty()
}

/// The texts of a page: what stands between two tags, and the value of each attribute.
fn texts_of(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).flat_map(|piece| {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        tag.split('"').skip(1).step_by(2).chain([text])
    })
}

/// How many lines of a calendar begin an event, end one, and end the whole; nothing else may be begun.
fn begins_of(calendar: &str) -> (usize, usize, usize) {
    let lines = |what: &str| calendar.split("\r\n").filter(|line| *line == what).count();
    assert_eq!(lines("BEGIN:VALARM"), 0);
    (
        lines("BEGIN:VEVENT"),
        lines("END:VEVENT"),
        lines("END:VCALENDAR"),
    )
}

#[test]
fn two_hundred_hostile_texts_stay_texts() {
    let hostile = hostile();
    assert_eq!(hostile.len(), 200);
    let mut text = String::new();
    for (index, bad) in hostile.iter().enumerate() {
        // Of a title or name something has to be left once its markup is gone.
        let named = if bad.contains('<') {
            format!("t{bad}")
        } else {
            bad.clone()
        };
        let [bad, named] = [bad, &named].map(|text| serde_json::to_string(text).unwrap());
        text.push_str(&format!(
            "-- content/briefs/2026-01-01-b{index}.md --\n---\ntitle: {named}\ntags: [t]\n\
             companies: [c{index}]\n\
             numbers: [{{ value: $5M, label: {bad}, note: {bad} }}]\n\
             effects: [{{ order: first, title: {bad}, text: {bad} }}]\n\
             watch: [{{ title: {bad}, text: {bad}, by: 2026-06-30, outcome: {bad} }}]\n---\n\
             -- content/companies/c{index}.md --\n---\nname: {named}\naliases: [{bad}]\nproducts: [{bad}]\n\
             description: {bad}\nsector: {bad}\nticker: {bad}\n---\n"
        ));
    }
    let site = load(&text);
    let press = site.press();
    let mut pages = 0;
    for (url, route) in press.routes() {
        if !route.is_page() {
            continue;
        }
        pages += 1;
        let page = site.get(url.as_str()).to_ascii_lowercase();
        assert!(!page.contains("<script>"), "{url}");
        // A picture may stand in a title, but it does nothing. What stands in quotes is the value of an attribute.
        let mut tags = page.split('<').skip(1).map(|tag| {
            let tag = tag.split('>').next().unwrap();
            tag.split('"').step_by(2).collect::<String>()
        });
        assert!(tags.all(|tag| !tag.contains("onerror")), "{url}");
        assert!(!page.contains("href=\"javascript"), "{url}");
        for text in texts_of(&page) {
            assert!(keeps_its_order(text), "{url}: {text:?}");
        }
    }
    assert!(pages > 200);
    assert_eq!(begins_of(&site.get("/companies/c6/watch.ics")), (1, 1, 1));
    for table in ["briefs", "numbers", "effects", "watch", "companies"] {
        let json = site.get(&format!("/data/{table}.json"));
        let active = |c| matches!(c, '<' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        assert!(!json.contains(active), "{table}");
        let objects: Vec<Json> = serde_json::from_str(&json).unwrap();
        assert_eq!(objects.len(), 200, "{table}");
        let csv = site.get(&format!("/data/{table}.csv"));
        assert_eq!(
            csv.matches('\n').count(),
            201,
            "{table}: a cell spans lines"
        );
        for row in csv_rows(csv.as_bytes()) {
            for (key, cell) in row {
                assert!(keeps_its_order(&cell), "{table}.{key}: {cell:?}");
                // Whatever a spreadsheet takes for what separates cells.
                for part in cell.split([';', '\t']) {
                    let seen = part.trim_start_matches(['\u{200B}', ' ', '"']);
                    assert!(
                        !seen.starts_with(['=', '+', '-', '@', '＝']),
                        "{table}.{key}: {cell}"
                    );
                }
            }
        }
    }
    let calendar = site.get("/watch.ics");
    assert_eq!(begins_of(&calendar), (200, 200, 1));
    let mut overrides = 0;
    for line in calendar.replace("\r\n ", "").split("\r\n") {
        assert!(keeps_its_order(line), "{line:?}");
        overrides += line.matches('\u{202E}').count();
    }
    assert!(overrides > 10, "what an author wrote is there");
    assert!(
        calendar
            .split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains(['\r', '\n']))
    );
    // For the parsers of others.
    std::fs::write(
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile.ics"),
        calendar,
    )
    .unwrap();
}

#[test]
fn a_number_without_a_unit_has_that_of_its_metric_and_a_metric_of_the_dictionary_a_page() {
    let site = load(
        "-- site.yaml --\nmetrics: { valuation: { labels: [post-money valuation], unit: USD } }\n\
         -- content/briefs/2026-01-01-x.md --\n---\ntitle: X\nnumbers:\n\
         - { value: 5.3 billion, label: post-money valuation }\n- { value: 40, label: seats }\n---\n",
    );
    let objects: Vec<Json> = serde_json::from_str(&site.get("/data/numbers.json")).unwrap();
    assert_eq!(objects[0]["value"], "5300000000");
    assert_eq!(objects[0]["unit"], "USD");
    assert_eq!(objects[1]["unit"], Json::Null);
    assert!(
        site.get("/numbers/valuation/")
            .contains("data-unit=\"USD\"")
    );
    let routes = site.press().routes();
    assert!(
        routes
            .iter()
            .all(|(url, _)| url.as_str() != "/numbers/seats/")
    );
}

#[test]
fn a_mention_has_an_id_of_its_own_in_its_brief() {
    let rows = json(&sample(), "mentions");
    let mut seen = std::collections::BTreeSet::new();
    for row in &rows {
        let (brief, id) = (row["brief"].as_str().unwrap(), row["id"].as_str().unwrap());
        assert!(seen.insert((brief, id)), "{brief} {id}");
        let (company, nth) = id.rsplit_once('-').unwrap();
        assert_eq!(row["company"], company);
        assert!(nth.parse::<u32>().is_ok_and(|nth| nth > 0));
        let url = row["url"].as_str().unwrap();
        let section = row["section"].as_str();
        assert_eq!(url.split_once('#').map(|(_, anchor)| anchor), section);
        assert!(url.contains(&format!("/briefs/{brief}/")), "{url}");
    }
    assert!(rows.len() > 100);
}

#[test]
fn every_effect_stands_under_each_company_it_touches_and_each_tag_of_its_brief() {
    let mut text = String::new();
    for n in 0..30 {
        text.push_str(&format!(
            "-- content/briefs/2025-01-{:02}-b{n}.md --\n---\ntitle: B{n}\ntags: [one, t{n}]\neffects:\n\
             {}---\n",
            n + 1,
            (0..10)
                .map(|e| format!("- {{ order: second, id: e-{n}-{e}, text: T., companies: [Runway] }}\n"))
                .collect::<String>(),
        ));
    }
    let site = load(&text);
    let all = |folder: &str, pages: u32| -> Vec<String> {
        let pages = (1..=pages).map(|page| match page {
            1 => site.get(folder),
            page => site.get(&format!("{folder}page/{page}/")),
        });
        let mut anchors: Vec<String> = pages
            .flat_map(|page| {
                let links = page.split("#effect-").skip(1);
                links
                    .map(|link| link.split('"').next().unwrap().to_owned())
                    .collect::<Vec<_>>()
            })
            .collect();
        anchors.sort();
        anchors
    };
    let mut written: Vec<String> = (0..300)
        .map(|n| format!("e-{}-{}", n / 10, n % 10))
        .collect();
    written.sort();
    assert_eq!(all("/effects/companies/", 2), written);
    let mut twice = [written.clone(), written].concat();
    twice.sort();
    assert_eq!(all("/effects/tags/", 3), twice);
    let tag = site.get("/tags/t7/");
    let link = tag.split("href=\"/effects/tags/").nth(1).unwrap();
    let (page, anchor) = link.split('"').next().unwrap().split_once('#').unwrap();
    let listed = site.get(&format!("/effects/tags/{page}"));
    assert!(
        listed.contains(&format!("id=\"{anchor}\"")),
        "{page}{anchor}"
    );
}

#[test]
fn a_table_that_is_written_in_parts_is_the_same_as_one_that_is_asked_for() {
    let long = "It costs \"more\"; <b>much</b> more. ".repeat(200);
    let mut text = String::new();
    for brief in 0..250 {
        let _ = write!(
            text,
            "-- content/briefs/2026-01-05-b{brief}.md --\n---\ntitle: B {brief}\neffects: {{ first: \"{brief}. {}\" }}\n---\n",
            long.replace('"', "\\\"")
        );
    }
    let site = load(&text);
    let built = built(&site);
    for file in ["/data/effects.json", "/data/effects.csv"] {
        assert!(built[file].len() > 1 << 20, "{file} comes in parts");
        assert_eq!(
            String::from_utf8_lossy(&built[file]),
            site.get(file),
            "{file}"
        );
    }
}
