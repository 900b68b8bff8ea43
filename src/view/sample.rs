//! Small sites for the tests of this room, made by hand: no file is read, no YAML is parsed.

use std::sync::Arc;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::diagnostic::SourceId;
use crate::link::{Audience, Documents, Drafts, Edition, Future, Site, link};
use crate::markdown::{Heading, Outline};
use crate::model::{
    Amount, At, Brief, Company, Effect, FiscalYearEnd, MentionPolicy, Moment, Number, NumberKind,
    Order, Page, Passage, Publication, Quantity, Role, Section, SiteConfig, Slug, WatchItem,
    WatchStatus, Written,
};
use crate::parse::Document;
use crate::view::Views;

/// The day on which every sample is seen.
pub(super) const TODAY: Date = date(2026, 6, 1);

pub(super) fn written(text: &str) -> Written<Box<str>> {
    Written::new(text.into(), At::File)
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::new(text).expect("the sample's slugs are good")
}

/// A document with a body of its own.
fn document<T>(path: String, text: &str, outline: Outline, value: T) -> Arc<Document<T>> {
    let end = u32::try_from(text.len()).expect("a sample is short");
    Arc::new(Document {
        source: SourceId::new(0),
        path: path.into(),
        text: text.into(),
        front: 0..0,
        body: 0..end,
        value,
        outline,
    })
}

/// A brief whose body is made of these sections: role, heading, text. The heading of the lead is not printed.
pub(super) fn brief(
    name: &str,
    day: Date,
    body: &[(Role, &str, &str)],
    change: impl FnOnce(&mut Brief),
) -> Arc<Document<Brief>> {
    let at = |text: &str| u32::try_from(text.len()).expect("a sample is short");
    let (mut text, mut sections, mut outline) = (String::new(), Vec::new(), Outline::default());
    for (role, heading, prose) in body {
        let anchor: Box<str> = heading.to_lowercase().replace(' ', "-").into();
        let mut written_heading = None;
        if *role != Role::Lead {
            let start = at(&text);
            text.push_str("## ");
            let inner = at(&text);
            text.push_str(heading);
            let end = at(&text);
            text.push_str("\n\n");
            written_heading = Some(Written::new((*heading).into(), At::Body(inner..end)));
            outline.headings.push(Heading {
                level: 2,
                text: (*heading).into(),
                anchor: anchor.clone(),
                range: start..end,
            });
        }
        let start = at(&text);
        text.push_str(prose);
        let prose_range = start..at(&text);
        text.push_str("\n\n");
        sections.push(Section {
            role: *role,
            heading: written_heading,
            anchor: if *role == Role::Lead {
                "".into()
            } else {
                anchor
            },
            prose: if prose.is_empty() {
                Vec::new()
            } else {
                vec![prose_range]
            },
        });
    }
    outline.words = u32::try_from(text.split_whitespace().count()).expect("a sample is short");
    let mut value = Brief {
        slug: slug(name),
        title: written(name),
        date: Written::new(Moment::day(day), At::File),
        updated: None,
        dek: None,
        authors: Vec::new(),
        tags: Vec::new(),
        publication: Publication::Final,
        aliases: Vec::new(),
        image: None,
        corrections: Vec::new(),
        canonical: None,
        series: None,
        companies: Vec::new(),
        numbers: Vec::new(),
        effects: Vec::new(),
        watch: Vec::new(),
        sections,
        lint: Vec::new(),
        extra: Value::Null,
    };
    change(&mut value);
    document(format!("content/briefs/{name}.md"), &text, outline, value)
}

/// A number of 5.3 billion dollars.
pub(super) fn number(id: &str, label: &str) -> Number {
    Number {
        id: id.into(),
        quantity: Quantity {
            as_written: "$5.3B".into(),
            amount: Amount::One(Decimal::from(5_300_000_000_u64)),
            unit: None,
            approx: false,
        },
        label: label.into(),
        company: None,
        metric: None,
        as_of: None,
        since: None,
        through: None,
        kind: NumberKind::Reported,
        note: None,
        source: None,
        at: At::File,
    }
}

/// An effect from the front matter.
pub(super) fn effect(id: &str, order: Order, text: &str) -> Effect {
    Effect {
        id: id.into(),
        order,
        title: None,
        text: Passage::Front(text.into()),
        companies: Vec::new(),
        follows: None,
        confirms: None,
        at: At::File,
    }
}

/// A watch item from the front matter.
pub(super) fn watch(id: &str, status: WatchStatus, due: Option<Date>) -> WatchItem {
    WatchItem {
        id: id.into(),
        title: id.into(),
        text: Passage::Front("".into()),
        due: due.map(crate::model::PartialDate::Day),
        due_as_written: None,
        probability: None,
        status,
        resolved: None,
        outcome: None,
        evidence: None,
        companies: Vec::new(),
        at: At::File,
    }
}

/// A registered company.
pub(super) fn company(
    name: &str,
    prose: &str,
    change: impl FnOnce(&mut Company),
) -> Arc<Document<Company>> {
    let slug = Slug::from_name(name).expect("the sample's names make slugs");
    let path = format!("content/companies/{slug}.md");
    let mut value = Company {
        slug,
        name: written(name),
        aliases: Vec::new(),
        products: Vec::new(),
        mention: MentionPolicy::Always,
        description: None,
        sector: None,
        country: None,
        founded: None,
        website: None,
        ticker: None,
        wikidata: None,
        competitors: Vec::new(),
        parent: None,
        people: Vec::new(),
        fiscal_year_end: FiscalYearEnd::default(),
        redirect_from: Vec::new(),
        extra: Value::Null,
    };
    change(&mut value);
    document(path, prose, Outline::default(), value)
}

/// A plain page.
pub(super) fn page(name: &str, title: &str, prose: &str) -> Arc<Document<Page>> {
    let value = Page {
        slug: slug(name),
        title: written(title),
        description: None,
        publication: Publication::Final,
        aliases: Vec::new(),
        extra: Value::Null,
    };
    document(
        format!("content/pages/{name}.md"),
        prose,
        Outline::default(),
        value,
    )
}

/// A site at `https://desk.example/repo` with all that is in `documents`, drafts and future briefs too.
pub(super) fn site(documents: Documents, change: impl FnOnce(&mut SiteConfig)) -> Site {
    let mut config = SiteConfig {
        title: "The Desk".into(),
        base_url: Some("https://desk.example/repo".into()),
        ..SiteConfig::default()
    };
    change(&mut config);
    let edition = Edition {
        today: TODAY,
        audience: Audience::Public,
        drafts: Drafts::Include,
        future: Future::Include,
    };
    link(documents, Arc::new(config), edition).value
}

/// The views of such a site.
pub(super) fn views(documents: Documents) -> Views {
    Views::new(Arc::new(site(documents, |_| {})))
}
