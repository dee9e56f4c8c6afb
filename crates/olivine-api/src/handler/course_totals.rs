//! Enrollment over all courses, or the named ones, in one object (`API 2.7`).

use async_trait::async_trait;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 4] = [
    "count",
    "cumulative_count",
    "count_change_7_days",
    "verified_enrollment",
];

/// Adds up the mode rows of the courses; null everywhere when there are none.
pub struct CourseTotals;

#[async_trait]
impl Handler for CourseTotals {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let rows = ask.rows().await?;
        let mut totals = vec![Cell::Null; 4];
        for row in &rows.rows {
            let verified = rows.field(row, "enrollment_mode").as_text() == Some("verified");
            let nothing = Cell::Int(0);
            totals[0].add(rows.field(row, "count"));
            totals[1].add(rows.field(row, "cumulative_count"));
            totals[2].add(rows.field(row, "count_change_7_days"));
            totals[3].add(if verified { rows.field(row, "count") } else { &nothing });
        }
        Ok(Table::of(&FIELDS, vec![totals]).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }
}
