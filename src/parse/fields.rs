//! The kinds of value that front matter has: texts, dates, addresses, slugs.
//!
//! Comes in: a [`Field`]. Goes out: the typed value, or a diagnostic at its place and nothing.

use jiff::civil::Date;

use super::date;
use super::keys::Keys;
use super::mend;
use super::names::FileName;
use super::node::Node;
use super::reader::{Field, Reader};
use super::suggest;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::markdown;
use crate::model::{At, Moment, PartialDate, Publication, Slug, Text, UrlPath, Written};

/// The most texts of one list. Each tag of a brief has a page, and on each of these pages stand all tags of the brief: what
/// is made grows with the square of their number.
const MOST_TEXTS: usize = 500;

impl Reader<'_> {
    /// A text. Blank ones count as absent; `example` is told where it is none.
    pub(super) fn text(&mut self, field: &Field<'_>, example: &str) -> Option<Text> {
        let words = self.words(field, example)?;
        Some(Written::new(words, field.at()))
    }

    /// A title or name: a text of which something is left to be read once its markup is gone.
    pub(super) fn title(&mut self, field: &Field<'_>, example: &str) -> Option<Text> {
        let text = self.text(field, example)?;
        if markdown::plain_text(&text.value).trim().is_empty() {
            let message = format!("nothing of {} can be read", field.name());
            let help = format!("write it as text, such as `{example}`");
            self.tell(Code::InvalidValue, field, message, help);
            return None;
        }
        Some(text)
    }

    /// A text without its place.
    pub(super) fn words(&mut self, field: &Field<'_>, example: &str) -> Option<Box<str>> {
        if matches!(field.node, Node::List(_) | Node::Map(_)) {
            self.wrong_type(field, "text", example);
            return None;
        }
        let text = self.scalar(field)?;
        (!text.is_empty()).then(|| text.into())
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(&mut self, field: &Field<'_>, example: &str) -> Vec<Text> {
        if matches!(field.node, Node::Map(_)) {
            self.wrong_type(field, "a list", &format!("[{example}]"));
            return Vec::new();
        }
        if let Node::Text(text) = field.node {
            self.tell_commas(field, text);
        }
        let items = field.items();
        if items.len() > MOST_TEXTS {
            let (name, count) = (field.name(), items.len());
            let message = format!("{name} has {count} items, and at most {MOST_TEXTS} are read");
            let help = "keep those that a reader would look for";
            self.tell(Code::FileTooLarge, field, message, help.into());
            return Vec::new();
        }
        items
            .iter()
            .filter_map(|item| self.text(item, example))
            .collect()
    }

    /// Tells of one text where a list was meant: `tags: video, ai`. It is not cut at its commas, since `Trade Desk, Inc.`
    /// is one name; in brackets it is taken at its word.
    fn tell_commas(&mut self, field: &Field<'_>, text: &str) {
        let parts: Vec<_> = text.split(',').map(str::trim).collect();
        if parts.len() < 2 || parts.iter().any(|part| part.is_empty()) {
            return;
        }
        let simple = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'' | '’');
        let parts: Vec<_> = parts
            .into_iter()
            .map(|part| match part.chars().all(simple) {
                true => part.to_owned(),
                false => mend::quote(part),
            })
            .collect();
        let key = field.key_name();
        let span = self.span(&field.path);
        let message = format!("{} is one text with commas in it", field.name());
        self.diagnostics.push(
            Diagnostic::new(Code::WrongType, span, message)
                .severity(Severity::Warning)
                .help(format!(
                    "if it is a list, write `{key}: [{}]`; if it is one name, `{key}: [{}]`",
                    parts.join(", "),
                    mend::quote(text.trim()),
                )),
        );
    }

    /// `true` or `false`; YAML's older `yes`, `no`, `on` and `off` too.
    pub(super) fn flag(&mut self, field: &Field<'_>) -> Option<bool> {
        match field.node {
            Node::Bool(value) => return Some(*value),
            Node::Text(text) => match &*text.to_ascii_lowercase() {
                "yes" | "on" | "true" => return Some(true),
                "no" | "off" | "false" => return Some(false),
                _ => {}
            },
            _ => {}
        }
        self.wrong_type(field, "`true` or `false`", "true");
        None
    }

    /// A map, key by key.
    pub(super) fn map<'p>(&mut self, field: &'p Field<'p>, example: &str) -> Option<Keys<'p>> {
        let keys = Keys::of(field);
        if keys.is_none() {
            self.wrong_type(field, "a map", example);
        }
        keys
    }

    /// A day or a time.
    pub(super) fn moment(&mut self, field: &Field<'_>) -> Option<Written<Moment>> {
        let text = self.words(field, "2026-02-12")?;
        let Some(moment) = date::moment(&text) else {
            let help = match date::partial(&text) {
                Some(_) => "a brief is dated to the day: write it as `2026-02-12`",
                None => "write a day as `2026-02-12`, or a time as `2026-02-12T09:30:00Z`",
            };
            let message = format!("{} is no day or time: `{text}`", field.name());
            self.tell(Code::InvalidDate, field, message, help.into());
            return None;
        };
        Some(Written::new(moment, field.at()))
    }

    /// A date, as precise as it is written.
    pub(super) fn partial_date(&mut self, field: &Field<'_>) -> Option<PartialDate> {
        let text = self.words(field, "2026-02")?;
        let date = date::partial(&text);
        if date.is_none() {
            let message = format!("{} is no date: `{text}`", field.name());
            self.tell(Code::InvalidDate, field, message, DATE_HELP.into());
        }
        date
    }

    /// An http(s) address.
    pub(super) fn web_address(&mut self, field: &Field<'_>) -> Option<Text> {
        let text = self.text(field, "https://example.org/")?;
        if is_web_address(&text.value) {
            return Some(text);
        }
        let guess = format!("https://{}", text.value);
        let help = match text.value.contains('.') && is_web_address(&guess) {
            true if !text.value.contains(':') => format!("write the whole address: `{guess}`"),
            _ => "write a whole address, beginning with `https://`".into(),
        };
        let message = format!("{} is no web address: `{}`", field.name(), text.value);
        self.tell(Code::InvalidUrl, field, message, help);
        None
    }

    /// Old addresses inside the site.
    pub(super) fn old_addresses(&mut self, field: &Field<'_>) -> Vec<Written<UrlPath>> {
        let mut addresses = Vec::new();
        for item in field.items() {
            let Some(text) = self.words(&item, "/old-address/") else {
                continue;
            };
            if let Some(path) = UrlPath::new(&text) {
                addresses.push(Written::new(path, item.at()));
                continue;
            }
            let rooted = format!("/{}", text.trim_start_matches('/'));
            let help = match UrlPath::new(&rooted) {
                Some(path) => format!("begin it with one `/`: `{path}`"),
                None => "write the path only, from the first `/` after the host, with what is not ASCII percent-encoded".into(),
            };
            let message = format!("{} is no path inside the site: `{text}`", item.name());
            self.tell(Code::InvalidUrl, &item, message, help);
        }
        addresses
    }

    /// One word of a few.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        field: &Field<'_>,
        allowed: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.words(field, allowed.first().map_or("", |(word, _)| word))?;
        let found = allowed
            .iter()
            .find(|(word, _)| text.eq_ignore_ascii_case(word));
        if found.is_none() {
            let words: Vec<_> = allowed.iter().map(|(word, _)| *word).collect();
            let message = format!("{} can't be `{text}`", field.name());
            let help = suggest::value(&text, &words);
            self.tell(Code::InvalidValue, field, message, help);
        }
        found.map(|(_, value)| *value)
    }

    /// The author's own map, as JSON.
    pub(super) fn extra(&mut self, keys: &mut Keys<'_>) -> serde_json::Value {
        let Some(field) = keys.get(self, &["extra"]) else {
            return serde_json::Value::Null;
        };
        if !matches!(field.node, Node::Map(_)) {
            self.wrong_type(&field, "a map", "{ mood: calm }");
        }
        field.node.to_json()
    }

    /// `draft: true`.
    pub(super) fn publication(&mut self, keys: &mut Keys<'_>) -> Publication {
        let draft = keys.get(self, &["draft"]);
        match draft.and_then(|field| self.flag(&field)) {
            Some(true) => Publication::Draft,
            _ => Publication::Final,
        }
    }

    /// The slug: of the front matter, else of the file's name. Tells if it is none.
    pub(super) fn slug(&mut self, keys: &mut Keys<'_>, file: FileName<'_>) -> Option<Slug> {
        if let Some(field) = keys.get(self, &["slug"]) {
            let text = self.words(&field, "runway-world-models")?;
            let slug = Slug::new(&text);
            if slug.is_none() {
                let message = format!("`{text}` is no slug");
                let help = match Slug::from_name(&text) {
                    Some(good) => format!("write `slug: {good}`"),
                    None => SLUG_HELP.into(),
                };
                self.tell(Code::InvalidSlug, &field, message, help);
            }
            return slug;
        }
        let slug = Slug::new(file.name).filter(|slug| slug.as_str() != "index");
        if slug.is_none() {
            let message = format!("the name of the file, `{}`, is no slug", file.name);
            let good = Slug::from_name(file.name).filter(|slug| slug.as_str() != "index");
            let help = match good {
                Some(good) => format!("rename the file to `{good}.md`, or add `slug: {good}`"),
                None => format!("add a `slug`: {SLUG_HELP}"),
            };
            let span = self.top_span();
            self.diagnostics
                .push(Diagnostic::new(Code::InvalidSlug, span, message).help(help));
        }
        slug
    }

    /// The date of publication: of the front matter, else of the file's name. Tells if there is none.
    pub(super) fn date_of(
        &mut self,
        keys: &mut Keys<'_>,
        file_date: Option<Date>,
    ) -> Option<Written<Moment>> {
        match (keys.get(self, &["date"]), file_date) {
            (Some(field), _) => self.moment(&field),
            (None, Some(day)) => Some(Written::new(Moment::day(day), At::File)),
            (None, None) => {
                let span = self.top_span();
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingKey, span, "`date` is missing").help(
                        "add `date: 2026-02-12` with its day, or begin the file's name with it",
                    ),
                );
                None
            }
        }
    }
}

const SLUG_HELP: &str = "use small letters, digits and hyphens";

/// How dates can be written.
pub(super) const DATE_HELP: &str =
    "write it as `2026-02-12`, `2026-02`, `Feb 2026`, `2026-Q1`, `H1 2026`, `FY2025` or `2028`";

/// Whether `text` is an http(s) address as browsers read it (WHATWG URL), with a host, no user, and nothing in it that no
/// address can hold. What is not ASCII may stand in it (an IRI, RFC 3987); who writes it out encodes it.
pub(super) fn is_web_address(text: &str) -> bool {
    let scheme = ["https://", "http://"].iter().find(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    });
    let Some(scheme) = scheme else { return false };
    let rest = &text[scheme.len()..];
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !authority.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let forbidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '^' | '\\')
    };
    let in_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_ipv6 = host.starts_with('[')
        && host.ends_with(']')
        && (host[1..host.len() - 1].chars()).all(|c| c.is_ascii_hexdigit() || c == ':');
    let good_host =
        is_ipv6 || !host.is_empty() && host.chars().all(in_host) && !host.starts_with(['.', '-']);
    good_host
        && port.bytes().all(|b| b.is_ascii_digit())
        && !text.contains(forbidden)
        // What looks like an address can still be none: `1.2.3.999`, `[:0:1]`, port 99999.
        && url::Url::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_have_a_scheme_and_a_host() {
        for good in [
            "https://example.org",
            "http://example.org/a?b=c#d",
            "HTTPS://Example.org/ü",
            "https://localhost:8080/",
            "https://[::1]:80/x",
            "https://bücher.example/",
        ] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in [
            "",
            "example.org",
            "//example.org",
            "https://",
            "https:///x",
            "https://?x",
            "ftp://example.org",
            "javascript:alert(1)",
            "https://user@host/",
            "https://a b/",
            "https://a/\"x",
            "https://a/\nb",
            "https://a:b/",
            "https://a:99999/",
            "https://[:0:1]:80/",
            "https://1.2.3.999/",
            "https://[",
            "https://[::1",
            "hétps://x",
        ] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_address_panics(text in "(https?://)?(?s).{0,30}") {
            is_web_address(&text);
        }
    }
}
