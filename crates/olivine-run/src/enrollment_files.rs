//! Event files of enrollment validation: what the LMS table of enrollments held (`EN 8.3.2`), and the events that were found to be
//! lacking (`EN 8.3.6`). They are log files like any other: `olivine ingest` takes them in.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use chrono::{DateTime, NaiveDate, Utc};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::TryStreamExt;
use olivine_engine::enrollment_repair::time_text;
use olivine_engine::{EngineError, Session, SessionOptions};
use olivine_event::course_key;
use olivine_lake::Lake;
use olivine_store::{Store, Value};
use serde::Serialize;
use serde_json::json;
use tempfile::NamedTempFile;

use crate::error::RunError;

const ENROLLMENTS: &str = "lms_student_courseenrollment";
/// Microseconds of a day.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct EventFiles {
    /// Files.
    pub files: u64,
    /// Events in them.
    pub events: u64,
}

/// How lacking events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As events, one JSON object a line.
    Events,
    /// As tab-separated values, to look at.
    Tuples,
}

/// From when to when a table was copied, microseconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dump {
    /// When copying began.
    pub start: i64,
    /// When it ended.
    pub end: i64,
}

impl Dump {
    /// The day of a snapshot: all that is known of most. An event of that day which contradicts a row came after it, and the
    /// comparison waits until the day is over.
    pub fn of_day(day: NaiveDate) -> Self {
        let start = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
        Self {
            start,
            end: start + DAY - 1,
        }
    }
}

/// Writes the events that the report `enrollment.validation` found to be lacking, a file for each day: what is in the store.
///
/// # Errors
/// The report was never computed, or a file cannot be written.
pub async fn write_repairs(
    store: &Store,
    folder: &Path,
    form: Form,
    now: DateTime<Utc>,
) -> Result<EventFiles, RunError> {
    let days = store
        .query(
            "select distinct substr(\"time\", 1, 10) as day from enrollment_repairs order by day",
            &[],
        )
        .await?;
    let mut written = EventFiles::default();
    for day in days.rows.iter().filter_map(|row| row[0].as_text()) {
        let sql = "select course_id, user_id, \"time\", event_type, mode, reason, after_time, before_time from enrollment_repairs \
                   where substr(\"time\", 1, 10) = :day order by course_id, user_id, \"time\", event_type, id";
        let rows = store.query(sql, &[("day", Value::Text(day.to_owned()))]).await?.rows;
        let compact = day.replace('-', "");
        let name = match form {
            Form::Events => format!("synthetic_enroll.log-{compact}.gz"),
            Form::Tuples => format!("synthetic_enroll-{compact}.tsv.gz"),
        };
        let mut file = EventFile::begin(folder, &name)?;
        let created_at = stamp(now);
        for row in &rows {
            let line = match form {
                Form::Events => repair_event(row, &created_at),
                Form::Tuples => repair_tuple(row),
            };
            file.line(&line)?;
        }
        written.add(file.finish()?);
    }
    Ok(written)
}

fn repair_event(row: &[Value], created_at: &str) -> String {
    let text = |place: usize| row[place].as_text().unwrap_or_default();
    let user = row[1].as_int();
    let mut synthesized = json!({"created_at": created_at, "synthesizer": "enrollment_validation", "reason": text(5)});
    for (name, place) in [("after_time", 6), ("before_time", 7)] {
        if let Some(time) = row[place].as_text() {
            synthesized[name] = time.into();
        }
    }
    let payload = json!({"course_id": text(0), "user_id": user, "mode": text(4)});
    event(text(3), text(2), text(0), user, &payload, &synthesized)
}

fn repair_tuple(row: &[Value]) -> String {
    let cell = |value: &Value| match value {
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.replace(['\t', '\n', '\r'], " "),
        _ => r"\N".to_owned(),
    };
    row.iter().map(cell).collect::<Vec<_>>().join("\t")
}

/// Writes what the newest snapshot of the LMS table of enrollments holds as events, a file for each course. Without times of the copy
/// they are those of the snapshot's day.
///
/// # Errors
/// The table was never imported, or a file cannot be written.
pub async fn write_validations(
    lake: &Lake,
    engine: &SessionOptions,
    folder: &Path,
    dump: Option<Dump>,
    now: DateTime<Utc>,
) -> Result<EventFiles, RunError> {
    let Some((day, snapshot)) = lake.latest_lms(ENROLLMENTS).await? else {
        return Err(RunError::NotImported {
            task: "enrollment_validation_events".to_owned(),
            table: ENROLLMENTS.to_owned(),
        });
    };
    let dump = dump.unwrap_or_else(|| Dump::of_day(day));
    let session = Session::new(engine)?;
    session.register_lake_table(ENROLLMENTS, lake, &snapshot)?;
    // A row that lacks one of its six fields says nothing.
    let sql = "select arrow_cast(course_id, 'Utf8') as course_id, user_id, arrow_cast(mode, 'Utf8') as mode, \
               cast(is_active as bigint) as is_active, created from lms_student_courseenrollment \
               where id is not null and course_id is not null and user_id is not null and mode is not null \
               and is_active is not null and created is not null order by course_id, user_id, id";
    let mut batches = session.query(sql, &BTreeMap::new()).await?;
    let mut courses = CourseFiles {
        folder: folder.join(day_text(dump.start)),
        suffix: format!("_enroll_validated_{}.log.gz", day_text(dump.start).replace('-', "")),
        dump,
        created_at: stamp(now),
        open: None,
        names: BTreeMap::new(),
        written: EventFiles::default(),
    };
    while let Some(batch) = batches.try_next().await.map_err(EngineError::from)? {
        courses.take(&batch)?;
    }
    courses.close()?;
    Ok(courses.written)
}

/// The files of validation events, one course after the other.
struct CourseFiles {
    folder: PathBuf,
    suffix: String,
    dump: Dump,
    created_at: String,
    open: Option<(String, EventFile)>,
    /// How often a name was given: keys of different courses may become the same name.
    names: BTreeMap<String, u32>,
    written: EventFiles,
}

impl CourseFiles {
    fn take(&mut self, batch: &RecordBatch) -> Result<(), RunError> {
        let (courses, modes) = (batch.column(0).as_string::<i32>(), batch.column(2).as_string::<i32>());
        let users = batch.column(1).as_primitive::<Int64Type>();
        let active = batch.column(3).as_primitive::<Int64Type>();
        let created = batch.column(4).as_primitive::<TimestampMicrosecondType>();
        for row in 0..batch.num_rows() {
            let course = courses.value(row);
            if self.open.as_ref().is_none_or(|(open, _)| open != course) {
                self.close()?;
                let name = self.name(course);
                let file = EventFile::begin(&self.folder, &name)?;
                self.open = Some((course.to_owned(), file));
            }
            let user = users.is_valid(row).then(|| users.value(row));
            let text = |time: i64| time_text(time).unwrap_or_default();
            let payload = json!({
                "course_id": course, "user_id": user, "mode": modes.value(row), "is_active": active.value(row) == 1,
                "created": text(created.value(row)), "dump_start": text(self.dump.start), "dump_end": text(self.dump.end),
            });
            let synthesized =
                json!({"created_at": self.created_at, "synthesizer": "enrollment_from_db", "reason": "db entry"});
            let time = text(self.dump.end) + "+00:00";
            let line = event(
                "edx.course.enrollment.validated",
                &time,
                course,
                user,
                &payload,
                &synthesized,
            );
            if let Some((_, file)) = &mut self.open {
                file.line(&line)?;
            }
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), RunError> {
        if let Some((_, file)) = self.open.take() {
            self.written.add(file.finish()?);
        }
        Ok(())
    }

    /// The name of the file of a course (`EN 8.3.2`).
    fn name(&mut self, course: &str) -> String {
        let key = course.split_once(':').map_or(course, |(_, key)| key);
        let kept = |c: char| {
            if c.is_alphanumeric() || "_.-".contains(c) {
                c
            } else {
                '_'
            }
        };
        let name: String = key.chars().map(kept).collect();
        let given = self.names.entry(name.clone()).or_default();
        *given += 1;
        match *given {
            1 => format!("{name}{}", self.suffix),
            again => format!("{name}_{again}{}", self.suffix),
        }
    }
}

/// An event that no person caused.
fn event(
    event_type: &str,
    time: &str,
    course: &str,
    user: Option<i64>,
    payload: &serde_json::Value,
    synthesized: &serde_json::Value,
) -> String {
    let event = json!({
        "username": "", "host": "", "ip": "", "agent": "", "page": null, "event_source": "server", "event_type": event_type,
        "time": time, "event": payload, "synthesized": synthesized,
        "context": {"course_id": course, "org_id": course_key::org(course), "user_id": user},
    });
    event.to_string()
}

fn stamp(time: DateTime<Utc>) -> String {
    time_text(time.timestamp_micros()).unwrap_or_default()
}

fn day_text(time: i64) -> String {
    let text = time_text(time).unwrap_or_default();
    text.split('T').next().unwrap_or_default().to_owned()
}

/// A compressed file that is there only when it is whole.
struct EventFile {
    path: PathBuf,
    encoder: GzEncoder<NamedTempFile>,
    events: u64,
}

impl EventFile {
    fn begin(folder: &Path, name: &str) -> Result<Self, RunError> {
        let path = folder.join(name);
        let file = std::fs::create_dir_all(folder)
            .and_then(|()| tempfile::Builder::new().prefix(".unfinished-").tempfile_in(folder));
        Ok(Self {
            encoder: GzEncoder::new(file.map_err(RunError::event_file(&path))?, Compression::default()),
            path,
            events: 0,
        })
    }

    fn line(&mut self, line: &str) -> Result<(), RunError> {
        self.events += 1;
        writeln!(self.encoder, "{line}").map_err(RunError::event_file(&self.path))
    }

    fn finish(self) -> Result<u64, RunError> {
        let file = self.encoder.finish().map_err(RunError::event_file(&self.path))?;
        file.persist(&self.path)
            .map_err(|error| RunError::event_file(&self.path)(error.error))?;
        Ok(self.events)
    }
}

impl EventFiles {
    fn add(&mut self, events: u64) {
        self.files += 1;
        self.events += events;
    }
}
