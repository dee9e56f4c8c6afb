//! Two rows about a customer in one object (`API 2.9`).

use async_trait::async_trait;
use serde_json::json;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

/// The fields of the object.
const FIELDS: [&str; 2] = ["learner_progress", "learner_engagement"];
/// The SQL behind each.
const FILES: [&str; 2] = ["queries/insights_progress.sql", "queries/insights_engagement.sql"];

/// Leaves out what there is no row for.
pub struct EnterpriseInsights;

#[async_trait]
impl Handler for EnterpriseInsights {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let mut object = Vec::new();
        for file in FILES {
            let Table { columns, rows } = ask.rows_of(file).await?;
            let part = rows.into_iter().next();
            object.push(part.map_or(Cell::Absent, |row| Cell::Object(columns.into_iter().zip(row).collect())));
        }
        let is_empty = object.iter().all(Cell::is_missing);
        let rows = if is_empty { Vec::new() } else { vec![object] };
        Ok(Table::of(&FIELDS, rows).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn files(&self) -> &'static [&'static str] {
        &FILES
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        FIELDS.contains(&field).then(|| json!({ "type": "object" }))
    }
}
