//! Deadlines as a calendar (RFC 5545), of all companies or of one.
//!
//! Comes in: the site. Goes out: a calendar of all-day events, one for each watch item that has a last day. An event is
//! known by its brief and its id, so that a later build changes it and never doubles it.

mod lines;

use jiff::civil::Date;
use jiff::tz::Offset;

use self::lines::Lines;
use super::plain;
use crate::link::{BriefEntry, CompanyId, Site};
use crate::model::{Moment, WatchItem, WatchStatus, decimal_text};

/// The calendar of a company, or of all.
pub(crate) fn calendar(site: &Site, company: Option<CompanyId>) -> Vec<u8> {
    let title = plain::one_line(&site.config.title);
    let name = match company.and_then(|id| site.companies.get(id.0 as usize)) {
        Some(company) => format!("{title}: {}", plain::one_line(&company.name)),
        None => title,
    };
    let mut lines = Lines::default();
    lines.value("BEGIN", "VCALENDAR");
    lines.value("VERSION", "2.0");
    lines.text(
        "PRODID",
        concat!("-//briefpress//", env!("CARGO_PKG_VERSION"), "//EN"),
    );
    lines.value("CALSCALE", "GREGORIAN");
    lines.value("METHOD", "PUBLISH");
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.value("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    match company {
        // The dossier knows which these are: looking for them in every brief would make the cost of all calendars grow
        // with the square of the site.
        Some(id) => {
            let watch = site.dossier(id).map_or(&[][..], |dossier| &dossier.watch);
            for (brief, item) in watch {
                if let Some(entry) = site.briefs.get(brief.0 as usize) {
                    event(site, entry, *item as usize, &mut lines);
                }
            }
        }
        None => {
            for entry in &site.briefs {
                for item in 0..entry.watch_due.len() {
                    event(site, entry, item, &mut lines);
                }
            }
        }
    }
    lines.value("END", "VCALENDAR");
    lines.finish()
}

/// One item, if it has a last day.
fn event(site: &Site, entry: &BriefEntry, index: usize, lines: &mut Lines) {
    let Some(due) = entry.watch_due.get(index).copied().flatten() else {
        return;
    };
    let Some(item) = entry.document.value.watch.get(index) else {
        return;
    };
    let companies = entry
        .watch_companies
        .get(index)
        .map_or(&[][..], Vec::as_slice);
    let brief = &entry.document.value;
    let whose = whose(site);
    let changed = brief.updated.as_ref().unwrap_or(&brief.date).value;
    let days = brief.date.value.day.until(changed.day);
    let sequence = days.map_or(0, |span| span.get_days()).max(0);
    let text = plain::passage(entry, &item.text);
    let summary = plain::watch_name(entry, item);

    lines.value("BEGIN", "VEVENT");
    lines.text("UID", &format!("{}.{}@{whose}", brief.slug, item.id));
    lines.value("DTSTAMP", &stamp(&changed));
    lines.value("SEQUENCE", &sequence.to_string());
    lines.value("DTSTART;VALUE=DATE", &day(due));
    // Without an end, an event by date lasts one day: only the last day that there is has none.
    if let Ok(next) = due.tomorrow() {
        lines.value("DTEND;VALUE=DATE", &day(next));
    }
    lines.text("SUMMARY", &summary);
    lines.text("DESCRIPTION", &description(entry, item, text));
    if let Some(base_url) = &site.config.base_url {
        lines.value("URL", &format!("{base_url}{}#{}", entry.url, item.anchor()));
    }
    let names: Vec<String> = companies
        .iter()
        .filter_map(|id| site.companies.get(id.0 as usize))
        .map(|company| plain::one_line(&company.name))
        .collect();
    if !names.is_empty() {
        lines.texts("CATEGORIES", &names);
    }
    lines.value(
        "STATUS",
        match item.status {
            WatchStatus::Open | WatchStatus::Hit | WatchStatus::Miss => "CONFIRMED",
            WatchStatus::Void => "CANCELLED",
        },
    );
    lines.value("TRANSP", "TRANSPARENT");
    lines.value("END", "VEVENT");
}

/// What is known of an item, a line each.
fn description(entry: &BriefEntry, item: &WatchItem, text: Option<String>) -> String {
    let status = match item.status {
        WatchStatus::Open => None,
        WatchStatus::Hit => Some("Came true"),
        WatchStatus::Miss => Some("Did not come true"),
        WatchStatus::Void => Some("Can no longer be decided"),
    };
    let outcome = item.outcome.as_deref().and_then(plain::text);
    let written = item.due_as_written.as_deref().map(plain::one_line);
    let probability = item.probability.map(decimal_text);
    [
        text,
        status.map(str::to_owned),
        outcome,
        written.map(|words| format!("Deadline as written: {words}")),
        probability.map(|probability| format!("Probability: {probability}")),
        plain::text(&entry.document.value.title.value).map(|title| format!("Brief: {title}")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("\n")
}

/// `20260513`.
fn day(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// `20260212T000000Z`: the instant, or the beginning of the day.
fn stamp(moment: &Moment) -> String {
    let time = match moment.instant {
        Some(instant) => Offset::UTC.to_datetime(instant),
        None => moment.day.at(0, 0, 0, 0),
    };
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What makes the ids of this site's events its own: the host that its feed ids name, which no `--base-url` changes.
fn whose(site: &Site) -> &str {
    let named = site.config.feed_id.as_deref();
    let named = named.and_then(|id| id.strip_prefix("tag:")?.split(',').next());
    named.unwrap_or("briefpress")
}
