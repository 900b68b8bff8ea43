//! site.yaml becomes a [`SiteConfig`].
//!
//! Comes in: its text. Goes out: a configuration in which whatever was wrong has its default, and diagnostics. Whether
//! the theme is there is not known here.

use std::collections::BTreeMap;

use super::csp::csp;
use super::front::offset;
use super::keys::Keys;
use super::lint;
use super::look;
use super::metrics;
use super::node::Node;
use super::reader::{Field, Reader};
use super::roles;
use super::yaml::{self, Reading};
use crate::diagnostic::{Checked, Code, SourceId};
use crate::model::{HtmlPolicy, NavItem, Offer, Redirects, Role, SiteConfig, UrlPath, Written};

/// Reads site.yaml.
pub fn config(source: SourceId, text: &str) -> Checked<SiteConfig> {
    let begin = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let front = begin..offset(text.len());
    let node = match yaml::read(source, text, &front) {
        Reading::Sound(node) => node,
        Reading::Broken(_, diagnostics) => {
            return Checked {
                value: SiteConfig::default(),
                diagnostics,
            };
        }
    };
    let mut reader = Reader::new(source, text, front);
    if !matches!(node, Node::Map(_) | Node::Null) {
        reader.tell_no_map(&node, "site.yaml", "title: The name of your newsletter");
    }
    reader.tell_duplicates(&node, None);
    reader.tell_swallowed();
    let value = read(&mut reader, &node);
    Checked {
        value,
        diagnostics: reader.diagnostics,
    }
}

fn read(r: &mut Reader<'_>, node: &Node) -> SiteConfig {
    let mut keys = Keys::top(node);
    let default = SiteConfig::default();
    let title = keys
        .get(r, &["title", "name"])
        .and_then(|f| r.words(&f, "Signals"));
    let base_url = keys.get(r, &["base_url"]).and_then(|f| base_url(r, &f));
    let description = keys
        .get(r, &["description"])
        .and_then(|f| r.words(&f, "Strategy briefs, twice a week"));
    let language = keys.get(r, &["language"]).and_then(|f| language(r, &f));
    let timezone = keys.get(r, &["timezone"]).and_then(|f| timezone(r, &f));
    let theme = keys.get(r, &["theme"]).and_then(|f| theme(r, &f));
    let tokens = keys.get(r, &["tokens"]).map(|f| look::tokens(r, &f));
    let strings = keys.get(r, &["strings"]).map(|f| look::strings(r, &f));
    let stylesheet = keys
        .get(r, &["stylesheet"])
        .and_then(|f| look::stylesheet(r, &f));
    let nav = keys.get(r, &["nav"]).map(|f| nav(r, &f));
    let footer = keys
        .get(r, &["footer"])
        .and_then(|f| r.words(&f, "© 2026 Jane Doe"));
    let sections = keys
        .get(r, &["sections"])
        .map(|f| sections(r, &f))
        .unwrap_or_default();
    let permalinks = keys.get(r, &["permalinks"]).and_then(|f| permalinks(r, &f));
    let paginate = keys.get(r, &["paginate"]).and_then(|f| count(r, &f));
    let mut offer = |r: &mut Reader<'_>, name: &'static str| {
        let read = keys.get(r, &[name]).and_then(|f| r.one_of(&f, OFFER));
        read.unwrap_or_default()
    };
    let [feeds, calendars, data, twins] =
        ["feeds", "calendars", "data", "twins"].map(|name| offer(r, name));
    let [numbers, effects, watch] = ["numbers", "effects", "watch"].map(|name| offer(r, name));
    let feed_limit = keys.get(r, &["feed_limit"]).and_then(|f| count(r, &f));
    let feed_id = keys.get(r, &["feed_id"]).and_then(|f| feed_id(r, &f));
    let me = keys.get(r, &["me"]).map(|f| addresses(r, &f));
    let redirects = keys
        .get(r, &["redirects"])
        .and_then(|f| r.one_of(&f, REDIRECTS));
    let html = keys.get(r, &["html"]).and_then(|f| r.one_of(&f, HTML));
    let csp = keys
        .get(r, &["csp"])
        .map(|f| csp(r, &f))
        .unwrap_or_default();
    let search = keys.get(r, &["search"]).and_then(|f| r.one_of(&f, OFFER));
    let cards = keys.get(r, &["cards"]).and_then(|f| r.one_of(&f, OFFER));
    let card_fonts = keys.get(r, &["card_fonts"]).map(|f| {
        let files = f.items().into_iter();
        files
            .filter_map(|item| r.text(&item, "static/fonts/Name.ttf"))
            .collect()
    });
    let metrics = keys
        .get(r, &["metrics"])
        .map(|f| metrics::metrics(r, &f))
        .unwrap_or_default();
    let lint = keys
        .get(r, &["lint"])
        .map(|f| lint::config(r, &f))
        .unwrap_or_default();
    let extra = r.extra(&mut keys);
    keys.finish(r, "site.yaml");
    SiteConfig {
        title: title.unwrap_or(default.title),
        description,
        language: language.unwrap_or(default.language),
        timezone: timezone.unwrap_or(default.timezone),
        theme: theme.unwrap_or(default.theme),
        tokens: tokens.unwrap_or_default(),
        strings: strings.unwrap_or_default(),
        stylesheet,
        nav,
        footer,
        sections,
        permalinks: permalinks.unwrap_or(default.permalinks),
        paginate: paginate.unwrap_or(default.paginate),
        feeds,
        calendars,
        data,
        twins,
        numbers,
        effects,
        watch,
        feed_limit: feed_limit.unwrap_or(default.feed_limit),
        // Of the address in the file: another one by `--base-url` is that of a preview.
        feed_id: feed_id.or_else(|| SiteConfig::feed_id_of(base_url.as_deref()?)),
        me: me.unwrap_or_default(),
        redirects: redirects.unwrap_or_default(),
        html: html.unwrap_or_default(),
        csp,
        search: search.unwrap_or_default(),
        cards: cards.unwrap_or_default(),
        card_fonts: card_fonts.unwrap_or_default(),
        metrics,
        lint,
        extra,
        base_url,
    }
}

const OFFER: &[(&str, Offer)] = &[("true", Offer::On), ("false", Offer::Off)];
const REDIRECTS: &[(&str, Redirects)] = &[
    ("both", Redirects::Both),
    ("list", Redirects::List),
    ("pages", Redirects::Pages),
];

const HTML: &[(&str, HtmlPolicy)] = &[
    ("sanitize", HtmlPolicy::Sanitize),
    ("allow", HtmlPolicy::Allow),
    ("escape", HtmlPolicy::Escape),
];

/// Where the site will live: host and perhaps a path, nothing after it.
fn base_url(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let url = r.web_address(field)?.value;
    if let Some(extra) = url.find(['?', '#']) {
        let message = "`base_url` has a query or a fragment".into();
        let help = format!("write `base_url: {}`", &url[..extra]);
        r.tell(Code::InvalidUrl, field, message, help);
        return None;
    }
    let trimmed = url.trim_end_matches('/');
    let rest = trimmed.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.find('/').map_or("", |slash| &rest[slash..]);
    if !path.is_empty() && UrlPath::new(path).is_none() {
        let message = format!("the path of `base_url` can't be used: `{path}`");
        let help = "use ASCII without `//`, `.` or `..`; percent-encode the rest";
        r.tell(Code::InvalidUrl, field, message, help.into());
        return None;
    }
    Some(trimmed.into())
}

/// A language tag in the form of BCP 47: `en`, `pt-BR`, `zh-Hant-TW`. Whether it is registered is not looked up.
fn language(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let text = r.words(field, "en")?;
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let good = (2..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if good {
        return Some(text);
    }
    let hyphens = text.replace('_', "-");
    let help = match text.contains('_') {
        true => format!("write it with a hyphen: `language: {hyphens}`"),
        false => "write a language tag such as `en`, `de` or `pt-BR`".into(),
    };
    let message = format!("`{text}` is no language tag");
    r.tell(Code::InvalidValue, field, message, help);
    None
}

/// An IANA time zone.
fn timezone(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let text = r.words(field, "Europe/Berlin")?;
    let names_a_zone = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c));
    if names_a_zone && jiff::tz::TimeZone::get(&text).is_ok() {
        return Some(text);
    }
    let message = format!("there is no time zone `{text}`");
    let help = "write one of the IANA names, such as `UTC`, `Europe/Berlin` or `America/New_York`";
    r.tell(Code::InvalidValue, field, message, help.into());
    None
}

/// The name of a folder under `themes/`, so no path.
fn theme(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Written<Box<str>>> {
    let text = r.text(field, "broadsheet")?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if text.value.chars().all(allowed) && !text.value.starts_with('.') {
        return Some(text);
    }
    let message = format!("`{}` can't be the name of a theme", text.value);
    let help = "write the name of a folder under `themes/`: letters, digits, `-` and `_`";
    r.tell(Code::InvalidValue, field, message, help.into());
    None
}

/// `[{ title: About, url: /about/ }]`, or shorter `About: /about/` as items or as one map.
fn nav(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<NavItem> {
    const EXAMPLE: &str = "{ title: About, url: /about/ }";
    let mut items = Vec::new();
    for item in field.items() {
        let Some(mut keys) = r.map(&item, EXAMPLE) else {
            continue;
        };
        if keys.has(&["title", "url"]) {
            let title = keys
                .need(r, &["title", "name", "label"], "About")
                .and_then(|f| r.words(&f, "About"));
            let url = keys
                .need(r, &["url", "link", "path"], "/about/")
                .and_then(|f| destination(r, &f));
            keys.finish(r, "an entry of `nav`");
            if let (Some(title), Some(url)) = (title, url) {
                items.push(NavItem { title, url });
            }
            continue;
        }
        for entry in keys.unasked() {
            if let Some(url) = destination(r, &entry) {
                let title = entry.key_name().into();
                items.push(NavItem { title, url });
            }
        }
    }
    items
}

/// A path inside the site or an http(s) address.
fn destination(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Written<Box<str>>> {
    let text = r.text(field, "/about/")?;
    let path = &text.value[..text.value.find(['#', '?']).unwrap_or(text.value.len())];
    if UrlPath::new(path).is_some() || super::fields::is_web_address(&text.value) {
        return Some(text);
    }
    let message = format!("`{}` leads nowhere", text.value);
    let help = "write a path inside the site, such as `/about/`, or an address that begins with `https://`";
    r.tell(Code::InvalidUrl, field, message, help.into());
    None
}

const ROLES: &[(&str, Role)] = &[
    ("shift", Role::Shift),
    ("happened", Role::Happened),
    ("matters", Role::Matters),
    ("numbers", Role::Numbers),
    ("watch", Role::Watch),
];

/// `numbers: [Key Figures, At a Glance]`: further headings of a section that is understood.
fn sections(r: &mut Reader<'_>, field: &Field<'_>) -> BTreeMap<Box<str>, Role> {
    let mut sections = BTreeMap::new();
    let Some(mut keys) = r.map(field, "{ numbers: [Key Figures] }") else {
        return sections;
    };
    for (name, role) in ROLES {
        let Some(field) = keys.get(r, &[*name]) else {
            continue;
        };
        for item in field.items() {
            let Some(heading) = r.words(&item, "Key Figures") else {
                continue;
            };
            let plain = roles::plain(&heading);
            if sections
                .insert(plain, *role)
                .is_some_and(|other| other != *role)
            {
                let message = format!("the heading `{heading}` is given to two sections");
                r.tell(
                    Code::InvalidValue,
                    &item,
                    message,
                    "keep one of the two".into(),
                );
            }
        }
    }
    keys.finish(r, "`sections`");
    sections
}

/// A pattern such as `/briefs/:year/:slug/`.
fn permalinks(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let text = r.words(field, "/briefs/:slug/")?;
    const WORDS: [(&str, &str); 4] = [
        (":slug", "slug"),
        (":year", "2026"),
        (":month", "02"),
        (":day", "12"),
    ];
    let mut sample = text.to_string();
    for (word, value) in WORDS {
        sample = sample.replace(word, value);
    }
    let (problem, help) = if !text.contains(":slug") {
        (
            "has no `:slug`, so that all briefs would have one address".to_owned(),
            "/briefs/:slug/",
        )
    } else if let Some(colon) = sample.find(':') {
        let unknown = sample[colon + 1..]
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        (
            format!("has `:{unknown}`, and only `:slug`, `:year`, `:month` and `:day` are known"),
            "/:year/:month/:slug/",
        )
    } else if UrlPath::new(&sample).is_none() || sample == "/" {
        ("is no path".to_owned(), "/briefs/:slug/")
    } else if !text.ends_with('/') && !text.ends_with(".html") {
        (
            "ends neither in `/` nor in `.html`".to_owned(),
            "/briefs/:slug/",
        )
    } else {
        return Some(text);
    };
    let message = format!("`permalinks` {problem}: `{text}`");
    let help = format!("write a pattern such as `permalinks: {help}`");
    r.tell(Code::InvalidValue, field, message, help);
    None
}

/// How many, from 1.
fn count(r: &mut Reader<'_>, field: &Field<'_>) -> Option<usize> {
    let text = r.words(field, "20")?;
    let count = text.parse().ok().filter(|count| *count >= 1);
    if count.is_none() {
        let key = field.key_name();
        let message = format!("`{key}` can't be `{text}`");
        let help = format!("write a whole number from 1, such as `{key}: 20`");
        r.tell(Code::InvalidValue, field, message, help);
    }
    count
}

/// The beginning of a `tag:` URI (RFC 4151): `tag:example.org,2026`, perhaps with `:` and a name after it.
fn feed_id(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let text = r.words(field, "tag:example.org,2026")?;
    if is_tag(&text) {
        return Some(text);
    }
    let message = format!("`feed_id` is no `tag:` address: `{text}`");
    let help = "write a host that is yours and a year in which it was: `feed_id: \"tag:example.org,2026\"`";
    r.tell(Code::InvalidValue, field, message, help.into());
    None
}

fn is_tag(text: &str) -> bool {
    let Some((entity, name)) = text
        .strip_prefix("tag:")
        .map(|rest| match rest.split_once(':') {
            Some((entity, name)) => (entity, Some(name)),
            None => (rest, None),
        })
    else {
        return false;
    };
    let Some((authority, date)) = entity.split_once(',') else {
        return false;
    };
    let host = authority.rsplit('@').next().unwrap_or_default();
    let named = |text: &str, more: &[u8]| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let dated = match date.len() {
        4 => date.bytes().all(|b| b.is_ascii_digit()),
        7 => format!("{date}-01").parse::<jiff::civil::Date>().is_ok(),
        10 => date.parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    };
    named(host, b"-.")
        && named(authority, b"-._@")
        && authority.matches('@').count() <= 1
        && dated
        && name.is_none_or(|name| named(name, b"-._~/"))
}

/// Whole addresses, one or many.
fn addresses(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Box<str>> {
    let items = field.items();
    let read = items.iter().filter_map(|item| r.web_address(item));
    read.map(|text| text.value).collect()
}

#[cfg(test)]
mod tests;
