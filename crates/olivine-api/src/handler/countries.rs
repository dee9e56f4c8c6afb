//! Enrollment by country: stored codes in any form become countries (`API 2.1`, enrollment/location).

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::json;

use super::{Handler, Reply};
use crate::country::{self, Country};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 5] = ["date", "course_id", "country", "count", "created"];

/// Folds the rows of `country_code` and `count` per day and country: the unknown first, then by alpha-2 code; inside a
/// country by day.
pub struct Countries;

/// What is kept of the rows of one country and day.
struct Total {
    country: Option<&'static Country>,
    date: Cell,
    course_id: Cell,
    count: Cell,
    created: Cell,
}

#[async_trait]
impl Handler for Countries {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        Ok(fold(&ask.rows().await?).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        let code = || json!({ "type": ["string", "null"] });
        (field == "country").then(|| {
            json!({
                "type": "object",
                "properties": { "alpha2": code(), "alpha3": code(), "name": { "type": "string" } },
            })
        })
    }
}

fn fold(rows: &Table) -> Table {
    // None sorts before every code, which puts the unknown first.
    let mut totals: BTreeMap<(Option<&str>, Option<chrono::NaiveDate>), Total> = BTreeMap::new();
    for row in &rows.rows {
        let field = |name| rows.field(row, name);
        let country = field("country_code").as_text().and_then(country::find);
        let key = (country.map(|country| country.alpha2), field("date").as_date());
        let total = totals.entry(key).or_insert_with(|| Total {
            country,
            date: field("date").clone(),
            course_id: field("course_id").clone(),
            count: Cell::Int(0),
            created: Cell::Null,
        });
        total.count.add(field("count"));
        total.created.keep_greater(field("created"));
    }
    let rows = totals.into_values().map(|total| {
        vec![
            total.date,
            total.course_id,
            described(total.country),
            total.count,
            total.created,
        ]
    });
    Table::of(&FIELDS, rows.collect())
}

fn described(country: Option<&Country>) -> Cell {
    let text = |text: &str| Cell::Text(text.to_owned());
    let (alpha2, alpha3, name) = match country {
        Some(country) => (text(country.alpha2), text(country.alpha3), text(country.name)),
        None => (Cell::Null, Cell::Null, text("UNKNOWN")),
    };
    Cell::Object(vec![
        ("alpha2".into(), alpha2),
        ("alpha3".into(), alpha3),
        ("name".into(), name),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_one_country_and_all_unknowns_are_folded() {
        let row = |code: Option<&str>, date: &str, count: Cell| {
            let code = code.map_or(Cell::Null, |code| Cell::Text(code.into()));
            vec![
                code,
                Cell::Date(date.parse().unwrap()),
                count,
                Cell::Int(1),
                Cell::Text("c".into()),
            ]
        };
        let table = Table {
            columns: ["country_code", "date", "count", "created", "course_id"]
                .map(String::from)
                .to_vec(),
            rows: vec![
                row(Some("us"), "2031-03-05", Cell::Int(1)),
                row(Some("GB"), "2031-03-04", Cell::Int(2)),
                row(Some("840"), "2031-03-04", Cell::Int(4)),
                row(Some("USA"), "2031-03-04", Cell::Int(8)),
                row(Some("XK"), "2031-03-04", Cell::Int(16)),
                row(None, "2031-03-04", Cell::Null),
                row(Some(""), "2031-03-04", Cell::Int(32)),
            ],
        };
        let folded = fold(&table);
        let seen: Vec<(String, String, i64)> = folded
            .rows
            .iter()
            .map(|row| {
                let Cell::Object(country) = folded.field(row, "country") else {
                    panic!("no country")
                };
                let code = country[0].1.as_text().unwrap_or("-").to_owned();
                let date = folded.field(row, "date").as_date().unwrap().to_string();
                (code, date, folded.field(row, "count").as_int().unwrap())
            })
            .collect();
        let expected = [
            ("-", "2031-03-04", 48),
            ("GB", "2031-03-04", 2),
            ("US", "2031-03-04", 12),
            ("US", "2031-03-05", 1),
        ];
        assert_eq!(
            seen,
            expected.map(|(code, date, count)| (code.to_owned(), date.to_owned(), count))
        );
    }
}
