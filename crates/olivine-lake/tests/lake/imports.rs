//! Imports of several tables that break off or meet others: what is seen is of one import, and the next one puts all right.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{AsArray, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use chrono::NaiveDate;
use object_store::local::LocalFileSystem;
use olivine_lake::{Lake, LakeError, LakeOptions};

use crate::support::faulty::{Fault, Faulty};
use crate::support::{TestLake, read};

/// The tables of an import.
const SITE: [&str; 3] = ["auth_user", "auth_userprofile", "student_courseenrollment"];
/// Those of another one, which takes in one of the first, too.
const SHOP: [&str; 2] = ["order_order", "student_courseenrollment"];

fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![Field::new("moment", DataType::Int64, false)]))
}

/// Takes tables in as they were at a moment. The day is always the same, so that each import replaces the rows of the one before.
async fn import(lake: &Lake, tables: &[&str], moment: i64) -> Result<(), LakeError> {
    import_of(1, lake, tables, moment).await
}

/// The same for a day of May.
async fn import_of(day: u32, lake: &Lake, tables: &[&str], moment: i64) -> Result<(), LakeError> {
    let day = NaiveDate::from_ymd_opt(2024, 5, day).unwrap();
    let mut writers = Vec::new();
    for table in tables {
        let mut writer = lake.lms_writer(table, day, &schema()).await?;
        let rows = RecordBatch::try_new(schema(), vec![Arc::new(Int64Array::from(vec![moment]))]).unwrap();
        writer.append(&rows).await?;
        writers.push(writer);
    }
    lake.commit_lms(writers).await
}

/// Of which moment each table is, as those see it who read them together.
async fn seen(lake: &Lake, tables: &[&str]) -> Vec<Option<i64>> {
    let imported = lake.imported().await.unwrap();
    let mut moments = Vec::new();
    for table in tables {
        let Some((_, snapshot)) = imported.latest(table).await.unwrap() else {
            moments.push(None);
            continue;
        };
        let mut rows = Vec::new();
        for file in &snapshot.files {
            for batch in read(lake, &file.path).await {
                rows.extend(batch.column(0).as_primitive::<Int64Type>().values().iter().copied());
            }
        }
        assert_eq!(rows.len(), 1, "{table}: {rows:?}");
        moments.push(rows.first().copied());
    }
    moments
}

/// What a lake holds before an import.
#[derive(Debug, Clone, Copy)]
enum Before {
    Nothing,
    /// Tables that were taken in one by one, as versions did that named none.
    Single,
    Import,
}

impl Before {
    async fn site(self) -> (TestLake, Option<i64>) {
        let site = TestLake::new().await;
        match self {
            Self::Nothing => return (site, None),
            Self::Single => {
                for table in SITE {
                    import(&site.lake, &[table], 1).await.unwrap();
                }
            }
            Self::Import => import(&site.lake, &SITE, 1).await.unwrap(),
        }
        (site, Some(1))
    }
}

/// The lake over a store of which one write fails or waits.
async fn over(root: &Path, fault: Fault, at: usize) -> (Lake, Arc<Faulty>) {
    let store = Faulty::new(Arc::new(LocalFileSystem::new()), fault, at);
    let options = LakeOptions {
        checkpoint_every: 4,
        ..LakeOptions::at(root.to_str().unwrap())
    };
    (Lake::open_on(&options, store.clone()).await.unwrap(), store)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_breaks_off_anywhere_is_not_seen_until_the_next_is_whole() {
    for before in [Before::Nothing, Before::Single, Before::Import] {
        for fault in [Fault::Before, Fault::After] {
            let mut at = 1;
            loop {
                let context = format!("{before:?}, {fault:?}, write {at}");
                let (site, mut expected) = before.site().await;
                let mut is_reached = false;
                // The second breaks off on top of the first.
                for moment in [2, 3] {
                    let (lake, store) = over(&site.root(), fault, at).await;
                    if import(&lake, &SITE, moment).await.is_ok() {
                        expected = Some(moment);
                    }
                    is_reached |= store.writes() >= at;
                    assert_eq!(seen(&site.lake, &SITE).await, [expected; 3], "{context}");
                }
                site.lake.compact().await.unwrap();
                site.lake.vacuum(Duration::ZERO, false).await.unwrap();
                assert_eq!(seen(&site.lake, &SITE).await, [expected; 3], "{context}, vacuumed");
                let place = site.root().with_file_name("copy").display().to_string();
                site.lake.copy_to(&place).await.unwrap();
                let copy = Lake::open(&LakeOptions::at(place)).await.unwrap();
                assert_eq!(seen(&copy, &SITE).await, [expected; 3], "{context}, copied");
                import(&site.lake, &SITE, 4).await.unwrap();
                assert_eq!(seen(&site.lake, &SITE).await, [Some(4); 3], "{context}, healed");
                if !is_reached {
                    break;
                }
                at += 1;
            }
            assert!(at > 7, "only {at} writes");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_other_tables_does_not_bring_in_what_broke_off() {
    let mut at = 1;
    loop {
        let (site, _) = Before::Import.site().await;
        let (lake, store) = over(&site.root(), Fault::Before, at).await;
        let own: i64 = if import(&lake, &SITE, 2).await.is_ok() { 2 } else { 1 };
        import(&site.lake, &SHOP, 3).await.unwrap();
        let context = format!("write {at}");
        assert_eq!(seen(&site.lake, &SHOP).await, [Some(3); 2], "{context}");
        assert_eq!(seen(&site.lake, &SITE).await, [own, own, 3].map(Some), "{context}");
        // One table alone is taken in whole at once, also where an import broke off at it.
        import(&site.lake, &SITE[..1], 4).await.unwrap();
        assert_eq!(seen(&site.lake, &SITE).await, [4, own, 3].map(Some), "{context}");
        if store.writes() < at {
            break;
        }
        at += 1;
    }
    assert!(at > 7, "only {at} writes");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_a_day_before_does_not_bring_in_what_broke_off() {
    // What broke off is of a new day, or takes the place of the newest.
    for day in [2, 3] {
        let mut at = 1;
        loop {
            let (site, _) = Before::Import.site().await;
            import_of(2, &site.lake, &SITE, 2).await.unwrap();
            let (lake, store) = over(&site.root(), Fault::Before, at).await;
            let is_whole = import_of(day, &lake, &SITE, 3).await.is_ok();
            let expected = if is_whole { 3 } else { 2 };
            import_of(1, &site.lake, &SITE, 4).await.unwrap();
            let context = format!("day {day}, write {at}");
            assert_eq!(seen(&site.lake, &SITE).await, [Some(expected); 3], "{context}");
            site.lake.compact().await.unwrap();
            site.lake.vacuum(Duration::ZERO, false).await.unwrap();
            assert_eq!(
                seen(&site.lake, &SITE).await,
                [Some(expected); 3],
                "{context}, vacuumed"
            );
            if store.writes() < at {
                break;
            }
            at += 1;
        }
        assert!(at > 7, "only {at} writes");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_imports_at_once_one_is_seen_whole() {
    for fault in [Fault::Wait, Fault::WaitAndEnd] {
        let mut at = 1;
        loop {
            let (site, _) = Before::Import.site().await;
            let (lake, store) = over(&site.root(), fault, at).await;
            let mut slow = tokio::spawn(async move { import(&lake, &SITE, 2).await });
            tokio::select! {
                done = &mut slow => {
                    done.unwrap().unwrap();
                    break;
                }
                () = store.reached() => {}
            }
            // As on an object store, where no lock keeps them apart.
            import(&site.lake, &SITE, 3).await.unwrap();
            let context = format!("{fault:?} before write {at}");
            assert_eq!(seen(&site.lake, &SITE).await, [Some(3); 3], "{context}");
            store.let_go();
            let done = slow.await.unwrap();
            let after = seen(&site.lake, &SITE).await;
            assert!(after == [Some(2); 3] || after == [Some(3); 3], "{context}: {after:?}");
            if fault == Fault::Wait {
                done.unwrap();
            }
            at += 1;
        }
        assert!(at > 7, "only {at} writes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_read_tables_together_see_no_import_that_ends_meanwhile() {
    let (site, _) = Before::Import.site().await;
    let imported = site.lake.imported().await.unwrap();
    let (_, first) = imported.latest(SITE[0]).await.unwrap().unwrap();
    for moment in 2..=7 {
        import(&site.lake, &SITE, moment).await.unwrap();
    }
    let (_, last) = imported.latest(SITE[2]).await.unwrap().unwrap();
    for snapshot in [first, last] {
        let batches = read(&site.lake, &snapshot.files[0].path).await;
        assert_eq!(batches[0].column(0).as_primitive::<Int64Type>().value(0), 1);
    }
    assert_eq!(seen(&site.lake, &SITE).await, [Some(7); 3]);
    // Also what says so does not grow for ever.
    let log = std::fs::read_dir(site.root().join("_imports/_delta_log")).unwrap();
    let mut names = log.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.any(|name| name.ends_with("checkpoint.parquet")));
    assert!(!site.lake.tables().await.unwrap().contains(&"_imports".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn merged_files_are_those_that_are_read() {
    let site = TestLake::new().await;
    let splitting = LakeOptions {
        target_file_bytes: 1,
        ..LakeOptions::at(site.root().to_str().unwrap())
    };
    let splitting = Lake::open(&splitting).await.unwrap();
    let day = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    let mut writers = Vec::new();
    for table in SITE {
        let mut writer = splitting.lms_writer(table, day, &schema()).await.unwrap();
        for moment in 0..3 {
            let rows = RecordBatch::try_new(schema(), vec![Arc::new(Int64Array::from(vec![moment]))]).unwrap();
            writer.append(&rows).await.unwrap();
        }
        writers.push(writer);
    }
    splitting.commit_lms(writers).await.unwrap();
    assert!(site.lake.compact().await.unwrap().files_before > 0);
    for table in SITE {
        let (_, snapshot) = site.lake.latest_lms(table).await.unwrap().unwrap();
        assert_eq!((snapshot.files.len(), snapshot.rows()), (1, 3), "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_was_removed_and_breaks_off_anew_does_not_stop_the_others() {
    let (site, _) = Before::Import.site().await;
    for moment in 2..=4 {
        import(&site.lake, &SITE, moment).await.unwrap();
    }
    std::fs::remove_dir_all(site.root().join("lms_auth_user")).unwrap();
    assert_eq!(seen(&site.lake, &SITE).await, [None, Some(4), Some(4)]);
    let mut at = 1;
    loop {
        let (lake, store) = over(&site.root(), Fault::Before, at).await;
        if import(&lake, &SITE, 5).await.is_ok() && store.writes() < at {
            break;
        }
        let now = seen(&site.lake, &SITE).await;
        let is_of_one_moment = now == [None, Some(4), Some(4)] || now == [Some(5); 3];
        assert!(is_of_one_moment, "write {at}: {now:?}");
        at += 1;
    }
    assert_eq!(seen(&site.lake, &SITE).await, [Some(5); 3]);
}
