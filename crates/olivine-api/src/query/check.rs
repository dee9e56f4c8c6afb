//! The check of a report's queries against a store that holds its tables: whether their SQL can be run there, and whether pages
//! find the columns that they show.

use std::collections::BTreeSet;

use olivine_report::{KIT_PREFIX, Problem, Registry, Report};
use olivine_store::{Publication, Store};
use serde_json::Value;

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
            let drawn = section.chart.iter().flat_map(|file| drawn_columns(report, file));
            for column in drawn.filter(|column| !is_shown(column)) {
                problem(
                    format!("section.{}.chart", at + 1),
                    format!("draws `{column}`, which the query `{}` does not give", query.name),
                );
            }
        }
    }
    Ok(problems)
}

/// The columns that a chart of the report's folder draws, as far as they must be those of its query: charts of the program and charts that
/// work out columns themselves are left alone.
fn drawn_columns(report: &Report, file: &str) -> BTreeSet<String> {
    let mut columns = BTreeSet::new();
    if file.starts_with(KIT_PREFIX) {
        return columns;
    }
    // What is no JSON is found where charts are checked.
    let chart: Option<Value> = report.file(file).and_then(|text| serde_json::from_str(text).ok());
    if let Some(chart) = chart.filter(|chart| !has_member(chart, "transform")) {
        collect_fields(&chart, false, &mut columns);
    }
    columns
}

fn has_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Object(members) => members.contains_key(name) || members.values().any(|inner| has_member(inner, name)),
        Value::Array(items) => items.iter().any(|item| has_member(item, name)),
        _ => false,
    }
}

/// Whether a part of a chart draws other rows than those of the query, such as a line at a fixed height.
fn has_own_rows(part: &Value) -> bool {
    let data = part.get("data");
    data.is_some_and(|data| {
        ["values", "sequence", "url"]
            .iter()
            .any(|kind| data.get(*kind).is_some())
    })
}

/// The names of columns in the encodings of a chart. Those that lead into a value are not looked at.
fn collect_fields(value: &Value, is_encoding: bool, columns: &mut BTreeSet<String>) {
    match value {
        Value::Object(_) if has_own_rows(value) => {}
        Value::Object(members) => {
            let field = members.get("field").and_then(Value::as_str);
            let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            columns.extend(field.filter(|_| is_encoding).filter(is_name).map(str::to_owned));
            for (name, inner) in members {
                collect_fields(inner, is_encoding || name == "encoding", columns);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_fields(item, is_encoding, columns)),
        _ => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_chart_are_those_of_its_encodings() {
        let found = |text: &str| {
            let mut columns = BTreeSet::new();
            collect_fields(&serde_json::from_str(text).unwrap(), false, &mut columns);
            columns.into_iter().collect::<Vec<_>>()
        };
        let chart = r#"{ "data": { "field": "no" }, "layer": [
            { "encoding": { "x": { "field": "week" }, "y": { "field": "people", "sort": { "field": "order" } } } },
            { "data": { "values": [{ "goal": 9 }] }, "encoding": { "y": { "field": "goal" } } },
            { "encoding": { "y": { "field": { "repeat": "row" } }, "color": { "field": "a.b" }, "tooltip": [{ "field": "kind" }] } }
        ] }"#;
        assert_eq!(found(chart), ["kind", "order", "people", "week"]);
    }
}
