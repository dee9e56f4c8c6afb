//! A query of a manifest, ready to be asked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use olivine_report::manifest::{Audience, ColumnType, Query, Table as DeclaredTable};
use olivine_report::{Registry, Report, columns_of_query, query_tables};

use super::answer::AnswerColumn;
use super::binding::request_name;
use super::calendar::is_calendar;
use super::placeholder::Sql;
use crate::handler::{Handler, Handlers, Parameter};
use crate::shape::{Empty, Shape};

/// A query with its SQL cut at the parameters, its shape read and its handler found.
pub struct Prepared {
    /// Id of its report.
    pub report: String,
    /// Its name within the report.
    pub name: String,
    /// Who may read its report.
    pub audience: Audience,
    /// Whether its report is a plugin.
    pub plugin: bool,
    /// The declaration.
    pub declared: Query,
    /// How rows become answers.
    pub shape: Shape,
    /// Makes the rows, where SQL alone does not.
    pub handler: Option<Arc<dyn Handler>>,
    /// What clients of the data API get when there are no rows; a site may choose otherwise than the shape.
    pub empty: Empty,
    /// The SQL files of the report's folder that belong to it, the declared one first.
    files: Vec<(String, Sql)>,
    /// Result tables that its SQL names and a report declares that is on: of its own report first.
    tables: Vec<(String, DeclaredTable)>,
    /// All tables that its SQL names.
    named: BTreeSet<String>,
    /// Columns that its declared SQL gives, as far as its text tells.
    given: Vec<String>,
    /// What the filters of pages mean, by their name.
    filters: BTreeMap<String, String>,
}

impl Prepared {
    /// Prepares a query.
    ///
    /// # Errors
    /// A sentence saying what is wrong with the declaration.
    pub fn new(
        report: &Report,
        name: &str,
        declared: &Query,
        handlers: &Handlers,
        registry: &Registry,
    ) -> Result<Self, String> {
        let shape = shape_of(report, declared)?;
        let handler = match &declared.handler {
            None => None,
            Some(name) => {
                let known = || handlers.names().collect::<Vec<_>>().join(", ");
                Some(
                    handlers
                        .get(name)
                        .cloned()
                        .ok_or_else(|| format!("no handler `{name}`; there are: {}", known()))?,
                )
            }
        };
        let further = handler.iter().flat_map(|handler| handler.files()).copied();
        let mut files = Vec::new();
        let mut named: BTreeSet<String> = BTreeSet::new();
        for file in declared.sql.as_deref().into_iter().chain(further) {
            let text = if declared.sql.as_deref() == Some(file) {
                report.query_text(name)
            } else {
                report.file(file).map(Cow::Borrowed)
            };
            let text = text.ok_or_else(|| format!("no file `{file}` in the report's folder"))?;
            // Files of handlers, too: a handler that is there for people is no way around the audience.
            let tables = query_tables(report.manifest.audience, &text, |table| registry.table_audience(table))
                .map_err(|what| format!("`{file}` {what}"))?;
            named.extend(tables);
            files.push((file.to_owned(), Sql::parse(&text)));
        }
        if files.is_empty() && handler.is_none() {
            return Err("it has neither `sql` nor `handler`".into());
        }
        let own_tables = report
            .manifest
            .tables
            .iter()
            .map(|(name, table)| (name.as_str(), table));
        let all_tables = registry.reports().iter().flat_map(|report| &report.manifest.tables);
        let all_tables = all_tables.map(|(name, table)| (name.as_str(), table));
        let mut tables: Vec<(String, DeclaredTable)> = Vec::new();
        for (table, declaration) in own_tables.chain(all_tables) {
            let is_new = !tables.iter().any(|(known, _)| known == table);
            if is_new && named.contains(table) {
                tables.push((table.to_owned(), declaration.clone()));
            }
        }
        Ok(Self {
            report: report.manifest.id.clone(),
            name: name.to_owned(),
            audience: report.manifest.audience,
            plugin: report.is_plugin(),
            declared: declared.clone(),
            empty: shape.empty,
            shape,
            handler,
            files,
            tables,
            named,
            given: report
                .query_text(name)
                .map(|text| columns_of_query(&text))
                .unwrap_or_default(),
            filters: registry
                .filters()
                .map(|(name, filter)| (name.to_owned(), filter.doc.clone()))
                .collect(),
        })
    }

    /// The declared SQL, if it has any.
    pub fn sql(&self) -> Option<&Sql> {
        self.declared.sql.as_deref().and_then(|file| self.sql_of(file))
    }

    /// The SQL of one of its files.
    pub fn sql_of(&self, file: &str) -> Option<&Sql> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, sql)| sql)
    }

    /// Names of the result tables it reads.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|(name, _)| name.as_str())
    }

    /// Names of all tables that its SQL names, those of reports that are off included.
    pub fn named_tables(&self) -> impl Iterator<Item = &str> {
        self.named.iter().map(String::as_str)
    }

    /// Declared type of a column: of the query, else of the first of its tables that has it.
    pub fn column_type(&self, name: &str) -> Option<ColumnType> {
        if let Some(column) = self.declared.columns.get(name) {
            return Some(column.kind);
        }
        match self.tables.iter().find_map(|(_, table)| table.columns.get(name)) {
            Some(column) => Some(column.kind),
            None if name == "created" => Some(ColumnType::Datetime),
            None if name == "id" => Some(ColumnType::Integer),
            None => None,
        }
    }

    /// Type in which the store keeps a column: where the answer cuts its numbers to whole ones, they have fractions there.
    pub fn stored_type(&self, name: &str) -> Option<ColumnType> {
        if self.shape.whole.iter().any(|whole| whole == name) {
            return Some(ColumnType::Float);
        }
        self.column_type(name)
    }

    /// A column of the answer, with what is declared about it.
    pub fn describe(&self, name: &str) -> AnswerColumn {
        let of_tables = || self.tables.iter().find_map(|(_, table)| table.columns.get(name));
        let declared = self.declared.columns.get(name).or_else(of_tables);
        let doc = match declared {
            Some(column) => column.doc.clone(),
            None if name == "created" => "When the numbers were loaded, UTC.".to_owned(),
            None => String::new(),
        };
        AnswerColumn {
            name: name.to_owned(),
            kind: self.column_type(name).filter(|_| self.nested_schema(name).is_none()),
            doc,
            unit: declared.and_then(|column| column.unit.clone()),
            iso8601: self.shape.is_iso8601(name),
        }
    }

    /// What a filter of pages means that its SQL binds.
    pub fn filter_doc(&self, name: &str) -> Option<&str> {
        self.filters.get(name).map(String::as_str)
    }

    /// Columns of the answer as far as its declaration and the text of its SQL tell.
    pub fn columns(&self) -> Vec<AnswerColumn> {
        let mut names = self.shape.field_names();
        if names.is_empty() {
            let of_handler = self.handler.as_ref().map_or(&[][..], |handler| handler.columns());
            names = of_handler.iter().map(|name| (*name).to_owned()).collect();
        }
        // A shape that makes other columns of those of the SQL says which, or nobody knows before.
        let is_as_given = self.handler.is_none() && self.shape.fold.is_none() && !self.shape.nest;
        if names.is_empty() && is_as_given {
            names.clone_from(&self.given);
        }
        if names.is_empty() {
            names = self.declared.columns.iter().map(|(name, _)| name.to_owned()).collect();
        }
        names.iter().map(|name| self.describe(name)).collect()
    }

    /// JSON schema of a column that is a list or an object.
    pub fn nested_schema(&self, name: &str) -> Option<serde_json::Value> {
        let by_handler = self.handler.as_ref().and_then(|handler| handler.schema(name));
        let is_list = || {
            self.shape
                .fold
                .as_ref()
                .is_some_and(|fold| fold.list.contains_key(name))
        };
        let is_object = || {
            let inside = |column: &String| column.split_once('.').is_some_and(|(outer, _)| outer == name);
            self.shape.nest && self.shape.fields.iter().any(inside)
        };
        by_handler
            .or_else(|| is_list().then(|| serde_json::json!({ "type": "array" })))
            .or_else(|| is_object().then(|| serde_json::json!({ "type": "object" })))
    }

    /// Names of the request parameters its SQL reads, each once, and whether it is a list. Those that the calendar sets are none.
    pub fn parameter_names(&self) -> Vec<(String, bool)> {
        let mut names: Vec<(String, bool)> = Vec::new();
        let placeholders = self.files.iter().flat_map(|(_, sql)| sql.placeholders());
        let placeholders = placeholders.filter(|found| !is_calendar(found.name));
        for (name, list) in placeholders.map(|found| (request_name(found.name), found.list)) {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known_list)) => *known_list |= list,
                None => names.push((name, list)),
            }
        }
        names
    }

    /// Whether it reads a parameter: its SQL names it, or its handler understands or needs it.
    pub fn takes(&self, name: &str) -> bool {
        let required = self.handler.as_ref().map_or(&[][..], |handler| handler.required());
        required.contains(&name)
            || self.handler_parameters().iter().any(|known| known.name == name)
            || self.parameter_names().iter().any(|(known, _)| known == name)
    }

    /// Parameters its handler understands beyond those.
    pub fn handler_parameters(&self) -> &'static [Parameter] {
        self.handler.as_ref().map_or(&[], |handler| handler.parameters())
    }
}

/// The shape of a query; where it says that rows look like those of another one, with that one's part of it.
fn shape_of(report: &Report, declared: &Query) -> Result<Shape, String> {
    let shape = Shape::parse(declared.shape.as_ref())?;
    let Some(name) = &shape.like else { return Ok(shape) };
    let other = report.manifest.queries.get(name);
    let other = other.ok_or_else(|| format!("`like` names no query of the report: `{name}`"))?;
    let other = Shape::parse(other.shape.as_ref())?;
    shape.with_rows_of(other)
}
