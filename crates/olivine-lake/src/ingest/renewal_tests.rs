//! Events that an earlier version of the parser had read, and files that do not note which one did.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arrow::array::{Array, ArrayRef, AsArray, BinaryViewArray, Int32Array, RecordBatch, new_null_array};
use arrow::datatypes::Int32Type;
use olivine_event::PARSER_VERSION;

use super::{IngestOptions, InputLocation, RenewedEvents, ReplayOptions, Watch};
use crate::compact::Source;
use crate::data_file::FileWriter;
use crate::event_order::id_of;
use crate::facts::DATE;
use crate::lake::Lake;
use crate::layouts;
use crate::normal_types::file_schema;
use crate::options::LakeOptions;
use crate::schema::{EVENT_COLUMNS, EVENTS, arrow_schema};
use crate::table::{Change, Committed};

/// The column with the version of the parser.
const VERSION: &str = "parser_version";

/// What of a row is looked at: user name, version of the parser, line.
type Row = (Option<String>, i32, Vec<u8>);

fn line(number: usize) -> String {
    format!(r#"{{"event_type": "x", "username": "u{number}", "time": "2024-05-01T10:00:00+00:00", "event": {number}}}"#)
}

async fn lake_with_events(folder: &Path, count: usize) -> Lake {
    let lines: Vec<String> = (0..count).map(line).collect();
    lake_with_lines(folder, &lines).await
}

async fn lake_with_lines(folder: &Path, lines: &[String]) -> Lake {
    let log = folder.join("tracking.log-20240502");
    std::fs::write(&log, lines.join("\n") + "\n").unwrap();
    let options = LakeOptions::at(folder.join("lake").to_str().unwrap());
    let lake = Lake::open(&options).await.unwrap();
    let locations = [InputLocation::new(log.to_str().unwrap())];
    lake.ingest(&locations, IngestOptions::default(), &()).await.unwrap();
    lake
}

/// Writes the events as an earlier version had left them, which found neither names nor numbers of users and took the sum of the ids
/// for what a file holds; where it is said, with a line that nobody understands.
async fn made_older(lake: &Lake, version: i32, broken: Option<usize>) {
    let table = lake.table(EVENTS).unwrap();
    let state = table.load().await.unwrap().unwrap();
    let layout = layouts::events(1).unwrap();
    let mut change = Change {
        data_change: true,
        ..Change::default()
    };
    for file in &state.snapshot.files {
        let mut writer = FileWriter::new(EVENTS, &layout).unwrap();
        let schema = Arc::clone(&layout.schema);
        let mut rows = Source::open(lake, EVENTS, file, schema).await.unwrap();
        let mut content = 0;
        while let Some(batch) = rows.next().await.unwrap() {
            let (schema, mut columns, count) = batch.into_parts();
            let place = |name: &str| schema.index_of(name).unwrap();
            for unknown in ["username", "user_id"] {
                columns[place(unknown)] = new_null_array(columns[place(unknown)].data_type(), count);
            }
            let ids = columns[place("event_id")].as_binary::<i32>().iter().flatten();
            content = ids.map(id_of).fold(content, u128::wrapping_add);
            columns[place(VERSION)] = Arc::new(Int32Array::from(vec![version; count]));
            let raw = columns[place("raw")].as_binary_view().iter().enumerate();
            let raw = raw.map(|(row, line)| if broken == Some(row) { Some(&b"{"[..]) } else { line });
            let raw: ArrayRef = Arc::new(raw.collect::<BinaryViewArray>());
            columns[place("raw")] = raw;
            writer.append(&RecordBatch::try_new(schema, columns).unwrap()).unwrap();
        }
        let finished = writer.finish().unwrap();
        let date = file.partition.unwrap();
        let add = finished.store(&table, date, content, &[]).await.unwrap();
        change.add.push(add);
        change.remove.push(file.path.clone());
    }
    assert!(matches!(table.commit(&state, change).await.unwrap(), Committed::Done));
}

async fn rows(lake: &Lake) -> Vec<Row> {
    let schema = file_schema(&arrow_schema(EVENT_COLUMNS), DATE);
    let mut found = Vec::new();
    for file in lake.snapshot(EVENTS).await.unwrap().unwrap().files {
        let mut rows = Source::open(lake, EVENTS, &file, Arc::clone(&schema)).await.unwrap();
        while let Some(batch) = rows.next().await.unwrap() {
            let column = |name: &str| Arc::clone(batch.column_by_name(name).unwrap());
            let (names, versions, raw) = (column("username"), column(VERSION), column("raw"));
            let (names, raw) = (names.as_string::<i32>(), raw.as_binary::<i32>());
            let versions = versions.as_primitive::<Int32Type>();
            found.extend((0..batch.num_rows()).map(|row| {
                let name = names.is_valid(row).then(|| names.value(row).to_owned());
                (name, versions.value(row), raw.value(row).to_vec())
            }));
        }
    }
    found.sort();
    found
}

async fn replayed(lake: &Lake, dry_run: bool) -> RenewedEvents {
    let options = ReplayOptions {
        dry_run,
        ..ReplayOptions::default()
    };
    lake.replay(&options, &()).await.unwrap().renewed
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_parser_read_is_understood_as_it_is_today() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 5).await;
    let as_taken_in = rows(&lake).await;
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
    let fingerprint_of_today = lake.snapshot(EVENTS).await.unwrap().unwrap().fingerprint();
    made_older(&lake, PARSER_VERSION - 1, Some(2)).await;
    assert_eq!(lake.status().await.unwrap().earlier_parser, 5);
    let before = lake.snapshot(EVENTS).await.unwrap().unwrap();
    let older = rows(&lake).await;
    let broken = older.iter().find(|row| row.2 == b"{").unwrap().clone();
    assert_eq!((older.len(), &broken.0), (5, &None));

    let expected = RenewedEvents {
        events: 5,
        renewed: 4,
        kept: 1,
        days: 1,
    };
    assert_eq!(replayed(&lake, true).await, expected);
    assert_eq!(lake.snapshot(EVENTS).await.unwrap().unwrap().version, before.version);
    assert_eq!(replayed(&lake, false).await, expected);
    let after = lake.snapshot(EVENTS).await.unwrap().unwrap();
    assert_ne!(
        after.fingerprint(),
        fingerprint_of_today,
        "one row is still of an earlier version"
    );
    let renewed = rows(&lake).await;
    assert!(renewed.contains(&broken), "a line that nobody understands stays");
    let understood: Vec<&Row> = renewed.iter().filter(|row| **row != broken).collect();
    assert!(understood.len() == 4 && understood.iter().all(|row| as_taken_in.contains(row)));

    // Once more: nothing to do, also after files were merged.
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
    assert_eq!(replayed(&lake, false).await, RenewedEvents::default());
    assert_eq!(lake.snapshot(EVENTS).await.unwrap().unwrap().version, after.version);
    let other = folder.path().join("other.log");
    std::fs::write(&other, line(9) + "\n").unwrap();
    let locations = [InputLocation::new(other.to_str().unwrap())];
    lake.ingest(&locations, IngestOptions::default(), &()).await.unwrap();
    lake.compact().await.unwrap();
    assert_eq!(lake.snapshot(EVENTS).await.unwrap().unwrap().files.len(), 1);
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_for_which_there_is_no_time_are_left_to_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 3).await;
    made_older(&lake, PARSER_VERSION - 1, None).await;
    let no_time = ReplayOptions {
        time: Some(Duration::ZERO),
        ..ReplayOptions::default()
    };
    let summary = lake.replay(&no_time, &()).await.unwrap();
    assert!(summary.is_cut_short);
    assert_eq!(summary.renewed, RenewedEvents::default());
    assert_eq!(lake.status().await.unwrap().earlier_parser, 3);
    assert_eq!(replayed(&lake, false).await.renewed, 3);
    let nothing_to_do = lake.replay(&no_time, &()).await.unwrap();
    assert!(!nothing_to_do.is_cut_short);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_whose_events_were_read_again_has_another_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 3).await;
    let fingerprint = async || lake.snapshot(EVENTS).await.unwrap().unwrap().fingerprint();
    let of_today = fingerprint().await;
    made_older(&lake, PARSER_VERSION - 1, None).await;
    assert_ne!(fingerprint().await, of_today);
    assert_eq!(replayed(&lake, false).await.renewed, 3);
    assert_eq!(fingerprint().await, of_today, "as if taken in today");
}

/// Takes in a log as soon as the first file is looked at; where it is said, joins files then, too.
struct AtWork {
    lake: Lake,
    log: PathBuf,
    runtime: tokio::runtime::Handle,
    joins_files: bool,
    looked_at: AtomicUsize,
}

impl Watch for AtWork {
    fn file(&self, _name: &str) {
        if self.looked_at.fetch_add(1, Ordering::SeqCst) > 0 {
            return;
        }
        let locations = [InputLocation::new(self.log.to_str().unwrap())];
        let taken = self.lake.ingest(&locations, IngestOptions::default(), &());
        assert_eq!(self.runtime.block_on(taken).unwrap().counts.events, 1);
        if self.joins_files {
            self.runtime.block_on(self.lake.compact()).unwrap();
        }
    }
}

/// Reads a day again to which another writer adds meanwhile. Gives back how many files were looked at.
async fn renewed_beside_another(joins_files: bool) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 3).await;
    made_older(&lake, PARSER_VERSION - 1, None).await;
    let other = AtWork {
        lake: lake.clone(),
        log: folder.path().join("other.log"),
        runtime: tokio::runtime::Handle::current(),
        joins_files,
        looked_at: AtomicUsize::new(0),
    };
    std::fs::write(&other.log, line(9) + "\n").unwrap();
    let renewed = lake.replay(&ReplayOptions::default(), &other).await.unwrap().renewed;
    let expected = RenewedEvents {
        events: 3,
        renewed: 3,
        kept: 0,
        days: 1,
    };
    assert_eq!(renewed, expected);
    let rows = rows(&lake).await;
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.0.is_some() && row.1 == PARSER_VERSION));
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
    other.looked_at.into_inner()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_to_which_another_writer_adds_meanwhile_is_not_read_twice() {
    assert_eq!(renewed_beside_another(false).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_whose_files_another_writer_joins_meanwhile_is_begun_again() {
    assert_eq!(renewed_beside_another(true).await, 2);
}

/// Events whose users are said in vain, as they are counted for all time.
async fn users_in_vain(lake: &Lake) -> i64 {
    let totals = lake.status().await.unwrap().totals;
    totals.get("unread/user_id").copied().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_events_say_in_vain_is_counted_as_they_are_understood_now() {
    let line_of = |user: &str| {
        let context = format!(r#"{{"user_id": {user}}}"#);
        format!(r#"{{"event_type": "x", "time": "2024-05-01T10:00:00+00:00", "context": {context}}}"#)
    };
    // A version that counted nothing yet, and one to which both users said nothing.
    for (version, counted) in [(2, 0), (3, 2)] {
        let folder = tempfile::tempdir().unwrap();
        let lake = lake_with_lines(folder.path(), &[line_of("7"), line_of(r#""nobody""#)]).await;
        assert_eq!(users_in_vain(&lake).await, 1);
        made_older(&lake, version, None).await;
        let table = lake.table(EVENTS).unwrap();
        let state = table.load().await.unwrap().unwrap();
        let change = Change {
            transactions: vec![("olivine/total/unread/user_id".to_owned(), counted)],
            ..Change::default()
        };
        assert!(matches!(table.commit(&state, change).await.unwrap(), Committed::Done));
        assert_eq!(replayed(&lake, true).await.renewed, 2);
        assert_eq!(users_in_vain(&lake).await, counted);
        assert_eq!(replayed(&lake, false).await.renewed, 2);
        assert_eq!(users_in_vain(&lake).await, 1, "read by version {version} before");
        assert_eq!(replayed(&lake, false).await.renewed, 0);
        assert_eq!(users_in_vain(&lake).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_which_nothing_is_understood_anew_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 1).await;
    made_older(&lake, PARSER_VERSION - 1, Some(0)).await;
    let before = lake.snapshot(EVENTS).await.unwrap().unwrap().files;
    let expected = RenewedEvents {
        events: 1,
        renewed: 0,
        kept: 1,
        days: 0,
    };
    assert_eq!(replayed(&lake, false).await, expected);
    assert_eq!(lake.snapshot(EVENTS).await.unwrap().unwrap().files, before);
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_only_lack_the_note_are_not_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let lake = lake_with_events(folder.path(), 3).await;
    made_older(&lake, PARSER_VERSION, None).await;
    let before = lake.snapshot(EVENTS).await.unwrap().unwrap();
    assert_eq!(lake.status().await.unwrap().earlier_parser, 3);
    assert_eq!(replayed(&lake, false).await, RenewedEvents::default());
    let after = lake.snapshot(EVENTS).await.unwrap().unwrap();
    assert_eq!((after.files, after.version), (before.files, before.version + 1));
    assert_eq!(lake.status().await.unwrap().earlier_parser, 0);
}
