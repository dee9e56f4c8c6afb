//! One question to the store: everything it reads is one published state.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use chrono::{NaiveDate, NaiveDateTime};
use olivine_report::manifest::Audience;
use olivine_store::{Courses, Published, Snapshot, StoreError, Value};

use super::binding::bind;
use super::calendar;
use super::cell::Cell;
use super::listing::PageSizes;
use super::page::Page;
use super::params::Params;
use super::placeholder::Sql;
use super::prepared::Prepared;
use super::table::Table;
use crate::error::ApiError;
use crate::handler::Reply;

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

    /// Who may read the report whose query is asked.
    pub fn audience(&self) -> Audience {
        self.prepared.audience
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
        let sql = self.sql(file)?;
        let table = self.read(sql, &[], |text| text).await?;
        self.visible(table, is_of_course(sql))
    }

    /// One page of the rows of the query's SQL, cut in the store.
    ///
    /// # Errors
    /// As [`Ask::page_with`].
    pub(super) async fn page_of_rows(&self, sizes: PageSizes) -> Result<Reply, ApiError> {
        match self.prepared.declared.sql.as_deref() {
            Some(file) => self.page_with(file, &[], sizes).await,
            None => Ok(Reply::default()),
        }
    }

    /// One page of the rows of one of its files, cut in the store, with values of parameters that the handler gives itself. Rows are
    /// counted before those are left out that the reader may not see: only for readers who see all, or rows of a course that was
    /// asked for.
    ///
    /// # Errors
    /// As [`Ask::rows`]; [`ApiError::InvalidPage`].
    pub async fn page_with(&self, file: &str, own: &[(&str, Value)], sizes: PageSizes) -> Result<Reply, ApiError> {
        let sql = self.sql(file)?;
        let counted = self
            .read(sql, own, |text| {
                format!("select count(*) as list_rows from ({text}) as counted_rows")
            })
            .await?;
        let count = counted
            .rows
            .first()
            .and_then(|row| counted.field(row, "list_rows").as_int());
        let count = count.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        let page = Page::asked(self.params, count, sizes.default, sizes.max)?;
        // Both are whole numbers of ours, so they may stand in the text.
        let (limit, offset) = (page.size, (page.number - 1) * page.size);
        let table = self
            .read(sql, own, |text| format!("{text} limit {limit} offset {offset}"))
            .await?;
        Ok(Reply {
            table: self.visible(table, is_of_course(sql))?,
            page: Some(page),
        })
    }

    /// Whether nothing has to be left out for this reader.
    pub(super) fn sees_all_rows(&self) -> bool {
        matches!(self.params.reader.courses, Courses::All)
    }

    fn sql(&self, file: &str) -> Result<&Sql, ApiError> {
        self.prepared.sql_of(file).ok_or_else(|| ApiError::BadQuery {
            report: self.prepared.report.clone(),
            query: self.prepared.name.clone(),
            problem: format!("no file `{file}`"),
        })
    }

    async fn read(
        &self,
        sql: &Sql,
        own: &[(&str, Value)],
        around: impl FnOnce(String) -> String,
    ) -> Result<Table, ApiError> {
        if self.would_show_people().await? {
            return Ok(Table::default());
        }
        let column_type = |name: &str| self.prepared.column_type(name);
        let mut own = own.to_vec();
        if sql.placeholders().any(|found| calendar::is_calendar(found.name)) {
            own.extend(calendar::values(self.freshness().await?.as_of));
        }
        let (text, values) = bind(sql, self.params, &own, column_type)?;
        let text = around(text);
        let named: Vec<_> = values
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        let stored_type = |name: &str| self.prepared.stored_type(name);
        let rows = match self.snapshot.query_typed(&text, &named, &stored_type).await {
            Ok(rows) => rows,
            Err(error @ StoreError::NotPublished { .. }) => {
                // A table that no run has filled yet holds no rows.
                if self.lacks_a_table().await? {
                    return Ok(Table::default());
                }
                return Err(error.into());
            }
            Err(error) => return Err(error.into()),
        };
        let cells = rows
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(Cell::from).collect());
        Ok(Table {
            columns: rows.columns,
            rows: cells.collect(),
        })
    }

    /// Whether a plugin that counts would read rows about people, from a table whose name another report had before.
    async fn would_show_people(&self) -> Result<bool, ApiError> {
        if !self.prepared.plugin || self.prepared.audience == Audience::People {
            return Ok(false);
        }
        let published = self.snapshot.published().await?;
        let readers = |table: &str| published.get(table).and_then(Published::readers);
        let mut tables = self.prepared.named_tables();
        Ok(tables.any(|table| readers(table) == Some(Audience::People)))
    }

    /// Whether a table that it names was not published yet.
    async fn lacks_a_table(&self) -> Result<bool, ApiError> {
        let published = self.snapshot.published().await?;
        let mut tables = self.prepared.named_tables();
        Ok(tables.any(|table| !published.contains_key(table)))
    }

    /// Leaves out rows of courses that the reader may not see: also beside a course that was asked for and checked before,
    /// since an answer may set other courses beside it. Where neither the parameters nor the rows say whose they are, nothing
    /// is shown; a course in the parameters says so only if the statement asks for it.
    fn visible(&self, mut table: Table, is_of_course: bool) -> Result<Table, ApiError> {
        if self.sees_all_rows() {
            return Ok(table);
        }
        match table.position("course_id") {
            Some(course_id) => table.rows.retain(|row| {
                row[course_id]
                    .as_text()
                    .is_some_and(|id| self.params.reader.may_see(id))
            }),
            None if is_of_course && self.params.text("course_id").is_some() => {}
            // Before the first run there is nothing to hide.
            None if table.columns.is_empty() => {}
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

/// Whether the rows are those of a course that is asked for.
fn is_of_course(sql: &Sql) -> bool {
    sql.placeholders().any(|found| found.name == "course_id")
}
