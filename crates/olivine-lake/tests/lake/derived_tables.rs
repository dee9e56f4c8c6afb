//! Facts and LMS snapshots: whole dates are replaced, nothing else moves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use arrow::array::{Int64Array, RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use chrono::{Days, NaiveDate, Utc};
use object_store::ObjectStoreExt;
use olivine_lake::{Fingerprint, Lake, LakeError, LakeOptions};

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
    let options = LakeOptions {
        keep_snapshots: 3,
        ..LakeOptions::at(folder.path().display().to_string())
    };
    let lake = Lake::open(&options).await.unwrap();
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
    // Nor does it come back when its day is there.
    let status = lake.status().await.unwrap();
    let dates: Vec<NaiveDate> = status.tables["lms_auth_user"].dates.keys().copied().collect();
    assert_eq!(dates, [day(1), today]);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_all_snapshots_stay_a_clock_that_is_behind_drops_none() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let today = Utc::now().date_naive();
    let later = (300..303).map(|days| today.checked_add_days(Days::new(days)).unwrap());
    // It goes on being behind for more than one import.
    let yesterday = today.pred_opt().unwrap();
    let dates: Vec<NaiveDate> = later.chain([yesterday, today]).collect();
    for date in &dates {
        lake.write_lms_snapshot("auth_user", *date, &schema(), &[])
            .await
            .unwrap();
    }
    let status = lake.status().await.unwrap();
    assert_eq!(status.tables["lms_auth_user"].dates.len(), dates.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_replaced_a_moment_ago_stays_however_old_it_is() {
    const HOUR: Duration = Duration::from_secs(3600);
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let write = async |count: i64| {
        let days = vec![(day(1), Fingerprint::default(), vec![rows(&[("a", count)])])];
        lake.write_facts("facts_x", schema(), days).await.unwrap();
        let files = lake.snapshot("facts_x").await.unwrap().unwrap().files;
        let path = folder.path().join(&files[0].path);
        make_old(&path, HOUR * 720);
        path
    };
    let first = write(1).await;
    let mut last = first.clone();
    // Through a checkpoint of the log.
    for count in 2..=8 {
        last = write(count).await;
    }
    let never_used = first.with_file_name("part-of-no-commit.parquet");
    std::fs::write(&never_used, b"rows").unwrap();
    make_old(&never_used, HOUR * 720);

    for keep in [Duration::MAX, HOUR * 4_000_000_000] {
        assert_eq!(lake.vacuum(keep, false).await.unwrap().files, 0, "{keep:?}");
    }
    assert_eq!(lake.vacuum(HOUR, false).await.unwrap().files, 1);
    assert!(first.exists() && !never_used.exists());
    assert_eq!(lake.vacuum(Duration::ZERO, false).await.unwrap().files, 7);
    assert!(last.exists() && !first.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_replaced_again_counts_from_the_last_time() {
    const HOUR: Duration = Duration::from_secs(3600);
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let write = async |count: i64| {
        let days = vec![(day(1), Fingerprint::default(), vec![rows(&[("a", count)])])];
        lake.write_facts("facts_x", schema(), days).await.unwrap();
        lake.snapshot("facts_x").await.unwrap().unwrap().version
    };
    let commit = |version: i64| folder.path().join(format!("facts_x/_delta_log/{version:020}.json"));
    let first = write(1).await;
    let second = write(2).await;
    // Another tool puts the first file back, which was replaced ten hours ago, and takes it away again.
    let text = std::fs::read_to_string(commit(second)).unwrap();
    let removal = text.lines().find(|line| line.starts_with("{\"remove\"")).unwrap();
    let mut long_ago: serde_json::Value = serde_json::from_str(removal).unwrap();
    let at = &mut long_ago["remove"]["deletionTimestamp"];
    *at = (at.as_i64().unwrap() - 36_000_000).into();
    std::fs::write(commit(second), text.replace(removal, &long_ago.to_string())).unwrap();
    std::fs::copy(commit(first), commit(second + 1)).unwrap();
    std::fs::write(commit(second + 2), format!("{removal}\n")).unwrap();

    assert_eq!(lake.snapshot("facts_x").await.unwrap().unwrap().version, second + 2);
    assert_eq!(lake.vacuum(HOUR, false).await.unwrap().files, 0);
    assert_eq!(lake.vacuum(Duration::ZERO, false).await.unwrap().files, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_machine_may_still_commit_stays_on_an_object_store() {
    let lake = Lake::open(&LakeOptions::at("memory:///lake")).await.unwrap();
    for count in 1..=2 {
        let days = vec![(day(1), Fingerprint::default(), vec![rows(&[("a", count)])])];
        lake.write_facts("facts_x", schema(), days).await.unwrap();
    }
    let on_its_way = object_store::path::Path::from("facts_x/date=2024-05-01/part-of-no-commit.parquet");
    let store = lake.object_store();
    store.put(&on_its_way, b"rows".to_vec().into()).await.unwrap();
    let removed = lake.vacuum(Duration::ZERO, false).await.unwrap();
    assert_eq!(removed.files, 1, "what was replaced");
    assert!(store.head(&on_its_way).await.is_ok());
}

fn make_old(path: &Path, age: Duration) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - age).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_what_the_tables_hold() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let lake = lake(&folder).await;
    for count in 1..=8 {
        let days = vec![(day(1), Fingerprint::default(), vec![rows(&[("a", count)])])];
        lake.write_facts("facts_x", schema(), days).await.unwrap();
    }
    let mut writer = lake.lms_writer("auth_user", day(1), &schema()).await.unwrap();
    let left_out = BTreeMap::from([("no id".to_owned(), 3)]);
    writer.note_left_out(&left_out);
    writer.commit().await.unwrap();

    let place = elsewhere.path().join("copy");
    let location = place.display().to_string();
    assert_eq!(lake.copy_to(&location).await.unwrap().tables, 2);
    let copy = Lake::open(&LakeOptions::at(&location)).await.unwrap();
    let held = async |lake: &Lake| serde_json::to_value(lake.status().await.unwrap().tables).unwrap();
    assert_eq!(held(&copy).await, held(&lake).await);
    assert_eq!(copy.left_out("lms_auth_user").await.unwrap(), left_out);
    let files = copy.snapshot("facts_x").await.unwrap().unwrap().files;
    assert!(files.iter().all(|file| place.join(&file.path).is_file()));
    let folder_of_day = place.join(&files[0].path).parent().unwrap().to_owned();
    assert_eq!(
        folder_of_day.read_dir().unwrap().count(),
        1,
        "what was replaced stays behind"
    );

    // One can go on from there.
    let days = vec![(day(2), Fingerprint::default(), vec![rows(&[("b", 1)])])];
    copy.write_facts("facts_x", schema(), days).await.unwrap();
    assert_eq!(copy.snapshot("facts_x").await.unwrap().unwrap().rows(), 2);
    assert_eq!(lake.snapshot("facts_x").await.unwrap().unwrap().rows(), 1);
    for refused in [location, folder.path().join("copy").display().to_string()] {
        let error = lake.copy_to(&refused).await.unwrap_err();
        assert!(matches!(error, LakeError::Location { .. }), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_files_of_a_day_are_merged_in_steps() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let splitting = LakeOptions {
        target_file_bytes: 1,
        ..LakeOptions::at(folder.path().display().to_string())
    };
    let splitting = Lake::open(&splitting).await.unwrap();
    let batches = (0..70).map(|count| rows(&[("a", count)])).collect();
    let days = vec![(day(1), Fingerprint::default(), batches)];
    splitting.write_facts("facts_x", schema(), days).await.unwrap();
    let before = lake.snapshot("facts_x").await.unwrap().unwrap();
    assert!(before.files.len() > 64, "{} files", before.files.len());

    let done = lake.compact().await.unwrap();
    assert_eq!(
        (done.files_before, done.files_after),
        (before.files.len() as u64 + 2, 3)
    );
    let after = lake.snapshot("facts_x").await.unwrap().unwrap();
    assert_eq!(after.files.len(), 1);
    assert_eq!(after.fingerprint(), before.fingerprint());
    assert_eq!(after.rows(), 70);
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_snapshots_stay_as_the_lake_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let keeping = |keep_snapshots| LakeOptions {
        keep_snapshots,
        ..LakeOptions::at(folder.path().display().to_string())
    };
    let all = Lake::open(&keeping(0)).await.unwrap();
    let two = Lake::open(&keeping(2)).await.unwrap();
    let write = async |lake: &Lake, date: u32| {
        lake.write_lms_snapshot("auth_user", day(date), &schema(), &[rows(&[("a", 1)])])
            .await
            .unwrap();
        let status = lake.status().await.unwrap();
        status.tables["lms_auth_user"].dates.keys().copied().collect::<Vec<_>>()
    };
    for date in 1..=5 {
        write(&all, date).await;
    }
    assert_eq!(write(&all, 5).await, [1, 2, 3, 4, 5].map(day));
    assert_eq!(
        write(&two, 3).await,
        [2, 3, 4, 5].map(day),
        "of a day long ago: later ones stay"
    );
    assert_eq!(write(&two, 6).await, [5, 6].map(day));
    assert_eq!(write(&two, 6).await, [5, 6].map(day), "again on the same day");
    assert_eq!(write(&two, 9).await, [6, 9].map(day));
}

#[tokio::test]
async fn rows_are_stored_before_the_commit_and_seen_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake(&folder).await;
    let stored = || {
        let day = folder.path().join("lms_auth_user/snapshot_date=2024-05-01");
        day.read_dir().map_or(0, Iterator::count)
    };
    let mut writer = lake.lms_writer("auth_user", day(1), &schema()).await.unwrap();
    writer.append(&rows(&[("a", 1)])).await.unwrap();
    assert_eq!(stored(), 0);
    writer.store().await.unwrap();
    assert_eq!(stored(), 1);
    assert!(lake.latest_lms("auth_user").await.unwrap().is_none());
    writer.commit().await.unwrap();
    assert_eq!(stored(), 1);
    let (_, table) = lake.latest_lms("auth_user").await.unwrap().unwrap();
    assert_eq!(table.rows(), 1);
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
        let mut writer = lake.lms_writer("auth_user", day(1), &schema()).await.unwrap();
        writer.note_left_out(&left_out);
        writer.commit().await.unwrap();
        assert_eq!(lake.left_out("lms_auth_user").await.unwrap(), left_out);
    }
}
