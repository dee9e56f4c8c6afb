//! One question to the store: everything it reads is one published state.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use chrono::{NaiveDate, NaiveDateTime};
use olivine_store::{Courses, Snapshot, StoreError, Value};

use super::binding::bind;
use super::cell::Cell;
use super::params::Params;
use super::prepared::Prepared;
use super::table::Table;
use crate::error::ApiError;

/// A query being answered.
pub struct Ask<'a> {
    /// What is asked, and on whose behalf.
    pub params: &'a Params,
    prepared: &'a Prepared,
    snapshot: Snapshot,
}

/// How fresh the tables of a query are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Last complete day of the oldest of them; none when one has not been published yet.
    pub as_of: Option<NaiveDate>,
    /// When the newest of them was loaded, UTC.
    pub created: Option<NaiveDateTime>,
    /// Changes exactly when one of them is published anew.
    pub version: String,
}

impl<'a> Ask<'a> {
    pub(super) fn new(snapshot: Snapshot, prepared: &'a Prepared, params: &'a Params) -> Self {
        Self {
            params,
            prepared,
            snapshot,
        }
    }

    /// The rows of the query's SQL that the reader may see.
    ///
    /// # Errors
    /// Errors in parameters, failures of the store; [`ApiError::Forbidden`] when it cannot be told whose rows they are.
    pub async fn rows(&self) -> Result<Table, ApiError> {
        match self.prepared.declared.sql.as_deref() {
            Some(file) => self.rows_of(file).await,
            None => Ok(Table::default()),
        }
    }

    /// The same for one of the further SQL files that its handler names.
    ///
    /// # Errors
    /// As [`Ask::rows`].
    pub async fn rows_of(&self, file: &str) -> Result<Table, ApiError> {
        self.rows_with(file, &[]).await
    }

    /// As [`Ask::rows_of`], with values of parameters that the handler gives itself.
    ///
    /// # Errors
    /// As [`Ask::rows`].
    pub async fn rows_with(&self, file: &str, own: &[(&str, Value)]) -> Result<Table, ApiError> {
        let sql = self.prepared.sql_of(file).ok_or_else(|| ApiError::BadQuery {
            report: self.prepared.report.clone(),
            query: self.prepared.name.clone(),
            problem: format!("no file `{file}`"),
        })?;
        let column_type = |name: &str| self.prepared.column_type(name);
        let (text, values) = bind(sql, self.params, own, column_type)?;
        let named: Vec<_> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        let rows = match self.snapshot.query_typed(&text, &named, &column_type).await {
            Ok(rows) => rows,
            // A table that no run has filled yet holds no rows.
            Err(StoreError::NotPublished { .. }) => return Ok(Table::default()),
            Err(error) => return Err(error.into()),
        };
        let cells = rows
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(Cell::from).collect());
        self.visible(Table {
            columns: rows.columns,
            rows: cells.collect(),
        })
    }

    /// Leaves out rows of courses that the reader may not see: also beside a course that was asked for and checked before,
    /// since an answer may set other courses beside it. Where neither the parameters nor the rows say whose they are, nothing
    /// is shown.
    fn visible(&self, mut table: Table) -> Result<Table, ApiError> {
        if matches!(self.params.reader.courses, Courses::All) {
            return Ok(table);
        }
        match table.position("course_id") {
            Some(course_id) => table.rows.retain(|row| {
                row[course_id]
                    .as_text()
                    .is_some_and(|id| self.params.reader.may_see(id))
            }),
            None if self.params.text("course_id").is_some() => {}
            None => return Err(ApiError::Forbidden),
        }
        Ok(table)
    }

    /// How fresh the tables are that it reads.
    pub(crate) async fn freshness(&self) -> Result<Freshness, ApiError> {
        let published = self.snapshot.published().await?;
        let mut freshness = Freshness::default();
        let mut version = DefaultHasher::new();
        let mut complete = true;
        for name in self.prepared.table_names() {
            name.hash(&mut version);
            let Some(table) = published.get(name) else {
                complete = false;
                continue;
            };
            (&table.fingerprint, &table.run_id, table.created).hash(&mut version);
            freshness.as_of = Some(freshness.as_of.map_or(table.as_of, |known| known.min(table.as_of)));
            freshness.created = freshness.created.max(Some(table.created));
        }
        if !complete {
            freshness.as_of = None;
        }
        freshness.version = format!("{:016x}", version.finish());
        Ok(freshness)
    }
}
