//! Dates, counts and shortened texts in words: the one place that knows English.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::contract::{Count, DateView, PartialDateView, SectionRole};
use crate::model::{Moment, PartialDate};

pub(super) const ARCHIVE: &str = "Archive";
pub(super) const COMPANIES: &str = "Companies";
pub(super) const TAGS: &str = "Tags";
pub(super) const NUMBERS: &str = "Numbers";
pub(super) const EFFECTS: &str = "Effects";
pub(super) const WATCH: &str = "Watch list";
pub(super) const RESOLVED: &str = "Watch list, resolved";
pub(super) const DATA: &str = "Data";
pub(super) const LATEST: &str = "Latest briefs";
pub(super) const NOT_FOUND: &str = "Page not found";
pub(super) const MOVED: &str = "This page has moved";

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

fn month(number: i8) -> &'static str {
    let index = usize::try_from(number)
        .unwrap_or_default()
        .saturating_sub(1);
    MONTHS.get(index).copied().unwrap_or_default()
}

/// A day.
pub(super) fn day(date: Date) -> DateView {
    let iso: Box<str> = date.to_string().into();
    DateView {
        text: day_text(date).into(),
        year: date.year(),
        datetime: iso.clone(),
        iso,
    }
}

/// A day or an instant.
pub(super) fn moment(moment: &Moment) -> DateView {
    DateView {
        datetime: moment.to_string().into(),
        ..day(moment.day)
    }
}

/// A date as precise as it was written.
pub(super) fn partial(date: PartialDate) -> PartialDateView {
    let iso: Box<str> = date.to_string().into();
    let text = match date {
        PartialDate::Day(day) => day_text(day),
        PartialDate::Month(year, number) => format!("{} {year}", month(number)),
        PartialDate::Quarter(year, quarter) => format!("Q{quarter} {year}"),
        PartialDate::Half(year, half) => format!("H{half} {year}"),
        PartialDate::FiscalYear(_) | PartialDate::Year(_) => iso.clone().into(),
    };
    let datetime = match date {
        PartialDate::Day(_) | PartialDate::Month(..) | PartialDate::Year(_) => Some(iso.clone()),
        PartialDate::Quarter(..) | PartialDate::Half(..) | PartialDate::FiscalYear(_) => None,
    };
    PartialDateView {
        iso,
        text: text.into(),
        datetime,
    }
}

fn day_text(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), date.year())
}

/// What the page about the dataset says about itself.
pub(super) fn about_data(publication: &str) -> String {
    format!("Every number, effect, watch item and mention of {publication}, as JSON and CSV")
}

/// A name with a capital at its beginning.
pub(super) fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

/// How many.
pub(super) fn count(value: usize) -> Count {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    Count {
        value,
        text: text.into(),
    }
}

/// A probability as percent: `60%`.
pub(super) fn percent(probability: Decimal) -> String {
    format!("{}%", (probability * Decimal::ONE_HUNDRED).normalize())
}

/// The title of a browser's window. `title` is empty for the front page.
pub(super) fn page_title(title: &str, publication: &str) -> String {
    if title.is_empty() {
        publication.to_owned()
    } else {
        format!("{title} · {publication}")
    }
}

/// The title of a feed of the whole publication, or of what `name` says.
pub(super) fn feed_title(publication: &str, name: Option<&str>, form: &str) -> String {
    match name {
        Some(name) => format!("{publication}: {name} ({form})"),
        None => format!("{publication} ({form})"),
    }
}

/// The title of a page of a list.
pub(super) fn numbered(title: &str, page: u32) -> String {
    if page <= 1 {
        title.to_owned()
    } else {
        format!("{title}, page {page}")
    }
}

/// What a dossier without a description says about itself.
pub(super) fn in_briefs(company: &str, briefs: usize, publication: &str) -> String {
    let count = count(briefs).text;
    let briefs = if briefs == 1 { "brief" } else { "briefs" };
    format!("{company} in {count} {briefs} of {publication}")
}

/// The heading and the anchor of a section that a brief has items for and its body lacks.
pub(super) const fn section(role: SectionRole) -> (&'static str, &'static str) {
    match role {
        SectionRole::Lead | SectionRole::Other => ("", "section"),
        SectionRole::Shift => ("The Strategic Shift", "the-strategic-shift"),
        SectionRole::Happened => ("What Happened", "what-happened"),
        SectionRole::Matters => ("Why It Matters", "why-it-matters"),
        SectionRole::Numbers => ("The Numbers", "the-numbers"),
        SectionRole::Watch => ("What To Watch", "what-to-watch"),
    }
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
            assert_eq!(&*count(value).text, text);
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
            let view = partial(date);
            assert_eq!(
                (&*view.iso, &*view.text, view.datetime.as_deref()),
                (iso, text, datetime)
            );
        }
    }

    #[test]
    fn an_instant_keeps_the_day_it_was_written_with() {
        let instant = "2026-02-11T22:30:00Z".parse().expect("it is RFC 3339");
        let view = moment(&Moment::instant(instant, jiff::tz::offset(2)));
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
            assert_eq!(percent(decimal), text);
        }
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
