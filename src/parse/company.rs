//! A file under `content/companies/` becomes a [`Company`].
//!
//! Comes in: one file. Goes out: what it registers, with names of other companies left as they were written.

use std::sync::Arc;

use super::Outcome;
use super::file::File;
use super::keys::Keys;
use super::names::FileName;
use super::node::Node;
use super::reader::{Field, Reader};
use crate::diagnostic::{Checked, Code, SourceId};
use crate::markdown;
use crate::model::{Company, FiscalYearEnd, MentionPolicy, Product, Text};

/// Reads a company's file.
pub fn company(source: SourceId, path: &Arc<str>, text: &Arc<str>) -> Checked<Outcome<Company>> {
    let file = File { source, path, text };
    let mut open = match file.open(names) {
        Ok(open) => open,
        Err(broken) => return *broken,
    };
    let value = read(&mut open.reader, &open.node, open.name);
    let (outline, _) = markdown::outline(text, open.parts.body.clone());
    file.close(open, value, outline, names)
}

fn read(reader: &mut Reader<'_>, node: &Node, file: FileName<'_>) -> Option<Company> {
    let mut keys = Keys::top(node);
    let r = reader;
    let name = keys
        .need(r, &["name", "title"], "Google")
        .and_then(|f| r.title(&f, "Google"));
    let slug = r.slug(&mut keys, file);
    let aliases = keys
        .get(r, &["aliases", "alias"])
        .map_or_else(Vec::new, |f| r.texts(&f, "Alphabet"));
    let products = keys
        .get(r, &["products", "product"])
        .map_or_else(Vec::new, |f| products(r, &f));
    let mention = keys
        .get(r, &["mention"])
        .and_then(|f| r.one_of(&f, MENTION));
    let description = keys
        .get(r, &["description", "dek", "summary"])
        .and_then(|f| r.text(&f, "What it does, in one sentence"));
    let mut words = |names: &[&'static str], example: &str| {
        let field = keys.get(r, names)?;
        r.words(&field, example)
    };
    let sector = words(&["sector"], "AI video");
    let country = words(&["country"], "United States");
    let founded = words(&["founded"], "2018");
    let ticker = words(&["ticker"], "\"NASDAQ: ADBE\"");
    let website = keys
        .get(r, &["website", "url"])
        .and_then(|f| r.web_address(&f));
    let wikidata = keys.get(r, &["wikidata"]).and_then(|f| wikidata(r, &f));
    let competitors = keys
        .get(r, &["competitors", "competitor"])
        .map_or_else(Vec::new, |f| r.texts(&f, "openai"));
    let parent = keys
        .get(r, &["parent"])
        .and_then(|f| r.text(&f, "alphabet"));
    let people = keys
        .get(r, &["people"])
        .map_or_else(Vec::new, |f| r.texts(&f, "Jane Doe (CEO)"));
    let fiscal_year_end = keys
        .get(r, &["fiscal_year_end"])
        .and_then(|f| fiscal_year_end(r, &f));
    let redirect_from = keys
        .get(r, &["redirect_from"])
        .map_or_else(Vec::new, |f| r.old_addresses(&f));
    let extra = r.extra(&mut keys);
    keys.finish(r, "a company");
    Some(Company {
        slug: slug?,
        name: name?,
        aliases,
        products,
        mention: mention.unwrap_or_default(),
        description,
        sector,
        country,
        founded,
        website,
        ticker,
        wikidata,
        competitors,
        parent,
        people: people.into_iter().map(|person| person.value).collect(),
        fiscal_year_end: fiscal_year_end.unwrap_or_default(),
        redirect_from,
        extra,
    })
}

const MENTION: &[(&str, MentionPolicy)] = &[
    ("always", MentionPolicy::Always),
    ("declared", MentionPolicy::Declared),
    ("never", MentionPolicy::Never),
];

/// `[Veo, { name: Gemini, aliases: [Gemini Pro] }]`.
fn products(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Product> {
    let mut products = Vec::new();
    for item in field.items() {
        let Some(mut keys) = Keys::of(&item) else {
            if let Some(name) = r.text(&item, "Veo") {
                let aliases = Vec::new();
                products.push(Product { name, aliases });
            }
            continue;
        };
        let name = keys
            .need(r, &["name", "title"], "Gemini")
            .and_then(|f| r.text(&f, "Gemini"));
        let aliases: Vec<Text> = keys
            .get(r, &["aliases", "alias"])
            .map_or_else(Vec::new, |f| r.texts(&f, "Gemini Pro"));
        keys.finish(r, "a product");
        if let Some(name) = name {
            products.push(Product { name, aliases });
        }
    }
    products
}

fn wikidata(r: &mut Reader<'_>, field: &Field<'_>) -> Option<Box<str>> {
    let text = r.words(field, "Q11288")?;
    let is_item = |id: &str| {
        id.strip_prefix('Q')
            .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if is_item(&text) {
        return Some(text);
    }
    let last = text.rsplit('/').next().unwrap_or_default();
    let help = match is_item(last) {
        true => format!("write the id only: `wikidata: {last}`"),
        false => "write the item's id: `Q` and a number, such as `Q11288`".into(),
    };
    let message = format!("`wikidata` is no Wikidata id: `{text}`");
    r.tell(Code::InvalidValue, field, message, help);
    None
}

fn fiscal_year_end(r: &mut Reader<'_>, field: &Field<'_>) -> Option<FiscalYearEnd> {
    let text = r.words(field, "01-31")?;
    let end = FiscalYearEnd::parse(&text);
    if end.is_none() {
        let message = format!("`fiscal_year_end` is no day of a year: `{text}`");
        let help = "write month and day of its last day, such as `01-31`";
        r.tell(Code::InvalidDate, field, message, help.into());
    }
    end
}

/// The names that a company's front matter would register, for neighbours of a broken file.
fn names(node: &Node) -> Vec<Box<str>> {
    fn texts(node: Option<&Node>, names: &mut Vec<Box<str>>) {
        match node {
            Some(Node::Text(text)) => names.push(text.trim().into()),
            Some(Node::List(items)) => items.iter().for_each(|item| texts(Some(item), names)),
            Some(map @ Node::Map(_)) => {
                texts(map.get("name"), names);
                texts(map.get("aliases"), names);
            }
            _ => {}
        }
    }
    let mut names = Vec::new();
    for key in ["name", "title", "aliases", "alias", "products", "product"] {
        texts(node.get(key), &mut names);
    }
    names
}
