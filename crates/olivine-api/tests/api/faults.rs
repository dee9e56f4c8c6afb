//! Clients that are slow, many, gone or rude: the others are served.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use axum::Router;
use axum::routing::get;
use olivine_api::handler::{Handler, Handlers, Reply};
use olivine_api::query::table::Table;
use olivine_api::query::{Ask, Cell};
use olivine_api::{ApiError, ApiOptions, ServeOptions};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};

use crate::site::{Site, TABLES};

/// How long something may take that happens at once on a machine with nothing else to do.
const AT_ONCE: Duration = Duration::from_secs(30);

/// Answers slowly or at length, as asked.
struct Moody {
    /// A place for each question that has come so far.
    asked: Arc<Semaphore>,
}

#[async_trait]
impl Handler for Moody {
    async fn answer(&self, ask: &Ask<'_>) -> Result<Reply, ApiError> {
        self.asked.add_permits(1);
        let asked = ask.params.text("program_ids").unwrap_or_default();
        if let Some(milliseconds) = asked.strip_prefix("slow") {
            tokio::time::sleep(Duration::from_millis(milliseconds.parse().unwrap())).await;
        }
        let length = if asked == "long" { 40_000_000 } else { 1 };
        Ok(Reply::from(Table {
            columns: vec!["count".to_owned()],
            rows: vec![vec![Cell::Text("x".repeat(length))]],
        }))
    }
}

/// A server with bounds of its own beside the site's.
struct Bounded {
    site: Site,
    address: String,
    asked: Arc<Semaphore>,
    stop: Option<oneshot::Sender<()>>,
    served: tokio::task::JoinHandle<()>,
}

impl Bounded {
    async fn new(options: ApiOptions, bounds: ServeOptions) -> Self {
        let mut handlers = Handlers::built_in();
        let asked = Arc::new(Semaphore::new(0));
        let moody = Moody {
            asked: Arc::clone(&asked),
        };
        handlers.register("course_totals", Arc::new(moody));
        let site = Site::with_handlers(&TABLES, options, &handlers).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel::<()>();
        let app = olivine_api::router(site.state.clone());
        let served = tokio::spawn(async move {
            let shutdown = async { drop(stopped.await) };
            olivine_api::serve_with(listener, app, shutdown, bounds).await.unwrap();
        });
        Self {
            site,
            address,
            asked,
            stop: Some(stop),
            served,
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// A connection on which a question has been asked.
    async fn ask(&self, program_ids: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(self.question(program_ids).as_bytes()).await.unwrap();
        stream
    }

    fn question(&self, program_ids: &str) -> String {
        format!(
            "GET /api/v0/course_totals/?program_ids={program_ids} HTTP/1.1\r\nhost: a\r\nauthorization: Token {}\r\n\r\n",
            self.site.token
        )
    }

    /// Waits until one more of the questions asked has come to be answered.
    async fn takes_up(&self) {
        self.asked.acquire().await.unwrap().forget();
    }

    /// A connection on which a login was announced that does not come.
    async fn announce(&self) -> TcpStream {
        let mut stream = self.connect().await;
        let head = "POST /api-token-auth/ HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                    content-length: 50\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    /// How long it takes until a new client has its answer.
    async fn serves(&self) -> Duration {
        let begun = Instant::now();
        let mut stream = self.ask("").await;
        let mut answer = vec![0; 12];
        let read = tokio::time::timeout(AT_ONCE, stream.read_exact(&mut answer));
        read.await.expect("an answer").unwrap();
        assert_eq!(answer, b"HTTP/1.1 200");
        begun.elapsed()
    }
}

/// Whether the other end hangs up within some time.
async fn is_hung_up(stream: &mut TcpStream) -> bool {
    let mut rest = Vec::new();
    tokio::time::timeout(AT_ONCE, stream.read_to_end(&mut rest))
        .await
        .is_ok()
}

/// Waits until the other end has hung up, and takes nothing of what it sent before.
async fn is_left(stream: &mut TcpStream) {
    // Whoever goes on to write is told that nobody reads.
    let refused = async {
        while stream.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(AT_ONCE, refused).await.expect("it hangs up");
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_connections_make_room_for_new_ones() {
    let bounds = ServeOptions {
        max_connections: 16,
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut idle = Vec::new();
    for place in 0..200 {
        let mut stream = server.connect().await;
        if place % 2 == 0 {
            // Half of them begin a request and never end it.
            stream
                .write_all(b"GET /api/v0/programs/ HTTP/1.1\r\nhost:")
                .await
                .unwrap();
        }
        idle.push(stream);
    }
    server.serves().await;
    assert!(is_hung_up(&mut idle[0]).await, "the oldest made room");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_at_work_is_not_closed_for_others() {
    let bounds = ServeOptions {
        max_connections: 4,
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut working = server.ask("slow1500").await;
    server.takes_up().await;
    let mut others = Vec::new();
    for _ in 0..20 {
        others.push(server.connect().await);
    }
    let mut answer = vec![0; 12];
    working.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_closed_for_somebody_who_may_come() {
    let bounds = ServeOptions {
        max_connections: 2,
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let _working = server.ask("slow600000").await;
    server.takes_up().await;
    // As many as there may be, and nobody waits for a place.
    let mut idle = server.connect().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    idle.write_all(server.question("").as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    idle.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_does_not_end_is_not_waited_for() {
    let bounds = ServeOptions {
        head_timeout: Duration::from_millis(300),
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut silent = server.connect().await;
    let mut dripping = server.connect().await;
    dripping.write_all(b"GET / HTTP/1.1\r\nx: ").await.unwrap();
    assert!(is_hung_up(&mut silent).await && is_hung_up(&mut dripping).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_falls_silent_after_an_answer_is_let_go() {
    let bounds = ServeOptions {
        head_timeout: Duration::from_millis(300),
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut silent = server.ask("").await;
    assert!(is_hung_up(&mut silent).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_arrive_is_not_waited_for_and_takes_no_place() {
    let options = ApiOptions {
        concurrency: 2,
        ..ApiOptions::default()
    };
    let bounds = ServeOptions {
        body_timeout: Duration::from_secs(8),
        ..ServeOptions::default()
    };
    let server = Bounded::new(options, bounds).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(server.announce().await);
    }
    let mut dripping = server.announce().await;
    let waited = server.serves().await;
    assert!(
        waited < Duration::from_secs(7),
        "not only when the others end: {waited:?}"
    );
    let ended = async {
        for stream in &mut silent {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap();
            let text = String::from_utf8_lossy(&answer);
            assert!(
                text.starts_with("HTTP/1.1 408") && text.ends_with(r#"{"detail":"Request body took too long."}"#),
                "{text}"
            );
        }
    };
    // However often a piece comes, the whole has one time, and it would take longer than that.
    let dripped = async {
        while dripping.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    tokio::time::timeout(2 * AT_ONCE, futures::future::join(ended, dripped))
        .await
        .expect("all of them end");
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_arrive_make_room_for_new_connections() {
    let bounds = ServeOptions {
        max_connections: 4,
        body_timeout: 4 * AT_ONCE,
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(server.announce().await);
    }
    server.serves().await;
    assert!(is_hung_up(&mut silent[0]).await, "the oldest made room");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_end_in_a_panic_leave_their_place() {
    async fn broken() -> &'static str {
        panic!("out of order")
    }
    let app = Router::new()
        .route("/", get(|| async { "here" }))
        .route("/broken", get(broken));
    let bounds = ServeOptions {
        max_connections: 2,
        ..ServeOptions::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(olivine_api::serve_with(listener, app, std::future::pending(), bounds));
    let ask = async |path: &str| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    };
    for _ in 0..3 {
        assert!(is_hung_up(&mut ask("/broken").await).await);
    }
    // Idle ones make room, not the ghosts of those that are gone.
    let _idle = [
        TcpStream::connect(address).await.unwrap(),
        TcpStream::connect(address).await.unwrap(),
    ];
    let mut answer = vec![0; 12];
    let mut stream = ask("/").await;
    let read = tokio::time::timeout(AT_ONCE, stream.read_exact(&mut answer));
    read.await.expect("an answer").unwrap();
    assert_eq!(answer, b"HTTP/1.1 200");
    served.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_nothing_of_an_answer_loses_it() {
    let bounds = ServeOptions {
        // Longer than somebody is kept from reading who means to.
        stall_timeout: Duration::from_secs(4),
        ..ServeOptions::default()
    };
    let server = Bounded::new(ApiOptions::default(), bounds).await;
    let mut lazy = server.ask("long").await;
    is_left(&mut lazy).await;
    server.serves().await;
    let mut answer = Vec::new();
    // What was on its way arrives, then the connection is at its end or reset.
    let _ = tokio::time::timeout(AT_ONCE, lazy.read_to_end(&mut answer)).await;
    assert!(answer.len() < 40_000_000, "{}", answer.len());
    let mut eager = server.ask("long").await;
    let mut answer = vec![0; 40_000_000];
    eager.read_exact(&mut answer).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_go_away_take_no_place() {
    let options = ApiOptions {
        concurrency: 2,
        ..ApiOptions::default()
    };
    let server = Bounded::new(options, ServeOptions::default()).await;
    for _ in 0..50 {
        drop(server.ask("slow600000").await);
    }
    server.serves().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_under_way_are_given_when_the_server_stops() {
    let mut server = Bounded::new(ApiOptions::default(), ServeOptions::default()).await;
    let mut asked = Vec::new();
    for _ in 0..20 {
        asked.push(server.ask("slow700").await);
    }
    for _ in &asked {
        server.takes_up().await;
    }
    drop(server.stop.take());
    for stream in &mut asked {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let text = String::from_utf8_lossy(&answer);
        assert!(
            text.starts_with("HTTP/1.1 200") && text.ends_with(r#"{"count":"x"}"#),
            "{text}"
        );
    }
    let Bounded { served, address, .. } = server;
    tokio::time::timeout(AT_ONCE, served).await.unwrap().unwrap();
    assert!(TcpStream::connect(&address).await.is_err(), "nobody listens any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn long_heads_and_bodies_are_refused_and_the_rest_goes_on() {
    let server = Bounded::new(ApiOptions::default(), ServeOptions::default()).await;
    for head in [
        format!("GET /status/ HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "y".repeat(200_000)),
        format!("GET /status/ HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(5_000)),
        format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "a/".repeat(100_000)),
    ] {
        let mut stream = server.connect().await;
        // The server may hang up before it has taken all of it.
        let _ = stream.write_all(head.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    let head = format!(
        "POST /api/v0/programs/ HTTP/1.1\r\nhost: a\r\nauthorization: Token {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: 1000000000\r\n\r\n",
        server.site.token
    );
    let mut stream = server.connect().await;
    stream.write_all(head.as_bytes()).await.unwrap();
    let piece = vec![b'x'; 1 << 20];
    for _ in 0..8 {
        if stream.write_all(&piece).await.is_err() {
            break;
        }
    }
    let mut answer = vec![0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(answer, b"HTTP/1.1 413");
    server.serves().await;
}
