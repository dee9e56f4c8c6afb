//! What only a server does.

use std::time::{Duration, Instant};

use olivine_failure::Failing;
use olivine_mariadb::Server;
use olivine_store::{Store, StoreError, StoreOptions};

use crate::place::{Place, count, daily, daily_row, publish};

/// A server whose own character set holds but a part of our texts. None if there is none on this machine.
pub fn start() -> Option<Server> {
    Server::start(&["--innodb-log-file-size=64M", "--character-set-server=latin1"]).unwrap()
}

/// All of it.
pub async fn only_servers(server: &Server) {
    failures(server).await;
    a_long_reader_only_delays_a_publish(server).await;
    an_interrupted_migration_is_finished(server).await;
}

/// Somebody leaves a transaction open on the table that is to be swapped.
async fn a_long_reader_only_delays_a_publish(server: &Server) {
    let place = Place::mysql(server, "held").await;
    let store = place.open().await;
    publish(&store, "one", "t", &daily(), vec![daily_row("a", 1, 1)]).await;
    let hold = "START TRANSACTION; SELECT count(*) FROM held.t; SELECT sleep(6); COMMIT";
    let second = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        publish(&store, "two", "t", &daily(), vec![daily_row("a", 1, 2)]).await;
    };
    let others = async {
        for _ in 0..60 {
            let asked = Instant::now();
            assert_eq!(count(&store, "t").await, 1);
            assert!(
                asked.elapsed() < Duration::from_secs(5),
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
    assert_eq!(code("mysql://root@127.0.0.1:1/x").await, "STORE-002");

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
    let slow = store.query("SELECT sleep(20)", &[]);
    let kill = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let id = server
            .sql("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT sleep(20)%'")
            .unwrap();
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
