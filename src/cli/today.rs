//! Which day it is: the one place that looks at a clock.
//!
//! Comes in: `--today`, `SOURCE_DATE_EPOCH`, the time zone of the site, and now. Goes out: a day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::fault::{Fault, Result};

/// The day that counts as today: `flag`, else that of `epoch` (seconds since 1970, as `SOURCE_DATE_EPOCH` has them),
/// else that of `now`; both as the calendar of `timezone` has it.
///
/// # Errors
/// A [`Fault`] if `epoch` is no number of seconds, or the time zone is unknown.
pub(super) fn today(
    flag: Option<Date>,
    epoch: Option<&str>,
    timezone: &str,
    now: Timestamp,
) -> Result<Date> {
    if let Some(day) = flag {
        return Ok(day);
    }
    let moment = match epoch {
        None => now,
        Some(text) => text
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
            .ok_or_else(|| {
                Fault::new(format!(
                    "SOURCE_DATE_EPOCH is {text:?}, which is no number of seconds since 1970"
                ))
                .hint("set it to something like 1770854400, or unset it")
            })?,
    };
    let timezone = TimeZone::get(timezone).map_err(|_| {
        Fault::new(format!("the time zone {timezone:?} is not known"))
            .hint("set `timezone` in site.yaml to a name such as Europe/Berlin, or give --today")
    })?;
    Ok(moment.to_zoned(timezone).date())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_flag_wins_over_the_epoch_over_the_clock() {
        let now: Timestamp = "2026-02-12T23:30:00Z".parse().unwrap();
        let flag = Some(date(2020, 1, 2));
        let epoch = Some("1000000000");
        assert_eq!(today(flag, epoch, "UTC", now).unwrap(), date(2020, 1, 2));
        assert_eq!(today(None, epoch, "UTC", now).unwrap(), date(2001, 9, 9));
        assert_eq!(today(None, None, "UTC", now).unwrap(), date(2026, 2, 12));
        assert_eq!(
            today(None, None, "Asia/Tokyo", now).unwrap(),
            date(2026, 2, 13)
        );
        assert_eq!(
            today(None, None, "America/New_York", now).unwrap(),
            date(2026, 2, 12)
        );
    }

    #[test]
    fn nonsense_is_a_fault() {
        let now = Timestamp::UNIX_EPOCH;
        for epoch in [
            "",
            "tomorrow",
            "1.5",
            "99999999999999999999",
            "9223372036854775807",
        ] {
            assert!(today(None, Some(epoch), "UTC", now).is_err(), "{epoch}");
        }
        assert!(today(None, None, "Mars/Olympus", now).is_err());
    }
}
