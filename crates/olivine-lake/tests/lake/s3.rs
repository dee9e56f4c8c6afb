//! A lake on an S3-compatible service that fails all the time: the same rows as on a good day.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{TestLake, event_lines, event_rows, gzip};
use arrow::array::{RecordBatch, StringViewArray};
use arrow::datatypes::{DataType, Field, Schema};
use chrono::NaiveDate;
use object_store::aws::AmazonS3Builder;
use object_store::{ObjectStore, ObjectStoreExt};
use olivine_failure::Failing;
use olivine_lake::{IngestOptions, InputLocation, Lake, LakeOptions};
use olivine_test_tools::{missing, quiet_port};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// An S3 service of this machine, stopped when it goes out of scope.
struct S3 {
    child: Child,
    port: u16,
}

impl S3 {
    /// Starts the service with a bucket; nothing when it is not installed here.
    fn start() -> Option<Self> {
        let installed = Command::new("python3")
            .args(["-c", "import moto.server"])
            .stderr(Stdio::null())
            .status();
        if !installed.is_ok_and(|status| status.success()) {
            missing("python3 with the package moto[server]");
            return None;
        }
        let port = quiet_port().unwrap();
        let child = Command::new("python3")
            .args(["-m", "moto.server", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let service = Self { child, port };
        for _ in 0..600 {
            if service
                .make_bucket()
                .is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
            {
                return Some(service);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the S3 service does not start");
    }

    fn make_bucket(&self) -> std::io::Result<String> {
        let mut connection = std::net::TcpStream::connect(("127.0.0.1", self.port))?;
        let head = "PUT /lake HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        connection.write_all(head.as_bytes())?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok(answer)
    }

    fn store(&self) -> Arc<dyn ObjectStore> {
        let options = options(self.port);
        let mut builder = AmazonS3Builder::new().with_bucket_name("lake");
        for (name, value) in &options {
            builder = builder.with_config(name.parse().unwrap(), value);
        }
        Arc::new(builder.build().unwrap())
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn options(port: u16) -> BTreeMap<String, String> {
    let options = [
        ("endpoint", format!("http://127.0.0.1:{port}")),
        ("region", "us-east-1".to_owned()),
        ("access_key_id", "made-up".to_owned()),
        ("secret_access_key", "made-up".to_owned()),
        ("allow_http", "true".to_owned()),
    ];
    options
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Of somebody who does not wait for long. Only where a service is silent on purpose: one that works may be slow.
fn impatient(port: u16) -> BTreeMap<String, String> {
    let mut options = options(port);
    options.insert("timeout".to_owned(), "3s".to_owned());
    options
}

async fn open(location: &str, storage: BTreeMap<String, String>) -> Result<Lake, olivine_lake::LakeError> {
    let mut lake_options = LakeOptions::at(location);
    lake_options.storage = storage;
    lake_options.checkpoint_every = 4;
    Lake::open(&lake_options).await
}

/// What the proxy did, by kind.
#[derive(Default)]
struct Faults([AtomicUsize; 5]);

/// Stands between the lake and the service and spoils most connections.
async fn proxy(upstream: u16) -> (u16, Arc<Faults>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let faults = Arc::new(Faults::default());
    let counted = Arc::clone(&faults);
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((client, _)) = listener.accept().await else {
                return;
            };
            tokio::spawn(spoil(client, upstream, number, Arc::clone(&counted)));
        }
    });
    (port, faults)
}

async fn spoil(mut client: TcpStream, upstream: u16, number: usize, faults: Arc<Faults>) {
    let mut head = [0; 1024];
    let count = |kind: usize| faults.0[kind].fetch_add(1, Ordering::Relaxed);
    match number % 11 {
        // Overloaded.
        0 => {
            count(0);
            let _ = client.read(&mut head).await;
            let answer = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = client.write_all(answer).await;
        }
        // Reset before anything was done.
        1 => {
            count(1);
            let _ = client.read(&mut head).await;
        }
        // No answer for longer than anybody waits; once is enough.
        2 if count(2) < 2 => tokio::time::sleep(Duration::from_secs(10)).await,
        // Done, but the answer is lost.
        3 => {
            count(3);
            pass(client, upstream, 0).await;
        }
        // Breaks off in the middle of an answer.
        _ => {
            count(4);
            pass(client, upstream, [2000, 9000, 40_000, 200_000][number % 4]).await;
        }
    }
}

/// Passes requests on, and answers until so many bytes of them have come.
async fn pass(client: TcpStream, upstream: u16, mut bytes: usize) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", upstream)).await else {
        return;
    };
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let requests = tokio::spawn(async move { tokio::io::copy(&mut from_client, &mut to_server).await });
    let mut piece = vec![0; 16 << 10];
    while let Ok(read @ 1..) = from_server.read(&mut piece).await {
        if read >= bytes {
            let _ = to_client.write_all(&piece[..bytes]).await;
            break;
        }
        if to_client.write_all(&piece[..read]).await.is_err() {
            break;
        }
        bytes -= read;
    }
    requests.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_fails_all_the_time_gives_the_same_rows() {
    let Some(service) = S3::start() else { return };
    let undisturbed = TestLake::new().await;
    let lines = event_lines(3000);
    for (number, part) in lines.chunks(1000).enumerate() {
        let name = format!("tracking.log-2024050{}.gz", number + 2);
        let content = gzip((part.join("\n") + "\n{\n").as_bytes());
        undisturbed.write(&name, &content);
        service
            .store()
            .put(&format!("logs/web/{name}").into(), content.into())
            .await
            .unwrap();
    }
    // Beginning with the same letters is not being in the folder (ES S-2).
    service
        .store()
        .put(&"logs-old/tracking.log".into(), b"{\n".to_vec().into())
        .await
        .unwrap();
    undisturbed.ingest().await;

    let (port, faults) = proxy(service.port).await;
    let lake = open("s3://lake/site/a", impatient(port)).await.unwrap();
    let inputs = [InputLocation {
        location: "s3://lake/logs".to_owned(),
        storage: impatient(port),
    }];
    let summary = lake.ingest(&inputs, IngestOptions::default(), &()).await.unwrap();
    assert_eq!(
        (summary.files.read, summary.counts.events),
        (3, 3000),
        "{:?}",
        summary.files
    );
    assert_eq!(event_rows(&lake).await, undisturbed.event_rows().await);
    let again = lake.ingest(&inputs, IngestOptions::default(), &()).await.unwrap();
    assert_eq!((again.files.skipped_known, again.counts.lines), (3, 0));
    let dead = lake.snapshot("dead_letters").await.unwrap().unwrap();
    assert_eq!(dead.rows(), 3);

    let events = lake.snapshot("events").await.unwrap().unwrap();
    assert_eq!(events.fingerprint(), undisturbed.events().await.fingerprint());
    for (kind, count) in faults.0.iter().enumerate() {
        assert!(count.load(Ordering::Relaxed) > 0, "fault {kind} never happened");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_grows_in_a_bucket_is_followed() {
    let Some(service) = S3::start() else { return };
    let folder = TestLake::new().await;
    let lines = event_lines(700);
    let inputs = [InputLocation {
        location: "s3://lake/logs".to_owned(),
        storage: options(service.port),
    }];
    for (taken, new) in [(500, 500), (600, 100), (700, 100)] {
        let content = lines[..taken].join("\n") + "\n";
        let put = service
            .store()
            .put(&"logs/tracking.log".into(), content.into_bytes().into())
            .await;
        put.unwrap();
        let summary = folder
            .lake
            .ingest(&inputs, IngestOptions::default(), &())
            .await
            .unwrap();
        assert_eq!((summary.counts.lines, summary.counts.events), (new, new));
    }
    service
        .store()
        .put(&"other/notes.txt".into(), b"x".to_vec().into())
        .await
        .unwrap();
    let others = [InputLocation {
        location: "s3://lake/other".to_owned(),
        ..inputs[0].clone()
    }];
    let summary = folder
        .lake
        .ingest(&others, IngestOptions::default(), &())
        .await
        .unwrap();
    assert_eq!(summary.files.empty_locations, ["s3://lake/other"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_copied_to_a_bucket_in_parts() {
    let Some(service) = S3::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let lake_options = LakeOptions {
        storage: options(service.port),
        ..LakeOptions::at(folder.path().display().to_string())
    };
    let lake = Lake::open(&lake_options).await.unwrap();
    // Nothing that a compression could make small.
    let random = || format!("{:032x}", rand::random::<u128>());
    let texts: StringViewArray = (0..32)
        .map(|_| Some(std::iter::repeat_with(random).take(32 << 10).collect::<String>()))
        .collect();
    let schema = Arc::new(Schema::new(vec![Field::new("text", DataType::Utf8View, true)]));
    let rows = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(texts)]).unwrap();
    let date = NaiveDate::from_ymd_opt(2024, 5, 1).unwrap();
    lake.write_lms_snapshot("texts", date, &schema, &[rows]).await.unwrap();
    let held = lake.snapshot("lms_texts").await.unwrap().unwrap();
    assert!(held.files[0].size > 16 << 20, "{} bytes", held.files[0].size);

    lake.copy_to("s3://lake/copy").await.unwrap();
    let copy = open("s3://lake/copy", options(service.port)).await.unwrap();
    let copied = copy.snapshot("lms_texts").await.unwrap().unwrap();
    assert_eq!(copied.fingerprint(), held.fingerprint());
    let path = format!("copy/{}", held.files[0].path);
    let meta = service.store().head(&path.into()).await.unwrap();
    assert_eq!(meta.size, held.files[0].size);
    let tag = meta.e_tag.unwrap();
    assert!(tag.contains('-'), "{tag} is of one request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_tried_again() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(403))
        .mount(&server)
        .await;
    let error = open("s3://lake/site", options(server.address().port()))
        .await
        .err()
        .expect("access is refused");
    assert_eq!(error.failure().code, "LAKE-003", "{}", error.full_text());
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_stays_away_is_named_in_the_end() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(503))
        .mount(&server)
        .await;
    let mut lake_options = LakeOptions::at("s3://lake/site");
    lake_options.storage = options(server.address().port());
    lake_options.storage.insert("max_retries".to_owned(), "2".to_owned());
    let error = Lake::open(&lake_options).await.err().expect("nobody answers");
    assert_eq!(error.failure().code, "LAKE-002", "{}", error.full_text());
    assert!(error.is_transient());
    assert!(server.received_requests().await.unwrap().len() > 2);
}
