//! A program killed while it publishes.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use olivine_store::{Store, StoreError, StoreKind, Value};

use crate::place::{Place, count, daily, daily_row, publication};

const ADDRESS: &str = "OLIVINE_TEST_CRASH_STORE";
const TABLES: [&str; 3] = ["a", "b", "c"];

/// Publishes one number after the other to several tables until it is killed.
async fn publish_for_ever(store: &Store, mut number: i64) {
    loop {
        let mut publish = store.begin_publish("child").await.unwrap();
        for name in TABLES {
            let mut load = publish.table(name, &daily()).await.unwrap();
            load.append((0..2000).map(|row| daily_row(&format!("c{row}"), 1, number)).collect())
                .await
                .unwrap();
            load.finish().await.unwrap();
        }
        publish
            .commit(TABLES.map(|name| publication(name, &number.to_string())).to_vec())
            .await
            .unwrap();
        number += 1;
    }
}

/// The process that is killed: this test, started by the scenario with an address.
#[tokio::test]
async fn child() {
    if let Ok(url) = std::env::var(ADDRESS) {
        let store = Store::open(&url, olivine_store::StoreOptions::default()).await.unwrap();
        let next = store
            .published()
            .await
            .unwrap()
            .get("a")
            .map_or(1, |record| record.fingerprint.parse::<i64>().unwrap() + 1);
        publish_for_ever(&store, next).await;
    }
}

/// The number all tables and records agree on.
async fn agreed(store: &Store) -> i64 {
    let (published, counts) = store
        .read(|snapshot| async move {
            let mut counts = Vec::new();
            for name in TABLES {
                let sql = format!("SELECT count(*), min(count), max(count) FROM {name}");
                counts.push(snapshot.query(&sql, &[]).await?.rows.remove(0));
            }
            Ok::<_, StoreError>((snapshot.published().await?, counts))
        })
        .await
        .unwrap();
    let number: i64 = published["a"].fingerprint.parse().unwrap();
    for (name, counts) in TABLES.into_iter().zip(counts) {
        assert_eq!(published[name].fingerprint, number.to_string(), "records of one swap");
        assert_eq!(
            counts,
            [2000, number, number].map(Value::Int),
            "{name} holds what its record says"
        );
    }
    number
}

pub async fn killed_at_any_moment_the_store_is_whole(place: &Place) {
    let store = place.open().await;
    let mut first = store.begin_publish("first").await.unwrap();
    for name in TABLES {
        let mut load = first.table(name, &daily()).await.unwrap();
        load.append((0..2000).map(|row| daily_row(&format!("c{row}"), 1, 0)).collect())
            .await
            .unwrap();
        load.finish().await.unwrap();
    }
    first
        .commit(TABLES.map(|name| publication(name, "0")).to_vec())
        .await
        .unwrap();

    let mut last = 0;
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::child", "--nocapture"])
            .env(ADDRESS, &place.url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // However slow the machine is: not before the child is at work.
        let started = Instant::now();
        while agreed(&store).await == last {
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "the child publishes nothing"
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Odd pauses, so that the end falls on other steps each time.
        tokio::time::sleep(Duration::from_millis(97 * round % 350)).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let now = agreed(&store).await;
        assert!(now > last);
        last = now;
    }
    // What the dead left is cleared by the next publish; a server may need a moment to notice.
    for attempt in 0.. {
        store.begin_publish("next").await.unwrap().abandon().await.unwrap();
        let tables = match store.kind() {
            StoreKind::Sqlite => {
                "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name LIKE '%!_!_%!_%' ESCAPE '!'"
            }
            StoreKind::Mysql => {
                "SELECT count(*) AS n FROM information_schema.tables WHERE table_schema = database() AND table_name LIKE '%!_!_%!_%' ESCAPE '!'"
            }
        };
        let left = store
            .query(tables, &[])
            .await
            .unwrap()
            .get(0, "n")
            .unwrap()
            .as_int()
            .unwrap();
        if left == 0 {
            break;
        }
        assert!(attempt < 300, "{left} tables are left");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(agreed(&store).await, last);
    assert_eq!(count(&store, "a__old").await, 2000);
}
