//! Names of files, and the addresses that old posts had.
//!
//! Comes in: the name of an input file, and what its keys say about addresses. Goes out: a slug, a date, and paths
//! that redirects can be made of. Nothing is guessed: an address that depends on the settings of the old site is told
//! as unknown.

use jiff::civil::Date;

use crate::model::{Slug, UrlPath};

/// The longest slug that is made of a title, in characters.
const SLUG_LENGTH: usize = 60;

/// What the name of an input file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileName {
    /// The name without folders, date and extension; of `post/index.md` that of the folder.
    pub(super) stem: String,
    /// The date before it.
    pub(super) date: Option<String>,
    /// What comes after the last full stop, in small letters.
    pub(super) extension: String,
    /// Whether it lies in a folder of Jekyll's drafts.
    pub(super) in_drafts: bool,
    /// Whether it lies in a folder of Jekyll's posts or drafts.
    pub(super) is_jekyll: bool,
}

impl FileName {
    /// Reads `name`, a path with `/` or `\`.
    pub(super) fn of(name: &str) -> Self {
        let name = name.replace('\\', "/");
        let mut parts = name.rsplit('/');
        let file = parts.next().unwrap_or_default();
        let (mut stem, extension) = match file.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension.to_ascii_lowercase()),
            _ => (file, String::new()),
        };
        if matches!(stem, "index" | "_index")
            && let Some(folder) = parts
                .next()
                .filter(|folder| !matches!(*folder, "" | "." | ".."))
        {
            stem = folder;
        }
        let (date, stem) = dated(stem);
        let has = |folder: &str| name.split('/').any(|part| part == folder);
        Self {
            stem: stem.to_owned(),
            date,
            extension,
            in_drafts: has("_drafts"),
            is_jekyll: has("_posts") || has("_drafts"),
        }
    }
}

impl FileName {
    /// Whether it is called Markdown.
    pub(super) fn is_markdown(&self) -> bool {
        matches!(
            self.extension.as_str(),
            "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx"
        )
    }
}

/// The date that a name begins with, and the rest of it.
fn dated(stem: &str) -> (Option<String>, &str) {
    let Some(head) = stem.get(..10) else {
        return (None, stem);
    };
    let shape = head.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-' || byte == b'_',
        _ => byte.is_ascii_digit(),
    });
    let date = head.replace('_', "-");
    let rest = stem[10..].trim_start_matches(['-', '_', ' ', '.']);
    if !shape || date.parse::<Date>().is_err() || rest.is_empty() {
        return (None, stem);
    }
    (Some(date), rest)
}

/// The slug for a title: its first words.
pub(super) fn slug_of_title(title: &str) -> Option<Slug> {
    let slug = Slug::from_name(title)?;
    let short = match slug.as_str().char_indices().nth(SLUG_LENGTH) {
        None => return Some(slug),
        Some((end, _)) => &slug.as_str()[..end],
    };
    let cut = short
        .rfind('-')
        .filter(|at| *at > SLUG_LENGTH / 2)
        .unwrap_or(short.len());
    Slug::new(&short[..cut])
}

/// The path of an address that led to a post: `https://old.example/a/?x` is `/a/`. `None` if there is none in it.
pub(super) fn old_path(text: &str) -> Option<UrlPath> {
    let text = text.trim();
    let rest = match text.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => text,
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    if path.is_empty() || path.contains(char::is_whitespace) && path.contains(':') {
        return None;
    }
    let path = match path.starts_with('/') {
        true => path.to_owned(),
        false => format!("/{}", path.trim_start_matches("./")),
    };
    UrlPath::new(&path)
}

/// What Jekyll's named permalink styles stand for.
const STYLES: &[(&str, &str)] = &[
    ("date", "/:categories/:year/:month/:day/:title.html"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("none", "/:categories/:title.html"),
];

/// A permalink with placeholders (`/:year/:title/`) filled in; the text as it is if it has none. `None` if a
/// placeholder stands for something that is not known here.
pub(super) fn filled(
    pattern: &str,
    slug: &str,
    date: Option<Date>,
    categories: &[String],
) -> Option<String> {
    let style = STYLES.iter().find(|(name, _)| *name == pattern);
    let pattern = style.map_or(pattern, |(_, pattern)| pattern);
    if !pattern.contains("/:") {
        return Some(pattern.to_owned());
    }
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest
            .find(|c: char| !c.is_ascii_alphabetic() && c != '_')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        rest = after;
        out += &match (name, date) {
            ("title" | "slug" | "filename" | "slugorfilename" | "contentbasename", _) => {
                slug.to_owned()
            }
            ("year", Some(date)) => format!("{:04}", date.year()),
            ("month", Some(date)) => format!("{:02}", date.month()),
            ("day", Some(date)) => format!("{:02}", date.day()),
            ("i_month", Some(date)) => date.month().to_string(),
            ("i_day", Some(date)) => date.day().to_string(),
            ("short_year", Some(date)) => format!("{:02}", date.year() % 100),
            ("output_ext", _) => ".html".to_owned(),
            ("categories", _) => categories.join("/").to_lowercase(),
            _ => return None,
        };
    }
    out.push_str(rest);
    Some(out.replace("//", "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_says_stem_date_and_system() {
        for (name, stem, date, extension, jekyll) in [
            (
                "_posts/2026-02-12-runway.md",
                "runway",
                Some("2026-02-12"),
                "md",
                true,
            ),
            (
                "site/_drafts/later.markdown",
                "later",
                None,
                "markdown",
                true,
            ),
            ("content/posts/runway/index.md", "runway", None, "md", false),
            (
                "content/2026-02-12_runway.MD",
                "runway",
                Some("2026-02-12"),
                "md",
                false,
            ),
            ("C:\\briefs\\a b.txt", "a b", None, "txt", false),
            ("2026-02-31-x.md", "2026-02-31-x", None, "md", false),
            ("2026-02-12.txt", "2026-02-12", None, "txt", false),
            ("index.md", "index", None, "md", false),
            ("-", "-", None, "", false),
            ("", "", None, "", false),
        ] {
            let found = FileName::of(name);
            assert_eq!(
                (
                    &*found.stem,
                    found.date.as_deref(),
                    &*found.extension,
                    found.is_jekyll
                ),
                (stem, date, extension, jekyll),
                "{name}"
            );
        }
    }

    #[test]
    fn old_addresses_become_paths() {
        for (text, path) in [
            ("/old/", Some("/old/")),
            ("old/post.html", Some("/old/post.html")),
            ("https://old.example/a/?x=1#y", Some("/a/")),
            ("https://old.example", Some("/")),
            ("/a/../b", None),
            ("/ü/", Some("/%C3%BC/")),
            ("", None),
        ] {
            assert_eq!(old_path(text).as_ref().map(UrlPath::as_str), path, "{text}");
        }
    }

    #[test]
    fn permalinks_are_filled_in_as_far_as_they_are_known() {
        let date = "2026-02-03".parse().ok();
        for (pattern, categories, path) in [
            ("/blog/:year/:month/:title/", 0, Some("/blog/2026/02/x/")),
            ("/:categories/:title.html", 0, Some("/x.html")),
            ("/:categories/:title.html", 2, Some("/a b/c/x.html")),
            ("pretty", 0, Some("/2026/02/03/x/")),
            ("pretty", 2, Some("/a b/c/2026/02/03/x/")),
            ("/:section/:slug/", 0, None),
            ("/plain/", 1, Some("/plain/")),
            ("/:i_month-:i_day/", 0, Some("/2-3/")),
        ] {
            let categories = &["A b".to_owned(), "C".to_owned()][..categories];
            assert_eq!(
                filled(pattern, "x", date, categories).as_deref(),
                path,
                "{pattern}"
            );
        }
        assert_eq!(filled("/:year/:title/", "x", None, &[]), None);
    }

    #[test]
    fn slugs_of_titles_end_at_a_word() {
        let slug = |title: &str| slug_of_title(title).map(|s| s.to_string());
        assert_eq!(
            slug("Runway: the shift!").as_deref(),
            Some("runway-the-shift")
        );
        let long = slug(
            "Runway leaves the studio behind and sets out for the physics of simulated worlds",
        );
        assert_eq!(
            long.as_deref(),
            Some("runway-leaves-the-studio-behind-and-sets-out-for-the")
        );
        assert_eq!(slug("—"), None);
    }
}
