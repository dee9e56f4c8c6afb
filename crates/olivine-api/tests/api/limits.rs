//! Bodies, times, connections: what the server bounds.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use olivine_api::handler::{Handler, Handlers, Reply};
use olivine_api::query::Ask;
use olivine_api::{ApiError, ApiOptions};
use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use crate::site::{FORM, Site, TABLES};

/// Takes its time, or fails, as asked.
struct Moody {
    /// A place for each question that has come so far.
    asked: Arc<Semaphore>,
}

#[async_trait]
impl Handler for Moody {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        self.asked.add_permits(1);
        match ask.params.text("program_ids") {
            Some("slow") => tokio::time::sleep(Duration::from_secs(30)).await,
            Some(other) => panic!("asked for {other}"),
            None => {}
        }
        Ok(Reply::default())
    }
}

/// A site whose course totals are made by the moody handler, and the questions that come to it.
async fn moody(options: ApiOptions) -> (Site, Arc<Semaphore>) {
    let mut handlers = Handlers::built_in();
    let asked = Arc::new(Semaphore::new(0));
    let moody = Moody {
        asked: Arc::clone(&asked),
    };
    handlers.register("course_totals", Arc::new(moody));
    (Site::with_handlers(&TABLES, options, &handlers).await, asked)
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_server_goes_on() {
    let (site, _) = moody(ApiOptions::default()).await;
    let reply = site.get("/api/v0/course_totals/?program_ids=trouble").await;
    assert_eq!((reply.status, reply.text()), (500, r#"{"status":500}"#));
    assert_eq!(site.get("/api/v0/programs/").await.status, 200);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let options = ApiOptions {
        answer_timeout: Duration::from_secs(4),
        concurrency: 1,
        ..ApiOptions::default()
    };
    let (site, asked) = moody(options).await;
    let slow = site.get("/api/v0/course_totals/?program_ids=slow");
    let waiting = async {
        asked.acquire().await.unwrap().forget();
        let status = site.send(Method::GET, "/status/", &[], "").await.status;
        // Whoever waits has the same time in all: half of it is left when the slow one is given up.
        tokio::time::sleep(Duration::from_secs(2)).await;
        (status, site.get("/api/v0/programs/").await.status)
    };
    let (slow, (status, waiting)) = tokio::join!(slow, waiting);
    assert_eq!(
        (slow.status, slow.text(), slow.header("retry-after")),
        (503, r#"{"status":503}"#, Some("5"))
    );
    // The status is told while the only place is taken; the other request got its turn after the slow one was given up.
    assert_eq!((status, waiting), (200, 200));
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let site = Site::with(
        &TABLES,
        ApiOptions {
            body_limit: 1000,
            ..ApiOptions::default()
        },
    )
    .await;
    let body = format!("program_ids={}", "x".repeat(2000));
    let reply = site.post("/api/v0/programs/", FORM, &body).await;
    assert_eq!(
        (reply.status, reply.text()),
        (413, r#"{"detail":"Request body too large."}"#)
    );
}

#[tokio::test]
async fn nonsense_on_the_wire_ends_that_connection_only() {
    let site = Site::full().await;
    let address = site.base.strip_prefix("http://").unwrap();
    for bytes in [
        &b"\x16\x03\x01\x02\x00"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        b"nonsense\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(
            answer.starts_with(b"HTTP/1.1 400"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "x".repeat(100_000));
    // The server may hang up before it has taken all of it.
    let _ = stream.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(
        answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    assert_eq!(site.get("/api/v0/programs/").await.status, 200);
}
