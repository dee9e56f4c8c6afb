//! The check of a report's queries against a store that holds its tables: whether their SQL can be run there, and whether pages
//! find the columns that they show.

use olivine_report::{Problem, Registry, Report};
use olivine_store::{Publication, Store};

use super::binding::bind;
use super::params::{Params, Reader};
use super::prepared::Prepared;
use crate::error::ApiError;
use crate::handler::Handlers;

/// What is wrong with the queries of a report that is part of a registry. The store is an empty one, made for this.
///
/// # Errors
/// What stops the store.
pub async fn queries(
    registry: &Registry,
    report: &Report,
    handlers: &Handlers,
    store: &Store,
) -> Result<Vec<Problem>, ApiError> {
    let mut problems = Vec::new();
    let mut problem = |place: String, what: String| {
        problems.push(Problem {
            report: report.manifest.id.clone(),
            place,
            what,
        });
    };
    let mut prepared = Vec::new();
    for (name, declared) in &report.manifest.queries {
        match Prepared::new(report, name, declared, handlers, registry) {
            Ok(query) => prepared.push(query),
            Err(what) => problem(format!("query.{name}"), what),
        }
    }
    publish_empty(registry, &prepared, store).await?;
    for query in &prepared {
        let Some(sql) = query.sql() else { continue };
        let reader = Reader::unlimited();
        let (text, values) = bind(sql, &Params::new(reader), &[], |name| query.column_type(name))?;
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let columns = match store.columns_of(&text, &names).await {
            Ok(columns) => columns,
            Err(error) => {
                problem(format!("query.{}.sql", query.name), error.to_string());
                continue;
            }
        };
        // What a handler, a view, or a shape that folds or nests makes of the rows has columns of its own.
        let is_plain = query.handler.is_none() && query.shape.fold.is_none() && !query.shape.nest;
        let fields = &query.shape.fields;
        let is_shown = |column: &String| columns.contains(column) && (fields.is_empty() || fields.contains(column));
        let sections = report.manifest.sections.iter().enumerate();
        for (at, section) in
            sections.filter(|(_, section)| is_plain && section.query == query.name && section.view.is_none())
        {
            for column in section
                .table
                .iter()
                .filter(|column| *column != "*" && !is_shown(column))
            {
                problem(
                    format!("section.{}.table", at + 1),
                    format!("the query `{}` gives no column `{column}`", query.name),
                );
            }
        }
    }
    Ok(problems)
}

/// Makes the tables that queries read, without rows.
async fn publish_empty(registry: &Registry, queries: &[Prepared], store: &Store) -> Result<(), ApiError> {
    let mut publish = store.begin_publish("check").await?;
    let mut publications: Vec<Publication> = Vec::new();
    for name in queries.iter().flat_map(Prepared::table_names) {
        let is_new = !publications.iter().any(|publication| publication.table == name);
        if let Some(table) = registry.table(name).filter(|_| is_new) {
            publish.table(name, table).await?.finish().await?;
            publications.push(Publication {
                table: name.to_owned(),
                fingerprint: String::new(),
                as_of: chrono::NaiveDate::default(),
            });
        }
    }
    publish.commit(publications).await?;
    Ok(())
}
