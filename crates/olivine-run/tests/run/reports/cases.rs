//! Every case of every built-in report, from log lines to rows.

use std::fs;
use std::time::Duration;

use olivine_report::{Registry, cases};
use olivine_run::TaskLimits;
use olivine_run::cases::run;

#[tokio::test]
async fn every_case_gives_the_rows_it_expects() {
    let registry = Registry::built_in_all_on();
    assert!(registry.broken().is_empty(), "{:#?}", registry.broken());
    let mut failed = Vec::new();
    let mut passed = 0;
    for report in registry.reports() {
        let cases = cases::of_report(report, &registry).unwrap_or_else(|problems| panic!("{problems:#?}"));
        for outcome in run(&registry, &cases, TaskLimits::default()).await {
            if outcome.differences.is_empty() {
                passed += 1;
            } else {
                failed.push(format!(
                    "{} {}:\n  {}",
                    report.manifest.id,
                    outcome.case,
                    outcome.differences.join("\n  ")
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(passed >= 15, "only {passed} cases");
}

/// A case that expects wrong rows must fail, else the test above says nothing.
#[tokio::test]
async fn a_wrong_expectation_is_seen() {
    let registry = Registry::built_in_all_on();
    let text = r#"
title = "Wrong on purpose"
[params]
from = 2024-03-01
to = 2024-03-02
[[events]]
rows = """
time                | event_type                      | event.user_id | event.course_id | event.mode
2024-03-01T10:00:00 | edx.course.enrollment.activated | 1             | a/b/c           | audit
"""
[expect]
course_enrollment_daily = """
course_id | date       | count | cumulative_count
a/b/c     | 2024-03-01 | 2     | 1
"""
"#;
    let case = cases::Case::read("wrong", text).unwrap();
    let outcomes = run(&registry, &[case], TaskLimits::default()).await;
    assert_eq!(
        outcomes[0].differences,
        [
            "course_enrollment_daily has, unexpected, a/b/c | 2024-03-01 | 1 | 1",
            "course_enrollment_daily lacks a/b/c | 2024-03-01 | 2 | 1"
        ]
    );
}

/// Who mistypes a time looks for the mistake in the SQL, else.
#[tokio::test]
async fn lines_that_count_for_nothing_are_told_where_rows_differ() {
    let registry = Registry::built_in_all_on();
    let text = "title = \"x\"\n[params]\nfrom = 2024-03-01\nto = 2024-03-02\n[expect]\ncourse_enrollment_daily = \"\"\"\ncount\n2\"\"\"\n\
                [[events]]\nrows = \"\"\"\ntime | event_type | event.user_id | event.course_id | event.mode\n\
                2024-03-01T10:00:00 | edx.course.enrollment.activated | 1 | a/b/c | audit\n\
                2024-03-01T10:00:00 | edx.course.enrollment.activated | 1 | a/b/c | audit\n\
                2024-03-41T10:00:00 | edx.course.enrollment.activated | 2 | a/b/c | audit\"\"\"";
    let case = cases::Case::read("x", text).unwrap();
    let outcomes = run(&registry, std::slice::from_ref(&case), TaskLimits::default()).await;
    assert_eq!(
        outcomes[0].differences[2..],
        [
            "1 of its 3 lines could not be understood (bad_time 1)",
            "1 of its 3 lines say the same as another, and count once with it"
        ]
    );
    let right = cases::Case::read("x", &text.replace("count\n2", "count\n1")).unwrap();
    let outcomes = run(&registry, &[right], TaskLimits::default()).await;
    assert!(outcomes[0].differences.is_empty(), "{outcomes:?}");
}

#[tokio::test]
async fn a_table_that_was_never_imported_is_named() {
    let registry = Registry::built_in_all_on();
    let text = "title = \"x\"\n[params]\nfrom = 2024-03-01\nto = 2024-03-02\n[expect]\ncourse_enrollment_gender_daily = \"gender\"\n\
                [[events]]\nrows = \"\"\"\ntime | event_type\n2024-03-01T10:00:00 | x\"\"\"";
    let case = cases::Case::read("x", text).unwrap();
    let outcomes = run(&registry, &[case], TaskLimits::default()).await;
    assert!(
        outcomes[0].differences[0].contains("lms_auth_userprofile, which was never imported"),
        "{outcomes:?}"
    );
}

/// Twenty events, and a task that joins each of them with each, eight times over.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_task_of_a_plugin_that_does_not_end_fails_its_case() {
    let manifest = r#"
id = "engagement.endless"
version = 1
title = "T"
question = "Q?"
lens = "engagement"
audience = "aggregate"
[task.endless]
doc = "D."
reads = ["events"]
sql = "task.sql"
into = "endless"
[table.endless]
doc = "D."
key = ["x"]
[table.endless.columns]
x = { type = "string(255)", doc = "X." }
"#;
    let sql = "select cast(count(*) as text) as x from events a, events b, events c, events d, events e, events f, events g, events h \
               where a.time <> h.time";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.toml"), manifest).unwrap();
    fs::write(folder.path().join("task.sql"), sql).unwrap();
    let (registry, _) = Registry::built_in_all_on().check_with(folder.path()).unwrap();
    let rows: String = (10..30)
        .map(|second| {
            format!("2024-03-01T10:00:{second} | edx.course.enrollment.activated | {second} | a/b/c | audit\n")
        })
        .collect();
    let text = format!(
        "title = \"Endless\"\n[params]\nfrom = 2024-03-01\nto = 2024-03-02\n[[events]]\nrows = \"\"\"\n\
         time | event_type | event.user_id | event.course_id | event.mode\n{rows}\"\"\"\n[expect]\nendless = \"\"\"\nx\n1\n\"\"\"\n"
    );
    let case = cases::Case::read("endless", &text).unwrap();
    let limits = TaskLimits {
        time: Some(Duration::from_secs(2)),
        ..TaskLimits::default()
    };
    let outcomes = run(&registry, &[case], limits).await;
    assert_eq!(
        outcomes[0].differences,
        ["task endless was stopped: it took longer than 2 seconds"]
    );
}
