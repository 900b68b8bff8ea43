//! The dataset's tables and their columns: one list from which files, schemas and the page about them are made.
//!
//! Comes in: nothing. Goes out: names, types and one sentence for each column. The rows are made elsewhere; their cells
//! stand in the order of [`Table::columns`].

/// A table of the dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// One row a brief.
    Briefs,
    /// One row a company.
    Companies,
    /// One row a number.
    Numbers,
    /// One row an effect.
    Effects,
    /// One row a watch item.
    Watch,
    /// One row an occurrence of a company's name.
    Mentions,
}

/// A form in which a table is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// An array of objects.
    Json,
    /// For spreadsheets.
    Csv,
    /// The JSON Schema of [`Form::Json`].
    Schema,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, in both forms.
    pub name: &'static str,
    /// What a cell holds.
    pub kind: Kind,
    /// Whether a cell may be null (empty in CSV).
    pub absence: Absence,
    /// What it says, in one sentence.
    pub about: &'static str,
}

/// Whether every row has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Every row has one.
    Never,
    /// A row may have none.
    Possible,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Plain text on one line.
    Text,
    /// An address.
    Address,
    /// A day, or an instant with its offset (RFC 3339).
    Moment,
    /// A day.
    Day,
    /// A date as precise as it was written: `2026-02`, `2026-Q1`, `FY2025`.
    PartialDate,
    /// A decimal without exponent, as text.
    Decimal,
    /// A whole number.
    Integer,
    /// Yes or no.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Several texts.
    List,
}

impl Table {
    /// Every table, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::Briefs,
        Self::Companies,
        Self::Numbers,
        Self::Effects,
        Self::Watch,
        Self::Mentions,
    ];

    /// Its name, which is that of its files: `numbers`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Briefs => "briefs",
            Self::Companies => "companies",
            Self::Numbers => "numbers",
            Self::Effects => "effects",
            Self::Watch => "watch",
            Self::Mentions => "mentions",
        }
    }

    /// What one row is.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Briefs => "Every brief, newest first.",
            Self::Companies => "Every company, by slug.",
            Self::Numbers => "Every number of every brief, by brief, in the order of writing.",
            Self::Effects => "Every effect of every brief, by brief and order.",
            Self::Watch => "Every watch item of every brief, by brief, in the order of writing.",
            Self::Mentions => {
                "Every occurrence of a company's name in a brief, in the order of reading."
            }
        }
    }

    /// Its columns, in order.
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Briefs => BRIEFS,
            Self::Companies => COMPANIES,
            Self::Numbers => NUMBERS,
            Self::Effects => EFFECTS,
            Self::Watch => WATCH,
            Self::Mentions => MENTIONS,
        }
    }
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Schema];

    /// How the name of a file in this form ends, after the name of its table.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => ".json",
            Self::Csv => ".csv",
            Self::Schema => ".schema.json",
        }
    }
}

const fn always(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column {
        name,
        kind,
        absence: Absence::Never,
        about,
    }
}

const fn maybe(name: &'static str, kind: Kind, about: &'static str) -> Column {
    Column {
        name,
        kind,
        absence: Absence::Possible,
        about,
    }
}

const BRIEF: Column = always("brief", Kind::Text, "The slug of its brief.");
const DATE: Column = always("date", Kind::Moment, "When its brief was published.");
const PLACE: Column = always(
    "url",
    Kind::Address,
    "Where it stands on the page of its brief.",
);
const SLUGS: &str = "Slugs of the companies it is about.";

const BRIEFS: &[Column] = &[
    always("slug", Kind::Text, "Its slug, which no other brief has."),
    always("title", Kind::Text, "The title."),
    always("date", Kind::Moment, "When it was published."),
    maybe("updated", Kind::Moment, "When it was last changed."),
    maybe("dek", Kind::Text, "The sentence under the title."),
    always("url", Kind::Address, "Its page."),
    always(
        "companies",
        Kind::List,
        "Slugs of the companies it declares, the subject first.",
    ),
    always("tags", Kind::List, "Its tags."),
    always("words", Kind::Integer, "Words of its body."),
];

const COMPANIES: &[Column] = &[
    always("slug", Kind::Text, "Its slug, which no other company has."),
    always("name", Kind::Text, "The name that is shown."),
    always("aliases", Kind::List, "Other names."),
    always("products", Kind::List, "Names of its products."),
    maybe("sector", Kind::Text, "Its sector."),
    always("url", Kind::Address, "Its page."),
    always("briefs", Kind::Integer, "Briefs that declare or name it."),
    maybe(
        "first_brief",
        Kind::Moment,
        "The date of the first of them.",
    ),
    maybe("last_brief", Kind::Moment, "The date of the last of them."),
];

const NUMBERS: &[Column] = &[
    always(
        "id",
        Kind::Text,
        "Its id, which no other number of its brief has: the one that was given, else kind and ordinal.",
    ),
    BRIEF,
    DATE,
    maybe("company", Kind::Text, "The slug of its company."),
    maybe(
        "metric",
        Kind::Text,
        "Its metric: that of the dictionary in site.yaml which its `metric` or its label names, else its `metric` as written.",
    ),
    maybe("label", Kind::Text, "What it is a number of."),
    always("as_written", Kind::Text, "The author's wording."),
    maybe(
        "value",
        Kind::Decimal,
        "The value, scale applied; of a change, the value now.",
    ),
    maybe("low", Kind::Decimal, "The lower end of a range."),
    maybe("high", Kind::Decimal, "The upper end of a range."),
    maybe("previous", Kind::Decimal, "The value before, of a change."),
    maybe(
        "unit",
        Kind::Text,
        "What is counted, as written, else as site.yaml says of its metric: a currency's ISO 4217 code, `percent`, `pp`, `bps`, `x`, or a word such as `people`.",
    ),
    always(
        "approx",
        Kind::Flag,
        "Whether it was written as approximate.",
    ),
    always(
        "kind",
        Kind::Word(&["reported", "estimate", "projection"]),
        "How firm it is.",
    ),
    maybe(
        "as_of",
        Kind::PartialDate,
        "The point in time it holds for.",
    ),
    maybe(
        "since",
        Kind::PartialDate,
        "The start of the period it covers.",
    ),
    maybe(
        "through",
        Kind::PartialDate,
        "The end of the period it covers.",
    ),
    maybe("note", Kind::Text, "The author's note."),
    maybe("source", Kind::Address, "Where it was published."),
    PLACE,
];

const EFFECTS: &[Column] = &[
    always(
        "id",
        Kind::Text,
        "Its id, which no other effect of its brief has: the one that was given, else kind and ordinal.",
    ),
    BRIEF,
    DATE,
    always("order", Kind::Integer, "1, 2 or 3."),
    maybe("title", Kind::Text, "A few words."),
    maybe("text", Kind::Text, "The text."),
    always("companies", Kind::List, SLUGS),
    maybe(
        "follows",
        Kind::Text,
        "The effect it follows from, as `brief#id`.",
    ),
    maybe(
        "confirms",
        Kind::Text,
        "The effect of an older brief that came true with it, as `brief#id`.",
    ),
    PLACE,
];

const WATCH: &[Column] = &[
    always(
        "id",
        Kind::Text,
        "Its id, which no other watch item of its brief has: the one that was given, else kind and ordinal.",
    ),
    BRIEF,
    DATE,
    always("companies", Kind::List, SLUGS),
    maybe("title", Kind::Text, "A few words."),
    maybe("text", Kind::Text, "The text."),
    maybe("due", Kind::Day, "The last day of the deadline."),
    maybe(
        "due_as_written",
        Kind::Text,
        "The words the deadline was read off.",
    ),
    always(
        "status",
        Kind::Word(&["open", "hit", "miss", "void"]),
        "How it ended, if it did.",
    ),
    maybe("probability", Kind::Decimal, "From 0 to 1."),
    maybe("resolved", Kind::PartialDate, "When it was resolved."),
    maybe("outcome", Kind::Text, "What happened."),
    maybe("evidence", Kind::Address, "Proof."),
    PLACE,
];

const MENTIONS: &[Column] = &[
    always(
        "id",
        Kind::Text,
        "Its id, which no other mention of its brief has: the slug of the company and which of its mentions there it is.",
    ),
    BRIEF,
    always("company", Kind::Text, "The slug of the company."),
    always("name", Kind::Text, "The name as it stands there."),
    maybe(
        "section",
        Kind::Text,
        "The anchor, on the page of the brief, of the section, effect, number or watch item it stands in.",
    ),
    always(
        "role",
        Kind::Word(&["subject", "declared", "mentioned"]),
        "What the company is in that brief.",
    ),
    always("sentence", Kind::Text, "The sentence it stands in."),
    always("linked", Kind::Flag, "Whether the name is a link."),
    always(
        "url",
        Kind::Address,
        "The page of its brief, at the section it stands in.",
    ),
];
