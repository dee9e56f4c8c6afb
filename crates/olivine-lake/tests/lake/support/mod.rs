//! A lake in a temporary folder, and made-up events.

pub mod faulty;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::StreamExt;
use object_store::ObjectStoreExt;
use olivine_lake::{IngestOptions, IngestSummary, InputLocation, Lake, LakeOptions, TableSnapshot};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// A lake and a folder of logs beside it.
pub struct TestLake {
    folder: tempfile::TempDir,
    pub lake: Lake,
}

/// A row of `events`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventRow {
    pub event_id: Vec<u8>,
    pub time: i64,
    pub event_type: Option<String>,
    pub course: Option<String>,
    pub user_id: Option<i64>,
    pub raw: Vec<u8>,
}

impl TestLake {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut LakeOptions)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("logs")).unwrap();
        let mut options = LakeOptions::at(folder.path().join("lake").to_str().unwrap());
        options.checkpoint_every = 4;
        change(&mut options);
        let lake = Lake::open(&options).await.unwrap();
        Self { folder, lake }
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("lake")
    }

    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        let path = self.logs().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub async fn ingest(&self) -> IngestSummary {
        ingest(&self.lake, &self.logs()).await
    }

    pub async fn events(&self) -> TableSnapshot {
        self.lake.snapshot("events").await.unwrap().unwrap()
    }

    pub async fn version(&self) -> i64 {
        self.events().await.version
    }

    pub async fn event_rows(&self) -> Vec<EventRow> {
        event_rows(&self.lake).await
    }

    /// Each file is in the declared order.
    pub async fn assert_sorted(&self) {
        for file in self.events().await.files {
            let rows: Vec<EventRow> = read(&self.lake, &file.path).await.iter().flat_map(rows_of).collect();
            let key = |row: &EventRow| {
                (
                    row.event_type.clone(),
                    row.course.clone(),
                    row.user_id,
                    row.time,
                    row.event_id.clone(),
                )
            };
            assert!(rows.is_sorted_by_key(key), "{}", file.path);
            assert_eq!(rows.len() as u64, file.rows);
        }
    }
}

pub async fn ingest(lake: &Lake, logs: &Path) -> IngestSummary {
    ingest_as(lake, logs, IngestOptions::default()).await
}

pub async fn ingest_as(lake: &Lake, logs: &Path, options: IngestOptions) -> IngestSummary {
    let locations = [InputLocation::new(logs.to_str().unwrap())];
    lake.ingest(&locations, options, &()).await.unwrap()
}

/// All rows of `events`, sorted.
pub async fn event_rows(lake: &Lake) -> Vec<EventRow> {
    let mut rows = Vec::new();
    for file in lake.snapshot("events").await.unwrap().unwrap().files {
        rows.extend(read(lake, &file.path).await.iter().flat_map(rows_of));
    }
    rows.sort();
    rows
}

pub async fn read(lake: &Lake, path: &str) -> Vec<RecordBatch> {
    let bytes = lake
        .object_store()
        .get(&path.into())
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes)
        .unwrap()
        .build()
        .unwrap();
    reader.map(Result::unwrap).collect()
}

fn rows_of(batch: &RecordBatch) -> Vec<EventRow> {
    let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
    let text = |column: &dyn Array, row: usize| {
        let column = column.as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let (id, time, raw) = (column("event_id"), column("time"), column("raw"));
    let (kind, course, user) = (column("event_type"), column("course_id_or_url"), column("user_id"));
    let rows = (0..batch.num_rows()).map(|row| EventRow {
        event_id: id.as_binary::<i32>().value(row).to_vec(),
        time: time.as_primitive::<TimestampMicrosecondType>().value(row),
        event_type: text(&kind, row),
        course: text(&course, row),
        user_id: user.is_valid(row).then(|| user.as_primitive::<Int64Type>().value(row)),
        raw: raw.as_binary::<i32>().value(row).to_vec(),
    });
    rows.collect()
}

/// All objects under a lake.
pub async fn objects(lake: &Lake) -> Vec<String> {
    let store = lake.object_store();
    store
        .list(None)
        .map(|meta| meta.unwrap().location.to_string())
        .collect()
        .await
}

/// An event that is told from others by its number.
pub fn event(number: usize, time: &str) -> String {
    let kinds = [
        "problem_check",
        "play_video",
        "/courses/course-v1:RiverU+Soil101+2024/info",
        "edx.forum.thread.created",
    ];
    let kind = kinds[number % kinds.len()];
    let course = ["course-v1:RiverU+Soil101+2024", "course-v1:HillU+Rock2+2024", ""][number % 3];
    let user = [String::from("null"), format!("{}", number % 50 + 1)][usize::from(!number.is_multiple_of(7))].clone();
    format!(
        r#"{{"username": "learner_{}", "event_source": "server", "event_type": "{kind}", "time": "{time}", "ip": "203.0.113.{}", "agent": "ExampleBrowser/9 (X11; Linux)", "host": "lms.example.org", "session": "s{number}", "page": null, "referer": "", "context": {{"course_id": "{course}", "org_id": "RiverU", "user_id": {user}, "path": "/x"}}, "event": {{"number": {number}}}}}"#,
        number % 50,
        number % 250,
    )
}

/// Events over three days.
pub fn event_lines(count: usize) -> Vec<String> {
    let day = |number: usize| number * 3 / count + 1;
    (0..count)
        .map(|n| {
            event(
                n,
                &format!(
                    "2024-05-{:02}T{:02}:{:02}:{:02}.{:06}+00:00",
                    day(n),
                    n % 24,
                    n % 60,
                    n % 59,
                    n
                ),
            )
        })
        .collect()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
