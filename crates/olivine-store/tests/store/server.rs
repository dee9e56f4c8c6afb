//! What only a server does.

use std::time::{Duration, Instant};

use olivine_failure::Failing;
use olivine_report::manifest::ColumnType;
use olivine_store::{QueryLimits, Store, StoreError, StoreOptions, Value, backup};
use olivine_test_tools::Server;

use crate::place::{Place, column, count, daily, daily_row, publication, publish, table};

/// A server whose own character set holds but a part of our texts. None if there is none on this machine.
pub fn start() -> Option<Server> {
    Server::start(&["--innodb-log-file-size=64M", "--character-set-server=latin1"]).unwrap()
}

/// All of it.
pub async fn only_servers(server: &Server) {
    failures(server).await;
    a_long_reader_only_delays_a_publish(server).await;
    an_interrupted_migration_is_finished(server).await;
    no_statement_is_larger_than_the_server_takes(server).await;
    a_publish_may_be_silent_for_longer_than_the_server_likes(server).await;
    the_time_of_one_query_is_not_that_of_the_next(server).await;
}

/// Queries that come one after the other share a connection.
async fn the_time_of_one_query_is_not_that_of_the_next(server: &Server) {
    let store = Place::mysql(server, "times").await.open().await;
    let short = QueryLimits {
        time: Some(Duration::from_secs(1)),
        rows: None,
    };
    for _ in 0..2 {
        let quick: Result<_, StoreError> = store
            .read(|snapshot| async move { snapshot.limited(short).query("SELECT 1", &[]).await })
            .await;
        quick.unwrap();
        let slow = store.query("SELECT sleep(2.5)", &[]).await.unwrap();
        assert_eq!(slow.rows, [[Value::Int(0)]], "it was not stopped");
    }
}

/// A server that takes a mebibyte at a time.
async fn no_statement_is_larger_than_the_server_takes(server: &Server) {
    let place = Place::mysql(server, "packets").await;
    server.sql("SET GLOBAL max_allowed_packet = 1048576").unwrap();
    let store = place.open().await;
    let rows = (0..60).map(|row| vec![Value::from("é".repeat(40_000)), Value::Int(row)]);
    let texts = table(
        &[("t", column(ColumnType::Text)), ("n", column(ColumnType::Integer))],
        &["n"],
    );
    publish(&store, "run", "texts", &texts, rows.collect()).await;
    for number in 0..40 {
        let long = serde_json::json!("x".repeat(80_000));
        store.site().set_value(&format!("long/{number}"), &long).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("backup");
    backup::create(&store, &copy).await.unwrap();
    let url = place.other_database().unwrap();
    let restored = backup::restore(&copy, &url, StoreOptions::default()).await.unwrap();
    assert_eq!(count(&restored, "texts").await, 60);
    assert!(restored.site().value("long/39").await.unwrap().is_some());

    // A row that is larger than that is named for what it is.
    let mut load = store.begin_publish("too large").await.unwrap();
    let mut loading = load.table("texts", &texts).await.unwrap();
    loading
        .append(vec![vec![Value::from("x".repeat(3 << 20)), Value::Int(1)]])
        .await
        .expect_err("the server does not take it");
    drop(load);
    assert_eq!(count(&store, "texts").await, 60);
    server.sql("SET GLOBAL max_allowed_packet = 16777216").unwrap();
}

/// A server that closes connections after a second of silence, as a publish keeps while its next table is computed.
async fn a_publish_may_be_silent_for_longer_than_the_server_likes(server: &Server) {
    let place = Place::mysql(server, "silent").await;
    server.sql("SET GLOBAL wait_timeout = 1").unwrap();
    let store = place.open().await;
    let mut silent = store.begin_publish("silent").await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    let mut load = silent.table("t", &daily()).await.unwrap();
    load.append(vec![daily_row("a", 1, 1)]).await.unwrap();
    load.finish().await.unwrap();
    tokio::time::sleep(Duration::from_millis(2500)).await;
    silent.commit(vec![publication("t", "silent")]).await.unwrap();
    assert_eq!(count(&store, "t").await, 1);
    server.sql("SET GLOBAL wait_timeout = 28800").unwrap();
}

/// Somebody leaves a transaction open on the table that is to be swapped.
async fn a_long_reader_only_delays_a_publish(server: &Server) {
    let place = Place::mysql(server, "held").await;
    let store = place.open().await;
    publish(&store, "one", "t", &daily(), vec![daily_row("a", 1, 1)]).await;
    let hold = "START TRANSACTION; SELECT count(*) FROM held.t; SELECT sleep(15); COMMIT";
    let second = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        publish(&store, "two", "t", &daily(), vec![daily_row("a", 1, 2)]).await;
    };
    let others = async {
        for _ in 0..60 {
            let asked = Instant::now();
            assert_eq!(count(&store, "t").await, 1);
            assert!(
                asked.elapsed() < Duration::from_secs(12),
                "others wait for one attempt at most"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    std::thread::scope(|scope| {
        let holder = scope.spawn(|| server.sql(hold).unwrap());
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async { tokio::join!(second, others) })
        });
        holder.join().unwrap();
    });
    assert_eq!(store.published().await.unwrap()["t"].run_id, "two");
}

/// The schema was changed but the program died before it was recorded.
async fn an_interrupted_migration_is_finished(server: &Server) {
    let place = Place::mysql(server, "interrupted").await;
    place
        .open()
        .await
        .site()
        .set_value("a", &serde_json::json!(1))
        .await
        .unwrap();
    server
        .sql("DELETE FROM interrupted.olivine_migration WHERE number > 1; DROP TABLE interrupted.olivine_session")
        .unwrap();
    let store = place.open().await;
    let status = store.site().migrations().await.unwrap();
    assert!(status.iter().all(|migration| migration.ran.is_some()), "{status:?}");
    assert_eq!(store.site().clear_ended_sessions().await.unwrap(), 0);
    assert_eq!(
        store.site().value("a").await.unwrap(),
        Some(serde_json::json!(1)),
        "what was there stays"
    );
}

async fn failures(server: &Server) {
    let code = async |url: &str| {
        Store::open(url, StoreOptions::default())
            .await
            .unwrap_err()
            .failure()
            .code
    };
    server
        .sql("CREATE DATABASE refused; CREATE USER guest@'127.0.0.1' IDENTIFIED BY 'right'")
        .unwrap();
    assert_eq!(code(&server.url("root", "nowhere")).await, "STORE-004");
    assert_eq!(code(&server.url("guest:wrong", "refused")).await, "STORE-003");
    assert_eq!(code(&server.url("guest:right", "refused")).await, "STORE-003");
    assert_eq!(code(&server.url("root", "")).await, "STORE-001");
    assert_eq!(code("mysql://root@127.0.0.1:1/x").await, "STORE-033");

    // A replica: what reads goes on, what writes is told why not.
    server
        .sql("GRANT ALL ON refused.* TO guest@'127.0.0.1'; SET GLOBAL read_only = 1")
        .unwrap();
    assert_eq!(code(&server.url("guest:right", "refused")).await, "STORE-009");
    server.sql("SET GLOBAL read_only = 0").unwrap();

    server.sql("CREATE DATABASE killed").unwrap();
    let store = Store::open(
        &server.url("root", "killed"),
        StoreOptions {
            connections: 2,
            ..StoreOptions::default()
        },
    )
    .await
    .unwrap();
    let slow = store.query("SELECT sleep(60)", &[]);
    let kill = async {
        let begun = Instant::now();
        let id = loop {
            let found = server
                .sql("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT sleep(60)%'")
                .unwrap();
            if !found.is_empty() {
                break found;
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "nobody sleeps");
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        server.sql(&format!("KILL {}", id.trim())).unwrap();
    };
    let (lost, ()) = tokio::join!(slow, kill);
    let lost = lost.unwrap_err();
    assert!(
        matches!(lost, StoreError::ConnectionLost { .. }) && lost.is_transient(),
        "{lost:?}"
    );
    assert!(
        store.query("SELECT 1", &[]).await.is_ok(),
        "the next connection is a new one"
    );
}
