//! Dates, times and deadlines.

use jiff::civil;

use crate::model::FiscalYearEnd;
use crate::parse::{date as dates, deadline};

/// A date is printed so that it is read as the same, a deadline stands where it is said to stand and is not over.
pub fn date(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    let from = civil::date(2026, 2, 12);
    for line in text.lines() {
        if let Some(date) = dates::partial(line) {
            assert_eq!(dates::partial(&date.to_string()), Some(date), "{line:?}");
            let end = FiscalYearEnd::default();
            assert!(date.first_day(end) <= date.last_day(end), "{line:?}");
        }
        if let Some(moment) = dates::moment(line) {
            assert_eq!(dates::moment(&moment.to_string()), Some(moment), "{line:?}");
        }
        if let Some(found) = deadline::find(line, from) {
            assert!(
                line.get(found.range.clone())
                    .is_some_and(|words| !words.is_empty()),
                "{found:?}"
            );
            assert!(
                found.due.last_day(FiscalYearEnd::default()) >= from,
                "{line:?}: {found:?}"
            );
            assert_eq!(
                deadline::by(&found.due.to_string(), from),
                Some(found.due),
                "{line:?}"
            );
        }
        if let Some(due) = deadline::by(line, from) {
            assert_eq!(deadline::by(&due.to_string(), from), Some(due), "{line:?}");
        }
        if let Some(range) = deadline::unread(line) {
            assert!(
                line.get(range).is_some_and(|words| !words.is_empty()),
                "{line:?}"
            );
        }
        FiscalYearEnd::parse(line);
    }
}
