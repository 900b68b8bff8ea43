//! Deadlines in the calendar against a second calculation, which knows nothing but the length of months.

use std::path::Path;

use crate::support::{load, load_with, options};

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_days(year: i32, month: i32) -> i32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

type Day = (i32, i32, i32);

fn add_days((mut year, mut month, mut day): Day, days: i32) -> Day {
    for _ in 0..days {
        day += 1;
        if day > month_days(year, month) {
            (day, month) = (1, month + 1);
        }
        if month > 12 {
            (month, year) = (1, year + 1);
        }
    }
    (year, month, day)
}

fn add_months((year, month, day): Day, months: i32) -> Day {
    let count = year * 12 + month - 1 + months;
    let (year, month) = (count / 12, count % 12 + 1);
    (year, month, day.min(month_days(year, month)))
}

fn end_of(year: i32, month: i32) -> Day {
    (year, month, month_days(year, month))
}

/// The month in which the fiscal year of the generated company ends, its last day included.
const YEAR_ENDS_IN: i32 = 6;

/// The day of a month that a month after `day` comes next, the day itself included.
fn next_end((year, month, day): Day, wanted: i32) -> Day {
    let end = end_of(year, wanted);
    if (month, day) <= (wanted, end.2) {
        end
    } else {
        end_of(year + 1, wanted)
    }
}

/// Deadlines in prose, and of a company whose fiscal year does not end in December.
fn prose() -> Vec<(Day, String, Day)> {
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
    let mut all = Vec::new();
    for (n, day) in (0..).zip(DAYS) {
        let (year, month, _) = day;
        let named = (n * 5 % 12) + 1;
        let name = MONTHS[usize::try_from(named - 1).unwrap()];
        all.push((
            day,
            format!("by the end of {name} {}", year + 1),
            end_of(year + 1, named),
        ));
        all.push((day, format!("by the end of {name}"), next_end(day, named)));
        all.push((day, format!("before 1 {name} {}", year + 2), {
            let before = if named == 1 {
                (year + 1, 12)
            } else {
                (year + 2, named - 1)
            };
            end_of(before.0, before.1)
        }));
        all.push((day, format!("by mid-{}", year + 1), (year + 1, 6, 30)));
        all.push((
            day,
            format!("by Q{} {}", n % 4 + 1, year + 1),
            end_of(year + 1, (n % 4 + 1) * 3),
        ));
        all.push((
            day,
            "by the end of the quarter".into(),
            end_of(year, (month + 2) / 3 * 3),
        ));
        all.push((day, "by the end of next year".into(), (year + 1, 12, 31)));
        all.push((
            day,
            format!("fiscal: {}", year + 1),
            end_of(year + 1, YEAR_ENDS_IN),
        ));
        all.push((
            day,
            format!("named: {}", year + 2),
            end_of(year + 2, YEAR_ENDS_IN),
        ));
    }
    all
}

const DAYS: [Day; 10] = [
    (2023, 12, 31),
    (2024, 1, 31),
    (2024, 2, 28),
    (2024, 2, 29),
    (2024, 8, 31),
    (2025, 2, 28),
    (2025, 11, 30),
    (2025, 12, 31),
    (2026, 1, 1),
    (2026, 2, 12),
];

/// Two hundred deadlines: the day of the brief, what is written, and the last day that counts.
fn deadlines() -> Vec<(Day, String, Day)> {
    let mut all = Vec::new();
    for (n, day) in (0..).zip(DAYS) {
        let (year, _, _) = day;
        for days in [1, 30, 90 + n, 365] {
            all.push((day, format!("within {days} days"), add_days(day, days)));
        }
        for weeks in [1, 6 + n] {
            all.push((
                day,
                format!("within {weeks} weeks"),
                add_days(day, 7 * weeks),
            ));
        }
        for months in [1, 6, 12 + n] {
            all.push((
                day,
                format!("within {months} months"),
                add_months(day, months),
            ));
        }
        all.push((day, "within two quarters".into(), add_months(day, 6)));
        all.push((day, "by year-end".into(), (year, 12, 31)));
        all.push((
            day,
            format!("by: {}-Q{}", year + 1, n % 4 + 1),
            end_of(year + 1, (n % 4 + 1) * 3),
        ));
        all.push((
            day,
            format!("by: {}-H{}", year + 2, n % 2 + 1),
            end_of(year + 2, (n % 2 + 1) * 6),
        ));
        all.push((day, format!("by: {}-02", year + 2), end_of(year + 2, 2)));
        all.push((
            day,
            format!("by: {}-{:02}", year + 3, n % 12 + 1),
            end_of(year + 3, n % 12 + 1),
        ));
        all.push((day, format!("by: {}", year + 4), (year + 4, 12, 31)));
        all.push((day, "by: 2028-02-29".into(), (2028, 2, 29)));
        all.push((day, format!("by: FY{}", year + 1), (year + 1, 12, 31)));
        all.push((
            day,
            format!("by: {}-07-0{}", year + 5, n % 9 + 1),
            (year + 5, 7, n % 9 + 1),
        ));
        all.push((day, format!("by: Mar {}", year + 1), end_of(year + 1, 3)));
    }
    all
}

/// The value of a property in each event, in order.
fn values(calendar: &str, name: &str) -> Vec<String> {
    let calendar = calendar.replace("\r\n ", "");
    calendar
        .split("\r\n")
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn two_hundred_deadlines_end_on_the_day_that_was_counted() {
    let mut deadlines = deadlines();
    assert_eq!(deadlines.len(), 200);
    deadlines.extend(prose());
    let mut text = format!(
        "-- content/companies/moonworks.md --\n---\nname: Moonworks\nfiscal_year_end: {YEAR_ENDS_IN:02}-30\n---\n"
    );
    for (index, ((year, month, day), words, _)) in deadlines.iter().enumerate() {
        let item = match words.split_once(": ") {
            Some(("by", by)) => format!("{{ title: T, text: It happens., by: \"{by}\" }}"),
            // The fiscal year of a company that the item declares, and of one that it only names.
            Some(("fiscal", year)) => {
                format!("{{ title: T, text: It happens., by: FY{year}, companies: [Moonworks] }}")
            }
            Some(("named", year)) => {
                format!("{{ title: T, text: Moonworks sells it., by: FY{year} }}")
            }
            _ => format!("\"T: it happens {words}.\""),
        };
        text.push_str(&format!(
            "-- content/briefs/{year:04}-{month:02}-{day:02}-b{index:03}.md --\n---\ntitle: B\nwatch: [{item}]\n---\n"
        ));
    }
    let calendar = load(&text).get("/watch.ics");
    let found: std::collections::BTreeMap<String, String> = values(&calendar, "UID")
        .into_iter()
        .zip(values(&calendar, "DTSTART;VALUE=DATE"))
        .collect();
    for (index, (from, words, (year, month, day))) in deadlines.iter().enumerate() {
        let expected = format!("{year:04}{month:02}{day:02}");
        let got = found.get(&format!("b{index:03}.w1@briefpress"));
        assert_eq!(got, Some(&expected), "{words} from {from:?}");
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("deadlines.ics");
    std::fs::write(path, calendar).unwrap();
}

#[test]
fn an_event_says_when_it_was_changed_and_how_often() {
    let mut options = options();
    options.base_url = Some("https://desk.example/news".into());
    let site = load_with(
        "-- site.yaml --\ntitle: T\nbase_url: https://desk.example\n-- content/briefs/2026-01-01-x.md --\n---\ntitle: X\ncompanies: [Runway]\nupdated: 2026-01-31T23:30:00-05:00\n\
         watch: [{ id: a, title: A, by: 2026-06-30, companies: [Runway] }, { id: b, title: B, by: 2026-07-01, companies: [Adobe], status: void }, \
         { id: c, title: C }]\n---\n\
         -- content/companies/runway.md --\n---\nname: Runway\n---\n\
         -- content/companies/adobe.md --\n---\nname: Adobe\n---\n\
         -- content/companies/luma.md --\n---\nname: Luma\n---\n",
        &options,
    );
    let all = site.get("/watch.ics");
    assert_eq!(
        values(&all, "UID"),
        ["x.a@desk.example", "x.b@desk.example"]
    );
    assert_eq!(values(&all, "SEQUENCE"), ["30", "30"]);
    assert_eq!(
        values(&all, "DTSTAMP"),
        ["20260201T043000Z", "20260201T043000Z"]
    );
    assert_eq!(values(&all, "DTEND;VALUE=DATE"), ["20260701", "20260702"]);
    assert_eq!(values(&all, "STATUS"), ["CONFIRMED", "CANCELLED"]);
    assert_eq!(
        values(&all, "URL")[0],
        "https://desk.example/news/briefs/x/#watch-a"
    );
    let adobe = site.get("/companies/adobe/watch.ics");
    assert_eq!(values(&adobe, "SUMMARY"), ["B"]);
    let none = site.press().routes().iter();
    assert!(
        none.clone()
            .all(|(url, _)| url.as_str() != "/companies/luma/watch.ics")
    );
}

#[test]
fn an_event_keeps_its_id_wherever_the_site_is_built_for() {
    let brief = "-- content/briefs/2026-01-05-x.md --\n---\ntitle: X\ndate: 2026-01-05\nwatch:\n  - item: Y\n    by: 2026-06-30\n---\nT.\n";
    let with = |config: &str, base_url: Option<&str>| {
        let mut options = options();
        options.base_url = base_url.map(Into::into);
        let site = load_with(
            &format!("-- site.yaml --\ntitle: T\n{config}{brief}"),
            &options,
        );
        let calendar = site.get("/watch.ics");
        let id = calendar.lines().find_map(|line| line.strip_prefix("UID:"));
        id.expect("an event has an id").to_owned()
    };
    assert_eq!(with("base_url: https://ex.org\n", None), "x.w1@ex.org");
    let moved = Some("https://new.example/x");
    assert_eq!(with("base_url: https://ex.org\n", moved), "x.w1@ex.org");
    let kept = "base_url: https://new.example\nfeed_id: \"tag:ex.org,2020\"\n";
    assert_eq!(with(kept, None), "x.w1@ex.org");
    assert_eq!(with("", moved), "x.w1@briefpress");
}
