use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use olivine_store::{Store, StoreError, Value};

use crate::place::{Place, daily, daily_row, publication};

const PUBLISHES: i64 = 20;

async fn publish_both(store: &Store, number: i64) {
    let mut publish = store.begin_publish(&format!("run {number}")).await.unwrap();
    for name in ["a", "b"] {
        let mut load = publish.table(name, &daily()).await.unwrap();
        // The number stands in every row, and there are that many rows more than ten.
        load.append(
            (0..10 + number)
                .map(|row| daily_row(&format!("c{row}"), 1, number))
                .collect(),
        )
        .await
        .unwrap();
        load.finish().await.unwrap();
    }
    publish
        .commit(vec![
            publication("a", &number.to_string()),
            publication("b", &number.to_string()),
        ])
        .await
        .unwrap();
}

/// The number that one statement sees; fails if it sees a mix.
async fn joined(store: &Store) -> i64 {
    let sql = "SELECT count(*), min(a.count), max(a.count), min(b.count), max(b.count) FROM a JOIN b ON a.course_id = b.course_id";
    let row = store.query(sql, &[]).await.unwrap().rows.remove(0);
    let number = row[1].as_int().unwrap();
    assert_eq!(row, [10 + number, number, number, number, number].map(Value::Int));
    number
}

/// The number that several statements see.
async fn one_after_the_other(store: &Store) -> i64 {
    let seen: Result<Vec<i64>, StoreError> = store
        .read(|snapshot| async move {
            let mut seen = Vec::new();
            for table in ["a", "b", "a"] {
                let sql = format!("SELECT count(*), min(count), max(count) FROM {table}");
                let row = snapshot.query(&sql, &[]).await?.rows.remove(0);
                assert_eq!(row[1], row[2], "a table is never in between");
                seen.push(row[0].as_int().unwrap() - 10);
                seen.push(row[1].as_int().unwrap());
                tokio::task::yield_now().await;
            }
            seen.push(snapshot.published().await?["b"].fingerprint.parse().unwrap());
            Ok(seen)
        })
        .await;
    let seen = seen.unwrap();
    assert!(seen.iter().all(|number| *number == seen[0]), "one state, not {seen:?}");
    seen[0]
}

pub async fn see_old_or_new_never_a_mix(place: &Place) {
    let store = place.open().await;
    publish_both(&store, 0).await;
    let over = Arc::new(AtomicBool::new(false));
    let reads = Arc::new(AtomicU64::new(0));
    let mut readers = Vec::new();
    for reader in 0..3 {
        let (store, over, reads) = (store.clone(), Arc::clone(&over), Arc::clone(&reads));
        readers.push(tokio::spawn(async move {
            let mut last = 0;
            while !over.load(Ordering::Relaxed) {
                let number = if reader == 0 {
                    joined(&store).await
                } else {
                    one_after_the_other(&store).await
                };
                assert!(number >= last, "time does not run backwards: {number} after {last}");
                last = number;
                reads.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    for number in 1..=PUBLISHES {
        publish_both(&store, number).await;
        // However the threads are shared out: each publish is followed by some reads.
        let begun = Instant::now();
        let before = reads.load(Ordering::Relaxed);
        while reads.load(Ordering::Relaxed) < before + 2 {
            assert!(begun.elapsed() < Duration::from_secs(30), "nobody reads any more");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
    assert_eq!(joined(&store).await, PUBLISHES);
    let reads = reads.load(Ordering::Relaxed);
    eprintln!("{reads} reads during {PUBLISHES} publishes");
    assert!(reads > 20, "only {reads} reads");
}
