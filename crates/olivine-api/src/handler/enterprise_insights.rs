//! Two rows about a customer in one object (`API 2.9`).

use async_trait::async_trait;
use serde_json::json;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

/// The fields of the object and the SQL behind each.
const PARTS: [(&str, &str); 2] = [
    ("learner_progress", "queries/insights_progress.sql"),
    ("learner_engagement", "queries/insights_engagement.sql"),
];

/// Leaves out what there is no row for.
pub struct EnterpriseInsights;

#[async_trait]
impl Handler for EnterpriseInsights {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let mut object = Vec::new();
        for (_, file) in PARTS {
            let Table { columns, rows } = ask.rows_of(file).await?;
            let part = rows.into_iter().next();
            object.push(part.map_or(Cell::Absent, |row| Cell::Object(columns.into_iter().zip(row).collect())));
        }
        let is_empty = object.iter().all(Cell::is_missing);
        Ok(Table {
            columns: PARTS.map(|(name, _)| name.to_owned()).to_vec(),
            rows: if is_empty { Vec::new() } else { vec![object] },
        }
        .into())
    }

    fn files(&self) -> &'static [&'static str] {
        &["queries/insights_progress.sql", "queries/insights_engagement.sql"]
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        PARTS
            .iter()
            .any(|(name, _)| *name == field)
            .then(|| json!({ "type": "object" }))
    }
}
