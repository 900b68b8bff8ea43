//! One new brief, company or page.

use jiff::civil::Date;

use super::{NewFile, fill, quoted, schema_line};
use crate::model::Slug;
use crate::schema::Kind;

/// Whether a new file is published at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationState {
    /// It has `draft: true`.
    Draft,
    /// It is published with the next build.
    Final,
}

impl PublicationState {
    /// The line of front matter that says so, with its line feed.
    const fn line(self) -> &'static str {
        match self {
            Self::Draft => "draft: true\n",
            Self::Final => "",
        }
    }
}

/// A brief to be begun.
#[derive(Clone, Debug)]
pub struct Brief<'a> {
    /// Its title.
    pub title: &'a str,
    /// The last part of its address.
    pub slug: &'a Slug,
    /// The day that it is of.
    pub date: Date,
    /// Whom it is about: slugs or names.
    pub companies: &'a [String],
    /// What it belongs to.
    pub tags: &'a [String],
    /// Whether it is published at once.
    pub state: PublicationState,
}

/// A company to be registered.
#[derive(Clone, Debug)]
pub struct Company<'a> {
    /// Its name.
    pub name: &'a str,
    /// The last part of its address.
    pub slug: &'a Slug,
    /// Other names that prose uses.
    pub aliases: &'a [String],
}

/// A page to be begun.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its address.
    pub slug: &'a Slug,
    /// Whether it is published at once.
    pub state: PublicationState,
}

const BRIEF: &str = include_str!("start/new-brief.md");
const COMPANY: &str = include_str!("start/new-company.md");
const PAGE: &str = include_str!("start/new-page.md");

impl Brief<'_> {
    /// The file: `content/briefs/2026-02-12-slug.md`.
    pub fn file(&self) -> NewFile {
        let values = [
            ("schema", &*schema_line(Kind::Brief, 2)),
            ("title", &quoted(self.title)),
            ("date", &self.date.to_string()),
            ("draft", self.state.line()),
            ("companies", &list(self.companies)),
            ("tags", &list(self.tags)),
        ];
        let path = format!("content/briefs/{}-{}.md", self.date, self.slug);
        NewFile::new(path, fill(BRIEF, &values))
    }
}

impl Company<'_> {
    /// The file: `content/companies/slug.md`.
    pub fn file(&self) -> NewFile {
        let values = [
            ("schema", &*schema_line(Kind::Company, 2)),
            ("name", &quoted(self.name)),
            ("aliases", &list(self.aliases)),
        ];
        let path = format!("content/companies/{}.md", self.slug);
        NewFile::new(path, fill(COMPANY, &values))
    }
}

impl Page<'_> {
    /// The file: `content/pages/slug.md`.
    pub fn file(&self) -> NewFile {
        let values = [
            ("schema", &*schema_line(Kind::Page, 2)),
            ("title", &quoted(self.title)),
            ("draft", self.state.line()),
        ];
        let path = format!("content/pages/{}.md", self.slug);
        NewFile::new(path, fill(PAGE, &values))
    }
}

/// A list in YAML's flow form: `["Runway", "Luma AI"]`.
fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_brief_has_its_day_in_name_and_front_matter() {
        let file = Brief {
            title: "A \"new\" world: part #2",
            slug: &Slug::new("new-world").unwrap(),
            date: date(2026, 2, 12),
            companies: &["runway".to_owned(), "Luma AI".to_owned()],
            tags: &["AI video".to_owned()],
            state: PublicationState::Draft,
        }
        .file();
        assert_eq!(file.path, "content/briefs/2026-02-12-new-world.md");
        for line in [
            "# yaml-language-server: $schema=../../.schema/brief.json",
            r##"title: "A \"new\" world: part #2""##,
            "date: 2026-02-12",
            "draft: true",
            r#"companies: ["runway", "Luma AI"]"#,
            r#"tags: ["AI video"]"#,
        ] {
            assert!(
                file.text.lines().any(|l| l == line),
                "{line}\n{}",
                file.text
            );
        }
    }
}
