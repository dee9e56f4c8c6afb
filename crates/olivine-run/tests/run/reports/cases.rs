//! Every case of every built-in report, from log lines to rows.

use olivine_report::{Registry, cases};
use olivine_run::cases::run;

#[tokio::test]
async fn every_case_gives_the_rows_it_expects() {
    let registry = Registry::built_in_all_on();
    assert!(registry.broken().is_empty(), "{:#?}", registry.broken());
    let mut failed = Vec::new();
    let mut passed = 0;
    for report in registry.reports() {
        let cases = cases::of_report(report, &registry).unwrap_or_else(|problems| panic!("{problems:#?}"));
        for outcome in run(&registry, &cases).await {
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
    let outcomes = run(&registry, &[case]).await;
    assert_eq!(
        outcomes[0].differences,
        [
            "course_enrollment_daily has, unexpected, a/b/c | 2024-03-01 | 1 | 1",
            "course_enrollment_daily lacks a/b/c | 2024-03-01 | 2 | 1"
        ]
    );
}

#[tokio::test]
async fn a_table_that_was_never_imported_is_named() {
    let registry = Registry::built_in_all_on();
    let text = "title = \"x\"\n[params]\nfrom = 2024-03-01\nto = 2024-03-02\n[expect]\ncourse_enrollment_gender_daily = \"gender\"\n\
                [[events]]\nrows = \"\"\"\ntime | event_type\n2024-03-01T10:00:00 | x\"\"\"";
    let case = cases::Case::read("x", text).unwrap();
    let outcomes = run(&registry, &[case]).await;
    assert!(
        outcomes[0].differences[0].contains("lms_auth_userprofile, which was never imported"),
        "{outcomes:?}"
    );
}
