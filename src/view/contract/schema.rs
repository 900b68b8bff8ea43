//! The contract as a JSON Schema: what templates see, with the doc comments as descriptions.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{
    ArchivePage, BriefPage, CompaniesPage, CompanyPage, DataPage, EffectsPage, GroupPage, HomePage,
    MetricPage, NotFoundPage, NumbersPage, PlainPage, RedirectPage, SearchPage, TagsPage,
    WatchPage,
};
use super::{CONTRACT, Href, JsonLd, PageView, SiteView};
use crate::markdown::Markup;

/// The JSON Schema (2020-12) of what templates see. Each entry of `oneOf` is what the template of that title sees beside
/// `site`; the shapes are under `$defs`.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let site = generator.subschema_for::<SiteView>();
    let mut pages: Vec<Value> = Vec::new();
    for template in PageView::TEMPLATES {
        let mut page = page_of(template, &mut generator).to_value();
        if let Some(page) = page.as_object_mut() {
            page.insert("title".to_owned(), json!(template));
        }
        pages.push(page);
    }
    let definitions: Map<String, Value> = generator.take_definitions(true);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("The theme contract, version {CONTRACT}"),
        "description": "What templates see: `site`, and the keys of the page's own kind. A key is always there; what is absent is null.",
        "type": "object",
        "properties": { "site": site },
        "required": ["site"],
        "oneOf": pages,
        "$defs": definitions,
    })
}

/// The shape of what a template sees beside `site`.
fn page_of(template: &str, generator: &mut SchemaGenerator) -> Schema {
    match template {
        "home.html" => generator.subschema_for::<HomePage>(),
        "brief.html" => generator.subschema_for::<BriefPage>(),
        "companies.html" => generator.subschema_for::<CompaniesPage>(),
        "company.html" => generator.subschema_for::<CompanyPage>(),
        "archive.html" => generator.subschema_for::<ArchivePage>(),
        "tags.html" => generator.subschema_for::<TagsPage>(),
        "group.html" => generator.subschema_for::<GroupPage>(),
        "numbers.html" => generator.subschema_for::<NumbersPage>(),
        "metric.html" => generator.subschema_for::<MetricPage>(),
        "watch.html" => generator.subschema_for::<WatchPage>(),
        "effects.html" => generator.subschema_for::<EffectsPage>(),
        "data.html" => generator.subschema_for::<DataPage>(),
        "search.html" => generator.subschema_for::<SearchPage>(),
        "page.html" => generator.subschema_for::<PlainPage>(),
        "404.html" => generator.subschema_for::<NotFoundPage>(),
        "redirect.html" => generator.subschema_for::<RedirectPage>(),
        _ => json_schema!({}),
    }
}

macro_rules! text_of_its_own_kind {
    ($($type:ty: $name:literal, $format:literal;)+) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "format": $format })
            }
        }
    )+};
}

text_of_its_own_kind! {
    Markup: "Markup", "html";
    JsonLd: "JsonLd", "json-ld";
    Href: "Href", "uri-reference";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_has_a_shape_of_its_own() {
        let schema = schema();
        for page in schema["oneOf"].as_array().unwrap() {
            let name = page["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
            let shape = &schema["$defs"][name];
            assert!(shape["properties"]["meta"].is_object(), "{page}");
        }
        assert_eq!(
            schema["oneOf"].as_array().unwrap().len(),
            PageView::TEMPLATES.len()
        );
    }
}
