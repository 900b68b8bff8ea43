//! What templates can call beside tera's own filters. Pure functions of their arguments, nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::value::Key;
use tera::{Error, Kwargs, Map, State, Tera, TeraResult, Value};

use super::budget;

/// Registers all of them. `assets` are the addresses of the theme's files by their path under `static/`.
pub(crate) fn register(tera: &mut Tera, assets: &Arc<BTreeMap<String, String>>) {
    tera.register_function(budget::STEP, budget::step);
    tera.register_function("range", budget::range);
    tera.register_filter("fill", fill);
    tera.register_filter("grouped", grouped);
    tera.register_filter("outside_links", outside_links);
    let assets = Arc::clone(assets);
    tera.register_function("asset", move |args: Kwargs, _: &State<'_>| {
        asset(&assets, &args)
    });
}

/// `asset(path="style.css")`: the address of a file of the theme, with the fingerprint of its content.
fn asset(assets: &BTreeMap<String, String>, args: &Kwargs) -> TeraResult<String> {
    let path = args.must_get::<&str>("path")?;
    assets.get(path).cloned().ok_or_else(|| {
        let names: Vec<_> = assets.keys().map(String::as_str).collect();
        Error::message(format!(
            "the theme has no file `{path}` under static/. Available files: {}",
            names.join(", ")
        ))
    })
}

/// `t.page_of | fill(page=2, pages=7)`: puts values where a text of the interface has their names in braces. A text
/// with plural forms takes the one that fits `n`, which is a number or a count. Ready HTML stays what it is; all else
/// is escaped beside it.
fn fill(words: &Value, args: Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let text = match words.as_map() {
        Some(forms) => plural(forms, &args)?,
        None => words
            .as_str()
            .ok_or_else(|| Error::message("`fill` needs a text of the interface"))?,
    };
    let ready = args.iter().any(|(_, value)| value.is_safe());
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(Error::message(format!(
                "`{text}` has a `{{` without a `}}`"
            )));
        };
        let value = args
            .get::<&Value>(name)?
            .ok_or_else(|| Error::message(format!("`{text}` needs the argument `{name}`")))?;
        let shown = as_shown(value);
        if ready {
            filled.push_str(&state.escape(before)?);
            filled.push_str(&state.escape_if_needed(shown)?);
        } else {
            filled.push_str(before);
            filled.push_str(&shown.to_string());
        }
        rest = after;
    }
    Ok(if ready {
        filled.push_str(&state.escape(rest)?);
        Value::safe_string(&filled)
    } else {
        filled.push_str(rest);
        Value::from(filled)
    })
}

/// `number.value | grouped(by=t.thousands, mark=t.decimal_mark)`: an exact decimal (`-1234567.5`), its whole part in groups
/// of three digits, with the mark of the language in the place of its point.
/// Up to four digits stay together, as in a year. What is no decimal stays as it is.
fn grouped(value: &Value, args: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let by = args.must_get::<&str>("by")?;
    let mark = args.get::<&str>("mark")?.unwrap_or(".");
    let text = value.to_string();
    let unsigned = text.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Ok(text);
    }
    let sign = text.len() - unsigned.len();
    let mut out = text[..sign].to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len() > 4 && (whole.len() - at).is_multiple_of(3) {
            out.push_str(by);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(mark);
        out.push_str(fraction);
    }
    Ok(out)
}

/// `article | outside_links`: `addresses`, where the links of ready HTML lead that leave the site, in order, ready for showing:
/// for a list on paper. One that repeats is there once. And `html`, the same HTML in which each of those links says as
/// `data-link` which of them it is.
fn outside_links(html: &Value, _: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let html = html.as_str().filter(|_| html.is_safe()).ok_or_else(|| {
        Error::message("`outside_links` needs ready HTML, as `{% set %}` makes it")
    })?;
    let found = crate::markdown::outside_links(html);
    let addresses: Vec<Value> = (found.addresses.into_iter())
        .map(Value::safe_string)
        .collect();
    Ok(Value::from(Map::from_iter([
        (Key::Str("html"), Value::safe_string(&found.html)),
        (Key::Str("addresses"), Value::from(addresses)),
    ])))
}

/// The form for `n`: `one` for 1 if there is one, else `other`.
fn plural<'f>(forms: &'f Map, args: &Kwargs) -> TeraResult<&'f str> {
    let n = args.must_get::<&Value>("n")?;
    let number = n
        .as_map()
        .and_then(|count| count.get(&Key::Str("value")))
        .unwrap_or(n);
    let form = |name: &'static str| forms.get(&Key::Str(name)).and_then(Value::as_str);
    let one = if number.as_i64() == Some(1) {
        form("one")
    } else {
        None
    };
    one.or_else(|| form("other"))
        .ok_or_else(|| Error::message("a text with plural forms needs the form `other`"))
}

/// A count is shown as its text.
fn as_shown(value: &Value) -> &Value {
    value
        .as_map()
        .and_then(|count| count.get(&Key::Str("text")))
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str) -> Result<String, String> {
        let mut tera = Tera::default();
        let assets = BTreeMap::from([("style.css".to_owned(), "/theme/style.0.css".to_owned())]);
        register(&mut tera, &Arc::new(assets));
        tera.add_raw_template("t.html", template).unwrap();
        let mut context = tera::Context::new();
        context.insert_value("html", Value::safe_string("<b>x</b>"));
        context.insert("text", "<i>");
        let words = BTreeMap::from([("both", "{a} & {b}"), ("open", "{a")]);
        context.insert("t", &words);
        context.insert(
            "briefs",
            &BTreeMap::from([("one", "{n} brief"), ("other", "{n} briefs")]),
        );
        context.insert(
            "count",
            &serde_json::json!({"value": 1204, "text": "1,204"}),
        );
        tera.render("t.html", &context)
            .map_err(|error| match error.kind() {
                tera::ErrorKind::RenderingError(report) => report.message().to_owned(),
                other => other.to_string(),
            })
    }

    #[test]
    fn fill_escapes_text_and_keeps_ready_html() {
        for (template, expected) in [
            ("{{ t.both | fill(a=text, b=2) }}", "&lt;i&gt; &amp; 2"),
            (
                "{{ t.both | fill(a=html, b=text) }}",
                "<b>x</b> &amp; &lt;i&gt;",
            ),
            ("{{ t.both | fill(a=count, b=1) }}", "1,204 &amp; 1"),
            ("{{ briefs | fill(n=1) }}", "1 brief"),
            ("{{ briefs | fill(n=0) }}", "0 briefs"),
            ("{{ briefs | fill(n=count) }}", "1,204 briefs"),
        ] {
            assert_eq!(render(template).as_deref(), Ok(expected), "{template}");
        }
    }

    #[test]
    fn links_that_lead_out_are_listed_as_they_stand() {
        assert_eq!(
            render(
                "{% set part %}<a href=\"https://a.example/?a=1&amp;b\">x</a><a href=\"/b\">y</a>{% endset %}\
                 {% set found = part | outside_links %}{% for link in found.addresses %}[{{ link }}]{% endfor %}"
            )
            .as_deref(),
            Ok("[https://a.example/?a=1&amp;b]")
        );
        assert_eq!(
            render("{% set part %}<a href=\"https://a.example\">x</a>{% endset %}{% set found = part | outside_links %}{{ found.html }}").as_deref(),
            Ok("<a data-link=\"1\" href=\"https://a.example\">x</a>")
        );
    }

    #[test]
    fn long_decimals_are_grouped() {
        for (number, expected) in [
            ("300000000000", "300,000,000,000"),
            ("-1234567.8901", "-1,234,567.8901"),
            ("12345", "12,345"),
            ("2026", "2026"),
            ("0.1234567", "0.1234567"),
            ("", ""),
            ("zwölftausend", "zwölftausend"),
        ] {
            let template = format!("{{{{ \"{number}\" | grouped(by=\",\") }}}}");
            assert_eq!(render(&template).as_deref(), Ok(expected));
        }
        for (number, expected) in [("-1234567.89", "-1.234.567,89"), ("12.345", "12,345")] {
            let template = format!("{{{{ \"{number}\" | grouped(by=\".\", mark=\",\") }}}}");
            assert_eq!(render(&template).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn calls_that_make_no_sense_say_so() {
        for (template, part) in [
            ("{{ t.both | fill(a=1) }}", "needs the argument `b`"),
            ("{{ t.open | fill(a=1) }}", "without a `}`"),
            ("{{ text | outside_links }}", "needs ready HTML"),
            ("{{ 3 | fill(a=1) }}", "a text of the interface"),
            ("{{ briefs | fill(m=1) }}", "Missing keyword argument `n`"),
            ("{{ asset(path=\"x.css\") }}", "Available files: style.css"),
        ] {
            let error = render(template).unwrap_err();
            assert!(error.contains(part), "{template}: {error}");
        }
    }

    #[test]
    fn ranges_are_short() {
        assert_eq!(
            render("{% for i in range(end=3) %}{{ i }}{% endfor %}").as_deref(),
            Ok("012")
        );
        assert_eq!(
            render("{% for i in range(start=3, end=0, step_by=-2) %}{{ i }}{% endfor %}")
                .as_deref(),
            Ok("31")
        );
        assert!(
            render("{{ range(end=1001) }}")
                .unwrap_err()
                .contains("at most 1000")
        );
        assert!(render("{{ range(start=1, end=2, step_by=0) }}").is_err());
    }
}
