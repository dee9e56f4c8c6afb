//! Problems with their tags (`API 2.1`, problems_and_tags).

use std::collections::BTreeMap;

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
    "tags",
    "created",
];

/// Brings the rows of a problem, one for each tag, into one row, in the order in which problems first appear.
pub struct ProblemsAndTags;

#[async_trait]
impl Handler for ProblemsAndTags {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        Ok(by_problem(&ask.rows().await?).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        let values = json!({ "type": "array", "items": { "type": "string" } });
        (field == "tags").then(|| json!({ "type": "object", "additionalProperties": values }))
    }
}

/// A problem: counts of its first row, values by tag, newest load.
struct Problem {
    counts: [Cell; 2],
    tags: Vec<(String, Vec<String>)>,
    created: Cell,
}

fn by_problem(rows: &Table) -> Table {
    let mut order: Vec<String> = Vec::new();
    let mut problems: BTreeMap<String, Problem> = BTreeMap::new();
    for row in &rows.rows {
        let text = |name: &str| rows.field(row, name).as_text().unwrap_or_default().to_owned();
        let field = |name: &str| rows.field(row, name).clone();
        let module = text("module_id");
        let problem = problems.entry(module.clone()).or_insert_with(|| {
            order.push(module);
            Problem {
                counts: [field("total_submissions"), field("correct_submissions")],
                tags: Vec::new(),
                created: field("created"),
            }
        });
        problem.created.keep_greater(&field("created"));
        let name = text("tag_name");
        match problem.tags.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(text("tag_value")),
            None => problem.tags.push((name, vec![text("tag_value")])),
        }
    }
    let served = order.into_iter().filter_map(|module| {
        let Problem { counts, tags, created } = problems.remove(&module)?;
        let tags = tags.into_iter().map(|(name, mut values)| {
            values.sort_unstable();
            (name, Cell::List(values.into_iter().map(Cell::Text).collect()))
        });
        let [total, correct] = counts;
        Some(vec![
            Cell::Text(module),
            total,
            correct,
            Cell::Object(tags.collect()),
            created,
        ])
    });
    Table::of(&FIELDS, served.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_gathered() {
        let text = |text: &str| Cell::Text(text.into());
        let row = |module: &str, name: &str, value: &str, total: i64| {
            vec![
                text(module),
                Cell::Int(total),
                Cell::Int(1),
                text(name),
                text(value),
                Cell::Int(total),
            ]
        };
        let columns = [
            "module_id",
            "total_submissions",
            "correct_submissions",
            "tag_name",
            "tag_value",
            "created",
        ];
        let table = Table {
            columns: columns.map(String::from).to_vec(),
            rows: vec![
                row("q", "topic", "Nets", 5),
                row("p", "topic", "Boats", 2),
                row("q", "difficulty", "Hard", 5),
                row("q", "difficulty", "Easy", 9),
            ],
        };
        let tags = |tags: &[(&str, &[&str])]| {
            let one = |(name, values): &(&str, &[&str])| {
                let values = values.iter().map(|value| text(value)).collect();
                ((*name).to_owned(), Cell::List(values))
            };
            Cell::Object(tags.iter().map(one).collect())
        };
        let of_q = tags(&[("topic", &["Nets"]), ("difficulty", &["Easy", "Hard"])]);
        assert_eq!(
            by_problem(&table).rows,
            [
                vec![text("q"), Cell::Int(5), Cell::Int(1), of_q, Cell::Int(9)],
                vec![
                    text("p"),
                    Cell::Int(2),
                    Cell::Int(1),
                    tags(&[("topic", &["Boats"])]),
                    Cell::Int(2)
                ],
            ]
        );
    }
}
