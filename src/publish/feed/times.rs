//! Points in time as feeds write them. A day is the midnight at which it begins in the site's time zone.

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use crate::model::{Moment, SiteConfig};

/// A point in time, seen from where it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Time(Zoned);

/// The calendar of one site.
pub(super) struct Clock(TimeZone);

impl Clock {
    pub(super) fn of(config: &SiteConfig) -> Self {
        Self(TimeZone::get(&config.timezone).unwrap_or(TimeZone::UTC))
    }

    /// A moment of an author's.
    pub(super) fn moment(&self, moment: &Moment) -> Time {
        match moment.instant {
            Some(instant) => Time(instant.to_zoned(TimeZone::fixed(moment.offset))),
            None => self.day(moment.day),
        }
    }

    /// The beginning of a day.
    pub(super) fn day(&self, day: Date) -> Time {
        let begins = day
            .to_zoned(self.0.clone())
            // Years of four digits are far inside of what can be told; this only spares a panic.
            .unwrap_or_else(|_| Zoned::new(jiff::Timestamp::UNIX_EPOCH, TimeZone::UTC));
        // Before there were time zones, a place's own noon told the time: to the second, which no feed can write.
        match begins.offset().seconds() % 60 {
            0 => Time(begins),
            _ => Time(begins.with_time_zone(TimeZone::UTC)),
        }
    }
}

impl Time {
    /// What a feed says that never had an entry, and so was never changed.
    pub(super) fn never() -> Self {
        Self(Zoned::new(jiff::Timestamp::UNIX_EPOCH, TimeZone::UTC))
    }

    /// By RFC 3339: `2026-02-12T00:00:00+01:00`.
    pub(super) fn rfc3339(&self) -> String {
        match self.0.offset() {
            Offset::UTC => self.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            _ => self.0.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        }
    }

    /// By RFC 822 with a year of four digits, as RSS has it: `Thu, 12 Feb 2026 00:00:00 +0100`.
    pub(super) fn rfc822(&self) -> String {
        self.0.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_the_site() {
        let clock = |timezone: &str| {
            Clock::of(&SiteConfig {
                timezone: timezone.into(),
                ..SiteConfig::default()
            })
        };
        for (timezone, day, rfc3339, rfc822) in [
            (
                "UTC",
                date(2026, 2, 12),
                "2026-02-12T00:00:00Z",
                "Thu, 12 Feb 2026 00:00:00 +0000",
            ),
            (
                "Europe/Berlin",
                date(2026, 7, 1),
                "2026-07-01T00:00:00+02:00",
                "Wed, 01 Jul 2026 00:00:00 +0200",
            ),
            (
                "America/New_York",
                date(1000, 1, 1),
                "1000-01-01T04:56:02Z",
                "Wed, 01 Jan 1000 04:56:02 +0000",
            ),
        ] {
            let time = clock(timezone).day(day);
            assert_eq!(time.rfc3339(), rfc3339);
            assert_eq!(time.rfc822(), rfc822);
        }
        let instant = "2026-02-12T10:00:00Z".parse().unwrap();
        let moment = Moment::instant(instant, Offset::constant(5));
        let time = clock("UTC").moment(&moment);
        assert_eq!(time.rfc3339(), "2026-02-12T15:00:00+05:00");
        assert!(time > clock("UTC").day(date(2026, 2, 12)));
    }
}
