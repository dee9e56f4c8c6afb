//! Files that are not as they should be (SQLite).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use olivine_failure::Failing;
use olivine_store::site::people_reads::PeopleRead;
use olivine_store::{Store, StoreOptions};

use crate::place::{Place, count, daily, daily_row, publish};

async fn code(url: &str) -> &'static str {
    Store::open(url, StoreOptions::default())
        .await
        .unwrap_err()
        .failure()
        .code
}

#[tokio::test]
async fn addresses_that_are_none_are_refused() {
    for url in [
        "",
        "postgres://x/y",
        "sqlite://",
        "sqlite::memory:",
        "sqlite:///x?mode=ro",
        "results.db",
    ] {
        assert_eq!(code(url).await, "STORE-001", "{url}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("results.db"),
        "not a database, but long enough to have a header ".repeat(50),
    )
    .unwrap();
    assert_eq!(code(&Place::sqlite(folder.path()).url).await, "STORE-010");
}

#[tokio::test]
async fn a_folder_in_the_way_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("results.db")).unwrap();
    assert_eq!(code(&Place::sqlite(folder.path()).url).await, "STORE-002");
    fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(
        code(&format!("sqlite://{}/file/results.db", folder.path().display())).await,
        "STORE-002"
    );
}

#[tokio::test]
async fn damaged_pages_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    let store = place.open().await;
    publish(
        &store,
        "run",
        "t",
        &daily(),
        (1..4000).map(|row| daily_row(&format!("c{row}"), 1, row)).collect(),
    )
    .await;
    store.close().await;
    let file = folder.path().join("results.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let store = place.open().await;
    let failure = store
        .query("SELECT course_id, sum(count) FROM t GROUP BY course_id, date", &[])
        .await
        .unwrap_err();
    assert_eq!(failure.failure().code, "STORE-010", "{failure}");
}

#[tokio::test]
async fn results_whose_records_are_gone_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = Place::sqlite(folder.path()).open().await;
    store.check_readable().await.unwrap();
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("results.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query("DROP TABLE olivine_published")
        .execute(&mut connection)
        .await
        .unwrap();
    assert!(store.check_readable().await.is_err());
}

#[tokio::test]
async fn reads_noted_again_after_a_failure_count_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Place::sqlite(folder.path()).open().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("site.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    // An old record that cannot be cleared for a while.
    for sql in [
        "INSERT INTO olivine_people_read (id, day, user_name, report, query_name, course_id, person, times, last_read) \
         VALUES ('old', 1, 'Ada', 'learners', 'roster', '', '', 1, 86400)",
        "CREATE TRIGGER stays BEFORE DELETE ON olivine_people_read BEGIN SELECT RAISE(ABORT, 'not now'); END",
    ] {
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
    let read = PeopleRead {
        user_name: "Ada".to_owned(),
        report: "learners".to_owned(),
        query: "roster".to_owned(),
        course_id: "course-v1:X+A+1".to_owned(),
        person: String::new(),
    };
    assert!(store.site().note_people_read(&read, 2).await.is_err());
    sqlx::query("DROP TRIGGER stays")
        .execute(&mut connection)
        .await
        .unwrap();
    store.site().note_people_read(&read, 2).await.unwrap();
    let noted = store.site().list_people_reads(None, 30_000).await.unwrap();
    assert_eq!(noted.len(), 1, "the old record is gone: {noted:?}");
    assert_eq!((&noted[0].read, noted[0].reads), (&read, 2));
}

#[tokio::test]
async fn a_store_of_a_later_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::sqlite(folder.path());
    place.open().await.close().await;
    let sql = "INSERT INTO olivine_migration VALUES (99, 'from the future', 'x', 0)";
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("site.db"));
    let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    assert_eq!(code(&place.url).await, "STORE-021");
}

/// A small file system of its own; none where this user may not mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn new(folder: &Path) -> Option<Self> {
        let path = folder.join("disk");
        fs::create_dir(&path).unwrap();
        mount(&["-t", "tmpfs", "-o", "size=3m", "none"], &path).then_some(Self(path))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn mount(options: &[&str], path: &Path) -> bool {
    Command::new("mount")
        .args(options)
        .arg(path)
        .output()
        .is_ok_and(|done| done.status.success())
}

#[tokio::test]
async fn a_full_disk_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(folder.path()) else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    let store = Place::sqlite(&disk.0).open().await;
    publish(&store, "small", "t", &daily(), vec![daily_row("a", 1, 1)]).await;
    let mut big = store.begin_publish("big").await.unwrap();
    let mut load = big.table("t", &daily()).await.unwrap();
    let rows = (0..100_000)
        .map(|row| daily_row(&format!("course-v1:Organisation+Course{row}+2026"), 1, row))
        .collect();
    let full = load.append(rows).await.unwrap_err();
    assert_eq!(full.failure().code, "STORE-008", "{full}");
    drop(big);
    assert_eq!(
        (
            count(&store, "t").await,
            store.published().await.unwrap()["t"].run_id.as_str()
        ),
        (1, "small")
    );
    // The next publish clears what is left and has room again.
    publish(
        &store,
        "next",
        "t",
        &daily(),
        vec![daily_row("a", 1, 1), daily_row("b", 1, 1)],
    )
    .await;
    assert_eq!(count(&store, "t").await, 2);
    store.close().await;
}

#[tokio::test]
async fn a_disk_that_can_only_be_read_is_told_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::new(folder.path()) else {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    };
    let place = Place::sqlite(&disk.0);
    assert!(mount(&["-o", "remount,ro"], &disk.0));
    assert_eq!(code(&place.url).await, "STORE-009");
    assert!(mount(&["-o", "remount,rw"], &disk.0));
    let store = place.open().await;
    publish(&store, "run", "t", &daily(), Vec::new()).await;
    store.close().await;
    assert!(mount(&["-o", "remount,ro"], &disk.0));
    assert_eq!(code(&place.url).await, "STORE-009");
}
