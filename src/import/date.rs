//! Days and times as the front matter of other programs writes them.
//!
//! Comes in: a text. Goes out: the same day or time as briefpress writes it. What can be read in two ways
//! (`02/03/2026`) is not read.

use jiff::fmt::rfc2822;

use crate::parse;

/// The day, or the time with its offset.
pub(super) fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = without_weekday(text);
    if let Some(moment) = parse::date::moment(plain) {
        return Some(moment.to_string());
    }
    // Mail writes `Thu, 12 Feb 2026 10:00:00 +0100`.
    match rfc2822::parse(text) {
        Ok(zoned) => parse::date::moment(&zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        Err(_) => parse::date::moment(without_clock(plain)?),
    }
    .map(|moment| moment.to_string())
}

/// The day of `February 12, 2026 10:20 AM`, whose time is in no form that a brief has.
fn without_clock(text: &str) -> Option<&str> {
    let (head, _) = text.split_once(':')?;
    let day = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let day = day.trim_end_matches([' ', ',']);
    (day.len() < head.len()).then(|| day.strip_suffix(" at").unwrap_or(day))
}

/// Whether a time says which zone it is of: `+0100`, `Z`, `GMT`.
pub(super) fn names_zone(text: &str) -> bool {
    text.split_once(':').is_none_or(|(_, clock)| {
        clock.contains(|c: char| matches!(c, '+' | '-') || c.is_alphabetic())
    })
}

/// `Thursday, 12 February 2026` without its first word.
fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let word = word.to_ascii_lowercase();
    let is_day = word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word));
    if is_day {
        rest.trim_start_matches([',', '.', ' '])
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_read_in_many_spellings() {
        for (text, expected) in [
            ("2026-02-12", Some("2026-02-12")),
            ("2026-02-12 10:20", Some("2026-02-12T10:20:00Z")),
            (
                "2026-02-12 10:20:30 +0100",
                Some("2026-02-12T10:20:30+01:00"),
            ),
            ("2026-02-12T10:20:30.000Z", Some("2026-02-12T10:20:30Z")),
            (
                "Thu, 12 Feb 2026 10:20:30 +0100",
                Some("2026-02-12T10:20:30+01:00"),
            ),
            ("Thursday, February 12, 2026", Some("2026-02-12")),
            ("12 Feb 2026", Some("2026-02-12")),
            ("Thursday, February 12, 2026 10:20 AM", Some("2026-02-12")),
            ("12 Feb 2026 at 9:05 PM", Some("2026-02-12")),
            ("02/03/2026 10:20", None),
            ("02/03/2026", None),
            ("Monday", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(moment(text).as_deref(), expected, "{text}");
        }
    }
}
