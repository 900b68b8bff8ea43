//! Linked data in the vocabulary of schema.org: what search engines read.

use serde_json::{Map, Value, json};

use super::address::absolute;
use super::contract::{
    BriefView, CompanyRoleView, CompanyView, Href, JsonLd, OgType, PageMeta, TableView,
};
use super::{Views, words};

/// An object of a type, with what is known of it.
struct Thing(Map<String, Value>);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut map = Map::new();
        map.insert("@type".into(), kind.into());
        Self(map)
    }

    /// Adds a property unless there is nothing to say.
    fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let empty = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if !empty {
            self.0.insert(key.into(), value);
        }
        self
    }

    fn value(self) -> Value {
        Value::Object(self.0)
    }

    fn document(self) -> JsonLd {
        JsonLd::new(&self.with("@context", "https://schema.org").value())
    }

    /// This thing, and the way from the front page to `meta`'s page, which is about it.
    fn document_with_trail(self, views: &Views, meta: &PageMeta) -> JsonLd {
        JsonLd::new(&json!({
            "@context": "https://schema.org",
            "@graph": [self.value(), trail(views, meta)],
        }))
    }
}

/// The way from the front page to a page: `BreadcrumbList`. Between the two stands the list that the page is in.
fn trail(views: &Views, meta: &PageMeta) -> Value {
    let links = &views.frame().links;
    let lists = [
        (words::text(&views.words.companies), &links.companies),
        (words::text(&views.words.tags), &links.tags),
        (words::text(&views.words.all_numbers), &links.numbers),
        (words::text(&views.words.all_effects), &links.effects),
        (words::text(&views.words.watch_list), &links.watch),
        (words::text(&views.words.archive), &links.archive),
    ];
    let below = |list: &Href| {
        let inside = meta.href.as_str().starts_with(list.as_str()) && meta.href != *list;
        inside || meta.og_type == OgType::Article && Some(list) == links.archive.as_ref()
    };
    let list = lists
        .into_iter()
        .filter_map(|(name, href)| Some((name, href.as_ref()?)))
        .find(|(_, href)| below(href));
    let home = (&*views.site.config.title, &links.home);
    let steps = [Some(home), list, Some((&*meta.og_title, &meta.href))];
    let items: Vec<Value> = steps
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|((name, href), position)| {
            Thing::new("ListItem")
                .with("position", position)
                .with("name", name)
                .with("item", url(views, href))
                .value()
        })
        .collect();
    Thing::new("BreadcrumbList")
        .with("itemListElement", items)
        .value()
}

fn url(views: &Views, href: &Href) -> Value {
    absolute(&views.site.config, href).as_deref().into()
}

fn publication(views: &Views, kind: &str) -> Thing {
    Thing::new(kind)
        .with("name", &*views.site.config.title)
        .with("url", url(views, &views.frame().links.home))
}

fn organization(views: &Views, name: &str, href: &Href) -> Value {
    Thing::new("Organization")
        .with("name", name)
        .with("url", url(views, href))
        .value()
}

/// How to search the site: `SearchAction`, with the place of the words in an address. `None` where nobody can search,
/// or nobody knows the whole address.
fn search_action(views: &Views) -> Option<Value> {
    let search = views.frame().links.search.as_ref()?;
    let search = absolute(&views.site.config, search)?;
    let target = Thing::new("EntryPoint")
        .with("urlTemplate", format!("{search}?q={{search_term_string}}"))
        .value();
    let action = Thing::new("SearchAction")
        .with("target", target)
        .with("query-input", "required name=search_term_string");
    Some(action.value())
}

/// The front page: `WebSite`, which can be searched.
pub(super) fn web_site(views: &Views) -> JsonLd {
    let config = &views.site.config;
    publication(views, "WebSite")
        .with("potentialAction", search_action(views))
        .with("description", config.description.as_deref())
        .with("inLanguage", &*config.language)
        .document()
}

/// A list or a plain page: `CollectionPage`, `WebPage`.
pub(super) fn web_page(views: &Views, kind: &str, meta: &PageMeta) -> JsonLd {
    Thing::new(kind)
        .with("name", &*meta.og_title)
        .with("description", meta.description.as_deref())
        .with("url", meta.canonical.as_deref())
        .with("inLanguage", &*views.site.config.language)
        .with("isPartOf", publication(views, "WebSite").value())
        .document_with_trail(views, meta)
}

/// The dataset: `Dataset`, with a download for each file.
pub(super) fn dataset(views: &Views, meta: &PageMeta, tables: &[TableView]) -> JsonLd {
    let download = |href: &Href, format: &str| {
        Thing::new("DataDownload")
            .with("contentUrl", url(views, href))
            .with("encodingFormat", format)
            .value()
    };
    let downloads: Vec<Value> = tables
        .iter()
        .flat_map(|table| {
            [
                download(&table.json, "application/json"),
                download(&table.csv, "text/csv"),
            ]
        })
        .collect();
    Thing::new("Dataset")
        .with(
            "name",
            format!("{}: {}", views.site.config.title, meta.og_title),
        )
        .with("description", meta.description.as_deref())
        .with("url", meta.canonical.as_deref())
        .with("inLanguage", &*views.site.config.language)
        .with("creator", publication(views, "Organization").value())
        .with("distribution", downloads)
        .with("isAccessibleForFree", true)
        .document_with_trail(views, meta)
}

/// A brief: `NewsArticle`. What it declares it is `about`; what it only names, it `mentions`.
pub(super) fn news_article(views: &Views, brief: &BriefView, meta: &PageMeta) -> JsonLd {
    let companies = |mentioned: bool| -> Vec<Value> {
        brief
            .companies
            .iter()
            .filter(|company| (company.role == CompanyRoleView::Mentioned) == mentioned)
            .map(|company| organization(views, &company.name, &company.href))
            .collect()
    };
    let authors: Vec<Value> = brief
        .authors
        .iter()
        .map(|author| {
            Thing::new("Person")
                .with("name", &*author.name)
                .with("url", url(views, &author.href))
                .value()
        })
        .collect();
    let tags: Vec<&str> = brief.tags.iter().map(|tag| &*tag.name).collect();
    let series = brief.series.as_ref().map(|series| {
        Thing::new("CreativeWorkSeries")
            .with("name", &*series.name)
            .with("url", url(views, &series.href))
            .value()
    });
    Thing::new("NewsArticle")
        .with("headline", &*brief.title_text)
        .with("description", meta.description.as_deref())
        .with("datePublished", &*brief.date.datetime)
        .with(
            "dateModified",
            brief.updated.as_ref().map(|date| &*date.datetime),
        )
        .with("inLanguage", &*views.site.config.language)
        .with("url", meta.canonical.as_deref())
        .with("mainEntityOfPage", meta.canonical.as_deref())
        .with(
            "image",
            meta.image.as_ref().and_then(|image| image.url.as_deref()),
        )
        .with("author", authors)
        .with("publisher", publication(views, "Organization").value())
        .with("about", companies(false))
        .with("mentions", companies(true))
        .with("keywords", json!(tags))
        .with("isPartOf", series)
        .with("wordCount", brief.words.value)
        .with("isAccessibleForFree", true)
        .document_with_trail(views, meta)
}

/// A dossier: `Organization`, whose `mainEntityOfPage` it is.
pub(super) fn dossier(
    views: &Views,
    company: &CompanyView,
    meta: &PageMeta,
    description: Option<&str>,
) -> JsonLd {
    let same_as: Vec<&str> = [&company.website, &company.wikidata]
        .into_iter()
        .flatten()
        .map(|link| link.href.as_str())
        .collect();
    let subsidiaries: Vec<Value> = company
        .subsidiaries
        .iter()
        .map(|card| organization(views, &card.name, &card.href))
        .collect();
    let products: Vec<Value> = company
        .products
        .iter()
        .map(|product| Thing::new("Product").with("name", &*product.name).value())
        .collect();
    Thing::new("Organization")
        .with("name", &*company.name)
        .with("alternateName", json!(company.aliases))
        .with("description", description)
        .with(
            "url",
            company.website.as_ref().map(|link| link.href.as_str()),
        )
        .with("mainEntityOfPage", url(views, &company.href))
        .with("sameAs", same_as)
        .with("tickerSymbol", company.ticker.as_deref())
        .with("foundingDate", company.founded.as_deref())
        .with(
            "parentOrganization",
            company
                .parent
                .as_ref()
                .map(|card| organization(views, &card.name, &card.href)),
        )
        .with("subOrganization", subsidiaries)
        .with("owns", products)
        .document_with_trail(views, meta)
}
