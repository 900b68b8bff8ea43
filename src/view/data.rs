//! The page about the dataset.

use super::contract::{ColumnView, DataPage, Href, PageMeta, TableView};
use super::{Views, json_ld, meta, words};
use crate::link::data_path;
use crate::model::UrlPath;
use crate::model::dataset::{Absence, Form, Table};

/// What the dataset is; `None` if there is none.
pub(super) fn page(views: &Views) -> Option<DataPage> {
    let path = views.indexes.data.as_ref()?;
    let tables: Vec<TableView> = Table::ALL
        .into_iter()
        .map(|table| table_view(views, table))
        .collect::<Option<_>>()?;
    let mut meta = PageMeta {
        description: Some(views.words.about_data(&views.site.config.title).into()),
        ..meta::plain(views, path, words::text(&views.words.data))
    };
    meta.json_ld = Some(json_ld::dataset(views, &meta, &tables));
    Some(DataPage { meta, tables })
}

fn table_view(views: &Views, table: Table) -> Option<TableView> {
    let href = |form| {
        let path = UrlPath::new(&data_path(table, form))?;
        Some(Href::inside(&views.site.config, &path))
    };
    Some(TableView {
        name: table.name(),
        about: table.about(),
        json: href(Form::Json)?,
        csv: href(Form::Csv)?,
        schema: href(Form::Schema)?,
        columns: table
            .columns()
            .iter()
            .map(|column| ColumnView {
                name: column.name,
                about: column.about,
                optional: column.absence == Absence::Possible,
            })
            .collect(),
    })
}
