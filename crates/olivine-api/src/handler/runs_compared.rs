//! Runs of a course side by side (`OV-15`), for those who may not see all of them.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::{Handler, Reply};
use crate::error::ApiError;
use crate::query::Ask;
use crate::query::cell::Cell;
use crate::query::table::Table;

const FIELDS: [&str; 19] = [
    "number",
    "course_id",
    "title",
    "day_zero",
    "counted_from",
    "day_number",
    "enrolled",
    "ever_enrolled",
    "ever_active",
    "active_last_week",
    "visited_percent",
    "passing",
    "passing_percent",
    "mean_grade_percent",
    "same_day_number",
    "same_day_enrolled",
    "same_day_ever_enrolled",
    "same_day_ever_active",
    "created",
];
/// The numbers of each day of each run.
const DAYS: &str = "page/days.sql";

/// Numbers and compares the runs that the reader may see as if there were no others: the place of a run and the age of the youngest would
/// tell of those.
pub struct RunsCompared;

#[async_trait]
impl Handler for RunsCompared {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        let runs = ask.rows().await?;
        if is_whole(&runs) {
            return Ok(runs.select(&FIELDS.map(str::to_owned)).into());
        }
        let days = ask.rows_of(DAYS).await?;
        Ok(among_themselves(&runs, &days).into())
    }

    fn columns(&self) -> &'static [&'static str] {
        &FIELDS
    }

    fn files(&self) -> &'static [&'static str] {
        &[DAYS]
    }
}

/// Whether all runs of the course are there.
fn is_whole(runs: &Table) -> bool {
    let Some(first) = runs.rows.first() else { return true };
    let all = runs.field(first, "runs").as_int();
    all.is_some_and(|all| usize::try_from(all) == Ok(runs.rows.len()))
}

fn among_themselves(runs: &Table, days: &Table) -> Table {
    let age_of = |run: &Vec<Cell>| runs.field(run, "day_number").as_int().filter(|age| *age >= 0);
    let age = runs.rows.iter().filter_map(age_of).min();
    let of_age = days
        .rows
        .iter()
        .filter(|day| age.is_some() && days.field(day, "day_number").as_int() == age);
    let at_that_age: BTreeMap<&str, &Vec<Cell>> = of_age
        .filter_map(|day| Some((days.field(day, "course_id").as_text()?, day)))
        .collect();
    let rows = runs.rows.iter().enumerate().map(|(place, run)| {
        let course = runs.field(run, "course_id").as_text();
        let day = course.and_then(|course| at_that_age.get(course));
        let of_day = |name: &str| day.map_or(Cell::Null, |day| days.field(day, name).clone());
        let cell = |name: &&str| match *name {
            "number" => Cell::Int(place as i64 + 1),
            "same_day_number" => age.map_or(Cell::Null, Cell::Int),
            "same_day_enrolled" => of_day("enrolled"),
            "same_day_ever_enrolled" => of_day("ever_enrolled"),
            "same_day_ever_active" => of_day("ever_active"),
            name => runs.field(run, name).clone(),
        };
        FIELDS.iter().map(cell).collect()
    });
    Table::of(&FIELDS, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    /// Runs: course, place, age, of how many.
    fn runs(rows: &[(&str, i64, i64, i64)]) -> Table {
        let row = |(course, number, age, all): &(&str, i64, i64, i64)| {
            vec![
                text(course),
                Cell::Int(*number),
                Cell::Int(*age),
                Cell::Int(*all),
                Cell::Int(3),
            ]
        };
        let columns = ["course_id", "number", "day_number", "runs", "same_day_number"];
        Table::of(&columns, rows.iter().map(row).collect())
    }

    fn days(rows: &[(&str, i64, i64)]) -> Table {
        let row = |(course, age, people): &(&str, i64, i64)| {
            vec![
                text(course),
                Cell::Int(*age),
                Cell::Int(*people),
                Cell::Int(people + 1),
                Cell::Int(people + 2),
            ]
        };
        let columns = ["course_id", "day_number", "enrolled", "ever_enrolled", "ever_active"];
        Table::of(&columns, rows.iter().map(row).collect())
    }

    #[test]
    fn hidden_runs_leave_no_trace_ov15() {
        let seen = runs(&[("b", 2, 40, 4), ("d", 4, 90, 4)]);
        assert!(!is_whole(&seen));
        let days = days(&[("b", 3, 7), ("b", 40, 10), ("d", 40, 20), ("d", 90, 30)]);
        let compared = among_themselves(&seen, &days);
        let numbers = |name: &str| -> Vec<Option<i64>> {
            compared
                .rows
                .iter()
                .map(|run| compared.field(run, name).as_int())
                .collect()
        };
        assert_eq!(numbers("number"), [Some(1), Some(2)]);
        assert_eq!(
            numbers("same_day_number"),
            [Some(40), Some(40)],
            "not that of the youngest of all"
        );
        assert_eq!(numbers("same_day_enrolled"), [Some(10), Some(20)]);
        assert_eq!(numbers("same_day_ever_enrolled"), [Some(11), Some(21)]);
        assert_eq!(numbers("same_day_ever_active"), [Some(12), Some(22)]);
        assert_eq!(compared.position("runs"), None);
    }

    #[test]
    fn runs_that_have_not_begun_are_compared_at_no_age() {
        let compared = among_themselves(&runs(&[("b", 2, -5, 2)]), &days(&[("b", -5, 7)]));
        let run = &compared.rows[0];
        assert_eq!(compared.field(run, "same_day_number"), &Cell::Null);
        assert_eq!(compared.field(run, "same_day_enrolled"), &Cell::Null);
        assert!(is_whole(&runs(&[("a", 1, 3, 1)])));
        assert!(is_whole(&Table::default()));
    }
}
