//! The demo shows every report with numbers, and they are the true ones.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::running::{Served, demo, done, olivine, said};

/// Tables that do not begin with the logs: those whose first week or month is longer, and those that hold the last four weeks only.
const BEGIN_ELSEWHERE: [&str; 7] = [
    "active_learners",
    "active_learners_site",
    "forum_weekly",
    "grade_history",
    "student_engagement_all",
    "student_engagement_daily",
    "student_engagement_weekly",
];

#[test]
fn every_result_table_of_the_demo_has_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let site = demo(dir.path(), 8, 400, 40);
    let tasks: Value = serde_json::from_str(&done(&site, &["--json", "tasks"])).unwrap();
    let tables: Vec<&str> = tasks
        .as_array()
        .unwrap()
        .iter()
        .map(|task| task["fills"].as_str().unwrap())
        .filter(|table| !table.starts_with("facts_") && !table.starts_with("run_"))
        .collect();
    assert!(tables.len() > 45, "{tables:?}");
    let counts: Vec<String> = tables
        .iter()
        .map(|table| format!("select '{table}' as name, count(*) as n from \"{table}\""))
        .collect();
    let rows: Value = serde_json::from_str(&done(
        &site,
        &["query", "--format", "json", &counts.join(" union all ")],
    ))
    .unwrap();
    let counts: BTreeMap<&str, u64> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["name"].as_str().unwrap(), row["n"].as_u64().unwrap()))
        .collect();
    let empty: Vec<&&str> = counts.iter().filter(|(_, n)| **n == 0).map(|(name, _)| name).collect();
    assert!(empty.is_empty(), "without rows: {empty:?}");
    let mut compared = 0;
    for (table, n) in &counts {
        let truth = site.join("sandbox/truth").join(format!("{table}.jsonl"));
        if let Ok(text) = fs::read_to_string(truth)
            && !BEGIN_ELSEWHERE.contains(table)
        {
            // The first line names the columns.
            assert_eq!(*n, text.lines().count() as u64 - 1, "{table}");
            compared += 1;
        }
    }
    assert!(compared > 35, "{compared}");
}

#[test]
fn a_demo_that_cannot_be_made_leaves_the_one_before_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let site = demo(dir.path(), 2, 20, 8);
    let again = |arguments: &[&str]| {
        let mut command = olivine();
        command.arg("demo").arg("--dir").arg(&site).args(arguments);
        command.output().unwrap()
    };
    assert!(!again(&["--once", "--days", "0"]).status.success());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = again(&["--bind", &address]);
    assert!(said(&refused).contains("MAIN-003"), "{}", said(&refused));
    let served = Served::start(&site);
    let refused = again(&["--once"]);
    assert_eq!(refused.status.code(), Some(10), "{}", said(&refused));
    assert!(said(&refused).contains("MAIN-009"), "{}", said(&refused));
    drop(served);
    assert!(site.join("sandbox/truth.json").is_file());
    assert!(done(&site, &["query", "select count(*) as n from course_activity"]).contains('n'));
}
