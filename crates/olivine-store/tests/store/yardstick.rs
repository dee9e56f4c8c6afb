//! How long things take.

use olivine_report::manifest::ColumnType::{self, Date, Integer};
use olivine_store::Value;

use crate::place::{Place, column, count, day, publication, table};

/// Not a promise but a yardstick: `cargo nextest run -p olivine-store --run-ignored only --no-capture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "loads a million rows"]
async fn a_million_rows_in_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let server = crate::server::start();
    let mut places = vec![Place::sqlite(folder.path())];
    if let Some(server) = &server {
        places.push(Place::mysql(server, "million").await);
    }
    let columns = [
        ("course_id", column(ColumnType::String(255))),
        ("date", column(Date)),
        ("mode", column(ColumnType::String(255))),
        ("count", column(Integer)),
        ("cumulative_count", column(Integer)),
    ];
    let declared = table(&columns, &["course_id", "date", "mode"]);
    for place in places {
        let store = place.open().await;
        let started = std::time::Instant::now();
        let mut publish = store.begin_publish("run").await.unwrap();
        let mut load = publish.table("enrollment", &declared).await.unwrap();
        for course in 0..1000_i64 {
            let rows = (0..1000_i64).map(|row| {
                let date = day(1) + chrono::Days::new(u64::try_from(row / 4).unwrap());
                let course: Value = format!("course-v1:Org+Number{course}+2026_T1").into();
                vec![
                    course,
                    date.into(),
                    ["audit", "honor", "verified", "masters"][usize::try_from(row % 4).unwrap()].into(),
                    row.into(),
                    (row * 7).into(),
                ]
            });
            load.append(rows.collect()).await.unwrap();
        }
        load.finish().await.unwrap();
        let loaded = started.elapsed();
        publish.commit(vec![publication("enrollment", "x")]).await.unwrap();
        eprintln!(
            "{:?}: rows in {loaded:.1?}, published after {:.1?}",
            store.kind(),
            started.elapsed()
        );
        assert_eq!(count(&store, "enrollment").await, 1_000_000);
    }
}
