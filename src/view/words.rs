//! Dates, counts and titles in the words of the site's language.
//!
//! Comes in: the texts of the interface, which a theme's strings and site.yaml set. Goes out: [`Words`], ready for use. The
//! English ones stand here too, for a site that is seen without a theme.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::contract::{Count, DateView, PartialDateView, SectionRole};
use crate::markdown::AlertTitles;
use crate::model::{Moment, PartialDate, Phrase, bidi};

macro_rules! words {
    ($($field:ident: $key:literal = $english:literal;)+) => {
        /// Texts that no template makes, in the language of the site.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Words {
            $(pub(super) $field: Phrase,)+
            months: [Phrase; 12],
        }

        impl Words {
            /// The keys under which these texts stand in a theme's strings, beside `month_1` to `month_12`.
            pub const KEYS: &'static [&'static str] = &[$($key),+];

            /// Those among `phrases`, and the English ones for what is not there.
            pub fn new(phrases: &BTreeMap<String, Phrase>) -> Self {
                let phrase = |key: &str, english: &str| {
                    let known = phrases.get(key).cloned();
                    known.unwrap_or_else(|| Phrase::Text(english.into()))
                };
                let mut number = 0;
                Self {
                    $($field: phrase($key, $english),)+
                    months: MONTHS.map(|english| {
                        number += 1;
                        phrase(&format!("month_{number}"), english)
                    }),
                }
            }
        }
    };
}

words! {
    date_day: "date_day" = "{day} {month} {year}";
    date_month: "date_month" = "{month} {year}";
    date_quarter: "date_quarter" = "Q{quarter} {year}";
    date_half: "date_half" = "H{half} {year}";
    thousands: "thousands" = ",";
    decimal_mark: "decimal_mark" = ".";
    percent: "percent" = "{n}%";
    window_title: "window_title" = "{title} · {publication}";
    page_title: "page_title" = "{title}, page {page}";
    in_briefs: "in_briefs_of" = "{company} in {n} briefs of {publication}";
    about_data: "about_data" = "Every number, effect, watch item and mention of {publication}, as JSON and CSV";
    archive: "archive" = "Archive";
    companies: "companies" = "Companies";
    tags: "tags" = "Tags";
    all_numbers: "all_numbers" = "Numbers";
    all_effects: "all_effects" = "Effects";
    effects_by_company: "effects_by_company" = "Effects by company";
    effects_by_tag: "effects_by_tag" = "Effects by tag";
    watch_list: "watch_list" = "Watch list";
    resolved: "watch_list_resolved" = "Watch list, resolved";
    feed_of: "feed_of" = "{publication}: {name} ({form})";
    feed: "feed" = "{publication} ({form})";
    data: "data" = "Data";
    search: "search" = "Search";
    latest: "latest" = "Latest briefs";
    not_found: "not_found" = "Page not found";
    moved: "moved" = "This page has moved";
    alert_note: "alert_note" = "Note";
    alert_tip: "alert_tip" = "Tip";
    alert_important: "alert_important" = "Important";
    alert_warning: "alert_warning" = "Warning";
    alert_caution: "alert_caution" = "Caution";
    matters: "effects" = "Why It Matters";
    numbers: "numbers" = "The Numbers";
    watch: "watch" = "What To Watch";
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Default for Words {
    fn default() -> Self {
        Self::new(&BTreeMap::new())
    }
}

impl Words {
    fn month(&self, number: i8) -> &str {
        let index = usize::try_from(number)
            .unwrap_or_default()
            .saturating_sub(1);
        self.months.get(index).map_or("", text)
    }

    /// A day.
    pub(super) fn day(&self, date: Date) -> DateView {
        let iso: Box<str> = date.to_string().into();
        DateView {
            text: self.day_text(date).into(),
            year: date.year(),
            datetime: iso.clone(),
            iso,
        }
    }

    /// What stands above alerts.
    pub(super) fn alerts(&self) -> AlertTitles {
        let title = |phrase: &Phrase| Cow::Owned(text(phrase).to_owned());
        AlertTitles {
            note: title(&self.alert_note),
            tip: title(&self.alert_tip),
            important: title(&self.alert_important),
            warning: title(&self.alert_warning),
            caution: title(&self.alert_caution),
        }
    }

    /// A day or an instant.
    pub(super) fn moment(&self, moment: &Moment) -> DateView {
        DateView {
            datetime: moment.to_string().into(),
            ..self.day(moment.day)
        }
    }

    /// A date as precise as it was written.
    pub(super) fn partial(&self, date: PartialDate) -> PartialDateView {
        let iso: Box<str> = date.to_string().into();
        let filled = |pattern: &Phrase, name: &str, value: &dyn ToString, year: i16| {
            let values = [(name, value.to_string()), ("year", year.to_string())];
            fill(text(pattern), &values)
        };
        let text = match date {
            PartialDate::Day(day) => self.day_text(day),
            PartialDate::Month(year, number) => {
                filled(&self.date_month, "month", &self.month(number), year)
            }
            PartialDate::Quarter(year, n) => filled(&self.date_quarter, "quarter", &n, year),
            PartialDate::Half(year, n) => filled(&self.date_half, "half", &n, year),
            PartialDate::FiscalYear(_) | PartialDate::Year(_) => iso.clone().into(),
        };
        let datetime = match date {
            PartialDate::Day(_) | PartialDate::Month(..) | PartialDate::Year(_) => {
                Some(iso.clone())
            }
            PartialDate::Quarter(..) | PartialDate::Half(..) | PartialDate::FiscalYear(_) => None,
        };
        PartialDateView {
            iso,
            text: text.into(),
            datetime,
        }
    }

    fn day_text(&self, date: Date) -> String {
        let values = [
            ("day", date.day().to_string()),
            ("month", self.month(date.month()).to_owned()),
            ("year", date.year().to_string()),
        ];
        fill(text(&self.date_day), &values)
    }

    /// What the page about the dataset says about itself.
    pub(super) fn about_data(&self, publication: &str) -> String {
        let values = [("publication", publication.to_owned())];
        fill(text(&self.about_data), &values)
    }

    /// How many.
    pub(super) fn count(&self, value: usize) -> Count {
        let digits = value.to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                shown.push_str(text(&self.thousands));
            }
            shown.push(digit);
        }
        Count {
            value,
            text: shown.into(),
        }
    }

    /// A probability as percent: `60%`.
    pub(super) fn percent(&self, probability: Decimal) -> String {
        let figure = (probability * Decimal::ONE_HUNDRED).normalize().to_string();
        let figure = figure.replace('.', text(&self.decimal_mark));
        fill(text(&self.percent), &[("n", figure)])
    }

    /// The title of a browser's window. `title` is empty for the front page.
    pub(super) fn window_title(&self, title: &str, publication: &str) -> String {
        if title.is_empty() {
            return publication.to_owned();
        }
        let values = [
            ("title", title.to_owned()),
            ("publication", publication.to_owned()),
        ];
        fill(text(&self.window_title), &values)
    }

    /// The title of a feed of the whole publication, or of what `name` says.
    pub(super) fn feed_title(&self, publication: &str, name: Option<&str>, form: &str) -> String {
        let pattern = if name.is_some() {
            &self.feed_of
        } else {
            &self.feed
        };
        let values = [
            ("publication", publication.to_owned()),
            ("name", name.unwrap_or_default().to_owned()),
            ("form", form.to_owned()),
        ];
        fill(text(pattern), &values)
    }

    /// The title of a page of a list.
    pub(super) fn numbered(&self, title: &str, page: u32) -> String {
        if page <= 1 {
            return title.to_owned();
        }
        let values = [("title", title.to_owned()), ("page", page.to_string())];
        fill(text(&self.page_title), &values)
    }

    /// What a dossier without a description says about itself.
    pub(super) fn in_briefs(&self, company: &str, briefs: usize, publication: &str) -> String {
        let values = [
            ("company", company.to_owned()),
            ("n", self.count(briefs).text.into()),
            ("publication", publication.to_owned()),
        ];
        fill(form(&self.in_briefs, briefs), &values)
    }

    /// The heading and the anchor of a section that a brief has items for and its body lacks. The anchor is the same in
    /// every language, so that links from elsewhere hold.
    pub(super) fn section(&self, role: SectionRole) -> (&str, &'static str) {
        match role {
            SectionRole::Matters => (text(&self.matters), "why-it-matters"),
            SectionRole::Numbers => (text(&self.numbers), "the-numbers"),
            SectionRole::Watch => (text(&self.watch), "what-to-watch"),
            SectionRole::Lead | SectionRole::Shift | SectionRole::Happened | SectionRole::Other => {
                ("", "section")
            }
        }
    }
}

/// The text of a phrase that has one form.
pub(super) fn text(phrase: &Phrase) -> &str {
    form(phrase, 0)
}

/// The form for `n`: `one` for 1 if there is one, else `other`.
fn form(phrase: &Phrase, n: usize) -> &str {
    match phrase {
        Phrase::Text(text) => text,
        Phrase::Plural(forms) => {
            let one = if n == 1 { forms.get("one") } else { None };
            one.or_else(|| forms.get(Phrase::OTHER))
                .map_or("", |text| text)
        }
    }
}

/// Puts values where a text has their names in braces. What has no value stays as it is.
fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let slot = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        match slot {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// A name with a capital at its beginning.
pub(super) fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// The anchor of the companies under an initial.
pub(super) fn initial_anchor(initial: &str) -> String {
    if initial == "#" {
        "initial-other".to_owned()
    } else {
        format!("initial-{}", initial.to_lowercase())
    }
}

/// The anchor of the companies of the `n`-th sector.
pub(super) fn sector_anchor(n: usize) -> String {
    format!("sector-{n}")
}

/// The first sentences of a plain text, at most `limit` characters of it; the first sentence alone is cut at a word
/// if it is longer.
pub(super) fn beginning(text: &str, limit: usize) -> String {
    bidi::closed(&first_words(text, limit)).into_owned()
}

fn first_words(text: &str, limit: usize) -> String {
    let words = text.split_whitespace();
    let mut taken = String::new();
    let mut length = 0;
    let mut sentence_end = None;
    for word in words {
        let more = word.chars().count() + usize::from(length > 0);
        if length + more > limit {
            return match sentence_end {
                Some(end) => taken[..end].to_owned(),
                None if taken.is_empty() => word.chars().take(limit).chain(['…']).collect(),
                None => {
                    let cut = taken
                        .trim_end_matches([',', ';', ':', '–', '—', '-'])
                        .trim_end();
                    format!("{cut}…")
                }
            };
        }
        if length > 0 {
            taken.push(' ');
        }
        taken.push_str(word);
        length += more;
        let bare = word.trim_end_matches(['"', '\'', '”', '’', ')', '»']);
        if bare.ends_with(['.', '?', '!', '…', '。']) {
            sentence_end = Some(taken.len());
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        for (value, text) in [
            (0, "0"),
            (12, "12"),
            (999, "999"),
            (1_204, "1,204"),
            (100_000, "100,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(&*Words::default().count(value).text, text);
        }
    }

    #[test]
    fn a_partial_date_says_no_more_than_was_written() {
        let day = jiff::civil::date(2026, 5, 3);
        for (date, iso, text, datetime) in [
            (
                PartialDate::Day(day),
                "2026-05-03",
                "3 May 2026",
                Some("2026-05-03"),
            ),
            (
                PartialDate::Month(2026, 2),
                "2026-02",
                "February 2026",
                Some("2026-02"),
            ),
            (PartialDate::Quarter(2026, 1), "2026-Q1", "Q1 2026", None),
            (PartialDate::Half(2026, 2), "2026-H2", "H2 2026", None),
            (PartialDate::FiscalYear(2025), "FY2025", "FY2025", None),
            (PartialDate::Year(2028), "2028", "2028", Some("2028")),
        ] {
            let view = Words::default().partial(date);
            assert_eq!(
                (&*view.iso, &*view.text, view.datetime.as_deref()),
                (iso, text, datetime)
            );
        }
    }

    #[test]
    fn an_instant_keeps_the_day_it_was_written_with() {
        let instant = "2026-02-11T22:30:00Z".parse().expect("it is RFC 3339");
        let view = Words::default().moment(&Moment::instant(instant, jiff::tz::offset(2)));
        assert_eq!(&*view.iso, "2026-02-12");
        assert_eq!(&*view.datetime, "2026-02-12T00:30:00+02:00");
    }

    #[test]
    fn a_probability_is_shown_in_percent() {
        for (probability, text) in [
            ("0.6", "60%"),
            ("1", "100%"),
            ("0.125", "12.5%"),
            ("0", "0%"),
        ] {
            let decimal: Decimal = probability.parse().expect("it is a decimal");
            assert_eq!(Words::default().percent(decimal), text);
        }
    }

    #[test]
    fn another_language_has_its_own_forms() {
        let phrases = [
            ("date_day", "{day}. {month} {year}"),
            ("month_5", "Mai"),
            ("thousands", "."),
            ("decimal_mark", ","),
            ("percent", "{n} %"),
            ("page_title", "{title}, Seite {page}"),
        ];
        let phrases = phrases.map(|(key, text)| (key.to_owned(), Phrase::Text(text.into())));
        let words = Words::new(&phrases.into());
        let day = jiff::civil::date(2026, 5, 3);
        assert_eq!(&*words.day(day).text, "3. Mai 2026");
        assert_eq!(&*words.count(1_204).text, "1.204");
        let decimal: Decimal = "0.125".parse().expect("it is a decimal");
        assert_eq!(words.percent(decimal), "12,5 %");
        assert_eq!(words.numbered("Archiv", 2), "Archiv, Seite 2");
    }

    #[test]
    fn a_beginning_ends_with_a_sentence_or_a_word() {
        for (text, limit, expected) in [
            ("One. Two.", 50, "One. Two."),
            ("One two. Three four five.", 12, "One two."),
            ("He said “yes.” Then he left.", 20, "He said “yes.”"),
            ("One two, three four", 12, "One two…"),
            (
                "Sales of 3.5 billion dollars rose.",
                20,
                "Sales of 3.5 billion…",
            ),
            ("  spaced\n out ", 50, "spaced out"),
            ("Donaudampfschiff", 5, "Donau…"),
            ("", 5, ""),
        ] {
            assert_eq!(beginning(text, limit), expected, "{text}");
        }
    }
}
