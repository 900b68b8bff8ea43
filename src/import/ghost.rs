//! An export of Ghost.
//!
//! Comes in: the JSON that Ghost writes. Goes out: a draft for each post and page, with its tags and authors looked up,
//! its HTML as Markdown, and notes on what has no place. What was not for everybody becomes a draft.

use super::address::FileName;
use super::date;
use super::draft::{Draft, Source, Target};
use super::front;
use super::html;
use super::lexical;
use super::meta::{Meta, Picture};
use super::picture::plain_address;
use super::plain::escape;
use super::report::{Found, Notes};
use super::text::lines;
use super::tree::{Entry, Node};
use super::words::WordCount;

/// Keys of a post that say nothing to a reader, or are read below.
const SILENT: &[&str] = &[
    "id",
    "uuid",
    "title",
    "slug",
    "html",
    "lexical",
    "mobiledoc",
    "plaintext",
    "comment_id",
    "status",
    "visibility",
    "type",
    "published_at",
    "updated_at",
    "created_at",
    "feature_image",
    "feature_image_alt",
    "custom_excerpt",
    "canonical_url",
    "post_id",
    "created_by",
    "updated_by",
    "published_by",
    "author_id",
    "featured",
    "locale",
    "email_recipient_filter",
    "newsletter_id",
    "show_title_and_feature_image",
    "tags",
    "authors",
    "primary_tag",
    "primary_author",
    "page",
];

/// The posts of an export; `None` if `text` is none. An error has its line.
pub(super) fn read(text: &str) -> Option<Result<Vec<Draft>, (usize, String)>> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let looks = text.contains("\"posts\"");
    let top = match front::json(text) {
        Ok(top) => top,
        Err((line, reason)) => {
            return (looks && text.contains("\"db\"")).then_some(Err((line, reason)));
        }
    };
    let db = match top.get("db") {
        Some(Node::List(items)) => items.first()?,
        _ => &top,
    };
    let data = db.get("data").unwrap_or(db);
    let Some(Node::List(posts)) = data.get("posts") else {
        return None;
    };
    let tables = Tables::of(data);
    let drafts: Result<Vec<Draft>, _> = posts.iter().map(|post| tables.draft(post)).collect();
    Some(drafts.map(|mut drafts| {
        if let Some(first) = drafts.first_mut() {
            tables.tell_rest(first);
        }
        drafts
    }))
}

/// The tables that a post refers to.
struct Tables<'a> {
    data: &'a Node,
}

impl<'a> Tables<'a> {
    const fn of(data: &'a Node) -> Self {
        Self { data }
    }

    fn rows(&self, table: &str) -> &'a [Node] {
        match self.data.get(table) {
            Some(Node::List(rows)) => rows,
            _ => &[],
        }
    }

    /// What `field` says in the rows of `table` that `join` links with the post, in the order that is given there.
    fn linked(&self, join: &str, key: &str, table: &str, post: &Node, field: &str) -> Vec<String> {
        let Some(id) = text(post, "id") else {
            return Vec::new();
        };
        let mut links: Vec<&Node> = self
            .rows(join)
            .iter()
            .filter(|row| text(row, "post_id") == Some(id))
            .collect();
        links.sort_by_key(|row| {
            text(row, "sort_order")
                .and_then(|order| order.parse::<i64>().ok())
                .unwrap_or(0)
        });
        let find = |link: &&Node| {
            let id = text(link, key)?;
            let row = self
                .rows(table)
                .iter()
                .find(|row| text(row, "id") == Some(id))?;
            text(row, field).map(str::to_owned)
        };
        links.iter().filter_map(find).collect()
    }

    /// Tells, with the first post, what the export says of tags, people and the site, and no post has a place for.
    fn tell_rest(&self, first: &mut Draft) {
        const TOLD: [(&str, &str, &str); 3] = [
            ("tags", "description", "said of the tag"),
            ("users", "bio", "said of the author"),
            ("settings", "description", "the description of the site"),
        ];
        for (table, field, what) in TOLD {
            for row in self.rows(table) {
                let setting = table == "settings";
                let said = match setting {
                    true => text(row, "value").filter(|_| text(row, "key") == Some(field)),
                    false => text(row, field),
                };
                let Some(said) = said else { continue };
                let whom = text(row, "name").map_or(String::new(), |name| format!(" `{name}`"));
                first.words.add(said);
                first.notes.kept(
                    None,
                    said,
                    format!("{what}{whom}; no brief has a place for it"),
                );
            }
        }
        let other = ["settings", "newsletters", "products", "offers"];
        if other.iter().any(|table| !self.rows(table).is_empty()) {
            let message = "of the export posts and pages were read, and what they refer to; its settings, newsletters and offers were not";
            first.notes.not_understood(None, "", message);
        }
    }

    fn draft(&self, post: &Node) -> Result<Draft, (usize, String)> {
        let mut notes = Notes::default();
        let mut words = WordCount::default();
        let Node::Map(entries) = post else {
            return Err((1, "a post of this export is no object".to_owned()));
        };
        let line = entries.first().map_or(1, |entry| entry.line);
        let meta_row = self
            .rows("posts_meta")
            .iter()
            .find(|row| text(row, "post_id").is_some() && text(row, "post_id") == text(post, "id"));
        let mut meta = Meta::default();
        let title = text(post, "title").filter(|title| *title != "(Untitled)");
        meta.title = title.map(|title| Found {
            value: escape::inline(title),
            from: "export".to_owned(),
        });
        meta.dek = text(post, "custom_excerpt")
            .map(|text| escape::inline(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
        meta.slug = text(post, "slug")
            .and_then(crate::model::Slug::from_name)
            .map(|slug| slug.to_string());
        dates(post, line, &mut meta, &mut notes);
        meta.authors = self.linked("posts_authors", "author_id", "users", post, "name");
        if meta.authors.is_empty() {
            let id = text(post, "author_id");
            let user = self
                .rows("users")
                .iter()
                .find(|row| id.is_some() && text(row, "id") == id);
            meta.authors = user
                .and_then(|row| text(row, "name"))
                .map(str::to_owned)
                .into_iter()
                .collect();
        }
        // A tag that begins with `#` is Ghost's own, and no reader ever saw it.
        let tags = self.linked("posts_tags", "tag_id", "tags", post, "name");
        let (hidden, tags): (Vec<_>, Vec<_>) =
            tags.into_iter().partition(|tag| tag.starts_with('#'));
        meta.tags = tags;
        for tag in hidden {
            words.add(&tag);
            notes.kept(line, &tag, "an internal tag was left out");
        }
        let alt = text(post, "feature_image_alt")
            .or_else(|| meta_row.and_then(|row| text(row, "feature_image_alt")));
        meta.image = text(post, "feature_image").map(|path| Picture {
            path: plain_address(path),
            alt: alt.map(str::to_owned),
        });
        meta.canonical = text(post, "canonical_url")
            .filter(|url| url.starts_with("http"))
            .map(str::to_owned);
        meta.aliases = text(post, "slug")
            .map(|slug| format!("/{slug}/"))
            .filter(|path| crate::model::UrlPath::new(path).is_some())
            .into_iter()
            .collect();
        let rest = entries.iter().chain(
            meta_row
                .and_then(|row| match row {
                    Node::Map(entries) => Some(entries),
                    _ => None,
                })
                .into_iter()
                .flatten(),
        );
        for entry in rest {
            if !SILENT.contains(&entry.key.as_str())
                && !entry.value.is_empty()
                && entry.value != Node::Plain("0".to_owned())
            {
                if !meta.extra.iter().any(|known| known.key == entry.key) {
                    notes.kept(
                        entry.line,
                        &entry.key,
                        "has no meaning here; kept under `extra`",
                    );
                    meta.extra.push(Entry::new(
                        entry.key.as_str(),
                        entry.line,
                        entry.value.clone(),
                    ));
                }
                entry.value.each_text(&mut |text| words.add(text));
            }
        }
        for field in ["title", "custom_excerpt"] {
            words.add(text(post, field).unwrap_or_default());
        }

        let is_page = text(post, "type") == Some("page")
            || post.get("page").and_then(Node::as_bool) == Some(true);
        let target = if is_page { Target::Page } else { Target::Brief };
        let (html, texts) = match text(post, "html") {
            Some(html) => (html.to_owned(), String::new()),
            None => {
                let form = lexical::read(post).unwrap_or_default();
                (form.html, form.texts)
            }
        };
        // Without a form that is read, the words alone are what is left of a post.
        let plain = text(post, "plaintext").filter(|_| html.trim().is_empty());
        if let Some(plain) = plain {
            words.add(plain);
            notes.done(
                line,
                "only its plain text was there to read, without links and pictures",
            );
            let mut lines = lines(&plain.replace("\r\n", "\n"), line);
            // In the file all of it is one line.
            lines.iter_mut().for_each(|each| each.number = line);
            return Ok(Draft {
                file: String::new(),
                line,
                form: "an export of Ghost".to_owned(),
                name: FileName::of(""),
                meta,
                body: Source::Plain(lines),
                notes,
                words,
                target,
            });
        }
        let html = html.replace("__GHOST_URL__", "");
        let mut seen = WordCount::default();
        seen.add(&html::visible(&html));
        // What the editor's form says and its HTML does not must be found again too.
        let mut told = WordCount::default();
        told.add(&texts.replace("__GHOST_URL__", ""));
        for word in told.lacking_in(&seen) {
            words.add(&word);
        }
        words.add(&html::visible(&html));
        let Some(markdown) = html::markdown(&html, Some(line), &mut notes) else {
            return Err((line, "the HTML of a post is nested too deeply".to_owned()));
        };
        if html.is_empty()
            && ["lexical", "mobiledoc"]
                .iter()
                .any(|key| text(post, key).is_some())
        {
            notes.decide(line, "the text of this post is in a form that is not read; publish it in Ghost and export once more");
        }
        Ok(Draft {
            file: String::new(),
            line,
            form: "an export of Ghost".to_owned(),
            name: FileName::of(""),
            meta,
            body: Source::Markdown(markdown, line),
            notes,
            words,
            target,
        })
    }
}

/// Dates, and whether the post was for everybody.
fn dates(post: &Node, line: usize, meta: &mut Meta, notes: &mut Notes) {
    let moment = |key: &str| text(post, key).and_then(date::moment);
    let published = moment("published_at");
    if let (Some(date), Some(written)) = (&published, text(post, "published_at"))
        && date != written
    {
        notes.changed(line, written, format!("the date is written as `{date}`"));
    }
    meta.date = published.map(|value| Found {
        value,
        from: "export".to_owned(),
    });
    let status = text(post, "status").unwrap_or("published");
    if status != "published" && status != "sent" {
        meta.draft = true;
        notes.changed(line, &format!("status: {status}"), "became `draft: true`");
    }
    let visibility = text(post, "visibility").unwrap_or("public");
    if visibility != "public" {
        meta.draft = true;
        notes.decide_about(
            line,
            &format!("visibility: {visibility}"),
            "it was not for everybody, so that it became a draft: decide whether to publish it",
        );
    }
}

/// A text that is not empty.
fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)
        .and_then(Node::as_text)
        .filter(|text| !text.is_empty())
}
