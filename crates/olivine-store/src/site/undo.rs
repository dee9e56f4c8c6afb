//! The way back from a migration, and what is lost on it.

use crate::connection::{Keep, Link};
use crate::error::StoreError;
use crate::value::Value;

/// The way back from a migration.
#[derive(Debug)]
pub enum Undo {
    /// These go, in this order.
    Dropping(&'static [Part]),
    /// There is none, for this reason.
    None(&'static str),
}

/// What a migration brought, and its way back takes away.
#[derive(Debug)]
pub enum Part {
    /// A table.
    Table(&'static str),
    /// A column of a table that stays; rows count as lost where it is not zero, its default.
    Column {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
}

impl Part {
    pub(super) fn drop_statement(&self) -> String {
        match self {
            Self::Table(table) => format!("DROP TABLE {table}"),
            Self::Column { table, column } => format!("ALTER TABLE {table} DROP COLUMN {column}"),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Table(table) => (*table).to_owned(),
            Self::Column { table, column } => format!("{table}.{column}"),
        }
    }

    async fn rows(&self, link: Link<'_>) -> Result<i64, StoreError> {
        let sql = match self {
            Self::Table(table) => format!("SELECT count(*) FROM {table}"),
            Self::Column { table, column } => format!("SELECT count(*) FROM {table} WHERE {column} <> 0"),
        };
        match link.rows(sql, Vec::new(), Keep::No).await {
            Ok(rows) => Ok(rows
                .rows
                .first()
                .and_then(|row| row.first().and_then(Value::as_int))
                .unwrap_or(0)),
            // A way back that was interrupted has taken it already.
            Err(StoreError::NotPublished { .. } | StoreError::UnknownColumn { .. }) => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// What is lost with it, in words; nothing where it holds nothing.
    pub(super) async fn loss(&self, link: Link<'_>) -> Result<Option<String>, StoreError> {
        let rows = self.rows(link).await?;
        Ok((rows > 0).then(|| format!("{}: {rows}", self.name())))
    }
}
