//! Facts and LMS snapshots: whole dates are replaced, nothing else moves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{Int64Array, RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use chrono::{Days, NaiveDate, Utc};
use olivine_lake::{Fingerprint, Lake, LakeOptions};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 5, day).unwrap()
}

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("course_id", DataType::Utf8View, true),
        Field::new("count", DataType::Int64, false),
    ]))
}

fn rows(values: &[(&str, i64)]) -> RecordBatch {
    let courses: StringViewArray = values.iter().map(|(course, _)| Some(*course)).collect();
    let counts: Int64Array = values.iter().map(|(_, count)| Some(*count)).collect();
    RecordBatch::try_new(schema(), vec![Arc::new(courses), Arc::new(counts)]).unwrap()
}

async fn lake(folder: &tempfile::TempDir) -> Lake {
    let mut options = LakeOptions::at(folder.path().to_str().unwrap());
    options.checkpoint_every = 3;
    Lake::open(&options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_days_facts_are_replaced_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let print = |text: &str| Fingerprint::of_bytes(text.as_bytes());
    lake.write_facts(
        "facts_x",
        schema(),
        vec![
            (day(1), print("one"), vec![rows(&[("a", 1), ("b", 2)])]),
            (day(2), print("two"), vec![]),
        ],
    )
    .await
    .unwrap();
    let known = lake.fact_fingerprints("facts_x").await.unwrap();
    assert_eq!(
        known,
        BTreeMap::from([(day(1), print("one")), (day(2), print("two"))]),
        "an empty day counts"
    );

    let first = lake.snapshot("facts_x").await.unwrap().unwrap();
    lake.write_facts(
        "facts_x",
        schema(),
        vec![(day(2), print("three"), vec![rows(&[("c", 3)])])],
    )
    .await
    .unwrap();
    let second = lake.snapshot("facts_x").await.unwrap().unwrap();
    assert_eq!(
        first.fingerprint_by_date()[&day(1)],
        second.fingerprint_by_date()[&day(1)]
    );
    assert_eq!(second.rows(), 3);
    assert_eq!(
        lake.fact_fingerprints("facts_x").await.unwrap()[&day(2)],
        print("three")
    );

    // Rows in another order, through enough commits for checkpoints: the same fingerprint.
    for _ in 0..7 {
        let swapped = vec![(day(1), print("one"), vec![rows(&[("b", 2)]), rows(&[("a", 1)])])];
        lake.write_facts("facts_x", schema(), swapped).await.unwrap();
    }
    let third = lake.snapshot("facts_x").await.unwrap().unwrap();
    assert_eq!(third.fingerprint(), second.fingerprint());
    assert_eq!(third.files.len(), second.files.len());
    let log = std::fs::read_dir(folder.path().join("facts_x/_delta_log")).unwrap();
    let names: Vec<String> = log
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.ends_with("checkpoint.parquet")),
        "{names:?}"
    );

    lake.drop_fact_days("facts_x", &BTreeSet::from([day(1)])).await.unwrap();
    assert_eq!(lake.snapshot("facts_x").await.unwrap().unwrap().rows(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_with_other_columns_start_over() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let print = Fingerprint::default();
    lake.write_facts("facts_x", schema(), vec![(day(1), print, vec![rows(&[("a", 1)])])])
        .await
        .unwrap();
    let narrow = Arc::new(Schema::new(vec![Field::new("count", DataType::Int64, true)]));
    let batch = rows(&[("a", 7)]).project(&[1]).unwrap();
    lake.write_facts("facts_x", narrow, vec![(day(2), print, vec![batch])])
        .await
        .unwrap();
    let snapshot = lake.snapshot("facts_x").await.unwrap().unwrap();
    let columns: Vec<&str> = snapshot
        .schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    assert_eq!(columns, ["count", "date"]);
    assert_eq!(snapshot.fingerprint_by_date().into_keys().collect::<Vec<_>>(), [day(2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_lms_snapshot_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    assert!(lake.latest_lms("auth_user").await.unwrap().is_none());
    lake.write_lms_snapshot("auth_user", day(1), &schema(), &[rows(&[("a", 1)])])
        .await
        .unwrap();
    lake.write_lms_snapshot("auth_user", day(3), &schema(), &[rows(&[("a", 1), ("b", 2)])])
        .await
        .unwrap();
    lake.write_lms_snapshot("auth_user", day(2), &schema(), &[])
        .await
        .unwrap();
    let (date, table) = lake.latest_lms("lms_auth_user").await.unwrap().unwrap();
    assert_eq!((date, table.rows(), table.files.len()), (day(3), 2, 1));
    // A column that is new in the LMS is null in older snapshots.
    let wider = Arc::new(Schema::new(vec![
        Field::new("course_id", DataType::Utf8, true),
        Field::new("count", DataType::Int64, true),
        Field::new("extra", DataType::Int64, true),
    ]));
    lake.write_lms_snapshot("auth_user", day(4), &wider, &[]).await.unwrap();
    let table = lake.snapshot("lms_auth_user").await.unwrap().unwrap();
    assert_eq!(table.files.len(), 4);
    assert!(table.schema.field_with_name("extra").is_ok());
    let status = lake.status().await.unwrap();
    assert_eq!(status.tables["lms_auth_user"].rows, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_made_by_a_clock_that_was_ahead_does_not_stand_before_later_ones() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let today = Utc::now().date_naive();
    let ahead = today.checked_add_days(Days::new(500)).unwrap();
    let newest = async || {
        let (date, table) = lake.latest_lms("auth_user").await.unwrap().unwrap();
        (date, table.rows())
    };
    lake.write_lms_snapshot("auth_user", ahead, &schema(), &[rows(&[("a", 1), ("b", 2)])])
        .await
        .unwrap();
    assert_eq!(newest().await, (ahead, 2), "there is no other");
    lake.write_lms_snapshot("auth_user", today, &schema(), &[rows(&[("a", 1)])])
        .await
        .unwrap();
    assert_eq!(newest().await, (today, 1));
    // One for a day that is over, made on purpose, is not the newest either.
    lake.write_lms_snapshot("auth_user", day(1), &schema(), &[])
        .await
        .unwrap();
    assert_eq!(newest().await, (today, 1));
}

/// What the last import left out is on record with the table, whatever an earlier one left out.
#[tokio::test]
async fn what_an_import_left_out_is_noted() {
    let dir = tempfile::tempdir().unwrap();
    let lake = Lake::open(&LakeOptions::at(dir.path().display().to_string()))
        .await
        .unwrap();
    assert!(
        lake.left_out("lms_auth_user").await.unwrap().is_empty(),
        "no such table"
    );
    let counts = |counts: &[(&str, u64)]| -> BTreeMap<String, u64> {
        counts
            .iter()
            .map(|(reason, count)| ((*reason).to_owned(), *count))
            .collect()
    };
    for left_out in [
        counts(&[("no id", 3), ("id is no integer", 1)]),
        counts(&[("id is no integer", 2)]),
        counts(&[]),
    ] {
        let writer = lake.lms_writer("auth_user", day(1), &schema()).await.unwrap();
        writer.commit(&left_out).await.unwrap();
        assert_eq!(lake.left_out("lms_auth_user").await.unwrap(), left_out);
    }
}
