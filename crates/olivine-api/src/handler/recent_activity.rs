//! The newest week of one kind of activity (`API 2.1`, recent_activity).

use async_trait::async_trait;

use super::{Handler, Parameter, Reply, Values};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 5] = ["interval_start", "interval_end", "activity_type", "count", "course_id"];

/// Takes the rows of all weeks and labels and keeps the newest of the label asked for.
pub struct RecentActivity;

#[async_trait]
impl Handler for RecentActivity {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let asked = ask
            .params
            .text("label")
            .or(ask.params.raw("activity_type"))
            .unwrap_or("any");
        let label = stored_label(asked);
        let rows = ask.rows().await?;
        let newest = rows
            .rows
            .iter()
            .filter(|row| rows.field(row, "label").as_text() == Some(label.as_str()))
            .max_by(|left, right| {
                rows.field(left, "interval_end")
                    .order(rows.field(right, "interval_end"))
            });
        let served = newest.map(|row| {
            let field = |name| rows.field(row, name).clone();
            let mut count = Cell::Int(0);
            count.add(&field("count"));
            vec![
                field("interval_start"),
                field("interval_end"),
                Cell::Text(served_name(&label)),
                count,
                field("course_id"),
            ]
        });
        Ok(Table::of(&FIELDS, served.into_iter().collect()).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn parameters(&self) -> &'static [Parameter] {
        const PARAMETERS: [Parameter; 2] = [
            Parameter::new(
                "activity_type",
                Values::Any,
                "`any` (default), `attempted_problem`, `played_video` or `posted_forum`, in any case.",
            ),
            Parameter::new(
                "label",
                Values::Any,
                "Older name of `activity_type`; wins when both are given.",
            ),
        ];
        &PARAMETERS
    }
}

fn stored_label(asked: &str) -> String {
    let label = asked.to_uppercase();
    if label == "ANY" { "ACTIVE".into() } else { label }
}

fn served_name(label: &str) -> String {
    let name = label.to_lowercase();
    if name == "active" { "any".into() } else { name }
}
