//! From log lines to result tables: what is computed, what is skipped, and that order does not matter.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use olivine_engine::SessionOptions;
use olivine_failure::Failing;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeOptions};
use olivine_report::Registry;
use olivine_run::{Action, Outcome, Reason, RunOptions, RunSummary, Runner, Settings};
use olivine_source::catalog::CatalogSource;
use olivine_source::lms::{self, ImportSummary, LmsSource};
use olivine_source::tables::COURSE_BLOCKS;
use olivine_store::{Store, StoreOptions, Value};
use tempfile::TempDir;

const COURSE: &str = "course-v1:River+Soil+1";

struct Site {
    dir: TempDir,
    lake: Lake,
    store: Store,
    registry: Registry,
    files: Cell<u32>,
}

impl Site {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(&LakeOptions::at(dir.path().join("lake").display().to_string()))
            .await
            .unwrap();
        let url = format!("sqlite://{}", dir.path().join("r.db").display());
        let store = Store::open(&url, StoreOptions::default()).await.unwrap();
        Self {
            dir,
            lake,
            store,
            registry: Registry::built_in(),
            files: Cell::new(0),
        }
    }

    async fn ingest(&self, lines: &[String]) {
        let number = self.files.get();
        self.files.set(number + 1);
        let file = self.dir.path().join(format!("tracking.log-{number}"));
        fs::write(&file, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        let input = InputLocation::new(file.display().to_string());
        let summary = self.lake.ingest(&[input], IngestOptions::default(), &()).await.unwrap();
        assert!(summary.files.failed.is_empty(), "{summary:?}");
    }

    async fn import(&self) {
        let folder = self.dir.path().join("lms");
        write_lms(&folder);
        let date = day("2024-03-06");
        lms::import(&LmsSource::Csv(folder), &self.lake, date, &())
            .await
            .unwrap();
        let mut summary = ImportSummary::new(date);
        olivine_source::catalog::import(CatalogSource::None, &self.lake, date, &mut summary)
            .await
            .unwrap();
    }

    fn options(&self) -> RunOptions {
        let now: DateTime<Utc> = "2024-03-06T12:00:00Z".parse().unwrap();
        RunOptions {
            from: Some("2024-03-01".into()),
            to: Some("2024-03-06".into()),
            now: Some(now),
            ..RunOptions::default()
        }
    }

    async fn run(&self, options: &RunOptions) -> RunSummary {
        self.with_runner(async |runner| runner.run(options, &()).await.unwrap())
            .await
    }

    async fn with_runner<T>(&self, work: impl AsyncFnOnce(&Runner<'_>) -> T) -> T {
        let engine = SessionOptions {
            memory_bytes: 256 << 20,
            threads: 2,
            spill_dir: self.dir.path().join("spill"),
            geo_database: None,
        };
        let settings = Settings {
            value: &|_| None,
            origin: &|_| "test".to_owned(),
        };
        work(&Runner {
            lake: &self.lake,
            store: &self.store,
            registry: &self.registry,
            engine,
            settings,
        })
        .await
    }

    async fn table(&self, sql: &str) -> Vec<Vec<Value>> {
        self.store.query(sql, &[]).await.unwrap().rows
    }

    /// Everything that is published, without numbers and times of loading.
    async fn everything(&self) -> String {
        let mut all = String::new();
        for (name, table) in self.registry.result_tables() {
            let columns: Vec<String> = table
                .columns
                .iter()
                .map(|(column, _)| format!("\"{column}\""))
                .collect();
            let columns = columns.join(", ");
            let rows = self
                .table(&format!("select {columns} from {name} order by {columns}"))
                .await;
            all.push_str(&format!("{name}: {rows:?}\n"));
        }
        all
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn write_lms(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let files = [
        (
            "auth_userprofile",
            "user_id,gender,year_of_birth,level_of_education\n1,f,1990,p_se\n2,,\\N,none\n3,\\N,2001,\n",
        ),
        (
            "student_courseenrollment",
            "id,user_id,course_id,created,is_active,mode\n\
             1,1,course-v1:River+Soil+1,2024-03-01 10:00:00,0,verified\n\
             2,3,course-v1:River+Soil+1,2024-03-05 00:00:00,1,audit\n",
        ),
        (
            "grades_persistentcoursegrade",
            "id,user_id,course_id,percent_grade,letter_grade,passed_timestamp,created,modified\n\
             1,1,course-v1:River+Soil+1,0.9,Pass,2024-03-03 00:00:00,2024-03-03 00:00:00,2024-03-03 00:00:00\n\
             2,3,course-v1:River+Soil+1,0.9,Pass,2024-03-01 00:00:00,2024-03-01 00:00:00,2024-03-01 00:00:00\n",
        ),
    ];
    for (name, text) in files {
        fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}

fn enrollment(time: &str, kind: &str, user: i64, mode: &str) -> String {
    format!(
        r#"{{"event_type":"edx.course.enrollment.{kind}","event_source":"server","time":"{time}+00:00","context":{{"course_id":"{COURSE}","user_id":{user}}},"event":{{"course_id":"{COURSE}","user_id":{user},"mode":"{mode}"}}}}"#
    )
}

/// Four learners over five days: one enrolls, upgrades and leaves; one is only seen leaving; one leaves and comes at the same
/// instant; one only changes track.
fn lines() -> Vec<String> {
    vec![
        enrollment("2024-03-01T10:00:00", "activated", 1, "audit"),
        enrollment("2024-03-03T09:00:00", "mode_changed", 1, "verified"),
        enrollment("2024-03-04T12:00:00", "deactivated", 1, "verified"),
        enrollment("2024-03-02T08:00:00", "deactivated", 2, "honor"),
        enrollment("2024-03-02T23:59:59.999999", "deactivated", 3, "audit"),
        enrollment("2024-03-02T23:59:59.999999", "activated", 3, "audit"),
        enrollment("2024-03-05T00:00:00", "activated", 3, "audit"),
        enrollment("2024-03-04T05:00:00", "mode_changed", 4, "verified"),
        r#"{"event_type":"problem_check","event_source":"server","time":"2024-03-02T10:00:00+00:00","ip":"203.0.113.7","context":{"course_id":"course-v1:River+Soil+1","user_id":1},"event":{"problem_id":"p"}}"#.to_owned(),
    ]
}

#[tokio::test]
async fn daily_counts_and_summaries() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    let summary = site.run(&site.options()).await;
    assert!(!summary.has_failures(), "{:#?}", summary.tasks);
    let shown = async |sql: &str| format!("{:?}", site.table(sql).await);

    assert_eq!(
        shown("select \"count\", cumulative_count from course_enrollment_daily order by \"date\"").await,
        "[[Int(1), Int(1)], [Int(1), Int(3)], [Int(1), Int(3)], [Int(0), Int(4)], [Int(1), Int(4)]]"
    );
    assert_eq!(
        shown("select mode, \"count\", cumulative_count from course_enrollment_mode_daily where \"date\" = '2024-03-04' order by mode").await,
        r#"[[Text("audit"), Int(0), Int(1)], [Text("honor"), Int(0), Int(1)], [Text("verified"), Int(0), Int(2)]]"#
    );
    assert_eq!(
        shown("select gender, \"count\", cumulative_count from course_enrollment_gender_daily where \"date\" = '2024-03-02' order by gender").await,
        r#"[[Null, Int(0), Int(2)], [Text("f"), Int(1), Int(1)]]"#
    );
    assert_eq!(
        shown("select education_level, \"count\", cumulative_count from course_enrollment_education_level_daily order by education_level").await,
        r#"[[Null, Int(1), Int(2)], [Text("doctorate"), Int(0), Int(1)], [Text("none"), Int(0), Int(1)]]"#
    );
    assert_eq!(
        shown("select enrollment_mode, \"count\", count_change_7_days, cumulative_count, passing_users from course_meta_summary_enrollment order by enrollment_mode").await,
        r#"[[Text("audit"), Int(1), Int(1), Int(1), Int(0)], [Text("honor"), Int(0), Int(0), Int(1), Int(0)], [Text("verified"), Int(0), Int(0), Int(2), Int(1)]]"#
    );
    assert_eq!(
        shown("select country_code, \"count\", cumulative_count from course_enrollment_location_current order by country_code").await,
        r#"[[Null, Int(1), Int(1)], [Text("UNKNOWN"), Int(0), Int(1)]]"#
    );
}

#[tokio::test]
async fn what_did_not_change_is_not_computed_again() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    site.run(&site.options()).await;

    // The same lines once more, in another order and file, change nothing.
    let mut again = lines();
    again.reverse();
    site.ingest(&again).await;
    let second = site.run(&site.options()).await;
    assert!(!second.changed_anything(), "{:#?}", second.tasks);

    // One more event: its day is computed again, no other.
    site.ingest(&[enrollment("2024-03-03T11:00:00", "activated", 5, "audit")])
        .await;
    let plan = site
        .with_runner(async |runner| runner.plan(&site.options()).await.unwrap())
        .await;
    let facts = plan.steps.iter().find(|step| step.table == "facts_enrollment").unwrap();
    let Action::Days { compute, drop } = &facts.action else {
        panic!("{facts:?}")
    };
    assert_eq!(
        (compute.keys().copied().collect::<Vec<_>>(), drop.len()),
        (vec![day("2024-03-03")], 0)
    );
    assert_eq!(
        facts.reason,
        Reason::Days {
            compute: 1,
            drop: 0,
            current: 4
        }
    );
    let programs = plan
        .steps
        .iter()
        .find(|step| step.table == "course_program_metadata")
        .unwrap();
    assert_eq!((&programs.action, &programs.reason), (&Action::Skip, &Reason::Current));

    // Another end is a reason of its own, named with both values.
    site.run(&site.options()).await;
    let later = RunOptions {
        to: Some("2024-03-07".into()),
        ..site.options()
    };
    let plan = site
        .with_runner(async |runner| runner.plan(&later).await.unwrap())
        .await;
    let daily = plan
        .steps
        .iter()
        .find(|step| step.table == "course_enrollment_daily")
        .unwrap();
    assert!(
        daily.reason.to_string().contains("to was 2024-03-06 and is 2024-03-07"),
        "{}",
        daily.reason
    );
}

#[tokio::test]
async fn order_batches_and_copies_do_not_change_a_number() {
    let whole = Site::new().await;
    whole.ingest(&lines()).await;
    whole.import().await;
    whole.run(&whole.options()).await;
    let expected = whole.everything().await;

    let pieces = Site::new().await;
    pieces.import().await;
    let mut backwards = lines();
    backwards.reverse();
    for line in backwards {
        pieces.ingest(&[line.clone(), line]).await;
        pieces.run(&pieces.options()).await;
    }
    pieces.lake.compact().await.unwrap();
    let after_compaction = pieces.run(&pieces.options()).await;
    assert!(!after_compaction.changed_anything(), "compaction is no change");
    assert_eq!(pieces.everything().await, expected);
}

#[tokio::test]
async fn without_lms_tables_the_rest_runs_and_the_failure_says_what_to_do() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    let summary = site.run(&site.options()).await;
    let of = |table: &str| summary.tasks.iter().find(|task| task.table == table).unwrap();
    assert_eq!(of("course_enrollment_daily").outcome, Outcome::Computed);
    let gender = of("course_enrollment_gender_daily");
    assert_eq!(gender.outcome, Outcome::Failed);
    let failure = gender.failure.as_ref().unwrap();
    assert_eq!(failure.code, "RUN-001");
    assert!(failure.hint.contains("olivine import lms"));
    // It can do without grades and catalog, and is computed again when they are there.
    assert_eq!(of("course_grade_by_mode").outcome, Outcome::Failed);
    assert_eq!(of("course_meta_summary_enrollment").outcome, Outcome::Computed);
    let passing = "select passing_users from course_meta_summary_enrollment where passing_users is not null";
    assert!(site.table(passing).await.is_empty());
    site.import().await;
    let summary = site.run(&site.options()).await;
    assert!(!summary.has_failures(), "{:#?}", summary.tasks);
    assert!(!site.table(passing).await.is_empty());
    let spill = site.dir.path().join("spill");
    let left: Vec<_> = fs::read_dir(spill)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.is_empty(),
        "nothing is left of what the run kept in files: {left:?}"
    );
}

/// The lake of an older version: its structures say neither what is graded nor what is due.
#[tokio::test]
async fn an_import_that_lacks_newer_columns_is_read_all_the_same() {
    let site = Site::new().await;
    site.import().await;
    let all = COURSE_BLOCKS.schema();
    let older: Vec<usize> = (0..all.fields().len())
        .filter(|place| !["graded", "format", "due"].contains(&all.field(*place).name().as_str()))
        .collect();
    let older = all.project(&older).unwrap();
    site.lake
        .write_lms_snapshot(COURSE_BLOCKS.name, day("2024-03-06"), &older, &[])
        .await
        .unwrap();
    let summary = site.run(&site.options()).await;
    assert!(!summary.has_failures(), "{:#?}", summary.tasks);
    for table in ["course_contents", "course_due_dates"] {
        let task = summary.tasks.iter().find(|task| task.table == table).unwrap();
        assert_eq!(task.outcome, Outcome::Computed, "{table}");
    }
}

#[tokio::test]
async fn a_table_is_not_emptied_by_accident() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    site.run(&site.options()).await;
    let nowhere = RunOptions {
        from: Some("2025-01-01".into()),
        to: Some("2025-02-01".into()),
        ..site.options()
    };
    let summary = site.run(&nowhere).await;
    let daily = summary
        .tasks
        .iter()
        .find(|task| task.table == "course_enrollment_daily")
        .unwrap();
    assert_eq!(daily.failure.as_ref().map(|failure| failure.code), Some("RUN-004"));
    let daily = "select * from course_enrollment_daily";
    assert_eq!(site.table(daily).await.len(), 5);
    site.run(&RunOptions { force: true, ..nowhere }).await;
    assert_eq!(site.table(daily).await.len(), 0);
}

#[tokio::test]
async fn an_empty_site_is_no_failure() {
    let site = Site::new().await;
    site.import().await;
    let summary = site.run(&site.options()).await;
    assert!(!summary.has_failures(), "{:#?}", summary.tasks);
}

#[tokio::test]
async fn the_day_in_progress_is_no_change() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    site.run(&site.options()).await;
    let before = site.everything().await;
    site.ingest(&[enrollment("2024-03-06T07:00:00", "activated", 77, "audit")])
        .await;
    assert!(!site.run(&site.options()).await.changed_anything());
    // On the next day it counts, and only it is computed.
    let tomorrow = RunOptions {
        to: Some("2024-03-07".into()),
        ..site.options()
    };
    let summary = site.run(&tomorrow).await;
    let facts = summary
        .tasks
        .iter()
        .find(|task| task.table == "facts_enrollment")
        .unwrap();
    assert_eq!((facts.days, facts.rows), (1, 1));
    assert_ne!(site.everything().await, before);
    // Going back leaves the facts of later days as they are.
    site.run(&site.options()).await;
    assert_eq!(site.everything().await, before);
    let again = site.run(&tomorrow).await;
    let facts = again
        .tasks
        .iter()
        .find(|task| task.table == "facts_enrollment")
        .unwrap();
    assert_eq!(facts.outcome, Outcome::Skipped);
}

/// A run that is broken off anywhere leaves the old numbers or the new ones, and the next run ends at the new ones.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_broken_off_leaves_the_old_numbers() {
    let site = Site::new().await;
    site.import().await;
    let (last, first) = lines()
        .split_last()
        .map(|(last, first)| (last.clone(), first.to_vec()))
        .unwrap();
    site.ingest(&first).await;
    site.run(&site.options()).await;
    let old = site.everything().await;
    site.ingest(&[last, enrollment("2024-03-03T11:00:00", "activated", 5, "audit")])
        .await;

    let whole = Site::new().await;
    whole.import().await;
    whole.ingest(&lines()).await;
    whole
        .ingest(&[enrollment("2024-03-03T11:00:00", "activated", 5, "audit")])
        .await;
    whole.run(&whole.options()).await;
    let new = whole.everything().await;
    assert_ne!(old, new);

    let mut broken_off = 0;
    for millis in [0, 2, 5, 10, 20, 40, 80, 120, 160, 200, 250, 300, 400] {
        let options = site.options();
        let run = site.run(&options);
        let ended = tokio::time::timeout(std::time::Duration::from_millis(millis), run)
            .await
            .is_ok();
        let now = site.everything().await;
        assert!(now == old || now == new, "after {millis} ms: {now}");
        if ended {
            break;
        }
        broken_off += 1;
    }
    assert!(broken_off > 0);
    site.run(&site.options()).await;
    assert_eq!(site.everything().await, new);
    let runs = site.store.site().list_runs(50).await.unwrap();
    assert!(runs.iter().all(|run| run.status.as_str() != "running"), "{runs:?}");
}

#[tokio::test]
async fn runs_are_on_record() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    let summary = site.run(&site.options()).await;
    let runs = site.store.site().list_runs(10).await.unwrap();
    assert_eq!(runs.len(), 1);
    assert_eq!(
        (runs[0].id.as_str(), runs[0].status.as_str()),
        (summary.run_id.as_str(), "done")
    );
    assert_eq!(runs[0].detail["tasks"].as_array().unwrap().len(), summary.tasks.len());
}

#[tokio::test]
async fn of_runs_that_find_everything_current_the_last_is_on_record_in_short() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    site.import().await;
    let first = site.run(&site.options()).await;
    site.run(&site.options()).await;
    let last = site.run(&site.options()).await;
    assert!(!last.changed_anything());
    let runs = site.store.site().list_runs(10).await.unwrap();
    let ids: Vec<&str> = runs.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, [last.run_id.as_str(), first.run_id.as_str()]);
    assert_eq!(runs[0].detail["current"].as_u64(), Some(last.tasks.len() as u64));
    assert!(runs[0].detail["tasks"].as_array().unwrap().is_empty());
    assert_eq!(runs[0].detail["as_of"], runs[1].detail["as_of"]);
}

#[tokio::test]
async fn a_run_that_fails_as_a_whole_says_why_on_record() {
    let site = Site::new().await;
    site.ingest(&lines()).await;
    fs::write(site.dir.path().join("spill"), "in the way").unwrap();
    let options = site.options();
    let error = site
        .with_runner(async |runner| runner.run(&options, &()).await.unwrap_err())
        .await;
    assert_eq!(error.failure().code, "RUN-005");
    let runs = site.store.site().list_runs(10).await.unwrap();
    assert_eq!(runs[0].status.as_str(), "failed");
    let failure = &runs[0].detail["failure"];
    assert_eq!(failure["code"], "RUN-005", "{}", runs[0].detail);
    let text = failure["text"].as_str().unwrap();
    assert!(text.len() > error.to_string().len(), "the cause is told, too: {text}");
}

/// An old log that comes again, or for the first time, after a newer unenrollment: the newer event is the later one whatever
/// was computed in between.
#[tokio::test]
async fn an_old_log_replayed_after_a_newer_unenrollment_leaves_the_person_unenrolled() {
    let joined = enrollment("2024-03-01T10:00:00", "activated", 7, "audit");
    let joined_again = enrollment("2024-03-02T10:00:00", "activated", 7, "audit");
    let left = enrollment("2024-03-04T12:00:00", "deactivated", 7, "audit");
    let stays = enrollment("2024-03-01T10:00:00", "activated", 8, "audit");
    let site = Site::new().await;
    site.import().await;
    let batches: [&[&String]; 4] = [&[&joined, &stays], &[&left], &[&joined], &[&joined_again, &joined]];
    let enrolled = "select \"count\" from course_enrollment_daily where \"date\" = '2024-03-05'";
    let people = "select sum(learners) from learner_groups";
    let mut seen = Vec::new();
    for batch in batches {
        site.ingest(&batch.iter().map(|line| (*line).clone()).collect::<Vec<_>>())
            .await;
        let summary = site.run(&site.options()).await;
        assert!(!summary.has_failures(), "{:#?}", summary.tasks);
        seen.push((site.table(enrolled).await, site.table(people).await));
    }
    let count = |number: i64| (vec![vec![Value::Int(number)]], vec![vec![Value::Int(number)]]);
    assert_eq!(seen, [count(2), count(1), count(1), count(1)]);
}

fn answer(time: &str, user: i64, success: &str, attempts: i64) -> String {
    format!(
        r#"{{"event_type":"problem_check","event_source":"server","time":"{time}+00:00","context":{{"course_id":"{COURSE}","user_id":{user}}},"event":{{"problem_id":"block-v1:River+Soil+1+type@problem+block@p","success":"{success}","attempts":{attempts}}}}}"#
    )
}

/// Batches that are computed one after the other are one set: three learners are three, and a first try that comes late is the
/// first (`OV-5`).
#[tokio::test]
async fn first_tries_of_several_batches_are_counted_together() {
    let site = Site::new().await;
    let first_tries = async || {
        let sql = "select learners, first_try_right, first_try_percent, tries from problem_first_try";
        format!("{:?}", site.table(sql).await)
    };
    for user in 1..=3 {
        site.ingest(&[answer("2024-03-03T10:00:00", user, "correct", 2)]).await;
        site.run(&site.options()).await;
    }
    assert_eq!(first_tries().await, "[[Int(3), Int(3), Float(100.0), Int(3)]]");
    // The try before it, on a day before, and one that is no first try.
    site.ingest(&[
        answer("2024-03-02T10:00:00", 1, "incorrect", 1),
        answer("2024-03-04T10:00:00", 2, "incorrect", 3),
    ])
    .await;
    site.run(&site.options()).await;
    let share = 200.0 / 3.0;
    assert_eq!(
        first_tries().await,
        format!("[[Int(3), Int(2), Float({share:?}), Int(5)]]")
    );
}
