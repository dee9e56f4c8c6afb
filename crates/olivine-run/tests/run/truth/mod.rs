//! Made-up sites, whose true numbers are known from how they were made: every total of every report must be that number,
//! whatever way the logs come in.

mod selections;
mod site;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{Datelike, Days, NaiveDate};
use olivine_lake::IngestSummary;
use olivine_report::Registry;
use olivine_report::manifest::ColumnType;
use olivine_sandbox::{EnrollmentGroup, TrueTable, Truth};
use olivine_store::Value;

use site::{Site, files};

/// The tables whose true rows a sandbox writes to files of their own.
const TRUE_TABLES: &[&str] = &[
    "active_learners",
    "active_learners_site",
    "answer_distribution",
    "completion_bands",
    "completion_levels",
    "completion_pages",
    "course_activity_groups",
    "course_catalog",
    "course_cohorts",
    "course_contents",
    "course_due_dates",
    "course_enrollment_changes",
    "course_first_try",
    "course_grade_bands",
    "course_grade_by_mode",
    "course_grade_status",
    "course_module_names",
    "course_run_comparison",
    "course_run_days",
    "course_seat",
    "course_subjects",
    "coverage_levels",
    "drop_off_levels",
    "enterprise_admin_learner_progress",
    "enterprise_admin_summarize_insights",
    "enterprise_enrollment",
    "enterprise_learner",
    "enterprise_learner_enrollment",
    "enterprise_offer_aggregates",
    "enterprise_user",
    "event_counts",
    "forum_daily",
    "forum_topics",
    "forum_weekly",
    "grade_distribution",
    "grade_history",
    "grading_policy",
    "learner_groups",
    "learner_risk",
    "learner_roster",
    "module_engagement",
    "module_engagement_metric_ranges",
    "problem_first_try",
    "problem_help",
    "problem_try_counts",
    "program_course",
    "sequential_open_distribution",
    "student_engagement_all",
    "student_engagement_daily",
    "student_engagement_weekly",
    "subsection_scores",
    "tags_distribution",
    "time_on_task_course",
    "time_on_task_daily",
    "time_on_task_learners",
    "video",
    "video_timeline",
    "video_transcripts",
    "video_watching",
    "video_watching_curve",
    "video_watching_levels",
];

/// The tables whose true rows stand in `truth.json`.
const TOLD_WITH_THE_TRUTH: &[&str] = &[
    "course_activity",
    "course_enrollment_birth_year_daily",
    "course_enrollment_daily",
    "course_enrollment_education_level_daily",
    "course_enrollment_gender_daily",
    "course_enrollment_location_current",
    "course_enrollment_mode_daily",
    "course_meta_summary_enrollment",
    "course_program_metadata",
];

/// The tables of which a sandbox knows no true rows, and why.
const WITHOUT_TRUTH: &[(&str, &str)] = &[(
    "enrollment_repairs",
    "needs copies of the LMS table of enrollments in the log, which a sandbox does not write; the cases of its report, its model \
     and the program's own test of a lost event stand in for them",
)];

/// Rows that may be empty though they are true: a short site has none.
const MAY_BE_EMPTY: &[&str] = &["learner_risk"];

impl Site {
    /// Compares columns of a table with what is true.
    async fn check(&self, table: &str, columns: &[&str], told: Vec<Vec<String>>) {
        let quoted: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let found = self
            .store
            .query(&format!("select {} from {table}", quoted.join(", ")), &[])
            .await
            .unwrap();
        let mut found: Vec<Vec<String>> = found.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        let mut told = told;
        found.sort();
        told.sort();
        let missing: Vec<_> = told
            .iter()
            .filter(|row| found.binary_search(row).is_err())
            .take(5)
            .collect();
        let extra: Vec<_> = found
            .iter()
            .filter(|row| told.binary_search(row).is_err())
            .take(5)
            .collect();
        let seed = self.truth.seed;
        assert!(
            missing.is_empty() && extra.is_empty(),
            "seed {seed}, {table}: true but missing {missing:?}; found but untrue {extra:?}"
        );
        assert_eq!(found.len(), told.len(), "seed {seed}, {table}: rows");
        assert!(
            !told.is_empty() || MAY_BE_EMPTY.contains(&table),
            "seed {seed}, {table}: nothing to compare"
        );
    }

    async fn check_groups(&self, table: &str, column: &str, groups: &[EnrollmentGroup]) {
        let row = |row: &EnrollmentGroup| {
            let group = row.group.clone().unwrap_or("-".into());
            vec![
                row.course_id.clone(),
                row.date.to_string(),
                group,
                row.count.to_string(),
                row.cumulative_count.to_string(),
            ]
        };
        let columns = ["course_id", "date", column, "count", "cumulative_count"];
        self.check(table, &columns, groups.iter().map(row).collect()).await;
    }

    async fn check_everything(&self) {
        let truth = &self.truth;
        let events = self.lake.snapshot("events").await.unwrap().unwrap();
        let by_day: Vec<(NaiveDate, u64)> = events
            .fingerprint_by_date()
            .into_iter()
            .map(|(date, fingerprint)| (date, fingerprint.rows))
            .collect();
        assert_eq!(by_day, truth.events_by_day.clone().into_iter().collect::<Vec<_>>());

        let day = |row: &olivine_sandbox::EnrollmentDay| {
            vec![
                row.course_id.clone(),
                row.date.to_string(),
                row.count.to_string(),
                row.cumulative_count.to_string(),
            ]
        };
        let columns = ["course_id", "date", "count", "cumulative_count"];
        self.check(
            "course_enrollment_daily",
            &columns,
            truth.enrollment.iter().map(day).collect(),
        )
        .await;
        self.check_groups("course_enrollment_mode_daily", "mode", &truth.enrollment_by_mode)
            .await;
        self.check_groups("course_enrollment_gender_daily", "gender", &truth.enrollment_by_gender)
            .await;
        self.check_groups(
            "course_enrollment_birth_year_daily",
            "birth_year",
            &truth.enrollment_by_birth_year,
        )
        .await;
        self.check_groups(
            "course_enrollment_education_level_daily",
            "education_level",
            &truth.enrollment_by_education,
        )
        .await;
        self.check_activity().await;

        let last = truth.end - Days::new(1);
        let place = |row: &olivine_sandbox::LocationCount| {
            let country = row.country_code.clone().unwrap_or("-".into());
            vec![
                row.course_id.clone(),
                last.to_string(),
                country,
                row.count.to_string(),
                row.cumulative_count.to_string(),
            ]
        };
        let columns = ["course_id", "date", "country_code", "count", "cumulative_count"];
        self.check(
            "course_enrollment_location_current",
            &columns,
            truth.location.iter().map(place).collect(),
        )
        .await;
        self.check_summary().await;
        self.check_tables().await;
        self.check_problem_responses();

        let program = |row: &olivine_sandbox::ProgramRow| {
            vec![
                row.course_id.clone(),
                row.program_id.clone(),
                row.program_type.clone(),
                row.program_title.clone(),
            ]
        };
        let columns = ["course_id", "program_id", "program_type", "program_title"];
        self.check(
            "course_program_metadata",
            &columns,
            truth.programs.iter().map(program).collect(),
        )
        .await;
    }

    /// Compares the result tables whose true rows stand in files of their own.
    async fn check_tables(&self) {
        let registry = Registry::built_in_all_on();
        for name in TRUE_TABLES {
            let declared = registry.table(name).unwrap_or_else(|| panic!("no report makes {name}"));
            let truth = TrueTable::read(&self.path(""), name).unwrap();
            let columns: Vec<&str> = truth.columns.iter().map(String::as_str).collect();
            let is_float: Vec<bool> = columns
                .iter()
                .map(|column| {
                    declared
                        .columns
                        .get(column)
                        .is_some_and(|column| column.kind == ColumnType::Float)
                })
                .collect();
            let row = |row: Vec<Option<String>>| {
                let value = |(value, is_float): (Option<String>, &bool)| match value {
                    Some(text) if *is_float => rounded(&text),
                    Some(text) => text.strip_suffix(".000000").unwrap_or(&text).to_owned(),
                    None => "-".to_owned(),
                };
                row.into_iter().zip(&is_float).map(value).collect()
            };
            let told = truth.rows.into_iter().map(row).collect();
            self.check(name, &columns, told).await;
        }
    }

    /// Compares the files of problem responses (PF 4), one for each course.
    fn check_problem_responses(&self) {
        let truth = TrueTable::read(&self.path(""), "problem_responses").unwrap();
        let place = |name: &str| truth.columns.iter().position(|column| column == name).unwrap();
        let courses: BTreeSet<&Option<String>> = truth.rows.iter().map(|row| &row[place("course_id")]).collect();
        let (mut found, mut columns, mut number) = (Vec::new(), Vec::new(), 0);
        for file in files(&self.files()) {
            if !file.to_string_lossy().ends_with("_problem_response.csv") {
                continue;
            }
            number += 1;
            let mut reader = csv::Reader::from_path(&file).unwrap();
            columns = reader.headers().unwrap().iter().map(str::to_owned).collect::<Vec<_>>();
            for record in reader.records() {
                let record = record.unwrap();
                let cells = record.iter().zip(&columns).map(|(cell, column)| match column.as_str() {
                    "score" | "max_score" => cell.parse::<f64>().unwrap().to_string(),
                    "correct" => u8::from(cell == "True").to_string(),
                    "first_attempt_date" | "last_attempt_date" => {
                        let time = cell.strip_suffix("+00:00").unwrap();
                        time.strip_suffix(".000000").unwrap_or(time).to_owned()
                    }
                    _ => cell.to_owned(),
                });
                found.push(cells.collect::<Vec<_>>());
            }
        }
        assert_eq!(number, courses.len(), "a file for each course");
        let told = truth.rows.iter().map(|row| {
            let cell = |column: &String| {
                let text = row[place(column)].clone().unwrap_or_default();
                text.strip_suffix(".000000").map_or(text.clone(), str::to_owned)
            };
            columns.iter().map(cell).collect::<Vec<_>>()
        });
        let mut told: Vec<Vec<String>> = told.collect();
        found.sort();
        told.sort();
        let differing = found.iter().zip(&told).find(|(found, told)| found != told);
        assert!(differing.is_none(), "seed {}: {differing:?}", self.truth.seed);
        assert_eq!(found.len(), told.len(), "seed {}", self.truth.seed);
        assert!(found.len() > 500, "{} responses", found.len());
    }

    /// Complete weeks only; the first week of a site may begin before its first day.
    async fn check_activity(&self) {
        let truth = &self.truth;
        let this_week = truth.end - Days::new(u64::from(truth.end.weekday().num_days_from_monday()));
        let row = |row: &olivine_sandbox::ActivityWeek| {
            let next = row.week + Days::new(7);
            let midnight = |date: NaiveDate| format!("{date} 00:00:00");
            vec![
                row.course_id.clone(),
                midnight(row.week),
                midnight(next),
                row.label.clone(),
                row.count.to_string(),
            ]
        };
        let told = truth
            .activity
            .iter()
            .filter(|row| row.week < this_week)
            .map(row)
            .collect();
        self.check(
            "course_activity",
            &["course_id", "interval_start", "interval_end", "label", "count"],
            told,
        )
        .await;
    }

    async fn check_summary(&self) {
        let or_null = |text: &Option<String>| text.clone().unwrap_or("-".into());
        let row = |row: &olivine_sandbox::SummaryRow| {
            let time = |time: Option<chrono::NaiveDateTime>| time.map_or("-".into(), |time| time.to_string());
            vec![
                row.course_id.clone(),
                row.mode.clone(),
                row.count.to_string(),
                row.count_change_7_days.to_string(),
                row.cumulative_count.to_string(),
                row.passing_users.to_string(),
                or_null(&row.catalog_course_title),
                or_null(&row.catalog_course),
                time(row.start_time),
                time(row.end_time),
                or_null(&row.pacing_type),
                or_null(&row.availability),
            ]
        };
        let columns = [
            "course_id",
            "enrollment_mode",
            "count",
            "count_change_7_days",
            "cumulative_count",
            "passing_users",
            "catalog_course_title",
            "catalog_course",
            "start_time",
            "end_time",
            "pacing_type",
            "availability",
        ];
        self.check(
            "course_meta_summary_enrollment",
            &columns,
            self.truth.summary.iter().map(row).collect(),
        )
        .await;
    }
}

/// A number as text of six digits: what is stored with less precision is the same.
fn rounded(text: &str) -> String {
    format!("{:.5e}", text.parse::<f64>().unwrap())
}

/// A value as text: null is `-`, times have no fraction.
fn text(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(truth) => u8::from(*truth).to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => rounded(&number.to_string()),
        Value::Text(text) => text.strip_suffix(".000000").unwrap_or(text).to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Datetime(time) => time.to_string(),
    }
}

/// Lines, duplicates, noise, and dead letters by reason.
type LineCounts = (u64, u64, u64, BTreeMap<String, u64>);

fn counted(summary: &IngestSummary) -> LineCounts {
    let counts = &summary.counts;
    let dead = counts.dead_letters.iter();
    let dead = dead.map(|(reason, count)| (reason.to_string(), *count)).collect();
    (counts.lines, counts.duplicates, counts.noise, dead)
}

/// The true counts, and those without any of the files that repeat another: the lake may recognise such a file instead of
/// reading it, and then none of its lines counts.
fn counts_without_some_repeats(truth: &Truth) -> Vec<LineCounts> {
    let mut all = vec![(truth.lines, truth.duplicates, truth.noise, truth.dead_letters.clone())];
    for file in &truth.repeated_files {
        for (lines, duplicates, noise, mut dead) in all.clone() {
            for (reason, count) in &file.dead_letters {
                if let Some(left) = dead.get_mut(reason) {
                    *left -= count;
                }
            }
            dead.retain(|_, count| *count > 0);
            all.push((lines - file.lines, duplicates - file.events, noise - file.noise, dead));
        }
    }
    all
}

/// No table is without truth unless it is said why.
#[test]
fn every_table_has_its_truth() {
    let registry = Registry::built_in_all_on();
    assert!(registry.broken().is_empty(), "{:?}", registry.broken());
    let declared: BTreeSet<&str> = registry.result_tables().map(|(name, _)| name).collect();
    let without = WITHOUT_TRUTH.iter().map(|(table, reason)| {
        assert!(reason.len() > 40, "{table}: {reason}");
        *table
    });
    let mut known = BTreeSet::new();
    for table in TRUE_TABLES.iter().chain(TOLD_WITH_THE_TRUTH).copied().chain(without) {
        assert!(known.insert(table), "{table} is listed twice");
    }
    assert_eq!(declared, known);
}

/// All logs at once: every line of every file that is read is counted.
#[tokio::test(flavor = "multi_thread")]
async fn all_logs_at_once() {
    let site = Site::new(1, 24).await;
    let summary = site.ingest(&[site.path("logs")]).await;
    assert_eq!(summary.counts.events, site.truth.events);
    assert!(
        counts_without_some_repeats(&site.truth).contains(&counted(&summary)),
        "{:?} of {:?}",
        counted(&summary),
        site.truth
    );
    site.import().await;
    assert!(site.run().await);
    site.check_everything().await;
    assert!(!site.run().await, "a second run has nothing to do");
}

/// File by file, the newest first, so that everything is late; then everything once more.
#[tokio::test(flavor = "multi_thread")]
async fn file_by_file_backwards_and_again() {
    let site = Site::new(2, 17).await;
    let mut logs = files(&site.path("logs"));
    logs.reverse();
    let mut lines = 0;
    for log in &logs {
        lines += site.ingest(std::slice::from_ref(log)).await.counts.lines;
    }
    // Files that repeat another one may be recognised instead of read.
    let repeated: u64 = site.truth.repeated_files.iter().map(|file| file.lines).sum();
    assert!(
        (site.truth.lines - repeated..=site.truth.lines).contains(&lines),
        "{lines} lines"
    );
    site.import().await;
    site.run().await;
    site.check_everything().await;

    assert_eq!(
        site.ingest(&[site.path("logs")]).await.counts.events,
        0,
        "nothing is new"
    );
    assert!(!site.run().await, "a second run has nothing to do");
    site.check_everything().await;
}

/// Day by day with a run after each, as a site lives; the numbers at the end do not depend on it.
#[tokio::test(flavor = "multi_thread")]
async fn day_by_day_with_runs_between() {
    let site = Site::new(3, 11).await;
    site.import().await;
    let logs = files(&site.path("logs"));
    let date_of = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.strip_prefix("tracking.log-")
            .map(|rest| rest[..8].to_owned())
            .unwrap_or("live".to_owned())
    };
    let mut days: Vec<String> = logs.iter().map(date_of).collect();
    days.sort();
    days.dedup();
    for (nth, day) in days.iter().enumerate() {
        let of_day: Vec<PathBuf> = logs.iter().filter(|path| date_of(path) == *day).cloned().collect();
        site.ingest(&of_day).await;
        if nth % 3 == 0 || nth + 1 == days.len() {
            site.run().await;
        }
    }
    site.check_everything().await;
}
