//! What people of a course can be looked for by, and which values are low and high among them (`API 2.8`).

use async_trait::async_trait;
use serde_json::json;

use super::super::{Handler, Reply};
use super::SEGMENTS;
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const RANGES: &str = "queries/ranges.sql";
const FIELDS: [&str; 4] = ["enrollment_modes", "segments", "cohorts", "engagement_ranges"];
/// The metrics that have ranges, in the order in which they are served.
const METRICS: [&str; 5] = [
    "problem_attempts_per_completed",
    "problems_attempted",
    "problems_completed",
    "discussion_contributions",
    "videos_viewed",
];
/// Few attempts per right answer are good.
const FEWER_IS_BETTER: &str = "problem_attempts_per_completed";

/// Counts by track, group and cohort, and the ranges of the week. A course that is not known has zeros and nulls.
pub struct LearnerMetadata;

#[async_trait]
impl Handler for LearnerMetadata {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let facets = ask.rows().await?;
        let ranges = ask.rows_of(RANGES).await?;
        let row = vec![
            counts(&facets, "enrollment_mode"),
            segments(&facets),
            counts(&facets, "cohort"),
            engagement_ranges(&ranges),
        ];
        Ok(Table::of(&FIELDS, vec![row]).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn files(&self) -> &'static [&'static str] {
        &[RANGES]
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        match field {
            "enrollment_modes" | "segments" | "cohorts" => {
                Some(json!({ "type": "object", "additionalProperties": { "type": "integer" } }))
            }
            "engagement_ranges" => Some(json!({ "type": "object" })),
            _ => None,
        }
    }
}

/// The values of one kind with how many people have them, the most frequent first.
fn named_counts(facets: &Table, kind: &str) -> Vec<(String, i64)> {
    let of_kind = facets
        .rows
        .iter()
        .filter(|row| facets.field(row, "facet").as_text() == Some(kind));
    let mut found: Vec<(String, i64)> = of_kind
        .filter_map(|row| {
            let name = facets.field(row, "facet_value").as_text()?.to_owned();
            Some((name, facets.field(row, "learners").as_int().unwrap_or(0)))
        })
        .collect();
    found.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    found
}

fn counts(facets: &Table, kind: &str) -> Cell {
    let counts = named_counts(facets, kind);
    Cell::Object(
        counts
            .into_iter()
            .map(|(name, count)| (name, Cell::Int(count)))
            .collect(),
    )
}

/// All groups, also those that nobody is in.
fn segments(facets: &Table) -> Cell {
    let known = named_counts(facets, "segment");
    let count = |name: &str| {
        known
            .iter()
            .find(|(known, _)| known == name)
            .map_or(0, |(_, count)| *count)
    };
    Cell::Object(
        SEGMENTS
            .iter()
            .map(|name| ((*name).to_owned(), Cell::Int(count(name))))
            .collect(),
    )
}

fn engagement_ranges(ranges: &Table) -> Cell {
    let day = |name: &str| {
        let first = ranges.rows.first().and_then(|row| ranges.field(row, name).as_date());
        first.map_or(Cell::Null, Cell::Date)
    };
    let date_range = Cell::Object(vec![
        ("start".to_owned(), day("start_date")),
        ("end".to_owned(), day("end_date")),
    ]);
    let metrics = METRICS
        .iter()
        .map(|metric| ((*metric).to_owned(), ranks(ranges, metric)));
    Cell::Object(
        [("date_range".to_owned(), date_range)]
            .into_iter()
            .chain(metrics)
            .collect(),
    )
}

/// The ranges of a metric by how good they are.
fn ranks(ranges: &Table, metric: &str) -> Cell {
    let (bottom, top) = if metric == FEWER_IS_BETTER {
        ("high", "low")
    } else {
        ("low", "high")
    };
    let range = |kind: &str| {
        let is_it = |row: &&Vec<Cell>| {
            let text = |name| ranges.field(row, name).as_text();
            text("metric") == Some(metric) && text("range_type") == Some(kind)
        };
        let bound = |row: &Vec<Cell>, name| ranges.field(row, name).as_float().map_or(Cell::Null, Cell::Float);
        ranges.rows.iter().find(is_it).map_or(Cell::Null, |row| {
            Cell::List(vec![bound(row, "low_value"), bound(row, "high_value")])
        })
    };
    Cell::Object(vec![
        ("class_rank_bottom".to_owned(), range(bottom)),
        ("class_rank_average".to_owned(), range("normal")),
        ("class_rank_top".to_owned(), range(top)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::JsonCell;

    fn json(cell: &Cell) -> serde_json::Value {
        serde_json::to_value(JsonCell { cell, iso8601: false }).unwrap()
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn few_attempts_are_at_the_top() {
        let range = |metric: &str, kind: &str, low: Cell, high: Cell| vec![text(metric), text(kind), low, high];
        let ranges = Table {
            columns: ["metric", "range_type", "low_value", "high_value"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                range(FEWER_IS_BETTER, "low", Cell::Float(0.0), Cell::Float(1.3)),
                range(FEWER_IS_BETTER, "high", Cell::Null, Cell::Null),
                range("videos_viewed", "normal", Cell::Float(0.0), Cell::Null),
            ],
        };
        let found = json(&engagement_ranges(&ranges));
        assert_eq!(
            found[FEWER_IS_BETTER],
            serde_json::json!({
                "class_rank_bottom": [null, null], "class_rank_average": null, "class_rank_top": [0.0, 1.3],
            })
        );
        assert_eq!(
            found["videos_viewed"]["class_rank_average"],
            serde_json::json!([0.0, null])
        );
        assert_eq!(found["date_range"], serde_json::json!({ "start": null, "end": null }));
    }

    #[test]
    fn groups_without_anybody_are_zero_and_the_largest_track_comes_first() {
        let facet = |kind: &str, value: &str, count| vec![text(kind), text(value), Cell::Int(count)];
        let facets = Table {
            columns: ["facet", "facet_value", "learners"].map(str::to_owned).to_vec(),
            rows: vec![
                facet("enrollment_mode", "audit", 2),
                facet("enrollment_mode", "verified", 5),
                facet("segment", "inactive", 4),
            ],
        };
        assert_eq!(json(&segments(&facets))["struggling"], 0);
        assert_eq!(json(&segments(&facets))["inactive"], 4);
        let modes = counts(&facets, "enrollment_mode");
        assert_eq!(
            serde_json::to_string(&JsonCell {
                cell: &modes,
                iso8601: false
            })
            .unwrap(),
            r#"{"verified":5,"audit":2}"#
        );
    }
}
