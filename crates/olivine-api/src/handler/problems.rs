//! Submissions of problems, of which each part has a distribution of its own (`API 2.1`, problems).

use async_trait::async_trait;
use serde_json::json;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 5] = [
    "module_id",
    "total_submissions",
    "correct_submissions",
    "part_ids",
    "created",
];

/// Brings the parts of a problem, which come one after the other, into one row.
pub struct Problems;

#[async_trait]
impl Handler for Problems {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        Ok(by_problem(&ask.rows().await?).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        (field == "part_ids").then(|| json!({ "type": "array", "items": { "type": "string" } }))
    }
}

fn by_problem(rows: &Table) -> Table {
    let mut problems: Vec<Vec<Cell>> = Vec::new();
    for row in &rows.rows {
        let module = rows.field(row, "module_id");
        let part = rows.field(row, "part_id").clone();
        match problems.last_mut() {
            Some(problem) if problem[0] == *module => {
                problem[1].add(rows.field(row, "submissions"));
                problem[2].add(rows.field(row, "correct_submissions"));
                if let Cell::List(parts) = &mut problem[3] {
                    parts.push(part);
                }
                problem[4].keep_greater(rows.field(row, "created"));
            }
            _ => {
                let mut counts = [Cell::Int(0), Cell::Int(0)];
                counts[0].add(rows.field(row, "submissions"));
                counts[1].add(rows.field(row, "correct_submissions"));
                let [total, correct] = counts;
                let created = rows.field(row, "created").clone();
                problems.push(vec![module.clone(), total, correct, Cell::List(vec![part]), created]);
            }
        }
    }
    for problem in &mut problems {
        let parts = match &problem[3] {
            Cell::List(parts) => i64::try_from(parts.len()).unwrap_or(i64::MAX),
            _ => 1,
        };
        for count in &mut problem[1..3] {
            *count = Cell::Int(count.as_int().unwrap_or(0) / parts.max(1));
        }
    }
    Table::of(&FIELDS, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_averages_over_the_parts() {
        let row = |module: &str, part: &str, submissions: i64, correct: i64| {
            vec![
                Cell::Text(module.into()),
                Cell::Text(part.into()),
                Cell::Int(submissions),
                Cell::Int(correct),
                Cell::Int(submissions),
            ]
        };
        let columns = ["module_id", "part_id", "submissions", "correct_submissions", "created"];
        let table = Table {
            columns: columns.map(String::from).to_vec(),
            rows: vec![row("p", "1", 10, 3), row("p", "2", 5, 2), row("q", "1", 7, 7)],
        };
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(
            by_problem(&table).rows,
            [
                vec![
                    text("p"),
                    Cell::Int(7),
                    Cell::Int(2),
                    Cell::List(vec![text("1"), text("2")]),
                    Cell::Int(10)
                ],
                vec![
                    text("q"),
                    Cell::Int(7),
                    Cell::Int(7),
                    Cell::List(vec![text("1")]),
                    Cell::Int(7)
                ],
            ]
        );
    }
}
