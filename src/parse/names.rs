//! What a file's name says.
//!
//! Comes in: a path. Goes out: the name without a date before it, and that date: `2026-02-12-runway.md` is `runway` of
//! 2026-02-12, and `runway/index.md` is `runway`.

use jiff::civil::Date;

/// What a file's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileName<'a> {
    /// The name, or the folder's for `index.md`, without a date before it. Not always a slug.
    pub(super) name: &'a str,
    /// The date before the name.
    pub(super) date: Option<Date>,
}

impl<'a> FileName<'a> {
    /// Reads a path relative to the site: `content/briefs/name.md`.
    pub(super) fn of(path: &'a str) -> Self {
        let mut segments = path.rsplit('/');
        let file = segments.next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folder = segments.next().filter(|_| {
            // `content/briefs/index.md` stands in no folder of its own.
            segments.next().is_some() && segments.next().is_some()
        });
        let name = match (stem, folder) {
            ("index", Some(folder)) => folder,
            _ => stem,
        };
        match dated(name) {
            Some((date, name)) => Self {
                name,
                date: Some(date),
            },
            None => Self { name, date: None },
        }
    }
}

/// The date before a name, and the rest. A name that is only a date keeps it as its name.
fn dated(name: &str) -> Option<(Date, &str)> {
    let prefix = name.get(..10)?;
    let shape = prefix.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let date = prefix.parse().ok().filter(|_| shape)?;
    let rest = &name[10..];
    match rest.strip_prefix(['-', '_', ' ', '.']) {
        Some(rest) if !rest.is_empty() => Some((date, rest)),
        _ => rest.is_empty().then_some((date, name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_gives_slug_and_date() {
        for (path, name, date) in [
            ("content/briefs/runway.md", "runway", None),
            (
                "content/briefs/2026-02-12-runway.md",
                "runway",
                Some("2026-02-12"),
            ),
            (
                "content/briefs/2026/02/2026-02-12_a-b.md",
                "a-b",
                Some("2026-02-12"),
            ),
            ("content/briefs/runway/index.md", "runway", None),
            (
                "content/briefs/2026-02-12-runway/index.md",
                "runway",
                Some("2026-02-12"),
            ),
            ("content/briefs/index.md", "index", None),
            (
                "content/briefs/2026-02-12.md",
                "2026-02-12",
                Some("2026-02-12"),
            ),
            ("content/briefs/2026-02-31-x.md", "2026-02-31-x", None),
            ("content/briefs/20260212-x.md", "20260212-x", None),
            ("content/briefs/Gen-4.5.md", "Gen-4.5", None),
            ("content/pages/about.markdown", "about", None),
            ("ünï-cödé", "ünï-cödé", None),
            ("", "", None),
        ] {
            let found = FileName::of(path);
            let date = date.map(|d| d.parse().expect("a date"));
            assert_eq!((found.name, found.date), (name, date), "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_path_panics(path in "(?s).{0,40}", dated in "[0-9-]{10}.{0,5}") {
            FileName::of(&path);
            FileName::of(&dated);
        }
    }
}
