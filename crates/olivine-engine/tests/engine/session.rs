//! A session reads, prunes, spills and refuses.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::support::{Params, Site, batches, rows};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use chrono::NaiveDate;
use olivine_engine::{ScalarValue, Session, enrollment};
use olivine_failure::Failing;
use olivine_lake::Fingerprint;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, number).unwrap()
}

fn date(day: NaiveDate) -> ScalarValue {
    ScalarValue::Date32(Some((day - NaiveDate::default()).num_days() as i32))
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("course_id", DataType::Utf8, true),
        Field::new("count", DataType::Int64, true),
    ]))
}

fn counts(rows: &[(&str, i64)]) -> RecordBatch {
    let courses: StringArray = rows.iter().map(|(course, _)| Some(*course)).collect();
    let counts: Int64Array = rows.iter().map(|(_, count)| Some(*count)).collect();
    RecordBatch::try_new(schema(), vec![Arc::new(courses), Arc::new(counts)]).unwrap()
}

async fn site_with_facts() -> (Site, Session) {
    let site = Site::new().await;
    let days = (1..=5).map(|number| {
        let batch = counts(&[("a", i64::from(number)), ("b", 10 * i64::from(number))]);
        (day(number), Fingerprint::of_bytes(b"x"), vec![batch])
    });
    site.lake
        .write_facts("facts_x", schema(), days.collect())
        .await
        .unwrap();
    let session = site.session();
    let snapshot = site.lake.snapshot("facts_x").await.unwrap().unwrap();
    session.register_lake_table("facts_x", &site.lake, &snapshot).unwrap();
    (site, session)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lake_table_has_its_partition_column_and_is_read_by_it() {
    let (site, session) = site_with_facts().await;
    let params: Params = BTreeMap::from([("from".to_owned(), date(day(2))), ("to".to_owned(), date(day(4)))]);
    let sql = "select date, course_id, count from facts_x where date >= $from and date < $to and count > 2 order by date, course_id";
    assert_eq!(
        rows(&session, sql, &params).await.unwrap(),
        ["2024-03-02 b 20", "2024-03-03 a 3", "2024-03-03 b 30"]
    );
    // The files of the other days are not even opened: they are gone.
    let snapshot = site.lake.snapshot("facts_x").await.unwrap().unwrap();
    for file in &snapshot.files {
        if !(day(2)..day(4)).contains(&file.partition.unwrap()) {
            std::fs::remove_file(site.path("my lake 100%").join(&file.path)).unwrap();
        }
    }
    assert_eq!(rows(&session, sql, &params).await.unwrap().len(), 3);
    let error = rows(&session, "select sum(count) from facts_x", &Params::new())
        .await
        .unwrap_err();
    assert_eq!(error.failure().code, "ENGINE-006", "{error}");
    assert!(error.is_transient());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_files_is_empty() {
    let (site, session) = site_with_facts().await;
    let snapshot = site
        .lake
        .snapshot("facts_x")
        .await
        .unwrap()
        .unwrap()
        .restricted_to(|_| false);
    session.register_lake_table("facts_x", &site.lake, &snapshot).unwrap();
    let sql = "select count(*), sum(count) from facts_x";
    assert_eq!(rows(&session, sql, &Params::new()).await.unwrap(), ["0 null"]);
    assert!(
        rows(&session, "select course_id, date from facts_x", &Params::new())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_newer_than_the_files_are_null() {
    let (site, session) = site_with_facts().await;
    let snapshot = site.lake.snapshot("facts_x").await.unwrap().unwrap();
    let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let declared = Schema::new(vec![
        Field::new("count", DataType::Int64, true),
        Field::new("title", DataType::Utf8, true),
        Field::new("due", time, true),
    ]);
    let wider = snapshot.with_columns_of(&declared);
    session.register_lake_table("facts_x", &site.lake, &wider).unwrap();
    let sql = "select count(*), count(due), max(title), max(count) from facts_x where due is null and date > $from";
    let params: Params = BTreeMap::from([("from".to_owned(), date(day(3)))]);
    assert_eq!(rows(&session, sql, &params).await.unwrap(), ["4 0 null 50"]);
    let sql = "select course_id from facts_x where due is not null or title = 'x'";
    assert!(rows(&session, sql, &Params::new()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_but_one_select_is_refused() {
    let (site, session) = site_with_facts().await;
    let target = site.path("out.csv");
    let copy = format!("copy facts_x to '{}'", target.display());
    for sql in [
        copy.as_str(),
        "insert into facts_x values ('a', 1, date '2024-01-01')",
        "delete from facts_x",
        "update facts_x set count = 1",
        "create table t as select 1",
        "create view v as select 1",
        "create external table t stored as csv location '/etc/passwd'",
        "drop table facts_x",
        "set datafusion.execution.batch_size = 1",
        "reset datafusion.execution.batch_size",
        "select 1; select 2",
        "",
        "explain select 1",
        "show tables",
        "select * into t from facts_x",
        "prepare p as select 1",
        "begin",
    ] {
        let error = rows(&session, sql, &Params::new())
            .await
            .err()
            .unwrap_or_else(|| panic!("{sql} ran"));
        assert!(
            matches!(error.failure().code, "ENGINE-001" | "ENGINE-002"),
            "{sql}: {} {error}",
            error.failure().code
        );
    }
    assert!(!target.exists());
    assert_eq!(
        rows(&session, "select count(*) from facts_x", &Params::new())
            .await
            .unwrap(),
        ["10"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_system_tables_are_out_of_reach() {
    let (site, session) = site_with_facts().await;
    std::fs::write(site.path("secret.csv"), "a\n1\n").unwrap();
    let file = format!("select * from '{}'", site.path("secret.csv").display());
    for sql in [
        file.as_str(),
        "select * from information_schema.tables",
        "select * from read_csv('/etc/passwd')",
    ] {
        let error = rows(&session, sql, &Params::new())
            .await
            .err()
            .unwrap_or_else(|| panic!("{sql} ran"));
        assert_eq!(error.failure().code, "ENGINE-002", "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_in_sql_are_told_plainly() {
    let (_site, session) = site_with_facts().await;
    for (sql, code, part) in [
        ("select nope from facts_x", "ENGINE-002", "nope"),
        ("select * from facts_y", "ENGINE-002", "table 'facts_y' not found"),
        ("selec 1", "ENGINE-002", "selec"),
        ("select cast(course_id as bigint) from facts_x", "ENGINE-010", "a"),
        ("select $x", "ENGINE-003", "$x"),
    ] {
        let error = rows(&session, sql, &Params::new()).await.unwrap_err();
        assert_eq!(error.failure().code, code, "{sql}: {error}");
        assert!(error.to_string().contains(part), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_bind_with_their_types() {
    let (_site, session) = site_with_facts().await;
    let params: Params = BTreeMap::from([
        ("flag".to_owned(), true.into()),
        ("number".to_owned(), (-5_i64).into()),
        ("share".to_owned(), 0.25_f64.into()),
        ("text".to_owned(), "o'Neil; drop table facts_x --".into()),
        ("none".to_owned(), ScalarValue::Date32(None)),
        (
            "at".to_owned(),
            ScalarValue::TimestampMicrosecond(Some(1_709_438_706_000_007), Some("UTC".into())),
        ),
    ]);
    let sql = "select $flag, $number, $share, $text, iso_week_start($none), cast($at as date)";
    assert_eq!(
        rows(&session, sql, &params).await.unwrap(),
        ["true -5 0.25 o'Neil; drop table facts_x -- null 2024-03-03"]
    );
}

/// Many rows, so that a sort and a grouping do not fit into the memory given.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_into_memory_goes_to_disk() {
    let site = Site::new().await;
    let mut options = site.options();
    options.memory_bytes = 24 << 20;
    let small = Session::new(&options).unwrap();
    let large = site.session();
    let rows_in_all = 400_000_i64;
    let text_schema = Arc::new(Schema::new(vec![
        Field::new("k", DataType::Int64, false),
        Field::new("t", DataType::Utf8, false),
    ]));
    let batches_of_rows: Vec<RecordBatch> = (0..50)
        .map(|part| {
            let keys: Vec<i64> = (0..rows_in_all / 50)
                .map(|row| (row * 7919 + part * 104_729) % 300_007)
                .collect();
            let texts: StringArray = keys
                .iter()
                .map(|key| Some(format!("some text of learner {key:020}")))
                .collect();
            RecordBatch::try_new(
                text_schema.clone(),
                vec![Arc::new(Int64Array::from(keys)) as ArrayRef, Arc::new(texts)],
            )
            .unwrap()
        })
        .collect();
    for session in [&small, &large] {
        session
            .register_batches("t", text_schema.clone(), batches_of_rows.clone())
            .unwrap();
    }
    let sql = "select t, count(*) as n, min(k) as k from t group by t order by t desc";
    let in_little = batches(&small, sql, &Params::new()).await.unwrap();
    let in_much = batches(&large, sql, &Params::new()).await.unwrap();
    let schema = in_much[0].schema();
    assert_eq!(
        arrow::compute::concat_batches(&schema, &in_little).unwrap(),
        arrow::compute::concat_batches(&schema, &in_much).unwrap()
    );
}

const EVENT_TYPES: [&str; 4] = [
    "edx.course.enrollment.activated",
    "edx.course.enrollment.deactivated",
    "edx.course.enrollment.mode_changed",
    "play_video",
];

/// One row of events: course, time, type and track, the last three perhaps null.
type EventRow = (u8, Option<i64>, Option<usize>, Option<u8>);

fn any_events() -> impl Strategy<Value = Vec<EventRow>> {
    let hour = 3_600_000_000_i64;
    let row = (
        0_u8..6,
        proptest::option::weighted(
            0.95,
            (0_i64..200).prop_map(move |hours| 1_709_251_200_000_000 + hours * hour),
        ),
        proptest::option::weighted(0.95, 0_usize..4),
        proptest::option::weighted(0.95, 0_u8..4),
    );
    proptest::collection::vec(row, 0..120)
}

fn event_batch(events: &[EventRow]) -> RecordBatch {
    let schema = Arc::new(Schema::new(vec![
        Field::new("course_id", DataType::Utf8, true),
        Field::new(
            "time",
            DataType::Timestamp(arrow::datatypes::TimeUnit::Microsecond, Some("UTC".into())),
            true,
        ),
        Field::new("event_type", DataType::Utf8, true),
        Field::new("mode", DataType::Utf8, true),
    ]));
    let modes = ["audit", "verified", "credit", "honor"];
    let courses: StringArray = events.iter().map(|event| Some(format!("course-{}", event.0))).collect();
    let times: TimestampMicrosecondArray = events.iter().map(|event| event.1).collect();
    let types: StringArray = events
        .iter()
        .map(|event| event.2.map(|kind| EVENT_TYPES[kind]))
        .collect();
    let tracks: StringArray = events
        .iter()
        .map(|event| event.3.map(|mode| modes[usize::from(mode)]))
        .collect();
    let columns: Vec<ArrayRef> = vec![
        Arc::new(courses),
        Arc::new(times.with_timezone("UTC")),
        Arc::new(types),
        Arc::new(tracks),
    ];
    RecordBatch::try_new(schema, columns).unwrap()
}

/// What the state machines say, without the engine.
fn expected(events: &[EventRow]) -> Vec<String> {
    let modes = ["audit", "verified", "credit", "honor"];
    let mut courses: BTreeMap<u8, Vec<enrollment::Step<&str>>> = BTreeMap::new();
    for event in events {
        let steps = courses.entry(event.0).or_default();
        if let (Some(time), Some(kind), Some(mode)) = (event.1, event.2, event.3)
            && let Some(kind) = enrollment::Kind::of_event_type(EVENT_TYPES[kind])
        {
            steps.push(enrollment::Step {
                time,
                kind,
                mode: modes[usize::from(mode)],
            });
        }
    }
    let text = |course: u8, mut steps: Vec<enrollment::Step<&str>>| {
        let stretches = enrollment::stretches(&mut steps);
        let days: Vec<String> = stretches
            .iter()
            .map(|stretch| format!("{}:{}:{}", stretch.date, stretch.mode, stretch.change))
            .collect();
        let summary = enrollment::summary(&mut steps, Some("verified"), Some("credit"));
        let summary = summary.map_or("null null".to_owned(), |summary| {
            format!("{} {}", summary.current_mode, summary.is_active)
        });
        format!("course-{course} {} {summary}", days.join(","))
    };
    courses.into_iter().map(|(course, steps)| text(course, steps)).collect()
}

const LEARNERS: &str = "with learner as (\
    select course_id, enrollment_days(time, event_type, mode) as days, enrollment_summary(time, event_type, mode) as summary \
    from t group by course_id), \
  stretch as (select course_id, unnest(days) as stretch from learner), \
  joined as (select course_id, string_agg(cast(stretch['date'] as varchar) || ':' || stretch['mode'] || ':' || cast(stretch['change'] as varchar), ',' \
    order by stretch['date']) as days from stretch group by course_id) \
  select learner.course_id, coalesce(joined.days, ''), learner.summary['current_mode'], learner.summary['is_active'] \
  from learner left join joined on joined.course_id = learner.course_id order by learner.course_id";

#[tokio::test(flavor = "multi_thread")]
async fn aggregates_are_pure_functions_of_the_set_of_rows() {
    let site = Site::new().await;
    let session = site.session();
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let events = any_events().new_tree(&mut runner).unwrap().current();
        // In pieces of several sizes: many partial states are merged, some rows come twice.
        let mut pieces: Vec<EventRow> = events.iter().rev().copied().collect();
        pieces.extend(events.iter().step_by(3).copied());
        let schema = event_batch(&events).schema();
        let whole = vec![event_batch(&events)];
        let split: Vec<RecordBatch> = pieces.chunks(7).map(event_batch).collect();
        for batches in [whole, split] {
            session.register_batches("t", schema.clone(), batches).unwrap();
            assert_eq!(
                rows(&session, LEARNERS, &Params::new()).await.unwrap(),
                expected(&events)
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aggregate_of_no_rows_has_an_answer() {
    let site = Site::new().await;
    let session = site.session();
    let none = event_batch(&[]);
    session.register_batches("t", none.schema(), vec![none]).unwrap();
    let sql = "select array_length(enrollment_days(time, event_type, mode)), enrollment_summary(time, event_type, mode) is null from t";
    let found = rows(&session, sql, &Params::new()).await.unwrap();
    assert!(found == ["0 true"] || found == ["null true"], "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn needless_work_is_found_in_a_query() {
    let (_site, session) = site_with_facts().await;
    let joins = |sql: &'static str| {
        let session = &session;
        async move {
            let found = session.needless_work(sql, &BTreeMap::new()).await.unwrap();
            found.joins_without_equality.len()
        }
    };
    assert_eq!(
        joins("select 1 from facts_x as a join facts_x as b on a.count = b.count and a.date < b.date").await,
        0
    );
    assert_eq!(
        joins("select 1 from facts_x as a join facts_x as b").await,
        0,
        "no condition at all is said to be wanted"
    );
    assert_eq!(
        joins("select 1 from facts_x as a join facts_x as b on a.count < b.count").await,
        1
    );
    let calls = |sql: &'static str| {
        let session = &session;
        async move {
            let found = session.needless_work(sql, &BTreeMap::new()).await.unwrap();
            found.repeated_calls.into_iter().collect::<Vec<_>>()
        }
    };
    let name = "select strip(course_id) as name from facts_x";
    assert!(calls(name).await.is_empty());
    assert_eq!(
        calls("select name from (select strip(course_id) as name from facts_x) where name > 'a'").await,
        ["strip(facts_x.course_id)"]
    );
    let two = "select strip(upper(course_id)) as name, single_line(upper(course_id), 5) as line from facts_x";
    assert!(calls(two).await.is_empty());
    let found = calls(
        "select name, line from (select strip(upper(course_id)) as name, single_line(upper(course_id), 5) as line from facts_x) \
         where name > 'a'",
    )
    .await;
    assert!(
        found.len() == 1 && found[0].starts_with("strip("),
        "what two calls have in common has another name above the condition: {found:?}"
    );
    assert!(
        calls("select count(*) from (select strip(course_id) as name from facts_x) where name > 'a'")
            .await
            .is_empty(),
        "it is asked for the condition alone"
    );
    assert!(
        calls("select strip(course_id) from facts_x union all select strip(course_id) from facts_x")
            .await
            .is_empty(),
        "those are other rows"
    );
    assert!(
        calls("select upper(name) from (select upper(course_id) as name from facts_x) where name > 'a'")
            .await
            .is_empty(),
        "functions that are not ours cost little"
    );
}
