//! `olivine query` and the data API give the same numbers.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

use crate::commands::small_site;
use crate::running::{Served, done};

/// What the API answers to a token.
fn get(served: &Served, token: &str, path: &str) -> String {
    let answer = Command::new("curl")
        .args(["-fsS", "--noproxy", "*", "-H", &format!("Authorization: Token {token}")])
        .arg(format!("{}{path}", served.url))
        .output()
        .unwrap();
    assert!(
        answer.status.success(),
        "{path}: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    String::from_utf8(answer.stdout).unwrap()
}

fn asked(site: &Path, sql: &str, on: &str) -> Vec<Value> {
    serde_json::from_str(&done(site, &["query", sql, "--on", on, "--format", "json"])).unwrap()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("{name} of {row}"))
}

#[test]
fn the_program_and_the_api_give_the_same_numbers() {
    let dir = tempfile::tempdir().unwrap();
    let site = small_site(dir.path());
    for command in [&["ingest"][..], &["import", "lms"], &["run"]] {
        done(&site, command);
    }
    crate::running::with_input(&site, &["user", "add", "ann", "--staff"], "correct horse battery");
    let token = done(&site, &["token", "create", "ann"]).trim().to_owned();
    let served = Served::start(&site);

    let sql = "select course_id, \"date\", \"count\" from course_enrollment_daily order by course_id, \"date\"";
    let stored = asked(&site, sql, "results");
    let mut by_course: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in &stored {
        by_course
            .entry(text(row, "course_id").to_owned())
            .or_default()
            .push(row.clone());
    }
    assert_eq!(by_course.len(), 3);
    let mut compared = 0;
    for (course, rows) in &by_course {
        let encoded = course.replace('+', "%2B");
        let generic = format!("/api/reports/enrollment.activity/enrollment/?course_id={encoded}&start_date=2000-01-01");
        let answer: Value =
            serde_json::from_str(&get(&served, &token, &format!("{generic}&fields=course_id,date,count"))).unwrap();
        assert_eq!(answer["rows"].as_array().unwrap(), rows, "{course}");
        let old = get(
            &served,
            &token,
            &format!("/api/v0/courses/{encoded}/enrollment/?start_date=2000-01-01"),
        );
        let old: Vec<Value> = serde_json::from_str(&old).unwrap();
        for (row, expected) in old.iter().zip(rows) {
            assert_eq!((&row["date"], &row["count"]), (&expected["date"], &expected["count"]));
            compared += 1;
        }
        let csv = get(
            &served,
            &token,
            &format!("{generic}&fields=course_id,date,count&format=csv"),
        );
        let one = format!(
            "select course_id, \"date\", \"count\" from course_enrollment_daily where course_id = '{course}' order by \"date\""
        );
        let own = done(&site, &["query", &one, "--format", "csv"]);
        assert_eq!(csv.replace("\r\n", "\n"), own.replace("\r\n", "\n"));
    }
    assert!(compared > 20, "{compared}");

    // Parquet of both has the same values.
    let file = dir.path().join("rows.parquet");
    done(
        &site,
        &["query", sql, "--format", "parquet", "--out", file.to_str().unwrap()],
    );
    let batches = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(&file).unwrap())
        .unwrap()
        .build()
        .unwrap();
    let counts: Vec<i64> = batches
        .flat_map(|batch| {
            let batch = batch.unwrap();
            batch
                .column_by_name("count")
                .unwrap()
                .as_primitive::<Int64Type>()
                .values()
                .to_vec()
        })
        .collect();
    let expected: Vec<i64> = stored.iter().map(|row| row["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, expected);

    // What the API says of a week is what the facts of the lake say of its days.
    let sql = "select course_id, day, user_id from facts_activity";
    let facts = asked(&site, sql, "lake");
    let mut weeks = 0;
    for course in by_course.keys() {
        let path = format!(
            "/api/v1/courses/{}/activity/?start_date=2000-01-01",
            course.replace('+', "%2B")
        );
        let answer: Vec<Value> = serde_json::from_str(&get(&served, &token, &path)).unwrap();
        for week in answer {
            let (from, to) = (&text(&week, "interval_start")[..10], &text(&week, "interval_end")[..10]);
            let mut people: Vec<i64> = facts
                .iter()
                .filter(|row| text(row, "course_id") == course && (from..to).contains(&&text(row, "day")[..10]))
                .map(|row| row["user_id"].as_i64().unwrap())
                .collect();
            people.sort_unstable();
            people.dedup();
            assert_eq!(week["any"].as_u64(), Some(people.len() as u64), "{course} {from}");
            weeks += 1;
        }
    }
    assert!(weeks > 0);
}
