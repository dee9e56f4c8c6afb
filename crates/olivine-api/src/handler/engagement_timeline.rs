//! What one person did in a course, day by day (`API 2.8`).

use async_trait::async_trait;
use chrono::NaiveDate;
use serde_json::json;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

/// The numbers of a day, in the order in which they are served.
const NUMBERS: [&str; 4] = [
    "problems_attempted",
    "problems_completed",
    "discussion_contributions",
    "videos_viewed",
];

/// A row of days that are rows themselves.
const DAY: [&str; 5] = ["date", NUMBERS[0], NUMBERS[1], NUMBERS[2], NUMBERS[3]];
/// All days in one field.
const DAYS: [&str; 1] = ["days"];

/// All days from the first to the last with anything done, those in between as zeros, as one object.
pub struct EngagementTimeline;

/// The same up to the last complete day, as rows: somebody who stopped looks as if they had (`UI D-11`).
pub struct LearnerDays;

/// Nothing is known that somebody of that name did in the course (`API 1.5`).
pub fn no_timeline(user_name: &str, course_id: &str) -> ApiError {
    ApiError::Coded {
        status: 404,
        code: "no_learner_engagement_timeline",
        message: format!("Learner {user_name} engagement timeline not found for course {course_id}."),
    }
}

type Day = (NaiveDate, [i64; NUMBERS.len()]);

#[async_trait]
impl Handler for EngagementTimeline {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        super::learners::check_course(ask.params)?;
        let days = days(&ask.rows().await?, None);
        if days.is_empty() {
            let text = |name| ask.params.text(name).unwrap_or_default();
            return Err(no_timeline(text("username"), text("course_id")));
        }
        let object = |(date, numbers): Day| {
            let named = NUMBERS.iter().zip(numbers);
            let named = named.map(|(name, number)| ((*name).to_owned(), Cell::Int(number)));
            Cell::Object(
                [("date".to_owned(), Cell::Date(date))]
                    .into_iter()
                    .chain(named)
                    .collect(),
            )
        };
        let days = Cell::List(days.into_iter().map(object).collect());
        Ok(Table::of(&DAYS, vec![vec![days]]).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &DAYS
    }

    fn required(&self) -> &'static [&'static str] {
        &["course_id"]
    }

    fn schema(&self, field: &str) -> Option<serde_json::Value> {
        let numbers = NUMBERS
            .iter()
            .map(|name| ((*name).to_owned(), json!({ "type": "integer" })));
        let date = ("date".to_owned(), json!({ "type": "string", "format": "date" }));
        let properties: serde_json::Map<_, _> = [date].into_iter().chain(numbers).collect();
        (field == "days").then(|| json!({ "type": "array", "items": { "type": "object", "properties": properties } }))
    }
}

#[async_trait]
impl Handler for LearnerDays {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let until = ask.freshness().await?.as_of;
        let row = |(date, numbers): Day| [Cell::Date(date)].into_iter().chain(numbers.map(Cell::Int)).collect();
        let rows = days(&ask.rows().await?, until).into_iter().map(row);
        Ok(Table::of(&DAY, rows.collect()).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &DAY
    }
}

/// Every day from the first row's to the last row's, or to `until` if that is later.
fn days(rows: &Table, until: Option<NaiveDate>) -> Vec<Day> {
    let known: Vec<Day> = rows
        .rows
        .iter()
        .filter_map(|row| {
            let number = |name: &str| rows.field(row, name).as_int().unwrap_or(0);
            Some((rows.field(row, "date").as_date()?, NUMBERS.map(number)))
        })
        .collect();
    let (Some((first, _)), Some((last, _))) = (known.first(), known.last()) else {
        return Vec::new();
    };
    let last = until.map_or(*last, |until| until.max(*last));
    let mut known = known.iter().peekable();
    let mut all = Vec::new();
    for date in first.iter_days().take_while(|date| *date <= last) {
        match known.next_if(|(day, _)| *day == date) {
            Some(day) => all.push(*day),
            None => all.push((date, [0; NUMBERS.len()])),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn quiet_days_are_zeros() {
        let row = |date: &str, tried: i64| vec![Cell::Date(day(date)), Cell::Int(tried)];
        let rows = Table {
            columns: ["date", "problems_attempted"].map(str::to_owned).to_vec(),
            rows: vec![row("2024-02-28", 3), row("2024-03-01", 1)],
        };
        let found: Vec<(String, i64)> = days(&rows, None)
            .into_iter()
            .map(|(date, numbers)| (date.to_string(), numbers[0]))
            .collect();
        let expected = [("2024-02-28", 3), ("2024-02-29", 0), ("2024-03-01", 1)];
        assert_eq!(found, expected.map(|(date, tried)| (date.to_owned(), tried)));
        assert_eq!(days(&rows, Some(day("2024-03-05"))).len(), 7);
        assert_eq!(days(&rows, Some(day("2024-02-28"))).len(), 3);
        assert!(days(&Table::default(), Some(day("2024-03-05"))).is_empty());
    }
}
