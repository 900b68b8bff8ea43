//! Every code that briefpress can print. Codes are public and permanent: one that is gone is never reused.

use super::Severity;

macro_rules! codes {
    ($( $(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident; )+) => {
        /// The kind of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( $(#[doc = $doc])+ $name, )+ }

        impl Code {
            /// Every code, in the order of the reference.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// The printed form, in kebab-case.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )+ }
            }

            /// The usual severity.
            pub const fn severity(self) -> Severity {
                match self { $( Self::$name => Severity::$severity, )+ }
            }

            /// What it means, for the reference.
            pub const fn explanation(self) -> &'static str {
                match self { $( Self::$name => concat!($($doc, "\n"),+), )+ }
            }
        }
    };
}

codes! {
    /// A text file, or the name of a file, is not UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A file is larger than briefpress reads (bodies 5 MiB, front matter 64 KiB), or has more items than a brief can hold.
    FileTooLarge = "file-too-large", Error;
    /// A file or folder of the site is there, and the system does not let briefpress read it.
    UnreadableFile = "unreadable-file", Error;
    /// A symbolic link inside the site is not followed.
    SymlinkIgnored = "symlink-ignored", Warning;
    /// A Markdown file has no front matter between two `---` lines.
    FrontMatterMissing = "front-matter-missing", Error;
    /// Front matter was opened with `---` and never closed.
    FrontMatterUnclosed = "front-matter-unclosed", Error;
    /// The front matter or site.yaml is not valid YAML.
    YamlSyntax = "yaml-syntax", Error;
    /// YAML is nested deeper than 64 levels.
    YamlTooDeep = "yaml-too-deep", Error;
    /// A key is given twice in one map.
    DuplicateKey = "duplicate-key", Error;
    /// Two keys say the same thing (`dek` and `summary`, for example).
    SynonymClash = "synonym-clash", Error;
    /// A key that briefpress does not know.
    UnknownKey = "unknown-key", Warning;
    /// A key that must be there is not.
    MissingKey = "missing-key", Error;
    /// A value is of the wrong kind (a list where text is wanted, for example).
    WrongType = "wrong-type", Error;
    /// A value is of the right kind but not one that is allowed.
    InvalidValue = "invalid-value", Error;
    /// A slug has characters that do not belong into a URL.
    InvalidSlug = "invalid-slug", Error;
    /// A date can't be read.
    InvalidDate = "invalid-date", Error;
    /// A quantity can't be read.
    InvalidQuantity = "invalid-quantity", Error;
    /// A web address can't be read, or is of a kind that is not allowed.
    InvalidUrl = "invalid-url", Error;
    /// An entry under `numbers` or in the section "The Numbers" has no figure, or is a line that Markdown takes for a part of the
    /// entry above it.
    NumberUnread = "number-unread", Warning;
    /// A table in the section "The Numbers" or "What To Watch" is shown, and nothing is read from it.
    TableUnread = "table-unread", Warning;
    /// The words of a watch item set a deadline that can't be read (`within 90 days of the launch`, `by Thanksgiving`, `by
    /// 5/6/2026`), so that the item is listed without one.
    DeadlineUnread = "deadline-unread", Note;
    /// An effect's order is not first, second or third.
    InvalidOrder = "invalid-order", Error;
    /// A body section repeats what the front matter already lists.
    SectionRepeats = "section-repeats", Warning;
    /// Two items of one brief have the same id.
    DuplicateId = "duplicate-id", Error;
    /// Two sources lead to one URL.
    DuplicateUrl = "duplicate-url", Error;
    /// A file of the site has a name that Windows can't hold (`aux`, `con.txt`), or one that Windows and macOS take for that of
    /// another file (`Logo.png` and `logo.png`).
    UnportableName = "unportable-name", Warning;
    /// Two companies are registered under one slug.
    DuplicateCompany = "duplicate-company", Error;
    /// Two companies share a name, an alias or a product.
    SharedName = "shared-name", Note;
    /// Prose uses a name that two companies share.
    AmbiguousName = "ambiguous-name", Error;
    /// A brief declares a company that has no file under content/companies/.
    UnregisteredCompany = "unregistered-company", Warning;
    /// A company is never called by a name that is registered, but by one that is much like it (`Luma` for `Luma AI`), so
    /// that its page misses those briefs.
    UnregisteredName = "unregistered-name", Warning;
    /// A reference to a company that does not exist.
    UnknownCompany = "unknown-company", Error;
    /// A company names itself as competitor or parent, or parents form a circle.
    CompanyCycle = "company-cycle", Error;
    /// `follows` or `confirms` names an effect that does not exist.
    UnknownEffect = "unknown-effect", Error;
    /// An effect follows from or confirms itself, or effects follow from each other in a circle.
    EffectCycle = "effect-cycle", Error;
    /// `confirms` names an effect of the same brief (`confirms: e1`) or of a newer one, which can't have come true with it.
    UntimelyConfirms = "untimely-confirms", Warning;
    /// A watch item was resolved before its brief was published (`resolved: 2025-05-31` in a brief of 2025-06-01).
    UntimelyResolved = "untimely-resolved", Warning;
    /// A link inside the site leads nowhere.
    BrokenLink = "broken-link", Error;
    /// A link names an anchor that the page does not have.
    BrokenAnchor = "broken-anchor", Error;
    /// A title has letters that no typeface of the cards has. `card_fonts` in site.yaml adds typefaces.
    MissingGlyph = "missing-glyph", Warning;
    /// An address that a published site had is gone, and nothing leads on from it. Told by `check --against`.
    GoneUrl = "gone-url", Error;
    /// Nothing is at an address elsewhere: 404, 410, or redirects that lead nowhere. Told by `check --online`, as are the
    /// four that follow.
    DeadLink = "dead-link", Warning;
    /// An address elsewhere does not answer, or its host has trouble. It may be there another time.
    UnreachableLink = "unreachable-link", Warning;
    /// An address is of a private network, which readers can't reach. It was not asked; `--allow-private` asks it.
    PrivateLink = "private-link", Warning;
    /// What was at an address elsewhere is at another one for good.
    MovedLink = "moved-link", Note;
    /// Something is at an address elsewhere, but its host does not show it to programs.
    GuardedLink = "guarded-link", Note;
    /// An image is not there.
    MissingImage = "missing-image", Error;
    /// An image is on another site, which the Content-Security-Policy does not let browsers load.
    ForeignImage = "foreign-image", Warning;
    /// An image has no alternative text. One that only decorates says so by an empty one: `<img src="line.png" alt="">`, or
    /// `image: { path: cover.jpg, alt: "" }`.
    MissingAlt = "missing-alt", Error;
    /// An image is larger than briefpress decodes (50 megapixels), or can't be read: no smaller sizes are made of it.
    UnfitImage = "unfit-image", Warning;
    /// A footnote is used and not defined.
    UnknownFootnote = "unknown-footnote", Warning;
    /// Two numbers of one company, metric, unit, date and kind have different values.
    ConflictingNumber = "conflicting-number", Warning;
    /// An amount in the prose is another than that of the number with the same name, company and date.
    ContradictedNumber = "contradicted-number", Warning;
    /// The prose tells as a fact what a number calls a projection.
    ProjectionAsFact = "projection-as-fact", Warning;
    /// The `as_of` of a number lies further before its brief than `lint: { stale_months: ... }` in site.yaml allows.
    StaleNumber = "stale-number", Warning;
    /// An amount of money in the prose is none of the brief's numbers. Off unless `lint: { unbacked: true }` is set.
    UnbackedAmount = "unbacked-amount", Note;
    /// A watch item is open and past its deadline.
    OverdueWatch = "overdue-watch", Note;
    /// Markup was taken out of a text because it could be dangerous.
    HtmlRemoved = "html-removed", Warning;
    /// Content is nested too deeply to be rendered.
    TooDeep = "too-deep", Error;
    /// A file of the site that briefpress has no use for: under content/ in no folder that it knows, or no file at all.
    StrayFile = "stray-file", Warning;
    /// The theme that site.yaml names does not exist.
    UnknownTheme = "unknown-theme", Error;
    /// theme.yaml was written for another version of the theme contract.
    ThemeContract = "theme-contract", Error;
    /// A template can't be read.
    TemplateSyntax = "template-syntax", Error;
    /// A template failed while a page was made.
    TemplateFailed = "template-failed", Error;
    /// A template that the theme needs is not there.
    TemplateMissing = "template-missing", Error;
    /// A template asks for a key that the theme contract does not have. Told by `briefpress theme check`.
    TemplateKey = "template-key", Error;
    /// A template has words of its own, which neither a language nor site.yaml can change. Told by `briefpress theme check`.
    TemplateText = "template-text", Warning;
    /// No page is made with a template. Told by `briefpress theme check`.
    TemplateUnused = "template-unused", Warning;
    /// A text of the interface that no template prints, or that a language still lacks.
    StringUnknown = "string-unknown", Warning;
    /// A text of the interface asks for a value that it is not given.
    StringSlot = "string-slot", Error;
    /// `_headers` or `_redirects` goes beyond what Cloudflare Pages reads of it: 100 rules of headers, 2,000 redirects, lines
    /// of 2,000 characters. Told where the site goes there: on its machines, or with a wrangler.toml.
    HostLimit = "host-limit", Warning;
    /// The site has no briefs at all.
    NoBriefs = "no-briefs", Warning;
}
